import os

import pytest

from guild_jupyter.runstore.sizes import room


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "run"
    (made / "sub").mkdir(parents=True)
    (made / "sub/file").write_bytes(b"x" * 100_000)
    return made


def test_the_files_of_all_folders_count(folder):
    before = room(folder).count
    assert before >= 100_000
    (folder / "more").write_bytes(b"x" * 50_000)
    assert room(folder).count >= before + 50_000
    assert room(folder).is_whole


def test_links_count_nothing_and_names_of_one_file_once(folder, tmp_path):
    before = room(folder).count
    (tmp_path / "elsewhere").write_bytes(b"x" * 100_000)
    (folder / "link").symlink_to(tmp_path / "elsewhere")
    (folder / "up").symlink_to(tmp_path)
    os.link(folder / "sub/file", folder / "again")
    assert room(folder).count - before < 50_000


def test_of_a_run_with_too_many_files_the_least_is_told(folder):
    for number in range(20):
        (folder / str(number)).touch()
    counted = room(folder, most=10)
    assert not counted.is_whole
    assert str(counted).startswith("> ")
    assert not str(room(folder)).startswith(">")


def test_what_is_gone_takes_nothing(tmp_path):
    assert room(tmp_path / "gone").count == 0
