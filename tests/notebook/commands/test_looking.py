"""The commands that only look: runs, info, cat, ls, ops, models, help."""

import json
import re

import pytest

from guild_jupyter.errors import FlagError, NoSuchRun, RunError


@pytest.fixture
def pair(place):
    """An older run that completed and a newer one that failed."""
    return (
        place.ended("train", "epochs=2", "--label", "<good>", "-t", "t1"),
        place.ended("train", "epochs=1", "code=3"),
    )


def test_runs_lists_the_newest_first(place, pair):
    older, newer = pair
    assert list(place.cell("runs")) == [newer, older]
    text = repr(place.terminal("runs"))
    assert text.splitlines()[0].split() == [
        "#",
        "id",
        "operation",
        "started",
        "status",
        "time",
        "size",
        "label",
    ]
    assert "<good>" in text
    html = place.cell("runs")._repr_mimebundle_()["text/html"]
    assert "&lt;good&gt;" in html
    assert "<good>" not in html


def test_runs_can_be_chosen_and_limited(place, pair):
    older, newer = pair
    evaluated = place.ended("evaluate", "operation:train=" + older.id)
    assert list(place.cell("runs", "2:3")) == [newer, older]
    assert list(place.cell("runs", "1", older.short_id)) == [evaluated, older]
    assert list(place.cell("runs", "-n", "1")) == [evaluated]
    assert len(place.cell("runs", "-n", "1", "-a")) == 3
    assert list(place.cell("runs", "-o", "evaluate")) == [evaluated]
    assert list(place.cell("runs", "-n", "-5")) == []


def test_runs_of_an_empty_home_say_where_it_is(place):
    assert repr(place.cell("runs")) == f"no runs in {place.home}"


def test_runs_as_json_are_plain_data(place, pair):
    older, _newer = pair
    listed = json.loads(str(place.terminal("runs", "--json")))
    assert [run["status"] for run in listed] == ["error", "completed"]
    assert listed[0]["exit_status"] == 3
    assert listed[1]["flags"]["epochs"] == 2
    assert listed[1]["run_dir"] == str(older.dir)
    assert (listed[1]["label"], listed[1]["tags"], listed[1]["marked"]) == (
        "<good>",
        ["t1"],
        False,
    )


def test_a_run_full_of_garbage_is_listed_with_what_is_wrong(place, pair):
    older, newer = pair
    attrs = older.dir / ".guild" / "attrs"
    for name in ("flags", "started", "label", "tags", "cmd", "stopped"):
        (attrs / name).write_bytes(b"\xff{[: \x00")
    (older.dir / ".guild" / "opref").write_bytes(b"\xff'")
    assert len(place.cell("runs")) == 2
    assert older.short_id in repr(place.cell("runs"))
    shown = str(place.cell("info", older.short_id))
    assert "! flags: " in shown
    assert "! opref: " in shown
    assert json.loads(str(place.cell("info", older.short_id, "--json")))["problems"]
    assert "! " not in str(place.cell("info", newer.short_id))


def test_info_shows_the_latest_run_or_another(place, pair):
    older, newer = pair
    text = str(place.cell("info"))
    assert text.startswith(f"train {newer.id}  error (exit status 3)\n")
    for line in ("exit_status        3", "flag epochs        1", "marked             no"):
        assert f"  {line}\n" in text
    other = place.cell("info", "2")
    assert "label              <good>" in other.text
    assert "tags               t1" in other.text
    assert "loss 0.5 (step 1)" in other.text
    assert "&lt;good&gt;" in other.html
    assert f"train {older.id}  completed" in other.text


def test_info_shows_more_on_demand(place, pair):
    older, _ = pair
    run = place.ended("evaluate", "operation:train=" + older.id)
    (run.dir / ".guild/attrs/comments").write_text("- body: looks fine\n- bad\n")
    (run.dir / ".guild/attrs/comments").chmod(0o600)
    text = str(place.cell("info", "-e", "-d", "-c"))
    assert "env RUN_DIR" in text
    assert "dependency operation:train" in text
    assert "comment" in text
    assert "looks fine" in text
    assert "env RUN_DIR" not in str(place.cell("info"))
    data = json.loads(str(place.cell("info", "--json", "-e", "-d", "-O")))
    assert data["env"]["GUILD_OP"] == "evaluate"
    assert data["deps"]
    assert data["output"].endswith("a model\n")
    assert "env" not in json.loads(str(place.cell("info", "--json")))
    assert json.loads(str(place.cell("info", "2", "--json")))["scalars"]["loss"] == [1.0, 0]


def test_info_cuts_the_output_unless_told_not_to(place):
    place.ended("train", "epochs=30")
    assert "| step: 0\n" not in str(place.cell("info"))
    assert "| step: 0\n" in str(place.cell("info", "-O"))


def test_cat_shows_the_output_or_a_file(place, pair):
    assert place.cell("cat") is None
    assert place.hears() == "step: 0\nloss: 1.0\n"
    place.cell("cat", "2", "--output")
    assert place.hears().startswith("step: 0\nloss: 1.0\nstep: 1\n")
    place.cell("cat", "-p", "model.txt")
    assert place.hears() == "a model"


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("modle.txt", "Did you mean model.txt? See '%guild ls "),
        ("../../../project/guild.yml", ""),
        ("/etc/passwd", ""),
        (".", ""),
    ],
)
def test_cat_shows_nothing_outside_the_run(place, pair, path, hint):
    with pytest.raises(RunError, match="has no file") as caught:
        place.cell("cat", "-p", path)
    assert hint in caught.value.hint
    assert place.hears() == ""


def test_cat_shows_what_is_linked_into_the_run(place, pair):
    (pair[1].dir / "link").symlink_to(place.project / "train.py")
    place.cell("cat", "-p", "link")
    assert "import sys" in place.hears()


def test_ls_lists_files_by_kind(place, pair):
    run = place.ended("evaluate", "operation:train=" + pair[0].id)
    source = ["evaluate.py", "guild.yml", "train.py"]
    assert list(place.cell("ls")) == sorted([*source, "model.txt"])
    assert list(place.cell("ls", "--source")) == source
    assert list(place.cell("ls", "-d")) == ["model.txt"]
    assert list(place.cell("ls", "-g")) == []
    assert list(place.cell("ls", "-g", "2")) == ["model.txt"]
    assert ".guild/opref" in place.cell("ls", "-a")
    assert list(place.cell("ls", "-f", "-d")) == [str(run.dir / "model.txt")]
    assert repr(place.cell("ls", "-s")) == "\n  ".join([f"{run.dir}:", *source])
    assert repr(place.cell("ls", "-s", "-n")) == "\n".join(source)


def test_ls_lists_below_a_folder(place):
    place.write("make.py", "import os\nos.makedirs('a/b'); open('a/b/c', 'w'); open('ab', 'w')\n")
    place.write("guild.yml", "make: {main: make}\n")
    place.ended("make")
    assert list(place.cell("ls", "-g", "-p", "a")) == ["a/b/c"]
    assert list(place.cell("ls", "-p", "a/b/")) == ["a/b/", "a/b/c"]
    with pytest.raises(RunError, match="has no file or folder 'nosuch'"):
        place.cell("ls", "-p", "nosuch")


def test_ls_lists_what_is_hidden_where_it_is_asked_for(place, pair):
    (pair[1].dir / ".cache").write_text("")
    assert ".cache" not in place.cell("ls")
    assert list(place.cell("ls", "-p", ".cache")) == [".cache"]
    attributes = list(place.cell("ls", "-p", "./.guild/attrs/"))
    assert attributes[0] == ".guild/attrs/"
    assert ".guild/attrs/flags" in attributes
    assert list(place.cell("ls", "-p", ".guild/attrs/fl*")) == [".guild/attrs/flags"]


def test_info_of_a_batch_tells_what_its_trials_are_made_of(place, pair):
    run = pair[1]
    proto = run.dir / ".guild/proto/.guild"
    (proto / "attrs").mkdir(parents=True)
    (proto / "opref").write_text((run.dir / ".guild/opref").read_text())
    (proto / "attrs/flags").write_text("epochs: [1, 2]\n")
    (run.dir / ".guild/opref").write_text("builtin:guildai 0.9.0 '' +")
    text = str(place.cell("info", run.id))
    assert text.startswith(f"train+ {run.id}")
    assert "trials epochs      [1, 2]" in text
    assert "trials" not in str(place.cell("info", pair[0].id))


def test_names_of_files_do_not_reach_the_terminal_raw(place, pair):
    (pair[1].dir / "bad\x1b[31m\n").write_text("")
    assert "\x1b" not in repr(place.cell("ls"))


def test_ops_lists_the_operations(place):
    text = place.cell("ops").text
    assert "train" in text
    assert "Trains a small network." in text
    assert "code=0 epochs=2 fast=no free kind=a lr=0.1 text" in text
    assert "_hidden" not in text
    assert "_hidden" in place.cell("operations", "-a").text
    assert place.cell("ops", "fit").text.splitlines()[1:] == ["fashion:fit", "digits:fit"]
    assert place.cell("ops", "nosuch").text == "no operation contains 'nosuch'"


def test_ops_lists_what_cannot_be_read_with_the_reason(place):
    (place.project / "guild.yml").unlink()
    place.write("Guild", '[model "m"]\ntrain = m\nempty =\n_hidden =\n')
    lines = place.cell("ops").text.splitlines()[1:]
    assert [" ".join(line.split()) for line in lines] == [
        "m:train",
        "m:empty cannot be read: line 3: an operation without a command",
    ]
    assert "m:_hidden" in place.cell("ops", "-a").text
    assert place.cell("models").text.endswith("train, empty (cannot be read)")
    assert len(place.cell("ops", "empty").text.splitlines()) == 2


def test_descriptions_and_choices_tell_no_secret(place):
    place.write(
        "guild.yml",
        "- model: m\n  description: 'api_key: hunter22a'\n  operations:\n    op:\n"
        "      exec: 'true'\n      description: uses token=hunter33b4c5d6\n      flags:\n"
        "        api_key: {choices: [hunter44, hunter55], description: 'password=hunter66'}\n",
    )
    for words in (["ops"], ["models"], ["help"], ["help", "m:op"], ["run", "m:op", "--help-op"]):
        assert "hunter" not in repr(place.cell(*words)), words
    with pytest.raises(FlagError) as caught:
        place.cell("run", "m:op", "api_key=x1y2z3w4")
    assert "hunter" not in str(caught.value)


def test_models_lists_the_models(place):
    lines = place.cell("models").text.splitlines()
    assert [line.split()[0] for line in lines[1:]] == ["(anonymous)", "fashion", "digits"]
    assert "Clothes" in lines[2]
    assert "_hidden" not in lines[1]
    assert place.cell("models", "nosuch").text == "no model contains 'nosuch'"


def test_help_lists_commands_and_the_project(place):
    text = place.cell("help").text
    assert re.search(r"^  run +Start an operation$", text, re.MULTILINE)
    for line in ("  fashion - Clothes", "    fashion:fit"):
        assert f"{line}\n" in text
    assert "_hidden" not in text
    assert text.startswith("Usage: %guild COMMAND")
    assert place.terminal("help").text.startswith("Usage: guild-jupyter COMMAND")
    assert place.cell("help", "run").text == place.cell("run", "--help").text


def test_help_without_a_project_says_so(place):
    (place.project / "guild.yml").unlink()
    assert "No project: no guild.yml in " in place.cell("help").text


def test_a_wrong_range_or_index_is_an_error(place, pair):
    with pytest.raises(NoSuchRun, match="no run 99: there are 2 runs"):
        place.cell("info", "99")
    with pytest.raises(NoSuchRun, match="means 2 runs, not one"):
        place.cell("info", "1:2")


def test_the_run_that_a_run_works_on_is_named(place):
    trained = place.ended("train", "epochs=1")
    place.write("evaluate.py", "")
    place.write("guild.yml", "train: {main: train}\nevaluate: {main: evaluate}\n")
    evaluated = place.ended("evaluate", trained.short_id)
    line = f"works_on {trained.id} train"
    assert line in [" ".join(text.split()) for text in str(place.terminal("info")).splitlines()]
    assert json.loads(str(place.cell("info", "--json")))["subject"] == trained.id
    assert json.loads(str(place.cell("info", trained.id, "--json")))["subject"] is None
    assert "works_on" not in str(place.terminal("info", trained.id))
    place.guild.delete(trained)
    assert f"{trained.id}, which is gone" in str(place.terminal("info", evaluated.id))
