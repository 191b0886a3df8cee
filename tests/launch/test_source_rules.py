import pytest

from guild_jupyter.launch.source_rules import Rule, deciding, is_text


@pytest.mark.parametrize(
    ("pattern", "folder", "expected"),
    [
        ("env/*", "env", True),
        ("/env/*.py", "env", True),
        ("env/lib/x.py", "env", True),
        ("env/lib/x.py", "env/lib", True),
        ("env", "env", False),
        ("env*/x", "env", False),
        ("environment/*", "env", False),
        ("**/x.py", "env", False),
        ("*", "env", False),
        ("", "env", False),
    ],
)
def test_a_rule_names_the_folders_that_its_pattern_begins_with(pattern, folder, expected):
    assert Rule(True, pattern).names(folder) is expected
    assert not Rule(False, pattern).names(folder)


def test_the_last_rule_that_matches_decides(tmp_path):
    rules = [Rule(True, "*.py"), Rule(False, "a.*"), Rule(True, "a", "dir")]
    assert deciding(rules, "a.py", tmp_path / "a.py") is rules[1]
    assert deciding(rules, "b.py", tmp_path / "b.py") is rules[0]
    assert deciding(rules, "b.md", tmp_path / "b.md") is None


def test_a_rule_for_text_or_for_binary_files_looks_into_them(tmp_path):
    (tmp_path / "a").write_bytes(b"words")
    (tmp_path / "b").write_bytes(b"\0")
    rules = [Rule(True, "*", "text"), Rule(False, "*", "binary")]
    assert deciding(rules, "a", tmp_path / "a") is rules[0]
    assert deciding(rules, "b", tmp_path / "b") is rules[1]


def test_what_cannot_be_read_is_no_text(tmp_path):
    (tmp_path / "odd").touch()
    assert is_text(tmp_path / "odd")
    assert not is_text(tmp_path / "odd" / "below")


def test_a_pattern_with_a_slash_is_matched_against_the_path():
    assert Rule(True, "sub/*.py").matches("sub/a.py")
    assert Rule(True, "/a.py").matches("a.py")
    assert not Rule(True, "/a.py").matches("sub/a.py")
    assert Rule(True, "*.py").matches("sub/a.py")
