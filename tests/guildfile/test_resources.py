import textwrap

import pytest

from guild_jupyter.errors import GuildFileError
from guild_jupyter.guildfile.definitions import ResourceDef, SourceDef


@pytest.fixture
def requires(sound):
    def read(text):
        named = "a: [x], b: [y], data: [z]"
        op = f"op:\n  main: x\n  requires:\n{textwrap.indent(text, '    ')}\n"
        project = sound(
            f"- operations:\n{textwrap.indent(op, '    ')}\n  resources: {{{named}}}\n"
        )
        return project.operations[0].requires

    return read


@pytest.fixture
def resource(sound):
    return lambda text: (
        sound(f"- model: m\n  resources:\n    r: {text}\n").models["m"].resources["r"]
    )


def test_what_is_required_may_be_named_or_written_in_place(requires):
    file = SourceDef("file", "a.txt")
    assert requires("data") == ("data",)
    assert requires("[a, {resource: b}]") == ("a", "b")
    assert requires("{file: a.txt}") == (ResourceDef("file:a.txt", (file,)),)
    assert requires("{file: a.txt, path: sub}")[0].target_path == "sub"
    assert requires("- sources: [a.txt, {url: 'http://x/y'}]")[0].name == "file:a.txt,http://x/y"
    assert requires("- {name: n, sources: [a.txt]}")[0].name == "n"
    assert requires("null") == ()
    assert requires("''") == ()


def test_a_resource_is_a_list_of_sources_or_a_mapping(resource):
    assert resource("[a, {module: b}]").sources == (
        SourceDef("file", "a"),
        SourceDef("module", "b"),
    )
    found = resource(
        "{path: p, target-type: link, default-unpack: no, description: D, sources: [a]}"
    )
    assert (found.target_path, found.target_type, found.default_unpack, found.description) == (
        *("p", "link", False, "D"),
    )


def test_every_attribute_of_a_source_has_its_place(resource):
    (source,) = resource(
        "[{operation: train, name: n, flag-name: f, sha256: 12, unpack: no, select: a,"
        " rename: ['x y', z, {pattern: p, repl: q}, {pattern: w}], target-path: t,"
        " target-type: copy, optional: yes}]"
    ).sources
    assert source == SourceDef(
        "operation",
        "train",
        name="n",
        flag_name="f",
        sha256="12",
        unpack=False,
        select=("a",),
        rename=(("x", "y"), (".*", "z"), ("p", "q"), ("w", "")),
        target_path="t",
        target_type="copy",
        attributes={"optional": True},
    )
    assert source.shown_name == "n"
    assert resource("[{file: a, select: [b, c]}]").sources[0].select == ("b", "c")


WRONG_SOURCES = [
    ("5", "expected a source"),
    ("{foo: 5}", "a source of no kind"),
    ("{file: a, url: b}", "a source of two kinds: file and url"),
    ("{file: [5]}", "expected text"),
    ("{file: ''}", "expected text"),
    ("{file: null}", "expected text, found nothing"),
    ("{file: a, target-type: move}", "no such target type: move"),
    ("{file: a, target-path: /abs}", "not below the run directory"),
    ("{file: a, path: ../x}", "not below the run directory"),
    ("{file: a, rename: 5}", "expected a rename"),
    ("{file: a, select: 5}", "expected a pattern"),
]


@pytest.mark.parametrize(("text", "said"), WRONG_SOURCES)
def test_a_source_that_makes_no_sense_is_refused(resource, text, said):
    with pytest.raises(GuildFileError, match=said) as caught:
        resource(f"[{text}]")
    assert caught.value.line == 3
    assert caught.value.key.startswith("resources.r")
    assert caught.value.hint


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("5", "expected a resource"),
        ("{sources: 5}", "expected a list"),
        ("{path: /abs, sources: []}", "not below the run directory"),
        ("{target-type: x, sources: []}", "no such target type: x"),
    ],
)
def test_a_resource_that_makes_no_sense_is_refused(resource, text, said):
    with pytest.raises(GuildFileError, match=said):
        resource(text)


def test_a_requirement_of_another_kind_is_refused(requires):
    with pytest.raises(GuildFileError, match="expected a resource") as caught:
        requires("[5]")
    assert caught.value.key == "op.requires"
