import pytest

from guild_jupyter.diffing.rundiff import RunDiff
from guild_jupyter.documents import dump
from guild_jupyter.errors import CommandError, RunError
from guild_jupyter.notebook.commands import diff
from guild_jupyter.runstore.run import Run


@pytest.fixture
def made(place):
    """Three runs, the newest last, whose flag and file differ."""
    runs = []
    for number in (1, 2, 3):
        folder = place.home / "runs" / f"{number}{number:031x}"
        attrs = folder / ".guild/attrs"
        attrs.mkdir(parents=True)
        values = {"started": number, "exit_status": 0, "flags": {"n": number}, "env": {}}
        for name, value in values.items():
            (attrs / name).write_text(dump(value))
        (folder / "train.py").write_text(f"n = {number}\n")
        (folder / ".guild/manifest").write_text("s train.py - train.py\n")
        (folder / ".guild/opref").write_text(f"guildfile:{place.project}/guild.yml 0 '' train")
        runs.append(Run(folder))
    return runs


def sides(found):
    return found.old.run.id[0], found.new.run.id[0]


def test_the_last_two_runs_are_compared_the_older_one_first(place, made):
    found = place.cell("diff")
    assert isinstance(found, RunDiff)
    assert sides(found) == ("2", "3")
    assert found.flags.changed == {"n": (2, 3)}


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (("1", "3"), ("3", "1")),
        (("3", "1"), ("1", "3")),
        (("1:2",), ("2", "3")),
        (("2000", "1000"), ("2", "1")),
        (("1", "1"), ("3", "3")),
    ],
)
def test_runs_are_compared_in_the_order_in_which_they_are_named(place, made, words, wanted):
    assert sides(place.cell("diff", *words)) == wanted


def test_the_parts_are_those_of_the_options(place, made):
    found = place.cell("diff", "-f", "-O", "--env", "-s", "-D", "--packages", "--scalars")
    assert [part.name for part in found.parts] == [
        *("flags", "output", "environment", "source", "dependencies", "packages", "scalars")
    ]
    assert [part.name for part in place.cell("diff", "-p", "train.py").parts] == ["paths"]


def test_all_attributes_hold_the_others(place, made):
    found = place.cell("diff", "-a", "-f", "-O")
    assert [part.name for part in found.parts] == ["all_attributes", "output"]
    assert place.hears() == "note: flags are among all attributes, and not shown twice\n"


@pytest.mark.parametrize("words", [("-w",), ("1",), ("1", "--working"), ("3000",)])
def test_one_run_is_compared_with_its_project_as_it_is_now(place, made, words):
    found = place.cell("diff", *words)
    assert found.old.run == made[2]
    assert found.new.is_project
    assert list(found.source.changed) == ["train.py"]


def test_one_run_is_compared_with_a_folder(place, made, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    (other / "train.py").write_text("n = 1\n")
    assert not place.cell("diff", "3", "--dir", str(other))


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("1", "2", "3"), "one run or two, and 3 are named"),
        (("1:3",), "one run or two, and 3 are named"),
        (("1", "2", "-w"), "with --working one run is compared"),
        (("1", "2", "-d", "x"), "with --dir one run is compared"),
        (("--context", "-1"), "'-1' is no number of lines"),
        (("--context", "x"), "'x' is no number of lines"),
        (("-c", "meld"), "in a terminal"),
    ],
)
def test_words_that_make_no_sense_are_refused(place, made, words, message):
    with pytest.raises(CommandError, match=message):
        place.cell("diff", *words)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("1",), f"the project of run 3{'0' * 7} is gone: .*project"),
        (("1", "-f"), "a folder has no flags"),
    ],
)
def test_what_a_run_alone_cannot_be_compared_with_is_said_with_the_way_out(
    place, made, words, message
):
    if "-f" not in words:
        place.project.rename(place.home / "elsewhere")
    with pytest.raises(RunError, match=message) as error:
        place.cell("diff", *words)
    assert "name a second run" in error.value.hint.lower()


@pytest.mark.parametrize(("words", "few"), [((), "none"), (("-w",), "none")])
def test_too_few_runs_are_told(place, words, few):
    with pytest.raises(RunError, match=f"there is {few}"):
        place.cell("diff", *words)


def test_one_run_alone_is_too_few(place, made):
    for run in made[1:]:
        place.guild.delete(run)
    with pytest.raises(RunError, match="needs two runs, and there is one"):
        place.cell("diff")


def test_how_it_is_shown_is_chosen(place, made):
    view = place.cell("diff", "--side-by-side", "--context", "7", "--all").view
    assert (view.side_by_side, view.context) == (True, 7)
    assert view.most_lines > 1_000_000
    assert place.cell("diff").view.most_lines < 1000


def test_colours_are_for_terminals_alone(place, made, monkeypatch):
    assert not place.terminal("diff").view.colours
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stdout.fileno", lambda: 0, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr(diff.os, "get_terminal_size", lambda _: diff.os.terminal_size((99, 9)))
    view = place.terminal("diff").view
    assert (view.colours, view.width) == (True, 99)
    assert not place.cell("diff").view.colours
    monkeypatch.setenv("NO_COLOR", "1")
    assert not place.terminal("diff").view.colours

    def no_terminal(_):
        raise OSError

    monkeypatch.setattr(diff.os, "get_terminal_size", no_terminal)
    assert place.terminal("diff").view.width == 160


def test_another_program_gets_the_paths_of_what_is_compared(place, made, tmp_path):
    printed = tmp_path / "printed"
    command = f"sh -c 'echo $1 $2 >> {printed}' sh"
    one, other = made[1].dir, made[2].dir
    cases = [
        ((), [f"{one} {other}"]),
        (("-s",), [f"{one} {other}"]),
        (
            ("-f", "-O"),
            [f"{one}/.guild/{name} {other}/.guild/{name}" for name in ("attrs/flags", "output")],
        ),
        (("-p", "train.py"), [f"{one}/train.py {other}/train.py"]),
        (("1", "-w"), [f"{other} {place.project}"]),
        (("1",), [f"{other} {place.project}"]),
        (("1", "-d", "/tmp"), [f"{other} /tmp"]),
    ]
    for words, lines in cases:
        assert place.terminal("diff", *words, "--cmd", command) == 0
        assert printed.read_text().splitlines() == lines
        printed.unlink()


@pytest.mark.parametrize(
    ("command", "message"),
    [
        ("no-such-program-at-all", "cannot be started"),
        ("'", "makes no sense"),
        ("", "names no program"),
    ],
)
def test_a_program_that_is_none_is_told(place, made, command, message):
    with pytest.raises(CommandError, match=message):
        place.terminal("diff", "-c", command)


def test_another_program_gets_no_path_that_leads_out_of_the_run(place, made):
    with pytest.raises(RunError, match="not a path below a run"):
        place.terminal("diff", "-c", "true", "-p", "../x")


def test_it_is_a_command_on_runs_and_a_method_of_what_holds_them(place, made):
    assert sides(place.cell("runs", "diff")) == ("2", "3")
    assert sides(place.guild.diff()) == ("2", "3")
    assert sides(place.guild.diff(new="3")) == ("2", "1")
    assert place.guild.diff("1").new.is_project
    assert sides(place.guild.diff(made[0], "1", parts=["flags"])) == ("1", "3")
    runs = place.guild.runs()
    assert sides(runs.diff("flags")) == ("2", "3")
    assert sides(runs[0].diff(runs[1])) == ("3", "2")
    with pytest.raises(RunError, match="diff needs two runs"):
        runs[:1].diff()
