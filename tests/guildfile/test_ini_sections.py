from hypothesis import given
from hypothesis import strategies as st

from guild_jupyter.guildfile.ini_sections import split

WORDS = st.text(st.characters(categories=["L", "N"], exclude_characters="#;"), min_size=1)
NAMES = st.one_of(st.none(), st.text(st.characters(categories=["L", "N", "Zs"]), min_size=1))
VALUES = st.lists(WORDS, max_size=4)
FILES = st.dictionaries(st.tuples(WORDS, NAMES), st.dictionaries(WORDS, VALUES, max_size=4))


@given(FILES, st.sampled_from(["", "\t", "  "]), st.sampled_from(["=", " = ", "\t=\t"]))
def test_what_is_written_is_read_whatever_its_layout(file, indentation, sign):
    lines = []
    for (kind, name), entries in file.items():
        lines.append(f"[{kind}]" if name is None else f'[{kind} "{name}"]')
        for key, words in entries.items():
            first, *rest = words or [""]
            lines.append(f"{indentation}{key}{sign}{first}")
            lines += [f"{indentation}    {word}" for word in rest]
    found = split("\n".join(lines), "Guild")
    assert {(one.kind, one.name): one for one in found}.keys() == file.keys()
    for section in found:
        values = {key: entry.value for key, entry in section.entries.items()}
        wanted = file[section.kind, section.name]
        assert values == {key: " ".join(words) for key, words in wanted.items()}
        assert list(values) == list(wanted)


@given(FILES)
def test_the_line_of_each_entry_is_known(file):
    lines = []
    places = {}
    for (kind, name), entries in file.items():
        lines += ["# a comment", f"[{kind}]" if name is None else f'[{kind} "{name}"]', ""]
        for key in entries:
            lines.append(f"{key} = 1")
            places[kind, name, key] = len(lines)
    found = {
        (one.kind, one.name, key): entry.line
        for one in split("\n".join(lines), "Guild")
        for key, entry in one.entries.items()
    }
    assert found == places
