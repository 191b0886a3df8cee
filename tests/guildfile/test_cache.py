import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from guild_jupyter.errors import GuildFileError, NoGuildFile
from guild_jupyter.guildfile import cache
from guild_jupyter.guildfile.cache import ProjectCache, load_cached


@pytest.fixture
def load(tmp_path):
    kept = ProjectCache()
    return lambda folder=tmp_path: kept.load(folder, [str(tmp_path / "site")])


def test_a_project_is_kept_while_its_files_are_the_same(load, write):
    write({"b.yml": "b: x\n", "guild.yml": "- include: b.yml\n"})
    project = load()
    assert load() is project


@pytest.mark.parametrize("name", ["guild.yml", "b.yml", "site/pk/guild.yml"])
def test_a_project_is_read_again_when_one_of_its_files_says_something_else(load, write, name):
    files = {
        "site/pk/guild.yml": "- config: c\n  operations: {p: x}\n",
        "b.yml": "b: x\n",
        "guild.yml": "- include: b.yml\n- {model: m, extends: pk/c}\n",
    }
    write(files)
    first = load()
    write({name: files[name] + "# changed\n"})
    assert load() is not first
    assert load() is load()


def test_a_file_that_was_only_touched_is_not_built_again(load, write):
    file = write({"guild.yml": "a: x\n"})
    project = load()
    os.utime(file, ns=(1, 1))
    assert load() is project
    file.unlink()
    write({"guild.yml": "a: x\n"})
    assert load() is project


def test_a_change_within_one_tick_of_the_clock_is_seen(load, write, monkeypatch):
    monkeypatch.setattr(cache, "_TICK", 10**12)
    file = write({"guild.yml": "a: x\n"})
    load()
    facts = file.stat()
    file.write_text("b: x\n")
    os.utime(file, ns=(facts.st_atime_ns, facts.st_mtime_ns))
    assert [op.name for op in load().operations] == ["b"]


def test_an_old_file_is_not_read_again(load, write, monkeypatch):
    file = write({"guild.yml": "a: x\n"})
    os.utime(file, ns=(1, 1))
    project = load()
    monkeypatch.setattr(cache, "read_bytes", None)
    assert load() is project


def test_a_nearer_file_that_appears_counts(load, write, tmp_path):
    write({"sub/x": "", "guild.yml": "a: x\n"})
    assert load(tmp_path / "sub").file == tmp_path / "guild.yml"
    write({"sub/guild.yml": "b: x\n"})
    assert load(tmp_path / "sub").file == tmp_path / "sub" / "guild.yml"


def test_a_file_that_would_have_been_included_instead_counts(load, write):
    write({"site/pk/guild.yml": "far: x\n", "guild.yml": "- include: pk\n"})
    assert [op.name for op in load().operations] == ["far"]
    write({"pk": "near: x\n"})
    assert [op.name for op in load().operations] == ["near"]


def test_what_is_wrong_or_gone_is_said_every_time(load, write, tmp_path):
    write({"b.yml": "b: x\n", "guild.yml": "- include: b.yml\n"})
    load()
    (tmp_path / "b.yml").unlink()
    for _ in range(2):
        with pytest.raises(GuildFileError, match="to include"):
            load()
    (tmp_path / "guild.yml").unlink()
    with pytest.raises(NoGuildFile):
        load()


def test_only_the_last_projects_are_kept(write, tmp_path):
    projects = ProjectCache(size=2)
    write({f"p{n}/guild.yml": "a: x\n" for n in range(3)})
    first, second, third = (tmp_path / f"p{n}" for n in range(3))
    kept = projects.load(first)
    projects.load(second)
    assert projects.load(first) is kept
    projects.load(third)
    assert projects.load(first) is kept
    assert projects.load(second) is projects.load(second)


def test_the_search_path_is_a_part_of_what_is_kept(write, tmp_path):
    write({"one/pk/guild.yml": "a: x\n", "two/pk/guild.yml": "b: x\n"})
    write({"guild.yml": "- include: pk\n"})
    projects = ProjectCache()
    found = [
        projects.load(tmp_path, [str(tmp_path / name)]).operations[0].name
        for name in ("one", "two")
    ]
    assert found == ["a", "b"]


def test_threads_share_one_project(write, tmp_path):
    write({"guild.yml": "a: x\n"})
    with ThreadPoolExecutor(8) as pool:
        projects = list(pool.map(load_cached, [tmp_path] * 32))
    assert all(project is projects[0] for project in projects)
