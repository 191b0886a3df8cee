"""Archives that somebody made with bad intent, or that broke on the way."""

import random
import stat
import struct
import zipfile

RUN = "0123456789abcdef0123456789abcdef"
OTHER = "f" * 32
_EVIL = [
    "../evil",
    f"{RUN}/../../evil",
    "/evil",
    f"{RUN}/../evil",
    f"{RUN}\\..\\..\\evil",
    "C:/evil",
    f"{RUN}/a\0b",
    f"{RUN}/a ",
    f"{RUN}/a.",
    f"{RUN}/A",
    f"{RUN}/{'x' * 300}",
    f"{RUN}/.GUILD/opref",
    f"{RUN}/a\nb",
    f"{RUN}/.guild/attrs",
    f"{RUN}/link/evil",
    f"{RUN}/.guild/opref/x",
]
_TARGETS = [
    "/etc/passwd",
    "../../../../etc/passwd",
    "../../evil",
    "..",
    "../",
    ".",
    f"../{OTHER}",
    f"../{OTHER}/../../evil",
    "a/../../..",
    "x" * 5000,
    "",
]
_KINDS = [stat.S_IFLNK, stat.S_IFLNK, stat.S_IFREG, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFDIR, 0]


def add(file, name, content=b"x", mode=stat.S_IFREG | 0o644, kind=zipfile.ZIP_DEFLATED):
    """Add a member with whatever name and mode."""
    info = zipfile.ZipInfo("x")
    info.filename = name
    info.external_attr = mode << 16
    info.create_system = 3
    info.compress_type = kind
    file.NameToInfo.pop(name, None)  # that it comes twice is meant
    file.writestr(info, content)
    info.external_attr = mode << 16  # none at all becomes some


def plain(path, run_id=RUN):
    """Write an archive of one run with nothing bad in it."""
    with zipfile.ZipFile(path, "w") as file:
        add_run(file, run_id)


def add_run(file, run_id=RUN):
    add(file, f"{run_id}/.guild/opref", b"guildfile:/p/guild.yml 0 '' train")
    add(file, f"{run_id}/.guild/attrs/exit_status", b"0")
    add(file, f"{run_id}/.guild/attrs/started", b"1000000")
    add(file, f"{run_id}/a", b"content")


def generated(path, seed):
    """Write one of very many hostile archives."""
    draw = random.Random(seed)
    with zipfile.ZipFile(path, "w") as file:
        add_run(file)
        for _ in range(draw.randint(1, 4)):
            kind = draw.choice(_KINDS)
            name = draw.choice(_EVIL) if draw.random() < 0.5 else f"{RUN}/{draw.choice('abcdl')}"
            name = draw.choice([name, f"{RUN}/link", f"{RUN}/.guild/attrs/label"])
            is_link = kind == stat.S_IFLNK
            content = draw.choice(_TARGETS).encode() if is_link else bytes(draw.randint(0, 99))
            add(file, name + "/" * (kind == stat.S_IFDIR), content, kind | draw.randint(0, 0o7777))
    if draw.random() < 0.15:
        damage(path, draw)


def damage(path, draw):
    """Turn some bits, or cut the end off."""
    data = bytearray(path.read_bytes())
    if draw.random() < 0.3:
        del data[draw.randrange(len(data)) :]
    else:
        for _ in range(draw.randint(1, 8)):
            data[draw.randrange(len(data))] ^= 1 << draw.randrange(8)
    path.write_bytes(data)


def encrypted(path):
    """Write an archive that says it is encrypted."""
    plain(path)
    data = bytearray(path.read_bytes())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.find(mark)
        while start >= 0:
            flags = struct.unpack_from("<H", data, start + place)[0]
            struct.pack_into("<H", data, start + place, flags | 1)
            start = data.find(mark, start + 4)
    path.write_bytes(data)
