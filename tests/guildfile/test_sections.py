import pytest

from guild_jupyter.errors import GuildFileError
from guild_jupyter.guildfile import sections
from guild_jupyter.guildfile.inheritance import MAX_CHAIN

COMMON = """\
- model: none
  operations: {x: y}
- config: common
  flags: {lr: 0.1, l: 2, r: {default: 3, description: R}}
- config: base
  params: {num: 5}
  flags: {num: '{{num}}', own: '{{own}}'}
  operation-defaults: {flags: {d: 1}}
  operations:
    train: {flags: {z: 1}}
    bare: x
- model: m
  extends: base
- config: operations
  operations: {a: {main: x, flags: {$include: common, a: 1}}, b: y}
  resources: {r: {path: p, sources: [f]}, s: [g]}
"""


@pytest.fixture
def flags(sound):
    def read(text):
        project = sound(
            f"{COMMON}- model: t\n  params: {{own: mine}}\n"
            f"  operations:\n    op: {{flags: {text}}}\n"
        )
        found = project.models["t"].operations["op"].flags
        return {name: flag.default for name, flag in found.items()}, project

    return read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{$include: common}", {"lr": 0.1, "l": 2, "r": 3}),
        ("{$include: 'common#lr'}", {"lr": 0.1}),
        ("{$include: 'common # r, l', x: 1}", {"r": 3, "l": 2, "x": 1}),
        ("{$include: common, lr: 9}", {"lr": 9, "l": 2, "r": 3}),
        ("{$include: ['common#l', 'm:train']}", {"l": 2, "z": 1}),
        ("{$include: 'm:train#z'}", {"z": 1}),
        ("{$include: 'm:bare'}", {"d": 1}),
        ("{$include: base}", {"num": 5, "own": "mine"}),
        ("{$include: m}", {"num": 5, "own": "mine"}),
        ("{$include: operations}", {}),
        ("{$include: 'none:x'}", {}),
    ],
)
def test_flags_are_included_below_ones_own(flags, text, expected):
    assert flags(text)[0] == expected


def test_later_includes_go_over_earlier_ones_and_attributes_are_merged(sound):
    project = sound(
        "- config: c\n  flags: {x: {default: 1, description: D}}\n"
        "- config: d\n  flags: {x: 2}\n"
        "- operations:\n    a: {flags: {$include: [c, d], x: {min: 0}}}\n"
        "    b: {flags: {$include: ':a', y: 1}}\n"
    )
    flag = project.models[""].operations["b"].flags["x"]
    assert (flag.default, flag.description, flag.min) == (2, "D", 0)


OVER = """\
- config: below
  operations:
    a: {main: x, env: {A: 1}, flags: {x: {default: 1, min: 0}, y: 2}}
  resources:
    r: {target-path: p, sources: [f]}
- config: between
  operations: {a: {env: {B: 1}}}
- model: t
  operations:
    $include: [below, between]
    a: {flags: {x: 5, z: 3}}
  resources:
    $include: below
    r: %s
"""


def test_an_attribute_of_an_own_operation_stands_for_the_whole_of_an_included_one(sound):
    operation = sound(OVER % "{sources: [g]}").models["t"].operations["a"]
    assert operation.main == "x"
    assert operation.env == {"B": 1}
    assert {name: (flag.default, flag.min) for name, flag in operation.flags.items()} == {
        "x": (5, None),
        "z": (3, None),
    }


def test_a_list_of_sources_stands_for_the_whole_of_an_included_resource(sound):
    for own, path in (("{sources: [g]}", "p"), ("[g]", "")):
        resource = sound(OVER % own).models["t"].resources["r"]
        assert [source.target for source in resource.sources] == ["g"]
        assert resource.target_path == path


def test_a_name_that_the_target_does_not_have_is_a_finding(flags):
    found, project = flags("{$include: 'common#lrr'}")
    assert found == {}
    (finding,) = project.findings
    assert finding.message == "common has no 'lrr'"
    assert (finding.hint, finding.key) == ("Did you mean lr?", "op.flags.$include")


def test_operations_and_resources_can_be_included(sound):
    model = sound(
        f"{COMMON}- model: t\n  operations:\n    $include: operations#a\n    a: {{label: L}}\n"
        "    q: x\n  resources: {$include: operations, r: {target-type: link}}\n"
    ).models["t"]
    assert list(model.operations) == ["a", "q"]
    operation = model.operations["a"]
    assert (operation.main, operation.label, list(operation.flags)) == (
        *("x", "L", ["lr", "l", "r", "a"]),
    )
    assert (model.resources["r"].target_path, model.resources["r"].target_type) == ("p", "link")
    assert model.resources["s"].sources[0].target == "g"


def test_an_operation_that_is_included_itself_can_be_included_from(sound):
    project = sound(
        f"{COMMON}- model: t\n  operations: {{$include: operations}}\n"
        "- model: u\n  operations: {op: {flags: {$include: 't:a#a'}}}\n"
    )
    assert list(project.models["u"].operations["op"].flags) == ["a"]


def test_a_wrong_value_of_what_is_included_is_said_where_it_stands(read, tmp_path):
    project = read(
        "- include: c.yml\n- model: m\n  operations:\n    a: {flags: {$include: c}}\n    b: x\n",
        c="- config: c\n  flags:\n    x: {max: a}\n",
    )
    problem = project.models["m"].problems["a"]
    assert (problem.file, problem.line) == (str(tmp_path / "c.yml"), 3)
    assert problem.key == "flags.x.max"
    assert list(project.models["m"].operations) == ["b"]


WRONG = [
    ("{$include: comon}", "no model or config 'comon' to include from", "common?", "reference"),
    ("{$include: train}", "no model or config 'train'", "Models and configs", "reference"),
    ("{$include: 'm:trian'}", "no operation 'm:trian'", "Did you mean m:train?", "reference"),
    ("{$include: 'common:x'}", "no operation 'common:x'", "operations: none", "reference"),
    ("{$include: [5]}", "expected what to include, found 5", "$include", "invalid"),
    ("{$include: ':op'}", "no model or config ''", "Models", "reference"),
    ("{$include: 't:op'}", "a cycle of $include: t:op -> t:op", "Remove", "cycle"),
    ("{$include: c1}", "a cycle of $include: t:op -> c1 -> c2 -> c1", "Remove", "cycle"),
    ("{$include: wrong}", "expected a mapping, found a list", "names", "invalid"),
]
CYCLE = (
    "- {config: c1, flags: {$include: c2}}\n- {config: c2, flags: {$include: [common, c1]}}\n"
    "- {config: wrong, flags: [a]}\n"
)


@pytest.mark.parametrize(("text", "said", "hint", "category"), WRONG, ids=[w[0] for w in WRONG])
def test_what_cannot_be_included_is_said_of_that_operation_alone(read, text, said, hint, category):
    project = read(
        f"{COMMON}{CYCLE}- model: t\n  operations: {{op: {{flags: {text}}}, other: x}}\n"
    )
    problem = project.models["t"].problems["op"]
    assert said in problem.problem
    assert hint in problem.hint
    assert problem.category == category
    assert list(project.models["t"].operations) == ["other"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("operations: {$include: 'm:train'}", "only flags can be included from an operation"),
        ("operations: {$include: nowhere}", "no model or config 'nowhere'"),
        ("resources: {$include: t}", "a cycle of $include: t -> t"),
    ],
)
def test_a_model_whose_sections_cannot_be_included_is_not_read(read, text, said):
    with pytest.raises(GuildFileError) as caught:
        read(f"{COMMON}- model: t\n  {text}\n")
    assert said in caught.value.problem


def test_the_nearest_operation_of_the_anonymous_model_is_named(read):
    project = read("a: {flags: {$include: b}}\nb: x\n")
    assert "Did you mean :b?" in project.problems[0].hint


def test_includes_have_an_end(read, monkeypatch):
    chain = "".join(
        f"- {{config: c{n}, flags: {{$include: c{n + 1}}}}}\n" for n in range(MAX_CHAIN + 1)
    )
    project = read(
        f"- operations: {{op: {{flags: {{$include: c0}}}}}}\n{chain}- config: c{MAX_CHAIN + 1}\n"
    )
    assert f"more than {MAX_CHAIN} levels of $include" in project.problems[0].problem
    monkeypatch.setattr(sections, "MAX_ENTRIES", 100)
    flags = ", ".join(f"f{n}: 1" for n in range(50))
    many = ", ".join(f"o{n}: {{flags: {{$include: c}}}}" for n in range(3))
    project = read(f"- {{config: c, flags: {{{flags}}}}}\n- operations: {{{many}}}\n")
    assert "more than 100 entries" in project.problems[0].problem


def test_params_that_make_too_much_of_what_is_included_are_said(read):
    project = read(
        f"- {{config: c, params: {{p: {'x' * 60_000}}}, flags: {{f: '{{{{p}}}}{{{{p}}}}'}}}}\n"
        "- operations: {op: {flags: {$include: c}}}\n"
    )
    assert "a value that is too large" in project.problems[0].problem
