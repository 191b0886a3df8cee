"""Labels of flags: Guild's, and those for people."""

from math import inf, nan

from guild_jupyter.flags.labels import default_label, label_parts, of_many, readable_label
from guild_jupyter.flags.values import format_value

LONG = "a/path/of/many/parts/to/data.csv"


def make(path):
    path.parent.mkdir(parents=True)
    path.touch()


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


def test_for_many_labels_each_value_has_the_text_that_it_has_in_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    make(tmp_path / LONG)
    text = of_many()
    values = [
        *(0, -1, 0.1, -0.0, 1e-05, 1e22, 0.1234567, 123456.7, inf, nan, True, False),
        *("adam", "yes", "", "a b", "1", "é", "data/none.csv", "***"),
        *(LONG, [1, "a b"], {"a": 1.5}),
    ]
    for value in [*values, *values]:
        for in_label in (True, False):
            assert text(value, in_label=in_label) == format_value(value, in_label=in_label)


def test_whether_a_path_is_there_is_asked_anew_for_other_labels(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    before = of_many()(LONG, in_label=True)
    make(tmp_path / LONG)
    assert before == LONG
    assert of_many()(LONG, in_label=True) != LONG
