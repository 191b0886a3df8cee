import pytest

from guild_jupyter.errors import CommandError


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--stop-after", "0"), "--stop-after 0 is no number of minutes"),
        (("--stop-after", "nan"), "is no number of minutes"),
        (("--restart", "1", "--needed"), "--restart and --needed cannot both be used"),
        (("--restart", "1", "--stage"), "--restart and --stage cannot both be used"),
        (("--proto", "1", "--profile", "x"), "--proto and --profile cannot both be used"),
        (("--run-id", "abc"), "'abc' is no id of a run"),
        (("--wait", "--stage"), "cannot both be given"),
        (("--restart", "1", "--proto", "2"), "cannot both be given"),
    ],
)
def test_options_that_make_no_sense_are_refused(place, words, says):
    with pytest.raises(CommandError, match=says):
        place.cell("run", "train", *words)


def test_a_run_is_staged_and_started(place):
    staged = place.cell("run", "train", "epochs=1", "--stage")
    assert staged.status == "staged"
    said = place.hears()
    assert f"train staged as {staged.id}\n" in said
    assert "To start it: %guild run --start" in said
    run = place.cell("run", "--start", staged.short_id).wait(60)
    assert run.id == staged.id
    assert run.status == "completed"
    assert place.terminal("run", "train", "-y", "--stage") == 0


def test_a_run_is_restarted_with_other_flags_and_copied_as_a_prototype(place):
    first = place.ended("train", "epochs=1")
    again = place.cell("run", "--restart", "1", "epochs=2").wait(60)
    assert again.id == first.id
    assert again.flags["epochs"] == 2
    other = place.cell("run", "--proto", "1", "-F", "epochs=3").wait(60)
    assert other.id != first.id
    assert other.flags["epochs"] == 3
    with pytest.raises(CommandError, match="an operation and a run to start again"):
        place.cell("run", "train", "--restart", "1")


def test_a_run_is_stopped_when_its_time_is_up(place):
    run = place.cell("run", "wait", "--stop-after", "0.005").wait(60, check=False)
    assert run.state.status == "terminated"
    assert run.state.reason == "its time was up after 0.005 min"


def test_a_profile_is_applied_under_the_flags_that_are_given(place):
    place.write(
        "guild.yml",
        "train: {exec: 'echo ${a} ${b}', flags: {a: 1, b: 1}, profiles: {quick: {a: 2, b: 2}}}",
    )
    run = place.cell("train", "--profile", "quick", "-F", "b=3").wait(60)
    assert run.output() == "2 3\n"


def test_more_may_be_required_than_the_operation_says(place, tmp_path):
    (tmp_path / "more.txt").write_text("more")
    place.write("inside.txt", "inside")
    run = place.cell("run", "train", "-D", str(tmp_path / "more.txt"), "-D", "file:inside.txt")
    run.wait(60)
    assert (run.dir / "more.txt").read_text() == "more"
    assert (run.dir / "inside.txt").read_text() == "inside"


def test_a_cell_that_was_run_before_is_told_of_needed(place):
    place.cell("run", "train", "epochs=1").wait(60)
    assert "needed" not in place.hears()
    place.cell("run", "train", "epochs=2").wait(60)
    assert "needed" not in place.hears()
    place.cell("run", "train", "epochs=1").wait(60)
    assert "has the same flags and is completed; with '--needed'" in place.hears()
