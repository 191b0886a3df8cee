import pytest

from guild_jupyter.errors import GuildFileError
from guild_jupyter.guildfile.library import MAX_DEPTH, MAX_INCLUDES, Library

OTHER = "- model: other\n  operations: {b: x}\n"


def test_an_included_file_is_read_in_place(read):
    project = read("- model: first\n- include: other.yml\n- model: last\n", other=OTHER)
    assert list(project.models) == ["first", "other", "last"]
    assert [file.name for file in project.files] == ["guild.yml", "other.yml"]


def test_several_files_may_be_included_and_one_twice(read):
    project = read(
        "- include: [a.yml, sub/b.yml]\n- include:\n",
        a="- config: c\n",
        sub__b="- include: ../a.yml\n- include: inner.yml\n- model: m\n  extends: c\n",
        sub__inner="op: x\n",
    )
    assert list(project.models) == ["", "m"]


def test_relative_paths_of_what_is_included_start_from_the_including_file(read, tmp_path):
    project = read("- include: sub/b.yml\n", sub__b=OTHER)
    assert project.models["other"].folders == (tmp_path,)
    (operation,) = project.operations
    assert (operation.file, operation.line) == (str(tmp_path / "sub" / "b.yml"), 2)


@pytest.mark.parametrize(
    ("path", "name"),
    [("pk/guild.yml", "pk"), ("pk/in/guild.yml", "pk.in_"), ("gpkg/g/guild.yml", "g")],
)
def test_a_package_is_found_on_the_search_path_and_not_imported(read, write, tmp_path, path, name):
    path = path.replace("in/", "in_/")
    bomb = "raise SystemExit('imported')\n"
    write({f"site/{path}": OTHER, "site/pk/__init__.py": bomb, "site/gpkg/__init__.py": bomb})
    project = read(f"- include: {name}\n", [tmp_path / "none", tmp_path / "site"])
    assert list(project.models) == ["other"]


def test_errors_of_an_included_file_are_said_with_that_file(read, tmp_path):
    with pytest.raises(GuildFileError, match="a second model") as caught:
        read("- model: m\n- include: b.yml\n", b="\n- model: m\n")
    assert (caught.value.file, caught.value.line) == (str(tmp_path / "b.yml"), 2)
    project = read("- include: b.yml\n", b="\nop: {flags: 5}\n")
    assert (project.problems[0].file, project.problems[0].line) == (str(tmp_path / "b.yml"), 2)


@pytest.mark.parametrize(
    ("text", "said", "category"),
    [
        ("- model: m\n- include: othr.yml\n", "no file 'othr.yml' to include", "include"),
        ("- model: m\n- include: sub\n", "no file 'sub' to include", "include"),
        ("- model: m\n- include: [other.yml, pk-a]\n", "no file 'pk-a' to include", "include"),
        ("- model: m\n- include: 5\n", "expected the path of a Guild file, found 5", "invalid"),
        ("- model: m\n- include: [{}]\n", "expected the path of a Guild file", "invalid"),
    ],
)
def test_what_cannot_be_included_is_said(read, write, text, said, category):
    write({"sub/x.txt": ""})
    with pytest.raises(GuildFileError, match=said) as caught:
        read(text, other=OTHER)
    assert (caught.value.line, caught.value.category) == (2, category)
    assert ("Did you mean other.yml?" in caught.value.hint) == ("othr" in text)


def test_a_cycle_of_includes_is_named_in_full(read, tmp_path):
    with pytest.raises(GuildFileError) as caught:
        read(
            "- include: a.yml\n",
            a="- include: b.yml\n",
            b="- include: ../a.yml\n" * 0 + "- include: a.yml\n",
        )
    a, b = tmp_path / "a.yml", tmp_path / "b.yml"
    assert f"a cycle of includes: {a} -> {b} -> {a}" in str(caught.value)
    assert (caught.value.file, caught.value.category) == (str(b), "cycle")


def test_includes_do_not_multiply_without_end(read):
    files = {f"f{n}": f"- include: [{', '.join([f'f{n + 1}.yml'] * 9)}]\n" for n in range(9)}
    with pytest.raises(GuildFileError, match=f"more than {MAX_INCLUDES} includes"):
        read("- include: f0.yml\n", **files, f9="[]\n")


def test_includes_do_not_nest_without_end(read):
    files = {f"f{n}": f"- include: f{n + 1}.yml\n" for n in range(MAX_DEPTH + 1)}
    with pytest.raises(GuildFileError, match=f"more than {MAX_DEPTH} levels of includes"):
        read("- include: f0.yml\n", **files, **{f"f{MAX_DEPTH + 1}": "[]\n"})


@pytest.mark.parametrize("name", ["x" * 5000, '"a\\0b"', "../" * 50 + "x", "a.b/c"])
def test_an_odd_path_is_not_found_and_nothing_worse(read, name):
    with pytest.raises(GuildFileError) as caught:
        read(f"- include: {name}\n", ["/none"])
    assert caught.value.category == "include"


def test_the_search_path_is_that_of_the_process_unless_one_is_given(monkeypatch):
    monkeypatch.setattr("sys.path", ["", "/a"])
    assert Library().search_path == ("/a",)
    assert Library(["/b"]).search_path == ("/b",)


def test_a_file_that_would_have_been_used_is_remembered(write, tmp_path):
    write({"site/pk/guild.yml": OTHER})
    file = write({"guild.yml": "- include: pk\n"})
    library = Library([str(tmp_path / "none"), str(tmp_path / "site")])
    library.namespace(file)
    assert library.absent == [tmp_path / "pk", tmp_path / "none" / "pk" / "guild.yml"]
    assert library.package("pk") is library.package("pk")
    assert library.package("no such") is None
