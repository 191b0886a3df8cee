"""Reading a Guild file of 300 operations and 2,000 flags, small texts, and hostile ones.

  python tests/benchmarks/bench_guildfile.py [ROUNDS]

The text is parsed with the line of every key, the whole is read into a project, and that again
in a new process, imports included. Small texts, such as values of flags and attributes of runs,
are parsed against PyYAML's own parser in turn. Last, what the worst of the hostile texts costs,
in seconds of the processor and in memory, each in a process of its own.
"""

import json
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from guild_files import guild_file
from paired import alternate, environment, report, report_ratio

from guild_jupyter import documents
from guild_jupyter.documents.composing import PureLoader
from guild_jupyter.guildfile import reader
from guild_jupyter.guildfile.cache import ProjectCache

PARSED_WANTED, READ_WANTED, COLD_WANTED, SMALL_WANTED = 0.045, 0.150, 0.400, 1.0
UNCHANGED_WANTED = 0.002
SECONDS_WANTED, MEMORY_WANTED = 1.0, 200
SMALL = [
    *("0.1", "hello", "[1, 2, 3]", "{a: 1, b: x}", "'quoted text'", "1700000000000000\n"),
    *("- python\n- -um\n- train\n- --epochs\n- '5'\n", "a: b: c", "[x", "a/b?c", "Hello, world!"),
    "".join(f"NAME_{n}: some/value of {n}\n" for n in range(40)),
]
TIMES = 20
COLD = """\
import sys, time
begin = time.perf_counter()
from pathlib import Path
from guild_jupyter.guildfile import reader
reader.read(Path(sys.argv[1]))
print(time.perf_counter() - begin)
"""


def timer(work, times=1):
    """Return a timer of some work, done so many times."""

    def run():
        begin = time.perf_counter()
        for _ in range(times):
            work()
        return (time.perf_counter() - begin) / times

    return run


def cold(file):
    """Return a timer of reading a Guild file in a new process."""

    def run():
        words = [sys.executable, "-c", COLD, str(file)]
        done = subprocess.run(
            words, env=environment(PYTHONPATH=ROOT), capture_output=True, text=True, check=True
        )
        return float(done.stdout)

    return run


def small(parse):
    """Return a timer of parsing every small text."""

    def every():
        for text in SMALL:
            with suppress(Exception):  # two kinds of errors, and neither matters
                parse(text)

    return timer(every, TIMES)


def middle(seconds):
    return sorted(seconds)[len(seconds) // 2]


def bounds(*words):
    """Report the worst of the hostile texts; return whether one is beyond the bounds."""
    done = subprocess.run(
        [sys.executable, Path(__file__).with_name("bounds.py"), *words],
        capture_output=True,
        text=True,
        check=True,
    )
    costs = [json.loads(line) for line in done.stdout.splitlines()]
    crashed = [cost["name"] for cost in costs if "crash" in cost]
    known = [cost for cost in costs if "crash" not in cost]
    slowest = max(known, key=lambda cost: cost["seconds"])
    largest = max(known, key=lambda cost: cost["memory"])
    print(f"{len(costs)} hostile texts {' '.join(words)}: crashed {crashed or 'none'}")
    print(f"  slowest {slowest['seconds']:.2f} s ({slowest['name']})   wanted: at most 1 s")
    print(f"  largest {largest['memory']} MiB ({largest['name']})   wanted: at most 200 MiB")
    return bool(
        crashed or slowest["seconds"] > SECONDS_WANTED or largest["memory"] > MEMORY_WANTED
    )


def main(rounds=15):
    """Print the figures; return whether one is not what is wanted."""
    text = guild_file()
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch, "guild.yml")
        file.write_text(text)
        print(f"{len(text) / 1000:.0f} KB, 300 operations, 2,000 flags")
        parsed, read = alternate(
            timer(lambda: documents.read(text, unique_keys=True)),
            timer(lambda: reader.read(file)),
            rounds,
        )
        kept = ProjectCache()
        kept.load(file.parent)
        new, unchanged = alternate(
            cold(file), timer(lambda: kept.load(file.parent), TIMES), rounds
        )
    report("parsed, with lines", parsed, "wanted: at most 45 ms")
    report("read into a project", read, "wanted: at most 150 ms")
    report("read in a new process, imports included", new, "wanted: at most 400 ms")
    report("read again, unchanged", unchanged, "wanted: at most 2 ms")
    ours, pyyaml = alternate(
        small(documents.parse),
        small(lambda text: PureLoader(text).document(unique_keys=False)),
        rounds,
    )
    report(f"{len(SMALL)} small texts", ours)
    report("the same by PyYAML's own parser", pyyaml)
    ratio = report_ratio("ratio", ours, pyyaml, "wanted: at most 1")
    bad = middle(parsed) > PARSED_WANTED or middle(read) > READ_WANTED
    bad |= middle(unchanged) > UNCHANGED_WANTED
    bad |= middle(new) > COLD_WANTED or ratio > SMALL_WANTED
    bad |= bounds()
    bad |= bounds(str(documents.MAX_BYTES >> 2), "pure")
    return bad


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2])))
