"""Leaves by rank on other sheets, with open values, and read back from a file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from itertools import product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from zwgk.duties import DUTY_FIELDS
from zwgk.exchange import dossier_from
from zwgk.pipeline import assess
from zwgk.plugins import askable_tables
from zwgk.scheme import KINDS, Scheme, read_scheme
from zwgk.scoring import Assessment, FindingKind, State, rank
from zwgk.source import Source, parse_yaml

TABLES = askable_tables({}, DUTY_FIELDS)
SHEET = """\
format: 1
id: sheet
version: "1"
title: 示例
source: 示例（虚构）
full: 100
facts:
  reports: {value: {figure: reports}}
indicators:
  - {id: reported, title: 采用数, points: 60, rule: RULE}
  - {id: reviewed, title: 评定, points: 40, rule: {kind: declared}}
"""
SHARE = "{kind: ranked, by: reports, share_of_first: true}"


def scheme(rule: str, text: str = SHEET) -> Scheme:
    known: dict[str, Any] = {kind.kind: kind for kind in KINDS}
    return read_scheme(parse_yaml(text.replace("RULE", rule), "sheet.yaml"), known, TABLES)


def unit(
    sheet: Scheme, reports: str | None, points: str | None, kind: str = "township"
) -> Assessment:
    figures: dict[str, Any] = {}
    if reports is not None:
        bound = {"bound": "at_least"} if reports.endswith("+") else {}
        figures = {"reports": {"value": reports.rstrip("+"), **bound}}
    said = {"assessor": "review", "indicator": "reviewed", "points": points}
    data: dict[str, Any] = {
        "period": {"from": "2024-01-01", "to": "2024-12-31"},
        "unit": {"name": "示例（虚构）", "kind": kind},
        "figures": figures,
        "declarations": [] if points is None else [said],
    }
    return assess(dossier_from(Source("dossier.yaml", data)), sheet, as_of=date(2025, 1, 31))


def leaf(one: Assessment) -> Any:
    found = one.indicator("reported")
    assert found is not None
    return found.least, found.most


def bounds(one: Assessment) -> Any:
    assert one.bounds is not None
    return one.bounds.least, one.bounds.greatest


def adds_up(one: Assessment) -> bool:
    ledgers = one.ledgers
    ends = (one.ledger, one.ledger) if ledgers is None else (ledgers.least, ledgers.greatest)
    full = Fraction(one.full or 0)
    sums = tuple(full + sum(Fraction(entry.amount) for entry in end or ()) for end in ends)
    return sums == tuple(map(Fraction, bounds(one)))


def test_a_share_of_a_first_without_end() -> None:
    sheet = scheme(SHARE)
    first, second = rank([unit(sheet, "20+", "0"), unit(sheet, "10", "0")], sheet)
    # a has the most whatever it has; 10 is at most half of it, and nothing keeps it above nought
    assert leaf(first) == (60, 60)
    assert leaf(second) == (0, 30)
    assert (bounds(first), bounds(second)) == ((60, 60), (0, 30))
    assert second.bounds is not None
    assert second.bounds.exact


def test_a_share_is_rounded_with_the_total() -> None:
    # 3/7 of 60 is 25.714285…, 1/7 of it 8.571428…: both are rounded down
    sheet = scheme(SHARE)
    first, third, up = rank([unit(sheet, n, "0") for n in ("7", "1", "3")], sheet)
    assert [str(one.total) for one in (first, third, up)] == ["60.00", "8.57", "25.71"]
    # 5/7 of 60 is 42.857142…
    found = rank([unit(sheet, n, "0") for n in ("7", "5")], sheet)
    assert str(found[1].total) == "42.86"
    assert all(map(adds_up, (first, third, up, *found)))


def test_the_total_of_the_others_is_open() -> None:
    sheet = scheme("{kind: ranked, points_by_rank: [60, 30]}")
    told, open_ = rank([unit(sheet, None, "20"), unit(sheet, None, None)], sheet)
    # b has 0 to 40 for the rest and a 20, so each may be first or second
    assert (leaf(told), leaf(open_)) == ((30, 60), (30, 60))
    assert (bounds(told), bounds(open_)) == ((50, 80), (30, 100))


def test_units_on_different_sheets_are_ranked_by_what_else_they_have() -> None:
    text = SHEET.replace(
        "full: 100\n",
        "full: 100\n"
        "profiles:\n"
        "  towns: {title: 乡镇, unit: {kind: township}}\n"
        "  offices: {title: 部门, unit: {kind: department}}\n",
    )
    text = text.replace("points: 60", "points: {towns: 60, offices: 30}")
    text = text.replace("points: 40", "points: {towns: 40, offices: 70}")
    sheet = scheme("{kind: ranked, points_by_rank: [30, 20]}", text)
    town, office = unit(sheet, None, "40"), unit(sheet, None, "50", "department")
    # Of the rest the office has 50 of 70, the town 40 of 40: the office is first.
    assert [one.total for one in rank([town, office], sheet)] == [60, 80]
    shares = scheme(SHARE, text)
    town, office = unit(shares, "5", "40"), unit(shares, "10", "50", "department")
    # 5 of 10 is half of the town's 60; the office gets all of its own 30.
    found = rank([town, office], shares)
    assert [leaf(one) for one in found] == [(30, 30), (30, 30)]
    assert [one.total for one in found] == [70, 80]


def test_a_leaf_that_rounds_beside_it_is_no_matter() -> None:
    beside = SHEET.replace("points: 40,", "points: 40, places: 1,")
    sheet = scheme(SHARE, beside)
    assert [one.total for one in rank([unit(sheet, "9", "40")], sheet)] == [100]
    itself = scheme(SHARE, SHEET.replace("points: 60,", "points: 60, places: 1,"))
    assert [one.total for one in rank([unit(itself, "9", "40")], itself)] == [None]


def test_no_points_are_unmet_and_told() -> None:
    sheet = scheme("{kind: ranked, by: reports, points_by_rank: [60, 0.5]}")
    found = rank([unit(sheet, n, "40") for n in "321"], sheet)
    results = [one.indicator("reported") for one in found]
    assert [one and one.state for one in results] == [State.MET, State.PARTLY, State.UNMET]
    assert [one.total for one in found] == [100, Fraction("40.5"), 40]
    told = [[f.state for f in one.findings if f.kind is FindingKind.LEAF] for one in found]
    assert told == [[], ["partly"], ["unmet"]]


def test_assessments_read_from_a_file_are_ranked_the_same() -> None:
    for rule in (SHARE, "{kind: ranked, points_by_rank: [60, 30]}"):
        sheet = scheme(rule)
        units = [unit(sheet, n, p) for n, p in (("7", "5"), ("30", "40"), ("9+", None))]
        read = [Assessment.model_validate(json.loads(one.model_dump_json())) for one in units]
        assert read == units
        assert rank(read, sheet) == rank(units, sheet)


SPANS = st.tuples(st.integers(0, 9), st.integers(0, 9)).map(lambda two: (min(two), max(two)))


def share(totals: Sequence[int], index: int) -> Fraction:
    first = max(totals)
    return Fraction(60 * totals[index], first) if first else Fraction(0)


@settings(max_examples=40)
@given(st.lists(SPANS, min_size=1, max_size=4))
def test_shares_against_every_completion(spans: list[tuple[int, int]]) -> None:
    sheet = scheme(SHARE)
    units = []
    for low, high in spans:
        one = unit(sheet, str(low), "40")
        facts = tuple(
            fact.model_copy(update={"most": type(fact.least)(high), "known": low == high})
            for fact in one.facts
            if fact.least is not None
        )
        units.append(one.model_copy(update={"facts": facts}))
    ways = list(product(*(range(low, high + 1) for low, high in spans)))
    for index, one in enumerate(rank(units, sheet)):
        every = {share(totals, index) for totals in ways}
        assert leaf(one) == (min(every), max(every))
        assert adds_up(one)
        if len(every) == 1:
            (only,) = every
            assert one.total is not None
            assert abs(Fraction(one.total) - 40 - only) <= Fraction(1, 200)
