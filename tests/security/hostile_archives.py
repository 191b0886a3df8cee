"""Archives and paths of bad intent, made by chance from a seed."""

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile

PIECES = [
    *("..", ".", "", "a", "b", "A", "canary", "file", "inside", "link", "out", " ", "...", "~"),
    *("C:", "c:", "\\", "..\\", "\\\\host\\share", "nul", "CON", "aux.txt", "x:y", "a.", "a "),
    *("\0", "a\0b", "\n", "\x7f", "\x1b[2J", "é", "e\u0301", "straße", "STRASSE", "ﬁ", "\u202e"),
    *("%2e%2e", "%2f", "．．", "‥", "\u2024\u2024", "\udcff", "\ud800", "😀", ".guild", "attrs"),
    *("x" * 255, "x" * 256, "é" * 128, "-rf", "*", "$(id)", "`id`", "|id"),
]
FIRSTS = ["", "", "", "", "/", "//", "./", "../", "../../", "C:/", "\\", "/tmp/", "~/"]


def path(chance, root=""):
    """Return a path that may lead anywhere, to the canaries beside a folder too."""
    kind = chance.random()
    if root and kind < 0.15:
        return chance.choice(
            [
                "../canary/file",
                f"{root}/canary/file",
                "a/../../canary/file",
                "../out/../canary/new",
                f"/{root}/canary/inside/new",
                "link/file",
                "..\\canary\\file",
                "./.././canary/file",
                "../out-sibling",
            ]
        )
    if kind < 0.5:
        return "/".join(chance.choices("abAB", k=chance.randint(1, 3)))
    pieces = chance.choices(PIECES, k=chance.randint(1, 5))
    text = chance.choice(FIRSTS) + "/".join(pieces) + chance.choice(["", "", "", "/", "/.", "/.."])
    if chance.random() < 0.02:
        text = text[:1] * chance.choice([1000, 5000]) + text
    return text


def _content(chance):
    size = chance.choice([0, 1, 10, 700, 5000])
    if chance.random() < 0.02:
        return bytes(3 << 20)  # shrinks to nothing
    return chance.randbytes(size)


def _encoded(name):
    return name.encode("utf-8", "surrogateescape" if "\ud800" not in name else "surrogatepass")


def zip_file(chance, root):
    """Return a zip that is written byte by byte, for no library would write it."""
    body, central = io.BytesIO(), io.BytesIO()
    body.write(chance.choice([b"", b"", b"", b"#!/bin/sh\n", b"PK\3\4"]))
    count = chance.randint(0, 6)
    offset = 0
    for _ in range(count):
        name = _encoded(path(chance, root))[: chance.choice([65535, 65535, 300])]
        other = _encoded(path(chance, root)) if chance.random() < 0.05 else name
        content = _content(chance)
        method = chance.choice([0, 8, 8, 8, 12, 14, 99])
        packed = _packed(content, method)
        flags = chance.choice([0x800, 0x800, 0x800, 0, 8, 0x808, 1, 0x2000, 0x40])
        if chance.random() > 0.2:
            flags &= 0x808
        crc = zipfile.crc32(content)
        mode = chance.choice([0o100644] * 8 + [0o120777, 0o40755, 0o20666, 0o10644, 0o140644, 0])
        sizes = [len(packed), len(content)]
        if chance.random() < 0.1:
            sizes[chance.randint(0, 1)] = chance.choice([0, 1, 0xFFFFFFFF, 0xFFFFFFFE, 5000])
        extra = _extra(chance, len(content))
        if chance.random() > 0.05 or not offset:
            offset = body.tell()  # else two members in one place
        described = bool(flags & 8)
        local = [0, 0, 0] if described else [crc, *sizes]
        header = (20, flags, method, 0, 0, *local, len(other), len(extra))
        body.write(b"PK\3\4" + struct.pack("<HHHHHLLLHH", *header) + other + extra + packed)
        if described and chance.random() < 0.8:
            body.write(chance.choice([b"PK\7\x08", b""]) + struct.pack("<LLL", crc, *sizes))
        central.write(
            b"PK\1\2"
            + struct.pack(
                "<BBHHHHHLLLHHHHHLL",
                *(20, chance.choice([3, 3, 0, 19]), 20, flags, method, 0, 0, crc, *sizes),
                *(len(name), len(extra), 0, 0, 0, (mode << 16) | 0x10 * (chance.random() < 0.1)),
                min(offset, 0xFFFFFFFF),
            )
            + name
            + extra
        )
    start = body.tell()
    said = chance.choice([count, count, count, count, 0, 65535, count + 1])
    end = struct.pack("<HHHHLLH", 0, 0, said, said, len(central.getvalue()), start, 0)
    content = body.getvalue() + central.getvalue()
    if chance.random() < 0.05:
        record = (44, 45, 45, 0, 0, said, said, len(central.getvalue()), start)
        content += b"PK\6\6" + struct.pack("<QHHLLQQQQ", *record)
        content += b"PK\6\7" + struct.pack("<LQL", 0, chance.choice([len(content), 0]), 1)
    return content + b"PK\5\6" + end


def _packed(content, method):
    if method == 8:
        import zlib

        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        return packer.compress(content) + packer.flush()
    if method == 12:
        return bz2.compress(content)
    return content


def _extra(chance, size):
    if chance.random() < 0.9:
        return b""
    return chance.choice(
        [
            struct.pack("<HHQQ", 1, 16, size, size),
            struct.pack("<HHQ", 1, 8, 1 << 60),
            struct.pack("<HH", 1, 60000),
            struct.pack("<HHBL", 0x7075, 14, 1, 0) + b"../canary",
            b"\1",
        ]
    )


TYPES = [
    *[tarfile.REGTYPE] * 12,
    *(tarfile.DIRTYPE, tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE),
    *(tarfile.FIFOTYPE, tarfile.CONTTYPE, tarfile.GNUTYPE_SPARSE, tarfile.AREGTYPE),
    *(tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK, tarfile.XHDTYPE, tarfile.XGLTYPE),
    *(tarfile.SOLARIS_XHDTYPE, b"9", b"D", b"M", b"\x80"),
]


def tar_file(chance, root):
    """Return a tar with members of every type, plain or compressed."""
    out = io.BytesIO()
    format_ = chance.choice([tarfile.PAX_FORMAT, tarfile.GNU_FORMAT, tarfile.USTAR_FORMAT])
    with tarfile.open(fileobj=out, mode="w", format=format_, errors="surrogateescape") as file:
        for _ in range(chance.randint(0, 6)):
            info = tarfile.TarInfo(path(chance, root))
            info.type = chance.choice(TYPES)
            info.linkname = path(chance, root)
            info.mode = chance.choice([0o644, 0o755, 0o4777, 0o7777, 0])
            content = _content(chance)
            info.size = len(content)
            if chance.random() < 0.15:
                info.pax_headers = _pax(chance, root)
            try:
                header = info.tobuf(format_, "utf-8", "surrogateescape")
            except (ValueError, UnicodeError):
                continue
            if chance.random() < 0.03:
                header = _resized(header, chance)
            file.fileobj.write(header + content + bytes(-len(content) % 512))
            file.offset = file.fileobj.tell()
    packer = chance.choice([bytes, bytes, lambda b: gzip.compress(b, 1), bz2.compress, _xz])
    return packer(out.getvalue())


def _xz(content):
    return lzma.compress(content, preset=0)


def _pax(chance, root):
    text = path(chance, root).encode("utf-8", "replace").decode()
    return dict(
        chance.choice(
            [
                {"path": text},
                {"linkpath": text},
                {"size": chance.choice(["-1", "99999999999", "x", "5"])},
                {"GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.name": text},
                {"GNU.sparse.map": "0,10,99999999999,1", "GNU.sparse.size": "99999999999999"},
                {"GNU.sparse.realsize": str(1 << 62), "GNU.sparse.major": "1"},
                {"hdrcharset": "BINARY", "path": text},
            ]
        )
    )


def _resized(header, chance):
    last = bytearray(header[-512:])
    last[124:136] = chance.choice(
        [
            b"77777777777\0",
            b"-0000000001\0",
            b"\x80" + b"\xff" * 11,
            b"\xff" * 12,
            b"garbage\0\0\0\0\0",
        ]
    )
    last[148:156] = b" " * 8
    last[148:156] = b"%06o\0 " % sum(last)
    return header[:-512] + bytes(last)


def gzip_file(chance, root):
    """Return a gzip file of one or more parts, whose header may name another file."""
    out = io.BytesIO()
    for _ in range(chance.randint(1, 3)):
        name = path(chance, root).encode("utf-8", "replace").replace(b"\0", b"")
        with gzip.GzipFile(filename="", fileobj=out, mode="wb", compresslevel=1) as file:
            file.write(_content(chance))
        if chance.random() < 0.5:
            content = bytearray(out.getvalue())
            content[3] |= 8
            out = io.BytesIO(bytes(content[:10]) + name + b"\0" + bytes(content[10:]))
            out.seek(0, io.SEEK_END)
    return out.getvalue()


MAKERS = {"zip": zip_file, "tar": tar_file, "gzip": gzip_file}


def archive(chance, root):
    """Return a kind and the bytes of an archive; some are damaged, cut off or within another."""
    kind = chance.choice(["zip", "zip", "zip", "tar", "tar", "tar", "gzip"])
    content = MAKERS[kind](chance, root)
    turn = chance.random()
    if turn < 0.15 and content:
        content = bytearray(content)
        for _ in range(chance.randint(1, 8)):
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        content = bytes(content)
    elif turn < 0.22:
        content = content[: chance.randint(0, len(content))]
    elif turn < 0.26:
        content = chance.randbytes(chance.randint(0, 600)) + content
    elif turn < 0.30:
        content = content + content
    elif turn < 0.33:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as file:
            file.writestr("inner.zip", content)
        kind, content = "zip", out.getvalue()
    elif turn < 0.36:
        kind = chance.choice([*MAKERS])
    return kind, content
