import pytest


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "null",
        "[]",
        "'*.py'",
        "['*.py', a]",
        "[a, {include: b}, {exclude: [c, d]}, {exclude: {dir: build}}]",
        "{exclude: {text: '*.md', binary: [a]}}",
        "{root: .., dest: src, select: ['*.py'], digest: no}",
    ],
)
def test_a_spec_of_files_stays_as_it_is_written(operation, text):
    operation(f"sourcecode: {text}")
    operation(f"publish: {{files: {text}, template: t}}")


def test_two_rules_in_one_mapping_are_read_in_their_order(operation):
    found = operation("sourcecode: {exclude: '*', include: [a, b], other: 1}").sourcecode
    assert found == [{"exclude": "*"}, {"include": ["a", "b"]}]
    assert operation("sourcecode: {exclude: a}").sourcecode == {"exclude": "a"}


WRONG = [
    ("5", "", "expected files, found 5"),
    ("yes", "", "expected files, found yes or no"),
    ("[5]", "", "expected a rule, found 5"),
    ("[{foo: a}]", "", "expected a rule, found a mapping"),
    ("[{include: a, exclude: b}]", "", "both 'include' and 'exclude' in one rule"),
    ("[{include: 5}]", ".include", "expected patterns, found 5"),
    ("[{include: {foo: a}}]", ".include", "patterns of no kind"),
    ("[{include: {dir: [[a]]}}]", ".include.dir", "expected text or a list of it"),
    ("{root: [a]}", ".root", "expected text"),
    ("{dest: [a]}", ".dest", "expected text"),
    ("{select: 5}", ".select", "expected files, found 5"),
]


@pytest.mark.parametrize(("text", "key", "said"), WRONG, ids=[row[0] for row in WRONG])
def test_a_spec_that_makes_no_sense_is_a_problem(read, text, key, said):
    problem = read(f"op: {{sourcecode: {text}}}").models[""].problems["op"]
    assert said in problem.problem
    assert problem.key == f"op.sourcecode{key}"
    problem = read(f"op: {{publish: {{files: {text}}}}}").models[""].problems["op"]
    assert problem.key == f"op.publish.files{key}"
