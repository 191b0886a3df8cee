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


@pytest.mark.parametrize("target", ["~nobodyhere/x", "a" * 5000])
def test_what_is_no_path_is_said(world, target):
    with pytest.raises(ResourceError, match="is no path"):
        path_of(world, target)


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
