"""The command that says what is known of a run."""

import sys

import pytest

from guild_jupyter import __version__
from guild_jupyter.errors import NoSuchRun
from guild_jupyter.notebook.commands import doctor


def test_doctor_says_what_is_known_of_the_latest_run_or_another(place):
    run = place.ended("train", "epochs=1", "code=3")
    text = str(place.cell("doctor"))
    assert text.startswith(f"run          {run.id} train\n")
    assert f"with         guild_jupyter {__version__}, Python {sys.version.split()[0]}\n" in text
    assert "state        error (exit status 3); for Guild error\n" in text
    assert "\n! " not in text
    assert text.endswith(f"advice       see what it said: %guild cat {run.short_id}")
    assert f"guild-jupyter cat {run.short_id}" in str(place.terminal("doctor", run.short_id))
    assert "epochs" not in text


def test_doctor_says_what_the_run_shares_its_fate_with(place, monkeypatch):
    run = place.cell("run", "wait")
    monkeypatch.setattr(doctor, "shared_fate", lambda: "")
    assert "place  " not in str(place.cell("doctor"))
    monkeypatch.setattr(doctor, "shared_fate", lambda: "all of it ends together")
    assert "place        all of it ends together\n" in str(place.cell("doctor"))
    run.stop()
    run.wait(60, check=False)
    assert "place  " not in str(place.cell("doctor"))


def test_doctor_finds_a_run_that_is_so_damaged_that_no_list_has_it(place):
    run = place.ended("train")
    place.ended("train")
    (run.dir / ".guild/opref").unlink()
    text = str(place.cell("doctor", run.id))
    assert text.startswith(f"run          {run.id} ?\n")
    assert "! attribute opref" in text
    for reference in ("", "nothing"):
        with pytest.raises(NoSuchRun):
            place.cell("doctor", reference)
