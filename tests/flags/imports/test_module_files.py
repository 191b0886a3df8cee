import os
import sys
import time
from pathlib import Path

import pytest

from guild_jupyter.flags.imports.module_files import (
    ModuleFiles,
    confirmed,
    with_absolute_default,
)


def write(folder, name, text="", age=10.0):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    then = time.time() - age
    os.utime(path, (then, then))
    return path


@pytest.mark.parametrize(
    ("files", "name", "found", "package"),
    [
        (["train.py"], "train", "train.py", ""),
        (["a/b.py"], "a.b", "a/b.py", "a"),
        (["a/__init__.py", "a/__main__.py"], "a", "a/__main__.py", "a"),
        (["a/__main__.py"], "a", "a/__main__.py", "a"),
        (["a/__init__.py", "a/__main__.py", "a.py"], "a", "a/__main__.py", "a"),
        (["a.py", "a/__main__.py"], "a", "a.py", ""),
    ],
)
def test_the_file_that_runs_a_module(tmp_path, files, name, found, package):
    for file in files:
        write(tmp_path, file)
    assert ModuleFiles([str(tmp_path)]).main(name) == (str(tmp_path / found), package)


@pytest.mark.parametrize("name", ["missing", "a", "a..b", "", "a.missing"])
def test_a_module_that_cannot_be_run_is_not_there(tmp_path, name):
    write(tmp_path, "a/__init__.py")
    assert ModuleFiles([str(tmp_path)]).main(name) is None


def test_the_project_comes_before_what_is_installed(tmp_path):
    project, installed = tmp_path / "project", tmp_path / "installed"
    for name in ("both.py", "only.py", "json.py"):
        write(installed, name)
    write(project, "both.py")
    files = ModuleFiles([str(project)])
    assert files.main("both", [str(installed)]) == (str(project / "both.py"), "")
    assert files.main("only", [str(installed)]) == (str(installed / "only.py"), "")


def test_a_name_of_the_standard_library_is_not_meant_by_accident(tmp_path):
    write(tmp_path, "test/__main__.py")
    write(tmp_path, "json.py")
    for name in ("test.regrtest", "json", "this"):
        assert ModuleFiles([]).main(name, sys.path) is None
    assert ModuleFiles([str(tmp_path)]).main("test", sys.path) is not None
    assert ModuleFiles([str(tmp_path)]).main("json", sys.path) is not None


def test_modules_of_the_project_are_found_by_their_path_alone(tmp_path):
    write(tmp_path, "a/__init__.py", "x = 1")
    write(tmp_path, "a/b.py", "y = 1")
    write(tmp_path, "json.py", "z = 1")
    files = ModuleFiles([str(tmp_path)])
    assert files.find("a") == (b"x = 1", True)
    assert files.find("a.b") == (b"y = 1", False)
    for name in ("missing", "a.c", "json", "../a", "a/b", ""):
        assert files.find(name) is None


def test_a_look_is_confirmed_while_the_file_is_the_same(tmp_path):
    path = str(write(tmp_path, "a.py", "x = 1"))
    files = ModuleFiles([])
    files.read(path)
    look = files.seen[path]
    assert look.is_sure
    assert confirmed(path, look) is look
    write(tmp_path, "a.py", "x = 2", age=5)
    assert confirmed(path, look) is None


def test_a_file_that_was_only_touched_is_the_same(tmp_path):
    path = str(write(tmp_path, "a.py", "x = 1"))
    files = ModuleFiles([])
    files.read(path)
    write(tmp_path, "a.py", "x = 1", age=5)
    newer = confirmed(path, files.seen[path])
    assert newer is not None
    assert newer.mark != files.seen[path].mark


def test_a_file_that_was_just_written_is_compared_by_its_bytes(tmp_path):
    path = write(tmp_path, "a.py", "x = 1", age=-5)
    before = path.stat()
    files = ModuleFiles([])
    files.read(str(path))
    assert not files.seen[str(path)].is_sure
    assert confirmed(str(path), files.seen[str(path)]) is not None
    path.write_text("x = 2")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert confirmed(str(path), files.seen[str(path)]) is None


def test_a_file_that_comes_or_goes_is_another(tmp_path):
    path = str(tmp_path / "a.py")
    files = ModuleFiles([str(tmp_path)])
    assert files.main("a") is None
    absent = files.seen[path]
    assert confirmed(path, absent) is absent
    write(tmp_path, "a.py")
    assert confirmed(path, absent) is None
    there = ModuleFiles([str(tmp_path)])
    there.main("a")
    assert confirmed(path, there.seen[path]) is not None
    Path(path).unlink()
    assert confirmed(path, there.seen[path]) is None


def test_what_is_no_plain_file_is_not_there(tmp_path):
    os.mkfifo(tmp_path / "a.py")
    (tmp_path / "b.py").mkdir()
    files = ModuleFiles([str(tmp_path)])
    assert files.main("a") is None
    assert files.find("b") is None
    assert files.read("nul\0") is None


def test_a_file_that_cannot_be_read_is_not_there(tmp_path):
    path = tmp_path / "a.py"
    path.symlink_to("/proc/self/mem")  # opens, and fails at the first byte
    assert ModuleFiles([]).read(str(path)) is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("data/x.csv", "{}/data/x.csv"),
        ("./data/../data", "{}/data"),
        ("data", "data"),
        ("data/missing", "data/missing"),
        ("/etc/hosts", "/etc/hosts"),
        ("a/\0", "a/\0"),
        (3, 3),
        (None, None),
    ],
)
def test_a_path_beside_the_script_becomes_absolute(tmp_path, value, expected):
    write(tmp_path, "data/x.csv")
    text = expected.format(tmp_path) if isinstance(expected, str) else expected
    assert with_absolute_default(value, tmp_path) == text
