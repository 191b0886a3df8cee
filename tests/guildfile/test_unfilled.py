GUILD_FILE = """\
- config: base
  params: {shared: 1}
  operation-defaults:
    label: '{{ shraed }}'
- model: m
  extends: base
  flags: {included: '{{ elsewhere }}'}
  params:
    name: train
    dots: '{{ nmae }}'
  operations:
    train:
      main: '{{ name }}'
      description: is {{ nam }} or {{shared}}
      tags: [a, '{{ zzz }}']
"""


def test_references_that_no_param_fills_are_told_with_the_nearest(read):
    project = read(GUILD_FILE)
    found = {f.key: (f.line, f.message, f.hint) for f in project.findings}
    known = "Params: name, dots, shared."
    assert found == {
        "operation-defaults.label": (
            *(4, "no param is called 'shraed'; {{ shraed }} stays in the text"),
            f"Did you mean {{{{ shared }}}}? {known}",
        ),
        "params.dots": (
            *(10, "no param is called 'nmae'; {{ nmae }} stays in the text"),
            f"Did you mean {{{{ name }}}}? {known}",
        ),
        "train.description": (
            *(14, "no param is called 'nam'; {{ nam }} stays in the text"),
            f"Did you mean {{{{ name }}}}? {known}",
        ),
        "train.tags": (15, "no param is called 'zzz'; {{ zzz }} stays in the text", known),
    }
    # As in Guild, the text stays as it is.
    assert project.models["m"].operations["train"].label == "{{ shraed }}"


def test_a_file_without_references_has_no_findings(read):
    assert read("train: {main: train, label: '{ x }'}\n").findings == ()


def test_a_model_without_params_says_that_there_are_none(read):
    (found,) = read("train: {main: train, label: '{{ x }}'}\n").findings
    assert found.hint == "Params: none."


def test_references_of_packages_are_not_the_users_to_mend(read, write, tmp_path):
    write({"site/pk/guild.yml": "- config: c\n  description: '{{ x }}'\n"})
    text = "- model: m\n  extends: pk/c\n  params: {y: 1}\n  references: ['{{ y }}']\n"
    assert read(text, [tmp_path / "site"]).findings == ()


def test_only_so_many_are_told(read):
    text = "\n".join(f"op{n}: {{main: m, label: '{{{{ x{n} }}}}'}}" for n in range(150))
    assert len(read(text).findings) == 100
