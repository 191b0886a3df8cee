import sys
import zipfile

import pytest

from guild_jupyter.errors import ResourceError
from guild_jupyter.resources.sources.module import is_importable


@pytest.fixture
def path(tmp_path):
    (tmp_path / "pkg" / "sub").mkdir(parents=True)
    (tmp_path / "pkg" / "__init__.py").write_text("raise SystemExit('imported')")
    (tmp_path / "pkg" / "mod.py").write_text("raise SystemExit('imported')")
    (tmp_path / "space").mkdir()
    (tmp_path / "space" / "inner.py").touch()
    return tmp_path


@pytest.mark.parametrize(
    ("name", "there"),
    [
        ("pkg", True),
        ("pkg.mod", True),
        ("pkg.sub", True),
        ("pkg.nope", False),
        ("pkg.mod.nope", False),
        ("space.inner", True),
        ("nope", False),
        ("nope.mod", False),
        ("sys", True),
    ],
)
def test_a_module_is_found_without_being_imported(path, name, there):
    assert is_importable(name, [str(path)]) is there
    assert name not in sys.modules or name == "sys"


def test_the_standard_library_is_on_the_search_path():
    assert is_importable("xml.etree.ElementTree", sys.path)


def test_submodules_that_a_module_makes_itself_may_be_there(path):
    (path / "made.py").write_text("import sys\nsys.modules['made.part'] = sys\n")
    (path / "pkg" / "wide").mkdir()
    (path / "pkg" / "wide" / "__init__.py").write_text(
        "__path__ = __import__('pkgutil').extend_path(__path__, __name__)"
    )
    (path / "odd.py").write_bytes(b"# coding: nope\n")
    search = [str(path), *sys.path]
    there = ["os.path", "made.part", "pkg.wide.elsewhere"]
    assert [name for name in there if not is_importable(name, search)] == []
    absent = ["odd.part", "pkg.mod.part", "json.decoder.part", "space.nope", "zlib.part"]
    assert [name for name in absent if is_importable(name, search)] == []


def test_a_module_in_a_zip_is_found(tmp_path):
    with zipfile.ZipFile(tmp_path / "z.zip", "w") as file:
        file.writestr("inzip.py", "")
    assert is_importable("inzip", [str(tmp_path / "z.zip")])


def test_a_module_of_an_editable_install_is_found_by_its_metadata(tmp_path):
    (tmp_path / "ed-1.0.dist-info").mkdir()
    (tmp_path / "ed-1.0.dist-info" / "METADATA").write_text("Name: ed\nVersion: 1.0\n")
    (tmp_path / "ed-1.0.dist-info" / "top_level.txt").write_text("edited\n")
    assert is_importable("edited", [str(tmp_path)])
    assert is_importable("edited.mod", [str(tmp_path)])
    assert not is_importable("ed", [str(tmp_path)])


def requires(name):
    return f"op: {{main: x, requires: {{module: '{name}', help: pip install it}}}}"


@pytest.mark.parametrize("name", ["a-b", "a..b", "1a", "a.", "os; import x"])
def test_a_name_that_is_none_is_refused(world, name):
    with pytest.raises(ResourceError, match="is no name of a module"):
        world.plan(requires(name))


def test_nothing_is_placed_for_a_module(world, path):
    run = world.prepare(requires("pkg"), more={"sys_path": [str(path)]})
    assert (run / ".guild" / "attrs" / "deps").read_text() == (
        "module:pkg:\n  module:pkg:\n    paths: []\n    uri: module:pkg\n"
    )


def test_a_module_that_is_not_there_fails_the_run_with_its_help(world, capsys):
    with pytest.raises(SystemExit):
        world.prepare(requires("nomod_x"))
    assert capsys.readouterr().err == (
        "guild: run failed because a dependency was not met: could not resolve "
        "'module:nomod_x' in module:nomod_x resource: No module named 'nomod_x'\npip install it\n"
    )
