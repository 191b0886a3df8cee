"""Runs seen after a reboot, from another container, when a pid is another's, the clock wrong.

    python tests/benchmarks/bench_identity.py [--rounds 100]

Each round has a real run: of its pid, really given to another process; of its machine's boot id,
which a mount namespace shows as another; of its processes, which another pid namespace does not
have. Each time its state has to be the right one, and a stop has to reach nobody. In the last
case the clock of its keepers is set by a day meanwhile. Needs root, and libfaketime.
"""

import argparse
import os
import random
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "supervise"))

from other_worlds import (
    after_a_reboot,
    clock_library,
    end,
    in_another_container,
    orphanage,
    successor,
    with_clock,
)
from supervised_runs import WAIT, holder, supervised

from guild_jupyter.supervise import durable, exit_record, identity, state, stop


def waiting(runs):
    run = runs.launch(WAIT)
    runs.wait_for_output(run, b"up")
    return run


def finished(runs, run):
    """Let the run end, and tell whether it is as if nobody had looked."""
    was_running = state.state_of(run.path).status == "running"
    Path(run.path, "end").touch()
    return was_running and runs.wait(run).status == "completed"


def pid_reused(runs, scratch):
    with orphanage():
        run = waiting(runs)
        child = holder(run.child)
        end([*runs.keepers(run), child])
    with successor(child) as stranger:
        found = state.state_of(run.path)
        seen = found.status == "lost" and "pid belongs to another process" in found.reason
        refused = not stop.request(run.path, 0).asked and not stop._end_orphan(run, 0).asked
        return seen and refused and identity.is_alive(stranger)


def boot_changed(runs, scratch):
    run = waiting(runs)
    found = after_a_reboot(run, scratch)
    return found == ("lost", False, "the machine was restarted") and finished(runs, run)


def other_namespace(runs, scratch):
    run = waiting(runs)
    status, asked, reason = in_another_container(run)
    seen = status == "unknown" and not asked and "pid namespace" in reason
    return seen and finished(runs, run)


def clock_jumps(runs, scratch):
    """Set the clock of the keepers forward or back by a day while the operation runs."""
    clock = Path(scratch, "clock")
    clock.write_text("+0")
    words = ["env", "-u", "LD_PRELOAD", sys.executable, "-I", "-S", "-c", WAIT]
    run = runs.launch(words, environment=with_clock(clock_library(), clock))
    runs.wait_for_output(run, b"up")
    clock.write_text(random.choice(["+1d", "-1d"]))
    is_seen = finished(runs, run)
    record = exit_record.read(run.exit_record)
    began = durable.read_int(run.attr("started"))
    return is_seen and record.stopped >= began and 0 <= record.elapsed < 60


CASES = {
    "pid given to another process": pid_reused,
    "boot id changed": boot_changed,
    "other pid namespace": other_namespace,
    "clock set by a day": clock_jumps,
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=100)
    rounds = parser.parse_args().rounds
    failed = False
    print(f"{'case':<30} {'rounds':>6} {'right':>6} {'seconds':>8}")
    for name, case in CASES.items():
        began = time.perf_counter()
        with tempfile.TemporaryDirectory() as folder, supervised(folder) as runs:
            right = 0
            for _ in range(rounds):
                right += case(runs, folder)
                runs.close()
                runs.runs.clear()
        print(f"{name:<30} {rounds:>6} {right:>6} {time.perf_counter() - began:>8.1f}", flush=True)
        failed = failed or right != rounds
    print(f"wanted: all of them; load average {os.getloadavg()[0]:.1f}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
