import pytest
from hypothesis import given
from hypothesis import strategies as some

from guild_jupyter.errors import GuildError
from guild_jupyter.server.asked import body_of, check, query_of
from guild_jupyter.server.route import Parameter

NUMBER = Parameter("n", "", "integer", 5, 0, 10)


@pytest.mark.parametrize(("text", "value"), [("", 5), ("0", 0), ("10", 10), (None, 5)])
def test_a_number_is_read_within_its_bounds(text, value):
    given = {} if text is None else {"n": [text.encode()]}
    assert query_of([NUMBER], given) == {"n": value}


@pytest.mark.parametrize("text", ["-1", "11", "1.0", "x", "٣", "1" * 30, "--1", " 1"])
def test_what_is_no_such_number_is_refused(text):
    with pytest.raises(GuildError):
        query_of([NUMBER], {"n": [text.encode()]})


def test_texts_have_a_length():
    one = Parameter("t", "", most=3)
    assert query_of([one], {"t": [b"abc"]}) == {"t": "abc"}
    for text in (b"abcd", b"\xff"):
        with pytest.raises(GuildError):
            query_of([one], {"t": [text]})


@given(some.binary(max_size=200))
def test_no_body_makes_its_reading_fail_otherwise(text):
    with pytest.raises(GuildError):  # an operation is named by chance hardly
        check(body_of(text), "api_run_request")


def test_what_is_wrong_is_told_with_its_place_and_not_at_length():
    with pytest.raises(GuildError, match="does not fit: operation:") as caught:
        check({"path": "", "operation": "x" * 5000}, "api_run_request")
    assert len(caught.value.message) < 400
