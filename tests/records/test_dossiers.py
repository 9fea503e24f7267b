"""Dossiers: every table, closed and frozen, the same after a trip through JSON and YAML."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from zwgk.exchange import dossier_from
from zwgk.records import (
    RECORD_TYPES,
    Basis,
    Dossier,
    Figure,
    Item,
    Record,
    Request,
    Table,
    dossier_type,
)
from zwgk.source import parse_json, parse_yaml
from zwgk.time import Cadence, CadenceKind, CalendarDays, Event, Term

FULL: dict[str, Any] = {
    "title": "示例镇 2024 年卷宗",
    "source": "示例（虚构）",
    "period": {"from": "2024-01-01", "to": "2024-12-31", "basis": "asserted", "note": "年份遮盖"},
    "unit": {
        "id": "town",
        "name": "示例镇",
        "kind": "township",
        "level": "township",
        "parent": "county",
        "fictitious": True,
        "units": [
            {"id": "county", "name": "示例县", "kind": "government", "level": "county"},
            {"id": "finance", "name": "财政所", "kind": "station", "parent": "town"},
        ],
        "staff": [{"kind": "full_time", "count": 3}, {"kind": "part_time", "count": 0}],
        "organisation": [
            {
                "id": "group",
                "title": "政务公开领导小组",
                "roles": [{"title": "镇长", "duty": "head"}, {"title": "成员", "count": 8}],
                "office": "党政办",
            }
        ],
        "terms": [{"name": "2024春", "first": "2024-02-26", "last": "2024-07-05"}],
    },
    "items": [
        {
            "id": "budget",
            "title": "财政预算",
            "path": ["财政", "预算"],
            "audience": ["public"],
            "elements": ["总额", "明细"],
            "channels": [],
            "cadence": {"kind": "yearly", "due_after": "20 days", "note": "批准后"},
            "responsible": "finance",
            "since": "2020-01-01",
        },
        {"id": "notice", "title": "通知", "limit": "20 working days"},
        {"id": "plan", "title": "内部预案", "openness": "exempt", "exempt_reason": "内部事务"},
        {"id": "files", "title": "档案", "openness": "on_request", "rule": "XXGK-REPLY"},
    ],
    "publications": {
        "complete": False,
        "rows": [
            {
                "id": "p1",
                "item": "budget",
                "on": "2024-02-01",
                "formed": "2024-01-20",
                "covers": "2024",
                "channel": "website",
                "address": "示例网址",
                "until": "2025-02-01",
            }
        ],
    },
    "requests": [
        {
            "id": "r1",
            "received": "2024-03-01",
            "channel": "letter",
            "applicant": "legal_person",
            "subject": "征地补偿",
            "events": [
                {"name": "extended", "on": "2024-03-20", "number": 20, "note": "经批准"},
                {"name": "answered", "on": "2024-04-20"},
            ],
            "outcome": "granted",
        }
    ],
    "cases": [
        {
            "id": "c1",
            "kind": "promised",
            "received": "2024-03-01",
            "accepted": "2024-03-02",
            "item": "notice",
            "window": "3",
            "agent": False,
            "statutory": "20 working days",
            "promised": "5 working days",
            "rule": "XK-DECIDE",
            "completed": "2024-03-05",
            "satisfaction": "very_satisfied",
            "basis": "verified",
        }
    ],
    "appeals": [
        {"id": "a1", "kind": "review", "received": "2024-05-01", "decided": "2024-06-01",
         "outcome": "upheld", "request": "r1"}
    ],
    "incidents": [
        {
            "id": "i1",
            "field": "fire",
            "occurred": "2024-03-05T10:00+08:00",
            "told": "2024-03-05T10:30:00+08:00",
            "reported": "2024-03-05T03:00Z",
            "deaths": 0,
            "injuries": 1,
            "loss": "1234.50",
            "responsible": False,
        }
    ],
    "controls": [
        {"id": "k1", "field": "traffic", "indicator": "accidents", "actual": "20", "change": "9",
         "previous": "11", "limit": "25", "unit": "起"}
    ],
    "hazards": [
        {"id": "h1", "found": "2024-03-01", "title": "通道", "level": "major", "listed": True,
         "due": "2024-04-01", "rectified": "2024-03-30"}
    ],
    "inspections": [{"id": "n1", "kind": "joint", "on": "2024-03-01", "units": 12, "hazards": 3}],
    "activities": [
        {"id": "t1", "kind": "training", "on": "2024-03-01", "until": "2024-03-02", "sessions": 2,
         "persons": 60, "hours": "3.5", "copies": 0}
    ],
    "institutions": [{"id": "s1", "kind": "first_asked", "title": "首问负责制",
                      "issued": "2019-01-01", "document": "示例发〔2019〕1号"}],
    "feedback": [{"id": "f1", "kind": "message", "received": "2024-03-01", "limit": "7 days",
                  "answered": "2024-03-02", "satisfied": True, "channel": "mailbox"}],
    "found": [{"id": "d1", "title": "公开栏陈旧", "category": "channel", "on": "2024-03-01",
               "measure": "更换", "owner": "党政办主任", "due": "2024-05-01",
               "rectified": "2024-04-01"}],
    "figures": {"total": "37286", "share": {"label": "提前办结率", "value": "99.4%", "unit": "%",
                "kind": "rate", "bound": "at_least", "said": "第2段", "basis": "asserted"},
                "hidden": None},
    "evidence": [{"id": "e1", "topic": "signs", "title": "标识照片", "indicator": "c1.2",
                  "kind": "photo", "value": "true", "on": "2024-03-01", "members": ["门头"]}],
    "declarations": [{"assessor": "self", "indicator": "c1", "points": "9.5", "on": "2024-12-20"},
                     {"assessor": "review", "points": "96", "note": "总分"}],
    "previous": {"label": "2023", "figures": {"total": "30000"}, "total": "95.5", "grade": "good"},
    "identities": [{"id": "x1", "kind": "sum", "total": "total", "parts": ["total", "0"]}],
    "workflow": [{"id": "w1", "subject": "budget", "step": "audited", "on": "2024-01-25",
                  "role": "镇长"}],
}  # fmt: skip


def read(data: dict[str, Any]) -> Dossier:
    return dossier_from(parse_yaml(yaml.safe_dump(data, allow_unicode=True), "d.yaml"))


WHOLE = read(FULL)


def test_the_full_dossier_has_every_table() -> None:
    # the annual report is a form with tests of its own
    assert set(FULL) == set(Dossier.model_fields) - {"annual_report"}
    assert all(WHOLE.table(name) is not None for name in RECORD_TYPES)
    assert WHOLE.table("figures") is None
    assert WHOLE.table("no_such_table") is None


def test_text_becomes_values() -> None:
    assert WHOLE.items is not None
    budget, notice, *_ = WHOLE.items.each()
    assert budget.cadence == Cadence(CadenceKind.YEARLY, due_after=CalendarDays(20), note="批准后")
    assert str(notice.limit) == "20 working days"
    assert (budget.channels, notice.channels) == ((), None)  # none, and not known
    assert WHOLE.requests is not None
    (request,) = WHOLE.requests.rows
    assert request.answered == date(2024, 4, 20)
    assert request.events[0].event == Event("extended", date(2024, 3, 20), 20, None, "经批准")
    assert WHOLE.incidents is not None
    (incident,) = WHOLE.incidents.rows
    assert incident.reported == datetime(2024, 3, 5, 3, 0, tzinfo=UTC)
    assert incident.loss == Decimal("1234.50")
    assert WHOLE.unit.terms[0].term == Term("2024春", date(2024, 2, 26), date(2024, 7, 5))
    assert WHOLE.unit.known_ids == {"town", "county", "finance"}
    assert WHOLE.publications is not None
    assert (len(WHOLE.publications), WHOLE.publications.complete) == (1, False)
    assert WHOLE.figures is not None
    assert WHOLE.figures["total"].number == 37286
    assert WHOLE.figures["total"].printed == "37286"
    assert WHOLE.figures["hidden"].number is None
    assert WHOLE.identities is not None
    assert WHOLE.identities[0].data == FULL["identities"][0]
    assert WHOLE.found is not None
    assert not WHOLE.found.rows[0].open


def test_a_trip_through_json_changes_nothing() -> None:
    again = dossier_from(parse_json(WHOLE.model_dump_json(), "d.json"))
    assert again == WHOLE
    assert again.model_dump_json() == WHOLE.model_dump_json()
    bare = dossier_from(parse_json(WHOLE.model_dump_json(exclude_defaults=True), "d.json"))
    assert bare == WHOLE


def test_a_trip_through_yaml_changes_nothing() -> None:
    assert read(WHOLE.model_dump(mode="json")) == WHOLE


def test_python_data_and_text_read_alike() -> None:
    assert Dossier.model_validate(FULL) == WHOLE
    assert Dossier.model_validate(WHOLE.model_dump()) == WHOLE


CADENCES = st.one_of(
    st.sampled_from([str(kind) for kind in CadenceKind]),
    st.builds(
        lambda kind, count, days, note: {
            "kind": kind, "count": count, "due_after": f"{days} working days", "note": note,
        },
        st.sampled_from(["monthly", "quarterly", "yearly", "per_semester", "event_after"]),
        st.integers(1, 12),
        st.integers(1, 60),
        st.sampled_from(["", "说明"]),
    ),
)  # fmt: skip
LIMITS = st.one_of(
    st.builds("{} {}".format, st.integers(1, 90), st.sampled_from(["days", "working days"])),
    st.builds("{} months".format, st.integers(1, 24)),
    st.sampled_from(["20个工作日", "三个月", "every year by 01-31", "1 hours", "standing"]),
)


@given(CADENCES, LIMITS)
def test_any_cadence_and_any_limit_survive_the_trip(cadence: Any, limit: str) -> None:
    head = {key: FULL[key] for key in ("period", "unit")}
    items = [
        {"id": "a", "title": "甲", "cadence": cadence},
        {"id": "b", "title": "乙", "limit": limit},
    ]
    dossier = read({**head, "items": items})
    assert dossier_from(parse_json(dossier.model_dump_json(), "d.json")) == dossier


@pytest.mark.parametrize("name", sorted(RECORD_TYPES))
def test_every_table_is_unknown_empty_partial_or_whole(name: str) -> None:
    head = {key: FULL[key] for key in ("period", "unit", "items", "requests") if key != name}
    rows = FULL[name] if isinstance(FULL[name], list) else FULL[name]["rows"]
    assert read(head).table(name) is None
    empty = read({**head, name: []}).table(name)
    assert empty is not None
    assert (len(empty), empty.complete) == (0, True)
    partial = read({**head, name: {"complete": False, "rows": rows}}).table(name)
    assert partial is not None
    assert (len(partial), partial.complete) == (len(rows), False)
    whole = read({**head, name: rows}).table(name)
    assert whole is not None
    assert (whole.rows, whole.complete) == (partial.rows, True)


@pytest.mark.parametrize("name", sorted(RECORD_TYPES))
def test_every_record_is_closed_and_frozen(name: str) -> None:
    table = WHOLE.table(name)
    assert table is not None
    record = table.rows[0]
    with pytest.raises(ValidationError):
        record.note = "x"
    with pytest.raises(ValidationError, match="surprise"):
        type(record).model_validate({**record.model_dump(), "surprise": 1})
    assert {"id", "basis", "note"} <= record.askable()
    assert all(hasattr(record, asked) for asked in record.askable())
    assert {*record.dated_by, *record.follows} <= record.askable()


def test_the_day_of_a_record_is_a_beijing_date() -> None:
    kind = RECORD_TYPES["incidents"]
    late = kind.model_validate({"id": "i", "field": "fire", "occurred": "2024-03-05T17:00Z"})
    assert late.day == date(2024, 3, 6)
    assert RECORD_TYPES["evidence"].model_validate({"id": "e", "topic": "t"}).day is None


def test_bases_in_their_order() -> None:
    said, shown, checked = Basis.ASSERTED, Basis.DOCUMENTED, Basis.VERIFIED
    assert [said.carries(shown), shown.carries(shown), checked.carries(shown)] == [
        False, True, True,
    ]  # fmt: skip
    assert not shown.carries(checked)


def test_outside_a_loader_the_first_loose_end_is_refused_too() -> None:
    doubled = {**FULL, "items": [*FULL["items"], {"id": "budget", "title": "again"}]}
    with pytest.raises(ValidationError, match="重复"):
        Dossier.model_validate(doubled)


def test_figures_may_be_given_as_numbers() -> None:
    assert Figure.model_validate("12").number == 12
    assert Figure.model_validate({"value": "12"}) == Figure.model_validate("12")


class Well(Record):
    """A table of a plugin's own."""

    table = "wells"
    depth: int


def test_a_plugin_brings_a_table_of_its_own() -> None:
    kind = dossier_type({"wells": Well})
    data = {key: FULL[key] for key in ("period", "unit")}
    dossier = kind.model_validate({**data, "wells": [{"id": "w", "depth": "30"}]})
    wells = dossier.table("wells")
    assert wells is not None
    assert wells.rows == (Well(id="w", depth=30),)
    assert dossier_type() is Dossier
    with pytest.raises(ValidationError, match="wells"):
        Dossier.model_validate({**data, "wells": []})


def test_python_values_that_are_no_day_and_no_limit_are_refused() -> None:
    moment = datetime(2024, 3, 5, 10, tzinfo=UTC)
    with pytest.raises(ValidationError, match="不是日期"):
        Request.model_validate({"id": "r", "received": moment})
    with pytest.raises(ValidationError, match="读不懂的期限"):
        Item.model_validate({"id": "a", "title": "甲", "limit": 20})
    with pytest.raises(ValidationError, match="读不懂的公开频次"):
        Item.model_validate({"id": "a", "title": "甲", "cadence": 12})
    limited = Item(id="a", title="甲", limit=CalendarDays(20))
    assert Item.model_validate(limited.model_dump()) == limited


def shapes(schema: dict[str, Any]) -> set[str]:
    options = schema.get("anyOf", [schema])
    kinds: set[str] = set()
    for option in options:
        told = option.get("type", "$ref")
        kinds.update([told] if isinstance(told, str) else told)
    return kinds


def test_the_published_schema_takes_what_the_reader_takes() -> None:
    schema = Dossier.model_json_schema()
    definitions = schema["$defs"]
    assert shapes(definitions["Table_Item_"]) == {"array", "object"}
    assert shapes(definitions["Figure"]) == {"string", "number", "null", "object"}
    assert set(schema["required"]) == {"period", "unit"}
    assert set(definitions["ReportPeriod"]["required"]) == {"from", "to"}
    assert schema["additionalProperties"] is False
    assert json.loads(json.dumps(schema)) == schema


def test_a_table_of_a_table_is_the_table() -> None:
    table = Table[Item](rows=(Item(id="a", title="甲"),), complete=False)
    head = {key: FULL[key] for key in ("period", "unit")}
    assert Dossier.model_validate({**head, "items": table}).items == table
