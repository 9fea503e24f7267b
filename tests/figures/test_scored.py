"""A scheme takes points for figures that contradict each other: verdict counts are facts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from zwgk.duties import DUTY_FIELDS
from zwgk.errors import InvalidInput
from zwgk.exchange import dossier_from
from zwgk.pipeline import assess
from zwgk.plugins import askable_tables
from zwgk.scheme import KINDS, read_scheme
from zwgk.scoring import Assessment
from zwgk.source import parse_yaml

SCHEME = """
format: 1
id: sums_agree
version: "1"
title: {zh: 示例：数字核对（虚构）}
source: 示例（虚构）
full: 20
facts:
  wrong: {title: 不成立的关系, count: verdicts, where: {topic: sums, holds: "false"}}
  impossible: {title: 不可能的占比, count: verdicts, where: {status: infeasible}}
  checked: {title: 应核对, count: verdicts, where: {topic: sums}}
  both: {title: 两类整改之和, value: {figure: both}}
identities:
  - {id: households, kind: plausibility, value: people, per: homes, least: 2, most: 6}
indicators:
  - {id: a, title: {zh: 数字相符}, points: 15, rule: {kind: deduct, per: wrong, each: 4}}
  - {id: b, title: {zh: 占比可信}, points: 5, rule: {kind: deduct, per: impossible, each: 5}}
"""
DOSSIER = """
unit: {name: 示例局（虚构）, kind: department}
period: {from: 2025-01-01, to: 2025-12-31}
figures: {urged: "132", ordered: "263", found: "395", left: "175", people: "61385", homes: "20461"}
identities:
  - {id: one, kind: sum, topic: sums, parts: [urged, ordered], total: found}
  - {id: two, kind: sum, topic: sums, parts: [left, ordered], total: "438"}
  - {id: three, kind: feasible_share, stated: 4.5%, n: "265"}
"""


def scored(*changes: tuple[str, str]) -> Assessment:
    text = DOSSIER
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    kinds: Any = {kind.kind: kind for kind in KINDS}
    tables = askable_tables({}, DUTY_FIELDS)
    scheme = read_scheme(parse_yaml(SCHEME, "scheme.yaml"), kinds, tables, frozenset())
    dossier = dossier_from(parse_yaml(text, "dossier.yaml"))
    return assess(dossier, scheme, as_of=date(2025, 12, 31))


WRONG, HIDDEN = ('found: "395"', 'found: "307"'), ('found: "395"', "found: xxx")
IMPOSSIBLE = ("stated: 4.5%", "stated: 4.4%")  # 11/265 is 4.15 and 12/265 is 4.53
BOTH = ('left: "175"', 'left: "715"')


@pytest.mark.parametrize(
    ("changes", "least", "greatest"),
    [
        ((), 20, 20),
        ((WRONG,), 16, 16),
        ((WRONG, BOTH), 12, 12),
        ((IMPOSSIBLE,), 15, 15),
        ((HIDDEN,), 16, 20),  # it may hold and it may not
        ((HIDDEN, BOTH), 12, 16),
    ],
)
def test_points_by_verdicts(
    changes: tuple[tuple[str, str], ...], least: int, greatest: int
) -> None:
    result = scored(*changes)
    assert result.bounds is not None
    assert (result.bounds.least, result.bounds.greatest) == (Decimal(least), Decimal(greatest))
    assert result.total == (Decimal(least) if least == greatest else None)


def test_the_loss_tells_of_the_relation() -> None:
    result = scored(WRONG)
    told = [finding for finding in result.findings if finding.subject == "one"]
    assert [str(finding.state) for finding in told] == ["does_not_hold"]
    assert "132 + 263 = 395，与 307 相差 88" in told[0].what.zh


def test_the_bounds_of_the_scheme_are_judged_too() -> None:
    # 61385 / 20461 = 3.0001; with 1461 households 42 people in each
    assert {v.id: v.status.value for v in scored().verdicts}["households"] == "holds"
    wrong = scored(('homes: "20461"', 'homes: "1461"'))
    assert {v.id: v.status.value for v in wrong.verdicts}["households"] == "does_not_hold"


def test_a_derived_figure_is_a_fact() -> None:
    told = ('urged: "132"', 'urged: "132", both: {derived: {kind: sum, parts: [urged, ordered]}}')
    # 132 + 263 = 395
    ends = [(fact.least, fact.most) for fact in scored(told).facts if fact.id == "both"]
    assert ends == [(Fraction(395), Fraction(395))]


def test_a_circle_of_figures_is_an_error_and_no_score() -> None:
    with pytest.raises(InvalidInput, match="派生数字循环"):
        scored(('left: "175"', "left: {derived: {kind: sum, parts: [left]}}"))
