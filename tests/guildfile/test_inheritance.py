import pytest

from guild_jupyter.errors import GuildFileError
from guild_jupyter.guildfile import inheritance
from guild_jupyter.guildfile.inheritance import MAX_CHAIN


def test_a_child_goes_over_its_parents_and_mappings_are_merged(sound):
    model = sound(
        """\
        - model: m
          extends: [a, b]
          default: no
          operations:
            train: {tags: [own], flags: {lr: {description: Rate}, x: 1}}
            text: child
        - config: a
          description: A
          operations:
            train: {main: one, tags: [a, b], flags: {lr: 0.1, y: {default: 2, min: 0}}}
            text: {main: parent, label: L}
        - config: b
          default: yes
          description: B
          references: r
          plugins: p
          operations:
            train: {main: two, label: T, flags: {y: {max: 5}}}
            more: more
        """
    ).models["m"]
    train = model.operations["train"]
    assert (model.description, model.references, model.default) == ("A", ("r",), False)
    assert (train.main, train.tags, train.label) == ("one", ("own",), "T")
    assert {n: (f.default, f.description, f.min, f.max) for n, f in train.flags.items()} == {
        "lr": (0.1, "Rate", None, None),
        "x": (1, "", None, None),
        "y": (2, "", 0, 5),
    }
    assert (model.operations["text"].main, model.operations["text"].label) == ("child", "L")
    assert model.operations["more"].main == "more"
    assert "plugins" not in model.operations["more"].attributes


def test_resources_source_code_defaults_and_old_names_are_taken_over(sound):
    model = sound(
        """\
        - config: c
          sourcecode: ['*.py']
          operation-defaults: {label: L, env: {A: 1}}
          resources: {r: [a], s: {path: p, sources: [b]}}
          operations: {o: {cmd: old}, t: x}
          extra: {a: 1}
        - model: m
          extends: c
          operation-defaults: {env: {B: 2}}
          resources: {s: [c]}
          operations: {o: {main: new}, t: {requires: [r, s]}}
        """
    ).models["m"]
    assert model.sourcecode == ["*.py"]
    assert model.resources["r"].sources[0].target == "a"
    assert model.resources["s"].target_path == "p"
    assert [source.target for source in model.resources["s"].sources] == ["c"]
    operation = model.operations["o"]
    assert (operation.main, operation.label, operation.env) == ("new", "L", {"A": 1, "B": 2})


def test_models_may_be_extended_over_files_and_packages(sound, write, tmp_path):
    write(
        {
            "site/pk_a/in_/guild.yml": "- config: base\n  extends: own\n  resources: {r: [f]}\n"
            "- config: own\n  flags: {z: 1}\n  operations:\n    op: {flags: {$include: own}}\n"
        }
    )
    model = sound("- model: m\n  extends: pk-a.in_/base\n", [tmp_path / "site"]).models["m"]
    assert model.operations["op"].flags["z"].default == 1
    assert model.folders == (tmp_path, tmp_path / "site" / "pk_a" / "in_")


def test_defaults_of_operations_may_be_text_and_parents_may_be_wrong(read):
    project = read(
        "- config: c\n  operation-defaults: mod\n  operations: {a: {label: L}, b: 5}\n"
        "- model: m\n  extends: c\n- operation-defaults: other\n  operations: {x: {}}\n"
    )
    assert [op.main for op in project.operations] == ["mod", "other"]
    assert "expected a mapping, found 5" in project.models["m"].problems["b"].problem


def test_a_config_goes_before_a_model_of_its_name(sound):
    project = sound(
        "- {model: c, operations: {a: of_model}}\n- {config: c, operations: {a: of_config}}\n"
        "- {config: c, operations: {a: second}}\n- {model: d, extends: c}\n"
    )
    assert project.models["d"].operations["a"].main == "of_config"


WRONG = [
    ("extends: bas", "no model or config 'bas'", "Did you mean base?", "reference"),
    (
        "extends: [base, 5]",
        "expected the name of a model or config, found 5",
        "extends",
        "invalid",
    ),
    ("extends: pk/", "names a package and no model", "extends", "invalid"),
    ("extends: pk/base", "no Guild file of a package 'pk'", "Install", "reference"),
    ("extends: own/bas", "no model or config 'bas' in package 'own'", "mean base?", "reference"),
    ("extends: one", "a cycle of extends: m -> one -> two -> m", "Remove", "cycle"),
    ("extends: m", "a cycle of extends: m -> m", "Remove", "cycle"),
    (f"params: {{a: {'x' * 60_000}, b: '{{{{a}}}}{{{{a}}}}'}}", "too large", "fewer", "invalid"),
    ("params: 5", "expected a mapping, found 5", "params", "invalid"),
    ("params: {a: '{{b}}', b: 'x{{a}}'}", "a cycle of params: a -> b -> a", "value", "cycle"),
]


@pytest.mark.parametrize(
    ("text", "said", "hint", "category"), WRONG, ids=[w[0][:30] for w in WRONG]
)
def test_what_cannot_be_extended_is_said(read, write, tmp_path, text, said, hint, category):
    write({"site/own/guild.yml": "- config: base\n"})
    others = "- config: base\n- {model: one, extends: two}\n- {model: two, extends: m}\n"
    with pytest.raises(GuildFileError, match=said) as caught:
        read(f"- model: m\n  {text}\n{others}", [tmp_path / "site"])
    assert hint in caught.value.hint
    assert caught.value.category == category
    assert caught.value.line in (2, 4, 5)


def test_a_value_of_a_parent_is_said_with_the_file_it_stands_in(read, tmp_path):
    project = read(
        "- include: base.yml\n- model: m\n  extends: base\n  operations: {a: {label: L}}\n",
        base="- config: base\n  operations:\n    a: x\n    b:\n      flags: {x: {min: a}}\n",
    )
    problem = project.models["m"].problems["b"]
    assert (problem.file, problem.line) == (str(tmp_path / "base.yml"), 5)
    assert problem.key == "b.flags.x.min"
    assert list(project.models["m"].operations) == ["a"]


def test_a_chain_and_what_it_merges_have_an_end(read, monkeypatch):
    chain = "".join(f"- {{config: c{n}, extends: c{n + 1}}}\n" for n in range(MAX_CHAIN + 2))
    with pytest.raises(GuildFileError, match=f"more than {MAX_CHAIN} levels of extends"):
        read(f"- {{model: m, extends: c0}}\n{chain}- config: c{MAX_CHAIN + 2}\n")
    monkeypatch.setattr(inheritance, "MAX_ENTRIES", 100)
    operations = ", ".join(f"o{n}: {{flags: {{x: 1}}}}" for n in range(20))
    children = "".join(f"- {{model: m{n}, extends: c}}\n" for n in range(3))
    with pytest.raises(GuildFileError, match="comes to more than 100 operations and flags"):
        read(f"- {{config: c, operations: {{{operations}}}}}\n{children}")
