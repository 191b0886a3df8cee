"""Who a process is, with /proc and without, and signals only to the right one."""

import os
import signal
import sys

import pytest

from guild_jupyter.supervise import durable, facilities, identity, tree
from guild_jupyter.supervise.facilities import detect


@pytest.fixture(params=["", "pidfd", "proc,pidfd"], ids=["all", "no pidfd", "no proc"])
def without(request, monkeypatch):
    monkeypatch.setattr(identity, "FACILITIES", detect(request.param))
    return request.param


def test_a_process_is_known_by_its_start(without, helper_process):
    process = helper_process(["sleep", "100"])
    who = identity.identify(process.pid)
    assert identity.is_alive(who)
    other = identity.from_json(who.to_json() | {"start": "another"})
    assert not identity.is_alive(other)
    assert not identity.send(other, signal.SIGKILL)
    assert process.poll() is None
    assert identity.send(who, signal.SIGTERM)
    assert process.wait(10) == -15
    assert not identity.is_alive(who)
    assert not identity.send(who, signal.SIGTERM)
    assert identity.identify(process.pid) is None


def test_parents_are_known(without, helper_process):
    process = helper_process(["sleep", "100"])
    assert identity.parents()[process.pid] == os.getpid()
    assert not identity.is_uninterruptible(identity.identify(process.pid))
    assert identity.host() == os.uname().nodename


def test_identities_are_values():
    who = identity.identify(os.getpid())
    again = identity.from_json(who.to_json())
    assert who == again
    assert len({who, again}) == 1
    assert who != identity.from_json(who.to_json() | {"pid": 1})
    assert who != "who"


@pytest.mark.parametrize("pid", [0, -1, -5, 10**30, "x", None, 1e400, [1]])
def test_what_is_no_pid_of_one_process_is_no_identity(pid):
    facts = identity.identify(os.getpid()).to_json() | {"pid": pid}
    assert identity.from_json(facts) is None


def test_an_identity_of_another_boot_or_namespace_is_not_alive():
    facts = identity.identify(os.getpid()).to_json()
    assert not identity.is_alive(identity.from_json(facts | {"boot": "x"}))
    assert not identity.is_alive(identity.from_json(facts | {"namespace": "x"}))


def test_a_process_of_another_user_is_not_signalled_and_nothing_fails(monkeypatch):
    def forbidden(*_):
        raise PermissionError(1, "Operation not permitted")

    me = identity.identify(os.getpid())
    monkeypatch.setattr(identity.signal, "pidfd_send_signal", forbidden, raising=False)
    assert not identity.send(me, 0)
    monkeypatch.setattr(identity, "FACILITIES", detect("pidfd"))
    monkeypatch.setattr(identity.os, "kill", forbidden)
    assert not identity.send(me, 0)


def test_a_process_that_ends_between_the_descriptor_and_the_look_is_not_signalled(monkeypatch):
    me = identity.identify(os.getpid())
    monkeypatch.setattr(identity, "is_alive", lambda _: False)
    assert not identity.send(me, signal.SIGKILL)


def test_where_neither_proc_nor_ps_is_there_nothing_is_known(monkeypatch):
    monkeypatch.setattr(identity, "FACILITIES", detect("proc"))
    monkeypatch.setenv("PATH", "/not/there")
    assert identity.identify(os.getpid()) is None
    assert identity.parents() == {}


def test_a_namespace_that_may_not_be_read_is_empty(monkeypatch):
    def forbidden(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(identity.os, "readlink", forbidden)
    assert identity.pid_namespace() == ""


def test_a_row_of_the_process_table_that_cannot_be_read_is_left_out(monkeypatch):
    monkeypatch.setattr(identity, "_read", lambda _: "")
    assert identity.parents() == {}


def test_a_process_writes_down_who_it_is(run, monkeypatch):
    identity.write_own(run.supervisor, 0o600)
    assert identity.from_json(durable.read_json(run.supervisor)).pid == os.getpid()
    monkeypatch.setattr(identity, "identify", lambda _: None)
    identity.write_own(run.supervisor, 0o600)
    assert durable.read_json(run.supervisor) == {}


def test_facilities_are_switched_off_by_name():
    everything, nothing = detect(), detect("proc, subreaper,splice,pidfd")
    assert not any(vars(nothing).values())
    if sys.platform == "linux":
        assert all(vars(everything).values())


def test_a_process_becomes_a_subreaper_only_where_there_are_any(monkeypatch):
    calls = []

    class Library:
        def __init__(self, name):
            self.name = name

        def prctl(self, *words):
            calls.append(words)
            return 0

    import ctypes

    monkeypatch.setattr(ctypes, "CDLL", Library)
    monkeypatch.setattr(facilities, "FACILITIES", detect())
    assert facilities.become_subreaper() == (sys.platform == "linux")
    monkeypatch.setattr(facilities, "FACILITIES", detect("subreaper"))
    assert not facilities.become_subreaper()
    assert calls == ([(36, 1, 0, 0, 0)] if sys.platform == "linux" else [])


# -- trees ----------------------------------------------------------------------------------


def test_descendants_are_found_without_those_spared(helper_process):
    nested = helper_process(["sh", "-c", "sh -c 'sleep 100; :' & echo up; wait"], stdout=-1)
    nested.stdout.readline()
    pids = {process.pid for process in tree.descendants({nested.pid}, set())}
    assert pids
    assert nested.pid not in pids
    assert nested.pid in {one.pid for one in tree.descendants({os.getpid()}, set())}
    assert not pids & {one.pid for one in tree.descendants({os.getpid()}, {nested.pid})}
    everyone = tree.descendants({os.getpid()}, set())
    tree.kill([one for one in everyone if one.pid in {*pids, nested.pid}])
    assert nested.wait(10) == -9


def test_a_circle_in_a_table_of_parents_that_changes_under_the_look_ends(monkeypatch):
    me = os.getpid()
    high = (1 << 22) - 1
    monkeypatch.setattr(identity, "parents", lambda: {me: high, high: me})
    assert [one.pid for one in tree.descendants({high}, set())] == [me]


def test_marked_processes_and_those_of_a_session_are_found(helper_process, eventually):
    marked = helper_process(["sleep", "100"], env={"MARK": "this"}, start_new_session=True)
    # Between fork and exec it still has the environment of this process.
    found = eventually(lambda: tree.marked("MARK", "this"))
    assert [one.pid for one in found] == [marked.pid]
    assert [one.pid for one in tree.in_session(marked.pid)] == [marked.pid]
    tree.terminate(found)
    assert marked.wait(10) == -15
    assert tree.marked("MARK", "this") == tree.in_session(marked.pid) == []


def test_processes_that_vanish_under_the_look_are_left_out(monkeypatch):
    gone = (1 << 22) - 1
    monkeypatch.setattr(identity, "parents", lambda: {gone: 1, os.getpid(): 1})
    assert tree.marked("NO_SUCH", "mark") == []
    own = os.getsid(0)
    assert [one.pid for one in tree.in_session(own)] == [os.getpid()]
    monkeypatch.setattr(identity, "identify", lambda _: None)
    assert tree.in_session(own) == []


def test_the_age_of_a_process_is_known_by_the_ticks_of_this_boot(monkeypatch):
    me = identity.identify(os.getpid())
    first = identity.age(me)
    assert 0 <= first <= identity.age(me)
    other = identity.Identity(me.pid, me.start, "another boot", me.namespace, me.host)
    assert identity.age(other) is None
    odd = identity.Identity(me.pid, "Sat Nov 21", me.boot, me.namespace, me.host)
    assert identity.age(odd) is None
    monkeypatch.setattr(identity.FACILITIES, "proc", False)
    assert identity.age(me) is None
