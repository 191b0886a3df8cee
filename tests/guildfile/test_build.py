import pytest

from guild_jupyter.errors import GuildFileError
from guild_jupyter.flags.definitions import Choice, FlagDef


def flag(operation, text):
    return operation(f"main: x, flags: {{f: {text}}}").flags["f"]


def test_text_is_the_main_of_an_operation(read):
    assert read("op: train --x 1").operations[0].main == "train --x 1"


def test_an_operation_of_no_form_runs_the_module_of_its_name(operation):
    assert operation("").main == "op"
    assert operation("steps: [a]").main is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("exec: 'tool a'", "tool a"),
        ("exec: [tool, 'a b', 1, '${x}']", "tool 'a b' 1 '${x}'"),
        ('exec: "tool\\n  --a 1\\n"', "tool --a 1"),
    ],
)
def test_a_command_is_text_or_a_list_of_words(operation, text, expected):
    assert operation(text).exec == expected


@pytest.mark.parametrize(
    "text", ["main: ''", "main: {a: 1}", "main: [[a]]", "exec: yes", "main: 5"]
)
def test_a_command_of_another_kind_is_refused(operation, text):
    with pytest.raises(
        GuildFileError, match=r"op\.(main|exec): (expected a (command|word)|the command is empty)"
    ):
        operation(text)


def test_every_attribute_has_its_place(operation):
    found = operation(
        "main: x, description: D, default: yes, flags-dest: args, env: {A: 1},"
        " env-secrets: [S, T],"
        " label: L, tags: [a, 1], output-scalars: no, sourcecode: no, pip-freeze: no,"
        " objective: loss"
    )
    assert (found.description, found.default, found.flags_dest) == ("D", True, "args")
    assert (found.env, found.env_secrets) == ({"A": 1}, ("S", "T"))
    assert (found.label, found.tags, found.output_scalars) == ("L", ("a", "1"), False)
    assert (found.sourcecode, found.pip_freeze) == (False, False)
    assert found.attributes == {"objective": "loss"}


def test_one_name_may_stand_for_a_list_of_one(operation):
    found = operation("main: x, tags: t, env-secrets: SECRET")
    assert (found.tags, found.env_secrets) == (("t",), ("SECRET",))


def test_defaults_of_the_model_fill_in_what_an_operation_does_not_say(read):
    project = read(
        """\
        - model: m
          operation-defaults: {label: L, env: {A: 1}}
          operations: {one: {main: x}, two: {main: x, label: own}, three: x}
        """
    )
    assert [op.label for op in project.operations] == ["L", "own", "L"]
    assert project.operations[2].env == {"A": 1}


@pytest.mark.parametrize(
    ("text", "default"),
    [("1", 1), ("0.5", 0.5), ("yes", True), ("null", None), ("a b", "a b"), ("[1, 2]", [1, 2])],
)
def test_a_bare_value_is_the_default_of_a_flag(operation, text, default):
    assert flag(operation, text) == FlagDef("f", default=default)


def test_every_attribute_of_a_flag_has_its_place(operation):
    found = flag(
        operation,
        "{default: 1, description: D, type: int, required: yes, alias: g, arg-name: a,"
        " arg-skip: no, arg-switch: 1, arg-split: ',', arg-encoding: {1: one}, env-name: E,"
        " env-encoding: {1: e},"
        " choices: [1, {value: 2, alias: two, description: T, flags: {x: 1}}], allow-other: yes,"
        " min: 0, max: 2.5, distribution: uniform, null-label: none, nb-replace: r}",
    )
    assert found == FlagDef(
        "f",
        default=1,
        description="D",
        type="int",
        required=True,
        alias="g",
        arg_name="a",
        arg_switch=1,
        arg_split=",",
        arg_encoding={1: "one"},
        env_name="E",
        env_encoding={1: "e"},
        choices=(Choice(1), Choice(2, "T", "two", {"x": 1})),
        allow_other=True,
        min=0,
        max=2.5,
        distribution="uniform",
        null_label="none",
        extra={"nb-replace": "r"},
    )


def test_an_attribute_of_a_flag_without_a_value_counts_as_not_given(operation):
    assert flag(operation, "{default: 1, choices: null, min: null, type: null}") == FlagDef("f", 1)


def test_flags_may_be_kept_from_the_arguments_by_default(operation):
    flags = operation(
        "main: x, default-flag-arg-skip: yes, flags: {a: 1, b: {arg-skip: no}}"
    ).flags
    assert (flags["a"].arg_skip, flags["b"].arg_skip) == (True, False)


WRONG = [
    ("op:\n", 1, "op", "expected a mapping, found nothing"),
    ("op: [a]\n", 1, "op", "expected a mapping, found a list"),
    ("a: x\nop:\n  main: x\n  flags: [1]\n", 4, "op.flags", "expected a mapping"),
    ("op:\n  flags:\n    lr: 2020-01-01\n", 3, "op.flags.lr", "expected a mapping"),
    ("op:\n  flags:\n    lr: {min: a}\n", 3, "op.flags.lr.min", "expected a number"),
    ("op:\n  flags:\n    lr: {max: yes}\n", 3, "op.flags.lr.max", "expected a number"),
    ("op:\n  flags:\n    lr:\n      choices: 5\n", 4, "op.flags.lr.choices", "expected a list"),
    ("op:\n  flags: {lr: {choices: [{a: 1}]}}\n", 2, "op.flags.lr.choices", "without a value"),
    ("op:\n  flags: {x: {arg-encoding: 5}}\n", 2, "op.flags.x.arg-encoding", "expected a mapping"),
    (
        "op:\n  flags: {x: {choices: [{value: 1, flags: 5}]}}\n",
        2,
        "op.flags.x.choices.flags",
        "map",
    ),
    ("op:\n  flags: {$include: c}\n", 2, "op.flags.$include", "no model or config 'c'"),
    ("op:\n  env: [A]\n", 2, "op.env", "expected a mapping"),
    ("op:\n  env: {A=B: 1}\n", 2, "op.env.A=B", "cannot be a variable's name"),
    ("op:\n  env: {A: {b: 1}}\n", 2, "op.env.A", "expected text, found a mapping"),
    ("op:\n  tags: {a: 1}\n", 2, "op.tags", "expected text or a list of it"),
    ("op:\n  env-secrets: [[a]]\n", 2, "op.env-secrets", "expected text or a list of it"),
    ("op:\n  tags: [null]\n", 2, "op.tags", "found nothing"),
    ("op:\n  label: [a]\n", 2, "op.label", "expected text"),
    ("- model: m\n  extends: c\n", 2, "extends", "no model or config 'c'"),
    ("- model: m\n  operations: [a]\n", 2, "", "expected a mapping, found a list"),
    ("- model: m\n  operation-defaults: [a]\n", 2, "operation-defaults", "expected a mapping"),
    ("- model: m\n  resources: [a]\n", 2, "resources", "expected a mapping"),
    ("- model: m\n  description: {a: 1}\n", 2, "description", "expected text"),
]


@pytest.mark.parametrize(
    ("text", "line", "key", "said"), WRONG, ids=[row[0][:40] for row in WRONG]
)
def test_what_makes_no_sense_is_said_with_line_key_and_remedy(sound, text, line, key, said):
    with pytest.raises(GuildFileError, match=said) as caught:
        sound(text)
    assert (caught.value.line, caught.value.key) == (line, key)
    assert caught.value.hint
