import pytest

from guild_jupyter.runstore.facts import gather
from guild_jupyter.runstore.filters.parsing import parse
from guild_jupyter.runstore.filters.tree import Name, names
from guild_jupyter.runstore.filters.values import ATTRIBUTES, Values, attribute, scalar
from guild_jupyter.scalars.events import EventWriter
from guild_jupyter.scalars.summary import Summary

START = 1_700_000_000_000_000


@pytest.fixture
def run(store):
    made = store.run(
        "ab" * 16,
        spec="m:train",
        started=START,
        stopped=START + 90_500_000,
        status=1,
        flags={"lr": 0.1, "label": "of a flag", "none": None, "loss": None},
        tags=["a"],
        comments=[{"body": "Fine"}],
        marked=True,
        sourcecode_digest="d1g",
        random_seed=7,
    )
    with EventWriter(made.dir / ".guild") as writer:
        writer.add("loss", 0.5, 1, 1.0)
        writer.add("loss", 0.25, 2, 1.0)
    return made


def value(run, text):
    name = names(parse(f"{text} = 1"))[0]
    return Values([name], gather([run])).of(0)(name)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("id", "ab" * 16),
        ("run", "abababab"),
        ("short_id", "abababab"),
        ("model", "m"),
        ("operation", "m:train"),
        ("op", "train"),
        ("from", "/p/guild.yml"),
        ("sourcecode", "d1g"),
        ("status", ("error", "error")),
        ("exit_status", 1),
        ("time", "0:01:30"),
        ("tags", ["a"]),
        ("comments", "Fine"),
        ("marked", True),
        ("random_seed", 7),
        ("lr", 0.1),
        ("loss", 0.25),
        ("label", "of a flag"),
        ("flag:label", "of a flag"),
        ("attr:label", None),
        ("flag:loss", None),
        ("scalar:loss", 0.25),
        ("scalar:.guild#loss", 0.25),
        ("attr:lr", None),
        ("none", None),
        ("nope", None),
        ("a/b", None),
    ],
)
def test_a_name_is_an_attribute_a_flag_or_a_scalar_in_this_order(run, name, expected):
    assert value(run, name) == expected


def test_times_are_local_text(run):
    facts = gather([run])[0]
    assert attribute(facts, "started").startswith("2023-11-1")
    assert attribute(facts, "stopped") > attribute(facts, "started")


def test_what_a_run_does_not_have_is_undefined_or_empty(store):
    bare = store.run(started=None, status=None)
    (bare.dir / ".guild/attrs/started").unlink()
    facts = gather([bare])[0]
    missing = {name for name in ATTRIBUTES if attribute(facts, name) is None}
    assert missing == {"exit_status", "time", "label", "tags", "comments", "marked"}
    assert attribute(facts, "started") == attribute(facts, "sourcecode") == ""


def test_a_label_that_was_emptied_is_not_missing(store):
    assert attribute(gather([store.run(label="")])[0], "label") == ""


def test_a_pending_run_takes_no_time_yet(store):
    run = store.run(status=None)
    (run.dir / ".guild/PENDING").touch()
    assert attribute(gather([run])[0], "time") is None


def test_a_time_beyond_the_calendar_is_not_told(store):
    run = store.run(started=0, stopped=10**24)
    assert attribute(gather([run])[0], "time") is None


def summary(prefix, tag):
    return Summary(prefix, tag, 1, 1.0, 1, 1.0, 1, 1.0, 1, 1.0, 1, 1.0)


def test_a_scalar_is_meant_by_its_tag_and_the_beginning_of_its_folder():
    found = [summary(prefix, "loss") for prefix in ("test", "train", ".guild", "")]
    assert scalar(found, "loss").prefix == ""
    assert scalar(found[:3], "loss").prefix == ".guild"
    assert scalar(found, "tr#loss").prefix == "train"
    assert scalar([summary("a", "b#c")], "b#c").tag == "b#c"
    assert scalar(found, "nope") is None


def test_what_no_run_has_is_told_with_the_nearest(run, store):
    other = store.run(flags={"batch_size": 1})
    wanted = [Name("los"), Name("batchsize", "flag"), Name("random_sed"), Name("zzz")]
    told = Values(
        [*wanted, Name("none"), Name("label"), Name("lr")], gather([run, other])
    ).unknown()
    assert told == [
        "no such run has an attribute, flag or scalar 'los'; did you mean loss?",
        "no such run has an attribute, flag or scalar 'flag:batchsize'; did you mean batch_size?",
        "no such run has an attribute, flag or scalar 'random_sed'; did you mean random_seed?",
        "no such run has an attribute, flag or scalar 'zzz'",
    ]


def test_of_no_runs_nothing_is_told():
    assert Values([Name("x")], []).unknown() == []


def test_scalars_are_not_read_where_none_can_be_meant(run, monkeypatch):
    def read(_runs):
        raise AssertionError

    monkeypatch.setattr("guild_jupyter.runstore.filters.values.summaries", read)
    assert value(run, "flag:none") is None
    assert value(run, "attr:nope") is None
