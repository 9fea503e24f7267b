"""The result of an assessment (评价结果): every point, every day, every doubt, as frozen data."""

from datetime import date
from decimal import Decimal
from typing import Literal

from zwgk.duties import Duty
from zwgk.errors import InvalidInput, Lang, Place, Problem, Text
from zwgk.figures import Verdict
from zwgk.scoring.explain import explain
from zwgk.scoring.parts import (
    Bounds,
    Exact,
    FactResult,
    Finding,
    IndicatorResult,
    LedgerEntry,
    Ledgers,
    Result,
    Settled,
    VetoResult,
)
from zwgk.source import did_you_mean


class Assessment(Result):
    """One unit under one scheme on one day (评价结果).

    ``total`` and ``grade`` are None unless every completion of what is unknown gives the
    same. ``profile`` is the sheet that the unit was assessed on. ``declared`` is what the unit
    itself declared. ``perspective`` "self" says that the unit's own points were taken as given.
    """

    scheme: str
    version: str
    profile: str | None = None
    scheme_title: Text
    source: str
    verified: bool
    unit: str
    title: str = ""
    first: date
    last: date
    as_of: date
    perspective: Literal["review", "self"]
    calendar: str
    scored: bool
    reason: Text | None = None
    full: Decimal | None
    total: Decimal | None
    unvetoed: Decimal | None = None
    grade: str | None
    grade_title: Text | None = None
    bounds: Bounds | None
    declared: Exact | None
    settled: Settled
    completeness: Exact | None
    indicators: tuple[IndicatorResult, ...]
    ledger: tuple[LedgerEntry, ...] | None
    ledgers: Ledgers | None
    vetoes: tuple[VetoResult, ...]
    facts: tuple[FactResult, ...]
    duties: tuple[Duty, ...]
    verdicts: tuple[Verdict, ...]
    findings: tuple[Finding, ...]
    faults: tuple[str, ...] = ()

    @property
    def late(self) -> int:
        """Number of subjects with a duty that was met late or is overdue (逾期事项数)."""
        return len({duty.subject for duty in self.duties if duty.outcome in {"late", "overdue"}})

    def indicator(self, name: str) -> IndicatorResult | None:
        """The result of that indicator, or None."""
        return next((result for result in self.indicators if result.id == name), None)

    def fact(self, name: str) -> FactResult | None:
        """The value of that fact, or None."""
        return next((value for value in self.facts if value.id == name), None)

    def explain(self, indicator: str, lang: Lang = "zh") -> str:
        """Why an indicator has the points it has (逐项说明), down to record, day and article.

        Raises:
            InvalidInput: when the scheme has no such indicator.
        """
        found = self.indicator(indicator)
        if found is None:
            known = [result.id for result in self.indicators]
            what = Text(f"没有指标“{indicator}”", f"there is no indicator '{indicator}'")
            raise InvalidInput([Problem(Place(self.scheme), what, did_you_mean(indicator, known))])
        below = self._below(indicator)
        least, most = self.ledger, None
        if self.ledgers is not None:
            least, most = self.ledgers.least, self.ledgers.greatest
        return explain(
            found,
            [entry for entry in least or () if entry.indicator in below],
            None if most is None else [entry for entry in most if entry.indicator in below],
            self.facts,
            self.duties,
            lang,
        )

    def _below(self, indicator: str) -> frozenset[str]:
        names = {indicator}
        for result in self.indicators:
            if result.parent in names:
                names.add(result.id)
        return frozenset(names)
