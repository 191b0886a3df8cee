"""What the package shows in a kernel that uses it without the extension."""

import sys
import types

import IPython
import pytest
from IPython.core.history import HistoryManager
from IPython.core.interactiveshell import InteractiveShell

import guild_jupyter

RUNS = ("guild_jupyter.runstore.runlist", "RunList")


@pytest.fixture
def shell(monkeypatch, tmp_path):
    monkeypatch.setattr(HistoryManager, "enabled", False)
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    shell = InteractiveShell()
    monkeypatch.setattr(IPython, "get_ipython", lambda: shell)
    monkeypatch.setitem(sys.modules, "ipykernel", types.ModuleType("ipykernel"))
    monkeypatch.setattr(guild_jupyter, "_shows_views", True)
    yield shell
    InteractiveShell.clear_instance()


def shows(shell):
    """Use a name of the package for the first time; tell whether runs are shown by views."""
    vars(guild_jupyter).pop("Guild", None)
    assert guild_jupyter.Guild
    formatter = shell.display_formatter.ipython_display_formatter
    known = {(kind.__module__, kind.__name__) for kind in formatter.type_printers}
    return RUNS in formatter.deferred_printers or RUNS in known


def test_a_kernel_shows_views_and_no_other_shell_does(shell):
    assert not shows(shell)
    shell.kernel = "one"
    assert shows(shell)


def test_a_process_without_a_kernel_shows_none(shell, monkeypatch):
    shell.kernel = "one"
    monkeypatch.delitem(sys.modules, "ipykernel")
    assert not shows(shell)


def test_an_extension_that_was_taken_away_stays_away(shell):
    shell.kernel = "one"
    guild_jupyter.load_ipython_extension(shell)
    assert shows(shell)
    guild_jupyter.unload_ipython_extension(shell)
    assert not shows(shell)
