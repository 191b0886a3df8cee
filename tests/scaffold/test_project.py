import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guild_jupyter.errors import ProjectError
from guild_jupyter.guildfile import reader
from guild_jupyter.scaffold import flowers, project

URL = "https://example.org/data.csv"
DIGEST = "ab" * 32
NAMES = {"guild.yml", "train.py", "data.csv"}


def names(folder):
    return {path.name for path in folder.iterdir()}


def test_nothing_is_written_before_the_project_is_made(tmp_path):
    planned = project.plan(tmp_path / "a/iris")
    assert set(planned.contents) == NAMES
    assert names(tmp_path) == set()
    project.make(planned)
    assert names(tmp_path / "a/iris") == NAMES
    assert names(tmp_path / "a") == {"iris"}


def test_the_data_is_the_one_whose_digest_the_guild_file_has(tmp_path):
    project.make(project.plan(tmp_path / "iris"))
    (model,) = reader.read(tmp_path / "iris/guild.yml").models.values()
    (source,) = model.resources["data"].sources
    data = (tmp_path / "iris/data.csv").read_bytes()
    assert (model.name, source.uri) == ("iris", "file:data.csv")
    assert source.sha256 == hashlib.sha256(data).hexdigest()


def test_data_from_elsewhere_is_a_source_with_its_digest(tmp_path):
    project.make(project.plan(tmp_path / "iris", URL, DIGEST.upper()))
    assert names(tmp_path / "iris") == {"guild.yml", "train.py"}
    (source,) = reader.read(tmp_path / "iris/guild.yml").models["iris"].resources["data"].sources
    assert (source.uri, source.sha256) == (URL, DIGEST)
    planned = project.plan(tmp_path / "other", URL)
    assert "sha256" not in planned.contents["guild.yml"]


@pytest.mark.parametrize(
    ("url", "digest", "message"),
    [
        ("", DIGEST, "a digest without a URL"),
        ("ftp://example.org/x", "", "not at an http or https address"),
        ("data.csv", "", "not at an http or https address"),
        ("https://example.org/a b", "", "not at an http or https address"),
        (URL, "123", "not of 64 hexadecimal digits"),
    ],
)
def test_data_that_cannot_be_had_is_refused(tmp_path, url, digest, message):
    with pytest.raises(ProjectError, match=message) as caught:
        project.plan(tmp_path / "iris", url, digest)
    assert caught.value.hint


@pytest.mark.parametrize("folder", ["/", "/tmp/a\nb", "/tmp/a\x1bb"])
def test_a_name_that_is_none_is_refused(folder):
    with pytest.raises(ProjectError, match="is no name for a project"):
        project.plan(Path(folder))


@given(
    st.text(
        st.characters(exclude_categories=["C"], exclude_characters="/"), min_size=1, max_size=40
    ).filter(lambda name: name not in (".", ".."))
)
def test_whatever_the_name_the_guild_file_has_it(tmp_path_factory, name):
    planned = project.plan(tmp_path_factory.getbasetemp() / name)
    file = tmp_path_factory.getbasetemp() / "named.yml"
    file.write_text(planned.contents["guild.yml"], encoding="utf-8")
    assert list(reader.read(file).models) == [name]


def test_files_that_are_there_are_named_and_left_alone(tmp_path):
    (tmp_path / "guild.yml").write_text("mine")
    (tmp_path / "train.py").symlink_to("nowhere")
    with pytest.raises(ProjectError, match=r"has guild.yml, train.py already") as caught:
        project.plan(tmp_path)
    assert "Nothing is overwritten" in caught.value.hint
    assert (tmp_path / "guild.yml").read_text() == "mine"
    assert names(tmp_path) == {"guild.yml", "train.py"}


def test_a_file_in_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "iris").touch()
    with pytest.raises(ProjectError, match="is not a folder"):
        project.plan(tmp_path / "iris")


def test_a_folder_with_other_files_gets_the_projects(tmp_path):
    (tmp_path / "notes.txt").touch()
    project.make(project.plan(tmp_path))
    assert names(tmp_path) == {*NAMES, "notes.txt"}


def test_an_empty_folder_becomes_the_project_even_as_a_link(tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "link").symlink_to("real")
    (tmp_path / "real").mkdir()
    for name in ("empty", "link"):
        project.make(project.plan(tmp_path / name))
    assert names(tmp_path / "empty") == names(tmp_path / "real") == NAMES
    assert (tmp_path / "link").is_symlink()


def test_the_current_folder_stays_the_current_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    project.make(project.plan(tmp_path))
    assert names(Path()) == NAMES


def test_a_file_that_appears_meanwhile_is_not_overwritten(tmp_path):
    planned = project.plan(tmp_path / "iris")
    (tmp_path / "iris").mkdir()
    (tmp_path / "iris/train.py").write_text("mine")
    with pytest.raises(ProjectError, match=r"has train\.py already"):
        project.make(planned)
    assert names(tmp_path / "iris") == {"train.py"}


@pytest.mark.parametrize("existing", [False, True])
def test_what_cannot_be_written_whole_is_not_there_at_all(tmp_path, monkeypatch, existing):
    folder = tmp_path / "iris"
    if existing:
        folder.mkdir()
        (folder / "notes.txt").touch()
    planned = project.plan(folder)
    real = Path.open

    def full(path, *args, **options):
        if path.name == "train.py":
            raise OSError(28, "No space left on device")
        return real(path, *args, **options)

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(ProjectError, match="No space left on device"):
        project.make(planned)
    assert names(tmp_path) == ({"iris"} if existing else set())
    if existing:
        assert names(folder) == {"notes.txt"}


def test_others_may_read_the_project_as_the_umask_says(tmp_path):
    before = os.umask(0o022)
    try:
        project.make(project.plan(tmp_path / "iris"))
    finally:
        os.umask(before)
    assert (tmp_path / "iris").stat().st_mode & 0o777 == 0o755


def run(folder, *words):
    return subprocess.run(
        [sys.executable, "-W", "error", "train.py", *words],
        cwd=folder,
        capture_output=True,
        text=True,
    )


def test_the_script_learns_better_with_larger_steps(tmp_path):
    project.make(project.plan(tmp_path / "iris"))
    small, large = (
        run(tmp_path / "iris", "--learning-rate", rate, "--epochs", "5") for rate in ("0.01", "1")
    )
    last = [float(done.stdout.splitlines()[-2].split()[-1]) for done in (small, large)]
    assert last[1] < last[0] < 1.1
    assert run(tmp_path / "iris", "--epochs", "3").stdout == "".join(
        small.stdout.splitlines(keepends=True)[:9]
    )


def test_the_script_says_what_data_it_lacks_or_cannot_read(tmp_path):
    project.make(project.plan(tmp_path / "iris"))
    data = tmp_path / "iris/data.csv"
    data.write_text("a,kind\n1,x\n?,y\n")
    done = run(tmp_path / "iris")
    assert (done.returncode, done.stderr) == (
        1,
        "data.csv, line 3: expected numbers and a label\n",
    )
    data.write_text("a,kind\n1,x\n1,y\n")
    assert "loss: 0.693147\n" in run(tmp_path / "iris").stdout
    data.unlink()
    done = run(tmp_path / "iris", "--epochs", "1")
    assert done.stdout == (
        "There is no data.csv: nothing is learned\n"
        "Training sample model (batch-size: 64, learning-rate: 0.01): epoch 1\n"
    )


def test_the_bundled_data_is_that_of_the_seed(tmp_path):
    assert project.plan(tmp_path / "iris").contents["data.csv"] == flowers.table(flowers.SEED)
