import pytest

from guild_jupyter.errors import GuildFileError
from guild_jupyter.guildfile.definitions import ResourceDef

RESOURCES = """\
- model: m
  resources: {data: [a.csv], wrong: 5, more: [b]}
  operations:
    good: {main: x, requires: data}
    late: {main: x, requires: 'set-${which}'}
    bad: {main: x, requires: wrong}
    typo: {main: x, requires: [data, dta]}
- model: n
  operations:
    good: {main: x, requires: 'm:data'}
    bad: {main: x, requires: 'm:wrong'}
    typo: {main: x, requires: 'm:mre'}
    far: {main: x, requires: 'o:data'}
- model: none
  operations: {op: {requires: data}}
"""


def test_an_undefined_resource_is_a_problem_of_its_operation_alone(read):
    project = read(RESOURCES)
    assert list(project.models["m"].operations) == ["good", "late"]
    assert list(project.models["n"].operations) == ["good"]
    typo = project.models["m"].problems["typo"]
    assert (typo.problem, typo.line) == ("resource 'dta' is not defined", 7)
    assert (typo.key, typo.category) == ("typo.requires", "reference")
    assert typo.hint == "Did you mean data? Resources: data, more, m:data, m:more."
    assert "Did you mean m:more?" in project.models["n"].problems["typo"].hint
    assert "far" in project.models["n"].problems


def test_a_wrong_resource_is_a_problem_of_what_requires_it(read):
    project = read(RESOURCES)
    wrong = project.models["m"].resource_problems["wrong"]
    assert "expected a resource, found 5" in wrong.problem
    assert project.models["m"].problems["bad"] is wrong
    assert project.models["n"].problems["bad"] is wrong
    assert project.problems.count(wrong) == 1
    assert list(project.models["m"].resources) == ["data", "more"]


def test_where_there_are_no_resources_that_is_said(read):
    project = read("op: {requires: data}\n")
    assert project.problems[0].hint == "There are no resources."


def test_a_file_that_is_required_as_if_it_were_a_resource_is_told_how_to_be_written(read):
    project = read("op: {main: x, requires: data.csv}\n")
    assert project.problems[0].hint.endswith("A file is required by 'file: data.csv'.")


def test_a_resource_of_a_package_is_looked_up_there(read, write, tmp_path):
    write(
        {
            "site/pk/guild.yml": "- package: pk\n  resources: {q: [f.txt, {url: 'http://x/y'}]}\n"
            "- model: pm\n  resources: {w: [g.txt], q: [other]}\n",
            "site/broken/guild.yml": "- model: 5\n",
        }
    )
    project = read(
        "a: {requires: pk/q}\nb: {requires: [pk/w, pk/q]}\nc: {requires: pk/nope}\n"
        "d: {requires: none/q}\ne: {requires: broken/q}\n",
        [tmp_path / "site"],
    )
    assert [op.requires for op in project.operations] == [("pk/q",), ("pk/w", "pk/q")]
    found = project.package_resources["pk/q"]
    assert isinstance(found, ResourceDef)
    file, url = found.sources
    assert file.target == str(tmp_path / "site" / "pk" / "f.txt")
    assert (file.shown_name, url.target) == ("file:f.txt", "http://x/y")
    said = {name: p.problem for name, p in project.models[""].problems.items()}
    assert said == {
        "c": "package 'pk' has no resource 'nope'",
        "d": "resource 'none/q' is not defined",
        "e": "expected a name, found 5",
    }


def test_a_package_is_kept_as_it_is_written(read):
    package = read(
        "- package: p\n  description: D\n  version: 1.2\n  requires: [a]\n  data-files: [b]\n"
    ).package
    assert (package.name, package.description, package.version) == ("p", "D", "1.2")
    assert package.attributes == {"requires": ["a"], "data-files": ["b"]}
    assert read("- model: m\n").package is None
    assert read("- package: p\n").package.version == "0.0.0"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- package: p\n- package: q\n", "a second package"),
        ("- model: m\n- package: p\n  requires: 5\n", "expected text or a list of it, found 5"),
        ("- model: m\n- package: p\n  tags: {a: 1}\n", "expected text or a list of it"),
        ("- model: m\n- package: p\n  packages: 5\n", "expected packages, found 5"),
        ("- model: m\n- package: 5\n", "expected a name, found 5"),
        ("- model: m\n- package: p\n  resources: 5\n", "expected a mapping"),
        ("- model: m\n- model: m\n", "a second model 'm'"),
        ("- operations: {}\n- operations: {}\n", "a second model ''"),
        ("- model: m\n- model: n\n  operations: 5\n", "expected a mapping, found 5"),
        ("- model: m\n- model: n\n  operations:\n", "expected a mapping, found nothing"),
        ("- model: m\n- model: n\n  sourcecode: 5\n", "expected files, found 5"),
        ("- model: m\n- model: n\n  profiles: 5\n", "expected a mapping, found 5"),
        (
            f"- model: m\n  params: {{p: {'x' * 60_000}}}\n  description: '{{{{p}}}}{{{{p}}}}'",
            "large",
        ),
    ],
)
def test_what_spoils_the_whole_file_is_raised(read, text, said):
    with pytest.raises(GuildFileError, match=said) as caught:
        read(text)
    assert caught.value.line in (2, 3)


def test_a_model_says_what_it_is(sound, tmp_path):
    model = sound(
        "- model: m\n  description: ' A {{x}} '\n  references: [r, s]\n  params: {x: b}\n"
        "  resources:\n  operations: {}\n  default: yes\n  sourcecode: no\n"
    ).models["m"]
    assert (model.description, model.references, model.default) == ("A b", ("r", "s"), True)
    assert (model.sourcecode, model.folders) == (False, (tmp_path,))
    assert model.attributes["description"] == " A b "


def test_files_are_named_with_the_guild_file_first(read, tmp_path):
    project = read("- include: b.yml\n", b="[]\n")
    assert project.files == (tmp_path / "guild.yml", tmp_path / "b.yml")
