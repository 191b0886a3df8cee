import re

from guild_jupyter.diffing import look


def test_grounds_are_clear_so_that_they_read_on_light_and_dark_pages():
    grounds = [*look.LINE.values(), *look.WORD.values()]
    shades = [float(shade) for shade in re.findall(r"rgba\([\d,]+,(\.\d+)\)", "".join(grounds))]
    assert len(shades) == 4
    assert max(shades) < 0.5
