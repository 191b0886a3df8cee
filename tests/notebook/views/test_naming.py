import pytest
from IPython.core.history import HistoryManager
from IPython.core.interactiveshell import InteractiveShell

from guild_jupyter.errors import GuildError
from guild_jupyter.notebook.views.naming import Naming
from guild_jupyter.presenting.run_card import RunCard
from guild_jupyter.presenting.run_table import RunTable
from tests.presenting.stores import Shown


@pytest.fixture
def home(tmp_path):
    return Shown(tmp_path / "home")


@pytest.fixture
def names(monkeypatch, tmp_path):
    """The user's variables in a shell."""
    monkeypatch.setattr(HistoryManager, "enabled", False)
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    yield InteractiveShell.instance().user_ns
    InteractiveShell.clear_instance()


def test_a_frame_of_chosen_runs_and_shown_columns_is_put_into_the_notebook(home, names):
    home.logged(
        {"loss": [2.5]},
        flags={"lr": 0.1},
        tags=["a", "b"],
        label="lr=0.1",
        comments=[{"body": "x"}],
        started=1_700_000_000_000_000,
        stopped=1_700_000_001_000_000,
    )
    home.logged(flags={"loss": 7})
    runs = home.runs
    view, naming = RunTable(runs), Naming()
    answer = naming.put(view, {"ids": [runs[0].id, "unknown"]})
    assert answer.content["said"] == "chosen_runs: a DataFrame of 1 run × 12 columns"
    frame = names["chosen_runs"]
    assert frame["id"].tolist() == [runs[0].short_id]
    assert frame["tags"].tolist() == ["a, b"]
    assert frame["label"].tolist() == ["lr=0.1"]
    assert frame["comments"].tolist() == ["x"]
    assert frame["time"].tolist()[0].total_seconds() == 1.0
    assert str(frame["started"].dtype) == "datetime64[us]"
    assert "loss" in frame.columns  # the flag
    assert frame["last loss"].tolist() == [2.5]
    said = naming.put(
        view,
        {"ids": [run.id for run in runs], "keys": ["id", "=lr", "spark:loss"], "name": "two"},
    )
    assert said.content["said"] == "two: a DataFrame of 2 runs × 2 columns"
    assert list(names["two"].columns) == ["id", "lr"]


def test_a_frame_takes_the_name_of_nothing_else(home, names):
    view, naming = RunTable(home.runs), Naming()
    names["chosen_runs"] = "mine"
    for _ in range(2):
        assert "chosen_runs_2:" in naming.put(view, {"ids": []}).content["said"]
    assert names["chosen_runs"] == "mine"
    for name in ("no name", "for", 5):
        with pytest.raises(GuildError, match="no name of a variable"):
            naming.put(view, {"ids": [], "name": name})


def test_without_a_notebook_there_is_no_frame(home):
    InteractiveShell.clear_instance()
    with pytest.raises(GuildError, match="no notebook"):
        Naming().put(RunTable(home.runs), {"ids": []})


def test_a_view_without_runs_has_no_frame(home, names):
    with pytest.raises(GuildError, match="a card has no answer"):
        Naming().put(RunCard(home.logged()), {"ids": []})
