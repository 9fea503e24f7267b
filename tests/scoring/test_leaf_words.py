"""Leaves that follow another, whose limits absorb much, and how a leaf tells what is behind it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any, ClassVar

import pytest

from zwgk.duties import DUTY_FIELDS
from zwgk.errors import Text
from zwgk.exchange import dossier_from
from zwgk.facts import FactValue
from zwgk.pipeline import assess
from zwgk.plugins import askable_tables
from zwgk.scheme import KINDS, End, Hit, HitKind, Leaf, RuleKind, Scheme, read_scheme
from zwgk.scoring import Assessment, score
from zwgk.source import parse_yaml

SHEET = 'format: 1\nid: sheet\nversion: "1"\ntitle: 示例考核\nsource: 示例（虚构）\n'
UNIT = """\
period: {from: 2024-01-01, to: 2024-12-31}
unit: {name: 示例镇（虚构）, kind: township, fictitious: true}
"""


def bound(body: str, *kinds: type[RuleKind], facts: frozenset[str] = frozenset()) -> Scheme:
    known = {kind.kind: kind for kind in (*KINDS, *kinds)}
    tables = askable_tables({}, DUTY_FIELDS)
    return read_scheme(parse_yaml(SHEET + body, "sheet.yaml"), known, tables, facts)


def assessed(body: str, dossier: str) -> Assessment:
    read = dossier_from(parse_yaml(UNIT + dossier, "dossier.yaml"))
    return assess(read, bound(body), as_of=date(2024, 12, 31))


def requests(count: int) -> str:
    rows = ", ".join(f"{{id: r{n}, received: 2024-05-{n + 10}}}" for n in range(count))
    return f"requests: {{rows: [{rows}]}}"


@pytest.mark.parametrize(
    ("count", "points"),
    [(0, "4"), (1, "1"), (2, "0"), (3, "0"), (9, "0")],
)
def test_a_leaf_that_follows_never_falls_below_nothing(count: int, points: str) -> None:
    # three times what each late one costs in the other leaf, of four points
    body = """\
full: 24
facts: {late: {count: requests}}
indicators:
  - {id: window, title: 窗口, points: 20, rule: {kind: deduct, per: late, each: 1}}
  - {id: chief, title: 首席代表, points: 4, share_of: window, factor: 3}
"""
    result = assessed(body, requests(count))
    chief = result.indicator("chief")
    assert chief is not None
    assert (str(chief.least), str(chief.most)) == (points, points)
    assert result.total == 20 - count + int(points)


def test_a_few_of_the_records_behind_a_value_are_named() -> None:
    # nothing is charged, so the ledger names none of them
    body = """\
full: 10
facts: {every: {title: 申请, count: requests}}
indicators:
  - {id: a, title: 受理, points: 10, rule: {kind: present, fact: every}}
"""

    def behind(count: int) -> list[str]:
        lines = assessed(body, requests(count)).explain("a").splitlines()
        return [line.strip().split("：")[0] for line in lines if line.startswith("      ")]

    five = [f"requests:r{n}" for n in range(5)]
    assert behind(2) == five[:2]
    assert behind(5) == five
    assert behind(8) == [*five, "…… 另有 3 条"]


def test_what_does_not_apply_is_told_by_the_title_of_its_fact() -> None:
    body = """\
full: 20
indicators:
  - {id: a, title: 甲, points: 10, applies: f, na: zero, rule: {kind: declared}}
  - {id: b, title: 乙, points: 10, rule: {kind: declared}}
"""
    scheme = bound(body, facts=frozenset({"f"}))
    given = {"declared:b": FactValue.exactly(Fraction(10))}
    for title, words in ((Text("办理许可", "permits"), "办理许可"), (None, "f")):
        facts = {**given, "f": FactValue(Fraction(0), Fraction(0), title=title)}
        result = score(scheme, facts, facts, {})
        by_id = {one.id: one.not_applicable for one in result.indicators}
        assert by_id["a"] is not None
        assert by_id["a"].zh == f"不适用：{words}"
        assert by_id["b"] is None


class Slips(RuleKind):
    """A stranger's kind that takes points bit by bit and knows of no count without end."""

    kind: ClassVar[str] = "slips"
    takes: ClassVar[bool] = True

    fact: str

    def needs(self) -> frozenset[str]:
        return frozenset({self.fact})

    def judge(self, leaf: Leaf, facts: Any, end: End) -> list[Hit]:
        value = facts[self.fact]
        taken = Fraction((value.most if end is End.LEAST else value.least) or 0)
        hits = [Hit(-taken, HitKind.LOSS, Text("扣", "taken"))]
        if taken > leaf.points:
            hits.append(Hit(taken - leaf.points, HitKind.FLOOR, Text("保底", "floor")))
        return hits


def test_a_kind_that_says_nothing_of_endless_counts_has_an_end() -> None:
    body = """\
full: 20
indicators:
  - {id: a, title: 甲, points: 5, overflow: total, rule: {kind: slips, fact: f}}
  - {id: b, title: 乙, points: 15, rule: {kind: declared}}
"""
    scheme = bound(body, Slips, facts=frozenset({"f"}))
    facts = {
        "declared:b": FactValue.exactly(Fraction(15)),
        "f": FactValue(Fraction(6), Fraction(8)),
    }
    result = score(scheme, facts, facts, {})
    # six or eight are taken of five and the total: 20 - 8 and 20 - 6
    assert result.bounds is not None
    assert (str(result.bounds.least), str(result.bounds.greatest)) == ("12.00", "14.00")
