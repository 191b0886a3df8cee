import pytest

from guild_jupyter.errors import ResourceError
from guild_jupyter.resources.candidates import RunFacts, candidates, choose


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


def test_a_prefix_picks_among_the_candidates():
    runs = [run(0xAB << 120), run(0xAC << 120), run(0xAD << 120, "train")]
    assert choose("prep", runs, "ab") == runs[0]
    with pytest.raises(ResourceError, match=r"several runs of prep begin with 'a': a[bc]000000"):
        choose("prep", runs, "a")
    with pytest.raises(ResourceError, match="no suitable run for prep begins with 'ad'") as caught:
        choose("prep", runs, "ad")
    assert "ab000000" in caught.value.hint
    with pytest.raises(ResourceError) as caught:
        choose("prep", [], "ad")
    assert caught.value.hint == "Run prep first."


def test_a_whole_id_means_that_run_whatever_it_is():
    other = run(7, "train", status="error")
    assert choose("prep", [other], other.id) == other
    with pytest.raises(ResourceError, match="no run ffff"):
        choose("prep", [other], "f" * 32)


def test_a_spec_that_is_no_regular_expression_is_said():
    with pytest.raises(ResourceError, match=r"'pre\(p' is no regular expression"):
        choose("pre(p", [run(1)])
