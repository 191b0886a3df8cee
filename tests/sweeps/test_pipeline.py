import pytest

from guild_jupyter.api import Options
from guild_jupyter.errors import GuildFileError
from guild_jupyter.launch.launcher import launch
from guild_jupyter.runstore import manifest
from guild_jupyter.runstore.run import Run
from guild_jupyter.supervise import state

GUILD_FILE = """
- model: net
  operations:
    prepare:
      exec: sh prepare.sh ${rows}
      flags: {rows: {default: 3, alias: r}}
    train:
      exec: sh train.sh ${lr}
      requires: {operation: prepare}
      flags: {lr: 0.1, note: null}
    fail: {exec: sh -c 'echo wrong; exit 7'}
    long: {exec: sh long.sh}
"""


@pytest.fixture
def pipeline(place):
    """Writes the project with one more operation, the pipeline, and runs it."""
    place.write("prepare.sh", "echo data $1 | tee data.txt > copy.txt\necho rows: $1\n")
    place.write("train.sh", "cat data.txt\necho loss: $1\n")
    place.write("long.sh", "echo begun\nexec sleep 600\n")

    def make(attributes):
        place.write("guild.yml", GUILD_FILE + f"    all: {attributes}\n")

    place.pipeline = make
    return place


def test_steps_run_one_after_the_other_as_runs_of_their_own(pipeline):
    pipeline.pipeline("{steps: [prepare rows=7, 'train lr=0.5'], flags: {n: 1}}")
    run = pipeline.ended("all")
    assert run.state == state.State("completed", "", 0)
    runs = pipeline.by_operation()
    assert set(runs) == {"prepare", "train", "all"}
    assert runs["prepare"].flags == {"rows": 7}
    assert runs["train"].flags == {
        "lr": 0.5,
        "note": None,
        "operation:prepare": runs["prepare"].id,
    }
    assert "rows: 7\n" in run.output()
    assert "data 7\nloss: 0.5\n" in run.output()


def test_the_runs_of_steps_are_linked_by_their_names(pipeline):
    pipeline.pipeline("{steps: [prepare, {run: prepare}, {run: 'net:train', name: 'fit it/now'}]}")
    run = pipeline.ended("all")
    links = {path.name: str(path.readlink()) for path in run.dir.iterdir() if path.is_symlink()}
    assert set(links) == {"prepare", "prepare_2", "fit-it-now"}
    runs = pipeline.by_operation()
    assert links["fit-it-now"] == f"../{runs['train'].id}"
    assert (run.dir / "prepare" / ".guild" / "opref").is_file()


def test_a_step_that_fails_ends_the_pipeline_with_its_exit_status(pipeline):
    pipeline.pipeline("{steps: [fail, prepare]}")
    run = pipeline.ended("all")
    assert run.state == state.State("error", "", 7)
    assert set(pipeline.by_operation()) == {"fail", "all"}
    assert run.output().endswith("guild: step fail ended with exit status 7; not run: prepare\n")
    assert "wrong\n" in run.output()


@pytest.mark.parametrize(
    ("check", "says"),
    [
        ("{output: 'rows: 3'}", ""),
        ("{output: 'rows: 4'}", "its output has no 'rows: 4'"),
        ("[{file: 'd*.txt'}, {file: data.txt, contains: 'data 3'}]", ""),
        ("{file: '*.csv'}", "there is no file '*.csv'"),
        ("{file: data.txt, contains: '^3'}", "data.txt has no '^3'"),
        ("{file: data.txt, compare-to: wanted.txt}", ""),
        ("{file: data.txt, compare-to: other.txt}", "data.txt differs from other.txt"),
        ("{file: data.txt, compare-to: nosuch.txt}", "there is no 'nosuch.txt'"),
        ("{file: data.txt, compare-to: copy.txt}", ""),
        ("{file: ./}", ""),
    ],
)
def test_a_check_that_does_not_hold_ends_the_pipeline_with_3(pipeline, check, says):
    pipeline.write("wanted.txt", "data 3\n")
    pipeline.write("other.txt", "data 4\n")
    pipeline.pipeline(f"{{steps: [{{run: prepare, expect: {check}}}, train]}}")
    run = pipeline.ended("all")
    assert run.exit_status == (3 if says else 0)
    assert says in run.output()
    assert ("train" in pipeline.by_operation()) is not bool(says)


def test_flags_of_the_pipeline_reach_its_steps(pipeline):
    steps = (
        "[{run: prepare, flags: {rows: '${n}'}}, "
        "{run: 'train lr=${rate}', flags: ['note=n is ${n}']}]"
    )
    pipeline.pipeline(f"{{flags: {{n: 4, rate: 0.25, 'train:note': null}}, steps: {steps}}}")
    pipeline.ended("all", ["n=5"])
    runs = pipeline.by_operation()
    assert runs["prepare"].flags["rows"] == 5
    assert runs["train"].flags["lr"] == 0.25
    assert runs["train"].flags["note"] is None


def test_a_flag_named_after_a_step_is_passed_on_to_it(pipeline):
    pipeline.pipeline(
        "{flags: {'prepare:rows': 8, 'second:lr': 9}, "
        "steps: [prepare, {run: train, name: second}]}"
    )
    run = pipeline.ended("all")
    assert "rows: 8\n" in run.output()
    assert "loss: 9\n" in run.output()


@pytest.mark.parametrize(
    ("attributes", "rows"),
    [
        ("{flags: {'prepare:rows': 7}, steps: [prepare rows=50]}", 7),
        ("{steps: [{run: prepare rows=50, flags: {rows: 60}}]}", 60),
        ("{flags: {'prepare:rows': 7}, steps: [{run: prepare, flags: {rows: 60}}]}", 7),
        ("{flags: {'n:rows': 7, 'prepare:rows': 8}, steps: [{run: prepare, name: n}]}", 8),
        ("{flags: {'prepare:rows': null}, steps: [prepare rows=50]}", 3),
        ("{steps: [{run: prepare r=50, flags: {rows: 60}}]}", 60),
        ("{flags: {'prepare:rows': 7}, steps: [{run: prepare rows=50, flags: {r: 60}}]}", 7),
    ],
)
def test_flags_of_a_step_go_over_its_words_and_those_of_the_pipeline_over_both(
    pipeline, attributes, rows
):
    pipeline.pipeline(attributes)
    assert f"rows: {rows}\n" in pipeline.ended("all").output()


def test_a_flag_that_is_not_recorded_reaches_the_steps_all_the_same(pipeline):
    pipeline.write("train.sh", "echo ${#FLAG_API_KEY} characters\n")
    pipeline.write(
        "guild.yml",
        "use: {exec: sh train.sh, flags: {api_key: null}}\n"
        "all: {steps: [{run: use, flags: {api_key: '${api_key}'}}], flags: {api_key: null}}\n",
    )
    run = pipeline.ended("all", ["api_key=hunter2hunter2"])
    assert "14 characters" in run.output()
    assert run.flags == {"api_key": "***"}
    texts = [path.read_bytes() for path in run.dir.rglob("*") if path.is_file()]
    assert not any(b"hunter2hunter2" in text for text in texts)


def test_required_operations_are_looked_for_among_the_pipelines_own_runs(pipeline):
    pipeline.pipeline("{steps: [train]}")
    before = pipeline.ended("prepare")
    assert before.status == "completed"
    run = pipeline.ended("all")
    assert run.exit_status == 1
    assert "no suitable run for prepare" in run.output()
    pipeline.pipeline("{steps: [{run: train, isolate-runs: no}]}")
    assert pipeline.ended("all").status == "completed"
    assert pipeline.by_operation()["train"].flags["operation:prepare"] == before.id


@pytest.mark.parametrize("staged", [False, True])
def test_label_and_tags_of_the_pipeline_go_over_to_steps_that_have_none(pipeline, staged):
    pipeline.pipeline(
        "{steps: [prepare, {run: prepare, label: 'own ${rows}', tags: x}, "
        "{run: prepare, label: own}, {run: prepare, tags: x}], flags: {rows: 1}}"
    )
    asked = Options(label="mine", tags=("t",), stage=staged)
    run = pipeline.guild.run("all", options=asked)
    if staged:
        launch(pipeline.guild.plan_again(run))
    run.wait(60)
    labels = [(run.label, run.tags)]
    for name in ("prepare", "prepare_2", "prepare_3", "prepare_4"):
        step = Run((run.dir / name).resolve())
        labels.append((step.label, step.tags))
    assert labels == [
        ("mine", ["t"]),
        ("mine", ["t"]),
        ("own 1", ["x"]),
        ("own", ["t"]),
        ("mine", ["x"]),
    ]


def test_options_of_a_step_are_those_of_run(pipeline):
    pipeline.pipeline(
        "{steps: [{run: prepare, needed: yes}, "
        "{run: long, stop-after: 0.01, force-flags: yes, flags: {free: 1}}]}"
    )
    run = pipeline.ended("all")
    assert run.exit_status == 128 + 15
    assert pipeline.by_operation()["long"].flags == {"free": 1}
    pipeline.pipeline("{steps: [{run: prepare, optimizer: gp}]}")
    with pytest.raises(GuildFileError, match="'optimizer' is not an option that a step can have"):
        pipeline.guild.plan("all")


def test_a_wrong_word_in_a_step_fails_the_pipeline_with_its_message(pipeline):
    pipeline.pipeline("{steps: [prepare rows]}")
    run = pipeline.ended("all")
    assert run.exit_status == 1
    assert "'rows' is neither a model nor a run" in run.output()
    pipeline.pipeline("{steps: [prepare nope=1]}")
    with pytest.raises(GuildFileError, match="net:prepare has no flag 'nope'"):
        pipeline.guild.plan("all")
    pipeline.pipeline("{steps: [{run: prepare, flags: {rows: '${nosuch}'}}]}")
    with pytest.raises(GuildFileError, match=r"\$\{nosuch\} is no flag of net:all"):
        pipeline.guild.plan("all")


def test_stopping_the_pipeline_stops_the_step_that_is_running(pipeline, eventually):
    pipeline.pipeline("{steps: [long, prepare]}")
    run = pipeline.guild.run("all")
    eventually(lambda: "begun" in run.output())
    step = pipeline.by_operation()["long"]
    assert step.status == "running"
    run.stop(grace=5)
    run.wait(60, check=False)
    assert run.status == "terminated"
    eventually(lambda: step.status not in state.LIVE)
    assert "prepare" not in pipeline.by_operation()


def test_a_pipeline_has_no_source_code_and_no_scalars_of_its_own(pipeline):
    pipeline.pipeline("{steps: [train], flags: {n: 1}}")
    pipeline.pipeline("{steps: [prepare, train]}")
    run = pipeline.ended("all")
    listed = manifest.read((run.dir / ".guild" / "manifest").read_text())
    assert listed == []
    assert {one.prefix for one in run.series()} == {"train/.guild"}  # linked, as Guild has them
    assert {one.key for one in pipeline.by_operation()["train"].series()} == {"loss"}


def test_a_pipeline_that_leads_back_to_itself_is_refused_with_the_way(pipeline):
    pipeline.pipeline("{steps: [inner]}\n    inner: {steps: [prepare, all]}")
    with pytest.raises(GuildFileError, match="net:all -> net:inner -> net:all") as caught:
        pipeline.guild.plan("all")
    assert caught.value.line == 13
    pipeline.pipeline("{steps: ['${which}'], flags: {which: all}}")
    run = pipeline.ended("all")
    assert run.exit_status == 1
    assert "lead back to this pipeline: net:all -> net:all" in run.output()
    assert len(pipeline.guild.runs()) == 2


def test_a_pipeline_may_be_a_step(pipeline):
    pipeline.pipeline("{steps: [inner]}\n    inner: {steps: [prepare, train]}")
    run = pipeline.ended("all")
    assert run.status == "completed"
    assert (run.dir / "inner" / "train" / ".guild").is_dir()


def test_a_step_of_no_operation_is_refused_before_anything_runs(pipeline):
    pipeline.pipeline("{steps: [prepare, trian]}")
    with pytest.raises(GuildFileError, match="step 'trian' of net:all: no operation") as caught:
        pipeline.guild.plan("all")
    assert caught.value.hint.startswith("Did you mean train?")
    assert caught.value.line == 13


def test_a_step_that_is_not_needed_is_linked_to_the_run_that_makes_it_so(pipeline):
    pipeline.pipeline("{steps: [{run: prepare, needed: yes, expect: {output: 'rows: 3'}}, train]}")
    assert pipeline.ended("all").status == "completed"
    second = pipeline.ended("all")
    assert second.status == "completed", second.output()
    assert len([run for run in pipeline.guild.runs() if run.opref.operation == "prepare"]) == 1
    assert (second.dir / "prepare" / "data.txt").is_file()


def test_texts_in_the_flags_of_a_step_stay_texts(pipeline):
    pipeline.write("train.sh", "printenv FLAG_A FLAG_B FLAG_C FLAG_D\n")
    pipeline.write(
        "guild.yml",
        "use: {exec: sh train.sh, flags: {a: null, b: null, c: null, d: null}}\n"
        "all: {steps: [{run: use, flags: {a: '007', b: 'yes', c: '1e3', d: plain}}]}\n",
    )
    pipeline.ended("all")
    flags = pipeline.by_operation()["use"].flags
    assert flags == {"a": "007", "b": "yes", "c": "1e3", "d": "plain"}


def test_a_secret_in_a_step_reaches_the_step_and_no_record(pipeline):
    pipeline.write("train.sh", "echo ${#FLAG_API_KEY} characters\n")
    pipeline.write(
        "guild.yml",
        "use: {exec: sh train.sh, flags: {api_key: null}}\n"
        "all: {steps: [{run: use, flags: {api_key: hunter2hunter2}}], sourcecode: no}\n",
    )
    run = pipeline.ended("all")
    assert "14 characters" in run.output()
    texts = [path.read_bytes() for path in run.dir.glob(".guild/**/*") if path.is_file()]
    assert not any(b"hunter2hunter2" in text for text in texts)


def test_odd_names_and_patterns_of_steps_do_no_harm(pipeline):
    name = "x" * 300
    pipeline.pipeline(
        f"{{steps: [{{run: prepare, name: {name}}}, {{run: prepare, name: '../..'}}, "
        "{run: prepare, expect: {file: '/etc/*'}}]}"
    )
    run = pipeline.ended("all")
    assert run.exit_status == 3
    assert "there is no file '/etc/*'" in run.output()
    links = sorted(path.name for path in run.dir.iterdir() if path.is_symlink())
    assert links == ["-", "prepare", "x" * 100]
