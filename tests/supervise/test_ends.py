import subprocess
import sys
import time

from guild_jupyter.supervise import durable, ends, identity
from guild_jupyter.supervise.orders import Orders


def test_time_counts_from_the_start_of_the_operation_whoever_keeps_it():
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    who = identity.identify(child.pid).to_json()
    due = ends.moment_of(100.0, who)
    assert time.monotonic() + 90 < due <= time.monotonic() + 100
    child.communicate(b"\n")
    assert ends.moment_of(None, who) is None
    assert ends.moment_of(0.0, None) <= time.monotonic()


def test_a_limit_is_noted_where_nobody_asked_before(tmp_path):
    path = str(tmp_path / "stop.json")
    orders = Orders(["true"], limit=90.0)
    ends.note_limit(path, orders)
    assert ends.reason_of(durable.read_json(path)) == "its time was up after 1.5 min"
    durable.write_json(path, {"time": 1})
    ends.note_limit(path, orders)
    assert ends.reason_of(durable.read_json(path)) == ""
    assert ends.reason_of(None) == ""


def test_a_limit_that_cannot_be_noted_holds_all_the_same(tmp_path):
    ends.note_limit(str(tmp_path / "no" / "folder"), Orders(["true"], limit=1.0))
    assert not (tmp_path / "no").exists()


def test_the_end_of_a_child_is_told():
    child = subprocess.Popen(["true"])
    while not ends.has_ended(child.pid):
        time.sleep(0.001)
    child.wait()


def test_a_child_that_somebody_else_waited_for_has_ended():
    assert ends.has_ended((1 << 22) - 1)
