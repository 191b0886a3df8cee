import textwrap

import pytest

from guild_jupyter.guildfile import reader


@pytest.fixture
def write(tmp_path):
    """Write files below a folder of its own; return the path of the last one."""

    def write_files(files):
        file = tmp_path
        for name, text in files.items():
            file = tmp_path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text if isinstance(text, bytes) else textwrap.dedent(text).encode())
        return file

    return write_files


@pytest.fixture
def read(write, tmp_path):
    """Read a project from the text of its Guild file, and of others beside it."""

    def read_text(text, search_path=(), **files):
        write({name.replace("__", "/") + ".yml": other for name, other in files.items()})
        return reader.read(write({"guild.yml": text}), map(str, search_path))

    return read_text


@pytest.fixture
def sound(read):
    """Read a project of which nothing is wrong; raise what is."""

    def read_sound(*args, **files):
        project = read(*args, **files)
        for problem in project.problems:
            raise problem
        return project

    return read_sound


@pytest.fixture
def operation(sound):
    """Read one operation from its attributes."""
    return lambda text: sound(f"op: {{{text}}}").models[""].operations["op"]
