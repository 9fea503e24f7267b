"""What facts are asked of (取值范围): tables as they were seen on a day, with what they lack."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any, get_args, get_origin

from zwgk.duties import Duty, Source
from zwgk.errors import Text
from zwgk.facts.value import Support, Truth
from zwgk.facts.where import matches, may_be, value_of
from zwgk.records import RECORD_TYPES, Basis, Figure, PastPeriods
from zwgk.records.names import table_name

LONG_AGO = date.min


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a table (数据行): absent, incomplete or complete.

    ``sources`` are the tables from which derived rows come, each with what is known of it.
    """

    rows: tuple[Any, ...] = ()
    present: bool = True
    complete: bool = True
    sources: tuple[Source, ...] = ()

    def asked(self, where: Mapping[str, Any]) -> Rows:
        """The rows as far as a condition narrows them to some of their sources (来源范围)."""
        if not self.sources:
            return self
        asked = [source for source in self.sources if _may_hold(source, where)]
        # A duty that is there answers for nothing but itself.
        here = all(source.present for source in asked)
        whole = all(source.complete for source in asked)
        return Rows(self.rows, bool(self.rows) or here, here and whole, tuple(asked))

    @property
    def closed(self) -> bool:
        """Whether there can be no further row."""
        return self.present and self.complete


def _may_hold(source: Source, where: Mapping[str, Any]) -> bool:
    by_limit = any(may_be(where, "limit", limit) for limit in source.limits)
    return by_limit and may_be(where, "table", source.table)


@dataclass(frozen=True, slots=True)
class Known:
    """All that facts may be asked of: tables by name, figures, and last period's figures.

    ``past`` are the earlier periods, ``until`` the last day of the period assessed.
    ``duty_kinds`` are the duties by kind, because duties of one kind may be complete while
    another kind is not known at all.
    """

    tables: Mapping[str, Rows]
    duty_kinds: Mapping[str, Rows] = field(default_factory=dict)
    figures: Mapping[str, Figure] | None = None
    previous: Mapping[str, Figure] | None = None
    basis: Basis = Basis.DOCUMENTED
    past: PastPeriods | None = None
    until: date | None = None

    def rows(self, table: str, where: Mapping[str, Any]) -> Rows:
        """The rows that a query looks at."""
        if table != "duties":
            return self.tables.get(table, Rows(present=False))
        chosen = [
            rows.asked(where)
            for kind, rows in sorted(self.duty_kinds.items())
            if may_be(where, "kind", kind)
        ]
        return Rows(
            tuple(row for rows in chosen for row in rows.rows),
            present=bool(chosen) and any(rows.present for rows in chosen),
            complete=bool(chosen) and all(rows.closed for rows in chosen),
            sources=tuple(source for rows in chosen for source in rows.sources),
        )


@dataclass(frozen=True, slots=True)
class Match:
    """One thing counted (计入对象): its name, its day, and whether it surely counts."""

    name: str
    day: date
    truth: Truth
    row: Any
    hidden: frozenset[str] = frozenset()

    def value(self, name: str) -> Any:
        """What the row says of a field, None where it says nothing that counts."""
        return value_of(self.row, name, self.hidden)

    def support(self, amount: Any = 1) -> Support:
        """The match as support of a fact's value."""
        subject = self.row.subject if isinstance(self.row, Duty) else ""
        return Support(self.day, self.name, amount, self.truth is Truth.YES, subject)


def matching(
    table: str, rows: Iterable[Any], where: Mapping[str, Any], accepted: Basis
) -> Iterator[Match]:
    """The rows that meet the conditions, surely or possibly (符合条件的记录).

    A record whose basis is not accepted counts at the most possibly; of a duty met by such a
    record, how it was met is not taken as known.
    """
    for row in rows:
        carried = row.basis.carries(accepted)
        hidden: frozenset[str] = frozenset() if carried else getattr(row, "claimed", frozenset())
        truth = matches(row, where, hidden)
        if truth is Truth.NO:
            continue
        if not carried or getattr(row, "straddles", False):
            truth = Truth.MAYBE
        yield Match(name_of(table, row), row.day or LONG_AGO, truth, row, hidden)


def name_of(table: str, row: Any) -> str:
    """The name of a row in reports (记录名称)."""
    return str(row.id) if table == "duties" else f"{table}:{row.id}"


def by_subject(found: Iterable[Match]) -> list[Match]:
    """Duties that concern the same subject as one (同一事项只计一次): the surest of them stands."""
    best: dict[str, Match] = {}
    for match in found:
        mine = best.get(match.row.subject)
        if mine is None or (mine.truth is not Truth.YES and match.truth is Truth.YES):
            best[match.row.subject] = match
    return list(best.values())


def why_open(table: str, rows: Rows, uncertain: bool) -> Text | None:
    """Why a value over a table is not settled (取值不定的原因), None where it is."""
    absent = [source.table for source in rows.sources if not source.present]
    if absent:
        named = "、".join(table_name(one).zh for one in absent)
        return Text(f"未提供{named}", f"not given: {', '.join(absent)}")
    if not rows.present:
        return Text(f"未提供{table_name(table).zh}", f"{table} is not given")
    if not rows.complete:
        return Text(f"{table_name(table).zh}不全", f"{table} is not complete")
    if uncertain:
        return Text(
            f"{table_name(table).zh}中有的记录缺少所需内容或依据不足",
            f"records in {table} lack a field or a sufficient basis",
        )
    return None


def below_zero(table: str, name: str, rows: Rows) -> bool:
    """Whether a field of a table may hold a number below zero (可为负数)."""
    if table == "duties":
        return False
    kind = RECORD_TYPES.get(table) or next((type(row) for row in rows.rows), None)
    told = getattr(kind, "model_fields", {}).get(name)
    return told is None or not _from_zero(told.annotation, told.metadata)


def _from_zero(annotation: Any, marks: Iterable[Any] = ()) -> bool:
    """Whether a type's own marks say ``ge=0`` or more, for a union every part of it."""
    deep = [one for mark in marks for one in (mark, *getattr(mark, "metadata", ()))]
    if any((least := getattr(mark, "ge", None)) is not None and least >= 0 for mark in deep):
        return True
    if get_origin(annotation) is Annotated:
        inner, *outer = get_args(annotation)
        return _from_zero(inner, outer)
    parts = [part for part in get_args(annotation) if part is not type(None)]
    return bool(parts) and all(_from_zero(part) for part in parts)
