"""What was exported and imported is the same: bytes, permissions, times, empty folders, links."""

import itertools
import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_runs import RUNS, TIMES, fill
from shelves import Shelf, names_in, snapshot

KINDS = ["archive", "archive.zip"]


def round_trip(kind, drawn, when):
    with tempfile.TemporaryDirectory() as folder:
        shelf, other = Shelf(Path(folder, "home")), Shelf(Path(folder, "other"))
        for entries in drawn:
            run = shelf.run()
            fill(run.dir, entries)
            os.utime(run.dir, ns=(when, when))
        before = snapshot(shelf.home / "runs")
        done = shelf.guild.export(shelf.guild.runs(), Path(folder, kind))
        assert (len(done.done), done.notes) == (len(drawn), [])
        assert snapshot(shelf.home / "runs") == before
        back = other.guild.import_runs(Path(folder, kind))
        assert (len(back.done), back.notes) == (len(drawn), [])
        assert snapshot(other.home / "runs") == before
        assert other.left() == []


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(drawn=st.lists(RUNS, min_size=1, max_size=4), when=TIMES)
def test_a_round_trip_changes_nothing(kind, drawn, when):
    round_trip(kind, drawn, when)


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=100, suppress_health_check=list(HealthCheck))
@given(drawn=st.lists(RUNS, min_size=10, max_size=10), when=TIMES)
def test_a_round_trip_of_a_thousand_runs_changes_nothing(kind, drawn, when):
    round_trip(kind, drawn, when)


@pytest.mark.parametrize("kind", KINDS)
def test_the_links_of_a_pipeline_to_its_steps_are_kept(shelf, other, tmp_path, kind):
    step, pipeline = shelf.run({"model.txt": "m"}), shelf.run()
    (pipeline.dir / "train").symlink_to(Path("..", step.id))
    (pipeline.dir / "deep").mkdir()
    (pipeline.dir / "deep" / "model").symlink_to(f"../../{step.id}/model.txt")
    before = snapshot(shelf.home / "runs")
    shelf.guild.export(shelf.guild.runs(), tmp_path / kind)
    other.guild.import_runs(tmp_path / kind)
    assert snapshot(other.home / "runs") == before
    assert (other.home / "runs" / pipeline.id / "train" / "model.txt").read_text() == "m"


@pytest.mark.parametrize(("there", "back"), list(itertools.product([False, True], repeat=2)))
def test_what_is_moved_there_and_back_is_the_same(shelf, other, tmp_path, there, back):
    run = shelf.run({"a.txt": "a", "sub/b.txt": "b"})
    (run.dir / "sub").chmod(0o500)
    before = snapshot(shelf.home / "runs")
    done = shelf.guild.export([run], tmp_path / "archive", move=there)
    assert done.moved == ([run.id] if there else [])
    assert shelf.runs() == ([] if there else [run.id])
    arrived = other.guild.import_runs(tmp_path / "archive", move=back)
    assert arrived.moved == ([run.id] if back else [])
    assert names_in(tmp_path / "archive") == [".guild-nocopy", *([] if back else [run.id])]
    assert snapshot(other.home / "runs") == before
    assert shelf.left() == other.left() == []


def test_a_file_that_packs_like_a_bomb_comes_back(shelf, other, tmp_path):
    run = shelf.run()
    with (run.dir / "zeros").open("wb") as file:
        file.truncate(100 << 20)
    shelf.guild.export([run], tmp_path / "x.zip")
    other.guild.import_runs(tmp_path / "x.zip")
    facts = (other.home / "runs" / run.id / "zeros").stat()
    assert facts.st_size == 100 << 20
    assert facts.st_blocks * 512 < 1 << 20  # a hole again
