import pytest

from guild_jupyter.runstore.batches import operation_of
from guild_jupyter.runstore.facts import gather
from guild_jupyter.runstore.references import find
from guild_jupyter.runstore.store import list_runs


@pytest.mark.parametrize(
    ("own", "shown"), [("builtin:guildai 0 '' +", "m:op+"), ("x:y 0 skopt gp", "m:op+skopt:gp")]
)
def test_a_batch_is_called_by_the_operation_of_its_trials(store, own, shown):
    run = store.run()
    (run.dir / ".guild/opref").write_text(own)
    proto = run.dir / ".guild/proto/.guild"
    proto.mkdir(parents=True)
    (proto / "opref").write_text("guildfile:/p/guild.yml 0 m op")
    assert operation_of(gather([run])[0]).spec == shown
    assert run.operation == gather([run])[0].operation == shown
    assert find(store.home, shown).id == run.id
    assert [one.id for one in _filtered(store, shown)] == [run.id]


def test_a_batch_whose_trials_say_nothing_is_called_as_it_is(store):
    run = store.run(spec="train")
    (run.dir / ".guild/proto").mkdir()
    assert operation_of(gather([run])[0]).spec == "train"
    assert operation_of(gather([store.run(spec="m:a")])[0]).spec == "m:a"


def _filtered(store, shown):
    runs = list_runs(store.home)
    assert list(runs.filter(f"operation = '{shown}'")) == list(runs)
    assert shown in repr(runs)
    return runs.filter(operation=shown)
