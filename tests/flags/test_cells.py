import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guild_jupyter.flags.cells import lines_of, python_of, tree_of

CASES = {
    "%matplotlib inline\nx = 1": "_                 \nx = 1",
    "x = !ls é\ny = 2": "x = _    \ny = 2",
    "x = %time f()\ny = 2": "x = _        \ny = 2",
    "!echo 'it is\ny = 2": "_           \ny = 2",
    "if a:\n    !ls\ny = 2": "if a:\n    _  \ny = 2",
    "!ls \\\n  /tmp \\\n  /var\ny = 2": "_    \n        \n      \ny = 2",
    "model?\n# why?\ny = 2": "_     \n# why?\ny = 2",
    "?model\ny = 2": "_     \ny = 2",
    "%%time\ny = 2": "      \ny = 2",
    "\n%%capture out\ny = 2": "\n             \ny = 2",
    "%%bash\ny=2": "      \n   ",
    "await f()\ny = 2": "await f()\ny = 2",
    "s = '''\n%not one\n'''\n%one\ny = 2": "s = '''\n%not one\n'''\n_   \ny = 2",
    "y = (": "     ",
    "%one\ny = (": "    \n     ",
    "y = '\0'": "       ",
    "": "",
}


@pytest.mark.parametrize("source", CASES)
def test_what_only_ipython_understands_is_made_harmless_and_places_stay(source):
    assert python_of(source) == CASES[source]


def test_magics_whose_errors_the_parser_reports_elsewhere_are_all_made_harmless():
    source = 'x = f(\n1)\n%load "\n!echo """\ny = 2'
    assert [type(node) for node in tree_of(source).body][-1] is ast.Assign


@given(st.lists(st.sampled_from([*CASES, "x = 1", "  ", "!a\\", "f(", ")", "é = '%'", "a?"])))
def test_a_cell_keeps_its_length_and_lines_and_is_python(parts):
    source = "\n".join(parts)
    python = python_of(source)
    assert len(python) == len(source)
    assert [len(line) for line in lines_of(python)] == [len(line) for line in lines_of(source)]
    assert tree_of(source) is not None


def test_lines_are_counted_as_python_counts_them():
    assert lines_of("a\r\nb\rc\nd\x0ce") == ["a\r\n", "b\r", "c\n", "d\x0ce"]


def test_code_that_warns_is_read_without_a_word():
    assert tree_of("x = '\\d' is 'a'") is not None
