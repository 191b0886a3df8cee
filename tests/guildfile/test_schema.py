import json
import subprocess
import sys

import pytest

from guild_jupyter import documents
from guild_jupyter.guildfile import attributes, schema
from guild_jupyter.guildfile.fields import EMPTY, READ

HONEST = [
    "",
    "{}",
    "[]",
    "train: train\nother: {}\n",
    "model: fashion\ndescription: D\noperations: {train: {cmd: x}}\n",
    "model: train\nother: {main: x}\n",
    "- operations: {a: x}\n",
    "- include: [a, b]\n- include: c\n",
    "- package: p\n  version: 1.0\n  requires: [a]\n",
    "- config: c\n  flags: {$include: d, x: 1}\n- {model: m, extends: [c, p/d], params: {n: 5}}\n",
    """\
- model: m
  default: yes
  description: D
  references: [r]
  profiles: {quick: {lr: 1}}
  sourcecode: [a, {exclude: {dir: b}}]
  operation-defaults: {label: L}
  resources:
    $include: c
    r: [a, {url: 'http://x', sha256: a, unpack: no, rename: ['a b', {pattern: x, repl: y}]}]
    s: {path: p, target-type: link, sources: [{operation: t, select: [a], flag-name: no}]}
  operations:
    $include: c#a
    train:
      main: 'train {{n}}'
      default: '{{first}}'
      flags-import: [a]
      flags:
        $include: [c, 'm:other']
        a: 1
        b: [1, 2]
        c: {default: null, type: int, min: '{{low}}', max: 5, nb-replace: x}
        d: {choices: [a, 1, {value: 2, alias: x, flags: {a: 2}}], arg-split: ',', required: yes}
      requires: [r, 's-${a}', {file: x}, {sources: [y]}, {resource: z}]
      env: {A: 1, B: null}
      tags: [a, 1]
      optimizers: {a: gp, b: {}}
      objective: {maximize: acc}
      output-scalars: no
      sourcecode: no
    pipe:
      steps: [a, {run: b x=1, flags: [y=2], expect: [{output: a}, {file: b}], max-trials: 3}]
    list: {exec: [a, 1, '${flag_args}'], requires: data, optimizer: gp, compare: loss}
    last: {notebook: n.ipynb, publish: {files: ['*.py']}, run-attrs: {a: 1}}
""",
]
MISTAKEN = [
    "train\n",
    "train: 5\n",
    "train:\n",
    "- 5\n",
    "- test: x\n",
    "- model: 5\n",
    "- model: m\n  descripton: D\n",
    "- model: m\n  operations: [a]\n",
    "- model: m\n  package: p\n",
    "- model: m\n  resources: {r: 5}\n",
    "- model: m\n  resources: {r: [{fil: x}]}\n",
    "- model: m\n  resources: {r: [{file: x, url: y}]}\n",
    "train: {mian: x}\n",
    "train: {main: 5}\n",
    "train: {flags: [a]}\n",
    "train: {flags: null}\n",
    "train: {flags: {x: {type: text}}}\n",
    "train: {flags: {x: {min: low}}}\n",
    "train: {flags: {x: {choices: 5}}}\n",
    "train: {flags: {x: {choices: [{v: 1}]}}}\n",
    "train: {flags-import: some}\n",
    "train: {default: maybe}\n",
    "train: {steps: x}\n",
    "train: {steps: [{name: x}]}\n",
    "train: {steps: [{run: x, expect: {output: a, file: b}}]}\n",
    "train: {requires: 5}\n",
    "train: {requires: {name: x}}\n",
    "train: {sourcecode: 5}\n",
    "train: {sourcecode: [{include: a, exclude: b}]}\n",
    "train: {env: {A=B: 1}}\n",
    "train: {objective: {least: x}}\n",
    "train: {optimizer: {}}\n",
]


@pytest.fixture(scope="module")
def validator():
    jsonschema = pytest.importorskip("jsonschema")
    jsonschema.Draft7Validator.check_schema(schema.schema())
    return jsonschema.Draft7Validator(json.loads(schema.FILE.read_text(encoding="utf-8")))


def test_the_file_is_what_the_table_gives():
    assert schema.FILE.read_text(encoding="utf-8") == schema.text()


def test_the_file_can_be_written_anew(tmp_path):
    code = (
        "import pathlib, runpy, guild_jupyter.guildfile as g;"
        f" g.__file__ = {str(tmp_path / '__init__.py')!r};"
        " from guild_jupyter.guildfile import schema; print(schema.text(), end='')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == schema.text()


@pytest.mark.parametrize("text", HONEST, ids=lambda text: text[:30])
def test_honest_guild_files_fit(validator, sound, text):
    errors = [error.message for error in validator.iter_errors(documents.parse(text))]
    assert errors == []


@pytest.mark.parametrize("text", MISTAKEN)
def test_mistakes_do_not(validator, text):
    assert not validator.is_valid(documents.parse(text))


def test_every_kind_of_attribute_has_a_form_and_every_form_a_kind():
    tables = [value for value in vars(attributes).values() if isinstance(value, dict)]
    kinds = {
        a.kind for table in tables for a in table.values() if isinstance(a, attributes.Attribute)
    }
    assert kinds == set(schema.KINDS)
    assert set(READ) <= kinds
    assert set(EMPTY) <= set(READ)


def test_every_key_says_what_it_is():
    for definition in schema.schema()["definitions"].values():
        for name, form in definition.get("properties", {}).items():
            assert form["title"] == name
            assert form["description"].endswith(".")


def test_the_schema_names_no_host():
    assert schema.schema()["$id"].startswith("urn:")
