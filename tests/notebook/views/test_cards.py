from guild_jupyter.notebook.views.cards import Cards


def test_each_run_is_shown_on_its_own_and_in_order(shell, store):
    Cards([store.run("first\n"), store.run("second\n")])._ipython_display_()
    texts = [one["data"]["text/plain"] for one in shell.display_pub.outputs]
    assert ["first" in text for text in texts] == [True, False]
    assert ["second" in text for text in texts] == [False, True]
