import pytest

from guild_jupyter.errors import GuildFileError, NoSuchOperation
from guild_jupyter.guildfile import reader
from guild_jupyter.guildfile.lookup import find_model, find_operation, of_model

MODELS = """\
- model: a
  operations: {train: x, eval: x}
- model: b
  default: yes
  operations: {train: {main: x, default: yes}, test: x, _private: x}
- model: long-name
  operations: {op-1: x, _hidden: x}
"""


@pytest.fixture
def project(tmp_path):
    def read(text=MODELS):
        (tmp_path / "guild.yml").write_text(text)
        return reader.read(tmp_path / "guild.yml")

    return read


@pytest.mark.parametrize(
    ("spec", "found"),
    [
        ("", "b:train"),
        ("train", "b:train"),
        ("a:train", "a:train"),
        ("eval", "a:eval"),
        ("_private", "b:_private"),
        ("long:op-1", "long-name:op-1"),
        ("long-name:", "long-name:op-1"),
        ("b:", "b:train"),
    ],
)
def test_an_operation_is_found_by_what_a_user_types(project, spec, found):
    assert find_operation(project(), spec).spec == found


ANONYMOUS = MODELS.replace("default: yes\n", "\n") + "- {model: '', operations: {go: x}}\n"


@pytest.mark.parametrize(
    ("text", "spec", "found"),
    [
        (MODELS, ":test", "b:test"),
        ("- {model: only, operations: {train: x, eval: x}}\n", ":train", "only:train"),
        (ANONYMOUS, ":go", "go"),
        (ANONYMOUS, "", "go"),
        (ANONYMOUS, ":", "go"),
    ],
)
def test_a_colon_alone_means_the_anonymous_model_or_else_the_default_one(
    project, text, spec, found
):
    assert find_operation(project(text), spec).spec == found


@pytest.mark.parametrize("spec", [":train", ":"])
def test_a_colon_alone_means_nothing_where_no_model_is_the_default(project, spec):
    with pytest.raises(NoSuchOperation, match="no model ''"):
        find_operation(project(MODELS.replace("default: yes\n", "\n")), spec)


@pytest.mark.parametrize(
    ("spec", "said", "hint"),
    [
        ("trian", "no operation 'trian'", "Did you mean train"),
        ("a:tran", "no operation 'a:tran'", "Did you mean a:train"),
        ("nope:x", "no model 'nope'", "Models of this project: a, b, long-name"),
        ("a:", "no default operation of model 'a'", "Operations: a:train"),
        ("n:x", "no operation 'long-name:x'", "Operations"),
    ],
)
def test_what_is_not_there_is_said_with_the_nearest(project, spec, said, hint):
    with pytest.raises(NoSuchOperation, match=said) as caught:
        find_operation(project(), spec)
    assert hint in caught.value.hint


def test_several_that_fit_are_an_error(project):
    two = project("- {model: aa, operations: {t: x}}\n- {model: ab, operations: {t: x}}\n")
    with pytest.raises(NoSuchOperation, match="several models have an operation 't'") as caught:
        find_operation(two, "t")
    assert "aa:t, ab:t" in caught.value.hint
    with pytest.raises(NoSuchOperation, match="several models fit 'a'"):
        find_model(two, "a")
    with pytest.raises(NoSuchOperation, match="no default operation"):
        find_operation(two, "")


def test_a_project_without_operations_says_so(project):
    with pytest.raises(NoSuchOperation) as caught:
        find_operation(project("{}"), "x")
    assert caught.value.hint == "The project has no operations."
    with pytest.raises(NoSuchOperation, match="no default operation"):
        find_operation(project("{}"))
    with pytest.raises(NoSuchOperation, match="no model 'm'") as caught:
        find_model(project(""), "m")
    assert "Models of this project: none" in caught.value.hint


def test_the_anonymous_models_operation_goes_before_those_of_named_models(tmp_path):
    (tmp_path / "guild.yml").write_text(
        "- operations: {train: main_one}\n- model: fashion\n  operations: {train: other}\n"
    )
    project = reader.read(tmp_path / "guild.yml")
    assert find_operation(project, "train").main == "main_one"
    assert find_operation(project, "fashion:train").main == "other"


BROKEN = """\
- model: a
  operations: {bad: 5, good: x}
- model: b
  default: yes
  operations: {bad: {default: yes, flags: 5}, good: x, _hidden: 5}
- model: c
  operations: {only: 5, _hidden: x}
- model: d
  operations: {two: 5, three: x}
"""


@pytest.mark.parametrize("spec", ["a:bad", "b:bad", "bad", "b:", "", "c:", "only", "b:_hidden"])
def test_an_operation_that_cannot_be_read_is_said_when_it_is_asked_for(project, spec):
    with pytest.raises(GuildFileError) as caught:
        find_operation(project(BROKEN), spec)
    assert caught.value.line in (2, 5, 7)


def test_what_cannot_be_read_hides_nothing_else(project):
    found = project(BROKEN)
    assert find_operation(found, "good").spec == "b:good"
    assert find_operation(found, "c:_hidden").main == "x"
    assert find_operation(found, "three").spec == "d:three"
    with pytest.raises(NoSuchOperation, match="no default operation of model 'd'"):
        find_operation(found, "d:")
    with pytest.raises(NoSuchOperation) as caught:
        find_operation(found, "a:bda")
    assert "Did you mean a:bad?" in caught.value.hint
    assert "a:good, a:bad" in caught.value.hint


def test_the_only_operation_is_no_default_beside_one_that_cannot_be_read(project):
    model = project(BROKEN).models["d"]
    assert (model.default_problem, model.default_operation) == ("", None)
    assert project(BROKEN).models["b"].default_operation is None


def test_a_model_where_an_operation_is_meant_is_told_with_its_operations(sound):
    project = sound(
        "- model: m\n  operations: {train: {default: yes, main: a}, _h: {main: a}, b: {main: a}}\n"
        "- model: n\n"
    )
    with pytest.raises(NoSuchOperation, match="'m' is a model, not an operation") as caught:
        find_operation(project, "m")
    hint = "Its operations: m:train, m:b. m: alone means m:train."
    assert caught.value.hint == hint
    with pytest.raises(NoSuchOperation) as caught:
        find_operation(project, "n")
    assert caught.value.hint == "It has no operations."
    assert of_model(project, "train") is None
    assert of_model(project, "") is None
