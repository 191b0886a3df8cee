"""Reads mutated Guild files: `fuzz_worker.py FOLDER SEED FIRST COUNT`; writes what went wrong.

One JSON object: how many of them were read and refused, and what crashed the reader. A file that
takes far too long, or too much memory, counts as a crash.
"""

import json
import re
import resource
import signal
import sys
import traceback
from collections import Counter
from pathlib import Path

MOST_SECONDS, MOST_MEMORY = 20, 1 << 30
READ, REFUSED = "read", "refused"


class TooLong(BaseException):
    """No part of the reader can mistake it for an error of the file."""


def _too_long(signum, frame):
    raise TooLong


def outcome(file):
    """Return what came of reading a file: a word, or what must not be."""
    from guild_jupyter.errors import GuildError, GuildFileError
    from guild_jupyter.guildfile import reader
    from guild_jupyter.guildfile.definitions import Project

    try:
        project = reader.read(file)
    except GuildError as error:
        is_placed = isinstance(error, GuildFileError) and error.file and error.line >= 0
        return REFUSED if is_placed or str(file.parent) in str(error) else repr(error)
    if not isinstance(project, Project):
        return f"no project: {project!r}"
    # operations that cannot be read do not keep the others from being so
    problems = [error for model in project.models.values() for error in model.problems.values()]
    wrong = [error for error in problems if not isinstance(error, GuildFileError)]
    return f"no errors of a Guild file: {wrong}" if wrong else READ


def watched(file):
    """Return the same, or the traceback of what is no error of a Guild file."""
    signal.alarm(MOST_SECONDS)
    try:
        return outcome(file)
    except (Exception, TooLong):  # noqa: BLE001 - whatever it is, it must be seen
        said = traceback.format_exc()
        return said if len(said) < 4000 else f"{said[:2000]}\n[…]\n{said[-2000:]}"
    finally:
        signal.alarm(0)


def most_memory():
    """The most memory in MiB that this program had; rusage counts its parent before the exec."""
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\s*(\d+) kB", status)[1]) >> 10


def main(folder, seed, first, count):
    """Read mutated files one after the other."""
    sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[2])]
    from fuzzing import INCLUDED, mutated

    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    signal.signal(signal.SIGALRM, _too_long)
    file = Path(folder, "guild.yml")
    Path(folder, "other.yml").write_text(INCLUDED)
    outcomes, crashes = Counter(), []
    for number in range(int(first), int(first) + int(count)):
        content = mutated(f"{seed}:{number}")
        file.write_bytes(content)
        said = watched(file)
        if said in (READ, REFUSED):
            outcomes[said] += 1
        else:
            crashes.append({"number": number, "said": said, "content": repr(content)[:2000]})
    memory = most_memory()
    sys.stdout.write(json.dumps({**outcomes, "memory": memory, "crashes": crashes}))


if __name__ == "__main__":
    main(*sys.argv[1:])
