"""A comparison in Python, and in files."""

import csv
import io
from datetime import datetime, timezone

import pytest

from guild_jupyter.comparison.table import Request, compare
from guild_jupyter.errors import GuildError

WHEN = 1_700_000_000_000_000


def test_a_comparison_is_a_sequence_of_rows(home):
    for number in range(3):
        home.logged(flags={"n": number})
    compared = compare(home.runs, Request(strict_columns="=n"))
    assert len(compared) == 3
    assert compared[0] == compared.rows[0] == {"run": home.runs[0].short_id, "n": 2}
    assert [row["n"] for row in compared] == [2, 1, 0]
    assert [row["n"] for row in compared[1:]] == [1, 0]
    assert list(compared.runs) == list(home.runs)


def test_the_frame_has_typed_columns_with_names_of_their_own(home):
    flags = {"i": 1, "f": 0.5, "b": True, "s": "x", "m": 1, "l": [1]}
    home.logged({"loss": [1, float("nan")]}, flags=flags, started=WHEN, stopped=WHEN + 1_500_000)
    home.logged({"loss": [1]}, flags={"m": "x"}, started=WHEN, stopped=None)
    frame = compare(home.runs, Request(columns=".none")).df
    types = {name: str(kind) for name, kind in frame.dtypes.items()}
    assert types["started"] == "datetime64[us]"
    assert types["time"] == "timedelta64[us]"
    assert (types["i"], types["f"], types["b"], types["s"]) == (
        "Int64",
        "float64",
        "boolean",
        "string",
    )
    assert (types["step"], types["loss"]) == ("Int64", "float64")
    assert (types["m"], types["l"], types["none"]) == ("object", "object", "object")
    assert frame["started"][0].to_pydatetime() == datetime.fromtimestamp(
        WHEN / 1e6, timezone.utc
    ).replace(tzinfo=None)
    assert frame["time"].dt.total_seconds()[1] == 1.5
    assert type(frame).__name__ == "DataFrame"
    assert compare(home.runs[:0]).df.empty


def test_csv_has_all_digits_and_is_what_guild_writes(home, tmp_path):
    flags = {"s": 'a "b", c', "yes": True, "l": [1, "two"], "big": 123456789.12345679}
    home.logged({"loss": [0.1]}, flags=flags, started=WHEN, stopped=WHEN + 3_600_000)
    compared = compare(home.runs)
    text = compared.to_csv()
    when = datetime.fromtimestamp(WHEN / 1e6).strftime("%Y-%m-%d %H:%M:%S")
    short_id = home.runs[0].short_id
    assert text == (
        "run,operation,started,time,status,label,big,l,s,yes,step,loss\n"
        f"{short_id},op,{when},0:00:03,completed,,"
        '123456789.12345679,"[1, \'two\']","a ""b"", c",True,1,0.10000000149011612\n'
    )
    path = tmp_path / "out.csv"
    assert compared.to_csv(path) == text
    assert path.read_bytes() == text.encode()
    with pytest.raises(GuildError, match="cannot be written: Is a directory"):
        compared.to_csv(tmp_path)
    with pytest.raises(GuildError, match="cannot be written"):
        compared.to_csv("a\0b")


def test_what_stands_in_csv_is_read_back_from_it(home):
    home.logged(flags={"hard": 'line\nbreak, "quote"', "é": "日本"})
    compared = compare(home.runs, Request(strict_columns="=hard,='é'"))
    header, row = csv.reader(io.StringIO(compared.to_csv()))
    assert header == compared.columns
    assert row[1:] == ['line\nbreak, "quote"', "日本"]


def test_a_comparison_without_columns_of_its_own_has_the_runs(home):
    home.logged()
    compared = compare(home.runs, Request(skip_core=True, skip_op_cols=True))
    assert compared.rows == [{"run": home.runs[0].short_id}]
