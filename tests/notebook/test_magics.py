"""The magics in an IPython shell of this process."""

import pytest
from IPython.core.completer import provisionalcompleter
from IPython.core.history import HistoryManager
from IPython.core.interactiveshell import InteractiveShell

import guild_jupyter
from guild_jupyter import api
from guild_jupyter.notebook import magics


@pytest.fixture
def shell(place, monkeypatch):
    monkeypatch.setenv("GUILD_HOME", str(place.home))
    monkeypatch.setattr(api, "_here", api.Guild())
    monkeypatch.setattr(HistoryManager, "enabled", False)
    monkeypatch.setenv("IPYTHONDIR", str(place.project / ".ipython"))
    shell = InteractiveShell()
    shell.Completer.use_jedi = False
    guild_jupyter.load_ipython_extension(shell)
    yield shell
    guild_jupyter.unload_ipython_extension(shell)
    InteractiveShell.clear_instance()


def magic(shell, line, cell=None):
    if cell is None:
        return shell.run_line_magic("guild", line)
    return shell.run_cell_magic("guild", line, cell)


def offers(shell, text):
    with provisionalcompleter():
        return [found.text for found in shell.Completer.completions(text, len(text))]


@pytest.mark.smoke
def test_the_line_magic_returns_what_the_command_does(shell, capsys):
    run = magic(shell, "run train epochs=1")
    assert capsys.readouterr().out.startswith(f"started train {run.short_id} epochs=1 · ")
    assert run.wait().flags["epochs"] == 1
    assert list(magic(shell, "runs")) == [run]


def test_what_was_noted_once_is_not_said_again_after_the_extension_is_reloaded(
    shell, capsys, monkeypatch
):
    monkeypatch.setattr("guild_jupyter.notebook.commands.run.shared_fate", lambda: "all ends here")
    for count in (1, 0, 0):
        magic(shell, "run train epochs=1").wait()
        assert capsys.readouterr().out.count("note: all ends here") == count
        guild_jupyter.unload_ipython_extension(shell)
        guild_jupyter.load_ipython_extension(shell)


def test_expressions_come_from_the_notebook(shell):
    shell.user_ns["n"] = 1
    shell.user_ns["words"] = "two words"
    run = magic(shell, "run train epochs={n} kind={words} -l '{n}' free=$n").wait()
    assert run.flags["epochs"] == 1
    assert run.flags["kind"] == "two words"
    assert run.label == "{n}"
    assert run.flags["free"] == "$n"


def test_names_of_a_function_around_the_magic_count_first(shell):
    shell.user_ns["n"] = 9
    shell.run_cell("def start(n):\n    %guild run train epochs={n}\n    return _run()\n")
    shell.user_ns["_run"] = lambda: magic(shell, "runs")[0]
    shell.run_cell("run = start(1)")
    assert shell.user_ns["run"].wait().flags["epochs"] == 1


def test_a_comment_and_a_semicolon_after_a_command_are_passed_over(shell):
    run = magic(shell, "run train epochs=1   # as quick as {can} 'be").wait()
    assert run.flags["epochs"] == 1
    assert list(magic(shell, "runs;")) == [run]


@pytest.mark.smoke
def test_the_cell_magic_takes_flag_values_as_yaml(shell):
    run = magic(
        shell, "run train lr=0.5", "epochs: 1\n# quick\ntext: yes\nfree: {a: [1]}\n"
    ).wait()
    assert run.flags["epochs"] == 1
    assert run.flags["lr"] == 0.5
    assert run.flags["free"] == {"a": [1]}
    assert magic(shell, "train", "\n# nothing\n").wait().flags["epochs"] == 2


@pytest.mark.parametrize(
    ("line", "body", "message"),
    [
        ("", "epochs: 1", "%%guild needs an operation"),
        ("run train", "epochs: [", "line 1 of the cell: not valid YAML"),
        ("run train", "epochs: 1\nepochs: 2", "line 2 of the cell: not valid YAML: "),
        ("run train", "just words", "the cell holds no flag values"),
        ("run train", "- 1", "the cell holds no flag values"),
        ("run train", "nosuch: 1", "nosuch"),
        ("runs", "epochs: 1", "'runs' takes no flag values"),
        ("run train epochs=1", "epochs: 2", "epochs is given twice"),
    ],
)
def test_a_body_that_makes_no_sense_is_one_line_and_a_hint(shell, line, body, message):
    with pytest.raises(magics.CellError) as caught:
        magic(shell, line, body)
    assert message in caught.value.message
    first, *rest = caught.value._render_traceback_()
    assert first.startswith("\x1b[31mguild: ")
    assert len(rest) <= 1
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_the_values_of_one_cell_do_not_reach_the_next(shell):
    magic(shell, "run train", "epochs: 1").wait()
    assert magic(shell, "run train").wait().flags["epochs"] == 2


@pytest.mark.smoke
def test_a_mistake_in_a_cell_shows_no_traceback(shell, capsys):
    done = shell.run_cell("%guild trian")
    assert not done.success
    shown = capsys.readouterr()
    assert "guild: no command and no operation 'trian'" in shown.out + shown.err
    assert "Traceback" not in shown.out + shown.err
    assert "dispatch.py" not in shown.out + shown.err


def test_an_error_without_a_hint_is_one_line():
    assert magics.CellError("wrong")._render_traceback_() == ["\x1b[31mguild: wrong\x1b[0m"]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("%guild tra", "train"),
        ("%guild run train epo", "epochs="),
        ("x = %guild tra", "train"),
        ("  %guild tra", "train"),
        ("%%guild run tra", "train"),
        ("%guild train kind=", "kind=a"),
    ],
)
def test_the_tab_key_offers_what_fits(shell, text, word):
    assert word in offers(shell, text)


@pytest.mark.parametrize("text", ["print('%guild tra", "100 %guild tra", "%guildtra"])
def test_elsewhere_the_tab_key_offers_nothing_of_ours(shell, text):
    assert "train" not in offers(shell, text)


def test_unloading_takes_magic_and_completion_away(shell):
    guild_jupyter.unload_ipython_extension(shell)
    assert shell.find_line_magic("guild") is None
    assert "train" not in offers(shell, "%guild tra")
    guild_jupyter.unload_ipython_extension(shell)
    guild_jupyter.load_ipython_extension(shell)
    guild_jupyter.load_ipython_extension(shell)
    assert offers(shell, "%guild trai").count("train") == 1


def test_a_shell_without_a_completer_is_served_too(shell):
    guild_jupyter.unload_ipython_extension(shell)
    shell.Completer, completer = None, shell.Completer
    try:
        guild_jupyter.load_ipython_extension(shell)
        assert magic(shell, "help")
        guild_jupyter.unload_ipython_extension(shell)
    finally:
        shell.Completer = completer
