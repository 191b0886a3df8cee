import json
import subprocess
import sys
from pathlib import Path

import pytest

from guild_jupyter.supervise import progress
from guild_jupyter.supervise.progress import Progress, Reporter, read
from guild_jupyter.supervise.rundir import RunDir


@pytest.fixture
def run(tmp_path):
    (tmp_path / ".guild").mkdir()
    return RunDir(tmp_path)


def test_what_is_told_can_be_read_until_the_end(run):
    reporter = Reporter(run)
    assert read(run.path) is None
    report = reporter.begin("data")
    report(10, 100)
    found = read(run.path)
    assert found == Progress("data", 10, 100, found.since)
    assert found.since > 1_700_000_000_000_000
    reporter.begin("more")(5, None)
    assert read(run.path).what == "more"
    assert read(run.path).total is None
    reporter.end()
    reporter.end()
    assert read(run.path) is None


def test_it_is_written_a_few_times_a_second_at_most(run, monkeypatch):
    clock = iter([0.0, 0.1, 0.29, 0.31, 0.5])
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(clock))
    report = Reporter(run).begin("data")
    seen = []
    for done in range(5):
        report(done, None)
        seen.append(read(run.path).done)
    assert seen == [0, 0, 0, 3, 3]


def test_secrets_are_not_written_down_and_the_mode_is_that_of_the_run(run):
    reporter = Reporter(run, 0o640, lambda text: text.replace("secret", "***"))
    reporter.begin("http://h/?token=secret")(1, 2)
    assert read(run.path).what == "http://h/?token=***"
    assert Path(run.progress).stat().st_mode & 0o777 == 0o640


def test_a_disk_that_is_full_stops_nothing(run, tmp_path):
    reporter = Reporter(RunDir(tmp_path / "gone"))
    reporter.begin("data")(1, 2)
    assert read(tmp_path / "gone") is None


def test_what_a_killed_preparer_left_is_no_progress(run):
    code = (
        "import sys, os, signal\n"
        "from guild_jupyter.supervise.progress import Reporter\n"
        "from guild_jupyter.supervise.rundir import RunDir\n"
        "Reporter(RunDir(sys.argv[1])).begin('data')(1, 2)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    subprocess.run([sys.executable, "-c", code, run.path])
    assert json.loads(Path(run.progress).read_text())["done"] == 1
    assert read(run.path) is None


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"what": 1, "done": 1, "total": 2, "since": 3},
        {"what": "x", "done": "1", "total": 2, "since": 3},
        {"what": "x", "done": 1, "total": True, "since": 3},
        {"what": "x", "done": -1, "total": None, "since": 3},
        {"what": "x", "done": 1, "total": 2},
    ],
)
def test_what_makes_no_sense_is_no_progress(run, facts):
    Path(run.progress).write_text(json.dumps(facts))
    assert read(run.path) is None


def test_the_progress_of_another_machine_is_believed(run):
    facts = {"what": "x", "done": 1, "total": None, "since": 3}
    writer = {"pid": 1, "start": "1", "boot": "other", "namespace": "", "host": "h"}
    for who in (writer, 5, None):
        Path(run.progress).write_text(json.dumps(facts | {"writer": who}))
        assert read(run.path) == Progress("x", 1, None, 3)
