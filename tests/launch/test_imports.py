import json
from dataclasses import replace

import pytest

from guild_jupyter.errors import GuildFileError
from guild_jupyter.flags.definitions import FlagDef
from guild_jupyter.guildfile.definitions import Model, Operation, Project
from guild_jupyter.launch import imports
from guild_jupyter.launch.imports import imports_of, with_imported_flags

PARSER = """
import argparse
p = argparse.ArgumentParser()
p.add_argument("--lr", type=float, default=0.1, help="Rate")
p.add_argument("--data", default="data/x.csv")
p.parse_args()
"""


class Projects:
    """A project in a temporary folder, and its operations as a Guild file would define them."""

    def __init__(self, folder):
        self.folder = folder
        self.project = Project(folder / "guild.yml", "", {"": Model()})

    def file(self, name, text=""):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def of(self, **attributes):
        return imports_of(Operation("train", **attributes), self.project)

    def flags(self, **attributes):
        return {name: flag.default for name, flag in self.of(**attributes).operation.flags.items()}


@pytest.fixture
def world(tmp_path):
    return Projects(tmp_path)


def test_flags_of_the_source_are_added_and_where_they_go_is_decided(world):
    world.file("train.py", PARSER)
    operation = Operation("train", main="train", flags_import=True)
    found = with_imported_flags(operation, world.project)
    assert found == replace(
        operation,
        flags_dest="args",
        flags={
            "lr": FlagDef("lr", 0.1, "Rate", "float"),
            "data": FlagDef("data", "data/x.csv"),
        },
    )


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ({}, {}),
        ({"flags_import": False}, {}),
        ({"flags_import": ("lr",)}, {"lr": 0.1}),
        ({"flags_import": True, "flags_import_skip": ("lr",)}, {"data": "data/x.csv"}),
        ({"flags": {"lr": FlagDef("lr")}}, {"lr": 0.1}),
        ({"flags": {"lr": FlagDef("lr")}, "flags_import": False}, {"lr": None}),
        ({"flags_import": True, "flags_dest": "none"}, {}),
        ({"flags_import": True, "flags_dest": "globals"}, {}),
        ({"flags_import": True, "exec": "python train.py"}, {}),
        ({"flags_import": True, "steps": ()}, {}),
    ],
)
def test_flags_are_taken_as_the_operation_wants_them(world, attributes, expected):
    world.file("train.py", PARSER)
    assert world.flags(main="train", **attributes) == expected


def test_a_default_beside_the_script_becomes_absolute(world):
    world.file("src/train.py", PARSER)
    world.file("src/data/x.csv")
    flags = world.flags(main="src/train", flags_import=True)
    assert flags["data"] == str(world.folder / "src/data/x.csv")


def test_a_default_of_the_guild_file_stays_as_it_is_written(world):
    world.file("train.py", PARSER)
    world.file("data/x.csv")
    assert world.flags(main="train", flags={"data": FlagDef("data", "data/x.csv")}) == {
        "data": "data/x.csv"
    }


@pytest.mark.parametrize(
    ("file", "attributes"),
    [
        ("train.py", {"main": "train"}),
        ("src/train.py", {"main": "src/train"}),
        ("train.py", {"main": "src/train"}),
        ("src/a/b.py", {"main": "src/a.b"}),
        ("train/__main__.py", {"main": "train"}),
        ("code/train.py", {"main": "train", "sourcecode": {"root": "code"}}),
        ("lib/train.py", {"main": "train", "python_path": ("lib",)}),
        ("train.py", {"script": "train.py"}),
        ("other.py", {"script": "other.py", "main": "nothing"}),
    ],
)
def test_the_program_is_found_as_it_is_run(world, file, attributes):
    world.file(file, PARSER)
    assert "lr" in world.flags(flags_import=True, **attributes)


def test_the_root_of_the_model_counts(world):
    world.file("code/train.py", PARSER)
    model = Model(sourcecode={"root": "code"})
    project = replace(world.project, models={"": model})
    operation = Operation("train", main="train", flags_import=True)
    assert "lr" in with_imported_flags(operation, project).flags


def test_an_installed_module_is_found_where_the_interpreter_looks(world, tmp_path_factory):
    installed = tmp_path_factory.mktemp("installed")
    (installed / "trainer.py").write_text(PARSER)
    operation = Operation("train", main="trainer", flags_import=True)
    assert "lr" in with_imported_flags(operation, world.project, [str(installed)]).flags


def test_all_flags_of_a_script_that_is_not_in_the_guild_file_are_taken(world):
    world.file("train.py", PARSER)
    assert list(world.flags(script="train.py", main="train")) == ["lr", "data"]
    assert world.flags(script="train.py", main="train", flags_import=False) == {}


@pytest.mark.parametrize("form", [{"notebook": "a.ipynb --no-exec"}, {"script": "a.ipynb"}])
def test_the_variables_of_a_notebook_are_flags(world, form):
    cells = [{"cell_type": "code", "source": "lr = 0.1\nn = 2"}]
    world.file("a.ipynb", json.dumps({"cells": cells}))
    found = world.of(flags_import=True, **form)
    assert list(found.operation.flags) == ["lr", "n"]
    assert found.operation.flags_dest == "globals"


@pytest.mark.parametrize("attributes", [{"exec": "run"}, {"main": "train"}, {"steps": ()}])
def test_settings_of_a_file_are_flags_of_any_operation(world, attributes):
    world.file("conf/c.yml", "lr: 0.1\nopt: {kind: sgd}")
    found = world.of(flags_import=True, flags_dest="config:conf/c.yml", **attributes)
    assert list(found.operation.flags) == ["lr", "opt.kind"]
    assert world.flags(flags_dest="config:conf/c.yml", **attributes) == {}


@pytest.mark.parametrize(
    ("attributes", "script", "destination"),
    [
        ({"main": "train"}, PARSER, "args"),
        ({"main": "train", "flags_import": True}, "lr = 1", "globals"),
        ({"main": "train", "flags": {"lr": FlagDef("lr")}}, "lr = 1", "globals"),
        (
            {"main": "train", "flags": {"rate": FlagDef("rate", arg_name="lr")}},
            "lr = 1",
            "globals",
        ),
        ({"main": "train", "flags": {"b-s": FlagDef("b-s")}}, "b_s = 1", "globals"),
        ({"main": "train", "flags": {"x": FlagDef("x")}}, "lr = 1", "args"),
        ({"main": "train", "flags": {"lr": FlagDef("lr")}}, "def (:", "args"),
        ({"main": "train", "flags": {"lr": FlagDef("lr")}, "flags_dest": "dict:x"}, "", "dict:x"),
        ({"main": "missing", "flags": {"lr": FlagDef("lr")}}, "", "args"),
        ({"exec": "run"}, "", "args"),
        ({"exec": "run", "flags_dest": "globals"}, "", "globals"),
        ({"steps": (), "flags": {"lr": FlagDef("lr")}}, "", "args"),
        ({}, "", "args"),
        ({"flags_import": True}, "", "args"),
    ],
)
def test_where_the_flags_go(world, attributes, script, destination):
    world.file("train.py", script)
    assert world.of(**attributes).operation.flags_dest == destination


def test_flags_of_the_source_are_kept_from_arguments_where_the_operation_says_so(world):
    world.file("train.py", PARSER)
    found = world.of(main="train", flags_import=True, attributes={"default-flag-arg-skip": True})
    assert all(flag.arg_skip for flag in found.operation.flags.values())


@pytest.mark.parametrize(
    ("attributes", "script", "note"),
    [
        (
            {"main": "train"},
            "def (:",
            "not all flags of train could be read from train.py: it is no Python that this "
            "version reads: invalid syntax in line 1",
        ),
        (
            {"main": "missing"},
            "",
            "not all flags of train could be read: there is no module missing in the project",
        ),
        ({"script": "run.sh"}, "", "it is not there, or cannot be read"),
        ({"script": "guild.txt"}, "", "it is neither Python nor a notebook"),
        ({"notebook": "'' a"}, "", "it is not there, or cannot be read"),
        ({"flags_dest": "config:c.yml"}, "", "from c.yml: it is not there"),
        ({"flags_dest": "config:guild.txt"}, "", "its name ends in none of"),
        (
            {"main": "train"},
            "import argparse",
            "no flags of train were found in train.py: it has no options of argparse or click",
        ),
        ({"main": "train", "flags_dest": "dict:x"}, "", "assigns no mapping"),
        ({}, "", "it runs no script"),
    ],
)
def test_why_nothing_was_read_is_said(world, attributes, script, note):
    world.file("train.py", script)
    world.file("guild.txt")
    found = world.of(flags_import=True, **attributes)
    assert found.operation.flags == {}
    (said,) = found.notes
    assert note in said


def test_a_name_that_the_source_lacks_is_said_with_the_nearest(world):
    world.file("train.py", PARSER)
    found = world.of(
        main="train",
        flags_import=("lrr", "lr", "own", "zzz"),
        flags={"own": FlagDef("own")},
    )
    assert found.notes == (
        "'flags-import' of train lists 'lrr', which is not in train.py. Did you mean 'lr'?",
        "'flags-import' of train lists 'zzz', which is not in train.py",
    )


def test_an_operation_that_wants_nothing_gets_no_notes(world):
    world.file("train.py", "def (:")
    for attributes in ({}, {"flags_import": False}, {"main": "missing"}):
        assert world.of(**{"main": "train", **attributes}).notes == ()


def test_two_operations_of_one_script_have_each_their_own_flags(world):
    script = "lr = 0.1\nparams = {'n': 1}\n" + PARSER.replace("p.parse_args()", "")
    script += "sub = p.add_subparsers()\nsub.add_parser('go').add_argument('--way')\n"
    world.file("train.py", script)
    wanted = {"main": "train", "flags_import": True}
    for _ in range(2):
        assert list(world.flags(**wanted)) == ["lr", "data"]
        assert list(world.flags(**wanted, flags_dest="globals")) == ["lr"]
        assert list(world.flags(**wanted, flags_dest="dict:params")) == ["n"]
        assert list(world.flags(**{**wanted, "main": "train go"})) == ["way"]


def test_a_change_of_the_script_is_seen_at_once(world):
    for number in range(5):
        world.file("train.py", f"lr = {number}")
        assert world.flags(main="train", flags_import=True) == {"lr": number}


def test_a_change_of_a_module_that_the_script_takes_its_parser_from_is_seen(world):
    world.file("train.py", "from opts import p\np.parse_args()")
    assert world.flags(main="train", flags_import=True) == {}
    for name in ("one", "two"):
        text = f"import argparse\np = argparse.ArgumentParser()\np.add_argument('--{name}')"
        world.file("opts.py", text)
        assert list(world.flags(main="train", flags_import=True)) == [name]


def test_what_was_read_is_remembered(world, monkeypatch):
    path = world.file("train.py", PARSER)
    import os

    os.utime(path, (1, 1))
    first = world.of(main="train", flags_import=True)

    def read(*_):
        raise AssertionError("read again")

    monkeypatch.setattr(imports, "_imported", read)
    assert world.of(main="train", flags_import=True) == first
    os.utime(path, (2, 2))
    assert world.of(main="train", flags_import=True) == first


def test_only_so_much_is_remembered(world, monkeypatch):
    monkeypatch.setattr(imports, "_MAX_KEPT", 3)
    for number in range(6):
        world.file(f"m{number}.py", "lr = 1")
        world.of(main=f"m{number}", flags_import=True)
    assert len(imports._kept) <= 3


def test_a_notebook_whose_words_cannot_be_split_is_wrong(world):
    with pytest.raises(GuildFileError, match="cannot be split"):
        world.of(notebook="a 'b", flags_import=True)


def test_help_texts_name_the_program_as_it_is_called(world):
    world.file(
        "train.py",
        "import argparse\np = argparse.ArgumentParser()\n"
        "p.add_argument('--lr', default=0.1, help='%(default)s for %(prog)s')\n"
        "p.add_argument('--n', default=1, help='plain')\np.parse_args()\n",
    )
    flags = world.of(main="train", flags_import=True).operation.flags
    assert flags["lr"].description == "0.1 for train.py"
    assert flags["n"].description == "plain"
