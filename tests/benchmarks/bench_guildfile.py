"""Reading a Guild file of 300 operations and 2,000 flags (about 100 KB): cold, and unchanged.

  python tests/benchmarks/bench_guildfile.py [ROUNDS]

Cold is the first reading of a new process, imports left out; of it, building is all but YAML.
"""

import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from paired import environment, report

ROOT = Path(__file__).resolve().parents[2]
COLD = """\
import sys, time
from pathlib import Path
from guild_jupyter import documents
from guild_jupyter.guildfile import files, library, reader
from guild_jupyter.guildfile.assembly import assemble
from guild_jupyter.guildfile.cache import ProjectCache

folder, now = Path(sys.argv[1]), time.perf_counter
start = now()
read = files.read_file(folder / "guild.yml")
parsed = now()
shelf = library.Library()
shelf.files[read.path] = read
project = assemble(shelf, shelf.namespace(read.path))
built = now()
assert len(project.operations) == 300 and not project.problems and not project.findings
cache = ProjectCache()
cache.load(folder)
before = now()
cache.load(folder)
print(parsed - start, built - parsed, built - start, now() - before)
"""


def guild_file():
    """Return the text of a large Guild file."""
    lines = ["- model: big", "  params: {rate: 0.1}", "  resources:"]
    lines += [f"    res{n}: [{{file: data{n}.csv}}]" for n in range(20)]
    lines += ["  operations:"]
    for number in range(300):
        lines += [f"    op{number}:", f"      description: Operation {number}"]
        lines += [f"      main: package.module{number}", f"      requires: res{number % 20}"]
        lines += ["      flags:", "        rate: '{{rate}}'"]
        for flag in range(6 if number % 3 else 5):
            described = f"{{default: {flag}, description: Flag {flag}}}"
            lines += [f"        flag{flag}: {described if flag % 2 else flag}"]
    return "\n".join(lines) + "\n"


def main(rounds=11):
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        text = guild_file()
        Path(folder, "guild.yml").write_text(text, encoding="utf-8")
        print(f"{len(text)} bytes")
        words = [sys.executable, "-c", COLD, folder]
        taken = [
            subprocess.run(
                words, env=environment(PYTHONPATH=ROOT), capture_output=True, text=True, check=True
            ).stdout
            for _ in range(rounds)
        ]
    rows = zip(*(map(float, line.split()) for line in taken), strict=True)
    yaml, built, whole, again = (list(row) for row in rows)
    report("bytes and YAML", yaml, "wanted: at most 45 ms")
    report("building", built, "wanted: at most 80 ms")
    report("the whole", whole, "wanted: at most 150 ms")
    report("again, unchanged", again, "wanted: at most 2 ms")
    slow, fast = statistics.median(whole), statistics.median(again)
    return slow > 0.150 or fast > 0.002 or statistics.median(built) > 0.080


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2])))
