import pytest

from guild_jupyter.errors import GuildFileError, InvalidChoice, OutOfRange
from guild_jupyter.launch.options import Options

WRONG_VALUES = """\
a:
  exec: echo
  flags:
    n:
      type: int
      choices:
        - 1
        - 2
      default: 3
b:
  exec: echo
  flags:
    n:
      max: 3
      default: 5
c:
  exec: echo
  flags:
    n: 1
    x:
      type: float
      default: far
d:
  exec: echo
  flags:
    p:
      type: existing-path
      default: nowhere
"""


@pytest.mark.parametrize(
    ("operation", "line", "key"),
    [
        ("a", 9, "a.flags.n.default"),
        ("b", 15, "b.flags.n.default"),
        ("c", 22, "c.flags.x.default"),
        ("d", 28, "d.flags.p.default"),
    ],
)
def test_a_default_that_does_not_do_is_said_with_its_own_line(world, operation, line, key):
    world.guild(WRONG_VALUES)
    with pytest.raises(GuildFileError) as caught:
        world.plan(operation)
    assert (caught.value.line, caught.value.key) == (line, key)
    assert caught.value.file == str(world.project / "guild.yml")


def test_a_value_that_the_user_gave_is_no_matter_of_the_guild_file(world):
    world.guild(WRONG_VALUES)
    with pytest.raises(InvalidChoice):
        world.plan("a", "n=7")
    with pytest.raises(OutOfRange):
        world.plan("b", "n=7")


def test_a_wrong_value_of_a_profile_is_said_with_its_own_line(world):
    world.guild(
        """\
        op:
          exec: echo
          flags: {n: {max: 3, default: 1}}
          profiles:
            big:
              n: 5
            odd:
              zz: 5
        """
    )
    for profile, line, key in (("big", 6, "n"), ("odd", 8, "zz")):
        with pytest.raises(GuildFileError) as caught:
            world.plan("op", options=Options(profile=profile))
        assert (caught.value.line, caught.value.key) == (line, f"op.profiles.{profile}.{key}")


def test_bounds_that_a_default_of_the_program_breaks_are_said_where_they_stand(world):
    world.file(
        "train.py",
        "import argparse\np = argparse.ArgumentParser()\n"
        "p.add_argument('--n', type=int, default=5)\np.parse_args()\n",
    )
    world.guild("op:\n  main: train\n  flags:\n    n:\n      max: 3\n")
    with pytest.raises(GuildFileError) as caught:
        world.plan("op")
    assert (caught.value.line, caught.value.key) == (5, "op.flags.n.max")


def test_choices_of_the_program_that_its_default_breaks_are_no_matter_of_the_guild_file(world):
    world.file(
        "train.py",
        "import argparse\np = argparse.ArgumentParser()\n"
        "p.add_argument('--n', type=int, default=5, choices=[1, 2])\np.parse_args()\n",
    )
    world.guild("op:\n  main: train\n  flags-import: all\n")
    with pytest.raises(InvalidChoice):
        world.plan("op")


def test_a_flag_that_says_nothing_of_the_wrong_value_is_said_itself(world):
    world.file(
        "train.py",
        "import argparse\np = argparse.ArgumentParser()\n"
        "p.add_argument('--n', type=int, default=5, choices=[1, 2])\np.parse_args()\n",
    )
    world.guild("op:\n  main: train\n  flags-import: all\n  flags:\n    n: {description: d}\n")
    with pytest.raises(GuildFileError) as caught:
        world.plan("op")
    assert (caught.value.line, caught.value.key) == (5, "op.flags.n")


@pytest.mark.parametrize(
    ("scalars", "line", "key"),
    [
        ("[{a: '(x)'}, {b: '(x'}]", 3, "op.output-scalars.b"),
        ("\n    - a: (x)\n    - b: (y)\n      c: (z", 6, "op.output-scalars.c"),
        ("\n    a: (x)\n    b: 5", 5, "op.output-scalars.b"),
        ("\n    - a: (x)\n    - 7", 5, "op.output-scalars"),
        ("(x", 3, "op.output-scalars"),
    ],
)
def test_a_wrong_scalar_is_said_with_its_own_line(world, scalars, line, key):
    world.guild(f"op:\n  exec: echo\n  output-scalars: {scalars}\n")
    with pytest.raises(GuildFileError) as caught:
        world.plan("op")
    assert (caught.value.line, caught.value.key) == (line, key)
    assert r"(\key)" in caught.value.hint


@pytest.mark.parametrize(
    ("source", "line", "key"),
    [
        ("\n    root: .\n    select: {includ: x}", 5, "op.sourcecode.select"),
        ("\n    root: .\n    select:\n      - '*.py'\n      - include: [5]", 7, ".select"),
        ("\n    select: '*'\n    dest: ../x", 5, "op.sourcecode.dest"),
        ("\n    - '*.py'\n    - include: {text: a, txt: b}", 5, "op.sourcecode"),
    ],
)
def test_a_wrong_rule_of_the_source_is_said_with_its_own_line(world, source, line, key):
    world.guild(f"op:\n  exec: echo\n  sourcecode: {source}\n")
    with pytest.raises(GuildFileError) as caught:
        world.plan("op")
    assert caught.value.line == line
    assert caught.value.key.endswith(key)


def test_a_wrong_rule_of_the_model_is_said_where_the_model_has_it(world):
    world.guild(
        "- model: m\n  operations: {op: {exec: echo}}\n  sourcecode:\n    select: {includ: x}\n"
    )
    with pytest.raises(GuildFileError) as caught:
        world.plan("op")
    assert (caught.value.line, caught.value.key) == (4, "sourcecode.select")


def test_what_a_model_takes_over_is_said_where_it_is_written(world):
    world.guild(
        """\
        - config: c
          operation-defaults:
            output-scalars:
              a: (x
        - model: m
          extends: c
          operations: {op: {exec: echo}}
        """
    )
    with pytest.raises(GuildFileError) as caught:
        world.plan("op")
    assert (caught.value.line, caught.value.key) == (4, "operation-defaults.output-scalars.a")


def test_what_is_wrong_with_an_operation_of_a_model_names_the_model(world):
    world.guild("- model: m\n  operations:\n    op:\n      exec: echo ${nope}\n")
    with pytest.raises(GuildFileError) as caught:
        world.plan("op")
    assert (caught.value.line, caught.value.key) == (4, "m:op.exec")
