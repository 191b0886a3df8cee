import os
import socket

import pytest

from guild_jupyter.errors import GuildFileError
from guild_jupyter.guildfile.files import digest_of, identity_of, read_bytes, read_file


def test_a_file_is_read_with_its_digest_and_identity(write):
    file = write({"guild.yml": "a: b\n"})
    found = read_file(file)
    assert (found.path, found.document.data) == (file, {"a": "b"})
    assert found.digest == digest_of(b"a: b\n")
    assert found.identity == identity_of(file)


def test_what_is_not_there_has_no_identity(tmp_path):
    assert identity_of(tmp_path / "none") is None


def test_a_byte_that_is_not_utf_8_is_said_with_its_line(write):
    with pytest.raises(GuildFileError, match="byte 8 of the file is not UTF-8") as caught:
        read_file(write({"guild.yml": b"a: b\nc: \xff\n"}))
    assert (caught.value.line, caught.value.category) == (2, "yaml")


def test_a_text_that_is_not_yaml_is_said_with_its_line(write):
    with pytest.raises(GuildFileError, match="not valid YAML") as caught:
        read_file(write({"guild.yml": "a:\n\tx: 1\n"}))
    assert (caught.value.line, caught.value.category) == (2, "yaml")


def test_a_file_that_is_too_large_is_not_read(write):
    with pytest.raises(GuildFileError, match="larger than 1024 KiB"):
        read_bytes(write({"guild.yml": "#" * ((1 << 20) + 1)}))


def test_a_folder_is_no_guild_file(tmp_path):
    with pytest.raises(GuildFileError, match="it is a folder"):
        read_bytes(tmp_path)


def test_a_pipe_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "guild.yml")
    with pytest.raises(GuildFileError, match="it is a pipe or device"):
        read_bytes(tmp_path / "guild.yml")


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(GuildFileError, match="cannot read the file: No such file") as caught:
        read_bytes(tmp_path / "guild.yml")
    assert caught.value.file == str(tmp_path / "guild.yml")


def test_a_socket_is_no_guild_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # the path of a socket may be too long
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("guild.yml")
        with pytest.raises(GuildFileError, match="it is a socket"):
            read_bytes(tmp_path / "guild.yml")


@pytest.mark.parametrize(
    ("target", "why"),
    [
        ("nowhere", "it is a link to nowhere: No such file"),
        ("guild.yml", "it is a link that leads back to itself"),
    ],
)
def test_a_link_that_leads_to_no_file_is_said(tmp_path, target, why):
    (tmp_path / "guild.yml").symlink_to(target)
    with pytest.raises(GuildFileError, match=f"cannot read the file: {why}") as caught:
        read_bytes(tmp_path / "guild.yml")
    assert "plain file" in caught.value.hint
