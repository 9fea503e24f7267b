"""Shares of one table in itself (同表占比): part and whole are not free of each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from zwgk.facts.known import Known, matching, name_of, why_open
from zwgk.facts.query import Count
from zwgk.facts.value import FactValue, Support, Truth
from zwgk.facts.where import matches
from zwgk.facts.worst import OUTCOMES, asked_for, by_outcome, matters
from zwgk.records import Basis


@dataclass(slots=True)
class _Choices:
    """What one thing may be: outside the whole, in the whole only, in the whole and the part."""

    sure: bool = False
    sure_part: bool = False
    may_join: bool = False
    may_stay: bool = False
    support: Support | None = None

    @property
    def both(self) -> bool:
        return self.may_join

    @property
    def only(self) -> bool:
        return self.may_stay and not self.sure_part


def _choices(part: Count, whole: Count, known: Known, basis: Basis) -> dict[str, _Choices]:
    """Everything that may be in the whole, with what it may be."""
    rows = known.rows(whole.count, whole.where)
    part_basis, whole_basis = part.basis or basis, whole.basis or basis
    rest = {k: v for k, v in part.where.items() if k not in whole.where or whole.where[k] != v}
    by_subject = whole.count == "duties" and whole.per == "subject"
    found: dict[str, _Choices] = {}
    in_part = {
        name_of(part.count, match.row): match
        for match in matching(part.count, rows.rows, part.where, part_basis)
    }
    for match in matching(whole.count, rows.rows, whole.where, whole_basis):
        choice = found.setdefault(match.row.subject if by_subject else match.name, _Choices())
        choice.sure = choice.sure or match.truth is Truth.YES
        joined = in_part.get(match.name)
        # Given that the row counts in the whole, only the other conditions of the part are open.
        given = matches(match.row, rest, match.hidden)
        if not match.row.basis.carries(part_basis) and not whole_basis.carries(part_basis):
            given = given & Truth.MAYBE
        choice.may_stay = choice.may_stay or given is not Truth.YES
        if joined is not None:
            choice.may_join = True
            choice.sure_part = choice.sure_part or joined.truth is Truth.YES
            choice.support = choice.support or match.support()
    if by_subject:  # the part may hold by a limit that is not in the whole
        for match in in_part.values():
            choice = found.get(match.row.subject, _Choices())
            choice.may_join = True
            choice.sure_part = choice.sure_part or match.truth is Truth.YES
            choice.support = choice.support or match.support()
    return found


def _by_outcome(part: Count, whole: Count, known: Known, basis: Basis) -> dict[str, _Choices]:
    """As above, where the part or the whole asks how matters came out: by their worst duty."""
    part_wanted, whole_wanted = (
        asked_for(query.where) if "outcome" in query.where else frozenset(OUTCOMES)
        for query in (part, whole)
    )
    inside = matters(known.rows(part.count, part.where).rows, part.where, part.basis or basis)
    found: dict[str, _Choices] = {}
    rows = known.rows(whole.count, whole.where).rows
    asked_alike = _others(part.where) == _others(whole.where) and part.basis == whole.basis
    for subject, matter in matters(rows, whole.where, whole.basis or basis).items():
        truth = matter.among(whole_wanted)
        within = inside.get(subject)
        if truth is Truth.NO:
            continue
        if asked_alike:  # one outcome decides both, whichever it is
            ways = matter.outcomes & whole_wanted
            join, stay = bool(ways & part_wanted), bool(ways - part_wanted)
        else:
            told = Truth.NO if within is None else within.among(part_wanted)
            join, stay = told is not Truth.NO, told is not Truth.YES
        sure = truth is Truth.YES
        match = matter.match(whole_wanted)
        found[subject] = _Choices(
            sure, sure and not stay, join, stay, match.support() if join else None
        )
    return found


def _others(where: Mapping[str, Any]) -> dict[str, Any]:
    return {name: wanted for name, wanted in where.items() if name != "outcome"}


def coupled(part: Count, whole: Count, known: Known, basis: Basis) -> FactValue:
    """The exact ends of a share whose part and whole are rows of one table (同表占比).

    Each end takes for every row the choice that serves it.
    """
    rows, part_rows = known.rows(whole.count, whole.where), known.rows(part.count, part.where)
    worst = any(by_outcome(one.count, one.per, one.where) for one in (part, whole))
    choose = _by_outcome if worst and part.per == whole.per else _choices
    everything = list(choose(part, whole, known, basis).values())
    stay = sum(choice.only for choice in everything)
    bound = sum(choice.sure and not choice.only for choice in everything)
    join = sum(choice.both for choice in everything)
    left = sum(choice.sure and not choice.both for choice in everything)
    closed = rows.closed and part_rows.closed
    certain = any(choice.sure for choice in everything)
    applicable = Truth.YES if certain else Truth.MAYBE if everything or not closed else Truth.NO
    # Least: what may stay in the whole only does, what may be outside is, unless that is all.
    least = Fraction(bound, stay + bound) if stay + bound else Fraction(int(join > 0))
    # Most: what may join the part does, what may be outside is, unless that is all.
    most = Fraction(join, join + left) if join + left else Fraction(0)
    if not closed:
        least, most = Fraction(0), Fraction(1)
    support = tuple(sorted(one.support for one in everything if one.support is not None))
    why = why_open(whole.count, rows if not rows.closed else part_rows, least != most)
    return FactValue(least, most, support, applicable, because=why, percent=True)
