import os
from pathlib import Path

import numpy
import pytest

import guild_jupyter
from guild_jupyter import api
from guild_jupyter.api import Guild, Options, Run
from guild_jupyter.errors import (
    FilterError,
    MissingFlags,
    NoGuildFile,
    NoSuchOperation,
    NoSuchRun,
    RunError,
    RunFailed,
)

GUILD_FILE = """\
train:
  main: train
  default: yes
  flags-dest: args
  flags: {lr: 0.1, epochs: 5}
fail: {exec: 'sh -c "exit 3"'}
use:
  exec: cat made.txt
  requires: {operation: make, target-path: .}
make: {exec: 'sh -c "echo made > made.txt"'}
needs: {exec: echo, flags: {x: {required: yes}}}
"""


@pytest.fixture
def guild(tmp_path, monkeypatch):
    for name in ("GUILD_HOME", "GUILD_PYTHON_EXE", "GUILD_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    project = tmp_path / "project"
    project.mkdir()
    (project / "guild.yml").write_text(GUILD_FILE)
    (project / "train.py").write_text("print('loss: 1')\n")
    monkeypatch.chdir(project)
    here = Guild(project, tmp_path / "home")
    monkeypatch.setattr(api, "_here", here)
    yield here
    runs = here.runs()
    for run in runs:
        run.stop(grace=0)
    for run in runs:
        run.wait(timeout=60, check=False)


def below(folder):
    return sorted(
        (str(path), path.lstat().st_mtime_ns, path.lstat().st_size) for path in folder.rglob("*")
    )


def test_a_run_from_python(guild):
    run = guild_jupyter.run("train", epochs=2, wait=True)
    assert run.flags == {"lr": 0.1, "epochs": 2}
    assert run.last_scalars() == {"loss": 1.0}
    assert guild_jupyter.runs()[0] == guild_jupyter.find() == guild.find(run.short_id) == run
    assert guild.select(["1"])[0] == run


def test_words_stand_for_flags_too(guild):
    assert guild_jupyter.run("train", "lr=0.5", wait=True).flags["lr"] == 0.5


def test_without_an_operation_the_default_one_runs(guild):
    assert guild.operation().name == "train"
    assert guild.plan().operation.name == "train"


def test_waiting_for_a_run_that_fails_raises_unless_told_not_to(guild):
    with pytest.raises(RunFailed):
        guild_jupyter.run("fail", wait=True)
    assert guild_jupyter.run("fail", wait=True, check=False).exit_status == 3


def test_numbers_of_numpy_and_paths_are_recorded_as_plain_values(guild):
    plan = guild.plan("train", values={"lr": numpy.float64(0.5), "epochs": numpy.int32(3)})
    assert plan.flags == {"lr": 0.5, "epochs": 3}
    assert [type(value) for value in plan.user_flags.values()] == [float, int]


def test_a_run_stands_for_its_id_where_one_is_required(guild):
    first = guild.run("make").wait(timeout=60)
    second = guild.run("make").wait(timeout=60)
    run = guild.run("use", values={"make": first}).wait(timeout=60)
    assert run.flags == {"operation:make": first.id}
    assert guild.plan("use").flags == {"operation:make": second.id}


def test_a_plan_writes_nothing(guild, tmp_path):
    guild.run("make").wait(timeout=60)
    before = below(tmp_path)
    guild.plan("train", ["epochs=3"], Options(label="L"))
    guild.plan("use")
    assert below(tmp_path) == before


def test_a_plan_does_not_make_the_home(guild, tmp_path):
    guild.plan("train")
    assert not (tmp_path / "home").exists()
    assert len(guild.runs()) == 0


def test_a_project_is_read_again_when_its_file_changes(guild):
    first = guild.project()
    assert guild.project() is first
    assert [op.name for op in guild.operations()][:2] == ["train", "fail"]
    file = guild.folder / "guild.yml"
    file.write_text("other: {exec: echo}\n")
    os.utime(file, ns=(1, 1))
    assert [op.name for op in guild.operations()] == ["other"]


def test_needed_finds_runs_of_the_same_operation_file_and_flags(guild):
    run = guild.run("train").wait(timeout=60)
    guild.run("train", ["epochs=9"]).wait(timeout=60)
    guild.run("fail").wait(timeout=60, check=False)
    assert guild.needed(guild.plan("train")) == [run]
    assert guild.needed(guild.plan("fail")) == []
    with (guild.folder / "guild.yml").open("a") as file:
        file.write("# changed\n")
    assert guild.needed(guild.plan("train")) == []


def test_a_notebook_beside_the_operation_makes_no_run_needed_again(guild):
    (guild.folder / "tour.ipynb").write_text("{}")
    run = guild.run("train").wait(timeout=60)
    (guild.folder / "tour.ipynb").write_text('{"saved": 1}')
    (guild.folder / "other.ipynb").write_text("{}")
    assert guild.needed(guild.plan("train")) == [run]
    (guild.folder / "train.py").write_text("print('loss: 2')\n")
    assert guild.needed(guild.plan("train")) == []
    command = guild.run("make").wait(timeout=60)
    assert guild.needed(guild.plan("make")) == [command]
    (guild.folder / "tour.ipynb").write_text('{"saved": 2}')  # a command may read it
    assert guild.needed(guild.plan("make")) == []


def test_the_grace_of_the_settings_is_the_plans(guild):
    assert guild.plan("train").options.grace == guild.settings.grace
    chosen = guild.plan("train", options=Options(label="mine")).options
    assert (chosen.label, chosen.grace) == ("mine", guild.settings.grace)


def test_errors_are_of_one_tree(guild):
    for call, error in (
        (lambda: guild.plan("nope"), NoSuchOperation),
        (lambda: guild.plan("needs"), MissingFlags),
        (lambda: guild.find("nope"), NoSuchRun),
    ):
        with pytest.raises(error) as caught:
            call()
        assert isinstance(caught.value, guild_jupyter.GuildError)


def test_the_folder_is_the_current_one_unless_given(guild, tmp_path, monkeypatch):
    loose = Guild()
    assert loose.folder == Path.cwd()
    loose.folder = tmp_path
    assert loose.folder == tmp_path
    assert loose.named_home is None
    assert guild.named_home == str(tmp_path / "home")
    with pytest.raises(NoGuildFile):
        loose.project()
    assert loose.home.path.name == ".guild"


def test_a_current_folder_that_was_deleted_is_one_clear_error(tmp_path, monkeypatch):
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    with pytest.raises(NoGuildFile, match="does not exist any more"):
        Guild().project()


def test_the_functions_share_one_facade(guild):
    assert api.here() is guild
    assert guild_jupyter.project() is guild.project()


def test_runs_are_filtered_from_python(guild):
    first, second = (guild_jupyter.run("train", lr=lr, wait=True) for lr in (0.5, 0.25))
    assert list(guild_jupyter.runs(operation="train", filter="lr < 0.3 and loss = 1")) == [second]
    assert list(guild.runs(status=["completed"], without="error")) == [second, first]
    assert list(guild.runs().filter("lr = 0.5", started="last hour")) == [first]
    assert list(guild.runs(deleted=True, marked=False)) == []
    left = guild.runs(filter="lr = 0.5")
    assert list(guild.select(["1"], left, guild.runs())) == [first]
    with pytest.raises(FilterError, match="there is no filter 'op'"):
        guild_jupyter.runs(op="train")


@pytest.mark.parametrize("name", ["Options", "RunPlan"])
def test_what_is_needed_to_start_runs_is_imported_when_it_is_named(name):
    assert getattr(api, name).__name__ == name
    assert name in api.__all__


def test_a_name_that_the_api_does_not_have_is_an_error():
    with pytest.raises(AttributeError, match="nothing"):
        _ = api.nothing


def test_a_run_is_compared_with_a_run_only(guild):
    with pytest.raises(RunError, match="'2' is no run to compare with"):
        Run(guild.home.runs / ("0" * 32)).diff("2")


def test_runs_are_filtered_by_an_expression_alone(guild):
    with pytest.raises(FilterError):
        guild.runs("loss <")
    assert not guild.runs("loss < 1")
