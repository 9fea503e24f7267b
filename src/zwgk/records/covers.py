"""What a publication says it covers (所属期次): the label of a slot, by its form."""

from __future__ import annotations

import re

__all__ = ["shape_of", "unlike_any_label"]

_SHAPES = (
    ("day", r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"),
    ("week", r"\d{4}-W(?:0[1-9]|[1-4]\d|5[0-3])"),
    ("month", r"\d{4}-(?:0[1-9]|1[0-2])"),
    ("quarter", r"\d{4}-Q[1-4]"),
    ("half", r"\d{4}-H[12]"),
    ("year_end", r"\d{4}/end"),
    ("year", r"\d{4}"),
)
_TELLS_TIME = r"[0-9０-９年月日季度周第一二三四五六七八九十上下半全QqHhWw./\-# ]+"


def shape_of(label: str) -> str:
    """The form of a slot's label (期次写法): day, week, month, quarter, half, year, or term.

    >>> shape_of("2024-03"), shape_of("2024-Q1#2"), shape_of("秋季学期/start")
    ('month', 'quarter', 'term')
    """
    plain = label.partition("#")[0]
    return next((name for name, form in _SHAPES if re.fullmatch(form, plain, re.ASCII)), "term")


def unlike_any_label(covers: str) -> bool:
    """Whether words tell a day or a period in a form that no label has (期次写法有误).

    >>> unlike_any_label("2024年3月"), unlike_any_label("2024-13"), unlike_any_label("秋季学期")
    (True, True, False)
    """
    return shape_of(covers) == "term" and re.fullmatch(_TELLS_TIME, covers) is not None
