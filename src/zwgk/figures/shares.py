"""Shares of one whole (占比合计与可行性)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import ceil, floor

from zwgk.errors import Text
from zwgk.figures.book import Book, Quantity
from zwgk.figures.identities import FeasibleShare, Identity, SharesTo100
from zwgk.figures.judging import bounded_status, conclude, gap_verdict, series, unit_verdict
from zwgk.figures.ordered import spread
from zwgk.figures.slips import slip
from zwgk.figures.spans import Span, half_up, rounded_span
from zwgk.figures.units import PERCENT, unit_of
from zwgk.figures.verdicts import Status, Suggestion, Verdict, Why, shown

__all__ = ["judge_feasible_share", "judge_shares_to_100"]

_HUNDRED = Fraction(100)
_WINDOW = 20
_MOST_SHARES = 50
_MOST_SHOWN = 8


def judge_shares_to_100(book: Book, identity: SharesTo100) -> Verdict:
    """All shares make 100 (占比合计), within half a last digit for each."""
    shares = book.quantities(identity.stated)
    early = _early(identity, shares)
    if early is not None:
        return early
    slack = sum((_step(share) * _scale(share) / 2 for share in shares), Fraction(0))
    if any(share.exact is None for share in shares):
        return _bounded_shares(identity, shares, slack)
    numbers = [(share.number or Fraction(0)) * _scale(share) for share in shares]
    total = sum(numbers, Fraction(0))
    gap = total - _HUNDRED
    words = f"{series([(1, number) for number in numbers])} = {shown(total)}"
    if abs(gap) <= slack:
        status = Status.HOLDS_ROUNDED if gap else Status.HOLDS
        reason = Text(f"{words}，在舍入误差 {shown(slack)} 之内", f"{words}, within {shown(slack)}")
        return conclude(identity, status, reason, computed=total, stated=_HUNDRED)
    reason = Text(
        f"{words}，与 100 相差 {shown(gap)}，超过舍入误差 {shown(slack)}",
        f"{words}, off by {shown(gap)}, more than the {shown(slack)} that rounding explains",
    )
    mend = []
    for number, share in enumerate(shares[:_MOST_SHARES]):
        value = numbers[number] - gap
        written = share.written(value / _scale(share))
        if written is None or not 0 <= value <= _HUNDRED or identity.members.count(share.name) > 1:
            continue
        why = slip(numbers[number] / _scale(share), share.reading.places, value / _scale(share))
        mend.append(
            Suggestion(
                why=why, role=f"stated[{number}]", member=share.name,
                value=written, least=written, most=written,
            )
        )  # fmt: skip
    order = list(Why)
    mend.sort(key=lambda entry: order.index(entry.why))
    return conclude(
        identity, Status.DOES_NOT_HOLD, reason, computed=total, stated=_HUNDRED, would_hold=mend
    )


def _bounded_shares(identity: SharesTo100, shares: Sequence[Quantity], slack: Fraction) -> Verdict:
    total = spread(shares, [_scale(share) for share in shares])
    status = bounded_status(total, Span(_HUNDRED - slack, _HUNDRED + slack))
    said = " + ".join(share.printed for share in shares[:_MOST_SHOWN])
    reason = Text(f"{said} 与 100，按界限判断", f"{said} and 100, by their bounds")
    return conclude(identity, status, reason, stated=_HUNDRED)


def _early(identity: Identity, shares: Sequence[Quantity]) -> Verdict | None:
    gap = gap_verdict(identity, shares)
    if gap is not None:
        return gap
    odd = next((share for share in shares if unit_of(share.unit)[0] not in {"", PERCENT}), None)
    return None if odd is None else unit_verdict(identity, (odd.unit, "%"))


def _scale(share: Quantity) -> Fraction:
    """How many per cent one of its unit is (‰, 成, 三分之二)."""
    return unit_of(share.unit)[1]


def _step(share: Quantity) -> Fraction:
    """The worth of its last digit; a fraction has none and is exact."""
    return share.step or Fraction(0)


def judge_feasible_share(book: Book, identity: FeasibleShare) -> Verdict:
    """Whether whole numbers out of n round to the percentages (占比可行性), all at once."""
    shares = book.quantities(identity.stated)
    whole = book.quantity(identity.n)
    early = gap_verdict(identity, [*shares, whole]) or _early(identity, shares)
    if early is not None:
        return early
    size = whole.exact
    if size is None or size.denominator != 1 or size < 0:
        reason = Text(
            f"样本数 {whole.printed} 不是确定的整数", f"{whole.printed} is no whole number"
        )
        return conclude(identity, Status.UNVERIFIABLE, reason)
    if size == 0:
        reason = Text("样本数为 0", "there is nothing to have a share of")
        return conclude(identity, Status.NOT_APPLICABLE, reason)
    spans = [_meant(share) for share in shares]
    counts = [_counts(span, int(size)) for span in spans]
    fits = _fits(counts, int(size), rest=identity.rest)
    reason = _reason(shares, counts, int(size), fits=fits)
    bad = next((at for at, (low, high) in enumerate(counts) if low > high), None)
    shown_at = bad if bad is not None else 0 if len(shares) == 1 else None
    computed = stated = None
    if shown_at is not None and (stated := shares[shown_at].exact) is not None:
        stated *= _scale(shares[shown_at])
        nearest = min(int(size), max(0, int(half_up(stated * size / 100, Fraction(1)))))
        computed = _HUNDRED * nearest / size
    return conclude(
        identity,
        Status.HOLDS if fits else Status.INFEASIBLE,
        reason,
        computed=computed,
        stated=stated,
        would_hold=[] if fits else _mends(identity, shares, spans, whole),
    )


def _meant(share: Quantity) -> Span:
    """The shares, in per cent, that would be printed like this one."""
    span = share.span or Span(None, None)
    if share.exact is not None and share.step is not None:
        span = rounded_span(share.exact, share.step)
    return span.times(_scale(share))


def _counts(span: Span, size: int) -> tuple[int, int]:
    """The least and the greatest whole number of ``size`` whose share lies in the range."""
    low = 0 if span.least is None else max(0, ceil(span.least * size / 100))
    if low and span.least_open and low * _HUNDRED == span.least * size:  # type: ignore[operator]
        low += 1
    if span.most is None:
        return low, size
    high = floor(span.most * size / 100)
    if span.most_open and high * _HUNDRED == span.most * size:
        high -= 1
    return low, min(high, size)


def _fits(counts: Sequence[tuple[int, int]], size: int, *, rest: bool) -> bool:
    if any(low > high for low, high in counts):
        return False
    least = sum(low for low, _ in counts)
    if len(counts) == 1 or rest:
        return least <= size
    return least <= size <= sum(high for _, high in counts)


def _reason(
    shares: Sequence[Quantity], counts: Sequence[tuple[int, int]], size: int, *, fits: bool
) -> Text:
    # the impossible ones first, since a long list is not shown to its end
    worst = sorted(zip(shares, counts, strict=True), key=lambda pair: pair[1][0] <= pair[1][1])
    parts = []
    for share, (low, high) in worst[:_MOST_SHOWN]:
        if low > high:
            near = [k for k in (high, low) if 0 <= k <= size]
            found = ", ".join(f"{k}/{size} = {shown(_HUNDRED * k / size, 2)}%" for k in near)
            parts.append(f"{share.printed}: {found}")
        else:
            parts.append(f"{share.printed}: {low}" + (f"-{high}" if high > low else ""))
    listed = "; ".join(parts)
    if fits:
        return Text(f"{size} 中可行：{listed}", f"possible out of {size}: {listed}")
    return Text(f"{size} 中没有整数能得出：{listed}", f"no whole numbers out of {size}: {listed}")


def _mends(
    identity: FeasibleShare, shares: Sequence[Quantity], spans: Sequence[Span], whole: Quantity
) -> list[Suggestion]:
    """Another share or another n with which all is possible, each tried before it is told."""
    size = int(whole.number or 0)
    counts = [_counts(span, size) for span in spans]
    found: list[Suggestion] = []
    for number, share in enumerate(shares[:_MOST_SHARES]):
        scaled = share.step is None or share.reading.scale > 1 or _scale(share) != 1
        if identity.members.count(share.name) > 1 or share.exact is None or scaled:
            continue
        step = share.reading.step
        low, high = counts[number]
        for count in sorted({low, high}):
            value = half_up(_HUNDRED * count / size, step)
            tried = [*counts]
            tried[number] = _counts(rounded_span(value, step), size)
            if (
                value != share.exact
                and 0 <= count <= size
                and _fits(tried, size, rest=identity.rest)
            ):
                written = share.written(value, share.reading.places)
                why = slip(share.exact, share.reading.places, value)
                found.append(
                    Suggestion(
                        why=why, role=f"stated[{number}]", member=share.name,
                        value=written, least=written, most=written,
                    )
                )  # fmt: skip
    return found + _other_sizes(identity, spans, whole)


def _other_sizes(
    identity: FeasibleShare, spans: Sequence[Span], whole: Quantity
) -> list[Suggestion]:
    size = int(whole.number or 0)
    if len(spans) > _MOST_SHARES or identity.members.count(whole.name) > 1:
        return []
    good = [
        other
        for other in range(max(1, size - _WINDOW), size + _WINDOW + 1)
        if _fits([_counts(span, other) for span in spans], other, rest=identity.rest)
    ]
    runs: list[list[int]] = []
    for other in good:
        if runs and runs[-1][1] == other - 1:
            runs[-1][1] = other
        else:
            runs.append([other, other])
    found = []
    for least, most in runs:
        value = most if most < size else least
        why = slip(Fraction(size), 0, Fraction(value))
        words = [whole.written(Fraction(number)) for number in (value, least, most)]
        found.append(
            Suggestion(
                why=why, role="n", member=whole.name,
                value=words[0], least=words[1], most=words[2],
            )
        )  # fmt: skip
    return found
