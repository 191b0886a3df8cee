import json
from importlib import resources

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from guild_jupyter.diffing.files import File, FileDiff
from guild_jupyter.diffing.texts import TextDiff, of_text
from guild_jupyter.errors import RunError
from guild_jupyter.wire import difflines
from guild_jupyter.wire.difflines import OpenedFile

SCHEMA = json.loads(
    resources.files("guild_jupyter.wire").joinpath("schemas/diff.schema.json").read_text()
)
VALIDATOR = jsonschema.Draft7Validator(
    {**SCHEMA["definitions"]["DiffLines"], "definitions": SCHEMA["definitions"]}
)
TEXTS = st.lists(st.sampled_from(["a = 1", "a = 2", "\tb", ""]), max_size=20).map("\n".join)
PNG = b"\x89PNG\r\n\x1a\n"


def opened(old, new, name="a.py"):
    return OpenedFile("source", name, TextDiff(of_text(old), of_text(new)))


def files(folder, old, new, name="a.py"):
    sides = []
    for where, data in (("old", old), ("new", new)):
        path = folder / where
        path.write_bytes(data)
        sides.append(File(path))
    one = FileDiff(name, *sides)
    return OpenedFile("files", name, one.text, one)


def valid(answer):
    VALIDATOR.validate(answer)
    json.dumps(answer, ensure_ascii=False, allow_nan=False).encode()
    return answer


def text(pieces):
    return "".join(one["text"] for one in pieces)


@given(TEXTS, TEXTS, st.integers(0, 3), st.integers(1, 5))
def test_portions_and_folds_together_are_both_texts(old, new, context, most):
    file = opened(old, new)
    rows, more = [], 1
    while more:
        answer = valid(file.page(context, len(rows), most)[0])
        rows += answer["rows"]
        more = answer["more_rows"]
    if old == new:
        assert rows == []
        return
    whole = []
    for row in rows:
        is_fold = row["kind"] == "folded"
        at = row.get("old_number"), row.get("new_number"), row.get("count")
        whole += file.between(*at)["rows"] if is_fold else [row]
    for side, given_text in (("old", old), ("new", new)):
        lines = given_text.split("\n")
        lines = lines if lines[-1] else lines[:-1]
        shown = [
            text(row["new"] if row["kind"] == "same" else row[side])
            for row in whole
            if row.get(f"{side}_number")
        ]
        assert shown == lines


def test_portions_may_be_asked_for_in_any_order():
    file = opened("a\n" * 9, "b\n" * 9)
    whole = file.page()[0]["rows"]
    assert file.page(3, 4, 2)[0]["rows"] == whole[4:6]
    assert file.page(3, 0, 2)[0]["rows"] == whole[:2]
    assert file.page(3, 2, 2)[0]["rows"] == whole[2:4]
    assert file.page(3, 99)[0]["rows"] == []


def test_a_line_without_its_end_says_so_and_tabs_stay():
    (row,) = opened("a\tb\n", "a\tc").page()[0]["rows"]
    assert row["no_end"] == ["new"]
    assert text(row["old"]) == "a\tb"


@pytest.mark.parametrize("fold", [(0, 1, 1), (1, 1, 0), (1, 2, 9), (9, 1, 2), (1, 1, 99999)])
def test_lines_that_are_not_there_are_refused(fold):
    with pytest.raises(RunError):
        opened("a\n" * 9, "a\n" * 9).between(*fold)


def test_pictures_cross_as_buffers_and_drawings_have_lines_too(tmp_path):
    answer, buffers = files(tmp_path, PNG, PNG + b"\0", "a.png").page()
    assert (valid(answer)["old_picture"], answer["new_picture"]) == (0, 1)
    assert answer["picture_types"] == ["image/png", "image/png"]
    assert buffers == [PNG, PNG + b"\0"]
    answer, buffers = files(tmp_path, b"<svg>1</svg>", b"<svg>2</svg>", "a.svg").page()
    assert len(valid(answer)["rows"]) == 1
    assert len(buffers) == 2


def test_a_picture_that_is_too_large_is_left_out_and_told(tmp_path, monkeypatch):
    monkeypatch.setattr(difflines, "LARGEST_PICTURE", 10)
    answer, buffers = files(tmp_path, PNG, PNG + b"\0" * 9, "a.png").page()
    assert (answer["old_picture"], answer["new_picture"]) == (0, None)
    assert len(buffers) == 1
    assert any("new picture is too large" in one for one in answer["said"])


def test_bytes_and_torn_files_have_no_lines_and_say_what_is_known(tmp_path):
    answer = valid(files(tmp_path, b"\0" * 9, b"\0" * 8 + b"\1", "a.bin").page()[0])
    assert answer["rows"] == []
    assert answer["said"] == ["binary, both 9 bytes, differ at byte 9"]
    with pytest.raises(RunError):
        files(tmp_path, b"\0", b"\0\1", "a.bin").between(1, 1, 1)


def test_notebooks_are_told_by_their_cells(tmp_path):
    books = [
        json.dumps({"cells": [{"cell_type": "code", "source": f"x = {n}\n"}]}).encode()
        for n in (1, 2)
    ]
    rows = valid(files(tmp_path, *books, "a.ipynb").page()[0])["rows"]
    assert [text(row["new"]) for row in rows] == ["# %%", "x = 2"]
    assert {"text": "2", "changed": True, "token": "number"} in rows[1]["new"]


def test_one_very_long_line_is_shortened():
    long = "x" * (10 << 20)
    answer = valid(opened(f"{long}a", f"{long}b").page()[0])
    assert len(json.dumps(answer)) < 5000
    assert "more characters" in text(answer["rows"][0]["old"])
