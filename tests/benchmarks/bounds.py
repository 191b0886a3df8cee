"""Reads each hostile text in a process of its own; prints a line of JSON on what that cost.

  python tests/benchmarks/bounds.py [SIZE] [pure]

Seconds of the processor, mebibytes of memory at their most, and what was said of the text; with
the word pure as if libyaml were not there. A reader that takes far too much is ended.
"""

import json
import os
import resource
import sys
import time
import traceback
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[2])]

from hostile_texts import SIZE, TEXTS

from guild_jupyter import documents
from guild_jupyter.documents import reading
from guild_jupyter.errors import DocumentError

MOST_SECONDS, MOST_MEMORY = 10, 512 << 20


def cost(name, size):
    """Read a text here; return what it cost."""
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    text = TEXTS[name](size)
    begin = time.process_time()
    try:
        documents.read(text, unique_keys=True)
        said = ""
    except DocumentError as error:
        said = f"line {error.line}: {error.message}"
    seconds = time.process_time() - begin
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    return {"name": name, "seconds": seconds, "memory": memory, "said": said}


def main(size=SIZE, parser=""):
    """Print a line for each text; those whose reader did not end well say how it ended."""
    reading.IS_FAST = reading.IS_FAST and parser != "pure"
    for name in TEXTS:
        sys.stdout.flush()
        pid = os.fork()
        if pid == 0:
            try:
                print(json.dumps(cost(name, int(size))), flush=True)
            except BaseException:  # noqa: BLE001 - whatever it is, it must be seen
                traceback.print_exc()
                os._exit(1)
            os._exit(0)
        _, status = os.waitpid(pid, 0)
        if status:
            print(json.dumps({"name": name, "crash": os.waitstatus_to_exitcode(status)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
