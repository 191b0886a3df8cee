import pytest

from guild_jupyter.errors import CommandError, RunError
from guild_jupyter.notebook.question import agree, ask, is_unattended
from guild_jupyter.notebook.session import NOTEBOOK, TERMINAL, Session


@pytest.fixture
def terminal():
    said = []
    session = Session(None, TERMINAL, said.append)
    session.heard = said
    return session


@pytest.mark.parametrize(
    ("typed", "yes"),
    [("", True), ("y", True), (" Yes ", True), ("n", False), ("no", False), ("what", False)],
)
def test_enter_and_yes_agree(terminal, monkeypatch, typed, yes):
    monkeypatch.setattr("builtins.input", lambda: typed)
    assert ask(terminal, "This is about to be done") is yes
    assert "".join(terminal.heard) == "This is about to be done\nContinue? (Y/n) "


def test_nobody_is_there_in_a_notebook_nor_below_one(terminal, monkeypatch):
    monkeypatch.delenv("JPY_PARENT_PID", raising=False)
    assert not is_unattended(terminal)
    assert is_unattended(Session(None, NOTEBOOK, terminal.heard.append))
    monkeypatch.setenv("JPY_PARENT_PID", "1")
    assert is_unattended(terminal)


def test_without_an_answer_nothing_is_agreed(terminal, monkeypatch):
    def end():
        raise EOFError

    monkeypatch.setattr("builtins.input", end)
    with pytest.raises(CommandError, match="nobody answered") as caught:
        ask(terminal, "x")
    assert "-y" in caught.value.hint


DOING = {"doing": "delete 1 run", "done": "deleted", "listed": ["abc  train"]}


def test_where_nobody_is_there_it_is_said_what_would_be_done_and_how(terminal, monkeypatch):
    session = Session(None, NOTEBOOK, terminal.heard.append)
    with pytest.raises(CommandError, match="nothing is deleted yet") as caught:
        agree(session, **DOING, command="delete abc -y")
    assert caught.value.hint == "To do it: %guild delete abc -y"
    assert "".join(terminal.heard) == "This would delete 1 run:\n  abc  train\n"


def test_in_a_terminal_it_is_asked(terminal, monkeypatch):
    monkeypatch.delenv("JPY_PARENT_PID", raising=False)
    monkeypatch.setattr("builtins.input", lambda: "y")
    agree(terminal, **DOING, command="delete abc -y")
    assert "You are about to delete 1 run:\n  abc  train\n" in "".join(terminal.heard)
    monkeypatch.setattr("builtins.input", lambda: "n")
    with pytest.raises(RunError, match="nothing was deleted"):
        agree(terminal, **DOING, command="delete abc -y")
