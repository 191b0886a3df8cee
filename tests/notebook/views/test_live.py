import threading

import pytest

from guild_jupyter.errors import GuildError
from guild_jupyter.notebook.views import live
from guild_jupyter.presenting.presenter import Message


@pytest.fixture(autouse=True)
def _in_no_time(monkeypatch):
    monkeypatch.setattr(live, "PERIOD", 0.01)


def of_kind(kind):
    return lambda said: [one for one in said if one.get("push") == kind]


def test_a_view_is_told_what_it_shows_first_until_a_page_has_asked(make_view, shown, monkeypatch):
    monkeypatch.setattr(live, "_AGAIN", (0.0, 0.0, 0.0, 1e6))
    view = make_view(shown)
    live.keep(view)
    view.comm.wait_for(lambda said: len(of_kind("table")(said)) == 3)
    assert [one["number"] for one in of_kind("table")(view.comm.said)] == [1, 2, 3]
    seen = make_view()
    seen.is_seen = True
    live.keep(seen)
    for _ in range(3):
        assert seen.presenter.looked.acquire(timeout=30)
    assert seen.presenter.firsts == 0


def test_changes_are_told_and_signs_of_life_given(make_view, shown, monkeypatch):
    monkeypatch.setattr(live, "_ALIVE_EVERY", 0.0)
    view = make_view(shown)
    live.keep(view)
    shown.news = [Message({"push": "rows", "rows": [1]})]
    view.comm.wait_for(of_kind("rows"))
    view.comm.wait_for(of_kind("alive"))


def test_a_view_that_no_page_shows_costs_nothing_until_one_does(make_view, shown):
    view, other = make_view(shown), make_view()
    live.keep(view)
    live.keep(other)
    view.comm.wait_for(of_kind("table"))
    view._handle_custom_msg({"left": True}, [])
    other.presenter.looked.acquire()
    while shown.looked.acquire(blocking=False):
        pass
    for _ in range(4):
        assert other.presenter.looked.acquire(timeout=30)
    assert not shown.looked.acquire(blocking=False) or not shown.looked.acquire(blocking=False)
    view._handle_custom_msg({"id": 1, "ask": "hello"}, [])
    assert shown.looked.acquire(timeout=30)


@pytest.mark.parametrize("fault", [GuildError("gone"), OSError("gone"), RuntimeError("a defect")])
def test_what_is_wrong_with_one_view_does_not_end_the_others(
    make_view, shown, fault, monkeypatch, capsys
):
    monkeypatch.setattr(live, "_ALIVE_EVERY", 0.0)
    shown.fault = fault
    faulty, other = make_view(shown), make_view()
    live.keep(faulty)
    live.keep(other)
    assert shown.looked.acquire(timeout=30)
    other.presenter.news = [Message({"push": "rows"})]
    other.comm.wait_for(of_kind("rows"))
    faulty.comm.wait_for(lambda said: len(of_kind("alive")(said)) > 3)
    assert capsys.readouterr() == ("", "")


def test_views_of_an_earlier_execution_of_a_cell_are_closed(make_view):
    first, again, same, other, unknown = (make_view() for _ in range(5))
    live.keep(first, "cell", "1")
    live.keep(other, "other cell", "2")
    live.keep(unknown)
    live.keep(again, "cell", "3")
    live.keep(same, "cell", "3")
    assert not first.is_open
    assert all(one.is_open for one in (again, same, other, unknown))


def test_of_the_views_that_no_page_shows_only_the_last_are_kept(make_view):
    made = [make_view() for _ in range(live.MOST_LEFT + 5)]
    for view in made:
        live.keep(view)
        view.is_left = True
    live.keep(make_view())
    assert [view.is_open for view in made] == [False] * 5 + [True] * live.MOST_LEFT
    assert live.count() == live.MOST_LEFT + 1


def test_two_hundred_displays_of_one_cell_leave_one_execution_of_views(make_view):
    for execution in range(4):
        for _ in range(50):
            live.keep(make_view(), "cell", str(execution))
    assert live.count() == 50


def test_the_thread_ends_with_the_last_view_and_begins_with_the_next(make_view, until_over):
    view = make_view()
    live.keep(view)
    thread = live._thread
    assert thread in threading.enumerate()
    assert thread.daemon
    view.close()
    until_over()
    assert live._thread is None
    assert live.count() == 0
    live.keep(make_view())
    assert live._thread not in (None, thread)
