"""Why a total is another now: four causes, each worked out by hand, that add up exactly."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zwgk.duties import DUTY_FIELDS
from zwgk.errors import InvalidInput
from zwgk.exchange import dossier_from
from zwgk.law import Rules, load_rules
from zwgk.pipeline import Diff, assess, diff
from zwgk.plugins import askable_tables
from zwgk.records import Dossier
from zwgk.scheme import KINDS, Scheme, read_scheme
from zwgk.source import Source, parse_yaml
from zwgk.time import WorkCalendar

TABLES = askable_tables({}, DUTY_FIELDS)
SHEET = """\
format: 1
id: sheet
version: "VERSION"
title: 示例
source: 示例（虚构）
full: 30
grades: [{id: good, title: 良好, from: 25}, {id: poor, title: 其他}]
facts:
  late: {count: duties, where: {kind: reply, outcome: [late, overdue]}}
  signs: {value: {evidence: signs}}
indicators:
  - {id: a, title: 答复, points: 20, rule: {kind: deduct, per: late, each: EACH}}
  - {id: b, title: 标识, points: 10, rule: {kind: present, fact: signs}}
"""


def scheme(version: str = "1", each: str = "5", text: str = SHEET) -> Scheme:
    known = {kind.kind: kind for kind in KINDS}
    text = text.replace("VERSION", version).replace("EACH", each)
    return read_scheme(parse_yaml(text, "sheet.yaml"), known, TABLES)


# r1: fifteen working days after Friday 2015-08-14. The notice of 2015-05-13 made 3 to 5 September
# days of rest and Sunday the 6th a day of work. Before it, the fifteenth day is Friday 4 September
# (17-21, 24-28, then 31, 1, 2, 3, 4); with it, Monday the 7th (31, 1, 2, 6, 7).
UNIT: Mapping[str, Any] = {
    "period": {"from": "2015-07-01", "to": "2015-09-30"},
    "unit": {"name": "示例镇（虚构）", "kind": "township"},
    "feedback": [],
    "requests": [
        {
            "id": "r1",
            "received": "2015-08-14",
            "events": [{"name": "answered", "on": "2015-09-07"}],
        },
        {
            "id": "r2",
            "received": "2015-07-01",
            "rule": "X-OWN",
            "events": [{"name": "answered", "on": "2015-07-08"}],
        },
    ],
    "evidence": [],
}
BEFORE = WorkCalendar.china(as_of=date(2015, 5, 12))
AFTER = WorkCalendar.china(as_of=date(2015, 5, 13))
DAY = date(2015, 9, 30)


def rules(limit: str) -> Rules:
    text = f"""\
format: 1
rules:
  - id: X-OWN
    title: 示例
    kind: reply
    start: 收到之日
    versions: [{{id: a, from: 2015-01-01, limit: "{limit}", source: 示例, mark: R}}]
"""
    return load_rules().with_document(parse_yaml(text, "own.yaml"))


def dossier(**changed: Any) -> Dossier:
    return dossier_from(Source("dossier.yaml", deepcopy({**UNIT, **changed})))


def parts(found: Diff) -> dict[str, Any]:
    assert found.unit is not None
    return {one.cause.value: (one.least, one.greatest) for one in found.unit.split}


def test_each_cause_alone_and_together() -> None:
    # Old: r1 late by the old calendar, r2 in ten days of five: 20 - 2 × 5 = 10, no sign.
    # Calendar: r1 in time, +5. Law: ten days instead of five, +5. Evidence: the sign, +10, and
    # r1 answered a day later, -5. Scheme: 2 instead of 5 for the one late reply, +3. 28.
    later = deepcopy(list(UNIT["requests"]))
    later[0]["events"][0]["on"] = "2015-09-08"
    signed = dossier(evidence=[{"id": "e1", "topic": "signs", "on": "2015-09-01"}], requests=later)
    found = diff(
        scheme(),
        scheme("2", "2"),
        dossier=(dossier(), signed),
        as_of=DAY,
        calendar=(BEFORE, AFTER),
        rules=(rules("5 days"), rules("10 days")),
    )
    assert found.unit is not None
    assert parts(found) == {"calendar": (5, 5), "law": (5, 5), "evidence": (5, 5), "scheme": (3, 3)}
    assert found.unit.before is not None
    assert found.unit.after is not None
    assert (found.unit.before.least, found.unit.after.least) == (Decimal(10), Decimal(28))
    assert (found.unit.grade_before, found.unit.grade_after) == ("poor", "good")
    assert found.unit.least == 18
    evidence = found.unit.split[2]
    moved: Any = [(one.id, one.before, one.after) for one in evidence.indicators]
    assert moved == [("a", (20, 20), (15, 15)), ("b", (0, 0), (10, 10))]
    assert [one.grade for one in found.unit.split] == ["poor", "poor", "good", "good"]
    assert evidence.line() == "卷宗与评价日：+5"
    assert evidence.line("en") == "evidence: +5"
    assert [one.line() for one in found.changes] == [
        "a 答复：规则 {kind: deduct, per: late, each: 5} → {kind: deduct, per: late, each: 2}"
    ]
    assert Diff.model_validate_json(found.model_dump_json()) == found


def test_the_order_decides_where_two_causes_meet() -> None:
    # r1 is late by the old calendar alone. The old sheet takes 5 for it, the new one 8: the
    # calendar comes first and gives back 5; nothing is left for the scheme to take.
    found = diff(
        scheme(),
        scheme("2", "8"),
        dossier=dossier(requests=[UNIT["requests"][0]]),
        as_of=DAY,
        calendar=(BEFORE, AFTER),
    )
    assert parts(found) == {"calendar": (5, 5), "law": (0, 0), "evidence": (0, 0), "scheme": (0, 0)}


def test_bounds_are_split_at_both_ends() -> None:
    # Nothing is said of the sign: 20 + [0, 10]. The second version has 4 points for it.
    text = SHEET.replace("points: 10", "points: 4").replace("full: 30", "full: 24")
    found = diff(
        scheme(),
        scheme("2", text=text),
        dossier=dossier(evidence={"complete": "false", "rows": []}, requests=[]),
        as_of=DAY,
    )
    assert parts(found)["scheme"] == (0, -6)
    assert found.unit is not None
    ends: Any = (found.unit.least, found.unit.greatest)
    assert ends == (0, -6)
    assert found.unit.split[3].total is None
    assert found.unit.split[3].line() == "方案：0 … -6"


def test_another_day_is_other_evidence() -> None:
    # A request of 2015-09-01 without a reply is overdue on 2015-09-30, not yet on the 10th.
    waiting = dossier(requests=[{"id": "r1", "received": "2015-09-01"}])
    found = diff(scheme(), scheme(), dossier=waiting, as_of=(date(2015, 9, 10), DAY))
    assert parts(found)["evidence"] == (-5, -5)
    assert found.changes == ()


def test_declarations_that_only_one_version_has_a_place_for() -> None:
    text = SHEET.replace("{id: b, ", "{id: c, ").replace(
        "{kind: present, fact: signs}", "{kind: declared}"
    )
    given_ = [
        {"assessor": "self", "indicator": "b", "points": "10"},
        {"assessor": "review", "indicator": "c", "points": "7"},
    ]
    one = dossier(declarations=given_, requests=[])
    found = diff(scheme(), scheme("2", text=text), dossier=one, as_of=DAY)
    assert found.unit is not None
    assert found.unit.left_out == ("sheet@1: c", "sheet@2: b")
    assert parts(found)["scheme"] == (7, 7)
    stray = [{"assessor": "self", "indicator": "z", "points": "1"}]
    nowhere = dossier(declarations=stray, requests=[])
    with pytest.raises(InvalidInput, match="没有指标“z”"):
        diff(scheme(), scheme("2"), dossier=nowhere, as_of=DAY)


def test_without_a_total_there_is_no_split() -> None:
    text = SHEET.replace("full: 30\n", "scored: false\n")
    text = text[: text.index("grades")] + text[text.index("facts") : text.index("indicators")]
    text += "indicators:\n  - {id: a, title: 答复, needs: [late]}\n"
    found = diff(scheme(), scheme("2", text=text), dossier=dossier(requests=[]), as_of=DAY)
    assert found.unit is not None
    assert (found.unit.split, found.unit.least) == ((), None)
    assert found.unit.reason is not None
    assert found.unit.reason.zh == "原文没有分值，本方案不计分"


def test_a_dossier_needs_a_day() -> None:
    for how in ({"dossier": dossier()}, {"as_of": DAY}):
        with pytest.raises(InvalidInput, match="须同时给出"):
            diff(scheme(), scheme(), **how)


ANSWERS = st.lists(
    st.tuples(st.integers(1, 28), st.one_of(st.none(), st.integers(0, 40))), max_size=4
)


def with_requests(rows: list[tuple[int, int | None]], sign: str | None) -> Dossier:
    requests = []
    for number, (day, after) in enumerate(rows):
        received = date(2015, 8, day)
        row: dict[str, Any] = {"id": f"r{number}", "received": str(received)}
        if after is not None:
            answered = date.fromordinal(received.toordinal() + after)
            row["events"] = [{"name": "answered", "on": str(answered)}]
        requests.append(row)
    evidence = [] if sign is None else [{"id": "e", "topic": "signs", "value": sign}]
    basis = {"basis": "asserted"} if sign == "有" else {}
    return dossier(requests=requests, evidence=[{**one, **basis} for one in evidence])


@settings(max_examples=30)
@given(
    rows=st.tuples(ANSWERS, ANSWERS),
    signs=st.tuples(*[st.sampled_from([None, "是", "否", "有"])] * 2),
    days=st.tuples(*[st.dates(date(2015, 8, 1), date(2015, 12, 31))] * 2),
    each=st.tuples(*[st.sampled_from(["1", "2.5", "7"])] * 2),
    turned=st.booleans(),
)
def test_the_split_adds_up_to_two_assessments(
    rows: Any, signs: Any, days: Any, each: Any, turned: bool
) -> None:
    calendars = (AFTER, BEFORE) if turned else (BEFORE, AFTER)
    dossiers = tuple(with_requests(r, s) for r, s in zip(rows, signs, strict=True))
    schemes = [scheme(str(n), one) for n, one in enumerate(each)]
    found = diff(*schemes, dossier=dossiers, as_of=days, calendar=calendars)  # type: ignore[arg-type]
    ends = [
        assess(one, sheet, as_of=day, calendar=calendar)
        for one, sheet, day, calendar in zip(dossiers, schemes, days, calendars, strict=True)
    ]
    assert found.unit is not None
    assert (found.unit.before, found.unit.after) == (ends[0].bounds, ends[1].bounds)
    for end in ("least", "greatest"):
        whole = getattr(ends[1].bounds, end) - getattr(ends[0].bounds, end)
        assert sum(getattr(one, end) for one in found.unit.split) == whole
        assert getattr(found.unit, end) == whole
    assert [one.cause.value for one in found.unit.split] == [
        "calendar",
        "law",
        "evidence",
        "scheme",
    ]
    assert found.unit.split[1].least == found.unit.split[1].greatest == 0
    # Back again, the same distance the other way; the parts may differ, their sum may not.
    back = diff(
        schemes[1],
        schemes[0],
        dossier=dossiers[::-1],  # type: ignore[arg-type]
        as_of=days[::-1],
        calendar=calendars[::-1],
    )
    assert back.unit is not None
    assert found.unit.least is not None
    assert back.unit.least == -found.unit.least
