"""Makes Guild homes of many runs, as Guild itself leaves them: attributes, events and output."""

import random

from guild_jupyter.documents import dump
from guild_jupyter.runstore.opref import OpRef, write
from guild_jupyter.scalars.events import EventWriter

OPERATIONS = ("train", "evaluate", "prepare")
TAGS = ("loss", "acc", "val/loss", "val/acc", "lr")
BEGIN = 1_700_000_000_000_000
GUILD_FILE = "".join(f"{name}:\n  main: noop\n" for name in OPERATIONS)


def make(home, count, steps=20, seed=1):
    """Make a home of runs, each with ten flags and five series; and the project of these."""
    chance = random.Random(seed)
    project = home / "project"
    project.mkdir(parents=True)
    (home / "cache").mkdir()
    (project / "guild.yml").write_text(GUILD_FILE)
    (project / "noop.py").touch()
    for number in range(count):
        _make_run(home, project, number, steps, chance)


def _make_run(home, project, number, steps, chance):
    name = f"{chance.getrandbits(128):032x}"
    guild = home / "runs" / name / ".guild"
    (guild / "attrs").mkdir(parents=True)
    started = BEGIN + number * 60_000_000
    flags = {
        "batch_size": chance.choice([16, 32, 64]),
        "data": f"data/part-{chance.randrange(8)}.csv",
        "dropout": round(chance.random(), 3),
        "epochs": chance.choice([5, 10, 50]),
        "lr": chance.choice([0.1, 0.01, 0.001]),
        "momentum": round(chance.random(), 4),
        "nesterov": chance.random() < 0.5,
        "optimizer": chance.choice(["adam", "sgd"]),
        "seed": chance.getrandbits(31),
        "warmup": chance.randrange(1000),
    }
    values = {
        "id": name,
        "initialized": started - 900_000,
        "started": started,
        "stopped": started + chance.randrange(10**9),
        "exit_status": chance.choice([0, 0, 0, 0, 1, -15]),
        "label": f"trial {number}" if number % 3 else _default_label(flags),
        "flags": flags,
        "user_flags": {"lr": flags["lr"]},
        "sourcecode_digest": f"{chance.getrandbits(128):032x}",
        "cmd": ["python", "-um", "guild.op_main", "train"],
        "env": {f"VARIABLE_{n}": str(n) for n in range(20)},
        "host": "bench-host",
        "user": "bench",
        "plugins": ["cpu", "disk", "memory"],
        "random_seed": flags["seed"],
        "deps": {},
    }
    if number % 4 == 0:
        values["tags"] = ["baseline", "debug"]
    for attribute, value in values.items():
        (guild / "attrs" / attribute).write_text(dump(value))
    ref = OpRef("guildfile", str(project / "guild.yml"), "0" * 32, "", chance.choice(OPERATIONS))
    (guild / "opref").write_text(write(ref))
    with EventWriter(guild) as writer:
        for step in range(steps):
            for tag in TAGS:
                writer.add(tag, chance.random(), step, started / 1e6 + step)


def _default_label(flags):
    shown = {True: "yes", False: "no"}
    return " ".join(
        f"{name}={shown.get(value, value) if isinstance(value, bool) else value}"
        for name, value in sorted(flags.items())
    )
