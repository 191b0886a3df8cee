"""Executing the cells of a notebook: outputs are said as they come, and kept within bounds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import nbformat.v4
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode

from guild_jupyter.execution.notebook_outputs import (
    FEW,
    ROOM,
    KeptText,
    Speech,
    size_of,
)

_TOO_MUCH = "[an output is left out: the notebook would become too large]\n"
_new_output: Any = nbformat.v4.new_output  # untyped
#: Texts of one cell in the order of their coming; more are put to the others of their stream.
_TEXTS = 50


class Client(NotebookClient):
    """Executes cells, one after the other, with a kernel that is started already.

    Parameters
    ----------
    notebook
        The notebook; outputs are put into it.
    kernel
        The manager of its kernel.
    streams
        Whether what cells print has to be said; a kernel may do that itself.
    room
        Characters that all outputs of the notebook may take.
    """

    def __init__(
        self,
        notebook: NotebookNode,
        kernel: Any,  # noqa: ANN401 - theirs
        *,
        streams: bool,
        room: int = ROOM,
    ) -> None:
        super().__init__(notebook, km=kernel, timeout=None, iopub_timeout=30)
        self.on_cell_executed = self._executed
        self.clear_before_next_output = False
        #: Whether there is something that was not settled yet.
        self.changed = False
        #: Whether the notebook asked its kernel to exit.
        self.leaves = False
        self._room = room
        self._texts: list[tuple[NotebookNode, KeptText]] = []
        self._speech = Speech(streams=streams)

    async def run_cell(self, cell: NotebookNode, index: int) -> None:
        """Execute a cell; errors as :meth:`async_execute_cell`."""
        self._texts = []
        try:
            await self.async_execute_cell(cell, index)
        except CellExecutionError as error:
            self._make_sure_of(error, cell)
            raise
        finally:
            self.settle()
            self._room -= sum(len(output["text"]) for output, _ in self._texts)
            self._speech.end_line()

    def _make_sure_of(self, error: CellExecutionError, cell: NotebookNode) -> None:
        """Say an error whose message was lost among many."""
        if not any(output.get("output_type") == "error" for output in cell.outputs):
            lines = str(error.traceback).splitlines()
            content = {"ename": error.ename, "evalue": error.evalue, "traceback": lines}
            cell.outputs.append(_new_output("error", **content))
            self._speech.say("error", content)

    def settle(self) -> None:
        """Put the text that came so far into the notebook."""
        for output, kept in self._texts:
            output["text"] = kept.text()
        self.changed = False

    def process_message(
        self, msg: dict[str, Any], cell: NotebookNode, cell_index: int
    ) -> NotebookNode | None:
        """Say what a message brings, then treat it as any front end does."""
        self.changed = True
        self._speech.say(msg["msg_type"], msg["content"])
        return super().process_message(msg, cell, cell_index)

    def output(
        self,
        outs: list[NotebookNode],
        msg: dict[str, Any],
        display_id: str | None,
        cell_index: int,
    ) -> NotebookNode | None:
        """Keep an output, as far as there is room."""
        if self.output_hook_stack[msg["parent_header"].get("msg_id")]:
            return super().output(outs, msg, display_id, cell_index)
        if self.clear_before_next_output:
            self._forget(outs)
        if msg["msg_type"] == "stream":
            known = self._text_for(outs, msg["content"]["name"])
            if known is not None:
                known.add(msg["content"]["text"])
                return None
        size = size_of(msg["content"])
        if size > self._room:
            self._leave_out(outs)
            return None
        self._room -= size
        out = super().output(outs, msg, display_id, cell_index)
        if out is not None and out["output_type"] == "stream":
            kept = KeptText() if self._room > 0 else KeptText(FEW, FEW)
            kept.add(out["text"])
            self._texts.append((out, kept))
        return out

    def clear_output(self, outs: list[NotebookNode], msg: dict[str, Any], cell_index: int) -> None:
        """Forget outputs, and count the room they took as free."""
        hooked = self.output_hook_stack[msg["parent_header"].get("msg_id")]
        if not hooked and not msg["content"].get("wait"):
            self._forget(outs)
        super().clear_output(outs, msg, cell_index)

    def _text_for(self, outs: list[NotebookNode], name: str) -> KeptText | None:
        """Return the text that a piece from a stream belongs to, None for a new one."""
        own = [(output, kept) for output, kept in self._texts if output["name"] == name]
        goes_on = own and outs and (own[-1][0] is outs[-1] or len(self._texts) >= _TEXTS)
        return own[-1][1] if goes_on else None

    def _leave_out(self, outs: list[NotebookNode]) -> None:
        if not any(output.get("text") == _TOO_MUCH for output in outs):
            outs.append(_new_output("stream", name="stderr", text=_TOO_MUCH))

    def _forget(self, outs: list[NotebookNode]) -> None:
        self._room += sum(map(size_of, outs))
        self._texts = []

    def _executed(self, execute_reply: Mapping[str, Any], **_others: object) -> None:
        payload = execute_reply["content"].get("payload") or ()
        self.leaves = any(part.get("source") == "ask_exit" for part in payload)
