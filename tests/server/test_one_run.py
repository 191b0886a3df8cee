import http.client
import socket

import pytest

from guild_jupyter.scalars.events import EventWriter
from guild_jupyter.server.content import BYTES

PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)


@pytest.fixture
def run(home):
    made = home.logged({".guild#loss": [0.5, float("nan"), 0.25]}, flags={"lr": 0.1}, label="good")
    (made.dir / ".guild/output").write_text("one\ntwo\nthree\n")
    (made.dir / "model.txt").write_text("a model")
    (made.dir / "plots").mkdir()
    (made.dir / "plots/a b%.png").write_bytes(PNG)
    return made


def test_all_of_a_run_is_told(server, run):
    found = server.get(f"runs/{run.id}", "api_run")
    assert found["run"]["label"] == "good"
    assert found["flags"] == [{"name": "lr", "text": "0.1"}]
    assert {"name": "exit_status", "text": "0"} in found["facts"]
    (loss,) = found["scalars"]
    assert (loss["key"], loss["last"], loss["min"], loss["last_step"]) == ("loss", 0.25, 0.25, 3)


def test_a_run_that_is_not_there_is_refused_in_words(server, run):
    for path in ("", "/series", "/output", "/files", "/files/x"):
        assert "no run" in server.refused(f"runs/{'0' * 31}9{path}", 404)["message"]


def test_series_have_lists_without_what_is_no_number(server, run):
    (loss,) = server.get(f"runs/{run.id}/series", "api_series")["series"]
    assert loss["steps"] == [1, 2, 3]
    assert loss["values"] == [0.5, None, 0.25]
    assert loss["lows"] is None


def test_long_series_have_no_more_points_than_were_asked_for(server, run):
    with EventWriter(run.dir / ".guild") as writer:
        for step in range(1000):
            writer.add("long", step, step, 1_700_000_000.0 + step)
    found = server.get(f"runs/{run.id}/series", "api_series", keys=["long"], points=50)
    (long,) = found["series"]
    assert long["level"] == "buckets"
    assert len(long["steps"]) <= 50
    assert sum(long["counts"]) == 1000


def test_output_is_given_by_offset_in_whole_lines(server, run):
    first = server.get(f"runs/{run.id}/output", "api_output", length=2)
    assert first == {"text": "one\n", "offset": 0, "next": 4, "size": 14}
    rest = server.get(f"runs/{run.id}/output", "api_output", offset=first["next"])
    assert rest["text"] == "two\nthree\n"
    last = server.get(f"runs/{run.id}/output", "api_output", offset=-3)
    assert last["text"] == "three\n"


def test_files_are_listed_without_guilds_own(server, run):
    found = server.get(f"runs/{run.id}/files", "api_files")
    assert [(one["name"], one["kind"]) for one in found["entries"]] == [
        ("plots", "folder"),
        ("model.txt", "file"),
    ]
    inner = server.get(f"runs/{run.id}/files", "api_files", path="plots")
    assert [one["name"] for one in inner["entries"]] == ["a b%.png"]


@pytest.mark.parametrize(
    ("name", "kind"), [("plots/a%20b%25.png", "image/png"), ("model.txt", BYTES)]
)
def test_a_file_comes_as_something_to_keep(server, run, name, kind):
    found = server.get(f"runs/{run.id}/files/{name}")
    assert found.headers["Content-Type"] == kind
    assert found.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''")
    assert found.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert found.headers["X-Content-Type-Options"] == "nosniff"
    assert found.headers["Cache-Control"] == "no-store"
    assert found.data == (PNG if kind == "image/png" else b"a model")
    assert int(found.headers["Content-Length"]) == len(found.data)


def test_a_picture_with_scripts_is_bytes(server, run):
    (run.dir / "x.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")
    (run.dir / "x.html").write_text("<script>alert(1)</script>")
    for name in ("x.svg", "x.html"):
        assert server.get(f"runs/{run.id}/files/{name}").headers["Content-Type"] == BYTES


def test_a_large_file_comes_whole(server, run):
    data = bytes(range(256)) * 5000
    (run.dir / "large").write_bytes(data)
    assert server.get(f"runs/{run.id}/files/large").data == data


def test_a_folder_and_what_is_no_file_are_refused(server, run):
    assert "folder" in server.refused(f"runs/{run.id}/files/plots", 400)["message"]
    assert "cannot be read" in server.refused(f"runs/{run.id}/files/none", 400)["message"]


def test_who_has_had_enough_of_a_file_is_no_fault_of_the_server(server, run, until):
    (run.dir / "large").write_bytes(bytes(32 << 20))
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    headers = {"Authorization": f"token {server.token}"}
    path = f"{server.base}guild/api/runs/{run.id}/files/large"
    connection.request("GET", path, headers=headers)
    connection.getresponse().read(1)
    connection.sock.shutdown(socket.SHUT_RDWR)
    connection.close()
    until(lambda: any("/files/large" in line for line in server.log.lines))
    assert not [line for line in server.log.lines if "StreamClosedError" in line]
    assert not [line for line in server.log.lines if "Cannot send error" in line]


def test_a_folder_that_is_no_run_is_given_out_as_none(server, home, run, tmp_path):
    other = tmp_path / "home/runs/letters"
    other.mkdir()
    (other / "private.txt").write_text("dear diary")
    server.refused("runs/letters", 404)
    server.refused("runs/letters/files/private.txt", 404)
    server.refused("actions", 404, "POST", {"action": "delete", "runs": ["letters"]})
    assert (other / "private.txt").exists()
