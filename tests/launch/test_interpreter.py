import sys

import pytest

from guild_jupyter.errors import LaunchError
from guild_jupyter.launch.interpreter import (
    Interpreter,
    choose,
    files_of,
    forget,
    missing_module,
    source_of,
)


def nowhere():
    return Interpreter(sys.executable, "3", ())


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "train.py").touch()
    (tmp_path / "my-script.py").touch()
    (tmp_path / "pkg/sub").mkdir(parents=True)
    for name in ("__init__.py", "mod.py", "sub/__init__.py", "sub/__main__.py"):
        (tmp_path / "pkg" / name).touch()
    (tmp_path / "plain").mkdir()
    return tmp_path


def test_without_a_choice_it_is_this_python():
    chosen = choose(None, {})
    assert chosen.path == sys.executable
    assert chosen.version == sys.version.split()[0]


def test_a_folder_that_was_deleted_is_no_hindrance(tmp_path, monkeypatch):
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert choose(None, {}).path == sys.executable


def test_this_python_by_its_path_is_not_asked(monkeypatch):
    monkeypatch.setattr("subprocess.run", None)
    assert choose(sys.executable, {}).path == sys.executable


def test_the_option_wins_over_the_variable():
    with pytest.raises(LaunchError, match="no such interpreter: /no/python"):
        choose("/no/python", {"GUILD_PYTHON_EXE": sys.executable})
    with pytest.raises(LaunchError, match="no such interpreter: /no/other"):
        choose(None, {"GUILD_PYTHON_EXE": "/no/other"})


def test_another_python_is_asked_what_it_is(tmp_path):
    link = tmp_path / "python"
    link.symlink_to(sys.executable)
    chosen = choose(str(link), {})
    assert chosen.path == str(link)
    assert chosen.version == sys.version.split()[0]
    assert all(chosen.search_path)


def test_a_name_on_the_path_is_found(tmp_path, monkeypatch):
    (tmp_path / "python-x").symlink_to(sys.executable)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert choose("python-x", {}).path == str(tmp_path / "python-x")


def test_another_version_of_python_is_told_by_asking_it(other_python):
    path, version = other_python
    assert choose(path, {}).version == version


@pytest.mark.parametrize("text", ["#!/bin/sh\nexit 3\n", "#!/bin/sh\necho hello\n", "\x7fELF"])
def test_what_is_no_python_is_refused(tmp_path, text):
    path = tmp_path / "not-python"
    path.write_text(text)
    path.chmod(0o755)
    with pytest.raises(LaunchError, match="is not a Python interpreter that runs"):
        choose(str(path), {})


@pytest.mark.parametrize("module", ["train", "my-script", "pkg.mod", "pkg.sub"])
def test_modules_and_packages_with_a_main_are_found(folder, module):
    assert missing_module(module, [str(folder)], nowhere()) == ""


@pytest.mark.parametrize("module", ["pkg.bare.m", "ns.m", "ns.sub.m", "ns.sub.deep.m", "ns.pkg.m"])
def test_modules_of_folders_without_an_init_are_found(folder, module):
    for path in ("pkg/bare/m.py", "ns/m.py", "ns/sub/m.py", "ns/sub/deep/m.py", "ns/pkg/m.py"):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).touch()
    (folder / "ns/pkg/__init__.py").touch()
    assert missing_module(module, [str(folder)], nowhere()) == ""
    assert source_of(module, [str(folder)]) == folder / f"{module.replace('.', '/')}.py"
    assert files_of(module, [str(folder)])[-1] == folder / f"{module.replace('.', '/')}.py"
    absent = f"{module}m"
    assert missing_module(absent, [str(folder)], nowhere()) == f"No module named {absent}"
    assert not set(sys.modules) & {"pkg", "ns"}


def test_of_a_folder_in_two_places_modules_of_both_are_found(tmp_path):
    for path in ("a/ns/x/one.py", "b/ns/x/two.py"):
        (tmp_path / path).parent.mkdir(parents=True)
        (tmp_path / path).touch()
    places = [str(tmp_path / "a"), str(tmp_path / "b")]
    assert missing_module("ns.x.one", places, nowhere()) == ""
    assert source_of("ns.x.two", places) == tmp_path / "b/ns/x/two.py"


@pytest.mark.parametrize(
    ("module", "said"),
    [
        ("nope", "nope"),
        ("train.py", "train.py"),
        ("pkg", "pkg.__main__"),
        ("plain", "plain.__main__"),
        ("pkg.nope", "pkg.nope"),
        ("pkg..mod", "pkg..mod"),
        ("pkg.", "pkg."),
        (".train", ".train"),
    ],
)
def test_what_python_cannot_run_is_said_in_its_words(folder, module, said):
    assert missing_module(module, [str(folder)], nowhere()) == f"No module named {said}"


def test_modules_of_the_interpreter_are_found(tmp_path):
    (tmp_path / "installed.py").touch()
    assert (
        missing_module("installed", [], Interpreter(sys.executable, "3", (str(tmp_path),))) == ""
    )


def test_what_only_the_interpreter_itself_can_find_is_found():
    assert missing_module("timeit", [], nowhere()) == ""
    assert missing_module("zipimport", [], nowhere()) == ""


def test_an_interpreter_that_does_not_run_finds_nothing():
    assert missing_module("timeit", [], Interpreter("/no/python", "3", ()))


def test_no_module_is_imported_to_find_it(folder):
    (folder / "pkg/__init__.py").write_text("raise SystemExit('imported')")
    assert missing_module("pkg.mod", [str(folder)], nowhere()) == ""
    assert source_of("pkg.mod", [str(folder)]) == folder / "pkg/mod.py"


def test_a_file_that_was_made_just_now_is_found(folder):
    stamp = folder.stat()
    assert missing_module("late", [str(folder)], nowhere())
    (folder / "late.py").touch()
    # As on a file system whose clock is coarse: the folder looks unchanged.
    import os

    os.utime(folder, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    forget([str(folder)])
    assert missing_module("late", [str(folder)], nowhere()) == ""


@pytest.mark.parametrize(
    ("module", "file"),
    [("train", "train.py"), ("pkg.mod", "pkg/mod.py"), ("nope", None), ("plain", None)],
)
def test_the_source_of_a_module_is_its_file(folder, module, file):
    assert source_of(module, [str(folder)]) == (folder / file if file else None)


def test_a_module_below_no_package_has_no_source(folder):
    assert source_of("nope.mod", [str(folder)]) is None
