"""Who else may read, write or signal what belongs to a run."""

import contextlib
import json
import os
import shutil
import stat
import tempfile
import threading
import time
from pathlib import Path

import pytest

from guild_jupyter.api import Guild
from guild_jupyter.errors import HomeError
from guild_jupyter.runstore.layout import Home, make_folder
from guild_jupyter.runstore.store import list_runs
from guild_jupyter.supervise import durable

NOBODY = 65534
GUILD_FILE = """
train:
  main: train
  flags: {password: hunter2}
  requires:
    - file: data.zip
    - {file: settings.yml, name: linked, target-type: link}
    - config: settings.yml
stay: {exec: sleep 600}
"""
TRAIN = """
import os, time
open("made", "w").close()
os.mkdir("folder")
for step in range(8):
    print(f"step: {step}\\nloss: {1 / (step + 1)}", flush=True)
    time.sleep(0.1)
"""


@pytest.fixture
def place():
    """A project and home that everybody could reach if they let them."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    (folder / "guild.yml").write_text(GUILD_FILE)
    (folder / "train.py").write_text(TRAIN)
    (folder / "script.sh").write_text("#!/bin/sh\n")
    (folder / "script.sh").chmod(0o754)
    (folder / "settings.yml").write_text("a: 1\n")
    shutil.make_archive(str(folder / "data"), "zip", folder, "settings.yml")
    guild = Guild(folder, folder / "home")
    yield guild
    with contextlib.suppress(HomeError):
        for run in guild.runs():
            run.stop(grace=0)
            run.wait(60, check=False)
    deadline = time.monotonic() + 60
    while folder.exists():  # a recorder may still note packages in the cache of the home
        shutil.rmtree(folder, ignore_errors=time.monotonic() < deadline)


@contextlib.contextmanager
def umask(mask):
    former = os.umask(mask)
    try:
        yield
    finally:
        os.umask(former)


def too_open(home, folder_mode, file_mode):
    """The paths of ours that give somebody more than they should, with their modes."""
    found = []
    below = [Path(top, name) for top, dirs, files in os.walk(home) for name in (*dirs, *files)]
    for path in [home, *below]:  # as os.walk sees it: what goes away meanwhile is no matter
        try:
            facts = path.lstat()
        except OSError:
            continue
        mode = stat.S_IMODE(facts.st_mode)
        inside = path.relative_to(home).parts
        ours = (
            inside[:1] not in (("runs",), ("staging",))
            or len(inside) <= 2
            or inside[2] == ".guild"
        )
        if stat.S_ISLNK(facts.st_mode) or not ours:
            continue
        allowed = folder_mode if stat.S_ISDIR(facts.st_mode) else file_mode
        if mode & ~allowed:
            found.append((str(path.relative_to(home)), oct(mode)))
    return found


@pytest.mark.slow
@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_runs_are_private_whatever_the_umask_while_they_run_and_after(place, mask):
    seen, done = set(), threading.Event()

    def watch():
        while not done.is_set():
            seen.update(too_open(place.home.path, 0o700, 0o600))

    watcher = threading.Thread(target=watch)
    with umask(mask):
        watcher.start()
        try:
            run = place.run("train").wait(60)
        finally:
            done.set()
            watcher.join()
    assert run.series()
    assert (run.dir / ".guild/attrs/deps").exists()
    assert too_open(place.home.path, 0o700, 0o600) == []
    assert seen == set()
    snapshot = run.dir / ".guild/sourcecode"
    source = snapshot if snapshot.is_dir() else run.dir
    assert stat.S_IMODE((source / "script.sh").stat().st_mode) == 0o754
    # What the operation makes is its own affair.
    assert stat.S_IMODE((run.dir / "made").stat().st_mode) == 0o666 & ~mask
    assert stat.S_IMODE((run.dir / "folder").stat().st_mode) == 0o777 & ~mask


@pytest.mark.slow
@pytest.mark.parametrize("mask", [0o000, 0o077])
def test_a_shared_home_lets_the_group_read_and_no_more(place, mask, monkeypatch):
    monkeypatch.setenv("GUILD_JUPYTER_SHARE", "group")
    with umask(mask):
        run = place.run("train").wait(60)
    assert too_open(place.home.path, 0o750, 0o640) == []
    for name in ("", ".guild", ".guild/attrs"):
        assert stat.S_IMODE((run.dir / name).stat().st_mode) == 0o750
    for name in ("opref", "output", "attrs/flags", "attrs/deps", "plan.json", "exit.rec"):
        assert stat.S_IMODE((run.dir / ".guild" / name).stat().st_mode) == 0o640


def as_other(uid, gid, work):
    """Do work as another user of the machine; return what it returns, as JSON can hold it."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        reason = "only root can become another user"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.close(reading)
            os.setgroups([])
            os.setgid(gid)
            os.setuid(uid)
            answer = json.dumps(work()).encode()
            with os.fdopen(writing, "wb") as pipe:
                pipe.write(answer)
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        answer = pipe.read()
    os.waitpid(child, 0)
    return json.loads(answer)


def can(work):
    try:
        work()
    except OSError:
        return False
    return True


def opened(path, flags):
    os.close(os.open(path, flags))


@pytest.mark.slow
def test_another_user_reads_writes_and_signals_nothing(place):
    place.run("train").wait(60)
    live = place.run("stay")
    deadline = time.monotonic() + 60
    while live.status != "running":
        assert time.monotonic() < deadline
        time.sleep(0.01)
    home = place.home.path
    paths = [str(path) for path in [home, *home.rglob("*")]]
    facts = [durable.read_json(f"{live.dir}/.guild/{name}.json") for name in KEEPERS]
    pids = [fact["pid"] for fact in facts]

    def attempt():
        read = [p for p in paths if can(lambda p=p: opened(p, os.O_RDONLY))]
        written = [p for p in paths if can(lambda p=p: opened(p, os.O_WRONLY))]
        made = [p for p in paths if can(lambda p=p: opened(f"{p}/x", os.O_CREAT | os.O_WRONLY))]
        listed = [p for p in paths if can(lambda p=p: list(Path(p).iterdir()))]
        signalled = [pid for pid in pids if can(lambda pid=pid: os.kill(pid, 0))]
        environments = [
            pid for pid in pids if can(lambda pid=pid: opened(f"/proc/{pid}/environ", os.O_RDONLY))
        ]
        return read, written, made, listed, signalled, environments

    assert len(paths) > 40
    assert as_other(NOBODY, NOBODY, attempt) == [[]] * 6
    assert live.status == "running"


KEEPERS = ("supervisor", "reaper", "child")


@pytest.mark.slow
def test_a_member_of_the_group_reads_a_shared_home_and_writes_nothing(place, monkeypatch):
    monkeypatch.setenv("GUILD_JUPYTER_SHARE", "group")
    run = place.run("train").wait(60)
    group = run.dir.stat().st_gid
    paths = [str(path) for path in run.dir.rglob("*") if not path.is_symlink()]
    ours = [path for path in paths if "/.guild" in path and not path.endswith("supervisor.log")]

    def attempt():
        read = [p for p in ours if not can(lambda p=p: opened(p, os.O_RDONLY))]
        written = [p for p in paths if can(lambda p=p: opened(p, os.O_WRONLY))]
        made = [p for p in paths if can(lambda p=p: opened(f"{p}/x", os.O_CREAT | os.O_WRONLY))]
        return read, written, made

    assert as_other(NOBODY, group, attempt) == [[], [], []]
    unread, _, _ = as_other(NOBODY, NOBODY, attempt)
    assert sorted(unread) == sorted(ours)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become several users")
def test_members_of_a_group_share_a_home_that_was_opened_to_it(tmp_path):
    team, anna, otto = 4000, 5001, 5002
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o755)
    home = Home(tmp_path / "home", share_group=True)
    home.path.mkdir()
    os.chown(home.path, 0, team)
    home.path.chmod(0o3770)

    def start(name):
        def attempt():
            os.umask(0o077)
            home.prepare()
            for folder in ("", ".guild"):
                make_folder(home.staging / name / folder, home.modes.folder)
            (home.staging / name / ".guild/opref").touch(0o640)
            (home.staging / name / ".guild/opref").chmod(0o640)
            (home.staging / name).rename(home.runs / name)
            seen = list_runs(home)
            return [[run.id for run in seen], seen.closed]

        return attempt

    first, second = "a" * 32, "b" * 32
    assert as_other(anna, team, start(first)) == [[first], 0]
    listed, closed = as_other(otto, team, start(second))
    assert (sorted(listed), closed) == ([first, second], 0)
    for name, owner in ((first, anna), (second, otto)):
        facts = (home.runs / name / ".guild").stat()
        assert (facts.st_uid, facts.st_gid, stat.S_IMODE(facts.st_mode)) == (owner, team, 0o2750)

    def remove():
        return can(lambda: (home.runs / first).rename(home.staging / first))

    assert as_other(otto, team, remove) is False
    # A run that its owner does not share is counted.
    (home.runs / first).chmod(0o700)

    def look():
        seen = list_runs(home)
        return [[run.id for run in seen], repr(seen).splitlines()[0]]

    assert as_other(otto, team, look) == [
        [second],
        "1 run cannot be read: the owner does not share",
    ]


def test_a_link_of_ones_own_to_a_larger_disk_is_a_home(tmp_path):
    (tmp_path / "disk").mkdir(mode=0o700)
    (tmp_path / "home").symlink_to(tmp_path / "disk")
    Home(tmp_path / "home").prepare()
    assert (tmp_path / "disk/runs").is_dir()


def test_a_home_behind_a_link_of_another_user_is_refused(tmp_path, monkeypatch):
    (tmp_path / "disk").mkdir(mode=0o700)
    link = tmp_path / "home"
    link.symlink_to(tmp_path / "disk")
    if os.geteuid() == 0:
        os.lchown(link, NOBODY, NOBODY)
    else:
        monkeypatch.setattr(os, "getuid", lambda: NOBODY)  # the link is a stranger's then
    with pytest.raises(HomeError, match="is a link of another user"):
        Home(link).prepare()
    assert not (tmp_path / "disk/runs").exists()


@pytest.mark.parametrize(
    ("mode", "share", "who"),
    [(0o770, False, "its group"), (0o777, False, "everybody"), (0o777, True, "everybody")],
)
def test_a_home_that_others_can_write_is_refused(tmp_path, mode, share, who):
    home = tmp_path / "home"
    home.mkdir()
    home.chmod(mode)
    with pytest.raises(HomeError, match=f"can be written by {who}"):
        Home(home, share).prepare()


def test_a_home_of_another_user_is_pointed_out(tmp_path, monkeypatch):
    if os.geteuid() == 0:
        os.chown(tmp_path, NOBODY, NOBODY)
    else:
        monkeypatch.setattr(os, "getuid", lambda: NOBODY)
    assert "belongs to another user" in Home(tmp_path).concerns()
