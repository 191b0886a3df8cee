import pytest

from guild_jupyter.runstore import order


@pytest.mark.parametrize("started", ["5\n", "yes\n", "text\n", "[", "", "\xff", "1.5", None])
@pytest.mark.parametrize("initialized", ["7\n", "no\n", None])
def test_a_run_is_placed_by_the_key_that_it_has(store, started, initialized):
    run = store.run()
    for name, text in (("started", started), ("initialized", initialized)):
        path = run.dir / ".guild/attrs" / name
        path.unlink(missing_ok=True)
        if text is not None:
            path.write_bytes(text.encode("latin-1"))
    assert order.read(str(run.dir)).value == (True, run.sort_key[0])


def test_a_folder_that_is_no_run_is_looked_at_again(tmp_path):
    reading = order.read(str(tmp_path))
    assert reading.value.is_run is False
    assert not reading.seen.is_sure


def test_a_link_to_nothing_is_looked_at_again(store):
    run = store.run()
    started = run.dir / ".guild/attrs/started"
    started.unlink()
    started.symlink_to("../later")
    assert not order.read(str(run.dir)).seen.is_sure
    started.unlink()
    started.mkdir()
    assert not order.read(str(run.dir)).seen.is_sure
