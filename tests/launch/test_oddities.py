import textwrap

import pytest

from guild_jupyter.guildfile import reader
from guild_jupyter.guildfile.definitions import Operation, ResourceDef, SourceDef
from guild_jupyter.launch.oddities import oddities


@pytest.fixture
def odd(tmp_path):
    """Return line, key, message and hint of what is odd with an operation."""

    def read(text, name="op"):
        (tmp_path / "guild.yml").write_text(textwrap.dedent(text))
        project = reader.read(tmp_path / "guild.yml")
        (operation,) = [op for op in project.operations if op.name == name]
        found = oddities(operation, project)
        assert all(finding.file == str(project.file) for finding in found)
        return [(f.line, f.key, f.message, f.hint) for f in found]

    return read


def test_a_label_that_refers_to_no_flag_is_told_with_the_nearest(odd):
    text = """\
        op:
          exec: echo
          flags: {lr: 1}
          requires: [{file: a.csv, name: data}]
          label: "${lr|%.2f} ${lrr|basename} ${default_label} ${data} \\\\${no}"
        """
    assert odd(text) == [
        (
            *(5, "op.label", "op has no flag 'lrr': ${lrr} is empty in the label"),
            "Did you mean ${lr}? Flags: lr.",
        )
    ]


def test_values_that_refer_to_no_flag_are_told_with_their_lines(odd):
    text = """\
        - model: m
          operations:
            op:
              exec: echo
              flags:
                lr: ${epoch}
                x:
                  default: ${project_dir}/${zz}
                epochs: 1
                listed: ['${no}']
              profiles:
                big:
                  lr: ${lrr}
        """
    flags = "Flags: epochs, listed, lr, x."
    assert odd(text) == [
        (
            *(6, "m:op.flags.lr.default"),
            "m:op has no flag 'epoch': ${epoch} stays in the value",
            f"Did you mean ${{epochs}}? {flags}",
        ),
        (
            *(8, "m:op.flags.x.default", "m:op has no flag 'zz': ${zz} stays in the value"),
            flags,
        ),
        (
            *(13, "m:op.profiles.big.lr", "m:op has no flag 'lrr': ${lrr} stays in the value"),
            f"Did you mean ${{lr}}? {flags}",
        ),
    ]


def test_values_that_lead_back_to_themselves_are_told_once_with_the_whole_way(odd):
    text = """\
        op:
          exec: echo
          flags:
            start: ${a}
            a: ${b}
            b: x${c}
            c: ${a}
            me: ${me}
            fine: ${last} ${last}
            last: 1
        """
    hint = "Give one of them another value."
    begin = "the values of flags lead back to themselves"
    assert odd(text) == [
        (5, "op.flags.a.default", f"{begin}: a -> b -> c -> a", hint),
        (8, "op.flags.me.default", f"{begin}: me -> me", hint),
    ]


def test_a_cycle_beside_a_first_reference_is_told_too(odd):
    text = "op: {exec: echo, flags: {a: '${x} ${b}', b: '${a}', x: 1}}\n"
    ((_, _, message, _),) = odd(text)
    assert message.endswith(": a -> b -> a")


RESOURCES = """\
- model: m
  resources:
    listed:
      - file: a.csv
      - operation: trian
    said:
      sources:
        - operation: m:trian
  operations:
    train: {exec: echo}
    broken: {flags: 1}
    op:
      exec: echo
      requires:
        - listed
        - said
        - n:theirs
        - ${lr}
        - operation: trian
        - sources:
            - file: x
            - operation: trian
        - operation: tr.*
        - operation: brok(en)
        - operation: '${which}'
        - operation: pkg/other
        - operation: '('
    single:
      exec: echo
      requires:
        operation: evaluate
- model: n
  resources:
    theirs:
      - operation: trian
  operations: {evaluate: {exec: echo}}
"""


def test_runs_of_an_operation_that_nobody_has_are_told_where_they_are_required(odd):
    found = odd(RESOURCES)
    assert {message for _, _, message, _ in found} == {
        "this project has no operation 'trian'",
        "this project has no operation 'm:trian'",
    }
    assert [(line, key) for line, key, _, _ in found] == [
        (5, "resources.listed.operation"),
        (8, "resources.said.sources.operation"),
        (35, "resources.theirs.operation"),
        (19, "op.requires.operation"),
        (22, "op.requires.sources.operation"),
    ]
    assert found[0][3].startswith("Did you mean train? Operations: m:train, m:op, m:single,")
    assert odd(RESOURCES, "single") == []


def test_an_operation_whose_places_are_not_known_is_told_with_its_line(tmp_path):
    source = SourceDef("operation", "trian")
    operation = Operation(
        "op", exec="echo", requires=(ResourceDef("r", (source,)),), line=3, file="Guild"
    )
    (tmp_path / "guild.yml").write_text("train: {exec: echo}\n")
    (found,) = oddities(operation, reader.read(tmp_path / "guild.yml"))
    assert (found.file, found.line, found.key) == ("Guild", 3, "op.requires")
