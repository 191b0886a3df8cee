import pytest

from guild_jupyter.errors import RunError
from guild_jupyter.launch.comparing import compare
from guild_jupyter.runstore.layout import Home
from guild_jupyter.runstore.run import Run

GUILD_FILE = """
- model: ''
  operations:
    train:
      main: train
      sourcecode: [{exclude: '*'}, {include: '*.py'}, {exclude: secret.py}]
"""


@pytest.fixture
def project(tmp_path):
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "guild.yml").write_text(GUILD_FILE)
    for name in ("train.py", "new.py", "secret.py", "notes.txt"):
        (folder / name).write_text(f"# {name}\n")
    return folder


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path / "home")


@pytest.fixture
def make(home, project):
    def made(files, manifest=None, opref=None):
        folder = home.runs / f"{len(list(home.path.rglob('opref'))):032x}"
        (folder / ".guild/attrs").mkdir(parents=True)
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        listed = manifest or "".join(f"s {name} - {name}\n" for name in files)
        (folder / ".guild/manifest").write_text(listed)
        named = f"guildfile:{project}/guild.yml 0 '' train" if opref is None else opref
        (folder / ".guild/opref").write_text(named)
        return Run(folder)

    return made


def test_the_working_tree_has_what_the_operation_would_take_now(make, home):
    run = make({"train.py": "# old\n", "gone.py": ""})
    found = compare(run, None, home)
    assert found.source["train.py"].text.removed == ["# old"]
    assert list(found.source.added) == ["new.py"]
    assert list(found.source.removed) == ["gone.py"]
    assert "working tree" in found.new.name


def test_files_are_found_where_the_run_took_them_from(make, home):
    manifest = "s src/train.py - train.py\ns src/notes.txt - notes.txt\ns x.py - ../x.py\n"
    run = make({"src/train.py": "# train.py\n", "src/notes.txt": "1\n", "x.py": ""}, manifest)
    found = compare(run, None, home)
    assert found.source.same == ["src/train.py"]
    assert list(found.source.changed) == ["src/notes.txt"]
    assert list(found.source.removed) == ["x.py"]


def test_what_the_run_required_is_no_source_code(make, home):
    manifest = "s train.py - train.py\nd new.py - file:new.py\n"
    found = compare(make({"train.py": "# train.py\n", "new.py": "2"}, manifest), None, home)
    assert not found.source


def test_of_an_operation_that_is_gone_the_usual_source_code_is_meant(make, home, project):
    run = make({"train.py": "# train.py\n"}, opref=f"guildfile:{project}/guild.yml 0 '' gone")
    added = list(compare(run, None, home).source.added)
    assert added == ["guild.yml", "new.py", "notes.txt", "secret.py"]


def test_another_folder_is_compared_with_the_usual_source_code(make, home, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    (other / "train.py").write_text("# other\n")
    found = compare(make({"train.py": "# old\n"}), other, home)
    assert found.source["train.py"].text.added == ["# other"]
    assert compare(make({"train.py": "# old\n"}), other, home, paths=["train.py"]).paths


def test_two_runs_are_compared(make, home):
    one, other = make({"train.py": "1\n"}), make({"train.py": "2\n"})
    assert list(compare(one, other, home, ["source"]).source.changed) == ["train.py"]


@pytest.mark.parametrize(
    ("opref", "message"),
    [
        ("func:x 0 '' train", "does not say where its project is"),
        ("guildfile:guild.yml 0 '' train", "does not say where its project is"),
        ("guildfile:/nowhere/at/all/guild.yml 0 '' train", "is gone: /nowhere/at/all"),
    ],
)
def test_a_project_that_is_not_there_is_said(make, home, opref, message):
    with pytest.raises(RunError, match=message) as error:
        compare(make({}, "x", opref), None, home)
    assert error.value.hint.startswith("Name a second run")
    assert "--dir" in error.value.hint


def test_a_run_alone_is_compared_with_its_project_also_when_it_was_deleted(make, home):
    run = make({"train.py": "# old\n"})
    for place in (run.dir, home.trash / run.id):
        place.parent.mkdir(parents=True, exist_ok=True)
        run.dir.rename(place)
        run = Run(place)
        found = run.diff()
        assert found.new.is_project
        assert found.source["train.py"].text.removed == ["# old"]
        assert [part.name for part in run.diff(None, "source").parts] == ["source"]


def test_a_folder_that_is_not_there_is_said(make, home, tmp_path):
    with pytest.raises(RunError, match="there is no folder"):
        compare(make({}, "x"), tmp_path / "none", home)
