"""When a view looks for changes, and at what."""

import os
import time

from guild_jupyter.presenting import tick
from guild_jupyter.presenting.tick import Folder, Rhythm, Touched


def settle(folder):
    """Make a folder as old as one that nobody changed for a while."""
    past = time.time_ns() - 10**9
    os.utime(folder.path, ns=(past, past))
    folder.note()


def test_a_costly_look_is_followed_by_a_longer_wait(monkeypatch):
    now, spent = [100.0], [0.0]
    monkeypatch.setattr(tick.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(tick.time, "thread_time", lambda: spent[0])
    rhythm = Rhythm()
    assert rhythm.is_due()
    with rhythm:
        spent[0] += 0.02
    now[0] += 1.9
    assert not rhythm.is_due()
    now[0] += 0.2
    assert rhythm.is_due()
    with rhythm:
        spent[0] += 100
    now[0] += 9.9
    assert not rhythm.is_due()
    rhythm.at_once()
    assert rhythm.is_due()


def test_runs_that_were_acted_on_are_looked_at_for_a_while(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(tick.time, "monotonic", lambda: now[0])
    touched = Touched()
    assert touched.ids() == set()
    touched.add(["a"])
    now[0] += 3
    touched.add(["b"])
    assert touched.ids() == {"a", "b"}
    now[0] += 3
    assert touched.ids() == {"b"}


def test_a_folder_is_another_when_something_comes_or_goes(tmp_path):
    folder = Folder(str(tmp_path))
    settle(folder)
    assert not folder.is_other()
    (tmp_path / "new").mkdir()
    assert folder.is_other()
    assert folder.names() == {"new"}


def test_a_folder_that_changed_just_now_is_looked_at_again(tmp_path):
    (tmp_path / "new").mkdir()
    folder = Folder(str(tmp_path))
    assert folder.is_other()


def test_a_folder_that_is_not_there_is_empty(tmp_path):
    folder = Folder(str(tmp_path / "none"))
    assert not folder.is_other()
    assert folder.names() == set()
    (tmp_path / "none").mkdir()
    assert folder.is_other()
