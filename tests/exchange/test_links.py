import pytest

from guild_jupyter.exchange import links

RUN, OTHER = "0" * 32, "a" * 32


@pytest.mark.parametrize(
    ("name", "target", "expected"),
    [
        ("a", "b", links.INSIDE),
        ("a", "./b//c/", links.INSIDE),
        ("sub/a", "../b", links.INSIDE),
        ("a", f"../{OTHER}", links.BESIDE),
        ("a", f"../{OTHER}/model", links.BESIDE),
        ("sub/a", f"../../{OTHER}/model", links.BESIDE),
        ("a", "/etc", links.OUT),
        ("a", "", links.OUT),
        ("a", "b\0", links.OUT),
        ("a", "..", links.OUT),
        ("a", "../b", links.OUT),
        ("a", f"../../{OTHER}", links.OUT),
        ("a", "b/../c", links.OUT),
        ("a", f"../{OTHER}/../b", links.OUT),
    ],
)
def test_where_a_link_leads_is_told_by_its_text(name, target, expected):
    assert links.where(f"{RUN}/{name}", target) == expected


@pytest.mark.parametrize(
    ("name", "target", "expected"),
    [
        ("a", f"../{OTHER}", True),
        ("a", f"../{OTHER}/", True),
        ("a", f"../{OTHER}/b", False),
        ("sub/a", f"../../{OTHER}", True),
        ("a", "b", False),
    ],
)
def test_the_link_to_a_run_is_told_from_one_to_its_files(name, target, expected):
    assert links.is_run(f"{RUN}/{name}", target) is expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a", True),
        (".guild", False),
        (".guild/opref", False),
        (".guild/attrs/label", False),
        (".guild/sourcecode/a", True),
        (".guild/proto/a", True),
        (".guild/proto/.guild/attrs", False),
    ],
)
def test_no_link_may_stand_among_the_records_of_a_run(name, expected):
    assert links.may_stand(f"{RUN}/{name}") is expected
