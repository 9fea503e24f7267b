"""The information processing fee (信息处理费)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from zwgk.law.result import Citation
from zwgk.law.rules import Mark
from zwgk.source import read_source
from zwgk.time.day import number, plain_day, wrong

__all__ = ["Fee", "FeePart", "Tariff", "information_fee"]

_MOST_COUNTED = 1_000_000


@cache
def _table() -> Any:
    return read_source(files("zwgk.law") / "tables" / "fees.yaml", name="fees.yaml").data


class Tariff(StrEnum):
    """The two tariffs (收费方式); an agency takes one of them for a request, never both."""

    ITEMS = "items"
    PAGES = "pages"


@dataclass(frozen=True, slots=True)
class FeePart:
    """One bracket of a fee (分段): from and to which number, how many of them, yuan for each."""

    first: int
    last: int
    each: int

    @property
    def amount(self) -> int:
        """What the bracket costs in yuan (金额)."""
        return (self.last - self.first + 1) * self.each


@dataclass(frozen=True, slots=True)
class Fee:
    """An information processing fee in yuan (信息处理费) with its brackets."""

    amount: int
    parts: tuple[FeePart, ...]
    citation: Citation
    mark: Mark


def information_fee(tariff: Tariff | str, count: int, on: date) -> Fee:
    """The fee for so many items or pages (信息处理费), marginal bracket by bracket.

    Items are counted for one applicant in one calendar month. Source: 国办函〔2020〕109号; that it
    holds from 2021-01-01 is from memory.

    >>> information_fee("items", 31, date(2025, 1, 1)).amount
    2200
    >>> information_fee("pages", 68, date(2025, 1, 1)).amount
    380

    Raises:
        InvalidInput: for a negative count, another tariff, what is no day, and days before it was
            in force.
    """
    table = _table()
    if not _is_tariff(tariff):
        raise wrong("tariff", f"没有这种收费方式：{tariff!r}", f"no such tariff: {tariff!r}",
                    "写 items 或 pages", "write items or pages")  # fmt: skip
    if not _countable(count):
        shown = number(count)
        raise wrong("count", f"数量无效：{shown}", f"not a usable number: {shown}",
                    "写非负整数", "give a whole number, not negative")  # fmt: skip
    if plain_day(on, "on") < date.fromisoformat(table["from"]):
        raise wrong("on", f"{on} 尚无此收费规定", f"no such fee on {on}",
                    f"自 {table['from']} 起施行", f"it holds from {table['from']}")  # fmt: skip
    parts = tuple(_brackets(table["tariffs"][str(tariff)], count))
    total = sum(part.amount for part in parts)
    return Fee(total, parts, Citation(table["source"]), Mark(table["from_mark"]))


def _is_tariff(tariff: object) -> bool:
    return isinstance(tariff, str) and tariff in set(Tariff)


def _countable(count: object) -> bool:
    return type(count) is int and 0 <= count <= _MOST_COUNTED


def _brackets(tariff: Mapping[str, Any], count: int) -> Sequence[FeePart]:
    parts, first = [], 1
    for bracket in tariff["brackets"]:
        last = min(int(bracket["up_to"]), count)
        if last >= first:
            parts.append(FeePart(first, last, int(bracket["each"])))
        first = int(bracket["up_to"]) + 1
    block, each, more = (int(tariff["beyond"][key]) for key in ("block", "first", "more"))
    while first <= count:
        last = min(first + block - 1, count) if block else count
        parts.append(FeePart(first, last, each))
        first, each = last + 1, each + more
    return parts
