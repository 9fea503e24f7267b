"""Two versions of a scheme: what is told of every kind of change, and that nothing is missed."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zwgk.scheme import Document, read_document
from zwgk.scheme.changes import Change, ChangeKind, changes
from zwgk.source import build, parse_yaml

OLD = """\
format: 1
id: sheet
version: "2023"
title: {zh: 示例, en: A sheet}
source: 示例（虚构）
full: 20
facts:
  late: {count: duties, where: {kind: reply, outcome: late}}
  share: {share: late, in: every}
  every: {count: duties, where: {kind: reply}}
indicators:
  - id: a
    title: {zh: 答复, en: Replies}
    points: 20
    parts:
      - {id: a1, title: 按期, points: 12, rule: {kind: deduct, per: late, each: 2}}
      - {id: a2, title: 率, points: 8, rule: {kind: share, fact: share}}
"""


def document(text: str) -> Document:
    return read_document(parse_yaml(text, "sheet.yaml"))


def told(new: str, old: str = OLD) -> list[tuple[str, str | None, str, str | None, str | None]]:
    return [
        (one.kind.value, one.indicator, one.key, one.before, one.after)
        for one in changes(document(old), document(new))
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('version: "2023"', 'version: "2024"', []),
        ("each: 2}", "each: 2.0}", []),
        ("points: 12", "points: 11", [("points", "a1", "points", "12", "11")]),
        ("full: 20", "full: 100", [("points", None, "full", "20", "100")]),
        ("title: 按期", "title: 按时", [("title", "a1", "title", "按期", "按时")]),
        ("points: 8,", "points: 8, places: 1,", [("setting", "a2", "places", None, "1")]),
        (
            "each: 2}",
            "each: 3}",
            [
                (
                    "rule",
                    "a1",
                    "rule",
                    "{kind: deduct, per: late, each: 2}",
                    "{kind: deduct, per: late, each: 3}",
                )
            ],
        ),
        (
            "full: 20",
            "full: 20\ngrades: [{id: good, title: 好}]",
            [("setting", None, "grades", None, "[{id: good, title: 好}]")],
        ),
        (
            "full: 20",
            "full: 20\nranking: {ties: dense}",
            [("setting", None, "ranking", None, "{ties: dense}")],
        ),
    ],
)
def test_one_change(old: str, new: str, expected: list[Any]) -> None:
    assert OLD.count(old) == 1
    assert told(OLD.replace(old, new)) == expected


def test_a_fact_is_told_at_each_indicator_that_reads_it() -> None:
    # a1 reads it itself, a2 through the share; nobody else does
    new = OLD.replace("outcome: late", "outcome: [late, overdue]")
    assert [(kind, node, key) for kind, node, key, _, _ in told(new)] == [
        ("facts", "a1", "late"),
        ("facts", "a2", "late"),
    ]
    assert changes(document(OLD), document(new))[0].line("en") == (
        "a1 按期: facts late {count: duties, where: {kind: reply, outcome: late}} → "
        "{count: duties, where: {kind: reply, outcome: [late, overdue]}}"
    )


def test_a_fact_that_nobody_reads_is_told_of_the_whole() -> None:
    new = OLD.replace("indicators:", "  idle: {count: cases}\nindicators:")
    assert told(new) == [("facts", None, "idle", None, "{count: cases}")]


def test_added_removed_and_moved() -> None:
    new = OLD.replace("      - {id: a2,", "  - {id: a2,").replace(
        "{id: a1, title: 按期, points: 12, rule: {kind: deduct, per: late, each: 2}}",
        "{id: a3, title: 新项, points: 5, rule: {kind: declared}}",
    )
    assert told(new) == [
        ("added", "a3", "a", None, "5"),
        ("moved", "a2", "parent", "a", None),
        ("removed", "a1", "a", "12", None),
    ]
    lines = [one.line() for one in changes(document(OLD), document(new))]
    assert lines == ["a3 新项：新增 a 5", "a2 率：移动 a → （无）", "a1 按期：删除 a 12"]
    assert changes(document(OLD), document(new))[0].line("en") == "a3 新项: added a 5"


def test_json_there_and_back() -> None:
    found = changes(document(OLD), document(OLD.replace("points: 12", "points: 11")))
    assert [Change.model_validate_json(one.model_dump_json()) for one in found] == list(found)


POINTS = st.integers(1, 9)
NODES = st.dictionaries(st.sampled_from("abcdef"), POINTS, min_size=1)


def made(nodes: dict[str, int]) -> Document:
    data = {
        "format": "1",
        "id": "sheet",
        "version": "1",
        "title": "示例",
        "source": "示例",
        "indicators": [
            {"id": name, "title": name, "points": str(points), "rule": {"kind": "declared"}}
            for name, points in nodes.items()
        ],
    }
    return build(Document, parse_yaml(json.dumps(data), "x.yaml"))


@given(NODES, NODES)
def test_the_changes_lead_from_the_one_to_the_other(
    old: dict[str, int], new: dict[str, int]
) -> None:
    found = changes(made(old), made(new))
    rebuilt = dict(old)
    for one in found:
        assert one.indicator is not None
        if one.kind is ChangeKind.REMOVED:
            assert one.before == str(rebuilt.pop(one.indicator))
        else:
            assert one.kind in {ChangeKind.ADDED, ChangeKind.POINTS}
            assert (one.before is None) == (one.kind is ChangeKind.ADDED)
            assert one.after is not None
            rebuilt[one.indicator] = int(Decimal(one.after))
    assert rebuilt == new


@given(NODES, NODES)
def test_back_again_is_the_same_the_other_way_round(
    old: dict[str, int], new: dict[str, int]
) -> None:
    there = {(one.indicator, one.before, one.after) for one in changes(made(old), made(new))}
    back = {(one.indicator, one.after, one.before) for one in changes(made(new), made(old))}
    assert there == back
    assert changes(made(old), made(old)) == ()
