import pytest

WAYS = ("started", "stopped", "seconds", "operation", "status", "label", "marked", "id")


def ids(found):
    return [one["id"] for one in found["runs"]]


def test_runs_are_listed_a_page_at_a_time_the_newest_first(server, home):
    made = [home.run(started=number * 1_000_000) for number in range(1, 6)]
    found = server.get("runs", "api_runs", offset=1, limit=2)
    assert (found["total"], found["offset"]) == (5, 1)
    assert ids(found) == [made[3].id, made[2].id]


@pytest.mark.parametrize("way", WAYS)
def test_every_order_has_a_reverse(server, home, way):
    for number in range(1, 4):
        home.run(started=number * 1_000_000, stopped=number * 3_000_000, label=f"l{number}")
    up, down = (server.get("runs", "api_runs", order=sign + way) for sign in ("", "-"))
    known = {"marked", "operation", "status"}  # the same in all
    assert ids(up) == (ids(down) if way in known else ids(down)[::-1])


def test_filters_choose_among_runs(server, home):
    home.run(label="one")
    two = home.run(label="two", exit_status=1)
    assert ids(server.get("runs", "api_runs", filter="label = two")) == [two.id]
    assert ids(server.get("runs", "api_runs", status=["error"])) == [two.id]
    found = server.get("runs", "api_runs", operation=["trian"])
    assert found["total"] == 0
    assert "trian" in found["notes"][0]


def test_what_makes_no_sense_is_refused_in_words(server, home):
    home.run()
    assert "Orders:" in server.refused("runs", 400, order="startd")["hint"]
    assert server.refused("runs", 400, filter="loss <")["message"]
    assert server.refused("runs", 400, status=["done"])["hint"]
    assert "500" in server.refused("runs", 400, limit=501)["message"]
    assert "whole number" in server.refused("runs", 400, offset="x")["message"]
    assert "true or false" in server.refused("runs", 400, deleted="perhaps")["message"]
    assert "no Guild home" in server.refused("runs", 409, home="nowhere")["message"]


def test_a_run_that_goes_on_says_how_far_it_is(server, home):
    run = home.running(epochs=4)
    (run.dir / ".guild/output").write_text("epoch 2/4\n")
    (line,) = server.get("runs", "api_runs")["runs"]
    assert line["status"]["is_live"]
    assert line["progress"] == {"what": "epoch", "done": 2, "total": 4}


def test_the_trash_is_listed_on_demand(server, home):
    run = home.run()
    run.delete()
    assert server.get("runs", "api_runs")["total"] == 0
    assert ids(server.get("runs", "api_runs", deleted="true")) == [run.id]
