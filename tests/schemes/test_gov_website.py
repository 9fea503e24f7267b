"""Websites, new media and a department's quarter: thresholds on both sides, marks, the formula."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import zwgk
from zwgk.pipeline.examples import never_fired, run_examples
from zwgk.report import to_html, to_markdown
from zwgk.source import read_source

SCHEMES = ("gov_website", "gov_new_media", "departmental_quarter")
QUIET = {
    "visits": "1000",
    "failed_visits": "0",
    "home_idle_days": "0",
    "columns_stale": "0",
    "columns_overdue": "0",
    "columns_blank": "0",
    "unanswered": "0",
    "guides_lacking": "0",
}


@pytest.fixture(scope="module")
def registry() -> zwgk.Registry:
    return zwgk.load_plugins()


def looked_at(registry: zwgk.Registry, scheme: str, **tables: Any) -> zwgk.Assessment:
    dossier = zwgk.Dossier.model_validate(
        {
            "unit": {"name": "示例单位（虚构）", "kind": "department", "fictitious": True},
            "period": {"from": "2024-01-01", "to": "2024-12-31"},
            **tables,
        }
    )
    return zwgk.assess(dossier, registry.schemes[scheme], as_of=date(2024, 12, 31))


def given_points(**points: str) -> list[dict[str, str]]:
    return [
        {"assessor": "review", "indicator": name, "points": value} for name, value in points.items()
    ]


@pytest.mark.parametrize("name", SCHEMES)
def test_the_examples_beside_the_schemes(registry: zwgk.Registry, name: str) -> None:
    scheme = registry.schemes[name]
    file = Path(scheme.source.name).with_name(f"{name}.examples.yaml")
    outcomes = list(run_examples(read_source(file), scheme, registry))
    assert [(one.name, one.differences, one.problems) for one in outcomes if not one.passed] == []
    assert never_fired(scheme, outcomes) == ()


@pytest.mark.parametrize(
    ("figure", "below", "at", "veto"),
    [
        ("failed_visits", "49", "50", "v2"),  # of 1,000: 4.9 and 5 per cent
        ("home_idle_days", "13", "14", "v3"),  # two weeks
        ("columns_stale", "4", "5", "v4.1"),
        ("columns_overdue", "9", "10", "v4.2"),
        ("columns_blank", "4", "5", "v4.3"),
        ("unanswered", "0", "1", "v5.2"),
        ("guides_lacking", "4", "5", "v6.2"),
    ],
)
def test_each_threshold_on_both_sides(
    registry: zwgk.Registry, figure: str, below: str, at: str, veto: str
) -> None:
    points = given_points(d1="25", d2="75", b="0")
    for value, fired in ((below, []), (at, [veto])):
        result = looked_at(
            registry,
            "gov_website",
            figures={**QUIET, figure: value},
            evidence=[],
            declarations=points,
        )
        assert [one.id for one in result.vetoes if str(one.fired) == "yes"] == fired
        assert result.grade == ("unqualified" if fired else "qualified")
        assert result.total == (None if fired else 100)


@pytest.mark.parametrize(
    ("services", "rest", "bonus", "total"),
    [
        # what is above 80 after two decimals opens the bonus, and 80 does not
        ("20", "60.01", "30", "110.01"),
        ("20", "60", "30", "80.00"),
        ("0", "60", "30", "60.00"),
    ],
)
def test_the_gate(
    registry: zwgk.Registry, services: str, rest: str, bonus: str, total: str
) -> None:
    points = given_points(d1=services, d2=rest, b=bonus)
    result = looked_at(registry, "gov_website", figures=QUIET, evidence=[], declarations=points)
    assert str(result.total) == total


def test_what_was_not_read_is_marked_everywhere(registry: zwgk.Registry) -> None:
    result = looked_at(registry, "gov_website", figures=QUIET, evidence=[])
    unread = [node.id for node in result.indicators if not node.verified]
    assert unread == ["v6.2", "d1", "d2"]
    for page in (to_markdown(result), to_html(result)):
        assert "未核实的指标：v6.2、d1、d2。" in page
    assert "  未核实：25 分由" in result.explain("d1")
    assert "not verified: " in result.explain("d1", "en")
    assert "未核实" not in result.explain("v2")
    assert zwgk.Assessment.model_validate_json(result.model_dump_json()) == result


@settings(max_examples=40)
@given(
    base=st.integers(0, 10_000).map(lambda n: Fraction(n, 100)),
    key=st.integers(0, 64).map(lambda n: Fraction(n, 100)),
)
def test_a_quarter_is_the_printed_formula(
    registry: zwgk.Registry, base: Fraction, key: Fraction
) -> None:
    points = given_points(a=f"{float(base):.2f}", k=f"{float(key):.2f}")
    result = looked_at(registry, "departmental_quarter", declarations=points)
    exact = (base + key) / Fraction("100.64") * 100
    hundredths = exact * 100
    rounded = (2 * hundredths.numerator + hundredths.denominator) // (2 * hundredths.denominator)
    assert result.total is not None
    assert Fraction(result.total) == Fraction(rounded, 100)
