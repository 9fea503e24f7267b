"""Values that are ranked together (排名): open ones stand anywhere between their ends."""

from __future__ import annotations

import heapq
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Self, TypeAlias

from zwgk.scheme.across import Ranking

Ends: TypeAlias = tuple[Fraction, Fraction]
Ranks: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Field:
    """The totals that are ranked together (参加排名的得分): both ends of each, any in between.

    ``places`` are the decimals of a total: between two totals there are only so many others.
    """

    ends: Sequence[Ends]
    lows: Sequence[Fraction]
    highs: Sequence[Fraction]
    places: int
    known: dict[tuple[str, Fraction, Ends], int] = field(default_factory=dict, compare=False)

    @classmethod
    def of(cls, ends: Iterable[Ends], places: int = 2) -> Self:
        """The field of these totals."""
        given = tuple(ends)
        return cls(
            given, sorted(low for low, _ in given), sorted(high for _, high in given), places
        )

    def above(self, total: Fraction, mine: Ends) -> tuple[int, int]:
        """How many others are above a total of one of them, at the least and at the most."""
        surely = len(self.lows) - bisect_right(self.lows, total) - (mine[0] > total)
        maybe = len(self.highs) - bisect_right(self.highs, total) - (mine[1] > total)
        return surely, maybe

    def level(self, total: Fraction, mine: Ends) -> tuple[int, int]:
        """How many others are at or above a total of one of them."""
        surely = len(self.lows) - bisect_left(self.lows, total) - (mine[0] >= total)
        maybe = len(self.highs) - bisect_left(self.highs, total) - (mine[1] >= total)
        return surely, maybe

    def ranks(self, mine: Ends, ranking: Ranking) -> Ranks:
        """The best and the worst rank of one of them."""
        return self.best_at(mine[1], mine, ranking), self.worst_at(mine[0], mine, ranking)

    def best_at(self, total: Fraction, mine: Ends, ranking: Ranking) -> int:
        """The best rank of one of them with that total."""
        if ranking.ties == "competition":
            return 1 + self.above(total, mine)[0]
        key = "best", total, mine
        if key not in self.known:
            others = self._without(mine)
            self.known[key] = 1 + _fewest([ends for ends in others if ends[0] > total])
        return self.known[key]

    def worst_at(self, total: Fraction, mine: Ends, ranking: Ranking) -> int:
        """The worst rank of one of them with that total."""
        if ranking.ties == "competition":
            return 1 + self.above(total, mine)[1]
        key = "worst", total, mine
        if key not in self.known:
            over = [ends for ends in self._without(mine) if ends[1] > total]
            self.known[key] = 1 + _most(over, total, self.places)
        return self.known[key]

    def _without(self, mine: Ends) -> list[Ends]:
        others = list(self.ends)
        others.remove(mine)
        return others


def _fewest(ends: list[Ends]) -> int:
    """The fewest different totals that so many ranges can share."""
    found, last = 0, None
    for low, high in sorted(ends, key=lambda one: one[1]):
        if last is None or low > last:
            found, last = found + 1, high
    return found


def _most(ends: list[Ends], above: Fraction, places: int) -> int:
    """The most different totals above one that so many ranges can have, each a single total."""
    step = Fraction(1, 10**places)
    waiting = sorted((max(low, above + step), high) for low, high in ends)
    here: list[Fraction] = []
    found = index = 0
    at = above + step
    while index < len(waiting) or here:
        if not here:
            at = max(at, waiting[index][0])
        while index < len(waiting) and waiting[index][0] <= at:
            heapq.heappush(here, waiting[index][1])
            index += 1
        if heapq.heappop(here) >= at:  # the range that ends first takes this total
            found, at = found + 1, at + step
    return found
