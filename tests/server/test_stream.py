"""The stream: views are opened, asked and told of changes as in a cell, and others refused."""

from guild_jupyter.presenting.compared import ComparisonView
from guild_jupyter.presenting.differing import DiffView
from guild_jupyter.presenting.run_card import RunCard
from guild_jupyter.presenting.run_table import RunTable
from tests.server.serving import check
from tests.server.streaming import Page


def test_a_card_tells_over_the_stream_what_it_tells_in_a_cell(server, home):
    run = home.logged({"loss": [2, 1]})
    with Page(server) as page:
        assert page.open(1, "card", run=run.id) == {
            "view": 1,
            "opened": "card",
            "line": f"%guild watch {run.short_id}",
            "re": None,
        }
        answer, buffers = page.ask(1, "hello")
        wanted = RunCard(run).first().content
        assert {**answer, "as_of": 0} == {**wanted, "as_of": 0, "view": 1, "re": 1}
        assert buffers == []
        assert isinstance(page.frames[-1], str)


def test_a_table_comes_with_the_very_buffers_of_the_presenter(server, home):
    for lr in (0.1, 0.2):
        home.logged({"loss": [2, 1]}, flags={"lr": lr})
    with Page(server) as page:
        page.open(7, "table")
        answer, buffers = page.ask(7, "hello")
        found = RunTable(home.runs).answer("hello", {})
        assert [bytes(one) for one in found.buffers] == buffers
        assert answer["data"] == found.content["data"]
        assert buffers
        assert isinstance(page.frames[-1], bytes)
