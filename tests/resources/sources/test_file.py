import pytest

from guild_jupyter.errors import ResourceError
from guild_jupyter.resources import preparer

OPERATION = """
op:
  main: x
  requires: [{{file: '{}'}}]
"""


def path_of(world, target):
    ((source,),) = [r.sources for r in world.plan(OPERATION.format(target)).resources]
    return source.path


def test_a_path_is_below_the_project_or_absolute(world, tmp_path):
    world.file("a/b.csv")
    assert path_of(world, "a/b.csv") == str(world.project / "a" / "b.csv")
    assert path_of(world, "./a/../a/b.csv") == str(world.project / "a" / "b.csv")
    assert path_of(world, tmp_path) == str(tmp_path)
    assert path_of(world, "..") == str(tmp_path)


def test_a_tilde_is_the_users_home(world, monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "data").touch()
    assert path_of(world, "~/data") == str(tmp_path / "data")


@pytest.mark.parametrize("target", ["loop/x", "a" * 5000])
def test_what_is_no_path_is_said(world, target):
    (world.project / "loop").symlink_to("loop")
    with pytest.raises(ResourceError, match="is no path") as caught:
        path_of(world, target)
    assert caught.value.hint


def test_the_folder_of_an_unknown_user_is_not_there(world):
    with pytest.raises(ResourceError, match="cannot find source file '~nobodyhere/x'"):
        path_of(world, "~nobodyhere/x")


def test_a_digest_of_a_folder_is_refused(world):
    world.file("d/a")
    with pytest.raises(ResourceError, match="which is a folder"):
        world.plan(f"op: {{main: x, requires: {{file: d, sha256: '{'0' * 64}'}}}}")


def test_a_file_that_went_away_meanwhile_is_said(world, capsys):
    path = world.file("a.csv")
    run = world.ordered(world.plan(OPERATION.format("a.csv")))
    path.unlink()
    with pytest.raises(SystemExit):
        preparer.main(str(run))
    assert "cannot find source file 'a.csv'" in capsys.readouterr().err


@pytest.fixture
def folders(world, monkeypatch, tmp_path):
    """Have the model extend those of two other folders; make files there."""
    from dataclasses import replace

    from guild_jupyter.guildfile import reader

    real = reader.read

    def read(path):
        project = real(path)
        inherited = (world.project, tmp_path / "base", tmp_path / "further")
        models = {n: replace(m, folders=inherited) for n, m in project.models.items()}
        return replace(project, models=models)

    monkeypatch.setattr(reader, "read", read)

    def make(name, content):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
        return path

    return make


def test_a_file_is_looked_for_where_the_extended_models_are(world, folders):
    base = folders("base/data/a.csv", "base")
    folders("further/data/a.csv", "further")
    further = folders("further/b.csv", "b")
    assert path_of(world, "data/a.csv") == str(base)
    assert path_of(world, "b.csv") == str(further)
    mine = world.file("data/a.csv", "mine")
    assert path_of(world, "data/a.csv") == str(mine)


def test_what_is_in_another_folder_is_preserved_and_named_by_its_path_there(world, folders):
    folders("base/data/a.csv", "base")
    run = world.prepare("op: {main: x, requires: {file: data/a.csv, preserve-path: yes}}")
    assert (run / "data" / "a.csv").read_text() == "base"
    assert (run / ".guild" / "manifest").read_text().endswith(" file:data/a.csv\n")
    assert world.plan("op: {main: x, requires: {file: data/a.csv}}").local_paths == ()


def test_a_config_file_is_looked_for_there_too(world, folders):
    folders("further/c.yml", "a: 1\n")
    run = world.prepare("op: {main: x, flags: {a: 1}, requires: {config: c.yml}}", {"a": 2})
    assert (run / "c.yml").read_text() == "a: 2\n"


def test_every_folder_is_named_if_it_is_in_none(world, folders, tmp_path):
    with pytest.raises(ResourceError) as caught:
        path_of(world, "nope")
    where = f"{world.project} or {tmp_path}/base or {tmp_path}/further"
    assert f"cannot find source file 'nope' in {where}" in caught.value.message
