import io
import json
import zipfile

import pytest

from guild_jupyter.errors import ResourceError
from guild_jupyter.resources import preparer
from guild_jupyter.resources.plan import Plan


def op(*sources):
    lines = "".join(f"    - {source}\n" for source in sources)
    return f"op:\n  main: x\n  requires:\n{lines}"


def archive(**files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, content in files.items():
            file.writestr(name, content)
    return out.getvalue()


def placed(run):
    return {
        path.relative_to(run).as_posix(): path.read_text()
        for path in sorted(run.rglob("*"))
        if path.is_file() and ".guild" not in path.relative_to(run).parts
    }


def cached(world):
    return [path.name for path in world.home.glob("cache/resources/*/*")]


COUNT = "echo ran >> {}; tr a-z A-Z < a > b"


def test_without_trust_the_plan_fails_and_shows_the_command(world):
    world.file("f")
    with pytest.raises(ResourceError) as caught:
        world.plan(op("{file: f, post-process: 'curl x | sh'}"))
    assert caught.value.message.endswith("run with your rights: 'curl x | sh'")
    assert caught.value.hint == ("If you trust it, allow it for this run: --trust-post-process.")


@pytest.mark.parametrize("option", ["optional: yes", "warn-if-empty: no"])
def test_no_attribute_stands_for_trust(world, option):
    world.file("f")
    guild_file = op(f"{{file: f, post-process: 'touch x', {option}}}")
    for force in (False, True):
        with pytest.raises(ResourceError, match="with your rights"):
            world.plan(guild_file, force=force)


def test_signs_that_could_hide_the_command_are_shown_as_they_are(world):
    world.file("f")
    with pytest.raises(ResourceError) as caught:
        world.plan(op('{file: f, post-process: "evil\\r\\e[2Kharmless"}'))
    assert r"'evil\r\x1b[2Kharmless'" in caught.value.message


def test_the_command_of_another_package_never_runs(world):
    guild_file = """
    - model: m
      operations:
        op: {main: x, requires: [pkg/data]}
      resources:
        pkg/data: [{file: f, post-process: 'touch x'}]
    """
    world.file("f")
    with pytest.raises(ResourceError, match="it is of another package") as caught:
        world.plan(guild_file, trust=True)
    assert "never run" in caught.value.hint


def test_a_plan_that_is_not_trusted_runs_nothing(world, tmp_path, capsys):
    world.file("f")
    plan = world.plan(op(f"{{file: f, post-process: 'touch {tmp_path}/ran'}}"), trust=True)
    assert plan.trusted
    assert Plan.from_json(plan.to_json()) == plan
    for value in (False, None, "yes", 1):
        run = world.ordered(plan)
        orders = json.loads((run / ".guild" / "plan.json").read_text())
        orders["resources"]["trusted"] = value
        (run / ".guild" / "plan.json").write_text(json.dumps(orders))
        with pytest.raises(SystemExit):
            preparer.main(str(run))
        assert "nobody allowed its post-process" in capsys.readouterr().err
    assert not (tmp_path / "ran").exists()


def test_it_runs_once_for_an_archive_where_that_was_unpacked(world, tmp_path, capfd):
    world.file("z.zip", archive(a="text"))
    guild_file = op(
        f"{{file: z.zip, post-process: '{COUNT.format(tmp_path / 'count')}; echo hi'}}"
    )
    one, two = (world.prepare(guild_file, trust=True) for _ in range(2))
    assert placed(one) == placed(two) == {"a": "text", "b": "TEXT"}
    assert (tmp_path / "count").read_text() == "ran\n"
    out = capfd.readouterr().out
    assert out.count("Running post-process of file:z.zip: echo ran") == 1
    assert out.count("\nhi\n") == 1
    assert " file:z.zip b\n" in (one / ".guild" / "manifest").read_text()


def test_another_content_or_command_is_processed_anew(world, tmp_path):
    world.file("z.zip", archive(a="text"))
    guild_file = op(f"{{file: z.zip, post-process: '{COUNT.format(tmp_path / 'count')}'}}")
    world.prepare(guild_file, trust=True)
    world.file("z.zip", archive(a="other text"))
    assert placed(world.prepare(guild_file, trust=True))["b"] == "OTHER TEXT"
    world.prepare(op("{file: z.zip, post-process: 'cp a c'}"), trust=True)
    assert (tmp_path / "count").read_text() == "ran\n" * 2


def test_what_is_linked_is_linked_to_the_result(world):
    world.file("z.zip", archive(a="text"))
    guild_file = op("{file: z.zip, target-type: link, select: c, post-process: 'cp a c'}")
    run = world.prepare(guild_file, trust=True)
    assert (run / "c").is_symlink()
    assert placed(run) == {"c": "text"}


def test_a_download_is_processed_beside_not_in_the_cache(world, server):
    url = server.serve("/d/raw.csv", b"1,2\n")
    guild_file = op(f"{{url: '{url}', post-process: 'tr , t < raw.csv > x; rm raw.csv'}}")
    for _ in range(2):
        assert placed(world.prepare(guild_file, trust=True)) == {"x": "1t2\n"}
    assert placed(world.prepare(op(f"url: '{url}'"))) == {"raw.csv": "1,2\n"}
    assert server.asked == ["/d/raw.csv"]


def test_a_file_of_the_project_is_left_as_it_is(world):
    path = world.file("f.txt", "mine")
    run = world.prepare(op("{file: f.txt, post-process: 'echo x > f.txt'}"), trust=True)
    assert placed(run) == {"f.txt": "x\n"}
    assert path.read_text() == "mine"


@pytest.mark.parametrize("kind", ["copy", "link"])
def test_a_folder_is_processed_in_a_copy_of_the_runs_own(world, kind):
    world.file("d/sub/a", "text")
    guild_file = op(
        f"{{file: d, target-type: {kind}, post-process: 'pwd; echo y >> sub/a; touch sub/b'}}"
    )
    for _ in range(2):
        run = world.prepare(guild_file, trust=True)
        assert (run / "d" / "sub" / "a").read_text() == "texty\n"
        assert (run / "d" / "sub" / "b").exists()
        assert (run / "d").is_symlink() == (kind == "link")
    assert sorted(path.name for path in (world.project / "d" / "sub").iterdir()) == ["a"]


def test_paths_in_a_processed_folder_are_preserved_as_ever(world):
    world.file("d/sub/a", "text")
    guild_file = op(
        "{file: d, select: '.*/b', preserve-path: yes, post-process: 'cp sub/a sub/b'}"
    )
    run = world.prepare(guild_file, trust=True)
    assert placed(run) == {"d/sub/b": "text"}
    assert "d d/sub/b " in (run / ".guild" / "manifest").read_text()
    assert " file:d/sub/b\n" in (run / ".guild" / "manifest").read_text()


@pytest.mark.parametrize("name", ["z.zip", "f", "d"])
def test_a_command_that_fails_fails_the_run_and_leaves_nothing(world, capsys, name):
    world.file("z.zip", archive(a="text"))
    world.file("f")
    world.file("d/a")
    run = world.run_dir()
    with pytest.raises(SystemExit):
        world.prepare(
            op(f"{{file: {name}, post-process: 'touch x; exit 3'}}"), run=run, trust=True
        )
    assert "post-process ended with status 3: 'touch x; exit 3'" in capsys.readouterr().err
    assert placed(run) == {}
    assert not cached(world)
    assert list((run / ".guild").glob("generated/*")) == []


def test_the_digest_is_checked_before_the_command_runs(world, tmp_path):
    world.file("z.zip", archive(a="text"))
    source = f"{{file: z.zip, sha256: '{'0' * 64}', post-process: 'touch {tmp_path}/ran'}}"
    with pytest.raises(SystemExit):
        world.prepare(op(source), trust=True)
    assert not (tmp_path / "ran").exists()


def test_it_has_no_input_and_flags_are_not_put_into_it(world):
    world.file("f", "")
    guild_file = (
        "op: {main: x, flags: {n: 1}, requires: {file: f, post-process: 'cat; echo ${n} > o'}}"
    )
    run = world.prepare(guild_file, {"n": "$(touch evil)"}, trust=True)
    assert placed(run) == {"f": "", "o": "\n"}


def test_what_a_killed_preparer_left_is_not_taken(world, tmp_path):
    world.file("z.zip", archive(a="text"))
    kill = (
        f"test -e {tmp_path}/once || {{ touch {tmp_path}/once half; kill -9 $PPID; }}; touch whole"
    )
    guild_file = op(f"{{file: z.zip, post-process: '{kill}'}}")
    run = world.ordered(world.plan(guild_file, trust=True))
    assert world.prepare_as_program(run).returncode == -9
    assert placed(run) == {}
    assert any(name.startswith(".making-") for name in cached(world))
    run = world.ordered(world.plan(guild_file, trust=True))
    assert world.prepare_as_program(run).returncode == 0
    assert placed(run) == {"a": "text", "whole": ""}
    assert not any(name.startswith(".making-") for name in cached(world))
