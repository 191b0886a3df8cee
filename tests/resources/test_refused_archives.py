"""An archive that a server gave and that is of no use is nowhere afterwards."""

import io
import tarfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext

import pytest

from guild_jupyter.errors import ResourceError
from guild_jupyter.resources.gathering import gather
from guild_jupyter.resources.plan import PlannedSource
from guild_jupyter.resources.source_types import Origin, Site


def op(source):
    return f"op: {{main: x, requires: [{source}]}}"


def tar_of(name):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as file:
        file.addfile(tarfile.TarInfo(name))
    return out.getvalue()


def cached(world):
    return list((world.home / "cache" / "resources").iterdir())


@pytest.mark.parametrize("content", [tar_of("../evil"), tar_of("fine")[:40], b"<html>"])
@pytest.mark.parametrize("options", ["", ", target-type: link", ", type: zip", ", optional: yes"])
def test_it_is_fetched_again_by_the_next_run(world, server, content, options):
    url = server.serve("/x.tgz", content)
    with nullcontext() if "optional" in options else pytest.raises(SystemExit):
        world.prepare(op(f"{{url: '{url}'{options}}}"))
    assert cached(world) == []
    server.serve("/x.tgz", tar_of("fine"))
    assert (world.prepare(op(f"url: '{url}'")) / "fine").exists()


def test_an_archive_of_the_project_stays_where_it_is(world):
    path = world.file("x.tgz", tar_of("../evil"))
    with pytest.raises(SystemExit):
        world.prepare(op("file: x.tgz"))
    assert path.exists()


def test_several_runs_that_refuse_it_at_once_all_say_why(world, server):
    url = server.serve("/x.tgz", tar_of("../evil"))
    runs = [world.ordered(world.plan(op(f"url: '{url}'"))) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        ended = list(pool.map(world.prepare_as_program, runs))
    for done in ended:
        assert done.returncode == 1
        assert "leads out" in done.stderr or "another run has removed" in done.stderr
    assert cached(world) == []


def test_what_another_run_removed_meanwhile_is_said(tmp_path):
    gone = str(tmp_path / "x.tgz")
    source = PlannedSource("url", "http://h/x.tgz", "http://h/x.tgz", "s")
    site = Site(str(tmp_path), str(tmp_path), "", [], print, 1)
    with pytest.raises(ResourceError, match="another run has removed") as caught:
        gather(source, Origin(gone, is_shared=True), site, str(tmp_path))
    assert caught.value.hint == "Run it again: it is fetched anew."
    with pytest.raises(FileNotFoundError):
        gather(source, Origin(gone), site, str(tmp_path))
