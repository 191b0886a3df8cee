import pytest

from guild_jupyter.diffing import wording
from guild_jupyter.diffing.rundiff import of_runs, with_folder
from guild_jupyter.diffing.sides import FolderSide, RunSide
from guild_jupyter.scalars.events import EventWriter


def test_a_run_is_told_by_its_status_time_and_label(runs):
    run = runs.run(label="good", stopped=3_500_000)
    assert wording.about(RunSide(run)).split(" · ")[0] == "completed"
    assert wording.about(RunSide(run)).endswith("2.5 s · good")


def test_a_folder_is_told_by_its_path_once(tmp_path):
    assert wording.about(FolderSide(tmp_path, f"folder {tmp_path}")) == ""
    assert wording.about(FolderSide(tmp_path, "folder")) == str(tmp_path)


def test_by_how_much_a_scalar_changed_is_told(runs):
    made = []
    for value in (0.5, 0.25):
        run = runs.run()
        with EventWriter(run.dir / ".guild") as writer:
            writer.add("loss", value, 1, 1.0)
        made.append(run)
    part = of_runs(*made).scalars
    assert wording.step(part, "loss") == "-0.25"
    assert wording.value_text(part, 0.123456789) == "0.123457"
    assert "~ loss  0.5 → 0.25  (-0.25)" in of_runs(*made, ["scalars"]).to_text()


@pytest.mark.parametrize(
    ("value", "is_long"),
    [
        ("one line\n", False),
        ("two\nlines", True),
        ("x" * 300, True),
        (5, False),
        (["a"] * 40, False),
        (["a"] * 41, True),
        ([1] * 8, False),
        ({"a": "x" * 300}, True),
        (dict.fromkeys("abcdefghi"), True),
    ],
)
def test_long_values_are_shown_by_line(value, is_long):
    assert wording.is_long(value) is is_long


def test_many_names_are_cut_and_counted(runs):
    env = {f"V{n:02}": f"x{n}" for n in range(15)}
    old, new = runs.run(), runs.run()
    for run in (old, new):
        text = "".join(f"{name}: {run.dir}\n" for name in env)
        (run.dir / ".guild/attrs/env").write_text(text)
    found = of_runs(old, new, ["environment"])
    assert wording.remarks(found.environment)[0].endswith("V10, V11 and 3 more")


def test_what_is_not_recorded_is_said_not_to_be_compared(runs):
    found = runs.diff({"flags": {"token": "***", "n": 1}}, {"flags": {"token": "***", "n": 2}})
    assert wording.remarks(found.flags) == ["not recorded, so not compared: token"]


def test_an_output_that_is_the_same_is_no_number_of_files(runs, tmp_path):
    found = runs.diff({"output": "a\n"}, {"output": "a\n"}, "output", "source")
    assert wording.the_same(found) == "the same: output"
    run = runs.run(sources={"a.py": ""})
    folder = FolderSide(tmp_path, "folder", {"a.py": run.dir / "a.py"})
    assert wording.the_same(with_folder(run, folder)) == "the same: source code (1 file)"
    assert wording.title(found.output) == "output"
