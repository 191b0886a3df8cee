"""What commands show of secrets: nothing, and once that they were withheld."""

import pytest

from guild_jupyter.errors import FlagError

GUILD_FILE = """
login:
  main: login
  flags-dest: args
  flags:
    password: {default: hunter0, description: For the database}
    pin: {type: int, env-name: PIN_SECRET, default: 1}
    lr: 0.1
"""


@pytest.fixture
def login(place):
    place.write("guild.yml", GUILD_FILE)
    place.write("login.py", "import sys\nprint('password: ' + sys.argv[4], flush=True)\n")
    return place


def test_a_launch_says_once_what_it_does_not_record(login):
    run = login.cell("run", "login", "password=hunter2")
    said = login.hears()
    assert f"started login {run.short_id} password=*** · " in said
    note = "note: not recorded, for it looks like a secret: password, pin; a restart"
    assert said.count(note) == 1
    run.wait(60)
    login.cell("run", "login", "password=hunter3").wait(60)
    assert note not in login.hears()


def test_what_is_shown_holds_no_secret_but_for_cat_raw(login):
    run = login.ended("login", "password=hunter2")
    pages = [
        login.cell("info", "--env", "-O", run.id),
        login.cell("info", "--json", "--env", "-O", "--deps", run.id),
        login.cell("run", "--preview", "login", "password=hunter2"),
        login.cell("run", "--print-cmd", "login", "password=hunter2"),
        login.cell("help", "login"),
        login.cell("ops"),
        login.cell("runs"),
        login.guild.runs().df.to_csv(),
    ]
    login.cell("cat", run.id)
    login.cell("watch", "--wait", run.id)
    assert "hunter" not in f"{pages}{login.hears()}"
    login.cell("cat", "--raw", run.id)
    assert login.hears() == "password: hunter2\n"


def test_the_prompt_of_a_terminal_shows_no_secret(login, monkeypatch):
    monkeypatch.setattr("builtins.input", lambda: "n")
    assert login.terminal("run", "login", "password=hunter2") == 0
    assert "password: ***" in login.said
    assert "hunter" not in login.said


def test_an_error_about_a_secret_does_not_say_it(login):
    login.write("guild.yml", "login: {main: login, flags: {password: {type: int, default: 1}}}")
    with pytest.raises(FlagError, match=r"invalid value \*\*\* for flag 'password'") as caught:
        login.cell("run", "login", "password=hunter2")
    assert caught.value.__cause__ is None
    assert "hunter" not in str(caught.value)


def test_needed_finds_a_run_whose_secret_is_not_known(login):
    run = login.ended("login", "password=hunter2")
    assert login.cell("run", "--needed", "login", "password=hunter3") == run


def test_runs_of_guild_are_shown_without_their_secrets(login):
    run = login.ended("login", "password=hunter2")
    attrs = run.dir / ".guild/attrs"
    (attrs / "flags").write_text("password: hunter2\nlr: 0.5\n")
    (attrs / "label").write_text("password=hunter2\n")
    (attrs / "tags").write_text("[api_key=hunter2]\n")
    (attrs / "cmd").write_text("[tool, --password, hunter2]\n")
    (attrs / "env").write_text("{DB_PASSWORD: hunter2, LANG: C}\n")
    shown = [login.cell("info", "--env", run.id), login.cell("info", "--env", "--json", run.id)]
    assert "hunter2" not in f"{shown}{run.flags}{run.label}{run.tags}{login.cell('runs')}"
    assert run.flags["lr"] == 0.5


def test_completion_offers_no_secret(login):
    from guild_jupyter.notebook.completion import complete

    _, words = complete("run login password=", login.sessions["notebook"])
    assert "hunter0" not in "".join(words)
