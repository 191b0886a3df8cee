"""What a user sees in the cells of a real kernel."""

import json
import re

import pytest

pytestmark = pytest.mark.kernel

RED_LINE = re.compile(r"\x1b\[31mguild: .+\x1b\[0m")


@pytest.fixture(scope="module")
def kernel(tmp_path_factory, project):
    from kernel_harness import Kernel, end_runs

    home = tmp_path_factory.mktemp("home")
    kernel = Kernel(project, home)
    try:
        yield kernel.start().load()
    finally:
        kernel.end()
        end_runs(home)


def value(kernel, code):
    """The value of an expression in the kernel, as JSON carries it."""
    said = kernel.run(f"import json; print(json.dumps({code}))")
    assert said.status == "ok", said
    return json.loads(said.text)


@pytest.mark.smoke
def test_loading_twice_changes_nothing(kernel):
    again = kernel.run("%load_ext guild_jupyter")
    assert again.status == "ok"
    assert kernel.run("%reload_ext guild_jupyter").status == "ok"
    assert kernel.run("%guild help").status == "ok"
    assert kernel.complete("%guild mod")["matches"].count("models") == 1


@pytest.mark.smoke
def test_an_assigned_run_prints_one_line_and_is_returned(kernel):
    cell = kernel.run("run = %guild run talk round=7 lines=2")
    assert cell.status == "ok"
    assert cell.shown == []
    started = re.fullmatch(
        r"started talk (\w{8}) lines=2 round=7 · %guild watch (\w{4,})\n(note: .+\n)?", cell.text
    )
    assert started
    assert value(kernel, "run.id").startswith(started[1])
    assert value(kernel, "run.id").startswith(started[2])
    assert value(kernel, "[run.wait().status, run.flags['round']]") == ["completed", 7]


def test_the_cell_of_a_launch_shows_the_run_too(kernel):
    cell = kernel.run("%guild talk lines=1")
    assert cell.status == "ok"
    assert cell.text.startswith("started talk ")
    assert set(cell.shown[0]) >= {"text/html", "text/plain"}
    kernel.run("%guild watch --wait")


@pytest.mark.smoke
def test_watch_shows_the_output_and_how_the_run_ended(kernel):
    kernel.run("%guild run talk round=8 lines=3 code=3")
    cell = kernel.run("%guild watch --wait")
    assert cell.status == "ok"
    assert cell.text.count("round 8 line") == 3
    assert re.search(
        r"no newline at the end\ntalk \w{8}: error \(exit status 3\) in [\d.]+ s\n$", cell.text
    )


@pytest.mark.smoke
def test_runs_show_as_a_table_and_become_a_frame(kernel):
    kernel.run("%guild run talk lines=1 --wait")
    table = kernel.run("%guild runs -n 2")
    assert table.shown[0]["text/plain"].splitlines()[0].split()[:3] == ["#", "id", "operation"]
    assert "<table" in table.shown[0]["text/html"]
    kernel.run("listed = %guild runs\nframe = listed.df")
    assert value(kernel, "type(frame).__module__.split('.')[0]") == "pandas"
    assert value(kernel, "str(frame['started'].dtype)").startswith("datetime64")
    assert value(kernel, "[str(frame.iloc[0]['status']), int(frame.iloc[0]['lines'])]") == [
        "completed",
        1,
    ]


@pytest.mark.smoke
def test_a_run_shows_as_a_card_with_a_text_twin(kernel):
    kernel.run("run = %guild run talk lines=2 code=9 --label '<b>bold</b>'\nrun.wait(check=False)")
    bundle = kernel.run("run").shown[0]
    assert "error (exit status 9)" in bundle["text/plain"]
    assert "<b>bold" not in bundle["text/html"]
    assert "&lt;b&gt;bold" in bundle["text/html"]
    assert "no newline at the end" in bundle["text/html"]


@pytest.mark.parametrize(
    ("code", "message", "hint"),
    [
        ("%guild tlak", "no command and no operation 'tlak'", "Did you mean talk?"),
        ("%guild run talk line=3", "no such flag: line", "Did you mean lines?"),
        ("%guild run talk mode=x", "mode", "plain"),
        ("%guild watch nosuch", "no run 'nosuch'", "latest"),
        ("%guild run talk {nosuch}", "name 'nosuch' is not defined", "{{"),
        ("%guild run talk --bla", "no such option: --bla", "%guild run --help"),
        ("%guild run talk 'lines=1", "a single quote is not closed", "lines=1"),
        ("%%guild run talk\nlines: [", "not valid YAML", "NAME: VALUE"),
        ("%%guild runs\nlines: 1", "'runs' takes no flag values", "one percent sign"),
    ],
)
def test_a_mistake_is_one_red_line_and_a_hint_and_the_cell_fails(kernel, code, message, hint):
    cell = kernel.run(code)
    assert cell.status == "error"
    name, text, traceback = cell.error
    assert message in text
    shown = "\n".join(traceback).split("\n")
    assert RED_LINE.fullmatch(shown[0])
    assert message in shown[0]
    assert hint in " ".join(shown[1:])
    assert len(shown) <= 2
    assert "Traceback" not in "".join(traceback)
    assert name == "CellError"


@pytest.mark.smoke
def test_an_error_of_the_python_api_shows_where_in_the_users_code_and_nothing_of_ours(kernel):
    cell = kernel.run("import guild_jupyter\ndef start():\n    guild_jupyter.run('tlak')\nstart()")
    assert cell.error[0] == "NoSuchOperation"
    shown = re.sub(r"\x1b\[\d+m", "", "\n".join(cell.error[2])).split("\n")
    assert shown[:4] == [
        *("the cell, line 4", "    start()"),
        *("the cell, line 3, in start", "    guild_jupyter.run('tlak')"),
    ]
    assert shown[4].startswith("NoSuchOperation: no operation 'tlak' in ")
    assert "Did you mean talk?" in shown[5]
    assert len(shown) == 6


@pytest.mark.smoke
def test_waiting_for_a_failing_run_fails_the_cell(kernel):
    cell = kernel.run("run = %guild run talk lines=1 code=4 --wait")
    assert cell.status == "error"
    assert "round 0 line 0" in cell.text
    shown = "\n".join(cell.error[2]).split("\n")
    assert len(shown) == 1
    assert re.search(r"guild: talk \w{8}: error \(exit status 4\) in ", shown[0])


@pytest.mark.smoke
def test_an_expression_takes_values_of_the_notebook(kernel):
    cell = kernel.run("for n in (1, 2):\n    %guild run talk lines={n} --label 'n is {n}'")
    assert cell.status == "ok"
    assert re.findall(r"lines=(\d)", cell.text) == ["1", "2"]
    assert value(
        kernel, "[r.label for r in get_ipython().run_line_magic('guild', 'runs')[:2]]"
    ) == [
        "n is {n}",
        "n is {n}",
    ]
    kernel.run("%guild watch --wait 2\n%guild watch --wait 1")


@pytest.mark.smoke
def test_flag_values_stand_in_the_body_of_a_cell(kernel):
    cell = kernel.run("%%guild run talk\nlines: 2\nmode: polite\n")
    assert cell.text.startswith("started talk ")
    assert " lines=2 mode=polite " in cell.text
    kernel.run("%guild watch --wait")


def test_the_api_is_at_hand_without_the_magic(kernel):
    kernel.run("import guild_jupyter as guild")
    assert value(kernel, "guild.run('talk', lines=1, wait=True).status") == "completed"
    assert value(kernel, "len(guild.runs()) > 0") is True
    failed = kernel.run("guild.run('talk', lines=1, code=2, wait=True)")
    assert failed.error[0] == "RunFailed"


@pytest.mark.smoke
def test_unloading_takes_the_magic_and_its_completion_away(kernel):
    kernel.run("%unload_ext guild_jupyter")
    try:
        assert kernel.run("%guild runs").status == "error"
        assert "models" not in kernel.complete("%guild mod")["matches"]
    finally:
        kernel.load()
    assert kernel.run("%guild runs").status == "ok"
