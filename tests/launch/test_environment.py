from pathlib import Path

import pytest

from guild_jupyter.errors import GuildFileError
from guild_jupyter.guildfile.definitions import Model, Operation, Project
from guild_jupyter.launch.environment import additions, count_gpus, of_run, without_kernel
from guild_jupyter.launch.options import Options

KERNEL = {
    "JPY_PARENT_PID": "7",
    "JPY_SESSION_NAME": "x.ipynb",
    "PYDEVD_USE_FRAME_EVAL": "NO",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "FORCE_COLOR": "1",
    "CLICOLOR": "1",
    "CLICOLOR_FORCE": "1",
    "PAGER": "cat",
    "GIT_PAGER": "cat",
    "TERM": "xterm-color",
    "GUILD_JUPYTER_LOCK": "5",
    "_": "/usr/bin/jupyter",
}


def added(operation, values=None, gpus=None, **more):
    project = Project(Path("/p/guild.yml"), "0" * 32, {"": Model()})
    return additions(
        operation,
        project,
        values or {},
        Path("/home"),
        Path("/cwd"),
        "args",
        Options(gpus=gpus),
        **more,
    )


def test_what_the_kernel_sets_for_itself_is_taken_out():
    own = {"PATH": "/bin", "CUSTOM": "1", "MPLBACKEND_": "x"}
    left = without_kernel(KERNEL | own)
    assert {name: value for name, value in left.items() if name != "GUILD_JUPYTER_LOCK"} == own


@pytest.mark.parametrize("backend", ["module://ipykernel.pylab.backend_inline", "Agg"])
def test_only_a_back_end_that_needs_a_kernel_is_taken_out(backend):
    assert ("MPLBACKEND" in without_kernel({"MPLBACKEND": backend})) is (backend == "Agg")


def test_a_users_own_terminal_settings_stay():
    assert without_kernel({"TERM": "xterm-color"}) == {"TERM": "xterm-color"}
    assert without_kernel({"TERM": "xterm-256color", "JPY_X": ""}) == {"TERM": "xterm-256color"}


def test_every_variable_that_guild_documents_is_there():
    variables = added(Operation("train", model="m"), {"lr": 0.1, "f-g.h": True, "no": None})
    assert variables == {
        "CMD_DIR": "/cwd",
        "FLAGS_DEST": "args",
        "FLAG_F_G_H": "1",
        "FLAG_LR": "0.1",
        "FLAG_NO": "",
        "GPU_COUNT": variables["GPU_COUNT"],
        "GUILD_HOME": "/home",
        "GUILD_OP": "m:train",
        "GUILD_PLUGINS": "cpu,disk,gpu,memory",
        "GUILD_SOURCECODE": ".",
        "LOG_LEVEL": "20",
        "MODEL_DIR": "/p",
        "PROJECT_DIR": "/p",
    }
    own = of_run(Path("/home/runs/ab"), {}, variables, ["."])
    assert own == {
        "RUN_DIR": "/home/runs/ab",
        "RUNDIR": "/home/runs/ab",
        "RUN_ID": "ab",
        "PYTHONPATH": "/home/runs/ab",
    }


def test_the_variables_of_the_operation_are_encoded_and_resolved():
    env = {"A": 1, "B": "${x}", "C": "p-${x}-${y}", "D": True, "E": None, "F": [1, "a b"]}
    variables = added(Operation("op", env=env), {"x": 1, "y": "a b"})
    assert {name: variables[name] for name in "ABCDEF"} == {
        "A": "1",
        "B": "1",
        "C": "p-1-a b",
        "D": "1",
        "E": "",
        "F": "1 'a b'",
    }


def test_an_unknown_reference_in_a_variable_is_refused():
    with pytest.raises(
        GuildFileError, match=r"op\.env\.F: env F contains invalid reference 'nope'"
    ):
        added(Operation("op", env={"F": "${nope}"}))


def test_guilds_own_variables_win_over_the_operations():
    assert added(Operation("op", env={"GUILD_HOME": "/other"}))["GUILD_HOME"] == "/home"


@pytest.mark.parametrize(("gpus", "count"), [("", "0"), ("0,1", "2"), ("1", "1")])
def test_chosen_gpus_are_the_visible_and_counted_ones(gpus, count):
    variables = added(Operation("op"), gpus=gpus)
    assert (variables["CUDA_VISIBLE_DEVICES"], variables["GPU_COUNT"]) == (gpus, count)


def test_the_operations_own_devices_are_counted(monkeypatch):
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "0,1,2")
    assert added(Operation("op"))["GPU_COUNT"] == "3"
    assert added(Operation("op", env={"CUDA_VISIBLE_DEVICES": "1"}))["GPU_COUNT"] == "1"


@pytest.mark.parametrize(
    ("visible", "count"),
    [
        ("", 0),
        ("-1", 0),
        ("0", 1),
        ("0,1,2,3", 4),
        (" 0 , 1 ", 2),
        ("0,-1,1", 1),
        ("0,,1", 1),
        ("NoDevFiles", 0),
        ("none", 0),
        ("GPU-8932f937-d72c-4106-c12f-20bd9faed9f6", 1),
        ("GPU-89,GPU-90", 2),
        ("MIG-GPU-8932f937-d72c/1/0", 1),
    ],
)
def test_visible_devices_are_counted_as_cuda_reads_them(visible, count):
    assert count_gpus(visible) == count


def test_the_drivers_entries_are_counted(tmp_path):
    for name in ("0000:01:00.0", "0000:02:00.0"):
        (tmp_path / "proc/driver/nvidia/gpus" / name).mkdir(parents=True)
    assert count_gpus(None, tmp_path) == 2


def test_without_them_the_device_files_are_counted(tmp_path):
    (tmp_path / "dev").mkdir()
    for name in ("nvidia0", "nvidia1", "nvidia10", "nvidiactl", "nvidia0x", "nvidia-uvm"):
        (tmp_path / "dev" / name).touch()
    assert count_gpus(None, tmp_path) == 3
    assert count_gpus(None, tmp_path / "nowhere") == 0


@pytest.mark.parametrize(
    ("inherited", "own", "expected"),
    [
        ({}, {}, "/r/sub:/r"),
        ({"PYTHONPATH": "/lib"}, {}, "/r/sub:/r:/lib"),
        ({"PYTHONPATH": ""}, {}, "/r/sub:/r"),
        ({}, {"PYTHONPATH": "/own"}, "/own:/r/sub:/r"),
        ({"PYTHONPATH": "/lib"}, {"PYTHONPATH": "/own"}, "/own:/r/sub:/r:/lib"),
    ],
)
def test_the_python_path_is_the_operations_then_the_source_then_what_was_there(
    inherited, own, expected
):
    assert of_run(Path("/r"), inherited, own, ["sub", ""])["PYTHONPATH"] == expected


def test_a_program_that_is_no_python_keeps_the_python_path():
    assert "PYTHONPATH" not in of_run(Path("/r"), {"PYTHONPATH": "/lib"}, {}, [])


def test_an_absolute_module_folder_stays():
    assert of_run(Path("/r"), {}, {}, ["/project"])["PYTHONPATH"] == "/project"


def test_the_place_of_the_source_code_is_said():
    assert added(Operation("op"), sourcecode="src")["GUILD_SOURCECODE"] == "src"
