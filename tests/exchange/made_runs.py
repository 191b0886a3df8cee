"""Runs that hypothesis makes: odd names, permissions, times, links, empty folders, holes."""

import os
from pathlib import Path

from hypothesis import strategies as st

_ALPHABET = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="/\\")
NAMES = st.one_of(
    st.sampled_from(["a", "b.txt", ".hidden", "ä ö", "模型", "-x", "a\u0301", "$HOME", "*"]),
    st.text(_ALPHABET, min_size=1, max_size=12),
).filter(
    lambda name: (
        name == name.rstrip(". ")
        and name not in {".guild", ".", ".."}
        and name[1:2] != ":"
        and len(name.encode()) < 200
    )
)
TIMES = st.integers(-(10**18), 4 * 10**18)
CONTENTS = st.one_of(
    st.binary(max_size=200),
    st.just(b""),
    st.integers(1, 300_000).map(lambda size: bytes(size)),
    st.integers(1, 3).map(lambda seed: bytes(range(256)) * seed * 500),
)
FILES = st.tuples(st.just("file"), CONTENTS, st.integers(0, 0o777).map(lambda m: m | 0o400), TIMES)
FOLDERS = st.deferred(
    lambda: st.tuples(
        st.just("folder"),
        st.dictionaries(NAMES, NODES, max_size=4),
        st.integers(0, 0o777).map(lambda mode: mode | 0o700),
        TIMES,
    )
)
LINKS = st.tuples(
    st.just("link"), st.sampled_from(["a", "./b.txt", "no/such", "a/b/c"]), st.none(), TIMES
)
NODES = st.one_of(FILES, FILES, FOLDERS, LINKS)
RUNS = st.dictionaries(NAMES, NODES, max_size=6)


def fill(folder, entries):
    """Make the entries in a folder; of names that some systems take for one only the first."""
    import unicodedata

    seen = {".guild"}
    for name, node in entries.items():
        folded = unicodedata.normalize("NFC", name).casefold()
        if folded not in seen:
            seen.add(folded)
            make(Path(folder, name), node)


def make(path, node):
    kind, content, mode, modified = node
    if kind == "link":
        path.symlink_to(content)
    elif kind == "folder":
        path.mkdir()
        fill(path, content)
        path.chmod(mode)
    else:
        with path.open("wb") as file:
            if content.strip(b"\0"):
                file.write(content)
            else:
                file.truncate(len(content))
        path.chmod(mode)
    os.utime(path, ns=(modified, modified), follow_symlinks=False)
