"""What the launcher tells the supervising processes: the content of ``plan.json``."""

from __future__ import annotations

from guild_jupyter.supervise import durable, withheld

TYPE_CHECKING = False  # as typing says it, without its 9 ms
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

#: Exit status of a run whose required resources could not be had.
RESOURCES_FAILED = 1
#: Seconds between the request to end and the force.
DEFAULT_GRACE = 10.0
#: How many of the first and of the last bytes of the output are kept.
DEFAULT_HEAD, DEFAULT_TAIL = 1 << 30, 16 << 20


class Orders:
    """The orders for one run.

    Parameters
    ----------
    operation
        Words of the operation's command.
    prepare
        Words of the program that fetches and places resources; None where none are required.
    recorder
        Words of the program that records scalars; None for none.
    grace
        Seconds between the request to end and the force.
    drain
        Seconds that output is waited for after the operation has ended.
    provenance
        Whether the recorder has something to note of a run that writes nothing.
    recorder_after
        Seconds a run must have lived before its recorder is started.
    mode
        Permissions of the files written.
    head, tail
        How many of the first and of the last bytes of the output are kept.
    processes
        At how many processes of the user the operation can start no more; None for no limit.
    folder
        Where the operation runs; None for its run directory.
    limit
        Seconds after which the operation is stopped; None for never.
    """

    def __init__(
        self,
        operation: list[str],
        prepare: list[str] | None = None,
        recorder: list[str] | None = None,
        *,
        grace: float = DEFAULT_GRACE,
        drain: float = 5.0,
        provenance: bool = True,
        recorder_after: float = 0.3,
        mode: int = 0o600,
        head: int = DEFAULT_HEAD,
        tail: int = DEFAULT_TAIL,
        processes: int | None = None,
        folder: str | None = None,
        limit: float | None = None,
    ) -> None:
        self.operation = operation
        self.prepare = prepare
        self.recorder = recorder
        self.grace = grace
        self.drain = drain
        self.provenance = provenance
        self.recorder_after = recorder_after
        self.mode = mode
        self.head = head
        self.tail = tail
        self.processes = processes
        self.folder = folder
        self.limit = limit
        #: What the plan does not say; for the preparer.
        self.withheld: list[Any] = []

    def to_json(self) -> dict[str, Any]:
        """Return plain data for ``plan.json``."""
        return {name: value for name, value in vars(self).items() if name != "withheld"}

    def patience(self, request: str) -> float:
        """Return the seconds between a request to end, in a ``stop.json``, and the force."""
        asked = durable.read_json(request) or {}
        try:
            wanted = float(asked.get("grace", self.grace))
        except (TypeError, ValueError, OverflowError):
            return self.grace
        return wanted if wanted >= 0 else self.grace


def read(path: str, values: Sequence[Any] = ()) -> Orders:
    """Return the orders in a ``plan.json``.

    Parameters
    ----------
    path
        The file.
    values
        What was withheld from it.

    Raises
    ------
    ValueError
        The file is not there or says something else, or a withheld value is missing.
    """
    data = durable.read_json(path)
    if not data or "supervise" not in data:
        raise ValueError(f"{path} holds no orders")
    orders = Orders(**withheld.restore(data["supervise"], list(values)))
    orders.withheld = list(values)
    return orders
