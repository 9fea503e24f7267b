"""Members of identities as they are written (成员的写法): ids of figures, and literals."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction

__all__ = ["is_id", "literal_text", "some"]

_ID = re.compile(r"[A-Za-z][A-Za-z0-9_.\-]*")


def is_id(name: str) -> bool:
    """Whether a member names a figure (数字编号); anything else is a literal."""
    return _ID.fullmatch(name) is not None


def literal_text(value: object) -> str | None:
    """A value given in Python as it would be printed (原样文字), or None for no number or text."""
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal, Fraction)):
        return None
    try:
        return str(value)
    except ValueError:  # more digits than Python writes out
        return None


def some(names: Iterable[str]) -> list[str]:
    """Names enough to look for a misspelt one among (近似编号); all might be far too many."""
    return list(itertools.islice(names, 2000))
