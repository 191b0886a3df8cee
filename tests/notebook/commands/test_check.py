import json
import os
import re
from pathlib import Path

import pytest

from guild_jupyter import __main__, __version__
from guild_jupyter.errors import GuildFileError
from guild_jupyter.runstore import recent_homes
from guild_jupyter.runstore.layout import Home

BROKEN = '[model "m"]\ntrain = train\nempty =\ndescripton = x\n'


def lines_of(text):
    return [" ".join(line.split()) for line in text.splitlines()]


@pytest.fixture
def sound(place):
    """A project whose every operation can be run."""
    wrong = "    missing:\n      main: no_such_module\n"
    text = (place.project / "guild.yml").read_text()
    assert wrong in text
    place.write("guild.yml", text.replace(wrong, ""))
    return place


def test_what_is_fine_is_said_to_be(sound):
    place = sound
    page = place.cell("check")
    lines = lines_of(page.text)
    assert re.fullmatch(r"guild_jupyter [\d.]+: nothing is wrong", lines[0])
    for line in (
        *(f"path {place.project}/guild.yml", "models 3", "operations 9"),
        *(f"path {place.home}, not made yet", "runs 0 runs"),
    ):
        assert line in lines
    for heading in ("Guild file", "Guild home", "Python", "Libraries", "Machine"):
        assert heading in lines
    assert any(re.fullmatch(r"ipython \d+\..*", line) for line in lines)
    assert "Guild file</td>" in page.html
    assert place.terminal("check").text.startswith("guild_jupyter ")


def test_runs_and_the_trash_are_measured(place):
    run = place.ended("train", "epochs=1")
    home = Home(place.home)
    (home.trash / "ff").mkdir(parents=True)
    for file in (home.trash / "ff/file", home.cache / "file"):
        file.write_bytes(b"x" * 5000)
    lines = lines_of(place.cell("check").text)
    assert any(re.fullmatch(r"runs 1 run, \d.* KiB", line) for line in lines)
    assert any(re.fullmatch(rf"biggest .* KiB {run.short_id} train", line) for line in lines)
    assert any(re.fullmatch(r"trash 1 run, \d.* KiB", line) for line in lines)
    assert any(re.fullmatch(r"cache \d.* KiB", line) for line in lines)


def test_errors_of_the_guild_file_are_its_exit_status(place):
    (place.project / "guild.yml").unlink()
    place.write("Guild", BROKEN)
    assert place.terminal("check") == 1
    said = place.hears()
    assert place.cell("check").text.replace("%guild", "guild-jupyter") + "\n" == said
    lines = lines_of(place.cell("check").text)
    assert lines[0].endswith(": the Guild file has errors")
    assert '✗ line 3, model "m".empty: an operation without a command' in lines
    assert "Write 'empty = MODULE', options after it." in lines
    at = lines.index("! line 4, model \"m\".descripton: 'descripton' is read as an operation")
    assert lines[at + 1] == "Did you mean description?"
    assert place.terminal("check", "--json") == 1
    assert json.loads(place.hears())["ok"] is False


def test_a_guild_file_that_cannot_be_read_is_an_error(place):
    place.write("guild.yml", "train: {main: [\n")
    lines = lines_of(place.cell("check").text)
    assert lines[0].endswith(": the Guild file has errors")
    assert any(line.startswith("✗ line 2: not valid YAML") for line in lines)
    assert place.terminal("check") == 1


def test_findings_alone_are_no_errors(place):
    (place.project / "guild.yml").unlink()
    place.write("Guild", "".join(f"[what{n}]\n" for n in range(30)))
    page = place.terminal("check")
    lines = lines_of(page.text)
    assert lines[0].endswith(": 30 things in the Guild file may not be meant")
    assert "! line 20, what19: a section 'what19' is not read" in lines
    assert "! and 10 more, not shown · guild-jupyter check --json" in lines


def test_without_a_guild_file_the_rest_is_told(place):
    (place.project / "guild.yml").unlink()
    lines = lines_of(place.terminal("check").text)
    assert "path none here or above; 'guild-jupyter init --project NAME' makes a project" in lines
    assert lines[0].endswith(": nothing is wrong")


def test_other_homes_are_told_with_how_they_are_known(place, tmp_path, monkeypatch):
    for name in ("lately", "venv/.guild", "user/.guild"):
        (tmp_path / name / "runs/aa").mkdir(parents=True)
    monkeypatch.setenv("VIRTUAL_ENV", str(tmp_path / "venv"))
    recent_homes.remember(tmp_path / "gone")
    recent_homes.remember(tmp_path / "lately")
    lines = lines_of(place.cell("check").text)
    start = lines.index("Other Guild homes")
    assert [line.split(":")[0] for line in lines[start + 1 : start + 4]] == [
        f"used lately {tmp_path}/lately",
        f"of VIRTUAL_ENV {tmp_path}/venv/.guild",
        f"the user's own {tmp_path}/user/.guild",
    ]
    assert lines[start + 1].endswith(": 1 run, 0 bytes")


def test_a_home_of_somebody_else_is_pointed_out(place, monkeypatch):
    place.ended("train", "epochs=1")
    monkeypatch.setattr("os.getuid", lambda: 4242)
    assert "! the Guild home " in place.cell("check").text


def test_no_code_of_the_project_is_run(place):
    place.write("train.py", "import os\nos.remove('guild.yml')\n")
    place.write("sitecustomize.py", "raise SystemExit('run')\n")
    before = place.files()
    place.cell("check")
    assert place.files() == before


def test_no_secret_of_the_guild_file_is_shown(place):
    (place.project / "guild.yml").unlink()
    place.write("Guild", "[model]\nx = m 'password=hunter2x9\n[api_key=hunter3x9]\n")
    shown = f"{place.cell('check').text}{place.cell('check', '--json').text}"
    assert "hunter" not in shown


def test_json_is_the_whole(sound):
    found = json.loads(sound.terminal("check", "--json").text)
    assert found["ok"] is True
    assert found["guild_file"]["operations"] == 9
    assert found["homes"][0]["path"] == str(sound.home)
    assert found["python"]["version"]


@pytest.mark.parametrize(
    ("gpus", "panel", "lines"),
    [
        ([], None, ["GPUs none found", "panel in JupyterLab not installed"]),
        (
            ["NVIDIA X", "NVIDIA Y"],
            {"path": "/lab", "version": "1.2"},
            ["GPUs NVIDIA X, NVIDIA Y", "panel in JupyterLab 1.2, in /lab"],
        ),
    ],
)
def test_gpus_and_the_panel_are_told(place, monkeypatch, gpus, panel, lines):
    installation = "guild_jupyter.scaffold.installation"
    monkeypatch.setattr(f"{installation}.gpus", lambda: gpus)
    monkeypatch.setattr(f"{installation}.panel", lambda: panel)
    monkeypatch.setattr(f"{installation}.PACKAGES", ("no-such-package",))
    monkeypatch.setattr("guild_jupyter.scaffold.usage.free", lambda _: None)
    shown = lines_of(place.cell("check").text)
    assert {*lines, "no-such-package not installed", "free disk not known"} <= set(shown)


def test_a_home_too_large_for_the_time_is_at_least_what_is_known(place, monkeypatch):
    place.ended("train", "epochs=1")
    monkeypatch.setattr("guild_jupyter.scaffold.checkup.IN_USE_SECONDS", 0)
    lines = lines_of(place.cell("check").text)
    assert "runs 1 run, at least 0 bytes" in lines


def test_a_module_that_is_not_there_is_an_error_with_what_may_be_meant(place):
    place.write("guild.yml", "train:\n  main: trian\nother: {main: train.py}\n")
    lines = lines_of(place.cell("check").text)
    assert "✗ line 2, train.main: No module named trian" in lines
    assert "Did you mean train?" in lines
    assert "'main' names a module: write train, without .py." in lines


def test_the_file_is_named_where_it_is_another_than_the_guild_file(place):
    place.write("more.yml", "- config: c\n  flags:\n    lr: {typ: int}\n")
    place.write(
        "guild.yml",
        "- include: more.yml\n- model: m\n  operations:\n    a: {main: train, mian: x}\n"
        "    b: {main: train, flags: {$include: c, x: {type: int, default: z}}}\n",
    )
    place.write("broken/guild.yml", "- include: more.yml\n")
    place.write("broken/more.yml", "- model: x\n  operations: 7\n")
    lines = lines_of(place.cell("check").text)
    assert any(line.startswith("! more.yml line 3, flags.lr.typ: ") for line in lines)
    assert any(line.startswith("! line 4, a.mian: ") for line in lines)
    lines = lines_of(place.cell("check", "-C", str(place.project / "broken")).text)
    assert f"path {place.project}/broken/more.yml" in lines
    assert any(line.startswith("✗ line 2") for line in lines)


def test_the_exit_status_reaches_the_shell(sound, capsys):
    place = sound
    words = ["-H", str(place.home), "check", "--project", str(place.project)]
    assert __main__.main(words) == 0
    place.write("guild.yml", "train: 5\n")
    assert __main__.main(words) == 1
    assert "✗ line 1, train: expected a mapping, found 5" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("put", "why"),
    [
        (Path.mkdir, "it is a folder"),
        (os.mkfifo, "it is a pipe or device"),
        (lambda path: path.symlink_to("nowhere"), "it is a link to nowhere"),
        (lambda path: path.symlink_to(path), "it is a link that leads back to itself"),
    ],
)
def test_a_guild_file_that_is_no_plain_file_is_told_with_what_it_is(place, put, why):
    path = place.project / "guild.yml"
    path.unlink()
    put(path)
    for words in (["ops"], ["run", "train"], ["help", "train"]):
        with pytest.raises(GuildFileError, match=why):
            place.cell(*words)
    shown = place.cell("check").text
    assert shown.startswith(f"guild_jupyter {__version__}: the Guild file has errors")
    assert why in shown
    assert str(path) in shown
    assert len(place.cell("runs")) == 0


def test_a_user_without_a_home_folder_can_check_too(place, monkeypatch):
    monkeypatch.setenv("HOME", "relative")
    assert "the user's own" not in place.cell("check").text
