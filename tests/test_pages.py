"""The pages of the repository say what is true."""

import re
from pathlib import Path

import pytest

import guild_jupyter
from guild_jupyter.notebook.commands import COMMANDS, SECOND_NAMES

ROOT = Path(__file__).parents[1]
PAGES = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "guild_jupyter/ARCHITECTURE.md"]
LINK = re.compile(r"\[[^\]]*\]\(([^)#]+)\)")


def read(page):
    return (ROOT / page).read_text(encoding="utf-8")


def test_the_table_of_the_readme_lists_every_command_with_its_summary():
    table = read("README.md").partition("<!-- commands -->")[2].partition("<!-- /commands -->")[0]
    rows = dict(re.findall(r"^\| `([^`]+)` \| (.+) \|$", table, re.MULTILINE))
    names = [name for name in COMMANDS.builtin if name not in SECOND_NAMES]
    assert rows == {name: COMMANDS.get(name).summary for name in names}


@pytest.mark.parametrize("page", PAGES)
def test_every_link_to_a_file_leads_to_one(page):
    links = [link for link in LINK.findall(read(page)) if "://" not in link]
    missing = [link for link in links if not (ROOT / page).parent.joinpath(link).exists()]
    assert missing == []


def test_contributing_names_only_files_that_exist():
    named = re.findall(r"`((?:guild_jupyter|tests)/[\w/.]+)`", read("CONTRIBUTING.md"))
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_contributing_names_only_modules_that_exist():
    first_cells = re.findall(r"^\| [^|]+ \| ([^|]+) \|", read("CONTRIBUTING.md"), re.MULTILINE)
    named = [name for cell in first_cells for name in re.findall(r"`([\w/]+\.py)`", cell)]
    missing = [
        name
        for name in named
        if not (ROOT / "guild_jupyter" / name).exists() and not list(ROOT.rglob(name))
    ]
    assert missing == []


def test_the_version_is_said_once_and_the_changelog_has_a_place_for_what_is_new():
    assert 'dynamic = ["version"]' in read("pyproject.toml")
    assert re.fullmatch(r"\d+\.\d+\.\d+", guild_jupyter.__version__)
    assert "## Unreleased" in read("CHANGELOG.md")


def test_every_dependency_has_its_reason():
    block = read("pyproject.toml").partition("dependencies = [")[2].partition("\n]")[0]
    lines = [line for line in block.splitlines() if line.strip()]
    assert lines
    assert [line for line in lines if "# " not in line] == []
