"""What all comparisons share (核对通则): members without a number, units, and the verdict."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from zwgk.errors import Text
from zwgk.figures.book import Quantity
from zwgk.figures.identities import Identity
from zwgk.figures.spans import Span, half_up, rounded_span, toward_zero
from zwgk.figures.verdicts import Status, Suggestion, Verdict, as_decimal, shown

__all__ = [
    "bounded_status",
    "conclude",
    "gap_verdict",
    "round_status",
    "series",
    "unit_verdict",
]

_SHOWN_TERMS = 8


def conclude(
    identity: Identity,
    status: Status,
    reason: Text,
    *,
    computed: Fraction | None = None,
    stated: Fraction | None = None,
    would_hold: Sequence[Suggestion] = (),
) -> Verdict:
    """A verdict on an identity (结论); the difference follows from the two numbers."""
    difference = None if computed is None or stated is None else computed - stated
    return Verdict(
        id=identity.id,
        kind=identity.kind,
        status=status,
        computed=None if computed is None else as_decimal(computed),
        stated=None if stated is None else as_decimal(stated),
        difference=None if difference is None else as_decimal(difference),
        reason=reason,
        would_hold=tuple(entry for entry in would_hold if entry.sayable),
        members=identity.members,
        label=identity.label,
        topic=identity.topic,
        advisory=identity.advisory,
    )


def gap_verdict(
    identity: Identity, quantities: Sequence[Quantity], would_hold: Sequence[Suggestion] = ()
) -> Verdict | None:
    """The verdict where a member has no number (缺数): not applicable, else not verifiable."""
    gaps = [quantity for quantity in quantities if quantity.gap is not None]
    if not gaps:
        return None
    if any(quantity.not_applicable for quantity in gaps):
        status = Status.NOT_APPLICABLE
        gaps = [quantity for quantity in gaps if quantity.not_applicable]
    else:
        status = Status.UNVERIFIABLE
    words = [quantity.gap for quantity in dict.fromkeys(gaps) if quantity.gap is not None]
    more = len(words) - _SHOWN_TERMS
    zh = "；".join(word.zh for word in words[:_SHOWN_TERMS])
    en = "; ".join(word.of("en") for word in words[:_SHOWN_TERMS])
    if more > 0:
        zh, en = f"{zh}；另 {more} 处", f"{en}; {more} more"
    return conclude(identity, status, Text(zh, en), would_hold=would_hold)


def unit_verdict(identity: Identity, pair: tuple[str, str]) -> Verdict:
    """The verdict where units cannot be compared (单位不符)."""
    return conclude(
        identity,
        Status.UNVERIFIABLE,
        Text(f"单位不符：{pair[0]} 与 {pair[1]}", f"units do not match: {pair[0]} and {pair[1]}"),
    )


def round_status(computed: Fraction, stated: Fraction, step: Fraction | None) -> Status:
    """How a computed number agrees with a printed one (舍入结论) whose last digit is ``step``.

    A fraction such as 三分之二 has no last digit, and is exact.
    """
    if computed == stated:
        return Status.HOLDS
    if step is None:
        return Status.DOES_NOT_HOLD
    if half_up(computed, step) == stated:
        return Status.HOLDS_ROUNDED
    if toward_zero(computed, step) == stated:
        return Status.HOLDS_TRUNCATED
    return Status.DOES_NOT_HOLD


def bounded_status(computed: Span, stated: Span, step: Fraction | None = None) -> Status:
    """How ranges agree (区间结论): what must hold, what cannot, and what nobody can tell."""
    if step is not None and stated.exact and stated.least is not None:
        stated = rounded_span(stated.least, step)
    if computed.apart(stated):
        return Status.DOES_NOT_HOLD
    return Status.HOLDS if computed.inside(stated) else Status.UNVERIFIABLE


def series(terms: Sequence[tuple[int, Fraction]]) -> str:
    """A signed sum as people write it (算式), its middle left out where it is long."""
    words = [f"{'-' if sign < 0 else '+'} {shown(number)}" for sign, number in terms[:_SHOWN_TERMS]]
    if len(terms) > _SHOWN_TERMS:
        words.append(f"+ … ({len(terms)})")
    text = " ".join(words)
    return text.removeprefix("+ ") if text.startswith("+") else text.replace("- ", "-", 1)
