import pytest
from IPython.core.interactiveshell import InteractiveShell

from guild_jupyter.notebook.views import bringing, bundle, live, showing
from guild_jupyter.runstore.runlist import RunList

WIDGET = "application/vnd.jupyter.widget-view+json"


@pytest.fixture
def outputs(monkeypatch):
    """What is displayed: the bundle and the display id, in order."""
    shown = []

    def display(data, raw, display_id=None):
        shown.append((data, display_id))

    for module in (showing, bringing):
        monkeypatch.setattr(module, "display", display)
    return shown


@pytest.fixture
def live_views(monkeypatch, make_view, tmp_path):
    """Have the components built, and views made over wires."""
    built = tmp_path / "views.mjs"
    built.write_text("export default {}")
    monkeypatch.setattr(bundle, "_BUILT", built)
    made = []
    parts = {
        "guild_jupyter.notebook.views.view:View": lambda shown: (
            made.append(make_view(shown)) or made[-1]
        ),
        "guild_jupyter.notebook.views.live:keep": live.keep,
    }
    monkeypatch.setattr(showing, "load", lambda name: parts[name])
    return made


def test_a_view_is_shown_after_its_twin_which_it_can_find(outputs, live_views, shown):
    showing.show(shown)
    (twin, name), (widget, no_name) = outputs
    assert name == live_views[0].twin
    assert f'<div data-guild-twin="{name}"><b>static {name}</b></div>' in twin["text/html"]
    assert twin["text/plain"] == "static"
    assert widget[WIDGET]["model_id"] == live_views[0].model_id
    # Where there are no widgets, the twin has said it all.
    assert (widget["text/html"], widget["text/plain"], no_name) == ("", "", None)
    assert live.count() == 1


def test_where_static_views_are_asked_for_nothing_else_is_shown(
    outputs, live_views, shown, monkeypatch
):
    monkeypatch.setenv(showing.RENDER, "html")
    showing.show(shown)
    assert outputs == [({"text/html": "<b>static </b>", "text/plain": "static"}, None)]
    assert live_views == []


def test_without_the_components_static_views_are_shown_and_that_is_said_once(
    outputs, shown, monkeypatch, tmp_path, capsys
):
    monkeypatch.setattr(bundle, "_BUILT", tmp_path / "none")
    showing._tell_once.cache_clear()
    showing.show(shown)
    showing.show(shown)
    assert [data["text/html"] for data, _ in outputs] == ["<b>static </b>"] * 2
    said = capsys.readouterr().out
    assert said.count("no interactive views") == 1
    assert "Node.js" in said


def test_the_shell_of_a_kernel_shows_views_until_they_are_disabled(monkeypatch):
    shell = InteractiveShell()
    formatter = shell.display_formatter.ipython_display_formatter
    monkeypatch.setattr(showing, "show", lambda presenter: shown.append(presenter))
    shown = []
    runs = RunList([])
    showing.enable(shell)
    assert not formatter(runs)  # a terminal
    shell.kernel = object()
    showing.enable(shell)
    assert formatter(runs)
    assert [one.kind for one in shown] == ["table"]
    showing.disable(shell)
    assert not formatter(runs)


def test_the_cell_and_the_execution_are_those_that_the_front_end_names(monkeypatch):
    class Kernel:
        def get_parent(self):
            return {"metadata": {"cellId": "c"}, "header": {"msg_id": "m"}}

    class Shell:
        kernel = None

    monkeypatch.setattr(showing, "get_ipython", lambda: Shell)
    assert showing._place() == ("", "")
    monkeypatch.setattr(Shell, "kernel", Kernel())
    assert showing._place() == ("c", "m")
