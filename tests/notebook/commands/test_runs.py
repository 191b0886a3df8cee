import json
import re

import pytest

from guild_jupyter.documents import dump
from guild_jupyter.errors import ArchiveError, CommandError
from guild_jupyter.runstore.layout import Home


@pytest.fixture
def runs(place):
    """Three runs as Guild makes them; the newest is a batch."""
    for number, operation in enumerate(("train", "eval", "train"), start=1):
        guild = place.home / "runs" / f"{number:032x}" / ".guild"
        (guild / "attrs").mkdir(parents=True)
        attributes = {
            "started": number * 1_000_000,
            "exit_status": number - 1,
            "flags": {"lr": number / 10},
            "comments": [{"body": f"comment {number}", "user": "u"}],
            "cmd": ["python", "--token=hunter2hunter2"],
        }
        for name, value in attributes.items():
            (guild / "attrs" / name).write_text(dump(value))
        (guild / "opref").write_text(f"guildfile:/p/guild.yml 0 '' {operation}")
    (guild / "proto/.guild/attrs").mkdir(parents=True)
    (guild / "proto/.guild/attrs/flags").write_text("lr: [1, 2]\n")
    return place.home / "runs"


def numbers(found):
    return [int(run.id, 16) for run in found]


def heading(found):
    return repr(found).splitlines()[0].split()


def test_runs_are_filtered_and_numbered_by_what_is_left(place, runs):
    found = place.cell("runs", "-Fo", "train")
    assert numbers(found) == [3, 1]
    note, _, *lines = repr(found).splitlines()
    assert note == "numbered among these: elsewhere name a run by its id"
    assert [line.split()[0] for line in lines] == ["1", "2"]
    assert numbers(place.cell("runs", "-Fo", "train", "2")) == [1]
    assert numbers(place.cell("runs", "-o", "eval")) == [2]
    assert numbers(place.cell("runs", "-F", "lr >= 0.2", "-Se")) == [3, 2]


def test_the_newest_are_listed_in_any_number(place, runs):
    assert numbers(place.cell("runs", "-n", "1")) == [3]
    assert numbers(place.cell("runs", "-n", "-1")) == []
    assert numbers(place.cell("runs", "-n", "1", "-a")) == [3, 2, 1]


def test_a_misspelled_operation_gets_the_nearest(place, runs):
    assert repr(place.cell("runs", "-Fo", "trian")) == f"no such runs in {place.home}"
    assert "did you mean train?" in place.hears()


def test_the_columns_are_chosen(place, runs):
    usual = ["#", "id", "operation", "started", "status", "time", "size", "label"]
    assert heading(place.cell("runs")) == usual
    assert heading(place.cell("runs", "-s")) == ["#", "operation", "status", "label"]
    assert heading(place.cell("runs", "-s", "--size"))[3] == "size"
    with_comments = place.cell("runs", "-c")
    assert heading(with_comments) == [*usual, "comments"]
    assert "comment 3" in repr(with_comments)
    assert heading(place.cell("runs", "-v"))[-4:] == ["tags", "comments", "source", "directory"]


def test_sizes_of_many_runs_are_told_only_where_asked_for(place, runs):
    for number in range(4, 110):
        guild = runs / f"{number:032x}" / ".guild"
        guild.mkdir(parents=True)
        (guild / "opref").write_text("guildfile:/p/guild.yml 0 '' op")
    assert "size" in heading(place.cell("runs"))
    assert "size" not in heading(place.cell("runs", "-a"))
    assert "size" in heading(place.cell("runs", "-a", "--size"))
    assert len(repr(place.cell("runs")).splitlines()) == 102
    assert len(repr(place.cell("runs", "-m")).splitlines()) == 110


def test_json_has_what_guild_has(place, runs):
    newest, _, oldest = json.loads(place.cell("runs", "--json").text)
    assert newest["opref"] == "guildfile:/p/guild.yml 0 '' train"
    assert newest["comments"] == [{"body": "comment 3", "user": "u"}]
    assert newest["batch_proto"]["flags"] == {"lr": [1, 2]}
    assert (newest["exit_status"], newest["status"]) == (2, "error")
    assert newest["run_dir"] == str(runs / newest["id"])
    assert "hunter2" not in json.dumps(newest)
    assert "batch_proto" not in oldest


def test_the_runs_of_a_folder_are_listed(place, runs, tmp_path):
    runs.rename(tmp_path / "archive")
    assert numbers(place.cell("runs", "-A", str(tmp_path / "archive"), "-Fo", "eval")) == [2]
    with pytest.raises(ArchiveError):
        place.cell("runs", "-A", str(tmp_path / "nowhere"))
    with pytest.raises(CommandError, match="cannot both be given"):
        place.cell("runs", "-A", str(tmp_path / "archive"), "-d")


def test_deleted_runs_are_filtered_too(place, runs):
    trash = Home(place.home).trash
    trash.parent.mkdir(parents=True, exist_ok=True)
    runs.rename(trash)
    assert numbers(place.cell("runs", "-d", "-Fo", "eval")) == [2]
    assert list(place.cell("list-runs", "-d", "-Fo", "eval")) == [str(trash / f"{2:032x}")]


def test_list_runs_takes_filters(place, runs):
    assert list(place.cell("list-runs", "-Fo", "train", "-n", "1")) == [str(runs / f"{3:032x}")]
    assert place.cell("list-runs", "-Fm").text == f"no such runs in {place.home}"


def test_an_unreadable_filter_is_pointed_at(place, runs):
    with pytest.raises(Exception, match=re.escape("  lr <\n      ^")):
        place.cell("runs", "-F", "lr <")
