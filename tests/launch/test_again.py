import shutil

import pytest
import yaml

from guild_jupyter.api import Guild
from guild_jupyter.errors import FlagError, LaunchError, ResourceError
from guild_jupyter.launch.launcher import launch
from guild_jupyter.launch.options import Options
from guild_jupyter.redaction import redact
from guild_jupyter.runstore import manifest

TRAIN = """\
import sys, os
print("words", sys.argv[1:])
print("loss: 0.25")
open("made.txt", "a").write("x")
"""


@pytest.fixture
def guild(world):
    world.file("train.py", TRAIN)
    world.guild(
        """
        train:
          main: train
          flags-dest: args
          label: lr-${lr}
          env: {MODE: fast}
          flags: {epochs: 5, lr: 0.1}
        prep: {exec: sh -c 'echo 1 > data.txt'}
        use:
          exec: cat data.txt
          requires: {operation: prep}
          env: {FROM: "of ${operation:prep}"}
        """
    )
    return Guild(world.project, world.home.path)


def ended(plan):
    return launch(plan).wait(60, check=False)


def again(guild, run, *words, in_place=True, **options):
    return guild.plan_again(run, words, Options(**options), in_place=in_place)


def test_a_run_is_started_again_in_its_own_directory(guild):
    first = ended(guild.plan("train", ["lr=0.5"]))
    begun, made = first.started, first.attributes.get("initialized")
    run = ended(again(guild, first))
    assert run.dir == first.dir
    assert run.status == "completed"
    assert run.flags == {"epochs": 5, "lr": 0.5}
    assert run.attributes.get("user_flags") == {}
    assert run.started > begun
    assert run.attributes.get("initialized") == made
    assert (run.dir / "made.txt").read_text() == "xx"
    assert run.output().count("words") == 1
    assert len(guild.runs()) == 1


def test_flags_may_change_and_the_label_with_them(guild):
    first = ended(guild.plan("train"))
    assert first.label == "lr-0.1"
    run = ended(again(guild, first, "lr=0.7"))
    assert run.label == "lr-0.7"
    assert "'0.7'" in run.output()
    assert run.user_flags == {"lr": 0.7}
    with pytest.raises(FlagError, match="nope"):
        again(guild, first, "nope=1")


def test_a_label_that_was_written_by_hand_stays(guild):
    first = ended(guild.plan("train"))
    (first.dir / ".guild/attrs/label").write_text("my best ${lr}\n")
    assert ended(again(guild, first, "lr=0.7")).label == "my best ${lr}"
    assert ended(again(guild, first, label="new ${lr}")).label == "new 0.7"


def test_the_source_code_of_the_run_is_used_not_that_of_the_project(guild, world):
    first = ended(guild.plan("train"))
    world.file("train.py", "print('changed')")
    assert "changed" not in ended(again(guild, first)).output()
    copied = ended(again(guild, first, in_place=False))
    assert copied.id != first.id
    assert "changed" not in copied.output()
    assert (copied.dir / "train.py").read_text() == TRAIN
    assert copied.attributes.get("sourcecode_digest") == first.attributes.get("sourcecode_digest")


def test_the_project_may_be_gone(guild, world):
    first = ended(guild.plan("train"))
    (world.project / "guild.yml").unlink()
    assert ended(again(guild, first, "epochs=1")).flags["epochs"] == 1


def test_the_operations_own_environment_comes_again(guild):
    first = ended(guild.plan("train"))
    assert again(guild, first).added["MODE"] == "fast"


def test_a_prototype_gives_its_code_and_flags_to_a_new_run(guild):
    first = ended(guild.plan("train", ["lr=0.5"]))
    run = ended(again(guild, first, "epochs=1", in_place=False))
    assert run.flags == {"epochs": 1, "lr": 0.5}
    assert run.opref == first.opref
    assert first.status == "completed"
    listed = manifest.read((run.dir / ".guild/manifest").read_text())
    assert "train.py" in [entry.path for entry in listed]
    assert "made.txt" not in [entry.path for entry in listed]


def test_a_staged_run_is_made_ready_and_started_later(guild):
    staged = launch(guild.plan("train", ["lr=0.5"], Options(stage=True)))
    assert staged.status == "staged"
    assert not staged.output_path.exists()
    run = ended(again(guild, staged))
    assert run.dir == staged.dir
    assert run.status == "completed"
    assert not (run.dir / ".guild/STAGED").exists()
    assert "'0.5'" in run.output()


def test_a_staged_run_chooses_what_it_requires_when_it_is_started(guild):
    staged = launch(guild.plan("use", [], Options(stage=True)))
    with pytest.raises(ResourceError, match="no suitable run for prep"):
        again(guild, staged)
    prepared = ended(guild.plan("prep"))
    run = ended(again(guild, staged))
    assert run.status == "completed", run.output()
    assert run.flags == {"operation:prep": prepared.id}
    assert run.output().endswith("1\n")


def test_what_was_resolved_before_is_not_resolved_again(guild):
    ended(guild.plan("prep"))
    plan = guild.plan("use")
    first = ended(plan)
    anew = again(guild, first)
    assert anew.added == plan.added
    assert anew.added["FROM"] == f"of {first.flags['operation:prep']}"
    run = ended(anew)
    assert "already resolved" in run.output()
    assert run.output().endswith("1\n")


def test_a_run_that_is_running_is_not_started_again(guild, world):
    world.guild("stay: {exec: sleep 600}")
    run = launch(guild.plan("stay"))
    with pytest.raises(LaunchError, match=r"stay \w+ is (running|pending)"):
        launch(again(guild, run))
    run.stop(grace=0)
    run.wait(60, check=False)


def test_a_run_without_a_record_of_how_it_was_run_is_refused(guild):
    run = ended(guild.plan("train"))
    (run.dir / ".guild/attrs/op").unlink()
    with pytest.raises(LaunchError, match="does not record how it was run"):
        again(guild, run)


def test_a_secret_has_to_be_given_again(guild, world):
    world.guild("login: {main: train, flags-dest: args, flags: {api_key: null}}")
    run = ended(guild.plan("login", ["api_key=hunter2hunter2"]))
    with pytest.raises(LaunchError, match="these flags are not recorded: api_key") as caught:
        again(guild, run)
    assert redact(str(caught.value)) == str(caught.value)
    assert (
        "hunter2hunter2"
        in ended(again(guild, run, "api_key=hunter2hunter2")).output_path.read_text()
    )


def test_a_run_that_failed_to_start_can_be_started_again(guild, world):
    (world.project / "train.py").unlink()
    run = launch(guild.plan("train"))
    assert run.status == "error"
    (run.dir / "train.py").write_text("print('there now')\n")
    world.file("train.py", "")
    manifest_file = run.dir / ".guild/manifest"
    with manifest_file.open("a") as file:
        file.write("s train.py 0 train.py\n")
    assert ended(again(guild, run)).output() == "there now\n"


@pytest.mark.parametrize("dest", ["globals", "namespace:P"])
def test_a_run_whose_flags_are_variables_of_the_module_is_started_again(guild, world, dest):
    text = "from types import SimpleNamespace\nx = 1\nP = SimpleNamespace(x=1)\nprint(x, P.x)\n"
    world.file("glob.py", text)
    world.guild(f"op: {{main: glob, flags-dest: '{dest}', flags: {{x: 2}}}}")
    first = ended(guild.plan("op"))
    again_run = ended(again(guild, first, "x=3"))
    assert again_run.output().split() == (["3", "1"] if dest == "globals" else ["1", "3"])


def guilds(run, words, **more):
    """Make the record of a run look like one that Guild itself made."""
    file = run.dir / ".guild/attrs/op"
    op = yaml.safe_load(file.read_text())
    del op["guild-jupyter"]
    op["op-cmd"]["cmd-args"] = words
    op["op-cmd"] |= more
    file.write_text(yaml.safe_dump(op))
    (run.dir / ".guild/launch.json").unlink()
    (run.dir / ".guild/plan.json").unlink()
    return run


def test_runs_that_guild_made_are_started_from_their_record(guild):
    first = ended(guild.plan("train"))
    words = ["${python_exe}", "-um", "guild.op_main", "train", "--", "__flag_args__"]
    guilds(first, words, **{"cmd-env": {"MODE": "slow", "GUILD_PLUGINS": "cpu"}})
    plan = again(guild, first, "lr=9")
    assert plan.operation.main == "train"
    assert plan.added["MODE"] == "slow"
    assert "'9'" in ended(plan).output()


def test_programs_and_notebooks_of_guild_are_told_from_their_commands(guild):
    first = guilds(ended(guild.plan("train")), ["echo", "a b", "__flag_args__"])
    assert "a b --epochs 5 --lr 0.1" in ended(again(guild, first)).output()
    words = ["${python_exe}", "-um", "guild.op_main", "guild.plugins.nbexec", "a.ipynb", "--"]
    second = guilds(ended(guild.plan("train")), [*words, "__flag_args__"])
    assert again(guild, second).operation.notebook == "a.ipynb"
    third = guilds(ended(guild.plan("train")), ["${python_exe}", "-um", "guild.steps_main"])
    (third.dir / ".guild/attrs/steps").write_text("- train\n- {run: train, flags: [lr=1]}\n")
    steps = again(guild, third).operation.steps
    assert [(step.name, step.flags) for step in steps] == [("train", {}), ("train", {"lr": "1"})]
    (third.dir / ".guild/attrs/steps").write_text("- 5\n")
    with pytest.raises(LaunchError, match="makes no sense: no step: 5"):
        again(guild, third)


def test_a_file_of_settings_is_written_anew_with_the_flags_of_the_restart(guild, world):
    world.file("c.yml", "a: 1\nb: 5\n")
    world.file("show.py", "print(open('c.yml').read())\n")
    world.guild("c: {main: show, flags-dest: 'config:c.yml', flags: {a: 1}}")
    first = ended(guild.plan("c", ["a=2"]))
    assert "a: 2\nb: 5" in first.output()
    assert "a: 3\nb: 5" in ended(again(guild, first, "a=3")).output()
    assert "a: 4\nb: 5" in ended(again(guild, first, "a=4", in_place=False)).output()


def test_flags_keep_their_types_choices_and_bounds(guild, world):
    world.guild(
        "op: {main: train, flags-dest: args, flags: {name: {type: string, default: x}, "
        "n: {type: int, min: 0, max: 5, default: 1}, c: {choices: [a, b], default: a}}}"
    )
    run = ended(guild.plan("op"))
    assert again(guild, run, "name=007").flags["name"] == "007"
    for wrong in ("n=77", "n=x", "c=z"):
        with pytest.raises(FlagError):
            again(guild, run, wrong)


def test_what_a_run_works_on_is_the_same_when_it_is_started_again(guild, world):
    trained = ended(guild.plan("train"))
    world.guild("show: {exec: printenv RUNDIR}")
    first = ended(guild.plan("show", [], Options(of_run=trained.dir)))
    for in_place in (True, False):
        run = ended(again(guild, first, in_place=in_place))
        assert run.output() == f"{trained.dir}\n"
        assert (run.dir / "rundir").resolve() == trained.dir.resolve()
    trained.dir.rename(world.root / "gone")
    with pytest.raises(LaunchError, match=r"the run that show .* works on is gone"):
        again(guild, first)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["op-cmd", "cmd-args"], 5),
        (["op-cmd", "cmd-flags"], {"a": 5}),
        (["op-cmd", "cmd-flags"], 5),
        (["op-cmd", "cmd-env"], 5),
        (["op-cmd", "cmd-env"], {"B=": 1}),
        (["op-cmd", "flags-dest"], [1]),
        (["label-template"], [1]),
        (["output-scalars"], "((("),
        (["output-scalars"], {"a": 5}),
        (["python-requires"], [1]),
        (["sourcecode"], {"dest": "../.."}),
        (["guild-jupyter"], {"main": 5}),
        (["guild-jupyter"], {"main": "train", "env": [1]}),
        (["guild-jupyter"], {"main": "train", "env-secrets": 5}),
        (["guild-jupyter"], {"main": "train", "flags": [5]}),
        (["guild-jupyter"], {"main": "train", "flags": [{"name": "a", "choices": 5}]}),
    ],
)
def test_a_record_that_makes_no_sense_is_refused(guild, path, value):
    run = ended(guild.plan("train"))
    file = run.dir / ".guild/attrs/op"
    op = yaml.safe_load(file.read_text())
    if path[0] == "op-cmd":
        del op["guild-jupyter"]
    place = op
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    file.write_text(yaml.safe_dump(op))
    with pytest.raises(LaunchError, match=r"the record of train .* makes no sense"):
        again(guild, run)


def test_no_file_outside_of_the_run_is_taken_for_its_source_code(guild, tmp_path):
    run = ended(guild.plan("train"))
    (tmp_path / "secret.txt").write_text("secret")
    (run.dir / "out").symlink_to(tmp_path)
    with (run.dir / ".guild/manifest").open("a") as file:
        file.write("s out/secret.txt 0 out/secret.txt\n")
    assert "out/secret.txt" not in again(guild, run).source.files
    with (run.dir / ".guild/manifest").open("a") as file:
        file.write(f"s ../../{tmp_path.name}/secret.txt 0 x\n")
    with pytest.raises(LaunchError, match="makes no sense"):
        again(guild, run)


def test_a_run_is_started_in_its_own_home_alone(guild, world):
    run = ended(guild.plan("train"))
    plan = again(guild, run)
    guild.delete(run)
    with pytest.raises(LaunchError, match="is deleted"):
        launch(plan)
    (gone,) = guild.deleted()
    with pytest.raises(LaunchError, match="is not in the Guild home"):
        launch(again(guild, gone))
    assert ended(again(guild, gone, in_place=False)).status == "completed"


def test_a_copy_of_a_run_is_not_started_as_if_it_were_that_run(guild, world):
    world.guild("stay: {exec: sleep 600}")
    run = launch(guild.plan("stay"))
    copy = run.dir.parent / ("b" * 32)
    shutil.copytree(run.dir, copy, symlinks=True)
    found = guild.find("b" * 32)
    assert found.status == "unknown"
    with pytest.raises(LaunchError, match="is not known here: a copy of run"):
        launch(again(guild, found))
    run.stop(grace=0)
    run.wait(60, check=False)
