import json

import pytest
import yaml

from guild_jupyter.errors import ResourceError
from guild_jupyter.resources import preparer

OPERATION = """
op:
  main: x
  flags:
    b.c: 1
    words: {default: 1 x, arg-split: yes}
    comma: {default: '1,2', arg-split: ','}
    short: {default: 1, arg-name: long}
    none: null
    empty: {default: '', arg-split: ','}
  requires:
    - config: cfg.yml
      params: {a: 9, b.c: 7, p.q: 1}
"""
VALUES = {"b.c": 5, "words": "1 x", "comma": "1,2", "short": 2, "none": None, "empty": ""}


def test_params_and_then_the_flags_that_have_a_value_are_written(world):
    world.file("cfg.yml", "a: 1\nb: {c: 2, d: 3}\nnone: kept\n")
    run = world.prepare(OPERATION, VALUES)
    assert yaml.safe_load((run / "cfg.yml").read_text()) == {
        "a": 9,
        "b": {"c": 5, "d": 3},
        "comma": [1, 2],
        "empty": [],
        "long": 2,
        "none": "kept",
        "p": {"q": 1},
        "words": [1, "x"],
    }
    assert (world.project / "cfg.yml").read_text().startswith("a: 1\n")
    manifest = (run / ".guild" / "manifest").read_text()
    assert manifest.startswith("d cfg.yml ")
    assert manifest.endswith(" config:cfg.yml\n")
    deps = yaml.safe_load((run / ".guild" / "attrs" / "deps").read_text())
    (path,) = deps["config:cfg.yml"]["config:cfg.yml"]["paths"]
    assert path.startswith(".guild/generated/")
    assert (run / path).read_text() == (run / "cfg.yml").read_text()


def test_files_of_the_same_name_do_not_get_mixed_up(world):
    world.file("a/c.json", '{"x": "a"}')
    world.file("b/c.json", '{"x": "b"}')
    run = world.prepare(
        """
        op:
          main: x
          requires:
            - {config: a/c.json, target-path: a}
            - {config: b/c.json, target-path: b}
        """
    )
    assert json.loads((run / "a" / "c.json").read_text()) == {"x": "a"}
    assert json.loads((run / "b" / "c.json").read_text()) == {"x": "b"}


def test_the_file_that_the_program_reads_its_flags_from_is_written(world):
    world.file("conf/c.ini", "[s]\nk = 1\n")
    guild_file = "op: {main: x, flags-dest: 'config:conf/c.ini', flags: {s.k: 1}}"
    run = world.run_dir({"conf/c.ini": "from the snapshot"})
    world.prepare(guild_file, {"s.k": 3}, run=run)
    assert (run / "conf" / "c.ini").read_text() == "[s]\nk = 3\n\n"


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("config: c.toml", "no config file"),
        ("config: c.yml", "cannot find source file 'c.yml' in "),
    ],
)
def test_what_cannot_work_is_said_when_planned(world, source, reason):
    with pytest.raises(ResourceError, match=reason):
        world.plan(f"op:\n  main: x\n  requires:\n    - {source}\n")


def test_a_file_that_went_away_or_is_broken_fails_the_run(world, capsys):
    path = world.file("c.yml", "a: [")
    run = world.ordered(world.plan("op: {main: x, requires: {config: c.yml}}"))
    with pytest.raises(SystemExit):
        preparer.main(str(run))
    assert "cannot be read" in capsys.readouterr().err
    path.unlink()
    with pytest.raises(SystemExit):
        preparer.main(str(run))
    assert "cannot find source file 'c.yml'" in capsys.readouterr().err
