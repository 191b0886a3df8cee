"""Runs started in a real kernel, and what the kernel's end, whichever it is, means to them."""

import os
import random
import re
import time
from pathlib import Path

import pytest
from kernel_harness import kill_round, random_delay, talk_output, verdict

from guild_jupyter.runstore.layout import Home
from guild_jupyter.runstore.references import find
from guild_jupyter.supervise import durable

pytestmark = [pytest.mark.kernel, pytest.mark.slow]

ROUNDS = 20
PATIENCE = 60


def newest(home):
    return find(Home(home), "latest")


def wait_until(condition):
    limit = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < limit, "it does not come about"
        time.sleep(0.01)


def begins_to_print(run):
    wait_until(lambda: run.output_path.exists() and run.output_path.stat().st_size > 0)


@pytest.mark.timeout(300)
def test_runs_of_killed_kernels_end_with_their_exit_code_and_every_byte(kernels, home):
    chance = random.Random(20)
    wrong = {}
    lines, pause = 30, 0.02
    following = kernels().launch()
    for number in range(ROUNDS):
        kernel, following = following, kernels().launch()  # starts while this round runs
        kernel.connect().load()
        delay = random_delay(lines * pause, chance)
        kill_round(kernel, number, delay, lines, pause, code=number % 4)
        run = newest(home)
        assert run.flags["round"] == number
        problem = verdict(run, number, lines, number % 4)
        if problem:
            wrong[number] = f"killed after {delay:.3f} s: {problem}"
        kernel.end()
    assert not wrong


@pytest.mark.parametrize(
    "ending",
    ["interrupt", "restart", "restart at once", "shut down"],
)
def test_a_run_goes_on_when_its_kernel_gets_a(kernel, home, ending):
    kernel.run("run = %guild run talk round=1 lines=40 code=5")
    run = newest(home)
    begins_to_print(run)
    assert run.status == "running"
    if ending == "interrupt":
        message_id, cell = kernel.begin("print('busy', flush=True)\nimport time; time.sleep(60)")
        kernel.until(message_id, cell, "busy")
        kernel.interrupt()
        assert kernel.finish(message_id, cell).error[0] == "KeyboardInterrupt"
    elif ending == "shut down":
        kernel.shut_down()
    else:
        kernel.restart(now="at once" in ending)
    assert verdict(run, 1, 40, 5) == ""


def test_a_new_kernel_watches_the_whole_log_from_its_first_byte(kernel, home):
    kernel.run("run = %guild run talk round=2 lines=60")
    run = newest(home)
    begins_to_print(run)
    kernel.kill()
    kernel.restart(now=True)
    kernel.load()
    watched = kernel.run(f"%guild watch --wait {run.id[:4]}")
    assert watched.status == "ok"
    said = talk_output(2, 60).decode(errors="replace")
    assert watched.text.startswith(said)
    assert re.fullmatch(r"\ntalk \w{8}: completed in [\d.]+ s\n", watched.text[len(said) :])


def test_a_new_kernel_stops_a_run_of_a_killed_one(kernel, home):
    kernel.run("%guild run talk lines=10000")
    run = newest(home)
    begins_to_print(run)
    kernel.kill()
    kernel.restart(now=True)
    kernel.load()
    stopped = kernel.run("%guild stop")
    assert stopped.text == f"stopped talk {run.short_id}: terminated (SIGTERM)\n"
    assert run.status == "terminated"


def test_interrupting_watch_detaches_says_so_and_the_run_goes_on(kernel, home):
    kernel.run("%guild run talk round=3 lines=100")
    run = newest(home)
    message_id, cell = kernel.begin("%guild watch --wait")
    kernel.until(message_id, cell, "line 2 ")
    kernel.interrupt()
    kernel.finish(message_id, cell)
    assert cell.status == "error"  # so that the cells after it are not run
    assert f"detached; talk {run.short_id} goes on" in "\n".join(cell.error[2])
    assert f"%guild watch {run.short_id} · %guild stop {run.short_id}" in "\n".join(cell.error[2])
    assert run.status == "running"
    assert verdict(run, 3, 100, 0) == ""


def test_interrupting_a_waiting_run_detaches_too(kernel, home):
    message_id, cell = kernel.begin("%guild run talk round=4 lines=100 --wait")
    kernel.until(message_id, cell, "line 2 ")
    kernel.interrupt()
    kernel.finish(message_id, cell)
    assert cell.status == "error"
    assert "goes on" in "\n".join(cell.error[2])
    assert verdict(newest(home), 4, 100, 0) == ""
    assert newest(home).status == "completed"


def test_nothing_of_the_kernel_is_open_in_the_run(kernel, home):
    kernel.run("import socket; secret = socket.create_server(('127.0.0.1', 0)); secret.fileno()")
    kernel.run("import os; os.set_inheritable(secret.fileno(), True)")
    kernel.run("open_file = open('left-open', 'w'); os.set_inheritable(open_file.fileno(), True)")
    kernel.run("%guild run talk lines=10000")
    run = newest(home)
    begins_to_print(run)
    mine = descriptors(kernel.pid)
    assert any("socket:" in target for target in mine)
    files = run.files_of_run
    for name in ("supervisor", "reaper", "child"):
        pid = durable.read_json(getattr(files, name))["pid"]
        theirs = descriptors(pid)
        of_the_run = {t for t in theirs if t.startswith((str(run.dir), "/dev/null", "pipe:"))}
        assert theirs - of_the_run == set(), name
        assert not {t for t in theirs if t.startswith("pipe:")} & mine, name
    child = durable.read_json(files.child)["pid"]
    assert not [t for t in descriptors(child) if t.endswith("supervisor.lock")]
    assert os.getsid(child) not in (os.getsid(kernel.pid), os.getsid(0))
    kernel.run("%guild stop")


def descriptors(pid):
    found = set()
    for link in Path(f"/proc/{pid}/fd").iterdir():
        try:
            found.add(str(link.readlink()))
        except FileNotFoundError:
            continue
    return found


def test_the_run_gets_none_of_the_kernels_own_variables(kernel, home):
    kernel.run("import os; os.environ['MPLBACKEND'] = 'module://matplotlib_inline.backend_inline'")
    kernel.run("os.environ['MINE'] = 'kept'")
    kernel.run("run = %guild run talk lines=10000")
    run = newest(home)
    begins_to_print(run)
    pid = durable.read_json(run.files_of_run.child)["pid"]
    environment = Path(f"/proc/{pid}/environ").read_bytes()
    names = {entry.partition(b"=")[0].decode() for entry in environment.split(b"\0")}
    kernel.run("%guild stop")
    assert "MINE" in names
    assert not [n for n in names if n.startswith(("JPY_", "PYDEVD_")) or n == "MPLBACKEND"]


def test_completion_reaches_the_front_end(kernel, home):
    kernel.run("run = %guild run talk lines=1\nrun.wait()")
    short = newest(home).short_id
    for typed, offered in {
        "%guild wa": "watch",
        "%guild ta": "talk",
        "%guild run ta": "talk",
        "%guild run talk li": "lines=",
        "%guild talk mode=po": "mode=polite",
        "run = %guild talk mode=po": "mode=polite",
        "%guild run talk --prev": "--preview",
        "%guild watch ": short,
        "%%guild run ta": "talk",
    }.items():
        reply = kernel.complete(typed)
        assert offered in reply["matches"], typed
        typed_so_far = typed[reply["cursor_start"] : reply["cursor_end"]]
        assert offered.startswith(typed_so_far)
        assert all("%" not in match for match in reply["matches"]), typed
