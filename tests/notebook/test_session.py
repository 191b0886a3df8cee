from guild_jupyter.api import Guild
from guild_jupyter.notebook.session import NOTEBOOK, TERMINAL, Session


def session(place, **options):
    said = []
    return Session(Guild(), place, said.append, **options), said


def test_a_notebook_and_a_terminal_are_told_apart():
    notebook, _ = session(NOTEBOOK)
    terminal, _ = session(TERMINAL)
    assert (notebook.in_notebook, notebook.prefix) == (True, "%guild")
    assert (terminal.in_notebook, terminal.prefix) == (False, "guild-jupyter")


def test_a_note_is_said_once_and_an_empty_one_never():
    notebook, said = session(NOTEBOOK)
    for text in ("look", "", "look", "there"):
        notebook.note_once(text)
    assert said == ["note: look\n", "note: there\n"]


def test_notes_stay_apart_from_results_where_they_can():
    complaints = []
    terminal, said = session(TERMINAL, complain=complaints.append)
    terminal.note("look")
    terminal.say("result")
    assert (said, complaints) == (["result\n"], ["note: look\n"])


def test_another_place_is_another_session_that_says_nothing_twice(tmp_path):
    notebook, said = session(NOTEBOOK)
    assert notebook.at(None, None) is notebook
    notebook.note_once("look")
    there = notebook.at(str(tmp_path), None)
    there.note_once("look")
    assert there.guild.folder == tmp_path
    assert notebook.guild.folder != tmp_path
    assert said == ["note: look\n"]
    home = there.at(None, str(tmp_path / "home"))
    assert home.guild.folder == tmp_path
    assert home.guild.home.path == tmp_path / "home"
