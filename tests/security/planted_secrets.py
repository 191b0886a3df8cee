"""Secrets planted in every place a run has, launched for real, and looked for afterwards.

Used by the tests here and by ``tests/benchmarks/bench_secrets.py``.
"""

import json
import os
import random
import shlex
import string
import subprocess
import sys
import threading
import uuid
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parents[2]
NAMES = [
    *("API_KEY", "apiKey", "AWS_SECRET_ACCESS_KEY", "GITHUB_TOKEN", "access_token", "SECRET"),
    *("PASSWORD", "PASSWD", "DB_PASS", "DB_PWD", "GITHUB_PAT", "CREDENTIALS", "AUTHORIZATION"),
    *("BASIC_AUTH", "COOKIE", "SESSION_ID", "SENTRY_DSN", "PRIVATE_KEY", "CLIENT_SECRET"),
    "WEBHOOK_URL",
]
PLACES = ("env", "flag", "argv", "url", "output", "label", "tag")
_ALNUM = string.ascii_letters + string.digits

#: Tells, without saying it, what the program was given.
_GOT = """\
import hashlib, os, sys
got = [*sys.argv, *os.environ.values()]
got += [word.partition("=")[2] for word in got]
with open("got.txt", "w") as file:
    file.writelines(hashlib.sha256(word.encode()).hexdigest() + "\\n" for word in got)
"""
_SHOW = """\
import json, os, sys
import got

with open(os.environ["PLANTED"]) as file:
    said = json.load(file)["output"].get(os.environ["GUILD_OP"], [])
for line in said:
    print(line)
"""


#: What live views send to a page, written down: all that a reader can have them say.
_VIEWS = """\
import itertools
from pathlib import Path
from guild_jupyter.notebook.views.naming import Naming
from guild_jupyter.presenting.answering import answered
from guild_jupyter.presenting.compared import ComparisonView
from guild_jupyter.presenting.differing import DiffView
from guild_jupyter.presenting.run_card import RunCard
from guild_jupyter.presenting.run_table import RunTable

runs = guild.runs()
sent = []


def say(message):
    sent.append(json.dumps(message.content, ensure_ascii=False).encode())
    sent.extend(map(bytes, message.buffers))
    return message.content


def ask(shown, question, **wanted):
    answer = say(answered(shown.answer, question, wanted))
    assert "error" not in answer or question == "lines", (question, answer)
    return answer


def ask_of_run(shown, run):
    ask(shown, "log", run=run.id, offset=0, length=100_000)
    ask(shown, "files", run=run.id, path="")
    for path in run.files():
        ask(shown, "file", run=run.id, path=path)


for run in runs:
    card = RunCard(run)
    say(card.first()), ask(card, "hello")
    ask_of_run(card, run)
    ask(card, "act", action="mark", runs=[run.id], value=False)
for shown in (RunTable(runs), ComparisonView(guild.compare())):
    table = say(shown.first())["table"]
    ask(shown, "hello")
    keys = [column["key"] for column in table["columns"]]
    ask(shown, "columns", keys=keys)
    ids = [run.id for run in runs]
    ask(shown, "series", runs=ids, keys=[])
    ask(shown, "filter", expression="label contains x")
    say(Naming().put(shown, {"ids": ids, "keys": keys}))
    ask_of_run(shown, runs[0])
    pairs = list(itertools.pairwise(ids))
    differences = [ask(shown, "diff", old=old, new=new) for old, new in pairs]
for first, second in itertools.pairwise(runs):
    shown = DiffView(first.diff(second, "all_attributes", "environment", "output", "source"))
    diff = say(shown.first())["diff"]
    for part in diff["parts"]:
        for one in part["files"] + part["values"]:
            ask(shown, "lines", part=part["name"], file=one["name"])
assert len(sent) > 50
Path(LEFT).write_bytes(b"\\n".join(sent))
"""


def _text(chance, signs, length):
    return "".join(chance.choice(signs) for _ in range(length))


#: How a value may look: the value, and the part of it that must not be found.
SHAPES = {
    "hexadecimal": lambda c: _text(c, "0123456789abcdef", 32),
    "base64": lambda c: _text(c, _ALNUM + "+/", 39) + "=",
    "uuid": lambda c: str(uuid.UUID(int=c.getrandbits(128))),
    "short": lambda c: _text(c, string.ascii_lowercase, 4) + _text(c, string.digits, 3),
    "word": lambda c: _text(c, string.ascii_lowercase, 11),
    "digits": lambda c: "7" + _text(c, string.digits, 11),
    "dashes": lambda c: "-".join(_text(c, string.ascii_lowercase + "2357", 4) for _ in range(4)),
    "url": lambda c: f"https://user:{_text(c, _ALNUM, 12)}@host.example/x",
    "jwt": lambda c: f"eyJ{_text(c, _ALNUM, 20)}.eyJ{_text(c, _ALNUM, 20)}.{_text(c, _ALNUM, 20)}",
    "signs": lambda c: f"p@{_text(c, _ALNUM, 5)}!w0rd%{_text(c, _ALNUM, 3)}^",
}


@dataclass(frozen=True)
class Plant:
    """A secret and where it is planted."""

    name: str
    value: str
    shape: str
    place: str

    @property
    def sought(self):
        """What must not be found."""
        if self.shape == "url":
            return self.value.partition("user:")[2].partition("@")[0]
        return self.value

    def variants(self):
        """The bytes by which it may be found."""
        texts = (self.sought, quote(self.sought), quote(self.sought, safe=""))
        return {text.encode() for text in texts}


def plants(shapes=None, seed=1):
    """Return a plant for each name and shape; the places take turns."""
    chance = random.Random(seed)
    return [
        Plant(name, SHAPES[shape](chance), shape, PLACES[(number + index) % len(PLACES)])
        for number, shape in enumerate(shapes or SHAPES)
        for index, name in enumerate(NAMES)
    ]


class _Anything(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "4")
        self.end_headers()
        self.wfile.write(b"data")

    def log_message(self, *_):
        pass


@contextmanager
def _server():
    with ThreadingHTTPServer(("127.0.0.1", 0), _Anything) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


class Field:
    """A project with planted secrets, and everything that its launches leave behind."""

    def __init__(self, folder, planted):
        self.folder = folder
        self.planted = planted
        self.project = folder / "project"
        self.home = folder / "home"
        self.left = folder / "left"  # notebook, logs, exports
        for made in (self.project, self.home, self.left):
            made.mkdir()
        self.secrets = folder / "planted.json"
        self.shapes = list(dict.fromkeys(plant.shape for plant in planted))

    def of(self, shape, place):
        """The plants of a shape in a place."""
        return [p for p in self.planted if (p.shape, p.place) == (shape, place)]

    def _write(self, port):
        operations = {}
        for shape in self.shapes:
            words = []
            for number, plant in enumerate(self.of(shape, "argv")):
                form = ([f"--{plant.name}", plant.value], [f"--{plant.name}={plant.value}"])
                words += form[number % 2]
            operations[f"flags-{shape}"] = {
                "main": "show",
                "flags-dest": "args",
                "flags-import": False,
                "flags": {p.name: None for p in self.of(shape, "flag")} | {"epochs": 3},
                "requires": [
                    {"url": f"http://127.0.0.1:{port}/{p.name}?{p.name}={quote(p.value, safe='')}"}
                    for p in self.of(shape, "url")
                ],
                "sourcecode": [{"exclude": "guild.yml"}],
            }
            operations[f"words-{shape}"] = {
                "exec": shlex.join([sys.executable, str(self.project / "got.py"), *words]),
                "sourcecode": [{"exclude": "guild.yml"}],
            }
        operations["wrong"] = {
            "main": "show",
            "flags-import": False,
            "flags": {"password": {"type": "int"}},
        }
        (self.project / "guild.yml").write_text(json.dumps(operations))
        (self.project / "show.py").write_text(_SHOW)
        (self.project / "got.py").write_text(_GOT)
        data = {
            "flags": {
                shape: {p.name: p.value for p in self.of(shape, "flag")} for shape in self.shapes
            },
            "label": {
                shape: " ".join(f"{p.name}={p.value}" for p in self.of(shape, "label"))
                for shape in self.shapes
            },
            "tags": {
                shape: [f"{p.name}={p.value}" for p in self.of(shape, "tag")]
                for shape in self.shapes
            },
            "output": {
                f"flags-{shape}": [f"{p.name}={p.value}" for p in self.of(shape, "output")]
                for shape in self.shapes
            },
        }
        self.secrets.write_text(json.dumps(data))

    def environment(self):
        """The environment of kernel and terminal, with the plants that are there."""
        return {
            **os.environ,
            **{f"{p.shape}_{p.name}": p.value for p in self.planted if p.place == "env"},
            "PLANTED": str(self.secrets),
            "PYTHONPATH": str(ROOT),
            "GUILD_HOME": str(self.home),
            "IPYTHONDIR": str(self.folder / "ipython"),
            "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        }

    def work(self):
        """Launch everything from a notebook and from a terminal, and show all of it."""
        with _server() as port:
            self._write(port)
            self._in_notebook()
            self._in_terminal()

    def _in_notebook(self):
        cells = [
            "%load_ext guild_jupyter\nimport json, os\nimport guild_jupyter as guild\n"
            "planted = json.load(open(os.environ['PLANTED']))",
        ]
        for shape in self.shapes:
            flags = " ".join(
                f"{p.name}={{planted['flags'][{shape!r}][{p.name!r}]}}"
                for p in self.of(shape, "flag")
            )
            tags = " ".join(
                f"--tag {{planted['tags'][{shape!r}][{number}]}}"
                for number, _ in enumerate(self.of(shape, "tag"))
            )
            words = f"flags-{shape} --label {{planted['label'][{shape!r}]}} {tags} {flags}"
            cells += [
                f"run = %guild run {words}",
                "run.wait(60)",
                "%guild watch {run.id}",
                "%guild cat {run.id}",
                "%guild info --env --deps -O {run.id}",
                "%guild info --env --deps -O --json {run.id}",
                f"%guild run --preview {words}",
                f"%guild run --print-cmd {words}",
                f"%guild run --needed {words}",
                f"words = %guild run words-{shape}",
                "words.wait(60)",
                "%guild info --env {words.id}",
                "print(run.flags, run.output(), run.label, run.tags, run.withheld)",
            ]
        first = self.of(self.shapes[0], "flag")[0]
        secret = f"{{planted['flags'][{self.shapes[0]!r}][{first.name!r}]}}"
        cells += [
            f"%guild run wrong password={secret}x",
            "%guild runs",
            "%guild runs --json",
            "guild.runs().df",
            f"guild.runs().df.to_csv({str(self.left / 'runs.csv')!r})",
            f"guild.runs().flags().to_csv({str(self.left / 'flags.csv')!r})",
            "%guild compare",
            f"%guild compare -c '.env, .cmd, .label, .tags' --csv {self.left / 'compared.csv'}",
            "%guild diff -a -e -O 1 2",
            "first, second = guild.find('1'), guild.find('2')",
            "print(first.diff(second, 'all_attributes', 'environment', 'output'))",
            "%guild scalars",
            _VIEWS.replace("LEFT", repr(str(self.left / "sent.bin"))),
            f"%guild publish -y --dest {self.left / 'reports'} 1:4",
        ]
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in cells])
        client = NotebookClient(
            notebook,
            timeout=120,
            kernel_name="python3",
            resources={"metadata": {"path": str(self.project)}},
            allow_errors=True,
        )
        client.execute(env=self.environment())
        nbformat.write(notebook, self.left / "executed.ipynb")
        self.cells = notebook.cells

    def errors(self):
        """The messages of the cells that failed."""
        outputs = [output for cell in self.cells for output in cell.outputs]
        return [o.evalue for o in outputs if o.output_type == "error"]

    def _in_terminal(self):
        shape = self.shapes[0]
        flags = [f"{p.name}={p.value}" for p in self.of(shape, "flag")]
        for number, words in enumerate(
            (["run", f"flags-{shape}", *flags, "-y"], ["info", "--env"], ["runs", "--json"])
        ):
            done = subprocess.run(
                [sys.executable, "-m", "guild_jupyter", *words],
                cwd=self.project,
                env=self.environment(),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=120,
            )
            assert done.returncode == 0, done.stderr
            (self.left / f"terminal-{number}.log").write_bytes(done.stdout + done.stderr)

    def runs(self):
        """The run directories."""
        return sorted((self.home / "runs").iterdir())

    def found(self):
        """Return (plant, file) of each one that is found, but for exact output on the disk."""
        leaks = []
        for path in sorted(self.home.rglob("*")) + sorted(self.left.rglob("*")):
            if not path.is_file():
                continue
            content = str(path).encode(errors="surrogateescape") + b"\0" + path.read_bytes()
            is_output = path.parts[-2:] == (".guild", "output")
            leaks += [
                (plant, path)
                for plant in self.planted
                if not (is_output and plant.place == "output")
                if any(variant in content for variant in plant.variants())
            ]
        return leaks

    def missed(self):
        """The plants that no program was given, or printed: the harness would be worthless."""
        outputs = b"".join((run / ".guild/output").read_bytes() for run in self.runs())
        got = {line for file in self.home.glob("runs/*/got.txt") for line in file.open()}

        def arrived(plant):
            if plant.place == "output":
                return plant.value.encode() in outputs
            return f"{sha256(plant.value.encode()).hexdigest()}\n" in got

        return [
            plant
            for plant in self.planted
            if plant.place in ("env", "flag", "argv", "output") and not arrived(plant)
        ]
