"""What views show of hostile texts: static twins as HTML, live views by what they are told.

A new twin or component is a row in :data:`TWINS` or :data:`VIEWS`; a live view is told messages
that fit its schema, with the text in every member that may hold any.
"""

import json
from pathlib import Path

from guild_jupyter.twins import card, sheet, table, text
from guild_jupyter.twins.page import Listing, of_table

SCHEMAS = Path(__file__).resolve().parents[2] / "guild_jupyter/wire/schemas"


def _card(**members):
    return card.to_html(
        card.Card(
            **{"title": "t", "short_id": "1", "status": "running", "status_text": "", **members}
        )
    )


#: What makes the HTML of each sink of a text. Files, flags and scalars are facts and cells.
TWINS = {
    "card: operation": lambda one: _card(title=one),
    "card: short id": lambda one: _card(short_id=one),
    "card: status": lambda one: _card(status=one, status_text=one),
    "card: label, tags, comment, flag value": lambda one: _card(facts=[("label", one)]),
    "card: flag name": lambda one: _card(facts=[(one, "1")]),
    "card: scalar key": lambda one: _card(values=[(one, "1")]),
    "card: scalar value": lambda one: _card(values=[("loss", one)]),
    "card: output": lambda one: _card(output=one),
    "card: problem": lambda one: _card(problems=[one]),
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


def filled(schema, fill, root=None, buffers=None):
    """Return a value that fits a schema, with texts from ``fill`` where any text may stand.

    Arrays have two items. Numbers of buffers are null where they may be, else those of a buffer
    of two numbers, which ``buffers`` collects as kinds.
    """
    root = root or schema
    if "$ref" in schema:
        path = schema["$ref"]
        if not path.startswith("#"):
            raise ValueError(path)
        return filled(root["definitions"][path.rpartition("/")[2]], fill, root)
    for choice in ("anyOf", "oneOf"):
        if choice in schema:
            return filled(schema[choice][0], fill, root)
    if "enum" in schema:
        return next(value for value in schema["enum"] if value not in ("", None))
    kind = schema.get("type")
    kinds = kind if isinstance(kind, list) else [kind]
    if "buffer" in schema.get("description", "").lower():
        return None if "null" in kinds else 0
    if "object" in kinds:
        members = {
            name: filled(one, fill, root) for name, one in schema.get("properties", {}).items()
        }
        if not members and isinstance(schema.get("additionalProperties"), dict):
            members = {fill(): filled(schema["additionalProperties"], fill, root)}
        return members
    if "array" in kinds:
        return [filled(schema["items"], fill, root) for _ in range(2)] if "items" in schema else []
    if "string" in kinds:
        return fill()
    if "boolean" in kinds:
        return True
    return 2


def _schema(name):
    return json.loads((SCHEMAS / f"{name}.schema.json").read_text())


def _told(name, member):
    """Return what fills a message of a kind of view."""
    schema = _schema(name)

    def tell(one):
        count = iter(range(1_000_000))

        def fill():
            return f"{one} {next(count)}"

        return {member: filled(schema, fill)} if member else filled(schema, fill)

    return tell


def _columns(message):
    """Have the cells of a table come along, as words by the buffer of codes."""
    shown = message["table"]
    shown["count"] = 2
    keys = ["id", "status", "label", "tags", "comments"]
    for column, key in zip(shown["columns"], keys, strict=False):
        column.update(key=key, kind="text", is_hidden=False, constant=None)
    words = shown["notes"]
    message["data"] = [
        {
            "key": column["key"],
            "from": 0,
            "to": 2,
            "numbers": None,
            "missing": None,
            "codes": 0,
            "words": words,
            "points": None,
            "width": 0,
        }
        for column in shown["columns"]
    ]
    shown["data"] = message["data"]
    return message


def _table(one):
    return _columns(_told("table", "table")(one))


#: Of each kind of view: the push that fills it.
VIEWS = {
    "card": lambda one: {**_told("card", "")(one), "push": "card"},
    "table": lambda one: {**_table(one), "push": "table"},
    "comparison": lambda one: {**_table(one), "push": "table"},
    "diff": lambda one: {**_told("diff", "diff")(one), **_told("diff", "")(one), "push": "diff"},
}


def answers(one, first):
    """What is answered to the questions that a view asks."""
    error = {"error": {"message": one, "hint": one}}
    return {
        "hello": first,
        "columns": {"data": first.get("data", [])},
        "filter": error,
        "reducer": error,
        "act": {"said": one, "undo": {"action": "label", "runs": [one], "value": one}},
        "log": {"text": one, "offset": 0, "next": len(one), "size": len(one)},
        "files": {"entries": [{"name": one, "kind": "file", "size": 1}]},
        "file": {"type": "text", "mime": one, "text": one, "size": 1, "is_whole": False},
        "diff": {"diff": first.get("diff")},
        "lines": filled({"$ref": "#/definitions/DiffLines"}, lambda: one, _schema("diff")),
        "frame": {"said": one},
        "series": {"series": [], "left_out": 1, "keys": [one]},
    }
