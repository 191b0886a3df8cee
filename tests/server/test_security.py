"""The walk of all routes: who is not known, comes from elsewhere or may only read is refused."""

import re
import threading
import urllib.parse

import pytest
from jupyter_server.auth import Authorizer
from jupyter_server.base.handlers import JupyterHandler
from tornado.web import RequestHandler

from guild_jupyter.server import handler
from guild_jupyter.server.handler import RESOURCE
from guild_jupyter.server.route import READ
from guild_jupyter.server.routes import BASE, ROUTES
from tests.server.serving import TOKEN, Serving

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
ANY = "0" * 32
#: A body for each route that has one, which would do.
BODIES = {
    "api_project_request": {"path": "", "name": "made"},
    "api_run_request": {"path": "", "operation": "train"},
    "api_action_request": {"action": "mark", "runs": [ANY]},
}


def path_of(route):
    return f"{BASE}/" + re.sub(r"\{\w+\}", ANY, route.path)


PATHS = sorted({path_of(route) for route in ROUTES})


class OnlyReading(Authorizer):
    """Lets everybody read, and do nothing else."""

    def is_authorized(self, handler, user, action, resource):
        return action == READ


class Nothing(Authorizer):
    """Lets nobody do anything with Guild."""

    def is_authorized(self, handler, user, action, resource):
        return resource != RESOURCE


@pytest.fixture
def answers(server):
    """The answer to every method of every path, asked in a certain way."""

    def ask(**how):
        return {
            (method, path): server.fetch(path, method, b"{}" if method == "POST" else None, **how)
            for path in [*PATHS, f"{BASE}/nothing", BASE]
            for method in METHODS
        }

    return ask


def test_without_a_token_every_method_of_every_path_is_refused(answers):
    found = answers(token="")
    assert {key: one.status for key, one in found.items() if one.status not in (401, 403)} == {}
    assert not any(TOKEN in str(one) for one in found.values())


def test_a_wrong_token_is_no_token(answers):
    found = answers(token="0" * 32)
    assert {one.status for one in found.values()} <= {401, 403}


def test_a_wrong_host_is_refused(answers):
    found = answers(headers={"Host": "evil.example:80"})
    assert {one.status for one in found.values()} == {403}


def test_a_wrong_origin_is_refused_to_who_has_a_cookie_only(server):
    cookie = login(server)
    for route in ROUTES:
        if route.method == "POST":
            headers = {**cookie, "Origin": "http://evil.example", "X-XSRFToken": "x"}
            body = BODIES[route.body]
            found = server.fetch(path_of(route), "POST", body, token="", headers=headers)
            assert found.status in (403, 404), route.path


def login(server):
    """Return the headers of somebody who logged in in a browser."""
    found = server.fetch("login", "GET", token="")
    xsrf = re.search(r"_xsrf=([^;]+)", str(found.headers))[1]
    words = urllib.parse.urlencode({"password": TOKEN, "_xsrf": xsrf}).encode()
    jar = f"_xsrf={xsrf}"
    request = server.post_form("login", words, jar)
    user = re.search(r"(username-[^=]+=[^;]+)", request)[1]
    return {"Cookie": f"{jar}; {user}"}


def test_who_has_a_cookie_and_no_xsrf_header_may_only_read(server):
    headers = login(server)
    assert server.fetch(f"{BASE}/hello", token="", headers=headers).status == 200
    for route in ROUTES:
        if route.method == "POST":
            body = BODIES[route.body]
            found = server.fetch(path_of(route), "POST", body, token="", headers=headers)
            assert found.status == 403, route.path
    xsrf = re.search(r"_xsrf=([^;]+)", headers["Cookie"])[1]
    headers["X-XSRFToken"] = xsrf
    body = BODIES["api_project_request"]
    assert server.fetch(f"{BASE}/project", "POST", body, token="", headers=headers).status == 201


def test_who_may_only_read_is_refused_everything_else(tmp_path, root):
    settings = {"ServerApp": {"authorizer_class": OnlyReading}}
    with Serving(tmp_path / "jupyter", root, settings=settings) as server:
        for route in ROUTES:
            body = BODIES[route.body] if route.body else None
            found = server.fetch(path_of(route), route.method, body)
            assert (found.status == 403) is (route.action != READ), (route.path, found)
        stop = {"action": "stop", "runs": [ANY]}
        assert server.fetch(f"{BASE}/actions", "POST", stop).status == 403
    assert not (root / "made").exists()


def test_who_may_nothing_is_refused_all(tmp_path, root):
    settings = {"ServerApp": {"authorizer_class": Nothing}}
    with Serving(tmp_path / "jupyter", root, settings=settings) as server:
        for route in ROUTES:
            body = BODIES[route.body] if route.body else None
            assert server.fetch(path_of(route), route.method, body).status == 403, route.path


def rules_of(server):
    (app,) = {server.app.web_app}
    return [
        rule
        for group in (app.wildcard_router.rules, app.default_router.rules)
        for outer in group
        for rule in getattr(outer.target, "rules", [outer])
        if BASE in getattr(rule.matcher, "regex", re.compile("")).pattern.replace("\\", "")
    ]


def test_no_handler_of_ours_is_one_that_jupyter_does_not_guard(server):
    rules = rules_of(server)
    assert len(rules) > len(PATHS)
    for rule in rules:
        assert issubclass(rule.target, JupyterHandler)
        for method in METHODS:
            own = getattr(rule.target, method.lower())
            assert own is not getattr(RequestHandler, method.lower())
    assert server.warned == []


def test_a_server_that_refuses_unknown_users_warns_of_nothing(tmp_path, root):
    settings = {"ServerApp": {"allow_unauthenticated_access": False}}
    with Serving(tmp_path / "jupyter", root, settings=settings) as server:
        assert server.warned == []
        assert server.fetch(f"{BASE}/hello", token="").status == 403
        assert server.fetch(f"{BASE}/hello").status == 200


def test_what_is_too_large_is_refused(server):
    large = b'{"path": "' + b"x" * (1 << 20) + b'"}'
    assert server.fetch(f"{BASE}/plans", "POST", large).status == 413
    assert server.fetch(f"{BASE}/hello").status == 200


def test_what_is_far_too_large_is_not_even_received(server):
    headers = {"Content-Length": str(1 << 30)}
    assert server.post_chunked(f"{BASE}/plans", [b"x"], headers) == 413


def test_what_comes_without_its_length_is_counted(server):
    pieces = [b"0" * (1 << 16)] * 17
    assert server.post_chunked(f"{BASE}/plans", pieces) == 413


def test_only_json_is_taken(server):
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        headers = {"Content-Type": kind}
        found = server.fetch(f"{BASE}/plans", "POST", b"{}", headers=headers)
        assert found.status == 415
    for body in (
        b"{",
        b"[]",
        b'{"a": NaN}',
        b"\xff",
        b"[" * 100_000,
        b'{"a":' * 40 + b"1" + b"}" * 40,
    ):
        found = server.fetch(f"{BASE}/plans", "POST", body)
        assert found.status == 400, body[:20]
        assert found.error["message"].startswith("the body")


def test_bodies_are_read_and_checked_beside_the_event_loop(server, monkeypatch):
    where = []
    for name in ("body_of", "check"):
        real = getattr(handler, name)

        def noted(*given, real=real):
            where.append(threading.current_thread().name)
            return real(*given)

        monkeypatch.setattr(handler, name, noted)
    server.fetch(f"{BASE}/plans", "POST", {"path": "", "operation": "", "flags": {}})
    assert len(where) == 2
    assert all(name.startswith("guild") for name in where)


def test_a_fault_of_ours_is_told_by_its_number_only(server, monkeypatch):
    def fail(_asked):
        raise ValueError(f"a secret: {TOKEN} in /etc/passwd")

    monkeypatch.setattr("guild_jupyter.server.about.hello", fail)
    found = server.fetch(f"{BASE}/hello")
    assert found.status == 500
    assert "secret" not in str(found)
    assert "passwd" not in str(found)
    (line,) = [one for one in server.log.lines if found.error["id"] in one]
    assert "ValueError" in line
    assert TOKEN not in line


def test_no_answer_may_be_kept_or_taken_for_what_it_is_not(answers):
    for one in [*answers().values(), *answers(token="").values()]:
        assert one.headers.get("Cache-Control") == "no-store"
        assert one.headers.get("X-Content-Type-Options") == "nosniff"


def test_no_other_origin_is_allowed_to_who_has_no_token(answers):
    for one in answers(token="", headers={"Origin": "http://evil.example"}).values():
        assert "Access-Control-Allow-Origin" not in one.headers


def test_the_token_is_in_no_answer_and_not_in_the_log(server, answers, home):
    home.run()
    for route in ROUTES:
        if route.method == "GET":
            found = server.fetch(f"{path_of(route)}?token={TOKEN}", token="")
            assert found.status in (200, 400, 404)
            assert TOKEN not in str(found)
    assert any("guild/api" in line for line in server.log.lines)
    assert not any(TOKEN in line for line in server.log.lines)
