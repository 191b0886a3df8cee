"""Honest Guild files, and what can be done to them: their bytes, lines, values and structure."""

import random
from copy import deepcopy

import yaml

INCLUDED = """\
- config: shared
  flags: &shared
    epochs: 10
    data: {default: data.csv, type: existing-path}
- model: base
  operations:
    prepare: {main: prepare}
"""

HONEST = [
    "train: train --quiet\ntest:\n  exec: python -m pytest\n",
    "train:\n  flags:\n    lr: 0.1\n    layers: [1, 2]\n  requires:\n    - file: d.csv\n",
    """\
- model: net
  description: A net
  default: yes
  references: [https://example.org/paper]
  sourcecode:
    root: src
    dest: code
    select:
      - '*.py'
      - exclude: tests/*
  python-requires: '>=3.9'
  params: {size: 3}
  flags: {unused: 1}
  operations:
    train:
      description: Train it
      main: net.train --size ${size}
      default: true
      flags-import: all
      flags-import-skip: [debug]
      flags-dest: args
      flags:
        lr:
          description: The rate
          default: 0.1
          type: float
          min: 0
          max: 1
          required: yes
          arg-name: learning-rate
          env-name: LR
        mode:
          choices:
            - {value: fast, description: Soon over, flags: {epochs: 1}}
            - slow
          default: fast
          allow-other: no
        debug: {arg-switch: on, default: off}
        date: '2020-01-01'
        ratio: 1:30
        none: null
      env: {NAME: 'value ${lr}', N: 1}
      env-secrets: [TOKEN]
      label: '${lr} by ${mode}'
      tags: [a, b]
      requires:
        - data
        - file: extra.zip
          unpack: no
          target-path: extra
          rename: [{pattern: a, repl: b}]
        - operation: prepare
          select: model-\\d+
      output-scalars:
        - step: 'Epoch (\\step)'
        - {accuracy: 'acc: (\\value)', loss: '(\\value)'}
      compare: [=lr, loss as cost]
      pip-freeze: no
      plugins: all
      delete-on-success: no
      stop-after: 5
      steps-unknown: [1]
    prepare:
      exec: sh -c '${flag_args}'
      notebook: prepare.ipynb
  resources:
    data:
      description: The data
      path: data
      target-type: copy
      default-unpack: yes
      sources:
        - url: https://example.org/d.zip
          sha256: 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
          select: [a.csv, b.csv]
        - config: settings.yml
          name: settings
        - module: numpy
          help: Install numpy
        - file: local.csv
          rename: '(.+) \\1.old'
    more: [file: x, file: y]
""",
    """\
- config: common
  flags: &common
    lr: 0.1
    seed: {default: 1, type: int}
  env: {A: b}
- model: one
  extends: common
  operation-defaults: {pip-freeze: no, tags: [x]}
  operations:
    train: &train
      flags: {$include: common, epochs: 3}
    again:
      <<: *train
      label: again
    third: {<<: [*train, {label: x}], flags: *common}
- model: two
  extends: [one, common]
  operations:
    train: {flags: {lr: 0.2}}
""",
    """\
- include: other.yml
- model: piped
  extends: base
  operations:
    all:
      description: >
        Everything,

        in turn
      steps:
        - train
        - run: test lr=1
          name: tested
          flags: {epochs: 2}
          checks:
            - output: passed
            - {file: '*.txt', contains: ok, compare-to: wanted.txt}
          isolate-runs: no
          label: t
          tags: [a]
          batch-fail: yes
          opt-flags: {n: 3}
        - {run: 'prepare', max-trials: 5, random-seed: 1, stop-after: 2, gpus: 0}
      flags: {$include: shared}
    train:
      main: |
        train
        --fast
      optimizers:
        tune: {algorithm: gp, default: yes, flags: {random-starts: 3}}
""",
    """\
model: old
description: The first form
operations:
  train: {cmd: train --old, default: on}
resources: {d: {sources: [file: d]}}
""",
    """\
- package: my-package
  version: 1.2.3
  description: A package
  url: https://example.org
  author: Somebody
  license: MIT
  tags: [a]
  python-requires: '>=3.9'
  requires: [a, b>=1]
  packages: {a: src/a}
  data-files: [x]
- model: ''
  operations:
    train:
      main: train
      run-attrs: {note: hello}
      python-path: [src]
      flag-profile: fast
  profiles: {fast: {epochs: 1}}
""",
]

WORDS = [
    *("model", "operations", "flags", "main", "exec", "steps", "run", "requires", "resources"),
    *("sources", "file", "url", "operation", "config", "include", "extends", "package"),
    *("default", "description", "type", "min", "max", "choices", "value", "env", "label"),
    *("tags", "select", "rename", "unpack", "sha256", "path", "target-path", "notebook"),
    *("output-scalars", "sourcecode", "root", "compare", "checks", "optimizers", "params"),
    *("profiles", "$include", "flags-import", "flags-dest", "cmd", "name", "$x", "<<"),
]
VALUES = [
    *(None, True, False, 0, -1, 1e308, float("nan"), float("inf"), 10**30, "", " ", "\0", "${x}"),
    *("${", "a: b", "x" * 5000, "[", "\n", "é", "..", "/", "(", "*", "\\", "'", '"', "range[1:9]"),
    *([], {}, [[]], [None], [1, "a", None], {"a": None}, {1: 2}, {None: {}}, {"": ""}, [{}]),
    *({"model": {}}, {"file": []}, [{"run": 1}], {"$include": "common"}, {"$include": ["x", 1]}),
    *("common", "one", "two", ["one", "two"], "other.yml", "guild.yml", "train", b"\xff"),
]
SNIPPETS = [
    *("[" * 500, "- " * 500, "? " * 300, "{a: " * 200, "&a [*a]", "*a", "&a", "<<: *x", "<<: 1"),
    *("!!python/object:os.system x", "!!binary é", "!!set {a}", "!!int x", "! x", "!<x> y"),
    *("'", '"', "|", ">", "|#", "%TAG ! x", "---", "...", "\t", "\t- a", "\ufeff", "\x00", "\x85"),
    *("9" * 2000, "1" + ":1" * 900, "2020-13-45", "0x", "._", ".inf", "1e999", "=", "~", "?"),
    *("{{ x }}", "a: b: c", ": ", "- - -", "@x", "`x`", "\\", '"\\ud800"', '"\\U00110000"'),
    "a0: &a0 [x,x,x,x]\na1: &a1 [*a0,*a0,*a0]\na2: [" + "*a1," * 60 + "]",
    *("include: guild.yml", "- include: guild.yml", "- include: other.yml", "extends: one"),
    *("- model: one", "- config: common\n  extends: common", "{one: 1, two: [", "]"),
]


def mutated(seed):
    """Return the bytes of an honest Guild file with a few things done to it."""
    draw = random.Random(seed)
    text = draw.choice(HONEST)
    data, lines, parts = draw.choice(
        [
            *((1, 0, 0), (1, 0, 0), (2, 0, 0), (3, 0, 0), (5, 0, 0), (0, 1, 0), (0, 3, 0)),
            *((1, 1, 0), (0, 0, 1), (0, 0, 3), (2, 1, 1), (0, 0, 0)),
        ]
    )
    for _ in range(data):
        text = _other_data(text, draw)
    for _ in range(lines):
        text = draw.choice([_other_lines, _other_indentation, _with_snippet])(text, draw)
    content = text.encode("utf-8", "surrogatepass")
    for _ in range(parts):
        content = _other_bytes(content, draw)
    return content


def _other_data(text, draw):
    try:
        data = yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (yaml.YAMLError, ValueError):
        return text
    places = list(_places(data))
    if not places:
        return text
    for _ in range(draw.choice([1, 1, 2])):
        holder, key = draw.choice(places)
        if key not in (holder if isinstance(holder, dict) else range(len(holder))):
            continue
        value = holder[key]
        what = draw.randrange(7)
        if what == 0:
            del holder[key]
        elif what == 1:
            holder[key] = draw.choice([[value], {"x": value}, {draw.choice(WORDS): value}])
        elif what == 2 and isinstance(holder, dict):
            holder[draw.choice(WORDS)] = holder.pop(key)
        elif what == 3 and isinstance(holder, dict):
            holder[draw.choice([*WORDS, 1, None, True])] = deepcopy(draw.choice(VALUES))
        elif what == 4 and isinstance(holder, list):
            holder.insert(key, deepcopy(draw.choice(VALUES)))
        elif what == 5:
            other, at = draw.choice(places)
            is_there = at in (other if isinstance(other, dict) else range(len(other)))
            holder[key] = yaml.load(_dumped(other[at]), yaml.SafeLoader) if is_there else value
        else:
            holder[key] = deepcopy(draw.choice(VALUES))
    return _dumped(data)


def _dumped(data):
    return yaml.dump(data, Dumper=getattr(yaml, "CSafeDumper", yaml.SafeDumper), sort_keys=False)


def _places(data):
    """Yield every mapping or list with each of its keys."""
    if not isinstance(data, (dict, list)):
        return
    for key, value in list(data.items() if isinstance(data, dict) else enumerate(data)):
        yield data, key
        yield from _places(value)


def _other_lines(text, draw):
    lines = text.split("\n")
    at, to = draw.randrange(len(lines)), draw.randrange(len(lines))
    what = draw.randrange(4)
    if what == 0:
        del lines[at]
    elif what == 1:
        lines.insert(to, lines[at])
    elif what == 2:
        lines[at], lines[to] = lines[to], lines[at]
    else:
        lines[at] = lines[at].replace(":", draw.choice([":", "", ": :", ":\t", ": -"]), 1)
    return "\n".join(lines)


def _other_indentation(text, draw):
    lines = text.split("\n")
    at = draw.randrange(len(lines))
    for number in range(at, min(len(lines), at + draw.choice([1, 1, 5]))):
        lines[number] = draw.choice([" ", "  ", "\t", "- ", ""]) + draw.choice(
            [lines[number], lines[number].lstrip()]
        )
    return "\n".join(lines)


def _with_snippet(text, draw):
    at = draw.choice([n for n in range(len(text) + 1) if n == len(text) or text[n] in ":\n "])
    return f"{text[:at]}{draw.choice(['', ' ', ': ', chr(10)])}{draw.choice(SNIPPETS)}{text[at:]}"


def _other_bytes(content, draw):
    at = draw.randrange(len(content) + 1)
    more = draw.choice([b"", bytes([draw.randrange(256)]), draw.randbytes(3)])
    return content[:at] + more + content[at + draw.choice([0, 1, 1, 20]) :]
