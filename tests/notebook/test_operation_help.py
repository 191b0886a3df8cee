import pytest

from guild_jupyter.errors import NoSuchOperation


def test_help_of_an_operation_names_its_flags_and_what_it_requires(place):
    text = str(place.cell("help", "train"))
    assert text.splitlines()[0] == "Usage: %guild run train [FLAG=VALUE]... [OPTIONS]"
    assert "\nTrains a small network.\n" in text
    lines = text.splitlines()
    assert "  epochs  Passes over the data (default is 2, at least 1)" in lines
    assert "  kind    (default is a, one of a, b, 'two words')" in lines
    assert "  free" in lines
    assert "(default is no)" in text
    assert str(place.cell("run", "train", "--help-op")) == text


def test_help_names_required_runs_and_flags(place):
    assert "Requires:\n  operation:train" in str(place.cell("help", "evaluate"))
    assert "must  (required)" in str(place.cell("help", "demanding"))
    place.write(
        "guild.yml",
        """
        - model: m
          operations:
            one:
              exec: 'true'
              flags: {x: {default: 5, min: 1, max: 9}}
              requires: [data, 'set-${x}']
          resources:
            data:
              description: The data set
              sources: [{file: a.csv}, {file: b.csv}]
        """,
    )
    text = str(place.cell("help", "one"))
    assert "  x  (default is 5, at least 1, at most 9)" in text
    assert "  data: file:a.csv, file:b.csv - The data set" in text
    assert "  set-${x}" in text


def test_help_of_nothing_known_is_an_error(place):
    with pytest.raises(NoSuchOperation, match="no operation 'trian'"):
        place.cell("help", "trian")


def test_choices_of_which_something_is_said_have_lines_of_their_own(place):
    place.write(
        "guild.yml",
        """
        one:
          exec: 'true'
          flags:
            kind:
              description: What it is
              default: a
              choices:
                - {value: a, description: The first}
                - {value: 2, alias: second}
            api_key:
              choices: [{value: hunter2x, description: Mine}]
        """,
    )
    text = str(place.cell("help", "one"))
    assert "  kind     What it is (default is a)\n" in text
    assert "             a            The first\n             second or 2\n" in text
    assert "hunter" not in text


def test_flags_and_needs_of_the_oldest_dialect_are_in_the_order_of_the_file(place):
    (place.project / "guild.yml").unlink()
    place.write(
        "Guild",
        """
        [model]
        train = m
        train_requires = ./data "./more data"
        [flags]
        zeta = 1
        alpha = 2
        [flags "quick"]
        zeta = 0
        password = hunter2x
        """,
    )
    text = str(place.cell("help", "train"))
    assert "  zeta   (default is 1)\n  alpha  (default is 2)\n" in text
    assert "Profiles:\n  quick: zeta=0 password=***\n" in text
    assert "Requires:\n  ./data, in the project\n  ./more data, in the project\n" in text
