"""The real guild command (guildai 0.9.0) over runs of guild_jupyter, and ours over its runs."""

import csv
import io
import os
import subprocess
import time

import pytest
from guild_harness import Place, guild_program

from guild_jupyter.api import Guild

pytestmark = [pytest.mark.guild, pytest.mark.slow]

GUILD_FILE = """\
- model: net
  operations:
    train:
      main: train
      flags-dest: args
      flags-import: no
      flags:
        lr: 0.1
        epochs: 3
        name: plain
        switch: no
        nothing: null
        code: 0
      output-scalars: null
    bytes:
      main: bytes_
    stay:
      main: stay
    login:
      main: login
      flags-dest: args
      flags-import: no
      flags:
        lr: 0.1
        password: null
    missing:
      main: no_such_module
"""

TRAIN = """\
import argparse, json, sys

parser = argparse.ArgumentParser()
for name in ("--lr", "--epochs", "--name", "--switch", "--code"):
    parser.add_argument(name)
args = parser.parse_args()
for step in range(int(args.epochs)):
    print(f"step: {step}")
    print(f"loss: {float(args.lr) / (step + 1)}", flush=True)
with open("result.txt", "w", encoding="utf-8") as file:
    file.write(args.name)
print("to stderr", file=sys.stderr)
sys.exit(int(args.code))
"""

BYTES = r"""
import sys
sys.stdout.buffer.write(b"10%\r20%\r30%\nbad \xff\xfe utf-8\n\x1b[31mred\x1b[0m\nno newline")
"""

LOGIN = """\
import argparse

parser = argparse.ArgumentParser()
parser.add_argument("--password")
parser.add_argument("--lr")
args = parser.parse_args()
print("got", args.password, args.lr)
"""

STAY = """\
import time
print("waiting", flush=True)
time.sleep(600)
"""


@pytest.fixture(scope="module")
def guild_exe():
    return guild_program()


@pytest.fixture(scope="module")
def place(tmp_path_factory, guild_exe):
    scripts = {"train": TRAIN, "bytes_": BYTES, "stay": STAY, "login": LOGIN}
    return Place(tmp_path_factory.mktemp("both"), guild_exe, GUILD_FILE, scripts)


@pytest.fixture(scope="module")
def runs(place):
    """One run of each kind, by what it is; ended in this order."""
    made = {
        "completed": place.run("train", "lr=0.25"),
        "error": place.run("train", "code=7", "epochs=1"),
        "labelled": place.run("train", label="läbel ${lr}", tags=("b-tag", "a-tag")),
        "unicode": place.run("train", "name=Zoë ☃ 'quoted' x", "switch=yes"),
        "bytes": place.run("bytes"),
        "missing": place.run("missing"),
    }
    stopped = place.ours.run("stay")
    wait_for_output(stopped)
    stopped.stop()
    made["terminated"] = stopped.wait(60, check=False)
    made["running"] = place.ours.run("stay")
    wait_for_output(made["running"])
    yield made
    made["running"].stop(grace=0)
    made["running"].wait(60, check=False)


def wait_for_output(run):
    limit = time.monotonic() + 60
    while not run.output():
        assert time.monotonic() < limit, run.state
        time.sleep(0.01)


STATUSES = {
    "completed": ("completed", 0),
    "error": ("error", 7),
    "labelled": ("completed", 0),
    "unicode": ("completed", 0),
    "bytes": ("completed", 0),
    "missing": ("error", 1),
    "terminated": ("terminated", -15),
    "running": ("running", None),
}


def test_guild_lists_each_run_with_its_status_newest_first(place, runs):
    listed = place.listed()
    assert list(listed) == [run.id for run in reversed(runs.values())]
    found = {
        kind: (listed[r.id]["status"], listed[r.id]["exit_status"]) for kind, r in runs.items()
    }
    assert found == STATUSES
    assert {kind: (r.state.guild_status, r.exit_status) for kind, r in runs.items()} == STATUSES


def test_guilds_table_names_operation_and_label(place, runs):
    lines = place.guild("runs", "--all").splitlines()
    assert len(lines) == len(runs)
    labelled = next(line for line in lines if runs["labelled"].short_id in line)
    assert "net:train" in labelled
    assert "läbel 0.1" in labelled


def test_guild_reads_labels_and_tags(place, runs):
    listed = place.listed()
    for run in runs.values():
        assert (listed[run.id]["label"] or "") == run.label
    assert listed[runs["completed"].id]["label"] == (
        "code=0 epochs=3 lr=0.25 name=plain switch=no"
    )
    assert listed[runs["labelled"].id]["tags"] == ["a-tag", "b-tag"]
    assert list(place.listed("--tag", "a-tag")) == [runs["labelled"].id]
    assert list(place.listed("--label", "läbel")) == [runs["labelled"].id]


def test_guild_reads_flags_and_scalars(place, runs):
    info = place.info(runs["completed"])
    assert info["flags"] == {
        "code": 0,
        "epochs": 3,
        "lr": 0.25,
        "name": "plain",
        "nothing": None,
        "switch": False,
    }
    value, step = info["scalars"]["loss"]
    assert value == pytest.approx(0.25 / 3)
    assert step == 2
    assert place.info(runs["unicode"])["flags"]["name"] == "Zoë ☃ 'quoted' x"
    assert place.info(runs["unicode"])["flags"]["switch"] is True


def test_guild_describes_every_run(place, runs):
    for run in runs.values():
        words = ("--all-scalars", "--deps", "--env", "--comments", run.id)
        assert f"id: {run.id}" in place.guild("runs", "info", *words)


def test_guild_lists_the_files_of_a_run_by_kind(place, runs):
    run = runs["completed"].id
    assert "result.txt" in place.guild("ls", "-n", run).split()
    generated = place.guild("ls", "-n", "--generated", run).split()
    assert [name for name in generated if not name.startswith("__pycache__")] == ["result.txt"]
    source = ["bytes_.py", "guild.yml", "login.py", "stay.py", "train.py"]
    assert place.guild("ls", "-n", "--sourcecode", run).split() == source
    assert ".guild/opref" in place.guild("ls", "-n", "-a", run).split()


def test_guild_shows_files_and_output_byte_for_byte(place, runs):
    for kind in ("completed", "bytes", "missing", "terminated"):
        run = runs[kind]
        shown = place.guild("cat", "--output", run.id, text=False)
        assert shown.rstrip(b"\n") == run.output_path.read_bytes().rstrip(b"\n"), kind
    unicode = place.guild("cat", "-p", "result.txt", runs["unicode"].id)
    assert unicode.rstrip("\n") == "Zoë ☃ 'quoted' x"
    assert runs["missing"].output() == "guild: No module named no_such_module\n"


def test_guild_compares_the_runs(place, runs):
    rows = {
        row["run"]: row
        for row in csv.DictReader(io.StringIO(place.guild("compare", "--csv", "-")))
    }
    assert set(rows) == {run.short_id for run in runs.values()}
    row = rows[runs["completed"].short_id]
    assert (row["operation"], row["status"], row["lr"]) == ("net:train", "completed", "0.25")
    assert float(row["loss"]) == pytest.approx(0.25 / 3)
    assert row["step"] == "2"


def test_guild_diffs_flags_attributes_output_and_source(place, runs):
    pair = (runs["completed"].id, runs["error"].id)
    diff = ("diff", "--cmd", "diff -ru")
    flags = place.guild(*diff, "--flags", *pair, check=False)
    assert "-lr: 0.25" in flags
    assert "+lr: 0.1" in flags
    assert "+code: 7" in flags
    assert "loss: 0.125" in place.guild(*diff, "--output", *pair, check=False)
    assert "exit_status" in place.guild(*diff, "--attrs", *pair, check=False)
    # the source is in the run directory itself, so Guild compares all of it
    changed = place.guild(*diff, "--sourcecode", *pair, check=False)
    assert "/train.py" not in changed


def test_guild_filters_by_flags_scalars_and_attributes(place, runs):
    assert list(place.listed("-F", "lr = 0.25")) == [runs["completed"].id]
    assert list(place.listed("-F", "exit_status = 7")) == [runs["error"].id]
    below = place.listed("-F", "loss < 0.05")
    assert set(below) == {runs["labelled"].id, runs["unicode"].id}
    assert list(place.listed("--running")) == [runs["running"].id]
    assert list(place.listed("--terminated")) == [runs["terminated"].id]


def test_what_guild_writes_on_a_run_is_read_by_ours(place, runs):
    run = runs["completed"]
    place.guild("label", "-y", "--set", "söt ${lr}", run.id)
    place.guild("tag", "-y", "--add", "fine", run.id)
    place.guild("mark", "-y", run.id)
    place.guild("comment", "-y", "--add", "a comment é", run.id)
    assert run.label == "söt 0.25"
    assert run.tags == ["fine"]
    assert run.marked
    assert [one["body"] for one in run.attributes["comments"]] == ["a comment é"]
    assert run.problems == {}
    place.guild("mark", "-y", "--clear", run.id)
    place.guild("label", "-y", "--clear", run.id)
    assert not run.marked
    assert run.label == ""


def test_guild_deletes_restores_and_purges_our_runs(place, runs):
    run = place.run("train", "epochs=1")
    everything = set(place.listed())
    place.guild("runs", "rm", "-y", run.id)
    assert run not in place.ours.runs()
    assert set(place.listed("--deleted")) == {run.id}
    place.guild("runs", "restore", "-y", run.id)
    assert set(place.listed()) == everything
    assert place.ours.find(run.id).status == "completed"
    place.guild("runs", "rm", "-y", run.id)
    place.guild("runs", "purge", "-y", run.id)
    assert set(place.listed()) == everything - {run.id}
    assert place.listed("--deleted") == {}
    assert len(place.ours.runs()) == len(runs)


@pytest.mark.parametrize("archive", ["folder", "runs.zip"])
def test_guild_exports_our_runs_and_both_read_the_import(place, runs, tmp_path, archive):
    ended = [run.id for kind, run in runs.items() if kind != "running"]
    place.guild("export", "-y", tmp_path / archive, *ended)
    home = tmp_path / "imported"
    home.mkdir()
    place.guild("import", "-y", tmp_path / archive, home=home)
    assert set(place.listed(home=home)) == set(ended)
    there = {run.id: run for run in Guild(place.project, home).runs()}
    assert {kind: there[r.id].state for kind, r in runs.items() if kind != "running"} == {
        kind: run.state for kind, run in runs.items() if kind != "running"
    }


def test_guild_restarts_our_run_with_the_same_flags(place):
    run = place.run("train", "lr=0.5", "epochs=2", "code=3", "name=once more")
    first, output = run.started, run.output()
    assert (run.status, run.exit_status) == ("error", 3)
    place.guild("run", "--restart", run.id, "-y", check=False)
    # guild reads the two streams in two threads, so what they say may be mixed
    assert sorted(run.output()) == sorted(output)
    assert run.started > first
    assert (run.status, run.exit_status) == ("error", 3)
    assert run.flags["name"] == "once more"
    assert place.listed()[run.id]["exit_status"] == 3
    assert run.last_scalars()["loss"] == pytest.approx(0.25)
    place.guild("runs", "rm", "-y", "--permanent", run.id)


def test_a_restart_by_guild_asks_for_the_secret_that_was_not_recorded(place):
    run = place.ours.run("login", ["password=hunter2", "lr=0.25"]).wait(60)
    assert run.withheld == ["password"]
    place.guild("run", "--restart", run.id, "-y", check=False)
    assert run.exit_status == 1
    assert run.output_path.read_text().splitlines() == [
        "guild: not recorded, for it looks like a secret: password",
        "Give it again, in the project: guild run --restart RUN password=VALUE",
    ]
    again = ("run", "--restart", run.id, "-y", "password=hunter3")
    place.guild(*again, cwd=place.project)
    assert "got hunter3 0.25" in run.output_path.read_text()
    assert run.exit_status == 0
    assert [word for word in run.output().split() if "hunter" in word] == ["hunter3"]


def test_our_status_follows_a_restart_by_guild(place):
    marker = place.project / "go"
    (place.project / "wait_.py").write_text(
        f"import os, time\nprint('begun', flush=True)\n"
        f"while not os.path.exists({str(marker)!r}):\n    time.sleep(0.01)\n"
    )
    (place.project / "guild.yml").write_text(GUILD_FILE + "    wait:\n      main: wait_\n")
    marker.touch()
    run = place.run("wait")
    assert run.status == "completed"
    marker.unlink()
    environment = {n: v for n, v in os.environ.items() if n != "PYTHONPATH"}
    restarted = subprocess.Popen(
        [str(place.exe), "run", "--restart", run.id, "-y"],
        env=environment | {"GUILD_HOME": str(place.home)},
        cwd=place.elsewhere,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    limit = time.monotonic() + 60
    while run.status != "running":
        assert time.monotonic() < limit, run.state
        assert restarted.poll() is None
        time.sleep(0.01)
    marker.touch()
    assert restarted.wait(60) == 0
    assert (run.status, run.exit_status) == ("completed", 0)


def test_guild_runs_again_with_our_run_as_prototype(place, runs):
    before = set(place.listed())
    place.guild("run", "--proto", runs["completed"].id, "epochs=1", "-y", cwd=place.project)
    (made,) = set(place.listed()) - before
    run = place.ours.find(made)
    assert run.status == "completed"
    assert (run.flags["lr"], run.flags["epochs"]) == (0.25, 1)
    assert "loss: 0.25" in run.output()
    place.guild("runs", "rm", "-y", "--permanent", made)


def test_ours_reads_the_runs_that_guild_made(place, tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    options = {"home": home, "cwd": place.project}
    place.guild("run", "train", "lr=0.5", "-y", "--label", "by guild", "--tag", "t1", **options)
    place.guild("run", "train", "code=4", "epochs=1", "-y", check=False, **options)
    place.guild("run", "train", "--stage", "-y", **options)
    place.guild("mark", "-y", "3", **options)
    staged, failed, completed = Guild(place.project, home).runs()
    assert [r.status for r in (staged, failed, completed)] == ["staged", "error", "completed"]
    assert [r.exit_status for r in (staged, failed, completed)] == [None, 4, 0]
    assert completed.label == "by guild"
    assert completed.tags == ["t1"]
    assert completed.marked
    assert completed.operation == "net:train"
    assert completed.flags["lr"] == 0.5
    assert completed.flags["nothing"] is None
    assert completed.last_scalars()["loss"] == pytest.approx(0.5 / 3)
    assert "loss: 0.5\n" in completed.output()
    assert completed.files("generated") == ["result.txt"]
    frame = Guild(place.project, home).runs().df
    assert frame["status"].tolist() == ["staged", "error", "completed"]
    for run in (staged, failed, completed):
        assert run._repr_mimebundle_()["text/html"]
        assert run.problems == {}
