"""What would come of mending what can be mended (假如补救): each finding, and the cheapest set."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

from zwgk.errors import InvalidInput, Place, Problem, Text
from zwgk.law import Rules
from zwgk.pipeline.asked import sheet_for, usable
from zwgk.pipeline.assess import Perspective, assess
from zwgk.pipeline.cheapest import Looks, cheapest
from zwgk.pipeline.mends import Mend, mended, mends
from zwgk.records import Amount, Dossier
from zwgk.scheme import Scheme
from zwgk.scoring import Assessment, Bounds, Finding
from zwgk.scoring.parts import Exact, Result
from zwgk.scoring.regrading import grade_title, grades_between, no_rank
from zwgk.source import did_you_mean
from zwgk.time import WorkCalendar

if TYPE_CHECKING:
    from zwgk.plugins import FactProvider

__all__ = ["Gain", "Plan", "Unmended", "WhatIf", "what_if"]

_COST: TypeAdapter[Decimal] = TypeAdapter(Amount)


class Gain(Result):
    """What mending one finding brings (补救一项的得失), everything else being as it is.

    ``gain`` is that of the least total, ``gain_most`` that of the greatest; where the total is
    settled they are one. Both may be below zero.
    """

    id: str
    finding: Finding
    what: Text
    cost: Exact
    total: Decimal | None
    bounds: Bounds | None
    grade: str | None
    gain: Decimal | None
    gain_most: Decimal | None


class Unmended(Result):
    """A finding that cannot be mended, and why (不能补救的问题)."""

    finding: Finding
    why: Text


class Plan(Result):
    """A set of findings that reaches a grade when mended (升等办法), none cheaper if ``exact``.

    With ``exact: false`` it was looked for greedily: it does reach the grade, but a cheaper set
    may.
    """

    grade: str
    grade_title: Text | None
    mends: tuple[str, ...]
    cost: Exact
    total: Decimal | None
    bounds: Bounds | None
    exact: bool


class WhatIf(Result):
    """What would come of mending (假如补救): as it is, each finding, all of them, the next grade.

    ``reason`` says why there is no plan. ``looked`` is how many assessments were made.
    """

    scheme: str
    version: str
    unit: str
    as_of: date
    total: Decimal | None
    bounds: Bounds | None
    grade: str | None
    mends: tuple[Gain, ...]
    left: tuple[Unmended, ...]
    all_total: Decimal | None
    all_bounds: Bounds | None
    all_grade: str | None
    plan: Plan | None
    reason: Text | None
    looked: int


def what_if(
    dossier: Dossier,
    scheme: Scheme,
    *,
    as_of: date,
    costs: Mapping[str, Decimal | int | str] | None = None,
    perspective: Perspective = "review",
    calendar: WorkCalendar | None = None,
    rules: Rules | None = None,
    providers: Mapping[str, FactProvider] | None = None,
) -> WhatIf:
    """What mending each finding would bring, and the cheapest set to the next grade (假如补救).

    A duty that is open or overdue is met on ``as_of``, and late stays late; a problem that was
    found is rectified on ``as_of``; a leaf that is unknown or unmet gets the evidence it asks
    for, as far as that is a matter of yes or no. Each finding costs 1 unless ``costs`` gives it
    another cost by its id. The next grade is the first above the one that is sure now; one that
    goes by rank is passed over. The set is the cheapest there is for up to 20 findings; beyond
    that it is found greedily, and says so.

    Raises:
        InvalidInput: for whatever ``assess`` refuses, and for a cost of a finding that is none
            or below zero.
    """
    usable(scheme, perspective)
    scheme = sheet_for(scheme, dossier)
    calendar = calendar or WorkCalendar.china()
    how: dict[str, Any] = {
        "as_of": as_of,
        "perspective": perspective,
        "calendar": calendar,
        "rules": rules,
        "providers": providers,
    }
    before = assess(dossier, scheme, **how)
    found, left = mends(dossier, scheme, before, as_of)
    prices = _prices(found, costs or {})

    def look(chosen: frozenset[int]) -> Assessment:
        return assess(mended(dossier, [found[index] for index in sorted(chosen)]), scheme, **how)

    looks = Looks(scheme, dossier, found, look, before)
    single = [looks.at(frozenset({index})) for index in range(len(found))]
    every = looks.at(frozenset(range(len(found))))
    plan, reason = _plan(looks, prices, before, scheme)
    return WhatIf(
        scheme=scheme.id,
        version=scheme.version,
        unit=before.unit,
        as_of=as_of,
        total=before.total,
        bounds=before.bounds,
        grade=before.grade,
        mends=tuple(
            _gain(mend, price, before, after)
            for mend, price, after in zip(found, prices, single, strict=True)
        ),
        left=tuple(Unmended(finding=finding, why=why) for finding, why in left),
        all_total=every.total,
        all_bounds=every.bounds,
        all_grade=every.grade,
        plan=plan,
        reason=reason,
        looked=len(looks),
    )


def _prices(found: list[Mend], costs: Mapping[str, Decimal | int | str]) -> list[Fraction]:
    names = [mend.subject for mend in found]
    problems, prices = [], dict.fromkeys(names, Fraction(1))
    for name, cost in costs.items():
        place = Place("costs", path=name)
        if name not in prices:
            what = Text(f"没有可补救的问题“{name}”", f"no finding '{name}' can be mended")
            problems.append(Problem(place, what, did_you_mean(name, names)))
            continue
        try:
            prices[name] = Fraction(_COST.validate_python(str(cost)))
        except ValidationError:
            what = Text(f"“{cost}”不是费用", f"'{cost}' is no cost")
            problems.append(Problem(place, what, Text("写不小于 0 的数", "write 0 or more")))
    if problems:
        raise InvalidInput(problems)
    return [prices[name] for name in names]


def _gain(mend: Mend, price: Fraction, before: Assessment, after: Assessment) -> Gain:
    gains: list[Decimal | None] = [None, None]
    if before.bounds is not None and after.bounds is not None:
        gains = [
            after.bounds.least - before.bounds.least,
            after.bounds.greatest - before.bounds.greatest,
        ]
    return Gain.model_validate(
        {
            "id": mend.subject,
            "finding": mend.finding,
            "what": mend.what,
            "cost": price,
            "total": after.total,
            "bounds": after.bounds,
            "grade": after.grade,
            "gain": gains[0],
            "gain_most": gains[1],
        }
    )


def sure_grade(one: Assessment, scheme: Scheme) -> int:
    """The place of the worst grade that can come out (至少可得的等次), 0 the best.

    Where there may be none at all, it is one place below the last.
    """
    ids = [band.id for band in scheme.document.grades]
    if one.grade is not None:
        return ids.index(one.grade)
    if one.bounds is None:
        return len(ids)
    ends = Fraction(one.bounds.least), Fraction(one.bounds.greatest)
    every = grades_between(scheme, one, ends, no_rank)
    return max((len(ids) if name is None else ids.index(name) for name in every), default=len(ids))


def _plan(
    looks: Looks, prices: list[Fraction], before: Assessment, scheme: Scheme
) -> tuple[Plan | None, Text | None]:
    bands = scheme.document.grades
    if before.bounds is None and before.grade is None:
        return None, before.reason or Text("没有总分", "there is no total")
    if not bands:
        return None, Text("方案没有等次", "the scheme has no grades")
    now = sure_grade(before, scheme)
    better = [place for place in range(now) if not bands[place].ranked]
    if not better:
        return None, Text("没有更高的等次可由得分达到", "no better grade goes by points")
    target = max(better)
    found = cheapest(looks, prices, lambda one: sure_grade(one, scheme) <= target)
    if found.chosen is None:
        name = bands[target].title
        if found.exact:
            return None, Text(
                f"怎样补救也不能确保“{name.zh}”", f"no set of mends makes sure of {name.of('en')}"
            )
        return None, Text(
            f"组合太多，逐项择优未能达到“{name.zh}”",
            f"too many sets to compare: looked greedily, {name.of('en')} was not reached",
        )
    after = looks.at(found.chosen)
    order = sorted(found.chosen)
    return Plan.model_validate(
        {
            "grade": bands[target].id,
            "grade_title": grade_title(scheme, bands[target].id),
            "mends": tuple(looks.mends[index].subject for index in order),
            "cost": sum((prices[index] for index in order), Fraction(0)),
            "total": after.total,
            "bounds": after.bounds,
            "exact": found.exact,
        }
    ), None
