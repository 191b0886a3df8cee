import asyncio
import sys

import pytest

from guild_jupyter.errors import LaunchError
from guild_jupyter.server import interpreters
from guild_jupyter.server.places import Places
from guild_jupyter.server.service import Service


class Specs:
    """Kernelspecs as Jupyter's managers give them, at once or later."""

    def __init__(self, specs, later=False):
        self.specs = {name: {"spec": s, "resource_dir": "/r"} for name, s in specs.items()}
        self.later = later

    def get_all_specs(self):
        async def given():
            return self.specs

        return given() if self.later else self.specs


def spec(*argv, language="python"):
    return {"argv": list(argv), "language": language, "display_name": "A kernel"}


@pytest.fixture
def service(root):
    def make(specs, **more):
        return Service(Places(root), Specs(specs, **more))

    return make


def test_the_pythons_of_kernels_are_found(service, monkeypatch):
    found = interpreters.all_of(
        service(
            {
                "a": spec("/opt/a/bin/python", "-m", "ipykernel"),
                "b": spec("python3"),
                "c": spec("{prefix}/bin/python"),
                "r": spec("R", language="R"),
                "lost": spec("no-such-python-anywhere"),
                "none": spec(),
            }
        )
    )
    assert {one.kernelspec: one.path for one in found} == {
        "a": "/opt/a/bin/python",
        "b": sys.executable,
        "c": f"{sys.prefix}/bin/python",
    }


def test_a_python_of_another_version_is_not_taken_for_that_of_the_server(
    service, tmp_path, monkeypatch
):
    other = tmp_path / "python3.1"
    other.write_text("#!/bin/sh\n")
    other.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    (one,) = interpreters.all_of(service({"old": spec("python3.1"), "lost": spec("python2")}))
    assert (one.kernelspec, one.path) == ("old", str(other))


def test_kernels_of_a_gateway_have_no_python_here(root):
    far = {"spec": spec("/opt/far/bin/python"), "resources": {}}
    manager = Specs({})
    manager.specs["far"] = far
    assert interpreters.all_of(Service(Places(root), manager)) == []


def test_a_manager_that_answers_later_is_waited_for(service):
    made = service({"a": spec("/opt/a/bin/python")}, later=True)
    (one,) = asyncio.run(made.work(interpreters.all_of, made))
    assert one.path == "/opt/a/bin/python"


def test_no_kernelspec_leaves_the_rule_to_decide(service):
    assert interpreters.option(service({}), "") is None
    with pytest.raises(LaunchError):
        interpreters.option(service({"r": spec("R", language="R")}), "r")


def test_a_server_without_kernels_has_no_pythons_of_theirs(root):
    assert interpreters.all_of(Service(Places(root))) == []
