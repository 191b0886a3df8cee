import pytest

from guild_jupyter.errors import NoSuchRun
from guild_jupyter.runstore.layout import Home
from guild_jupyter.runstore.references import find, select
from guild_jupyter.runstore.store import list_runs


@pytest.fixture
def five(store):
    for number in range(1, 6):
        store.run(f"{number}{'a' * 31}", spec="m:train" if number < 4 else "eval")
    return store.home


@pytest.mark.parametrize(
    ("reference", "first"),
    [
        ("1", "5"),
        ("5", "1"),
        ("latest", "5"),
        ("3a", "3"),
        ("2" + "a" * 31, "2"),
        ("eval", "5"),
        ("train", "3"),
        ("m:train", "3"),
        ("2:2", "4"),
    ],
)
def test_a_run_is_found_by_what_a_user_types(five, reference, first):
    assert find(five, reference).id[0] == first


@pytest.mark.parametrize(
    ("reference", "firsts"),
    [
        ("1:2", "54"),
        (":", "54321"),
        ("4:", "21"),
        (":2", "54"),
        ("0:2", "54"),
        ("3:2", ""),
        ("2:99", "4321"),
    ],
)
def test_a_range_means_its_runs(five, reference, firsts):
    assert [run.id[0] for run in select(five, [reference])] == list(firsts)


def test_references_add_up_and_each_run_comes_once(five):
    assert [run.id[0] for run in select(five, ["2", "1:2", "5a"])] == ["4", "5"]


def test_a_path_is_a_reference_wherever_it_is(five, store, monkeypatch):
    run = store.run("f" * 32)
    monkeypatch.chdir(run.dir.parent)
    for reference in (str(run.dir), f"./{run.id}", f"{run.dir}/"):
        assert find(Home(five.path.parent / "other"), reference).id == run.id


def test_a_long_number_is_the_beginning_of_an_id_and_a_short_one_a_place(store):
    run = store.run("7777" + "0" * 28)
    store.run("1" * 32)
    assert find(store.home, "7777").id == run.id
    with pytest.raises(NoSuchRun, match="no run 777: there are 2 runs"):
        find(store.home, "777")
    assert find(store.home, run.id).id == run.id
    assert find(store.home, "1").id == "1" * 32


@pytest.mark.parametrize("reference", ["99", "9:", "zz", "", "nope/x", "6:7"])
def test_what_means_no_run_is_said(five, reference):
    with pytest.raises(NoSuchRun, match="no run"):
        find(five, reference)


def test_in_an_empty_home_it_is_said_that_there_are_none(tmp_path):
    for reference in ("latest", "1", "12345678", "train", "./nowhere"):
        with pytest.raises(NoSuchRun, match=f"no run '{reference}': there are no runs in "):
            find(Home(tmp_path), reference)
    assert list(select(Home(tmp_path), [":"])) == []


def test_a_beginning_that_several_have_names_them(store):
    for number in range(7):
        store.run(f"ab{number}" + "c" * 29)
    with pytest.raises(NoSuchRun, match="several runs begin with 'ab'") as caught:
        find(store.home, "ab")
    assert "and 2 more" in caught.value.message
    store.run("cd0" + "c" * 29)
    store.run("cd1" + "c" * 29)
    with pytest.raises(NoSuchRun) as caught:
        find(store.home, "cd")
    assert "more" not in caught.value.message


def test_several_runs_are_not_one(five):
    with pytest.raises(NoSuchRun, match="means 2 runs, not one"):
        find(five, "1:2")


def test_an_index_counts_in_the_list_it_is_given(five):
    runs = list_runs(five)[2:]
    assert find(five, "1", runs).id[0] == "3"
    assert find(five, "1", runs).dir.is_dir()


def test_a_model_stands_for_its_newest_run_unless_an_operation_is_called_so(five, store):
    assert find(five, "m").id[0] == "3"
    store.run("6" * 32, spec="m")
    store.run("7" * 32, spec="m:train")
    assert find(five, "m").id[0] == "6"


def test_candidates_are_told_apart_by_operation_start_and_label(store):
    store.run("ab0" + "c" * 29, spec="m:train", started=1_700_000_000_000_000, label="first try")
    store.run("ab1" + "c" * 29, started="x", label="l" * 99)
    with pytest.raises(NoSuchRun) as caught:
        find(store.home, "ab")
    said, one, other = caught.value.message.split("\n")
    assert said == "several runs begin with 'ab', 2 in all:"
    assert {line.split()[0] for line in (one, other)} == {"ab0ccccc", "ab1ccccc"}
    first = one if "first" in one else other
    assert first.split()[1:3] == ["m:train", "2023-11-14"]
    assert "not started" in caught.value.message
    assert "l" * 30 not in caught.value.message


def test_a_run_that_filters_leave_out_is_said_to_be_left_out(five):
    everything = list_runs(five)
    left = everything.filter(operation="eval")
    with pytest.raises(NoSuchRun, match="the filters leave out the run '3a'") as caught:
        select(five, ["3a"], left, everything)
    assert "choose 2 runs" in caught.value.hint
    for unknown in ("zz", "4"):
        with pytest.raises(NoSuchRun, match="no run"):
            select(five, [unknown], left, everything)
    with pytest.raises(NoSuchRun, match="there are no such runs"):
        find(five, "1", left[:0])


def test_an_index_that_no_list_has_is_none_however_long(five):
    for reference in ("9" * 40, "9" * 5000, f"{'9' * 5000}:", "²", "٣"):
        with pytest.raises(NoSuchRun):
            find(five, reference)


def test_an_unknown_name_gets_the_nearest(five):
    with pytest.raises(NoSuchRun) as caught:
        find(five, "trian")
    assert "Did you mean train?" in caught.value.hint


def test_what_names_a_run_in_a_command_means_it_even_if_it_begins_with_digits(store):
    ids = ["00000001" + "0" * 24, "00000002" + "a" * 24, "12345678" + "b" * 24, "c" * 32]
    runs = [store.run(id_) for id_ in ids]
    everything = list_runs(store.home)
    assert find(store.home, runs[0].short_id, everything).id != runs[0].id
    for run in runs:
        assert find(store.home, run.typed_id, everything).id == run.id
    assert [run.typed_id for run in runs[2:]] == ["12345678", "cccccccc"]
    assert store.run("d" * 32 + "_1").typed_id == "d" * 32 + "_1"
