"""What people write on runs."""

import multiprocessing
from pathlib import Path

import pytest

from guild_jupyter.errors import RunError
from guild_jupyter.runstore import remarks
from guild_jupyter.runstore.attributes import Attributes
from guild_jupyter.runstore.run import Run


def read(run, name):
    return Attributes(run.files_of_run).get(name)


@pytest.mark.parametrize(
    ("place", "text", "label"),
    [
        ("set", "lr is ${lr}", "lr is 0.1"),
        ("set", "${label}!", "old one!"),
        ("set", "${nosuch|default:x}${nosuch}", "x"),
        ("prepend", "a${lr}", "a0.1 old one"),
        ("append", "z", "old one z"),
        ("set", "", None),
    ],
)
def test_a_label_is_filled_from_flags_and_from_the_label_so_far(store, place, text, label):
    run = store.run(label="old one", flags={"lr": 0.1})
    remarks.fill_label(run.files_of_run, text, place)
    assert read(run, "label") == label


def test_a_secret_flag_does_not_reach_a_label(store):
    run = store.run(flags={"api_key": "hunter2hunter2"})
    run.set_label("with ${api_key}")
    assert "hunter2" not in read(run, "label")


@pytest.mark.parametrize(
    ("texts", "label"),
    [
        (["bc"], "abc a b.c x"),
        (["a b"], "abc bc a b.c x"),
        (["a"], "abc bc b.c x"),
        (["b.c x"], "abc bc a"),
        (["abc", "bc", "a", "b.c", "x"], None),
        ([""], "abc bc a b.c x"),
    ],
)
def test_only_whole_words_are_taken_out_of_a_label(store, texts, label):
    run = store.run(label="abc bc a b.c x")
    remarks.remove_from_label(run.files_of_run, texts)
    assert read(run, "label") == label


def test_tags_are_sorted_and_none_is_there_twice(store):
    run = store.run()
    run.tag("b", "a")
    run.tag("b", "c")
    assert read(run, "tags") == ["a", "b", "c"]
    run.untag("a", "nosuch")
    assert run.tags == ["b", "c"]
    run.untag()
    assert read(run, "tags") is None


def test_tags_can_be_words_of_the_label_too(store):
    run = store.run(label="old lr=0.1", tags=["old"])
    remarks.change_tags(run.files_of_run, ["new", "lr=0.1"], ["old"], in_label=True)
    assert run.tags == ["lr=0.1", "new"]
    assert run.label == "new lr=0.1"
    remarks.change_tags(run.files_of_run, (), None, in_label=True)
    assert (run.tags, run.label) == ([], "")


def test_an_empty_tag_or_comment_is_refused(store):
    run = store.run()
    with pytest.raises(RunError, match="tag cannot be empty"):
        run.tag("a", " ")
    with pytest.raises(RunError, match="comment cannot be empty"):
        run.comment("\n")
    assert run.tags == []


def test_a_comment_has_its_time_host_and_user(store, monkeypatch):
    run = store.run()
    monkeypatch.setenv("HOST", "here")
    monkeypatch.setenv("LOGNAME", "me")
    run.comment("one\ntwo: {")
    run.comment("x", "bob@there")
    run.comment("y", "al")
    found = run.comments
    assert [(one.body, one.user, one.host) for one in found] == [
        ("one\ntwo: {", "me", "here"),
        ("x", "bob", "there"),
        ("y", "al", "here"),
    ]
    assert found[0].time < found[1].time
    assert sorted(read(run, "comments")[0]) == ["body", "host", "time", "user"]


def test_comments_are_deleted_by_their_number(store):
    run = store.run()
    for text in "abc":
        run.comment(text)
    run.delete_comment(2)
    assert [one.body for one in run.comments] == ["a", "c"]
    for number in (0, 3, -1):
        with pytest.raises(RunError, match=f"no comment {number}: there are 2"):
            run.delete_comment(number)
    run.delete_comment(1)
    with pytest.raises(RunError, match="there is 1"):
        run.delete_comment(2)
    run.clear_comments()
    assert read(run, "comments") is None


def test_what_is_no_comment_is_kept_and_not_shown(store):
    run = store.run(comments=["odd", {"body": "a", "time": "late"}])
    run.comment("b")
    assert [(one.body, one.time is None) for one in run.comments] == [("a", True), ("b", False)]
    assert read(run, "comments")[0] == "odd"


def test_a_user_without_a_name_may_comment(store, monkeypatch):
    monkeypatch.setattr("getpass.getuser", lambda: {}["nobody"])
    run = store.run()
    run.comment("a")
    assert run.comments[0].user == ""


@pytest.mark.parametrize(("name", "change"), [("tags", "tag"), ("comments", "comment")])
def test_an_attribute_that_cannot_be_read_is_not_written_over(store, name, change):
    run = store.run()
    file = run.dir / ".guild/attrs" / name
    file.write_text("[torn")
    with pytest.raises(RunError, match="cannot be read") as caught:
        getattr(run, change)("x")
    assert str(file) in caught.value.hint
    assert file.read_text() == "[torn"


def test_an_attribute_keeps_its_permissions_and_a_new_one_gets_those_of_the_run(store):
    run = store.run(label="a")
    file = run.dir / ".guild/attrs/label"
    file.chmod(0o640)
    (run.dir / ".guild/opref").chmod(0o644)
    run.label = "b"
    run.tag("t")
    assert file.stat().st_mode & 0o777 == 0o640
    assert (run.dir / ".guild/attrs/tags").stat().st_mode & 0o777 == 0o644


def test_a_run_without_attributes_gets_them(store):
    run = store.run()
    for file in (run.dir / ".guild/attrs").iterdir():
        file.unlink()
    (run.dir / ".guild/attrs").rmdir()
    run.mark()
    assert run.marked


def test_a_run_that_is_gone_says_so(store):
    run = store.run()
    run.delete()
    with pytest.raises(RunError, match="not there any more"):
        run.mark()


def test_a_run_that_may_not_be_written_is_left_as_it_is(another_user):
    def work():
        run = Run(Path("runs", "a" * 32).absolute())
        attrs = Path(run.files_of_run.attrs)
        attrs.mkdir(parents=True)
        attrs.chmod(0o555)
        try:
            run.mark()
        except RunError as error:
            return error.message, [*attrs.iterdir()], [one.name for one in attrs.parent.iterdir()]

    told = "run aaaaaaaa cannot be changed: Permission denied"
    assert another_user(work) == (told, [], ["attrs"])


def _write_many(path, number, barrier):
    run = Run(path)
    barrier.wait()
    for place in range(20):
        run.tag(f"{number}-{place}")
        run.comment(f"{number}-{place}")


def test_what_several_processes_write_at_once_is_all_kept(store):
    run = store.run()
    context = multiprocessing.get_context("fork")
    barrier = context.Barrier(4)
    workers = [
        context.Process(target=_write_many, args=(run.dir, number, barrier)) for number in range(4)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    wanted = sorted(f"{number}-{place}" for number in range(4) for place in range(20))
    assert run.tags == wanted
    assert sorted(one.body for one in run.comments) == wanted
    assert not [name for name in (run.dir / ".guild").iterdir() if name.name.startswith(".tmp")]


def test_where_some_of_several_cannot_be_changed_the_others_are(store):
    runs = [store.run() for _ in range(8)]
    for run in runs[:6]:
        (run.dir / ".guild/attrs/tags").write_text("[torn")
    with pytest.raises(RunError, match=r"6 of 8 runs are not changed: .*; and 1 more") as caught:
        remarks.of_each(runs, lambda run: run.tag("x"))
    assert caught.value.hint.startswith("The others are. ")
    assert [run.tags for run in runs[6:]] == [["x"], ["x"]]
    with pytest.raises(RunError, match=r"^the tags of run"):
        remarks.of_each(runs[:1], lambda run: run.tag("x"))
