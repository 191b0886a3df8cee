from guild_jupyter.runstore.run import Run
from guild_jupyter.runstore.store import list_runs


def act(server, run, action, value=None):
    return server.post(
        "actions", {"action": action, "runs": [run.id], "value": value}, "api_action"
    )


def test_a_label_is_written_and_undone_by_what_the_answer_says(server, home):
    run = home.run(label="before")
    done = act(server, run, "label", "after")
    assert run.label == "after"
    server.post("actions", done["undo"], "api_action")
    assert run.label == "before"


def test_a_run_is_deleted_and_had_back(server, home):
    run = home.run()
    done = act(server, run, "delete")
    assert not run.dir.exists()
    server.post("actions", done["undo"], "api_action")
    assert run.dir.exists()


def test_a_deleted_run_is_purged_and_another_is_not(server, home):
    run = home.run()
    refusal = server.refused("actions", 400, "POST", {"action": "purge", "runs": [run.id]})
    assert "not in the trash" in refusal["message"]
    act(server, run, "delete")
    done = act(server, run, "purge")
    assert done["said"].endswith("for good")
    assert "undo" not in done
    assert len(list_runs(home.home, deleted=True)) == 0


def test_tags_comments_and_marks_are_written(server, home):
    run = home.run()
    act(server, run, "tag", {"add": ["good"]})
    act(server, run, "comment", "as hoped")
    act(server, run, "mark", True)
    known = Run(run.dir)
    assert (known.tags, known.comments[0].body, known.marked) == (["good"], "as hoped", True)


def test_what_does_not_fit_is_refused_with_its_place(server, home):
    run = home.run()
    refused = server.refused("actions", 400, "POST", {"action": "explode", "runs": [run.id]})
    assert refused["message"].startswith("the body does not fit: action:")
    assert server.refused("actions", 400, "POST", {"action": "label"})["message"]
    gone = {"action": "mark", "runs": ["0"]}
    assert "no run" in server.refused("actions", 404, "POST", gone)["message"]


def test_a_run_that_is_named_twice_is_meant_once(server, home):
    run = home.run()
    body = {"action": "delete", "runs": [run.id, run.id]}
    done = server.post("actions", body, "api_action")
    assert done["said"] == f"deleted op {run.short_id}"
    assert done["undo"]["runs"] == [run.id]
