"""Specs and the text that stands for them."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from guild_jupyter.comparison.parsing import read_one
from guild_jupyter.comparison.specs import (
    ATTRIBUTE,
    FLAG,
    LAST,
    SCALAR,
    WITH_STEP,
    Place,
    Spec,
)

NAMES = st.one_of(
    st.text(min_size=1, max_size=20),
    st.sampled_from(["min", "step", "as", "at", "val loss", "it's", '"x"', "=a", ".a", "flag:x"]),
)
PREFIXES = st.one_of(st.just(""), NAMES.filter(lambda name: "#" not in name))
HEADINGS = st.one_of(st.just(""), NAMES.filter(str.strip))
PLACES = st.builds(Place, st.sampled_from(["best", "min", "max"]), NAMES, PREFIXES)
STEPS = st.integers(-(2**63), 2**63 - 1)
SPECS = st.one_of(
    st.builds(Spec, st.sampled_from([FLAG, ATTRIBUTE]), NAMES, name=HEADINGS),
    st.builds(
        Spec,
        st.just(SCALAR),
        NAMES,
        PREFIXES,
        st.sampled_from(["min", "max", "first", "last", "mean", "total", "count"]),
        name=HEADINGS,
    ),
    st.builds(
        Spec,
        st.just(SCALAR),
        NAMES,
        PREFIXES,
        st.sampled_from(sorted(WITH_STEP)),
        is_step=st.just(True),
        name=HEADINGS,
    ),
    st.builds(
        Spec,
        st.just(SCALAR),
        NAMES,
        PREFIXES,
        st.just(LAST),
        at=st.one_of(STEPS, PLACES),
        name=HEADINGS,
    ),
)


@given(SPECS)
@example(Spec(FLAG, "0", name="="))
@example(Spec(FLAG, "flag:", name=".x"))
def test_the_text_of_a_spec_is_read_as_that_spec(spec):
    assert read_one(str(spec)) == spec


@pytest.mark.parametrize(
    ("text", "heading", "full"),
    [
        ("loss", "loss", "last loss"),
        ("min loss", "loss", "min loss"),
        ("min loss step", "loss step", "min loss step"),
        ("avg train#loss", "train loss", "mean train loss"),
        ("loss at 7", "loss at 7", "loss at 7"),
        ("loss at best train#acc", "loss at best train#acc", "loss at best train#acc"),
        ("=lr", "lr", "=lr"),
        (".label", "label", ".label"),
        ("loss as final", "final", "last loss"),
    ],
)
def test_headings_are_those_of_guild_and_the_longer_ones_tell_specs_apart(text, heading, full):
    spec = read_one(text)
    assert (spec.heading, spec.full_heading) == (heading, full)
