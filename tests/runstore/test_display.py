from guild_jupyter.flags.labels import default_label
from guild_jupyter.runstore.display import flags_text, run_card, runs_table
from guild_jupyter.runstore.runlist import RunList
from guild_jupyter.runstore.store import list_runs
from guild_jupyter.supervise import exit_record
from guild_jupyter.supervise.exit_record import ExitRecord
from guild_jupyter.twins import table
from tests.runstore.conftest import microseconds
from tests.scalars import event_bytes as make
from tests.twins.safe_html import check


def test_the_card_of_a_run_says_what_is_known_of_it(store):
    run = store.run(
        spec="m:train",
        started=1_000_000,
        stopped=4_000_000,
        status=3,
        flags={"lr": 0.1, "name": "a b"},
        label="mine",
        tags=["t1", "t2"],
    )
    run.output_path.write_text("line\n" * 20 + "Error: last\n")
    card = run_card(run)
    assert (card.title, card.status, card.status_text) == (
        "m:train",
        "error",
        "error (exit status 3)",
    )
    facts = dict(card.facts)
    assert (facts["time"], facts["label"], facts["tags"]) == ("3.0 s", "mine", "t1, t2")
    assert facts["directory"] == str(run.dir)
    assert card.output.endswith("Error: last")
    assert card.as_of == ""
    assert card.problems == []


def test_a_default_label_says_nothing_new(store):
    run = store.run(flags={"lr": 0.1}, label="lr=0.1")
    assert "label" not in dict(run_card(run).facts)


def test_what_cannot_be_read_is_on_the_card(store):
    run = store.run()
    (run.dir / ".guild/attrs/started").write_text("soon")
    card = run_card(run)
    assert card.problems == ["started: expected int, found str"]
    assert not {"started", "time"} & dict(card.facts).keys()  # nothing is said of them


def live(store):
    run = store.run(started=microseconds() - 65_000_000, status=None)
    (run.dir / ".guild/LOCK.remote").write_text("elsewhere")
    return run


def test_a_damaged_event_file_is_told_once_and_its_values_count(store):
    data = make.simple("loss", 0.5, 1) + b"\xff" * 40
    run = store.run()
    (run.dir / ".guild/tfevents.1").write_bytes(data)
    card = run_card(run)
    assert card.values == [("loss", "0.5")]
    assert card.problems == [f"scalars: {sentence}" for sentence in run.scalar_faults]
    assert ["damaged at byte" in problem for problem in card.problems] == [True]


def test_the_card_of_a_run_has_a_curve_for_each_scalar(store):
    run = store.run()
    events = [make.simple("loss", 1 / step, step) for step in range(1, 9)]
    (run.dir / ".guild/tfevents.1").write_bytes(b"".join(events) + make.simple("once", 1.0, 1))
    shown = run._repr_mimebundle_()
    assert len(check(shown["text/html"]).images) == 1
    assert "loss 0.125 █▄▂▂▁▁▁▁  once 1" in shown["text/plain"]
    assert run_card(run).curves == {}  # where they are not asked for


def test_a_card_says_where_scalars_have_too_many_values_to_be_drawn(store, monkeypatch):
    run = store.run()
    (run.dir / ".guild/tfevents.1").write_bytes(make.simple("a", 1, 1) + make.simple("a", 2, 2))
    monkeypatch.setattr("guild_jupyter.runstore.curves.MOST_VALUES", 1)
    card = run_card(run, with_curves=True)
    assert card.curves == {}
    assert card.problems == ["scalars: they have too many values to be drawn here"]


def test_a_live_run_is_dated(store):
    card = run_card(live(store))
    assert card.status == "running"
    assert card.as_of
    assert dict(card.facts)["time"].startswith("1 min")
    assert runs_table(list_runs(store.home)).caption.startswith("as of")


def test_a_run_that_never_stopped_has_no_time(store):
    row = runs_table(RunList([store.run(started=5)])).rows[0]
    assert row[5] == ""


def test_a_long_list_is_cut_and_what_is_left_out_is_counted(store):
    for _ in range(table.MAX_ROWS + 3):
        store.run()
    shown = runs_table(list_runs(store.home))
    assert (len(shown.rows), shown.left_out) == (table.MAX_ROWS, 3)
    assert table.to_text(shown).endswith("\nand 3 more, not shown · runs --all")
    everything = list_runs(store.home)
    everything.most = len(everything)
    assert table.to_text(runs_table(everything)).count("\n") == len(everything)


def test_flags_are_shown_as_typed():
    assert flags_text({"lr": 0.1, "epochs": 5, "on": True}) == "epochs=5 lr=0.1 on=yes"


def test_the_default_label_in_a_table_begins_with_what_the_user_gave(store):
    flags = {"activation": "relu", "epochs": 5, "name": "модель"}
    default = default_label(flags)
    readable = "activation=relu epochs=5 name=модель"
    given = {"epochs": 5}
    for label, shown in (
        (default, "epochs=5 activation=relu name=модель"),
        ("mine", "mine"),
    ):
        run = store.run(flags=flags, user_flags=given, label=label)
        assert runs_table(RunList([run])).rows[0][-1] == shown
    run = store.run(flags=flags, label=default)
    assert runs_table(RunList([run])).rows[0][-1] == readable


def test_processes_that_could_not_be_ended_are_on_the_card(store):
    run = store.run(exit_status=0)
    exit_record.seal(run.files_of_run.exit_record, ExitRecord(0, 5, complete=True, survivors=2))
    assert ("left running", "2 processes that no signal ends") in run_card(run).facts


def test_what_a_filter_names_in_vain_is_said_where_nothing_is_left_too(store):
    store.run()
    found = list_runs(store.home).filter("los < 1")
    assert not found
    for text in found._repr_mimebundle_().values():
        assert "attribute, flag or scalar" in text


def test_what_cannot_be_read_of_runs_is_told_once_above_the_table(store):
    for name, text in {"started": "soon", "flags": "[1, 2", "label": "a: b: c"}.items():
        (store.run(f"{name:a<32}").dir / ".guild/attrs" / name).write_text(text)
    (store.run("f" * 32).dir / ".guild/opref").write_text("garbage")
    store.run("e" * 32)
    notes = repr(list_runs(store.home)).splitlines()[:4]
    assert sorted(notes[:3]) == [
        "flags of run flagsaaa cannot be read: see 'info'",
        "label of run labelaaa cannot be read: see 'info'",
        "opref of run ffffffff cannot be read: see 'info'",
    ]
    assert notes[3] == "something of 1 more cannot be read either"
    assert "cannot be read" not in repr(list_runs(store.home)[:1])
