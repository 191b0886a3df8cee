"""Mistakes of beginners, and what is said of them; the parser must not matter."""

import pytest

from guild_jupyter import documents
from guild_jupyter.documents import reading
from guild_jupyter.errors import DocumentError

TAB = "a tab is used for indentation"
LONG = "\n#" + "x" * reading.EXACT

MISTAKES = [
    ("a:\n\tb: 1", 2, TAB, "spaces"),
    ("a:\n  b: 1\n\tc: 2", 3, TAB, "spaces"),
    ("\ta: 1", 1, TAB, "spaces"),
    ("train\n  main: x", 2, "a colon where none can be", "missing colon on the line above"),
    ("a: b: c", 1, "a colon where none can be", "in quotes"),
    ("a:\n  b: 1\n c: 2", 3, "does not fit the ones above", "indentation"),
    ("- a\nb: 1", 2, "does not fit the ones above", "indentation"),
    ("a: 'x' y", 1, "does not fit the ones above", "quotes"),
    ("a: [1, 2\nb: 3", 1, "the list that '[' opens on line 1 is not closed", "commas"),
    ("x: 1\na: {x: 1\nb: 2", 2, "the mapping that '{' opens on line 2 is not closed", "commas"),
    ("x: 1\na: 'it\nb: 2\nc: 3", 2, "a quote is opened on line 2 and not closed", "closing quote"),
    ("a: 1\nb\nc: 2", 2, "a key without a colon", "KEY: VALUE"),
    ("a: @x", 1, "text cannot begin with '@'", "quotes"),
    ("a: ]", 1, "text cannot begin with ']'", "quotes"),
    ("a: *.py", 1, "begins an alias, and no name follows", "'*.py'"),
    ("a: *foo", 1, "'*foo' is an undefined alias", "begins with *"),
    ("a: &.x", 1, "begins an anchor", "quotes"),
    ("- &a 1\n- &a 2", 2, "the anchor '&a' is there twice", "Rename"),
    ("- !foo x", 1, "the tag '!foo' is not known", "begins with !"),
    ("!a!b c", 1, "'!' begins a tag", "quotes"),
    ("a: {{ x }}", 1, "a list or a mapping cannot be a key", "quotes"),
    ('a: "C:\\path"', 1, "a backslash in double quotes", "single quotes"),
    ("a: |x\n b", 1, "on the line of '|' or '>' no text can follow", "next line"),
    ("a: - b", 1, "a list cannot begin here", "line of its own"),
    ("a: 1\n---\nb: 2", 2, "a second document begins", "---"),
    ("'a'\n'b'", 2, "something follows the end of the document", "Remove"),
    ("%YAML 2.0\n--- a", 1, "is a directive to YAML", "quotes"),
    ("a: <<", 1, "<< cannot be a value", "quotes"),
    ("a: =", 1, "= cannot be a value", "quotes"),
    ("a: 1\n<<: 1", 2, "<< takes in a mapping", "<<: *NAME"),
    ("a: !!str x\n<<: 1", 2, "<< takes in a mapping", "<<: *NAME"),
    ("- a\n- 2020-13-01", 2, "a value cannot be read: month must be in 1..12", "quotes"),
    ("- a\n- !!int x", 2, "a value cannot be read: invalid literal", "quotes"),
    ("a: 1\nb: \x1b", 2, "character 0x001b is not allowed", "double quotes"),
    ("a: 1\n\nb: \ud800", 3, "character 0xd800 is not allowed", "double quotes"),
]


@pytest.mark.parametrize(("text", "line", "message", "hint"), MISTAKES)
@pytest.mark.parametrize("end", ["", LONG], ids=["short", "long"])
def test_a_mistake_is_said_with_its_line_and_a_remedy(text, line, message, hint, end):
    with pytest.raises(DocumentError) as caught:
        documents.read(text + end)
    assert message in caught.value.message
    assert hint in caught.value.hint
    assert caught.value.line == line


@pytest.mark.parametrize("text", ["a: 1\tb: 2", "a:\tb:\tc"])
def test_a_tab_that_is_not_indentation_is_not_called_so(text):
    with pytest.raises(DocumentError) as caught:
        documents.read(text)
    assert TAB not in caught.value.message


def test_a_tab_where_a_token_should_be_is_named():
    with pytest.raises(DocumentError, match="a tab where only a space can be"):
        documents.read("a: [b, \tc]\n? \td")


@pytest.mark.parametrize(
    "text",
    ["*" + "a" * 5000, "!" + "a" * 5000, f"!!bool {'x' * 5000}", "? " + "k" * 3000 + "\n" * 2],
)
def test_a_message_is_short_however_long_the_text_is(text):
    with pytest.raises(DocumentError) as caught:
        documents.read(text + text, unique_keys=True)
    assert len(caught.value.message) < 250


def test_what_no_parser_marks_is_said_all_the_same():
    with pytest.raises(DocumentError, match="the text cannot be read"):
        documents.read('! "\\U00110000"')


@pytest.mark.parametrize(
    ("text", "message"),
    [("a: [", "the text ends where a value should be"), ("a:\n  - b\n  \t- c", TAB)],
)
def test_a_mistake_at_the_end_of_a_text_is_named(text, message):
    with pytest.raises(DocumentError, match=message):
        documents.read(text)
