"""Links in what is placed, and links that are placed: nothing is ever written through one."""

import hashlib

import pytest

from guild_jupyter.resources.candidates import RunFacts


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def op(*sources):
    lines = "".join(f"    - {source}\n" for source in sources)
    return f"op:\n  main: x\n  requires:\n{lines}"


def manifest(run):
    return (run / ".guild" / "manifest").read_text()


def sha1(text):
    return hashlib.sha1(text.encode()).hexdigest()


def test_links_in_a_folder_of_the_project_stay_links(world):
    world.file("d/sub/b.txt", "b")
    links = {"lsub": "sub", "gone": "nowhere", "self": ".", "far": "/etc/hostname"}
    for name, text in links.items():
        (world.project / "d" / name).symlink_to(text)
    run = world.prepare(op("file: d"))
    assert {name: str((run / "d" / name).readlink()) for name in links} == links
    assert (run / "d" / "lsub" / "b.txt").read_text() == "b"


def test_nothing_is_selected_through_a_link_in_a_folder_of_the_project(world, capsys):
    world.file("d/sub/b.txt", "b")
    (world.project / "d" / "lsub").symlink_to("sub")
    (world.project / "d" / "self").symlink_to(".")
    run = world.prepare(op("{file: d, select: '.*txt'}"))
    assert manifest(run) == f"d b.txt {sha1('b')} file:d/sub/b.txt\n"
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("more", ["", ", always-resolve: yes, replace-existing: yes"])
def test_what_is_in_a_folder_that_was_linked_just_now_is_there_already(world, capsys, more):
    world.file("d/s/b", "b")
    world.file("d/a", "a")
    guild_file = op(
        f"{{file: d, select: '.*', preserve-path: yes, target-type: link{more}}}",
    )
    run = world.prepare(guild_file)
    for _ in range(2):
        assert (run / "d" / "s").is_symlink()
        assert (run / "d" / "s" / "b").read_text() == "b"
        assert not (world.project / "d" / "s" / "b").is_symlink()
        assert f"WARNING: {run}/d/s/b already exists, skipping link\n" in capsys.readouterr().err
        if not more:
            break
        world.prepare(guild_file, run=run)


def test_what_a_run_made_can_be_selected_with_its_folder(world):
    prep = world.run_dir({"out/deep/k.txt": "k", "out/l.txt": "l"})
    facts = RunFacts(prep.name, str(prep), "completed", "", "prep", 1)
    run = world.prepare(
        op("{operation: prep, select: 'out/.*', preserve-path: yes}"), runs=[facts]
    )
    assert (run / "out" / "deep" / "k.txt").read_text() == "k"
    assert manifest(run) == "d out/deep - operation:prep\nd out/l.txt - operation:prep\n"


def test_a_new_name_does_not_lead_through_a_link_either(world, capsys):
    world.file("d/s/b", "b")
    with pytest.raises(SystemExit):
        world.prepare(
            op("{file: d, select: '.*', preserve-path: yes, target-type: link, rename: b c}")
        )
    assert "'d/s' is no folder, or a link" in capsys.readouterr().err
    assert names(world.project / "d" / "s") == ["b"]


def test_a_link_of_another_source_is_not_gone_through(world, capsys):
    world.file("d/a", "a")
    world.file("e", "e")
    with pytest.raises(SystemExit):
        world.prepare(op("{file: d, target-type: link}", "{file: e, target-path: d}"))
    assert "'d' is no folder, or a link" in capsys.readouterr().err
    assert names(world.project / "d") == ["a"]
