import pytest

from guild_jupyter.errors import ResourceError
from guild_jupyter.resources import addresses

KINDS = {
    "public": """93.184.216.34 8.8.8.8 1.1.1.1 172.15.255.255 172.32.0.1 192.167.1.1 11.0.0.1
        100.63.0.1 100.128.0.1 126.255.255.255 128.0.0.1 169.253.1.1 2606:4700::1111
        2a00:1450:4001:81c::200e 64:ff9b::5db8:d822""",
    "private": """10.0.0.1 10.255.255.255 172.16.0.1 172.31.255.255 192.168.0.1 192.168.255.255
        100.64.0.1 100.127.255.255 198.18.0.1 fc00::1 fd12:3456:789a::1""",
    "loopback": "127.0.0.1 127.0.0.2 127.255.255.255 ::1",
}
REFUSED = {
    "no address of a host": "0.0.0.0 0.0.0.1 0.255.255.255 ::",
    "a link-local address": """169.254.169.254 169.254.0.1 169.254.255.255 169.254.170.2 fe80::1
        fe80::1%eth0 febf::1 fd00:ec2::254 168.63.129.16 64:ff9b::a9fe:a9fe""",
    "an IPv4-mapped address": """::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254
        ::ffff:93.184.216.34 ::ffff:7f00:1""",
    "an IPv4-translated address": "::ffff:0:127.0.0.1",
    "an IPv4-compatible address": "::127.0.0.1 ::169.254.169.254 ::2",
    "a 6to4 address": "2002:7f00:1:: 2002:a9fe:a9fe:: 2002:5db8:d822::",
    "a Teredo address": "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "a local NAT64 address": "64:ff9b:1::7f00:1",
    "a NAT64 address of a private one": "64:ff9b::7f00:1 64:ff9b::a00:1 64:ff9b::c0a8:1",
    "a multicast address": "224.0.0.1 239.255.255.250 ff02::1 ff0e::1",
    "a reserved address": """240.0.0.1 255.255.255.255 192.0.2.1 198.51.100.1 203.0.113.1
        192.0.0.1 2001:db8::1 fec0::1 100::1""",
}


def rows(table):
    return [(text, what) for what, texts in table.items() for text in texts.split()]


def test_the_tables_are_long_enough():
    assert len(rows(REFUSED)) + len(rows(KINDS)) >= 60


@pytest.mark.parametrize(("address", "kind"), rows(KINDS))
def test_an_address_is_of_a_kind(address, kind):
    assert addresses.kind_of(address) == kind


@pytest.mark.parametrize(("address", "reason"), rows(REFUSED))
def test_nothing_is_ever_fetched_from_some(address, reason):
    with pytest.raises(ResourceError, match=f"nothing is fetched from .* it is {reason}"):
        addresses.kind_of(address)


@pytest.mark.parametrize(
    "host",
    [
        *("example.org", "example.org.", "localhost", "bücher.example", "1.2.3.4.example"),
        *("x0x7f.com", "dead", "f", "1e1.example"),
        *("127.0.0.1", "10.1.2.3", "::1", "2606:4700::1111"),
    ],
)
def test_names_and_usual_addresses_are_hosts(host):
    addresses.refuse_disguised(host)


@pytest.mark.parametrize(
    ("host", "reason"),
    [
        *((host, "in an unusual form") for host in (
            "2130706433", "0x7f000001", "017700000001", "0177.0.0.1", "0x7f.0.0.1", "127.1",
            "127.0.1", "127.0.0.1.", "0", "127.000.000.001", "a.0x7f", "1.2.3.4.5", "0x",
            "１２７.0.0.1", "127。0。0。1", "①②⑦.0.0.1",
        )),
        ("127.0.0.1%2f", "percent sign"),
        ("%31%32%37.0.0.1", "percent sign"),
        ("fe80::1%25eth0", "percent sign"),
        ("999.0.0.1", "is no address"),
        ("1:2:3", "is no address"),
        ("169.254.169.254", "link-local"),
        ("0.0.0.0", "no address of a host"),
        ("::ffff:127.0.0.1", "IPv4-mapped"),
        ("64:ff9b::5db8:d822", "NAT64"),
        ("ü" * 70, "is no name of a host"),
    ],
)  # fmt: skip
def test_an_address_in_another_form_is_refused(host, reason):
    with pytest.raises(ResourceError, match=reason):
        addresses.refuse_disguised(host)
