import inspect
import re

import pytest

from guild_jupyter import errors


def test_the_tree_in_the_docstring_is_the_tree_of_the_classes():
    lines = [
        re.match(r"^([│├└─ ]*)(\w+)  ", line.removeprefix("    "))
        for line in errors.__doc__.splitlines()
    ]
    shown = [(len(line[1]) // 4, line[2]) for line in lines if line]
    parents = {}
    open_at = {}
    for depth, name in shown:
        parents[name] = open_at.get(depth - 1, "Exception")
        open_at[depth] = name
    classes = {
        name: found
        for name, found in inspect.getmembers(errors, inspect.isclass)
        if issubclass(found, Exception)
    }
    assert parents == {name: found.__bases__[0].__name__ for name, found in classes.items()}


def test_a_cell_shows_where_an_error_is_in_the_users_own_files():
    with pytest.raises(errors.GuildError) as caught:
        raise errors.GuildError("no home", "Make one.\nOr two.")
    place, code, *rest = caught.value._render_traceback_()
    assert place.startswith(f"{__file__}, line ")
    assert place.endswith(", in test_a_cell_shows_where_an_error_is_in_the_users_own_files")
    assert code == '    raise errors.GuildError("no home", "Make one.\\nOr two.")'
    assert rest == ["\x1b[31mGuildError: no home\x1b[0m", "Make one.", "Or two."]
    assert errors.GuildError("no home")._render_traceback_() == [
        "\x1b[31mGuildError: no home\x1b[0m"
    ]


def test_an_error_says_what_is_wrong_and_then_what_to_do():
    assert str(errors.GuildError("no home", "Make one.")) == "no home\nMake one."
    assert str(errors.GuildError("no home")) == "no home"


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        ({"file": "g.yml", "line": 3, "key": "train.lr"}, "g.yml:3: train.lr: bad"),
        ({"file": "g.yml"}, "g.yml: bad"),
        ({}, "bad"),
    ],
)
def test_an_error_of_the_guild_file_says_where(place, shown):
    error = errors.GuildFileError("bad", **place)
    assert (error.message, error.problem) == (shown, "bad")


def test_a_failed_run_carries_its_status():
    error = errors.RunFailed("run 1 failed", "last line", "error", -9)
    assert (error.status, error.exit_status) == ("error", -9)


def test_a_document_error_knows_its_line():
    assert errors.DocumentError("bad", line=4).line == 4


def test_the_nearest_known_name_is_offered_if_there_is_one():
    assert errors.nearest("epoch", ["epochs", "lr"]) == "Did you mean epochs?"
    assert errors.nearest("epoch", ["lr"]) == ""
