"""Work safety: a real report worked out by hand, changed by one thing, and a stranger's."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zwgk import Assessment, Dossier, PackagedDossier, Registry, assess, load_dossier, load_plugins
from zwgk.pipeline.examples import run_examples
from zwgk.source import read_source

Change = Callable[[dict[str, Any]], None]
Number = Fraction | int | None
SECTIONS = (10, 30, 8, 8, 7, 7, 30)


@pytest.fixture(scope="module", name="registry")
def _registry() -> Registry:
    return load_plugins()


@pytest.fixture(scope="module", name="packaged")
def _packaged(registry: Registry) -> PackagedDossier:
    return next(packaged for packaged in registry.dossiers if packaged.report == "R000-8")


def _assess(
    registry: Registry, packaged: PackagedDossier, folder: Path, change: Change | None = None
) -> Assessment:
    """Assess the packaged report, changed by one thing on the way through a file."""
    data: Any = read_source(packaged.path).data
    if change is not None:
        change(data)
    file = folder / "dossier.json"
    file.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    dossier = load_dossier(file, registry)
    return assess(dossier, registry.schemes[packaged.scheme], as_of=packaged.as_of)


def _verdict(result: Assessment, name: str) -> tuple[str, Decimal | None, Decimal | None]:
    verdict = next(verdict for verdict in result.verdicts if verdict.id == name)
    return verdict.status.value, verdict.computed, verdict.difference


def _findings(result: Assessment, kind: str) -> list[str]:
    return [finding.subject for finding in result.findings if finding.kind == kind]


def _span(result: Assessment, name: str) -> tuple[Number, Number]:
    fact = result.fact(name)
    assert fact is not None
    return fact.least, fact.most


def _state(result: Assessment, name: str) -> str | None:
    indicator = result.indicator(name)
    assert indicator is not None
    return indicator.state


class TestReport:
    """Full marks declared, 28 accidents reported, control limits not stated."""

    def test_the_accidents_beside_the_declared_full_marks(
        self, registry: Registry, packaged: PackagedDossier, tmp_path: Path
    ) -> None:
        result = _assess(registry, packaged, tmp_path)
        # 10+30+8+8+7+7+30 = 100, declared part by part; nobody else gave points
        assert (result.declared, result.full, result.total) == (Fraction(100), Decimal(100), None)
        expected = {
            "accidents": 28,
            "deaths": 7,
            "injuries": 4,
            "loss": 160,
            "traffic_accidents": 20,
            "traffic_growth": 9,
            "traffic_deaths_growth": 3,
            "fire_accidents": 8,
            "fire_growth": 5,
        }
        for name, number in expected.items():
            assert _span(result, name) == (number, number), name
        section = result.indicator("s7")
        assert section is not None
        assert section.declared == 30
        assert set(expected) <= set(section.facts)

    def test_control_limits_are_not_stated(
        self, registry: Registry, packaged: PackagedDossier, tmp_path: Path
    ) -> None:
        result = _assess(registry, packaged, tmp_path)
        assert _span(result, "limits_stated") == (0, 0)
        # 15 indicators, any of which may lie above a limit that nobody wrote down
        assert _span(result, "limits_exceeded") == (0, 15)
        assert _state(result, "s7") == "unknown"
        assert "s7" in _findings(result, "declared")

    def test_132_and_263_cannot_both_be_parts_of_307(
        self, registry: Registry, packaged: PackagedDossier, tmp_path: Path
    ) -> None:
        result = _assess(registry, packaged, tmp_path)
        # 132 + 263 = 395; 395 - 307 = 88
        assert _verdict(result, "fire_hazards_handled") == (
            "does_not_hold",
            Decimal(395),
            Decimal(88),
        )
        # each by itself is possible: 132 <= 307 and 263 <= 307
        assert _verdict(result, "urged_within_found")[0] == "holds"
        assert _verdict(result, "on_spot_within_found")[0] == "holds"

    def test_its_other_figures(
        self, registry: Registry, packaged: PackagedDossier, tmp_path: Path
    ) -> None:
        result = _assess(registry, packaged, tmp_path)
        # 20+8+0=28; 7+0=7; 4+0=4; 135+25=160; 3+1=4; lists of 7, 3, 2 and 4 as claimed
        for name in (
            "accidents_by_field",
            "deaths_by_field",
            "injuries_by_field",
            "loss_by_field",
            "cases_by_kind",
            "rules_listed",
            "one_class_listed",
            "titles_listed",
            "integrity_listed",
        ):
            assert _verdict(result, name)[0] == "holds", name
        # documents of the year that carry numbers of 2009
        assert sorted(_findings(result, "identity")) == [
            "documents_of_the_year",
            "fire_hazards_handled",
        ]

    def test_nothing_is_carried_by_more_than_words(
        self, registry: Registry, packaged: PackagedDossier, tmp_path: Path
    ) -> None:
        result = _assess(registry, packaged, tmp_path)
        assert result.bounds is not None
        assert (result.bounds.least, result.bounds.greatest) == (Decimal(0), Decimal(100))
        assert (result.settled.points, result.settled.of) == (Fraction(0), Fraction(0))
        names = [f"s{number}" for number in range(1, 8)]
        assert {_state(result, name) for name in names} == {"unknown"}
        assert _findings(result, "declared") == names
        assert result.late == 0

    def test_half_a_point_less(
        self, registry: Registry, packaged: PackagedDossier, tmp_path: Path
    ) -> None:
        def half_less(data: dict[str, Any]) -> None:
            row = next(row for row in data["declarations"] if row["indicator"] == "s7")
            row["points"] = "29.5"

        # 10+30+8+8+7+7+29.5
        assert _assess(registry, packaged, tmp_path, half_less).declared == Fraction("99.5")

    @pytest.mark.parametrize(
        ("limit", "exceeded", "state"),
        # 28 accidents against a limit of 28, and of 27; the other 14 indicators stay without one
        [(28, (0, 14), "unknown"), (27, (1, 15), "partly")],
    )
    def test_one_limit_stated(
        self,
        registry: Registry,
        packaged: PackagedDossier,
        tmp_path: Path,
        limit: int,
        exceeded: tuple[int, int],
        state: str,
    ) -> None:
        def with_limit(data: dict[str, Any]) -> None:
            data["controls"][0]["limit"] = limit

        result = _assess(registry, packaged, tmp_path, with_limit)
        assert _span(result, "limits_stated") == (1, 1)
        assert _span(result, "limits_exceeded") == exceeded
        assert _state(result, "s7") == state

    def test_88_hazards_fewer_on_the_spot(
        self, registry: Registry, packaged: PackagedDossier, tmp_path: Path
    ) -> None:
        def fewer(data: dict[str, Any]) -> None:
            data["figures"]["fire_on_spot"]["value"] = "175"

        result = _assess(registry, packaged, tmp_path, fewer)
        # 132 + 175 = 307
        assert _verdict(result, "fire_hazards_handled")[0] == "holds"


STRANGER = """
title: 示例区应急管理局（虚构）
period: {from: 2024-01-01, to: 2024-12-31}
unit: {name: 示例区应急管理局（虚构）, kind: department, level: county, fictitious: true}
controls:
  - {id: t1, field: total, indicator: accidents, actual: 5, previous: 6, limit: 6}
  - {id: t2, field: traffic, indicator: accidents, actual: 5, previous: 6}
incidents:
  - id: x1
    field: traffic
    occurred: 2024-05-06T09:00+08:00
    told: 2024-05-06T09:30+08:00
    reported: 2024-05-06T10:45+08:00
    deaths: 1
hazards:
  - {id: h1, found: 2024-04-01, due: 2024-04-30, rectified: REPLACED, listed: true, level: major}
cases:
  - {id: k1, kind: promised, received: 2024-03-04, promised: 3 working days, completed: 2024-03-07}
evidence:
  - {id: e1, topic: listed_rectified}
  - {id: e2, topic: hazard_supervision_rule}
  - {id: e3, topic: hazard_ledger}
  - {id: e4, topic: inquiry_rule}
  - {id: e5, topic: on_scene}
declarations:
  - {assessor: review, indicator: s6, points: "6.5"}
"""


class TestStranger:
    """A dossier made from the docs alone."""

    @pytest.mark.parametrize(
        ("rectified", "hazards_late", "late"),
        # due on 30 April; the accident's report is late in either case
        [("2024-04-30", 0, 1), ("2024-05-01", 1, 2)],
    )
    def test_under_district_safety(
        self, registry: Registry, tmp_path: Path, rectified: str, hazards_late: int, late: int
    ) -> None:
        file = tmp_path / "stranger.yaml"
        file.write_text(STRANGER.replace("REPLACED", rectified), encoding="utf-8")
        dossier = load_dossier(file, registry)
        result = assess(dossier, registry.schemes["district_safety"], as_of=date(2024, 12, 31))
        assert _span(result, "hazards_late") == (hazards_late, hazards_late)
        assert _span(result, "hazards_overdue") == (hazards_late, hazards_late)
        # told at 9:30, so owed by 10:30 (one hour), reported at 10:45
        assert _span(result, "late_reports") == (1, 1)
        assert result.late == late
        # three working days after Monday 4 March end on Thursday the 7th
        assert _span(result, "overdue_permits") == (0, 0)
        # 5 - 6 = -1; 5 is not above 6, and the traffic row has no limit
        assert _span(result, "traffic_growth") == (-1, -1)
        assert _span(result, "limits_exceeded") == (0, 1)
        assert _span(result, "grave_by_deaths") == (0, 0)
        assert _state(result, "s6") == "partly"
        # 6.5 of 7 given for s6, all else open
        assert (result.settled.points, result.settled.of) == (Fraction("6.5"), Fraction(7))
        assert result.bounds is not None
        assert (result.bounds.least, result.bounds.greatest) == (Decimal("6.5"), Decimal("99.5"))


@pytest.mark.parametrize("name", ["district_safety"])
def test_examples_beside_the_schemes(registry: Registry, name: str) -> None:
    scheme = registry.schemes[name]
    file = Path(scheme.source.name).with_name(f"{name}.examples.yaml")
    outcomes = list(run_examples(read_source(file), scheme, registry))
    assert len(outcomes) >= 4
    assert [(o.name, o.differences, o.problems) for o in outcomes if not o.passed] == []


class TestLaws:
    """What holds whatever the numbers are."""

    @given(data=st.data())
    def test_reviewed_points_add_up(self, registry: Registry, data: st.DataObject) -> None:
        tenths = [data.draw(st.integers(0, full * 10)) for full in SECTIONS]
        dossier = Dossier.model_validate(
            {
                "period": {"from": "2024-01-01", "to": "2024-12-31"},
                "unit": {"name": "示例区应急管理局（虚构）", "kind": "department"},
                "declarations": [
                    {"assessor": "review", "indicator": f"s{n}", "points": Decimal(part) / 10}
                    for n, part in enumerate(tenths, 1)
                ],
            }
        )
        result = assess(dossier, registry.schemes["district_safety"], as_of=date(2024, 12, 31))
        assert result.total == Decimal(sum(tenths)) / 10
        assert result.completeness == 1

    @given(actual=st.integers(0, 40), limit=st.integers(0, 40))
    def test_a_limit_is_exceeded_only_above_it(
        self, registry: Registry, actual: int, limit: int
    ) -> None:
        row = {"id": "t1", "field": "total", "indicator": "accidents"}
        dossier = Dossier.model_validate(
            {
                "period": {"from": "2024-01-01", "to": "2024-12-31"},
                "unit": {"name": "示例区应急管理局（虚构）", "kind": "department"},
                "incidents": [],
                "controls": [{**row, "actual": actual, "limit": limit}],
            }
        )
        result = assess(dossier, registry.schemes["district_safety"], as_of=date(2024, 12, 31))
        assert _span(result, "limits_exceeded") == ((1, 1) if actual > limit else (0, 0))
        assert _state(result, "s7") == ("partly" if actual > limit else "met")
