"""Answers with the index are those without it, whatever becomes of the index and of the runs."""

import os
import random
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from guild_jupyter.runstore import facts, record
from guild_jupyter.runstore.deletion import delete, restore
from guild_jupyter.runstore.index import asking
from guild_jupyter.runstore.index.aspect import Aspect, Reading
from guild_jupyter.runstore.record import RECORDS
from guild_jupyter.runstore.run import Run
from guild_jupyter.runstore.stamps import Seen
from guild_jupyter.runstore.store import list_runs
from guild_jupyter.scalars.events import EventWriter


def assert_right(store, index):
    """The order, the facts and the summaries are those that the runs themselves tell."""
    runs = list_runs(store.home)
    assert [run.id for run in runs] == [
        run.id for run in sorted(runs, key=lambda run: run.sort_key, reverse=True)
    ]
    assert {run.dir for run in runs} == {
        path.parents[1] for path in store.home.runs.glob("*/.guild/opref")
    }
    assert index.facts(runs) == [index.tell(run) for run in runs]
    assert facts.summaries(runs) == [[one.summary() for one in run.series()] for run in runs]


def read_anew(monkeypatch):
    """Note every run whose record is read from its files from now on."""
    noted = []
    read = RECORDS.read
    monkeypatch.setattr(
        record,
        "RECORDS",
        Aspect(
            "record", lambda *a: noted.append(a[0]) or read(*a), RECORDS.to_data, RECORDS.from_data
        ),
    )
    return noted


def test_what_is_kept_is_not_read_again(kept, index, monkeypatch):
    noted = read_anew(monkeypatch)
    assert_right(kept, index)
    assert noted == []


def test_another_process_takes_what_is_kept_from_the_file(kept, index, monkeypatch):
    index.forget()
    noted = read_anew(monkeypatch)
    assert_right(kept, index)
    assert noted == []


def test_what_was_changed_a_moment_ago_is_not_trusted_yet(kept, index, monkeypatch):
    run = list_runs(kept.home)[-1]
    (run.dir / ".guild/attrs/label").write_text("once\n")
    noted = read_anew(monkeypatch)
    assert facts.gather([run])[0].label == "once"
    (run.dir / ".guild/attrs/label").write_text("more\n")
    assert facts.gather([run])[0].label == "more"
    assert len(noted) == 2


EDITS = {
    "label": "another\n",
    "flags": "lr: 0.7\n",
    "tags": "- c\n",
    "started": "99000000\n",
    "stopped": "99900000\n",
    "initialized": "7\n",
    "exit_status": "5\n",
    "sourcecode_digest": "abc\n",
    "comments": "- body: fine\n",
    "marked": "true\n",
}


@pytest.mark.parametrize("name", EDITS)
@pytest.mark.parametrize("is_new_process", [False, True])
def test_an_attribute_that_is_written_in_place_is_noticed(kept, index, name, is_new_process):
    for run in list_runs(kept.home):
        with (run.dir / ".guild/attrs" / name).open("w") as file:
            file.write(EDITS[name])
        if is_new_process:
            index.forget()
        assert_right(kept, index)


def test_an_attribute_of_the_same_size_and_an_old_time_is_noticed(kept, index):
    run = list_runs(kept.home)[-1]
    path = run.dir / ".guild/attrs/label"
    before = path.stat()
    path.write_text(path.read_text().replace("label", "LABEL"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert facts.gather([run])[0].label == "LABEL 0"


@pytest.mark.parametrize("name", ["LOCK", "LOCK.remote", "PENDING", "STAGED"])
def test_a_mark_that_comes_and_goes_is_noticed(kept, index, name):
    for run in list_runs(kept.home):
        mark = run.dir / ".guild" / name
        is_there = mark.exists()
        mark.unlink() if is_there else mark.write_text("1")
        assert_right(kept, index)
        mark.write_text("1") if is_there else mark.unlink()
        index.settle()
        assert_right(kept, index)


def test_removed_attributes_a_batch_and_another_operation_are_noticed(kept, index):
    for number, run in enumerate(list_runs(kept.home)):
        (run.dir / ".guild/attrs/started").unlink()
        assert_right(kept, index)
        (run.dir / ".guild/proto").mkdir()
        assert_right(kept, index)
        (run.dir / ".guild/opref").write_text(f"script:/p x '' {number}.py")
        assert_right(kept, index)


def test_events_that_grow_or_come_are_noticed(kept, index):
    for run in list_runs(kept.home):
        for place in (run.dir / ".guild", run.dir, run.dir / "deep/er"):
            for step in (1, 2):
                place.mkdir(exist_ok=True, parents=True)
                with EventWriter(place) as writer:
                    writer.add("loss", 0.5, step, 1.0)
                assert_right(kept, index)
        for path in run.dir.rglob("*.tfevents.*"):
            with path.open("ab") as file:
                file.write(b"torn")
        assert_right(kept, index)
        shutil.rmtree(run.dir / "deep")
        assert_right(kept, index)


def test_a_run_that_was_copied_over_another_is_noticed(kept, index):
    first, second = list_runs(kept.home)[-2:]
    shutil.rmtree(first.dir)
    shutil.copytree(second.dir, first.dir)
    assert_right(kept, index)


def test_deleted_and_restored_runs_are_right(kept, index):
    for run in list_runs(kept.home)[:3]:
        delete(kept.home, [run])
        (gone,) = list_runs(kept.home, deleted=True)
        assert index.facts([gone]) == [index.tell(gone)]
        assert facts.gather([run])[0].state.status == "deleted"
        assert_right(kept, index)
        restore(kept.home, [gone])
        assert_right(kept, index)


def test_facts_may_be_changed_without_changing_what_is_kept(kept):
    run = list_runs(kept.home)[-1]
    (known,) = facts.gather([run])
    known.flags["lr"] = "spoilt"
    known.flags["layers"][1]["a"] = "spoilt"
    facts.summaries([run])[0].append("spoilt")
    assert facts.gather([run])[0].flags == run.flags
    assert facts.summaries([run]) == [[]]


def test_no_secret_is_kept(kept, index):
    content = index.path(kept.home).read_bytes()
    assert b"label 3" in content
    assert b"hunter2" not in content
    assert b"***" in content


def test_a_file_has_the_owners_rights_alone(kept, index):
    assert index.path(kept.home).stat().st_mode & 0o777 == 0o600
    assert [path.name for path in kept.home.cache.iterdir()] == [index.path(kept.home).name]


def test_runs_elsewhere_are_read_and_not_kept(kept, index, tmp_path):
    run = list_runs(kept.home)[0]
    copy = shutil.copytree(run.dir, tmp_path / "elsewhere" / run.id)
    moved = Run(copy)
    assert index.facts([run, moved, run]) == [index.tell(one) for one in (run, moved, run)]
    assert not (tmp_path / "cache").exists()


def test_a_relative_path_keeps_nothing(kept, monkeypatch):
    monkeypatch.chdir(kept.home.path)
    assert facts.gather([Run(Path("runs") / list_runs(kept.home)[0].id)])[0].started


def test_only_so_many_homes_are_remembered(tmp_path):
    aspect = Aspect("x", lambda path, _: Reading(path, Seen(path)), str, str)
    paths = [str(tmp_path / str(number) / "runs/a") for number in range(40)]
    assert asking.ask(aspect, paths) == paths
    assert len(asking._shelves) <= 16
    asking.forget()


def damage(path, chance):
    """Do something to the index file that nobody should do."""
    how = chance.choice(["remove", "cut", "flip", "fill", "empty", "folder", "table", "blocked"])
    if path.is_dir():
        path.rmdir()
    if how == "blocked":
        path.exists() or path.is_symlink() or path.symlink_to("nowhere")
    elif path.is_symlink():
        path.unlink()
    elif how == "folder":
        path.unlink(missing_ok=True)
        path.mkdir()
    elif how == "fill":
        path.write_bytes(chance.randbytes(10_000))
    elif how == "table":
        path.unlink(missing_ok=True)
        with sqlite3.connect(path) as database:
            database.execute("CREATE TABLE entries (id TEXT)")
        database.close()
    elif path.exists():
        content = bytearray(path.read_bytes())
        if how == "remove":
            path.unlink()
        elif how == "flip" and content:
            for _ in range(chance.choice([1, 10, 1000])):
                content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
            path.write_bytes(content)
        else:
            path.write_bytes(
                content[: chance.randrange(len(content) + 1)] if how == "cut" else b""
            )


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_an_index_that_is_deleted_or_damaged_at_any_moment_changes_no_answer(kept, index, seed):
    chance = random.Random(seed)
    path = index.path(kept.home)
    for _ in range(25):
        damage(path, chance)
        if chance.random() < 0.7:
            index.forget()
        assert_right(kept, index)
        run = chance.choice(list_runs(kept.home))
        (run.dir / ".guild/attrs/label").write_text(f"{chance.random()}\n")
        assert_right(kept, index)
        if chance.random() < 0.3:
            index.settle()


def test_a_locked_index_is_done_without(kept, index):
    index.forget()
    holder = sqlite3.connect(index.path(kept.home), isolation_level=None)
    try:
        holder.execute("BEGIN EXCLUSIVE")
        assert_right(kept, index)
    finally:
        holder.close()
    assert index.path(kept.home).exists()


def test_a_home_with_few_runs_and_one_that_cannot_be_written_have_no_index(store, index):
    store.run()
    index.settle()
    assert_right(store, index)
    assert not store.home.cache.exists()
    store.home.cache.write_text("no folder")
    assert_right(store, index)


def test_a_home_with_many_runs_gets_a_place_for_its_index(store, index, monkeypatch):
    monkeypatch.setattr("guild_jupyter.runstore.store.MANY", 2)
    store.run()
    assert_right(store, index)
    assert not store.home.cache.exists()
    store.run()
    index.settle()
    assert_right(store, index)
    assert_right(store, index)
    assert index.path(store.home).exists()


def test_an_interpreter_without_sqlite_has_no_index(kept, index, monkeypatch):
    monkeypatch.setitem(sys.modules, "sqlite3", None)
    index.forget()
    assert_right(kept, index)


PROCESS = """
import os, random, shutil, sys
from pathlib import Path
from guild_jupyter.runstore import deletion, facts, stamps, store
from guild_jupyter.runstore.index import asking, shelf
from guild_jupyter.runstore.layout import Home
from guild_jupyter.runstore.run import Run

stamps.FRESH, shelf.WORTH = 20_000_000, 0.0
home, mine, chance = Home(Path(sys.argv[1])), {}, random.Random(int(sys.argv[2]))

def make(number):
    folder = home.staging / f"{sys.argv[2]}{number:031x}"
    (folder / ".guild/attrs").mkdir(parents=True)
    (folder / ".guild/opref").write_text("guildfile:/p/guild.yml 0 '' op")
    for name, value in {"started": 1000 + number, "exit_status": 0, "label": "new"}.items():
        (folder / ".guild/attrs" / name).write_text(f"{value}\\n")
    place = home.runs / folder.name
    folder.rename(place)
    mine[place] = "new"

for number in range(60):
    make(number)
    path = chance.choice(list(mine))
    if chance.random() < 0.3:
        deletion.delete(home, [Run(path)])
        del mine[path]
    else:
        mine[path] = f"label {chance.random()}"
        (path / ".guild/attrs/label").write_text(mine[path] + "\\n")
    if chance.random() < 0.3:
        asking.forget()
    runs = store.list_runs(home)
    listed = {run.dir: known for run, known in zip(runs, runs.facts(), strict=True)}
    found = {path: known.label for path, known in listed.items() if path.name[0] == sys.argv[2]}
    assert found == mine, (found, mine)
print(len(mine))
"""


@pytest.mark.slow
def test_four_processes_that_list_add_label_and_delete_have_right_answers(store, index):
    for folder in (store.home.cache, store.home.staging, store.home.runs):
        folder.mkdir(parents=True)
    root = Path(asking.__file__).parents[3]
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", PROCESS, str(store.home.path), str(number)],
            env={**os.environ, "PYTHONPATH": str(root)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(4)
    ]
    counts = []
    for process in processes:
        out, error = process.communicate()
        assert process.returncode == 0, error
        counts.append(int(out))
    assert len(list_runs(store.home)) == sum(counts)
    assert_right(store, index)
    index.forget()
    assert_right(store, index)
