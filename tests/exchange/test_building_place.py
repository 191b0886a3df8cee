"""Places in which something is built: whose they are, and what is left of the dead."""

import os
import subprocess
import sys

import pytest
from shelves import names_in

from guild_jupyter.exchange import building_place


def test_a_place_is_gone_after_its_block_with_all_that_is_in_it(tmp_path):
    with building_place.folder(tmp_path, "x-") as place, building_place.file(tmp_path, "y-"):
        (tmp_path / place / "a").write_text("a")
        assert [name[:2] for name in names_in(tmp_path)] == ["x-", "y-"]
    assert names_in(tmp_path) == []


def test_what_another_is_at_is_not_swept_and_what_the_dead_left_is(tmp_path):
    (tmp_path / "x-dead").mkdir()
    (tmp_path / "x-file").write_text("f")
    (tmp_path / "x-link").symlink_to("/etc")
    (tmp_path / "other").mkdir()
    with building_place.folder(tmp_path, "x-") as place:
        building_place.sweep(tmp_path, "x-")
        assert names_in(tmp_path) == ["other", os.path.basename(place), "x-link"]  # noqa: PTH119
    building_place.sweep(tmp_path / "none", "x-")


def test_a_place_that_is_swept_before_it_is_held_is_made_anew(tmp_path, monkeypatch):
    locked = building_place._locked
    taken = []

    def too_late(path):
        if not taken:
            taken.append(path)
            building_place.remove(path)
        return locked(path)

    monkeypatch.setattr(building_place, "_locked", too_late)
    with building_place.folder(tmp_path, "x-") as place:
        assert place != taken[0]


def test_a_file_that_was_replaced_before_it_was_held_is_not_held(tmp_path, monkeypatch):
    (tmp_path / "x").write_text("x")
    opened = os.open

    def replaced(path, *words, **how):
        descriptor = opened(path, *words, **how)
        (tmp_path / "new").write_text("n")
        (tmp_path / "new").rename(tmp_path / "x")
        return descriptor

    monkeypatch.setattr(os, "open", replaced)
    with building_place.held(str(tmp_path / "x")) as is_ours:
        assert not is_ours


def test_a_file_that_is_not_there_need_not_be_held(tmp_path):
    with building_place.held(str(tmp_path / "x")) as is_ours:
        assert is_ours


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such permissions")
def test_what_may_not_be_written_is_removed_all_the_same(tmp_path):
    place = tmp_path / "x"
    (place / "sub" / "deep").mkdir(parents=True)
    (place / "sub" / "deep" / "file").write_text("f")
    for folder in (place / "sub" / "deep", place / "sub"):
        folder.chmod(0o500)
    tmp_path.chmod(0o777)
    code = "import os, sys; from guild_jupyter.exchange import building_place as b\n"
    if os.geteuid() == 0:
        for path in (place, *place.rglob("*")):
            os.chown(path, 65534, 65534)
        for above in (tmp_path, *list(tmp_path.parents)[:-1]):
            if not above.stat().st_mode & 0o001:
                above.chmod(above.stat().st_mode | 0o011)
        code += "os.seteuid(65534)\n"
    code += "b.remove(sys.argv[1])"
    subprocess.run([sys.executable, "-c", code, str(place)], check=True)
    assert not place.exists()
