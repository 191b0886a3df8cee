"""What specs come to for one run."""

from datetime import datetime, timedelta, timezone

import pytest

from guild_jupyter.comparison.table import Request, compare


def value(home, text, **request):
    compared = compare(home.runs, Request(strict_columns=f"{text} as value", **request))
    return compared[0]["value"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("loss", 2.0),
        ("first loss", 3.0),
        ("min loss", 1.0),
        ("max loss", 4.0),
        ("mean loss", 2.5),
        ("avg loss", 2.5),
        ("total loss", 10.0),
        ("count loss", 4),
        ("loss step", 4),
        ("first loss step", 1),
        ("min loss step", 3),
        ("max loss step", 2),
        ("loss at 3", 1.0),
        ("loss at 9", None),
        ("loss at best acc", 4.0),
        ("loss at min acc", 3.0),
        ("acc at best loss", 0.5),
        ("loss at best none_acc", None),
        ("none at 1", None),
        ("none", None),
        ("train#loss", 7.0),
        ("tr#loss", 7.0),
        ("no#loss", None),
        ("only", 8.0),
        ("=lr", 0.1),
        ("=none", None),
    ],
)
def test_a_spec_comes_to_a_value(home, text, expected):
    home.logged(
        {"loss": [3, 4, 1, 2], "acc": [0.25, 0.75, 0.5], "train#loss": [7], "trash#only": [8]},
        flags={"lr": 0.1},
    )
    assert value(home, text) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("run", "0" * 7 + "1"),
        ("short_id", "0" * 7 + "1"),
        ("operation", "m:op"),
        ("op", "op"),
        ("model", "m"),
        ("op_model", "m"),
        ("from", "/p/guild.yml"),
        ("sourcecode", "abcdef01"),
        ("started", datetime(1970, 1, 1, 0, 0, 1, tzinfo=timezone.utc)),
        ("stopped", datetime(1970, 1, 1, 0, 0, 3, tzinfo=timezone.utc)),
        ("time", timedelta(seconds=2)),
        ("status", "error"),
        ("exit_status", 3),
        ("label", "a label"),
        ("tags", ["t", "u"]),
        ("marked", True),
        ("random_seed", 7),
        ("cmd", ["python", "--password", "***"]),
        ("api_token", "***"),
        ("note", "***"),
        ("none", None),
    ],
)
def test_attributes_are_those_of_the_run_without_its_secrets(home, name, expected):
    home.logged(
        id_="00000001" + "a" * 24,
        spec="m:op",
        status=3,
        stopped=3_000_000,
        sourcecode_digest="abcdef0123",
        label="a label",
        tags=["t", "u"],
        marked=True,
        random_seed=7,
        cmd=["python", "--password", "hunter2hunter2"],
        api_token="ghp_" + "x1Y2" * 9,
        note="https://u:hunter2hunter2@example.org",
    )
    assert value(home, f".{name}") == expected


def test_what_no_calendar_has_is_nothing(home):
    home.logged(started=10**20, stopped=10**30)
    assert value(home, ".started") is None
    assert value(home, ".time") is None


def test_the_last_of_several_events_of_a_step_counts(home):
    home.logged({"loss": [1, 2]})
    run = home.runs[0]
    from guild_jupyter.scalars.events import EventWriter

    with EventWriter(run.dir / ".guild") as writer:
        writer.add("loss", 5.0, 2, 1.0)
    assert value(home, "loss at 2") == 5.0
