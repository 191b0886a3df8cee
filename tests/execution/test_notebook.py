"""Notebooks with real kernels; ``execute`` runs the program in this process."""

import base64
import json
import stat
import sys

import nbformat
import pytest
from sample_notebooks import PIXEL, sources, texts, write

pytestmark = [pytest.mark.slow, pytest.mark.kernel]

SHOW = f"""\
import base64
from IPython.display import HTML, Image, SVG, display
display(Image(data=base64.b64decode({PIXEL!r})))
display(SVG('<svg xmlns="http://www.w3.org/2000/svg"/>'))
display(HTML('<b>bold</b>'), {{'a': 1}})
"""


def test_a_notebook_is_executed_with_its_flags_and_kept(execute, tmp_path):
    flags = json.dumps({"dest": "globals", "values": {"lr": 0.25, "name": "é", "none": 1}})
    cells = (
        "# About",
        "%matplotlib inline\nlr = 0.1\nname = ''",
        "print('loss:', lr, name)\nlr * 2",
    )
    status, output, errors = execute(*cells, flags=flags)
    assert (status, output) == (0, "loss: 0.25 é\n0.5\n")
    assert errors == "WARNING: nothing in the notebook takes the flag none: it has no effect\n"
    path = tmp_path / "train.ipynb"
    assert sources(path)[1] == "%matplotlib inline\nlr = 0.25\nname = 'é'"
    assert texts(path) == ["", "loss: 0.25 é\n"]
    assert "loss: 0.25 é" in (tmp_path / "train.html").read_text()
    assert not list((tmp_path / ".guild").iterdir())


def test_values_go_into_a_cell_of_their_own_beside_parameters(execute, tmp_path):
    flags = json.dumps({"values": {"lr": float("nan")}})
    status, output, _ = execute(("lr = 0.1", "parameters"), "print(lr)", flags=flags)
    assert (status, output) == (0, "nan\n")
    cells = nbformat.read(tmp_path / "train.ipynb", 4).cells
    assert [cell.source for cell in cells] == ["lr = 0.1", "lr = float('nan')", "print(lr)"]
    assert cells[1].metadata.tags == ["injected-parameters"]


def test_a_cell_that_fails_ends_the_notebook_and_its_files_are_made(execute, tmp_path):
    status, output, errors = execute("print('a')", "1 / 0", "print('b')")
    assert (status, output) == (1, "a\n")
    assert "ZeroDivisionError: division by zero" in errors
    assert "\x1b" not in errors
    assert texts(tmp_path / "train.ipynb")[2] == ""
    assert "ZeroDivisionError" in (tmp_path / "train.html").read_text()


def test_a_cell_that_may_fail_does_not_end_it(execute):
    status, output, errors = execute(("1 / 0", "raises-exception"), "print('b')")
    assert (status, output) == (0, "b\n")
    assert "ZeroDivisionError" in errors


@pytest.mark.parametrize(
    ("cell", "status"),
    [
        ("sys.exit()", 0),
        ("sys.exit(0)", 0),
        ("sys.exit(3)", 3),
        ("sys.exit('no')", 1),
        ("exit()", 0),
    ],
)
def test_a_notebook_may_end_itself(execute, cell, status):
    assert execute("import sys", cell, "print('b')")[:2] == (status, "")


def test_a_kernel_that_dies_fails_the_run(execute, tmp_path):
    status, _, errors = execute("print('a')", "import os; os.kill(os.getpid(), 9)")
    assert status == 1
    assert "the kernel died while cell 2 of the notebook ran: ended by SIGKILL" in errors
    assert texts(tmp_path / "train.ipynb") == ["a\n", ""]


def test_a_kernel_that_ends_early_is_told_with_its_status(execute):
    _, _, errors = execute("import os; os._exit(7)")
    assert "the kernel died while cell 1 of the notebook ran: exit status 7" in errors


def test_input_fails_with_a_word_on_what_to_do(execute):
    status, _, errors = execute("input('?')")
    assert status == 1
    assert "Nobody can answer input() in a run" in errors


def test_images_become_files_and_what_is_shown_becomes_text(execute, tmp_path):
    status, output, _ = execute("# Heading", SHOW)
    assert (status, output) == (0, "{'a': 1}\n")
    assert (tmp_path / "train_1_0.png").read_bytes() == base64.b64decode(PIXEL)
    assert (tmp_path / "train_1_1.svg").read_text().startswith("<svg")


def test_what_is_shown_anew_is_said_when_it_is_new(execute):
    cell = "h = display('a', display_id=True)\nh.update('a')\nh.update('b')"
    assert execute(cell)[1] == "'a'\n'b'\n"


def test_lines_that_are_begun_are_ended(execute):
    assert execute("print('a', end='')\n5", "print('b', end='')")[1] == "a\n5\nb\n"


def test_a_progress_bar_is_said_as_it_is_and_kept_as_it_ends(execute, tmp_path):
    cell = "for i in range(3): print(f'\\r{i}/2', end='', flush=True)"
    assert execute(cell)[1] == "\r0/2\r1/2\r2/2\n"
    assert texts(tmp_path / "train.ipynb") == ["2/2"]


def test_of_much_output_beginning_and_end_are_kept_and_all_is_said(execute, tmp_path):
    status, output, _ = execute("for i in range(400_000): print('line', i)", "print('end')")
    assert status == 0
    assert output.splitlines() == [*(f"line {i}" for i in range(400_000)), "end"]
    kept = texts(tmp_path / "train.ipynb")[0]
    assert kept.startswith("line 0\n")
    assert kept.endswith("line 399999\n")
    assert "characters are only in the output of the run" in kept
    assert len(kept) < 1_100_000


def test_what_is_cleared_is_not_kept(execute, tmp_path):
    cell = "from IPython.display import clear_output\nprint('a'); clear_output()\nprint('b')\n"
    execute(cell, f"{cell}clear_output(wait=True)\nprint('c')")
    assert texts(tmp_path / "train.ipynb") == ["b\n", "c\n"]


def test_an_output_widget_takes_what_is_printed_in_it(execute, tmp_path):
    cell = """\
import ipywidgets
from IPython.display import clear_output
out = ipywidgets.Output()
with out:
    clear_output()
    print('inside')
print('outside')
"""
    assert execute(cell)[1] == "inside\noutside\n"
    assert texts(tmp_path / "train.ipynb") == ["outside\n"]


@pytest.mark.slow
@pytest.mark.timeout(90)  # an answer that is missed is waited for without end
def test_no_answer_is_missed_while_an_output_widget_sends_messages(execute):
    cell = "with out:\n    print('a', flush=True)\n    print('b', flush=True)"
    status, said, _ = execute("import ipywidgets; out = ipywidgets.Output()", *[cell] * 300)
    assert (status, said) == (0, "a\nb\n" * 300)


def test_a_kernel_is_in_the_run_directory_with_the_environment_of_the_run(execute, tmp_path):
    cell = "import os; print(os.getcwd()); print(os.environ.get('GUILD_JUPYTER_FLAGS'))"
    assert execute(cell, name="a/b.ipynb", words=("a/b.ipynb",))[1] == f"{tmp_path}\nNone\n"
    assert (tmp_path / "a" / "b.html").exists()


def test_without_execution_only_flags_are_written(execute, tmp_path):
    flags = json.dumps({"values": {"lr": 2}})
    assert execute("lr = 1", words=("train.ipynb", "--no-exec"), flags=flags) == (0, "", "")
    assert sources(tmp_path / "train.ipynb") == ["lr = 2"]
    assert not (tmp_path / "train.html").exists()


def test_a_page_can_be_without_input(execute, tmp_path):
    execute("print('a' + 'b')", words=("train.ipynb", "--html-no-input"))
    page = (tmp_path / "train.html").read_text()
    assert "ab" in page
    assert "print" not in page.partition("<body")[2]


def test_outputs_of_before_are_not_of_this_run(execute, tmp_path):
    execute("print('a')", "print('b')")
    path = tmp_path / "train.ipynb"
    path.write_text(path.read_text().replace("print('a')", "1 / 0"))
    execute()
    assert texts(path) == ["", ""]


def test_a_notebook_of_the_project_that_is_linked_is_left_alone(
    execute, tmp_path, tmp_path_factory
):
    project = tmp_path_factory.mktemp("project")
    original = write(project, "print('a')")
    before = original.read_bytes()
    (tmp_path / "train.ipynb").symlink_to(original)
    assert execute()[0] == 0
    assert original.read_bytes() == before
    (tmp_path / "link").symlink_to(project)
    status, _, errors = execute(words=("link/train.ipynb",))
    assert (status, errors) == (
        1,
        "guild: the notebook link/train.ipynb is not in the run directory\n",
    )


def test_a_notebook_keeps_its_permissions(execute, tmp_path):
    path = write(tmp_path, "print('a')")
    path.chmod(0o640)
    execute()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_secret_is_in_no_file(execute, tmp_path):
    secret = 'se"cré\\t-1234'
    flags = json.dumps({"values": {"token": secret, "lr": 3}, "secret": ["token", "other"]})
    status, output, _ = execute("token = ''\nlr = 1", "print(token, lr)\ntoken", flags=flags)
    assert (status, output.splitlines()[0]) == (0, f"{secret} 3")
    written = (tmp_path / "train.ipynb").read_text(), (tmp_path / "train.html").read_text()
    assert not any("1234" in text for text in written)
    assert all("***" in text for text in written)


def test_a_large_notebook_is_executed(execute, tmp_path):
    status, output, _ = execute("# " + "x" * (2 << 20), "print('a')")
    assert (status, output) == (0, "a\n")


def test_a_notebook_of_an_old_format_is_executed(execute, tmp_path):
    cell = {
        "cell_type": "code",
        "language": "python",
        "input": ["lr = 1\n", "print(lr)"],
        "outputs": [],
        "collapsed": False,
        "metadata": {},
    }
    old = {
        "nbformat": 3,
        "nbformat_minor": 0,
        "metadata": {"name": ""},
        "worksheets": [{"cells": [cell], "metadata": {}}],
    }
    (tmp_path / "train.ipynb").write_text(json.dumps(old))
    flags = json.dumps({"values": {"lr": 7}})
    assert execute(flags=flags)[:2] == (0, "7\n")
    assert nbformat.read(tmp_path / "train.ipynb", 4).cells[0].source == "lr = 7\nprint(lr)"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"{", "no notebook that can be read"),
        (b"[]", "no notebook that can be read"),
        (b'{"nbformat": 4, "nbformat_minor": 5, "cells": [{}]}', "no notebook that can be read"),
        (
            b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": '
            b'[{"cell_type": "code", "metadata": {}, "outputs": [], "source": 1}]}',
            "cell 1 has no text",
        ),
        (b'{"nbformat": 3, "worksheets": 5}', "nbformat cannot bring it into its version 4"),
        (b"\xff", "it is not UTF-8"),
    ],
)
def test_a_file_that_is_no_notebook_is_told(execute, tmp_path, content, expected):
    (tmp_path / "train.ipynb").write_bytes(content)
    status, output, errors = execute()
    assert (status, output) == (1, "")
    assert expected in errors
    assert "Traceback" not in errors


def test_a_notebook_that_is_not_there_is_told(execute):
    status, _, errors = execute()
    assert status == 1
    assert "the notebook train.ipynb cannot be read: No such file or directory" in errors


def test_unknown_words_are_told(execute):
    status, _, errors = execute("1", words=("train.ipynb", "--html"))
    assert status == 1
    assert "unrecognized arguments: --html\nIt takes --no-exec and --html-no-input." in errors


def test_flags_of_a_notebook_in_another_language_are_refused(execute):
    kernel = {"name": "ir", "display_name": "R", "language": "R"}
    flags = json.dumps({"values": {"lr": 2}})
    status, _, errors = execute("lr <- 1", kernel=kernel, flags=flags)
    assert status == 1
    assert "flags cannot be given to train.ipynb: it is in r, not in Python" in errors


def test_a_kernel_of_another_language_that_is_not_installed_is_told(execute):
    kernel = {"name": "ir", "display_name": "R", "language": "R"}
    status, _, errors = execute("lr <- 1", kernel=kernel)
    assert status == 1
    assert "there is no kernel 'ir' for this notebook" in errors


def test_an_interpreter_without_ipykernel_is_told_with_the_remedy(execute, tmp_path):
    python = tmp_path / "bare"
    python.write_text(f'#!/bin/sh\nexec {sys._base_executable} -I -S "$@"\n')
    python.chmod(0o755)
    status, _, errors = execute("1", words=("train.ipynb", "--kernel-python", str(python)))
    assert status == 1
    assert f"{python} cannot run notebooks: it has no ipykernel\n" in errors
    assert f"{python} -m pip install ipykernel\n" in errors


def test_an_interpreter_that_does_not_exist_is_told(execute):
    status, _, errors = execute("1", words=("train.ipynb", "--kernel-python", "/none"))
    assert status == 1
    assert "/none cannot be started: No such file or directory" in errors


def test_a_kernel_that_ends_at_once_is_told(execute):
    status, _, errors = execute("1", words=("train.ipynb", "--kernel-python", "/bin/false"))
    assert status == 1
    assert "guild: " in errors
    assert "/bin/false" in errors
