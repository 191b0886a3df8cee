"""Nothing that comes out of an archive lies outside its folder, or is anything but a file."""

import os
import random
import shutil
import stat
import tempfile
import unicodedata
from pathlib import Path

import pytest
from hostile_archives import archive, path

from guild_jupyter.errors import ResourceError
from guild_jupyter.resources import archive_policy, archives, targets
from guild_jupyter.resources.archive_policy import BadArchive, Policy

ARCHIVES = 10_000
PATHS = 200_000


class Canaries:
    """Files, folders and links beside the folder that is unpacked to."""

    def __init__(self, root):
        self.root = root
        for folder in ("canary/inside", "out-sibling", "out"):
            (root / folder).mkdir(parents=True)
        (root / "canary" / "file").write_text("canary")
        (root / "canary" / "link").symlink_to("file")
        self.before = self.look()

    def look(self):
        """Return what lstat says of everything beside the folder; times of the root apart."""
        found = {}
        for folder, folders, files in os.walk(self.root):
            if folder == str(self.root):
                folders.remove("out")
            for name in [*folders, *files]:
                facts = os.lstat(f"{folder}/{name}")
                found[f"{folder}/{name}"] = (
                    *(facts.st_mode, facts.st_size, facts.st_ino, facts.st_nlink),
                    *(facts.st_mtime_ns, facts.st_ctime_ns, facts.st_uid),
                )
        return found


@pytest.fixture
def canaries(tmp_path):
    memory = Path("/dev/shm")  # where a disk would take most of the time
    if not os.access(memory, os.W_OK):
        yield Canaries(tmp_path / "root")
        return
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        yield Canaries(Path(folder, "root"))


def test_the_canaries_notice_what_is_done_to_them(canaries):
    file = canaries.root / "canary" / "file"
    deeds = [
        lambda: file.chmod(0o777),
        lambda: file.write_text("other"),
        lambda: (canaries.root / "canary" / "hard").hardlink_to(file),
        lambda: (canaries.root / "new").touch(),
        lambda: (canaries.root / "out-sibling" / "x").mkdir(),
        lambda: shutil.rmtree(canaries.root / "canary" / "inside"),
    ]
    for deed in deeds:
        before = canaries.look()
        deed()
        assert canaries.look() != before


def odd_things(folder):
    """Return what is in a folder that is no plain file of its own and no folder."""
    odd, count = [], 0
    for place, folders, files in os.walk(folder):
        for name in [*folders, *files]:
            count += 1
            facts = os.lstat(f"{place}/{name}")
            is_file = stat.S_ISREG(facts.st_mode) and facts.st_nlink == 1
            if not (is_file or stat.S_ISDIR(facts.st_mode)) or facts.st_mode & 0o7000:
                odd.append(f"{place}/{name}")
    return odd, count


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # zipfile warns of what it does not like
def test_10_000_hostile_archives_change_nothing_outside(canaries, monkeypatch):
    # As small as will do, so that bombs need not be large.
    monkeypatch.setattr(archive_policy, "ALLOWANCE", 1 << 20)
    chance = random.Random(20261121)
    root, out = canaries.root, canaries.root / "out"
    file = root.parent / "archive.gz"
    taken = refused = things = 0
    reasons = set()
    for number in range(ARCHIVES):
        kind, content = archive(chance, str(root))
        file.write_bytes(content)
        try:
            archives.unpack(str(file), str(out), kind)
        except BadArchive as error:
            refused += 1
            reasons.add(error.message.split(": ", 1)[-1][-30:])
        else:
            taken += 1
        odd, count = odd_things(out)
        things += count
        assert odd == [], f"archive {number} of this seed"
        assert canaries.look() == canaries.before, f"archive {number} of this seed"
        if count:
            shutil.rmtree(out)
            out.mkdir()
    # Both were really tried, and for many reasons.
    assert taken > ARCHIVES // 20
    assert refused > ARCHIVES // 4
    assert things > ARCHIVES // 10
    assert len(reasons) > 20


def joined(name):
    return name if name.startswith("/") else f"/r/out/{name}"


def is_harmless(parts):
    return all(
        part not in ("", ".", "..")
        and not any(sign in part for sign in "/\\\0")
        and not any(unicodedata.category(sign) in ("Cc", "Cs") for sign in part)
        and len(part.encode()) <= 255
        and part == part.rstrip(". ")
        for part in parts
    )


@pytest.mark.slow
def test_200_000_hostile_paths_lead_nowhere_outside():
    chance = random.Random(20261122)
    admitted = escaping = 0
    for _ in range(PATHS):
        name = path(chance, "/elsewhere/in/all")
        would_escape = not os.path.normpath(joined(name)).startswith("/r/out")
        escaping += would_escape
        try:
            parts = Policy(1).admit(name, is_folder=name.endswith("/"))
        except BadArchive:
            continue
        admitted += 1
        assert not would_escape, repr(name)
        assert is_harmless(parts), repr(name)
        if parts:
            assert not (len(parts[0]) > 1 and parts[0][1] == ":" and parts[0][0].isalpha())
    assert admitted > PATHS // 10
    # Many would have, had nobody looked.
    assert escaping > PATHS // 10


@pytest.mark.slow
def test_200_000_hostile_targets_lead_nowhere_outside():
    chance = random.Random(20261123)
    admitted = escaping = 0
    for _ in range(PATHS):
        name = path(chance, "/elsewhere/in/all")
        would_escape = not os.path.normpath(joined(name)).startswith("/r/out")
        escaping += would_escape
        try:
            parts = targets.parts(name)
        except ResourceError:
            continue
        admitted += 1
        assert not would_escape, repr(name)
        assert not {"", ".", ".."} & set(parts)
        assert "\0" not in name
        assert not parts or parts[0].casefold() != ".guild"
    assert admitted > PATHS // 10
    assert escaping > PATHS // 10
