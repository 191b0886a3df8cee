"""Scalars out of the bytes of an event file by numpy, thousands of records at a time.

Decides nothing but the way; `plain` gives the same answers.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from guild_jupyter.scalars import molds
from guild_jupyter.scalars.checksums import long_checksum, masked_checksums
from guild_jupyter.scalars.frames import frames
from guild_jupyter.scalars.molds import Values
from guild_jupyter.scalars.records import (
    DATA_DAMAGED,
    FOOTER,
    HEADER,
    NO_EVENT,
    Parsed,
    is_sound,
)
from guild_jupyter.scalars.template import Template, template_of
from guild_jupyter.scalars.wire import decode_event

_WIDEST = 512  # longer records are no scalars, or few
_WIDEST_SPAN = _WIDEST // 32
_SHORTEST = 4
_SPAN = 32  # of the lengths of records that make one table: up to 16, 48, 80 …
_PROBES = (1, 16, 16)  # rows whose forms are looked at, in turn, while rows are left
_PEELED = 8
_STEP_BYTES = 10
_TIME_KEY, _STEP_KEY, _SUMMARY_KEY = 0x09, 0x10, 0x2A
_FACTOR = np.uint64(0x9E3779B97F4A7C15)

_Numbers = npt.NDArray[Any]
_Part = tuple[_Numbers, _Numbers, _Numbers, _Numbers]  # positions, steps, values, wall times


def parse(data: bytes, foreign: set[str]) -> Parsed:
    """Return the scalars of whole records, as `plain.parse` does."""
    if not foreign and (columns := molds.cast(data)) is not None:
        return Parsed(columns, len(data))
    starts, lengths, parsed = frames(data)
    if len(starts):
        piece = _Piece(data, starts, lengths, foreign)
        piece.read(parsed)
        if parsed.used == len(data) and not foreign and not piece.has_odd_scalars:
            molds.learn(data, starts, lengths, parsed.columns, piece.values)
    return parsed


class _Piece:
    """The records of a piece of an event file.

    Parameters
    ----------
    data
        The piece.
    starts, lengths
        Of the records' data.
    foreign
        Tags that another plugin claimed.
    """

    def __init__(
        self, data: bytes, starts: _Numbers, lengths: _Numbers, foreign: set[str]
    ) -> None:
        self.data = data
        self.starts = starts
        self.lengths = lengths
        self.foreign = foreign
        # zeros around, so that no row and no step reaches beyond the bytes
        self.buffer = bytes(_WIDEST) + data + bytes(2 * _STEP_BYTES)
        self.parts: dict[str, list[_Part]] = {}
        self.tensors: dict[str, list[_Part]] = {}
        self.values: dict[str, list[Values]] = {}
        self.has_odd_scalars = False
        self.odd: list[int] = []  # where events begin that are decoded one by one
        self.damaged = len(data)  # where the first record begins that is

    def read(self, parsed: Parsed) -> None:
        """Fill in the scalars, up to the first damage."""
        span = _SPAN // 2 - 1
        least, most = int(self.lengths.min()), int(self.lengths.max())
        if least >= _SHORTEST and (least + span) // _SPAN == (most + span) // _SPAN < _WIDEST_SPAN:
            self._read_table(self.starts, self.lengths)
        else:
            is_usual = (self.lengths <= _WIDEST) & (self.lengths >= _SHORTEST)
            buckets = np.where(is_usual, (self.lengths + span) // _SPAN, -1)
            for bucket in sorted(set(buckets.tolist())):
                chosen = np.flatnonzero(buckets == bucket)
                read = self._read_table if bucket >= 0 else self._check_each
                read(self.starts[chosen], self.lengths[chosen])
        fault = DATA_DAMAGED if self.damaged < len(self.data) else ""
        claimed = dict.fromkeys(self.foreign, -1)
        if not self._read_odd(claimed):
            fault = NO_EVENT
        if fault:
            parsed.used, parsed.needed, parsed.fault = self.damaged - HEADER, 0, fault
        for tag, parts in self.tensors.items():
            limit = min(self.damaged, claimed.get(tag, self.damaged))
            self.parts.setdefault(tag, []).extend(_before(part, limit) for part in parts)
        for tag, parts in self.parts.items():
            if fault:
                parts = [_before(part, self.damaged) for part in parts]
            positions, *columns = (np.concatenate(column) for column in zip(*parts, strict=True))
            if len(parts) > 1:
                order = np.argsort(positions, kind="stable")
                columns = [column[order] for column in columns]
            if len(positions):
                steps, values, wall_times = columns
                parsed.columns[tag] = (
                    array("q", steps.tobytes()),
                    array("d", values.tobytes()),
                    array("d", wall_times.tobytes()),
                )

    def _view(self, kind: str) -> _Numbers:
        """Return the bytes as numbers, one that begins at each byte."""
        size = np.dtype(kind).itemsize
        count = len(self.buffer) - size + 1
        return np.ndarray((count,), kind, self.buffer, strides=(1,))

    def _check_each(self, starts: _Numbers, lengths: _Numbers) -> None:
        for start, length in zip(starts.tolist(), lengths.tolist(), strict=True):
            stop = start + length
            if length <= _WIDEST:
                good = is_sound(self.data, start, stop)
            else:
                stored = int.from_bytes(self.data[stop : stop + FOOTER], "little")
                good = long_checksum(self.data[start:stop]) == stored
            if not good:
                self.damaged = min(self.damaged, start)
            self.odd.append(start)

    def _read_table(self, starts: _Numbers, lengths: _Numbers) -> None:
        """Read records of similar lengths."""
        width = (int(lengths.max()) + 7) // 8 * 8
        begins = starts + _WIDEST
        ends = begins + lengths
        places = np.arange(width)
        rows = self._view(f"V{width}")[ends - width].view(np.uint8).reshape(-1, width)
        rows *= places >= (width - lengths)[:, np.newaxis]
        wrong = masked_checksums(rows, lengths) != self._view("<u4")[ends]
        if wrong.any():
            self.damaged = min(self.damaged, int(starts[wrong].min()))
        wall_times, steps, after, is_usual = self._heads(begins, ends)
        rows *= places >= (width - ends + after)[:, np.newaxis]
        rest = np.flatnonzero(is_usual)
        self.odd += starts[~is_usual].tolist()
        table = _Table(rows, starts, steps, wall_times, ends)
        for probes in _PROBES:
            for from_end, kind in _forms(rows, rest, probes):
                rest = self._take(table, rest, from_end, kind)
            if not len(rest):
                break
        self.odd += starts[rest].tolist()

    def _heads(
        self, begins: _Numbers, ends: _Numbers
    ) -> tuple[_Numbers, _Numbers, _Numbers, _Numbers]:
        """Return wall times, steps, where these end, and which events begin with them."""
        single = self._view("u1")
        is_timed = (single[begins] == _TIME_KEY) & (ends - begins > 8)
        wall_times = np.where(is_timed, self._view("<f8")[begins + 1], 0.0)
        at = begins + 9 * is_timed
        goes_on = single[at] == _STEP_KEY
        at += goes_on
        steps = np.zeros(len(at), np.uint64)
        for place in range(_STEP_BYTES):
            if not goes_on.any():
                break
            byte = np.where(goes_on, single[at], 0).astype(np.uint64)
            steps |= (byte & np.uint64(0x7F)) << np.uint64(7 * place)
            at += goes_on
            goes_on = byte >= 0x80
        is_usual = ~goes_on & (at < ends) & (single[at] == _SUMMARY_KEY)
        return wall_times, steps.view(np.int64), at, is_usual

    def _take(self, table: _Table, rest: _Numbers, from_end: int, kind: str) -> _Numbers:
        """Take the events whose values stand at one place; return the others."""
        rows = table.rows[rest]
        groups, others = _alike(rows, from_end, np.dtype(kind).itemsize)
        left = [rest[others]]
        with np.errstate(all="ignore"):  # a signalling nan is no matter
            values = self._view(kind)[table.ends[rest] - from_end].astype(np.float64)
        for chosen in groups:
            found = rest[chosen]
            form = _form(rows[chosen[0]].tobytes())
            if form is None or (form.from_end, form.format) != (from_end, kind):
                left.append(found)
                continue
            parts = self.tensors if form.is_tensor else self.parts
            parts.setdefault(form.tag, []).append(
                (
                    table.starts[found],
                    table.steps[found],
                    values[chosen],
                    table.wall_times[found],
                )
            )
            places = table.ends[found] - (_WIDEST + from_end)
            self.values.setdefault(form.tag, []).append(Values(kind, table.starts[found], places))
        return np.sort(np.concatenate(left))

    def _read_odd(self, claimed: dict[str, int]) -> bool:
        """Read the odd events in their order; return whether all up to the first damage are."""
        found: dict[str, list[tuple[int, int, float, float]]] = {}
        good = True
        odd = np.sort(np.array(self.odd, np.int64))
        lengths = self.lengths[np.searchsorted(self.starts, odd)]
        for start, length in zip(odd.tolist(), lengths.tolist(), strict=True):
            if start >= self.damaged:
                break
            try:
                wall_time, step, scalars = decode_event(
                    self.data, start, start + length, self.foreign
                )
            except (ValueError, IndexError, struct.error):
                self.damaged = start
                good = False
                break
            if len(self.foreign) > len(claimed):
                claimed.update(dict.fromkeys(self.foreign - claimed.keys(), start))
            for tag, value in scalars:
                found.setdefault(tag, []).append((start, step, value, wall_time))
        self.has_odd_scalars = bool(found)
        for tag, events in found.items():
            starts, steps, values, wall_times = zip(*events, strict=True)
            self.parts.setdefault(tag, []).append(
                (
                    np.array(starts, np.int64),
                    np.array(steps, np.int64),
                    np.array(values, np.float64),
                    np.array(wall_times, np.float64),
                )
            )
        return good


@dataclass(frozen=True, slots=True)
class _Table:
    """Records of similar lengths: each row holds what comes after the step, at its end."""

    rows: _Numbers
    starts: _Numbers
    steps: _Numbers
    wall_times: _Numbers
    ends: _Numbers


def _forms(rows: _Numbers, rest: _Numbers, probes: int) -> list[tuple[int, str]]:
    """Return where and how the values of some of the rows are stored, each form once."""
    chosen = rest[:: -(-len(rest) // probes) or 1]
    found = (_form(rows[row].tobytes()) for row in chosen.tolist())
    return list(dict.fromkeys((form.from_end, form.format) for form in found if form))


@lru_cache(maxsize=4096)
def _form(row: bytes) -> Template | None:
    # no event begins with a zero: those before it only fill the row
    return template_of(row.lstrip(b"\0"))


def _alike(rows: _Numbers, from_end: int, size: int) -> tuple[list[_Numbers], _Numbers]:
    """Return groups of rows that differ in nothing but the value, and rows of no group."""
    at = rows.shape[1] - from_end
    if at < 0:
        return [], np.arange(len(rows))
    rows[:, at : at + size] = 0
    words = rows.view(np.uint64)
    mixed = np.zeros(len(rows), np.uint64)
    for column in range(words.shape[1]):
        mixed = (mixed ^ words[:, column]) * _FACTOR
        mixed ^= mixed >> np.uint64(29)
    groups: list[_Numbers] = []
    left = np.arange(len(rows))
    while len(left) and len(groups) < _PEELED:
        same = mixed[left] == mixed[left[0]]
        groups.append(left[same])
        left = left[~same]
    if len(left):
        order = left[np.argsort(mixed[left], kind="stable")]
        groups += np.split(order, np.flatnonzero(np.diff(mixed[order])) + 1)
    others = []
    for place, group in enumerate(groups):
        equal = (words[group] == words[group[0]]).all(axis=1)
        if not equal.all():
            others.append(group[~equal])
            groups[place] = group[equal]
    return groups, np.concatenate(others) if others else np.empty(0, np.int64)


def _before(part: _Part, limit: int) -> _Part:
    """Return the events of a part that begin before a position."""
    keep = part[0] < limit
    if keep.all():
        return part
    return part[0][keep], part[1][keep], part[2][keep], part[3][keep]


def places(steps: Sequence[int], values: Sequence[float]) -> tuple[int, int, int, int]:
    """Return where the first, last, least and greatest value of a series are."""
    when, what = np.asarray(steps), np.asarray(values)
    first = int(when.argmin())
    last = len(when) - 1 - int(when[::-1].argmax())
    is_nan = np.isnan(what)
    if not is_nan.any():
        return first, last, int(what.argmin()), int(what.argmax())
    if is_nan.all():
        return first, last, 0, 0
    return first, last, int(np.nanargmin(what)), int(np.nanargmax(what))
