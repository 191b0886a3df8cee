"""What it costs to tell two runs apart, against `guild diff`, and how long hostile texts take.

  GUILDAI_VENV=… python tests/benchmarks/bench_diff.py

Both runs have the attributes that Guild writes, with 150 packages and 60 variables. Ours is
called in one process, attributes compared and shown; Guild's is its whole command, with
`diff -ru`. The hostile texts are two outputs of 10 MB, and files of 100,000 lines.
"""

import os
import random
import sys
import tempfile
import time
from pathlib import Path

import paired

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT)]

from guild_jupyter.api import Guild
from guild_jupyter.diffing import rundiff
from guild_jupyter.diffing.view import View
from guild_jupyter.documents import dump

ROUNDS, RATIO_WANTED, SLOWEST_WANTED = 7, 0.10, 10.0
LINES = 100_000


def main():
    """Measure, print, and return 1 where it takes longer than is wanted."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        for number in (1, 2):
            make_run(home, number)
        worst = of_hostile(Path(folder) / "hostile")
        ratio = against_guild(home) if os.environ.get("GUILDAI_VENV") else 0
    return int(ratio > RATIO_WANTED or worst > SLOWEST_WANTED)


def make_run(home, number, files=None, output="step: 1\nloss: 0.1\n"):
    """Write a run as Guild does."""
    run = home / "runs" / f"{number:032x}"
    attrs = run / ".guild/attrs"
    attrs.mkdir(parents=True)
    values = {
        "id": run.name,
        "started": number * 1_000_000,
        "stopped": number * 1_000_000 + 500_000,
        "exit_status": 0,
        "flags": {f"flag-{n}": n * number for n in range(20)},
        "env": {f"VARIABLE_{n}": f"value {n}" for n in range(60)} | {"RUN_DIR": str(run)},
        "pip_freeze": [f"package-{n}=={n % number}.{n}" for n in range(150)],
        "cmd": ["python", "-m", "train", "--n", str(number)],
        "label": f"run {number}",
    }
    for name, value in values.items():
        (attrs / name).write_text(dump(value))
    (run / ".guild/opref").write_text("guildfile:/p/guild.yml 0 '' train")
    (run / ".guild/output").write_text(output)
    for name, text in (files or {}).items():
        (run / name).write_bytes(text if isinstance(text, bytes) else text.encode())


def against_guild(home):
    """Compare with the time of Guild's command."""
    words = [f"{os.environ['GUILDAI_VENV']}/bin/guild", "diff", "2", "1", "--attrs"]
    guild = paired.command(
        [*words, "--cmd", "diff -ru"], home, paired.environment(GUILD_HOME=home)
    )

    def ours():
        begin = time.perf_counter()
        Guild(home, home).diff(parts=["all_attributes"])._repr_mimebundle_()
        return time.perf_counter() - begin

    def all_of_it():
        begin = time.perf_counter()
        Guild(home, home).diff()._repr_mimebundle_()
        return time.perf_counter() - begin

    first, second = paired.alternate(ours, guild, ROUNDS)
    paired.report("attributes of two runs, in process", first)
    paired.report("everything, in process", [all_of_it() for _ in range(ROUNDS)])
    paired.report("guild diff 2 1 --attrs, whole command", second)
    return paired.report_ratio("attributes, ours to Guild's", first, second, RATIO_WANTED)


def of_hostile(home):
    """Return the seconds that the slowest of the hostile texts takes, compared and shown."""
    chance = random.Random(0)
    texts = {
        "nothing in common": (numbered("a"), numbered("b")),
        "shuffled": (shuffled(chance), shuffled(chance)),
        "few different lines, in disorder": (few(chance), few(chance)),
        "every second line changed": (
            numbered("a"),
            "".join(f"{'ab'[n % 2]} line {n}\n" for n in range(LINES)),
        ),
        "nothing unique, one line inserted": ("x\n" * LINES, "x\n" * LINES + "y\n" + "x\n"),
        "reversed": (numbered("a"), "".join(numbered("a").splitlines(True)[::-1])),
        "two lines of 10 MB": ("ab " * 3_500_000, "ab " * 3_400_000 + "c"),
        "blocks of unlike lines": (words(chance), words(chance)),
        "long lines of few words, in disorder": (long_lines(chance), long_lines(chance)),
        "progress bars of 10 MB": ("\r".join(map(str, range(1_400_000))), "\r" * 10_000_000),
        "bytes of no text": (chance.randbytes(10 << 20), chance.randbytes(10 << 20)),
    }
    worst = 0.0
    for number, (name, (old, new)) in enumerate(texts.items()):
        is_output = "progress" in name
        for place, text in ((2 * number + 1, old), (2 * number + 2, new)):
            if is_output:
                make_run(home, place, output=text)
            else:
                make_run(home, place, {"file.txt": text})
        runs = Guild(home, home).runs()
        begin = time.perf_counter()
        found = rundiff.of_runs(runs[1], runs[0], ["output" if is_output else "files"])
        bundle = found._repr_mimebundle_()
        found.to_text(View(side_by_side=True))
        took = time.perf_counter() - begin
        worst = max(worst, took)
        size = len(bundle["text/html"])
        print(f"{name:<44} {took:8.2f} s   {size / 1e6:6.2f} MB of HTML")
    print(f"{'the slowest':<44} {worst:8.2f} s   wanted {SLOWEST_WANTED}")
    return worst


def numbered(mark):
    """Return lines of which each is unique."""
    return "".join(f"{mark} line {n}\n" for n in range(LINES))


def shuffled(chance):
    """Return unique lines in any order."""
    return "".join(f"line {n}\n" for n in chance.sample(range(LINES), LINES))


def few(chance):
    """Return lines of which none is unique, in any order."""
    return "".join(f"line {chance.randrange(50)}\n" for _ in range(LINES))


def long_lines(chance):
    """Return blocks of long lines in which no word is unique."""
    lines = []
    for n in range(200):
        lines.append(f"block {n}")
        lines += (" ".join(chance.choices("abcdefgh", k=990)) for _ in range(20))
    return "\n".join(lines)


def words(chance):
    """Return blocks of forty lines of random words, each block after a line that is unique."""
    lines = []
    for n in range(LINES // 50):
        lines.append(f"block {n}")
        lines += (" ".join(str(chance.randrange(99)) for _ in range(20)) for _ in range(40))
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
