from guild_jupyter.twins.sheet import ERROR, NOTE, Fact, Group, Sheet, to_html, to_text

SHEET = Sheet(
    "A <title>",
    [
        Group("One", [Fact("name", "text"), Fact("line 3", "wrong", ERROR), Fact("", "more")]),
        Group("Two", [Fact("longer name", "x\x1b[2J"), Fact("", "odd", NOTE)]),
    ],
)


def test_names_are_aligned_and_weighty_facts_are_marked():
    assert to_text(SHEET).split("\n") == [
        "A <title>",
        "",
        "One",
        "  name         text",
        "  ✗ line 3: wrong",
        "               more",
        "",
        "Two",
        "  longer name  x␛[2J",
        "  ! odd",
    ]


def test_the_html_says_the_same_and_runs_nothing():
    html = to_html(SHEET)
    assert "A &lt;title&gt;" in html
    assert "<title>" not in html
    assert "\x1b" not in html
    for text in ("One", "name", "✗</span> line 3: wrong", "!</span> odd", "longer name"):
        assert text in html


def test_a_sheet_without_groups_is_its_title():
    assert to_text(Sheet("nothing", [])) == "nothing"
    assert "nothing" in to_html(Sheet("nothing", []))
