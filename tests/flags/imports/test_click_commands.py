import pytest

from guild_jupyter.flags.definitions import Choice, FlagDef
from guild_jupyter.flags.destinations import CLICK


def of(read, *options, before=""):
    lines = "\n".join(f"@click.option({option})" for option in options)
    script = f"import click\n{before}\n@click.command()\n{lines}\ndef main(**given): pass\nmain()"
    imported = read(script)
    assert imported.destination == CLICK
    return imported.flags


@pytest.mark.parametrize(
    ("option", "flag"),
    [
        ("'--x', type=float, default=0.1, help='Rate'", FlagDef("x", 0.1, "Rate", "float")),
        ("'--x', default=3", FlagDef("x", 3, type="int")),
        ("'--x', default=3.5", FlagDef("x", 3.5, type="float")),
        ("'--x', default='a'", FlagDef("x", "a", type="string")),
        ("'--x', default=True", FlagDef("x", True, type="boolean")),
        ("'--x'", FlagDef("x", type="string")),
        ("'--x', required=True", FlagDef("x", type="string", required=True)),
        ("'-s', '--x', 'dest', default=3", FlagDef("x", 3, type="int")),
        ("'--x', type=click.INT", FlagDef("x", type="int")),
        ("'--x', type=click.Path(exists=True), default='a'", FlagDef("x", "a")),
        ("'--x', type=click.Choice(['a', 'b'])", FlagDef("x", choices=(Choice("a"), Choice("b")))),
        ("'--x', type=click.IntRange(1, max=5)", FlagDef("x", type="int", min=1, max=5)),
        ("'--x', type=click.FloatRange(0, 1, min_open=True)", FlagDef("x", type="float", max=1)),
        ("'--x', type=click.IntRange(1, 5, clamp=True)", FlagDef("x", type="int")),
        ("'--x', is_flag=True", FlagDef("x", False, type="boolean", arg_switch=True)),
        (
            "'--x', is_flag=True, default=True",
            FlagDef("x", True, type="boolean", arg_switch=False),
        ),
        ("'--x/--no-x'", FlagDef("x", False, type="boolean", arg_switch=True)),
        ("'--x/--no-x', default=None", FlagDef("x", type="boolean", arg_switch=True)),
        ("'--x/--no-x', default=False", FlagDef("x", False, type="boolean", arg_switch=True)),
        (
            "'--x/--y', default=True",
            FlagDef("x", True, type="boolean", arg_switch=False, arg_name="y"),
        ),
        ("'--x', flag_value='a'", FlagDef("x", False, type="boolean", arg_switch=True)),
        ("'--x', multiple=True, default=['a']", FlagDef("x", type="string")),
        ("'--x', nargs=2, default=(1, 2)", FlagDef("x", "1 2", type="int", arg_split=True)),
        ("'--x', type=(str, int), default=('a', 1)", FlagDef("x", "a 1", arg_split=True)),
        ("'--x', type=convert, default=lambda: 3", FlagDef("x")),
    ],
)
def test_an_option_is_a_flag(read, option, flag):
    assert of(read, option) == {"x": flag}


@pytest.mark.parametrize("option", ["'-x', default=1", "'--x', count=True", "computed()"])
def test_what_no_value_can_be_passed_to_is_no_flag(read, option):
    assert of(read, option) == {}


GROUP = """
import click
@click.group()
@click.option('--common')
def cli(common): pass
@cli.command()
@click.option('--lr')
def train(lr): pass
@cli.command('score')
@click.option('--beta')
def anything(beta): pass
@cli.group
def more(): pass
@more.command
@click.option('--deep')
def down_there(deep): pass
@click.command
@click.option('--late')
def later(late): pass
cli.add_command(later)
cli.add_command(later, name='again')
cli.add_command(unknown)
"""


@pytest.mark.parametrize("call", ["cli()", "cli.main()", "", "if a:\n    import sys"])
@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("", ["common"]),
        ("train", ["lr"]),
        ("--common 1 score", ["beta"]),
        ("more down-there", ["deep"]),
        ("later", ["late"]),
        ("again", ["late"]),
    ],
)
def test_base_arguments_choose_the_command(read, words, names, call):
    assert list(read.flags(GROUP + call, words=words)) == names


def test_the_command_that_is_called_is_the_one(read):
    script = """
        from click import command, option
        @command()
        @option('--one')
        def one(one): pass
        @command()
        @option('--two')
        @option('--three')
        def two(two, three): pass
        if __name__ == '__main__':
            one()
    """
    assert list(read.flags(script)) == ["one"]


def test_options_come_from_functions_and_lists_that_give_them(read):
    flags = read.flags("""
        import click, functools
        many = [click.option('--a'), click.option('--b')]
        def shared(function):
            for option in many:
                function = option(function)
            return function
        def wrapped(function):
            @click.option('--outer')
            @functools.wraps(function)
            def wrapper(*given): return function(*given)
            return wrapper
        @click.command()
        @shared
        @wrapped
        @unknown_decorator
        @click.option('--c')
        def main(**given): pass
        main()
    """)
    assert list(flags) == ["b", "a", "outer", "c"]
