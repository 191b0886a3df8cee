import json

import pytest

from guild_jupyter.flags.imports.definitions import MAX_BYTES, MAX_NOTEBOOK_BYTES
from guild_jupyter.flags.imports.reading import read_notebook
from guild_jupyter.flags.imports.source import Unreadable, notebook_tree, script_tree


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"#" * (MAX_BYTES + 1), "larger than 2 MiB"),
        (b"def (:", "no Python that this version reads: .* in line 1"),
        (b"a = 1\0", "null bytes"),
        (b"x = " + b"-" * 100_000 + b"1", "nested too deep"),
        (b"x = 1" + b"+1" * 100_000, "nested too deep"),
        (b"x = " + b"(" * 5000, "no Python"),
        (b"x = '\xe9'", "no Python"),
        (b"# coding: nothing\n", "no Python"),
        (b"print 'two'", "no Python"),
    ],
)
def test_what_has_no_tree_is_said(data, reason):
    with pytest.raises(Unreadable, match=reason):
        script_tree(data)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xef\xbb\xbfx = 1",
        "# coding: latin-1\nx = 'é'".encode("latin-1"),
        b"x = '\\d'",
        b"x = 1 is 1",
    ],
)
def test_every_script_of_this_python_has_a_tree(data):
    script_tree(data)


def notebook(*cells, language="python"):
    def cell(entry):
        source, tags = entry if isinstance(entry, tuple) else (entry, [])
        return {"cell_type": "code", "source": source, "metadata": {"tags": tags}}

    metadata = {"kernelspec": {"language": language}} if language else {}
    return json.dumps({"cells": [*map(cell, cells)], "metadata": metadata}).encode()


def defaults(*cells):
    imported = read_notebook(notebook(*cells))
    return {name: flag.default for name, flag in imported.flags.items()}


def test_variables_of_all_code_cells_are_flags():
    assert defaults("lr = 0.1", ["n = 2\n", "name = 'a'"]) == {"lr": 0.1, "n": 2, "name": "a"}


def test_a_cell_that_is_tagged_stands_for_the_notebook():
    assert defaults("lr = 0.1", ("n = 2", ["parameters"]), "m = 3") == {"n": 2}


@pytest.mark.parametrize(
    "magic",
    [
        "%matplotlib inline",
        "!ls",
        "files = !ls",
        "timed = %time 5",
        "print?",
        "?print",
        "print??",
        "if True:\n    %cd ..",
    ],
)
def test_magics_are_passed_over(magic):
    assert defaults(f"lr = 0.1\n{magic}\nn = 2\nquestion = 'why?'\nrest = 5 % 3") == {
        "lr": 0.1,
        "n": 2,
        "question": "why?",
    }


def test_a_cell_of_another_language_is_passed_over():
    assert defaults("%%bash\nx=1", "%%time\nlr = 0.1", "  ") == {"lr": 0.1}


def test_a_cell_that_cannot_be_read_is_said():
    imported = read_notebook(notebook("lr = 0.1", "def (:", "#" * (MAX_BYTES + 1)))
    assert list(imported.flags) == ["lr"]
    assert [note.partition(":")[0] for note in imported.notes] == [
        "code cell 2 was not read",
        "code cell 3 was not read",
    ]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"{", "JSON cannot be read"),
        (b"[]", "has no cells"),
        (b"{}", "has no cells"),
        (b"[" * 100_000, "JSON cannot be read"),
        (notebook("x <- 1", language="R"), "its language is r"),
        (b" " * (MAX_NOTEBOOK_BYTES + 1), "larger than 32 MiB"),
    ],
)
def test_what_is_no_notebook_is_said(data, reason):
    with pytest.raises(Unreadable, match=reason):
        notebook_tree(data)
    assert read_notebook(data).flags == {}


@pytest.mark.parametrize(
    "cell",
    [
        1,
        {},
        {"cell_type": "code"},
        {"cell_type": "code", "source": 3, "metadata": 4},
        {"cell_type": "code", "source": [1], "metadata": {"tags": 5}},
        {"cell_type": "markdown", "source": "lr = 1"},
    ],
)
@pytest.mark.parametrize("metadata", [{}, 3, {"kernelspec": 3}, {"kernelspec": {"language": 3}}])
def test_odd_notebooks_are_read(cell, metadata):
    data = json.dumps({"cells": [cell], "metadata": metadata}).encode()
    assert read_notebook(data).flags == {}


def test_a_variable_with_the_entries_may_be_in_a_notebook():
    imported = read_notebook(notebook("params = {'lr': 1}"), "dict:params")
    assert list(imported.flags) == ["lr"]


def test_annotated_variables_of_a_notebook_are_flags_that_nothing_has_to_ask_for():
    imported = read_notebook(notebook(("lr: float = 0.1\nn: int", ["parameters"])))
    assert {name: flag.default for name, flag in imported.flags.items()} == {"lr": 0.1}
    assert not imported.on_demand
