import pytest

HEAD = "import argparse\n"


def names(read, script, **named):
    return list(read.flags(script, **named))


def default(read, lines, expression="value"):
    """The default of an option that is said by an expression after some lines."""
    script = f"{HEAD}{lines}\np = argparse.ArgumentParser()\n"
    return read.flags(f"{script}p.add_argument('--x', default={expression})\np.parse_args()")[
        "x"
    ].default


@pytest.mark.parametrize(
    "script",
    [
        """
        def get_parser():
            p = argparse.ArgumentParser()
            p.add_argument('--a')
            return p
        parser = get_parser()
        args = parser.parse_args()
        """,
        """
        def main(argv=None):
            parser = argparse.ArgumentParser()
            add_options(parser)
            return parser.parse_args(argv)
        def add_options(parser, *, prefix='--'):
            parser.add_argument(prefix + 'a')
        if __name__ == '__main__':
            raise SystemExit(main())
        """,
        """
        @launched.by(something)
        async def main():
            with open('x') as file, argparse.ArgumentParser() as p:
                p.add_argument('--a')
                p.parse_args()
        """,
        """
        class Options:
            def __init__(self):
                self.parser = argparse.ArgumentParser()
                self.initialize(self.parser)
            def initialize(self, parser): pass
            def parse(self): return self.parser.parse_args()
        class Training(Options):
            def initialize(self, parser):
                super().initialize(parser)
                self.name(parser)
            @staticmethod
            def name(parser): parser.add_argument('--' + Training.kind())
            @classmethod
            def kind(cls): return cls.letter
            letter = 'a'
        Training().parse()
        """,
        """
        class Parser(argparse.ArgumentParser):
            def __init__(self, letter):
                super().__init__()
                self.own(letter)
            def own(self, letter): self.add_argument('--' + letter)
            def parse_args(self): return super().parse_args()
        Parser('a').parse_args()
        """,
        """
        class Settings:
            @property
            def parser(self): return made
        made = argparse.ArgumentParser()
        made.add_argument('--a')
        Settings().parser.parse_args()
        """,
        """
        p = argparse.ArgumentParser()
        for name, kind in [('a', int)]:
            p.add_argument(f'--{name}', type=kind)
        p.parse_args()
        """,
        """
        import library
        p = library.with_options(argparse.ArgumentParser())
        p.add_argument('--a')
        p.parse_args()
        """,
        """
        p = argparse.ArgumentParser()
        p.add_argument(*['--a'], **{'dest': 'b'})
        known, rest = p.parse_known_args()
        """,
        """
        p = argparse.ArgumentParser()
        p.add_argument('--a')
        if GPU: p.parse_known_args()
        other = argparse.ArgumentParser()
        """,
        """
        try:
            import fast
        except ImportError:
            p = argparse.ArgumentParser()
        else:
            p = argparse.ArgumentParser()
        finally:
            p.add_argument('--a')
        cli(p)
        """,
        """
        global_parser = None
        def make():
            global global_parser
            global_parser = argparse.ArgumentParser()
        make()
        match command:
            case 'x': global_parser.add_argument('--a')
        while True:
            global_parser.parse_args()
        """,
    ],
)
def test_the_parser_is_found_however_it_is_made(read, script):
    import textwrap

    assert names(read, HEAD + textwrap.dedent(script)) == ["a"]


def test_of_several_parsers_the_one_that_parses_is_meant(read):
    script = """
        import argparse
        def make(name):
            p = argparse.ArgumentParser()
            p.add_argument(name)
            return p
        big = make('--one')
        big.add_argument('--two')
        if __name__ == '__main__':
            make('--three').parse_args()
    """
    assert names(read, script) == ["three"]


def test_a_parser_that_never_parses_here_is_meant_where_it_is_the_largest(read):
    script = """
        import argparse
        common = argparse.ArgumentParser()
        for name in 'abc':
            common.add_argument('--' + name)
        p = argparse.ArgumentParser(parents=[common])
        q = argparse.ArgumentParser()
        q.add_argument('--q')
    """
    assert names(read, script) == ["a", "b", "c"]


def test_what_comes_after_the_parsing_is_not_read(read):
    script = (
        "import argparse\np = argparse.ArgumentParser()\np.parse_args()\np.add_argument('--a')"
    )
    assert names(read, script) == []


def test_options_that_come_after_a_first_look_are_read(read):
    script = """
        import argparse
        p = argparse.ArgumentParser()
        p.add_argument('--a')
        p.parse_known_args()
        p.add_argument('--b')
        p.parse_args()
    """
    assert names(read, script) == ["a", "b"]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("value = 1 << 10", 1024),
        ("value = 2 * 3 + 10 // 4 - 2 ** 3 % 5", 5),
        ("a = b = 2\nvalue = a * b", 4),
        ("value = 1\nvalue += 2", 3),
        ("value = [1]\nvalue = value[0]", 1),
        ("table = {'lr': 0.5}\nvalue = table['lr']", 0.5),
        ("table = {}\ntable['lr'] = 0.5\nvalue = table.get('lr')", 0.5),
        ("table = dict(lr=0.5, **{'n': 1})\nvalue = table.get('n', 2)", 1),
        ("class C:\n    lr: float = 0.1\nC.n = 2\nvalue = C.lr * C.n", 0.2),
        ("class C:\n    lr = 0.1\nvalue = C().lr", 0.1),
        ("class C:\n    lr: float\nvalue = C(lr=3).lr", 3),
        ("import os\nvalue = os.path.join('a', 'b')", "a/b"),
        ("from os.path import join as j\nvalue = j('a', 'b')", "a/b"),
        ("import math\nvalue = round(math.pi, 2)", 3.14),
        ("n = 3\nvalue = f'{n:02d}-{n!r}'", "03-3"),
        ("value = '%s-%d' % ('a', 3)", "a-3"),
        ("value = '{}-{n}'.format('a', n=3)", "a-3"),
        ("value = '-'.join(sorted({'b': 1, 'a': 2}))", "a-b"),
        ("value = 'a b'.split()[1].upper()", "B"),
        ("value = 'abc'[1:]", "bc"),
        ("value = len([i for i in range(10) if i % 2])", 5),
        ("value = max({k: v for k, v in [('a', 1), ('b', 2)]}.values())", 2),
        ("value = sum(i for i in (1, 2))", 3),
        ("value = len({i for i in 'aab'})", 2),
        ("value = 'yes' if 2 > 1 else 'no'", "yes"),
        ("value = None or 'b' and 'c'", "c"),
        ("value = not []", True),
        ("value = 1 < 2 < 3", True),
        ("value = 'a' in ['a'] and 'b' not in {'a': 1}", True),
        ("(value, other), rest = (1, 2), 3", 1),
        ("first, *value = 1, 2", None),
        ("if (value := 3) > 2: pass", 3),
        ("a = [1, *[2, 3]]\nvalue = a[-1]", 3),
        ("a = [3]\na.append(4)\nvalue = a.index(4)", 1),
        ("def f(a, b=2, *c, d=3, **e): return a + b + d\nvalue = f(1, d=4)", 7),
        ("def f(): return 1\ndef g(): return f()\nvalue = g()", 1),
        ("def f():\n    if unknown: return 1\n    return 2\nvalue = f()", None),
        ("def f(): pass\nvalue = f()", None),
        ("value = (lambda: 3)()", 3),
        ("value = (lambda a, b=2: a + b)(1)", 3),
        ("class C:\n    n = 3\nvalue = getattr(C, 'n')", 3),
        ("value = getattr(unknown, 'n')", None),
        ("value = getattr([1], name)", None),
        ("value = unknown", None),
        ("value = input()", None),
        ("value = open('x').read()", None),
        ("import os\nvalue = os.environ.get('X', 'y')", None),
        ("value = __file__", None),
        ("value = 1\ndel value", None),
        ("value = 1 / 0", None),
        ("value = [][3]", None),
        ("value = 1\nif unknown: value = 2", None),
        ("value = 1\nif unknown: value = 1", 1),
        ("t = {'a': 1}\nif unknown: t['a'] = 2\nvalue = t['a']", None),
        ("t = {'a': 1}\nif unknown: t['a'] = 1\nvalue = t['a']", 1),
        ("t = {}\nif unknown: t['a'] = 1\nelse: t['a'] = 2\nvalue = t['a']", None),
        ("class C: a = 1\nif unknown: C.a = 2\nvalue = C.a", None),
        ("class C: a = 1\nc = C()\nc.a = 2\nif unknown: c.a = 3\nvalue = c.a", None),
        ("if unknown: value = 1\nelse: value = 2", None),
        ("if unknown: raise SystemExit\nelse: value = 2", 2),
        ("value = 1\nfor value in unknown(): pass", None),
        ("for value in [1, 2]: print(value)", 2),
        ("for value in [1, 2]:\n    print(value)\n    break", 1),
        ("value = type('a')", None),
        ("value = 1 if unknown else 2", None),
        ("value = [x for x in unknown]", None),
        ("value = len([x for x in [1] for y in [2]])", None),
        ("value = len([x for x in [1] if unknown])", None),
        ("from enum import Enum\nclass E(Enum):\n    A = 3\nvalue = E['A'].value", 3),
        ("from enum import Enum\nclass E(Enum):\n    A = 3\nvalue = E.__members__['A']", 3),
        ("from enum import IntEnum\nclass E(IntEnum):\n    A = 3\nvalue = list(E)[0].name", "A"),
        ("from pathlib import Path\nvalue = str(Path('a') / 'b')", "a/b"),
        ("class A(A): pass\nvalue = A.x", None),
        ("class A:\n    def f(self): return 1\nvalue = A().f.x", None),
        ("value = 1\nvalue.real = 3", 1),
        ("table = {'a': 1, **{'b': 2}, **unknown}\nvalue = table['b']", None),
        ("table = {'a': 1, **unknown, 'b': 2}\nvalue = table['b']", 2),
        ("table = {'a': 1}\ntable.update({'a': 2}, a=3)\nvalue = table['a']", 3),
        ("table = {'a': 1}\ntable.update(unknown)\nvalue = table['a']", None),
        ("table = {'a': 1}\ntable.update({**unknown})\nvalue = table['a']", None),
        (
            "table = {}\ntable.update({i: i for i in range(900)})\n"
            "table.update({i: i for i in range(900, 1800)})\nvalue = len(table)",
            0,
        ),
        ("table = {unknown: 1}\nvalue = len(table)", 0),
        ("def f(): return super().x\nvalue = f()", None),
        ("value = super().x", None),
        ("def f(*, a=1, **rest): return rest['b'] + a\nvalue = f(b=2)", 3),
        ("value = 'abc'['a':]", None),
        ("value = (yield)", None),
        ("value = [1, *unknown][0]", 1),
        ("value = len(*[[1, 2]])", 2),
        ("value = max(*unknown)", None),
        ("for value in [1]: pass", None),
        ("value = 2\nfor i in unknown: value = 3", None),
        ("table = {}\ntable[0:1] = 3\nvalue = len(table)", 0),
        ("import functools\n@functools.wraps(f)\ndef g(): return 1\nvalue = g()", 1),
        ("value = " + "-" * 80 + "1", None),
    ],
)
def test_an_expression_is_followed_as_far_as_it_is_plain(read, lines, expected):
    found = default(read, lines)
    assert found == expected
    assert type(found) is type(expected)


def test_names_of_other_modules_of_the_project_are_followed(read):
    read.module("lib", "", package=True)
    read.module("lib.names", "LETTER = 'a'\n_OWN = 'b'")
    read.module(
        "lib.opts",
        """
        import argparse
        from . import names
        from .names import LETTER as letter
        from .missing import nothing
        def get_parser():
            p = argparse.ArgumentParser()
            p.add_argument('--' + letter, default=names.LETTER)
            return p
        """,
    )
    script = """
        import lib.opts
        from lib.names import *
        p = lib.opts.get_parser()
        p.add_argument('--star', default=LETTER)
        p.add_argument('--own', default=_OWN)
        p.parse_args()
    """
    flags = read.flags(script)
    assert {name: flag.default for name, flag in flags.items()} == {
        "a": "a",
        "star": "a",
        "own": None,
    }


def test_names_are_followed_from_the_package_of_the_script(read):
    read.module("pkg.sub", "", package=True)
    read.module("pkg.sub.opts", "import argparse\np = argparse.ArgumentParser()")
    read.module("pkg.up", "LETTER = 'a'")
    script = """
        from .opts import p
        from ..up import LETTER
        p.add_argument('--' + LETTER)
        p.parse_args()
    """
    assert names(read, script, package="pkg.sub") == ["a"]


def test_modules_that_import_each_other_are_read_once(read):
    read.module("one", "from two import p\nfrom one import x\nimport two.three\ny = two.three")
    read.module("two", "import argparse, one\np = argparse.ArgumentParser()\nz = one.p")
    script = "from one import p, y\np.add_argument('--a', default=y)\np.parse_args()"
    assert names(read, script) == ["a"]


def test_a_module_that_cannot_be_read_is_unknown(read):
    read.module("broken", "def (:")
    script = "import argparse, broken\np = argparse.ArgumentParser()\n"
    script += "p.add_argument('--a', default=broken.value)\np.parse_args()"
    assert read.flags(script)["a"].default is None


def test_a_script_without_end_is_read_in_part_and_that_is_said(read):
    script = """
        import argparse
        p = argparse.ArgumentParser()
        p.add_argument('--a')
        for i in range(200):
            for j in range(200):
                p.add_argument('-' + str(i))
        p.parse_args()
    """
    imported = read(script)
    assert list(imported.flags) == ["a"]
    assert imported.notes == ("it is so long that it was read only in part",)


def test_functions_that_call_themselves_come_to_an_end(read):
    script = """
        import argparse
        def f(n): return f(n + 1)
        def g(*a): return g(*a, *a)
        class A:
            def __init__(self): self.inner = A()
        f(1), g(1), A()
        p = argparse.ArgumentParser()
        p.add_argument('--a', default=f(2))
        p.parse_args()
    """
    assert names(read, script) == ["a"]
