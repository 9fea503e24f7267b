"""What facts are asked of (取值范围): tables as they were seen on a day, with what they lack."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from zwgk.facts.value import Support, Truth
from zwgk.facts.where import matches
from zwgk.records import Basis, Figure

LONG_AGO = date.min


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a table (数据行): absent, incomplete or complete."""

    rows: tuple[Any, ...] = ()
    present: bool = True
    complete: bool = True

    @property
    def closed(self) -> bool:
        """Whether there can be no further row."""
        return self.present and self.complete


@dataclass(frozen=True, slots=True)
class Known:
    """All that facts may be asked of: tables by name, figures, and last period's figures.

    ``duty_tables`` are the tables of duties by kind, because duties of one kind may be
    complete while another kind is not known at all.
    """

    tables: Mapping[str, Rows]
    duty_kinds: Mapping[str, Rows] = field(default_factory=dict)
    figures: Mapping[str, Figure] | None = None
    previous: Mapping[str, Figure] | None = None
    basis: Basis = Basis.DOCUMENTED

    def rows(self, table: str, where: Mapping[str, Any]) -> Rows:
        """The rows that a query looks at."""
        if table != "duties":
            return self.tables.get(table, Rows(present=False))
        wanted = where.get("kind")
        kinds = (
            [wanted] if isinstance(wanted, str) else wanted if isinstance(wanted, list) else None
        )
        chosen = [
            rows for kind, rows in sorted(self.duty_kinds.items()) if kinds is None or kind in kinds
        ]
        return Rows(
            tuple(row for rows in chosen for row in rows.rows),
            present=bool(chosen) and any(rows.present for rows in chosen),
            complete=bool(chosen) and all(rows.closed for rows in chosen),
        )


@dataclass(frozen=True, slots=True)
class Match:
    """One thing counted (计入对象): its name, its day, and whether it surely counts."""

    name: str
    day: date
    truth: Truth
    row: Any

    def support(self, amount: Any = 1) -> Support:
        """The match as support of a fact's value."""
        return Support(self.day, self.name, amount, self.truth is Truth.YES)


def matching(
    table: str, rows: Iterable[Any], where: Mapping[str, Any], accepted: Basis
) -> Iterator[Match]:
    """The rows that meet the conditions, surely or possibly (符合条件的记录).

    A record whose basis is not accepted counts at the most possibly; of a duty met by such a
    record, how it was met is not taken as known.
    """
    for row in rows:
        carried = row.basis.carries(accepted)
        hidden = frozenset() if carried else getattr(row, "claimed", frozenset())
        truth = matches(row, where, hidden)
        if truth is Truth.NO:
            continue
        if not carried:
            truth = Truth.MAYBE
        name = row.id if table == "duties" else f"{table}:{row.id}"
        yield Match(name, row.day or LONG_AGO, truth, row)


def by_subject(found: Iterable[Match]) -> list[Match]:
    """Duties that concern the same subject as one (同一事项只计一次): the surest of them stands."""
    best: dict[str, Match] = {}
    for match in found:
        mine = best.get(match.row.subject)
        if mine is None or (mine.truth is not Truth.YES and match.truth is Truth.YES):
            best[match.row.subject] = match
    return list(best.values())
