from guild_jupyter.runstore.references import select
from guild_jupyter.runstore.runlist import RunList
from guild_jupyter.runstore.store import list_runs
from tests.runstore.conftest import Store


def test_a_list_of_runs_is_a_sequence(store):
    made = [store.run() for _ in range(3)]
    runs = list_runs(store.home)
    assert len(runs) == 3
    assert runs[0] == made[2]
    assert runs[-1] == made[0]
    assert isinstance(runs[1:], RunList)
    assert runs[1:].home == str(store.home.path)
    assert list(runs[:1]) == [made[2]]
    assert made[0] in runs


def test_a_list_shows_itself(store):
    run = store.run(spec="m:train", label="<b>")
    runs = list_runs(store.home)
    assert repr(runs) == runs._repr_mimebundle_()["text/plain"]
    assert run.short_id in repr(runs)
    assert "<b>" not in runs._repr_mimebundle_()["text/html"]
    assert "no runs in /h" in repr(RunList([], "/h"))
    assert "no runs" in repr(RunList([]))
    assert repr(runs[1:]) == f"no such runs in {store.home.path}"


def shown_places(runs):
    return [line.split()[0] for line in repr(runs).splitlines()[1:]]


def test_a_run_keeps_its_place_among_all_in_whatever_part_of_the_list_it_is_shown(store, tmp_path):
    for number in range(5):
        store.run(spec="odd" if number % 2 else "even")
    runs = list_runs(store.home)
    assert shown_places(runs) == ["1", "2", "3", "4", "5"]
    assert shown_places(runs[2:4]) == ["3", "4"]
    odd = runs.where(lambda run: run.operation == "odd")
    assert shown_places(odd) == ["2", "4"]
    assert shown_places(odd[1:]) == ["4"]
    assert shown_places(select(store.home, ["5", "2:3"])) == ["5", "2", "3"]
    # One of another home has no place here.
    other = Store(tmp_path / "other").run("f" * 32)
    assert shown_places(select(store.home, [str(other.dir)])) == [other.short_id]


def test_the_frames_of_a_list(store):
    store.run(flags={"lr": 0.1})
    runs = list_runs(store.home)
    assert list(runs.df["lr"]) == [0.1]
    assert list(runs.flags().columns) == ["run", "lr"]
    assert len(runs.scalars()) == len(runs.scalars_detail()) == 0
