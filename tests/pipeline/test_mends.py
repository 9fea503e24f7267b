"""What is mended, and how: each kind of finding by hand."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from zwgk.duties import DUTY_FIELDS
from zwgk.exchange import dossier_from
from zwgk.pipeline import WhatIf, what_if
from zwgk.plugins import askable_tables
from zwgk.scheme import KINDS, read_scheme
from zwgk.source import Source, parse_yaml

TABLES = askable_tables({}, DUTY_FIELDS)
UNIT: Mapping[str, Any] = {
    "period": {"from": "2024-01-01", "to": "2024-12-31"},
    "unit": {"name": "示例镇（虚构）", "kind": "township"},
}
SHEET = """\
format: 1
id: sheet
version: "1"
title: 示例
source: 示例（虚构）
full: 10
grades: [{id: good, title: 良好, from: 10}, {id: poor, title: 其他}]
facts:
  x: QUERY
indicators:
  - {id: a, title: 甲, points: 10, KEYS}
"""
PRESENT = "rule: {kind: present, fact: x}"


def run(query: str, keys: str = PRESENT, day: date = date(2024, 7, 31), **tables: Any) -> WhatIf:
    known = {kind.kind: kind for kind in KINDS}
    text = SHEET.replace("QUERY", query).replace("KEYS", keys)
    scheme = read_scheme(parse_yaml(text, "sheet.yaml"), known, TABLES)
    dossier = dossier_from(Source("dossier.yaml", deepcopy({**UNIT, **tables})))
    return what_if(dossier, scheme, as_of=day)


def gains(found: WhatIf) -> dict[str, Any]:
    return {one.id: one.gain for one in found.mends}


def why(found: WhatIf) -> dict[str, str]:
    return {one.finding.subject: one.why.en for one in found.left}


OVERDUE = "{count: duties, where: {kind: KIND, outcome: overdue}}"
EACH = "rule: {kind: deduct, per: x, each: 4}"


def test_a_table_that_nobody_gave_is_not_complete_afterwards() -> None:
    # No evidence at all: the sign may be there. With one piece it is; the rest stays unknown.
    found = run("{value: {evidence: signs}}")
    assert (gains(found), str(found.mends[0].total)) == ({"a": 10}, "10.00")
    assert found.plan is not None
    assert found.plan.mends == ("a",)


def test_what_is_always_to_be_there() -> None:
    item = {"id": "i1", "title": "指南", "cadence": "always_on"}
    found = run(OVERDUE.replace("KIND", "publish"), EACH, items=[item], publications=[])
    assert gains(found) == {"items:i1/standing": 4}


def test_a_slot_whose_time_has_not_come_cannot_be_met() -> None:
    # Quarterly, due on its last day: the second is missed, the third is running, the fourth lies
    # ahead; only a slot that has begun is mended.
    item = {"id": "i1", "title": "指南", "cadence": "quarterly"}
    shown = [{"id": "p1", "item": "i1", "on": "2024-03-20"}]
    found = run(OVERDUE.replace("KIND", "publish"), EACH, items=[item], publications=shown)
    assert gains(found) == {"items:i1/2024-Q2": 4, "items:i1/2024-Q3": 0}
    assert why(found)["items:i1/2024-Q4"] == "it cannot be done yet"


def test_an_accident_is_reported_by_the_end_of_the_day() -> None:
    told = {"occurred": "2024-07-30T08:00+08:00", "told": "2024-07-30T08:00+08:00"}
    accident = {"id": "s1", "field": "traffic", **told}
    found = run(OVERDUE.replace("KIND", "report"), EACH, incidents=[accident])
    assert gains(found) == {"incidents:s1": 4}


def test_hazards_are_rectified() -> None:
    hazard = {"id": "h1", "title": "缺栏杆", "found": "2024-05-01", "due": "2024-06-01"}
    found = run(OVERDUE.replace("KIND", "rectify"), EACH, hazards=[hazard], found=[])
    assert gains(found) == {"hazards:h1": 4}


def test_late_is_over() -> None:
    case = {"id": "k1", "kind": "promised", "received": "2024-03-04", "promised": "5 working days"}
    done = {**case, "completed": "2024-03-20"}
    found = run("{count: duties, where: {kind: complete, outcome: late}}", EACH, cases=[done])
    assert not found.mends
    assert why(found)["cases:k1/promised"] == "it was met late: nothing mends that"
    assert found.reason is not None


def test_two_limits_of_one_case_are_one_mend() -> None:
    limits = {"statutory": "20 days", "promised": "5 working days"}
    case = {"id": "k1", "kind": "promised", "received": "2024-03-04", **limits}
    found = run(OVERDUE.replace("KIND", "complete"), EACH, cases=[case])
    assert gains(found) == {"cases:k1": 4}


def test_a_figure_that_was_only_said() -> None:
    figure = {"value": "5", "basis": "asserted"}
    found = run("{value: {figure: visits}}", figures={"visits": figure})
    assert gains(found) == {"a": 10}


def test_a_record_that_was_only_said() -> None:
    row = {"id": "z1", "kind": "receipt", "title": "首问负责制", "basis": "asserted"}
    found = run("{count: institutions, where: {kind: receipt}}", institutions=[row])
    assert gains(found) == {"a": 10}
    # What is not there at all is no matter of evidence.
    nothing = run("{count: institutions, where: {kind: receipt}}", institutions=[])
    assert not nothing.mends
    assert why(nothing) == {"a": "evidence alone does not mend it"}


def test_evidence_that_a_leaf_requires() -> None:
    keys = "rule: {kind: present, fact: x}, evidence: [{topic: minutes, kind: scan}]"
    seen = [{"id": "e1", "topic": "signs", "on": "2024-02-01"}]
    found = run("{value: {evidence: signs}}", keys, evidence=seen)
    assert gains(found) == {"a": 10}
    # After the last day for it, evidence comes too late.
    late = keys.replace("[{topic", "{topics: [{topic").replace("scan}]", "scan}], by: 2024-06-30}")
    assert gains(run("{value: {evidence: signs}}", late, evidence=seen)) == {"a": 0}


@pytest.mark.parametrize(
    ("rule", "mended"),
    [
        ("{kind: checklist, items: [{id: i, title: 项, fact: x, points: 10}]}", True),
        ("{kind: checklist, items: [{id: i, title: 项, fact: x, points: 10, at_least: 3}]}", False),
        ("{kind: checklist, items: [{id: i, title: 项, fact: x, points: 10, at_most: 0}]}", False),
        ("{kind: any_of, facts: [x]}", True),
        ("{kind: present, fact: x, at_least: 3}", False),
        ('{kind: share, fact: x, target: "90%"}', False),
    ],
)
def test_only_a_yes_is_supplied(rule: str, mended: bool) -> None:
    found = run("{value: {evidence: signs}}", f"rule: {rule}")
    assert bool(found.mends) is mended


def test_a_share_of_pieces_of_evidence() -> None:
    # Of the pieces asked for, none is there: the share reads the counts behind it.
    part, whole = "{topic: t}", "{topic: [t, u]}"
    query = (
        f"{{share: {{count: evidence, where: {part}}}, in: {{count: evidence, where: {whole}}}}}"
    )
    shown = [{"id": "e1", "topic": "u", "on": "2024-02-01"}]
    found = run(query, 'rule: {kind: share, fact: x, target: "50%"}', evidence=shown)
    # One of two with the piece supplied: the target of one half is reached.
    assert gains(found) == {"a": 10}


def test_an_id_that_is_taken_gets_another() -> None:
    taken = [{"id": "mend.signs.document", "topic": "other", "on": "2024-02-01"}]
    assert gains(run("{value: {evidence: signs}}", evidence=taken)) == {"a": 10}
