"""The layers of the package, read from its syntax trees; its ARCHITECTURE.md explains them.

Each check takes the folder of a package and returns its violations, one line each. Below, every
check is called on the real package, and on a small one that breaks the rule.
"""

import ast
import re
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "guild_jupyter"

# A module imports from its own folder and from lower floors; errors lie below the lowest.
FLOORS = {
    "errors": -1,
    **dict.fromkeys(["registry", "documents", "redaction", "paths", "saving", "_version"], 0),
    **dict.fromkeys(["scalars", "monitor", "settings", "twins"], 1),
    **dict.fromkeys(["supervise", "flags", "frames"], 2),
    **dict.fromkeys(["executors", "runstore", "guildfile", "execution"], 3),
    **dict.fromkeys(["resources", "comparison", "diffing"], 4),
    **dict.fromkeys(["launch", "tensorboard", "scaffold", "exchange", "wire"], 5),
    **dict.fromkeys(["overview", "housekeeping", "presenting"], 6),
    "api": 7,
    **dict.fromkeys(["notebook", "server", "sweeps"], 8),
    **dict.fromkeys(["__init__", "__main__"], 9),
}
# A library, and the one place that may import it.
HOMES = {
    **dict.fromkeys(["IPython", "ipywidgets", "anywidget"], "notebook/"),
    **dict.fromkeys(["jupyter_server", "tornado"], "server/"),
    **dict.fromkeys(["psutil", "pynvml"], "monitor/"),
    "pandas": "frames.py",
}
# The processes beside a run start without site-packages, and some of what carries it out runs in
# the user's interpreter.
STDLIB_ONLY = ("supervise/", "execution/starter.py", "execution/substitution.py")
STDLIB_ONLY_MAY_USE = ("supervise", "scalars", "redaction")
LONGEST = 400
NAMES_THAT_SAY_NOTHING = {"util", "utils", "helpers", "common", "misc"}
# An import string is an import, only later: frames is imported this way to be late with pandas,
# the commands by their table, and what runs offer of higher floors by their methods.
LATE_TARGETS = {"frames", "exchange", "comparison", "diffing"}
LATE_SOURCES = ("notebook/commands/",)
LATE_NAMES = {"launch.comparing.with_project"}  # a method of runs, too


def modules(package):
    """Each module's path relative to the package, and its text."""
    return {
        path.relative_to(package).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(package.rglob("*.py"))
    }


def imports(package, name, text):
    """Yield (line, dotted name, whether by an import string); those for type checkers too."""
    here = [package.name, *name.split("/")[:-1]]
    reference = rf"{package.name}(\.\w+)*:\w+"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name, False) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = here[: len(here) - node.level + 1] if node.level else []
            base = ".".join([*base, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{base}.{alias.name}", False) for alias in node.names)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
            if node.args and isinstance(node.args[0], ast.Constant):
                yield node.lineno, str(node.args[0].value), False
        elif isinstance(node, ast.Constant) and re.fullmatch(reference, str(node.value)):
            yield node.lineno, node.value.replace(":", "."), True


def unit(package, dotted):
    """The folder or module of the package that a dotted name is in, or None if it is outside."""
    first, *rest = dotted.split(".")
    if first != package.name:
        return None
    inside = rest and ((package / rest[0]).is_dir() or (package / f"{rest[0]}.py").exists())
    return rest[0] if inside or (rest and rest[0] in FLOORS) else "__init__"


def check_floors(package):
    found = []
    for name, text in modules(package).items():
        own = name.split("/")[0].removesuffix(".py")
        if own not in FLOORS:
            found.append(f"{name}: {own} has no floor: give it one in FLOORS")
            continue
        for line, dotted, late in imports(package, name, text):
            other = unit(package, dotted)
            may_be_named = dotted.partition(".")[2] in LATE_NAMES or other in LATE_TARGETS
            exempt = late and (may_be_named or name.startswith(LATE_SOURCES))
            if other in {None, own} or exempt or other not in FLOORS:
                continue
            if FLOORS[other] >= FLOORS[own]:
                found.append(
                    f"{name}:{line}: {own} (floor {FLOORS[own]}) imports {dotted} "
                    f"of {other} (floor {FLOORS[other]})"
                )
    return found


def check_homes(package):
    return [
        f"{name}:{line}: imports {dotted}, which only {HOMES[library]} may"
        for name, text in modules(package).items()
        for line, dotted, _ in imports(package, name, text)
        if (library := dotted.split(".")[0]) in HOMES and not name.startswith(HOMES[library])
    ]


def check_stdlib_only(package):
    texts = modules(package)
    found, seen = [], set()
    queue = [name for name in texts if name.startswith(STDLIB_ONLY)]
    while queue:
        name = queue.pop()
        if name in seen:
            continue
        seen.add(name)
        for line, dotted, _ in imports(package, name, texts[name]):
            first, *rest = dotted.split(".")
            if unit(package, dotted) in STDLIB_ONLY_MAY_USE:
                parents = ["/".join(rest[: end + 1]) for end in range(len(rest))]
                reached = [
                    f"{parent}{end}" for parent in parents for end in (".py", "/__init__.py")
                ]
                queue += [module for module in reached if module in texts]
            elif first == package.name or first not in sys.stdlib_module_names:
                found.append(
                    f"{name}:{line}: imports {dotted}, which is neither standard library "
                    f"nor one of {', '.join(STDLIB_ONLY_MAY_USE)}"
                )
    return sorted(found)


def check_size_and_names(package):
    found = []
    for name, text in modules(package).items():
        if (lines := len(text.splitlines())) > LONGEST:
            found.append(f"{name}: {lines} lines, more than {LONGEST}: split it")
        for part in NAMES_THAT_SAY_NOTHING.intersection(name.removesuffix(".py").split("/")):
            found.append(f"{name}: {part!r} does not say what is in it")
    return found


def check_page(package):
    """ARCHITECTURE.md has a line for each module; a folder's bare docstring counts as none."""
    page = package / "ARCHITECTURE.md"
    if not page.exists():
        return [f"{page.name} is missing"]
    lines = page.read_text(encoding="utf-8").splitlines()
    named = {}
    for line in lines:
        for name in re.findall(r"(?<![\w/.<>*-])[\w/-]+\.py\b", line):
            said = re.sub(r"\W+", " ", line.replace(name, "")).strip()
            named[name] = named.get(name, False) or bool(said)
    found = []
    for name, text in modules(package).items():
        if name not in named:
            body = ast.parse(text).body
            if not (name.endswith("/__init__.py") and len(body) <= 1):
                found.append(f"{page.name} does not name {name}")
        elif not named[name]:
            found.append(f"{page.name} names {name} but says nothing of it")
    for name in sorted(named):
        if not (package / name).exists() and not (package.parent / name).exists():
            found.append(f"{page.name} names {name}, which does not exist")
    return found


CHECKS = [check_floors, check_homes, check_stdlib_only, check_size_and_names, check_page]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_package_keeps_the_rule(check):
    found = check(PACKAGE)
    assert not found, f"{len(found)} violation(s):\n" + "\n".join(found)


def package_of(folder, files):
    package = folder / "guild_jupyter"
    for name, text in files.items():
        path = package / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return package


TYPES = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    {}"
BROKEN = [
    (
        check_floors,
        {"runstore/store.py": "from guild_jupyter.api import Guild"},
        "runstore/store.py:1",
    ),
    (check_floors, {"runstore/store.py": "import guild_jupyter.guildfile.reader"}, "of guildfile"),
    (check_floors, {"runstore/store.py": "from guild_jupyter import launch"}, "of launch"),
    (check_floors, {"runstore/store.py": "from guild_jupyter import run"}, "of __init__"),
    (check_floors, {"runstore/store.py": "from ..wire import run"}, "of wire"),
    (
        check_floors,
        {"runstore/a.py": TYPES.format("from guild_jupyter.api import G")},
        "runstore/a.py:3",
    ),
    (check_floors, {"flags/a.py": "from guild_jupyter.guildfile import b"}, "of guildfile"),
    (check_floors, {"notebook/a.py": "import guild_jupyter.server.app"}, "of server"),
    (check_floors, {"server/a.py": "from guild_jupyter.notebook import b"}, "of notebook"),
    (check_floors, {"runstore/a.py": "load('guild_jupyter.launch.plan:make')"}, "of launch"),
    (check_floors, {"plans/a.py": ""}, "plans has no floor"),
    (check_homes, {"api.py": "from IPython.display import display"}, "only notebook/ may"),
    (check_homes, {"runstore/a.py": TYPES.format("import pandas as pd")}, "only frames.py may"),
    (check_homes, {"wire/a.py": "import tornado.web"}, "only server/ may"),
    (check_homes, {"runstore/a.py": "def f():\n    import psutil"}, "only monitor/ may"),
    (check_homes, {"runstore/a.py": "importlib.import_module('pandas')"}, "only frames.py may"),
    (check_stdlib_only, {"supervise/a.py": "import yaml"}, "supervise/a.py:1: imports yaml"),
    (check_stdlib_only, {"supervise/a.py": "import guild_jupyter.errors"}, "imports guild_jup"),
    (
        check_stdlib_only,
        {"supervise/a.py": "from guild_jupyter.scalars import b", "scalars/b.py": "import numpy"},
        "scalars/b.py:1: imports numpy",
    ),
    (check_size_and_names, {"runstore/a.py": "x = 1\n" * 401}, "401 lines"),
    (check_size_and_names, {"runstore/utils.py": ""}, "'utils' does not say"),
    (check_page, {"a.py": ""}, "ARCHITECTURE.md is missing"),
    (check_page, {"a.py": "", "ARCHITECTURE.md": ""}, "does not name a.py"),
    (check_page, {"a.py": "", "ARCHITECTURE.md": "- `a.py`"}, "says nothing of it"),
    (
        check_page,
        {"ARCHITECTURE.md": "- `runstore/b.py`: the b"},
        "runstore/b.py, which does not exist",
    ),
]


@pytest.mark.parametrize(("check", "files", "expected"), BROKEN)
def test_a_broken_rule_is_reported(tmp_path, check, files, expected):
    found = check(package_of(tmp_path, files))
    assert len(found) == 1
    assert expected in found[0]


def test_what_the_rules_allow_is_not_reported(tmp_path):
    package = package_of(
        tmp_path,
        {
            "errors.py": "import re",
            "frames.py": "import pandas",
            "flags/values.py": "from guild_jupyter.errors import FlagError",
            "guildfile/build.py": "from guild_jupyter.flags import values",
            "guildfile/read.py": "from guild_jupyter.guildfile import build",
            "scalars/series.py": "load('guild_jupyter.frames:series')",
            "supervise/a.py": "import os.path\nfrom guild_jupyter.scalars.record import Record",
            "scalars/record.py": "import json",
            "scalars/peers.py": "import numpy",
            "notebook/commands/__init__.py": "'guild_jupyter.__main__:version'",
            "notebook/magics.py": "import IPython",
            "__init__.py": "from guild_jupyter.api import Guild",
            "runstore/__init__.py": '"""Runs."""',
        },
    )
    names = [name for name in modules(package) if name != "runstore/__init__.py"]
    page = "".join(f"- `{name}`: what it is for\n" for name in names)
    (package / "ARCHITECTURE.md").write_text(page, encoding="utf-8")
    assert [line for check in CHECKS for line in check(package)] == []
