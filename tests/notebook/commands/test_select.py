import pytest

from guild_jupyter.documents import dump
from guild_jupyter.errors import ColumnError, CommandError, NoSuchRun


@pytest.fixture
def runs(place):
    for number, operation in enumerate(("train", "eval", "train"), start=1):
        guild = place.home / "runs" / f"{number:032x}" / ".guild"
        (guild / "attrs").mkdir(parents=True)
        attributes = {
            "started": number * 1_000_000,
            "exit_status": 0,
            "flags": {"lr": number / 10, "token": "hunter2hunter2"},
            "cmd": ["python", "-m", "train", "--token=hunter2hunter2"],
            "op": {"op-cmd": 1},
            "note": "two\nlines",
        }
        for name, value in attributes.items():
            (guild / "attrs" / name).write_text(dump(value))
        (guild / "opref").write_text(f"guildfile:/p/guild.yml 0 '' {operation}")
    return place.home / "runs"


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("", [f"{3:032x}"]),
        ("2", [f"{2:032x}"]),
        ("-Fo eval", [f"{2:032x}"]),
        ("-s -A", ["00000000"] * 3),
        ("1 3", [f"{3:032x}", f"{1:032x}"]),
        ("-A -Fo train", [f"{3:032x}", f"{1:032x}"]),
        ("--min =lr", [f"{1:032x}"]),
        ("-max =lr -Fo eval", [f"{2:032x}"]),
        ("-min .started 1:2", [f"{2:032x}"]),
        ("-a label", [""]),
        ("-a status", ["completed"]),
        ("-a exit_status", ["0"]),
        ("-a op", ["op-cmd: 1"]),
        ("-a note", ["two\nlines"]),
        ("-a operation 2", ["eval"]),
    ],
)
def test_a_run_is_told_by_id_attribute_or_path(place, runs, words, lines):
    assert list(place.cell("select", *words.split())) == lines


def test_the_path_is_told(place, runs):
    assert list(place.terminal("select", "-p", "2")) == [str(runs / f"{2:032x}")]
    assert list(place.terminal("runs", "select", "--dir", "2")) == [str(runs / f"{2:032x}")]


def test_secrets_are_withheld(place, runs):
    for name in ("flags", "cmd"):
        (text,) = place.cell("select", "-a", name)
        assert "hunter2" not in text
        assert "lr: 0.3" in text or "python" in text


@pytest.mark.parametrize(
    ("words", "kind", "message", "hint"),
    [
        ("-Fo nope", NoSuchRun, "no run fits", "lists what there is"),
        ("-a exit_sttus", CommandError, "has no attribute 'exit_sttus'", "mean exit_status"),
        ("-a zzzzzzzz", CommandError, "has no attribute", "Attributes: "),
        ("-min nope", ColumnError, "no run has a value", "compare"),
        ("-min =lr -max =lr", CommandError, "cannot both be given", ""),
        ("-s -p", CommandError, "cannot both be given", ""),
    ],
)
def test_what_cannot_be_told_is_an_error(place, runs, words, kind, message, hint):
    with pytest.raises(kind, match=message) as caught:
        place.cell("select", *words.split())
    assert hint in caught.value.hint


def test_of_no_runs_none_is_told(place):
    with pytest.raises(NoSuchRun, match="there are no runs"):
        place.cell("select")
