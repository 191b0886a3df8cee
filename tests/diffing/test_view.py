from guild_jupyter.diffing.view import View, everything


def test_everything_has_no_limits_and_takes_the_rest():
    view = everything(side_by_side=True, context=9, colours=True)
    assert (view.side_by_side, view.context, view.colours) == (True, 9, True)
    assert view.most_lines == view.most_in_all == view.most_values == view.most_files
    assert view.most_lines > 10**9
    assert View().most_lines < view.most_lines
