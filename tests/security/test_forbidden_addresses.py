"""Nothing is ever asked of an address that is refused, whoever names it."""

import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from guild_jupyter.errors import ResourceError
from guild_jupyter.resources import addresses, download
from guild_jupyter.resources.download import fetch


def words(text):
    return text.split()


# Neither named by a user nor reached by a redirect.
NEVER = words("""
169.254.169.254 169.254.0.1 169.254.255.255 169.254.170.2 168.63.129.16
[fe80::1] [fe80::1%25lo] [fe80::1%25eth0] [febf::1] [fd00:ec2::254]
0.0.0.0 0 0.0.0.1 [::] [0:0:0:0:0:0:0:0]
[::ffff:127.0.0.1] [::ffff:7f00:1] [::ffff:169.254.169.254] [::ffff:10.0.0.1]
[::ffff:93.184.216.34] [::ffff:0:127.0.0.1] [::127.0.0.1] [::169.254.169.254]
[2002:7f00:1::] [2002:a9fe:a9fe::] [2002:a00:1::1] [2001:0:4136:e378:8000:63bf:3fff:fdd2]
[64:ff9b::7f00:1] [64:ff9b::a9fe:a9fe] [64:ff9b:1::7f00:1] [64:ff9b::5db8:d822]
2130706433 0x7f000001 0x7f.1 0x7f.0.0.1 017700000001 0177.0.0.1 127.1 127.0.1 127.0.0.1.
2852039166 0xa9fea9fe 0251.0376.0251.0376 169.254.43518 127.000.000.001 1.2.3.4.5
%31%32%37.0.0.1 127.0.0.1%2f １２７.0.0.1 127。0。0。1 ①②⑦.0.0.1 １６９.254.169.254
224.0.0.1 239.255.255.250 [ff02::1] 255.255.255.255 240.0.0.1 192.0.2.1 198.51.100.1
203.0.113.1 192.0.0.1 [2001:db8::1] [fec0::1] user@127.0.0.1 :80 [::1 999.1.1.1
""")
# Named by a user they are asked; a redirect from elsewhere does not lead there.
INSIDE = words("""
127.0.0.2 127.255.255.254 localhost localhost. LOCALHOST [::1] [0:0:0:0:0:0:0:1]
10.0.0.1 10.255.255.255 172.16.0.1 172.31.255.255 192.168.1.1 100.64.0.1 198.18.0.1
[fc00::1] [fd12:3456:789a::1] inside.test metadata.test
""")
SCHEMES = words("""
file:///etc/passwd file://localhost/etc/passwd FILE:///etc/passwd ftp://93.184.216.34/x
gopher://93.184.216.34/ data:,x jar:file:///x netdoc:///etc/passwd dict://127.0.0.1:11211/
ldap://127.0.0.1/ javascript:1 unix:///run/docker.sock http:///x
""")
NAMES = {"inside.test": "10.0.0.5", "metadata.test": "169.254.169.254", "localhost.": "127.0.0.2"}


@pytest.fixture
def outside(monkeypatch):
    """Serve redirects at an address that is taken for a public one."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(302)
            self.send_header("Location", made.location)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args):
            pass

    made = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.location = ""
    thread = threading.Thread(target=made.serve_forever, args=(0.01,))
    thread.start()
    real = addresses.kind_of
    monkeypatch.setattr(
        addresses, "kind_of", lambda text: "public" if text == "127.0.0.1" else real(text)
    )
    yield made
    made.shutdown()
    made.server_close()
    thread.join()


@pytest.fixture
def connected(monkeypatch):
    """Return the addresses that a connection was tried to; none but the server's is made."""
    found, real, resolve = [], socket.socket.connect, socket.getaddrinfo

    def connect(self, address):
        found.append(address[0])
        if address[0] != "127.0.0.1":
            raise ConnectionRefusedError(111, "Connection refused")
        real(self, address)

    def resolved(host, *rest, **more):
        return resolve(NAMES.get(host, host), *rest, **more)

    monkeypatch.setattr(socket.socket, "connect", connect)
    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    monkeypatch.setattr(download, "PAUSES", ())
    return found


def refused(url, home):
    with pytest.raises(ResourceError):
        fetch(url, str(home), "", say=lambda text: None, report=lambda *numbers: None)
    assert not list(home.glob("cache/resources/*"))


def test_the_table_is_long_enough():
    assert len({*NEVER, *INSIDE, *SCHEMES}) >= 90


@pytest.mark.parametrize("host", NEVER)
def test_some_addresses_are_never_asked(host, tmp_path, connected):
    refused(f"http://{host}/x", tmp_path)
    assert connected == []


@pytest.mark.parametrize("url", SCHEMES)
def test_other_schemes_are_never_asked(url, tmp_path, connected):
    refused(url, tmp_path)
    assert connected == []


@pytest.mark.parametrize(
    "url",
    # A header holds only ASCII.
    [*(f"http://{host}/x" for host in [*NEVER, *INSIDE] if host.isascii()), *SCHEMES],
)
def test_a_redirect_leads_to_none_of_them(url, tmp_path, outside, connected):
    outside.location = url
    refused(f"http://127.0.0.1:{outside.server_port}/x", tmp_path)
    assert set(connected) == {"127.0.0.1"}


@pytest.mark.parametrize("host", INSIDE[:-1])
def test_the_same_ones_are_asked_when_a_user_names_them(host, tmp_path, connected):
    refused(f"http://{host}/x", tmp_path)  # nobody is there, and that is what is said
    assert connected
