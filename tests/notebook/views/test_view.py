import json

import pytest

from guild_jupyter.notebook.views import view as views
from guild_jupyter.presenting.presenter import Message


def ask(view, **content):
    view._handle_custom_msg(content, [])
    return view.comm.said[-1] if view.comm.said else None


def test_a_view_answers_with_the_number_of_the_question(make_view):
    view = make_view()
    answer = ask(view, id=7, page="p", ask="columns", keys=["a"])
    assert answer == {"of": "columns", "keys": ["a"], "re": 7, "page": "p"}
    assert view.comm.sent[-1][1] == [b"12345678"]
    assert view.is_seen


def test_what_is_refused_or_wrong_is_said_in_words(make_view):
    view = make_view()
    assert ask(view, id=1, ask="refused")["error"] == {
        "message": "no such thing",
        "hint": "Name another.",
    }
    assert "what is not there" in ask(view, id=2, ask="wrong")["error"]["message"]


def test_a_page_may_leave_a_view_and_come_back(make_view):
    view = make_view()
    assert ask(view, left=True) is None
    assert view.is_left
    assert not view.is_seen
    ask(view, id=1, ask="hello")
    assert not view.is_left


def test_a_view_is_left_when_the_last_of_its_pages_leaves(make_view):
    view = make_view()
    ask(view, id=1, page="one", ask="hello")
    ask(view, id=1, page="other", ask="hello")
    ask(view, left=True, page="one")
    assert not view.is_left
    ask(view, left=True, page="other")
    assert view.is_left


def test_pages_that_vanished_without_a_word_are_forgotten_when_many_others_came(make_view):
    view = make_view()
    for number in range(views.MOST_PAGES + 1):
        ask(view, id=1, page=f"{number}", ask="hello")
        ask(view, id=2, page="1", ask="hello")
    for number in range(1, views.MOST_PAGES + 1):
        assert not view.is_left
        ask(view, left=True, page=f"{number}")
    assert view.is_left


def test_a_view_that_is_closed_is_told_nothing(make_view):
    view = make_view()
    wire = view.comm
    view.close()
    assert not view.is_open
    view.push(Message({"push": "table"}))
    assert wire.said == []


def test_a_view_is_small_and_names_its_kind_its_line_and_its_choices(make_view):
    view = make_view(choices={"sort": "loss"})
    state = view.get_state()
    state.pop("lib"), state.pop("layout", None)
    assert state["kind"] == "table"
    assert state["line"] == "%guild runs"
    assert state["choices"] == {"sort": "loss"}
    assert len(str(state)) < 1500


def test_all_views_share_a_carrier_which_is_made_again_if_somebody_closed_it(make_view):
    first, second = make_view(), make_view()
    assert first.lib is second.lib is views.carrier()
    views.carrier().close()
    third = make_view()
    assert third.lib is not first.lib
    assert third.lib is views.carrier()


@pytest.mark.parametrize("count", [1, 3])
def test_no_two_views_have_the_same_twin(make_view, count):
    assert len({make_view().twin for _ in range(count)}) == count


class Failing:
    """A presenter whose answers end in one fault."""

    kind, line, is_live = "card", "%guild watch 1", True

    def __init__(self, fault):
        self.fault = fault

    def answer(self, _question, _wanted):
        raise self.fault


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (KeyboardInterrupt(), "interrupted"),
        (PermissionError(13, "Permission denied"), "log: Permission denied"),
        (OSError("odd"), "log: odd"),
        (RecursionError("too deep"), "log: RecursionError too deep"),
        (IndexError("x" * 1000 + "\ud800"), "log: IndexError xxx"),
    ],
)
def test_whatever_goes_wrong_the_page_is_told_and_waits_no_longer(make_view, fault, told):
    view = make_view(Failing(fault))
    answer = ask(view, id=3, ask="log")
    assert answer["re"] == 3
    assert told in answer["error"]["message"]
    assert len(answer["error"]["message"]) < 300
    assert view.turn.acquire(blocking=False)


def test_what_is_no_question_is_passed_over(make_view):
    view = make_view()
    for content in (None, [], "hello", 7):
        view._handle_custom_msg(content, [])
    assert view.comm.said == []
    assert not view.is_seen
    assert ask(view, id="\ud800", ask="hello")["re"] is None


def test_halves_of_characters_are_marked_where_they_cannot_be_sent(make_view):
    view = make_view()
    send = view.comm.send

    def strict(data=None, metadata=None, buffers=None):
        json.dumps(data, ensure_ascii=False).encode("utf8", errors="surrogateescape")
        send(data, metadata, buffers)

    view.comm.send = strict
    view.push(Message({"push": "card", "tags": ["a\ud83db", 1, None], "of": {"\ud800": ("c",)}}))
    assert view.comm.said == [
        {"push": "card", "tags": ["a\ufffdb", 1, None], "of": {"\ufffd": ["c"]}}
    ]


def test_a_page_that_saw_the_end_has_the_twin_brought_up_to_date(make_view, shown, monkeypatch):
    brought = []
    monkeypatch.setattr(views, "bring", brought.append)
    view = make_view(shown)
    assert ask(view, id=1, ask="ended") == {"re": 1, "page": ""}
    assert brought == [view]
