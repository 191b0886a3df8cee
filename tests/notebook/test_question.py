import pytest

from guild_jupyter.errors import CommandError
from guild_jupyter.notebook.question import ask, is_unattended
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
