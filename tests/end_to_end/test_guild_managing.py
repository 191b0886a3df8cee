"""Labels, tags, comments, marks and deleted runs: what one program does, the other sees."""

import pytest
from guild_harness import Place, guild_program

from guild_jupyter.notebook.dispatch import carry_out
from guild_jupyter.notebook.session import TERMINAL, Session

GUILD_FILE = "work: {main: work, flags-import: all}\n"
SCRIPTS = {"work": "lr = 0.1\nopen('made.txt', 'w').write(str(lr))\nprint('loss:', lr)\n"}


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = tmp_path_factory.mktemp("place")
    made = Place(folder, guild_program(), GUILD_FILE, SCRIPTS)
    made.guild("run", "work", "lr=0.2", "-y", cwd=made.project)
    made.run("work", "lr=0.3")
    return made


@pytest.fixture(params=[0, 1], ids=["a run of ours", "a run of guild's"])
def run(request, place):
    return place.ours.runs()[request.param]


def ours(place, *words):
    return carry_out(list(words), Session(place.ours, TERMINAL, lambda _text: None))


def test_guild_sees_what_we_write(place, run):
    ours(place, "label", run.id, "-s", "is ${lr} läbel: #1")
    ours(place, "tag", run.id, "-a", "two words", "-a", "1", "-a", "yes")
    ours(place, "comment", run.id, "-a", "one: {\n two", "-u", "me@there")
    ours(place, "mark", run.id)
    seen = place.listed()[run.id]
    lr = run.flags["lr"]
    assert (seen["label"], seen["tags"], seen["marked"]) == (
        f"is {lr} läbel: #1",
        ["1", "two words", "yes"],
        True,
    )
    (comment,) = seen["comments"]
    assert (comment["body"], comment["user"], comment["host"]) == ("one: {\n two", "me", "there")
    assert run.id in place.listed("--tag", "two words")
    assert run.id in place.listed("--marked")
    assert "one: { two" in " ".join(place.guild("comment", run.id, "-l").split())
    ours(place, "tag", run.id, "-c", "-y")
    ours(place, "label", run.id, "-c", "-y")
    ours(place, "comment", run.id, "-c", "-y")
    ours(place, "mark", run.id, "-c")
    seen = place.listed()[run.id]
    assert not any(seen[name] for name in ("label", "tags", "comments", "marked"))


def test_we_see_what_guild_writes(place, run):
    place.guild("label", run.id, "-s", "is ${lr}", "-y")
    place.guild("tag", run.id, "-a", "yes", "-a", "b c", "-y")
    place.guild("comment", run.id, "-a", "first", "-u", "al@there", "-y")
    place.guild("comment", run.id, "-a", "second", "-y")
    place.guild("mark", run.id, "-y")
    assert run.label == f"is {run.flags['lr']}"
    assert run.tags == ["b c", "yes"]
    assert [one.body for one in run.comments] == ["first", "second"]
    assert (run.comments[0].user, run.comments[0].host) == ("al", "there")
    assert run.marked
    run.tag("a")
    run.comment("third")
    run.delete_comment(1)
    seen = place.listed()[run.id]
    assert seen["tags"] == ["a", "b c", "yes"]
    assert [one["body"] for one in seen["comments"]] == ["second", "third"]
    place.guild("tag", run.id, "-c", "-y")
    place.guild("comment", run.id, "-c", "-y")
    place.guild("mark", run.id, "-c", "-y")
    assert (run.tags, run.comments, run.marked) == ([], [], False)


def test_the_same_words_come_to_the_same_labels(place, run):
    # Each step is done by both, from the same label; a label with blanks, Guild puts in quotes.
    steps = [
        ("-s", "abc bc ${lr} b.c x"),
        ("-rm", "bc"),
        ("-p", "a${lr}"),
        ("-s", "one"),
        ("-a", "${label} z"),
        ("-rm", "one z"),
        ("-s", "${nosuch|default:q} ${label}"),
    ]
    for option, text in steps:
        before = run.label
        place.guild("label", run.id, option, text, "-y")
        theirs = run.label
        run.label = before
        ours(place, "label", run.id, option, text)
        assert run.label == theirs, (option, text)


def test_the_same_tags_are_put_into_labels(place, run):
    run.label = "old lr=1"
    place.guild("tag", run.id, "-a", "new", "-s", "-y")
    theirs = run.label, run.tags
    run.label, run.tags = "old lr=1", []
    ours(place, "tag", run.id, "-a", "new", "-s")
    assert (run.label, run.tags) == theirs
    place.guild("tag", run.id, "-d", "new", "-s", "-y")
    assert (run.label, run.tags) == ("old lr=1", [])


def test_runs_deleted_by_one_are_restored_by_the_other(place, run):
    ours(place, "rm", run.id, "-y")
    assert run.id not in place.listed()
    assert run.id in place.listed("--deleted")
    place.guild("runs", "restore", run.id, "-y")
    assert run.id in place.listed()
    assert run.output() == f"loss: {run.flags['lr']}\n"
    place.guild("runs", "rm", run.id, "-y")
    assert run.id in [gone.id for gone in place.ours.deleted()]
    ours(place, "restore", run.id)
    assert place.listed()[run.id]["status"] == "completed"


def test_files_are_listed_alike(place, run):
    for words in ([], ["-a"], ["-s"], ["-g"], ["-p", "made*"]):
        listed = place.guild("ls", run.id, "-n", *words).splitlines()
        found = list(ours(place, "ls", run.id, "-n", *words))
        if run is place.ours.runs()[0] and words == ["-a"]:
            listed = sorted(listed)
            found = sorted(found)
        assert found == listed, words


def test_deleting_a_batch_leaves_its_trials(place):
    place.guild("run", "work", "lr=[1,2]", "-y", "--keep-batch", cwd=place.project)
    (batch,) = [run for run in place.ours.runs() if run.opref.operation == "+"]
    trials = [run for run in place.ours.runs() if run.flags.get("lr") in (1, 2)]
    ours(place, "rm", batch.id, "-y")
    assert {run.id for run in trials} <= set(place.listed())
    ours(place, "purge", batch.id, "-y")
    assert batch.id not in place.listed("--deleted")
