import hashlib
import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from guild_jupyter.errors import ResourceError
from guild_jupyter.resources.archive_policy import BadArchive
from guild_jupyter.resources.gathering import gather
from guild_jupyter.resources.plan import PlannedSource
from guild_jupyter.resources.source_types import Origin, Site
from guild_jupyter.supervise.progress import unwatched


@pytest.fixture
def place(tmp_path):
    (tmp_path / "project" / "d" / "sub").mkdir(parents=True)
    (tmp_path / "project" / "d" / "a.txt").write_text("a")
    (tmp_path / "project" / "d" / "sub" / "b.txt").write_text("b")
    with zipfile.ZipFile(tmp_path / "project" / "z.zip", "w") as file:
        file.writestr("a.txt", "a")
        file.writestr("sub/b.txt", "b")
    (tmp_path / "run").mkdir()
    return tmp_path


class Gathered:
    def __init__(self, place, path, said=None, origin=None, progress=unwatched, **fields):
        self.place, self.said = place, [] if said is None else said
        source = PlannedSource("file", path, f"file:{path}", "s", **fields)
        path = place / "project" / path
        origin = origin or Origin(str(path), base=str(place / "project"), uri_by_path=True)
        run, home = str(place / "run"), str(place / "home")
        site = Site(run, home, "", [], self.said.append, 1, progress)
        self.items = gather(source, origin, site, str(place / "run"))

    def row(self, *names):
        return [tuple(getattr(item, name) for name in names) for item in self.items]


def test_a_folder_is_taken_itself(place):
    found = Gathered(place, "d", target_path="t")
    assert found.row("target", "uri") == [("t/d", "file:d")]


def test_what_is_selected_in_a_folder_is_placed_flat(place):
    found = Gathered(place, "d", select=(".*",), rename=(("^b", "c"),), target_path="t")
    assert found.row("target", "uri") == [
        ("t/a.txt", "file:d/a.txt"),
        ("t/sub", "file:d/sub"),  # a folder can be selected as a whole, as in Guild
        ("t/c.txt", "file:d/sub/b.txt"),
    ]


def test_a_preserved_path_is_that_below_the_project(place):
    found = Gathered(place, "d", select=("sub/.*",), preserve_path=True, target_path="t")
    assert found.row("target") == [("d/sub/b.txt",)]
    assert Gathered(place, "d/a.txt", preserve_path=True).row("target") == [("d/a.txt",)]
    assert Gathered(place, "d/sub", preserve_path=True).row("target") == [("d/sub",)]


def test_a_path_elsewhere_is_preserved_below_itself(place):
    outside = Origin(str(place / "project" / "d"), base="/elsewhere", uri_by_path=True)
    found = Gathered(place, "d", origin=outside, select=("sub/.*",), preserve_path=True)
    assert found.row("target", "uri") == [("sub/b.txt", f"file:{place}/project/d/sub/b.txt")]
    outside = Origin(str(place / "project" / "d" / "a.txt"), base="/elsewhere")
    assert Gathered(place, "d", origin=outside, preserve_path=True).row("target") == [("a.txt",)]


def test_the_contents_of_an_origin_are_taken_if_nothing_is_selected(place):
    origin = Origin(str(place / "project" / "d"), ("sub",), base=str(place / "project" / "d"))
    assert Gathered(place, "d", origin=origin).row("target", "uri") == [("sub", "file:d")]


def test_a_wrong_digest_is_said_and_a_right_one_is_not(place):
    right = hashlib.sha256(b"a").hexdigest()
    assert Gathered(place, "d/a.txt", sha256=right).row("target") == [("a.txt",)]
    with pytest.raises(ResourceError, match=rf"unexpected sha256 \(expected 0+ but got {right}"):
        Gathered(place, "d/a.txt", sha256="0" * 64)


def test_an_archive_gives_its_top_level_entries(place):
    found = Gathered(place, "z.zip", target_path="t")
    assert found.row("target", "uri", "member", "movable") == [
        ("t/a.txt", "file:z.zip", "a.txt", True),
        ("t/sub", "file:z.zip", "sub", True),
    ]
    archive = str(place / "project" / "z.zip")
    assert {item.shown for item in found.items} == {archive}
    assert found.said == [f"Unpacking {archive}"]


def test_what_is_selected_in_an_archive_is_copied(place):
    found = Gathered(place, "z.zip", select=("sub/.*",), preserve_path=True)
    assert found.row("target", "member", "movable") == [("sub/b.txt", "sub/b.txt", False)]


def test_an_archive_is_left_as_it_is_if_so_wanted(place):
    assert Gathered(place, "z.zip", unpack=False).row("target") == [("z.zip",)]


def test_an_archive_that_is_linked_to_is_unpacked_once_for_all_runs(place):
    said = []
    first = Gathered(place, "z.zip", said, link=True)
    again = Gathered(place, "z.zip", said, link=True)
    assert first.items == again.items
    assert first.items[0].shown == first.items[0].path
    assert said == [f"Unpacking {place}/project/z.zip"]
    assert str(place / "home" / "cache" / "resources") in first.items[0].path


def test_an_archive_that_changed_is_unpacked_anew_and_the_old_content_stays(place):
    first = Gathered(place, "z.zip", link=True)
    with zipfile.ZipFile(place / "project" / "z.zip", "a") as file:
        file.writestr("new.txt", "n")
    again = Gathered(place, "z.zip", link=True)
    assert again.row("target") == [("a.txt",), ("new.txt",), ("sub",)]
    assert Path(first.items[0].path).read_text() == "a"


def test_a_refused_archive_leaves_nothing_in_the_cache(place):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as file:
        file.addfile(tarfile.TarInfo("a"))
        file.addfile(tarfile.TarInfo("../x"))
    (place / "project" / "t.tar").write_bytes(out.getvalue())
    with pytest.raises(ResourceError, match="leads out"):
        Gathered(place, "t.tar", link=True)
    assert list((place / "home" / "cache" / "resources").iterdir()) == []


def test_what_a_killed_process_had_unpacked_so_far_is_not_taken(place):
    first = Gathered(place, "z.zip", link=True)
    ready = Path(first.items[0].path).parent
    half = ready.rename(ready.with_name(".making-half"))
    (half / "a.txt").unlink()
    again = Gathered(place, "z.zip", link=True)
    assert again.items == first.items
    assert Path(again.items[0].path).read_text() == "a"
    assert not half.exists()


def test_that_something_is_being_unpacked_is_told(place):
    told = []
    for options in ({}, {"link": True}):
        Gathered(place, "z.zip", progress=lambda what: told.append(what) or print, **options)
    assert told == ["unpacking s"] * 2


def test_an_archive_of_no_use_is_forgotten_and_a_projects_own_is_kept(place):
    (place / "project" / "bad.zip").write_bytes(b"PK no zip")
    forgotten = []
    origin = Origin(str(place / "project" / "bad.zip"), forget=lambda: forgotten.append(1))
    for options in ({}, {"link": True}, {"post_process": "true"}):
        with pytest.raises(BadArchive):
            Gathered(place, "bad.zip", origin=origin, **options)
    assert len(forgotten) == 3
    with pytest.raises(BadArchive):
        Gathered(place, "bad.zip")
    assert (place / "project" / "bad.zip").exists()


def test_what_was_unpacked_for_nothing_but_is_right_is_not_forgotten(place):
    forgotten = []
    origin = Origin(str(place / "project" / "z.zip"), forget=lambda: forgotten.append(1))
    assert Gathered(place, "z.zip", origin=origin).row("target") == [("a.txt",), ("sub",)]
    assert forgotten == []
