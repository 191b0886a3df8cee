"""Whatever a Guild file holds, reading it gives a project or an error that says the file."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

WORKER = Path(__file__).parent / "fuzz_worker.py"
SEED = "2024"
MOST_MEMORY = 200  # MiB


def start(folder, first, count):
    folder.mkdir()
    words = [sys.executable, WORKER, folder, SEED, str(first), str(count)]
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def result(process, folder):
    output, errors = process.communicate()
    # a reader that ends its process leaves the file behind that did it
    assert process.returncode == 0, (errors, (folder / "guild.yml").read_bytes())
    return json.loads(output)


def read_all(tmp_path, count, processes):
    share = count // processes
    folders = [tmp_path / str(number) for number in range(processes)]
    started = [start(folder, n * share, share) for n, folder in enumerate(folders)]
    return [result(process, folder) for process, folder in zip(started, folders, strict=True)]


def check(results, count):
    assert [result["crashes"] for result in results if result["crashes"]] == []
    assert sum(result["read"] + result["refused"] for result in results) == count
    assert min(result["read"] for result in results) > count // 20
    assert min(result["refused"] for result in results) > count // 20
    assert max(result["memory"] for result in results) <= MOST_MEMORY


def test_some_mutated_guild_files_are_read_or_refused(tmp_path):
    check(read_all(tmp_path, 300, 1), 300)


@pytest.mark.slow
def test_ten_thousand_mutated_guild_files_are_read_or_refused(tmp_path):
    check(read_all(tmp_path, 10_000, 2), 10_000)
