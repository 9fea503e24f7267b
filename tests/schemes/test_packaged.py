"""The unscored sheets: real reports as worked out by hand, and what a change of them makes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

import zwgk
from zwgk.figures import reconcile_dossier
from zwgk.pipeline.examples import run_examples
from zwgk.source import read_source

TOLD: Any = read_source(Path(__file__).with_name("packaged.yaml")).data
PRINTED: Any = read_source(Path(__file__).with_name("printed.yaml")).data
BOUNDS = {"": "exact", ">=": "at_least", ">": "more_than", "<=": "within"}
FILES = sorted((Path(zwgk.__file__).parent / "schemes").rglob("*.yaml"))
SCHEMES = sorted({one["scheme"] for one in TOLD.values()})
PACKAGED = zwgk.load_plugins().dossiers
REPORTS = [one.report for one in PACKAGED]
# the annual report and the example unit have tests of their own
CITED = sorted({one.scheme for one in PACKAGED} - {"annual_report", "example_unit"})
CHANGES = [(report, change) for report, one in TOLD.items() for change in one["changes"]]


@pytest.fixture(scope="module")
def registry() -> zwgk.Registry:
    return zwgk.load_plugins()


def assessed(
    registry: zwgk.Registry, report: str, folder: Path, puts: list[list[str]]
) -> zwgk.Assessment:
    """The packaged dossier, each change made in its first place."""
    shipped = next(one for one in registry.dossiers if one.report == report)
    text = shipped.path.read_text(encoding="utf-8")
    for before, after in puts:
        assert before in text, before
        text = text.replace(before, after, 1)
    file = folder / "changed.yaml"
    file.write_text(text, encoding="utf-8")
    dossier = zwgk.load_dossier(file, registry)
    return zwgk.assess(
        dossier,
        registry.schemes[shipped.scheme],
        as_of=shipped.as_of,
        rules=registry.rules,
        providers=registry.facts,
    )


def compare(result: zwgk.Assessment, told: dict[str, Any]) -> None:
    """What is told of states, claims, facts and verdicts."""
    for field, name in (("state", "states"), ("claimed", "claimed")):
        for indicator, wanted in told.get(name, {}).items():
            found = result.indicator(indicator)
            assert found is not None, indicator
            assert getattr(found, field) == wanted, f"{indicator} {field}"
    for fact, ends in told.get("facts", {}).items():
        value = result.fact(fact)
        assert value is not None, fact
        assert [None if end is None else str(end) for end in (value.least, value.most)] == ends
    verdicts = {verdict.id: verdict for verdict in result.verdicts}
    for identity, (status, computed) in told.get("verdicts", {}).items():
        verdict = verdicts[identity]
        assert verdict.status == status, f"{identity}: {verdict.reason}"
        if computed is not None:
            # written down at some decimals, rounded half up
            places = int(Decimal(computed).as_tuple().exponent)
            assert verdict.computed is not None, identity
            gap = abs(Fraction(verdict.computed) - Fraction(computed))
            assert gap * 2 <= Fraction(10) ** places, f"{identity}: {verdict.computed}"


@pytest.mark.parametrize("report", TOLD)
def test_a_report_as_worked_out_by_hand(
    registry: zwgk.Registry, report: str, tmp_path: Path
) -> None:
    told = TOLD[report]
    result = assessed(registry, report, tmp_path, [])
    assert result.scheme == told["scheme"]
    assert not result.scored
    assert (result.total, result.full, result.grade, result.bounds) == (None,) * 4
    assert result.late == 0
    compare(result, told)
    # every identity of the sheet and the report is told, but for posts that are separate
    shown = {v.id for v in result.verdicts if v.status != "holds" or v.id in told["verdicts"]}
    assert shown <= set(told["verdicts"]) | {
        v.id for v in result.verdicts if v.id.startswith("organisation.") and not v.status.failing
    }
    assert set(told["verdicts"]) <= {v.id for v in result.verdicts}
    failing = {name for name, (status, _) in told["verdicts"].items() if status in FAILING}
    assert {f.subject for f in result.findings if f.kind == "identity"} == failing
    published = Counter(duty.item for duty in result.duties if duty.kind == "publish" and duty.item)
    assert published == Counter({item: int(count) for item, count in told["duties"].items()})


FAILING = {"does_not_hold", "infeasible"}


@pytest.mark.parametrize(("report", "change"), CHANGES, ids=[c["say"] for _, c in CHANGES])
def test_what_a_change_makes(
    registry: zwgk.Registry, report: str, change: dict[str, Any], tmp_path: Path
) -> None:
    puts = [change["put"], *([change["also"]] if "also" in change else [])]
    result = assessed(registry, report, tmp_path, puts)
    compare(result, change)
    # what is not told to differ is as it was
    before = assessed(registry, report, tmp_path, [])
    named = set(change.get("verdicts", {}))
    assert {v.id: v.status for v in before.verdicts if v.id not in named} == {
        v.id: v.status for v in result.verdicts if v.id not in named
    }


@pytest.mark.parametrize("name", CITED)
def test_examples_beside_the_sheets(registry: zwgk.Registry, name: str) -> None:
    scheme = registry.schemes[name]
    file = Path(scheme.source.name).with_name(f"{name}.examples.yaml")
    outcomes = list(run_examples(read_source(file), scheme, registry))
    assert len(outcomes) >= 3
    assert [(o.name, o.differences, o.problems) for o in outcomes if not o.passed] == []


@pytest.mark.parametrize("name", SCHEMES)
def test_a_sheet_is_whole_and_cites(registry: zwgk.Registry, name: str) -> None:
    assert not [fault for fault in registry.faults if name in str(fault)]
    scheme = registry.schemes[name]
    assert not scheme.scored
    assert scheme.document.source


@pytest.mark.parametrize("name", CITED)
def test_every_indicator_says_who_asks(registry: zwgk.Registry, name: str) -> None:
    scheme = registry.schemes[name]
    for leaf in (node for node in scheme.walk() if node.is_leaf):
        above = [top for top in scheme.walk() if leaf in top.walk()]
        assert any(one.citation for one in above), f"{name} {leaf.id}"


@pytest.mark.parametrize("report", TOLD)
def test_nothing_in_a_report_is_more_than_said(registry: zwgk.Registry, report: str) -> None:
    shipped = next(one for one in registry.dossiers if one.report == report)
    dossier = zwgk.load_dossier(shipped.path, registry)
    rows = [
        row
        for name in type(dossier).model_fields
        for row in getattr(getattr(dossier, name), "rows", ())
    ]
    assert {str(row.basis) for row in rows} == {"asserted"}
    assert {str(figure.basis) for figure in (dossier.figures or {}).values()} <= {"asserted"}


@pytest.mark.parametrize("report", PRINTED)
def test_figures_as_another_reading_of_the_report_has_them(
    registry: zwgk.Registry, report: str
) -> None:
    shipped = next(one for one in registry.dossiers if one.report == report)
    figures = zwgk.load_dossier(shipped.path, registry).figures or {}
    for name, text in PRINTED[report].items():
        told = re.fullmatch(r"(>=|<=|>|)(\?|[\d./]+) ?(.*)", text)
        assert told is not None, text
        bound, number, unit = told.groups()
        figure = figures[name]
        assert figure.unit == unit, name
        assert str(figure.bound) == BOUNDS[bound], name
        assert figure.number == (None if number == "?" else Fraction(number)), name


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_documents_are_read_without_libyaml_too(file: Path) -> None:
    """The scanner in Python refuses some plain scalars that the one in C takes."""
    assert yaml.compose(file.read_text(encoding="utf-8"), Loader=yaml.SafeLoader) is not None


@pytest.mark.parametrize("report", REPORTS)
def test_a_dossier_alone_shows_what_fails_with_its_sheet(
    registry: zwgk.Registry, report: str, tmp_path: Path
) -> None:
    """Whoever checks a report without a sheet is told the same; nothing is repeated differently."""
    shipped = next(one for one in registry.dossiers if one.report == report)
    dossier = zwgk.load_dossier(shipped.path, registry)
    alone = {v.id: v.status for v in reconcile_dossier(dossier)}
    both = {v.id: v.status for v in assessed(registry, report, tmp_path, []).verdicts}
    assert {name for name, status in both.items() if status != "unverifiable"} <= set(alone)
    assert alone == {name: status for name, status in both.items() if name in alone}
    of_sheet = {row["id"]: row for row in registry.schemes[shipped.scheme].document.identities}
    for identity in dossier.identities or ():
        same = of_sheet.get(str(identity.data["id"]))
        assert same is None or without_label(same) == without_label(identity.data), identity


def without_label(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key != "label"}
