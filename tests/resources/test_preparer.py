import hashlib
import io
import os
import pickle
import re
import tarfile
import threading
import zipfile

import pytest
import yaml

from guild_jupyter.resources import preparer
from guild_jupyter.resources.candidates import RunFacts
from guild_jupyter.supervise import progress

FAILED = "guild: run failed because a dependency was not met: "


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def op(*sources):
    lines = "".join(f"    - {source}\n" for source in sources)
    return f"op:\n  main: x\n  requires:\n{lines}"


def deps(run):
    return yaml.safe_load((run / ".guild" / "attrs" / "deps").read_text())


def manifest(run):
    return (run / ".guild" / "manifest").read_text()


def sha1(text):
    return hashlib.sha1(text.encode()).hexdigest()


def zip_bytes(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, content in files.items():
            file.writestr(name, content)
    return out.getvalue()


EVERYTHING = """
- model: m
  operations:
    op:
      main: x
      flags: {{k: 1}}
      requires: [data, {{operation: prep, name: upstream}}, {{module: json}}, {{config: c.yml}}]
  resources:
    data:
      path: d
      sources:
        - a.csv
        - {{file: "it's.zip", name: zipped}}
        - {{url: '{url}', sha256: '{sha}'}}
"""


def test_the_program_gets_a_run_everything_it_requires(world, server):
    body = b"1,2\n"
    url = server.serve("/data/remote.csv", body)
    world.file("a.csv", "a")
    world.file("it's.zip", zip_bytes({"sub/b.txt": "b", "c": "c"}))
    world.file("c.yml", "k: 0\n")
    prep = world.run_dir({"out.txt": "o"})
    facts = RunFacts(prep.name, str(prep), "completed", "", "prep", 1)
    guild_file = EVERYTHING.format(url=url, sha=hashlib.sha256(body).hexdigest())
    run = world.ordered(world.plan(guild_file, {"k": 5}, runs=[facts]))
    (run / ".guild" / "manifest").write_text("s x.py abc x.py\n")
    done = world.prepare_as_program(run)
    assert (done.returncode, done.stderr) == (0, "")
    took = re.search(r"Downloaded 4 bytes in (.*) s\n", done.stdout)
    assert done.stdout == (
        "Resolving data\n"
        f"Unpacking {world.project}/it's.zip\n"
        f"Downloading {url}\n"
        f"{took[0]}"
        "Resolving upstream\n"
        f"Using run {prep.name} for upstream\n"
        "Resolving module:json\n"
        "Resolving config:c.yml\n"
    )
    assert manifest(run) == (
        "s x.py abc x.py\n"
        f"d d/a.csv {sha1('a')} file:a.csv\n"
        f"""d d/c {sha1("c")} 'file:it'"'"'s.zip' c\n"""
        """d d/sub - 'file:it'"'"'s.zip' sub\n"""
        f"d d/remote.csv {sha1('1,2' + chr(10))} {url}\n"
        "d out.txt - operation:prep\n"
        f"d c.yml {sha1('k: 5' + chr(10))} config:c.yml\n"
    )
    found = deps(run)
    assert found["data"]["file:a.csv"] == {
        "uri": "file:a.csv",
        "paths": ["../../../project/a.csv"],
    }
    assert found["data"]["zipped"]["paths"] == ["../../../project/it's.zip"]
    assert found["data"][url]["paths"][0].startswith("../../cache/resources/")
    assert found["upstream"]["upstream"]["config"] == prep.name
    assert names(run / ".guild") == ["attrs", "generated", "manifest", "plan.json"]
    assert (run / "d" / "sub" / "b.txt").read_text() == "b"
    assert (run / "d" / "remote.csv").read_bytes() == body
    assert (run / "out.txt").is_symlink()


def test_a_run_that_requires_nothing_is_ready_at_once(world):
    run = world.run_dir()
    (run / ".guild" / "plan.json").write_text("{}")
    preparer.main(str(run))
    assert (run / ".guild" / "attrs" / "deps").read_text() == "{}\n"


def test_the_program_ends_with_1_and_says_what_was_not_met(world):
    world.file("a.csv", "a")
    run = world.ordered(world.plan(op(f"{{file: a.csv, sha256: '{'0' * 64}', help: Get it}}")))
    done = world.prepare_as_program(run)
    assert done.returncode == 1
    assert done.stdout == "Resolving file:a.csv\n"
    assert done.stderr == (
        f"{FAILED}could not resolve 'file:a.csv' in file:a.csv resource: "
        f"'{world.project}/a.csv' has an unexpected sha256 "
        f"(expected {'0' * 64} but got {hashlib.sha256(b'a').hexdigest()})\nGet it\n"
    )
    assert not (run / ".guild" / "supervisor.log").exists()
    assert names(run) == [".guild"]


def test_what_runs_code_when_it_is_loaded_is_only_placed(world, server, tmp_path):
    canary = tmp_path / "ran"
    evil = pickle.dumps(type("Evil", (), {"__reduce__": lambda self: (canary.touch, ())})())
    world.file("a.pkl", evil)
    world.file("z.zip", zip_bytes({"b.pt": evil, "c.npy": evil}))
    url = server.serve("/d.joblib", evil)
    prep = world.run_dir({"e.ckpt": ""})
    (prep / "e.ckpt").write_bytes(evil)
    facts = RunFacts(prep.name, str(prep), "completed", "", "prep", 1)
    guild_file = op("file: a.pkl", "file: z.zip", f"url: '{url}'", "operation: prep")
    run = world.ordered(world.plan(guild_file, runs=[facts]))
    assert world.prepare_as_program(run).returncode == 0
    assert names(run) == [".guild", "a.pkl", "b.pt", "c.npy", "d.joblib", "e.ckpt"]
    assert not canary.exists()
    pickle.loads((run / "b.pt").read_bytes())
    assert canary.exists()


def test_a_hostile_archive_places_nothing(world):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as file:
        file.addfile(tarfile.TarInfo("fine"))
        link = tarfile.TarInfo("evil")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc"
        file.addfile(link)
    world.file("a.tgz", out.getvalue())
    run = world.ordered(world.plan(op("file: a.tgz")))
    done = world.prepare_as_program(run)
    assert done.returncode == 1
    assert "'evil' that is no file and no folder" in done.stderr
    assert names(run) == [".guild"]
    assert names(run / ".guild") == ["attrs", "manifest", "plan.json"]


def test_what_is_there_is_left_alone_with_guilds_warning(world, capsys):
    world.file("a", "a")
    run = world.run_dir({"a": "mine"})
    world.prepare(op("file: a"), run=run)
    assert (run / "a").read_text() == "mine"
    assert manifest(run) == ""
    assert capsys.readouterr().err == f"WARNING: {run}/a already exists, skipping copy\n"
    assert deps(run)["file:a"]["file:a"]["paths"] == ["../../../project/a"]
    run = world.run_dir({"a": "mine"})
    world.prepare(op("{file: a, target-type: link}"), run=run)
    assert "already exists, skipping link" in capsys.readouterr().err


def test_what_is_there_gives_way_if_so_wanted(world):
    world.file("a", "a")
    run = world.prepare(op("{file: a, replace-existing: yes}"), run=world.run_dir({"a": "mine"}))
    assert (run / "a").read_text() == "a"


@pytest.mark.parametrize(
    ("option", "err"),
    [
        ("", "WARNING: nothing resolved for file:d\n"),
        (", warn-if-empty: no", ""),
    ],
)
def test_a_source_that_gives_nothing_is_said(world, capsys, option, err):
    world.file("d/a")
    run = world.prepare(op(f"{{file: d, select: zzz{option}}}"))
    assert capsys.readouterr().err == err
    assert deps(run) == {"file:d": {"file:d": {"uri": "file:d", "paths": []}}}


def test_a_source_that_gives_nothing_fails_the_run_if_so_wanted(world, capsys):
    world.file("d/a")
    with pytest.raises(SystemExit):
        world.prepare(op("{file: d, select: zzz, fail-if-empty: yes}"))
    assert "resource: nothing resolved for file:d\n" in capsys.readouterr().err


def test_a_preserved_path_takes_the_place_of_the_target_path(world, capsys):
    world.file("d/sub/a")
    run = world.prepare(op("{file: d, select: sub/a, preserve-path: yes, target-path: t}"))
    assert (run / "d" / "sub" / "a").exists()
    assert "target-path 't' specified with preserve-path - ignoring" in capsys.readouterr().err


def test_what_was_resolved_before_is_not_resolved_again(world, capsys):
    world.file("a", "a")
    world.file("b", "b")
    guild_file = op("file: a", "{file: b, always-resolve: yes, replace-existing: yes}", "file: a")
    run = world.prepare(guild_file)
    assert capsys.readouterr().out == (
        "Resolving file:a\n"
        "Resolving file:b\n"
        "Resolving file:a\n"
        "Skipping resolution of file:a because it's already resolved\n"
    )
    world.file("a", "new")
    world.file("b", "new")
    before = deps(run)
    world.prepare(guild_file, run=run)
    assert ((run / "a").read_text(), (run / "b").read_text()) == ("a", "new")
    assert deps(run) == before


@pytest.mark.parametrize("text", ["[1", "- 1", "", "file:a: 5"])
def test_a_broken_record_of_an_earlier_start_is_no_hindrance(world, text):
    world.file("a", "a")
    run = world.run_dir()
    (run / ".guild" / "attrs" / "deps").write_text(text)
    world.prepare(op("file: a"), run=run)
    assert (run / "a").read_text() == "a"


def test_a_failure_of_the_system_is_said_as_one(world, capsys):
    path = world.file("a", "a")
    world.file("b", "b")
    plan = world.plan(op("file: a", "file: b"))
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(SystemExit):
        preparer.main(str(world.ordered(plan)))
    assert "it is no file and no folder" in capsys.readouterr().err


def test_an_unexpected_error_says_so(world, capsys, monkeypatch):
    world.file("a", "a")

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "utime", full)
    with pytest.raises(SystemExit):
        world.prepare(op("file: a"))
    assert capsys.readouterr().err == (
        f"{FAILED}unexpected error resolving 'file:a' in file:a resource: "
        "[Errno 28] No space left on device\n"
    )


def test_under_force_what_is_not_met_is_only_a_warning(world, capsys):
    world.file("b", "b")
    run = world.prepare(op("file: a", "file: b"), force=True)
    assert (run / "b").exists()
    assert capsys.readouterr().err == (
        "WARNING: a dependency was not met: could not resolve 'file:a' in file:a resource: "
        f"cannot find source file 'a' in {world.project}\n"
    )
    assert deps(run)["file:a"] == {}


def test_what_a_killed_preparer_left_is_swept(world):
    run = world.run_dir()
    left = run / ".guild" / ".tmp-prepare-xyz" / "unpacked-1"
    left.mkdir(parents=True)
    world.file("a", "a")
    world.prepare(op("file: a"), run=run)
    assert not left.parent.exists()


def test_the_mode_of_the_plan_is_that_of_deps(world):
    world.file("a", "a")
    run = world.prepare(op("file: a"), more={"supervise": {"mode": 0o640}})
    assert (run / ".guild" / "attrs" / "deps").stat().st_mode & 0o777 == 0o640


def test_a_rename_may_make_folders_but_never_outside(world, capsys):
    world.file("a", "a")
    run = world.prepare(op("{file: a, rename: a zz/b}"))
    assert (run / "zz" / "b").read_text() == "a"
    with pytest.raises(SystemExit):
        world.prepare(op("{file: a, rename: a ../../evil}"))
    assert "path must not leave the run directory" in capsys.readouterr().err
    assert not (world.home / "evil").exists()


def test_names_that_a_manifest_cannot_hold_are_refused(world, capsys):
    world.file("d/two\nlines", "x")
    with pytest.raises(SystemExit):
        world.prepare(op("{file: d, select: '(?s).*'}"))
    assert "control character" in capsys.readouterr().err


def test_the_home_is_told_by_the_place_of_the_run_if_by_nothing_else(world, server):
    url = server.serve("/x", b"x")
    plan = world.plan(op(f"url: '{url}'"))
    run = world.ordered(plan, home="")
    preparer.main(str(run))
    assert (world.home / "cache" / "resources").is_dir()


def test_a_download_larger_than_the_plan_allows_fails_the_run(world, server, capsys):
    url = server.serve("/x", b"x" * 100)
    with pytest.raises(SystemExit):
        world.prepare(op(f"url: '{url}'"), more={"download_limit": 10})
    assert "larger than 10 bytes" in capsys.readouterr().err


def test_a_linked_archive_is_shared_by_runs(world):
    world.file("a.zip", zip_bytes({"big.bin": "x"}))
    one, two = (world.prepare(op("{file: a.zip, target-type: link}")) for _ in range(2))
    assert (one / "big.bin").readlink() == (two / "big.bin").readlink()
    assert (one / "big.bin").read_text() == "x"
    assert deps(one)["file:a.zip"]["file:a.zip"]["paths"] == [str((one / "big.bin").readlink())]


def test_how_far_a_download_is_can_be_read_meanwhile(world, server):
    go_on = threading.Event()

    def answer(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(b"x" * 400)
        handler.wfile.flush()
        go_on.wait(30)
        handler.wfile.write(b"x" * 600)

    server.answers["/x"] = answer
    run = world.ordered(world.plan(op(f"{{url: '{server.url('/x')}', name: data}}")))
    thread = threading.Thread(target=preparer.main, args=(str(run),))
    thread.start()
    while (found := progress.read(run)) is None:
        assert thread.is_alive()
    go_on.set()
    thread.join()
    assert (found.what, found.total) == ("data", 1000)
    assert 0 < found.done <= 400
    assert progress.read(run) is None
    assert not (run / ".guild" / "progress.json").exists()


def test_no_progress_is_left_by_a_preparation_that_failed(world, server):
    server.answers["/x"] = (200, {"Content-Length": 9}, b"short")
    with pytest.raises(SystemExit):
        world.prepare(op(f"url: '{server.url('/x')}'"), run=(run := world.run_dir()))
    assert not (run / ".guild" / "progress.json").exists()
