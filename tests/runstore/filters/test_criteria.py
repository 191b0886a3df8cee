import os

import pytest

from guild_jupyter.errors import FilterError
from guild_jupyter.runstore.filters.criteria import Filters, choose
from guild_jupyter.runstore.store import list_runs
from guild_jupyter.supervise import durable, identity
from tests.runstore.conftest import microseconds


@pytest.fixture
def runs(store):
    now = microseconds()
    comment = [{"body": "Fine thing"}]
    store.run(spec="train", started=1, label="best", tags=["a", "b"], flags={"lr": 0.1})
    store.run(spec="m:train", started=2, status=1, comments=comment, flags={"lr": 0.5})
    store.run(spec="eval", started=3, status=-15, marked=True, tags=["b"], sourcecode_digest="ab1")
    lost = store.run(spec="eval", started=now, status=None, label="other")
    launcher = identity.identify(os.getpid()).to_json() | {"boot": "another"}
    durable.write_json(lost.files_of_run.launch, launcher)
    staged = store.run(spec="eval", started=None, status=None, initialized=now)
    (staged.dir / ".guild/attrs/started").unlink()
    (staged.dir / ".guild/STAGED").touch()
    return list_runs(store.home)


def chosen(runs, **criteria):
    return sorted(int(run.id, 16) for run in choose(runs, **criteria))


@pytest.mark.parametrize(
    ("criteria", "left"),
    [
        ({}, [1, 2, 3, 4, 5]),
        ({"operation": None, "filter": ""}, [1, 2, 3, 4, 5]),
        ({"operation": "train"}, [1, 2]),
        ({"operation": ["m:train", "eval"]}, [2, 3, 4, 5]),
        ({"label": "es"}, [1]),
        ({"label": ["-", "oth"]}, [2, 3, 4, 5]),
        ({"tag": "b"}, [1, 3]),
        ({"tag": ("a", "z")}, [1]),
        ({"comment": "FINE"}, [2]),
        ({"comment": "bad"}, []),
        ({"status": "completed"}, [1]),
        ({"status": ["error", "terminated"]}, [2, 3, 4]),
        ({"status": "lost"}, [4]),
        ({"status": "staged"}, [5]),
        ({"without": "error"}, [1, 3, 5]),
        ({"status": ["completed", "error"], "without": ["error"]}, [1]),
        ({"marked": True}, [3]),
        ({"marked": False}, [1, 2, 4, 5]),
        ({"started": "last hour"}, [4, 5]),
        ({"started": "before 2000-1-1"}, [1, 2, 3]),
        ({"digest": "ab"}, [3]),
        ({"filter": "lr > 0.2"}, [2]),
        ({"operation": "train", "filter": "lr < 0.2 or status = error"}, [1, 2]),
        ({"operation": "eval", "filter": "lr > 0.2"}, []),
        ({"tag": "b", "status": "completed"}, [1]),
    ],
)
def test_filters_of_one_kind_add_up_and_different_kinds_narrow(runs, criteria, left):
    assert chosen(runs, **criteria) == left


def test_runs_keep_their_places_and_their_order(runs):
    left = runs.filter("lr is not undefined")
    assert left.places == [4, 5]
    assert [run.id for run in left] == [runs[3].id, runs[4].id]
    assert left.renumbered().places == [1, 2]
    assert left.renumbered().is_part


@pytest.mark.parametrize(
    ("criteria", "note"),
    [
        ({"operation": "trian"}, "there is no run of 'trian'; did you mean train?"),
        ({"operation": ["train", "zzz"]}, "there is no run of 'zzz'"),
        ({"tag": "best", "operation": "train"}, "no run has the tag 'best'"),
        ({"filter": "lrr > 1"}, "flag or scalar 'lrr'; did you mean lr?"),
    ],
)
def test_what_is_named_in_vain_is_told(runs, criteria, note):
    left = choose(runs, **criteria)
    assert len(left.notes) == 1
    assert note in left.notes[0]
    assert note in left._repr_mimebundle_()["text/plain"] or not left


def test_of_no_runs_nothing_is_told(runs):
    assert runs[:0].filter("nope = 1", operation="nope").notes == []


@pytest.mark.parametrize(
    ("criteria", "said"),
    [
        ({"operatoin": "train"}, "there is no filter 'operatoin'"),
        ({"status": "complete"}, "there is no status 'complete'"),
        ({"operation": 3}, "'operation' is a text or a list of texts"),
        ({"tag": ["a", 3]}, "'tag' is a text or a list of texts"),
        ({"filter": ["a = 1"]}, "'filter' is a text"),
        ({"started": 3}, "'started' is a text"),
        ({"marked": "yes"}, "'marked' is True or False"),
        ({"filter": "a ="}, "a value is expected"),
        ({"started": "foo"}, "no range of time"),
        ({"operation": "^("}, "no regular expression"),
    ],
)
def test_what_makes_no_sense_is_an_error_even_of_no_runs(runs, criteria, said):
    for among in (runs, runs[:0]):
        with pytest.raises(FilterError, match=said):
            choose(among, **criteria)


def test_filters_say_whether_there_are_any():
    assert not Filters()
    assert Filters(marked=False)
    assert Filters(operation=["a"])
    assert Filters(filter="a = 1")
