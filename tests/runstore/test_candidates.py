from guild_jupyter.runstore.candidates import MOST, lines


def test_a_run_is_told_on_one_line(store):
    run = store.run("ab" * 16, spec="m:train", started=1_700_000_000_000_000, label="a\nlabel")
    (line,) = lines([run])
    assert line.split()[:3] == ["abababab", "m:train", "2023-11-14"]
    assert line.endswith("a␊label")


def test_of_many_runs_the_first_are_told_and_the_rest_counted(store):
    runs = [store.run() for _ in range(MOST + 3)]
    assert len(lines(runs)) == MOST + 1
    assert lines(runs)[-1] == "and 3 more"
    assert len(lines(runs[:MOST])) == MOST
