import os

import pytest

from guild_jupyter.notebook.views import bringing
from guild_jupyter.presenting.run_card import RunCard


class Shown:
    """A view as far as its twin is concerned."""

    def __init__(self, run, twin):
        self.presenter = RunCard(run)
        self.twin = twin


def going(store):
    run = store.run("out\n", exit_status=None)
    (run.dir / ".guild" / "LOCK").write_text(str(os.getpid()))
    return run


def end(run, presenter):
    (run.dir / ".guild" / "LOCK").unlink()
    (run.dir / ".guild" / "attrs" / "exit_status").write_text("3\n")
    list(presenter.changes())  # as the thread does that keeps views live


def shown(shell):
    found = [
        (one["transient"]["display_id"], one["update"], one["data"]["text/plain"])
        for one in shell.display_pub.outputs
    ]
    shell.display_pub.outputs.clear()
    return found


def test_the_next_cell_brings_the_twin_of_what_has_ended_up_to_date_once(shell, store):
    run = going(store)
    view = Shown(run, "t1")
    bringing.show_twin(view)
    ((name, is_update, text),) = shown(shell)
    assert (name, is_update) == ("t1", False)
    assert "running" in text
    shell.run_cell("1", silent=True)
    assert shown(shell) == []
    end(run, view.presenter)
    shell.run_cell("pass")
    ((name, is_update, text),) = shown(shell)
    assert (name, is_update) == ("t1", True)
    assert "error (exit status 3)" in text
    shell.run_cell("pass")
    assert shown(shell) == []


def test_the_page_that_saw_the_end_has_it_brought_at_once_and_the_cell_not_again(shell, store):
    run = going(store)
    view = Shown(run, "t2")
    bringing.show_twin(view)
    end(run, view.presenter)
    shown(shell)
    bringing.bring(view)
    assert [one[:2] for one in shown(shell)] == [("t2", True)]
    shell.run_cell("pass")
    assert shown(shell) == []


def test_what_had_ended_before_it_was_shown_is_shown_once(shell, store):
    bringing.show_twin(Shown(store.run("out\n"), "t3"))
    assert len(shown(shell)) == 1
    shell.run_cell("pass")
    assert shown(shell) == []


def test_nothing_is_brought_where_it_was_switched_off(shell, store):
    run = going(store)
    view = Shown(run, "t4")
    bringing.show_twin(view)
    shown(shell)
    end(run, view.presenter)
    bringing.disable(shell)
    bringing.disable(shell)
    shell.run_cell("pass")
    assert shown(shell) == []


@pytest.mark.parametrize("fault", [OSError("gone"), RuntimeError("a defect")])
def test_a_twin_that_cannot_be_made_troubles_no_cell(shell, store, capsys, monkeypatch, fault):
    run = going(store)
    view, other = Shown(run, "t5"), Shown(run, "t6")
    bringing.show_twin(view)
    bringing.show_twin(other)
    end(run, view.presenter)
    list(other.presenter.changes())
    shown(shell)

    def fail(_name):
        raise fault

    monkeypatch.setattr(view.presenter, "html", fail)
    shell.run_cell("pass")
    assert [one[:2] for one in shown(shell)] == [("t6", True)]
    assert "Traceback" not in "".join(capsys.readouterr())
