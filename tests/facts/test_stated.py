"""Words that a fact surely has: evidence and figures whose value is a text."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter

from zwgk.facts import AnyQuery, FactValue, Known, Query, Rows, evaluate
from zwgk.records import Evidence, Figure

READ: TypeAdapter[Query] = TypeAdapter(AnyQuery)


def said(*values: str, basis: str = "documented") -> FactValue:
    rows = tuple(
        Evidence.model_validate({"id": f"e{n}", "topic": "x", "value": value, "basis": basis})
        for n, value in enumerate(values)
    )
    query = READ.validate_python({"value": {"evidence": "x"}})
    return evaluate(query, Known({"evidence": Rows(rows)}))


def figure(**given: Any) -> FactValue:
    query = READ.validate_python({"value": {"figure": "f"}})
    return evaluate(query, Known({}, figures={"f": Figure.model_validate(given)}))


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (said("none_declared"), "none_declared"),
        (said("none_declared", "none_declared"), "none_declared"),
        (figure(value="无此项业务"), "无此项业务"),
    ],
)
def test_words_that_are_documented_stand(value: FactValue, words: str) -> None:
    assert (value.stated, value.words) == (True, words)
    assert not value.known  # as a number


@pytest.mark.parametrize(
    "value",
    [
        said("none_declared", "done"),  # two pieces that say different things
        said("none_declared", "3"),
        said("none_declared", basis="asserted"),
        figure(value="无此项业务", basis="asserted"),
        said("3"),
        said("yes"),
        figure(value="12"),
        figure(value="—"),
    ],
)
def test_all_else_is_no_stated_text(value: FactValue) -> None:
    assert not value.stated
