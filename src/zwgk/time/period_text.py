"""Periods as people write them (期限的写法), in English and in Chinese."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from zwgk.time.period import (
    CalendarDays,
    FixedDate,
    Hours,
    Period,
    Span,
    Standing,
    UnknownForm,
    WorkingDays,
)

__all__ = ["FORMS", "UnknownForm", "chinese_number", "compact", "parse_period"]


FORMS = (
    "20 working days、20个工作日、二十个工作日、20 days、20日内、3 months、3个月、半年、"
    "1 years 2 months 3 days、24 hours、24小时、every year by 01-31、每年1月31日前、standing、长期"
)

_DIGITS = {character: value for value, character in enumerate("〇一二三四五六七八九")}
_DIGITS |= {"零": 0, "两": 2, "俩": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_NUMBER = r"(\d{1,7}|[〇零一二两三四五六七八九十百千]{1,9})"
_STANDING = re.compile(r"standing|长期(有效|公开|公示)?|永久(公开)?|常年(公开)?|固定(公开)?")
_FIXED = (
    re.compile(r"(?:every year )?by (\d{1,2})-(\d{1,2})"),
    re.compile(rf"每年(?:的)?{_NUMBER}月{_NUMBER}日?(?:之前|以前|前)"),
)
_ENGLISH_SPAN = re.compile(
    r"(?:(\d{1,7}) years?)?(?: ?(\d{1,7}) months?)?(?: ?(\d{1,7}) days?)?", re.ASCII
)
_CHINESE_SPAN = re.compile(
    rf"(?:{_NUMBER}年)?(?:零)?(?:{_NUMBER}个?月)?(?:零)?(?:{_NUMBER}(?:日|天))?"
)
_SIMPLE: tuple[tuple[re.Pattern[str], Callable[[int], Period]], ...] = (
    (re.compile(r"(\d{1,7}) working days?", re.ASCII), WorkingDays),
    (re.compile(rf"{_NUMBER}个?工作日"), WorkingDays),
    (re.compile(r"(\d{1,7}) hours?", re.ASCII), Hours),
    (re.compile(rf"{_NUMBER}个?(?:小时|钟头)"), Hours),
    (re.compile(r"(\d{1,7}) days?", re.ASCII), CalendarDays),
    (re.compile(rf"{_NUMBER}个?(?:自然日|日历日|日|天)"), CalendarDays),
    (re.compile(r"(\d{1,7}) weeks?", re.ASCII), lambda count: CalendarDays(7 * count)),
    (re.compile(rf"{_NUMBER}个?(?:周|星期|礼拜)"), lambda count: CalendarDays(7 * count)),
    (re.compile(rf"{_NUMBER}个?季度"), lambda count: Span(months=3 * count)),
)
_WITHIN = re.compile(r"(?:之内|以内|内)$")
_HALF_YEAR = re.compile(r"半年|half a year")


def compact(text: str) -> str:
    """Text with plain digits and without the spaces that scanning leaves inside Chinese words.

    >>> compact("20个工作 日 内"), compact("２０  working days")
    ('20个工作日内', '20 working days')
    """
    plain = " ".join("".join(map(_plain, text)).split())
    wide = r"[^\x00-\x7f]"
    return re.sub(rf"(?<={wide}) | (?={wide})", "", plain)


def _plain(character: str) -> str:
    """A character in its plain form; the mark of a footnote (①, ²) is not made a digit."""
    note = unicodedata.category(character) == "No"
    return character if note else unicodedata.normalize("NFKC", character)


def chinese_number(text: str) -> int:
    """A whole number in digits or in Chinese numerals up to thousands (数字).

    >>> [chinese_number(text) for text in ("二十", "一百零五", "15", "两")]
    [20, 105, 15, 2]

    Raises:
        ValueError: for anything else.
    """
    if text.isascii() and text.isdecimal():
        return int(text)
    if text and all(character in _DIGITS for character in text):
        return int("".join(str(_DIGITS[character]) for character in text))
    total, digit, last = 0, None, 10_000
    for character in text:
        if character in _TENS:
            unit = _TENS[character]
            if unit >= last or (digit is None and total):
                raise ValueError(f"不是数字 (not a number): {text!r}")
            total += (1 if digit is None else digit) * unit
            digit, last = None, unit
        elif character in _DIGITS and digit in (None, 0):
            digit = _DIGITS[character]
        else:
            raise ValueError(f"不是数字 (not a number): {text!r}")
    if not text:
        raise ValueError("没有数字 (no number)")
    return total + (digit or 0)


def parse_period(text: str) -> Period:
    """Read a period in any accepted form (读期限).

    >>> parse_period("二十个工作日内"), parse_period("每年1月31日前")
    (WorkingDays(count=20), FixedDate(month=1, day=31))

    Raises:
        UnknownForm: for anything else, naming the accepted forms.
        ValueError: for zero or absurd lengths.
    """
    given: object = text
    bare = _WITHIN.sub("", compact(given).lower()) if isinstance(given, str) else ""
    period = _match(bare)
    if period is None:
        raise UnknownForm(f"{text!r} 不是期限；可写 (not a period; write): {FORMS}")
    return period


def _match(bare: str) -> Period | None:
    if _STANDING.fullmatch(bare):
        return Standing()
    if _HALF_YEAR.fullmatch(bare):
        return Span(months=6)
    for pattern in _FIXED:
        if found := pattern.fullmatch(bare):
            return FixedDate(chinese_number(found[1]), chinese_number(found[2]))
    for pattern, make in _SIMPLE:
        if found := pattern.fullmatch(bare):
            return make(chinese_number(found[1]))
    for pattern in (_ENGLISH_SPAN, _CHINESE_SPAN):
        found = pattern.fullmatch(bare)
        if found and any(found.groups()):
            return Span(*(chinese_number(part) if part else 0 for part in found.groups()))
    return None
