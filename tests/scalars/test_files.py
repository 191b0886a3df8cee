import itertools
import os

from guild_jupyter.scalars.files import event_files


def made(path):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    return path


def run_at(path):
    made(path / ".guild" / "opref")
    return path


def names(run):
    return [file.relative for file in event_files(run)]


def test_files_are_told_by_their_names_wherever_they_are(tmp_path):
    for name in (
        "b.tfevents.2",
        "b.tfevents.1",
        "tfevents",
        ".guild/e.tfevents.1",
        "x/.y/tfevents.1",
    ):
        made(tmp_path / name)
    for name in ("events.1", "a.tfevents.1.profile-empty"):
        made(tmp_path / name)
    assert names(tmp_path) == [
        "b.tfevents.1",
        "b.tfevents.2",
        "tfevents",
        ".guild/e.tfevents.1",
        "x/.y/tfevents.1",
    ]


def test_a_file_tells_its_place_and_what_it_was(tmp_path):
    path = made(tmp_path / "a" / "b" / "tfevents.1")
    (file,) = event_files(str(tmp_path))
    assert (file.prefix, file.name, file.path) == ("a/b", "tfevents.1", str(path))
    assert file.status.st_ino == path.stat().st_ino


def test_no_directory_has_no_files(tmp_path):
    assert event_files(tmp_path / "none") == []


def test_the_proto_of_a_batch_is_not_looked_into(tmp_path):
    made(tmp_path / ".guild" / "proto" / "tfevents.1")
    made(tmp_path / ".guild" / "attrs" / "tfevents.1")
    made(tmp_path / "proto" / "tfevents.1")
    assert names(tmp_path) == ["proto/tfevents.1"]


def test_links_to_runs_are_followed_as_those_of_pipelines_and_batches(tmp_path):
    step, inner = run_at(tmp_path / "step"), run_at(tmp_path / "inner")
    made(step / ".guild" / "tfevents.1")
    made(inner / "logs" / "tfevents.1")
    pipeline = run_at(tmp_path / "pipeline")
    (pipeline / "sub").mkdir()
    (pipeline / "sub" / "train").symlink_to("../../step")
    (step / "more").symlink_to(inner)
    assert names(pipeline) == ["sub/train/.guild/tfevents.1", "sub/train/more/logs/tfevents.1"]


def test_links_to_other_directories_are_not_followed(tmp_path):
    made(tmp_path / "data" / "tfevents.1")
    run = run_at(tmp_path / "run")
    (run / "data").symlink_to(tmp_path / "data")
    (run / "gone").symlink_to(tmp_path / "nothing")
    assert names(run) == []


def test_links_to_files_count(tmp_path):
    made(tmp_path / "elsewhere")
    run = run_at(tmp_path / "run")
    (run / "tfevents.1").symlink_to(tmp_path / "elsewhere")
    assert names(run) == ["tfevents.1"]


def test_links_in_a_circle_end(tmp_path):
    first, second = run_at(tmp_path / "first"), run_at(tmp_path / "second")
    for run, other in ((first, second), (second, first)):
        made(run / "tfevents.1")
        (run / "other").symlink_to(other)
        (run / "self").symlink_to(run)
    (first / "knot").symlink_to("knot")
    assert names(first) == ["tfevents.1", "other/tfevents.1"]


def test_a_chain_of_links_is_followed_so_far(tmp_path):
    runs = [run_at(tmp_path / str(number)) for number in range(12)]
    for run, after in itertools.pairwise(runs):
        (run / "next").symlink_to(after)
        made(after / "tfevents.1")
    assert len(names(runs[0])) == 8


def test_what_is_no_file_is_passed_over(tmp_path):
    os.mkfifo(tmp_path / "pipe.tfevents.1")
    (tmp_path / "gone.tfevents.1").symlink_to(tmp_path / "nothing")
    (tmp_path / "dir.tfevents.1").mkdir()
    assert names(tmp_path) == []
