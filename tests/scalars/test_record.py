import itertools
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import guild_jupyter.scalars.record as record_module
from guild_jupyter.scalars.events import EventWriter
from guild_jupyter.scalars.patterns import compile_patterns
from guild_jupyter.scalars.reading import EventReader
from guild_jupyter.scalars.record import LINE_LIMIT, OutputScalars


class Kept:
    def __init__(self):
        self.rows = []

    def add(self, tag, value, step, wall_time):
        self.rows.append((tag, value, step))
        self.wall_time = wall_time


def record(*chunks, spec=None, ignore=frozenset()):
    kept = Kept()
    scalars = OutputScalars(compile_patterns(spec), kept, ignore)
    for number, chunk in enumerate(chunks):
        scalars.feed(chunk, float(number))
    scalars.finish()
    return kept.rows


def test_printed_scalars_arrive_in_the_event_file(tmp_path):
    with EventWriter(tmp_path) as writer:
        scalars = OutputScalars(compile_patterns(None), writer)
        scalars.feed(b"hello\nstep: 3\nloss: 0.5\n", 100.0)
        scalars.feed(b"loss: 0.25 (step 4)\n", 101.0)
        scalars.finish()
    (columns,) = EventReader(writer.path).batches()
    assert columns == {"loss": ([3, 4], [0.5, 0.25], [100.0, 101.0])}


def test_without_scalars_no_file_is_made(tmp_path):
    with EventWriter(tmp_path) as writer:
        scalars = OutputScalars(compile_patterns(None), writer)
        scalars.feed(b"hello\nworld", 100.0)
        scalars.finish()
    assert list(tmp_path.iterdir()) == []


def test_a_step_holds_for_all_later_lines():
    output = b"loss: 9\nstep: 1\nloss: 8\nacc: 1\nstep: 2\nloss: 7\n"
    assert record(output) == [
        ("loss", 9.0, 0),
        ("loss", 8.0, 1),
        ("acc", 1.0, 1),
        ("loss", 7.0, 2),
    ]


def test_a_step_holds_for_the_other_values_of_its_line_wherever_it_stands():
    rows = record(b"loss=5 step=7 acc=1\nloss=4\n", spec=r"(\key)=(\value)")
    assert rows == [("loss", 5.0, 7), ("acc", 1.0, 7), ("loss", 4.0, 7)]


def test_steps_count_up_per_key_while_none_is_announced():
    rows = record(b"loss: 3\nacc: 1\nloss: 2\nloss: 1\nacc: 2\n")
    assert rows == [
        ("loss", 3.0, 0),
        ("acc", 1.0, 0),
        ("loss", 2.0, 1),
        ("loss", 1.0, 2),
        ("acc", 2.0, 1),
    ]


def test_counting_ends_with_the_first_announced_step():
    rows = record(b"a: 1\na: 2\nstep: 0\na: 3\na: 4\n")
    assert rows == [("a", 1.0, 0), ("a", 2.0, 1), ("a", 3.0, 0), ("a", 4.0, 0)]


@pytest.mark.parametrize("word", [b"nan", b"inf", b"1e300", b"-1e300"])
def test_a_step_that_is_no_step_changes_nothing(word):
    assert record(b"step: 4\nstep: " + word + b"\na: 1\n") == [("a", 1.0, 4)]


def test_a_fractional_step_is_cut_to_its_whole_part():
    assert record(b"step: 4.0\na: 1\nstep: 5.9\na: 2\n") == [("a", 1.0, 4), ("a", 2.0, 5)]


def test_keys_that_are_flags_are_dropped_with_the_defaults_only():
    flags = frozenset({"lr"})
    assert record(b"lr: 0.1\nloss: 1\n", ignore=flags) == [("loss", 1.0, 0)]
    assert record(b"lr: 0.1\n", spec=r"(\key): (\value)", ignore=flags) == [("lr", 0.1, 0)]


def test_a_flag_named_step_does_not_stop_steps():
    assert record(b"step: 3\na: 1\n", ignore=frozenset({"step"})) == [("a", 1.0, 3)]


def test_each_state_of_a_progress_bar_is_a_line():
    rows = record(b"\rloss: 3\rloss: 2\r", b"loss: 1", b"\r\nloss: 0\r\n")
    assert rows == [("loss", 3.0, 0), ("loss", 2.0, 1), ("loss", 1.0, 2), ("loss", 0.0, 3)]


def test_a_number_is_not_taken_before_its_line_ends():
    assert record(b"loss: 1", b"2", b"5\n") == [("loss", 125.0, 0)]


def test_the_last_line_needs_no_end():
    assert record(b"loss: 1") == [("loss", 1.0, 0)]


def test_the_last_line_gets_the_time_of_its_last_bytes():
    kept = Kept()
    scalars = OutputScalars(compile_patterns(None), kept)
    scalars.feed(b"loss: ", 5.0)
    scalars.feed(b"1", 6.0)
    scalars.finish()
    scalars.finish()
    assert kept.rows == [("loss", 1.0, 0)]
    assert kept.wall_time == 6.0


def test_split_utf8_is_put_together():
    data = "größe: 1\n".encode()
    for cut in range(len(data)):
        assert record(data[:cut], data[cut:]) == [("größe", 1.0, 0)]


def test_bytes_that_are_no_utf8_are_left_out():
    assert record(b"lo\xff\xfess: 1\n") == [("loss", 1.0, 0)]


@pytest.mark.parametrize(
    "line",
    [
        b"\x1b[1;31mloss\x1b[0m: \x1b[32m2\x1b[0m",
        b"\x1b[2K\x1b[?25lloss: 2",
        b"\x1b]0;title\x07loss: 2",
        b"\x1b]8;;http://x\x1b\\loss: 2",
        b"\x1bMloss: 2",
    ],
)
def test_terminal_sequences_are_left_out(line):
    assert record(line + b"\n") == [("loss", 2.0, 0)]


def test_a_line_of_a_megabyte_is_cut_and_costs_no_memory():
    kept = Kept()
    scalars = OutputScalars(compile_patterns({"a": r"^a (\value)"}), kept)
    scalars.feed(b"a 5 ", 1.0)
    for _ in range(256):
        scalars.feed(b"x" * 4096, 1.0)
        assert len(scalars._rest) <= LINE_LIMIT
    scalars.feed(b"\na 6 " + b"y" * 1_000_000 + b"\na 7 " + b"z" * 1_000_000, 1.0)
    assert len(scalars._rest) == LINE_LIMIT
    scalars.finish()
    assert kept.rows == [("a", 5.0, 0), ("a", 6.0, 1), ("a", 7.0, 2)]


def test_what_stands_beyond_the_limit_is_not_searched():
    rows = record(b"x" * LINE_LIMIT + b" a=1\nb=2\n", spec=r"(\w)=(\value)")
    assert rows == [("b", 2.0, 0)]


def test_without_patterns_nothing_is_kept():
    assert record(b"loss: 1\n", b"loss: 2", spec=False) == []


def test_a_failing_writer_does_not_repeat_lines():
    class Full(Kept):
        def add(self, *row):
            super().add(*row)
            raise OSError("full")

    full = Full()
    scalars = OutputScalars(compile_patterns(None), full)
    with pytest.raises(OSError, match="full"):
        scalars.feed(b"a: 1\nb: 2", 1.0)
    with pytest.raises(OSError, match="full"):
        scalars.finish()
    assert full.rows == [("a", 1.0, 0), ("b", 2.0, 0)]


@given(
    lines=st.lists(st.sampled_from(["loss: 1", "step: 4", "text", "", "é: 2.5", "\x1b[1mb: 3"])),
    cuts=st.lists(st.integers(0, 200)),
    end=st.sampled_from(["\n", "\r", "\r\n"]),
)
def test_how_output_is_cut_into_chunks_does_not_matter(lines, cuts, end):
    data = end.join(lines).encode()
    edges = [0, *sorted(min(cut, len(data)) for cut in cuts), len(data)]
    chunks = [data[a:b] for a, b in itertools.pairwise(edges)]
    assert record(*chunks) == record(data)


def record_with_gap(before, *after):
    kept = Kept()
    scalars = OutputScalars(compile_patterns(None), kept)
    scalars.feed(before, 1.0)
    scalars.skip()
    for chunk in after:
        scalars.feed(chunk, 2.0)
    scalars.finish()
    return kept.rows


def test_a_line_that_a_gap_cuts_counts_on_neither_side():
    assert record_with_gap(b"a: 1\na: 23", b"4: 5\na: 6\n") == [("a", 1.0, 0), ("a", 6.0, 1)]
    assert record_with_gap(b"a: 1\ra: 23", b"4", b": 5", b"\ra: 6") == [
        ("a", 1.0, 0),
        ("a", 6.0, 1),
    ]
    assert record_with_gap(b"a: 1\na: 2", b"3") == [("a", 1.0, 0)]


def test_after_a_gap_values_belong_to_no_step_before_one_is_named():
    assert record_with_gap(b"step: 1\na: 1\n", b"x\na: 2\nstep: 9\na: 3\n") == [
        ("a", 1.0, 1),
        ("a", 3.0, 9),
    ]


def test_the_recording_modules_need_the_bare_standard_library_only():
    root = Path(record_module.__file__).parents[2]
    script = (
        "import sys\n"
        f"sys.path.insert(0, {os.fspath(root)!r})\n"
        "import guild_jupyter.scalars.record\n"
        "bad = [n for n in sys.modules if n.split('.')[0] not in sys.stdlib_module_names\n"
        "       and n.split('.')[0] not in ('__main__', 'guild_jupyter')]\n"
        "ours = [n for n in sys.modules if n.startswith('guild_jupyter.')\n"
        "        and not n.startswith(('guild_jupyter.scalars', 'guild_jupyter._version'))]\n"
        "sys.exit(repr(bad + ours) if bad or ours else 0)\n"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", script], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
