"""Suggestions in words: a range with one open end is told by the end it has."""

from __future__ import annotations

import pytest

from zwgk.figures.verdicts import Suggestion, Why


@pytest.mark.parametrize(
    ("value", "least", "most", "zh", "en"),
    [
        ("2009", None, "2009", "不大于 2009", "at most 2009"),
        ("2009", "2009", None, "不小于 2009", "at least 2009"),
        ("2008", None, "2009", "2008（不大于 2009）", "2008 (at most 2009)"),
        ("2008", "2007", "2009", "2008（2007 至 2009）", "2008 (2007 to 2009)"),
        ("2008", "2008", "2008", "2008", "2008"),
    ],
)
def test_a_range_is_told_by_its_ends(
    value: str, least: str | None, most: str | None, zh: str, en: str
) -> None:
    told = Suggestion(
        why=Why.VALUE, role="total", member="year", value=value, least=least, most=most
    ).text
    assert told.zh == f"year 应为 {zh}：数值有误"
    assert told.en == f"year would be {en}: another value"
