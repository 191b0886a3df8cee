"""What views show of hostile texts: static twins as HTML, live views by what they are told.

A new twin or component is a row in :data:`TWINS` or :data:`VIEWS`; a live view is told messages
that fit its schema, with texts in every member that may hold any: lists have a text in each item,
single members all of them.
"""

import base64
import json
from pathlib import Path

import numpy as np

from guild_jupyter.twins import card, sheet, table, text
from guild_jupyter.twins.page import Listing, of_table

SCHEMAS = Path(__file__).resolve().parents[2] / "guild_jupyter/wire/schemas"


def _twin(**members):
    return card.to_html(
        card.Card(
            **{"title": "t", "short_id": "1", "status": "running", "status_text": "", **members}
        )
    )


#: What makes the HTML of each sink of a text. Files, flags and scalars are facts and cells.
TWINS = {
    "card: operation": lambda one: _twin(title=one),
    "card: short id": lambda one: _twin(short_id=one),
    "card: status": lambda one: _twin(status=one, status_text=one),
    "card: label, tags, comment, flag value": lambda one: _twin(facts=[("label", one)]),
    "card: flag name": lambda one: _twin(facts=[(one, "1")]),
    "card: scalar key": lambda one: _twin(values=[(one, "1")]),
    "card: scalar value": lambda one: _twin(values=[("loss", one)]),
    "card: output": lambda one: _twin(output=one),
    "card: problem": lambda one: _twin(problems=[one]),
    "table: heading": lambda one: table.to_html(table.Table([one], [["1"]])),
    "table: cell": lambda one: table.to_html(table.Table(["a"], [[one]])),
    "table: status": lambda one: table.to_html(table.Table(["status"], [[one]], [one])),
    "table: caption": lambda one: table.to_html(table.Table(["a"], [["1"]], caption=one)),
    "table: note": lambda one: table.to_html(table.Table(["a"], [["1"]], notes=[one])),
    "table: folded": lambda one: table.to_html(table.Table(["a"], [["1"]], folded=[(one, one)])),
    "table: way on": lambda one: table.to_html(
        table.Table(["a"], [["1"], ["2"]], most=1, way_on=one)
    ),
    "table: nothing": lambda one: table.to_html(table.Table(["a"], [], empty=one)),
    "page of a table": lambda one: of_table(table.Table([one], [[one]]))._repr_mimebundle_()[
        "text/html"
    ],
    "sheet": lambda one: sheet.to_html(
        sheet.Sheet(one, [sheet.Group(one, [sheet.Fact(one, one, sheet.ERROR, one)])])
    ),
    "output": text.output_html,
}
assert not hasattr(Listing, "_repr_html_")  # shown as text alone


def schema(name):
    """Return a schema of the protocol."""
    return json.loads((SCHEMAS / f"{name}.schema.json").read_text())


class Buffers(list):
    """The buffers of a message, as a page is handed them by a test."""

    def put(self, values, kind):
        """Add numbers or bytes; return their number."""
        data = values if kind is bytes else np.array(values, dtype=kind).tobytes()
        self.append(base64.b64encode(data).decode())
        return len(self) - 1


def _message(content, buffers=()):
    return {"content": content, "buffers": list(buffers)}


def _card(texts):
    every = " ".join(texts)
    named = [{"name": one, "text": one} for one in texts]
    scalars = [
        {
            "key": one,
            "last": 1.5,
            "step": 2,
            "min": 1,
            "max": None,
            "direction": "min",
            "count": 3,
            "steps": [0, 1, 2],
            "values": [1, None, 1.5],
        }
        for one in texts
    ]
    return {
        "run": dict.fromkeys(("id", "short_id", "operation", "directory"), every),
        "status": {"word": "running", "text": every, "is_live": True, "is_stoppable": True},
        "times": {"started": 1.7e12, "stopped": None, "seconds": 2.5},
        "progress": {"what": every, "done": 1, "total": 3, "seconds_left": 4},
        "flags": named,
        "facts": named,
        "scalars": scalars,
        "more_scalars": 2,
        "label": every,
        "tags": texts,
        "comments": texts,
        "marked": True,
        "problems": texts,
        "output": {"text": "\n".join(texts), "size": 10_000, "is_whole": False},
        "again": every,
        "watch": every,
        "as_of": 1.7e12,
    }


_COLUMN = {
    "group": "run",
    "kind": "text",
    "direction": "",
    "reducer": "",
    "series": "",
    "is_asked": False,
    "is_editable": True,
    "constant": None,
    "is_hidden": False,
}


def _table(texts, buffers):
    """Return a table whose runs, columns and cells are texts, and its cells."""
    count = len(texts)
    made, data = [], []

    def put(key, heading, told, **members):
        made.append({**_COLUMN, "key": key, "heading": heading, **members})
        data.append({"key": key, "from": 0, "to": count, **told})

    def words(shift=0):
        codes = [(row + shift) % count for row in range(count)]
        return {"codes": buffers.put(codes, "<i4"), "words": texts}

    def numbers(shift=0):
        values = [(row * 7 + shift) % count + 0.5 for row in range(count)]
        return {"numbers": buffers.put(values, "<f8"), "missing": None}

    for key in ("id", "status", "label", "tags", "comments"):
        put(key, key, words(), kind="text" if key == "label" else key)
    put("started", "started", {"numbers": buffers.put([1.7e12] * count, "<f8")}, kind="time")
    for shift, one in enumerate(texts):
        of_metric = {"group": "scalar", "series": one, "reducer": "last", "direction": "min"}
        put(f"={one}", one, words(shift), group="flag")
        put(f"last {one}", one, numbers(shift), kind="number", **of_metric)
    points = {"points": buffers.put([1, 2, 3, 4] * count, "<f4"), "width": 4}
    put(f"spark:{texts[0]}", texts[0], points, kind="spark", group="scalar", series=texts[0])
    same = {"codes": buffers.put([0] * count, "<i4"), "words": texts[:1]}
    put(f"same {texts[0]}", texts[0], same, constant=texts[0])
    every = " ".join(texts)
    table = {"title": every, "count": count, "columns": made, "more_columns": 1, "more_rows": 2}
    said = {"notes": texts, "empty": every, "line": every, "as_of": 1.7e12}
    return {**table, **said}, data


_PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def _lines(texts, buffers=None):
    pieces = [{"text": one, "changed": at % 2 > 0, "token": one} for at, one in enumerate(texts)]
    known = [
        {"kind": kind, "old": pieces, "new": pieces, "old_number": at, "new_number": at}
        for at, kind in enumerate(("same", "changed", "added", "removed"), 1)
    ]
    every = " ".join(texts)
    known[-1]["no_end"] = ["old"]
    known += [{"kind": "note", "old": [], "new": [], "said": every}]
    known += [{"kind": "folded", "old": [], "new": [], "old_number": 9, "new_number": 9}]
    known[-1].update(count=3, said=every)
    found = {"part": texts[0], "file": every, "rows": known, "more_rows": 0, "said": texts}
    if buffers is not None:
        found["old_picture"] = buffers.put(_PICTURE, bytes)
        found["new_picture"] = buffers.put(texts[0].encode(), bytes)
        found["picture_types"] = [texts[0], "image/svg+xml"]
    return found


def _diff(texts):
    every = " ".join(texts)
    pieces = [{"text": one, "changed": True, "token": one} for one in texts]
    values = [
        {"name": one, "change": change, "old": pieces, "new": pieces, "step": one}
        for one, change in zip(texts, ["changed", "added", "removed", "own"] * 9, strict=False)
    ]
    values[0]["is_long"] = True
    kinds = ["text", "picture", "binary", "folder", "link", "other"] * 9
    files = [
        {"name": one, "change": "changed", "kind": kind, "said": one, "added": 1, "removed": 2}
        for one, kind in zip(texts, kinds, strict=False)
    ]
    whole = {"title": every, "count": every, "remarks": texts, "more_values": 1, "more_files": 1}
    parts = [
        {**whole, "name": texts[0], "values": values, "files": []},
        {**whole, "name": texts[-1], "values": [], "files": files},
    ]
    side = {"name": every, "about": every, "run": texts[0]}
    opened = [{**_lines(texts), "part": texts[-1], "file": texts[0]}]
    return {
        "old": side,
        "new": side,
        "parts": parts,
        "same": every,
        "is_of_itself": False,
        "line": every,
        "opened": opened,
    }


def _card_pushed(texts):
    return _message({**_card(texts), "push": "card"})


def _table_pushed(texts):
    buffers = Buffers()
    table, data = _table(texts, buffers)
    return _message({"push": "table", "table": table, "data": data}, buffers)


def _diff_pushed(texts):
    return _message({"push": "diff", "diff": _diff(texts)})


#: Of each kind of view: the push that fills it.
VIEWS = {
    "card": _card_pushed,
    "table": _table_pushed,
    "comparison": _table_pushed,
    "diff": _diff_pushed,
}


def answers(texts, first):
    """Return what is answered to the questions that a view asks."""
    every = " ".join(texts)
    error = _message({"error": {"message": every, "hint": every}})
    kinds = ["file", "folder", "link", "other"] * 9
    entries = [
        {"name": one, "kind": kind, "size": 1} for one, kind in zip(texts, kinds, strict=False)
    ]
    content = {name: value for name, value in first["content"].items() if name != "push"}
    of_lines, of_series = Buffers(), Buffers()
    lines = _lines(texts, of_lines)
    series = [
        {
            "run": run,
            "key": key,
            "count": 4,
            "level": "raw",
            "first_wall": 0,
            **dict.fromkeys(("lows", "highs", "counts", "odds")),
            "steps": of_series.put([0, 1, 2, 3], "<f8"),
            "walls": of_series.put([0, 1, 2, 3], "<f8"),
            "values": of_series.put([1, 2, place, 1], "<f8"),
        }
        for key in texts[:3]
        for place, run in enumerate(texts)
    ]
    text = "\n".join(texts)
    undo = {"action": "label", "runs": texts, "value": every}
    return {
        "hello": _message(content, first["buffers"]),
        "columns": _message({"data": content.get("data", [])}, first["buffers"]),
        "filter": error,
        "reducer": error,
        "act": _message({"said": every, "undo": undo}),
        "log": _message({"text": text, "offset": 0, "next": len(text), "size": len(text)}),
        "files": _message({"entries": entries, "more": 3}),
        "file": _message({"type": "text", "mime": every, "text": text, "size": 9}),
        "diff": _message({"diff": _diff(texts)}),
        "lines": _message(lines, of_lines),
        "frame": _message({"said": every}),
        "series": _message({"series": series, "left_out": 1, "keys": texts}, of_series),
    }
