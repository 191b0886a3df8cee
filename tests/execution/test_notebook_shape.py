import json

import pytest

from guild_jupyter.execution.notebook_shape import shape_of

CELL = {"cell_type": "code", "source": ["a = 1\n"], "metadata": {"tags": ["a"]}, "outputs": [{}]}


def problem(**more):
    return shape_of(json.dumps({"nbformat": 4, "metadata": {}, "cells": [CELL], **more}).encode())[
        0
    ]


def of_cell(**more):
    return problem(cells=[CELL, {**CELL, **more}])


def test_a_notebook_has_no_problem_and_its_metadata():
    metadata = {"kernelspec": {"name": "python3"}, "language_info": {"name": "python"}}
    data = json.dumps({"nbformat": 4, "metadata": metadata, "cells": []}).encode()
    assert shape_of(data) == ("", metadata)
    assert shape_of(b"\xef\xbb\xbf" + data) == ("", metadata)
    assert problem() == ""
    assert shape_of(b'{"nbformat": 4, "cells": []}') == ("", {})


def test_a_notebook_of_an_older_format_is_left_to_its_reader():
    assert shape_of(b'{"nbformat": 3, "worksheets": []}') == ("", {})


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "it is empty"),
        (b"{not json", "its JSON cannot be read"),
        (b"[" * 200_000, "its JSON cannot be read"),
        ("{}".encode("utf-16"), "it is not UTF-8"),
        (b"[1]", "its JSON is no object"),
        (b"{}", "it has no cells"),
        (b'{"cells": []}', "it does not say its format"),
        (b'{"nbformat": 4}', "it has no cells"),
    ],
)
def test_what_is_no_notebook_is_told_in_words(data, expected):
    assert shape_of(data) == (expected, {})


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"nbformat": 9}, "its format is 9, and the newest that is known is 4"),
        ({"nbformat": True}, "its format is True, and the newest that is known is 4"),
        ({"cells": {}}, "its cells are no list"),
        ({"cells": [7]}, "cell 1 is no object"),
        ({"metadata": []}, "its metadata is no object"),
        ({"metadata": {"kernelspec": "python3"}}, "'kernelspec' of its metadata is no object"),
    ],
)
def test_a_notebook_with_a_wrong_part_is_told_in_words(more, expected):
    assert problem(**more) == expected


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"cell_type": None}, "cell 2 has no type"),
        ({"source": 5}, "cell 2 has no text"),
        ({"source": [5]}, "cell 2 has no text"),
        ({"metadata": []}, "cell 2 has metadata that is no object"),
        ({"metadata": {"tags": "a"}}, "cell 2 has tags that are no list of names"),
        ({"outputs": {}}, "cell 2 has outputs that are no list of objects"),
    ],
)
def test_a_cell_with_a_wrong_part_is_told_in_words(more, expected):
    assert of_cell(**more) == expected
