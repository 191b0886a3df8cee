"""Files of runs whose folders are odd: the others are listed all the same."""

import os

from guild_jupyter.runstore import listing


def test_links_that_lead_to_themselves_are_listed_as_files(store):
    run = store.run(files={"a.txt": "", "sub/b.txt": ""})
    (run.dir / "loop").symlink_to("loop")
    (run.dir / "sub/up").symlink_to("..")
    assert run.files() == ["a.txt", "loop", "sub/b.txt"]
    assert listing.entries(run) == ["a.txt", "loop", "sub/", "sub/b.txt", "sub/up/"]
    assert listing.entries(run, follow=True) == listing.entries(run)


def test_only_what_guild_itself_put_there_is_left_out(store):
    run = store.run(files={".guild/sourcecode/t.py": "", "sub/.guild/x": "", "__pycache__/c": ""})
    assert run.files() == ["sub/.guild/x"]


def test_a_tree_deeper_than_any_path_hides_nothing_beside_it(store):
    run = store.run(files={"a.txt": "", "z/b.txt": ""})
    top = os.open(run.dir, os.O_RDONLY)
    folder = os.dup(top)
    for _ in range(600):
        os.mkdir("dddddddd", dir_fd=folder)
        below = os.open("dddddddd", os.O_RDONLY, dir_fd=folder)
        os.close(folder)
        folder = below
    os.close(os.open("deepest", os.O_CREAT, dir_fd=folder))
    os.close(folder)
    os.close(top)
    assert run.files() == ["a.txt", "z/b.txt"]
    assert {"a.txt", "z/b.txt"} < set(listing.entries(run))
    run.delete(permanent=True)


def test_a_run_that_is_gone_has_no_files(store):
    run = store.run(files={"a.txt": ""})
    run.delete()
    assert run.files() == []
    assert listing.entries(run) == []


def test_a_folder_that_may_not_be_read_hides_nothing_beside_it(store, another_user):
    run = store.run(files={"a.txt": "", "closed/b.txt": ""})
    (run.dir / "closed").chmod(0)
    for folder in (run.dir, *run.dir.parents):
        if os.access(folder, os.W_OK) and folder.stat().st_uid == os.geteuid():
            folder.chmod(folder.stat().st_mode | 0o011 | 0o044)
    assert another_user(run.files) == ["a.txt"]
