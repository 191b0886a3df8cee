import json

from guild_jupyter.diffing.naming import renamed, safe_names
from guild_jupyter.presenting.differing import line_of
from guild_jupyter.wire.diff import EncodedDiff

TOKEN = "ghp_" + "aB3dE5fG7h" * 3
OTHER = "ghp_" + "bB3dE5fG7h" * 3


def test_names_with_credentials_are_called_otherwise_and_no_two_the_same():
    names = [f"{OTHER}.py", "a.py", f"{TOKEN}.py", "***.py"]
    called = safe_names(names)
    assert called == {f"{TOKEN}.py": "***.py (2)", f"{OTHER}.py": "***.py (3)"}
    kept = renamed(dict.fromkeys(names, 1), called)
    assert list(kept) == ["***.py (3)", "a.py", "***.py (2)", "***.py"]
    assert safe_names(["a", "b"]) == {}


def side(number):
    return {
        "sources": {f"{TOKEN}.py": f"a = {number}\n", "a.py": f"{number}\n"},
        "files": {f"out/{TOKEN}": f"\0{number}"},
        "output": f"{TOKEN} {number}\n",
        "pip_freeze": [f"git+https://user:{TOKEN}@host.example/x.git", f"a=={number}"],
        "flags": {TOKEN: number, "nested": {TOKEN: number}},
        "deps": {"data": {f"file:{TOKEN}": [number]}},
        "label": f"{TOKEN} {number}",
    }


def test_no_credential_in_the_name_of_a_file_or_value_is_shown(runs):
    found = runs.diff(side(1), side(2), paths=[f"{TOKEN}.py"])
    whole = runs.diff(side(1), side(2))
    shown = EncodedDiff(whole, line_of(found))
    page = shown.encoded()
    for part in page["parts"]:
        for one in part["files"]:
            page[part["name"], one["name"]] = shown.file(part["name"], one["name"]).page()[0]
    for text in (
        str(page),
        json.dumps(page["parts"]),
        "\n".join(whole.unified()),
        *whole._repr_mimebundle_().values(),
        *found._repr_mimebundle_().values(),
    ):
        assert TOKEN not in text
        assert "***" in text


def test_what_is_called_otherwise_is_asked_for_by_that_name(runs):
    found = runs.diff(side(1), side(2))
    assert found.flags["***"] == (1, 2)
    assert found.source["***.py"].text.added == ["a = 2"]
    lines = EncodedDiff(found, "").file("source", "***.py").page()[0]["rows"]
    assert [row["kind"] for row in lines] == ["changed"]
