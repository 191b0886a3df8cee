"""The words that choose runs."""

import pytest

from guild_jupyter.api import Guild
from guild_jupyter.documents import dump
from guild_jupyter.errors import CommandError, FilterError, NoSuchRun
from guild_jupyter.notebook import selection
from guild_jupyter.notebook.command import Parser
from guild_jupyter.notebook.session import TERMINAL, Session


@pytest.fixture
def said():
    return []


@pytest.fixture
def choose(tmp_path, said):
    home = tmp_path / "home"
    facts = {
        1: ("train", {"exit_status": 0, "label": "best", "tags": ["a"], "flags": {"lr": 0.1}}),
        2: ("m:train", {"exit_status": 1, "marked": True, "sourcecode_digest": "abc"}),
        3: ("eval", {"exit_status": -15, "comments": [{"body": "Fine"}], "flags": {"lr": 0.5}}),
    }
    for number, (spec, attributes) in facts.items():
        guild = home / "runs" / f"{number:032x}" / ".guild"
        (guild / "attrs").mkdir(parents=True)
        for name, value in {"started": number, **attributes}.items():
            (guild / "attrs" / name).write_text(dump(value))
        model, _, operation = spec.rpartition(":")
        (guild / "opref").write_text(f"guildfile:/p/guild.yml 0 '{model}' {operation}")

    def run(words, otherwise=selection.ALL, before=lambda _: None):
        parser = Parser(prog="x", allow_abbrev=False)
        before(parser)
        selection.declare(parser, otherwise)
        session = Session(Guild(tmp_path, home), TERMINAL, said.append)
        found = selection.chosen(parser.parse_intermixed_args(words), session)
        return [int(run.id, 16) for run in found]

    return run


@pytest.mark.parametrize(
    ("otherwise", "runs"),
    [(selection.ALL, [3, 2, 1]), (selection.LATEST, [3]), (selection.NOTHING, [])],
)
def test_a_command_says_what_is_meant_where_no_run_is_named(choose, otherwise, runs):
    assert choose([], otherwise) == runs


def test_runs_are_named_by_index_and_range(choose):
    assert choose(["3"]) == [1]
    assert choose(["1:2"], selection.LATEST) == [3, 2]


@pytest.mark.parametrize(
    ("words", "runs"),
    [
        ("-Fo train", [2, 1]),
        ("-Fo=m:train", [2]),
        ("--operation train --operation eval", [3, 2, 1]),
        ("-Fl es", [1]),
        ("-Fl -", [3, 2]),
        ("-Fu", [3, 2]),
        ("-Ft a", [1]),
        ("-Fc fine", [3]),
        ("-Fm", [2]),
        ("--unmarked", [3, 1]),
        ("-Fd ab", [2]),
        ("-Fs today", []),
        ("-F lr<0.2", [1]),
        ("--filter=lr<0.2", [1]),
        ("-Flr<0.2", [1]),
        ("-Sc", [1]),
        ("-Sce", [2, 1]),
        ("-Sc -Se", [2, 1]),
        ("-S ce", [2, 1]),
        ("--completed --terminated", [3, 1]),
        ("--not-error", [3, 1]),
        ("--not-error --not-completed", [3]),
        ("--completed --not-completed", [3, 2]),
        ("-Sce -Fo train -F lr>0", [1]),
        ("-Sce 1", [2]),
        ("1 -Sce", [2]),
        ("-Sce 1:", [2, 1]),
    ],
)
def test_filters_choose_and_indexes_count_in_what_they_leave(choose, words, runs):
    assert choose(words.split()) == runs


def test_filters_alone_name_runs_for_a_command_that_needs_them_named(choose):
    assert choose(["-Fo", "train"], selection.NOTHING) == [2, 1]
    assert choose(["-Fo", "train"], selection.LATEST) == [2]


@pytest.mark.parametrize(
    ("words", "kind", "message"),
    [
        ("-Fm -Fn", CommandError, "--marked and --unmarked cannot both be given"),
        ("-Fu -Fl x", CommandError, "--label and --unlabeled cannot both be given"),
        ("-F a=1 -F b=2", CommandError, "-F is given twice"),
        ("-Fs today --started today", CommandError, "--started is given twice"),
        ("-Scx", CommandError, "-S has no status 'x'"),
        ("-F a=", FilterError, "a value is expected"),
        ("-Fs never", FilterError, "no range of time"),
        ("--oper x", CommandError, "--oper"),
        ("-Fo eval 99", NoSuchRun, "no run"),
        ("-Fo eval 00000000000000000000000000000001", NoSuchRun, "filters leave out the run"),
    ],
)
def test_what_makes_no_sense_is_an_error(choose, words, kind, message):
    with pytest.raises(kind, match=message):
        choose(words.split())


def test_what_is_named_in_vain_is_said(choose, said):
    assert choose(["-Fo", "trian"]) == []
    assert said == ["note: there is no run of 'trian'; did you mean train?\n"]


def test_a_filter_without_a_space_is_told_how_it_was_read(choose, said):
    assert choose(["-Fotrain"]) == []
    assert said[1:] == ["note: 'otrain' is read as an expression; if -Fo is meant, put a space\n"]


def test_what_an_option_of_a_command_means_already_stays(choose):
    def before(parser):
        parser.add_argument("-S", "--marked", action="store_true", dest="other")

    assert choose(["--marked", "-S", "-Fm"], before=before) == [2]


def test_a_filter_whose_names_are_all_taken_is_not_offered(choose):
    def before(parser):
        parser.add_argument("-Fm", "--marked", action="store_true", dest="other")

    assert choose(["--marked"], before=before) == [3, 2, 1]
