"""What is missing from an output is said with its reason."""

import pytest

from guild_jupyter.runstore import cuts
from guild_jupyter.runstore.display import run_card
from guild_jupyter.supervise import durable, exit_record, overflow
from guild_jupyter.supervise.exit_record import ExitRecord

KEPT = "the run keeps the first 1 KiB and the last 512 bytes (setting 'output')"


@pytest.fixture
def run(store):
    made = store.run()
    durable.write_json(made.files_of_run.plan, {"supervise": {"head": 1024, "tail": 512}})
    return made


def ends(run, **more):
    path = run.files_of_run.exit_record
    exit_record.seal(path, ExitRecord(0, 1, complete=True, output_bytes=9, **more))


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({}, []),
        ({"left_out_bytes": 3 << 20}, [f"3 MiB of output left out: {KEPT}"]),
        ({"dropped_bytes": 1}, ["1 byte of output lost: there was no room on the disk"]),
        (
            {"dropped_bytes": 2048, "left_out_bytes": 10},
            [
                f"10 bytes of output left out: {KEPT}",
                "2 KiB of output lost: there was no room on the disk",
            ],
        ),
    ],
)
def test_each_reason_has_a_sentence_and_is_on_the_card(run, facts, said):
    ends(run, **facts)
    assert run.cuts == said
    assert [text for name, text in run_card(run).facts if name == "output"] == said


def test_of_a_run_that_goes_on_or_was_left_by_its_keepers_it_is_said_too(run):
    path = run.files_of_run.exit_record
    assert run.cuts == []
    exit_record.reserve(path)
    exit_record.note_dropped(path, 4096)
    run.output_path.write_bytes(b"x" * 1024)
    for start in (5120, 5632):
        segment = f"{run.output_path}.tail-1024-{start}"
        durable.write(segment, b"y" * 512)
    assert overflow.segments(str(run.output_path))
    assert run.cuts == [
        f"4 KiB of output left out: {KEPT}",
        "4 KiB of output lost: there was no room on the disk",
    ]


@pytest.mark.parametrize("plan", [None, {"supervise": 5}, {"supervise": {"head": 1}}])
def test_without_a_plan_that_makes_sense_the_limits_are_not_named(store, plan):
    run = store.run()
    if plan is not None:
        durable.write_json(run.files_of_run.plan, plan)
    ends(run, left_out_bytes=5)
    assert cuts.sentences(run.files_of_run) == [
        "5 bytes of output left out: more than the run keeps"
    ]
