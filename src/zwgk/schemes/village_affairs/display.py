"""How long postings stayed up (公示时间): no query can ask it, as none adds days to a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Protocol

from zwgk import FactValue, Text

SHORTEST = 10


class Basis(Protocol):
    """How well a record is known (依据程度), and whether that is enough."""

    def carries(self, accepted: Any) -> bool:
        """Whether it is enough where ``accepted`` is asked for."""


class Posting(Protocol):
    """A publication (公开记录), as far as its time on show goes."""

    id: str
    item: str | None
    on: date
    covers: str | None
    until: date | None
    basis: Basis


class Postings(Protocol):
    """The publications that are known, and whether they are all."""

    rows: Iterable[Posting]
    present: bool
    complete: bool


class Known(Protocol):
    """What a fact by code is given (取值范围): tables by name, and the basis asked for."""

    tables: Mapping[str, Postings]
    basis: Any


def taken_down_early(known: Known) -> FactValue:
    """Postings that were up for less than ten days altogether (公示不足十日的次数).

    A posting runs from the day after ``on`` to ``until``, the day it was taken down; without
    ``until`` it is still up. Postings of one item for one slot count together, so that what was
    torn down and put up again is judged by all its days (重庆市地方性法规第三十一条, our reading).
    A posting that only an assertion carries counts in the most alone.
    """
    table = known.tables.get("publications")
    if table is None or not table.present:
        why = Text("未提供公开记录", "publications are not given")
        return FactValue(least=FactValue.exactly(0).least, most=None, because=why)
    together: dict[tuple[str, str], list[Posting]] = defaultdict(list)
    for posting in table.rows:
        one = (posting.item or "", posting.covers) if posting.covers else ("", posting.id)
        together[one].append(posting)
    short = [rows for rows in together.values() if _days(rows) < SHORTEST]
    sure = [rows for rows in short if all(row.basis.carries(known.basis) for row in rows)]
    counted, possible = FactValue.exactly(len(sure)).least, FactValue.exactly(len(short)).most
    if not table.complete:
        why = Text("公开记录不全", "publications are not complete")
        return FactValue(least=counted, most=None, because=why)
    if len(sure) < len(short):
        why = Text("有的公开记录依据不足", "some publications lack a sufficient basis")
        return FactValue(least=counted, most=possible, because=why)
    return FactValue.exactly(len(sure))


def _days(rows: Iterable[Posting]) -> int:
    """The days on show, each counted once; ten are as good as any where one is still up."""
    days: set[int] = set()
    for row in rows:
        if row.until is None:
            return SHORTEST
        days.update(range(row.on.toordinal() + 1, row.until.toordinal() + 1))
    return len(days)
