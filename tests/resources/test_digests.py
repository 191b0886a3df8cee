import hashlib

from guild_jupyter.resources.digests import file_digest


def test_the_digest_is_that_of_the_whole_file(tmp_path):
    content = bytes(range(256)) * 10_000
    (tmp_path / "f").write_bytes(content)
    assert file_digest(str(tmp_path / "f"), "sha256") == hashlib.sha256(content).hexdigest()
    assert file_digest(str(tmp_path / "f"), "sha1") == hashlib.sha1(content).hexdigest()
