"""Which days are working days under which law (计算单位)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, cast

from zwgk.law.result import Citation
from zwgk.law.rules import Mark
from zwgk.source import read_source
from zwgk.time import CalendarDays, WorkingDays
from zwgk.time.day import wrong

__all__ = ["Counted", "counted_under"]


@cache
def _table() -> Any:
    return read_source(files("zwgk.law") / "tables" / "counting.yaml", name="counting.yaml").data


@dataclass(frozen=True, slots=True)
class Counted:
    """A number of days as one law counts it (计算单位)."""

    period: WorkingDays | CalendarDays
    citation: Citation
    mark: Mark


def counted_under(law: str, days: int, on: date, *, side: str = "agency") -> Counted:
    """What a number of days means under a law (该法的日是工作日还是自然日).

    ``side`` is who is bound: under 行政许可法 the agency's days are working days, the applicant's
    are not. The number alone never says so: the same 10 is both, depending on law and date.

    >>> counted_under("行政复议法", 10, date(2023, 12, 31)).period
    CalendarDays(count=10)
    >>> counted_under("行政复议法", 10, date(2024, 1, 1)).period
    WorkingDays(count=10)

    Raises:
        InvalidInput: for a law that is not in the table, and a day for which it was not read.
    """
    table = {row["law"]: row["versions"] for row in _table()}
    if law not in table:
        raise wrong("law", f"表中没有《{law}》", f"'{law}' is not in the table",
                    f"可用：{'、'.join(table)}", f"there are: {', '.join(table)}")  # fmt: skip
    for version in table[law]:
        begins = date.fromisoformat(version.get("from") or version["seen"])
        ends = version.get("to")
        if begins <= on and (ends is None or on < date.fromisoformat(ends)):
            works = _works(version["working"], days) and version.get("side", side) == side
            try:
                period = WorkingDays(days) if works else CalendarDays(days)
            except ValueError as bad:
                raise wrong("days", str(bad), str(bad)) from None
            return Counted(period, Citation(law, version["article"]), Mark(version["mark"]))
    raise wrong(
        "on",
        f"《{law}》在 {on} 的计算方式没有核对",
        f"how {law} counted on {on} was not read",
        "按当时的原文确定",
        "see the text of that time",
    )


def _works(working: object, days: int) -> bool:
    if isinstance(working, list):
        return str(days) in working
    if isinstance(working, dict):
        return days <= int(cast("str", working["at_most"]))
    return working == "all"
