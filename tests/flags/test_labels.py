"""Labels of flags: Guild's, and those for people."""

from guild_jupyter.flags.labels import default_label, label_parts, readable_label


def test_the_default_label_has_every_flag_with_a_value_by_name():
    assert default_label({"b": "x y", "a": 0.1234567, "n": None}) == "a=0.12345 b='x y'"


def test_people_read_letters_where_guild_writes_escapes():
    flags = {"b": "é", "a": 1, "n": None}
    assert readable_label(flags) == "a=1 b=é"
    assert "\\" in default_label(flags)


def test_the_parts_of_a_label_are_known_by_their_flags():
    assert list(label_parts({"b": 0.5, "n": None, "a": True}).items()) == [
        ("a", "a=yes"),
        ("b", "b=0.5"),
    ]
