"""Text that is safe to print (安全输出): nothing in it steers a terminal or hides in a line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import zip_longest

__all__ = ["plain", "shortened", "text_table", "width"]

_BREAKS = re.compile("\r\n|[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]")
# Ranges are spelt out, not taken from Unicode categories, so that every Python drops the same.
_HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f"  # controls: escape sequences, backspace, null
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # marks and overrides of writing direction
    "\u00ad\u200b\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"  # invisible
    "\ud800-\udfff\ufffe\uffff]"  # half characters, which no file can hold
)
_GAP = "  "


def plain(text: str) -> str:
    r"""One line of text with nothing hidden in it (纯文本).

    A line break or tab becomes a space; control characters, marks that turn the direction of
    writing, invisible characters and half characters are dropped. Spaces stay as they are.

    >>> plain("示例\x1b[31m单位\n第二行")
    '示例[31m单位 第二行'
    """
    return _HIDDEN.sub("", _BREAKS.sub(" ", text))


def width(text: str) -> int:
    r"""Columns that a text takes in a terminal (显示宽度): two for a wide character.

    >>> width("得分 92"), width("é"), width("e\u0301")
    (7, 1, 1)
    """
    return sum(_columns(char) for char in text)


def _columns(char: str) -> int:
    if unicodedata.category(char) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1


def shortened(text: str, columns: int) -> str:
    """A text cut to so many columns (截短), with an ellipsis where something was cut.

    >>> shortened("规范办事程序", 9), shortened("短", 9)
    ('规范办事…', '短')
    """
    if width(text) <= columns:
        return text
    kept = text[:columns]
    while width(kept) > columns - 1:
        kept = kept[:-1]
    return kept + "…"


def text_table(rows: Sequence[Sequence[str]], headers: Sequence[str] = ()) -> str:
    """A table for terminals (文本表格): columns aligned by display width, cells made plain.

    Short rows are filled with empty cells. Without headers there is no rule above the rows.

    >>> print(text_table([["示例单位", "92"], ["A", "7.5"]], ["单位", "得分"]))
    单位      得分
    --------  ----
    示例单位  92
    A         7.5
    """
    lines = [[plain(cell) for cell in row] for row in ([headers] if headers else []) + [*rows]]
    columns = [max(map(width, column)) for column in zip_longest(*lines, fillvalue="")]
    if headers:
        lines.insert(1, ["-" * size for size in columns])
    return "\n".join(
        _GAP.join(
            cell + " " * (size - width(cell)) for cell, size in zip(line, columns, strict=False)
        ).rstrip()
        for line in lines
    )
