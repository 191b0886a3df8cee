"""Secrets that are planted everywhere and sought everywhere after real launches."""

import json

import pytest
from look_alikes import HARMLESS, HARMLESS_LINES, credentials
from planted_secrets import SHAPES, Field, plants

from guild_jupyter.api import Guild, Options
from guild_jupyter.redaction import WITHHELD


@pytest.mark.slow
@pytest.mark.kernel
@pytest.mark.filterwarnings("ignore")  # the kernel's own
def test_no_planted_secret_is_found_after_real_launches(tmp_path):
    field = Field(tmp_path, plants(list(SHAPES)[::5]))
    field.work()
    assert len(field.planted) == 40
    assert field.missed() == []
    assert len(field.errors()) == 1  # the one with a wrong value
    assert WITHHELD in field.errors()[0]
    assert field.found() == []
    assert (field.left / "names.bin").stat().st_size > 1000
    # What is sought would be found.
    plant = field.planted[0]
    (field.home / "runs" / "note").write_text(f"x{plant.value}x")
    assert field.found() == [(plant, field.home / "runs" / "note")]


@pytest.fixture
def guild(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "said.py").write_text(
        "import json, os\nfor line in json.loads(os.environ['SAID']): print(line)\n"
    )
    return Guild(tmp_path, tmp_path / "home")


def operation(guild, flags):
    text = {"op": {"main": "said", "flags-dest": "args", "flags": dict.fromkeys(flags, "")}}
    (guild.folder / "guild.yml").write_text(json.dumps(text))


def test_what_only_looks_like_a_secret_stays(guild, monkeypatch):
    monkeypatch.setenv("SAID", json.dumps(HARMLESS_LINES))
    operation(guild, HARMLESS)
    plan = guild.plan("op", values=HARMLESS, options=Options(tags=("author=anna", "key")))
    run = guild.run("op", values=HARMLESS, options=Options(tags=("author=anna", "key"))).wait(60)
    assert len(HARMLESS) + len(HARMLESS_LINES) >= 100
    assert run.withheld == []
    assert run.flags == HARMLESS
    assert run.attributes["flags"] == run.attributes["user_flags"] == HARMLESS
    assert run.attributes["cmd"] == list(plan.command.argv)
    assert run.tags == ["author=anna", "key"]
    assert run.label == plan.label
    assert run.output() == "".join(f"{line}\n" for line in HARMLESS_LINES)
    assert "guild_jupyter: withheld" not in (run.dir / ".guild/plan.json").read_text()
    recorded = {
        name: run.attributes["env"].get(f"FLAG_{name.upper()}") for name in ("seed", "url")
    }
    assert recorded == {name: HARMLESS[name] for name in recorded}


def test_a_credential_under_a_name_that_tells_nothing_is_withheld(guild, monkeypatch):
    known = credentials(40)
    values = {f"value{number}": value for number, (_, value) in enumerate(known)}
    monkeypatch.setenv("SAID", json.dumps([f"using {value}" for value in values.values()]))
    operation(guild, values)
    run = guild.run("op", values=values).wait(60)
    assert run.withheld == sorted(values)
    files = [path for path in guild.home.path.rglob("*") if path.is_file()]
    secret = [value.splitlines()[-2 if "\n" in value else 0] for value in values.values()]
    leaks = [
        (path.name, value)
        for path in files
        if path.name != "output"
        for value in secret
        if value in path.read_text(errors="replace")
    ]
    assert leaks == []
    assert [value for value in secret if value in run.output()] == []
    assert run.output().count(WITHHELD) >= len(values)
