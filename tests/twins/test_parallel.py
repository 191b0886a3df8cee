import math
import re

from guild_jupyter.twins import colours, parallel
from guild_jupyter.twins.parallel import Axis
from tests.twins.safe_html import PAYLOADS, SVG, check


def lines(html):
    """Each line's heights and colour."""
    (svg,) = check(html).images
    return [
        ([int(y) for y in re.findall(r" (\d+)", path.get("d"))], path.get("stroke"))
        for path in svg.find(f"{SVG}g")
    ]


def words(html):
    (svg,) = check(html).images
    return [text.text for text in svg.iter(f"{SVG}text")]


def test_numbers_rise_on_their_axis_and_lines_are_coloured_by_the_objective():
    html = parallel.to_html([Axis("lr", [1, 2, 3]), Axis("acc", [0.5, 0.7, 0.6])], 1)
    (one, two, three) = lines(html)
    assert one[0][0] > two[0][0] > three[0][0]
    assert (one[1], two[1]) == (colours.between(0), colours.between(1))
    assert "coloured by acc: ● 0.5 to ● 0.7" in check(html).said
    assert {"lr", "acc", "0.5", "0.7", "1", "3"} <= set(words(html))


def test_words_stand_in_their_order_and_powers_on_a_log_axis():
    html = parallel.to_html(
        [Axis("kind", ["b", "a", "c"]), Axis("lr", [0.001, 0.01, 0.1]), Axis("m", [1, "x", 2])],
        None,
    )
    found = words(html)
    assert {"a", "b", "c", "lr (log)", "x"} <= set(found)
    heights = [heights for heights, _ in lines(html)]
    assert heights[1][0] > heights[0][0] > heights[2][0]
    assert heights[0][1] - heights[1][1] == heights[1][1] - heights[2][1]
    assert {colour for _, colour in lines(html)} == {colours.of_place(0)}


def test_what_is_missing_stands_on_a_tick_of_its_own():
    html = parallel.to_html([Axis("lr", [1, 2]), Axis("acc", [0.5, None])], 1)
    assert words(html).count("none") == 1
    (_, lost) = lines(html)
    assert lost[0][1] == 2300
    assert lost[1] not in {colours.between(0), colours.between(1)}
    assert "none" in words(parallel.to_html([Axis("a", [math.nan]), Axis("b", [1.0])], 0))


def test_an_axis_without_a_number_has_no_scale():
    html = parallel.to_html([Axis("a", [math.nan, None]), Axis("b", ["x", "y"])], 0)
    assert "coloured" not in html


def test_many_words_are_told_in_part():
    html = parallel.to_html(
        [Axis("a", [f"w{place:03}" for place in range(100)]), Axis("b", list(range(100)))], 1
    )
    assert len([word for word in words(html) if word.startswith("w")]) <= 10


def test_two_hundred_lines_stay_small():
    axes = [Axis(f"axis {number}", [row * number for row in range(200)]) for number in range(6)]
    assert len(parallel.to_html(axes, 3, ["the first 200 of 900 runs"])) < 40_000


def test_three_hundred_payloads_are_text_on_axes():
    for text in PAYLOADS:
        check(parallel.to_html([Axis(text, [text, 1]), Axis(text, [1.0, 2.0])], 1, [text]))
