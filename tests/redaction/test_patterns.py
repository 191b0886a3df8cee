"""Late patterns do what compiled ones do."""

import re

import pytest

from guild_jupyter.redaction.patterns import late


def test_a_late_pattern_finds_what_a_compiled_one_finds():
    text, flags = "(?P<word>[a-z]+)=([0-9]+)", re.IGNORECASE
    for pattern in (late(text, flags), re.compile(text, flags)):
        assert pattern.match("Ab=12 x")["word"] == "Ab"
        assert pattern.fullmatch("Ab=12 x") is None
        assert pattern.sub(r"\2", "a=1 b=2") == "1 2"


def test_a_pattern_that_makes_no_sense_is_told_when_it_is_used():
    pattern = late("(")
    with pytest.raises(re.error, match="unterminated"):
        pattern.search("a")
