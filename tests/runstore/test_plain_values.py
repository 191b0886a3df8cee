"""What is read without YAML is what YAML says."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from guild_jupyter import documents
from guild_jupyter.errors import DocumentError
from guild_jupyter.runstore import plain_values

PIECES = [
    *"abefxyz019-+._,:;#'\"[]{}()=/~%@!&*?|> \n\t\\",
    *(
        "yes",
        "No",
        "null",
        "true",
        "0b1",
        "0x",
        "1e5",
        "1_0",
        "12:30",
        ".inf",
        "nan",
        "---",
        "...",
    ),
    *("  ", ": ", "- ", " #", "''", "{}", "[]", "\n  ", "é", "a: 1\n", "lr: 0.1\n", "- b\n"),
    *("616ed8f92351707bd1e25f833881fe1f", "0" * 32, "0b" + "01" * 15, "a b", "2020-01-01"),
]
values = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=120)
)


def same(first, second):
    return repr(first) == repr(second)  # 1 is not True, and 0.0 not -0.0


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
@settings(max_examples=1500, deadline=None)
@example("0b" + "01" * 15)
@example("1e5")
@example("a: 1\na: 2")
@example("- 1\n-2")
def test_what_is_read_of_any_text_is_what_yaml_says(text):
    value = plain_values.read(text)
    if value is not plain_values.UNREAD:
        assert same(value, documents.parse(text)), text


@given(st.one_of(values, st.lists(values), st.dictionaries(st.text(max_size=9), values)))
@settings(max_examples=400, deadline=None)
def test_what_is_read_of_what_guild_writes_is_what_yaml_says(value):
    text = documents.dump(value)
    found = plain_values.read(text)
    try:
        meant = documents.parse(text)
    except DocumentError:
        assert found is plain_values.UNREAD
    else:
        assert found is plain_values.UNREAD or same(found, meant)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0\n", 0),
        ("-15", -15),
        ("1700050160676037\n", 1700050160676037),
        ("1e-05\n", 1e-05),
        ("0.5", 0.5),
        ("yes\n", True),
        ("Off", False),
        ("null\n", None),
        ("trial 836 sweep-a\n", "trial 836 sweep-a"),
        ("a=1 data=data/part.csv\n  b=no c=0.5\n", "a=1 data=data/part.csv b=no c=0.5"),
        ("616ed8f92351707bd1e25f833881fe1f\n", "616ed8f92351707bd1e25f833881fe1f"),
        ("'it: is #text'\n", "it: is #text"),
        ("- baseline\n- '5'\n", ["baseline", "5"]),
        ("{}\n", {}),
        ("[]", []),
        ("a: 1\nb: x/y.csv\nc: ''\nd: []\n", {"a": 1, "b": "x/y.csv", "c": "", "d": []}),
    ],
)
def test_what_attributes_usually_hold_needs_no_yaml(text, value):
    assert same(plain_values.read(text), value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a: 1\na: 2\n",
        "yes: 1\n",
        "a:\n  b: 1\n",
        "010",
        "1_000",
        "12:30",
        "é",
        "x" * 20_000 + "\n\n",
    ],
)
def test_everything_else_is_left_to_yaml(text):
    assert plain_values.read(text) is plain_values.UNREAD
