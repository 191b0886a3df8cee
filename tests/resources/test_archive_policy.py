import pytest
from hypothesis import given
from hypothesis import strategies as st

from guild_jupyter.resources import archive_policy
from guild_jupyter.resources.archive_policy import BadArchive, Policy


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("/etc/passwd", "absolute path"),
        ("../x", "leads out"),
        ("a/../../x", "leads out"),
        ("a/..", "leads out"),
        ("a\\..\\x", "backslash"),
        ("a\0b", "control character"),
        ("a\nb", "control character"),
        ("\udcff", "no UTF-8"),
        ("C:/x", "drive letter"),
        ("a./x", "ends in a dot or space"),
        ("a /x", "ends in a dot or space"),
        ("x" * 256, "too long"),
        ("xx/" * 1500, "too long"),
    ],
)
def test_a_name_that_could_mean_something_else_is_refused(name, reason):
    with pytest.raises(BadArchive, match=reason):
        Policy(1).admit(name, is_folder=False)


@pytest.mark.parametrize(
    ("name", "parts"),
    [("a", ("a",)), ("./a//b/", ("a", "b")), ("é:x/..b", ("é:x", "..b"))],
)
def test_other_names_are_split_at_slashes(name, parts):
    assert Policy(1).admit(name, is_folder=False) == parts


def test_the_root_may_be_a_folder_and_nothing_else():
    assert Policy(1).admit("./", is_folder=True) == ()
    with pytest.raises(BadArchive, match="without a name"):
        Policy(1).admit("./", is_folder=False)


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        (("A", False), ("a", False), "take for one"),
        (("A/x", False), ("a/y", False), "take for one"),
        (("straße", False), ("STRASSE", False), "take for one"),
        (("e\u0301", False), ("\u00e9", False), "take for one"),
        (("a", False), ("a/b", False), "as a file and as a folder"),
        (("a/b", False), ("a", False), "as a file and as a folder"),
        (("a", True), ("a", False), "as a file and as a folder"),
    ],
)
def test_two_members_in_one_place_are_refused(first, second, reason):
    policy = Policy(1)
    policy.admit(first[0], is_folder=first[1])
    with pytest.raises(BadArchive, match=reason):
        policy.admit(second[0], is_folder=second[1])


def test_a_folder_may_be_named_again():
    policy = Policy(1)
    for _ in range(2):
        assert policy.admit("a/b", is_folder=True) == ("a", "b")
    assert policy.admit("a/c", is_folder=False) == ("a", "c")


def test_a_file_may_come_again_under_the_very_same_name():
    policy = Policy(1)
    for name in ("a/b", "./a//b", "a/b"):
        assert policy.admit(name, is_folder=False) == ("a", "b")
    with pytest.raises(BadArchive, match="take for one"):
        policy.admit("a/B", is_folder=False)


def test_too_many_members_are_refused(monkeypatch):
    monkeypatch.setattr(archive_policy, "MAX_MEMBERS", 2)
    policy = Policy(1)
    policy.admit("a", is_folder=False)
    policy.admit("b", is_folder=False)
    with pytest.raises(BadArchive, match="more than 2 members"):
        policy.admit("c", is_folder=False)


def test_the_bytes_are_limited_by_the_size_of_the_archive():
    assert Policy(1).limit == archive_policy.ALLOWANCE
    assert Policy(1 << 30).limit == archive_policy.MAX_RATIO << 30
    assert Policy(1 << 60).limit == archive_policy.MAX_BYTES
    policy = Policy(1)
    policy.count(policy.limit)
    with pytest.raises(BadArchive, match="more than 64 MiB"):
        policy.count(1)


@given(st.lists(st.text(alphabet="aA./\\\0é: ", max_size=8)))
def test_accepted_names_stay_inside_and_apart(names):
    policy, seen = Policy(1), {}
    for name in names:
        try:
            parts = policy.admit(name, is_folder=False)
        except BadArchive:
            continue
        assert parts
        assert not {"", ".", ".."} & set(parts)
        folded = "/".join(parts).casefold()
        assert seen.setdefault(folded, parts) == parts
