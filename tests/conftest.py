import contextlib
import os
import sys

import pytest
from hypothesis import settings

#: Where nothing may be left out; other platforms lack what some tests are about.
MUST_RUN_ALL = os.environ.get("CI") == "true" and sys.platform == "linux"

# How long an example takes is the business of the machine; where all has to pass, none is drawn.
settings.register_profile("untimed", deadline=None, derandomize=MUST_RUN_ALL)
settings.load_profile("untimed")


def _refuse_skip(report):
    if MUST_RUN_ALL and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"with CI=true nothing may be skipped: {reason}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    return _refuse_skip((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    return _refuse_skip((yield))


@pytest.fixture
def clean_environment(tmp_path, monkeypatch):
    """Nothing of the user's own settings reaches the test."""
    for name in [name for name in os.environ if name.startswith(("GUILD_", "FLAG_"))]:
        monkeypatch.delenv(name)
    for name in ("CONDA_PREFIX", "VIRTUAL_ENV", "RUN_DIR", "RUN_ID"):
        monkeypatch.delenv(name, raising=False)
    user = tmp_path / "user"
    user.mkdir()
    monkeypatch.setenv("HOME", str(user))
    return user


@pytest.fixture
def powerless():
    """Makes a context in which permissions count: for root they do not."""

    @contextlib.contextmanager
    def another_user():
        is_root = os.geteuid() == 0
        if is_root:
            os.seteuid(65534)
        try:
            yield
        finally:
            if is_root:
                os.seteuid(0)

    return another_user
