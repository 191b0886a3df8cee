"""Random expressions, as trees."""

from hypothesis import strategies as st

from guild_jupyter.runstore.filters.tree import (
    KEYWORDS,
    KINDS,
    And,
    Comparison,
    Constant,
    Name,
    Not,
    Or,
    Truth,
)

WORDS = st.one_of(
    st.from_regex(r"[a-z][a-z0-9.#_-]{0,6}", fullmatch=True),
    st.text(st.characters(blacklist_categories=["Cc", "Cs"]), min_size=1, max_size=8),
    st.sampled_from(sorted(KEYWORDS)),
).filter(lambda word: word.partition(":")[0] not in KINDS)
NAMES = st.builds(Name, WORDS, st.sampled_from(["", *KINDS]))
PLAIN = st.one_of(
    WORDS,
    st.just(""),
    st.integers(-(10**30), 10**30),
    st.floats(allow_nan=False),
    st.booleans(),
    st.none(),
)
LISTS = st.recursive(
    PLAIN, lambda inner: st.lists(inner, min_size=1, max_size=3).map(tuple), max_leaves=6
)
ONLY_LISTS = st.lists(LISTS, min_size=1, max_size=3).map(tuple)
ORDERS = st.sampled_from(["=", "!=", "<", "<=", ">", ">=", "contains", "not contains"])
LEAVES = st.one_of(
    st.builds(Comparison, NAMES, ORDERS, LISTS),
    st.builds(Comparison, NAMES, st.sampled_from(["in", "not in"]), ONLY_LISTS),
    st.builds(Constant, LISTS),
    st.builds(Truth, st.builds(Name, st.from_regex(r"[a-z]{1,4}_x", fullmatch=True))),
)


def _parts(inner, kind):
    # Parts of the same kind in a row are read as one row.
    others = inner.filter(lambda node: not isinstance(node, kind))
    return st.lists(others, min_size=2, max_size=3).map(lambda parts: kind(tuple(parts)))


TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(st.builds(Not, inner), _parts(inner, And), _parts(inner, Or)),
    max_leaves=8,
)
