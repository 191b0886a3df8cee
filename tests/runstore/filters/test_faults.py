from guild_jupyter.runstore.filters.faults import fault


def lines(error):
    return error.message.split("\n")


def test_the_place_is_pointed_at_below_the_text():
    error = fault("a << b", 3, "no sign", "Write '<'.")
    assert lines(error) == ["filter, at column 4: no sign", "  a << b", "     ^"]
    assert (error.column, error.hint) == (4, "Write '<'.")


def test_the_end_is_called_so():
    error = fault("a <", 3, "no value")
    assert lines(error) == ["filter, at its end: no value", "  a <", "     ^"]


def test_wide_characters_take_two_columns():
    assert lines(fault("損 = ", 4, "no value"))[2] == "       ^"


def test_of_a_long_text_what_is_around_the_place_is_shown():
    _, shown, pointer = lines(fault("a" * 500 + "!" + "b" * 500, 500, "no sign"))
    assert len(shown) < 120
    assert shown[pointer.index("^")] == "!"
    assert shown.startswith("  …a")
    assert shown.endswith("b…")


def test_what_deceives_is_shown_as_symbols():
    assert "\x1b" not in fault("a\x1b[2Jb", 1, "x").message
