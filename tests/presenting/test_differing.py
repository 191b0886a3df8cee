import pytest

from guild_jupyter.errors import GuildError
from guild_jupyter.presenting.differing import Differences, DiffView
from guild_jupyter.supervise.recorder import is_settled

TRAIN = "import sys\nprint('loss:', {})\nopen('out.txt', 'w').write('{}')\n"


@pytest.fixture
def pair(place):
    """Two runs, with other code and another flag; the older one first."""
    place.write("train.py", TRAIN.format(1, 1))
    old = recorded(place.ended("train", "lr=0.1", "-y"))
    place.write("train.py", TRAIN.format(2, 2))
    return old, recorded(place.ended("train", "lr=0.2", "-y"))


def recorded(run):
    """The run, once its packages are listed: on a busy machine they come late."""
    packages = run.dir / ".guild/attrs/pip_freeze"  # after the scalars are settled
    while not (is_settled(run.dir) and packages.exists()):
        run.settle()
    return run


def names(message):
    return [part["name"] for part in message.content["diff"]["parts"]]


def test_it_shows_what_differs_and_answers_about_lines(place, pair):
    view = DiffView(place.cell("diff", "2", "1"))
    first = view.first()
    assert first.content["push"] == view.kind == "diff"
    assert {"flags", "source", "output", "files"} <= set(names(first))
    assert view.answer("hello", {}) is first
    lines = view.answer("lines", {"part": "source", "file": "train.py", "context": 0}).content
    assert [row["kind"] for row in lines["rows"]] == ["same", "changed", "changed"]
    fold = {"part": "source", "file": "train.py", "fold": [1, 1, 1]}
    assert view.answer("lines", fold).content["rows"][0]["kind"] == "same"
    assert (view.is_live, list(view.changes())) == (False, [])
    assert "train.py" in view.html("")
    assert "train.py" in view.text()
    with pytest.raises(GuildError, match="no answer to 'stop'"):
        view.answer("stop", {})


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["2", "1"], "{old} {new}"),
        (["2", "1", "-f", "--path", "out.txt"], "{old} {new} --flags --path out.txt"),
        (["2"], "{old}"),
        (["2", "--working"], "{old}"),
        (["2", "--working", "-s"], "{old} --sourcecode"),
        (["2", "--dir", "."], "{old} --dir {project}"),
    ],
)
def test_its_line_makes_it_again(place, pair, words, line):
    view = DiffView(place.cell("diff", *words))
    old, new = (run.short_id for run in pair)
    assert view.line == "%guild diff " + line.format(old=old, new=new, project=place.project)
    again = DiffView(place.cell(*view.line.split()[1:]))
    assert names(again.first()) == names(view.first())


def test_asked_again_it_looks_at_the_files_as_they_are_now(place, pair):
    view = DiffView(place.cell("diff", "1", "--working"))
    assert names(view.first()) == []
    assert "source code" in view.first().content["diff"]["same"]
    place.write("train.py", TRAIN.format(3, 3))
    place.write("more.py", "x = 1\n")
    assert names(view.answer("hello", {})) == []
    again = view.answer("hello", {"again": True}).content["diff"]
    assert [one["name"] for one in again["parts"][0]["files"]] == ["more.py", "train.py"]
    assert view.first().content["diff"] == again


def test_a_folder_named_by_the_user_is_looked_at_again_too(place, pair):
    view = DiffView(place.cell("diff", "1", "--dir", "."))
    view.first()
    place.write("train.py", TRAIN.format(4, 4))
    assert names(view.answer("hello", {"again": True})) == ["source"]


def test_a_run_compared_with_itself_says_so(place, pair):
    found = DiffView(place.cell("diff", "1", "1")).first().content["diff"]
    assert found["is_of_itself"]
    assert found["same"] == "it is the same run"


def test_another_view_asks_about_any_two_runs(place, pair):
    old, new = (run.id for run in pair)
    made = []

    def make(*ids):
        made.append(ids)
        return place.guild.diff(ids[0], ids[1])

    both = Differences(make)
    assert "flags" in names(both.answer("diff", {"old": old, "new": new}))
    wanted = {"old": old, "new": new, "part": "source", "file": "train.py"}
    assert both.answer("lines", wanted).content["added"] == 2
    assert made == [(old, new)]
    both.answer("diff", {"old": old, "new": None})
    assert made[-1] == (old, None)
    for _ in range(2):
        both.answer("diff", {"old": new, "new": old})
    assert len(made) == 4
    with pytest.raises(GuildError, match="no answer"):
        both.answer("card", {"old": old, "new": new})


def test_only_the_last_differences_are_kept(place, pair, monkeypatch):
    monkeypatch.setattr("guild_jupyter.presenting.differing._MOST_DIFFS", 1)
    old, new = (run.id for run in pair)
    made = []
    both = Differences(lambda *ids: made.append(ids) or place.guild.diff(*ids))
    wanted = {"part": "source", "file": "train.py"}
    both.answer("lines", {"old": old, "new": new, **wanted})
    both.answer("lines", {"old": new, "new": old, **wanted})
    both.answer("lines", {"old": old, "new": new, **wanted})
    assert len(made) == 3
