import os
import subprocess
import sys

from guild_jupyter.execution import begin

PROGRAM = [sys.executable, "-I", begin.__file__, "guild_jupyter.notebook.terminal"]


def test_a_program_of_the_package_is_run_with_its_words_whatever_the_folder_holds(tmp_path):
    (tmp_path / "json.py").write_text("raise SystemExit('shadowed')")
    done = subprocess.run(
        [*PROGRAM, "--version"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("guild_jupyter ")


def test_what_the_program_returns_is_the_exit_status(tmp_path):
    done = subprocess.run([*PROGRAM, "nosuch"], cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 1
