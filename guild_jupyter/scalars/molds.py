"""Event files that differ in nothing but times and values, as those of one experiment do.

Decides which pieces are read along one that was read before. Every record's checksum is checked
here too, by what each changed byte adds to it; what does not fit is left to the parser.
"""

from __future__ import annotations

from array import array
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from guild_jupyter.scalars.checksums import added_at, unmasked
from guild_jupyter.scalars.records import Columns

_LARGEST = 256 << 10  # bytes: of longer pieces hardly two are alike
_FARTHEST = 512  # bytes from a change to the end of its record
_MOST = 4
_MOST_SIZES = 64
_TIME_KEY = 0x09
_TIME_BYTES = 8

_Numbers = npt.NDArray[Any]


class Values(NamedTuple):
    """Where events of one tag are.

    Parameters
    ----------
    kind
        How their values are stored, as numpy names it.
    starts
        Where the events begin.
    places
        Where the values do.
    """

    kind: str
    starts: _Numbers
    places: _Numbers


class _Series(NamedTuple):
    """A series of the piece that the mold was made of, and where its values and times are."""

    kind: str
    values: _Numbers
    times: _Numbers
    columns: Columns


class Mold:
    """What a piece of an event file is, but for its times, values and checksums."""

    def __init__(
        self, data: bytes, starts: _Numbers, ends: _Numbers, series: dict[str, _Series]
    ) -> None:
        whole = np.frombuffer(data, np.uint8)
        changing = np.zeros(len(data), bool)
        timed = starts[_is_timed(data, starts)] + 1
        _mark(changing, timed, _TIME_BYTES)
        for one in series.values():
            _mark(changing, one.values, np.dtype(one.kind).itemsize)
        places = np.flatnonzero(changing)
        owners = np.searchsorted(starts, places, side="right") - 1
        distances = ends[owners] - 1 - places
        self.is_good = bool(len(places)) and int(distances.max()) < _FARTHEST
        if not self.is_good:
            return
        # a row for the first changing byte of each record, one for the second, and so on
        rows = np.arange(len(places)) - np.searchsorted(owners, owners)
        shape = int(rows.max()) + 1, len(starts)
        self._places = np.zeros(shape, np.int64)  # the first byte of all does not change
        self._places[rows, owners] = places
        self._offsets = np.zeros(shape, np.int64)
        self._offsets[rows, owners] = distances * 256
        self._tables = added_at(_FARTHEST).ravel()
        self._before = whole[self._places]
        self._ends = ends
        self._checksums = unmasked(_view(data, "<u4")[ends])
        _mark(changing, ends, 4)
        self._mask = np.where(changing, 0, 0xFF).astype(np.uint8)
        self._fixed = (whole & self._mask).tobytes()
        self._series = series

    def cast(self, data: bytes) -> dict[str, Columns] | None:
        """Return the scalars of a sound piece of the same form; None for any other."""
        whole = np.frombuffer(data, np.uint8)
        if (whole & self._mask).tobytes() != self._fixed:
            return None
        changes = self._offsets + (whole[self._places] ^ self._before)
        added = np.bitwise_xor.reduce(self._tables[changes], axis=0)
        stored = unmasked(_view(data, "<u4")[self._ends])
        if (added ^ self._checksums != stored).any():
            return None
        with np.errstate(all="ignore"):  # a signalling nan is no matter
            return {tag: _columns(data, one) for tag, one in self._series.items()}


def _columns(data: bytes, series: _Series) -> Columns:
    steps, _, untimed = series.columns
    times = _doubles(data, "<f8", series.times) if len(series.times) else array("d", untimed)
    return array("q", steps), _doubles(data, series.kind, series.values), times


def _doubles(data: bytes, kind: str, places: _Numbers) -> array[float]:
    return array("d", _view(data, kind)[places].astype(np.float64).tobytes())


def _is_timed(data: bytes, starts: _Numbers) -> _Numbers:
    """Tell which records begin with their time; what follows an empty one does not look so."""
    is_timed: _Numbers = np.frombuffer(data, np.uint8)[starts] == _TIME_KEY
    return is_timed


def _mark(changing: _Numbers, begins: _Numbers, size: int) -> None:
    for place in range(size):
        changing[begins + place] = True


def _view(data: bytes, kind: str) -> _Numbers:
    """Return the bytes as numbers, one that begins at each byte."""
    count = len(data) - np.dtype(kind).itemsize + 1
    return np.ndarray((count,), kind, data, strides=(1,))


#: By the size of their pieces.
_molds: dict[int, Mold] = {}
#: Sizes of pieces that were seen once.
_once: dict[int, None] = {}


def cast(data: bytes) -> dict[str, Columns] | None:
    """Return the scalars of a whole, sound piece that is like one before; None for any other."""
    mold = _molds.get(len(data))
    if mold is None:
        return None
    found = mold.cast(data)
    if found is None:
        _molds.pop(len(data), None)
    return found


def learn(
    data: bytes,
    starts: _Numbers,
    lengths: _Numbers,
    columns: dict[str, Columns],
    values: dict[str, list[Values]],
) -> None:
    """Make a mold of a piece, where it is the second one of its size.

    Parameters
    ----------
    data
        Whole, sound records; all of their scalars are in `values`.
    starts, lengths
        Of the records' data.
    columns
        The scalars.
    values
        Where they are, by their tags.
    """
    size = len(data)
    if size > _LARGEST or not columns:
        return
    if size not in _once:
        _make_room(_once, _MOST_SIZES)
        _once[size] = None
        return
    _once.pop(size, None)
    series = {}
    for tag, parts in values.items():
        kinds = {one.kind for one in parts}
        begins = np.concatenate([one.starts for one in parts])
        places = np.concatenate([one.places for one in parts])
        is_timed = _is_timed(data, begins)
        if len(kinds) > 1 or is_timed.any() != is_timed.all():
            return
        order = np.argsort(begins)
        times = begins[order][is_timed] + 1
        series[tag] = _Series(kinds.pop(), places[order], times, columns[tag])
    mold = Mold(data, starts, starts + lengths, series)
    if mold.is_good:
        _make_room(_molds, _MOST)
        _molds[size] = mold


def _make_room(known: dict[int, Any], most: int) -> None:
    for size in list(known)[: max(0, len(known) - most + 1)]:
        known.pop(size, None)


def forget() -> None:
    """Drop what is known of pieces."""
    _molds.clear()
    _once.clear()
