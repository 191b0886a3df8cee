import bz2
import gzip
import io
import lzma
import os
import random
import stat
import tarfile
import zipfile
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guild_jupyter.resources import archive_policy, archives
from guild_jupyter.resources.archive_policy import BadArchive

TREE = {"a.txt": b"a", "sub/b.txt": b"b" * 5000, "sub/deep/run.sh": b"#!"}


def zip_of(files, compression=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as file:
        for name, content in files.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = compression
            info.external_attr = (stat.S_IFREG | (0o755 if name.endswith(".sh") else 0o644)) << 16
            file.writestr(info, content)
    return out.getvalue()


def member(name, **fields):
    info = tarfile.TarInfo(name)
    for key, value in fields.items():
        setattr(info, key, value)
    return info


def tar_of(*members, mode="w"):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as file:
        for info, content in members:
            info.size = len(content)
            file.addfile(info, io.BytesIO(content))
    return out.getvalue()


def tar_tree(mode="w"):
    files = [
        (member(f"./{name}", mode=0o755 if name.endswith(".sh") else 0o600), content)
        for name, content in TREE.items()
    ]
    return tar_of((member(".", type=tarfile.DIRTYPE), b""), *files, mode=mode)


@pytest.fixture
def unpack(tmp_path):
    def unpacked(content, name, kind=None):
        (tmp_path / name).write_bytes(content)
        folder = tmp_path / "out"
        folder.mkdir()
        archives.unpack(str(tmp_path / name), str(folder), kind or archives.kind_of(name))
        return folder

    return unpacked


def tree(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if not path.is_dir()
    }


@pytest.mark.parametrize("kind", ["zip", "tar"])
def test_of_a_file_that_comes_again_the_last_counts(unpack, kind):
    if kind == "tar":
        again = [("d/a", b"old one"), ("b", b"b"), ("./d/a", b"new")]
        content = tar_of(*((member(name, mode=0o755), text) for name, text in again))
    else:
        out = io.BytesIO(zip_of({"d/a": b"old one", "b": b"b"}))
        with zipfile.ZipFile(out, "a") as file, pytest.warns(UserWarning, match="Duplicate"):
            file.writestr("d/a", b"new")
        content = out.getvalue()
    assert tree(unpack(content, f"x.{kind}")) == {"d/a": b"new", "b": b"b"}


def test_a_file_that_comes_again_as_something_else_is_refused(unpack, tmp_path):
    link = member("a", type=tarfile.SYMTYPE, linkname=str(tmp_path / "elsewhere"))
    content = tar_of((member("a"), b"old"), (link, b""), (member("a"), b"new"))
    with pytest.raises(BadArchive, match="no file and no folder"):
        unpack(content, "x.tar")
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.zip", "zip"),
        ("A.ZIP", "zip"),
        ("a.tar", "tar"),
        ("a.tgz", "tar"),
        ("a.tar.gz", "tar"),
        ("a.tar.bz2", "tar"),
        ("a.txz", "tar"),
        ("a.csv.gz", "gzip"),
        ("a.csv", ""),
        ("tarzip", ""),
    ],
)
def test_the_kind_of_archive_is_told_by_the_name(name, kind):
    assert archives.kind_of(name) == kind


def test_a_declared_kind_goes_before_the_name():
    assert archives.kind_of("a.zip", "tar") == "tar"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.zip", zip_of(TREE)),
        ("a.zip", zip_of(TREE, zipfile.ZIP_LZMA)),
        ("a.tar", tar_tree()),
        ("a.tgz", tar_tree("w:gz")),
        ("a.tar.bz2", tar_tree("w:bz2")),
        ("a.tar.xz", tar_tree("w:xz")),
    ],
)
def test_every_file_comes_out_with_its_bytes_and_its_x_bit(unpack, name, content):
    folder = unpack(content, name)
    assert tree(folder) == TREE
    assert os.access(folder / "sub/deep/run.sh", os.X_OK)
    assert not os.access(folder / "a.txt", os.X_OK)


def test_empty_folders_come_out(unpack):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("e/", b"")
        file.writestr("x/y/", b"")
    folder = unpack(out.getvalue(), "a.zip")
    assert sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*")) == ["e", "x", "x/y"]


def test_a_gzip_file_loses_its_suffix(unpack):
    assert tree(unpack(gzip.compress(b"1,2"), "data.csv.gz")) == {"data.csv": b"1,2"}


def test_a_gzip_file_of_another_name_keeps_it(unpack):
    assert tree(unpack(gzip.compress(b"1,2"), "data", "gzip")) == {"data": b"1,2"}


LINKS = [
    member("x", type=tarfile.SYMTYPE, linkname="/etc/passwd"),
    member("x", type=tarfile.SYMTYPE, linkname="a"),
    member("x", type=tarfile.LNKTYPE, linkname="/etc/passwd"),
    member("x", type=tarfile.CHRTYPE),
    member("x", type=tarfile.BLKTYPE),
    member("x", type=tarfile.FIFOTYPE),
]


@pytest.mark.parametrize("info", LINKS, ids=lambda info: f"{info.type} {info.linkname}")
def test_a_tar_with_anything_but_files_and_folders_is_refused(unpack, info):
    with pytest.raises(BadArchive, match="'x' that is no file and no folder"):
        unpack(tar_of((member("a"), b"a"), (info, b"")), "a.tar")


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFDIR, stat.S_IFCHR])
def test_a_zip_with_anything_but_files_and_folders_is_refused(unpack, kind):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        info = zipfile.ZipInfo("x")
        info.external_attr = (kind | 0o777) << 16
        file.writestr(info, "/etc/passwd")
    with pytest.raises(BadArchive, match="'x' that is no file and no folder"):
        unpack(out.getvalue(), "a.zip")


@pytest.mark.parametrize("name", ["../x", "/tmp/x", "a/../../x", "a\\x", "C:x", "."])
@pytest.mark.parametrize("kind", ["zip", "tar"])
def test_a_name_that_leads_out_is_refused(unpack, name, kind, tmp_path):
    content = zip_of({name: b"x"}) if kind == "zip" else tar_of((member(name), b"x"))
    with pytest.raises(BadArchive, match="cannot unpack"):
        unpack(content, f"a.{kind}")
    assert tree(tmp_path / "out") == {}
    assert sorted(p.name for p in tmp_path.iterdir()) == [f"a.{kind}", "out"]


def test_a_name_with_a_nul_is_refused_not_cut(unpack):
    content = zip_of({"aXb": b"x"}).replace(b"aXb", b"a\0b")
    with pytest.raises(BadArchive, match="control character"):
        unpack(content, "a.zip")


def test_an_encrypted_zip_is_refused(unpack):
    content = bytearray(zip_of({"a": b"x"}, zipfile.ZIP_STORED))
    content[6] |= 1
    content[content.index(b"PK\1\2") + 8] |= 1
    with pytest.raises(BadArchive, match="encrypted"):
        unpack(bytes(content), "a.zip")


@pytest.fixture
def small(monkeypatch):
    monkeypatch.setattr(archive_policy, "ALLOWANCE", 1 << 20)


@pytest.mark.parametrize("name", ["a.zip", "a.tar.gz", "a.tar.bz2", "a.gz"])
def test_a_bomb_is_refused_before_it_is_large(unpack, small, tmp_path, name):
    zeros = bytes(32 << 20)
    content = {
        "a.zip": lambda: zip_of({"z": zeros}),
        "a.tar.gz": lambda: tar_of((member("z"), zeros), mode="w:gz"),
        "a.tar.bz2": lambda: tar_of((member("z"), zeros), mode="w:bz2"),
        "a.gz": lambda: gzip.compress(zeros),
    }[name]()
    with pytest.raises(BadArchive, match="unpacks to more"):
        unpack(content, name)
    assert sum(map(len, tree(tmp_path / "out").values())) <= 16 << 20


def test_a_tar_with_an_endless_header_is_refused(unpack):
    info = member("x" * 90, type=tarfile.XHDTYPE)
    info.size = (8 << 30) - 1
    header = info.tobuf(tarfile.USTAR_FORMAT)
    with pytest.raises(BadArchive, match="header that is too long"):
        unpack(gzip.compress(header + bytes(1 << 20)), "a.tgz")


def test_a_tar_that_skips_far_ahead_is_refused(unpack, small):
    # Two folders that claim to have content: it is passed over, which costs decompression.
    info = member("d", type=b"9")
    info.size = 1 << 40
    with pytest.raises(BadArchive):
        unpack(gzip.compress(info.tobuf() + bytes(1 << 20)), "a.tgz")
    bounded = archives._Bounded(io.BytesIO(), 10)
    with pytest.raises(BadArchive, match="more than its size allows"):
        bounded.seek(21)


def test_zeros_behind_the_end_of_a_tar_are_counted(unpack, small):
    content = tar_of((member("a"), b"x")) + bytes(8 << 20)
    with pytest.raises(BadArchive, match="unpacks to more"):
        unpack(gzip.compress(content), "a.tgz")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.zip", b"no zip"),
        ("a.tar", b"no tar" * 1000),
        ("a.tar", b""),
        ("a.tgz", b"\x1f\x8bno gzip"),
        ("a.tar.xz", lzma.compress(tar_tree())[:-20]),
        ("a.tar.bz2", bz2.compress(tar_tree())[:40] + b"x" * 40),
        ("a.gz", gzip.compress(b"data" * 100)[:-1]),
        ("a.gz", b"no gzip"),
        ("a.tar", tar_tree()[:1024]),
        ("a.tgz", tar_tree("w:gz")[:-6]),
    ],
)
def test_a_damaged_or_cut_archive_is_refused(unpack, name, content):
    with pytest.raises(BadArchive, match=r"cannot unpack .*: it is damaged"):
        unpack(content, name)


def test_a_damaged_header_in_the_middle_is_not_taken_for_the_end(unpack):
    content = bytearray(tar_of((member("a"), b"x"), (member("b"), b"y")))
    content[1024] ^= 1
    with pytest.raises(BadArchive, match="damaged or cut off"):
        unpack(bytes(content), "a.tar")


def test_what_the_disk_fails_on_is_not_blamed_on_the_archive(tmp_path):
    (tmp_path / "a.zip").write_bytes(zip_of(TREE))
    with pytest.raises(FileNotFoundError):
        archives.unpack(str(tmp_path / "a.zip"), str(tmp_path / "nowhere"), "zip")


NAMES = st.text(alphabet="ab./\\\0:A ", min_size=1, max_size=9)
KINDS = st.sampled_from(
    [tarfile.REGTYPE, tarfile.DIRTYPE, tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.GNUTYPE_LONGNAME]
)


def hostile_zip(names):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, kind in names:
            info = zipfile.ZipInfo("x")
            info.filename = name.replace("\0", "_")
            info.external_attr = (stat.S_IFLNK if kind == tarfile.SYMTYPE else 0) << 16
            file.writestr(info, b"content")
    return out.getvalue()


def hostile_tar(names):
    members = [(member(name, type=kind, linkname="../../x"), b"content") for name, kind in names]
    return tar_of(*members, mode="w:gz")


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    names=st.lists(st.tuples(NAMES, KINDS), max_size=5, unique=True),
    is_zip=st.booleans(),
    flip=st.none() | st.integers(0, 1 << 30),
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_nothing_of_a_hostile_archive_is_ever_outside_or_a_link(
    tmp_path_factory, names, is_zip, flip
):
    root = tmp_path_factory.mktemp("hostile")
    content = bytearray(hostile_zip(names) if is_zip else hostile_tar(names))
    if flip is not None:
        for _ in range(random.Random(flip).randint(1, 4)):
            content[flip % len(content)] ^= 1 << (flip % 8)
            flip = flip * 31 + 7
    archive, out = root / "archive", root / "out"
    archive.write_bytes(content)
    out.mkdir()
    with suppress(BadArchive):
        archives.unpack(str(archive), str(out), "zip" if is_zip else "tar")
    assert sorted(path.name for path in root.iterdir()) == ["archive", "out"]
    for path in out.rglob("*"):
        assert path.is_dir() or path.is_file()
        assert not path.is_symlink()
