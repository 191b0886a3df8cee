"""Reports of runs: what they say, what they escape and what they withhold."""

import csv

import pytest
from shelves import names_in

from guild_jupyter.errors import ArchiveError
from guild_jupyter.exchange.publishing import Wishes, publish
from guild_jupyter.scalars.events import EventWriter

FILES = ["README.md", "flags.yml", "output.txt", "run.yml", "runfiles.csv"]
FILES += ["scalars.csv", "sourcecode", "sourcecode.csv"]


@pytest.fixture
def place(tmp_path):
    return tmp_path / "reports"


def a_run(shelf, **attributes):
    manifest = "s train.py abc train.py\nd data.csv abc x\n"
    files = {
        "train.py": "print(1)\n",
        "data.csv": "1,2\n",
        "model.bin": "m",
        "sub/__pycache__/x.pyc": "c",
        ".guild/manifest": manifest,
        ".guild/output": "loss: 1\n```\ndone\n",
    }
    run = shelf.run(files, cmd=["python", "-m", "train"], **attributes)
    with EventWriter(run.dir / ".guild") as writer:
        writer.add("loss", 2.0, 1, 1.0)
        writer.add("loss", 1.0, 2, 1.0)
    return run


def test_a_report_has_everything_of_a_run(shelf, place):
    run = a_run(shelf)
    done = shelf.guild.runs().publish(place)
    assert repr(done) == f"published 1 run to {place}"
    assert names_in(place) == [".guild-nocopy", run.id, "README.md"]
    assert names_in(place / run.id) == FILES
    assert names_in(place / run.id / "sourcecode") == ["train.py"]
    assert (place / run.id / "flags.yml").read_text() == "lr: 0.1\n"
    assert (
        (place / run.id / "run.yml").read_text().startswith(f"id: '{run.id}'\noperation: train\n")
    )
    (head, row) = csv.reader((place / run.id / "scalars.csv").read_text().splitlines())
    assert dict(zip(head, row, strict=True))["min_val"] == "1.0"
    rows = list(csv.reader((place / run.id / "runfiles.csv").read_text().splitlines()))
    assert [row[0] for row in rows] == ["path", "data.csv", "model.bin"]
    page = (place / run.id / "README.md").read_text()
    assert "[train.py](sourcecode/train.py)" in page
    assert "````\nloss: 1\n```\ndone\n````" in page


def test_files_of_the_run_are_copied_where_that_is_wished(shelf, place):
    run = a_run(shelf)
    (run.dir / "out").symlink_to("model.bin")
    publish(shelf.guild.runs(), place, Wishes(all_files=True, md5=False))
    assert names_in(place / run.id / "runfiles") == ["data.csv", "model.bin"]
    assert "[model.bin](runfiles/model.bin)" in (place / run.id / "README.md").read_text()
    assert (place / run.id / "runfiles.csv").read_text().splitlines()[1].endswith(",")


def test_what_links_lead_to_is_copied_where_that_is_wished(shelf, place, tmp_path):
    run = a_run(shelf)
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "data").write_text("d")
    (run.dir / "dir").symlink_to(tmp_path / "outside")
    (run.dir / "file").symlink_to(tmp_path / "outside" / "data")
    (run.dir / "none").symlink_to(tmp_path / "none")
    done = publish(shelf.guild.runs(), place, Wishes(with_links=True))
    copied = names_in(place / run.id / "runfiles")
    assert copied == ["data.csv", "dir", "file", "model.bin"]
    assert (place / run.id / "runfiles" / "dir" / "data").read_text() == "d"
    assert len(done.notes) == 1
    assert "it leads nowhere" in done.notes[0]


def test_what_a_run_says_is_no_markup(shelf, place):
    run = a_run(shelf, label="<b> | [x](y) `c` *d*\n# e", flags={"a|b": "<script>"})
    shelf.guild.publish(shelf.guild.runs(), place)
    page = (place / run.id / "README.md").read_text()
    assert r"&lt;b&gt; \| \[x\](y) \`c\` \*d\* \# e" in page
    assert "<script>" not in page
    assert r"| a\|b |" in page
    assert r"&lt;b&gt; \|" in (place / "README.md").read_text()


def test_credentials_are_in_no_file_of_a_report(shelf, place):
    secret = "ghp_" + "a1B2c3D4e5F6" * 3
    run = a_run(shelf, label=f"with {secret}", flags={"password": "hunter2hunter2"})
    (run.dir / ".guild" / "output").write_text(f"token={secret}\n")
    (run.dir / ".guild" / "attrs" / "cmd").write_text(f"[x, --password, hunter2hunter2, {secret}]")
    shelf.guild.publish(shelf.guild.runs(), place)
    for path in place.rglob("*"):
        if path.is_file():
            assert secret not in path.read_text()
            assert "hunter2hunter2" not in path.read_text()


def test_batches_are_left_out_unless_they_are_wished(shelf, place):
    (shelf.run().dir / ".guild" / "proto").mkdir()
    assert shelf.guild.publish(shelf.guild.runs(), place).done == []
    assert len(publish(shelf.guild.runs(), place, Wishes(include_batch=True)).done) == 1


def test_a_report_is_replaced_and_others_stay_listed(shelf, place):
    first, second = shelf.run(label="first"), shelf.run(label="second")
    shelf.guild.publish(shelf.guild.runs(), place)
    (place / first.id / "old").write_text("o")
    (first.dir / ".guild" / "attrs" / "label").write_text("third")
    shelf.guild.publish(shelf.guild.runs()[1:], place)
    assert "old" not in names_in(place / first.id)
    page = (place / "README.md").read_text()
    assert "third" in page
    assert "second" in page
    assert "first" not in page
    assert names_in(place) == [".guild-nocopy", first.id, second.id, "README.md"]
    (place / second.id / "run.yml").write_text("{")
    (place / first.id / "run.yml").write_text("[1]")
    assert shelf.guild.publish_index(place) == 2


def test_what_is_no_report_is_not_replaced(shelf, place, tmp_path):
    run = shelf.run()
    with pytest.raises(ArchiveError, match="is no report of a run"):
        shelf.guild.publish(shelf.guild.runs(), shelf.home / "runs")
    place.mkdir()
    (place / "README.md").write_text("# My project\n")
    with pytest.raises(ArchiveError, match=r"has a README.md of its own"):
        shelf.guild.publish(shelf.guild.runs(), place)
    assert names_in(place) == ["README.md"]
    (tmp_path / "file").write_text("f")
    with pytest.raises(ArchiveError, match="cannot be published to"):
        shelf.guild.publish(shelf.guild.runs(), tmp_path / "file")
    assert shelf.runs() == [run.id]


def test_a_run_that_says_little_has_a_report_too(shelf, place):
    run = shelf.run(started=None, stopped=10**30, exit_status=None, flags=None, label=None)
    shelf.guild.publish(shelf.guild.runs(), place)
    said = (place / run.id / "run.yml").read_text()
    assert "exit_status: ''" in said
    assert "There are none for this run." in (place / run.id / "README.md").read_text()
