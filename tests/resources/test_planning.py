import pytest

from guild_jupyter.errors import FlagError, ResourceError


def op(*sources):
    lines = "".join(f"    - {source}\n" for source in sources)
    return f"op:\n  main: x\n  flags: {{n: 1, dir: d}}\n  requires:\n{lines}"


def source_of(world, text, **options):
    return world.plan(op(text), **options).resources[0].sources[0]


def test_nothing_required_is_nothing_planned(world):
    plan = world.plan("op: {main: x}")
    assert (plan.resources, plan.flag_values, plan.local_paths) == ((), {}, ())


def test_references_to_flags_are_resolved(world):
    world.file("data-3.csv")
    text = (
        "{file: 'data-${n}.csv', target-path: 't/${dir}', select: '${n}.*', "
        "rename: 'data.* run-${n}.csv'}"
    )
    source = source_of(world, text, values={"n": 3, "dir": "deep"})
    assert source.path == str(world.project / "data-3.csv")
    assert source.uri == source.name == "file:data-3.csv"
    assert (source.target_path, source.select) == ("t/deep", ("3.*",))
    assert source.rename == (("data.*", "run-3.csv"),)


def test_a_reference_to_no_flag_is_said(world):
    with pytest.raises(FlagError, match=r"resource 'file:..nope.' contains invalid reference"):
        source_of(world, "file: '${nope}'")


def test_a_missing_file_is_said_with_where_it_was_looked_for(world):
    with pytest.raises(ResourceError) as caught:
        source_of(world, "file: nope.csv")
    assert str(caught.value) == (
        "operation 'op' cannot have resource 'file:nope.csv': "
        f"cannot find source file 'nope.csv' in {world.project}\n"
        "Check the path, or mark the source as optional."
    )


def test_the_help_of_a_source_is_the_hint(world):
    with pytest.raises(ResourceError) as caught:
        source_of(world, "{file: nope.csv, help: Run get-data.sh}")
    assert caught.value.hint == "Run get-data.sh"


@pytest.mark.parametrize("option", [", optional: yes", ""])
def test_a_missing_file_may_be_planned(world, option):
    source = source_of(world, f"{{file: nope{option}}}", force=not option)
    assert source.missing.startswith("cannot find source file 'nope'")


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("{file: f, post-process: 'rm -rf x'}", "that would run with your rights: 'rm -rf x'"),
        ("{module: os, post-process: x}", "post-process makes no sense for a source of kind mod"),
        ("{operation: o, post-process: x}", "post-process makes no sense for a source of kind op"),
        ("{file: f, sha256: abc}", "is not 64 hexadecimal digits"),
        ("{module: os, sha256: abc}", "sha256 makes no sense for a source of kind module"),
        ("{file: f, target-path: .guild/attrs}", "is the run's own"),
        ("{file: f, select: '('}", "is no regular expression"),
        ("{file: f, rename: '( x'}", "is no regular expression"),
        (r"{file: f, rename: 'f \\1'}", "is no replacement for"),
        ("{file: f, select-min: 'a'}", "must have one group"),
        ("{file: f, select-max: '(a)(b)'}", "must have one group"),
        ("{file: f, type: rar}", "no such type of archive: rar"),
        ("{url: 'ftp://h/x'}", "is no URL of http"),
    ],
)
def test_what_would_surely_fail_is_refused_here(world, source, reason):
    world.file("f")
    with pytest.raises(ResourceError, match=reason) as caught:
        source_of(world, source)
    assert str(caught.value).startswith("operation 'op' cannot have ")
    assert caught.value.hint


@pytest.mark.parametrize(
    ("attributes", "reason"),
    [
        ("file: f, sha256: abc", "its sha256 'abc' is not 64 hexadecimal digits"),
        ("file: d, sha256: '" + "0" * 64 + "'", "sha256 is given for 'd', which is a folder"),
        ("file: f, select: '('", "'(' is no regular expression"),
        ("file: f, type: rar", "no such type of archive: rar"),
        ("file: f, target-path: .guild/attrs", "is the run's own"),
        ("config: f", "is no config file"),
    ],
)
def test_what_is_optional_or_forced_may_make_no_sense(world, capsys, attributes, reason):
    world.file("f")
    world.file("d/f")
    assert reason in source_of(world, f"{{{attributes}, optional: yes}}").missing
    run = world.prepare(op(f"{{{attributes}, optional: yes}}"))
    assert "skipping because dependency is optional" in capsys.readouterr().out
    assert [path.name for path in run.iterdir()] == [".guild"]
    world.prepare(op(f"{{{attributes}}}"), force=True)
    assert reason in capsys.readouterr().err


@pytest.mark.parametrize(
    ("attributes", "reason"),
    [
        ("file: f, post-process: x", "that would run with your rights"),
        ("url: 'http://me:word@h/x', sha256: abc", "a user or password"),
        ("url: 'ftp://h/x'", "is no URL of http"),
    ],
)
def test_what_is_dangerous_is_refused_even_if_it_is_optional_or_forced(world, attributes, reason):
    world.file("f")
    for force in (True, False):
        with pytest.raises(ResourceError, match=reason):
            world.plan(op(f"{{{attributes}, optional: yes}}"), force=force)


def test_a_pattern_of_numbers_may_be_a_list_of_one_and_no_digest_is_none(world):
    world.file("f")
    source = source_of(world, "{file: f, select-min: ['n(.)'], select-max: ['x(.)'], sha256: ''}")
    assert (source.select_min, source.select_max, source.sha256) == ("n(.)", "x(.)", "")
    with pytest.raises(ResourceError, match="must have one group"):
        source_of(world, "{file: f, select-min: ['n(.)', 'm(.)']}")


def test_a_verbose_pattern_may_have_a_comment(world):
    world.file("f")
    assert source_of(world, r"{file: f, rename: {pattern: '(?x)f#c', repl: 'g'}}").rename


def test_attributes_arrive_in_the_plan(world):
    world.file("f.zip")
    digest = "AB" * 32
    source = source_of(
        world,
        f"{{file: f.zip, sha256: '{digest}', unpack: no, type: tar, select-min: '(.)', "
        "select-max: '(.)', preserve-path: yes, replace-existing: yes, always-resolve: yes, "
        "warn-if-empty: no, fail-if-empty: yes, target-type: link}",
    )
    assert source.sha256 == digest.lower()
    assert (source.unpack, source.archive, source.link) == (False, "tar", True)
    assert (source.select_min, source.select_max, source.selects) == ("(.)", "(.)", True)
    assert source.preserve_path
    assert source.replace_existing
    assert source.always_resolve
    assert (source.warn_if_empty, source.fail_if_empty) == (False, True)


NAMED = """
- model: m
  operations:
    op: {main: x, requires: [data]}
  resources:
    data:
      path: d
      target-type: link
      default-unpack: no
      sources:
        - a.zip
        - {file: a.zip, name: second, target-path: e, target-type: copy, unpack: yes}
"""


def test_a_source_has_what_its_resource_says_unless_it_says_otherwise(world):
    world.file("a.zip")
    (resource,) = world.plan(NAMED).resources
    assert resource.name == "data"
    assert [(s.name, s.target_path, s.link, s.unpack) for s in resource.sources] == [
        ("file:a.zip", "d", True, False),
        ("second", "e", False, True),
    ]


def test_local_paths_are_those_below_the_project(world, tmp_path):
    for name in ("a.csv", "sub/b", "c.yml"):
        world.file(name)
    (tmp_path / "out").touch()
    plan = world.plan(
        op(
            "file: a.csv",
            "file: sub/../a.csv",
            "file: sub/b",
            "config: c.yml",
            "file: ../out",
            "file: .",
            "module: os",
            "url: http://h/a.csv",
            "{file: nope, optional: yes}",
        )
    )
    assert plan.local_paths == ("a.csv", "sub/b", "c.yml")


@pytest.mark.parametrize("given", [{}, {"data": "e.csv"}])
def test_only_what_is_named_literally_is_a_local_path(world, given):
    for name in ("d/one.csv", "d/two.csv", "e.csv", "f.csv"):
        world.file(name)
    guild_file = op("file: 'd/${x}.csv'", "{file: f.csv, name: data}")
    for value in ("one", "two"):
        assert world.plan(guild_file, {"x": value}, given).local_paths == ("f.csv",)


@pytest.mark.parametrize("source", ["{file: a, flag-name: data}", "{file: a, name: data}"])
def test_a_user_chooses_another_file(world, source, capsys):
    world.file("a", "a")
    world.file("b", "b")
    run = world.prepare(op(source), given={"data": "b"})
    assert (run / "b").read_text() == "b"
    assert "Using b for data\n" in capsys.readouterr().out
    plan = world.plan(op(source), given={"data": "b"})
    assert plan.flag_values == {"data": "b"}
    assert "config: b\n" in (run / ".guild" / "attrs" / "deps").read_text()


def test_only_a_flag_name_is_recorded_without_a_choice(world):
    world.file("a")
    assert world.plan(op("{file: a, flag-name: data}")).flag_values == {"data": "a"}
    assert world.plan(op("{file: a, name: data}")).flag_values == {}


def test_a_resource_of_one_source_is_chosen_by_its_name(world, tmp_path):
    world.file("a")
    (tmp_path / "else").touch()
    guild_file = """
    - model: m
      operations:
        op: {main: x, requires: [data]}
      resources:
        data: [{file: a}]
    """
    plan = world.plan(guild_file, given={"data": str(tmp_path / "else")})
    assert plan.resources[0].sources[0].path == str(tmp_path / "else")
    assert plan.flag_values == {"data": str(tmp_path / "else")}


def test_a_file_may_stand_in_for_a_url_and_the_other_way_round(world):
    world.file("a")
    digest = "0" * 64
    url = f"{{url: 'http://h/x', name: data, sha256: '{digest}'}}"
    source = source_of(world, url, given={"data": "a"})
    assert (source.kind, source.path) == ("file", str(world.project / "a"))
    assert source.sha256 == ""
    assert source.uri == "http://h/x"
    source = source_of(world, "{file: a, name: data}", given={"data": "https://h/y"})
    assert (source.kind, source.target) == ("url", "https://h/y")


def test_a_name_that_chooses_nothing_is_refused(world):
    world.file("a")
    with pytest.raises(
        ResourceError, match=r"(?s)no resource 'dato'.*Did you mean data\?.*: data"
    ):
        world.plan(op("{file: a, name: data}"), given={"dato": "b"})
    with pytest.raises(ResourceError, match="no resource 'x'"):
        world.plan(op("file: a"), given={"x": "b"})


def test_planning_loads_nothing_that_fetches_or_unpacks():
    import subprocess
    import sys

    heavy = "{'urllib.request', 'tarfile', 'zipfile', 'http.client', 'ssl'}"
    code = (
        "import sys, guild_jupyter.resources.planning as p\n"
        "from guild_jupyter.resources.source_types import SOURCE_TYPES as t\n"
        "[t.get(k) for k in t.builtin if k != 'module']\n"
        f"found = {heavy} & set(sys.modules)\n"
        "assert not found, found\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_config_file_is_no_source_code_however_it_is_named(world):
    world.file("one.yml", "x: 1")
    world.file("two.yml", "x: 1")
    plan = world.plan(op("config: '${x}.yml'", "{config: two.yml, name: c}"), {"x": "one"})
    assert plan.local_paths == ("one.yml", "two.yml")
