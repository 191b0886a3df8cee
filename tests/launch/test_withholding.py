import json
import os
import signal
import subprocess

import pytest

from guild_jupyter.launch.options import Options
from guild_jupyter.launch.withholding import disclose
from guild_jupyter.supervise import durable


@pytest.fixture
def login(world):
    world.file("login.py", "import sys, os\nprint(sys.argv[1:], os.environ['FLAG_PASSWORD'])\n")
    world.guild(
        """
        login:
          main: login --fixed ${lr}
          flags-dest: args
          flags: {password: {alias: pw, default: null}, lr: 0.1, note: null}
          env: {LOGIN: "user:${password}"}
        """
    )
    return world


def test_a_plan_without_secrets_is_disclosed_as_it_is(training):
    plan = training.plan("train", "epochs=7")
    told = disclose(plan)
    assert (told.flags, told.in_command, told.sentence, told.known) == ((), False, "", ())
    assert told.plan == plan
    assert told.guild_op == plan.guild_op


def test_of_a_secret_flag_nothing_is_left(login):
    plan = login.plan(
        "login",
        "pw=hunter2x",
        "note=plain",
        options=Options(label="l ${password} hunter2x", tags=("hunter2x", "t")),
    )
    told = disclose(plan)
    assert "hunter2x" in str(plan.command.argv)
    assert "hunter2x" not in repr(told.plan)
    assert "hunter2x" not in json.dumps(told.guild_op)
    assert told.flags == ("password",)
    assert told.plan.flags == {"lr": 0.1, "note": "plain", "password": "***"}
    assert told.plan.user_flags == {"note": "plain", "password": "***"}
    assert told.plan.words == ("pw=***", "note=plain")
    assert told.plan.label == "l *** ***"
    assert told.plan.tags == ("***", "t")
    assert told.plan.added["LOGIN"] == "user:***"
    assert told.plan.command.argv[-2:] == ("--password", "***")
    assert told.sentence == (
        "not recorded, for it looks like a secret: password; a restart of the run needs it again"
    )


def test_a_secret_of_the_environment_is_known_wherever_it_stands(login, monkeypatch):
    monkeypatch.setenv("SOME_TOKEN", "abcdefgh12345678")
    monkeypatch.setenv("OTHER_TOKEN", "abc")
    told = disclose(login.plan("login", "note=see abcdefgh12345678 and abc"))
    assert told.plan.flags["note"] == "***"
    assert told.known == ("abcdefgh12345678",)


def test_what_env_secrets_names_is_known_wherever_it_stands(world, monkeypatch):
    monkeypatch.setenv("MINE", "plain text")
    world.guild("op: {exec: 'echo ${word}', flags: {word: x}, env-secrets: [MINE]}")
    told = disclose(world.plan("op", "word=so plain text it is"))
    assert told.plan.command.argv == ("echo", "***")


@pytest.mark.parametrize(
    "definition", ["{arg-name: api-key, default: x}", "{env-name: API_KEY, default: x}"]
)
def test_the_name_by_which_the_program_knows_a_flag_tells_too(world, definition):
    world.guild(f"op: {{exec: echo, flags: {{k: {definition}}}}}")
    assert disclose(world.plan("op", "k=hunter2")).flags == ("k",)


def test_secrets_in_lists_and_mappings_count(world):
    world.guild("op: {exec: 'echo ${many} ${map}', flags: {many: x, map: x, n: 1}}")
    values = {
        "many": ["a", "https://a:pw123456@c"],
        "map": {"password": "hunter22", "b": [7, None]},
    }
    told = disclose(world.plan("op", values=values))
    assert told.flags == ("many", "map")
    assert "hunter22" in told.known
    assert told.plan.command.argv == ("echo", "***", "***")


def test_a_secret_word_of_the_guild_file_is_withheld_and_said(world):
    world.guild("op: {exec: 'echo --api-key abc123 --token ${tok}', flags: {tok: x1}}")
    told = disclose(world.plan("op"))
    assert told.in_command
    assert told.plan.command.argv == ("echo", "--api-key", "***", "--token", "***")
    assert "tok, a part of the command;" in told.sentence
    assert told.guild_op["op-cmd"]["cmd-args"][-4:] == ["--api-key", "***", "--token", "${tok}"]


def test_the_operation_gets_what_the_disk_does_not(login):
    run = login.launch("login", "password=hunter2x").wait(60)
    shown = run.output_path.read_text()
    assert "'--password', 'hunter2x'" in shown
    assert shown.rstrip().endswith("hunter2x")
    holding = [
        path
        for path in login.home.path.rglob("*")
        if path.is_file() and b"hunter2x" in path.read_bytes()
    ]
    assert holding == [run.output_path]
    assert run.withheld == ["password"]
    assert "GUILD_JUPYTER" not in (run.dir / ".guild/attrs/env").read_text()


@pytest.mark.parametrize("victim", ["reaper", "supervisor"])
def test_either_supervising_process_has_it_after_the_others_death(world, victim):
    world.guild("op: {exec: \"sh -c 'cat fifo; echo $0' ${password}\", flags: {password: ''}}")
    world.file("fifo.txt")
    run = world.launch("op", "password=hunter2x")
    fact = None
    while fact is None or not (run.dir / ".guild/child.json").exists():
        fact = durable.read_json(f"{run.dir}/.guild/{victim}.json")
    os.kill(fact["pid"], signal.SIGKILL)
    run.wait(60, check=False)
    assert "hunter2x" in run.output_path.read_text()
    assert b"hunter2x" not in (run.dir / ".guild/plan.json").read_bytes()


def test_the_operation_does_not_see_how_it_came_by_it(world):
    world.guild("op: {exec: 'env', flags: {password: ''}}")
    run = world.launch("op", "password=hunter2x").wait(60)
    assert "FLAG_PASSWORD=hunter2x" in run.output_path.read_text()
    assert "WITHHELD" not in run.output_path.read_text()


def test_the_preparer_gets_the_values_that_a_config_file_needs(world):
    world.file("settings.yml", "user: anna\n")
    world.guild(
        "op: {exec: cat settings.yml, flags: {password: ''}, requires: [{config: settings.yml}]}"
    )
    run = world.launch("op", "password=hunter2x").wait(60)
    assert "password: hunter2x" in run.output_path.read_text()
    for name in ("plan.json", "attrs/deps", "manifest"):
        assert "hunter2x" not in (run.dir / ".guild" / name).read_text()


@pytest.mark.parametrize(
    ("variables", "words", "said"),
    [
        ({"FLAG_PASSWORD": "***"}, ["echo", "x"], "Give it again, in the project: guild run"),
        ({"FLAG_PASSWORD": "x"}, ["echo", "***"], "Run the operation anew"),
        ({"FLAG_PASSWORD": "x"}, ["echo", "x"], ""),
    ],
)
def test_the_guard_of_a_restart_ends_it_where_a_secret_is_missing(login, variables, words, said):
    told = disclose(login.plan("login", "password=hunter2x"))
    _, flag, guard, names = told.guild_op["op-cmd"]["cmd-args"][:4]
    done = subprocess.run(
        [told.plan.interpreter.path, flag, guard, names, *words],
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == ((1, "") if said else (0, "x\n"))
    assert said in done.stderr
