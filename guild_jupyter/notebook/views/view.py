"""The widget of every view, and the one that carries the components for all of a kernel.

A view knows its presenter, which knows what is shown; neither knows the other kinds.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Mapping
from typing import Any

import anywidget
import traitlets

from guild_jupyter.notebook.views.bringing import bring
from guild_jupyter.notebook.views.bundle import packed
from guild_jupyter.notebook.views.naming import Naming
from guild_jupyter.presenting.answering import answered
from guild_jupyter.presenting.presenter import Message, Presenter, whole

_SOURCE = """
export default { render(context) {
  let over, off;
  const { el, model } = context;
  context.host.getWidget(model.get('lib')).then(async ({ exports }) => {
    off = await exports.render(context);
    if (over) off();
  }).catch(error => {
    el.textContent = `no live view (${error.message}): execute ${model.get('line')}`;
  });
  return () => { over = 1; off?.(); };
}};
"""
#: Asks the carrier to render; says so where it cannot. Each view is saved with it: no more blanks
#: than it needs.
_RENDER = "".join(line.strip() for line in _SOURCE.splitlines())
#: Characters of the name of a page, and pages of a view that are remembered: one whose browser
#: ended without a word is forgotten when so many others came.
_LONGEST, MOST_PAGES = 200, 8
#: What the messages of a page have beside what they ask for.
_ENVELOPE = frozenset({"page", "id", "ask"})

_carrier: Carrier | None = None


class Carrier(anywidget.AnyWidget):
    """Carries the components; never shown itself."""

    def __init__(self) -> None:
        super().__init__(_esm=packed())


def carrier() -> Carrier:
    """Return the carrier of this kernel, made again if somebody closed it."""
    global _carrier
    if _carrier is None or _carrier.comm is None:
        _carrier = Carrier()
    return _carrier


class View(anywidget.AnyWidget):
    """A view in a cell.

    Parameters
    ----------
    presenter
        What is shown.
    choices
        What the reader chose before, such as an order or hidden columns.
    """

    _esm = _RENDER
    lib = anywidget.WidgetTrait().tag(sync=True)
    kind = traitlets.Unicode().tag(sync=True)
    line = traitlets.Unicode().tag(sync=True)
    twin = traitlets.Unicode().tag(sync=True)
    choices = traitlets.Dict().tag(sync=True)
    # Nobody sets these, and pages know what they are then: each view would be saved with them.
    _dom_classes: traitlets.List[str] = traitlets.List()
    tabbable = traitlets.Any()
    tooltip = traitlets.Any()

    def __init__(self, presenter: Presenter, choices: Mapping[str, Any] | None = None) -> None:
        made = carrier()
        super().__init__(
            lib=made,
            layout=made.layout,  # one for all: each would be saved with forty empty members
            kind=presenter.kind,
            line=presenter.line,
            twin=secrets.token_hex(8),
            choices=dict(choices or {}),
        )
        self.presenter = presenter
        self._naming = Naming()
        #: Held while the presenter is at work, which threads ask beside pages.
        self.turn = threading.RLock()
        #: Whether a page has asked something: one that shows the view is there.
        self.is_seen = False
        #: Whether the pages that showed it show it no longer.
        self.is_left = False
        #: The pages that show it, that which spoke last at the end.
        self._pages: dict[str, None] = {}
        self.on_msg(self._hear)

    @property
    def is_open(self) -> bool:
        """Whether it may still be shown."""
        return self.comm is not None

    def push(self, message: Message) -> None:
        """Send the page what it did not ask for; may be called from a thread."""
        if self.comm is None:
            return
        content, buffers = dict(message.content), list(message.buffers)
        try:
            self.send(content, buffers)
        except UnicodeEncodeError:  # rare: most messages are not looked through
            self.send(whole(content), buffers)

    def _hear(self, _view: object, content: object, _buffers: object) -> None:
        if not isinstance(content, Mapping):
            return
        # Several pages may show it: all hear each answer, and one that leaves is not the last.
        page = str(content.get("page", ""))[:_LONGEST]
        if content.get("left"):
            self._pages.pop(page, None)
            self.is_left = not self._pages
            return
        self._pages.pop(page, None)
        self._pages[page] = None
        if len(self._pages) > MOST_PAGES:
            del self._pages[next(iter(self._pages))]
        self.is_left, self.is_seen = False, True
        number, question = content.get("id"), str(content.get("ask"))
        if not isinstance(number, int):
            number = None  # no component asks so: what cannot be sent is not sent back
        wanted = {name: value for name, value in content.items() if name not in _ENVELOPE}
        answer = answered(self._answer, question, wanted)
        self.push(Message({**answer.content, "re": number, "page": page}, answer.buffers))

    def _answer(self, question: str, wanted: Mapping[str, Any]) -> Message:
        with self.turn:
            if question == "ended":
                bring(self)
                return Message({})
            if question == "frame":
                return self._naming.put(self.presenter, wanted)
            return self.presenter.answer(question, wanted)
