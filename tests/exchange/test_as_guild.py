"""Archives and reports as the real guild command makes and reads them."""

import csv
import json
import os
import subprocess
from pathlib import Path

import pytest
from shelves import Shelf, snapshot

from guild_jupyter import documents

pytestmark = [pytest.mark.guild, pytest.mark.slow]


@pytest.fixture
def guild(tmp_path):
    """Run the real guild command on a home, and return what it prints."""
    venv = os.environ.get("GUILDAI_VENV")
    if not venv:
        pytest.skip("GUILDAI_VENV names no virtual environment with guildai 0.9.0")

    def run(shelf, *words):
        shelf.home.mkdir(exist_ok=True)
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        done = subprocess.run(
            [str(Path(venv, "bin/guild")), *map(str, words)],
            cwd=tmp_path,
            env=kept | {"GUILD_HOME": str(shelf.home), "LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=120,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stderr
        return done.stdout

    return run


@pytest.fixture
def filled(shelf):
    first = shelf.run({"a.txt": "a", "sub/ä.txt": "b", ".guild/output": "loss: 1\n"})
    (first.dir / "sub" / "empty").mkdir()
    (first.dir / "a.txt").chmod(0o755)
    shelf.run(status=3, label="failed", tags=["x"], marked=True)
    batch = shelf.run()
    (batch.dir / first.id).symlink_to(f"../{first.id}")
    return shelf


def listed(guild, shelf, *words):
    found = json.loads(guild(shelf, "runs", "--json", *words))
    names = ("id", "label", "status", "started", "stopped", "exit_status", "tags", "marked")
    return {run["id"]: {name: run[name] for name in names} for run in found}


@pytest.mark.parametrize("kind", ["archive", "archive.zip"])
def test_guild_imports_what_we_export(guild, filled, other, tmp_path, kind):
    filled.guild.export(filled.guild.runs(), tmp_path / kind)
    here = listed(guild, filled)
    in_place = listed(guild, filled, "-A", tmp_path / kind)
    assert in_place.keys() == here.keys()
    guild(other, "import", "-y", tmp_path / kind)
    assert listed(guild, other) == here
    before, after = snapshot(filled.home / "runs"), snapshot(other.home / "runs")
    contents = {path: found[2] for path, found in before.items() if not path.name[30:]}
    assert {path: after[path][2] for path in contents} == contents


@pytest.mark.parametrize("kind", ["archive", "archive.zip"])
def test_we_import_what_guild_exports(guild, filled, other, tmp_path, kind):
    guild(filled, "export", "-y", tmp_path / kind)
    archived = other.guild.archived(tmp_path / kind)
    assert [run.status for run in archived] == [run.status for run in filled.guild.runs()]
    assert [run.id for run in archived] == [run.id for run in filled.guild.runs()]
    done = other.guild.import_runs(tmp_path / kind)
    assert (len(done.done), done.notes) == (3, [])
    assert listed(guild, other) == listed(guild, filled)
    if kind == "archive":
        assert snapshot(other.home / "runs").keys() == snapshot(filled.home / "runs").keys()


def test_guild_adds_to_our_zip_file_and_we_to_guilds(guild, filled, tmp_path):
    first, second, third = filled.guild.runs()
    filled.guild.export([first], tmp_path / "x.zip")
    guild(filled, "export", "-y", tmp_path / "x.zip", second.id)
    filled.guild.export([third], tmp_path / "x.zip")
    last = Shelf(tmp_path / "last")
    assert len(last.guild.import_runs(tmp_path / "x.zip").done) == 3
    assert len(listed(guild, filled, "-A", tmp_path / "x.zip")) == 3


def test_a_report_says_what_guilds_own_says(guild, filled, tmp_path):
    guild(filled, "publish", "-y", "-d", tmp_path / "theirs")
    filled.guild.publish(filled.guild.runs(), tmp_path / "ours")
    theirs, ours = ((tmp_path / name) for name in ("theirs", "ours"))
    left_out = {"README.md", "sourcecode"}
    for run in filled.guild.runs():
        names = {path.name for path in (theirs / run.id).iterdir()} - left_out
        # Guild makes no file of an output that is not there.
        assert names <= {path.name for path in (ours / run.id).iterdir()}
        said = [documents.parse((top / run.id / "run.yml").read_text()) for top in (theirs, ours)]
        assert str(said[0].pop("id")) == said[1].pop("id").lstrip("0")  # theirs is a number
        assert said[0] == said[1]
        for name in ("flags.yml", "scalars.csv"):
            assert (ours / run.id / name).read_text() == (theirs / run.id / name).read_text()
        rows = [
            [
                row[:3] + row[4:]
                for row in csv.reader((top / run.id / "runfiles.csv").read_text().splitlines())
            ]
            for top in (theirs, ours)
        ]
        # Guild lists what is in runs that a link leads to as well.
        assert [row for row in rows[0] if len(row[0]) < 32] == rows[1]
