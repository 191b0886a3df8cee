from guild_jupyter.runstore.layout import Home


def test_paths_are_listed_the_newest_first_and_name_their_runs(place):
    older, newer = place.ended("train", "epochs=1"), place.ended("train", "epochs=1", "code=3")
    listed = place.cell("list-runs")
    assert list(listed) == [str(newer.dir), str(older.dir)]
    assert repr(listed) == f"{newer.dir}\n{older.dir}"
    assert place.guild.find(listed[1]).id == older.id
    assert list(place.cell("list-runs", "-n", "1")) == [str(newer.dir)]
    assert list(place.terminal("list-runs", "2")) == [str(older.dir)]
    assert place.terminal("list-runs", "-n", "-1") is None


def test_of_no_runs_a_program_gets_nothing_and_a_reader_is_told(place):
    assert place.terminal("list-runs") is None
    assert place.cell("list-runs").text == f"no runs in {place.home}"


def test_a_path_is_shown_without_what_deceives(place):
    run = place.ended("train", "epochs=1")
    run.dir.rename(Home(place.home).runs / "bad\x1b[2J")
    assert "\x1b" not in repr(place.cell("list-runs"))
