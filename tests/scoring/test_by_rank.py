"""Leaves by rank: open in one assessment, settled when all units are ranked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zwgk.duties import DUTY_FIELDS
from zwgk.exchange import dossier_from
from zwgk.pipeline import assess
from zwgk.plugins import askable_tables
from zwgk.scheme import KINDS, HitKind, Scheme, read_scheme
from zwgk.scoring import Assessment, FindingKind, State, rank
from zwgk.source import Source, parse_yaml

TABLES = askable_tables({}, DUTY_FIELDS)
# S36: the first five get 60, 57, 54, 51, 48.
SHEET = """\
format: 1
id: sheet
version: "1"
title: 示例
source: 示例（虚构）
full: 100
grades: [{id: good, title: 良好, from: 90}, {id: fair, title: 一般}]
facts:
  reports: {value: {figure: reports}}
indicators:
  - id: g
    title: 信息报送
    points: 60
    parts:
      - {id: r, title: 采用数, points: 60, rule: RULE}
  - {id: d, title: 评定, points: 40, rule: {kind: declared}}
"""
RULE = "{kind: ranked, by: reports, points_by_rank: [60, 57, 54, 51, 48], otherwise: 45}"


def scheme(rule: str = RULE, text: str = SHEET) -> Scheme:
    known = {kind.kind: kind for kind in KINDS}
    return read_scheme(parse_yaml(text.replace("RULE", rule), "sheet.yaml"), known, TABLES)


def unit(
    name: str, reports: str | None, points: str | None, sheet: Scheme, **more: str
) -> Assessment:
    figures: dict[str, Any] = {}
    if reports is not None:
        bound = {"bound": "at_least"} if reports.endswith("+") else {}
        figures = {"reports": {"value": reports.rstrip("+"), **bound}}
    given_ = [] if points is None else [{"assessor": "review", "indicator": "d", "points": points}]
    data: dict[str, Any] = {
        "period": {"from": "2024-01-01", "to": "2024-12-31"},
        "unit": {"name": name, "kind": "township"},
        "figures": {**figures, **more},
        "declarations": given_,
    }
    return assess(dossier_from(Source("dossier.yaml", data)), sheet, as_of=date(2025, 1, 31))


def leaf(one: Assessment) -> Any:
    found = one.indicator("r")
    assert found is not None
    return found.least, found.most


def adds_up(one: Assessment) -> bool:
    assert one.bounds is not None
    assert one.full is not None
    ledgers = one.ledgers
    ends = (one.ledger, one.ledger) if ledgers is None else (ledgers.least, ledgers.greatest)
    return [
        Fraction(one.full) + sum(Fraction(entry.amount) for entry in end or ()) for end in ends
    ] == [one.bounds.least, one.bounds.greatest]


def test_points_by_rank() -> None:
    sheet = scheme()
    units = [unit(n, n, "40", sheet) for n in ("7", "30", "12", "12", "5", "1")]
    assert units[0].total is None  # nothing is known of the others yet
    found = rank(units, sheet)
    # 30 is first, both 12 second, 7 fourth, 5 fifth; 1 comes sixth and gets the rest.
    assert [one.total for one in found] == [91, 100, 97, 97, 88, 85]
    assert [one.rank for one in found] == [4, 1, 2, 2, 5, 6]
    assert [one.grade for one in found] == ["good", "good", "good", "good", "fair", "fair"]
    assert all(map(adds_up, found))
    first, last = found[1].ledger, found[5].ledger
    assert first == ()
    assert last is not None
    assert [(e.indicator, e.kind, str(e.amount), e.reason.zh) for e in last] == [
        ("r", HitKind.LOSS, "-15", "第 6 名，共 6 个")
    ]
    group, mine = found[5].indicator("g"), found[5].indicator("r")
    assert group is not None
    assert mine is not None
    ends: Any = (group.least, group.most)
    assert (ends, group.state) == ((45, 45), State.PARTLY)
    assert mine.state is State.PARTLY
    known: Any = (found[5].settled.points, found[5].settled.of, found[5].completeness)
    assert known == (85, 100, 1)
    assert [f.state for f in found[5].findings if f.kind is FindingKind.LEAF] == ["partly"]
    assert not found[1].findings
    assert Assessment.model_validate_json(found[5].model_dump_json()) == found[5]


def test_dense_ranks() -> None:
    text = SHEET.replace("facts:", "ranking: {ties: dense}\nfacts:", 1)
    sheet = scheme(text=text)
    found = rank([unit(n, n, "40", sheet) for n in ("9", "9", "8")], sheet)
    assert [one.total for one in found] == [100, 100, 97]


def test_in_proportion_to_the_first() -> None:
    # The first has 24; 6 of 24 is a quarter of 60.
    sheet = scheme("{kind: ranked, by: reports, share_of_first: true}")
    found = rank([unit(n, n, "0", sheet) for n in ("24", "6", "0")], sheet)
    assert [one.total for one in found] == [60, 15, 0]
    nothing = rank([unit(n, "0", "0", sheet) for n in "ab"], sheet)
    assert [one.total for one in nothing] == [0, 0]


def test_an_open_value_opens_the_points_of_others() -> None:
    # b has ten or more: first or second, and so is a; c is third whatever b has.
    sheet = scheme()
    found = rank(
        [unit("a", "20", "40", sheet), unit("b", "10+", "40", sheet), unit("c", "5", "40", sheet)],
        sheet,
    )
    assert [leaf(one) for one in found] == [(57, 60), (57, 60), (54, 54)]
    assert [one.total for one in found] == [None, None, 94]
    assert [one.grade for one in found] == ["good", "good", "good"]
    assert all(map(adds_up, found))


def test_a_value_that_is_not_told() -> None:
    sheet = scheme()
    found = rank([unit("a", "20", "40", sheet), unit("b", None, "40", sheet)], sheet)
    assert [leaf(one) for one in found] == [(57, 60), (57, 60)]


def test_the_total_of_the_other_indicators() -> None:
    sheet = scheme("{kind: ranked, points_by_rank: [60, 30]}")
    found = rank(
        [unit("a", None, "20", sheet), unit("b", None, "35", sheet), unit("c", None, "5", sheet)],
        sheet,
    )
    # 35 is first, 20 second, the third gets nothing
    assert [one.total for one in found] == [50, 95, 5]


def test_the_fewest_first() -> None:
    sheet = scheme("{kind: ranked, by: reports, best: least, points_by_rank: [60, 30]}")
    found = rank([unit("a", "3", "0", sheet), unit("b", "1", "0", sheet)], sheet)
    assert [one.total for one in found] == [30, 60]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("points: 60\n", "points: 60\n    places: 0\n"),
        ("points: 60\n", "points: 60\n    fail_below: 10\n"),
        ("full: 100", "full: 100\nconvert: 50"),
    ],
)
def test_where_something_stands_between_the_leaf_stays_open(old: str, new: str) -> None:
    assert SHEET.count(old) == 1
    sheet = scheme(text=SHEET.replace(old, new))
    units = [unit("a", "3", "40", sheet), unit("b", "1", "40", sheet)]
    found = rank(units, sheet)
    assert [leaf(one) for one in found] == [leaf(one) for one in units]
    assert [one.rank for one in found] == [None, None]


def test_a_bonus_by_rank() -> None:
    # The first gets 6, the second 5, the rest nothing, on top of 40 for the rest.
    text = SHEET.replace(
        "  - id: g\n    title: 信息报送\n    points: 60\n    parts:\n", ""
    ).replace(
        "      - {id: r, title: 采用数, points: 60, rule: RULE}",
        "  - {id: r, title: 采用数, points: 6, part: bonus, rule: RULE}",
    )
    sheet = scheme(
        "{kind: ranked, by: reports, points_by_rank: [6, 5]}", text.replace("full: 100", "full: 40")
    )
    found = rank([unit(n, n, "40", sheet) for n in ("3", "2", "1")], sheet)
    assert [one.total for one in found] == [46, 45, 40]
    assert [one.completeness for one in found] == [1, 1, 1]
    assert all(map(adds_up, found))


def test_whom_a_veto_holds_down_counts_among_the_others() -> None:
    veto = (
        "  - {id: v, title: 否决, part: veto, rule: {kind: present, fact: bad}, "
        "effect: {ceiling: 59}}\n"
    )
    text = SHEET.replace("facts:\n", "facts:\n  bad: {value: {figure: bad}}\n") + veto
    sheet = scheme(text=text)
    units = [unit("a", "9", "40", sheet, bad="1"), unit("b", "5", "40", sheet, bad="0")]
    found = rank(units, sheet)
    # a has the most reports and keeps its open leaf under the ceiling; b is second.
    assert [one.total for one in found] == [59, 97]
    assert leaf(found[1]) == (57, 57)


SPANS = st.tuples(st.integers(0, 4), st.integers(0, 4)).map(lambda two: (min(two), max(two)))


def slow_points(totals: Sequence[int], index: int) -> int:
    place = sum(other > totals[index] for other in totals)
    return [60, 57, 54, 51, 48][place] if place < 5 else 45


@settings(max_examples=40)
@given(st.lists(SPANS, min_size=1, max_size=4))
def test_against_every_completion(spans: list[tuple[int, int]]) -> None:
    sheet = scheme()
    units = []
    for low, high in spans:
        one = unit("u", str(low), "40", sheet)
        facts = tuple(
            fact.model_copy(update={"most": type(fact.least)(high), "known": low == high})
            for fact in one.facts
            if fact.least is not None
        )
        units.append(one.model_copy(update={"facts": facts}))
    found = rank(units, sheet)
    for index, one in enumerate(found):
        ways = product(*(range(low, high + 1) for low, high in spans))
        every = {slow_points(totals, index) for totals in ways}
        assert leaf(one) == (min(every), max(every))
        assert one.bounds is not None
        assert (one.bounds.least, one.bounds.greatest) == (
            Decimal(40 + min(every)),
            Decimal(40 + max(every)),
        )
        assert adds_up(one)
