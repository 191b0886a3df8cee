from hypothesis import given
from hypothesis import strategies as st

from guild_jupyter.runstore.manifest import Entry, read, write

WORD = st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]), max_size=15)
ENTRY = st.builds(Entry, st.sampled_from("sdi"), WORD, WORD, st.lists(WORD, max_size=3).map(tuple))


@given(st.lists(ENTRY, max_size=5))
def test_what_is_written_is_read_again(entries):
    assert read(write(entries)) == entries


def test_the_lines_are_guilds():
    entries = [
        Entry("s", "train.py", "9f47", ("train.py",)),
        Entry("d", "a b", "-", ("file:arc.zip", "sub")),
    ]
    assert write(entries) == "s train.py 9f47 train.py\nd 'a b' - file:arc.zip sub\n"


def test_lines_that_make_no_sense_are_left_out():
    assert read("s a\n'open\n\ns a b c\n\0") == [Entry("s", "a", "b", ("c",))]


def test_an_absurdly_long_line_is_left_out():
    assert read(f"s {'a' * 5_000_000}' - x\ns a b c\n") == [Entry("s", "a", "b", ("c",))]
