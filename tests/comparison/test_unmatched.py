"""Columns that no run has are told, with what was meant."""

import pytest

from guild_jupyter.comparison.table import Request, compare


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("los", "no run has the scalar 'los'. Did you mean 'loss'?"),
        ("=rat", "no run has the flag 'rat'. Did you mean '=rate'?"),
        ("rate", "no run has the scalar 'rate'. The flag of that name is written '=rate'."),
        ("=loss", "no run has the flag 'loss'. The scalar of that name is written 'loss'."),
        (
            "=train#acc",
            "no run has the flag 'train#acc'. The scalar of that name is written 'train#acc'.",
        ),
        (
            "status",
            "no run has the scalar 'status'. The attribute of that name is written '.status'.",
        ),
        (".exit_statu", "no run has the attribute 'exit_statu'. Did you mean '.exit_status'?"),
        ("trian#acc", "no run has the scalar 'trian#acc'. Did you mean 'train#acc'?"),
        ("acx", "no run has the scalar 'acx'. Did you mean 'acc'?"),
        ("zzzzz", "no run has the scalar 'zzzzz'."),
        ("loss at 77", "no run has a value of 'loss' at that step: loss at 77"),
        ("loss at min los", "no run has the scalar 'los'. Did you mean 'loss'?"),
    ],
)
def test_a_column_that_no_run_has_is_empty_and_told(home, text, note):
    home.logged({"loss": [1, 2], "train#acc": [3]}, flags={"rate": 1})
    compared = compare(home.runs, Request(strict_columns=text))
    assert compared.notes == [note]
    assert len(compared.columns) == 2
    assert compared[0][compared.columns[1]] is None
    assert note in repr(compared)


def test_nothing_is_told_of_what_is_there_or_where_there_are_no_runs(home):
    assert compare(home.runs, Request(columns="los")).notes == []
    home.logged({"loss": [1]}, flags={"none": None})
    compared = compare(
        home.runs, Request(columns="loss, =none, .status, loss at 1, loss at min loss")
    )
    assert compared.notes == []
