"""What can be written on a run and on a list of runs from Python."""

import pytest

from guild_jupyter.errors import RunError
from guild_jupyter.runstore.store import list_runs


def test_label_tags_and_mark_of_a_run_can_be_set(store):
    run = store.run(tags=["old"])
    run.label = "as ${it} is"
    run.tags = ["b", "a"]
    run.marked = True
    assert (run.label, run.tags, run.marked) == ("as ${it} is", ["a", "b"], True)
    run.label, run.tags, run.marked = "", [], False
    assert (run.label, run.tags, run.marked) == ("", [], False)
    assert not (run.dir / ".guild/attrs/marked").exists()


def test_the_same_is_written_on_every_run_of_a_list(store):
    for number in range(3):
        store.run(flags={"n": number})
    runs = list_runs(store.home)
    runs.set_label("n=${n}")
    runs.tag("a", "b")
    runs.untag("b")
    runs.comment("well")
    runs.mark()
    assert [run.label for run in runs] == ["n=2", "n=1", "n=0"]
    assert [run.tags for run in runs] == [["a"]] * 3
    assert [run.comments[0].body for run in runs] == ["well"] * 3
    assert all(run.marked for run in runs)
    runs[:2].unmark()
    assert [run.marked for run in runs] == [False, False, True]


def test_runs_go_to_the_trash_and_come_back_from_python(store):
    for _ in range(3):
        store.run()
    runs = list_runs(store.home)
    runs[:2].delete()
    gone = list_runs(store.home, deleted=True)
    assert len(gone) == 2
    gone[:1].restore()
    assert len(list_runs(store.home)) == 2
    list_runs(store.home, deleted=True).purge()
    assert not list_runs(store.home, deleted=True)
    one = list_runs(store.home)[0]
    one.delete()
    back = list_runs(store.home, deleted=True)[0].restore()
    assert back == one
    back.delete(permanent=True)
    assert not list_runs(store.home, deleted=True)
    assert len(list_runs(store.home)) == 1


def test_a_run_outside_of_any_home_is_left_alone(store, tmp_path):
    run = store.run()
    other = run.dir.rename(tmp_path / "elsewhere")
    with pytest.raises(RunError, match="is in no Guild home"):
        type(run)(other).delete()
    assert other.is_dir()
