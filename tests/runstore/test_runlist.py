from guild_jupyter.runstore.runlist import RunList
from guild_jupyter.runstore.store import list_runs


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


def test_the_frames_of_a_list(store):
    store.run(flags={"lr": 0.1})
    runs = list_runs(store.home)
    assert list(runs.df["lr"]) == [0.1]
    assert list(runs.flags().columns) == ["run", "lr"]
    assert len(runs.scalars()) == len(runs.scalars_detail()) == 0
