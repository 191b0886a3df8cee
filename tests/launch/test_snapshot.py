import hashlib
import os
import stat

import pytest

from guild_jupyter.errors import LaunchError
from guild_jupyter.launch.selection import Selection
from guild_jupyter.launch.snapshot import copy
from guild_jupyter.runstore.manifest import Entry


@pytest.fixture
def project(tmp_path):
    folder = tmp_path / "project"
    (folder / "sub/deep").mkdir(parents=True)
    for name, content in {"b.py": b"b", "a.py": b"", "sub/deep/c.sh": b"\0\xff"}.items():
        (folder / name).write_bytes(content)
    (tmp_path / "run").mkdir(mode=0o700)
    return folder


def copied(project, destination=".", mode=0o700):
    selection = Selection(project, destination, ["b.py", "a.py", "sub/deep/c.sh"])
    return copy(selection, project.parent / "run", mode)


def test_the_digest_is_guilds(project):
    digest = hashlib.md5()
    for name in ("a.py", "b.py", "sub/deep/c.sh"):
        digest.update(name.encode() + b"\0" + (project / name).read_bytes() + b"\0")
    found = copied(project)
    assert found.digest == digest.hexdigest()
    assert found.entries[1] == Entry("s", "b.py", hashlib.sha1(b"b").hexdigest(), ("b.py",))


def test_without_files_there_is_no_digest(project):
    assert copy(Selection(project), project.parent / "run").digest is None


def test_files_keep_their_mode_and_folders_get_the_runs(project):
    (project / "b.py").chmod(0o755)
    (project / "a.py").chmod(0o444)
    before = os.umask(0o077)
    try:
        copied(project, "code", 0o750)
    finally:
        os.umask(before)
    run = project.parent / "run"
    modes = {name: stat.S_IMODE((run / "code" / name).stat().st_mode) for name in ("a.py", "b.py")}
    assert modes == {"a.py": 0o444, "b.py": 0o755}
    for folder in ("code", "code/sub", "code/sub/deep"):
        assert stat.S_IMODE((run / folder).stat().st_mode) == 0o750


def test_the_manifest_names_the_place_in_the_run_and_in_the_project(project):
    entries = copied(project, "code").entries
    assert [(e.path, e.origin) for e in entries] == [
        ("code/a.py", ("a.py",)),
        ("code/b.py", ("b.py",)),
        ("code/sub/deep/c.sh", ("sub/deep/c.sh",)),
    ]


def test_guilds_old_place_inside_its_own_folder_works(project):
    (project.parent / "run/.guild").mkdir()
    copied(project, ".guild/sourcecode")
    assert (project.parent / "run/.guild/sourcecode/b.py").read_bytes() == b"b"


def test_a_file_that_cannot_be_read_is_named(project):
    (project / "b.py").unlink()
    with pytest.raises(LaunchError, match=r"source file b\.py cannot be read") as caught:
        copied(project)
    assert "exclude" in caught.value.hint


def test_a_link_is_copied_as_the_file_it_points_to(project):
    (project / "b.py").unlink()
    (project / "b.py").symlink_to("a.py")
    copied(project)
    assert not (project.parent / "run/b.py").is_symlink()


def test_a_file_larger_than_one_read_is_whole(project):
    content = os.urandom((1 << 20) + 7)
    (project / "b.py").write_bytes(content)
    copied(project)
    assert (project.parent / "run/b.py").read_bytes() == content
