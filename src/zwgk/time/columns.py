"""Working days for whole columns of days (整列推算); needs the extra ``numpy``."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from zwgk.time.calendar import WorkCalendar
from zwgk.time.day import wrong

__all__ = ["Days", "MaskedDays", "add_workdays"]

Days: TypeAlias = NDArray[np.datetime64]

_DAY = np.dtype("datetime64[D]")
_EPOCH = date(1970, 1, 1).toordinal()
_BLOCK = 32_768  # days worked on at a time: they and the tables stay in the processor's cache
_MOST = 2**31 - 1


class MaskedDays(NamedTuple):
    """A column of days and which of them are not known (带掩码的日期列).

    ``days`` is ``datetime64[D]``, not a time (NaT) where ``unknown`` is true.
    """

    days: Days
    unknown: NDArray[np.bool_]

    @property
    def masked(self) -> np.ma.MaskedArray[tuple[int, ...], np.dtype[np.datetime64]]:
        """The same as a masked array of numpy (掩码数组)."""
        return np.ma.MaskedArray(self.days, self.unknown)


def add_workdays(days: Days, n: int, calendar: WorkCalendar | None = None) -> MaskedDays:
    """The n-th working day strictly after each day of a column (第 n 个工作日).

    As ``WorkCalendar.add_workdays``, but a day from which the count leaves the known days is
    masked, as is one that is missing (NaT) or masked itself; n = 0 gives every day itself. Any
    shape is kept. The tables for a calendar and n are built when first asked for.

    >>> column = np.array(["2024-09-13", "2026-12-20", "NaT"], dtype="datetime64[D]")
    >>> add_workdays(column, 20).days.astype(str).tolist()
    ['2024-10-17', 'NaT', 'NaT']

    Raises:
        InvalidInput: for anything but an array of ``datetime64[D]``, a whole number, a calendar.
    """
    kind = getattr(days, "dtype", type(days).__name__)
    if kind != _DAY:
        raise wrong(
            "add_workdays",
            f"要的是 datetime64[D] 数组，给的是 {kind}",
            f"an array of datetime64[D] is wanted, not {kind}",
            "先转成 北京日期 的 datetime64[D]",
            "turn it into Beijing dates as datetime64[D] first",
        )
    if type(n) is not int or abs(n) > _MOST:
        raise wrong("add_workdays", f"不是可用的整数：{n!r}", f"not a usable whole number: {n!r}")
    if calendar is not None and not isinstance(calendar, WorkCalendar):
        raise wrong("add_workdays", f"不是日历：{calendar!r}", f"not a calendar: {calendar!r}")
    if isinstance(days, np.ma.MaskedArray):
        days = days.filled(np.datetime64("NaT", "D"))
    if n == 0:
        return MaskedDays(days.copy(), np.isnat(days))
    ends, gaps, base = _tables(calendar or WorkCalendar.china(), n)
    given = np.ascontiguousarray(days).reshape(-1).view(np.int64)
    found = np.empty(given.size, np.int64)
    unknown = np.empty(given.size, np.bool_)
    at = np.empty(min(_BLOCK, given.size), np.int64)
    for start in range(0, given.size, _BLOCK):
        block = given[start : start + _BLOCK]
        here = at[: block.size]
        # Out of range either way, NaT too, is clipped to an end of the tables, and both ends
        # are unknown.
        np.subtract(block, base, out=here)
        np.take(ends, here, out=found[start : start + _BLOCK], mode="clip")
        np.take(gaps, here, out=unknown[start : start + _BLOCK], mode="clip")
    return MaskedDays(found.view("datetime64[D]").reshape(days.shape), unknown.reshape(days.shape))


@lru_cache(maxsize=32)
def _tables(calendar: WorkCalendar, n: int) -> tuple[NDArray[np.int64], NDArray[np.bool_], int]:
    """For each day from two before the calendar: the n-th working day, and whether unknown."""
    first, last = calendar.first.toordinal(), calendar.horizon.toordinal()
    works = np.array(
        [calendar.is_workday(date.fromordinal(day)) for day in range(first, last + 1)], np.bool_
    )
    worked = np.flatnonzero(works) + (first - _EPOCH)
    # how many working days lie before each day, from the day before the calendar to the one after
    before = np.concatenate([[0, 0], np.cumsum(works)])
    upto = np.concatenate([[0], np.cumsum(works), [worked.size]])
    index = upto + (n - 1) if n > 0 else before + n
    known = (index >= 0) & (index < worked.size)
    if n > 0:
        known[-1] = False  # the day after the calendar: what lies after it is not known
    else:
        known[0] = False  # the day before the calendar
    nothing = np.iinfo(np.int64).min  # NaT
    ends = np.full(index.size + 2, nothing, np.int64)
    ends[1:-1][known] = worked[index[known]]
    gaps = np.ones(index.size + 2, np.bool_)
    gaps[1:-1] = ~known
    return ends, gaps, first - _EPOCH - 2
