"""The text of a diagnosis: what it holds, and what it must not."""

from pathlib import Path

from guild_jupyter.runstore import diagnosis, report
from guild_jupyter.runstore.layout import PRIVATE
from guild_jupyter.supervise import durable


def report_of(run):
    found = diagnosis.examine(run, PRIVATE)
    return report.text(run, found, [("with", "this")], report.advice(found, run, "%guild"))


def test_the_log_is_shown_without_secrets(store):
    run = store.run(status=None)
    lines = [f"line {number}" for number in range(50)]
    lines += ["OSError: [Errno 28] No space", "API_TOKEN=abcdef12345", "\x1b[2Jescape \udcff"]
    Path(run.files_of_run.log).write_bytes("\n".join(lines).encode(errors="surrogateescape"))
    text = report_of(run)
    assert "  | OSError: [Errno 28] No space" in text
    assert "abcdef" not in text
    assert "\x1b" not in text
    assert "line 9\n" not in text
    assert "line 49\n" in text


def test_neither_environment_nor_flags_nor_command_are_in_a_report(store):
    run = store.run(status=None)
    secrets = {}
    for name in ("env", "flags", "cmd", "user_flags", "label"):
        secrets[name] = f"plainly-{name}-visible"
        Path(run.files_of_run.attr(name)).write_text(f"{{x: {secrets[name]}}}")
    durable.write_json(run.files_of_run.plan, {"supervise": {"operation": ["plainly-plan"]}})
    assert "plainly" not in report_of(run)
