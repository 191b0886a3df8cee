"""Facts are what the runs tell, gathered at once."""

from guild_jupyter.runstore import facts
from guild_jupyter.scalars.events import EventWriter


def test_facts_are_what_the_run_tells(store):
    run = store.run(
        flags={"lr": 0.1, "password": "hunter2hunter2"},
        label="a label",
        tags=["t"],
        marked=True,
        started=2,
        stopped=1_000_002,
        initialized=1,
        status=0,
        sourcecode_digest="abc",
        comments=[{"body": "good"}, "torn"],
    )
    (known,) = facts.gather([run])
    assert (known.run, known.opref, known.state) == (run, run.opref, run.state)
    assert (known.initialized, known.started, known.stopped) == (1, 2, 1_000_002)
    assert known.seconds == 1
    assert known.flags == run.flags != {"lr": 0.1, "password": "hunter2hunter2"}
    assert (known.label, known.tags, known.comments) == ("a label", ("t",), ("good",))
    assert (known.marked, known.digest, known.is_batch) == (True, "abc", False)


def test_a_run_with_a_proto_is_a_batch(store):
    run = store.run()
    (run.dir / ".guild" / "proto").mkdir()
    assert facts.gather([run])[0].is_batch


def test_summaries_are_those_of_the_series(store):
    run = store.run()
    with EventWriter(run.dir / ".guild") as writer:
        for step, value in ((1, 3.0), (2, 1.0), (3, 2.0)):
            writer.add("loss", value, step, 1.0)
    ((summary,),) = facts.summaries([run])
    assert summary == run.series()[0].summary()
    assert (summary.key, summary.count, summary.mean, summary.min_step) == ("loss", 3, 2.0, 2)
