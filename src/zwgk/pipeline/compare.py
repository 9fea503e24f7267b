"""What changed (比较): two versions of a scheme, and why one unit's total is another now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from zwgk.errors import InvalidInput, Lang, Place, Problem, Text
from zwgk.law import Rules
from zwgk.pipeline.asked import sheet_for
from zwgk.pipeline.assess import Perspective, assess
from zwgk.pipeline.declared import given_of
from zwgk.records import Declaration, Dossier
from zwgk.scheme import Scheme, number_text
from zwgk.scheme.changes import Change, changes
from zwgk.scoring import Assessment, Bounds
from zwgk.scoring.parts import Exact, Result
from zwgk.time import WorkCalendar

if TYPE_CHECKING:
    from zwgk.plugins import FactProvider

__all__ = ["CAUSES", "Cause", "Contribution", "Diff", "Moved", "UnitDiff", "change_text", "diff"]

T = TypeVar("T")
Pair: TypeAlias = T | tuple[T, T]


class Cause(StrEnum):
    """Why a total changed (变动原因), in the order in which they are applied."""

    CALENDAR = "calendar"
    LAW = "law"
    EVIDENCE = "evidence"
    SCHEME = "scheme"


CAUSES = {
    Cause.CALENDAR: Text("放假安排", "calendar"),
    Cause.LAW: Text("时限规则", "law"),
    Cause.EVIDENCE: Text("卷宗与评价日", "evidence"),
    Cause.SCHEME: Text("方案", "scheme"),
}


class Moved(Result):
    """An indicator whose points or state a cause changed (指标变动); None where it is not there."""

    id: str
    title: Text
    before: tuple[Exact, Exact] | None
    after: tuple[Exact, Exact] | None


class Contribution(Result):
    """What one cause did to the total (一项原因的影响): at its least and at its greatest end.

    ``total`` is told where the total is settled before and after it. ``grade`` is the one after.
    """

    cause: Cause
    total: Decimal | None
    least: Decimal
    greatest: Decimal
    grade: str | None
    indicators: tuple[Moved, ...]

    def line(self, lang: Lang = "zh") -> str:
        """The part on one line (影响说明)."""
        points = change_text(self.least, self.greatest)
        return f"{CAUSES[self.cause].of(lang)}{Text('：', ': ').of(lang)}{points}"


class UnitDiff(Result):
    """Why the total of one unit is another now (得分变动): the parts of ``split`` add up exactly.

    ``left_out`` are declarations for indicators that one of the two schemes does not have, and
    more points than it has for them; ``reason`` says why there is no split.
    """

    unit: str
    before: Bounds | None
    after: Bounds | None
    grade_before: str | None
    grade_after: str | None
    least: Decimal | None
    greatest: Decimal | None
    split: tuple[Contribution, ...]
    left_out: tuple[str, ...] = ()
    reason: Text | None = None


class Diff(Result):
    """What differs between two versions of a scheme (方案比较), and for one unit."""

    before: str
    after: str
    changes: tuple[Change, ...]
    unit: UnitDiff | None = None


def diff(
    before: Scheme,
    after: Scheme,
    *,
    dossier: Pair[Dossier] | None = None,
    as_of: Pair[date] | None = None,
    calendar: Pair[WorkCalendar] | None = None,
    rules: Pair[Rules] | None = None,
    perspective: Perspective = "review",
    providers: Mapping[str, FactProvider] | None = None,
) -> Diff:
    """Compare two versions of a scheme, indicator by indicator (方案比较).

    With a ``dossier`` and ``as_of`` the change of the unit's total is split into what the
    calendar did, then the law, then the evidence, then the scheme. Each of ``dossier``,
    ``as_of``, ``calendar`` and ``rules`` is one for both, or a pair (before, after); another day
    of assessment is other evidence. Where a total is not settled, both of its ends are split.

    Raises:
        InvalidInput: for a dossier without a day or the other way round, and for whatever
            ``assess`` refuses.
    """
    found = changes(before.document, after.document)
    unit = None
    if dossier is not None and as_of is not None:
        dossiers, days = _pair(dossier), _pair(as_of)
        calendars = _pair(calendar or WorkCalendar.china())
        laws = (None, None) if rules is None else _pair(rules)
        start = _Side(before, dossiers[0], days[0], calendars[0], laws[0])
        end = _Side(after, dossiers[1], days[1], calendars[1], laws[1])
        unit = _unit(start, end, perspective, providers)
    elif dossier is not None or as_of is not None:
        what = Text("dossier 与 as_of 须同时给出", "dossier and as_of belong together")
        hint = Text("补上另一个，或都不给", "give the other one, or neither")
        raise InvalidInput([Problem(Place("diff"), what, hint)])
    names = [f"{one.id}@{one.version}" for one in (before, after)]
    return Diff(before=names[0], after=names[1], changes=found, unit=unit)


def _pair(given: Pair[T]) -> tuple[T, T]:
    return given if isinstance(given, tuple) else (given, given)


@dataclass(frozen=True, slots=True)
class _Side:
    """All that an assessment is made of (评价所据)."""

    scheme: Scheme
    dossier: Dossier
    as_of: date
    calendar: WorkCalendar
    rules: Rules | None


def _unit(
    start: _Side,
    end: _Side,
    perspective: Perspective,
    providers: Mapping[str, FactProvider] | None,
) -> UnitDiff:
    dated = replace(start, calendar=end.calendar)
    lawful = replace(dated, rules=end.rules)
    seen = replace(lawful, dossier=end.dossier, as_of=end.as_of)
    sides = (start, dated, lawful, seen, end)
    schemes = [sheet_for(side.scheme, side.dossier) for side in (start, end)]
    left_out: dict[str, None] = {}
    results: list[Assessment] = []
    for one in sides:
        kept = _declared(one, schemes, left_out)
        results.append(
            assess(
                kept,
                one.scheme,
                as_of=one.as_of,
                perspective=perspective,
                calendar=one.calendar,
                rules=one.rules,
                providers=providers,
            )
        )
    first, last = results[0], results[-1]
    base = {
        "unit": last.unit,
        "before": first.bounds,
        "after": last.bounds,
        "grade_before": first.grade,
        "grade_after": last.grade,
        "left_out": tuple(left_out),
    }
    missing = next((one for one in results if one.bounds is None), None)
    if missing is not None:
        plain = Text("有一次评价没有总分", "one of the assessments has no total")
        why = missing.reason or plain
        return UnitDiff.model_validate(
            {**base, "least": None, "greatest": None, "split": (), "reason": why}
        )
    whole = _contribution(Cause.SCHEME, first, last)
    split = tuple(
        _contribution(cause, one, other)
        for cause, one, other in zip(Cause, results, results[1:], strict=False)
    )
    return UnitDiff.model_validate(
        {**base, "least": whole.least, "greatest": whole.greatest, "split": split}
    )


def _declared(side: _Side, schemes: Sequence[Scheme], left_out: dict[str, None]) -> Dossier:
    """The dossier without what the scheme has no place for, where only the other one has it.

    What neither scheme knows stays, and is refused as it would be anywhere.
    """
    mine = sheet_for(side.scheme, side.dossier)
    kept = []
    for row in side.dossier.declarations or ():
        takes = [_takes(scheme, row) for scheme in schemes]
        if any(takes) and not _takes(mine, row):
            left_out[f"{side.scheme.id}@{side.scheme.version}: {row.indicator}"] = None
        else:
            kept.append(row)
    if side.dossier.declarations is None:
        return side.dossier
    return side.dossier.model_copy(update={"declarations": tuple(kept)})


def _takes(scheme: Scheme, row: Declaration) -> bool:
    if row.indicator is None:
        return True
    node = scheme.indicator(row.indicator)
    return node is not None and (row.points is None or row.points <= given_of(node))


def _contribution(cause: Cause, before: Assessment, after: Assessment) -> Contribution:
    ends = [_bounds(one) for one in (before, after)]
    least, greatest = (new - old for old, new in zip(*ends, strict=True))
    settled = before.total is not None and after.total is not None
    return Contribution(
        cause=cause,
        total=least if settled else None,
        least=least,
        greatest=greatest,
        grade=after.grade,
        indicators=tuple(_moved(before, after)),
    )


def _bounds(one: Assessment) -> tuple[Decimal, Decimal]:
    if one.bounds is None:
        raise ValueError("an assessment without a total has no part in a split")
    return one.bounds.least, one.bounds.greatest


def _moved(before: Assessment, after: Assessment) -> list[Moved]:
    """The leaves whose points are others now, in the order of the later sheet, then those gone."""
    old = {one.id: one for one in before.indicators if one.leaf}
    new = {one.id: one for one in after.indicators if one.leaf}
    found = []
    for name in (*new, *(name for name in old if name not in new)):
        ends = [
            None
            if (result := side.get(name)) is None or result.least is None or result.most is None
            else (result.least, result.most)
            for side in (old, new)
        ]
        if ends[0] != ends[1]:
            title = (new.get(name) or old[name]).title
            found.append(Moved(id=name, title=title, before=ends[0], after=ends[1]))
    return found


def change_text(least: Decimal, greatest: Decimal) -> str:
    """A change of points at both ends, with its sign (变动文字), once where they are one.

    >>> change_text(Decimal("-2.00"), Decimal("1.50"))
    '-2 … +1.5'
    """
    words = [("+" if one > 0 else "") + number_text(Fraction(one)) for one in (least, greatest)]
    return words[0] if least == greatest else " … ".join(words)
