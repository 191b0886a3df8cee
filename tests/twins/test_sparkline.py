import math

from guild_jupyter.twins.sparkline import blocks


def test_a_series_rises_from_the_lowest_block_to_the_highest():
    assert blocks(range(8)) == "▁▂▃▄▅▆▇█"
    assert blocks([1, 1, 1]) == "▅▅▅"


def test_long_series_are_as_wide_as_is_asked_for_and_show_a_spike():
    values = [0.0] * 1000
    values[503] = 9.0
    assert blocks(values, 10) == "▁▁▁▁▁█▁▁▁▁"


def test_what_is_no_number_is_a_point():
    assert blocks([0, math.nan, 1]) == "▁·█"
    assert blocks([math.nan] * 40, 5) == "·····"


def test_one_value_is_no_line():
    assert blocks([1.0]) == ""
    assert blocks([]) == ""
