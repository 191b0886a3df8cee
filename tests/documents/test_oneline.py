"""Values on one line are what PyYAML makes of them, whether or not it is asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guild_jupyter import documents
from guild_jupyter.documents.oneline import dump_flow
from guild_jupyter.documents.writing import dump_on_one_line


@given(st.integers() | st.floats() | st.text() | st.sampled_from(["yes", "n", "a/b", "1e3"]))
def test_a_value_is_written_as_pyyaml_writes_it(value):
    assert dump_flow(value) == dump_on_one_line(value, escaped=True)


def test_a_name_that_is_not_there_is_an_error():
    with pytest.raises(AttributeError, match="nothing"):
        _ = documents.nothing
