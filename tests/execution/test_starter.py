import json
import random
import signal
import string

import pytest

FACTS = """
import json, os, sys
main = sys.modules["__main__"]
def facts():
    return {
        "names": sorted(name for name in vars(main) if name.startswith("__")),
        "builtins": __builtins__ is __import__("builtins"),
        "dunders": [__name__, __file__, __package__, __spec__.name, __spec__.origin, __doc__],
        "argv": sys.argv,
        "path": sys.path,
        "same": vars(main) is globals(),
        "loader": type(__loader__).__name__,
    }
"""
TELL = "print(json.dumps(facts()))\n"


@pytest.mark.parametrize("values", [{}, {"ghost": 1}], ids=["without flags", "with flags"])
def test_a_module_runs_as_python_runs_it(started, interpreter, values):
    started.write("prog.py", FACTS + TELL)
    words = ["prog", "a", "--", "b"]
    plain = started.plainly(*words, python=interpreter)
    own = started.run(*words, "--", "--ghost", "1", values=values, python=interpreter)
    assert json.loads(own.stdout) == json.loads(plain.stdout)
    assert (own.returncode, own.stderr) == (0, "")


def test_so_do_a_package_and_a_module_of_one_with_relative_imports(started, interpreter):
    started.write("pkg/__init__.py", "")
    started.write("pkg/other.py", "value = 5")
    text = FACTS + "from .other import value\nfrom . import other\n" + TELL
    started.write("pkg/__main__.py", text)
    started.write("pkg/mod.py", text)
    for name in ("pkg", "pkg.mod"):
        plain = started.plainly(name, python=interpreter)
        own = started.run(name, "--", values={"value": 7}, python=interpreter)
        assert own.stderr == ""
        assert json.loads(own.stdout) == json.loads(plain.stdout)


EVERYTHING = '''"""The docstring."""
from __future__ import annotations
import dataclasses, doctest, inspect, json, os, pickle, sys
lr: float = 0.1
def f(x: NoSuchName):
    """
    >>> f(1)
    9
    """
    return lr
@dataclasses.dataclass
class Point:
    x: int = 3
class Plain: pass
if __name__ == "__main__":
    failed, tried = doctest.testmod()
    print(json.dumps({
        "doc": __doc__,
        "lr": lr,
        "doctest": [failed, tried],
        "source": inspect.getsource(f).splitlines()[0],
        "class": inspect.getsource(Plain).strip(),
        "pickle": isinstance(pickle.loads(pickle.dumps(Plain())), Plain),
        "dataclass": repr(pickle.loads(pickle.dumps(Point(4)))),
        "environment": [name for name in os.environ if name.startswith("GUILD_JUPYTER")],
    }))
'''


def test_what_programs_ask_of_their_main_module_is_there(started, interpreter):
    started.write("prog.py", EVERYTHING)
    done = started.run("prog", "--", values={"lr": 9}, python=interpreter)
    assert json.loads(done.stdout) == {
        "doc": "The docstring.",
        "lr": 9,
        "doctest": [0, 1],
        "source": "def f(x: NoSuchName):",
        "class": "class Plain: pass",
        "pickle": True,
        "dataclass": "Point(x=4)",
        "environment": [],
    }


CHILDREN = """
import multiprocessing, os
lr = 0.1
params = {"deep": {"x": 1}}
class Word: pass
def work(word):
    return lr, params, ghost, type(word).__name__, __name__, "GUILD_JUPYTER_FLAGS" in os.environ
if __name__ == "__main__":
    for how in ("spawn", "forkserver"):
        with multiprocessing.get_context(how).Pool(1) as pool:
            print(pool.apply(work, (Word(),)))
"""


def test_spawned_processes_see_the_same_values(started, interpreter):
    started.write("pkg/__init__.py", "")
    seen = "(9, {'deep': {'x': 1}}, None, 'Word', '__mp_main__', False)\n" * 2
    for name, word in (("prog.py", "prog"), ("pkg/mod.py", "pkg.mod"), ("my-own.py", "my-own.py")):
        started.write(name, "ghost = None\n" + CHILDREN)
        done = started.run(word, "--", values={"lr": 9}, python=interpreter)
        assert (done.stdout, done.stderr) == (seen, "")


def test_spawned_processes_see_the_values_of_a_container_too(started):
    started.write("prog.py", "ghost = None\n" + CHILDREN)
    done = started.run("prog", "--", values={"deep.x": 5, "y": 6}, destination="dict:params")
    assert done.stdout.splitlines()[0].startswith("(0.1, {'deep': {'x': 5}, 'y': 6}, None")


def test_the_name_of_the_main_module_is_a_text_where_it_is_copied(started):
    started.write("prog.py", "import copy\nprint(type(copy.deepcopy(__spec__.name)).__name__)\n")
    assert started.run("prog", "--", values={"lr": 9}).stdout == "str\n"


def test_a_traceback_has_the_lines_of_the_file_and_no_frame_of_the_starter(started, interpreter):
    text = "lr = 0.1\nparams = {\n  'a': 1,\n}\ndef f():\n    return lr / 0\n\nf()\n"
    path = started.write("prog.py", text)
    done = started.run("prog", "--", values={"lr": 9, "a": 2}, python=interpreter)
    assert done.returncode == 1
    lines = [line for line in done.stderr.splitlines() if not set(line) <= set(" ^~")]
    assert lines == [
        "Traceback (most recent call last):",
        f'  File "{path}", line 8, in <module>',
        "    f()",
        f'  File "{path}", line 6, in f',
        "    return lr / 0",
        "ZeroDivisionError: division by zero",
    ]


def test_a_programs_own_exception_hook_is_called(started):
    hook = "import sys\nsys.excepthook = lambda kind, value, tb: print(kind, tb.tb_lineno)\n1/0\n"
    started.write("prog.py", hook)
    assert started.run("prog", "--").stdout == "<class 'ZeroDivisionError'> 3\n"


def test_a_syntax_error_is_told_with_its_place_alone(started):
    path = started.write("prog.py", "lr = 1\nx = = 2\n")
    done = started.run("prog", "--", values={"lr": 9})
    assert done.stderr.splitlines()[0] == f'  File "{path}", line 2'
    assert "starter" not in done.stderr
    assert done.returncode == 1


@pytest.mark.parametrize(
    ("end", "status", "said"),
    [
        ("sys.exit(3)", 3, ""),
        ("sys.exit()", 0, ""),
        ("sys.exit('why')", 1, "why\n"),
        ("os._exit(5)", 5, ""),
        ("os.kill(os.getpid(), 9)", -9, ""),
    ],
)
def test_the_exit_status_is_the_programs(started, end, status, said):
    started.write("prog.py", f"import os, sys\n{end}\n")
    done = started.run("prog", "--", values={"lr": 1})
    assert (done.returncode, done.stderr) == (status, said)


def test_an_interrupt_ends_it_by_the_signal(started):
    started.write("prog.py", "import os, signal, time\nos.kill(os.getpid(), 2)\ntime.sleep(60)\n")
    done = started.run("prog", "--")
    assert done.returncode == -signal.SIGINT
    assert done.stderr.rstrip().endswith("KeyboardInterrupt")
    assert "starter" not in done.stderr


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("nope", "No module named nope"),
        ("prog.py", "No module named prog.py"),
        ("pkg.nope", "No module named pkg.nope"),
        ("nope.mod", "No module named nope.mod"),
        ("os.path.x", "No module named os.path.x"),
        ("a..b", "No module named a..b"),
        ("nope/mod", "No module named nope/mod"),
        ("pkg", "No module named pkg.__main__"),
        ("__main__", "No module named __main__"),
        ("pkg/__main__", "No module named __main__"),
        (".", "No module named ."),
        ("_ctypes", "_ctypes has no source, so its flags cannot be set"),
    ],
)
def test_what_cannot_be_run_is_said_in_one_line(started, what, said):
    started.write("pkg/__init__.py", "")
    done = started.run(what, "--", values={"lr": 1})
    assert (done.returncode, done.stderr) == (1, f"guild: {said}\n")


def test_no_words_at_all_are_a_mistake_too(started):
    done = started.run()
    assert (done.returncode, done.stderr[:30]) == (1, "guild: starter.py needs [FOLDE")


def test_a_module_without_code_is_said_as_python_says_it(started):
    done = started.run("_ctypes", "--")
    assert (done.returncode, done.stderr) == (1, "guild: No code object available for _ctypes\n")


def test_a_module_that_its_package_fails_to_import_is_the_packages_error(started):
    started.write("pkg/__init__.py", "import nothing_there\n")
    started.write("pkg/mod.py", "")
    done = started.run("pkg.mod", "--")
    assert done.returncode == 1
    assert done.stderr.rstrip().endswith("No module named 'nothing_there'")
    assert "starter" not in done.stderr


def test_a_script_runs_as_a_module_of_its_folder(started):
    path = started.write("sub/my-script.py", "lr = 1\nimport beside, sys\nprint(lr, sys.argv)\n")
    started.write("sub/beside.py", "")
    done = started.run("sub/my-script.py", "x", "--", "--lr", "9", values={"lr": 9})
    assert done.stdout == f"9 {[str(path), 'x']}\n"


def test_a_module_below_a_folder_is_that_folders_and_the_runs_come_before_its_neighbours(started):
    started.write("sub/prog.py", "lr = 1\nimport both, sys\nprint(lr, __name__, both.where)\n")
    started.write("prog.py", "1/0")
    started.write("both.py", "where = 'run'")
    started.write("sub/both.py", "where = 'sub'")
    assert started.run("sub/prog", "--", values={"lr": 9}).stdout == "9 __main__ run\n"


def test_modules_of_the_project_do_not_get_into_the_starters_way_nor_it_into_theirs(started):
    for name in ("ast", "json", "runpy", "types", "operator", "importlib_util"):
        started.write(f"{name}.py", f"mine = {name!r}\n")
    text = "lr = 1\nimport ast, json\nprint(lr, ast.mine, json.mine)\n"
    started.write("prog.py", text)
    folder = str(started.folder)
    done = started.run("prog", "--", values={"lr": 9}, PYTHONPATH=folder)
    assert (done.stdout, done.stderr) == ("9 ast json\n", "")


def test_only_the_last_separator_counts(started):
    started.write("prog.py", "import sys\nprint(sys.argv[1:])\n")
    assert started.run("prog", "--", "a", "--", "--x", "1").stdout == "['--', 'a']\n"
    assert started.run("prog", "a").stdout == "['a']\n"


def test_a_safe_path_stays_safe(started):
    started.write("prog.py", "")
    done = started.run("prog", "--", PYTHONSAFEPATH="1")
    assert done.stderr == "guild: No module named prog\n"


@pytest.mark.slow
def test_ten_thousand_random_values_arrive_equal_in_the_program(started):
    chance = random.Random(11)
    alphabet = string.printable + "\"'\\{}[]:,#&*!|>%@`=-~ \x7f\x85\u2028é日😀\ufeff"
    kinds = [
        lambda: "".join(chance.choices(alphabet, k=chance.randint(0, 30))),
        lambda: chance.choice(
            ["--x=1", "--", "-", "=", "\n", "yes", "null", "1e3", "'", "[1, 2]"]
        ),
        lambda: chance.uniform(-1e300, 1e300) * 10.0 ** -chance.randint(0, 500),
        lambda: chance.randint(-(10**40), 10**40),
        lambda: chance.choice([True, False]),
        lambda: [chance.choice(kinds)() for _ in range(chance.randint(0, 3))],
        lambda: {chance.choice(kinds[1:5])(): chance.choice(kinds)() for _ in range(2)},
    ]
    values = {f"f{number:05}": chance.choice(kinds)() for number in range(10_000)}
    body = "".join(f"{name} = None\n" for name in list(values)[::2])
    body += "print(ascii({k: v for k, v in globals().items() if k[0] == 'f'}))\n"
    started.write("prog.py", body)
    done = started.run("prog", "--", values=values)
    assert done.stderr == ""
    arrived = eval(done.stdout)
    # By their texts too: 1, 1.0 and True are equal.
    assert {name: repr(arrived[name]) for name in values} == {
        name: repr(value) for name, value in values.items()
    }
