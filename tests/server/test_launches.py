import json
import os
import sys
from pathlib import Path

import pytest

from guild_jupyter.runstore import recent_homes
from guild_jupyter.runstore.run import Run

GUILD_FILE = """
train:
  main: train
  flags-dest: args
  flags-import: no
  flags: {epochs: {default: 2, type: int, max: 9}, text: {default: null, type: string}}
wait: {exec: "sh -c 'exec sleep 600'"}
missing: {main: no_such_module}
"""


@pytest.fixture
def project(root):
    (root / "guild.yml").write_text(GUILD_FILE)
    (root / "train.py").write_text("import sys; print(sys.executable, sys.argv[1:])")
    return root


def ask(operation, **more):
    return {"path": "", "operation": operation, **more}


def run_of(found, tmp_path):
    return Run(tmp_path / "home" / "runs" / found["run"]["id"])


def test_a_plan_is_told_and_nothing_is_written(server, project, tmp_path):
    body = ask("train", flags={"epochs": "5"}, label="try")
    found = server.post("plans", body, "api_plan")
    assert {"name": "epochs", "text": "5"} in found["flags"]
    assert found["preview"].startswith("train: preview, nothing is run")
    assert found["label"] == "try"
    assert not (tmp_path / "home" / "runs").exists()


def test_a_run_is_started_and_is_in_the_list(server, project, tmp_path):
    body = ask("train", flags={"epochs": 3, "text": "a=b c"}, tags=["one"], label="try")
    found = server.post("runs", body, "api_started", 201)
    run = run_of(found, tmp_path).wait(60)
    assert run.flags == {"epochs": 3, "text": "a=b c"}
    assert (run.tags, run.label) == (["one"], "try")
    (line,) = server.get("runs", "api_runs")["runs"]
    assert line["status"]["word"] == "completed"
    assert recent_homes.lately() == [tmp_path / "home"]


def test_a_run_uses_the_python_of_the_kernelspec(server, project, tmp_path):
    other = tmp_path / "other-python"
    other.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    other.chmod(0o755)
    spec = {"argv": [str(other), "-m", "x"], "language": "python", "display_name": "Other"}
    folder = Path(server.app.kernel_spec_manager.user_kernel_dir) / "other"
    folder.mkdir(parents=True)
    (folder / "kernel.json").write_text(json.dumps(spec))
    plan = server.post("plans", ask("train", kernelspec="other"), "api_plan")
    assert plan["interpreter"]["path"] == str(other)
    plain = server.post("plans", ask("train", kernelspec="python3"), "api_plan")
    assert plain["interpreter"]["path"] == sys.executable
    refused = server.refused("plans", 400, "POST", ask("train", kernelspec="none"))
    assert "no kernel" in refused["message"]


def test_a_python_that_is_set_for_all_runs_goes_before_the_kernelspec(
    server, project, monkeypatch
):
    monkeypatch.setenv("GUILD_PYTHON_EXE", sys.executable)
    plan = server.post("plans", ask("train", kernelspec="none"), "api_plan")
    assert plan["interpreter"]["path"] == sys.executable


def test_what_cannot_be_run_is_refused_and_recorded(server, project):
    body = ask("missing")
    assert "no_such_module" in server.post("plans", body, "api_plan")["problem"]
    refused = server.refused("runs", 400, "POST", body)
    assert "Recorded as run" in refused["hint"]
    assert server.get("runs", "api_runs")["runs"][0]["status"]["word"] == "error"


def test_wrong_flags_and_operations_are_refused_in_words(server, project):
    assert "9" in server.refused("plans", 400, "POST", ask("train", flags={"epochs": 10}))["hint"]
    assert server.refused("plans", 404, "POST", ask("trian"))["hint"]
    assert server.refused("runs", 400, "POST", ask("train", flags={"epochs": {"a": 1}}))["message"]


def test_an_error_names_the_flags_that_it_is_about(server, project):
    (project / "guild.yml").write_text(
        "needs: {main: train, flags-dest: args, flags-import: no,"
        " flags: {a: {required: yes}, b: {required: yes}, n: {type: int}}}"
    )
    assert server.refused("plans", 400, "POST", ask("needs"))["flags"] == ["a", "b"]
    flags = {"a": "1", "b": "2", "n": "x"}
    assert server.refused("plans", 400, "POST", ask("needs", flags=flags))["flags"] == ["n"]
    assert "flags" not in server.refused("plans", 404, "POST", ask("other"))


def test_scripts_elsewhere_are_not_run(server, project, tmp_path):
    (tmp_path / "other.py").write_text("print('no')")
    for name in ("../other.py", str(tmp_path / "other.py")):
        assert server.refused("plans", 404, "POST", ask(name))["message"]


def test_a_run_is_stopped(server, project, tmp_path):
    found = server.post("runs", ask("wait"), "api_started", 201)
    run = run_of(found, tmp_path)
    body = {"action": "stop", "runs": [run.id]}
    assert run.short_id in server.post("actions", body, "api_action")["said"]
    run.wait(60, check=False)
    assert run.status == "terminated"


def test_a_run_is_staged(server, project, tmp_path):
    found = server.post("runs", ask("train", stage=True), "api_started", 201)
    assert found["run"]["status"]["word"] == "staged"
    assert os.environ.get("GUILD_HOME")


def test_a_run_is_asked_for_in_the_folder_of_its_notebook(server, project, tmp_path):
    (project / "sub").mkdir()
    (project / "sub/book.ipynb").write_text("{}")
    body = {**ask("train"), "path": "sub/book.ipynb"}
    plan = server.post("plans", body, "api_plan")
    assert f"CMD_DIR={project}/sub" in plan["preview"]
