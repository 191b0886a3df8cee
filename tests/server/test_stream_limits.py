"""Who may not, is refused a stream or what it asks; odd messages and too many are answered."""

import itertools
import json
import logging
from contextlib import suppress

import pytest
from tornado.httpclient import HTTPClientError
from tornado.websocket import WebSocketClosedError

from tests.notebook.views.test_odd_questions import ODD, QUESTIONS, SECRET
from tests.server.serving import TOKEN, Serving
from tests.server.streaming import Page
from tests.server.test_security import Nothing, OnlyReading, login


@pytest.fixture
def page(server):
    with Page(server) as made:
        yield made


def refused(server, **how):
    with pytest.raises(HTTPClientError) as caught, Page(server, **how):
        pass
    return caught.value.code


def test_without_a_token_there_is_no_stream(server):
    assert refused(server, token="") == 403
    assert refused(server, token="0" * 32) == 403


def test_a_wrong_host_is_refused(server):
    assert refused(server, headers={"Host": "evil.example:80"}) == 403


def test_a_page_of_another_origin_is_refused_though_its_user_is_logged_in(server):
    cookie = login(server)
    good = f"http://127.0.0.1:{server.port}"
    with Page(server, {**cookie, "Origin": good}, token="") as page:
        assert page.open(1, "runs")["opened"] == "runs"
    for evil in ("http://evil.example", f"{good}.evil.example", "null"):
        assert refused(server, headers={**cookie, "Origin": evil}, token="") == 403


def test_what_is_no_websocket_is_refused_in_words(server):
    found = server.fetch("guild/api/stream")
    assert found.status == 400
    assert found.error["message"]
    assert server.fetch("guild/api/stream", "DELETE").status == 405


def test_who_may_nothing_has_no_stream(tmp_path, root):
    settings = {"ServerApp": {"authorizer_class": Nothing}}
    with Serving(tmp_path / "jupyter", root, settings=settings) as server:
        assert refused(server) == 403


def test_who_may_only_read_may_not_act(tmp_path, root, home):
    run = home.running()
    settings = {"ServerApp": {"authorizer_class": OnlyReading}}
    with Serving(tmp_path / "jupyter", root, settings=settings) as server, Page(server) as page:
        for number, kind in enumerate(("card", "table", "comparison", "runs")):
            page.open(number, kind, **({"run": run.id} if kind == "card" else {}))
            assert "error" not in page.ask(number, "hello")[0]
            for action in ("label", "mark", "stop", "delete", "nothing", None):
                answer, _ = page.ask(number, "act", action=action, runs=[run.id], value="x")
                assert "may not" in answer["error"]["message"]
    assert run.label == ""
    assert run.status == "running"


class WritingOnly(OnlyReading):
    """Lets everybody read and write, but not execute."""

    def is_authorized(self, handler, user, action, resource):
        return action != "execute"


def test_to_stop_needs_more_than_to_write(tmp_path, root, home):
    run = home.running()
    settings = {"ServerApp": {"authorizer_class": WritingOnly}}
    with Serving(tmp_path / "jupyter", root, settings=settings) as server, Page(server) as page:
        page.open(1, "runs")
        assert "error" not in page.ask(1, "act", action="mark", runs=[run.id])[0]
        assert "error" in page.ask(1, "act", action="stop", runs=[run.id])[0]
    assert run.marked
    assert run.status == "running"


class Changing(OnlyReading):
    """Lets everybody read as long as there is no file called 'closed'."""

    place = None

    def is_authorized(self, handler, user, action, resource):
        return not (self.place / "closed").exists()


def test_every_message_is_allowed_by_itself(tmp_path, root, home, monkeypatch):
    run = home.run()
    monkeypatch.setattr(Changing, "place", tmp_path)
    settings = {"ServerApp": {"authorizer_class": Changing}}
    with Serving(tmp_path / "jupyter", root, settings=settings) as server, Page(server) as page:
        page.open(1, "card", run=run.id)
        (tmp_path / "closed").touch()
        assert "error" in page.ask(1, "hello")[0]
        assert "error" in page.open(2, "runs")
        (tmp_path / "closed").unlink()
        assert "error" not in page.ask(1, "hello")[0]


ODD_MESSAGES = [
    "",
    "null",
    "[]",
    '"text"',
    "{",
    b"\xff\x00\xff",
    b"{}",
    "[" * 100_000,
    '{"a":' * 5_000 + "1" + "}" * 5_000,
    '{"view": NaN}',
    {},
    {"view": 1},
    {"view": -1, "ask": "hello"},
    {"view": True, "ask": "hello"},
    {"view": 1.5, "ask": "hello"},
    {"view": "1", "ask": "hello"},
    {"view": 10**30, "open": {"kind": "runs"}},
    {"view": 1, "ask": "hello"},
    {"view": 1, "id": [], "ask": None},
    {"view": 1, "open": None},
    {"view": 1, "open": []},
    {"view": 1, "open": {}},
    {"view": 1, "open": {"kind": "other"}},
    {"view": 1, "open": {"kind": []}},
    {"view": 1, "open": {"kind": "runs", "path": "/etc"}},
    {"view": 1, "open": {"kind": "runs", "home": "/etc"}},
    {"view": 1, "open": {"kind": "runs", "at": "../.."}},
    {"view": 1, "open": {"kind": "runs", "filter": "(" * 3000}},
    {"view": 1, "open": {"kind": "table", "status": ["done"]}},
    {"view": 1, "open": {"kind": "card", "run": "../../etc"}},
    {"view": 1, "open": {"kind": "card", "run": "\udcff"}},
    {"view": 1, "open": {"kind": "card", "run": "a\0b"}},
    {"view": 1, "open": {"kind": "comparison", "runs": []}, "id": 3},
    {"view": 1, "open": {"kind": "comparison", "runs": ["x"] * 501}},
    {"view": 1, "open": {"kind": "diff", "old": "x", "new": "y"}},
    "x" * ((1 << 20) + 1),
]


def test_odd_messages_are_answered_in_words_and_end_nothing(page, home, caplog):
    caplog.set_level(logging.WARNING)
    run = home.run()
    for message in ODD_MESSAGES:
        page.send(message)
        answer, _ = page.hear()
        if "opened" in answer:  # a comparison of no runs is one, too
            page.send({"view": answer["view"], "close": True})
            page.hear_until(lambda one: one.get("closed"))
            continue
        assert answer["error"]["message"], message
        assert "/etc/" not in json.dumps(answer)
    assert page.open(1, "card", run=run.id)["opened"] == "card"
    assert caplog.records == []


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["card", "table", "comparison", "diff", "runs"])
def test_odd_questions_are_answered_in_words(page, home, kind, tmp_path, caplog, server):
    caplog.set_level(logging.WARNING)
    runs = [home.logged({"loss": [2, 1]}, flags={"lr": lr}) for lr in (0.1, 0.2)]
    (tmp_path / "outside").write_text(SECRET)
    for run in runs:
        (run.dir / "a.txt").write_text("text")
        (run.dir / "out").symlink_to(tmp_path)
    wanted = {"card": {"run": runs[0].id}, "diff": {"old": runs[0].id, "new": runs[1].id}}
    page.open(1, kind, **wanted.get(kind, {}))
    known = {"run": runs[0].id, "runs": [runs[0].id], "ids": [runs[0].id], "old": runs[0].id}
    questions = {**QUESTIONS, "rows": {"from": 0, "to": 10}}
    for question, members in questions.items():
        usual = {**members, **{name: known[name] for name in members.keys() & known.keys()}}
        for name, value in [("", None), *itertools.product(members, ODD)]:
            asked = {**usual, name: value} if name else usual
            if value != value or value == float("inf"):
                continue  # that is no JSON
            answer, buffers = page.ask(1, question, **asked)
            text = json.dumps(answer)
            assert len(text) < 1_000_000
            assert SECRET not in text
            assert TOKEN not in text
            assert not any(SECRET.encode() in one for one in buffers)
    assert "error" not in page.ask(1, "hello")[0]
    assert caplog.records == []
    assert not [one for one in server.log.lines if "Traceback" in one]


def test_a_project_of_elsewhere_is_not_compared(page, home, root, tmp_path):
    other = tmp_path / "elsewhere"
    other.mkdir()
    (other / "guild.yml").write_text("train: {exec: x}\n")
    run = home.run()
    (run.dir / ".guild/opref").write_text(f"guildfile:{other}/guild.yml 0 '' train")
    assert "not below" in page.open(1, "diff", old=run.id)["error"]["message"]
    page.open(2, "table")
    for question in ("diff", "lines"):
        answer, _ = page.ask(2, question, old=run.id, new=None, part="source", file="guild.yml")
        assert "not below" in answer["error"]["message"]
        assert str(other) not in json.dumps(answer)


def test_a_page_has_so_many_views_and_no_more(page, home):
    for number in range(32):
        assert "opened" in page.open(number, "runs")
    assert "32 views" in page.open(32, "runs")["error"]["message"]
    page.send({"view": 3, "close": True})
    page.hear_until(lambda one: one.get("closed"))
    assert "opened" in page.open(32, "runs")


def test_a_user_has_so_many_streams_and_no_more(server, home, until):
    pages = [Page(server) for _ in range(8)]
    assert all("opened" in page.open(1, "runs") for page in pages)
    with Page(server) as ninth:
        assert "too many pages" in ninth.hear()[0]["error"]["message"]
        assert ninth.hear() is None
        assert ninth.socket.close_code == 4429
    pages.pop().close()
    until(lambda: len(server.streams.by_user[""]) == 7)
    with Page(server) as other:
        assert "opened" in other.open(1, "runs")
    for page in pages:
        page.close()


def test_a_message_that_is_far_too_large_ends_the_stream(page):
    with suppress(WebSocketClosedError):
        page.send("x" * (5 << 20))
    assert page.hear() is None
    assert page.socket.close_code == 1009


def test_a_fault_of_ours_is_told_by_its_number(page, home, server, monkeypatch):
    home.run()
    page.open(1, "runs")

    def fail(*_given):
        raise ZeroDivisionError(f"{TOKEN} in /etc/passwd")

    monkeypatch.setattr("guild_jupyter.server.stream.Shown.answer", fail)
    answer, _ = page.ask(1, "hello")
    assert "passwd" not in json.dumps(answer)
    (line,) = [one for one in server.log.lines if "ZeroDivisionError" in one]
    assert TOKEN not in line


def test_who_does_not_read_what_was_asked_for_is_told_so(page, home, server, until, monkeypatch):
    monkeypatch.setattr("guild_jupyter.server.outbox.MOST_BYTES", 2 << 20)
    run = home.run()
    run.output_path.write_text(f"{'x' * 99}\n" * 10_000)
    page.open(1, "card", run=run.id)
    for number in range(60):
        wanted = {"run": run.id, "offset": 0, "length": 1 << 20}
        page.send({"view": 1, "id": number, "ask": "log", **wanted})
    (stream,) = server.streams.by_user[""]
    until(lambda: stream._outbox.is_closed)
    while page.hear() is not None:
        pass
    assert page.socket.close_code == 4408
    assert "read" in page.socket.close_reason


def test_more_questions_than_may_wait_are_refused(page, home, monkeypatch):
    monkeypatch.setattr("guild_jupyter.server.stream.MOST_WAITING", 0)
    home.run()
    assert "too many questions" in page.open(1, "runs")["error"]["message"]


def test_a_question_that_is_no_text_is_refused(page, home):
    run = home.run()
    page.open(1, "card", run=run.id)
    for question in (None, 7, [], "x" * 201):
        assert "error" in page.ask(1, question)[0]
