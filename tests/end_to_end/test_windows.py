"""Where there is no way to keep runs, they can still be read; forged by taking POSIX away."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path

ROOT = Path(__file__).parents[2]

# What the standard library itself needs of the platform is imported before it is forged.
FORGED = """
import asyncio, hashlib, multiprocessing, pandas, pathlib, shutil, socket, subprocess, sys
import os, tempfile, yaml
sys.modules["fcntl"] = None
for name in ("fork", "getuid", "geteuid", "setsid", "uname", "waitid", "WEXITED", "O_CLOEXEC"):
    delattr(os, name)
sys.platform = "win32"
"""


def forged(script, home, project):
    return subprocess.run(
        [sys.executable, "-c", FORGED + textwrap.dedent(script)],
        capture_output=True,
        text=True,
        check=False,
        cwd=project,
        env={**os.environ, "GUILD_HOME": str(home), "PYTHONPATH": str(ROOT)},
        timeout=60,
    )


def a_run_of_guild(home):
    guild = home / "runs" / ("a" * 32) / ".guild"
    (guild / "attrs").mkdir(parents=True)
    for name, text in (
        ("exit_status", "0"),
        ("started", "1790000000000000"),
        ("flags", "lr: 0.1"),
    ):
        (guild / "attrs" / name).write_text(f"{text}\n")
    (guild / "opref").write_text("guildfile:/p/guild.yml 0 '' train")
    (guild / "output").write_text("loss: 0.5\n")


def test_runs_are_listed_shown_and_tabulated_without_posix(tmp_path):
    a_run_of_guild(tmp_path)
    done = forged(
        """
        import guild_jupyter as guild
        runs = guild.runs()
        print(runs)
        print(runs[0].status, runs[0].flags, runs.df["lr"].tolist(), runs[0].output().strip())
        """,
        tmp_path,
        tmp_path,
    )
    assert done.stderr == ""
    assert "completed {'lr': 0.1} [0.1] loss: 0.5" in done.stdout


def test_launching_is_refused_in_one_line_without_posix(tmp_path):
    (tmp_path / "guild.yml").write_text("train: {main: train, flags-import: no}\n")
    (tmp_path / "train.py").write_text("pass\n")
    home = tmp_path / "home"
    home.mkdir()
    done = forged(
        """
        import guild_jupyter as guild
        try:
            guild.run("train")
        except guild.GuildError as error:
            print(error.message)
        """,
        home,
        tmp_path,
    )
    assert (done.stdout, done.stderr) == ("runs cannot be started on Windows\n", "")
    assert list(home.iterdir()) == []
