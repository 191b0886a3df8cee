import pytest

ALL = """\
- model: m
  descripton: D
  sourcecode: {rot: x, select: ['*.py']}
  operation-defaults: {labl: L}
  resources:
    r:
      source: x
      sources: [a, {file: b, selct: c}]
    s: [{file: a, sha: 1}]
  flags: {z: {typ: int}}
  operations:
    train:
      descriptin: D
      flags:
        lr: {defualt: 1, nb-replace: x, type: nubmer}
        k: {choices: [1, {value: 2, descr: x}], type: weird}
      requires: [{file: x, renam: y}, {sources: [{file: z, optinal: yes}]}]
      steps: [a, {run: a, flag: {}, expect: {output: x, contans: y}}]
      publish: {file: x, files: {roots: a}}
- include: other.yml
  whatever: 1
- package: p
  autor: me
- config: c
  operations: {x: {mian: y}}
"""


def test_keys_that_nobody_reads_are_said_with_what_is_near(read):
    found = {f.key: (f.line, f.hint) for f in read(ALL, other="op: {zzz: 1}\n").findings}
    assert found == {
        "descripton": (2, "Did you mean description?"),
        "sourcecode.rot": (3, "Did you mean root?"),
        "operation-defaults.labl": (4, "Did you mean label?"),
        "resources.r.source": (7, "Did you mean sources?"),
        "resources.r.sources.selct": (8, "Did you mean select?"),
        "resources.s.sha": (9, "Did you mean sha256?"),
        "flags.z.typ": (10, "Did you mean type?"),
        "train.descriptin": (13, "Did you mean description?"),
        "train.flags.lr.defualt": (15, "Did you mean default?"),
        "train.flags.lr.type": (15, "Did you mean number?"),
        "train.flags.k.choices.descr": (16, "Did you mean description?"),
        "train.flags.k.type": (
            *(16, "Types: string, int, float, number, boolean, path, existing-path, auto."),
        ),
        "train.requires.renam": (17, "Did you mean rename?"),
        "train.requires.sources.optinal": (17, "Did you mean optional?"),
        "train.steps.flag": (18, "Did you mean flags?"),
        "train.steps.expect.contans": (18, "Did you mean contains?"),
        "train.publish.file": (19, "Did you mean files?"),
        "train.publish.files.roots": (19, "Did you mean root?"),
        "whatever": (21, ""),
        "autor": (23, "Did you mean author?"),
        "x.mian": (25, "Did you mean main?"),
        "op.zzz": (1, ""),
    }


def test_a_finding_says_its_file(read, tmp_path):
    project = read("- include: other.yml\n", other="op: {zzz: 1}\n")
    assert [finding.file for finding in project.findings] == [str(tmp_path / "other.yml")]


def test_files_of_packages_are_not_the_users_to_mend(read, write, tmp_path):
    write({"site/pk/guild.yml": "- include: more.yml\n- config: c\n  typo: 1\n"})
    write({"site/pk/more.yml": "- model: m\n  typo: 1\n"})
    assert read("- include: pk\n", [tmp_path / "site"]).findings == ()


def test_what_is_unknown_is_kept(read):
    (train,) = read("train: {unknown: 1, flags: {x: {nb-replace: y, type: text}}}\n").operations
    assert train.attributes == {"unknown": 1}
    assert train.flags["x"].extra == {"nb-replace": "y", "type": "text"}
    assert train.flags["x"].type is None


@pytest.mark.parametrize(
    "text",
    [
        "train: {main: x, cmd: y, flags: {$include: c, x: {nb-replace: y}}}\n",
        "model: m\noperations: {a: {main: x}}\n",
        "- operations: {a: x, $include: c}\n  resources: {unused: [a]}\n- config: c\n",
        "",
    ],
)
def test_what_is_known_is_no_finding(read, text):
    assert read(text).findings == ()


def test_parts_from_which_nothing_can_be_included_are_said(read):
    project = read(
        "- model: m\n  flags: [a]\n- config: c\n  operations: 5\n- config: d\n  resources: x\n"
    )
    assert [(finding.line, finding.key) for finding in project.findings] == [
        *((2, "flags"), (4, ""), (6, "resources")),
    ]


def test_what_is_near_is_not_looked_for_without_end(read):
    keys = ", ".join(f"descriptio{n}: 1" for n in range(300))
    found = read(f"op: {{{keys}}}\n").findings
    assert len(found) == 300
    assert 0 < sum(bool(finding.hint) for finding in found) < 300


def test_a_destination_of_flags_that_nobody_knows_is_told_with_the_nearest(read):
    names = "global:NAME, dict:NAME, namespace:NAME, config:FILE, none"
    kinds = f"Kinds: args, args:click, globals, {names}."
    found = read(
        """
        a: {main: m, flags-dest: arg}
        b: {main: m, flags-dest: 'confg:c.yml'}
        c: {main: m, flags-dest: zzzzz}
        """
    ).findings
    assert [(f.line, f.key, f.hint) for f in found] == [
        (2, "a.flags-dest", f"Did you mean args? {kinds}"),
        (3, "b.flags-dest", f"Did you mean config? {kinds}"),
        (4, "c.flags-dest", kinds),
    ]
    assert found[0].message.startswith("no destination of flags is called 'arg'")


@pytest.mark.parametrize(
    "known",
    ["args", "args:click", "globals", "global:x", "dict:x", "namespace:x", "config:c", "none"],
)
def test_destinations_of_flags_that_are_known_are_no_findings(read, known):
    assert read(f"a: {{main: m, flags-dest: '{known}'}}\n").findings == ()


def test_unknown_keys_that_are_no_text_are_told_as_they_are_written(read):
    found = read("op: {main: m, on: 1, 3: x}\n").findings
    assert [(f.key, f.message.partition(";")[0]) for f in found] == [
        ("op.on", "an operation has no attribute 'on'"),
        ("op", "an operation has no attribute '3'"),
    ]


def test_a_rule_beside_a_selection_is_not_read_and_one_alone_is(read):
    alone = "a: {main: x, sourcecode: {exclude: y}}\n"
    assert read(alone).findings == ()
    specs = ["{select: [y], exclud: y}", "{seclt: y}", "{root: z, exclude: y}"]
    found = read(
        "".join(
            f"{name}: {{main: x, sourcecode: {spec}}}\n"
            for name, spec in zip("abc", specs, strict=True)
        )
    ).findings
    assert [(f.line, f.key) for f in found] == [
        *((1, "a.sourcecode.exclud"), (2, "b.sourcecode.seclt"), (3, "c.sourcecode.exclude")),
    ]
    assert found[1].hint == "Did you mean select?"
    assert "it is not read" in found[2].message
