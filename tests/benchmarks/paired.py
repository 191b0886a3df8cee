"""Timing two things in turn, A B A B …, so that a drifting machine speed cancels out."""

import os
import statistics
import subprocess
import time


def environment(**more):
    """The environment without what would slow one side down, or speed it up."""
    left_out = ("PYTHONPATH", "PYTHONDONTWRITEBYTECODE")  # compiled modules are kept
    kept = {name: value for name, value in os.environ.items() if name not in left_out}
    return kept | {name: str(value) for name, value in more.items()}


def alternate(first, second, rounds):
    """Call two timers in turn, once each beforehand; return their lists of seconds."""
    first(), second()
    pairs = [(first(), second()) for _ in range(rounds)]
    return [a for a, _ in pairs], [b for _, b in pairs]


def command(words, folder, environment):
    """Return a timer: the wall seconds of a command's whole process; it has to succeed."""

    def timer():
        begin = time.perf_counter()
        done = subprocess.run(
            words,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        took = time.perf_counter() - begin
        assert done.returncode == 0, (words, done.stderr.decode(errors="replace"))
        return took

    return timer


def report(name, seconds, wanted=""):
    """Print median, least and greatest of times, in milliseconds."""
    ms = [value * 1000 for value in seconds]
    print(
        f"{name:<44} median {statistics.median(ms):8.1f} ms"
        f"   least {min(ms):8.1f}   greatest {max(ms):8.1f}   {wanted}".rstrip()
    )


def report_ratio(name, first, second, wanted):
    """Print the median of the ratios pair by pair; return it."""
    ratio = statistics.median(a / b for a, b in zip(first, second, strict=True))
    print(f"{name:<44} median {ratio:8.3f}      {wanted}")
    print(f"{len(first)} pairs, load average {os.getloadavg()[0]:.1f}")
    return ratio
