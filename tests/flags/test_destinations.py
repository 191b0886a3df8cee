import pytest

from guild_jupyter.flags.destinations import reaches_command_line, sets_variables


@pytest.mark.parametrize(
    ("destination", "is_variable", "is_word"),
    [
        ("args", False, True),
        ("args:click", False, True),
        ("globals", True, False),
        ("global:p", True, False),
        ("dict:p", True, False),
        ("namespace:p", True, False),
        ("global:", False, False),
        ("globals:p", False, False),
        ("config:c.yml", False, False),
        ("none", False, False),
        ("unknown", False, False),
    ],
)
def test_a_destination_is_the_command_line_or_variables_or_neither(
    destination, is_variable, is_word
):
    assert sets_variables(destination) == is_variable
    assert reaches_command_line(destination) == is_word
