import base64

import pytest

from guild_jupyter.diffing.pictures import LARGEST, address, kind_of

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.mark.parametrize(
    ("beginning", "kind"),
    [
        (PNG, "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"GIF89a", "image/gif"),
        (b"RIFF0000WEBPVP8 ", "image/webp"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml"),
        (b'<?xml version="1.0"?>\n<!-- a -->\n<svg >', "image/svg+xml"),
        (b"RIFF0000WAVE", ""),
        (b"<html><svg>", ""),
        (b"", ""),
    ],
)
def test_a_picture_is_told_by_its_beginning(beginning, kind):
    assert kind_of(beginning) == kind


def test_its_address_holds_it(tmp_path):
    (tmp_path / "a.png").write_bytes(PNG)
    assert address(tmp_path / "a.png") == f"data:image/png;base64,{base64.b64encode(PNG).decode()}"


def test_what_is_too_large_or_no_picture_has_no_address(tmp_path):
    (tmp_path / "large.png").write_bytes(PNG + b"\0" * LARGEST)
    (tmp_path / "a.png").write_bytes(b"text")
    assert address(tmp_path / "large.png") == ""
    assert address(tmp_path / "a.png") == ""
    assert address(tmp_path / "none.png") == ""


def test_a_beginning_made_to_take_long_does_not():
    assert kind_of(b"<!--" * 500 + b" " * 2000) == ""
