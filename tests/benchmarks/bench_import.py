"""`import guild_jupyter` against `import pandas`, each in a new process less an empty one.

  python tests/benchmarks/bench_import.py [ROUNDS]

The bare import costs next to nothing, for names are imported when they are used; so a second
ratio is for what the extension imports: `%load_ext guild_jupyter`, IPython itself left out.
"""

import subprocess
import sys
from pathlib import Path

from paired import alternate, environment, report, report_ratio

ROOT = Path(__file__).resolve().parents[2]

TIMED = "import time; t = time.perf_counter(); {}; print(time.perf_counter() - t)"
PACKAGE = "import guild_jupyter"
API = "import guild_jupyter; guild_jupyter.Guild"
EXTENSION = "import guild_jupyter.notebook.magics"
PANDAS = "import pandas"


def timer(statement, before=""):
    """Return a timer of a statement in a new process."""
    words = [sys.executable, "-c", f"{before}\n{TIMED.format(statement)}"]

    def run():
        done = subprocess.run(
            words, env=environment(PYTHONPATH=ROOT), capture_output=True, text=True, check=True
        )
        return float(done.stdout)

    return run


def main(rounds=11):
    """Print the figures."""
    bad = False
    ipython = "import IPython.core.magic, IPython.core.completer, IPython.core.interactiveshell"
    for statement, before in ((PACKAGE, ""), (API, ""), (EXTENSION, ipython)):
        ours, pandas = alternate(timer(statement, before), timer(PANDAS), rounds)
        report(statement, ours)
        report(PANDAS, pandas)
        bad |= report_ratio("ratio", ours, pandas, "wanted: at most 0.35") > 0.35
    return bad


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2])))
