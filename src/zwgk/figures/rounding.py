"""Results at their printed decimals (舍入结论), and what would have made them so."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from math import ceil, floor

from zwgk.errors import Text
from zwgk.figures.book import Quantity
from zwgk.figures.identities import Identity
from zwgk.figures.judging import conclude, round_status
from zwgk.figures.slips import slip, variants
from zwgk.figures.spans import Span, half_up, rounded_span
from zwgk.figures.verdicts import Status, Suggestion, Verdict, Why, shown

__all__ = ["Goal", "conclude_rounded", "divisor", "mend", "mends", "target_of"]

Goal = tuple[str, Quantity, "Span | None"]
_ROUNDED = frozenset({Status.HOLDS, Status.HOLDS_ROUNDED})


def conclude_rounded(
    identity: Identity,
    computed: Fraction,
    stated: Quantity,
    words: str,
    members: Callable[[Span], list[Suggestion]],
) -> Verdict:
    """The verdict on a result at its printed decimals (舍入结论).

    ``words`` show the sum; ``members`` tell, where it fails, what each member would have to be
    for the result to lie in a range.
    """
    number, step = stated.number or Fraction(0), stated.step
    status = round_status(computed, number, step)
    rounded = _at_step(computed, stated)
    if status is Status.HOLDS:
        reason = Text(f"{words}，与 {stated.printed} 相符", f"{words}, as {stated.printed} says")
    elif status is Status.HOLDS_TRUNCATED:
        reason = Text(
            f"{words}，截尾得 {stated.printed}，四舍五入应为 {rounded}",
            f"{words}: cut off it is {stated.printed}, rounded it would be {rounded}",
        )
    elif status is Status.HOLDS_ROUNDED:
        reason = Text(f"{words}，四舍五入得 {stated.printed}", f"{words}, rounded {stated.printed}")
    elif step is None:
        reason = Text(
            f"{words}，所列为 {stated.printed}", f"{words}, but {stated.printed} is stated"
        )
    else:
        reason = Text(
            f"{words}，按所列位数应为 {rounded}，所列为 {stated.printed}",
            f"{words}, {rounded} at the printed decimals, but {stated.printed} is stated",
        )
    found: list[Suggestion] = []
    if status.failing:
        found = [*_restated(stated, computed), *members(target_of(stated))]
        if not stated.literal and identity.members.count(stated.name) > 1:
            found = []  # what is stated stands among its own parts: one change moves both
        order = list(Why)
        found.sort(key=lambda entry: order.index(entry.why))
    return conclude(identity, status, reason, computed=computed, stated=number, would_hold=found)


def _at_step(computed: Fraction, stated: Quantity) -> str:
    """The result with the decimals that the stated number has."""
    if stated.step is None:
        return shown(computed)
    if stated.reading.scale > 1:
        return shown(half_up(computed, stated.step))
    return shown(computed, stated.reading.places)


def target_of(stated: Quantity) -> Span:
    """Every result that would be printed as it is stated (应得区间)."""
    number = stated.number or Fraction(0)
    return Span(number, number) if stated.step is None else rounded_span(number, stated.step)


def _restated(stated: Quantity, computed: Fraction) -> list[Suggestion]:
    """What should have been printed: at the printed decimals, or after a slip of the point."""
    reading = stated.reading
    number, places, scale = stated.number or Fraction(0), reading.places, reading.scale
    if stated.step is None:
        written = stated.written(computed)
        return [] if written is None else [_stated(Why.VALUE, stated, written)]
    value = half_up(computed, reading.step)
    found = []
    for power in range(1, places + 1):
        moved = number * 10**power
        if number and round_status(computed, moved, reading.step * 10**power) in _ROUNDED:
            written = stated.written(moved, places - power)
            found.append(_stated(Why.DECIMAL_SLIP, stated, written))
    why = slip(number / scale, places, value / scale)
    if value != number:
        written = stated.written(value, places)
        if all(entry.value != written for entry in found):
            found.append(_stated(why, stated, written))
    return [entry for entry in found if entry.value is not None]


def _stated(why: Why, stated: Quantity, written: str | None) -> Suggestion:
    return Suggestion(
        why=why, role="stated", member=stated.name, value=written, least=written, most=written
    )


def mends(goals: Iterable[Goal]) -> list[Suggestion]:
    """For each member the value that its range asks for (成员应有值), where there is one."""
    found = [mend(role, quantity, goal) for role, quantity, goal in goals if goal is not None]
    return [entry for entry in found if entry is not None]


def mend(role: str, quantity: Quantity, goal: Span) -> Suggestion | None:
    """The likeliest value in a range that has the printed decimals, and the range of those."""
    number, step = quantity.number or Fraction(0), quantity.step
    if step is None:
        return _exactly(role, quantity, goal)
    least, most = _on_grid(goal, step)
    if number >= 0:
        least = Fraction(0) if least is None else max(least, Fraction(0))
    if least is None or (most is not None and most < least):
        return None
    value = max(number, least)
    value = most if most is not None and value > most else value
    scale, places = quantity.reading.scale, quantity.reading.places
    why = slip(number / scale, places, value / scale)
    # in a wide range some slip always lands; only in a narrow one it tells something
    narrow = most is not None and most * 2 <= least * 3
    for kind, other in variants(number / scale, places) if narrow else ():
        if why is not Why.VALUE:
            break
        candidate = other * scale
        inside = candidate >= least and (most is None or candidate <= most)
        if inside and goal.holds(candidate) and candidate % step == 0:
            why, value = kind, candidate
    written = quantity.written(value)
    if written is None:
        return None
    return Suggestion(
        why=why,
        role=role,
        member=quantity.name,
        value=written,
        least=quantity.written(least),
        most=None if most is None else quantity.written(most),
    )


def _exactly(role: str, quantity: Quantity, goal: Span) -> Suggestion | None:
    """What a fraction such as 三分之二 would be, where one number only will do."""
    written = quantity.written(goal.least) if goal.exact and goal.least is not None else None
    if written is None:
        return None
    return Suggestion(
        why=Why.VALUE, role=role, member=quantity.name, value=written, least=written, most=written
    )


def _on_grid(goal: Span, step: Fraction) -> tuple[Fraction | None, Fraction | None]:
    """The least and the greatest multiple of ``step`` in a range."""
    least = most = None
    if goal.least is not None:
        least = ceil(goal.least / step) * step
        if goal.least_open and least == goal.least:
            least += step
    if goal.most is not None:
        most = floor(goal.most / step) * step
        if goal.most_open and most == goal.most:
            most -= step
    return least, most


def divisor(number: Fraction, target: Span) -> Span | None:
    """What a number is to be divided by so that the result lies in the target."""
    if number <= 0 or target.most is None or target.most <= 0 or target.least is None:
        return None
    least = number / target.most
    if target.least <= 0:
        return Span(least, None, target.most_open)
    return Span(least, number / target.least, target.most_open, target.least_open)
