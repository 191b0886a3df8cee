"""Ctrl-C while a run is being launched."""

import signal
import threading

import pytest

from guild_jupyter.notebook.interruption import held_back


def test_an_interruption_waits_until_it_is_delivered():
    before = signal.getsignal(signal.SIGINT)
    with held_back() as interruption:
        signal.raise_signal(signal.SIGINT)
        assert interruption.came
    with pytest.raises(KeyboardInterrupt):
        interruption.deliver()
    assert signal.getsignal(signal.SIGINT) is before


def test_without_an_interruption_nothing_is_delivered():
    with held_back() as interruption:
        pass
    interruption.deliver()
    assert not interruption.came


def test_what_comes_after_the_delivery_is_an_interruption_like_any_other():
    with held_back() as interruption:
        interruption.deliver()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)


def test_other_threads_are_never_interrupted_and_leave_the_signal_alone():
    before = signal.getsignal(signal.SIGINT)
    seen = []

    def hold():
        with held_back():
            seen.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=hold)
    thread.start()
    thread.join()
    assert seen == [before]
