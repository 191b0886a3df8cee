import pytest

from guild_jupyter.errors import ResourceError
from guild_jupyter.resources.candidates import RunFacts, candidates, choose, fits


def run(number, operation="prep", model="m", started=None, **more):
    more = {"status": "completed", **more}
    started = number if started is None else started
    return RunFacts(
        f"{number:032x}", f"/runs/{number}", more.pop("status"), model, operation, started, **more
    )


@pytest.mark.parametrize(
    ("spec", "found"),
    [
        ("prep", "prep"),
        ("pre", ""),
        ("pre.*", "prep prepare"),
        ("m:prep", "prep"),
        ("n:prep", ""),
        ("[mn]:.*", "prep prepare train"),
        ("train,prep", "prep train"),
        ("(?:prep|train)", "prep train"),
        ("pre.{0,1}", "prep"),
        ("pkg/prep", ""),
        ("p.*/m:train", "train"),
        (r"a\:b", "a:b"),
        (" prep , train ", "prep train"),
    ],
)
def test_a_spec_is_regular_expressions_for_whole_names(spec, found):
    runs = [run(1), run(2, "prepare"), run(3, "train", package="pkg"), run(4, "a:b", model="")]
    assert " ".join(sorted(run.operation for run in candidates(spec, runs))) == found


@pytest.mark.parametrize("status", ["error", "pending", "staged", "lost", "unknown"])
def test_runs_that_did_not_get_far_are_not_used(status):
    assert choose("prep", [run(1, status=status)]) is None


@pytest.mark.parametrize("status", ["completed", "running", "terminated"])
def test_runs_that_may_have_files_are_used(status):
    assert choose("prep", [run(1, status=status)]) is not None


def test_the_newest_marked_run_goes_before_the_newest():
    runs = [run(1, marked=True), run(2, marked=True), run(3)]
    assert choose("prep", runs) == runs[1]
    assert choose("prep", [runs[2], run(4)]) == run(4)


def test_a_run_without_a_start_is_the_oldest():
    unstarted = RunFacts("a" * 32, "/a", "completed", "m", "prep")
    assert candidates("prep", [unstarted, run(0)]) == [run(0), unstarted]


AB, AC, AD = (run(number << 120) for number in (0xAB, 0xAC, 0xAD))
TRAIN = run(0xAE << 120, "train")
FAILED = run(0xAF << 120, status="error")


def test_a_prefix_picks_among_the_candidates():
    runs = [AC, AB, TRAIN, FAILED]
    assert choose("prep", runs, "ab") == AB
    with pytest.raises(ResourceError, match=r"several runs of prep begin with 'a': a[bc]000000"):
        choose("prep", runs, "a")
    with pytest.raises(ResourceError, match="no suitable run for prep begins with 'ff'") as caught:
        choose("prep", runs, "ff")
    assert caught.value.hint == "Runs that can be used: ac000000, ab000000."
    with pytest.raises(ResourceError) as caught:
        choose("prep", [], "ad")
    assert caught.value.hint == "Run prep first."


@pytest.mark.parametrize(
    ("wanted", "reason"),
    [
        ("ae", "run ae000000 of m:train is none of prep"),
        ("3", "run ae000000 of m:train is none of prep"),
        ("af", "run af000000 of m:prep cannot be used: its status is error"),
        ("4", "run af000000 of m:prep cannot be used: its status is error"),
    ],
)
def test_a_run_that_is_no_candidate_is_said_with_why(wanted, reason):
    with pytest.raises(ResourceError, match=reason) as caught:
        choose("prep", [AC, AB, TRAIN, FAILED], wanted)
    assert "ac000000" in caught.value.hint


def test_a_number_is_a_place_in_the_list_of_all_runs():
    runs = [TRAIN, AC, FAILED, AB]
    assert [choose("prep", runs, place) for place in ("2", "4")] == [AC, AB]
    for wanted in ("5", "0", "02", "²"):
        with pytest.raises(ResourceError, match="no suitable run for prep begins with"):
            choose("prep", runs, wanted)


def test_digits_that_are_no_place_begin_an_id():
    runs = [run(0x12345678 << 96), run(0x0001 << 112)]
    assert choose("prep", runs, "12345678") == runs[0]
    assert choose("prep", runs, "0001") == runs[1]


def test_the_latest_is_the_newest_candidate_marked_or_not():
    marked = run(1, marked=True)
    runs = [run(3, status="error"), run(2), marked]
    assert choose("prep", runs, "latest") == runs[1]
    assert choose("prep", runs) == marked
    assert choose("prep", [TRAIN], "latest") is None


def test_a_run_that_is_still_running_may_be_chosen():
    running = run(0xAB << 120, status="running")
    assert choose("prep", [running], "ab") == running


def test_only_some_runs_are_candidates_in_a_pipeline():
    runs = [AD, AC, AB]
    only = {AB.id, AC.id}
    assert choose("prep", runs, only=only) == AC
    assert choose("prep", runs, "latest", only) == AC
    assert choose("prep", runs, "ab", only) == AB
    assert choose("prep", runs, "3", only) == AB
    assert choose("prep", runs, only=()) is None
    for wanted in ("ad", "1"):
        with pytest.raises(ResourceError, match="ad000000 of m:prep is not one of this pipeline"):
            choose("prep", runs, wanted, only)
    # Who writes a whole id means it.
    assert choose("prep", runs, AD.id, only) == AD


def test_an_operation_fits_a_spec():
    assert fits("m:tr.*", "m", "train")
    assert not fits("n:train", "m", "train")
    assert not fits("tr", "m", "train")


def test_a_whole_id_means_that_run_whatever_it_is():
    other = run(7, "train", status="error")
    assert choose("prep", [other], other.id) == other
    with pytest.raises(ResourceError, match="no run ffff"):
        choose("prep", [other], "f" * 32)


def test_a_spec_that_is_no_regular_expression_is_said():
    with pytest.raises(ResourceError, match=r"'pre\(p' is no regular expression"):
        choose("pre(p", [run(1)])
