"""What does not apply, as a dossier says it, and sheets for classes of units."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest

from zwgk.errors import InvalidInput
from zwgk.exchange import dossier_from
from zwgk.pipeline import assess
from zwgk.records import Dossier
from zwgk.scheme import KINDS, Scheme, read_scheme
from zwgk.scoring import Assessment, State
from zwgk.source import parse_yaml

Assess = Callable[..., Assessment]
Bind = Callable[..., Scheme]
Load = Callable[..., Dossier]

REVIEW = '  - {assessor: review, indicator: c4, points: "9"}\n'
LEAF = "    points: 10\n    rule: {kind: declared}\n"
EXCUSED = (
    "  - {{assessor: {}, indicator: c4, not_applicable: true,"
    " reason: 无办事对象, approver: 县政务公开办{}}}\n"
)


@pytest.fixture(name="scaled")
def _scaled(bind: Bind, small: Assess) -> Assess:
    """Assess under the sheet whose last indicator is scaled away where it does not apply."""
    scheme = bind((LEAF, LEAF + "    na: scale\n"))
    return lambda *changes, **how: small(*changes, scheme=scheme, **how)


class TestDeclared:
    def test_with_reason_and_approver_it_is_taken(self, scaled: Assess) -> None:
        # 40 of 40 in time, scaled to 50
        result = scaled((REVIEW, EXCUSED.format("review", "")))
        assert result.total == Decimal("50.00")
        found = result.indicator("c4")
        assert found is not None
        assert (found.state, found.not_applicable and found.not_applicable.zh) == (
            State.NOT_APPLICABLE,
            "不适用：无办事对象（县政务公开办认定）",
        )
        assert result.ledger is not None
        assert [(e.indicator, e.kind, str(e.amount)) for e in result.ledger] == [
            ("c4", "na", "-10"),
            ("small_hall", "na", "10"),
        ]
        assert "县政务公开办认定" in result.explain("c4")

    def test_the_units_own_word_is_not_enough(self, scaled: Assess) -> None:
        own = EXCUSED.format("self", "")
        result = scaled((REVIEW, own))
        assert result.total is None
        assert result.bounds is not None
        assert (result.bounds.least, result.bounds.greatest) == (Decimal(40), Decimal(50))
        assert [f.subject for f in result.findings if f.state == "not_applicable"] == ["c4"]
        assert scaled((REVIEW, own), perspective="self").total == Decimal("50.00")

    def test_the_later_of_points_and_exemption_stands(self, scaled: Assess) -> None:
        points = '  - {assessor: review, indicator: c4, points: "9", on: 2024-04-10}\n'
        for day, total in (("2024-04-09", "49.00"), ("2024-04-11", "50.00")):
            rows = points + EXCUSED.format("review", f", on: {day}")
            assert scaled((REVIEW, rows)).total == Decimal(total)

    def test_without_a_policy_it_stays_open(self, small: Assess) -> None:
        result = small((REVIEW, EXCUSED.format("review", "")))
        assert result.bounds is not None
        assert (result.total, result.bounds.exact) == (None, False)

    def test_a_veto_always_applies(self, bind: Bind, load: Load) -> None:
        rule = "rule: {kind: present, fact: signs}"
        veto = f"  - {{id: c5, title: 否决, part: veto, effect: zero, {rule}}}\n"
        scheme = bind((LEAF, LEAF + veto))
        rows = EXCUSED.format("review", "").replace("c4", "c5")
        with pytest.raises(InvalidInput, match="“c5”不能缺项"):
            assess(load((REVIEW, REVIEW + rows)), scheme, as_of=load().period.last)

    def test_the_result_comes_back_from_json(self, scaled: Assess) -> None:
        result = scaled((REVIEW, EXCUSED.format("review", "")))
        assert Assessment.model_validate_json(result.model_dump_json()) == result


class TestProfiles:
    PROFILES = (
        "profiles:\n  town: {title: 乡镇, unit: {kind: township}}\n"
        "  county: {title: 县直, unit: {level: [county, city]}}\nindicators:\n"
    )

    @pytest.fixture
    def sheets(self, bind: Bind) -> Scheme:
        """Townships are not asked for satisfaction; for others it has twenty points."""
        return bind(
            ("full: 50", "full: {town: 40, county: 60}"),
            ("indicators:\n", self.PROFILES),
            (LEAF, LEAF.replace("points: 10", "points: {county: 20}")),
        )

    def test_the_sheet_of_the_unit(self, sheets: Scheme, small: Assess) -> None:
        result = small(
            (REVIEW, ""), ("  - {assessor: self, indicator: c4, points: 10}\n", ""), scheme=sheets
        )
        assert (result.profile, result.total, result.full) == ("town", Decimal(40), Decimal(40))
        other = small(("kind: township", "kind: department, level: county"), scheme=sheets)
        assert (other.profile, other.total, other.full) == ("county", Decimal(49), Decimal(60))

    def test_a_unit_of_no_class_is_told(self, sheets: Scheme, small: Assess) -> None:
        with pytest.raises(InvalidInput, match="没有适用于该单位（village）的分类表"):
            small(("kind: township", "kind: village"), scheme=sheets)


WEIGHED = """\
format: 1
id: weighed
version: "1"
title: 示例
source: 示例（虚构）
full: 100
convert: 50
indicators:
  - {id: w1, title: 网站, points: 100, weight: 30, rule: {kind: declared}}
  - id: w2
    title: 新媒体
    points: 20
    weight: 70
    parts:
      - {id: w2.1, title: 更新, points: 15, rule: {kind: declared}}
      - {id: w2.2, title: 互动, points: 5, rule: {kind: declared}}
"""


def test_own_points_are_summed_as_the_sheet_weighs_them() -> None:
    """90 of 100 and 12 + 4 of 20: 27 + 56 = 83 of 100, converted to 41.5 of 50."""
    kinds = {kind.kind: kind for kind in KINDS}
    scheme = read_scheme(parse_yaml(WEIGHED, "weighed.yaml"), kinds, {})
    rows = {"w1": 90, "w2.1": 12, "w2.2": 4}
    dossier = dossier_from(
        parse_yaml(
            "period: {from: 2024-01-01, to: 2024-03-31}\nunit: {name: 示例镇, kind: township}\n"
            "declarations:\n"
            + "".join(
                f"  - {{assessor: self, indicator: {name}, points: {points}}}\n"
                for name, points in rows.items()
            ),
            "dossier.yaml",
        )
    )
    result = assess(dossier, scheme, as_of=dossier.period.last, perspective="self")
    assert (result.total, result.declared) == (Decimal("41.50"), Fraction(83, 2))
