"""What a client makes of messages; no kernel is needed to bring them."""

import json

import nbformat
import pytest
from sample_notebooks import notebook

from guild_jupyter.execution.notebook_client import Client


@pytest.fixture
def feed():
    """Feed messages to a client with little room; return the outputs of its cell."""
    book = notebook("1")
    client = Client(book, None, streams=False, room=20)

    def bring(*messages):
        for kind, content in messages:
            message = {
                "msg_type": kind,
                "header": {"msg_type": kind},
                "parent_header": {"msg_id": "m"},
            }
            client.process_message({**message, "content": content}, book.cells[0], 0)
        client.settle()
        return book.cells[0].outputs

    return bring


def shown(text):
    return "display_data", {"data": {"text/plain": text}, "metadata": {}, "transient": {}}


def printed(text, name="stdout"):
    return "stream", {"name": name, "text": text}


def test_outputs_beyond_the_room_are_left_out_and_that_is_noted_once(feed):
    outputs = feed(shown("a" * 15), shown("b" * 15), shown("c" * 15), shown("d"))
    kept = [output.get("text") or output["data"]["text/plain"] for output in outputs]
    assert kept == [
        "a" * 15,
        "[an output is left out: the notebook would become too large]\n",
        "d",
    ]


def test_what_is_cleared_gives_its_room_back(feed):
    feed(shown("a" * 15), ("clear_output", {"wait": False}))
    assert feed(shown("b" * 15))[0]["data"]["text/plain"] == "b" * 15


def test_where_a_notebook_is_full_less_of_what_is_printed_is_kept(feed):
    text = feed(shown("a" * 20), printed("b" * 100_000))[1]["text"]
    assert len(text) < 10_000


def test_streams_that_take_turns_are_put_together_in_the_end(feed):
    outputs = feed(*(printed(f"{i}\n", ("stdout", "stderr")[i % 2]) for i in range(200)))
    assert len(outputs) == 50
    text = "".join(output["text"] for output in outputs)
    assert sorted(map(int, text.split())) == list(range(200))


def test_an_error_whose_message_was_lost_is_said(capfd):
    book = nbformat.from_dict(json.loads(nbformat.writes(notebook("1"))))
    client = Client(book, None, streams=False)
    from nbclient.exceptions import CellExecutionError

    error = CellExecutionError("Trace\nE: no", "E", "no")
    client._make_sure_of(error, book.cells[0])
    client._make_sure_of(error, book.cells[0])
    assert capfd.readouterr().err == "Trace\nE: no\n"
    assert [output.evalue for output in book.cells[0].outputs] == ["no"]
