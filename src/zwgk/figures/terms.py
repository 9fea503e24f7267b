"""Sums by their terms (合计各项), and which of them could be the wrong one (订正建议)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from zwgk.figures.book import Book, Quantity
from zwgk.figures.slips import slip
from zwgk.figures.units import ONE
from zwgk.figures.verdicts import Suggestion, Why

__all__ = ["Term", "other_terms"]

_MOST_SUGGESTIONS = 50
_MOST_LEFT_OUT = 3


class Term(NamedTuple):
    """One member of one side, with its sign in that side and its factor into the stated unit."""

    role: str
    quantity: Quantity
    sign: int = 1
    left: bool = True
    factor: Fraction = ONE

    @property
    def weight(self) -> Fraction:
        """What one of it adds to left less right."""
        return self.factor if (self.sign > 0) == self.left else -self.factor


def other_terms(
    book: Book, left: Sequence[Term], right: Sequence[Term], gap: Fraction
) -> list[Suggestion]:
    """What alone would close the gap (订正建议): left less right of two exact sums."""
    terms = [*left, *right]
    found = _other_values(terms, gap)
    units = Counter(term.quantity.unit for term in terms)
    for side in (left, right):
        found += _taken_out(side, gap, units)
    found += _left_out(book, terms, gap)
    order = list(Why)
    found.sort(key=lambda entry: order.index(entry.why))
    return found[:_MOST_SUGGESTIONS]


def _other_values(terms: Sequence[Term], gap: Fraction) -> list[Suggestion]:
    weights: dict[str, Fraction] = {}
    first: dict[str, Term] = {}
    for term in terms:
        # the same figure named twice changes twice; a literal is what it is, each time anew, and
        # the figure of the period before is another one, whatever its name
        alone = term.quantity.literal or (term.role == "before" and not term.left)
        key = f"{term.role}:" if alone else term.quantity.name
        weights[key] = weights.get(key, Fraction(0)) + term.weight
        first.setdefault(key, term)
    found = []
    for key, term in first.items():
        quantity = term.quantity
        number = quantity.number
        if number is None or not weights[key]:
            continue
        needed = number - gap / weights[key]
        written = quantity.written(needed)
        if written is None or (needed < 0 <= number and not quantity.reading.trend):
            continue
        why = slip(number / quantity.reading.scale, quantity.reading.places,
                   needed / quantity.reading.scale)  # fmt: skip
        found.append(
            Suggestion(
                why=why, role=term.role, member=quantity.name,
                value=written, least=written, most=written,
            )
        )  # fmt: skip
    return found


def _taken_out(side: Sequence[Term], gap: Fraction, units: Counter[str]) -> list[Suggestion]:
    """Members that make up the difference; one that alone says what unit is meant has to stay."""
    rows = [term.role.partition("[")[0] for term in side]
    times = Counter(rows)
    return [
        Suggestion(why=Why.COUNTED_TWICE, role=term.role, member=term.quantity.name)
        for term, row in zip(side, rows, strict=True)
        if (row == "minus" or (row != term.role and times[row] > 1))
        and (units[term.quantity.unit] > 1 or len(units) == 1)
        and term.quantity.number
        and term.quantity.number * term.weight == gap
    ]


def _left_out(book: Book, terms: Sequence[Term], gap: Fraction) -> list[Suggestion]:
    """Figures that were not counted and make up the difference, where they are few."""
    named = {term.quantity.name for term in terms}
    lists: dict[str, Term] = {}
    for term in terms:
        if "[" in term.role:
            lists.setdefault(term.role.partition("[")[0], term)
    found = []
    for role, term in lists.items():
        alike = book.with_value(-gap / term.weight, term.quantity.unit)
        if len(alike) > len(named) + _MOST_LEFT_OUT:
            continue  # too many to tell anything, and slow to go through
        names = [name for name in alike if name not in named]
        if len(names) <= _MOST_LEFT_OUT:
            found += [Suggestion(why=Why.LEFT_OUT, role=role, member=name) for name in names]
    return found
