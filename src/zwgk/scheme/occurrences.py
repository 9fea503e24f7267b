"""What is counted one by one (逐次计分): occurrences by date, and what each of them costs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from zwgk.errors import Text
from zwgk.facts import FactValue, Support
from zwgk.scheme.rule import number_text
from zwgk.scheme.spans import ZERO, records_of


@dataclass(frozen=True, slots=True)
class Occurrence:
    """So many times, surely or possibly, with the record where one record is behind it (一次)."""

    amount: Fraction
    sure: bool
    support: Support | None
    records: tuple[str, ...]

    @property
    def order(self) -> tuple[date, str, bool]:
        """By date, then id; what no record is behind comes last."""
        if self.support is None:
            return date.max, "", not self.sure
        return self.support.day, self.support.record, not self.sure

    def reason(self, fact: Text, points: Fraction, done: Text) -> Text:
        """The occurrence in words, with its record and its day."""
        points_shown, count = number_text(points), number_text(self.amount)
        if self.support is None:
            return Text(
                f"{fact.zh}{count} 次，{done.zh} {points_shown} 分",
                f"{fact.of('en')} {count} times, {points_shown} {done.en}",
            )
        name, day = self.support.record, self.support.day
        dated = Text(f"（{day}）", f" ({day})")
        if day == date.min:  # a record without a day
            dated = Text("")
        times = Text("") if self.amount == 1 else Text(f"计 {count}，", f"counts {count}, ")
        return Text(
            f"{name}{dated.zh}：{times.zh}{done.zh} {points_shown} 分",
            f"{name}{dated.en}: {times.en}{points_shown} {done.en}",
        )


def occurrences(value: FactValue, *, with_possible: bool, free: int = 0) -> list[Occurrence]:
    """What is counted (逐次), by date then id, without the first ``free``, sure ones freed first.

    Where the records do not add up to the value (a share, a number of different values, a
    figure), it is counted in one piece with all its records.
    """
    sure = max(ZERO, value.least or ZERO)
    found = _named(value) if adds_up(value) else _unnamed(value, sure)
    if not with_possible:
        found = [one for one in found if one.sure]
    left = Fraction(free)
    charged: list[Occurrence] = []
    for one in sorted(found, key=lambda one: (not one.sure, one.order)):
        used = min(left, one.amount)
        left -= used
        if one.amount > used:
            charged.append(replace(one, amount=one.amount - used))
    return sorted(charged, key=lambda one: one.order)


def adds_up(value: FactValue) -> bool:
    """Whether the records of a value are what it counts (取值是否逐条累加)."""
    certain = sum((s.amount for s in value.support if s.certain), ZERO)
    possible = sum((s.amount for s in value.support), ZERO)
    return (
        bool(value.support)
        and all(s.amount >= 0 for s in value.support)
        and certain == max(ZERO, value.least or ZERO)
        and (value.most is None or possible == value.most)
    )


def _named(value: FactValue) -> list[Occurrence]:
    return [
        Occurrence(Fraction(s.amount), s.certain, s, (s.record,)) for s in value.support if s.amount
    ]


def _unnamed(value: FactValue, sure: Fraction) -> list[Occurrence]:
    records = tuple(dict.fromkeys(records_of(value)))
    more = ZERO if value.most is None else max(ZERO, value.most - sure)
    return [
        Occurrence(amount, certain, None, records)
        for amount, certain in ((sure, True), (more, False))
        if amount
    ]


def priced(
    found: Iterable[Occurrence], costs: Sequence[Fraction]
) -> Iterator[tuple[Occurrence, Fraction]]:
    """Each occurrence with its cost (逐次计价): the last cost stands for all that follow.

    >>> twice = Occurrence(Fraction(2), True, None, ())
    >>> [str(cost) for _, cost in priced([twice, twice], [Fraction(1), Fraction(3)])]
    ['4', '6']
    """
    done = ZERO
    for one in found:
        yield one, _sum_of(costs, done + one.amount) - _sum_of(costs, done)
        done += one.amount


def _sum_of(costs: Sequence[Fraction], times: Fraction) -> Fraction:
    """What so many times cost, the first of them at the first cost."""
    total = ZERO
    for cost in costs[:-1]:
        here = min(Fraction(1), times)
        total += cost * here
        times -= here
    return total + costs[-1] * times
