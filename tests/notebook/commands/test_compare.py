"""``compare`` and ``scalars`` as commands."""

import json

import pytest

from guild_jupyter.errors import ColumnError, CommandError
from tests.comparison.conftest import Compared


@pytest.fixture
def home(place):
    made = Compared(place.home)
    made.logged({"loss": [3, 1, 2], "acc": [0.5]}, flags={"lr": 0.1}, spec="train")
    made.logged({"loss": [0.5], "sys/mem": [1]}, flags={"lr": 0.2}, spec="train")
    return made


def test_compare_returns_the_comparison(place, home):
    compared = place.cell("compare")
    assert compared.columns[-4:] == ["lr", "step", "loss", "acc"]
    assert len(place.cell("compare", "1")) == 1
    words = ("-cc", "min loss, =lr", "--max", "lr", "--top", "1")
    assert place.cell("compare", *words).rows == [
        {"run": home.runs[0].short_id, "loss": 0.5, "lr": 0.2}
    ]
    assert place.cell("runs", "compare", "-r", "-p", "-e").columns == ["run", "sourcecode"]
    assert "sys/mem" in place.cell("compare", "-s").columns
    assert place.cell("compare", "-c", "acc", "-u").columns[-1] == "acc"
    batch = home.logged(spec="train")
    (batch.dir / ".guild/proto").mkdir()
    assert len(place.cell("compare", "--include-batch")) == 3
    directed = place.cell("compare", "-cc", "loss", "--maximize", "loss")
    assert directed.layout[1].direction == "max"


def test_a_column_that_no_run_has_is_noted_once(place, home):
    note = "no run has the scalar"
    compared = place.cell("compare", "-c", "nosuch")
    shown = [place.hears(), *compared._repr_mimebundle_().values()]
    assert [text.count(note) for text in shown] == [0, 1, 1]
    pages = str(place.cell("compare", "-c", "nosuch", "-t"))
    assert (place.hears() + pages).count(note) == 1


def test_compare_writes_csv_or_shows_it(place, home, tmp_path):
    text = str(place.cell("compare", "--csv", "-"))
    assert text == place.cell("compare").to_csv().removesuffix("\n")
    assert place.cell("compare", "--csv", str(tmp_path / "o.csv")) is None
    assert (tmp_path / "o.csv").read_text() == text + "\n"
    assert place.hears() == f"wrote 2 rows to {tmp_path / 'o.csv'}\n"


def test_the_table_as_text_and_what_is_asked_for_in_vain(place, home):
    assert str(place.terminal("compare", "-t", "-cc", "los")).splitlines()[0] == "run       los"
    assert place.complaints == "note: no run has the scalar 'los'. Did you mean 'loss'?\n"


def test_the_scalars_there_are_can_be_printed(place, home):
    batch = home.logged(spec="train")
    (batch.dir / ".guild/proto").mkdir()
    one, two = (run.short_id for run in home.runs[1:])
    assert str(place.cell("compare", "--print-scalars")) == (
        f"[{one}] train\n  loss: 0.500000 (step 1)\n  sys/mem: 1.000000 (step 1)\n"
        f"[{two}] train\n  acc: 0.500000 (step 1)\n  loss: 2.000000 (step 3)"
    )


def test_no_runs_have_no_scalars_to_print(place):
    assert str(place.cell("compare", "--print-scalars")) == "no runs"


def test_words_that_make_no_sense_are_refused(place, home):
    with pytest.raises(ColumnError, match="make no sense"):
        place.cell("compare", "-c", "loss at")
    with pytest.raises(CommandError, match="--min needs a column"):
        place.cell("compare", "--min", "")
    with pytest.raises(CommandError, match="cannot both be given"):
        place.cell("compare", "-t", "--csv", "-")
    with pytest.raises(ColumnError, match="0 is no number of runs"):
        place.cell("compare", "--top", "0")
    with pytest.raises(ColumnError, match="cannot be added"):
        place.cell("compare", "-c", "loss", "-cc", "acc")


def test_the_help_explains_columns(place):
    shown = str(place.cell("compare", "--help"))
    assert "loss at best acc" in shown
    assert "\n  loss, min loss, first loss " in shown


def test_scalars_are_shown_and_written(place, home, tmp_path):
    found = place.cell("scalars")
    assert [row["key"] for row in found] == ["loss", "sys/mem", "acc", "loss"]
    assert len(place.cell("scalars", "1", "-k", "loss", "--detail")) == 1
    assert str(place.cell("scalars", "--csv", "-")) == found.to_csv().removesuffix("\n")
    assert len(json.loads(str(place.cell("scalars", "--json")))) == 4
    assert place.cell("scalars", "--csv", str(tmp_path / "s.csv")) is None
    assert place.hears() == f"wrote 4 rows to {tmp_path / 's.csv'}\n"
    place.terminal("scalars", "--json", "-k", "lss")
    assert "Did you mean 'loss'?" in place.complaints


def test_the_scalars_of_the_newest_runs_alone_are_shown(place, home):
    first, *_ = place.guild.runs().summaries()
    assert len(place.cell("scalars", "-n", "1")) == len(first)
    assert len(place.cell("scalars")) > len(first)
