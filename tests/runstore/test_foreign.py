from guild_jupyter.runstore import foreign


def test_a_mark_stands_in_the_home_and_not_in_the_run(store):
    run = store.run()
    before = sorted(run.dir.rglob("*"))
    assert foreign.origin(run) == ""
    foreign.mark(store.home, run.id, "/there/x.zip")
    foreign.mark(store.home, run.id, "/there/y.zip")
    assert foreign.origin(run) == "/there/y.zip"
    assert sorted(run.dir.rglob("*")) == before


def test_a_mark_that_says_nothing_is_one(store):
    run = store.run()
    foreign.mark(store.home, run.id, "")
    assert foreign.origin(run) == "an archive"
