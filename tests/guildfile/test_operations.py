import pytest

from guild_jupyter.guildfile.step_definitions import StepDef


def test_every_attribute_that_has_a_field_is_in_it(operation):
    found = operation(
        "notebook: 'n.ipynb a', flags-import: [a, b], flags-import-skip: c, python-path: [p, q],"
        " compare: [loss, 1], run-attrs: {team: vision}, python-requires: '>=3.9',"
        " delete-on-success: yes, description: ' D '"
    )
    assert (found.notebook, found.main, found.steps) == ("n.ipynb a", None, None)
    assert (found.flags_import, found.flags_import_skip) == (("a", "b"), ("c",))
    assert (found.python_path, found.compare) == (("p", "q"), ("loss", "1"))
    assert (found.run_attrs, found.python_requires) == ({"team": "vision"}, ">=3.9")
    assert (found.delete_on_success, found.description) == (True, "D")


def test_what_is_recorded_as_written_is_kept_as_written(operation):
    found = operation(
        "steps: [a, {run: b}], compare: loss, python-requires: 3.9, flags-import: no, other: [1]"
    )
    assert found.attributes == {
        "steps": ["a", {"run": "b"}],
        "compare": "loss",
        "python-requires": 3.9,
        "flags-import": False,
        "other": [1],
    }
    assert operation("exec: [a, 'b c']").attributes == {"exec": ["a", "b c"]}


@pytest.mark.parametrize(
    ("text", "value"),
    [("yes", True), ("all", True), ("no", False), ("[a]", ("a",)), ("[]", ()), ("null", None)],
)
def test_flags_to_import_are_all_none_or_some(operation, text, value):
    assert operation(f"flags-import: {text}").flags_import == value


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("exec: e, main: m, notebook: n, steps: [s]", ("e", None, None, None)),
        ("main: m, notebook: n, steps: [s]", (None, "m", None, None)),
        ("notebook: n, steps: [s]", (None, None, "n", None)),
        ("steps: [s], main: null", (None, None, None, (StepDef("s", "s"),))),
        ("", (None, "op", None, None)),
    ],
)
def test_of_several_forms_one_counts_and_the_others_are_findings(sound, text, form):
    project = sound(f"op: {{{text}}}")
    (found,) = project.operations
    assert (found.exec, found.main, found.notebook, found.steps) == form
    said = [finding.key for finding in project.findings]
    losers = {"main", "notebook", "steps"} & set(found.attributes)
    assert set(said) == {f"op.{name}" for name in losers if getattr(found, name) is None}
    assert all("goes before it" in finding.message for finding in project.findings)


def test_profiles_of_an_operation_go_over_those_of_its_model_flag_by_flag(sound):
    model = sound(
        """\
        - config: c
          profiles: {quick: {epochs: 1, lr: 1}, base: {x: 1}}
        - model: m
          extends: c
          params: {n: 5}
          profiles: {quick: {lr: '{{n}}'}}
          operations:
            train: {profiles: {quick: {epochs: 2}, full: {epochs: [1, 2]}}}
            other: x
        """
    ).models["m"]
    assert model.operations["train"].profiles == {
        "quick": {"epochs": 2, "lr": 5},
        "base": {"x": 1},
        "full": {"epochs": [1, 2]},
    }
    assert model.operations["other"].profiles["quick"] == {"epochs": 1, "lr": 5}


def test_plugins_and_the_version_of_python_are_defaults_of_the_model(sound):
    operations = sound(
        "- plugins: [cpu]\n  python-requires: '>=3.8'\n"
        "  operations: {a: x, b: {plugins: no, python-requires: 3.9}}\n"
    ).operations
    assert [op.python_requires for op in operations] == [">=3.8", "3.9"]
    assert [op.attributes["plugins"] for op in operations] == [["cpu"], False]


def test_params_are_filled_in_with_their_types(sound):
    (found,) = sound(
        """\
        - model: m
          params: {n: 5, script: train, first: yes, flags: {x: 1}}
          operations:
            op:
              main: '{{script}} --n {{n}}'
              default: '{{first}}'
              flags: {n: '{{n}}', t: 'n{{n}}', u: '{{undef}}', c: {choices: ['{{n}}', a]}}
            nested: {flags: '{{flags}}'}
        """
    ).operations[:1]
    assert (found.main, found.default) == ("train --n 5", True)
    assert [found.flags[name].default for name in "ntu"] == [5, "n5", "{{undef}}"]
    assert found.flags["c"].choices[0].value == 5


def test_words_for_yes_and_no_count_in_quotes_too(operation):
    assert operation("default: 'no'").default is False
    assert operation("default: 1, pip-freeze: 'Off'").default is True
    assert operation("pip-freeze: 'Off'").pip_freeze is False


WRONG = [
    ("flags: null", "op.flags", "expected a mapping, found nothing"),
    ("flags-import: some", "op.flags-import", "expected yes, no, all or a list of flags"),
    ("flags-import: [[a]]", "op.flags-import", "expected text or a list of it"),
    ("default: maybe", "op.default", "expected yes or no, found 'maybe'"),
    ("delete-on-success: [yes]", "op.delete-on-success", "expected yes or no"),
    ("default-max-trials: 1.5", "op.default-max-trials", "expected a whole number, found 1.5"),
    ("default-max-trials: few", "op.default-max-trials", "expected a number, found 'few'"),
    ("output-scalars: 5", "op.output-scalars", "expected patterns or no, found 5"),
    ("output-scalars: yes", "op.output-scalars", "expected patterns or no"),
    ("plugins: 5", "op.plugins", "expected names, found 5"),
    ("python-path: {a: 1}", "op.python-path", "expected text or a list of it"),
    ("run-attrs: [a]", "op.run-attrs", "expected a mapping"),
    ("compare: {a: 1}", "op.compare", "expected text or a list of it"),
    ("profiles: [a]", "op.profiles", "expected a mapping"),
    ("profiles: {quick: 5}", "op.profiles.quick", "expected a mapping, found 5"),
    ("notebook: [[a]]", "op.notebook", "expected a word, found a list"),
    ("main: [1]", "op.main", "expected a word, found 1"),
    ("main: ['', a]", "op.main", "expected a word, found ''"),
    ("main: []", "op.main", "the command is empty: it names no program"),
    ("main: ' '", "op.main", "the command is empty: it names no program"),
    ("notebook: 5", "op.notebook", "expected a command, found 5"),
    ("handle-keyboard-interrupt: 5", "op.handle-keyboard-interrupt", "expected yes or no"),
    ("flags: {x: {arg-split: [a]}}", "op.flags.x.arg-split", "expected text"),
    ("flags: {x: {required: 5}}", "op.flags.x.required", "expected yes or no"),
    ("sourcecode: 5", "op.sourcecode", "expected files, found 5"),
    ("publish: 5", "op.publish", "expected a mapping"),
    ("steps: foo", "op.steps", "expected a list, found text"),
    ("requires: {resource: [a]}", "op.requires.resource", "expected the name of a resource"),
]


@pytest.mark.parametrize(("text", "key", "said"), WRONG, ids=[row[0] for row in WRONG])
def test_a_wrong_value_is_a_problem_of_its_operation_alone(read, text, key, said):
    project = read(f"before: x\nop:\n  {{{text}}}\nafter: y\n")
    assert [op.name for op in project.operations] == ["before", "after"]
    problem = project.models[""].problems["op"]
    assert said in problem.problem
    assert (problem.line, problem.key) == (3, key)
    assert problem.hint


def test_the_name_of_an_operation_is_text(read):
    project = read("yes: x\n5: y\n'6': z\n")
    assert [op.name for op in project.operations] == ["6"]
    problem = project.models[""].problems["yes"].problem
    assert problem == "'yes' is read as yes or no, not as a name"
    assert "in quotes" in project.models[""].problems["5"].hint


def test_what_is_wrong_in_the_defaults_is_said_where_they_stand(read):
    project = read("- operation-defaults:\n    env: 5\n  operations: {a: x, b: {env: {}}}\n")
    assert [op.name for op in project.operations] == ["b"]
    problem = project.models[""].problems["a"]
    assert (problem.line, problem.key) == (2, "operation-defaults.env")


def test_params_that_make_too_much_are_said(read):
    project = read(
        f"- params: {{p: {'x' * 60_000}}}\n  operations: {{op: {{label: '{{{{p}}}}{{{{p}}}}'}}}}\n"
    )
    assert "a value that is too large" in project.problems[0].problem


@pytest.mark.parametrize(
    ("text", "key", "problem"),
    [
        ("on: {main: m}", "on", "'on' is read as yes or no, not as a name"),
        ("No: {main: m}", "No", "'No' is read as yes or no, not as a name"),
        ("1: {main: m}", "", "'1' is read as a number, not as a name"),
        ("2024-01-01: {main: m}", "2024-01-01", "'2024-01-01' is read as a date, not as a name"),
        ("~: {main: m}", "None", "'None' is read as nothing, not as a name"),
        ("op: {main: m, env: {on: {}}}", "op.env.on", "expected text, found a mapping"),
        ("op: {main: m, run-attrs: {3: 1}}", "op.run-attrs", "'3' cannot be the name"),
        ("? true\n: {main: m}", "yes", "'yes' is read as yes or no, not as a name"),
    ],
)
def test_keys_that_are_no_text_are_told_as_they_are_written(read, text, key, problem):
    (error,) = read(text + "\n").problems
    assert error.key == key
    assert problem in error.problem
