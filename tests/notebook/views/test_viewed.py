from IPython.core.interactiveshell import InteractiveShell

from guild_jupyter.notebook.views import showing
from guild_jupyter.notebook.views.viewed import ViewedCard, ViewedRun


def test_the_first_page_that_asks_opens_the_tab_and_no_other(store):
    card = ViewedCard(ViewedRun(store.run("loss: 1\n").dir))
    assert "open" not in card.first().content
    first, second = card.answer("hello", {}), card.answer("hello", {})
    assert first.content["open"] is True
    assert "open" not in second.content
    assert first.content["run"] == second.content["run"]
    assert card.line == f"%guild view {card.run.short_id}"


def test_other_questions_are_answered_as_by_any_card(store):
    run = store.run("loss: 1\n")
    run.path("notes.txt").write_text("well")
    card = ViewedCard(ViewedRun(run.dir))
    listed = card.answer("files", {"run": card.run.id, "path": ""}).content
    assert "open" not in listed
    assert [one["name"] for one in listed["entries"]] == ["notes.txt"]


def test_without_tabs_the_files_are_listed_below_the_card(store):
    run = store.run("loss: 1\n")
    run.path("notes.txt").write_text("well")
    card = ViewedCard(ViewedRun(run.dir))
    assert "notes.txt" in card.text()
    assert "notes.txt" in card.html("")
    assert "notes.txt" not in run._repr_mimebundle_()["text/plain"]


def test_a_run_that_was_deleted_since_is_still_a_card(store):
    run = store.run("loss: 1\n")
    viewed = ViewedRun(run.dir)
    run.dir.rename(run.dir.with_name("elsewhere"))
    assert run.short_id in ViewedCard(viewed).text()


def test_a_kernel_shows_it_by_a_view_of_its_own(store, monkeypatch):
    shown = []
    monkeypatch.setattr(showing, "show", shown.append)
    shell = InteractiveShell()
    shell.kernel = object()
    showing.enable(shell)
    formatter = shell.display_formatter.ipython_display_formatter
    run = store.run("loss: 1\n")
    assert formatter(ViewedRun(run.dir))
    assert formatter(run)
    showing.disable(shell)
    assert [type(one).__name__ for one in shown] == ["ViewedCard", "RunCard"]
