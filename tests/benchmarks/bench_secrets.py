"""Planted secrets that are found after real launches, and what looking for them costs.

  python tests/benchmarks/bench_secrets.py [SEED]

200 secrets (20 names, 10 kinds of values) are planted in environments, flags, commands, URLs,
output, labels and tags, launched from a notebook and a terminal, and sought in everything that
is left behind, but for the exact output on the disk. Then credentials under names that tell
nothing, of 40 formats in turn and of some that have no pattern; values and lines that only look
alike; and the speed at which output is shown.
"""

import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests/security")]

from look_alikes import (
    FORMATS,
    HARMLESS,
    HARMLESS_LINES,
    UNKNOWN_FORMATS,
    credentials,
)
from planted_secrets import Field, plants

from guild_jupyter.redaction import (
    is_secret_value,
    redact,
    redacted_flags,
    redacted_words,
)
from guild_jupyter.runstore.output import pieces

MISSES_WANTED, SPEED_WANTED = 0.02, 20.0
_MEGABYTES = 64
LOGS = {
    "numbers": "step: 12 loss: 0.12345 accuracy: 0.9871 lr: 0.001\n",
    "a progress bar": "Epoch 1:  45%|####      | 450/1000 [00:12<00:15, 36.2it/s, loss=0.123]\r",
    "URLs": "GET https://example.org:8080/data/file-0001.bin 200 OK 12345 bytes\n",
    "tokens in each line": "INFO: step 100 | tokens/s: 12345.6 | loss 2.3 | max_tokens=4096\n",
    "secrets in each line": "api_key=abcd1234efgh url=https://user:pw@host/x?token=abcdefgh1234\n",
}


def planted(seed):
    """Launch with planted secrets; return how many were planted, never arrived and were found."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        field = Field(Path(scratch), plants(seed=seed))
        field.work()
        found = field.found()
        for plant, path in found:
            print(f"  found: {plant} in {path.relative_to(scratch)}")
        return len(field.planted), len(field.missed()), len(found)


def speed(line):
    """Return the megabytes of such lines that are shown in a second, read from a file."""
    with tempfile.NamedTemporaryFile("w") as file:
        size = 0
        while size < _MEGABYTES << 20:
            size += file.write(line * 10_000)
        file.flush()
        begin = time.perf_counter()
        for _ in pieces(Path(file.name), limited=False):
            pass
        return size / (time.perf_counter() - begin) / 1e6


def main(seed=1):
    """Print the figures; return whether one is not what is wanted."""
    number, missing, found = planted(seed)
    print(f"planted: {number}, never arrived: {missing}, found: {found} (wanted: 0)")
    known = credentials(400, seed)
    missed = [kind for kind, value in known if not is_secret_value(value)]
    rate = len(missed) / len(known)
    print(
        f"credentials of {len(FORMATS)} formats under names that tell nothing: "
        f"{len(missed)} of {len(known)} missed, {rate:.1%} (wanted: at most {MISSES_WANTED:.0%})"
    )
    unseen = [v for _, v in credentials(80, seed, UNKNOWN_FORMATS) if not is_secret_value(v)]
    print(
        f"of {len(UNKNOWN_FORMATS)} formats without a pattern, or of which nothing tells: "
        f"{len(unseen)} of 80 missed"
    )
    withheld = [
        name
        for name, value in HARMLESS.items()
        if redacted_flags({name: value})[name] != value
        or redacted_words([f"{name}={value}"]) != [f"{name}={value}"]
    ] + [line for line in HARMLESS_LINES if redact(line) != line]
    total = len(HARMLESS) + len(HARMLESS_LINES)
    print(f"harmless values and lines: {len(withheld)} of {total} withheld (wanted: 0)")
    speeds = {kind: speed(line) for kind, line in LOGS.items()}
    for kind, megabytes in speeds.items():
        print(f"shown, {kind}: {megabytes:.0f} MB/s")
    print(f"wanted for numbers: at least {SPEED_WANTED:.0f} MB/s")
    return bool(
        missing or found or withheld or rate > MISSES_WANTED or speeds["numbers"] < SPEED_WANTED
    )


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2])))
