import os
import stat

import pytest

from guild_jupyter.errors import BatchFileError
from guild_jupyter.flags import batch_files
from guild_jupyter.flags.batch_files import all_trials, combine, read, tell_apart
from guild_jupyter.flags.definitions import FlagDef


@pytest.fixture
def file(tmp_path):
    def write(name, text):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


@pytest.mark.parametrize(
    ("name", "text", "trials"),
    [
        ("a.csv", "x,y\n1,a\n0.5,yes\n", [{"x": 1, "y": "a"}, {"x": 0.5, "y": True}]),
        ("A.CSV", "x\n1\n", [{"x": 1}]),
        ("trials", "x\n1\n", [{"x": 1}]),
        ("a.csv", 's\n"a, b"\n"say ""hi"""\n"two\nlines"\n', None),
        ("a.csv", "", []),
        ("a.csv", "x\n", []),
        ("a.csv", "x,y\n1\n\n,2\n", [{"x": 1}, {"x": "", "y": 2}]),
        ("a.csv", "\ufeffx\r\n1\r\n", [{"x": 1}]),
        ("a.csv", 'x\n"[1,2]"\n[1:5]\n', [{"x": [1, 2]}, {"x": "[1:5]"}]),
        ("a.json", '[{"x": 1, "y": null}, {"x": "1"}]', [{"x": 1, "y": None}, {"x": "1"}]),
        ("a.json", '{"x": [1, {"a": 2}]}', [{"x": [1, {"a": 2}]}]),
        ("a.yml", "- x: 1\n- {x: yes, y: a b}\n", [{"x": 1}, {"x": True, "y": "a b"}]),
        ("a.yaml", "x: 1e3\n", [{"x": 1000.0}]),
        ("a.yml", "[]", []),
    ],
)
def test_each_row_of_a_file_is_a_trial(file, name, text, trials):
    if trials is None:
        trials = [{"s": "a, b"}, {"s": 'say "hi"'}, {"s": "two lines"}]
    assert read(file(name, text)) == trials


def test_cells_are_read_by_the_flags_type_and_aliases_are_told_from_names(file):
    flags = {"code": FlagDef("code", type="string", alias="c"), "n": FlagDef("n", alias="num")}
    assert read(file("a.csv", "c,num,code2\n007,1,007\n"), flags) == [
        {"code": "007", "n": 1, "code2": 7}
    ]
    assert read(file("a.yml", "[{num: 1}, {n: 2}]"), flags) == [{"n": 1}, {"n": 2}]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("b.txt", "x", "b.txt: trials are not read from .txt files"),
        ("a.csv", "x,y\n1,2\n\n1,2,3\n", "a.csv:4: 3 cells, but 2 names"),
        ("a.csv", 'x\n"a\nb",2\n', "a.csv:3: 2 cells, but 1 names"),
        ("a.csv", "x,y,x\n", "a.csv:1: two columns are named 'x'"),
        ("a.csv", "x\n" + "a" * 200_000, "a.csv:2: field larger"),
        ("a.csv", b"x\n1\n\xff\n", "a.csv:3: not UTF-8"),
        ("a.csv", "x\n" + "1\n" * 10_001, "more than 10000 trials"),
        ("a.json", '[{"x": 1},\n{"x": ]', "a.json:2: Expecting value"),
        ("a.json", "[" * 100_000, "a.json: maximum recursion"),
        ("a.json", '["a"]', "a.json: trial 1 is no mapping"),
        ("a.json", "3", "a.json: the trials are no list"),
        ("a.yml", "x: [1\n", "a.yml:1: "),
        ("a.yml", "", "a.yml: the trials are no list"),
        ("a.yml", "- x: 1\n- a\n", "a.yml:2: trial 2 is no mapping"),
        ("a.yml", "- x: 1\n  on: 2\n", "a.yml:1: True is no name"),
        ("a.yml", "#" * (1 << 20) + "\n", "a.yml: the text is larger than 1024 KiB"),
    ],
)
def test_a_file_that_does_not_do_is_refused_with_its_place(file, name, text, said):
    with pytest.raises(BatchFileError) as caught:
        read(file(name, text))
    assert said in caught.value.message
    assert caught.value.hint


def test_a_file_must_be_there_and_be_a_file(tmp_path, file):
    with pytest.raises(BatchFileError, match=r"nope\.csv does not exist"):
        read(tmp_path / "nope.csv")
    with pytest.raises(BatchFileError, match="cannot be read"):
        read("a\0.csv")
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe.csv")
    for name in ("folder", "pipe.csv"):
        with pytest.raises(BatchFileError, match=r"is not a file|cannot be read"):
            read(tmp_path / name)
    assert stat.S_ISFIFO((tmp_path / "pipe.csv").stat().st_mode)


def test_no_more_than_so_much_is_read(file, monkeypatch):
    path = file("a.csv", "x\n12345678\n")
    monkeypatch.setattr(batch_files, "MAX_BYTES", 11)
    assert read(path) == [{"x": 12345678}]
    monkeypatch.setattr(batch_files, "MAX_BYTES", 10)
    with pytest.raises(BatchFileError, match="larger"):
        read(path)


def test_a_value_that_no_program_can_be_given_is_refused(file):
    with pytest.raises(Exception, match="no program can be given"):
        read(file("a.json", r'[{"x": "\u0000"}]'))


def test_file_words_are_told_from_others():
    assert tell_apart(["a=1", "@x.csv", "b=@y", "@~/z"]) == (["x.csv", "~/z"], ["a=1", "b=@y"])


def test_the_home_folder_is_found(tmp_path, monkeypatch, file):
    monkeypatch.setenv("HOME", str(tmp_path))
    file("a.csv", "x\n1\n")
    assert read("~/a.csv") == [{"x": 1}]


def test_what_is_typed_wins_over_a_row_and_a_row_over_the_operation():
    rows = [{"x": 1, "y": 1}, {"x": 2}]
    assert combine(rows, {"y": 9}) == [{"x": 1, "y": 9}, {"x": 2, "y": 9}]
    flags = {"x": FlagDef("x", default=7, choices=()), "z": FlagDef("z", default=8, required=True)}
    assert all_trials(rows, {"y": 9}, flags) == [
        {"x": 1, "y": 9, "z": 8},
        {"x": 2, "y": 9, "z": 8},
    ]


def test_lists_of_rows_and_of_what_is_typed_are_trials_each():
    found = all_trials([{"x": [1, 2]}, {"x": 3}], {"y": ["a", "b"]}, {})
    assert [(trial["x"], trial["y"]) for trial in found] == [
        *((1, "a"), (1, "b"), (2, "a"), (2, "b")),
        *((3, "a"), (3, "b")),
    ]


def test_draws_differ_from_row_to_row_and_depend_on_the_seed():
    rows = [{"x": "[0:1000000]"}] * 3
    first = all_trials(rows, {}, {}, seed=1)
    assert first == all_trials(rows, {}, {}, seed=1) != all_trials(rows, {}, {}, seed=2)
    assert len({trial["x"] for trial in first}) == 3
    assert len(all_trials(rows, {}, {})) == 3


def test_the_trials_of_all_rows_are_bounded():
    with pytest.raises(BatchFileError, match="more than 10000 runs"):
        all_trials([{"x": list(range(6000))}] * 2, {}, {})


def test_the_checks_of_flags_are_left_out():
    flags = {"lr": FlagDef("lr", type="float", max=1, required=True)}
    assert all_trials([{"lr": "abc", "other": 1}], {}, flags) == [{"lr": "abc", "other": 1}]
