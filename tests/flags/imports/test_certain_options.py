import pytest

HEAD = """
import argparse, contextlib
import contextlib as c
from contextlib import nullcontext, suppress
from contextlib import suppress as quietly
from mine import silently
p = argparse.ArgumentParser()
"""
MAYBE = "p.add_argument('--maybe', type=int, default=1)"
AGAIN = "p.add_argument('--maybe', type=int, default=1, help='again')"


@pytest.fixture
def default(read):
    """The default of ``--maybe`` after some lines."""
    read.module("mine", "from contextlib import suppress as silently")

    def of(lines, head=HEAD):
        return read.flags(f"{head}{lines}\np.parse_args()")["maybe"].default

    return of


@pytest.mark.parametrize(
    "context",
    [
        "contextlib.suppress(ImportError)",
        "c.suppress(ImportError, OSError)",
        "suppress(*errors)",
        "quietly(ImportError)",
        "silently(ImportError)",
        "open('x') as file, suppress(ImportError)",
        "suppress(ImportError) as nothing",
    ],
)
def test_what_follows_where_exceptions_are_suppressed_may_be_left_out(default, context):
    assert default(f"with {context}:\n  import apex\n  {MAYBE}") is None


def test_a_context_that_suppresses_may_have_a_name(default):
    lines = f"ignored = suppress(ImportError)\nwith ignored:\n  import apex\n  {MAYBE}"
    assert default(lines) is None


def test_names_that_are_set_where_exceptions_are_suppressed_are_not_known(default):
    lines = "HAS = False\nwith suppress(ImportError):\n  import apex\n  HAS = True\n"
    assert default(f"{lines}if HAS: {MAYBE}") is None


def test_what_is_entered_after_a_context_that_suppresses_may_fail(default):
    assert default(f"with suppress(OSError), open('x'): {MAYBE}") is None


@pytest.mark.parametrize(
    "context", ["suppress()", "nullcontext()", "torch.no_grad()", "open('x') as file"]
)
def test_any_other_context_is_gone_through_to_its_end(default, context):
    assert default(f"with {context}:\n  import apex\n  {MAYBE}") == 1


@pytest.mark.parametrize(
    "lines",
    [
        f"with suppress(ImportError):\n  {MAYBE}\n  import apex",
        f"try: {MAYBE}\nexcept Exception: pass",
        f"try:\n  pass\n  {MAYBE}\n  import apex\nexcept ImportError: pass",
        f"g = p.add_argument_group('g')\ntry: g.{MAYBE[2:]}\nexcept Exception: pass",
        "try: p.add_argument('--maybe', nargs=1, choices=[1], default=1)\nexcept Exception: pass",
        "A = {'default': 1}\ntry: p.add_argument(*['--maybe'], **A)\nexcept Exception: pass",
        f"def own(p): p.add_argument('--other')\nown(p)\ntry: {MAYBE}\nexcept Exception: pass",
        f"p = argparse.ArgumentParser(parents=[p])\ntry: {MAYBE}\nexcept Exception: pass",
        f"p = argparse.ArgumentParser(parents=[])\ntry: {MAYBE}\nexcept Exception: pass",
    ],
)
def test_an_option_whose_call_cannot_fail_keeps_its_default(default, lines):
    assert default(lines) == 1


def test_a_switch_whose_call_cannot_fail_keeps_its_default(default):
    lines = "try: p.add_argument('--maybe', action='store_true')\nexcept Exception: pass"
    assert default(lines) is False


@pytest.mark.parametrize(
    "call",
    [
        "p.add_argument('--maybe', default=1, type=lib.kind)",
        "p.add_argument('--maybe', default=1, type=kind())",
        "p.add_argument('--maybe', default=1, choices=unknown)",
        "p.add_argument('--maybe', default=1, deprecated=True)",
        "p.add_argument('--maybe', default=1, nargs=0)",
        "p.add_argument('--maybe', default=1, **unknown)",
        "p.add_argument('-h', '--maybe', default=1)",
        "p.add_argument('--maybe', default=True, action=argparse.BooleanOptionalAction)",
        f"q = {MAYBE}",
        f"print()\n  {MAYBE}",
        f"lib.add_options(p)\n  {MAYBE}",
    ],
)
def test_an_option_whose_call_may_fail_has_no_default(default, call):
    assert default(f"import lib\ntry:\n  {call}\nexcept Exception: pass") is None


@pytest.mark.parametrize(
    "lines",
    [
        "p.add_argument('--maybe', default=2)",
        "import lib\nlib.add_options(p)",
        "import lib\np = argparse.ArgumentParser(parents=[lib.parser()])",
        "import lib\np = argparse.ArgumentParser(parents=lib.parsers())",
        "import lib\nlib.add_options(p)\np = argparse.ArgumentParser(parents=[p])",
    ],
)
def test_an_option_that_the_parser_may_have_before_has_no_default(default, lines):
    assert default(f"{lines}\ntry: {MAYBE}\nexcept argparse.ArgumentError: pass") is None


@pytest.mark.parametrize(
    "lines",
    [
        f"if unknown: {MAYBE}\nelse: {AGAIN}",
        f"if unknown: {MAYBE}\nelif other: {AGAIN}\nelse: {AGAIN}",
        f"try:\n  import apex\n  {MAYBE}\nexcept ImportError: {AGAIN}",
        f"if unknown: {MAYBE}\nelif other: raise SystemExit\nelse: {AGAIN}",
        f"def f(p):\n  if unknown:\n    {MAYBE}\n    return p\n  else: {AGAIN}\nf(p)",
    ],
)
def test_an_option_that_is_added_alike_in_every_branch_keeps_its_default(default, lines):
    assert default(lines) == 1


def test_a_type_from_elsewhere_may_be_the_same_in_every_branch(default):
    add = "p.add_argument('--maybe', type=lib.kind, default=1)"
    assert default(f"import lib\nif unknown: {add}\nelse: {add}") == 1


@pytest.mark.parametrize(
    "other",
    [
        "p.add_argument('--maybe', type=int, default=2)",
        "p.add_argument('--maybe', type=int, default=True)",
        "p.add_argument('--maybe', type=float, default=1)",
        "p.add_argument('--maybe', type=int, default=1, choices=[1, 2])",
        "p.add_argument('--more', type=int, default=1)",
        "argparse.ArgumentParser().add_argument('--maybe', type=int, default=1)",
        f"print()\n  if third: {MAYBE}",
    ],
)
def test_an_option_that_another_branch_has_not_alike_has_no_default(default, other):
    assert default(f"if unknown: {MAYBE}\nelse:\n  {other}") is None


def test_options_of_a_subcommand_that_every_branch_adds_keep_their_defaults(read):
    add = "train.add_argument('--maybe', default=1)"
    lines = f"train = p.add_subparsers().add_parser('train')\nif unknown: {add}\nelse: {add}"
    found = read.flags(f"{HEAD}{lines}\np.parse_args()", words="train")
    assert found["maybe"].default == 1


@pytest.mark.parametrize(
    "test",
    [
        "f.name.startswith('_')",
        "f.name.startswith(('_', '.'))",
        "str.startswith(f.name, '_')",
        "f.name.endswith('hidden') or not f.init",
    ],
)
def test_fields_that_a_loop_leaves_out_by_their_names_are_no_flags(read, test):
    script = f"""
        import argparse, dataclasses
        @dataclasses.dataclass(frozen=True)
        class Settings:
            rate: float = 0.1
            _hidden: int = 1
            layers: int = 2
        p = argparse.ArgumentParser()
        for f in dataclasses.fields(Settings):
            if {test}:
                continue
            p.add_argument('--' + f.name, type=f.type, default=f.default)
        p.parse_args()
    """
    found = read.flags(script)
    assert {name: flag.default for name, flag in found.items()} == {"rate": 0.1, "layers": 2}
