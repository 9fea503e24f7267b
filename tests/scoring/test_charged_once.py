"""In which leaf one record is charged, and how the others say so."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any, ClassVar

import pytest

from zwgk.facts import FactValue, Support
from zwgk.scheme import KINDS, Deduct, End, Hit, Leaf, Scheme, read_scheme
from zwgk.scoring import Score, score
from zwgk.source import Source

RECORD = "requests:r0"


class Raising(Deduct):
    """A stranger's kind that fails."""

    kind: ClassVar[str] = "raising"

    def judge(self, leaf: Leaf, facts: Any, end: End) -> list[Hit]:
        del leaf, facts, end
        raise ValueError("by a stranger")


class Leaving(Deduct):
    """A stranger's kind that wants to leave."""

    kind: ClassVar[str] = "leaving"

    def judge(self, leaf: Leaf, facts: Any, end: End) -> list[Hit]:
        del leaf, facts, end
        raise SystemExit


STRANGERS: tuple[type[Deduct], ...] = (Raising, Leaving)


def sheet(*leaves: dict[str, Any]) -> Scheme:
    nodes = [
        {
            "id": name,
            "title": name,
            "points": "10",
            "once": {"group": "g", "order": leaf.get("order", "document")},
            "rule": {"kind": "deduct", "per": name, "each": "1", **leaf.get("rule", {})},
        }
        for name, leaf in zip("abc", leaves, strict=False)
    ]
    data = {
        "format": "1",
        "id": "sheet",
        "version": "1",
        "title": "示例",
        "source": "示例（虚构）",
        "full": str(10 * len(leaves)),
        "indicators": nodes,
    }
    known: dict[str, Any] = {kind.kind: kind for kind in (*KINDS, *STRANGERS)}
    return read_scheme(Source("sheet.yaml", data), known, {}, frozenset("abc"))


def counted(*, sure: bool) -> FactValue:
    """The record counts, surely or perhaps."""
    support = (Support(date(2024, 1, 1), RECORD, certain=sure),)
    return FactValue(Fraction(1 if sure else 0), Fraction(1), support)


def scored(scheme: Scheme, **facts: FactValue) -> Score:
    return score(scheme, facts, facts, {})


def points(result: Score) -> list[Fraction | None]:
    return [one.least for one in result.indicators]


def charged_in(result: Score, name: str) -> list[str]:
    """What a leaf says of records charged elsewhere."""
    assert result.ledgers is not None
    entries = result.ledgers.least
    return [e.reason.zh for e in entries if e.indicator == name and "已在" in e.reason.zh]


def test_the_third_leaf_names_the_one_that_is_sure_to_count_it() -> None:
    # a may count it; if not, b does: c never, and points to b, where it surely counts
    scheme = sheet({}, {}, {})
    result = scored(scheme, a=counted(sure=False), b=counted(sure=True), c=counted(sure=True))
    assert charged_in(result, "c") == [f"{RECORD} 已在 b 计分，不重复计"]
    assert charged_in(result, "b") == []
    assert points(result)[2] == 10


@pytest.mark.parametrize(
    ("leaves", "expected"),
    [
        # by the document the first leaf has it
        (({}, {"rule": {"each": "2"}}, {"rule": {"each": "5"}}), [9, 10, 10]),
        # where it costs most among those that say so; a leaf that goes by the document comes last
        (
            (
                {},
                {"rule": {"each": "2"}, "order": "most"},
                {"rule": {"each": "5"}, "order": "most"},
            ),
            [10, 10, 5],
        ),
        (
            ({"order": "most"}, {"rule": {"each": "5"}}, {"rule": {"each": "2"}, "order": "most"}),
            [10, 10, 8],
        ),
    ],
)
def test_where_it_is_charged(leaves: tuple[dict[str, Any], ...], expected: list[int]) -> None:
    known = counted(sure=True)
    assert points(scored(sheet(*leaves), a=known, b=known, c=known)) == expected


@pytest.mark.parametrize("kind", ["raising", "leaving"])
def test_a_rule_that_raises_is_told_and_the_other_leaf_goes_on(kind: str) -> None:
    most: dict[str, Any] = {"order": "most", "rule": {"each": "2"}}
    broken = {"order": "most", "rule": {"kind": kind}}
    result = scored(sheet(broken, most), a=counted(sure=True), b=counted(sure=True))
    first, second = result.indicators
    assert first.error is not None
    assert points(result) == [0, 8]
    assert first.most == 10
    # what the first would cost is not known: the second, at 2, has the record
    assert second.error is None
    assert second.most == 8
