import sys

import pytest

HEAD = """
import argparse, os, sys
p = argparse.ArgumentParser()
p.add_argument('--always', type=float, default=0.1)
"""
MAYBE = "p.add_argument('--maybe', default='x', required=True)"


@pytest.fixture
def flags(read):
    def of(lines, end="p.parse_args()"):
        return read.flags(f"{HEAD}{lines}\n{end}")

    return of


@pytest.mark.parametrize(
    "lines",
    [
        f"if os.environ.get('X'): {MAYBE}",
        f"if torch.cuda.is_available(): {MAYBE}",
        f"if unknown: pass\nelse: {MAYBE}",
        f"if sys.platform == unknown: {MAYBE}",
        f"try:\n  import apex\n  {MAYBE}\nexcept ImportError:\n  pass",
        f"try: import fast\nexcept ImportError: {MAYBE}",
        f"try:\n  import w\n  HAS = True\nexcept ImportError: HAS = False\nif HAS: {MAYBE}",
        f"for x in unknown: {MAYBE}",
        f"while unknown: {MAYBE}",
        f"match unknown:\n  case 'a': {MAYBE}",
        f"def f(p):\n  if unknown: return p\n  {MAYBE}\n  return p\nf(p)",
        f"def f(p):\n  if unknown:\n    if unknown: return\n    pass\n  {MAYBE}\nf(p)",
        f"def f(p):\n  for x in [1]:\n    if unknown: return\n    print()\n  {MAYBE}\nf(p)",
        f"for x in [1]:\n  if unknown: continue\n  {MAYBE}",
        f"for x in [1]:\n  if unknown: break\n  {MAYBE}",
        f"while True:\n  if unknown: break\n  {MAYBE}",
        f"def f(p): {MAYBE}\nif unknown: f(p)",
        f"if unknown: {MAYBE}\nelse: p.add_argument('--maybe', type=int, default=1)",
    ],
)
def test_an_option_that_the_program_may_not_have_has_no_default(flags, lines):
    found = flags(lines)
    assert (found["always"].default, found["always"].type) == (0.1, "float")
    assert (found["maybe"].default, found["maybe"].required) == (None, False)


def test_a_switch_that_the_program_may_not_have_has_no_default(flags):
    found = flags("if unknown: p.add_argument('--maybe', action='store_true')")["maybe"]
    assert (found.default, found.arg_switch) == (None, True)


@pytest.mark.parametrize(
    "lines",
    [
        f"if not unknown: raise SystemExit\n{MAYBE}",
        f"if unknown: sys.exit(1)\n{MAYBE}",
        f"def f():\n  try: {MAYBE}\n  except ValueError: raise\nf()",
        f"def f():\n  if unknown: raise SystemExit\n  else: {MAYBE}\nf()",
        f"try: {MAYBE}\nfinally: print()",
        f"while True: {MAYBE}",
        f"while False: p.add_argument('--other')\n{MAYBE}",
        f"def f():\n  if unknown: return\nf()\n{MAYBE}",
        f"for x in [1]:\n  if unknown: continue\n  print()\n{MAYBE}",
        f"for x in [1]:\n  if unknown: break\n  print()\n{MAYBE}",
        f"for x in unknown:\n  if unknown: break\n{MAYBE}",
        f"for x in [1]:\n  if x == 1: continue\nelse: {MAYBE}",
        f"while unknown:\n  break\n{MAYBE}",
        f"if sys.version_info >= (3, 8) and sys.version_info.major == 3: {MAYBE}",
        f"if sys.platform == {sys.platform!r} and os.name != 'none': {MAYBE}",
    ],
)
def test_an_option_that_the_program_goes_on_with_keeps_its_default(flags, lines):
    found = flags(lines)
    assert list(found) == ["always", "maybe"]
    assert (found["maybe"].default, found["maybe"].required) == ("x", True)


@pytest.mark.parametrize(
    "lines",
    [
        f"if sys.platform.startswith('no such'): {MAYBE}",
        f"if os.name == 'none': {MAYBE}",
        f"if sys.version_info < (3, 0): {MAYBE}",
        f"def f():\n  for x in [1]:\n    print()\n    return\n  {MAYBE}\nf()",
        f"def f():\n  while True:\n    return\n  {MAYBE}\nf()",
        f"for x in [1]:\n  print()\n  break\nelse: {MAYBE}",
    ],
)
def test_an_option_of_a_branch_that_is_not_taken_is_no_flag(flags, lines):
    assert list(flags(lines)) == ["always"]


@pytest.mark.parametrize(
    "script",
    [
        "try:\n  p = argparse.ArgumentParser()\n  p.add_argument('--a', default=1)\n"
        "except ValueError: pass\np.parse_args()",
        "p = argparse.ArgumentParser()\ntry:\n  p.add_argument('--a', default=1)\n"
        "  p.parse_args()\nexcept ValueError: pass",
        "def main():\n  p = argparse.ArgumentParser()\n  if unknown: return\n"
        "  p.add_argument('--a', default=1)\n  p.parse_args()\nmain()",
        "if unknown:\n  from lib import p\n  p.parse_args()",
    ],
)
def test_a_branch_that_the_parser_is_made_or_used_in_is_taken(read, script):
    read.module(
        "lib",
        "import argparse\np = argparse.ArgumentParser()\np.add_argument('--a', default=1)\n"
        "if unknown: raise SystemExit",
    )
    assert read.flags(f"import argparse\n{script}")["a"].default == 1


def test_options_of_a_chosen_subcommand_keep_their_defaults(read):
    script = """
        import argparse
        p = argparse.ArgumentParser()
        common = argparse.ArgumentParser()
        sub = p.add_subparsers()
        if unknown:
            common.add_argument('--shared', default=1)
            train = sub.add_parser('train', parents=[common])
            train.add_argument('--a', default=1)
            if unknown:
                train.add_argument('--b', default=1)
        try:
            p.parse_args()
        except ValueError:
            pass
    """
    flags = read.flags(script, words="train")
    assert {name: flag.default for name, flag in flags.items()} == {
        "shared": None,
        "a": 1,
        "b": None,
    }


def test_each_item_of_a_loop_is_read_after_one_that_is_left_out(read):
    script = """
        import argparse
        p = argparse.ArgumentParser()
        for name in ['a', '_b', 'c']:
            if name.startswith('_'):
                continue
            p.add_argument('--' + name, default=1)
        p.parse_args()
    """
    assert list(read.flags(script)) == ["a", "c"]
