"""Which runs of a list are chosen."""

import pytest

from guild_jupyter.errors import NoSuchRun, RunError
from guild_jupyter.runstore.chosen import Chosen
from guild_jupyter.runstore.run import Run
from guild_jupyter.runstore.store import list_runs


@pytest.fixture
def runs(store):
    for id_ in ("aaaa1111", "aaaa2222", "bbbb1111"):
        store.run(id_.ljust(32, "0"))
    return list_runs(store.home)


def test_nothing_is_chosen_at_first(runs):
    assert list(runs.selected) == []
    assert runs.chosen.version == 0


def test_runs_ids_and_short_ids_choose(runs):
    newest = runs[0]
    for named in (newest, newest.id, newest.short_id, [newest.short_id, newest], iter([newest])):
        runs.selected = named
        assert list(runs.selected) == [newest]
    assert runs.chosen.version == 1
    runs.selected = None
    assert list(runs.selected) == []


def test_what_is_selected_is_a_list_in_the_same_order_with_its_places(runs):
    runs.selected = [runs[2], runs[0]]
    assert list(runs.selected) == [runs[0], runs[2]]
    assert runs.selected.places == [1, 3]
    assert runs.selected.home == runs.home


def test_a_view_may_choose_a_run_that_came_later(runs, store):
    later = store.run()
    runs.chosen.choose([later, runs[0]])
    assert list(runs.selected) == [runs[0], later]
    assert runs.selected.places == [1, None]


@pytest.mark.parametrize(
    ("named", "error", "message"),
    [
        ("aaaa", NoSuchRun, "2 runs of the list begin with 'aaaa'"),
        ("aaa", NoSuchRun, "run 'aaa' is not in the list"),
        ("aaaa1112", NoSuchRun, "Did you mean aaaa1111"),
        ([1], RunError, "1 is no run"),
        (1, RunError, "1 is no run"),
        (Run("/nowhere/cccc"), NoSuchRun, "run 'cccc' is not in the list"),
    ],
)
def test_what_names_no_run_is_an_error_and_changes_nothing(runs, named, error, message):
    runs.selected = runs[0]
    with pytest.raises(error) as raised:
        runs.selected = named
    assert message in str(raised.value)
    assert list(runs.selected) == [runs[0]]


def test_who_wants_to_know_is_told(runs):
    chosen, told = Chosen(), []
    end = chosen.on_change(lambda: told.append(chosen.ids))
    assert chosen.choose([runs[0], runs[0]])
    assert not chosen.choose([runs[0]])
    end()
    assert chosen.choose([])
    assert told == [[runs[0].id]]


def test_a_comparison_and_its_runs_share_what_is_chosen(runs):
    compared = runs.compare()
    compared.selected = runs[1].short_id
    assert list(compared.selected) == list(compared.runs.selected) == [runs[1]]
    assert compared.chosen is compared.runs.chosen
    assert list(runs.selected) == []
