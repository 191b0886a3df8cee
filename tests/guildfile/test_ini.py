import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guild_jupyter.errors import GuildFileError
from guild_jupyter.guildfile import reader
from guild_jupyter.guildfile.ini import value
from guild_jupyter.guildfile.lookup import find_operation

MNIST = """\
[project]

name            = mnist
description     = MNIST examples

[model "intro"]

train           = intro
prepare         = intro --prepare
evaluate        = intro --evaluate
train_requires  = ./data

[model "expert"]

description     = A deeper model
train           = expert
train_requires  = ./data "./more data"
                  ./words

[flags]

datadir         = ./data
rundir          = $RUNDIR
batch_size      = 100
epochs          = 10

[flags "expert"]

epochs          = 20
dropout         = 0.5

[flags "quick-train"]

max_steps       = 100
learning_rate   = 0.01
"""


@pytest.fixture
def read(tmp_path):
    def read_text(text):
        file = tmp_path / "Guild"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return reader.read(file)

    return read_text


def defaults(operation):
    return {name: flag.default for name, flag in operation.flags.items()}


def test_each_command_of_a_model_is_an_operation_in_the_project(read):
    project = read(MNIST)
    specs = ["intro:train", "intro:prepare", "intro:evaluate", "expert:train"]
    assert [op.spec for op in project.operations] == specs
    train, prepare = project.operations[:2]
    assert (train.main, prepare.main) == ("intro", "intro --prepare")
    assert all(op.in_project for op in project.operations)
    assert {op.flags_dest for op in project.operations} == {"args"}
    assert {op.flags_import for op in project.operations} == {False}
    assert prepare.line == 9


def test_flags_are_in_the_order_of_the_file_and_numbers_are_numbers(read):
    train = read(MNIST).models["intro"].operations["train"]
    assert list(defaults(train).items()) == [
        ("datadir", "./data"),
        ("rundir", "$RUNDIR"),
        ("batch_size", 100),
        ("epochs", 10),
    ]


def test_a_section_named_as_the_model_applies_to_it_without_asking(read):
    project = read(MNIST)
    expert = project.models["expert"].operations["train"]
    assert list(defaults(expert).items()) == [
        ("datadir", "./data"),
        ("rundir", "$RUNDIR"),
        ("batch_size", 100),
        ("epochs", 20),
        ("dropout", 0.5),
    ]
    quick = {"max_steps": 100, "learning_rate": 0.01}
    assert expert.profiles == {"quick-train": quick}
    assert project.models["intro"].operations["train"].profiles == {
        "expert": {"epochs": 20, "dropout": 0.5},
        "quick-train": quick,
    }


def test_what_an_operation_requires_must_exist(read):
    project = read(MNIST)
    intro, expert = project.models["intro"].operations, project.models["expert"].operations
    assert intro["train"].must_exist == ("./data",)
    assert intro["prepare"].must_exist == ()
    assert expert["train"].must_exist == ("./data", "./more data", "./words")


def test_the_first_of_several_models_is_the_default_one(read):
    project = read(MNIST)
    assert project.default_model.name == "intro"
    assert find_operation(project, "train").spec == "intro:train"
    assert find_operation(project, "expert:").spec == "expert:train"


def test_the_project_and_its_models_are_described(read, tmp_path):
    project = read(MNIST)
    assert (project.package.name, project.package.description) == ("mnist", "MNIST examples")
    assert project.models["expert"].description == "A deeper model"
    assert project.models["intro"].attributes["train_requires"] == "./data"
    assert project.models["intro"].folders == (tmp_path,)
    assert project.files == (tmp_path / "Guild",)
    assert project.findings == ()


def test_comments_indented_names_and_continued_values(read):
    project = read(
        '# a comment\r\n; another\r\n[ model "m" ] # and one here\r\n'
        "\ttrain = m\r\n\t\t--steps\r\n    # amid a value\r\n\t\t7\r\n\ttest=m --note '# kept'\r\n"
        "\r\n        later = n\r\n[flags]\r\ntext = a = b\r\n  c\r\nempty =\r\n"
    )
    (model,) = project.models.values()
    assert {name: op.main for name, op in model.operations.items()} == {
        "train": "m --steps 7",
        "test": "m --note '# kept'",
        "later": "n",
    }
    assert defaults(model.operations["train"]) == {"text": "a = b c", "empty": ""}


def test_a_mark_of_the_byte_order_is_no_part_of_it(read):
    assert list(read("\ufeff[model]\nrun = m\n").models) == [""]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        *(("10", 10), ("-3", -3), ("+3", 3), ("0", 0), ("0.5", 0.5), (".5", 0.5), ("1.", 1.0)),
        *(("1e-3", 0.001), ("1E5", 100000.0), ("-2.5e+1", -25.0)),
        *(("007", "007"), ("1_000", "1_000"), ("0x10", "0x10"), ("1e999", "1e999"), ("", "")),
        *(("yes", "yes"), ("nan", "nan"), ("[1, 2]", "[1, 2]"), ("1:30", "1:30"), ("a b", "a b")),
        ("9" * 1001, "9" * 1001),
    ],
)
def test_a_value_is_a_number_or_the_text_as_written(text, meant):
    assert value(text) == meant
    assert type(value(text)) is type(meant)


@given(st.one_of(st.integers(), st.floats(allow_nan=False, allow_infinity=False)))
def test_every_number_is_read_as_itself(number):
    assert value(str(number)) == number


@pytest.mark.parametrize(
    ("text", "message", "line", "key"),
    [
        ("x = 1\n", "'x' stands before the first section", 1, "x"),
        ('[model "m"]\n\ntrain\n', "expected NAME = VALUE or a [section]", 3, ""),
        ("[flags]\n = 1\n", "expected NAME = VALUE or a [section]", 2, ""),
        ("[flags\na = 1\n", "this heading of a section cannot be read", 1, ""),
        ("[flags] a = 1\n", "this heading of a section cannot be read", 1, ""),
        ("[]\n", "this heading of a section cannot be read", 1, ""),
        ("[flags]\na = 1\nb = 2\na = 3\n", "'a' is said twice; first on line 2", 4, "flags.a"),
        (
            '[model "m"]\n[flags]\n[model "m"]\n',
            'a second section [model "m"]; the first is on line 1',
            3,
            'model "m"',
        ),
        ('[flags]\n[flags ""]\n', "a second section [flags]; the first is on line 1", 2, "flags"),
        ("[flags]\na = \0\n", "character 0x0 is not allowed", 2, ""),
        ("[flags]\na = \x1b[2J\n", "character 0x1b is not allowed", 2, ""),
    ],
)
def test_what_cannot_be_read_is_said_with_its_place(read, tmp_path, text, message, line, key):
    with pytest.raises(GuildFileError) as caught:
        read(text)
    error = caught.value
    assert (error.problem, error.line, error.key) == (message, line, key)
    assert error.file == str(tmp_path / "Guild")
    assert error.hint


def test_an_operation_that_cannot_be_read_harms_no_other(read):
    model = read(
        "[model \"m\"]\ntrain = m\nempty =\nopen = m 'x\nother = m\nother_requires = 'x\n"
        f"long = m {'word ' * 4000}''\nplain = m {'word ' * 4000}\n"
    ).models["m"]
    assert list(model.operations) == ["train", "plain"]
    said = {name: (error.line, error.key, error.problem) for name, error in model.problems.items()}
    assert said["empty"] == (3, 'model "m".empty', "an operation without a command")
    assert said["open"][:2] == (4, 'model "m".open')
    assert said["other"][:2] == (6, 'model "m".other_requires')
    assert said["long"][2].endswith("longer than 16384 characters, and with quotes")
    assert "cannot be split into words: No closing quotation" in said["open"][2]


@pytest.mark.parametrize(
    ("text", "line", "key", "message", "hint"),
    [
        ("[fags]\na = 1\n", 1, "fags", "a section 'fags' is not read", "Did you mean [flags]?"),
        ('[view "x"]\n', 1, 'view "x"', "a section 'view' is not read", ""),
        (
            "[project]\ndescripton = x\n",
            2,
            "project.descripton",
            "'descripton' is not read",
            "Did you mean description?",
        ),
        (
            "[model]\ntrain = m\ntrian_requires = x\n",
            3,
            "model.trian_requires",
            "the model has no operation 'trian'",
            "Did you mean train_requires?",
        ),
        (
            "[model]\ntrain = m\ntrain_require = x\n",
            3,
            "model.train_require",
            "'train_require' is read as an operation",
            "Did you mean train_requires?",
        ),
        (
            "[model]\ndescripton = A model\n",
            2,
            "model.descripton",
            "'descripton' is read as an operation",
            "Did you mean description?",
        ),
    ],
)
def test_what_may_not_be_meant_is_a_finding(read, tmp_path, text, line, key, message, hint):
    (finding,) = read(text).findings
    assert finding.file == str(tmp_path / "Guild")
    assert (finding.line, finding.key, finding.message, finding.hint) == (line, key, message, hint)


def test_names_far_from_any_other_are_no_findings(read):
    text = "[project]\nlicence-of-data = x\n[model]\ntrain = m\ntrain_more = m\nrequires = m\n"
    assert read(text).findings == ()


def test_findings_are_counted_to_a_hundred(read):
    slips = "".join(f"[what{n}]\n" for n in range(150))
    assert len(read(slips).findings) == 100
    assert (
        len(read("[model]\n" + "".join(f"a{n}_requires = x\n" for n in range(150))).findings)
        == 100
    )


def test_a_text_larger_than_the_limit_is_refused(read):
    with pytest.raises(GuildFileError, match="larger than 1024 KiB"):
        read("[flags]\n" + "# \n" * 400_000)
    with pytest.raises(GuildFileError, match="more than 100000 values"):
        read("[flags]\n" + "".join(f"{n:x}=\n" for n in range(150_000)))


@pytest.mark.parametrize(
    "text",
    [
        "[flags]\n"
        + "".join(f"f{n}=\n" for n in range(40_000))
        + "".join(f'[model "{n}"]\na=b\n' for n in range(20_000)),
        "[flags]\n"
        + "".join(f"f{n}=\n" for n in range(10_000))
        + "".join(f'[model "{n}"]\na=b\n[flags "{n}"]\n' for n in range(15_000)),
    ],
)
def test_what_a_file_stands_for_is_bounded_too(read, text):
    with pytest.raises(GuildFileError, match="operations and flags together make more than"):
        read(text)


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "[model]\n" + "".join(f"op{n}=m\n" for n in range(90_000)),
        "[model]\n" + "".join(f"op{n}_require=m\n" for n in range(45_000)),
        "".join(f"[a{n}]\n" for n in range(90_000)),
        "[flags]\na = 1\n" + " b\n" * 250_000,
        "[flags]\na = " + "9" * 1_000_000,
        "[model]\na = '" + "b " * 500_000 + "'\n",
        "[model]\n" + "d" * 1_000_000 + " = m",
        "[" + " " * 1_000_000,
        "[" + "a" * 1_000_000,
    ],
)
def test_no_text_is_beyond_reading(read, text):
    with contextlib.suppress(GuildFileError):
        assert read(text).digest


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused_with_its_file(tmp_path_factory, text):
    file = tmp_path_factory.mktemp("any") / "Guild"
    file.write_text(text, encoding="utf-8", errors="replace", newline="")
    try:
        found = str(reader.read(file).file)
    except GuildFileError as error:
        found = error.file
    assert found == str(file)


def test_a_comment_behind_a_value_is_kept_and_noted(tmp_path):
    file = tmp_path / "Guild"
    file.write_text(
        '[model "m"]\ntrain = train --x 1 # twice\nother = train --path a;b#c\n'
        "[flags]\nlr = 0.1 ; rate\nempty = # nothing yet, and this is told in full anyway\n"
        "fine = #abc\n[elsewhere]\na = 1 # b\n"
    )
    project = reader.read(file)
    flags = project.models["m"].operations["train"].flags
    assert flags["lr"].default == "0.1 ; rate"
    assert project.models["m"].operations["train"].main == "train --x 1 # twice"
    found = [(f.line, f.key, f.message) for f in project.findings if "comment" in f.message]
    part = "is a part of the value, not a comment"
    assert found == [
        (2, 'model "m".train', f"'# twice' {part}"),
        (5, "flags.lr", f"'; rate' {part}"),
        (6, "flags.empty", f"'# nothing yet, and this is told in full …' {part}"),
    ]
