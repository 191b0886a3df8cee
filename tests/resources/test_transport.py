import base64
import http.client
import shutil
import socket
import ssl
import subprocess
import threading

import pytest

from guild_jupyter.errors import ResourceError
from guild_jupyter.resources import addresses, transport

BODY = b"what is wanted"


@pytest.fixture
def kinds(monkeypatch):
    """Take addresses of this machine for others: what is put in here counts."""
    said = {}
    real = addresses.kind_of
    monkeypatch.setattr(addresses, "kind_of", lambda address: said.get(address) or real(address))
    return said


@pytest.fixture
def names(monkeypatch):
    """Resolve names as written in here: a list of addresses, or one list for each time."""
    known = {}
    real = socket.getaddrinfo

    def resolve(host, port, *rest, **more):
        found = known.get(host)
        if found is None:
            return real(host, port, *rest, **more)
        if callable(found):
            found = found()
        if isinstance(found, Exception):
            raise found
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (a, port)) for a in found]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return known


def test_redirects_are_followed(server, home):
    server.answers["/a"] = (302, {"Location": "/b"}, b"")
    server.serve("/b", BODY)
    path = home.fetch(server.url("/a"))
    assert path.name == "a"


def test_no_more_than_five_redirects_are_followed(server, home):
    for n in range(20):
        server.answers[f"/{n}"] = (302, {"Location": f"/{n + 1}"}, b"")
    with pytest.raises(ResourceError, match="redirect"):
        home.fetch(server.url("/0"))
    assert len(server.asked) == 6
    server.serve("/20", BODY)
    assert home.fetch(server.url("/15"))


@pytest.mark.parametrize(
    "location",
    [
        "file:///etc/passwd",
        "ftp://127.0.0.1/x",
        "data:,x",
        "gopher://127.0.0.1/",
        "http://user:secret@127.0.0.1/x",
        "http:///x",
    ],
)
def test_a_redirect_to_what_could_not_be_given_is_refused(server, home, location):
    server.answers["/x"] = (302, {"Location": location}, b"")
    with pytest.raises(ResourceError):
        home.fetch(server.url("/x"))
    assert home.files() == []


def redirect(server, path, to, status=302):
    server.answers[path] = (status, {"Location": to}, b"")
    return server.url(path)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_every_kind_of_redirect_is_followed(server, home, status):
    server.serve("/b", BODY)
    assert home.fetch(redirect(server, "/a", "b", status)).read_bytes() == BODY


def test_a_redirect_to_nowhere_is_the_servers_refusal(server, home):
    server.answers["/a"] = (302, {}, b"")
    with pytest.raises(ResourceError, match="the server says 302 Found"):
        home.fetch(server.url("/a"))


@pytest.mark.parametrize(
    ("first", "second", "allowed"),
    [
        ("public", "public", True),
        ("public", "private", False),
        ("public", "loopback", False),
        ("private", "private", True),
        ("private", "public", True),
        ("private", "loopback", False),
        ("loopback", "loopback", True),
        ("loopback", "public", True),
        ("loopback", "private", False),
    ],
)
def test_a_redirect_leads_to_the_same_kind_of_place_or_outside(
    server, servers, home, kinds, first, second, allowed
):
    other = servers("127.0.0.2")
    kinds |= {"127.0.0.1": first, "127.0.0.2": second}
    url = redirect(server, "/a", other.serve("/b", BODY))
    if allowed:
        assert home.fetch(url).read_bytes() == BODY
        return
    reason = f"a {first} address leads to 127.0.0.2, which is a {second} one"
    with pytest.raises(ResourceError, match=reason) as caught:
        home.fetch(url)
    assert caught.value.hint == "If you trust it, name the last URL itself."
    assert other.asked == []
    assert home.files() == []


def test_a_redirect_by_way_of_outside_leads_no_further(server, servers, home, kinds):
    outside, inside = servers("127.0.0.2"), servers("127.0.0.3")
    kinds |= {"127.0.0.1": "private", "127.0.0.2": "public", "127.0.0.3": "private"}
    inside.serve("/c", BODY)
    url = redirect(server, "/a", redirect(outside, "/b", inside.url("/c")))
    with pytest.raises(ResourceError, match="a public address leads to"):
        home.fetch(url)
    assert (outside.asked, inside.asked) == (["/b"], [])


def test_what_a_user_names_is_asked_wherever_it_is(server, home, kinds):
    url = server.serve("/x", BODY)
    for number, kind in enumerate(("public", "private", "loopback")):
        kinds["127.0.0.1"] = kind
        assert home.fetch(f"{url}?{number}" if number else url).read_bytes() == BODY
        server.answers[f"/x?{number + 1}"] = server.answers["/x"]


def test_a_name_is_resolved_once_and_what_was_looked_at_is_asked(server, home, names):
    server.serve("/x", BODY)
    asked = []

    def rebinding():
        asked.append(1)
        return ["127.0.0.1"] if len(asked) == 1 else ["169.254.169.254"]

    names["rebinding.test"] = rebinding
    url = f"http://rebinding.test:{server.http.server_port}/x"
    assert home.fetch(url).read_bytes() == BODY
    assert len(asked) == 1


def test_a_name_that_means_another_kind_of_place_the_next_time_is_not_believed(
    server, servers, home, names, kinds
):
    inside = servers("127.0.0.2")
    kinds |= {"127.0.0.1": "public"}
    turns = [["127.0.0.1"], ["127.0.0.2"]]
    names["rebinding.test"] = lambda: turns.pop(0)
    server.answers["/x"] = (503, {}, b"")
    inside.serve("/x", BODY)
    with pytest.raises(ResourceError, match=r"leads to 127\.0\.0\.2, which is a loopback one"):
        home.fetch(f"http://rebinding.test:{server.http.server_port}/x")
    assert inside.asked == []


def test_a_redirect_to_a_name_of_an_address_inside_is_refused(server, home, names, kinds):
    kinds["127.0.0.1"] = "public"
    names["inside.test"] = ["127.0.0.2"]
    with pytest.raises(ResourceError, match="which is a loopback one"):
        home.fetch(redirect(server, "/a", "http://inside.test/"))


def test_a_name_with_one_forbidden_address_is_not_asked_at_all(server, home, names):
    server.serve("/x", BODY)
    names["two.test"] = ["127.0.0.1", "169.254.169.254"]
    with pytest.raises(ResourceError, match="nothing is fetched from 169"):
        home.fetch(f"http://two.test:{server.http.server_port}/x")
    assert server.asked == []


def test_the_next_address_of_a_name_is_tried_if_one_does_not_answer(server, home, names):
    server.serve("/x", BODY)
    names["two.test"] = ["127.0.0.77", "127.0.0.1"]
    assert home.fetch(f"http://two.test:{server.http.server_port}/x").read_bytes() == BODY


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        ([], "has no address"),
        (socket.gaierror(socket.EAI_NONAME, "Name or service not known"), "no address is known"),
        (socket.gaierror(socket.EAI_AGAIN, "Temporary failure"), "no address is known"),
    ],
)
def test_a_name_without_an_address_is_said(server, home, names, found, reason):
    names["nowhere.test"] = found
    with pytest.raises(ResourceError, match=reason):
        home.fetch("http://nowhere.test/x")


def test_a_label_that_is_too_long_is_said(server, home):
    with pytest.raises(ResourceError, match="is no name of a host"):
        home.fetch(f"http://{'a' * 70}.test/x")


def test_a_path_that_is_no_ascii_is_sent_as_utf_8(server, home):
    server.serve("/%C3%BC?q=%C3%BC", BODY)
    assert home.fetch(server.url("/ü?q=ü")).read_bytes() == BODY


def test_the_request_says_who_asks(server, home):
    home.fetch(server.serve("/x", BODY))
    sent = server.requests[0]
    assert sent["User-Agent"].startswith("guild-jupyter/")
    assert sent["Accept-Encoding"] == "identity"
    assert sent["Host"] == f"127.0.0.1:{server.http.server_port}"


class TestProxies:
    def test_the_proxy_of_the_environment_is_asked(self, server, home, monkeypatch):
        monkeypatch.setenv("http_proxy", f"http://me:p%40ss@127.0.0.1:{server.http.server_port}")
        server.answers["http://data.test/x?y"] = (200, {}, BODY)
        assert home.fetch("http://data.test/x?y").read_bytes() == BODY
        sent = server.requests[0]
        assert sent["Host"] == "data.test"
        assert sent["Proxy-Authorization"] == "Basic " + base64.b64encode(b"me:p@ss").decode()

    def test_not_for_hosts_that_the_environment_excepts(self, server, home, monkeypatch):
        monkeypatch.setenv("http_proxy", "127.0.0.1:1")
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        assert home.fetch(server.serve("/x", BODY)).read_bytes() == BODY

    def test_a_proxy_without_a_scheme_is_one_of_http(self, server, home, monkeypatch):
        monkeypatch.setenv("http_proxy", f"127.0.0.1:{server.http.server_port}")
        server.answers["http://data.test/x"] = (200, {}, BODY)
        assert home.fetch("http://data.test/x").read_bytes() == BODY

    def test_another_kind_of_proxy_is_refused_not_gone_round(self, server, home, monkeypatch):
        monkeypatch.setenv("http_proxy", "socks5://127.0.0.1:1080")
        with pytest.raises(ResourceError, match="is none of http") as caught:
            home.fetch(server.serve("/x", BODY))
        assert "http_proxy" in caught.value.hint
        assert server.asked == []

    @pytest.mark.parametrize(
        "to", ["http://127.0.0.1/", "http://10.0.0.1/", "http://localhost/", "http://169.254.1.1/"]
    )
    def test_a_redirect_to_an_address_inside_is_not_passed_on(self, server, home, monkeypatch, to):
        monkeypatch.setenv("http_proxy", f"127.0.0.1:{server.http.server_port}")
        server.answers["http://data.test/x"] = (302, {"Location": to}, b"")
        with pytest.raises(ResourceError, match=r"public address leads|link-local"):
            home.fetch("http://data.test/x")
        assert server.asked == ["http://data.test/x"]

    def test_a_redirect_to_a_name_is(self, server, home, monkeypatch):
        monkeypatch.setenv("http_proxy", f"127.0.0.1:{server.http.server_port}")
        server.answers["http://data.test/x"] = (302, {"Location": "http://cdn.test/y"}, b"")
        server.answers["http://cdn.test/y"] = (200, {}, BODY)
        assert home.fetch("http://data.test/x").read_bytes() == BODY

    def test_https_goes_through_a_tunnel(self, home, monkeypatch, server):
        lines, listener = [], socket.create_server(("127.0.0.1", 0))

        def answer():
            connection, _ = listener.accept()
            with connection, connection.makefile("rb") as file:
                while line := file.readline().strip():
                    lines.append(line.decode())
                connection.sendall(b"HTTP/1.1 403 Not today\r\n\r\n")

        thread = threading.Thread(target=answer)
        thread.start()
        port = listener.getsockname()[1]
        monkeypatch.setenv("https_proxy", f"http://u@127.0.0.1:{port}")
        with pytest.raises(ResourceError, match="403"):
            home.fetch("https://data.test/x")
        thread.join()
        listener.close()
        assert lines[0].startswith("CONNECT data.test:443 ")
        assert any(line.startswith("Proxy-Authorization: Basic ") for line in lines)


def test_what_the_connection_fails_on_is_closed(server, home):
    journey = transport.Journey()
    server.answers["/x"] = lambda handler: handler.wfile.write(b"junk\r\n\r\n")
    with (
        pytest.raises(http.client.BadStatusLine),
        transport.answer(server.url("/x"), {}, journey),
    ):
        raise AssertionError("there is no answer")


@pytest.fixture
def secure(tmp_path, monkeypatch):
    """Return a server that speaks TLS, with a certificate that is believed for localhost."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl to make a certificate")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    words = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost"
    names = ["-addext", "subjectAltName=DNS:localhost"]
    made = ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run([openssl, *words.split(), *names, *made], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    return context


def test_https_is_fetched_from_who_has_the_name(server, home, secure, names):
    server.http.socket = secure.wrap_socket(server.http.socket, server_side=True)
    server.serve("/x", BODY)
    names |= {"localhost": ["127.0.0.1"], "other.test": ["127.0.0.1"]}
    port = server.http.server_port
    assert home.fetch(f"https://localhost:{port}/x").read_bytes() == BODY
    with pytest.raises(ResourceError, match="certificate"):
        home.fetch(f"https://other.test:{port}/x")
    assert server.asked == ["/x"]


def announced(body, *statuses):
    """Return an answer that comes after others that only announce it."""

    def answer(handler):
        for status in statuses:
            line = f"HTTP/1.1 {status} Soon\r\nLink: </style.css>; rel=preload\r\n\r\n"
            handler.wfile.write(line.encode())
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


@pytest.mark.parametrize("statuses", [(103,), (100, 102, 103, 103)])
def test_what_is_announced_before_the_answer_is_passed_over(server, home, statuses):
    server.answers["/x"] = announced(BODY, *statuses)
    assert home.fetch(server.url("/x")).read_bytes() == BODY


def test_a_server_cannot_announce_for_ever(server, home):
    server.answers["/x"] = announced(BODY, *[103] * (transport.MAX_ANNOUNCEMENTS + 1))
    with pytest.raises(ResourceError, match="announces an answer, and gives none"):
        home.fetch(server.url("/x"))
    assert home.files() == []


def test_another_protocol_is_not_taken_for_an_answer(server, home):
    server.answers["/x"] = announced(BODY, 101)
    with pytest.raises(ResourceError, match="the server says 101 Soon"):
        home.fetch(server.url("/x"))
