from IPython.utils.capture import capture_output

from guild_jupyter.notebook.views.cards import Cards


def test_each_run_is_shown_on_its_own_and_in_order(store):
    runs = [store.run("one\n"), store.run("two\n")]
    with capture_output() as captured:
        Cards(runs)._ipython_display_()
    assert [
        run.short_id in one.data["text/plain"]
        for run, one in zip(runs, captured.outputs, strict=True)
    ] == [True, True]
