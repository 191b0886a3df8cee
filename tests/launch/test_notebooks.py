import json

import pytest

from guild_jupyter.errors import LaunchError
from guild_jupyter.guildfile.definitions import Operation
from guild_jupyter.launch.notebooks import check_notebook


@pytest.fixture
def check(tmp_path):
    def of(content, *words, **named):
        path = tmp_path / "a.ipynb"
        if content is not None:
            path.write_bytes(content)
        check_notebook(Operation("a", **named), path, ["a.ipynb", *words])

    return of


def notebook(language="python", **kernel):
    metadata = {"kernelspec": {"language": language, **kernel}}
    return json.dumps({"nbformat": 4, "metadata": metadata, "cells": []}).encode()


def test_what_is_no_notebook_is_refused(check):
    with pytest.raises(LaunchError, match=r"^a\.ipynb is no notebook .*: it has no cells"):
        check(b"{}")


def test_a_kernel_that_there_is_not_is_told_for_another_language(check):
    with pytest.raises(
        LaunchError, match=r"no kernel 'none-such' for a\.ipynb, which is in julia"
    ):
        check(notebook("Julia", name="none-such"))


def test_a_notebook_in_python_needs_no_kernel_of_its_name(check):
    check(notebook(name="none-such"))


def test_no_kernel_is_needed_for_what_is_not_run(check):
    check(notebook("Julia", name="none-such"), "--no-exec")


def test_kernels_that_only_the_operation_may_find_are_not_told(check):
    check(notebook("Julia", name="none-such"), env={"JUPYTER_PATH": "kernels"})


def test_a_kernel_that_is_registered_is_found(check, tmp_path, monkeypatch):
    folder = tmp_path / "data" / "kernels" / "none-such"
    folder.mkdir(parents=True)
    (folder / "kernel.json").write_text('{"argv": [], "display_name": "", "language": "julia"}')
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "data"))
    check(notebook("Julia", name="none-such"))


def test_what_is_not_there_or_is_large_is_left_to_the_run(check):
    check(None)
    check(b" " * ((32 << 20) + 1))
