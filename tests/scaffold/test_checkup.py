import json
from dataclasses import replace

import pytest

from guild_jupyter.api import Guild
from guild_jupyter.errors import GuildFileError, ProjectError
from guild_jupyter.guildfile import reader
from guild_jupyter.guildfile.definitions import Finding
from guild_jupyter.runstore.layout import Home
from guild_jupyter.scaffold.checkup import examine, of_guild_file

GUILD_FILE = """
- model: m
  operations:
    train: {main: train, requires: [data, '${which}', file: a.csv]}
    test: {main: test, requires: [dta, 'other:thing', 'm:data']}
  resources:
    data: [{file: data.csv}]
"""


@pytest.fixture
def read(tmp_path):
    def read_text(text, name="guild.yml"):
        file = tmp_path / name
        file.write_text(text)
        return lambda: reader.read(file)

    return read_text


def test_models_and_operations_are_counted(read, tmp_path):
    found = of_guild_file(read("- model: a\n  operations: {x: x, _y: y}\n- model: b\n"))
    assert found == {
        "path": str(tmp_path / "guild.yml"),
        "error": None,
        "models": 2,
        "operations": 2,
        "problems": [],
        "findings": [],
    }


def test_a_guild_file_that_cannot_be_read_is_told_with_its_place(read, tmp_path):
    found = of_guild_file(lambda: read("- model: m\n  operations: 5\n")())
    assert found["path"] == str(tmp_path / "guild.yml")
    assert found["error"]["line"] == 2
    assert found["error"]["message"].startswith("expected a mapping")
    assert found["error"]["hint"]
    assert found["models"] is None


def test_operations_of_yaml_that_cannot_be_read_are_problems(read):
    found = of_guild_file(read("- model: m\n  operations: {t: {flags: 1}, ok: {main: a}}\n"))
    (problem,) = found["problems"]
    assert (problem["operation"], problem["line"], problem["key"]) == ("m:t", 2, "t.flags")
    assert found["operations"] == 1


def test_a_guild_file_that_may_not_be_read_is_an_error_too():
    def refuse():
        raise ProjectError("cannot read it", "Check its rights.")

    assert of_guild_file(refuse)["error"] == {
        "file": "",
        "message": "cannot read it",
        "hint": "Check its rights.",
        "line": 0,
        "key": "",
    }


def test_resources_that_nobody_defines_are_problems(read):
    problems = of_guild_file(read(GUILD_FILE))["problems"]
    assert [(said["operation"], said["line"]) for said in problems] == [("m:test", 5)]
    assert problems[0]["message"] == "resource 'dta' is not defined"
    assert problems[0]["hint"].startswith("Did you mean data? ")


def test_operations_that_cannot_be_read_are_problems(read):
    found = of_guild_file(read('[model "m"]\nok = m\nempty =\n', "Guild"))
    (problem,) = found["problems"]
    assert (problem["operation"], problem["line"]) == ("m:empty", 3)
    assert problem["message"] == "an operation without a command"


def test_findings_are_told_without_what_may_be_secret(read):
    project = read("train: {main: train}\n")()
    finding = Finding("guild.yml", 3, "train.flgs", "password=hunter2x9 is odd", "Did you?")
    found = of_guild_file(lambda: replace(project, findings=(finding,)))
    (said,) = found["findings"]
    assert (said["line"], said["key"], said["hint"]) == (3, "train.flgs", "Did you?")
    assert "hunter" not in json.dumps(found)


def test_homes_are_told_once_and_only_those_that_are_there(read, tmp_path):
    home = Home(tmp_path / "home")
    home.prepare()
    (home.runs / "ab" / ".guild").mkdir(parents=True)
    (home.runs / "ab/.guild/opref").write_text("guildfile:x y m train\n")
    others = []
    for number in range(9):
        (tmp_path / f"{number}").mkdir()
        others.append((tmp_path / f"{number}", "used lately"))
    found = examine(
        read("a: a\n"),
        home,
        [(home.path, "used lately"), (tmp_path / "gone", "used lately"), others[0], *others],
    )
    paths = [home["path"] for home in found["homes"]]
    assert paths == [str(home.path), *(str(path) for path, _ in others[:5])]
    assert found["ok"]
    first = found["homes"][0]
    assert (first["source"], first["exists"], first["concern"]) == ("in use", True, "")
    assert first["runs"]["count"] == 1
    assert first["biggest"][0]["id"] == "ab"
    assert first["biggest"][0]["operation"] == "m:train"
    assert first["free_bytes"] > 0


def test_the_whole_is_plain_data_of_a_known_form(read, tmp_path):
    found = examine(read("a: a\n"), Home(tmp_path / "home"))
    assert json.loads(json.dumps(found)) == found
    assert list(found) == [
        *("form", "ok", "version", "guild_file", "homes", "python", "packages", "gpus", "panel"),
    ]
    assert not found["homes"][0]["exists"]


def test_an_error_makes_the_whole_not_fine(tmp_path):
    def fail():
        raise GuildFileError("wrong", file="guild.yml", line=1)

    assert not examine(fail, Home(tmp_path / "home"))["ok"]


def test_what_may_not_be_meant_is_told_once_with_its_line(read, tmp_path):
    text = (
        "- model: m\n"
        "  resources:\n"
        "    r: [{operation: trian}]\n"
        "  operations:\n"
        "    train: {exec: echo, requires: r}\n"
        "    b:\n"
        "      exec: echo\n"
        "      requires: r\n"
        "      label: ${lr}\n"
    )
    found = of_guild_file(read(text), Guild(tmp_path, tmp_path / "home").faults)
    assert found["problems"] == []
    assert [(said["line"], said["key"]) for said in found["findings"]] == [
        (3, "resources.r.operation"),
        (9, "m:b.label"),
    ]


def test_what_would_keep_an_operation_from_running_is_told(read, tmp_path):
    (tmp_path / "train.py").write_text("import argparse\np = argparse.ArgumentParser()\n")
    text = (
        "good: {main: train}\n"
        "needs: {main: train, flags: {x: {required: yes}}}\n"
        "gone: {main: nope}\n"
        "wrong: {main: train, flags: {x: {type: int, default: foo}}}\n"
        "profile: {main: train, flags: {epochs: 1}, profiles: {quick: {epoch: 1}}}\n"
        "file: {main: train, requires: [{file: nosuch.csv}]}\n"
        "later: {main: train, requires: [{operation: good}]}\n"
        "book: {notebook: nosuch.ipynb}\n"
    )
    project = read(text)
    guild = Guild(tmp_path, tmp_path / "home")
    found = of_guild_file(project, guild.faults)
    assert {(said["operation"], said["line"]) for said in found["problems"]} == {
        ("wrong", 4),
        ("profile", 5),
        ("book", 8),
        ("gone", 3),
    }
    assert {(said["key"], said["line"]) for said in found["findings"]} == {("file.requires", 6)}
    assert not (tmp_path / "home").exists()


def test_a_home_that_may_not_be_looked_into_is_a_concern(read, tmp_path):
    (tmp_path / "loop").symlink_to("loop")
    found = examine(read("a: a\n"), Home(tmp_path / "loop"))
    concern = found["homes"][0]["concern"]
    assert concern.startswith(f"the Guild home {tmp_path}/loop cannot be used: Too many levels")


def test_a_project_file_of_the_oldest_dialect_that_is_passed_over_is_told(read, tmp_path):
    (tmp_path / "Guild").write_text('[model "m"]\ntrain = train\n')
    (found,) = of_guild_file(read("a: {exec: echo}\n"))["findings"]
    assert found["file"] == str(tmp_path / "Guild")
    assert found["message"] == "guild.yml is read, and Guild beside it is not"
    oldest = of_guild_file(lambda: reader.read(tmp_path / "Guild"))
    assert oldest["findings"] == []
