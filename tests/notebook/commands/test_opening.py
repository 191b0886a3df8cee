"""Looking into a run: open, and the options of ls, cat and info."""

import base64
import json

import pytest

from guild_jupyter.errors import CommandError, NoSuchRun, RunError
from guild_jupyter.notebook.glance import link_to

MAKE = """
import os
os.makedirs('out/sub/.deep')
for name in ('out/f1.txt', 'out/f2.txt', 'out/f10.txt', '.hidden', 'notes.txt', 'out/sub/.deep/x'):
    open(name, 'w').write(f'text of {name} <b>')
open('plot.png', 'wb').write(b'\\x89PNG\\r\\n\\x1a\\n0000')
open('data.bin', 'wb').write(b'\\0\\1')
open('photo.webp', 'wb').write(b'RIFF0000WEBP')
print('done')
"""


@pytest.fixture
def run(place):
    place.write("make.py", MAKE)
    place.write("guild.yml", "make: {main: make}\n")
    return place.ended("make")


def test_files_are_listed_as_people_count_hidden_ones_left_out(place, run):
    listed = list(place.cell("ls"))
    assert listed == [
        *("data.bin", "evaluate.py", "guild.yml", "make.py", "notes.txt", "out/", "out/f1.txt"),
        *("out/f2.txt", "out/f10.txt", "out/sub/", "photo.webp", "plot.png", "train.py"),
    ]
    everything = list(place.cell("ls", "-a"))
    assert {".guild/", ".guild/attrs/", ".hidden", "out/sub/.deep/x"} <= set(everything)
    assert list(place.cell("ls", "-p", "out/f1*")) == ["out/f1.txt", "out/f10.txt"]
    assert list(place.cell("ls", "-p", "*.zip")) == []
    assert list(place.cell("ls", "-f", "-p", "notes.txt")) == [str(run.dir / "notes.txt")]


def test_linked_folders_are_looked_into_on_demand(place, run, tmp_path):
    (tmp_path / "linked/in").mkdir(parents=True)
    (tmp_path / "linked/again").symlink_to(tmp_path / "linked")
    run.path("to").symlink_to(tmp_path / "linked")
    assert list(place.cell("ls", "-p", "to")) == ["to/"]
    assert list(place.cell("ls", "-p", "to", "-L")) == ["to/", "to/again/", "to/in/"]


def test_cat_shows_source_code_only_where_that_is_meant(place, run):
    place.cell("cat", "-s", "-p", "make.py")
    assert "import os" in place.hears()
    with pytest.raises(RunError, match=r"has no source file 'notes\.txt'"):
        place.cell("cat", "-s", "-p", "notes.txt")
    with pytest.raises(CommandError, match="needs a file"):
        place.cell("cat", "-s")
    with pytest.raises(CommandError, match="cannot both be given"):
        place.cell("cat", "-O", "-p", "notes.txt")


def test_a_file_given_as_a_run_is_told_how_it_is_written(place, run):
    with pytest.raises(NoSuchRun) as caught:
        place.cell("cat", "1", "out/f1.txt")
    assert caught.value.hint == "For the file, write '%guild cat 1 -p out/f1.txt'."
    with pytest.raises(NoSuchRun) as caught:
        place.cell("cat", "nosuch")
    assert "For the file" not in caught.value.hint


def test_cat_says_where_a_link_out_of_the_run_leads(place, run, tmp_path):
    (tmp_path / "outside.txt").write_text("outside")
    run.path("link.txt").symlink_to(tmp_path / "outside.txt")
    place.cell("cat", "-p", "link.txt")
    said = place.hears()
    assert f"link.txt is a link that leads to {tmp_path}/outside.txt" in said
    assert said.endswith("outside")


def test_a_pager_is_for_terminals(place, run, monkeypatch):
    shown = []
    monkeypatch.setattr("pydoc.pager", shown.append)
    place.terminal("cat", "-pa", "-p", "notes.txt")
    assert shown == ["text of notes.txt <b>"]
    place.cell("cat", "-pa", "-p", "notes.txt")
    assert place.hears() == shown[0]


def test_info_tells_size_comments_manifest_and_plugins(place, run):
    run.comment("well", "me@here")
    (run.dir / ".guild/attrs/plugins").write_text("- cpu\n- gpu\n")
    text = str(place.cell("info", "-c", "-m", "-p", "-s"))
    lines = [" ".join(line.split()) for line in text.splitlines()]
    assert any(line.startswith("comment 1 well (me@here 2") for line in lines)
    assert "source code make.py" in lines
    assert "plugins cpu, gpu" in lines
    assert any(line.startswith("size ") for line in lines)
    data = json.loads(str(place.cell("info", "--json", "-m", "-p")))
    assert data["size"] == run.size
    assert data["plugins"] == ["cpu", "gpu"]
    assert "make.py" in data["manifest"]["source"]
    assert data["comments"][0]["body"] == "well"


def test_info_tells_first_least_and_greatest_values_on_demand(place):
    place.ended("train", "epochs=3")
    text = str(place.cell("info", "-s"))
    for told in ("first loss 1 (step 0)", "min loss 0.333333 (step 2)", "max loss 1 (step 0)"):
        assert told in text
    assert "first loss" not in str(place.cell("info"))


def test_a_cell_shows_text_pictures_and_folders(place, run):
    page = place.cell("open", "-p", "notes.txt")
    assert "text of notes.txt &lt;b&gt;" in page.html
    assert str(run.dir / "notes.txt") in page.text
    picture = place.cell("open", "-p", "plot.png").html
    data = base64.b64encode(run.path("plot.png").read_bytes()).decode()
    assert f'src="data:image/png;base64,{data}"' in picture
    assert "data:image/webp" in place.cell("open", "-p", "photo.webp").html
    assert "no text, 2 bytes" in place.cell("open", "-p", "data.bin").text
    folder = place.cell("open", "-p", "out").text
    assert "  out/f10.txt" in folder
    assert "notes.txt" not in folder
    assert "notes.txt" in place.cell("open").text
    assert "make.py" in place.cell("open", "-s", "-p", "make.py").html
    assert "done" in place.cell("open", "-O").text
    run.path("empty").mkdir()
    assert "no files" in place.cell("open", "-p", "empty").html


def test_a_picture_too_large_for_a_page_is_only_named(place, run, monkeypatch):
    monkeypatch.setattr("guild_jupyter.notebook.glance._LARGEST_PICTURE", 9)
    assert "<img" not in place.cell("open", "-p", "plot.png").html


@pytest.mark.parametrize("path", ["../..", "/etc/passwd", "nosuch", "out/../../x", "a\0b"])
@pytest.mark.parametrize("words", [[], ["-c", "true"]])
def test_nothing_outside_of_the_run_is_opened(place, run, path, words):
    with pytest.raises(RunError, match="has no file"):
        place.cell("open", "-p", path, *words)


def test_a_link_out_of_the_run_is_not_opened(place, run, tmp_path):
    (tmp_path / "outside").mkdir()
    run.path("link").symlink_to(tmp_path / "outside")
    for words in ([], ["-c", "touch started"]):
        with pytest.raises(RunError, match="is a link that leads to"):
            place.cell("open", "-p", "link", *words)
    run.path("inner").symlink_to("out")
    assert "f1.txt" in place.cell("open", "-p", "inner").text


def test_a_terminal_starts_a_program_for_the_path(place, run, tmp_path):
    log = tmp_path / "log"
    program = tmp_path / "program"
    program.write_text(f'#!/bin/sh\necho "$PWD" "$@" > {log}\n')
    program.chmod(0o755)
    place.terminal("open", "-c", f"{program} --new", "-p", "notes.txt")
    assert log.read_text().endswith(f"--new {run.dir}/notes.txt\n")
    place.terminal("open", "-O", "-c", str(program))
    assert log.read_text().endswith(".guild/output\n")
    for command, why in (("false", "exit status 1"), ("/no/such", "cannot be started")):
        with pytest.raises(RunError, match=why):
            place.terminal("open", "-c", command)
    for command in ("'", " "):
        with pytest.raises(CommandError):
            place.terminal("open", "-c", command)


def test_the_program_of_the_platform_is_started(place, run, tmp_path, monkeypatch):
    log = tmp_path / "log"
    for name in ("xdg-open", "open"):
        (tmp_path / name).write_text(f'#!/bin/sh\necho "$@" > {log}\n')
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    place.terminal("open")
    assert log.read_text() == f"{run.dir}\n"


def test_a_cell_starts_a_program_that_is_named(place, run):
    place.cell("open", "-c", "true")
    assert place.hears() == f"started true {run.dir}\n"


def test_a_shell_is_for_terminals(place, run, tmp_path, monkeypatch):
    monkeypatch.delenv("JPY_PARENT_PID", raising=False)
    log = tmp_path / "log"
    place.terminal("open", "--shell-cmd", f"sh -c 'pwd > {log}'", "-p", "out/f1.txt")
    assert log.read_text() == f"{run.dir}/out\n"
    monkeypatch.setenv("SHELL", "/no/such")
    with pytest.raises(RunError, match="cannot be started"):
        place.terminal("open", "--shell")
    with pytest.raises(CommandError, match="a shell needs a terminal"):
        place.cell("open", "--shell")


@pytest.mark.parametrize(
    "words", [["-O", "-p", "x"], ["-c", "true", "--shell"], ["--shell", "--shell-cmd", "sh"]]
)
def test_options_that_exclude_each_other_are_refused(place, run, words):
    with pytest.raises(CommandError):
        place.cell("open", *words)


def test_links_are_made_only_to_what_jupyter_shows(tmp_path, monkeypatch):
    monkeypatch.setenv("JPY_SESSION_NAME", str(tmp_path / "work/book.ipynb"))
    assert link_to(tmp_path / "work/runs/a b.txt") == "runs/a%20b.txt"
    assert link_to(tmp_path / "work/.guild/x") == ""
    assert link_to(tmp_path / "other") == ""
    monkeypatch.setenv("JPY_SESSION_NAME", "book.ipynb")
    monkeypatch.chdir(tmp_path)
    assert link_to(tmp_path / "x") == "x"


def test_view_shows_the_run_with_its_files_in_a_cell(place, run):
    viewed = place.cell("view")
    assert viewed == run
    assert "notes.txt" in viewed._repr_mimebundle_()["text/html"]
    assert place.hears() == ""


def test_view_in_a_terminal_says_how_the_tab_is_opened(place, run):
    assert place.terminal("view") is None
    said = place.hears()
    assert f"execute '%guild view {run.short_id}' in a notebook" in said
    assert str(run.dir) in said
