import base64
import json
import os

import pytest

from guild_jupyter.diffing import files
from guild_jupyter.diffing.files import File, FileDiff, FilesPart, are_same, differing_at

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture
def pair(tmp_path):
    def made(old, new, name="file"):
        sides = []
        for side, content in (("old", old), ("new", new)):
            path = tmp_path / side / name
            path.parent.mkdir(exist_ok=True)
            if content is not None:
                path.write_bytes(content if isinstance(content, bytes) else content.encode())
            sides.append(None if content is None else File(path))
        return FileDiff(name, *sides)

    return made


def test_texts_are_compared_by_line(pair):
    found = pair("a\nb\n", "a\nc\n")
    assert found.kind == "text"
    assert found.unified() == ["@@ -1,2 +1,2 @@", " a", "-b", "+c"]
    assert found.notes == []


def test_a_file_on_one_side_has_all_its_lines_added_or_removed(pair):
    assert pair(None, "a\nb\n").text.counts == (2, 0)
    assert pair("a\n", None).text.counts == (0, 1)
    assert pair(None, b"\0\1").notes == ["binary, 2 bytes"]


def test_of_other_bytes_sizes_and_the_first_difference_are_said(pair):
    assert pair(b"\0ab", b"\0aXc").notes == ["binary, 3 bytes against 4 bytes, differ at byte 3"]
    assert pair(b"\0ab", b"\0ac").notes == ["binary, both 3 bytes, differ at byte 3"]
    assert pair(b"\0ab", b"\0ab1").first_difference == 3
    assert pair(b"\0ab", None).first_difference is None


def test_a_text_that_becomes_binary_further_on_is_binary(pair):
    found = pair(b"a" * 9000 + b"\0", b"b" * 9001)
    assert found.notes == ["binary, 8.8 KiB against 8.8 KiB, differ at byte 1"] or (
        found.notes == ["binary, both 8.8 KiB, differ at byte 1"]
    )


def test_large_texts_are_not_compared_by_line(pair, monkeypatch):
    monkeypatch.setattr(files, "LARGEST_TEXT", 10)
    found = pair("a\n" * 10, "a\n" * 9 + "b\n")
    assert found.text is None
    assert found.unified() == []
    assert found.notes == [
        "text, both 20 bytes, differ at byte 19, too large to be compared by line"
    ]


def test_notebooks_are_compared_by_the_source_of_their_cells(pair):
    def notebook(source, output):
        cell = {"cell_type": "code", "source": source, "outputs": [output]}
        return json.dumps({"cells": [cell]})

    found = pair(notebook("x = 1", 1), notebook("x = 2", 2), "a.ipynb")
    assert found.kind == "notebook"
    assert (found.text.removed, found.text.added) == (["x = 1"], ["x = 2"])
    same = pair(notebook("x", 1), notebook("x", 2), "a.ipynb")
    assert same.notes == ["its cells are the same: outputs or metadata differ"]
    assert pair("{", "[", "a.ipynb").kind == "text"


def test_a_key_alone_in_which_texts_differ_is_said_and_not_shown(pair):
    key = "-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n"
    assert pair(key.format("MA"), key.format("MB")).notes == ["it differs where nothing is shown"]


def test_pictures_are_pictures_and_drawings_have_lines_too(pair):
    assert pair(PNG, PNG + b"\0").kind == "picture"
    assert pair(PNG, PNG + b"\0").text is None
    drawing = pair("<svg >\n</svg>", "<svg >\n<g/></svg>")
    assert drawing.kind == "picture"
    assert drawing.text.counts == (1, 1)


def test_empty_files_are_texts(pair):
    assert pair("", "a\n").kind == "text"
    assert pair(None, "").kind == "text"


def test_links_and_pipes_are_not_followed_or_read(tmp_path, pair):
    secret = tmp_path / "secret"
    secret.write_text("text")
    (tmp_path / "link").symlink_to(secret)
    (tmp_path / "other").symlink_to("/elsewhere")
    os.mkfifo(tmp_path / "pipe")
    link, other, pipe = (File(tmp_path / name) for name in ("link", "other", "pipe"))
    assert are_same(link, File(tmp_path / "link"))
    assert not are_same(link, other)
    assert not are_same(pipe, pipe)
    found = FileDiff("a", link, pipe)
    assert found.notes == [f"a link to {secret} became something that is no file"]
    assert found.text is None
    assert FileDiff("a", File(secret), File(tmp_path / "none")).notes == [
        "a file of 4 bytes became nothing that can be read"
    ]
    assert File(tmp_path / "link", follow=True).content == b"text"
    assert other.content is None
    assert other.beginning == b""
    assert File(tmp_path / "none").size == 0


@pytest.mark.parametrize(("old", "new"), [(b"", b""), (b"ab", b"ab")])
def test_files_with_the_same_bytes_are_the_same(pair, old, new):
    found = pair(old, new)
    assert are_same(found.old, found.new)
    assert found.first_difference is None


def test_where_files_differ_is_found_across_blocks(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "_CHUNK", 4)
    one, other = tmp_path / "a", tmp_path / "b"
    one.write_bytes(b"0123456789")
    other.write_bytes(b"0123456X89")
    assert differing_at(one, other) == 7
    assert differing_at(one, one) is None
    other.write_bytes(b"0123456789ab")
    assert differing_at(one, other) == 10


def test_what_cannot_be_read_is_said_to_be_so(pair, powerless):
    found = pair(b"\0a", b"\0b")
    found.old.path.chmod(0)
    assert found.old.size == found.new.size
    with powerless():
        assert not are_same(found.old, found.new)
        assert found.first_difference is None
        assert FileDiff("a", found.old, found.new).notes == ["it cannot be read"]


def test_a_part_tells_what_was_added_removed_changed_and_is_the_same(tmp_path):
    sides = [{}, {}]
    for at, content in ((0, {"a": "1", "b": "1", "c": "1"}), (1, {"b": "1", "c": "2", "d": "1"})):
        for name, text in content.items():
            path = tmp_path / f"{at}{name}"
            path.write_text(text)
            sides[at][name] = File(path)
    part = FilesPart("files", "files", *sides)
    assert part
    assert (list(part.removed), part.same, list(part.changed), list(part.added)) == (
        *(["a"], ["b"], ["c"], ["d"]),
    )
    assert part["c"].old == sides[0]["c"]
    assert [one.name for one in part.differing] == ["a", "c", "d"]
    assert [line for line in part.unified() if line[0] in "+-"] == ["-1", "-1", "+2", "+1"]
    assert repr(part) == "<files: 1 added, 1 removed, 1 changed, 1 same>"
    with pytest.raises(KeyError):
        part["b"]
