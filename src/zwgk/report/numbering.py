"""Numbers of sections (章节序号): 一、二、 in Chinese, 1. 2. in English."""

from __future__ import annotations

from zwgk.errors import Lang

__all__ = ["numbered"]

_DIGITS = "一二三四五六七八九"


def numbered(number: int, lang: Lang) -> str:
    """The number of a section, 1 to 99, with its mark.

    >>> [numbered(number, "zh") for number in (1, 9, 10, 12, 20)], numbered(3, "en")
    (['一、', '九、', '十、', '十二、', '二十、'], '3. ')
    """
    if lang == "en":
        return f"{number}. "
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens - 1]}十"
    return f"{head}{_DIGITS[ones - 1] if ones else ''}、"
