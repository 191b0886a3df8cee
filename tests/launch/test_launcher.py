import errno
import json
import os
import re
import resource
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from guild_jupyter.errors import HomeError, LaunchError, RunFailed
from guild_jupyter.executors.local import LocalExecutor
from guild_jupyter.launch import building, launcher
from guild_jupyter.launch.launcher import launch
from guild_jupyter.launch.options import Options
from guild_jupyter.launch.plan import plan_run
from guild_jupyter.launch.scripts import script_operation, script_project
from guild_jupyter.runstore import manifest, opref
from guild_jupyter.runstore.layout import Home
from guild_jupyter.supervise import durable, state

SECRETS = {
    "AWS_ACCESS_KEY_ID": "planted-01",
    "AWS_SECRET_ACCESS_KEY": "planted-02",
    "GITHUB_TOKEN": "planted-03",
    "HF_TOKEN": "planted-04",
    "WANDB_API_KEY": "planted-05",
    "DB_PASSWORD": "planted-06",
    "PGPASSWORD": "planted-07",
    "MYSQL_PASS": "planted-08",
    "SSH_AUTH_SOCK": "planted-09",
    "COOKIE": "planted-10",
    "SESSION_ID": "planted-11",
    "SENTRY_DSN": "planted-12",
    "PRIVATE": "planted-13",
    "GH_PAT": "planted-14",
    "CREDENTIALS": "planted-15",
    "JUPYTERHUB_API_TOKEN": "planted-16",
    "MY_key": "planted-17",
    "DATABASE_URL": "postgres://u:planted-18@h/d",
    "HTTP_PROXY": "http://u:planted-19@h:1",
    "SOMETHING": "AKIAPLANTED20PLANTED",
    "OTHER": "ghp_planted21planted21planted21",
    "PLAIN": "planted-22",
    "GUILD_EXTRA": "sk-Planted23Planted23Planted23",
    "LC_X_TOKEN": "planted-24",
    "FLAG_OF_MINE": "hf_planted25planted25",
    "PIP_INDEX_URL": "https://u:planted-26@i/s",
    "CUDA_API_KEY": "planted-27",
    "kaggle_key": "planted-28",
    "X_SIGNATURE": "planted-29",
    "ACCESS": "-----BEGIN RSA PRIVATE KEY-----planted-30",
}


def test_a_launched_run_ends_and_is_recorded(training):
    run = training.launch("train", "epochs=3").wait(timeout=60)
    assert run.status == "completed"
    assert run.output() == "words ['--epochs', '3', '--lr', '0.1']\nloss: 0.25\n"
    assert run.flags == {"epochs": 3, "lr": 0.1}
    assert run.user_flags == {"epochs": 3}
    assert run.label == "epochs=3 lr=0.1"
    assert run.last_scalars() == {"loss": 0.25}
    assert training.left_behind() == [run.dir]
    assert run.problems == {}


def test_what_stands_in_the_directory_before_the_start(training, idle):
    run = training.launch("train", executor=idle())
    guild = run.dir / ".guild"
    names = {
        "attrs",
        "exit.rec",
        "launch.json",
        "manifest",
        "opref",
        "plan.json",
        "supervisor.lock",
    }
    assert {path.name for path in guild.iterdir()} == names
    assert {path.name for path in (guild / "attrs").iterdir()} == (
        {"cmd", "deps", "env", "flags", "host", "id", "initialized", "label", "op", "platform"}
        | {"plugins", "random_seed", "run_params", "sourcecode_digest", "started", "user"}
        | {"user_flags"}
    )
    assert re.fullmatch("[0-9a-f]{32}", run.id)
    assert run.attributes["id"] == run.id
    assert run.attributes["initialized"] < run.attributes["started"]
    assert run.attributes["cmd"][1:3] == ["-um", "train"]
    assert (guild / "opref").read_text() == opref.write(run.opref)
    assert not (guild / "opref").read_bytes().endswith(b"\n")
    listed = manifest.read((guild / "manifest").read_text())
    assert [entry.path for entry in listed] == ["guild.yml", "train.py"]
    orders = json.loads((guild / "plan.json").read_text())
    assert orders["recorder"]["flags"] == ["epochs", "lr"]
    assert orders["supervise"]["provenance"] is True
    assert orders["supervise"]["operation"] == run.attributes["cmd"]
    assert orders["resources"] is None


def test_the_executor_gets_the_directory_the_environment_and_the_lock(training, idle):
    executor = idle()
    run = training.launch("train", executor=executor)
    ((rundir, environment, lock),) = executor.started
    assert rundir.path == str(run.dir)
    assert environment["RUN_DIR"] == environment["RUNDIR"] == str(run.dir)
    assert environment["RUN_ID"] == run.id
    assert environment["PYTHONPATH"].split(":")[0] == str(run.dir)
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(lock)


OPTIONS = Options(grace=3.5, gpus="", head=7, tail=0, processes=900)


def test_optional_attributes_are_there_when_they_say_something(world, idle):
    world.guild("op: {exec: echo, tags: [b, a], compare: [loss], label: hello}")
    run = world.launch("op", executor=idle(), options=OPTIONS)
    assert run.tags == ["a", "b"]
    assert run.attributes["compare"] == ["loss"]
    assert run.label == "hello"
    assert run.attributes["run_params"]["no_gpus"] is True
    orders = json.loads((run.dir / ".guild/plan.json").read_text())
    assert orders["supervise"]["grace"] == 3.5
    limits = [orders["supervise"][name] for name in ("head", "tail", "processes")]
    assert limits == [7, 0, 900]
    assert orders["recorder"]["python"] is None
    assert orders["supervise"]["provenance"] is False
    (world.project / ".git").mkdir()
    run = world.launch("op", executor=idle())
    orders = json.loads((run.dir / ".guild/plan.json").read_text())
    assert orders["supervise"]["provenance"] is True


def test_flags_that_json_has_no_form_for_reach_the_preparer_as_text(world, idle):
    world.guild("op: {exec: echo, flags: {day: {default: 2020-01-02}, x: .nan}}")
    run = world.launch("op", executor=idle())
    orders = json.loads((run.dir / ".guild/plan.json").read_text())
    assert orders["flags"]["day"] == "2020-01-02"


def test_a_required_resource_is_placed_before_the_start(world):
    world.guild("op: {exec: cat data.txt, requires: [file: data.txt]}")
    world.file("data.txt", "content")
    assert world.launch("op").wait(timeout=60).output().endswith("content")


@pytest.mark.parametrize(
    ("share", "folder", "file"), [(False, 0o700, 0o600), (True, 0o750, 0o640)]
)
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_permissions_are_the_same_whatever_the_umask(training, share, folder, file, umask):
    training.home = Home(training.home.path, share)
    training.file("sub/tool.sh", "").chmod(0o755)
    before = os.umask(umask)
    try:
        run = training.launch("train").wait(timeout=60)
        assert os.umask(umask) == umask
    finally:
        os.umask(before)
    for path in (run.dir, run.dir / "sub", run.dir / ".guild", run.dir / ".guild/attrs"):
        assert stat.S_IMODE(path.stat().st_mode) == folder, path
    for path in (run.dir / ".guild").rglob("*"):
        if path.is_file() and "tfevents" not in path.name:
            assert stat.S_IMODE(path.stat().st_mode) == file, path
    assert stat.S_IMODE((run.dir / "sub/tool.sh").stat().st_mode) == 0o755


def test_the_operation_has_the_umask_of_its_caller(world):
    world.guild("op: {exec: sh -c umask}")
    before = os.umask(0o027)
    try:
        run = world.launch("op").wait(timeout=60)
    finally:
        os.umask(before)
    assert run.output().strip() == "0027"


def test_the_recorded_environment_holds_no_secret(world, monkeypatch):
    world.guild(
        "op: {exec: env, flags: {api-key: planted-31}, env-secrets: [REMOVED], "
        "env: {OWN: kept, OWN_TOKEN: planted-32, REMOVED: planted-33}}"
    )
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    run = world.launch("op").wait(timeout=60)
    env = (run.dir / ".guild/attrs/env").read_text()
    assert not re.findall("(?i)planted.?[0-9]+", env)
    recorded = run.attributes["env"]
    assert recorded["OWN"] == "kept"
    assert recorded["PLAIN"] == recorded["OWN_TOKEN"] == "***"
    assert "REMOVED" not in recorded
    # The operation itself has them all.
    assert len(set(re.findall("(?i)planted.?([0-9]+)", run.output_path.read_text()))) == 33
    others = [path for path in (run.dir / ".guild").rglob("*") if path.is_file()]
    texts = {path.name: path.read_bytes() for path in others if path.name != "output"}
    leaking = {name for name, text in texts.items() if re.search(b"(?i)planted.?[0-2]", text)}
    assert leaking == set()


def test_the_operation_does_not_see_what_the_kernel_set(world, monkeypatch):
    world.guild("op: {exec: env}")
    for name, value in {"JPY_PARENT_PID": "1", "FORCE_COLOR": "1", "PYDEVD_X": "1"}.items():
        monkeypatch.setenv(name, value)
    output = world.launch("op").wait(timeout=60).output()
    assert not re.search("JPY_|FORCE_COLOR|PYDEVD|GUILD_JUPYTER_LOCK", output)


def test_a_module_that_is_not_there_makes_a_run_that_failed_at_once(world, idle):
    world.guild("op: {main: nope}")
    executor = idle()
    run = world.launch("op", executor=executor)
    assert executor.started == []
    assert (run.status, run.exit_status) == ("error", 1)
    assert run.output() == "guild: No module named nope\n"
    assert (run.dir / ".guild/output.index").stat().st_size == 9
    with pytest.raises(RunFailed, match="exit status 1") as caught:
        run.wait(timeout=10)
    assert "No module named nope" in caught.value.hint


def test_a_program_that_is_not_there_ends_the_run_as_an_error(world):
    world.guild("op: {exec: no-such-program}")
    run = world.launch("op").wait(timeout=60, check=False)
    assert run.status == "error"
    assert "no-such-program" in run.output()


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EDQUOT])
def test_whichever_write_fails_nothing_is_left(training, idle, monkeypatch, code):
    write, made = durable.write_all, []

    def failing(descriptor, content):
        made.append(descriptor)
        if len(made) == failing.at:
            raise OSError(code, os.strerror(code))
        write(descriptor, content)

    monkeypatch.setattr(durable, "write_all", failing)
    for number in range(1, 100):
        failing.at = number
        made.clear()
        try:
            training.launch("train", executor=idle())
        except HomeError as error:
            failed = str(error)
        else:
            break
        assert os.strerror(code) in failed
        assert training.left_behind() == []
    assert number > 20


@pytest.mark.parametrize("call", ["mkdir", "open", "rename", "chmod", "fchmod"])
def test_whichever_other_step_fails_nothing_is_left(training, idle, monkeypatch, call):
    real, home = getattr(os, call), str(training.home.path)
    training.home.prepare()
    count = 0

    def failing(first, *rest, **more):
        nonlocal count
        if not isinstance(first, int) and not str(first).startswith(home):
            return real(first, *rest, **more)
        count += 1
        if count == failing.at:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(first, *rest, **more)

    plan = training.plan("train")
    for number in range(1, 200):
        failing.at = number
        count = 0
        with monkeypatch.context() as patched:
            patched.setattr(os, call, failing)
            try:
                launcher.launch(plan, idle())
            except HomeError as error:
                failed = str(error)
            else:
                break
        assert "No space left on device" in failed
        assert training.left_behind() == []
    assert number > 1


def test_a_disk_that_takes_no_more_is_one_home_error(training, idle):
    plan = training.plan("train")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, hard))
    try:
        with pytest.raises(HomeError, match="File too large") as caught:
            launcher.launch(plan, idle())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert "--home" in caught.value.hint
    assert training.left_behind() == []


def test_an_interrupt_while_the_directory_is_built_leaves_nothing(training, idle, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(building.snapshot, "copy", interrupted)
    with pytest.raises(KeyboardInterrupt):
        training.launch("train", executor=idle())
    assert training.left_behind() == []


def test_a_start_that_fails_leaves_nothing(training, idle):
    with pytest.raises(LaunchError, match="no"):
        training.launch("train", executor=idle(LaunchError("no")))
    assert training.left_behind() == []


@pytest.mark.parametrize(
    ("python", "says"),
    [
        ("/no/python", "no process can be started"),
        ("/bin/false", "did not start|cannot be started|supervis"),  # it ends at once
        ("/bin/true", "did not start"),  # it never was one
    ],
)
def test_a_supervisor_that_does_not_start_leaves_nothing(training, monkeypatch, python, says):
    plan = training.plan("train")
    monkeypatch.setattr(sys, "executable", python)
    with pytest.raises(LaunchError, match=says):
        launcher.launch(plan)
    assert training.left_behind() == []


def test_an_interrupt_before_the_supervisor_runs_leaves_nothing(training, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(LocalExecutor, "start", interrupted)
    with pytest.raises(KeyboardInterrupt):
        training.launch("train")
    assert training.left_behind() == []


def test_an_interrupt_after_the_supervisor_was_started_leaves_the_run_to_it(training, monkeypatch):
    start = LocalExecutor.start

    def interrupted(*arguments):
        start(*arguments)
        raise KeyboardInterrupt

    monkeypatch.setattr(LocalExecutor, "start", interrupted)
    with pytest.raises(KeyboardInterrupt):
        training.launch("train")
    (path,) = training.left_behind()
    assert launcher.Run(path).wait(timeout=60).status == "completed"


def test_a_run_whose_starter_died_after_it_had_started_the_supervisor_is_launched(
    training, monkeypatch
):
    start = LocalExecutor.start

    def dies(*arguments):
        start(*arguments)
        raise LaunchError("the supervisor cannot be started")

    monkeypatch.setattr(LocalExecutor, "start", dies)
    assert training.launch("train").wait(timeout=60).status == "completed"


def test_without_a_descriptor_left_the_remedy_is_another(training, idle, monkeypatch):
    def fails(*_):
        raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))

    monkeypatch.setattr(durable, "write_all", fails)
    with pytest.raises(HomeError, match="Too many open files") as caught:
        training.launch("train", executor=idle())
    assert "Close some files" in caught.value.hint


def test_a_file_system_without_locks_is_no_hindrance(training, monkeypatch):
    def refused(*_):
        raise OSError(errno.ENOLCK, "no locks")

    with monkeypatch.context() as patched:
        patched.setattr(launcher.fcntl, "flock", refused)
        run = training.launch("train")
    assert run.wait(timeout=60).status == "completed"


@pytest.mark.parametrize("text", ["a\\0b", "\\ud800"])
def test_what_no_environment_can_hold_is_refused_before_anything_is_made(world, text):
    world.guild(f'op: {{exec: echo, env: {{A: "{text}"}}}}')
    with pytest.raises(LaunchError, match="variable A has a character"):
        world.launch("op")
    assert world.left_behind() == []


def test_bytes_that_are_no_text_in_the_environment_reach_the_operation(world, monkeypatch):
    world.guild("op: {exec: 'printenv LANG'}")
    monkeypatch.setitem(os.environ, "LANG", os.fsdecode(b"caf\xe9"))
    run = world.launch("op").wait(timeout=60)
    assert run.output_path.read_bytes() == b"caf\xe9\n"
    assert run.problems == {}


def test_a_project_whose_name_is_no_text_runs_all_the_same(world):
    world.project = world.root / os.fsdecode(b"caf\xe9")
    world.project.mkdir()
    world.guild("op: {exec: pwd}")
    run = world.launch("op").wait(timeout=60)
    assert run.output().strip() == str(run.dir)


def test_times_grow_within_a_process():
    times = [building.now() for _ in range(1000)]
    assert times == sorted(set(times))


FATES = [
    ({"/.dockerenv"}, {}, "", "stopping this container ends its runs too"),
    (set(), {"JUPYTERHUB_USER": "a"}, "", "stopping this Jupyter server"),
    (set(), {}, "0::/system.slice/jupyter.service\n", "stopping the service jupyter.service"),
    (set(), {}, "0::/user.slice/user-0.slice/user@0.service\n", ""),
    (set(), {}, "0::/user.slice/session-3.scope\n", ""),
]


@pytest.mark.parametrize(("marks", "variables", "cgroup", "said"), FATES)
def test_what_ends_the_run_too_is_said(monkeypatch, marks, variables, cgroup, said):
    for name in ("KUBERNETES_SERVICE_HOST", "JUPYTERHUB_USER"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(Path, "exists", lambda path: str(path) in marks)
    monkeypatch.setattr(durable, "read_text", lambda path: cgroup)
    assert launcher.shared_fate().startswith(said)
    assert bool(launcher.shared_fate()) is bool(said)


def test_elsewhere_than_on_linux_nothing_is_known_of_it(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    assert launcher.shared_fate() == ""


def test_the_run_outlives_the_process_that_launched_it(training):
    training.file("train.py", "import sys\nprint(sys.stdin.read() == '')\n")
    program = (
        "from guild_jupyter.api import Guild\n"
        f"print(Guild({str(training.project)!r}, {str(training.home.path)!r}).run('train').dir)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    run = launcher.Run(Path(done.stdout.strip())).wait(timeout=60)
    assert run.output() == "True\n"
    assert state.state_of(run.dir).status == "completed"


@pytest.mark.parametrize("name", ["pk.sub.m", "ns.sub.m"])
def test_a_module_in_a_folder_that_is_no_regular_package_is_run(world, name):
    world.file("pk/__init__.py")
    world.file(f"{name.replace('.', '/')}.py", "print(__spec__.name)\n")
    world.guild(f"op: {{main: {name}}}")
    assert world.launch("op").wait(60).output() == f"{name}\n"


ABOUT = """\
import sys
import beside
LR = 1
print(__name__, LR, beside.X, sys.argv[1:])
"""


@pytest.mark.parametrize("folder", ["", "pkg/"])
@pytest.mark.parametrize("dest", ["args", "globals"])
def test_a_script_called_main_is_run_as_any_other(world, folder, dest):
    world.file("__main__.py", "raise SystemExit('another')")
    world.file(f"{folder}__main__.py", ABOUT)
    world.file(f"{folder}beside.py", "X = 'b'\n")
    world.guild(f"op: {{main: '{folder}__main__ w', flags-dest: {dest}, flags: {{LR: 5}}}}")
    run = world.launch("op").wait(60)
    said = "1 b ['w', '--LR', '5']" if dest == "args" else "5 b ['w']"
    assert run.output() == f"__main__ {said}\n"


def test_a_file_called_main_is_run_by_its_path(world):
    world.file("pkg/__main__.py", "print('said', __file__)\n")
    plan = plan_run(
        script_project(world.project),
        script_operation("pkg/__main__.py", world.project),
        *([], world.home, world.project, []),
    )
    run = launch(plan).wait(60)
    assert run.output() == f"said {run.dir}/pkg/__main__.py\n"
