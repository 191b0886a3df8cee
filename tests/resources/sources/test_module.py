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


@pytest.mark.parametrize(
    ("name", "there"),
    [("os.path", True), ("os.nope", False), ("os.walk", False), ("os.path.nope", False)],
)
def test_submodules_without_a_file_are_known_of_the_standard_library(name, there):
    assert is_importable(name, sys.path) is there


def test_a_module_of_the_standard_library_may_name_submodules_after_itself(tmp_path):
    (tmp_path / "typing.py").write_text(
        "import sys\nclass io: 1\nio.__name__ = __name__ + '.io'\nsys.modules[io.__name__] = io\n"
    )
    assert is_importable("typing.io", [str(tmp_path)])
    assert not is_importable("typing.re", [str(tmp_path)])


MAKERS = {
    "made": "import sys\nsys.modules['made.part'] = sys\n",
    "sixth": "import sys\n__path__ = []\nsys.meta_path.append(f(__name__+'.moves', ['queue']))\n",
    "wide": "__path__ = __import__('pkgutil').extend_path(__path__, __name__)",
    "wider": "import me\nme.__path__.append('elsewhere')",
    "walked": "names = list(walk(__path__))\nassert __path__ == names",
    "broken": "import sys\nsys.modules['broken.part'] = sys (",
}


@pytest.mark.parametrize(
    ("name", "there"),
    [
        ("made.part", True),
        ("made.nope", False),
        ("sixth.moves", True),
        ("sixth.moves.queue", True),
        ("sixth.nope", False),
        ("wide.elsewhere", True),
        ("wider.elsewhere", True),
        ("walked.elsewhere", False),
        ("broken.part", False),
        ("odd.part", False),
        ("json.decoder.part", False),
        ("zlib.part", False),
    ],
)
def test_submodules_that_a_module_makes_are_there_if_it_names_them(tmp_path, name, there):
    for module, source in MAKERS.items():
        (tmp_path / f"{module}.py").write_text(source)
    (tmp_path / "odd.py").write_bytes(b"# coding: nope\nimport sys; sys.modules")
    assert is_importable(name, [str(tmp_path), *sys.path]) is there


def test_a_submodule_of_the_standard_library_that_is_none_fails_the_run(world, capsys):
    with pytest.raises(SystemExit):
        world.prepare(requires("os.nope"))
    assert "No module named 'os.nope'" in capsys.readouterr().err


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
