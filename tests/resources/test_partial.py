import hashlib
import json
import os

import pytest

from guild_jupyter.errors import ResourceError
from guild_jupyter.resources.partial import Belonging, Part
from guild_jupyter.supervise import identity

URL = "http://h/x"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "x.part"


def killed(path, content=b"12345", **belonging):
    """Leave what a killed download leaves."""
    part = Part(path)
    part.begin(Belonging(URL, **belonging))
    part.add(content)
    part.close()


def reopened(path, url=URL, known_digest=False):
    part = Part(path)
    part.open(url, known_digest=known_digest)
    return part


def left(path):
    return sorted(found.name for found in path.parent.iterdir())


def test_a_part_of_a_known_content_is_gone_on_with(path):
    killed(path, validator='"v"', total=8)
    part = reopened(path)
    assert (part.size, part.is_complete) == (5, False)
    assert part.belonging == Belonging(URL, '"v"', 8)
    part.add(b"678")
    assert part.is_complete
    assert part.digest.hexdigest() == hashlib.sha256(b"12345678").hexdigest()
    part.to_disk()
    part.become(path.with_name("x"))
    assert left(path) == ["x"]
    assert path.with_name("x").read_bytes() == b"12345678"


def test_without_a_validator_only_a_digest_can_tell_that_it_fits(path):
    killed(path)
    assert reopened(path, known_digest=True).size == 5
    assert reopened(path).size == 0
    assert left(path) == []


def test_a_part_of_something_else_is_removed(path):
    killed(path, validator='"v"')
    assert reopened(path, "http://h/y", known_digest=True).size == 0
    assert left(path) == []


def test_what_was_written_before_the_machine_was_started_again_is_not_trusted(path):
    killed(path, validator='"v"')
    note = path.with_name(".x.part.of")
    facts = json.loads(note.read_text())
    assert facts["boot"] == identity.boot_id()
    note.write_text(json.dumps(facts | {"boot": "another"}))
    assert reopened(path, known_digest=True).size == 5
    assert reopened(path).size == 0


@pytest.mark.parametrize(
    "note",
    [
        "",
        "[]",
        "{}",
        '{"url": 1, "validator": "\\"v\\"", "total": null}',
        '{"url": "http://h/x", "validator": null, "total": null}',
        '{"url": "http://h/x", "validator": "\\"v\\"", "total": "8"}',
    ],
)
def test_a_broken_note_vouches_for_nothing(path, note):
    killed(path, validator='"v"')
    path.with_name(".x.part.of").write_text(note)
    assert reopened(path, known_digest=True).size == 0
    assert left(path) == []


def test_more_bytes_than_there_are_belong_to_nothing(path):
    killed(path, b"123456789", validator='"v"', total=8)
    assert reopened(path).size == 0
    assert left(path) == []


def test_a_part_that_is_another_file_is_not_written_to(path, tmp_path):
    other = tmp_path / "precious"
    for make in (path.symlink_to, path.hardlink_to):
        killed(path, validator='"v"')
        path.unlink()
        other.write_bytes(b"mine")
        make(other)
        part = reopened(path)
        assert part.size == 0
        part.begin(Belonging(URL))
        part.add(b"theirs")
        part.discard()
        assert other.read_bytes() == b"mine"
    killed(path, validator='"v"')
    path.unlink()
    os.mkfifo(path)
    assert reopened(path).size == 0


def test_a_folder_in_the_place_of_a_part_is_said(path):
    path.mkdir()
    part = reopened(path)
    with pytest.raises((OSError, ResourceError)):
        part.begin(Belonging(URL))


def test_a_content_of_no_bytes_is_complete_once_it_was_begun(path):
    part = Part(path)
    assert not part.is_complete
    part.begin(Belonging(URL, total=0))
    assert part.is_complete
    assert not part.can_go_on(known_digest=True)
    part.close()


def test_a_total_may_be_known_only_at_the_end(path):
    part = Part(path)
    part.begin(Belonging(URL))
    part.add(b"123")
    assert not part.is_complete
    part.know_total(3)
    assert part.is_complete
    part.discard()
