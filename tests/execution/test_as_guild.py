"""What programs see of their flags, beside the real guild command (guildai 0.9.0)."""

import ast
import json
import os
import subprocess
from pathlib import Path

import pytest
import yaml

from guild_jupyter.flags.arguments import flag_arguments
from guild_jupyter.flags.assignment import resolve
from guild_jupyter.flags.definitions import FlagDef
from guild_jupyter.flags.delivery import starter_payload, starter_variables

pytestmark = [pytest.mark.guild, pytest.mark.slow]

# Without what Guild loses: the other name in a = b = 1 where only one is a flag.
PROGRAM = """
import sys
lr = 0.1
a = 1
b = 2
fun = int("3")
computed = lr * 2
multi = 1
multi = 2
aug = 1
aug += 1
if __name__ == "__main__":
    inner = 1
    pass
tup = (1, 2)
switch = False
off = False
def f():
    lr = 0.5
    return lr
params = {"lr": 0.2, "deep": {"x": 1}}
_plain = (int, float, str, list, tuple, dict)
seen = {k: v for k, v in globals().items() if k[0] != "_" and isinstance(v, _plain)}
print(repr([seen, f(), sys.argv[1:]]))
"""
FLAGS = {
    "lr": {"default": 0.001},
    "a": {"default": 9},
    "fun": {"default": "yes"},
    "computed": {"default": "a: b"},
    "multi": {"default": 9},
    "aug": {"default": 9},
    "inner": {"default": [1], "arg-skip": True},
    "tup": {"default": "3 'a b' yes", "arg-split": True},
    "switch": {"default": True, "arg-switch": True},
    "off": {"default": False, "arg-switch": True},
    "nothere": {"default": 1e-5},
    "text": {"default": "1e3"},
    "empty": {"default": ""},
    "uni": {"default": "é日\n本"},
    "nul": {"default": None},
    "day": {"default": "2020-01-31"},
    "renamed": {"default": 1, "arg-name": "other"},
}
OF_DICT = {"lr": {"default": 9}, "deep.x": {"default": "8"}}
NAMES = {
    "default": "default",
    **{f"arg-{n}": f"arg_{n}" for n in ("skip", "split", "switch", "name")},
}


@pytest.fixture
def guild():
    venv = os.environ.get("GUILDAI_VENV")
    if not venv:
        pytest.skip("GUILDAI_VENV names no virtual environment with guildai 0.9.0")
    return str(Path(venv) / "bin" / "guild")


@pytest.mark.parametrize(
    ("destination", "described"), [("globals", FLAGS), ("dict:params", OF_DICT)]
)
def test_a_program_sees_what_guild_shows_it(started, guild, tmp_path, destination, described):
    operation = {"main": "prog x", "flags-import": False, "flags-dest": destination}
    guild_file = {"train": {**operation, "flags": described}}
    started.write("guild.yml", json.dumps(guild_file))
    started.write("prog.py", PROGRAM)
    home = tmp_path / "home"
    home.mkdir()
    theirs = subprocess.run(
        [guild, "run", "-y", "train"],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "HOME": str(home), "GUILD_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    flags = {
        name: FlagDef(name, **{NAMES[key]: value for key, value in attributes.items()})
        for name, attributes in described.items()
    }
    values = resolve({}, flags)
    words = flag_arguments(values, flags, (), destination)
    payload = starter_payload(values, flags, destination)
    ours = started.run("prog", "x", "--", *words, **starter_variables(payload))
    assert ours.stderr == ""
    assert ast.literal_eval(ours.stdout) == ast.literal_eval(theirs.stdout)
    (recorded,) = home.glob("runs/*/.guild/attrs/cmd")
    assert yaml.safe_load(recorded.read_text())[3:] == ["prog", "x", "--", *words]
    assert json.loads(payload)["dest"] == destination
