import pytest

from guild_jupyter.flags.definitions import FlagDef

CONFIG = """
import argparse, dataclasses, typing
from dataclasses import MISSING, asdict, dataclass, field, fields
from typing import ClassVar
@dataclass
class Common:
    seed: int = 0
    name: str = 'a'
@dataclass(frozen=True, kw_only=True)
class Config(Common):
    steps: ClassVar[int] = 9
    lr: float = field(default=0.1, metadata={'help': 'Rate'})
    name: str = 'b'
    sizes: list = field(default_factory=lambda: [1, 2])
    empty: list = field(default_factory=list)
    data: str
    def method(self): pass
class Plain:
    lr: float = 0.1
p = argparse.ArgumentParser()
"""


@pytest.fixture
def defaults(read):
    def of(lines, before=""):
        flags = read.flags(f"{before}{CONFIG}{lines}\np.parse_args()")
        return {name: flag.default for name, flag in flags.items()}

    return of


def test_options_of_the_fields_of_a_dataclass_are_flags(read):
    flags = read.flags(f"""{CONFIG}
for f in fields(Config):
    help = f.metadata.get('help', '')
    if f.default is MISSING and f.default_factory is MISSING:
        p.add_argument('--' + f.name, type=f.type, required=True)
    elif f.default_factory is not dataclasses.MISSING:
        p.add_argument('--' + f.name, nargs='+', type=int, default=f.default_factory())
    else:
        p.add_argument('--' + f.name, type=f.type, default=f.default, help=help)
p.parse_args()
""")
    assert list(flags.values()) == [
        FlagDef("seed", 0, type="int"),
        FlagDef("name", "b", type="string"),
        FlagDef("lr", 0.1, "Rate", "float"),
        FlagDef("sizes", "1 2", type="int", arg_split=True),
        FlagDef("empty", "", type="int", arg_split=True),
        FlagDef("data", type="string", required=True),
    ]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("for f in fields(Common()): p.add_argument('--' + f.name, default=f.default)", [0, "a"]),
        ("for n, v in vars(Common(3)).items(): p.add_argument('--' + n, default=v)", [3, "a"]),
        (
            "for n, v in asdict(Common(name='c')).items(): p.add_argument('--' + n, default=v)",
            [0, "c"],
        ),
        (
            "for n, f in Common.__dataclass_fields__.items():"
            " p.add_argument('--' + n, default=f.default)",
            [0, "a"],
        ),
        (
            "for n, t in typing.get_type_hints(Common).items():"
            " p.add_argument('--' + n, type=t, default=getattr(Common, n))",
            [0, "a"],
        ),
        ("p.add_argument('--x', default=Config.lr)", [0.1]),
        ("p.add_argument('--x', default=Config().lr)", [0.1]),
        ("p.add_argument('--x', default=Config.sizes)", [None]),
        ("p.add_argument('--x', default=asdict(Config())['sizes'][1])", [2]),
        ("p.add_argument('--x', default=fields(Common)[0].other)", [None]),
        ("for f in fields(Plain): p.add_argument('--' + f.name)", []),
        ("for f in fields(unknown): p.add_argument('--' + f.name)", []),
        ("for f in Plain.__dataclass_fields__: p.add_argument('--' + f)", []),
        ("for n in vars(Common): p.add_argument('--' + n)", []),
        (
            "@dataclass\nclass Odd:\n    a: int = field(0)\n    b.c: int = 1\n"
            "for f in fields(Odd): p.add_argument('--' + f.name, default=f.default)",
            [None],
        ),
        (
            "@dataclass\nclass Odd:\n    a: int = found()\nf = fields(Odd)[0]\n"
            "if f.default is MISSING: p.add_argument('--a', default=1)",
            [None],
        ),
    ],
)
def test_the_fields_of_a_dataclass_are_known_as_far_as_they_are_plain(defaults, lines, expected):
    assert list(defaults(lines).values()) == expected


def test_types_are_texts_where_annotations_are_not_evaluated(defaults):
    lines = """
for f in fields(Common):
    p.add_argument('--' + f.name, default=f.type)
for n, t in typing.get_type_hints(Common).items():
    p.add_argument('--hint-' + n, default=t.__name__)
"""
    found = defaults(lines, "from __future__ import annotations\n")
    assert found == {"seed": "int", "name": "str", "hint-seed": None, "hint-name": None}
