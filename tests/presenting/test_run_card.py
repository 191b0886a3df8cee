import pytest

from guild_jupyter.errors import GuildError, NoSuchRun
from guild_jupyter.presenting.run_card import RunCard


@pytest.fixture
def card(store):
    return RunCard(store.run("out\n", label="before"))


def test_the_first_picture_and_the_answer_to_hello_are_the_whole_card(card):
    for message in (card.first(), card.answer("hello", {})):
        assert message.content["push"] == "card"
        assert message.content["run"]["id"] == card.run.id
        assert message.content["output"]["text"] == "out"


def test_what_was_done_is_in_the_answer_and_not_told_again(card):
    card.first()
    wanted = {"action": "label", "runs": [card.run.id], "value": "after"}
    answer = card.answer("act", wanted)
    assert answer.content["card"]["label"] == "after"
    assert list(card.changes()) == []


def test_changes_are_told_once_as_a_push_of_some_members(card):
    card.first()
    card.run.tag("new")
    (message,) = card.changes()
    assert message.content["push"] == "card"
    assert message.content["tags"] == ["new"]
    assert "flags" not in message.content
    assert list(card.changes()) == []


def test_a_card_answers_for_its_own_run_only(card, store):
    other = store.run()
    with pytest.raises(NoSuchRun):
        card.answer("act", {"action": "label", "runs": [other.id], "value": "x"})
    assert other.label == ""
    with pytest.raises(GuildError, match="no answer to 'columns'"):
        card.answer("columns", {})


def test_a_deleted_run_is_restored_from_its_card(card):
    card.first()
    done = card.answer("act", {"action": "delete", "runs": [card.run.id]})
    assert done.content["card"]["status"]["word"] == "deleted"
    back = card.answer("act", dict(done.content["undo"]))
    assert back.content["card"]["status"]["word"] == "completed"
    assert card.run.dir.is_dir()


def test_the_twin_is_that_of_the_run(card):
    assert "before" in card.html("name")
    assert card.run.short_id in card.text()
    assert card.line == f"%guild watch {card.run.typed_id}"
    assert not card.is_live
