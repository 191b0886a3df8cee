from pathlib import Path

import pytest

from guild_jupyter.errors import GuildError, HomeError, NoSuchRun, RunError
from guild_jupyter.server import refusals

SECRET = "0123456789abcdef"
KNOWN = [Path("/work/root"), Path("/home/u/.guild")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x is a link to /etc/passwd, outside", "x is a link to …/passwd, outside"),
        ("see /work/root/a/b.py", "see /work/root/a/b.py"),
        ("see /work/root-2/b.py", "see …/b.py"),
        ("/home/u/.guild/runs cannot be read: no", "/home/u/.guild/runs cannot be read: no"),
        ("'/opt/x y' no", "'…/x y' no"),
        ("1/2 of a/b and https://x.org/y stay", "1/2 of a/b and https://x.org/y stay"),
        (f"the token is {SECRET}.", "the token is ***."),
    ],
)
def test_only_places_that_are_known_are_said(text, said):
    assert refusals.scrubbed(text, KNOWN, SECRET) == said


def test_credentials_are_not_said():
    found = refusals.of_error(GuildError("password=hunter2secret", "x"), KNOWN)
    assert "hunter2" not in str(found)


@pytest.mark.parametrize(
    ("error", "status"), [(NoSuchRun, 404), (HomeError, 409), (RunError, 400), (GuildError, 400)]
)
def test_the_status_says_what_kind_of_error_it_is(error, status):
    assert refusals.status_of(error("x")) == status


def test_every_status_has_words():
    for status in (*refusals.SAID, 599):
        error = refusals.of_status(status)["error"]
        assert error["message"]
        assert error["hint"]
