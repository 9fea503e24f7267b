"""Things listed (列举): as many as claimed, none twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction

from zwgk.errors import Text
from zwgk.figures.book import Book, Quantity
from zwgk.figures.identities import ListCount, Unique
from zwgk.figures.judging import bounded_status, conclude, gap_verdict
from zwgk.figures.slips import slip
from zwgk.figures.spans import Span
from zwgk.figures.verdicts import Status, Suggestion, Verdict, Why
from zwgk.records.numbers import Reading, read_number

__all__ = ["judge_list_count", "judge_unique"]

_MOST_SHOWN = 20
_HEAD = re.compile("[0-9]{1,3}(?![0-9.])|[一二两三四五六七八九十]{1,3}")


def judge_list_count(book: Book, identity: ListCount) -> Verdict:
    """The number claimed against the things listed (列举数量).

    Where nothing is listed, nothing can be counted: a claim above zero is not verifiable.
    """
    claimed = _claim(book.quantity(identity.claimed))
    gap = gap_verdict(identity, [claimed])
    if gap is not None or claimed.span is None:
        return gap or conclude(identity, Status.UNVERIFIABLE, Text("缺数", "no number"))
    listed = _said(identity.listed)
    count = Fraction(len(listed))
    if not count and not claimed.span.holds(count):
        reason = Text(f"称 {claimed.printed}，未列举", f"{claimed.printed} claimed, none listed")
        return conclude(identity, Status.UNVERIFIABLE, reason, stated=claimed.exact)
    status = bounded_status(Span(count, count), claimed.span)
    twice = _repeated(listed)
    zh = f"称 {claimed.printed}，列举 {count}"
    en = f"{claimed.printed} claimed, {count} listed"
    if twice:
        zh, en = f"{zh}，重复：{_several(twice, '、')}", f"{en}, repeated: {_several(twice, ', ')}"
    if blanks := len(identity.listed) - len(listed):
        zh, en = f"{zh}，另有 {blanks} 处空白", f"{en}, {blanks} more blank"
    apart = [item for entry in listed for item in entry.split("、")]
    if status.failing and claimed.span.holds(Fraction(len(apart))):
        number, items = len(apart), _several(apart, " / ")
        zh = f"{zh}；逐项分开写（{items}）则为 {number}"
        en = f"{en}; written one by one ({items}) they are {number}"
    mend: list[Suggestion] = []
    if status.failing:
        mend = _recounted(claimed, count)
        if len(twice) == 1 and claimed.span.holds(count - 1):
            mend.insert(0, Suggestion(why=Why.COUNTED_TWICE, role="listed", member=twice[0]))
    return conclude(
        identity, status, Text(zh, en), computed=count, stated=claimed.exact, would_hold=mend
    )


def _claim(claimed: Quantity) -> Quantity:
    """The number at the head of a slogan (三抓, 三个一课, 十不准), which is no printed number."""
    slogan = claimed.gap is not None and not (claimed.reading.masked or claimed.not_applicable)
    head = _HEAD.match(claimed.printed.strip()) if slogan else None
    number = read_number(head[0]).number if head else None
    if number is None or number <= 1:  # 一 begins too many words that count nothing
        return claimed
    return claimed._replace(reading=Reading(number), gap=None, fixed=True)


def _recounted(claimed: Quantity, count: Fraction) -> list[Suggestion]:
    value = claimed.written(count)
    why = Why.VALUE if claimed.exact is None else slip(claimed.exact, 0, count)
    return [
        Suggestion(
            why=why, role="claimed", member=claimed.name, value=value, least=value, most=value
        )
    ]


def judge_unique(identity: Unique) -> Verdict:
    """Nothing listed twice (不重复)."""
    listed = _said(identity.listed)
    if not listed:
        reason = Text("没有列举", "nothing is listed")
        return conclude(identity, Status.UNVERIFIABLE, reason)
    twice = _repeated(listed)
    distinct = Fraction(len(set(listed)))
    total = Fraction(len(listed))
    if not twice:
        reason = Text(f"{total} 项各不相同", f"{total} different items")
        return conclude(identity, Status.HOLDS, reason, computed=distinct, stated=total)
    mend = []
    if total - distinct == 1:
        mend = [Suggestion(why=Why.COUNTED_TWICE, role="listed", member=twice[0])]
    reason = Text(f"重复：{_several(twice, '、')}", f"repeated: {_several(twice, ', ')}")
    return conclude(
        identity, Status.DOES_NOT_HOLD, reason, computed=distinct, stated=total, would_hold=mend
    )


def _several(items: Sequence[str], between: str) -> str:
    """Items in a row, a long list not to its end."""
    more = [f"…（{len(items)}）"] if len(items) > _MOST_SHOWN else []
    return between.join([*items[:_MOST_SHOWN], *more])


def _said(listed: Iterable[str]) -> list[str]:
    """What is listed; a blank entry is none."""
    return [item for item in listed if not read_number(item).missing]


def _repeated(listed: Iterable[str]) -> list[str]:
    return [item for item, times in Counter(listed).items() if times > 1]
