"""One unknown fact in several leaves: its values are tried, so that the ends are reached."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from zwgk import Assessment, assess, load_plugins
from zwgk.duties import DUTY_FIELDS
from zwgk.exchange import dossier_from
from zwgk.plugins import askable_tables
from zwgk.scheme import Scheme, read_scheme
from zwgk.source import parse_yaml

SCHEME = """
format: 1
id: both_ways
version: "1"
title: 一个取值牵动两项
source: 示例（虚构）
full: {full}
facts:
  found: {{count: found, where: {{category: fire}}}}
indicators:
  - {{id: a, title: 有发现, points: 5, rule: {{kind: present, fact: found}}}}
  - {{id: b, title: 少发现, points: {points}, rule: {{kind: deduct, per: found, each: 1}}}}
"""


def scheme(points: int) -> Scheme:
    registry = load_plugins()
    text = SCHEME.format(full=5 + points, points=points)
    tables = askable_tables(registry.record_types, DUTY_FIELDS)
    return read_scheme(parse_yaml(text, "both.yaml"), registry.rule_kinds, tables)


def assessed(points: int, unknown: int, certain: int = 0) -> Assessment:
    """``certain`` problems are of the category, of ``unknown`` more it is not told."""
    rows = [f"  - {{id: s{n}, title: 甲, category: fire}}" for n in range(certain)]
    rows += [f"  - {{id: u{n}, title: 乙}}" for n in range(unknown)]
    text = (
        "period: {from: 2024-01-01, to: 2024-12-31}\nunit: {name: 示例, kind: other}\nfound:\n"
        + "\n".join(rows)
    )
    dossier = dossier_from(parse_yaml(text, "d.yaml"))
    return assess(dossier, scheme(points), as_of=date(2024, 12, 31))


def by_hand(points: int, count: int) -> int:
    return (5 if count >= 1 else 0) + max(0, points - count)


@pytest.mark.parametrize(
    ("points", "unknown", "certain"), [(5, 1, 0), (5, 3, 0), (4, 2, 1), (9, 6, 2)]
)
def test_the_ends_are_those_of_every_value(points: int, unknown: int, certain: int) -> None:
    result = assessed(points, unknown, certain)
    totals = [by_hand(points, count) for count in range(certain, certain + unknown + 1)]
    assert result.bounds is not None
    assert result.bounds.exact
    assert [result.bounds.least, result.bounds.greatest] == [
        Decimal(min(totals)),
        Decimal(max(totals)),
    ]
    for ledger, bound in (
        (result.ledgers.least if result.ledgers else result.ledger, result.bounds.least),
        (result.ledgers.greatest if result.ledgers else result.ledger, result.bounds.greatest),
    ):
        assert ledger is not None
        assert Fraction(5 + points) + sum(entry.amount for entry in ledger) == bound


def test_what_cancels_out_is_a_total() -> None:
    # None found: 0 + 1. One found: 5 + 0, so it is open …
    assert assessed(1, 1).total is None
    # … but with 5 points a leaf, none found is 0 + 5 and one found 5 + 4: open too, 5 to 9.
    bounds = assessed(5, 1).bounds
    assert bounds is not None
    assert [bounds.least, bounds.greatest] == [Decimal(5), Decimal(9)]


def test_beyond_the_limit_the_ends_only_enclose() -> None:
    # 0 to 70 found: 71 values are more than are tried. 0 + 5 at none, 5 + 0 at five and more.
    result = assessed(5, 70)
    assert result.bounds is not None
    assert not result.bounds.exact
    assert result.bounds.least <= 5
    assert result.bounds.greatest >= Decimal(9)
