import pytest
from hypothesis import given
from hypothesis import strategies as st

from guild_jupyter.errors import ResourceError
from guild_jupyter.resources import targets


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("", ()),
        (".", ()),
        ("a", ("a",)),
        ("a//b/./c/", ("a", "b", "c")),
        ("..a/b..", ("..a", "b..")),
    ],
)
def test_names_are_what_is_between_the_slashes(path, names):
    assert targets.parts(path) == names


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/a", "must be relative"),
        ("a/../../b", "must not leave"),
        ("..", "must not leave"),
        ("a\nb", "control character"),
        ("a\0b", "control character"),
        ("é" * 128, "too long"),
        ("a/\ud800", "no UTF-8"),
        (".guild/attrs", "the run's own"),
        ("./.GUILD", "the run's own"),
    ],
)
def test_what_leads_out_or_is_not_ours_is_refused(path, reason):
    with pytest.raises(ResourceError, match=reason):
        targets.parts(path)


@given(st.text(alphabet="./\\~abc\0\n", max_size=20))
def test_no_accepted_path_leads_out(path):
    try:
        names = targets.parts(path)
    except ResourceError:
        return
    assert not path.startswith("/")
    assert not {"", ".", ".."} & set(names)
