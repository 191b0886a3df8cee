"""Files of a run by the path that a user gives: which links are followed, and which never."""

import pytest

from guild_jupyter.errors import RunError
from guild_jupyter.runstore import foreign, inside


@pytest.fixture
def linked(store, tmp_path):
    """A run with links out of its home, and to another run of it."""
    (tmp_path / "secret").write_text("s")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder/inner").write_text("i")
    other = store.run(files={"model": "m"})
    run = store.run(files={"own": "o"})
    (run.dir / "out").symlink_to(tmp_path / "secret")
    (run.dir / "far").symlink_to("../../../folder")
    (run.dir / "model").symlink_to(other.dir / "model")
    (run.dir / "alias").symlink_to("own")
    return run


def test_what_is_linked_into_a_run_is_read_and_where_from_can_be_told(linked, tmp_path):
    for name in ("out", "far/inner", "model", "alias", "./far/../own"):
        assert inside.located(linked, name).read_text()
    assert inside.leads_out(linked, linked.dir / "out") == (tmp_path / "secret").resolve()
    assert inside.leads_out(linked, linked.dir / "alias") is None


def test_links_of_an_imported_run_are_followed_within_its_home_only(store, linked):
    foreign.mark(store.home, linked.id, "/mnt/from.zip")
    assert inside.located(linked, "model").read_text() == "m"
    assert inside.located(linked, "alias").read_text() == "o"
    for name in ("out", "far/inner"):
        with pytest.raises(RunError, match=r"is not followed: .* imported from /mnt/from\.zip"):
            inside.located(linked, name)
    with pytest.raises(RunError, match="is not followed"):
        inside.located(linked, "far", folders=True)


@pytest.mark.parametrize(
    "name", ["../secret", "/etc/hostname", "a\0b", "x" * 300, "own/..", "nope"]
)
def test_nothing_else_is_a_file_of_a_run(linked, name):
    with pytest.raises(RunError, match="no file"):
        inside.located(linked, name)
