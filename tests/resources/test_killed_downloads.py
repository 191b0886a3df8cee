"""Preparers that are killed while they download: nothing half is taken, and the next goes on."""

import hashlib
import json
import random
import signal
import subprocess
import sys
import threading

import pytest

BODY = random.Random(5).randbytes(700_000)


PREPARERS = """
import os, sys
from guild_jupyter.resources import download, preparer
from guild_jupyter.supervise import faults
download._CHUNK = 1 << 13
for line in sys.stdin:
    run_dir, fault = line.rstrip("\\n").split("\\t")
    child = os.fork()
    if not child:
        log = os.open(run_dir + "/.guild/said", os.O_CREAT | os.O_WRONLY, 0o600)
        os.dup2(log, 1)
        os.dup2(log, 2)
        faults.arm(fault)
        preparer.main(run_dir)
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\\n")
    sys.stdout.flush()
"""
KILLS = 100


@pytest.mark.slow
@pytest.mark.parametrize("seed", [11])
def test_a_preparer_killed_at_100_random_points_leaves_nothing_half_and_goes_on(
    world, server, seed
):
    chance = random.Random(seed)
    home, counts = world.home, {"kills": 0, "went on": 0}
    with subprocess.Popen(
        [sys.executable, "-c", PREPARERS],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as starter:

        def prepare(run, fault=""):
            starter.stdin.write(f"{run}\t{fault}\n")
            starter.stdin.flush()
            return int(starter.stdout.readline())

        number = 0
        while counts["kills"] < KILLS:
            number += 1
            body = chance.randbytes(chance.randrange(1, 800_000))
            sha = hashlib.sha256(body).hexdigest()
            etag = chance.choice([f'"{number}"', None])
            url = server.serve_ranges(f"/{number}", body, etag=etag)
            digest = sha if etag is None or chance.random() < 0.5 else ""
            more = f", sha256: {digest}" if digest else ""
            guild_file = f"op: {{main: x, requires: {{url: '{url}'{more}}}}}"
            server.requests.clear()
            for _ in range(chance.randrange(1, 6)):
                run = world.ordered(world.plan(guild_file))
                point = chance.choice(
                    [
                        *[f"*/download.added#{chance.randrange(1, 60)}"] * 5,
                        f"*/download.{chance.choice(['asking', 'noted', 'complete', 'named'])}",
                        f"*/write.*=.{number}.part.of",
                        f"*/write.*=.{number}.whole",
                    ]
                )
                code = prepare(run, f"{point}:kill")
                assert code in (0, -signal.SIGKILL)
                counts["kills"] += code == -signal.SIGKILL
                for kept in home.glob(f"cache/resources/*/{number}"):
                    assert kept.read_bytes() == body
                # Nothing is placed, or all of it.
                placed = run / str(number)
                assert not placed.exists() or placed.read_bytes() == body
                if code == 0:
                    break
            run = world.ordered(world.plan(guild_file))
            assert prepare(run) == 0, (run / ".guild" / "said").read_text()
            assert (run / str(number)).read_bytes() == body
            assert not (run / ".guild" / "progress.json").exists()
            assert [p.name for p in home.glob("cache/resources/*/*.part*")] == []
            counts["went on"] += any("Range" in sent for sent in server.requests)
        starter.stdin.close()
    assert counts["went on"] > KILLS // 10


FETCH = """
import sys
from guild_jupyter.resources.download import fetch
fetch(sys.argv[1], sys.argv[2], "", say=lambda text: None, report=lambda *_: None)
"""


def test_a_process_killed_from_outside_while_bytes_come_is_gone_on_from(server, home):
    half, go_on = threading.Event(), threading.Event()

    def answer(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(BODY)))
        handler.send_header("ETag", '"v1"')
        handler.end_headers()
        handler.wfile.write(BODY[:300_000])
        handler.wfile.flush()
        half.set()
        go_on.wait(30)

    server.answers["/x"] = answer
    url = server.url("/x")
    process = subprocess.Popen([sys.executable, "-c", FETCH, url, str(home.path)])
    assert half.wait(30)
    while not (found := list(home.path.rglob("x.part"))) or found[0].stat().st_size < 300_000:
        assert process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.wait()
    go_on.set()
    (note,) = home.path.rglob(".x.part.of")
    assert json.loads(note.read_text())["validator"] == '"v1"'
    server.serve_ranges("/x", BODY)
    assert home.fetch(url).read_bytes() == BODY
    assert server.requests[-1]["Range"] == "bytes=300000-"
    assert home.files() == ["x"]
