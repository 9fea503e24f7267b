"""Faults are told by the ids of indicators and grades, as far as there are ids."""

from __future__ import annotations

import pytest

from zwgk.errors import Place, Problem, Text
from zwgk.scheme.named import by_id

DATA = {
    "indicators": [
        {"id": "a", "parts": [{"id": "a.1", "parts": [{"points": "x"}]}, "text"]},
        {"title": "no id"},
    ],
    "grades": [{"id": "good"}, {}],
}


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("indicators[0]", "a"),
        ("indicators[0].points", "a.points"),
        ("indicators[0].parts[0].rule.kind", "a.1.rule.kind"),
        # the part without an id stands below the nearest that has one
        ("indicators[0].parts[0].parts[0].points", "a.1.parts[0].points"),
        ("indicators[0].parts[1]", "a.parts[1]"),
        ("indicators[0].parts[7].id", "a.parts[7].id"),
        ("indicators[1].title", "indicators[1].title"),
        ("indicators[9]", "indicators[9]"),
        ("grades[0].from", "grades.good.from"),
        ("grades[1].from", "grades[1].from"),
        ("facts.late.where", "facts.late.where"),
        ("", ""),
    ],
)
def test_a_place_is_told_by_id(path: str, told: str) -> None:
    problem = Problem(Place("sheet.yaml", 3, 5, path), Text("错"), Text("改"))
    (named,) = by_id([problem], DATA)
    assert named == Problem(Place("sheet.yaml", 3, 5, told), Text("错"), Text("改"))


@pytest.mark.parametrize("data", [None, [], "text", {"indicators": {"a": 1}}])
def test_what_is_no_document_keeps_its_places(data: object) -> None:
    problem = Problem(Place("sheet.yaml", path="indicators[0].points"), Text("错"))
    assert by_id([problem], data) == [problem]
