"""From the ends of a leaf's points to ledger entries (得分区间): what is lost, what is open."""

from __future__ import annotations

from fractions import Fraction

from zwgk.errors import Text
from zwgk.facts import FactValue, Truth
from zwgk.records import Assessor
from zwgk.scheme.rule import End, Hit, HitKind, Leaf, Part, number_text, percent_text

ZERO = Fraction(0)


def declared_fact(
    indicator: str, assessor: Assessor | None = None, round_: int | None = None
) -> str:
    """The id under which a declaration for an indicator reaches the engine (申报取值).

    With an assessor it is that of one among several.

    >>> declared_fact("a1"), declared_fact("a1", Assessor.PEER, 2)
    ('declared:a1', 'declared:a1#peer/2')
    """
    if assessor is None:
        return f"declared:{indicator}"
    return f"declared:{indicator}#{assessor}" + ("" if round_ is None else f"/{round_}")


def excused_fact(indicator: str) -> str:
    """The id under which it reaches the engine that an indicator does not apply (缺项申报取值).

    >>> excused_fact("a1")
    'not_applicable:a1'
    """
    return f"not_applicable:{indicator}"


def all_or_nothing(leaf: Leaf, reached: Truth) -> tuple[Fraction, Fraction]:
    """The least and the most points where a condition brings all or none (全有或全无)."""
    sign = -1 if leaf.part is Part.PENALTY else 1
    ends = (
        sign * (leaf.points if reached is Truth.YES else ZERO),
        sign * (ZERO if reached is Truth.NO else leaf.points),
    )
    return min(ends), max(ends)


def span_hits(
    leaf: Leaf, least: Fraction, most: Fraction, end: End, why: Text, records: tuple[str, ...]
) -> list[Hit]:
    """Hits of a rule whose points lie between two ends: what is surely lost, what is open."""
    got = least if end is End.LEAST else most
    if leaf.part is Part.BASE:
        lost, open_points = leaf.points - most, most - got
        return [
            Hit(-points, kind, why, records)
            for points, kind in ((lost, HitKind.LOSS), (open_points, HitKind.OPEN))
            if points
        ]
    sign, kind = (1, HitKind.BONUS) if leaf.part is Part.BONUS else (-1, HitKind.PENALTY)
    sure = least if leaf.part is Part.BONUS else most
    hits = [Hit(sign * abs(sure), kind, why, records)] if sure else []
    if got != sure:
        hits.append(Hit(got - sure, HitKind.OPEN, why, records))
    return hits


def turned(way: int, part: Part) -> int:
    """A direction of what a rule gives, as it moves the points (方向): a penalty turns it."""
    return -way if part is Part.PENALTY else way


def records_of(value: FactValue) -> tuple[str, ...]:
    """The records behind a value (所依据的记录)."""
    return tuple(support.record for support in value.support)


def called(fact: str, value: FactValue) -> Text:
    """What people call a fact (取值名称): its title, else its id."""
    if value.title is None:
        return Text(f"{fact} ", fact)
    return Text(f"“{value.title.zh}”", value.title.of("en"))


def number_shown(value: FactValue, number: Fraction | None) -> str:
    """A number in the way of a value (数字文字): a share in per cent."""
    if value.percent and number is not None:
        return percent_text(number)
    return number_text(number)


def span_text(value: FactValue) -> str:
    """A value, or the range of it, for people (取值文字)."""
    least = "…" if value.least is None else number_shown(value, value.least)
    if value.known:
        return least
    return f"{least}–{'…' if value.most is None else number_shown(value, value.most)}"


def told(zh: str, en: str, value: FactValue) -> Text:
    """What a value is, and why it is not known where it is not (取值及不详的缘由)."""
    why = value.because or Text("")
    return Text(f"{zh}。{why.zh}", f"{en}. {why.en}".rstrip())
