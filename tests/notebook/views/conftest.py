"""Stores written by hand, a shell that notes what is displayed, and views over wires."""

import threading

import pytest
from IPython.core.displaypub import CapturingDisplayPublisher
from IPython.core.interactiveshell import InteractiveShell

from guild_jupyter.errors import GuildError
from guild_jupyter.notebook.views import bringing, live, view
from guild_jupyter.presenting.presenter import Message
from tests.presenting.stores import Store


class Shown:
    """A presenter of nothing, that does as a test tells it."""

    kind = "table"
    line = "%guild runs"
    is_live = True

    def __init__(self):
        self.news = []
        self.firsts = 0
        self.fault = None
        self.looked = threading.Semaphore(0)

    def first(self):
        self.firsts += 1
        return Message({"push": "table", "number": self.firsts})

    def answer(self, question, wanted):
        if question == "refused":
            raise GuildError("no such thing", "Name another.")
        if question == "wrong":
            return wanted["what is not there"]
        return Message({"of": question, **wanted}, [b"12345678"])

    def changes(self):
        self.looked.release()
        if self.fault:
            raise self.fault
        news, self.news = self.news, []
        return news

    def html(self, name):
        return f"<b>static {name}</b>"

    def text(self):
        return "static"


class Wire:
    """A comm whose other end is the test."""

    def __init__(self, **_options):
        self.comm_id = "c" * 32
        self.sent = []
        self.arrived = threading.Condition()
        self.is_closed = False

    def send(self, data=None, metadata=None, buffers=None):
        with self.arrived:
            self.sent.append((data, buffers))
            self.arrived.notify_all()

    def on_msg(self, *_):
        pass

    def close(self, *_, **__):
        self.is_closed = True

    @property
    def said(self):
        """What was told to the page."""
        return [data["content"] for data, _ in self.sent if data.get("method") == "custom"]

    def wait_for(self, what):
        """Wait until something was sent."""
        with self.arrived:
            assert self.arrived.wait_for(lambda: what(self.said), 30)


@pytest.fixture
def make_view(monkeypatch):
    """Makes views over wires; at the end all are closed."""
    monkeypatch.setattr(view, "packed", lambda: "export default {}")
    monkeypatch.setattr(view, "_carrier", None)
    made = []

    def make(presenter=None, **options):
        one = view.View(presenter or Shown(), **options)
        one.comm = Wire()
        made.append(one)
        return one

    yield make
    for one in made:
        one.close()
    wait_until_over()


def wait_until_over():
    """Wait until the thread that keeps views live has ended."""
    thread = live._thread
    live._wake.set()
    if thread is not None:
        thread.join(30)
        assert not thread.is_alive()


@pytest.fixture
def shown():
    return Shown()


@pytest.fixture
def until_over():
    return wait_until_over


@pytest.fixture
def store(tmp_path, clean_environment):
    return Store(tmp_path)


@pytest.fixture
def shell():
    InteractiveShell.clear_instance()
    made = InteractiveShell.instance()
    made.display_pub = CapturingDisplayPublisher()
    bringing.enable(made)
    yield made
    bringing.disable(made)
    bringing._going.clear()
    InteractiveShell.clear_instance()
