import sys

import pytest

GUILD_FILE = """
train:
  description: Trains
  main: train
  flags-dest: args
  flags-import: no
  flags:
    epochs: {default: 2, type: int, min: 1, max: 9, description: Passes}
    kind: {default: a, choices: [a, {value: b c, description: both}]}
    fast: no
    api_key: hunter2hunter2
    must: {required: yes}
broken:
  main: train
  flags: 3
"""


@pytest.fixture
def project(root):
    folder = root / "work" / "digits"
    folder.mkdir(parents=True)
    (folder / "guild.yml").write_text(GUILD_FILE)
    (folder / "train.py").write_text("print(1)")
    (folder / "book.ipynb").write_text("{}")
    return folder


def test_the_project_of_a_notebook_is_told_with_its_flags(server, project):
    found = server.get("project", "api_project", path="work/digits/book.ipynb")
    assert found["project"] == {
        "name": "digits",
        "path": "work/digits",
        "file": "work/digits/guild.yml",
    }
    (train,) = found["operations"]
    flags = {flag["name"]: flag for flag in train["flags"]}
    assert (flags["epochs"]["default"], flags["epochs"]["min"], flags["epochs"]["max"]) == (
        *("2", 1, 9),
    )
    assert [one["text"] for one in flags["kind"]["choices"]] == ["a", "b c"]
    assert not flags["kind"]["allow_other"]
    assert flags["fast"]["default"] == "no"
    assert flags["must"]["required"]
    assert flags["api_key"]["default"] == "***"
    assert [name for name, flag in flags.items() if flag["is_secret"]] == ["api_key"]
    assert train["source"] == "work/digits/train.py"


def test_a_fault_is_told_with_its_place_beside_the_good_operations(server, project):
    found = server.get("project", "api_project", path="work/digits")
    (fault,) = [one for one in found["faults"] if not one["is_remark"]]
    assert fault["file"] == "work/digits/guild.yml"
    assert fault["line"]
    assert "broken" in fault["message"]


def test_a_file_that_is_no_yaml_is_told_with_its_line(server, project):
    (project / "guild.yml").write_text("train: {main: [\n")
    found = server.get("project", "api_project", path="work/digits")
    assert found["project"]["name"] == "digits"
    assert found["operations"] == []
    (fault,) = found["faults"]
    assert fault["file"] == "work/digits/guild.yml"
    assert fault["line"] is not None


def test_only_programs_that_jupyter_shows_are_told(server, project, root):
    (root.parent / "away.py").write_text("")
    (project / "away.py").symlink_to(root.parent / "away.py")
    (project / "guild.yml").write_text(
        """
linked: {main: away}
command: {exec: ls}
unread: {main: "'"}
steps: {steps: [linked]}
nowhere: {main: nowhere}
"""
    )
    found = server.get("project", "api_project", path="work/digits")
    assert [one["source"] for one in found["operations"]] == [""] * len(found["operations"])
    assert len(found["operations"]) > 3


def test_a_project_in_the_root_is_asked_for_by_what_is_told_of_it(server, root):
    (root / "guild.yml").write_text("train: {main: train}")
    (root / "train.py").write_text("")
    found = server.get("project", "api_project")
    assert (found["folder"], found["project"]["path"]) == ("", "")
    assert server.get("project", "api_project", path=found["project"]["path"]) == found
    assert found["operations"][0]["source"] == "train.py"


def test_no_project_is_no_error(server, root):
    found = server.get("project", "api_project")
    assert found["project"] is None
    assert found["faults"] == []


def test_a_project_above_the_root_is_not_told(server, root):
    (root.parent / "guild.yml").write_text("secret: {main: train}")
    found = server.get("project", "api_project")
    assert found["project"] is None
    assert "above the folder that Jupyter shows" in found["faults"][0]["message"]
    assert "secret" not in str(found["operations"])


def test_kernels_are_told_with_their_python(server, root):
    kernels = server.get("project", "api_project")["interpreters"]
    assert {"python3": sys.executable}.items() <= {
        one["kernelspec"]: one["path"] for one in kernels
    }.items()


def test_a_project_is_made_where_there_is_none(server, root):
    body = {"path": "", "name": "iris"}
    found = server.post("project", body, "api_project", 201)
    assert found["project"]["path"] == "iris"
    assert [one["name"] for one in found["operations"]] == ["iris:train"]
    assert (root / "iris/guild.yml").exists()
    refused = server.refused("project", 404, "POST", body)
    assert "already" in refused["message"]
    assert str(root.parent / "home") not in str(refused)


@pytest.mark.parametrize("name", ["..", "a/b", "."])
def test_a_project_is_made_nowhere_else(server, root, name):
    assert server.refused("project", 400, "POST", {"path": "", "name": name})["message"]


@pytest.mark.parametrize("path", ["..", "../x", "a/../..", "work\\..\\..", "\0", "nowhere"])
def test_paths_that_lead_elsewhere_are_refused(server, project, path):
    assert server.refused("project", 404, path=path)["message"]


def test_a_link_that_leads_out_of_the_root_is_refused(server, root, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/guild.yml").write_text("secret: {main: train}")
    (root / "link").symlink_to(tmp_path / "elsewhere")
    refused = server.refused("project", 404, path="link")
    assert "leads out" in refused["message"]
    assert "elsewhere" not in str(refused)


def test_no_project_is_made_where_a_link_leads_out_of_the_root(server, root, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (root / "link").symlink_to(elsewhere)
    server.refused("project", 404, "POST", {"path": "", "name": "link"})
    assert list(elsewhere.iterdir()) == []


def test_a_project_is_made_beside_a_notebook(server, root):
    (root / "book.ipynb").write_text("{}")
    body = {"path": "book.ipynb", "name": "iris"}
    found = server.post("project", body, "api_project", 201)
    assert found["project"]["path"] == "iris"
