"""A home that went through all commands that write on runs, as the real guild sees it."""

import csv
import io

import pytest
from guild_harness import Place, guild_program

from guild_jupyter.notebook.dispatch import carry_out
from guild_jupyter.notebook.session import TERMINAL, Session

pytestmark = [pytest.mark.guild, pytest.mark.slow]

GUILD_FILE = """\
train: {main: train, flags-import: all}
fail: {exec: 'sh -c "echo loss:\\\\ 9; exit 3"'}
use: {exec: cat model.txt, requires: [{operation: train, select: model.txt}]}
pipe:
  steps:
    - train lr=0.5
    - {run: train lr=0.25, name: second}
"""
SCRIPTS = {
    "train": (
        "lr = 0.1\nsteps = 2\n"
        "for i in range(steps):\n    print('step:', i)\n    print('loss:', lr / (i + 1))\n"
        "open('model.txt', 'w').write(f'lr={lr}')\n"
    )
}


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = tmp_path_factory.mktemp("place")
    made = Place(folder, guild_program(), GUILD_FILE, SCRIPTS)
    ours(made, "run", "train", "lr=0.9", "--label", "läbel", "--tag", "a", "-y")
    for words in (["fail"], ["pipe"], ["use"], ["train", "lr=0.7", "--stage"], ["train"]):
        ours(made, "run", *words, "-y")
    made.guild("run", "train", "lr=[0.1,0.2]", "--keep-batch", "-y", cwd=made.project)
    made.before = {run.id: told(run) for run in made.ours.runs()}
    went_through_everything(made, folder)
    return made


def ours(place, *words):
    return carry_out(list(words), Session(place.ours, TERMINAL, lambda _text: None))


def told(run):
    return run.status, run.operation, dict(run.flags), run.output(), sorted(map(str, run.files()))


def went_through_everything(place, folder):
    newest = place.ours.runs().filter(operation="train", status="completed")[0].id
    ours(place, "label", newest, "--set", "new ${lr}", "-y")
    ours(place, "tag", newest, "-a", "t1", "-a", "t2", "-y")
    ours(place, "tag", newest, "-d", "t1", "-y")
    ours(place, "comment", newest, "-a", "one é", "-y")
    ours(place, "comment", newest, "-a", "two", "-y")
    ours(place, "comment", newest, "-d", "1", "-y")
    ours(place, "mark", newest, "-y")
    place.newest = newest
    ours(place, "delete", "4", "-y")
    ours(place, "restore", "1", "-y")
    for archive, back in (("exported", ":"), ("exported.zip", "1:3")):
        ours(place, "export", str(folder / archive), "-y")
        ours(place, "delete", back, "-y")
        ours(place, "purge", "-y")
        ours(place, "import", str(folder / archive), "-y")
    place.archive = folder / "exported.zip"
    ours(place, "publish", "-d", str(folder / "reports"), "-y")


def test_nothing_was_lost_on_the_way(place):
    after = {run.id: told(run) for run in place.ours.runs()}
    assert after == place.before


def test_guild_lists_and_tells_what_we_do(place):
    listed = place.listed("--all")
    assert list(listed) == [run.id for run in place.ours.runs()]
    for run in place.ours.runs():
        seen, info = listed[run.id], place.info(run)
        assert (seen["status"], seen["exit_status"]) == (run.status, run.exit_status)
        assert (seen["started"], seen["stopped"]) == (run.started, run.stopped)
        assert (seen["label"] or "") == run.label
        assert (seen["tags"] or [], bool(seen["marked"])) == (run.tags, run.marked)
        assert info["operation"] == run.operation
        assert info["flags"] == run.flags
        assert info["scalars"] == {one.key: [one.last, one.last_step] for one in run.series()}
        assert place.guild("ls", "-n", run.id) == place_lines(ours(place, "ls", "-n", run.id))
        if run.output():
            assert place.guild("cat", run.id, "--output").rstrip() == run.output().rstrip()
    newest = listed[place.newest]
    assert newest["tags"] == ["t2"]
    assert [one["body"] for one in newest["comments"]] == ["two"]
    assert newest["label"] == "new " + str(place.ours.find(place.newest).flags["lr"])


def place_lines(listing):
    return "".join(f"{line}\n" for line in listing)


def test_guild_compares_the_runs_as_we_do(place):
    table = list(csv.reader(io.StringIO(place.guild("compare", "--csv", "-"))))
    path = place.elsewhere / "compared.csv"
    ours(place, "compare", "--csv", str(path))
    with path.open(newline="") as file:
        assert list(csv.reader(file)) == table


def test_guild_chooses_the_runs_that_we_choose(place):
    for words in (
        ["-Fo", "train"],
        ["-Fo", "train+"],
        ["-Ft", "t2"],
        ["-Fl", "new"],
        ["-Fm"],
        ["-Sse"],
        ["--not-completed"],
        ["-F", "lr < 0.5 and not loss > 0.1"],
        ["-F", "op in [fail, use] or label contains LÄB"],
        ["-Fs", "last 2 hours"],
    ):
        chosen = ours(place, "list-runs", *words)
        ids = [path.rpartition("/")[2] for path in chosen or []]
        assert list(place.listed("--all", *words)) == ids, words
        assert ids, words


def test_guild_changes_the_runs_and_we_see_it(place):
    run = place.ours.runs().filter(operation="use")[0]
    place.guild("label", "-y", "--set", "reverse läbel", run.id)
    place.guild("tag", "-y", "--add", "rtag", run.id)
    place.guild("comment", "-y", "--add", "theirs", run.id)
    assert (run.label, run.tags) == ("reverse läbel", ["rtag"])
    assert [one.body for one in run.comments] == ["theirs"]
    assert [one.id for one in place.ours.runs().filter(tag="rtag")] == [run.id]
    place.guild("runs", "rm", "-y", run.id)
    assert run.id not in {one.id for one in place.ours.runs()}
    assert run.id in {one.id for one in place.ours.deleted()}
    place.guild("runs", "restore", "-y", run.id)
    assert {one.id for one in place.ours.runs()} == set(place.before)


def test_guild_takes_the_runs_elsewhere(place, tmp_path):
    for source in (place.archive, tmp_path / "theirs"):
        if source != place.archive:
            place.guild("export", "-y", source)
        home = tmp_path / source.name.replace(".", "-") / "home"
        home.mkdir(parents=True)
        place.guild("import", "-y", source, home=home)
        there = place.listed("--all", home=home)
        assert set(there) == set(place.before)
        assert {one["status"] for one in there.values()} == {"completed", "error", "staged"}


def test_a_step_that_is_gone_is_no_fault_of_the_pipeline(place):
    pipeline = place.ours.runs().filter(operation="pipe")[0]
    (step,) = [run for run in place.ours.runs() if run.flags.get("lr") == 0.25]
    ours(place, "delete", step.id, "-y")
    assert (pipeline.dir / "second").is_symlink()
    assert pipeline.id in place.listed("--all")
    assert not any(one.key.startswith("second") for one in pipeline.series())
    place.guild("runs", "restore", "-y", step.id)
    assert place.info(pipeline)["scalars"].keys() == {one.key for one in pipeline.series()}
    assert any(one.key.startswith("second") for one in pipeline.series())
