import io
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guild_jupyter.execution.notebook_outputs import (
    KeptText,
    Speech,
    error_text,
    size_of,
    text_of,
)


@given(st.lists(st.text("ab\n", max_size=9)))
def test_text_that_fits_is_kept_whole(pieces):
    kept = KeptText(1000, 1000)
    for piece in pieces:
        kept.add(piece)
    assert kept.text() == "".join(pieces)


@given(st.lists(st.text("abc\n", max_size=9)), st.booleans())
def test_of_longer_text_beginning_and_end_are_kept_with_what_is_left_out(pieces, look):
    whole = "".join(pieces)
    kept = KeptText(5, 4)
    for piece in pieces:
        kept.add(piece)
        if look:
            kept.text()
    if len(whole) <= 9:
        assert kept.text() == whole
    else:
        note = f"\n[{len(whole) - 9} characters are only in the output of the run]\n"
        assert kept.text() == whole[:5] + note + whole[-4:]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\rb\n", "b\n"),
        ("a\r\nb", "a\r\nb"),
        ("a\rb\r", "b\r"),
        ("\ra\n\rb\rc", "a\nc"),
        ("a\nb", "a\nb"),
    ],
)
def test_what_a_carriage_return_overwrites_is_not_kept(text, expected):
    kept = KeptText()
    kept.add(text)
    assert kept.text() == expected


def test_a_value_is_said_by_its_plain_text():
    assert text_of({"data": {"text/plain": ["a", "b"]}}) == "ab"
    assert text_of({"data": {"text/plain": "<IPython.core.display.HTML object>"}}) == ""
    assert text_of({"data": None}) == ""


def test_an_error_without_traceback_is_said_by_its_name():
    assert error_text({"ename": "E", "evalue": "no"}) == "E: no"
    assert error_text({"traceback": "\x1b[31mred\x1b[0m"}) == "red"


def test_the_size_of_an_output_is_that_of_its_data():
    assert size_of({"data": {"text/plain": "abc", "application/json": {"a": 1}}}) == 11
    assert size_of({"text": "abc"}) == 0


def test_streams_are_said_where_the_kernel_does_not(monkeypatch):
    output, errors = io.StringIO(), io.StringIO()
    monkeypatch.setattr(sys, "stdout", output)
    monkeypatch.setattr(sys, "stderr", errors)
    speech = Speech(streams=True)
    speech.say("stream", {"name": "stdout", "text": "a"})
    speech.say("execute_result", {"data": {"text/plain": "b\n"}})
    speech.say("stream", {"name": "stderr", "text": "c"})
    speech.say("status", {})
    speech.end_line()
    speech.end_line()
    assert (output.getvalue(), errors.getvalue()) == ("a\nb\n", "c\n")
