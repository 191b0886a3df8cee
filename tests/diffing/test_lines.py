import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guild_jupyter.diffing.lines import Block, compare

FEW = st.lists(st.sampled_from("abcd"), max_size=40)


def applied(old, new, blocks):
    """What becomes of the old sequence where the blocks that are not the same are replaced."""
    made = []
    for block in blocks:
        made += old[block.old : block.old_end] if block.same else new[block.new : block.new_end]
    return made


def check(old, new, blocks):
    assert applied(old, new, blocks) == new
    at = (0, 0)
    for block in blocks:
        assert (block.old, block.new) == at
        at = (block.old_end, block.new_end)
        if block.same:
            assert old[block.old : block.old_end] == new[block.new : block.new_end]
            assert block.old < block.old_end
    assert at == (len(old), len(new))
    assert all(one.same != other.same for one, other in pairwise(blocks))


@given(FEW, FEW)
def test_the_blocks_make_the_new_sequence_of_the_old_one(old, new):
    check(old, new, compare(old, new))


@given(st.lists(st.integers()), st.lists(st.integers()), st.integers(0, 60))
def test_so_they_do_when_little_effort_is_made(old, new, effort):
    check(old, new, compare(old, new, effort))


@given(FEW, FEW)
def test_equal_ones_are_one_block_and_what_is_alike_at_the_ends_is_found(old, new):
    assert compare(old, old) == ([Block(True, 0, len(old), 0, len(old))] if old else [])
    blocks = compare(["x", *old, "y"], ["x", *new, "y"])
    assert blocks[0].same
    assert blocks[-1].same


def fewest(old, new):
    """The least number of lines removed and added, by a table of all beginnings."""
    row = list(range(len(new) + 1))
    for count, one in enumerate(old, 1):
        above, row = row, [count]
        for place, other in enumerate(new):
            row.append(above[place] if one == other else 1 + min(above[place + 1], row[-1]))
    return row[-1]


@given(st.lists(st.sampled_from("ab"), max_size=14), st.lists(st.sampled_from("ab"), max_size=14))
def test_where_nothing_is_unique_the_fewest_lines_change(old, new):
    old, new = ["p", *old * 2, "p"], ["q", *new * 2, "q"]
    changed = sum(
        block.old_end - block.old + block.new_end - block.new
        for block in compare(old, new)
        if not block.same
    )
    assert changed == fewest(old, new)


def test_a_function_that_is_put_before_others_is_added_as_a_whole():
    old = ["def a():", "    x", "", "def c():", "    y", ""]
    new = ["def a():", "    x", "", "def b():", "    x", "", "def c():", "    y", ""]
    blocks = compare(old, new)
    assert [block for block in blocks if not block.same] in (
        [Block(False, 3, 3, 3, 6)],
        [Block(False, 2, 2, 2, 5)],
        [Block(False, 1, 1, 1, 4)],
    )


@pytest.mark.parametrize("count", [3000])
def test_sequences_that_have_nothing_unique_and_little_in_common_are_given_up_in_time(count):
    chance = random.Random(1)
    old = [chance.randrange(50) for _ in range(count)]
    new = [chance.randrange(50) for _ in range(count)]
    blocks = compare(old, new, effort=50_000)
    check(old, new, blocks)
    assert len([block for block in blocks if not block.same]) <= 2
