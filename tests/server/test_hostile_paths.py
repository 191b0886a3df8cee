"""Paths that try to lead out of a run, by the thousands: none of them does."""

import http.client
import itertools
import os
import random
import urllib.parse

import pytest

from guild_jupyter.errors import GuildError
from guild_jupyter.presenting import acting
from guild_jupyter.runstore.glimpses import entries, opened
from guild_jupyter.server.places import Places
from tests.server.serving import PATIENCE

SECRET = b"what nobody may read"
PUBLIC = b"what everybody may read"
STEPS = (
    "..",
    ".",
    "",
    "a",
    "link",
    "out",
    "folder-link",
    ".guild",
    "attrs",
    "secret",
    "plots",
    "up",
)
#: How each sign of a path may be written.
WAYS = (
    lambda text: text,
    lambda text: text.replace(".", "%2e"),
    lambda text: text.replace("/", "%2f"),
    lambda text: urllib.parse.quote(text, safe=""),
    lambda text: urllib.parse.quote(urllib.parse.quote(text, safe=""), safe=""),
    lambda text: text.replace(".", "%252e").replace("/", "%252F"),
    lambda text: text.replace("/", "\\"),
    lambda text: text.replace("/", "%5c"),
    lambda text: text.replace("..", "%c0%ae%c0%ae"),
    lambda text: text.replace("/", "//"),
    lambda text: text + "%00",
    lambda text: text.replace("/", "%00/"),
    lambda text: text.replace("..", "．．"),
    lambda text: "%2F" + text,
    lambda text: "file:///" + text,
)


class Asking:
    """One connection, on which paths are asked for as they are."""

    def __init__(self, server):
        self.server = server
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)

    def __call__(self, path):
        target = urllib.parse.quote(f"{self.server.base}guild/api/{path}", safe="/%\\:?&=")
        headers = {"Authorization": f"token {self.server.token}"}
        self.connection.request("GET", target, headers=headers)
        answer = self.connection.getresponse()
        return answer.status, answer.read()


@pytest.fixture
def ask(server):
    asking = Asking(server)
    yield asking
    asking.connection.close()


@pytest.fixture
def run(home, tmp_path):
    made = home.run(files={"a/file": PUBLIC.decode(), "plots/1": PUBLIC.decode()})
    (tmp_path / "secret").mkdir()
    for place in (tmp_path / "secret/secret", tmp_path / "secret/file"):
        place.write_bytes(SECRET)
    beside = made.dir.with_name(made.id + "-beside")
    beside.mkdir()
    (beside / "secret").write_bytes(SECRET)
    (home.home.path / "secret").write_bytes(SECRET)
    (home.home.runs / "secret").write_bytes(SECRET)
    (made.dir / ".guild/secret").write_bytes(SECRET)
    (made.dir / ".guild/attrs/secret").write_bytes(SECRET)
    (made.dir / "link").symlink_to(tmp_path / "secret/secret")
    (made.dir / "out").symlink_to(tmp_path / "secret")
    (made.dir / "up").symlink_to("..")
    (made.dir / "folder-link").symlink_to(".guild")
    (made.dir / "a/hidden").symlink_to("../.guild/secret")
    (home.home.runs / "linked").symlink_to(tmp_path / "secret")
    return made


def paths(run, tmp_path, count):
    """Paths of all short combinations of steps, and some longer ones."""
    chance = random.Random(1)
    ends = ("secret", "file", f"../{run.id}-beside/secret", str(tmp_path / "secret/secret"))
    short = itertools.chain(*(itertools.product(STEPS, repeat=length) for length in (1, 2)))
    every = [*map("/".join, short)]
    while len(every) < count:
        steps = chance.choices(STEPS, k=chance.randint(3, 9))
        every.append("/".join([*steps, chance.choice(ends)]))
    for number, path in enumerate(every):
        yield WAYS[number % len(WAYS)](path)


def refusals(ask, run, asked):
    """Ask for files, folders and runs by these paths; return what must not have come."""
    leaked, statuses = [], set()
    for path in asked:
        in_query = urllib.parse.quote(path, safe="%")
        for target in (
            f"runs/{run.id}/files/{path}",
            f"runs/{path}/files/secret",
            f"runs/{run.id}/files?path={in_query}",
            f"project?path={in_query}",
        ):
            status, data = ask(target)
            statuses.add(status)
            is_listed = status == 200 and b'"secret"' in data
            if SECRET in data or is_listed or b"root:x" in data:
                leaked.append((target, status, data[:200]))
    return leaked, statuses


def test_what_is_open_can_be_read(ask, run):
    assert ask(f"runs/{run.id}/files/a/file") == (200, PUBLIC)
    assert ask(f"runs/{run.id}/files/a%2Ffile") == (200, PUBLIC)


@pytest.mark.slow
def test_no_path_leads_out_of_a_run(ask, run, tmp_path):
    leaked, statuses = refusals(ask, run, paths(run, tmp_path, 600))
    assert leaked == []
    assert statuses <= {200, 400, 404}


def content(run, path):
    with os.fdopen(opened(run, path), "rb") as file:
        return file.read()


def listed(run, path):
    return " ".join(entry.name for entry in entries(run, path)[0]).encode()


@pytest.mark.slow
def test_no_path_by_the_ten_thousands_leads_out_of_a_run(run, home, root, tmp_path):
    find, places = acting.of_home(home.home.path), Places(root)
    ways = (
        lambda path: content(run, path),
        lambda path: listed(run, path),
        lambda path: os.fsencode(find(path).dir),
        lambda path: os.fsencode(places.folder(path)),
    )
    leaked, refused = [], 0
    for written in paths(run, tmp_path, 10_000):
        decoded = urllib.parse.unquote(written, errors="replace")
        for path, way in itertools.product((decoded, written), ways):
            try:
                found = way(path)
            except GuildError:
                refused += 1
                continue
            if b"secret" in found or SECRET in found:
                leaked.append((path, found))
    assert leaked == []
    assert refused > 10_000


def test_links_within_a_run_are_followed(ask, run):
    (run.dir / "alias").symlink_to("a/file")
    assert ask(f"runs/{run.id}/files/alias") == (200, PUBLIC)


def test_what_an_error_names_outside_is_its_last_name_alone(ask, run, tmp_path):
    status, data = ask(f"runs/{run.id}/files/link")
    assert status == 400
    assert b"outside of the run" in data
    assert str(tmp_path).encode() not in data


def test_a_link_among_the_runs_is_no_run(ask, run):
    assert ask("runs/linked/files/secret")[0] == 404
    assert ask("runs/linked")[0] == 404
