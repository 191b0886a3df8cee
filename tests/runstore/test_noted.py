"""The small files of a run are read with what tells when they change."""

import os
from pathlib import Path

import pytest

from guild_jupyter.runstore.noted import Noted, listed, text_of
from guild_jupyter.runstore.stamps import Seen


@pytest.fixture
def seen(store):
    return Seen(os.fspath(store.run(label="a").dir))


def test_what_is_read_is_noted(seen):
    assert text_of(seen, "/.guild/attrs/label") == b"a\n"
    assert seen.names == ["/.guild/attrs/label"]
    assert seen.is_sure


def test_what_is_not_there_may_appear_in_its_folder_alone(seen):
    assert Noted(seen).value("comments") is None
    assert seen.names == ["/.guild/attrs"]
    assert seen.is_sure


def test_the_folder_of_attributes_counts_once_and_only_where_one_is_missing(seen):
    known = Noted(seen)
    assert known.value("label") == "a"
    assert seen.names == ["/.guild/attrs/label"]
    assert [known.value(name) for name in ("comments", "tags")] == [None, None]
    assert seen.names == ["/.guild/attrs/label", "/.guild/attrs"]


def test_an_attribute_that_comes_while_it_is_looked_for_is_read(seen, monkeypatch):
    path = Path(seen.root, ".guild/attrs/comments")
    look = Seen.look

    def look_as_it_comes(self, name):
        path.write_text("late\n")
        return look(self, name)

    monkeypatch.setattr(Seen, "look", look_as_it_comes)
    assert Noted(seen).value("comments") == "late"


def test_what_a_link_leads_to_may_appear_unseen(seen):
    Path(seen.root, ".guild/attrs/comments").symlink_to("nowhere")
    assert text_of(seen, "/.guild/attrs/comments") is None
    assert not seen.is_sure


def test_what_cannot_be_read_is_never_trusted(seen):
    assert text_of(seen, "/.guild/attrs") is None
    assert not seen.is_sure


@pytest.mark.parametrize("name", ["/.guild/opref", "/nowhere"])
def test_what_is_no_folder_lists_nothing(seen, name):
    assert listed(seen, name) == frozenset()
    assert not seen.is_sure


def test_an_attribute_of_another_kind_counts_as_none(seen):
    known = Noted(seen)
    assert known.typed("label", int, None) is None
    assert known.typed("label", str, "") == "a"
