import shutil
import struct
import threading

import pytest

from guild_jupyter.errors import RunError, RunFailed
from guild_jupyter.runstore.run import Run


def test_a_run_says_what_its_files_say(store):
    run = store.run(
        "ab" * 16,
        spec="m:train",
        started=5,
        stopped=9,
        status=0,
        label="L",
        tags=["t", 1],
        marked=True,
        flags={"lr": 0.1, 1: "a"},
        user_flags={"lr": 0.1},
    )
    assert (run.id, run.short_id, run.operation) == ("ab" * 16, "abababab", "m:train")
    assert (run.status, run.exit_status) == ("completed", 0)
    assert (run.started, run.stopped, run.label, run.tags) == (5, 9, "L", ["t", "1"])
    assert run.marked
    assert run.flags == {"lr": 0.1, "1": "a"}
    assert run.user_flags == {"lr": 0.1}
    assert repr(run) == "<Run abababab m:train completed>"
    assert run.path("model.pt") == run.dir / "model.pt"
    assert run.path() == run.dir


def test_what_is_not_there_is_empty(store):
    run = store.run(started=None, status=None)
    (run.dir / ".guild/attrs/started").unlink()
    assert (run.label, run.tags, run.stopped, run.started) == ("", [], None, None)
    assert not run.marked
    assert run.sort_key == (0, run.id)
    assert run.output() == ""
    assert run.problems == {}


def test_runs_are_equal_by_their_directory(store):
    run = store.run()
    assert run == Run(run.dir)
    assert len({run, Run(run.dir)}) == 1
    assert run != store.run()
    assert run != "run"


def test_the_files_of_a_run_by_what_put_them_there(store):
    run = store.run(
        files={
            "train.py": "",
            "data/a.csv": "",
            "out/model.pt": "",
            "log.txt": "",
            "__pycache__/train.cpython-313.pyc": "",
            ".guild/manifest": "s train.py 1 train.py\nd data - file:data\ns gone.py 1 gone.py\n",
        }
    )
    (run.dir / "dangling").symlink_to("nowhere")
    assert run.files() == ["dangling", "data/a.csv", "log.txt", "out/model.pt", "train.py"]
    assert run.files("source") == ["train.py"]
    assert run.files("generated") == ["dangling", "log.txt", "out/model.pt"]
    assert run.files("dependency") == []


def test_output_whole_or_its_last_lines(store):
    run = store.run()
    run.output_path.write_text("a\nb\nc\n")
    assert run.output() == "a\nb\nc\n"
    assert run.output(2) == "b\nc"


def write_scalar(run, tag, value):
    tag = tag.encode()
    summary = b"\x0a" + bytes([len(tag)]) + tag + b"\x15" + struct.pack("<f", value)
    data = b"\x2a" + bytes([len(summary) + 2]) + b"\x0a" + bytes([len(summary)]) + summary
    head = struct.pack("<Q", len(data))
    from guild_jupyter.scalars.crc32c import crc32c

    def masked(content):
        crc = crc32c(content)
        return struct.pack("<I", ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF)

    path = run.dir / ".guild/events.out.tfevents.0000000001.host.1.0"
    path.write_bytes(head + masked(head) + data + masked(data))


def test_scalars_as_series_frame_and_last_values(store):
    run = store.run()
    write_scalar(run, "loss", 0.5)
    assert [one.key for one in run.series()] == ["loss"]
    assert run.last_scalars() == {"loss": 0.5}
    assert list(run.scalars()["value"]) == [0.5]


def test_waiting_for_a_run_that_ended_returns_it_at_once(store):
    run = store.run()
    looks = []
    assert run.wait(timeout=1, each=lambda: looks.append(1)) is run
    assert looks == [1]


def test_waiting_raises_for_a_run_that_failed_unless_told_not_to(store):
    run = store.run(spec="m:train", status=3)
    run.output_path.write_text("Error: no\n")
    with pytest.raises(RunFailed, match=r"m:train .*error \(exit status 3\)") as caught:
        run.wait()
    assert (caught.value.hint, caught.value.status, caught.value.exit_status) == (
        *("Error: no", "error", 3),
    )
    assert run.wait(check=False) is run


def test_waiting_ends_when_the_run_does(store):
    run = store.run(status=None)
    marker = run.dir / ".guild/LOCK.remote"
    marker.touch()
    looked = threading.Event()

    def end():
        looked.wait(30)
        (run.dir / ".guild/attrs/exit_status").write_text("0\n")
        marker.unlink()

    ender = threading.Thread(target=end)
    ender.start()
    run.wait(timeout=30, each=looked.set)
    ender.join()
    assert run.status == "completed"


def test_waiting_gives_up_after_its_time(store):
    run = store.run(status=None)
    (run.dir / ".guild/PENDING").touch()
    with pytest.raises(TimeoutError, match="is still pending"):
        run.wait(timeout=0)


def test_a_staged_run_is_not_waited_for(store):
    run = store.run(status=None)
    (run.dir / ".guild/STAGED").touch()
    assert run.wait(check=False).status == "staged"


@pytest.mark.parametrize("grace", ["5", -1, float("nan"), float("inf"), True])
def test_a_grace_that_is_no_number_of_seconds_is_refused(store, grace):
    with pytest.raises(RunError, match="is no number of seconds"):
        store.run().stop(grace=grace)


def test_stopping_a_run_that_ended_is_too_late_and_safe(store):
    run = store.run()
    for grace in (None, 0):
        run.stop(grace)
        assert run.status == "completed"


def test_a_run_shows_itself(store):
    run = store.run(label="<script>")
    bundle = run._repr_mimebundle_()
    assert set(bundle) == {"text/html", "text/plain"}
    assert "<script>" not in bundle["text/html"]


def test_a_run_whose_directory_is_gone_is_deleted_and_nothing_else_is_wrong(store):
    run = store.run(exit_status=0)
    shutil.rmtree(run.dir)
    assert str(run) == f"<Run {run.short_id} ? deleted>"
    assert run.problems == {}
    assert "deleted (its directory is gone)" in run._repr_mimebundle_()["text/plain"]
    with pytest.raises(RunFailed, match="deleted"):
        run.wait()
