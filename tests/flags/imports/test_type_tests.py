import pytest

BEFORE = """
import argparse, collections.abc, library, numbers, typing
from collections.abc import Sequence
from enum import Enum
class Base: pass
class Other: pass
class Own(Base): pass
class Loop(Loop): pass
class Foreign(library.Thing): pass
class Color(Enum):
    RED = 1
def function(): pass
def given(parser=None): return parser is None
"""


@pytest.fixture
def decided(read):
    """Tells how a condition is decided: True, False, or None where it is not."""

    def of(condition):
        script = f"{BEFORE}\np = argparse.ArgumentParser()\n"
        script += f"if {condition}: p.add_argument('--yes', default=1)\n"
        script += "else: p.add_argument('--no', default=1)\np.parse_args()"
        flags = read.flags(script)
        return None if len(flags) == 2 else "yes" in flags

    return of


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("isinstance(True, bool)", True),
        ("isinstance(True, int)", True),
        ("isinstance(1, bool)", False),
        ("isinstance([1], (tuple, list))", True),
        ("isinstance('a', (tuple, list))", False),
        ("isinstance('a', (str, unknown))", True),
        ("isinstance('a', (list, unknown))", None),
        ("isinstance('a', unknown)", None),
        ("isinstance('a', library.Thing)", None),
        ("isinstance('a', len)", None),
        ("isinstance('a', 'b')", None),
        ("isinstance(unknown, int)", None),
        ("isinstance('a', Own)", False),
        ("isinstance(unknown, Own)", None),
        ("isinstance({}, collections.abc.Mapping)", True),
        ("isinstance([1], Sequence)", True),
        ("isinstance(1, typing.Iterable)", False),
        ("isinstance(1.5, numbers.Number)", True),
        ("isinstance(None, (int, str))", False),
        ("isinstance(Own(), Base)", True),
        ("isinstance(Own(), Other)", False),
        ("isinstance(Own(), Loop)", False),
        ("isinstance(Loop(), Base)", None),
        ("isinstance(Foreign(), Base)", False),
        ("isinstance(Own(), str)", False),
        ("isinstance(Own, type)", True),
        ("isinstance(function, type)", False),
        ("isinstance(function, object)", None),
        ("isinstance(1)", None),
        ("callable(function)", True),
        ("callable(Own)", True),
        ("callable(int)", True),
        ("callable(1)", False),
        ("callable({})", False),
        ("callable(unknown)", None),
        ("callable(library.f)", None),
        ("type([1]) is list", True),
        ("type('a') == list", False),
        ("type({}) is not dict", False),
        ("type(1) in (int, float)", True),
        ("type('a') not in [int, float]", True),
        ("type('a') in [int, unknown]", None),
        ("type('a') in unknown", None),
        ("type('a') is unknown", None),
        ("type('a') is library.Thing", None),
        ("library.a is library.b", None),
        ("type('a') < type('b')", None),
        ("type(None) is str", None),
        ("type(Own()) is Own", True),
        ("type(Own()) is Base", False),
        ("type('a') is Own", False),
        ("Own is unknown", None),
        ("function is None", False),
        ("None is not Color.RED", True),
        ("given(p)", False),
        ("given()", True),
        ("library.a is None", None),
    ],
)
def test_a_question_about_a_type_is_answered_as_far_as_it_is_known(decided, condition, expected):
    assert decided(condition) is expected
