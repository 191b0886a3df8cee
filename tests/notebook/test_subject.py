"""Which operation, which flags and which run the words of `run` mean."""

import pytest

from guild_jupyter.errors import CommandError, NoSuchOperation, NoSuchRun
from guild_jupyter.notebook.commands import COMMANDS
from guild_jupyter.notebook.session import NOTEBOOK
from guild_jupyter.notebook.subject import asked


@pytest.fixture
def ask(place):
    def words(*given):
        session = place.sessions[NOTEBOOK]
        parsed = COMMANDS.get("run").parser("%guild").parse_intermixed_args(list(given))
        return asked(parsed, session)

    return words


def test_an_operation_and_its_assignments(ask):
    found = ask("train", "epochs=1", "lr=2")
    assert found.operation.spec == "train"
    assert found.words == ["epochs=1", "lr=2"]
    assert found.of_run is None


def test_a_batch_file_is_no_run(ask):
    assert ask("train", "@a.csv").words == ["@a.csv"]
    assert ask("--alias", "train", "@a.csv").words == ["@a.csv"]


def test_a_model_may_follow_an_operation_named_without_run(ask):
    assert ask("--alias", "train", "fashion", "epochs=1").spec == "fashion:train"
    assert ask("--alias", "fit", "digits").operation.spec == "digits:fit"


def test_a_run_may_follow_any_operation(place, ask):
    run = place.ended("train", "epochs=1")
    for words in (("train", "1"), ("--alias", "train", run.short_id), ("train", "--latest-run")):
        found = ask(*words) if "--latest-run" not in words else ask("evaluate", "--latest-run")
        assert found.of_run == run.dir
    assert ask("evaluate", "latest").words == [f"operation:train={run.id}"]
    assert ask("train", str(run.dir)).of_run == run.dir


def test_what_a_run_works_on_is_linked_and_told_to_it(place):
    trained = place.ended("train", "epochs=1")
    place.write("guild.yml", "show: {exec: \"sh -c 'echo $RUNDIR $RUN_DIR'\"}")
    run = place.cell("show", trained.short_id).wait(60)
    assert run.output().split() == [str(trained.dir), str(run.dir)]
    assert (run.dir / "rundir").resolve() == trained.dir.resolve()
    assert run.attributes.get("subject") == trained.id
    assert run.files("generated") == []


def test_the_latest_run_is_the_newest_completed_training_of_the_model(place, ask):
    with pytest.raises(NoSuchRun, match="no completed run of train") as caught:
        ask("evaluate", "--latest-run")
    assert caught.value.hint == "Run '%guild train' first."
    first = place.ended("train", "epochs=1")
    place.ended("train", "code=3")
    place.ended("fashion:train")
    place.ended("evaluate", "1")
    assert ask("evaluate", "--latest-run").of_run == first.dir


def test_the_latest_run_of_a_training_is_that_of_another_operation(place, ask):
    with pytest.raises(NoSuchRun, match="another operation"):
        ask("train", "--latest-run")


def test_a_run_is_given_once(place, ask):
    place.ended("train", "epochs=1")
    with pytest.raises(CommandError, match="a run is given, and --latest-run"):
        ask("evaluate", "1", "--latest-run")


def test_what_is_neither_a_model_nor_a_run_says_so(ask):
    with pytest.raises(CommandError, match="'lr' is neither a model nor a run") as caught:
        ask("train", "lr")
    assert "To set the flag, write lr=VALUE." in caught.value.hint
    with pytest.raises(NoSuchOperation):
        ask("nosuch", "1")
