"""A no-op operation, whole process in a terminal, waited for, against the guild command.

  GUILDAI_VENV=... python tests/benchmarks/bench_terminal.py [ROUNDS]

A is `python -m guild_jupyter run noop -y`, B is `guild run noop -y` of guildai 0.9.0.
"""

import os
import sys
import tempfile
from pathlib import Path

from paired import alternate, command, environment, report, report_ratio

ROOT = Path(__file__).resolve().parents[2]
WANTED = 0.20


def main(rounds=15):
    """Print the figures; return whether the ratio is above the wanted one."""
    venv = os.environ.get("GUILDAI_VENV")
    if not venv:
        print("left out: GUILDAI_VENV names no virtual environment with guildai 0.9.0")
        return False
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        project = Path(scratch, "project")
        project.mkdir()
        (project / "guild.yml").write_text("noop:\n  main: noop\n  flags-import: no\n")
        (project / "noop.py").write_text("pass\n")
        homes = [Path(scratch, name) for name in ("a", "b")]
        for home in homes:
            home.mkdir()
        ours = command(
            [sys.executable, "-m", "guild_jupyter", "run", "noop", "-y"],
            project,
            environment(PYTHONPATH=ROOT, GUILD_HOME=homes[0]),
        )
        guild = command(
            [str(Path(venv, "bin/guild")), "run", "noop", "-y"],
            project,
            environment(GUILD_HOME=homes[1]),
        )
        a, b = alternate(ours, guild, rounds)
    report("guild_jupyter run noop -y", a)
    report("guild run noop -y", b)
    return report_ratio("ratio", a, b, f"wanted: at most {WANTED}") > WANTED


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2])))
