import math
import re

from guild_jupyter.twins import curves
from guild_jupyter.twins.colours import COLOURS, between, of_place
from guild_jupyter.twins.curves import MOST_POINTS, SMALL, Chart, Curve, picture, points_for
from tests.twins.safe_html import PAYLOADS, SVG, check


def curve(values, name="a", colour="#123456", **more):
    return Curve(name, colour, list(range(len(values))), values, **more)


def drawn(*found, title="loss", size=None):
    """The picture of some curves."""
    (svg,) = check(picture(Chart(title, list(found)), size)).images
    return svg


def paths(svg, **attributes):
    return [
        path.get("d")
        for path in svg.iter(f"{SVG}path")
        if all(path.get(name) == value for name, value in attributes.items())
    ]


def words(svg):
    return [text.text for text in svg.iter(f"{SVG}text")]


def places(path):
    """The places that a path goes through."""
    found = []
    for letter, x, y in re.findall(r"([Ml])(-?\d+) ?(-?\d+)", path):
        x, y = int(x), int(y)
        found.append((x, y) if letter == "M" else (found[-1][0] + x, found[-1][1] + y))
    return found


def test_a_curve_goes_from_the_low_left_to_the_high_right():
    svg = drawn(curve([0.0, 1.0, 2.0, 4.0]))
    (path,) = paths(svg, stroke="#123456")
    found = places(path)[1:]  # the first is a point, too
    assert [x for x, _ in found] == sorted({x for x, _ in found})
    assert [y for _, y in found] == sorted({y for _, y in found}, reverse=True)
    assert {"0", "2", "4"} <= set(words(svg))


def test_a_wide_range_has_a_log_axis_and_says_so():
    html = picture(Chart("loss", [curve([100.0, 1.0, 0.01])]))
    (svg,) = check(html).images
    assert {"0.01", "100"} <= set(words(svg))
    assert "on a log scale" in html
    assert "loss over steps 0 to 2: between 0.01 and 100, at the end 0.01" in html


def test_what_is_no_number_breaks_the_curve_and_is_told():
    chart = Chart("loss", [curve([1.0, math.nan, 2.0, 3.0], odds=1)])
    (path,) = paths(drawn(*chart.curves), stroke="#123456")
    assert path.count("M") == 2
    assert "1 value is no number" in curves.to_html([chart])
    chart = Chart("loss", [curve([math.nan] * 3, odds=3)])
    assert words(drawn(*chart.curves)) == ["no finite value"]
    assert "3 values are no numbers" in curves.to_html([chart])


def test_one_point_and_equal_values_are_seen():
    (path,) = paths(drawn(curve([1.0])), stroke="#123456")
    assert "l0 0" in path  # a round end of the line is a dot
    assert paths(drawn(curve([2.0, 2.0])), stroke="#123456")


def test_buckets_have_a_band_of_their_least_and_greatest_values():
    one = curve([1.0, 2.0, math.nan], lows=[0.0, 1.0, math.nan], highs=[9.0, 3.0, math.nan])
    (band,) = paths(drawn(one), fill="#123456")
    assert len(places(band)) == 4
    many = [curve([1.0, 2.0], lows=[0.0, 1.0], highs=[9.0, 3.0]) for _ in range(5)]
    assert not paths(drawn(*many), fill="#123456")


def test_a_picture_stays_small():
    for count in (1, 2, 5, 10):
        number = points_for(count)
        assert number <= MOST_POINTS
        values = [1 + math.sin(place * place) for place in range(number)]
        found = picture(Chart("loss", [curve(values) for _ in range(count)]))
        assert len(found) <= 9000
    assert len(picture(Chart("a", [curve([1.0, 2.0, 1.5] * 33)]), SMALL)) <= 2500


def test_pictures_share_a_legend_and_say_what_is_left_out():
    shown = curves.to_html(
        [Chart("loss", [curve([1, 2], "one")]), Chart("acc", [curve([1, 2], "one")])],
        ["and 2 more scalars, not drawn"],
    )
    assert check(shown).said == "lossacc● oneand 2 more scalars, not drawn"
    assert curves.to_html([]) == ""


def test_three_hundred_payloads_are_text_in_curves():
    for text in PAYLOADS:
        check(curves.to_html([Chart(text, [curve([1.0, 2.0], text)])], [text]))


def test_colours_are_those_of_the_browser(request):
    source = request.config.rootpath / "labextension/src/components/shared/colours.ts"
    assert tuple(re.findall(r"'(#[0-9a-f]{6})'", source.read_text())) == COLOURS
    assert of_place(len(COLOURS)) == COLOURS[0]
    assert re.fullmatch("#[0-9a-f]{6}", between(0.3))
    assert len({between(0), between(0.5), between(1)}) == 3
