"""How a matter with several limits came out (多重时限): by the worst of its duties.

A case that kept the law's limit and broke the promised one is late; it is not on time as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

from zwgk.facts.known import Match, matching
from zwgk.facts.value import Truth
from zwgk.facts.where import matches
from zwgk.records import Basis

# From the best to the worst.
OUTCOMES = ("waived", "early", "on_time", "open", "late", "overdue")
_MET = frozenset({"early", "on_time", "late"})
_RANK = {name: rank for rank, name in enumerate(OUTCOMES)}


@dataclass(slots=True)
class Matter:
    """One subject (事项): its duties that are asked of, and all the outcomes it may have.

    ``sure`` says that at least one of those duties is surely asked of.
    """

    duties: list[Match]
    sure: bool
    outcomes: frozenset[str]

    def among(self, wanted: frozenset[str]) -> Truth:
        """Whether it came out in one of these ways, if it is asked of at all."""
        if not self.outcomes & wanted:
            return Truth.NO
        return Truth.YES if self.sure and self.outcomes <= wanted else Truth.MAYBE

    def match(self, wanted: frozenset[str]) -> Match:
        """The duty that stands for it: one that came out so, the surest and worst of these."""
        chosen = max(self.duties, key=lambda duty: _order(duty, wanted))
        return replace(chosen, truth=self.among(wanted))


def by_outcome(table: str, per: str, where: Mapping[str, Any]) -> bool:
    """Whether a query asks how matters came out, each matter once (按事项问办理结果)."""
    asked = where.get("outcome")
    operands = asked.values() if isinstance(asked, Mapping) else ()
    compared = any(isinstance(operand, Mapping) for operand in operands)
    if table != "duties" or per != "subject" or asked is None or compared:
        return False
    return bool(asked_for(where))


def matters(rows: Iterable[Any], where: Mapping[str, Any], accepted: Basis) -> dict[str, Matter]:
    """The subjects of the duties that meet all conditions but the outcome's (事项)."""
    rest = {name: wanted for name, wanted in where.items() if name != "outcome"}
    found: dict[str, list[Match]] = {}
    for match in matching("duties", rows, rest, accepted):
        found.setdefault(match.row.subject, []).append(match)
    return {subject: _matter(duties) for subject, duties in found.items()}


def _matter(duties: list[Match]) -> Matter:
    each = [(_possible(match), match.truth is Truth.YES) for match in duties]
    # Every duty that surely counts has at least its best outcome; one that only may count may
    # be left out, so whatever lies at or above the worst of those bests can be the worst.
    floor = max(
        (min(map(_RANK.__getitem__, outcomes)) for outcomes, sure in each if sure), default=0
    )
    together = {name for outcomes, _ in each for name in outcomes if _RANK[name] >= floor}
    return Matter(duties, any(sure for _, sure in each), frozenset(together))


def _possible(match: Match) -> frozenset[str]:
    """The outcomes that a duty may have, as far as it is known."""
    told = match.value("outcome")
    if told in _RANK:
        return frozenset({str(told)})
    return _MET if match.value("met") is not None else frozenset(OUTCOMES)


def _order(duty: Match, wanted: frozenset[str]) -> tuple[bool, bool, int]:
    likely = _possible(duty) & wanted
    return bool(likely), duty.truth is Truth.YES, max(map(_RANK.__getitem__, likely), default=0)


def counted(rows: Iterable[Any], where: Mapping[str, Any], accepted: Basis) -> list[Match]:
    """The subjects that came out as asked, surely or possibly (计入的事项), one match each."""
    wanted = asked_for(where)
    every = matters(rows, where, accepted).values()
    return [one.match(wanted) for one in every if one.among(wanted) is not Truth.NO]


def asked_for(where: Mapping[str, Any]) -> frozenset[str]:
    """The outcomes that a condition lets pass (所问的办理结果)."""
    wanted = {"outcome": where["outcome"]}
    return frozenset(
        name for name in OUTCOMES if matches(SimpleNamespace(outcome=name), wanted) is Truth.YES
    )
