"""Projects whose every file would leave a mark if any of it were imported or run."""

import json
import random
import textwrap

OPERATIONS = ("parser", "command", "variables", "package", "entries", "settings", "away", "cells")

GUILD_FILE = """
parser: {main: parser, flags-import: all}
command: {main: command go, flags-import: all}
variables: {main: variables, flags-import: all}
package: {main: package, flags-import: all}
entries: {main: variables, flags-import: all, flags-dest: 'dict:params'}
settings: {main: variables, flags-import: all, flags-dest: 'config:settings.yml'}
away: {main: lib/away, flags-import: all, flags: {lr: null}}
cells: {notebook: cells.ipynb, flags-import: all}
"""


def mark(path, kind, random_):
    """An expression that leaves a mark, in one of several ways."""
    return random_.choice(
        [
            f"open({path!r}, 'a').write({kind!r})",
            f"__import__('pathlib').Path({path!r}).write_text({kind!r})",
            f"__import__('os').system('echo {kind} >> {path}')",
            f"exec(\"open({path!r}, 'a').write('{kind}')\")",
            f"(lambda: open({path!r}, 'a').write({kind!r}))()",
            f"eval(compile(\"open({path!r}, 'a')\", 'x', 'eval')).write({kind!r})",
        ]
    )


def module(path, random_, body):
    """A module with marks wherever importing or running it would come by."""

    def leave(kind):
        return mark(path, kind, random_)

    parts = [
        f"{leave('top')}",
        f"@(lambda f: ({leave('decorator')}, f)[1])\ndef decorated(): pass",
        f"def default(a={leave('default')}): pass",
        f"class Body:\n    {leave('body')}\n    def __class_getitem__(cls, key): {leave('item')}",
        "class Meta(type):\n    def __new__(*a): " + leave("meta") + "; return type.__new__(*a)\n"
        "class Made(metaclass=Meta):\n    def __init_subclass__(cls): " + leave("sub"),
        f"class Odd:\n    def __getattr__(self, name): {leave('getattr')}\n"
        f"    def __format__(self, spec): {leave('format')}\n"
        f"    def __str__(self): {leave('str')}\n"
        f"    def __iter__(self): {leave('iter')}\n"
        f"    def __del__(self): {leave('del')}\n"
        "odd = Odd()\ntext = f'{odd}' + str(odd)\nlisted = [x for x in odd]\nodd.anything\n",
        f"annotated: {leave('annotation')} = 1",
        f"try:\n    raise ValueError({leave('raise')})\n"
        f"except ({leave('except')}, ValueError): pass",
        f"with open({path!r}, 'a') as file: file.write('with')",
        f"assert {leave('assert')}, {leave('message')}",
        f"comprehended = [{leave('comprehension')} for _ in range(2)]",
    ]
    random_.shuffle(parts)
    return "import os, sys\n" + "\n".join(parts) + "\n" + textwrap.dedent(body)


PARSER = """
import argparse
from opts import add
p = argparse.ArgumentParser(description=LEAVE)
p.add_argument('--lr', type=lambda text: LEAVE, default=LEAVE, help=str(LEAVE))
p.add_argument('--n', type=int, default=(LEAVE, 3)[1], choices=list(range(5)))
add(p)
if __name__ == '__main__':
    p.parse_args([str(LEAVE)])
    LEAVE
"""
OPTS = """
def add(p, default=LEAVE):
    LEAVE
    p.add_argument('--more', default=7)
    return p
"""
COMMAND = """
import click
@click.group()
@click.option('--common', callback=LEAVE)
def cli(common): LEAVE
@cli.command()
@click.option('--lr', default=0.1, type=click.Choice([LEAVE, 'a']))
def go(lr): LEAVE
if __name__ == '__main__':
    cli()
"""
VARIABLES = """
lr = 0.1
computed = LEAVE
params = {'lr': 0.1, 'computed': LEAVE}
"""


def build(folder, path, seed):
    """Write a hostile project; everything in it would append to the file at a path."""
    random_ = random.Random(seed)

    def body(text):
        while "LEAVE" in text:
            text = text.replace("LEAVE", mark(path, "body", random_), 1)
        return module(path, random_, text)

    files = {
        "guild.yml": GUILD_FILE,
        "parser.py": body(PARSER),
        "opts.py": body(OPTS),
        "command.py": body(COMMAND),
        "variables.py": body(VARIABLES),
        "package/__init__.py": body(""),
        "package/__main__.py": body("from . import inner\n" + PARSER),
        "package/inner.py": body(""),
        "lib/__init__.py": body(""),
        "lib/away.py": body(PARSER),
        "conftest.py": body(""),
        "sitecustomize.py": body(""),
        "usercustomize.py": body(""),
        "argparse.py": body(""),
        "click.py": body(""),
        "hook.pth": f"import os; {mark(path, 'pth', random_)}\n",
        "settings.yml": "lr: 0.1\nopt: {kind: sgd}\n",
        "cells.ipynb": json.dumps(
            {
                "cells": [
                    {"cell_type": "code", "source": f"!touch {path}\nlr = 0.1\n"},
                    {"cell_type": "code", "source": f"%%bash\ntouch {path}\n"},
                    {"cell_type": "code", "source": body(VARIABLES)},
                ]
            }
        ),
    }
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
