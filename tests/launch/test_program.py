import os
import subprocess
from dataclasses import replace

import pytest
import yaml

from guild_jupyter.errors import GuildFileError, LaunchError
from guild_jupyter.launch import selection
from guild_jupyter.launch.again import plan_again
from guild_jupyter.launch.faults import faults
from guild_jupyter.launch.launcher import launch
from guild_jupyter.launch.options import Options
from guild_jupyter.launch.plan import plan_run
from guild_jupyter.launch.program import search_path
from guild_jupyter.launch.relaunch import relaunch
from guild_jupyter.runstore.layout import Home

MODULE = "no_module_but_this_projects"


@pytest.fixture
def project(world, monkeypatch):
    """A project of a program and other files, of which the default rules take three."""
    monkeypatch.setattr(selection, "MAX_COUNT", 3)
    for name in "abcd":
        world.file(f"{name}.txt")
    world.file(f"{MODULE}.py", "print('said')\n")
    return world


def test_the_program_is_copied_though_the_limit_on_files_leaves_it_out(project):
    project.guild(f"op: {{main: {MODULE}}}")
    plan = project.plan("op")
    assert plan.source.files == ["a.txt", "b.txt", "c.txt", f"{MODULE}.py"]
    assert plan.refusal is None
    run = launch(plan).wait(60)
    assert run.output() == "said\n"


def test_the_program_is_copied_though_git_ignores_it(world):
    world.guild(f"op: {{main: src/{MODULE}}}")
    world.file(f"src/{MODULE}.py", "print('said')\n")
    world.file(".gitignore", "src\n")
    subprocess.run(["git", "-C", world.project, "init", "-q"], check=True)
    plan = world.plan("op")
    assert plan.source.files == ["guild.yml", f"src/{MODULE}.py"]
    assert launch(plan).wait(60).output() == "said\n"


def test_where_nothing_else_is_copied_the_modules_are_those_of_the_project(world, monkeypatch):
    monkeypatch.setattr(selection, "MAX_FILE", 0)
    world.guild(f"op: {{main: {MODULE}}}")
    world.file(f"{MODULE}.py", "import beside\n")
    world.file("beside.py", "print('said')\n")
    plan = world.plan("op")
    assert plan.source.files == []
    assert launch(plan).wait(60).output() == "said\n"


def test_of_a_package_all_that_is_needed_to_run_it_is_copied(project):
    for name in ("pkg/__init__.py", "pkg/sub/__init__.py", "pkg/sub/__main__.py", "pkg/other.py"):
        project.file(name, f"print({name!r})\n")
    project.guild("op: {main: pkg.sub}")
    plan = project.plan("op")
    assert plan.source.files[3:] == [
        "pkg/__init__.py",
        "pkg/sub/__init__.py",
        "pkg/sub/__main__.py",
    ]
    assert launch(plan).wait(60).output().split()[-1] == "pkg/sub/__main__.py"


def test_a_program_that_is_too_large_to_be_taken_is_no_longer_said_to_be_left_out(
    world, monkeypatch
):
    monkeypatch.setattr(selection, "MAX_FILE", 100)
    world.guild(f"op: {{main: {MODULE}}}")
    world.file(f"{MODULE}.py", "#" * 200)
    world.file("other.py", "#" * 200)
    source = world.plan("op").source
    assert f"{MODULE}.py" in source.files
    assert [path for path, _ in source.skipped] == ["other.py"]


def test_that_files_are_left_out_is_said_though_the_program_is_the_first_of_them(project):
    project.guild(f"op: {{main: {MODULE}}}")
    project.file("d.txt").rename(project.project / "z.txt")
    source = project.plan("op").source
    assert f"{MODULE}.py" in source.files
    assert len(source.skipped) == 1
    assert "and what comes after" in source.skipped[0][1]


def test_a_program_that_is_started_by_its_path_is_copied_too(project):
    project.file("tools/run", b"\x7fELF\0")
    project.guild("op: {exec: './tools/run --fast'}\nother: {exec: 'cat tools/run'}")
    assert project.plan("op").source.files[3:] == ["tools/run"]
    assert project.plan("other").source.files[3:] == []


RULES = {
    "by its name": f"[{{exclude: {MODULE}.py}}]",
    "by what is included": "['*.txt']",
    "with its folder": "[{exclude: {dir: src}}]",
    "with everything": "[{exclude: '*'}]",
    "by a pattern that takes nothing": f"./src/{MODULE}.py",
}


@pytest.mark.parametrize("rules", RULES.values(), ids=RULES)
def test_a_program_that_a_rule_leaves_out_is_refused_with_the_rule_to_write(world, rules):
    world.file("a.txt")
    world.file(f"src/{MODULE}.py", "print('said')\n")
    world.guild(f"op: {{main: src/{MODULE}, sourcecode: {rules}}}")
    plan = world.plan("op")
    assert f"src/{MODULE}.py" not in plan.source.files
    with pytest.raises(GuildFileError, match=f"'sourcecode' leaves out src/{MODULE}.py") as caught:
        launch(plan)
    assert caught.value.hint.startswith(f"Write '- include: src/{MODULE}.py'")
    assert caught.value.key == "op.sourcecode"
    assert (caught.value.file, caught.value.line) == (str(world.project / "guild.yml"), 1)
    assert not world.home.runs.exists()
    found = faults(
        plan.operation, plan.project, lambda spec, options: world.plan(spec, options=options)
    )
    assert [type(error) for error in found] == [GuildFileError]


def test_what_a_rule_leaves_out_is_fine_where_it_is_found_elsewhere(world, monkeypatch):
    world.file("a.txt")
    world.file(f"{MODULE}.py")
    there = world.file(f"elsewhere/{MODULE}.py").parent
    rules = f"sourcecode: [{{exclude: {MODULE}.py}}]"
    own = f"{{main: {MODULE}, {rules}, env: {{PYTHONPATH: '{there}'}}}}"
    world.guild(f"op: {{main: {MODULE}, {rules}}}\nown: {own}")
    assert world.plan("op").refusal is not None
    assert world.plan("own").refusal is None
    monkeypatch.setenv("PYTHONPATH", f"/nowhere{os.pathsep}{there}")
    assert world.plan("op").refusal is None


def test_what_a_rule_leaves_out_may_be_brought_by_a_resource(world):
    world.file("a.txt")
    world.file(f"{MODULE}.py", "print('said')\n")
    world.guild(f"op: {{main: {MODULE}, sourcecode: ['a.txt'], requires: {{file: {MODULE}.py}}}}")
    plan = world.plan("op")
    assert plan.refusal is None
    assert launch(plan).wait(60).output().endswith("said\n")


def test_where_nothing_is_copied_the_module_is_the_projects_own(world):
    world.file(f"{MODULE}.py", "print('said')\n")
    world.guild(f"op: {{main: {MODULE}, sourcecode: no}}")
    plan = world.plan("op", options=Options())
    assert plan.refusal is None
    assert plan.source.files == []


def test_a_home_of_which_python_cannot_be_told_is_refused_where_that_matters(world):
    world.file("a.py")
    world.file("src/b.py")
    world.guild("a: {main: a}\nb: {main: src/b}\nc: {main: src/b, flags-dest: globals}\n")
    assert world.plan("b").refusal is None
    world.home = Home(world.root / "a:b")
    assert world.plan("a").refusal is None
    for name in "bc":
        with pytest.raises(LaunchError, match="a:b/runs has a ':', which ends a path") as caught:
            launch(world.plan(name))
        assert "--home DIR" in caught.value.hint


def test_a_project_of_which_python_cannot_be_told_is_refused_where_nothing_is_copied(world):
    world.project = world.root / "a:b"
    world.file("a.py")
    world.guild("a: {main: a}\nb: {main: a, sourcecode: no}\n")
    assert world.plan("a").refusal is None
    error = world.plan("b").refusal
    assert error.message.startswith(
        f"Python cannot be told where the module a is: {world.root}/a:b"
    )
    assert error.hint == "Rename the project's folder."


PATHS = {
    "relative": "env: {PYTHONPATH: src}",
    "absolute": "env: {PYTHONPATH: PROJECT/src}",
    "one of several": "env: {PYTHONPATH: './src:zz'}",
    "of a flag": "env: {PYTHONPATH: '${place}'}, flags: {place: src}",
    "below the destination": "env: {PYTHONPATH: code/src}, sourcecode: {dest: code}",
    "of a resource": "requires: [{file: src, target-path: lib}], env: {PYTHONPATH: lib/src}",
    "a resource": "requires: [{file: src/MODULE.py}], sourcecode: no",
    "a renamed resource": "requires: [{file: src/x.txt, rename: 'x.txt MODULE.py'}]",
}


@pytest.mark.parametrize("attributes", PATHS.values(), ids=PATHS)
def test_a_module_that_the_environment_or_a_resource_brings_is_run(world, attributes):
    world.file(f"src/{MODULE}.py", "print('said')\n")
    world.file("src/x.txt", "print('said')\n")
    attributes = attributes.replace("PROJECT", str(world.project)).replace("MODULE", MODULE)
    world.guild(f"op: {{main: {MODULE}, {attributes}}}")
    plan = world.plan("op")
    assert plan.problem == ""
    assert launch(plan).wait(60).output().endswith("said\n")


@pytest.mark.parametrize(
    "attributes",
    [
        "env: {PYTHONPATH: nowhere}",
        "env: {PYTHONPATH: src}, sourcecode: no",
        "env: {PYTHONPATH: src}, sourcecode: {dest: code}",
        "env: {PYTHONPATH: src}, sourcecode: {root: other}",
        "requires: [{file: guild.yml}]",
        "requires: [{config: other/c.yml}]",
    ],
)
def test_a_module_that_nothing_brings_is_said_before_the_start(world, attributes):
    world.file(f"src/{MODULE}.py")
    world.file("other/c.yml", "a: 1\n")
    world.guild(f"op: {{main: {MODULE}, {attributes}}}")
    assert world.plan("op").problem == f"No module named {MODULE}"


def test_a_resource_of_which_only_its_content_tells_may_bring_the_module(world):
    world.file("x.zip")
    world.guild(f"op: {{main: {MODULE}, requires: [{{file: x.zip}}]}}\n")
    assert world.plan("op").problem == ""
    world.guild(f"op: {{main: {MODULE}, requires: [{{file: x.zip, unpack: no}}]}}\n")
    assert world.plan("op").problem == f"No module named {MODULE}"


def test_a_module_of_the_environments_path_that_git_ignores_is_copied(world):
    world.guild(f"op: {{main: {MODULE}, env: {{PYTHONPATH: src}}}}")
    world.file(f"src/{MODULE}.py", "print('said')\n")
    world.file(".gitignore", "src\n")
    subprocess.run(["git", "-C", world.project, "init", "-q"], check=True)
    plan = world.plan("op")
    assert plan.source.files == ["guild.yml", f"src/{MODULE}.py"]
    assert launch(plan).wait(60).output() == "said\n"


def test_an_operation_that_runs_in_the_project_finds_the_environments_path_there(world):
    world.file(f"src/{MODULE}.py")
    world.guild(f"op: {{main: {MODULE}, env: {{PYTHONPATH: src}}, sourcecode: no}}")
    plan = world.plan("op")
    assert plan.problem
    in_project = replace(plan.operation, in_project=True)
    planned = plan_run(plan.project, in_project, [], world.home, world.project, [])
    assert planned.problem == ""


def test_a_relative_path_is_below_the_folder_that_the_operation_runs_in(tmp_path):
    folders = ["src", "./code/a", "../up", "/abs"]
    assert search_path(folders, tmp_path) == [
        *(f"{tmp_path}/src", f"{tmp_path}/code/a", f"{tmp_path.parent}/up", "/abs"),
    ]
    assert search_path(folders, tmp_path, ".") == [f"{tmp_path}/src", f"{tmp_path}/code/a", "/abs"]
    assert search_path(folders, tmp_path, "code") == [f"{tmp_path}/a", "/abs"]


def test_a_run_with_a_module_of_the_environments_path_is_started_again(world):
    world.file(f"src/{MODULE}.py", "print('said')\n")
    world.guild(f"op: {{main: {MODULE}, env: {{PYTHONPATH: src}}}}")
    run = world.launch("op").wait(60)
    for in_place in (False, True):
        again = plan_again(run, [], world.home, world.project, [], Options(), in_place=in_place)
        assert again.problem == ""
        made = relaunch(again) if in_place else launch(again)
        assert made.wait(60).output() == "said\n"


def test_guild_is_told_the_environments_path_and_its_record_of_it_is_read(world):
    world.file(f"src/{MODULE}.py", "print('said')\n")
    world.guild(f"op: {{main: {MODULE}, env: {{PYTHONPATH: src}}}}")
    run = world.launch("op").wait(60)
    record = run.dir / ".guild/attrs/op"
    data = yaml.safe_load(record.read_text())
    assert data["op-cmd"]["cmd-env"]["PYTHONPATH"] == "src:."
    # As Guild writes it: its own folder comes last, and nothing is there but what it knows.
    data["op-cmd"]["cmd-env"]["PYTHONPATH"] = "src:.:/guilds/own"
    record.write_text(yaml.safe_dump({key: data[key] for key in ("op-cmd", "sourcecode")}))
    again = plan_again(run, [], world.home, world.project, [], Options(), in_place=True)
    assert again.operation.env == {"PYTHONPATH": "src"}
    assert relaunch(again).wait(60).output() == "said\n"


def test_the_environments_path_in_guilds_record_of_a_command_is_read_whole(world):
    world.file(f"src/{MODULE}.py", "print('said')\n")
    world.guild(f"op: {{exec: python -m {MODULE}, env: {{PYTHONPATH: 'src:.:lib'}}}}")
    run = world.launch("op").wait(60)
    record = run.dir / ".guild/attrs/op"
    data = yaml.safe_load(record.read_text())
    assert data["op-cmd"]["cmd-env"]["PYTHONPATH"] == "src:.:lib"
    record.write_text(yaml.safe_dump({key: data[key] for key in ("op-cmd", "sourcecode")}))
    for in_place in (False, True):
        again = plan_again(run, [], world.home, world.project, [], Options(), in_place=in_place)
        assert again.operation.env == {"PYTHONPATH": "src:.:lib"}
        made = relaunch(again) if in_place else launch(again)
        assert made.wait(60).output() == "said\n"
