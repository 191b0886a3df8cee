"""A project and a Guild home that the real guild command and guild_jupyter both work on."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from guild_jupyter.api import Guild, Options


def guild_program():
    """Return the real guild command; without one the test is skipped, in CI it fails."""
    venv = os.environ.get("GUILDAI_VENV")
    if not venv:
        reason = "GUILDAI_VENV names no virtual environment with guildai 0.9.0"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return Path(venv, "bin/guild")


class Place:
    """A project and a home, worked on by both programs."""

    def __init__(self, folder, exe, guild_file, scripts):
        self.exe = exe
        self.project = folder / "project"
        self.home = folder / "home"
        self.elsewhere = folder / "elsewhere"
        for made in (self.project, self.home, self.elsewhere):
            made.mkdir()
        (self.project / "guild.yml").write_text(guild_file)
        for name, text in scripts.items():
            (self.project / f"{name}.py").write_text(text)
        self.ours = Guild(self.project, self.home)

    def guild(self, *words, home=None, cwd=None, check=True, text=True):
        """Run guild; return what it prints to stdout, and to stderr where it prints there."""
        environment = {
            name: value for name, value in os.environ.items() if name != "PYTHONPATH"
        } | {"GUILD_HOME": str(home or self.home), "COLUMNS": "200", "LC_ALL": "C.UTF-8"}
        done = subprocess.run(
            [str(self.exe), *map(str, words)],
            cwd=cwd or self.elsewhere,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=120,
        )
        said = done.stderr.decode(errors="replace")
        if check:
            assert done.returncode == 0, (words, said)
            assert "Traceback" not in said, (words, said)
            assert "ERROR" not in said, (words, said)
        return done.stdout.decode() if text else done.stdout

    def listed(self, *words, **options):
        """What ``guild runs`` lists, by id."""
        found = json.loads(self.guild("runs", "list", "--json", *words, **options))
        return {run["id"]: run for run in found}

    def info(self, run):
        return json.loads(self.guild("runs", "info", "--json", run.id))

    def run(self, operation, *words, **options):
        """Start a run of ours and wait for its end."""
        run = self.ours.run(operation, words, Options(**options))
        return run.wait(60, check=False)
