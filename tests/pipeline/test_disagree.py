"""Declared points that contradict each other are findings; by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from zwgk.records import Assessor, Dossier
from zwgk.scheme import ASSESSORS, Scheme
from zwgk.scoring import Assessment

Assess = Callable[..., Assessment]
Bind = Callable[..., Scheme]
Load = Callable[..., Dossier]

REVIEW = '  - {assessor: review, indicator: c4, points: "9"}\n'
LEAF = "    points: 10\n    rule: {kind: declared}\n"
PARTS = """\
    points: 10
    parts:
      - {id: c4.1, title: 问卷, points: 6, rule: {kind: declared}}
      - {id: c4.2, title: 回访, points: 4, rule: {kind: declared}}
"""
STATES = ("whole_and_parts", "declared_twice", "above_full")


def given(*rows: str) -> tuple[str, str]:
    """The reviewer's declaration, replaced by others."""
    return REVIEW, "".join(f"  - {{assessor: review, {row}}}\n" for row in rows)


def told(result: Assessment) -> list[tuple[str, str, str]]:
    return [(f.kind.value, f.subject, f.what.zh) for f in result.findings if f.state in STATES]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        # c3 has 8 points by its rule: what somebody gives beside it is not taken
        ("review, indicator: c3, points: 5", "标识：按规则计分，评审所评 5 分未采用"),
        ("review, indicator: c3, points: 5, override: true, reason: 改判",
         "标识：按规则计分，评审所评 5 分未采用"),
        ("peer, indicator: c4, points: 6", "满意度：互评所评 6 分不在评分办法之列，未计入"),
    ],
)  # fmt: skip
def test_points_that_are_not_taken_are_told(small: Assess, row: str, words: str) -> None:
    result = small((REVIEW, f"{REVIEW}  - {{assessor: {row}}}\n"))
    states = {"by_rule", "not_listed"}
    assert [f.what.zh for f in result.findings if f.state in states] == [words]


def test_points_that_come_out_as_given_are_no_finding(small: Assess) -> None:
    result = small((REVIEW, f"{REVIEW}  - {{assessor: review, indicator: c3, points: 8}}\n"))
    assert [f.what.zh for f in result.findings if f.state == "by_rule"] == []


def test_every_assessor_has_a_name() -> None:
    assert set(ASSESSORS) == set(Assessor)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        # both parts known: 6 + 4 = 10 against 8
        (["indicator: c4, points: 8", "indicator: c4.1, points: 6", "indicator: c4.2, points: 4"],
         "整项评定 8 分，下级合计 10 分，以下级为准"),
        # one part known: 1 and 0 to 4 make 1 to 5, never 9
        (["indicator: c4, points: 9", "indicator: c4.1, points: 1"],
         "整项评定 9 分，下级合计 1–5 分，以下级为准"),
        (["indicator: c4, points: 5", "indicator: c4.1, points: 1"], None),
        (["indicator: c4, points: 10", "indicator: c4.1, points: 6", "indicator: c4.2, points: 4"],
         None),
        (["indicator: c4, points: 9"], None),
    ],
)  # fmt: skip
def test_a_whole_against_its_parts(
    bind: Bind, small: Assess, rows: list[str], words: str | None
) -> None:
    result = small(given(*rows), scheme=bind((LEAF, PARTS)))
    found = told(result)
    assert [(kind, subject) for kind, subject, _ in found] == [("declared", "c4")] * bool(words)
    assert words is None or found[0][2].endswith(words)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (["indicator: c4, points: 7", "indicator: c4, points: 3"],
         "评审给出不同的分：3、7，先后不明"),
        (["indicator: c4, points: 7, on: 2024-04-01", "indicator: c4, points: 3, on: 2024-04-01"],
         "评审给出不同的分：3、7，先后不明"),
        # one of them has no day
        (["indicator: c4, points: 7, on: 2024-04-01", "indicator: c4, points: 3"],
         "评审给出不同的分：3、7，先后不明"),
        # the later one corrects the earlier
        (["indicator: c4, points: 7, on: 2024-04-01", "indicator: c4, points: 3, on: 2024-04-02"],
         None),
        (["indicator: c4, points: 7", "indicator: c4, points: 7"], None),
    ],
)  # fmt: skip
def test_an_assessor_against_itself(small: Assess, rows: list[str], words: str | None) -> None:
    found = told(small(given(*rows)))
    assert len(found) == bool(words)
    assert words is None or found[0][2].endswith(words)


def test_a_stated_total_above_the_most_there_is(bind: Bind, small: Assess) -> None:
    bonus = "  - {id: b, title: 加分, part: bonus, points: 5, rule: {kind: declared}}\n"

    def stated(points: Any, **how: Any) -> list[tuple[str, str, str]]:
        row = f'  - {{assessor: third_party, points: "{points}"}}\n'
        return told(small((REVIEW, REVIEW + row), **how))

    assert stated(50) == []
    assert stated(50.5) == [("declared", "total", "第三方所报总分 50.5 超过本方案最多可得的 50 分")]
    # five more can be had as a bonus
    scheme = bind((LEAF, LEAF + bonus))
    assert stated(55, scheme=scheme) == []
    assert len(stated(56, scheme=scheme)) == 1
