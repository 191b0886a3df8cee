import hashlib
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guild_jupyter.errors import ResourceError
from guild_jupyter.resources.placing import Placed, Placer, copy

SHA1_OF_X = hashlib.sha1(b"x").hexdigest()


def names(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def run(tmp_path):
    folder = tmp_path / "home" / "runs" / "r"
    (folder / ".guild" / ".tmp").mkdir(parents=True)
    return folder


@pytest.fixture
def placer(run):
    return Placer(str(run), str(run / ".guild" / ".tmp"))


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "data" / "x.txt"
    path.parent.mkdir()
    path.write_text("x")
    (path.parent / "sub").mkdir()
    (path.parent / "sub" / "y.txt").write_text("y")
    return path


def place(placer, path, target, link=False, replace=False, movable=False):
    return placer.place(str(path), target, link=link, replace=replace, movable=movable)


def test_a_file_is_copied_with_its_mode_and_time(placer, run, source):
    source.chmod(0o750)
    os.utime(source, ns=(1, 2_000_000_000))
    assert place(placer, source, "a/b/x.txt") == Placed("a/b/x.txt", SHA1_OF_X)
    copied = run / "a" / "b" / "x.txt"
    assert copied.read_text() == "x"
    assert copied.stat().st_mode & 0o777 == 0o750
    assert copied.stat().st_mtime_ns == 2_000_000_000
    assert not copied.is_symlink()


def test_a_folder_is_copied_whole(placer, run, source):
    assert place(placer, source.parent, "d") == Placed("d", "-")
    assert (run / "d" / "sub" / "y.txt").read_text() == "y"


def test_a_link_is_relative_and_leads_to_the_source(placer, run, source):
    assert place(placer, source, "a/x.txt", link=True) == Placed("a/x.txt", "-")
    assert (run / "a" / "x.txt").readlink().as_posix() == "../../../../data/x.txt"
    assert (run / "a" / "x.txt").read_text() == "x"


def test_a_link_is_right_even_if_the_run_directory_is_reached_by_one(tmp_path, run, source):
    (tmp_path / "far").mkdir()
    (tmp_path / "far" / "away").symlink_to(run)
    away = tmp_path / "far" / "away"
    place(Placer(str(away), str(away / ".guild/.tmp")), source, "x", link=True)
    assert (run / "x").read_text() == "x"


def test_what_was_made_for_the_run_is_moved(placer, run, source):
    assert place(placer, source, "x", movable=True) == Placed("x", SHA1_OF_X)
    assert not source.exists()
    assert place(placer, source.parent, "d", movable=True) == Placed("d", "-")
    assert not source.parent.exists()


def test_what_is_there_is_left_alone(placer, run, source):
    (run / "x.txt").write_text("mine")
    assert place(placer, source, "./x.txt") == Placed("x.txt", skipped=True)
    (run / "dangling").symlink_to("nowhere")
    assert place(placer, source, "dangling").skipped
    assert (run / "x.txt").read_text() == "mine"


@pytest.mark.parametrize("link", [True, False])
def test_what_is_there_gives_way_if_it_shall(placer, run, source, link, tmp_path):
    (run / "file").write_text("old")
    (run / "folder" / "deep").mkdir(parents=True)
    (run / "link").symlink_to(tmp_path / "data" / "sub")
    for name in ("file", "folder", "link"):
        assert not place(placer, source, name, link=link, replace=True).skipped
        assert (run / name).read_text() == "x"
    assert (tmp_path / "data" / "sub" / "y.txt").exists()
    assert names(run / ".guild" / ".tmp") == []


@pytest.mark.parametrize("target", ["../x", "/x", "a/../../x", ".guild/attrs/id", "", "a\nb"])
def test_a_target_outside_the_run_is_refused(placer, run, source, target):
    with pytest.raises(ResourceError, match="invalid path"):
        place(placer, source, target)
    assert names(run) == [".guild"]


@pytest.mark.parametrize("inside", ["", "/deep"])
def test_no_link_on_the_way_is_gone_through(placer, run, source, tmp_path, inside):
    (run / "way").symlink_to(tmp_path / "data" / "sub")
    with pytest.raises(ResourceError, match="'way' is no folder, or a link"):
        place(placer, source, f"way{inside}/x")
    assert names(tmp_path / "data" / "sub") == ["y.txt"]


def test_a_file_on_the_way_is_said(placer, run, source):
    (run / "way").touch()
    with pytest.raises(ResourceError, match="cannot place anything in 'way'"):
        place(placer, source, "way/x")


def test_another_failure_on_the_way_keeps_its_own_words(placer, run, source, monkeypatch):
    monkeypatch.setattr(
        os, "mkdir", lambda *a, **k: (_ for _ in ()).throw(OSError(28, "No space"))
    )
    with pytest.raises(OSError, match="No space"):
        place(placer, source, "way/x")


def test_links_are_copied_as_what_they_lead_to(tmp_path, source):
    (source.parent / "link").symlink_to("sub")
    (source.parent / "sub" / "file").symlink_to("../x.txt")
    assert copy(source.parent, tmp_path / "copy") == "-"
    assert (tmp_path / "copy" / "link" / "file").read_text() == "x"
    assert not (tmp_path / "copy" / "link").is_symlink()


def test_a_link_that_leads_back_or_nowhere_stays_a_link(tmp_path, source):
    (source.parent / "sub" / "up").symlink_to("..")
    (source.parent / "sub" / "gone").symlink_to("nowhere")
    (source.parent / "loop").symlink_to("loop")
    copy(source.parent, tmp_path / "copy")
    assert (tmp_path / "copy" / "sub" / "up").readlink().as_posix() == ".."
    assert (tmp_path / "copy" / "sub" / "gone").readlink().as_posix() == "nowhere"
    assert (tmp_path / "copy" / "loop").readlink().as_posix() == "loop"
    copy(source.parent / "sub" / "gone", tmp_path / "gone")
    assert (tmp_path / "gone").readlink().as_posix() == "nowhere"
    with pytest.raises(ResourceError, match=r"cannot copy .*: No such file"):
        copy(tmp_path / "nothing", tmp_path / "x")


def test_links_in_a_folder_can_be_kept_with_their_text(tmp_path, source):
    texts = {"in": "sub", "file": "x.txt", "out": "../elsewhere", "abs": str(source), "up": "."}
    for name, text in texts.items():
        (source.parent / name).symlink_to(text)
    (tmp_path / "itself").symlink_to("data")
    copy(tmp_path / "itself", tmp_path / "copy", keep_links=True)
    copied = tmp_path / "copy"
    assert {name: str((copied / name).readlink()) for name in texts} == texts
    assert not copied.is_symlink()
    assert (copied / "in" / "y.txt").read_text() == "y"


@pytest.mark.parametrize("mode", [0o750, 0o2775, 0o777, 0o1700])
def test_a_folder_keeps_its_mode(tmp_path, source, mode):
    (source.parent / "sub").chmod(mode)
    copy(source.parent, tmp_path / "copy")
    assert (tmp_path / "copy" / "sub").stat().st_mode & 0o7777 == mode


def test_the_owner_of_a_copied_folder_can_always_change_it(tmp_path, source):
    (source.parent / "sub").chmod(0o555)
    copy(source.parent, tmp_path / "copy")
    assert (tmp_path / "copy" / "sub").stat().st_mode & 0o777 == 0o755


def test_nothing_is_placed_through_a_link_that_was_copied(placer, run, source, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (source.parent / "out").symlink_to(tmp_path / "elsewhere")
    (source.parent / "file").symlink_to(tmp_path / "elsewhere" / "new")
    placer.place(str(source.parent), "d", link=False, replace=False, keep_links=True)
    with pytest.raises(ResourceError, match="'d/out' is no folder, or a link"):
        place(placer, source, "d/out/x.txt")
    assert place(placer, source, "d/file").skipped
    place(placer, source, "d/file", replace=True)
    assert not (run / "d" / "file").is_symlink()
    assert names(tmp_path / "elsewhere") == []


def test_what_is_no_file_and_no_folder_is_refused_without_waiting(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ResourceError, match="no file and no folder"):
        copy(tmp_path / "pipe", tmp_path / "copy")


@settings(max_examples=200)
@given(target=st.text(alphabet="./abé\\\0", max_size=12), link=st.booleans())
def test_no_target_places_anything_outside(tmp_path_factory, target, link):
    root = tmp_path_factory.mktemp("placing")
    run = root / "run"
    (run / ".guild" / ".tmp").mkdir(parents=True)
    (root / "x").write_text("x")
    placer = Placer(str(run), str(run / ".guild" / ".tmp"))
    try:
        placer.place(str(root / "x"), target, link=link, replace=True)
    except ResourceError:
        assert names(run) == [".guild"]
    assert names(root) == ["run", "x"]
    assert names(run / ".guild") == [".tmp"]
