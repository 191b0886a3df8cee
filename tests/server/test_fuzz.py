"""Requests made of the description of the interface and of odd values: none is a server error."""

import json
import random
import urllib.parse

import pytest

from guild_jupyter.server.routes import BASE, ROUTES
from guild_jupyter.wire import schema
from tests.server.serving import check

ODD = (
    *("", "0", "-1", "1e999", "nan", "true", "null", "[]", "{}", "\0", "\ud800", "..", "../.."),
    *("a" * 5000, "ä\u202e€", "<script>", "' or 1=1", "${x}", "%s%n", "latest", "1:3", "*", "/"),
    *("loss < ", "not not x", "(" * 500, "min", "=lr, min loss", "-label", ".guild", "train"),
    "^(a+)+$",
)
VALUES = (*ODD, 0, -1, 1 << 70, 1.5, True, None, [], {}, [[]], {"a": {"b": []}}, ["x", 1])
COUNT = 60


@pytest.fixture
def ids(home, root):
    (root / "guild.yml").write_text("train: {exec: 'true', flags: {lr: 0.1}}")
    made = [home.logged({".guild#loss": [1.0, 0.5]}, flags={"lr": 0.1}) for _ in range(2)]
    return [run.id for run in made]


def body_of(name, chance, ids):
    """A body in which some members fit and some do not."""
    known = {
        "path": ["", "guild.yml"],
        "operation": ["train"],
        "runs": [ids[:1], ids],
        "action": ["label", "tag", "mark", "comment", "restore"],
        "name": ["made"],
        "stage": [True],
        "flags": [{"lr": "0.2"}, {"lr": 1}],
    }
    members = list(schema.read(name)["properties"])
    chosen = [one for one in members if chance.random() < 0.7]
    return {
        one: chance.choice(known[one] if one in known and chance.random() < 0.8 else VALUES)
        for one in chosen
    }


def query_of(route, chance, ids):
    words = {one.name: chance.choice([*ODD, *ids]) for one in route.query if chance.random() < 0.5}
    return urllib.parse.urlencode(words, errors="surrogatepass")


@pytest.mark.slow
@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.path}")
def test_no_request_makes_the_server_fail(server, ids, route):
    chance = random.Random(route.path + route.method)
    for _ in range(COUNT):
        words = {name: chance.choice([*ids, *ids, *ODD]) for name in route.words}
        path = route.path
        for name, word in words.items():
            written = urllib.parse.quote(word, safe="", errors="surrogatepass")
            path = path.replace(f"{{{name}}}", written)
        asked = f"{BASE}/{path}?{query_of(route, chance, ids)}"
        data = None
        if route.body:
            data = json.dumps(body_of(route.body, chance, ids)).encode()
        found = server.fetch(asked, route.method, data)
        assert found.status < 500, (asked, data, found, server.log.lines[-3:])
        if found.status >= 400:
            assert found.error["message"], (asked, data)
        elif route.schema:
            check(found.json, route.schema)
