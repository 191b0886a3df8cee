import textwrap

import pytest

from guild_jupyter.flags.imports.reading import read_script


class Reader:
    """Reads scripts, with other modules of their project beside them."""

    def __init__(self):
        self.modules = {}

    def module(self, name, text, package=False):
        self.modules[name] = (textwrap.dedent(text).encode(), package)

    def __call__(self, text, destination=None, words="", package=""):
        data = textwrap.dedent(text).encode()
        return read_script(data, destination, words.split(), self.modules.get, package)

    def flags(self, text, *arguments, **named):
        return self(text, *arguments, **named).flags


@pytest.fixture
def read():
    return Reader()


@pytest.fixture
def options(read):
    """Reads ``add_argument`` calls, one a line, of a parser ``p``."""

    def of(text, before=""):
        lines = "\n".join(f"p.add_argument({line.strip()})" for line in text.strip().splitlines())
        return read.flags(
            f"import argparse\n{before}\np = argparse.ArgumentParser()\n{lines}\np.parse_args()"
        )

    return of
