from guild_jupyter.runstore.facts import gather
from guild_jupyter.supervise import progress, state
from guild_jupyter.wire import schema
from guild_jupyter.wire.run_row import LONGEST, row
from tests.presenting.stores import Shown


def line(run):
    (facts,) = gather([run])
    found = row(facts)
    schema.validator("api_started").validate({"run": found, "notes": []})
    return found


def test_a_run_is_told_in_a_line(tmp_path):
    store = Shown(tmp_path)
    run = store.run(flags={"lr": 0.1}, label="good", tags=["a"], marked=True, stopped=4_000_000)
    found = line(run)
    assert (found["label"], found["tags"], found["marked"]) == ("good", ["a"], True)
    assert (found["flags"], found["project"]) == ("lr=0.1", "p")
    assert (found["started"], found["stopped"], found["seconds"]) == (1000.0, 4000.0, 3.0)
    assert found["progress"] is None


def test_the_default_label_says_nothing_that_the_flags_do_not(tmp_path):
    assert line(Shown(tmp_path).run(flags={"lr": 0.1}, label="lr=0.1"))["label"] == ""


def test_long_flags_are_cut(tmp_path):
    found = line(Shown(tmp_path).run(flags={f"flag{n}": "x" * 50 for n in range(100)}))
    assert len(found["flags"]) == LONGEST


def test_a_run_that_is_prepared_says_what_is_fetched(tmp_path):
    run = Shown(tmp_path).run(status=None)
    (run.dir / ".guild/PENDING").write_text("")
    assert line(run)["progress"] is None
    progress.Reporter(run.files_of_run).begin("https://x/y")(5, 10)
    assert run.status == state.PENDING
    assert line(run)["progress"] == {"what": "https://x/y", "done": 5, "total": 10}


def test_a_run_that_prints_nothing_countable_has_no_progress(tmp_path):
    store = Shown(tmp_path)
    run = store.running()
    assert line(run)["progress"] is None
    (run.dir / ".guild/output").write_text("epoch 3/6\n")
    assert line(run)["progress"] == {"what": "epoch", "done": 3, "total": 6}
