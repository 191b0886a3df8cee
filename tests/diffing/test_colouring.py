import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guild_jupyter.diffing import syntax
from guild_jupyter.diffing.colouring import Colours, beginnings
from guild_jupyter.diffing.syntax import tokens

PIECES = [
    "def f(x):",
    '    return 1  # it\'s """ done',
    '    """Of one line."""',
    "    \"\"\"Of several lines, with \"quotes\" and '''others''':",
    "    for if while",
    '    """',
    "'''",
    "x = 'a' + \"b # no comment\" + r'\\d'",
    "y = 'goes on \\",
    "here'",
    "z = 1 + \\",
    "",
    "f'{x!r:>{width}} and \"{y}\"'",
    "class A(B): pass",
    "@decorated",
    "match x:",
    "from a import (b as c,",
    "    d)",
    "unfinished = 'as it is",
    "\trest: int = 0x1f",
]


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=30), st.data())
def test_lines_have_the_tokens_that_they_have_when_all_is_read(lines, data):
    every = tokens("a.py", lines, 60)
    colours = Colours("a.py", lines, 60)
    places = st.sets(st.integers(0, len(lines) - 1))
    for wanted in (data.draw(places), data.draw(places)):
        found = colours.of(wanted)
        assert wanted <= found.keys()
    if every:
        assert all(known == every[at] for at, known in found.items())


def test_no_more_is_read_than_what_is_shown_needs():
    lines = [f"x{n} = {n}" for n in range(1000)]
    lines[500:510] = ['"""', *["text"] * 8, '"""']
    found = Colours("a.py", lines).of([505, 900])
    assert sorted(found) == [*range(500, 510), 900]
    assert {one.kind for one in found[505]} == {"string"}


def test_another_language_is_read_from_the_first_line_to_the_last_that_is_shown():
    lines = ["/* a", "b */ var x = 1;", "var y = 2;", "var z = 3;"]
    colours = Colours("a.js", lines, 60)
    assert sorted(colours.of([1])) == [0, 1]
    found = colours.of([3])
    assert [found[at] for at in range(4)] == tokens("a.js", lines, 60)


def test_cells_of_a_notebook_that_are_no_code_have_no_tokens():
    lines = ["# %%", "if x:", "# %% [markdown]", 'if it\'s """', "# %%", "for"]
    found = Colours("a.ipynb", lines).of(range(6))
    assert [{one.kind for one in found[at]} - {""} for at in (1, 3, 5)] == [
        {"keyword"},
        set(),
        {"keyword"},
    ]


@pytest.mark.parametrize("name", ["output", "a.unknown", "", "a.py\n\u202e"])
def test_files_of_no_language_have_no_tokens(name):
    colours = Colours(name, ["def f(): pass"])
    assert not colours.of([0])
    assert not colours.of([0])


def test_what_is_too_long_or_not_there_has_no_tokens():
    assert not Colours("a.py", ["x = 1"] * (syntax.LARGEST // 6 + 1)).of([0])
    assert not Colours("a.py", []).of([0])
    assert not Colours("a.py", ["x = 1"]).of([1, 7])


def test_without_patience_the_rest_has_no_colours_and_keeps_its_length():
    lines = ["return 1", "return 2"]
    found = Colours("a.py", lines, -1).of([0, 1])
    assert found[0][0].kind == "keyword"
    assert [sum(one.length for one in found[at]) for at in (0, 1)] == [8, 8]
    assert [one.kind for one in found[1]] == [""]


@given(st.lists(st.text(alphabet="ab \"'#\\=\r", max_size=9), max_size=12))
def test_a_line_begins_at_itself_or_before(lines):
    found = beginnings(lines)
    assert len(found) == len(lines)
    assert all(found[begin] == begin <= at for at, begin in enumerate(found))


def test_quotes_without_end_are_passed_over_in_linear_time():
    quotes = random.Random(1).choices(['"""', "'''", "\\", '"', "'", "a"], k=30_000)
    found = beginnings(["".join(quotes[at : at + 3]) for at in range(0, 30_000, 3)])
    assert found[0] == 0
