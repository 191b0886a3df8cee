import os

import pytest

from guild_jupyter.errors import GuildError
from guild_jupyter.presenting import acting
from guild_jupyter.runstore.run import Run

KEY = "-----BEGIN RSA PRIVATE KEY-----\nMIIabc\n-----END RSA PRIVATE KEY-----\n"


@pytest.fixture
def ask(store):
    find = acting.of_home(store.home)

    def asked(question, **wanted):
        message = acting.answer(question, wanted, find)
        return message if message is None else message.content

    return asked


def act(ask, run, action, value=None):
    return ask("act", action=action, runs=[run.id], value=value)


def undone(ask, done):
    return ask("act", **done["undo"])


class TestWhatIsDoneToRuns:
    def test_a_question_of_another_kind_is_left_to_who_asks(self, ask):
        assert ask("hello") is None

    def test_a_label_is_written_as_it_is_and_can_be_had_back(self, ask, store):
        run = store.run(label="before")
        done = act(ask, run, "label", "<b>${x}</b>")
        assert run.label == "<b>${x}</b>"
        assert done["said"] == f"labeled train {run.short_id}"
        undone(ask, done)
        assert run.label == "before"

    def test_an_empty_label_clears_it(self, ask, store):
        run = store.run(label="before")
        assert act(ask, run, "label", "")["said"].startswith("cleared the label of")
        assert run.label == ""

    def test_a_label_with_a_credential_is_not_undone_by_what_was_shown_of_it(self, ask, store):
        run = store.run(label="password=hunter2secret")
        assert "undo" not in act(ask, run, "label", "new")

    def test_labels_of_several_runs_are_had_back_each_its_own(self, ask, store):
        runs = [store.run(label="one"), store.run(label="two")]
        done = ask("act", action="label", runs=[run.id for run in runs], value="same")
        assert done["said"] == "labeled 2 runs"
        assert [run.label for run in runs] == ["same", "same"]
        undone(ask, done)
        assert [run.label for run in runs] == ["one", "two"]

    def test_tags_are_replaced_and_had_back(self, ask, store):
        run = store.run(tags="[a, b]")
        done = act(ask, run, "tag", ["c "])
        assert run.tags == ["c"]
        undone(ask, done)
        assert run.tags == ["a", "b"]

    def test_tags_are_added_and_removed(self, ask, store):
        run = store.run(tags="[a, b]")
        act(ask, run, "tag", {"add": ["z"], "remove": ["a"]})
        assert run.tags == ["b", "z"]

    def test_a_comment_is_added_and_removed_again(self, ask, store):
        run = store.run()
        done = act(ask, run, "comment", "it learns")
        assert [one.body for one in run.comments] == ["it learns"]
        undone(ask, done)
        assert run.comments == []

    def test_a_run_is_marked_and_unmarked(self, ask, store):
        run = store.run()
        done = act(ask, run, "mark")
        assert run.marked
        undone(ask, done)
        assert not run.marked

    def test_a_run_is_deleted_restored_and_deleted_again(self, ask, store):
        run = store.run()
        done = act(ask, run, "delete")
        assert done["said"] == f"deleted train {run.short_id}"
        assert not run.dir.exists()
        back = undone(ask, done)
        assert run.dir.exists()
        undone(ask, back)
        assert not run.dir.exists()

    def test_a_run_that_goes_on_is_not_deleted(self, ask, store):
        run = store.run(exit_status=None)
        (run.dir / ".guild" / "LOCK").write_text(str(os.getpid()))
        with pytest.raises(GuildError, match="still running"):
            act(ask, run, "delete")
        assert run.dir.exists()

    def test_a_run_that_has_ended_says_so_where_it_is_stopped(self, ask, store):
        run = store.run()
        assert act(ask, run, "stop")["said"].endswith("is not running (completed)")


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ({"action": "format", "runs": ["x"]}, "no action"),
        ({"action": ["label"], "runs": ["x"]}, "no action"),
        ({"action": "label"}, "no runs are named"),
        ({"action": "label", "runs": []}, "0 runs"),
        ({"action": "label", "runs": [7]}, "no runs are named"),
        ({"action": "mark", "runs": ["../home/runs"]}, "no run"),
        ({"action": "mark", "runs": [".."]}, "no run"),
        ({"action": "mark", "runs": ["a\0b"]}, "no run"),
        ({"action": "mark", "runs": [""]}, "no run"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(ask, wanted, told):
    with pytest.raises(GuildError, match=told):
        ask("act", **wanted)


@pytest.mark.parametrize(
    ("action", "value", "told"),
    [
        ("label", 7, "a text"),
        ("label", "x" * 10_001, "too long"),
        ("label", {"each": {}}, "not every run"),
        ("tag", "a", "a list"),
        ("tag", [" "], "cannot be empty"),
        ("comment", {"remove": True}, "no number"),
        ("comment", {"remove": 1}, "no comment 1"),
        ("comment", " ", "cannot be empty"),
    ],
)
def test_values_that_make_no_sense_change_nothing(ask, store, action, value, told):
    run = store.run(label="as before")
    with pytest.raises(GuildError, match=told):
        act(ask, run, action, value)
    assert run.label == "as before"


class TestTheLog:
    def test_a_part_is_of_whole_lines(self, ask, store):
        run = store.run("".join(f"line {number}\n" for number in range(1000)))
        part = ask("log", run=run.id, offset=3003, length=20)
        assert part["text"].startswith("line ")
        assert part["text"].endswith("\n")
        assert part["offset"] <= 3003
        assert part["next"] >= 3023
        assert part["size"] == run.output_path.stat().st_size

    def test_parts_one_after_the_other_are_the_whole(self, ask, store):
        lines = "".join(f"{'ä' * (number % 90)}{number}\n" for number in range(700))
        run = store.run(lines)
        texts, at = [], 0
        while at < run.output_path.stat().st_size:
            part = ask("log", run=run.id, offset=at, length=1000)
            assert part["offset"] == at
            texts.append(part["text"])
            at = part["next"]
        assert "".join(texts) == lines

    def test_a_negative_offset_counts_from_the_end(self, ask, store):
        run = store.run("one\ntwo\nthree\n")
        assert ask("log", run=run.id, offset=-3, length=100)["text"] == "three\n"

    def test_colours_stay_and_what_was_overwritten_goes(self, ask, store):
        run = store.run("\x1b[31mred\x1b[0m\n 10%\r 20%\n\x1b]0;title\x07plain\x1b[2J\n")
        text = ask("log", run=run.id, offset=0, length=1000)["text"]
        assert text == "\x1b[31mred\x1b[0m\n 20%\nplain\n"

    def test_credentials_are_withheld(self, ask, store):
        run = store.run("api_key=sk-abcdefghijklmnopqrstuvwx12345678\n")
        assert "abcdefgh" not in ask("log", run=run.id, offset=0, length=1000)["text"]

    def test_a_key_is_withheld_in_each_of_its_lines(self, ask, store):
        run = store.run("before\n" + KEY + "after\n")
        for offset in range(len(KEY) + 13):
            text = ask("log", run=run.id, offset=offset, length=1)["text"]
            assert "MIIabc" not in text

    def test_a_line_without_an_end_is_cut_somewhere(self, ask, store):
        run = store.run("x" * 300_000)
        part = ask("log", run=run.id, offset=150_000, length=1000)
        assert part["text"] == "x" * 1000
        assert part["next"] == 151_000

    def test_no_output_is_an_empty_part(self, ask, store):
        run = store.run()
        run.output_path.unlink()
        assert ask("log", run=run.id, offset=0, length=10) == {
            "text": "",
            "offset": 0,
            "next": 0,
            "size": 0,
        }

    @pytest.mark.parametrize("offset", [None, "0", True, 1.5])
    def test_an_offset_is_a_whole_number(self, ask, store, offset):
        with pytest.raises(GuildError, match="whole number"):
            ask("log", run=store.run().id, offset=offset, length=10)


class TestFiles:
    def test_a_folder_lists_folders_first_and_numbers_as_people_count(self, ask, store):
        run = store.run()
        for name in ("f10", "f2"):
            (run.dir / name).write_text("text")
        (run.dir / "sub").mkdir()
        (run.dir / "away").symlink_to("/etc")
        os.mkfifo(run.dir / "pipe")
        found = [(one["name"], one["kind"]) for one in ask("files", run=run.id)["entries"]]
        assert found == [
            ("sub", "folder"),
            ("away", "link"),
            ("f2", "file"),
            ("f10", "file"),
            ("pipe", "other"),
        ]

    def test_a_text_is_shown_without_credentials_and_controls(self, ask, store):
        run = store.run()
        (run.dir / "a.txt").write_text("password=hunter2secret \u202e\x1b]0;t\x07ok")
        seen = ask("file", run=run.id, path="a.txt")
        assert seen["type"] == "text"
        assert "hunter2" not in seen["text"]
        assert "\u202e" not in seen["text"]
        assert seen["is_whole"]

    def test_of_a_long_text_the_beginning_is_shown(self, ask, store):
        run = store.run()
        (run.dir / "long").write_text("x" * 300_000)
        seen = ask("file", run=run.id, path="long")
        assert (len(seen["text"]), seen["is_whole"], seen["size"]) == (1 << 18, False, 300_000)

    def test_a_picture_is_told_by_its_first_bytes(self, store):
        run = store.run()
        (run.dir / "a.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 300_000)
        wanted = {"run": run.id, "path": "a.txt"}
        message = acting.answer("file", wanted, acting.of_home(store.home))
        assert (message.content["type"], message.content["mime"]) == ("picture", "image/png")
        assert message.buffers[0] == (run.dir / "a.txt").read_bytes()

    def test_too_large_a_picture_and_other_bytes_are_not_shown(self, ask, store):
        run = store.run()
        (run.dir / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * (4 << 20))
        (run.dir / "b").write_bytes(b"\0\1")
        assert ask("file", run=run.id, path="a.png")["type"] == "other"
        assert ask("file", run=run.id, path="b")["type"] == "other"

    @pytest.mark.parametrize(
        "path",
        [
            "../x",
            "/etc/passwd",
            "a/../../x",
            "out",
            "out/passwd",
            "a\0b",
            "pipe",
            "gone",
            "..",
            "loop",
        ],
    )
    def test_what_is_not_in_the_run_is_not_shown(self, ask, store, path):
        run = store.run()
        (run.dir / "out").symlink_to("/etc")
        (run.dir / "loop").symlink_to("loop")
        os.mkfifo(run.dir / "pipe")
        with pytest.raises(GuildError):
            ask("file", run=run.id, path=path)

    def test_a_folder_behind_a_link_is_not_listed(self, ask, store):
        run = store.run()
        (run.dir / "out").symlink_to("/etc")
        with pytest.raises(GuildError, match="outside of the run"):
            ask("files", run=run.id, path="out")

    def test_a_link_within_the_run_is_followed(self, ask, store):
        run = store.run()
        (run.dir / "a").write_text("text")
        (run.dir / "b").symlink_to("a")
        assert ask("file", run=run.id, path="b")["text"] == "text"

    def test_folders_are_no_files_and_files_no_folders(self, ask, store):
        run = store.run()
        (run.dir / "a").write_text("text")
        with pytest.raises(GuildError, match="is a folder"):
            ask("file", run=run.id)
        with pytest.raises(GuildError, match="is no folder"):
            ask("files", run=run.id, path="a")

    def test_a_run_that_is_gone_says_so(self, store):
        run = store.run()
        gone = Run(store.home / "runs" / "gone")
        for found in (lambda _: gone, acting.of_home(store.home)):
            with pytest.raises(GuildError, match="any more"):
                acting.answer("files", {"run": "gone"}, found)
        assert run.dir.exists()

    @pytest.mark.parametrize("wanted", [{}, {"run": 7}, {"run": "x", "path": 7}])
    def test_questions_without_a_run_or_with_no_path_are_refused(self, store, wanted):
        run = store.run()
        with pytest.raises(GuildError, match="named"):
            acting.answer("file", wanted, lambda _: run)


def test_a_run_is_purged_once_it_is_deleted(ask, store):
    run = store.run()
    with pytest.raises(GuildError, match="not in the trash"):
        act(ask, run, "purge")
    act(ask, run, "delete")
    assert act(ask, run, "purge")["said"] == f"removed train {run.short_id} for good"
    with pytest.raises(GuildError, match="no run"):
        act(ask, run, "restore")


def test_a_link_among_the_runs_is_no_run(ask, store, tmp_path):
    run = store.run()
    (store.home / "runs" / "linked").symlink_to(run.dir)
    with pytest.raises(GuildError, match="no run"):
        ask("files", run="linked")
