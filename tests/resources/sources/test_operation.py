import pytest
import yaml

from guild_jupyter.errors import ResourceError
from guild_jupyter.resources.candidates import RunFacts

OPERATION = "op: {main: x, requires: [{operation: prep%s}]}"
MANIFEST = "s prep.py 123 prep.py\nd data - file:data\nd 'two words' - x\n\n'broken\ni\n"
FILES = {
    "prep.py": "",
    "data/a.csv": "",
    "two words": "",
    "out/deep/model.bin": "m",
    "out/log.txt": "l",
    "top.txt": "t",
    ".guild-cache": "",
}


@pytest.fixture
def prep(world):
    run = world.run_dir(FILES, MANIFEST)
    (run / "empty").mkdir()
    (run / "latest").symlink_to("out")
    return RunFacts(run.name, str(run), "completed", "", "prep", 1)


def entries(run):
    return sorted(path.name for path in run.iterdir() if path.name != ".guild")


def test_what_a_run_made_is_linked_and_its_sources_are_not(world, prep, capsys):
    run = world.prepare(OPERATION % "", runs=[prep])
    assert entries(run) == ["latest", "out", "top.txt"]
    assert (run / "out").readlink().as_posix() == f"../{prep.id}/out"
    assert (run / "out" / "deep" / "model.bin").read_text() == "m"
    assert capsys.readouterr().out == (
        f"Resolving operation:prep\nUsing run {prep.id} for operation:prep\n"
    )
    deps = yaml.safe_load((run / ".guild" / "attrs" / "deps").read_text())
    assert deps == {
        "operation:prep": {
            "operation:prep": {
                "uri": "operation:prep",
                "paths": [f"../{prep.id}/{name}" for name in ("latest", "out", "top.txt")],
                "config": prep.id,
            }
        }
    }
    assert (run / ".guild" / "manifest").read_text() == (
        "d latest - operation:prep\nd out - operation:prep\nd top.txt - operation:prep\n"
    )


def test_anything_may_be_selected_and_is_copied_if_so_wanted(world, prep):
    run = world.prepare(
        OPERATION % ", select: ['.*\\.csv', out/deep, out/.*txt], target-type: copy",
        runs=[prep],
    )
    assert entries(run) == ["a.csv", "deep", "log.txt"]
    assert not any(path.is_symlink() for path in run.iterdir())


def test_what_guild_keeps_is_never_taken(world, prep, capsys):
    run = world.prepare(OPERATION % ", select: '.guild.*'", runs=[prep])
    assert entries(run) == []
    assert capsys.readouterr().err == "WARNING: nothing resolved for operation:prep\n"


def test_what_a_run_only_linked_is_not_its_own_either(world, prep):
    middle = world.prepare(OPERATION % "", runs=[prep])
    (middle / "new.txt").write_text("n")
    facts = RunFacts(middle.name, str(middle), "completed", "", "prep", 2)
    assert entries(world.prepare(OPERATION % "", runs=[facts])) == ["new.txt"]
    through = world.prepare(OPERATION % ", select: out/deep/model.bin", runs=[facts])
    assert (through / "model.bin").read_text() == "m"


def test_a_run_without_a_manifest_gives_everything(world, prep):
    (world.home / "runs" / prep.id / ".guild" / "manifest").unlink()
    run = world.prepare(OPERATION % "", runs=[prep])
    assert entries(run) == ["data", "latest", "out", "prep.py", "top.txt", "two words"]


def test_the_newest_run_is_pinned_when_planned(world, prep):
    newer = RunFacts("b" * 32, "/b", "running", "", "prep", 2)
    plan = world.plan(OPERATION % "", runs=[prep, newer])
    assert plan.resources[0].sources[0].run == newer.id
    assert plan.flag_values == {"operation:prep": newer.id}


@pytest.mark.parametrize("name", ["prep", "operation:prep"])
def test_a_user_chooses_a_run_by_the_beginning_of_its_id(world, prep, name):
    newer = RunFacts("b" * 32, "/b", "completed", "", "prep", 2)
    plan = world.plan(OPERATION % "", given={name: "0000"}, runs=[prep, newer])
    assert plan.flag_values == {"operation:prep": prep.id}


def test_no_choice_is_the_newest(world, prep):
    plan = world.plan(OPERATION % "", given={"prep": ""}, runs=[prep])
    assert plan.flag_values == {"operation:prep": prep.id}


@pytest.mark.parametrize(
    ("more", "flag"),
    [(", name: p", "p"), (", flag-name: f", "f"), (", name: p, flag-name: f", "f")],
)
def test_the_choice_is_recorded_under_the_name_it_has(world, prep, more, flag):
    plan = world.plan(OPERATION % more, given={flag: prep.id[:5]}, runs=[prep])
    assert plan.flag_values == {flag: prep.id}


def test_without_a_flag_nothing_is_chosen_but_it_is_recorded(world, prep):
    guild_file = OPERATION % ", flag-name: no"
    assert world.plan(guild_file, runs=[prep]).flag_values == {"operation:prep": prep.id}
    named = OPERATION % ", flag-name: no, name: up"
    assert world.plan(named, runs=[prep]).flag_values == {"up": prep.id}
    with pytest.raises(ResourceError, match="requires no resource 'prep'"):
        world.plan(guild_file, given={"prep": "0"}, runs=[prep])


def test_no_suitable_run_is_said_with_what_to_do(world):
    with pytest.raises(ResourceError) as caught:
        world.plan(OPERATION % "")
    assert str(caught.value) == (
        "operation 'op' cannot have resource 'operation:prep': "
        "no suitable run for prep\n"
        "Run prep first, or choose a run: operation:prep=RUN_ID."
    )


def test_a_prefix_that_fits_no_run_is_said(world, prep):
    with pytest.raises(ResourceError, match="no suitable run for prep begins with 'ff'"):
        world.plan(OPERATION % "", given={"prep": "ff"}, runs=[prep])


def test_an_optional_run_that_is_not_there_is_only_said(world, capsys):
    guild_file = OPERATION % ", optional: yes"
    assert world.plan(guild_file).flag_values == {"operation:prep": None}
    run = world.prepare(guild_file)
    assert capsys.readouterr().out == (
        "Resolving operation:prep\n"
        "Could not resolve operation:prep - skipping because dependency is optional\n"
    )
    assert (run / ".guild" / "attrs" / "deps").read_text() == "operation:prep: {}\n"


@pytest.mark.parametrize("relative", [True, False])
def test_a_folder_may_stand_in_for_a_run(world, prep, relative, capsys):
    world.file("results/model.bin", "mine")
    path = "./results" if relative else str(world.project / "results")
    run = world.prepare(OPERATION % "", given={"prep": path})
    assert (run / "model.bin").read_text() == "mine"
    assert f"Using {path} for operation:prep" in capsys.readouterr().out
    run = world.prepare(OPERATION % "", given={"prep": prep.path})
    assert entries(run) == ["latest", "out", "top.txt"]


def test_a_folder_that_is_not_there_is_said(world):
    with pytest.raises(ResourceError, match=r"\./nope is no folder"):
        world.plan(OPERATION % "", given={"prep": "./nope"})


def test_a_run_that_was_deleted_meanwhile_fails_the_run(world, capsys):
    gone = RunFacts("c" * 32, str(world.home / "gone"), "completed", "", "prep", 2)
    with pytest.raises(SystemExit):
        world.prepare(OPERATION % "", runs=[gone])
    assert f"run {gone.id} is no longer there" in capsys.readouterr().err


def test_a_staged_run_chooses_later(world, prep, capsys):
    plan = world.plan(OPERATION % "", postpone_operations=True)
    assert plan.flag_values == {"operation:prep": None}
    run = world.prepare(OPERATION % "", postpone_operations=True)
    assert "Skipping resolution of operation:prep because it's being staged" in (
        capsys.readouterr().out
    )
    assert (run / ".guild" / "attrs" / "deps").read_text() == "operation:prep: {}\n"
    plan = world.plan(OPERATION % "", given={"prep": "0"}, runs=[prep], postpone_operations=True)
    assert plan.flag_values == {"operation:prep": prep.id}


def test_the_path_of_a_run_is_that_run(world, prep):
    (world.project / "runs").symlink_to(world.home / "runs")
    for path in (prep.path, f"./runs/{prep.id}"):
        plan = world.plan(OPERATION % "", given={"prep": path}, runs=[prep])
        source = plan.resources[0].sources[0]
        assert (source.run, source.path, plan.flag_values) == (
            prep.id,
            prep.path,
            {"operation:prep": prep.id},
        )


@pytest.mark.parametrize("value", ["[ab,cd]", "['ab', 'cd']"])
def test_several_runs_for_one_source_are_refused(world, prep, value):
    with pytest.raises(ResourceError, match="names several runs for prep") as caught:
        world.plan(OPERATION % "", given={"prep": value}, runs=[prep])
    assert caught.value.hint == "Choose one run."


@pytest.mark.parametrize("path", ["~nobodyhere/x", "./" + "a" * 5000])
def test_what_is_no_path_is_said(world, path):
    with pytest.raises(ResourceError, match="is no path"):
        world.plan(OPERATION % "", given={"prep": path})


def test_a_failed_run_is_not_chosen_unless_by_its_whole_id(world, prep):
    failed = RunFacts("f" * 32, prep.path, "error", "", "prep", 9)
    plan = world.plan(OPERATION % "", runs=[failed, prep])
    assert plan.flag_values == {"operation:prep": prep.id}
    with pytest.raises(ResourceError, match="cannot be used: its status is error"):
        world.plan(OPERATION % "", given={"prep": "ff"}, runs=[failed, prep])
    plan = world.plan(OPERATION % "", given={"prep": failed.id}, runs=[failed, prep])
    assert plan.flag_values == {"operation:prep": failed.id}


@pytest.mark.parametrize(("given", "number"), [("1", 1), ("latest", 1), ("2", 2)])
def test_a_user_chooses_a_run_by_its_place_or_as_the_latest(world, given, number):
    runs = [RunFacts(f"{n}" * 32, "/x", "completed", "", "prep", 9 - n) for n in (1, 2)]
    plan = world.plan(OPERATION % "", given={"prep": given}, runs=runs)
    assert plan.flag_values == {"operation:prep": f"{number}" * 32}


def test_a_step_uses_the_runs_of_its_pipeline_alone(world, prep):
    newer = RunFacts("b" * 32, "/b", "completed", "", "prep", 2)
    plan = world.plan(OPERATION % "", runs=[newer, prep], only_runs=[prep.id])
    assert plan.flag_values == {"operation:prep": prep.id}
    with pytest.raises(ResourceError, match="no suitable run for prep"):
        world.plan(OPERATION % "", runs=[newer, prep], only_runs=[])


@pytest.fixture
def imported(world):
    """Return a run in which Python has kept what it compiled, also of a module in a folder."""
    files = dict.fromkeys(
        ("prep.py", "pkg/m.py", "__pycache__/prep.cpython-311.pyc", "old.pyc", "out.txt")
    )
    files["pkg/__pycache__/m.cpython-311.pyc"] = None
    manifest = "s prep.py 123 prep.py\ns pkg/m.py 123 pkg/m.py\n"
    run = world.run_dir(dict.fromkeys(files, ""), manifest)
    return RunFacts(run.name, str(run), "completed", "", "prep", 1)


@pytest.mark.parametrize("more", ["", ", select: '(?!.*py$).*t.*'"])
def test_what_python_keeps_in_a_run_is_not_handed_on(world, imported, more):
    assert entries(world.prepare(OPERATION % more, runs=[imported])) == ["out.txt"]


@pytest.mark.parametrize("pattern", ["__pycache__", "old.pyc"])
def test_what_python_keeps_in_a_run_can_be_asked_for_by_name(world, imported, pattern):
    run = world.prepare(OPERATION % f", select: {pattern}", runs=[imported])
    assert entries(run) == [pattern]
