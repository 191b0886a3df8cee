import json

import pytest

from guild_jupyter.diffing.notebooks import sources


def test_the_source_of_cells_is_what_is_compared():
    cells = [
        {"cell_type": "markdown", "source": ["# Title\n", "text"]},
        {"cell_type": "code", "source": "x = 1\n", "outputs": [{"text": "1"}]},
        {"cell_type": "code", "source": ""},
        "no cell",
    ]
    text = sources(json.dumps({"cells": cells}).encode())
    assert text == "# %% [markdown]\n# Title\ntext\n\n# %%\nx = 1\n\n# %%\n"


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'{"cells": 1}', b"[" * 100_000])
def test_what_is_no_notebook_has_none(data):
    assert sources(data) is None


def test_half_a_character_does_no_harm():
    cells = [{"cell_type": "code", "source": "\ud83d"}]
    assert sources(json.dumps({"cells": cells}).encode()) == "# %%\n?\n"
