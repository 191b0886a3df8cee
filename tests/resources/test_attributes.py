"""Every attribute of resources and sources, for every kind of source for which it makes sense."""

import gzip
import hashlib
import io
import zipfile

import pytest
import yaml

from guild_jupyter.errors import ResourceError
from guild_jupyter.resources.candidates import RunFacts

TREE = {"a-1.txt": "one", "b-2.txt": "two", "sub/c-10.txt": "ten"}


def archive():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, content in TREE.items():
            file.writestr(name, content)
    return out.getvalue()


class Place:
    """A project, a server and a run, each with the same files."""

    def __init__(self, world, server):
        self.world = world
        for name, content in TREE.items():
            world.file(f"d/{name}", content)
        content = archive()
        self.sha = hashlib.sha256(content).hexdigest()
        for name in ("z.zip", "z.bin", "z.tar"):
            world.file(name, content)
            server.serve(f"/{name}", content)
        world.file("n.csv.gz", gzip.compress(b"1,2"))
        world.file("f.txt", "text")
        server.serve("/f.txt", b"text")
        world.file("c.yml", "k: 0\n")
        prep = world.run_dir({**TREE, "x.py": "source"}, "s x.py 1 x.py\n")
        self.prep = RunFacts(prep.name, str(prep), "completed", "", "prep", 1)
        self.targets = {
            "file": "z.zip",
            "folder": "d",
            "plain": "f.txt",
            "url": server.url("/z.zip"),
            "plain url": server.url("/f.txt"),
            "operation": "prep",
            "config": "c.yml",
        }

    def source(self, kind, more="", target=None):
        key = {"folder": "file", "plain": "file", "plain url": "url"}.get(kind, kind)
        target = target or self.targets[kind]
        return f"{{{key}: '{target}'{', ' + more if more else ''}}}"

    def prepare(self, kind, more="", target=None, run=None, **options):
        guild_file = f"op: {{main: x, requires: [{self.source(kind, more, target)}]}}"
        return self.world.prepare(guild_file, runs=[self.prep], run=run, **options)


@pytest.fixture
def place(world, server):
    return Place(world, server)


def placed(run):
    """Return the paths of files in a run, through links."""
    found = []

    def look(folder, prefix):
        for path in sorted(folder.iterdir()):
            if path.name == ".guild":
                continue
            if path.is_dir():
                look(path, f"{prefix}{path.name}/")
            else:
                found.append(f"{prefix}{path.name}")

    look(run, "")
    return found


FLAT = ["a-1.txt", "b-2.txt", "sub/c-10.txt"]
WITH_PARTS = ["file", "folder", "url", "operation"]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("file", FLAT),
        ("folder", [f"d/{name}" for name in FLAT]),
        ("plain", ["f.txt"]),
        ("url", FLAT),
        ("plain url", ["f.txt"]),
        ("operation", FLAT),
        ("config", ["c.yml"]),
    ],
)
def test_without_attributes(place, kind, expected):
    assert placed(place.prepare(kind)) == expected


@pytest.mark.parametrize("kind", ["file", "url"])
def test_sha256(place, kind, capsys):
    assert placed(place.prepare(kind, f"sha256: {place.sha.upper()}")) == FLAT
    with pytest.raises(SystemExit):
        place.prepare(kind, f"sha256: '{'0' * 64}'")
    assert "sha256" in capsys.readouterr().err


@pytest.mark.parametrize("kind", ["operation", "config"])
def test_sha256_makes_no_sense_for_what_is_made(place, kind):
    with pytest.raises(ResourceError, match=f"no sense for a source of kind {kind}"):
        place.prepare(kind, f"sha256: {place.sha}")


@pytest.mark.parametrize("kind", ["file", "url"])
def test_unpack(place, kind):
    assert placed(place.prepare(kind, "unpack: no")) == ["z.zip"]
    assert placed(place.prepare(kind, "unpack: yes")) == FLAT


@pytest.mark.parametrize("kind", ["file", "url"])
@pytest.mark.parametrize("name", ["z.bin", "z.tar"])
def test_type(place, kind, name):
    target = place.targets[kind].replace("z.zip", name)
    assert placed(place.prepare(kind, "type: zip", target)) == FLAT


def test_type_of_one_compressed_file(place):
    assert placed(place.prepare("file", target="n.csv.gz")) == ["n.csv"]
    assert placed(place.prepare("file", "type: gzip", target="n.csv.gz")) == ["n.csv"]


@pytest.mark.parametrize("kind", WITH_PARTS)
@pytest.mark.parametrize(
    ("select", "expected"),
    [
        ("a.*", ["a-1.txt"]),
        ("c-10.txt", []),  # a pattern means the whole path
        ("sub/.*", ["c-10.txt"]),
        ("[a-1.txt, 'sub/c.*']", ["a-1.txt", "c-10.txt"]),
        ("sub", ["sub/c-10.txt"]),
        (".*/.*", ["c-10.txt"]),
    ],
)
def test_select(place, kind, select, expected):
    assert placed(place.prepare(kind, f"select: {select}")) == expected


@pytest.mark.parametrize("kind", WITH_PARTS)
@pytest.mark.parametrize(
    ("select", "expected"),
    [
        ("select-min: '.*-(.*).txt'", ["a-1.txt"]),
        ("select-max: '.*-(.*).txt'", ["c-10.txt"]),
        ("select-min: '.*-(.*).txt', select-max: '.*-(.*).txt'", ["a-1.txt", "c-10.txt"]),
        ("select: b.*, select-max: '.*-(.*).txt'", ["b-2.txt", "c-10.txt"]),
    ],
)
def test_select_min_and_select_max(place, kind, select, expected):
    assert placed(place.prepare(kind, select)) == expected


@pytest.mark.parametrize("kind", ["plain", "plain url"])
@pytest.mark.parametrize(
    ("rename", "expected"),
    [
        ("new", "new"),
        ("f g", "g.txt"),
        (r"'(.).(txt) \\1-\\2'", "f-txt"),
        ("'t T'", "f.Txt"),  # once
        ("{pattern: f, repl: g}", "g.txt"),
        ("{pattern: f}", ".txt"),
        ("[no x, f g, g h]", "g.txt"),  # the first that changes it
        ("[{pattern: no, repl: x}, f g]", "g.txt"),
    ],
)
def test_rename(place, kind, rename, expected):
    assert placed(place.prepare(kind, f"rename: {rename}")) == [expected]


@pytest.mark.parametrize(
    ("kind", "rename", "expected"),
    [
        ("file", "a k", ["b-2.txt", "k-1.txt", "sub/c-10.txt"]),
        ("url", "sub s", ["a-1.txt", "b-2.txt", "s/c-10.txt"]),
        ("folder", "d dd", [f"dd/{name}" for name in FLAT]),
        ("operation", r"'(.)-. \\1'", ["a.txt", "b.txt", "sub/c-10.txt"]),
        ("config", "'c.yml k.yml'", ["k.yml"]),
    ],
)
def test_rename_of_each_kind(place, kind, rename, expected):
    assert placed(place.prepare(kind, f"rename: {rename}")) == expected


@pytest.mark.parametrize("kind", ["file", "folder", "plain", "url", "operation", "config"])
@pytest.mark.parametrize("key", ["target-path", "path"])
def test_target_path(place, kind, key):
    bare = placed(place.prepare(kind))
    assert placed(place.prepare(kind, f"{key}: t/u")) == [f"t/u/{name}" for name in bare]


@pytest.mark.parametrize("kind", ["file", "folder", "plain", "url", "operation", "config"])
@pytest.mark.parametrize("target_type", ["copy", "link", None])
def test_target_type(place, kind, target_type):
    run = place.prepare(kind, f"target-type: {target_type}" if target_type else "")
    paths = [path for path in run.iterdir() if path.name != ".guild"]
    links = {path.is_symlink() for path in paths}
    assert links == {target_type == "link" or (target_type is None and kind == "operation")}
    assert placed(run) == placed(place.prepare(kind))
    for path in paths:
        assert not path.is_symlink() or not path.readlink().is_absolute()


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("folder", ["d/sub/c-10.txt"]),
        ("file", ["sub/c-10.txt"]),
        ("url", ["sub/c-10.txt"]),
        ("operation", ["sub/c-10.txt"]),
    ],
)
def test_preserve_path(place, kind, expected):
    assert placed(place.prepare(kind, "select: 'sub/.*', preserve-path: yes")) == expected


@pytest.mark.parametrize("kind", ["plain", "plain url", "operation", "config"])
def test_replace_existing(place, kind, capsys):
    name = {"operation": "a-1.txt", "config": "c.yml"}.get(kind, "f.txt")
    run = place.prepare(kind, run=place.world.run_dir({name: "mine"}))
    assert (run / name).read_text() == "mine"
    assert f"{name} already exists, skipping" in capsys.readouterr().err
    run = place.prepare(kind, "replace-existing: yes", run=place.world.run_dir({name: "mine"}))
    assert (run / name).read_text() != "mine"


@pytest.mark.parametrize("kind", ["plain", "plain url", "operation", "config"])
def test_always_resolve(place, kind, capsys):
    for more, again in (("", False), ("always-resolve: yes", True)):
        run = place.prepare(kind, more)
        capsys.readouterr()
        place.prepare(kind, more, run=run)
        assert ("it's already resolved" in capsys.readouterr().out) != again


MISSING = {"plain": "nope", "operation": "nope", "config": "nope.yml", "module": "no_such_module"}


@pytest.mark.parametrize("kind", MISSING)
def test_optional(place, kind, capsys):
    run = place.prepare(kind, "optional: yes", MISSING[kind])
    assert placed(run) == []
    assert "skipping because dependency is optional" in capsys.readouterr().out


def test_optional_downloads(place, server, capsys):
    assert placed(place.prepare("url", "optional: yes", server.url("/nowhere"))) == []
    assert "skipping because dependency is optional" in capsys.readouterr().out


@pytest.mark.parametrize("kind", WITH_PARTS)
def test_warn_if_empty_and_fail_if_empty(place, kind, capsys):
    place.prepare(kind, "select: nothing")
    assert "nothing resolved for" in capsys.readouterr().err
    place.prepare(kind, "select: nothing, warn-if-empty: no")
    assert "nothing resolved for" not in capsys.readouterr().err
    with pytest.raises(SystemExit):
        place.prepare(kind, "select: nothing, fail-if-empty: yes")
    assert "nothing resolved for" in capsys.readouterr().err


def test_params(place):
    run = place.prepare("config", "params: {k: 5, n.m: x}")
    assert yaml.safe_load((run / "c.yml").read_text()) == {"k": 5, "n": {"m": "x"}}


@pytest.mark.parametrize("kind", MISSING)
def test_help(place, kind, capsys):
    with pytest.raises((ResourceError, SystemExit)) as caught:
        place.prepare(kind, "help: Ask Ann", MISSING[kind])
    assert "Ask Ann" in f"{caught.value}{capsys.readouterr().err}"


@pytest.mark.parametrize("kind", ["file", "folder", "plain", "url", "operation", "config"])
def test_name(place, kind):
    run = place.prepare(kind, "name: nice")
    deps = yaml.safe_load((run / ".guild" / "attrs" / "deps").read_text())
    assert list(deps["nice"]) == ["nice"]


@pytest.mark.parametrize("kind", ["plain", "url", "config", "operation"])
def test_flag_name(place, kind):
    other = place.world.file("other.yml", "k: 9\n")
    chosen = place.prep.id if kind == "operation" else str(other)
    plan = place.world.plan(
        f"op: {{main: x, requires: [{place.source(kind, 'flag-name: mine')}]}}",
        given={"mine": chosen},
        runs=[place.prep],
    )
    assert plan.flag_values == {"mine": chosen}


class TestResources:
    """Attributes of a resource that hold for all of its sources."""

    def prepare(self, place, more, *sources):
        lines = "".join(f"\n        - {source}" for source in sources)
        return place.world.prepare(
            f"""
- model: m
  operations: {{op: {{main: x, requires: data}}}}
  resources:
    data:
      {more}
      sources:{lines}
"""
        )

    def test_target_path_and_its_other_name(self, place):
        for key in ("target-path", "path"):
            run = self.prepare(place, f"{key}: t", "f.txt", "{file: c.yml, target-path: u}")
            assert placed(run) == ["t/f.txt", "u/c.yml"]

    def test_target_type(self, place):
        run = self.prepare(place, "target-type: link", "f.txt", "{file: c.yml, target-type: copy}")
        assert (run / "f.txt").is_symlink()
        assert not (run / "c.yml").is_symlink()

    def test_default_unpack(self, place):
        run = self.prepare(place, "default-unpack: no", "z.zip")
        assert placed(run) == ["z.zip"]
        run = self.prepare(place, "default-unpack: no", "{file: z.zip, unpack: yes}")
        assert placed(run) == FLAT

    @pytest.mark.parametrize(
        "more", ["description: Text", "references: [http://h/]", "private: yes", "name: other"]
    )
    def test_what_is_only_said_changes_nothing(self, place, more):
        assert placed(self.prepare(place, more, "f.txt")) == ["f.txt"]

    def test_a_list_of_sources_will_do(self, place):
        run = place.world.prepare(
            """
            - model: m
              operations: {op: {main: x, requires: [data]}}
              resources: {data: [f.txt, {config: c.yml}]}
            """
        )
        assert placed(run) == ["c.yml", "f.txt"]
