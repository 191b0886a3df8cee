import pytest

from guild_jupyter.errors import ResourceError
from guild_jupyter.resources.sources.url import check


@pytest.mark.parametrize("url", ["http://h", "https://h.org:8443/a/b?c#d", "http://[::1]:80/x"])
def test_http_and_https_are_fetched(url):
    check(url)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("ftp://h/x", "is no URL of http"),
        ("file:///x", "is no URL of http"),
        ("//h/x", "is no URL of http"),
        ("http:///x", "is no URL of http"),
        ("http://h:0/x", "is no URL of http"),
        ("http://h:99999/x", "is no URL: "),
        ("http://[h/x", "is no URL: "),
        ("http://h/a b", "space or control"),
        ("http://h/a\x7fb", "space or control"),
        ("http://u:p@h/x", "a user or password, which would be recorded"),
        ("http://u@h/x", "a user or password"),
    ],
)
def test_other_urls_are_refused_when_planned(world, url, reason):
    with pytest.raises(ResourceError, match=reason):
        check(url)


def test_a_password_is_not_in_the_message():
    with pytest.raises(ResourceError) as caught:
        check("http://me:secret@h/x")
    assert "secret" not in str(caught.value)


def test_a_url_is_planned_without_asking_the_network(world, server):
    url = server.url("/data.csv")
    plan = world.plan(f"op: {{main: x, requires: {{url: '{url}'}}}}")
    assert plan.resources[0].sources[0].target == url
    assert server.asked == []
