import re

from guild_jupyter.diffing.view import View

OLD = {
    "flags": {"lr": 0.1, "kind": "a"},
    "pip_freeze": ["a==1"],
    "cmd": ["python", "train.py", "--lr", "0.1", "--note", "x" * 60],
    "platform": {f"part {n}": n for n in range(12)},
    "sources": {"train.py": "import os\n\nlr = 0.1\n" + "same\n" * 20, "old.py": "a\n"},
    "files": {"model.bin": b"\0old"},
    "output": "loss: 1",
}
NEW = {
    "flags": {"lr": 0.2, "more": [1, 2]},
    "pip_freeze": ["a==1"],
    "cmd": ["python", "train.py", "--lr", "0.2", "--note", "x" * 60],
    "platform": {f"part {n}": n + (n == 5) for n in range(12)},
    "sources": {"train.py": "import os\n\nlr = 0.2\n" + "same\n" * 20},
    "files": {"model.bin": b"\0new!"},
    "output": "loss: 2\n",
}
SEQUENCE = re.compile(r"\x1b\[[0-9;]*m")


def test_the_summary_comes_first_and_the_same_parts_last(runs):
    lines = runs.diff(OLD, NEW).to_text().split("\n")
    assert lines[0].startswith("- train 00000000  completed · 1970-01-01")
    assert lines[1].startswith("+ train 00000000  completed")
    assert lines[-1] == "the same: packages (1)"
    assert runs.diff({}, {}, "flags").to_text().endswith("\n\nthe same: flags (none)")


def test_values_are_shown_in_a_line_each(runs):
    lines = runs.diff(OLD, NEW, "flags").to_text().split("\n")
    assert lines[3:] == [
        "flags: 1 changed, 1 added, 1 removed",
        "- kind  a",
        "~ lr    0.1 → 0.2",
        "+ more  [1, 2]",
    ]


def test_long_values_are_shown_below_each_other_or_by_line(runs):
    text = runs.diff(OLD, NEW, "attributes").to_text()
    assert f"~ cmd\n    - python train.py --lr 0.1 --note {'x' * 60}\n    + python" in text
    assert "    - part 5: 5\n" in text.replace(" 8   ", "    ").replace(" 8    ", "    ")
    assert "same lines …" in text
    assert "different in every run: started" in text


def test_source_code_is_shown_by_line_with_what_is_folded(runs):
    lines = runs.diff(OLD, NEW, "source").to_text().split("\n")
    assert lines[3:] == [
        "source code: 1 changed, 1 removed",
        "- old.py  −1",
        "  1   - a",
        "~ train.py  +1 −1",
        "   1  1   import os",
        "   2  2",
        "   3    - lr = 0.1",
        "      3 + lr = 0.2",
        "   4  4   same",
        "   5  5   same",
        "   6  6   same",
        "    … 17 same lines …",
    ]


def test_output_and_other_files_are_shown(runs):
    text = runs.diff(OLD, NEW, "output", "files").to_text()
    assert "output: +1 −1\n  1   - loss: 1  (no newline at the end)\n    1 + loss: 2\n" in text
    assert "~ model.bin\n  binary, 4 bytes against 5 bytes, differ at byte 2" in text


def test_side_by_side_lines_have_the_width_of_the_terminal(runs):
    new = {"sources": {"train.py": "import os\n\nlr = 0.2\nadded 日本\n" + "same\n" * 20}}
    view = View(side_by_side=True, width=61)
    lines = runs.diff({"sources": OLD["sources"]}, new, "source").to_text(view).split("\n")
    told = [" ".join(line.split()) for line in lines]
    assert "1 import os │ 1 import os" in told
    assert "3 - lr = 0.1 │ 3 + lr = 0.2" in told
    assert "│ 4 + added 日本" in told
    assert len({line.index("│") for line in lines if "│" in line and "日" not in line}) == 1
    narrow = runs.diff(OLD | {"sources": {"a": "x" * 99}}, {"sources": {"a": "日" * 99}}, "source")
    (row,) = [line for line in narrow.to_text(view).split("\n") if "│" in line]
    assert row.count("…") == 2


def test_colours_are_there_where_they_are_wanted_alone(runs):
    found = runs.diff(OLD, NEW)
    plain, coloured = found.to_text(), found.to_text(View(colours=True))
    assert "\x1b" not in plain
    assert "\x1b[1;7;31m0.1\x1b[0m" in coloured
    stripped = [line.rstrip() for line in SEQUENCE.sub("", coloured).split("\n")]
    assert stripped == [line.rstrip() for line in plain.split("\n")]
    beside = found.to_text(View(colours=True, side_by_side=True))
    assert "\x1b[1;7;32m0.2\x1b[0m" in beside


def test_too_much_is_cut_and_counted(runs):
    old = {"flags": {f"f{n}": 1 for n in range(9)}, "files": {f"f{n}": "1\n" for n in range(9)}}
    new = {"flags": {f"f{n}": 2 for n in range(9)}, "files": {f"f{n}": "2\n" for n in range(9)}}
    view = View(most_values=5, most_files=4, most_in_all=3)
    text = runs.diff(old, new, "flags", "files").to_text(view)
    assert "and 4 more, not shown · diff --all" in text
    assert "and 5 more files, not shown · diff --all" in text
    assert "… 1 more changed line, not shown · diff --all" in text


def test_nothing_of_the_runs_reaches_the_terminal_as_an_order(runs):
    evil = "\x1b]0;title\x07\x9b31m\u202e"
    old = {"files": {f"a{evil}": f"{evil}\n"}, "flags": {evil: evil}, "output": f"{evil}\r\n"}
    new = {"files": {f"b{evil}": f"{evil}x\n"}, "flags": {evil: f"{evil}1"}, "label": evil}
    found = runs.diff(old, new)
    for view in (View(colours=True), View(colours=True, side_by_side=True)):
        rest = SEQUENCE.sub("", found.to_text(view))
        assert not set("\x1b\x07\x9b\u202e\r") & set(rest)


def test_a_run_and_itself_are_told_to_be_the_same(runs):
    run = runs.run(**OLD)
    assert run.diff(run).to_text().endswith("\n\nit is the same run")
