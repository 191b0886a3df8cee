"""Whatever a text says, it is read or refused within bounds, and nothing crashes."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from guild_jupyter import documents
from guild_jupyter.documents import reading
from guild_jupyter.errors import DocumentError

BOUNDS = Path(__file__).parents[1] / "benchmarks" / "bounds.py"


@pytest.mark.slow
@pytest.mark.parametrize("words", [[], ["65536", "pure"], [str(reading.EXACT)]], ids=str)
def test_a_hostile_text_is_read_or_refused_within_bounds(words):
    done = subprocess.run(
        [sys.executable, BOUNDS, *words], capture_output=True, text=True, check=True
    )
    costs = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(costs) > 100
    assert [cost for cost in costs if "crash" in cost or cost["memory"] > 200] == [], done.stderr


@pytest.mark.parametrize("tag", ["", "!!seq "])
def test_aliases_do_not_nest_deeper_than_brackets(tag):
    deep = "[" * 30 + "x" + "]" * 30
    text = f"- {tag}&a {deep}\n- &b {'[' * 30}*a{']' * 30}\n"
    assert documents.parse(text)
    with pytest.raises(DocumentError, match="nested deeper than 64 levels"):
        documents.parse(f"{text}- [[[*b]]]\n")
    with pytest.raises(DocumentError, match="nested deeper than 64 levels"):
        documents.parse(f"{text}- {{a: {{b: [*b]}}}}\n")


@pytest.mark.parametrize("tag", ["", "!!seq "])
def test_what_is_nested_to_the_last_level_is_read(tag):
    assert documents.parse(tag + "[" * 64 + "]" * 64)
    assert documents.parse(tag + "[" * 63 + "&a [], *a" + "]" * 63)
    assert documents.parse(tag + "[" * 63 + "x" + "]" * 63)
    for inner in ("x", "*a", "[]", "{}"):
        with pytest.raises(DocumentError, match="deeper than 64"):
            documents.parse(f"- {tag}&a x\n- " + "[" * 63 + inner + "]" * 63)


@pytest.mark.parametrize("tag", ["", "!!map "])
def test_many_large_numbers_as_keys_are_refused(tag):
    modulus = sys.hash_info.modulus
    text = ",".join(str(n * modulus) for n in range(1, 1001))
    assert len(documents.parse(f"{tag}{{{text}}}")) == 1000
    for unique in (False, True):
        with pytest.raises(DocumentError, match="more than 1000 keys are numbers of"):
            documents.read(f"{tag}{{{text}, {modulus * 2000}}}", unique_keys=unique)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("%A\n" * 101 + "--- x", "more than 100 lines begin with %"),
        ("x\n...\u2028" + "%A\u2028" * 101, "more than 100 lines begin with %"),
        ("!!seq &a [*a]", "an alias inside of itself"),
        ("- !!str x\n- &a {b: *a}", "an alias inside of itself"),
        ("- !!str x\n- *a", "undefined alias"),
        ("- !!str x\n- &a x\n- &a x", "is there twice"),
        ("- !!str x\n" + "- a\n" * 20_000, "more than 20000 values in a text with tags"),
        (f"- !{'x' * 101} y", "is not known"),
    ],
)
def test_each_limit_is_named(text, says):
    with pytest.raises(DocumentError, match=says):
        documents.parse(text)


def test_percents_that_begin_no_directive_are_read():
    assert documents.parse("- '%a'\n" * 200) == ["%a"] * 200
