from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guild_jupyter.diffing import syntax
from guild_jupyter.diffing.rows import Token
from guild_jupyter.diffing.syntax import merged, tokens
from guild_jupyter.diffing.words import Piece

LINES = st.lists(st.text(alphabet="ab \t\"'#0=\r", max_size=12), min_size=1, max_size=8)


def kinds(name, *lines):
    return [
        [
            (line[sum(t.length for t in found[:at]) :][: one.length], one.kind)
            for at, one in enumerate(found)
            if one.kind
        ]
        for line, found in zip(lines, tokens(name, lines), strict=False)
    ]


def test_the_tokens_of_python_are_told_by_the_name_of_the_file():
    assert kinds("a/b.py", "def f(x):  # why", "    return 'a' + 1") == [
        [("def", "keyword"), ("f", "name"), ("# why", "comment")],
        [("return", "keyword"), ("'a'", "string"), ("+", "operator"), ("1", "number")],
    ]


def test_a_token_of_several_lines_goes_on_in_each():
    assert kinds("a.py", 'x = """a', 'b"""')[1] == [('b"""', "string")]


@pytest.mark.parametrize("name", ["output", "a.unknown", "notes.txt", "", "\n", "a.py\n\u202e"])
def test_files_of_no_language_have_no_tokens(name):
    assert tokens(name, ["def f(): pass"]) == []


def test_cells_of_a_notebook_that_are_no_code_have_no_tokens():
    found = kinds("a.ipynb", "# %%", "if x:", "# %% [markdown]", "if you", "# %%", "for")
    assert found[1] == [("if", "keyword")]
    assert found[3] == []
    assert found[5] == [("for", "keyword")]


def test_large_texts_and_long_lines_have_no_tokens():
    assert tokens("a.py", ["x = 1"] * (syntax.LARGEST // 6 + 1)) == []
    assert tokens("a.py", ["x" * (syntax.LONGEST_LINE + 1)]) == []
    assert tokens("a.py", []) == []


def test_without_patience_the_rest_has_no_colours_and_keeps_its_length():
    lines = ["return 1", "return 2"]
    found = tokens("a.py", lines, patience=-1)
    assert found[0][0] == Token(len("return"), "keyword")
    assert [sum(one.length for one in line) for line in found] == [8, 8]
    assert found[1] == [Token(8, "")]


def test_a_lexer_that_fails_gives_no_colours(monkeypatch):
    monkeypatch.setattr(syntax, "load", lambda name: 1 / 0)
    assert tokens("a.py", ["x = 1"]) == []


@given(LINES)
def test_tokens_are_as_long_as_their_line(lines):
    found = tokens("a.py", lines)
    if found:
        assert [sum(one.length for one in line) for line in found] == list(map(len, lines))


@given(st.lists(st.tuples(st.text(min_size=1, max_size=5), st.booleans()), max_size=6), st.data())
def test_merged_pieces_are_the_line_and_split_at_every_boundary(given_pieces, data):
    pieces = [Piece(*one) for one in given_pieces]
    line = "".join(one.text for one in pieces)
    cuts = sorted(data.draw(st.sets(st.integers(0, len(line)), max_size=5)) | {0, len(line)})
    known = [Token(b - a, "ab"[at % 2]) for at, (a, b) in enumerate(pairwise(cuts))]
    found = merged(pieces, known)
    assert "".join(one.text for one in found) == line
    differs = [one.differs for one in pieces for _ in one.text]
    of_token = [one.kind for one in known for _ in range(one.length)]
    assert [one.differs for one in found for _ in one.text] == differs
    assert [one.kind for one in found for _ in one.text] == of_token


def test_pieces_of_a_shortened_line_keep_no_tokens():
    assert merged([Piece("a … b", True)], [Token(99, "name")]) == [("a … b", True, "")]
