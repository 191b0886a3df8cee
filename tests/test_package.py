import json
import subprocess
import sys
from importlib import import_module

import pytest

import guild_jupyter
from guild_jupyter import api

PUBLIC = {
    *("Guild", "GuildError", "Options", "Run", "RunFailed", "RunList", "RunPlan", "__version__"),
    *("compare", "diff", "find", "load_ipython_extension", "project", "run", "runs"),
    "unload_ipython_extension",
}


def python(program):
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def test_the_public_names_are_these():
    assert set(guild_jupyter.__all__) == set(dir(guild_jupyter)) == PUBLIC
    for name in PUBLIC:
        assert getattr(guild_jupyter, name) is not None


def test_a_name_that_is_not_public_is_no_attribute():
    for name in ("nope", "_private", "__nope__"):
        with pytest.raises(AttributeError, match=name):
            getattr(guild_jupyter, name)


def test_the_functions_do_not_give_way_to_modules_of_their_names():
    program = (
        "import json, pkgutil, importlib, guild_jupyter as guild\n"
        "for found in pkgutil.walk_packages(guild.__path__, 'guild_jupyter.'):\n"
        "    if 'boot' not in found.name and not found.name.endswith('__main__'):\n"
        "        importlib.import_module(found.name)\n"
        "names = ('run', 'runs', 'find', 'project')\n"
        "print(json.dumps([callable(getattr(guild, name)) for name in names]))"
    )
    assert python(program) == [True] * 4


def test_importing_the_package_imports_next_to_nothing():
    program = "import json, sys, guild_jupyter\nprint(json.dumps(sorted(sys.modules)))"
    loaded = {name for name in python(program) if name.startswith("guild_jupyter")}
    assert loaded == {"guild_jupyter", "guild_jupyter._version"}


def test_the_facade_lists_its_names():
    assert {"Guild", "Options", "find", "here", "project", "run", "runs"} <= set(dir(api))


def test_the_extension_can_be_loaded_and_taken_away():
    shell = import_module("IPython.core.interactiveshell").InteractiveShell()
    guild_jupyter.load_ipython_extension(shell)
    assert "guild" in shell.magics_manager.magics["line"]
    guild_jupyter.unload_ipython_extension(shell)
    assert "guild" not in shell.magics_manager.magics["line"]
