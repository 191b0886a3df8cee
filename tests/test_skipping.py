"""What a test lacks is said; in continuous integration that is a failure."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = """
import pytest

def test_needs_what_is_not_there():
    pytest.skip("no such thing here")

@pytest.mark.skipif(True, reason="never here")
def test_is_left_out_by_a_mark():
    pass

@pytest.mark.xfail(strict=True)
def test_fails_as_expected():
    assert False
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere what is missing may be skipped")
def test_with_ci_a_skip_is_a_failure_and_an_expected_failure_is_none(tmp_path):
    shutil.copy(Path(__file__).with_name("conftest.py"), tmp_path)
    (tmp_path / "test_some.py").write_text(TESTS)
    module = tmp_path / "test_whole_module.py"
    module.write_text("import pytest\npytest.importorskip('no_such_module_anywhere')\n")
    counted = {
        "": "3 skipped, 1 xfailed",
        "true": "1 failed, 1 xfailed, 2 errors",
    }
    for ci, counts in counted.items():
        words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", os.devnull]
        words += ["--rootdir", str(tmp_path), "--continue-on-collection-errors", str(tmp_path)]
        done = subprocess.run(
            words, env={**os.environ, "CI": ci}, capture_output=True, text=True, check=False
        )
        assert counts in done.stdout, done.stdout
        assert ("nothing may be skipped: Skipped: no such thing here" in done.stdout) == bool(ci)
