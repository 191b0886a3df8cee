import os

import pytest

from guild_jupyter.errors import RunError
from guild_jupyter.runstore import glimpses


@pytest.fixture
def run(store):
    return store.run(files={"a/file": "text", ".guild/plan.json": "{}"})


def test_what_is_guilds_own_is_neither_listed_nor_opened(run):
    (run.dir / "link").symlink_to(".guild/plan.json")
    assert [one.name for one in glimpses.entries(run, "")[0]] == ["a", "link"]
    for path in (".guild/plan.json", "./.guild/plan.json", "link", "a//../x", ".guild"):
        with pytest.raises(RunError):
            glimpses.opened(run, path)
    for path in (".guild", ".guild/attrs"):
        with pytest.raises(RunError, match="Guild's own"):
            glimpses.entries(run, path)


def test_a_link_is_opened_where_it_leads_within_the_run(run):
    (run.dir / "link").symlink_to("a/file")
    with os.fdopen(glimpses.opened(run, "link")) as file:
        assert file.read() == "text"


def test_a_pipe_is_not_waited_for(run):
    os.mkfifo(run.dir / "pipe")
    with pytest.raises(RunError, match="no regular file"):
        glimpses.opened(run, "pipe")
