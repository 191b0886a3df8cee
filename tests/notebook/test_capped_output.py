"""What is seen in a notebook or a terminal of a run that wrote more than is kept."""

import json

import pytest

from guild_jupyter.runstore import output
from guild_jupyter.supervise import exit_record

TALK = """
import time, os
print("first line")
for number in range(20_000):
    print("number", number)
print("last line", flush=True)
"""
MISSING = "output left out: the run keeps the first 1000 bytes and the last 1 KiB"


@pytest.fixture
def talker(place, clean_environment):
    """A project with a talkative operation, and a user who keeps little of what it says."""
    settings = clean_environment / ".guild" / "config.yml"
    settings.parent.mkdir()
    settings.write_text("guild_jupyter: {output: {head: 1kB, tail: 1KiB}}")
    place.write("talk.py", TALK)
    place.write("guild.yml", "talk: {main: talk}\n")
    return place


def test_a_run_that_was_cut_says_what_is_missing_and_why(talker):
    run = talker.ended("talk")
    assert run.status == "completed"
    shown = str(talker.cell("info"))
    assert MISSING in shown
    assert "last line" in shown
    assert MISSING in run._repr_mimebundle_()["text/html"].replace("&#x27;", "'")
    assert MISSING in json.loads(str(talker.cell("info", "--json")))["cuts"][0]
    assert run.output().startswith("first line\n")
    assert " bytes of output are left out here]\n" in run.output()
    assert run.output().endswith("last line\n")


@pytest.mark.parametrize("where", ["cell", "terminal"])
def test_cat_shows_both_ends_and_says_what_is_missing(talker, where):
    run = talker.ended("talk")
    getattr(talker, where)("cat", "--output")
    said = talker.hears()
    assert said.startswith(run.output())
    assert MISSING in (said if where == "cell" else talker.complaints)
    if where == "terminal":
        assert said == run.output_path.read_text()


def test_watch_shows_both_ends_and_ends(talker):
    run = talker.ended("talk")
    talker.cell("watch", "--wait")
    said = talker.hears()
    assert said.startswith("first line\n")
    assert (
        f"[guild_jupyter: {exit_record.read(run.files_of_run.exit_record).left_out_bytes} " in said
    )
    assert "last line\ntalk " in said


def test_a_run_that_is_watched_from_its_beginning_shows_its_end(talker):
    talker.cell("run", "talk", "--wait")
    said = talker.hears()
    assert "first line\n" in said
    assert "last line\n" in said


def test_a_page_is_given_no_more_of_an_output_than_it_can_hold(talker, monkeypatch):
    for name, value in {"FIRST": 300, "LAST": 100, "MOST": 1000}.items():
        monkeypatch.setattr(output, name, value)
    run = talker.ended("talk")
    talker.cell("cat")
    assert talker.hears() == run.output() + f"note: {run.cuts[0]}\n"
    assert len(run.output()) < 500
    talker.terminal("cat")
    assert len(talker.hears()) > 2000
