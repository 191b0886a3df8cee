import re

import pytest

from guild_jupyter.notebook import follow
from guild_jupyter.notebook.session import NOTEBOOK, Session
from guild_jupyter.supervise import exit_record
from guild_jupyter.supervise.exit_record import ExitRecord


class Stubborn:
    """A run whose following is interrupted when its output has been shown."""

    operation, short_id = "train", "12345678"

    def __init__(self, folder, data):
        self.output_path = folder / "output"
        self.output_path.write_bytes(data)

    def wait(self, *, check, each):
        each()
        raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("data", "said"), [(b"half a line", "half a line\n"), (b"a line\n", "a line\n"), (b"", "")]
)
def test_an_interrupt_ends_the_following_on_a_line_of_its_own(place, tmp_path, data, said):
    heard = []
    session = Session(place.guild, NOTEBOOK, heard.append)
    assert not follow.Following(Stubborn(tmp_path, data), session).until_end()
    assert "".join(heard) == said


def test_the_whole_output_is_shown_from_its_first_byte(place):
    place.write(
        "bytes_.py", r"import sys; sys.stdout.buffer.write(b'a\r\xff\xc3\xa4\nend \xe2\x98')"
    )
    place.write("guild.yml", "bytes: {main: bytes_}\n")
    run = place.ended("bytes")
    assert follow.Following(run, place.sessions[NOTEBOOK]).until_end()
    assert place.hears() == "a\r\ufffdä\nend \ufffd\n"
    assert re.fullmatch(rf"bytes {run.short_id}: completed in \d+\.\d s", follow.ending(run))


def test_the_ending_of_a_run_that_never_started_has_no_time(place):
    run = place.ended("train", "epochs=1")
    (run.dir / ".guild/attrs/started").unlink()
    exit_record.seal(run.files_of_run.exit_record, ExitRecord(0, 5, complete=True))
    assert follow.ending(run) == f"train {run.short_id}: completed"
