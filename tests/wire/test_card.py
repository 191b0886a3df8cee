import json
import math
import os
from pathlib import Path

import jsonschema
import pytest

import guild_jupyter
from guild_jupyter.notebook.words import split
from guild_jupyter.runstore.run import Run
from guild_jupyter.scalars.events import EventWriter
from guild_jupyter.wire import card as card_of_run
from guild_jupyter.wire.card import CardKeeper, of_run

SCHEMAS = Path(guild_jupyter.__file__).parent / "wire" / "schemas"
SCHEMA = json.loads((SCHEMAS / "card.schema.json").read_text())


def checked(card):
    """The card as a page gets it."""
    crossed = json.loads(json.dumps(card, allow_nan=False))
    jsonschema.validate(crossed, SCHEMA)
    return crossed


@pytest.fixture
def make(tmp_path, clean_environment):
    """Makes a run by hand: ended well, unless attributes say otherwise."""

    def made(output="", spec="guildfile:/p 0 '' train", **attributes):
        number = len(list((tmp_path / "runs").glob("*"))) + 1
        path = tmp_path / "runs" / f"{number:032x}"
        (path / ".guild" / "attrs").mkdir(parents=True)
        (path / ".guild" / "opref").write_text(spec)
        if output is not None:
            (path / ".guild" / "output").write_text(output)
        started = {"started": 1_700_000_000_000_000, "stopped": 1_700_000_060_000_000}
        for name, value in {"exit_status": 0, **started, **attributes}.items():
            if value is not None:
                (path / ".guild" / "attrs" / name).write_text(f"{value}\n")
        return Run(path)

    return made


def live(make, output="", **attributes):
    """A run of Guild's own that seems to go on: its process is this one."""
    run = make(output, exit_status=None, stopped=None, **attributes)
    (run.dir / ".guild" / "LOCK").write_text(str(os.getpid()))
    return run


def log(folder, *rows, host="box"):
    with EventWriter(folder, host) as writer:
        for tag, value, step in rows:
            writer.add(tag, value, step, 100.0 + step)


def test_a_card_says_all_there_is_of_a_run(make):
    run = make(
        "one\ntwo\n",
        flags="{lr: 0.1, name: 'a b'}",
        label="mine",
        tags="[b, a]",
        marked="true",
        comments="[{body: it learns, time: 1}]",
    )
    log(run.dir, ("loss", 2.0, 1), ("loss", 1.0, 2))
    card = checked(of_run(run))
    assert card["run"] == {
        "id": run.id,
        "short_id": run.short_id,
        "operation": "train",
        "directory": str(run.dir),
    }
    assert card["status"] == {
        "word": "completed",
        "text": "completed",
        "is_live": False,
        "is_stoppable": False,
    }
    assert card["times"] == {"started": 1.7e12, "stopped": 1.70000006e12, "seconds": 60}
    assert card["flags"] == [{"name": "lr", "text": "0.1"}, {"name": "name", "text": "'a b'"}]
    assert (card["label"], card["tags"], card["marked"]) == ("mine", ["b", "a"], True)
    assert card["comments"] == ["it learns"]
    assert card["output"] == {"text": "one\ntwo", "size": 8, "is_whole": True}
    assert card["progress"] is None
    (scalar,) = card["scalars"]
    assert (scalar["key"], scalar["last"], scalar["step"], scalar["count"]) == ("loss", 1, 2, 2)
    assert (scalar["min"], scalar["max"], scalar["direction"]) == (1, 2, "min")
    assert (scalar["steps"], scalar["values"]) == ([1, 2], [2, 1])


@pytest.mark.parametrize(
    "attributes",
    [
        {},
        {"flags": "{a: .nan, b: .inf, c: null, d: [1, 2], e: {x: 1}, ü: '\\u202e<b>'}"},
        {"flags": "[no, mapping]", "tags": "text", "label": "[", "comments": "7"},
        {"started": None, "stopped": None, "exit_status": None},
        {"exit_status": "-9"},
        {"label": "<script>alert(1)</script>", "tags": "['<b>', 7]"},
    ],
)
def test_whatever_a_run_has_fits_the_schema(make, attributes):
    checked(of_run(make("out", **attributes)))


def test_the_schema_refuses_what_is_no_card(make):
    with pytest.raises(jsonschema.ValidationError):
        checked({**of_run(make()), "more": 1})


def test_numbers_that_json_has_not_are_none(make):
    run = make()
    nan, inf = float("nan"), float("inf")
    log(run.dir, ("loss", nan, 1), ("loss", inf, 2), ("only", nan, 1), ("one", 5.0, 9))
    by_key = {one["key"]: one for one in checked(of_run(run))["scalars"]}
    assert by_key["only"]["values"] == [None]
    assert by_key["only"]["min"] is None
    assert by_key["loss"]["last"] is None
    assert by_key["one"]["values"] == [5]


def test_the_scalars_of_the_system_are_left_out_and_more_than_24_counted(make):
    run = make()
    log(run.dir, ("sys/gpu0/util", 1.0, 1), *((f"s{n:03}", 1.0, 1) for n in range(30)))
    card = checked(of_run(run))
    assert [one["key"] for one in card["scalars"]] == [f"s{n:03}" for n in range(24)]
    assert card["more_scalars"] == 6


def test_the_label_that_says_what_the_flags_say_is_left_out(make):
    run = make(flags="{lr: 0.1}", label="lr=0.1")
    assert of_run(run)["label"] == ""


def test_secrets_are_withheld(make):
    run = make("password=hunter2secret\n", flags="{password: hunter2secret}")
    assert "hunter2" not in json.dumps(of_run(run))


@pytest.mark.parametrize(
    ("spec", "flags", "line"),
    [
        ("guildfile:/p 0 '' train", "{lr: 0.1, n: 2}", "%guild run train lr=0.1 n=2"),
        ("guildfile:/p 0 m train", "{}", "%guild run m:train"),
        ("guildfile:/p 0 '' train", '{s: "it\'s {x} $y"}', None),
        ("guildfile:/p 0 '' train", "{password: hunter2secret, a: 1}", "%guild run train a=1"),
        ("guildfile:/p 0 '' train", "{a: null}", "%guild run train"),
    ],
)
def test_the_line_that_starts_such_a_run_again(make, spec, flags, line):
    run = make(spec=spec, flags=flags)
    found = of_run(run)["again"]
    if line is None:
        # as a cell reads it: what stands in braces is no expression
        assert split(found.removeprefix("%guild "), {"x": 1})[2] == "s=it's {x} $y"
    else:
        assert found == line


def test_nothing_changes_where_nothing_was_changed(make):
    keeper = CardKeeper(make("one\n", flags="{lr: 0.1}"))
    keeper.whole()
    assert keeper.changes() == {}
    assert not keeper.is_live


def test_a_label_that_somebody_else_wrote_is_seen_of_an_ended_run_too(make):
    run = make()
    keeper = CardKeeper(run)
    keeper.whole()
    run.label = "new"
    assert set(checked_part(keeper.changes())) == {"label", "as_of"}
    assert keeper.changes() == {}


def checked_part(members):
    """Members of a card as a page gets them."""
    jsonschema.validate(members, {**SCHEMA, "required": []})
    return members


def test_output_and_scalars_of_a_live_run_come_as_they_are_written(make):
    run = live(make, "Epoch 1/4\n")
    keeper = CardKeeper(run)
    first = checked(keeper.whole())
    assert first["status"]["is_live"]
    assert (first["progress"]["what"], first["progress"]["done"]) == ("epoch", 1)
    assert keeper.changes() == {}
    with run.output_path.open("a") as output:
        output.write("Epoch 2/4\n")
    changed = checked_part(keeper.changes())
    assert set(changed) == {"output", "progress", "as_of"}
    assert changed["progress"]["done"] == 2
    assert changed["progress"]["seconds_left"] > 0
    log(run.dir, ("loss", 1.0, 1))
    keeper.whole()
    log(run.dir, ("loss", 0.5, 2))
    assert keeper.whole()["scalars"][0]["count"] == 2


@pytest.mark.parametrize(("share", "count"), [(math.inf, 1), (1e-9, 0)])
def test_first_scalars_come_with_the_next_look_unless_looking_for_them_is_dear(
    make, monkeypatch, share, count
):
    monkeypatch.setattr(card_of_run, "_SHARE", share)
    run = live(make, "a line\n")
    keeper = CardKeeper(run)
    assert keeper.whole()["scalars"] == []
    log(run.dir, ("loss", 1.0, 1))
    assert len(keeper.changes().get("scalars", [])) == count
    log(run.dir, ("loss", 0.5, 2))
    assert len(keeper.whole()["scalars"]) == 1


def test_steps_and_a_flag_tell_progress_where_the_output_does_not(make):
    run = live(make, "no word of it\n", flags="{epochs: 10}")
    log(run.dir, ("loss", 1.0, 1), ("loss", 1.0, 5))
    progress = checked(of_run(run))["progress"]
    assert (progress["what"], progress["done"], progress["total"]) == ("epoch", 5, 10)


def test_what_tells_no_progress_has_none(make):
    assert of_run(live(make, "a line\n"))["progress"] is None


def test_the_end_is_told_whole_and_then_nothing_more(make):
    run = live(make, "Epoch 1/4\n")
    keeper = CardKeeper(run)
    keeper.whole()
    assert keeper.is_live
    with run.output_path.open("a") as output:
        output.write("the end\n")
    log(run.dir, ("loss", 0.5, 2))
    (run.dir / ".guild" / "LOCK").unlink()
    (run.dir / ".guild" / "attrs" / "exit_status").write_text("3\n")
    changed = checked_part(keeper.changes())
    assert changed["status"]["text"] == "error (exit status 3)"
    assert changed["progress"] is None
    assert changed["output"]["text"].endswith("the end")
    assert changed["scalars"][0]["last"] == 0.5
    assert not keeper.is_live
    assert keeper.changes() == {}


def test_a_run_that_is_deleted_while_it_is_shown_says_so_and_keeps_the_rest(make):
    run = make("one\n", flags="{lr: 0.1}")
    keeper = CardKeeper(run)
    before = keeper.whole()
    run.delete()
    changed = checked_part(keeper.changes())
    assert changed["status"]["word"] == "deleted"
    assert "trash" in changed["status"]["text"]
    after = checked(keeper.whole())
    assert (after["flags"], after["output"]) == (before["flags"], before["output"])
    assert keeper.changes() == {}
    run.restore()
    assert checked_part(keeper.changes())["status"]["word"] == "completed"


def test_a_run_that_is_not_there_has_a_card_that_says_so(tmp_path, clean_environment):
    card = checked(of_run(Run(tmp_path / "runs" / "gone")))
    assert card["status"]["word"] == "deleted"


def test_what_cannot_be_read_is_told(make):
    run = make(flags="[1, 2]")
    assert checked(of_run(run))["problems"] == ["flags: expected dict, found list"]
