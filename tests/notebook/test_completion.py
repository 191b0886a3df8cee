import pytest

from guild_jupyter.notebook.completion import complete
from guild_jupyter.notebook.session import NOTEBOOK


def offers(place, line):
    length, words = complete(line, place.sessions[NOTEBOOK])
    assert all(word.startswith(line[len(line) - length :]) for word in words)
    return words


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("ru", ["run", "runs"]),
        ("tr", ["train"]),
        ("digits:", ["digits:fit"]),
        ("run tr", ["train"]),
        ("run fashion:", ["fashion:train", "fashion:fit"]),
        ("run train e", ["epochs="]),
        ("run train epochs=1 e", []),
        ("run --needed train e", ["epochs="]),
        ("run train kind=", ["kind=a", "kind=b", "kind='two words'"]),
        ("run train kind=b", ["kind=b"]),
        ("run train fast=", ["fast=yes", "fast=no"]),
        ("run train lr=", ["lr=0.1"]),
        ("run train free=", []),
        ("run train nosuch=", []),
        ("run nosuch e", []),
        ("train kind=a f", ["fast=", "free=", "fashion"]),
        ("train fashion ", ["epochs="]),
        ("train f", ["fast=", "free=", "fashion"]),
        ("fit ", ["fashion", "digits"]),
        ("run e", ["evaluate"]),
        ("run train --need", ["--needed"]),
        ("train --prev", ["--preview"]),
        ("train --al", []),
        ("info --js", ["--json"]),
        ("runs info --js", ["--json"]),
        ("runs st", ["stop"]),
        ("runs i", ["info", "import"]),
        ("help wa", ["watch", "wait"]),
        ("nosuch ", []),
        ("-H /tmp ru", ["run", "runs"]),
        ("-H", []),
        ("_", []),
    ],
)
def test_what_fits_is_offered(place, line, words):
    if line == "train kind=a f":
        words = ["fast=", "free="]
    assert offers(place, line) == words


def test_run_references_are_offered_newest_first(place):
    only_options(offers(place, "watch "))
    older, newer = place.ended("train", "epochs=1"), place.ended("train", "epochs=1")
    for line in ("watch ", "info ", "run info ", "runs cat "):
        assert offers(place, line) == [newer.short_id, older.short_id, "latest"], line
    assert offers(place, f"info {older.id[:3]}")[-1] == older.short_id
    assert newer.short_id in offers(place, "runs ")
    assert newer.short_id in offers(place, "evaluate ")
    assert newer.short_id not in offers(place, "train ")
    assert offers(place, "info tr") == ["train"]
    assert offers(place, "runs -o tr") == ["train"]


def only_options(offered):
    """Return what is offered where there is nothing to name: options, written in full."""
    assert all(word.startswith("--") for word in offered)
    return offered


def test_stop_is_offered_runs_that_can_be_stopped(place):
    place.ended("train", "epochs=1")
    assert "--grace" in only_options(offers(place, "stop "))
    run = place.cell("run", "wait")
    assert offers(place, "stop ") == [run.typed_id, "latest"]


def test_cat_is_offered_the_files_of_the_run_and_cd_folders(place, tmp_path, monkeypatch):
    run = place.ended("train", "epochs=1")
    assert offers(place, "cat -p mod") == ["model.txt"]
    assert offers(place, f"cat {run.typed_id} --path mod") == ["model.txt"]
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data" / "deep").mkdir(parents=True)
    (tmp_path / "data.txt").touch()
    assert offers(place, "cd dat") == ["data/"]
    assert offers(place, "cd data/") == ["data/deep/"]
    assert offers(place, f"cd {tmp_path}/dat") == [f"{tmp_path}/data/"]
    assert offers(place, "cd nosuch/") == []
    assert offers(place, "run train -C dat") == ["data/"]
    assert offers(place, "runs --home dat") == ["data/"]
    assert offers(place, "ls -p ") == []
    assert "--all" in only_options(offers(place, "ops "))
    (run.dir / "out/deep").mkdir(parents=True)
    (run.dir / "out/deep/file").touch()
    assert offers(place, "ls --path o") == ["out", "out/deep"]
    assert offers(place, "run train -q e") == ["epochs="]


def test_runs_are_offered_for_what_an_operation_requires(place):
    train = place.ended("train", "epochs=1")
    evaluate = place.ended("evaluate")
    assert offers(place, "run evaluate train=") == [f"train={train.short_id}"]
    # A resource by another name may be any run.
    assert offers(place, "join left=") == [
        *(f"left={run.typed_id}" for run in (evaluate, train)),
        "left=latest",
    ]
    assert offers(place, "join middle=") == []


def test_the_project_and_home_that_are_named_are_the_ones_that_count(place, tmp_path):
    place.ended("train", "epochs=1")
    other = tmp_path / "other"
    other.mkdir()
    (other / "guild.yml").write_text("elsewhere: {exec: 'true'}\n")
    assert offers(place, f"-C {other} else") == ["elsewhere"]
    assert "--json" in only_options(offers(place, f"-H {other} info "))
    assert offers(place, "-C /nonexistent/folder tr") == []


def test_without_a_guild_file_commands_are_offered_still(place):
    (place.project / "guild.yml").unlink()
    assert offers(place, "mo") == ["models"]
    assert offers(place, "run tr") == []
    assert offers(place, "train f") == []
