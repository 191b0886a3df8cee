import shlex
import shutil
import subprocess

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from guild_jupyter.errors import CommandError
from guild_jupyter.notebook.words import split

# A backquote, a dollar sign or a line end after a backslash is where shlex is no POSIX shell; a
# number sign and a semicolon are looked at below.
PLAIN = st.text(st.sampled_from("ab=,:[]%*?~&|<>()!-._'\" \t\n\r\\ä\u00a0\x0b\x1f☃"), max_size=30)


@given(PLAIN.filter(lambda line: "\\\n" not in line))
@example("a\u00a0b")
@example("'' \"\" a''b")
def test_a_line_without_braces_is_split_as_shlex_does(line):
    try:
        wanted = shlex.split(line, posix=True)
    except ValueError:
        with pytest.raises(CommandError):
            split(line, {})
    else:
        assert split(line, {}) == wanted


@pytest.mark.parametrize(
    "line",
    [
        r"a\ b c",
        r'"a \$b \` \\ \" \c"',
        '"a\\\nb" c\\\nd',
        r"'a \$b \\'",
        r"x='1 2' y=\"3\"",
        r"\\ \' \a",
    ],
)
@pytest.mark.skipif(shutil.which("sh") is None, reason="no POSIX shell to compare with")
def test_quotes_and_backslashes_are_those_of_a_posix_shell(line):
    done = subprocess.run(
        ["sh", "-c", f"printf '%s\\0' {line}"], capture_output=True, text=True, check=True
    )
    assert split(line, {}) == done.stdout.split("\0")[:-1]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("runs   # all {of} 'them", ["runs"]),
        ("# nothing else", []),
        ("a#b c# '#d' \\#e \"#\" x=#f", ["a#b", "c#", "#d", "#e", "#", "x=#f"]),
        ("runs;", ["runs"]),
        ("runs ; ", ["runs"]),
        ("a;b ';' c\\; ;d", ["a;b", ";", "c;", ";d"]),
        ("x=';'", ["x=;"]),
    ],
)
def test_comments_and_a_semicolon_at_the_end_are_no_words(line, words):
    assert split(line, {}) == words


@pytest.mark.parametrize("line", ["*", "~", "?.py", "[ab]", "a*b"])
def test_nothing_is_globbed(line):
    assert split(line, {}) == [line]


@pytest.mark.parametrize(
    "line",
    ["$NAME", "${flag}", "x=${a b}", "'$NAME'", '"${flag}"', "label-${lr}-$RUN_ID", "${open", "$"],
)
def test_dollar_names_and_references_are_left_alone(line):
    assert split(line, {"flag": 1, "NAME": 2, "lr": 3}) == [line.strip("'\"")]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("lr={lr}", ["lr=0.1"]),
        ("{name}={lr * 2:}", None),
        ("{ lr }", ["0.1"]),
        ("x={text}", ["x=two words"]),
        ('x="{text}!"', ["x=two words!"]),
        ("{text} {lr}", ["two words", "0.1"]),
        ("x={nothing}", ["x=null"]),
        ("x={yes}", ["x=True"]),
        ("x={d['k']}", ["x=v"]),
        ('x="{d["k"]}"', ["x=v"]),
        ("x={[n for n in (1, 2)]}", ["x=[1, 2]"]),
        ("x={ {'a': 1}['a'] }", ["x=1"]),
        ("x={'}'}", ["x=}"]),
        ("x={(lambda: lr)()}", ["x=0.1"]),
        ("x={lines}", ["x=first\nsecond"]),
        ("x={quote}", ['x=it\'s "this"']),
        ("x={sum(n for n in range(3) if n != lr)}", ["x=3"]),
    ],
)
def test_expressions_are_filled_in_and_stay_one_word(line, words):
    namespace = {
        "lr": 0.1,
        "text": "two words",
        "nothing": None,
        "yes": True,
        "d": {"k": "v"},
        "lines": "first\nsecond",
        "quote": 'it\'s "this"',
        "name": "n",
    }
    if words is None:
        with pytest.raises(CommandError, match="is no Python expression"):
            split(line, namespace)
    else:
        assert split(line, namespace) == words


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{{x}}", ["{x}"]),
        ("x={{a:1}}", ["x={a:1}"]),
        ("'{x} {{y}}'", ["{x} {{y}}"]),
        ("x='{a: 1, b: [2]}'", ["x={a: 1, b: [2]}"]),
        ('x="{a: 1}"', ["x={a: 1}"]),
        ('x="{a: it\'s}"', ["x={a: it's}"]),
        ('x="{}"', ["x={}"]),
        ("x=a}", ["x=a}"]),
        (r"\{x\}", ["{x}"]),
        ('"{x"', ["{x"]),
    ],
)
def test_braces_that_are_no_expression_stay(line, words):
    assert split(line, {}) == words


@pytest.mark.parametrize(
    ("line", "message", "hint"),
    [
        ("x={nosuch}", "{nosuch}: name 'nosuch' is not defined", "Define it"),
        ("x='{fine}' y={nosuch.attribute}", "'nosuch' is not defined", "Define it"),
        ("x={1 / 0}", "{1 / 0}: ZeroDivisionError: division by zero", "Correct"),
        ("x={a: 1}", "{a: 1} is no Python expression", "Quote a YAML map"),
        ("x={}", "{} is no Python expression", "Quote a YAML map"),
        ("x={open", "a brace is not closed", "{{"),
        ("x='open", "a single quote is not closed", "In: x='open"),
        ('x="open', "a double quote is not closed", 'In: x="open'),
        ("x=end\\", "a backslash at the end", "\\\\"),
        ("x={'\0'}", "is no Python expression", "Quote"),
    ],
)
def test_what_makes_no_sense_is_an_error(line, message, hint):
    with pytest.raises(CommandError) as caught:
        split(line, {})
    assert message in caught.value.message
    assert hint in caught.value.hint


def test_one_undefined_name_does_not_drop_the_other_expressions_silently():
    with pytest.raises(CommandError, match="nosuch"):
        split("train lr={lr} epochs={nosuch}", {"lr": 0.1})


def test_an_expression_does_not_change_the_namespace():
    namespace = {"lr": 1}
    assert split("{(lr := 2)}", namespace) == ["2"]
    assert namespace == {"lr": 1}
