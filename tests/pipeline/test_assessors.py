"""Several assessors, rounds and overrides, from a dossier to the points; by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from zwgk.errors import InvalidInput
from zwgk.records import Dossier
from zwgk.scheme import Scheme
from zwgk.scoring import Assessment

Assess = Callable[..., Assessment]
Bind = Callable[..., Scheme]
Load = Callable[..., Dossier]

REVIEW = '  - {assessor: review, indicator: c4, points: "9"}\n'
LEAF = "    points: 10\n    rule: {kind: declared}\n"
# Two rounds of a third party, 15 to 25, given of a hundred.
ROUNDS = """\
    points: 10
    rule:
      kind: declared
      out_of: 100
      assessors:
        - {assessor: third_party, round: 1, weight: 15}
        - {assessor: third_party, round: 2, weight: 25}
      gap: 10
"""


def given(*rows: str) -> tuple[str, str]:
    """The reviewer's declaration, replaced by others."""
    return REVIEW, "".join(f"  - {{{row}}}\n" for row in rows)


def points(result: Assessment) -> tuple[str, str]:
    leaf = result.indicator("c4")
    assert leaf is not None
    return str(leaf.least), str(leaf.most)


def told(result: Assessment, *states: str) -> list[tuple[str, str]]:
    return [(f.state, f.what.zh) for f in result.findings if f.state in states]


def third(round_: int, got: str, more: str = "") -> str:
    return f"assessor: third_party, round: {round_}, indicator: c4, points: {got}{more}"


class TestRounds:
    def test_the_weighted_mean_of_two_rounds(self, bind: Bind, small: Assess) -> None:
        # (15 * 80 + 25 * 90) / 40 = 86.25 of 100, of ten points 8.625
        result = small(given(third(1, "80"), third(2, "90")), scheme=bind((LEAF, ROUNDS)))
        assert points(result) == ("69/8", "69/8")
        assert told(result, "gap", "not_listed", "declared_twice") == []

    def test_a_round_that_is_not_there_yet(self, bind: Bind, small: Assess) -> None:
        # 15/40 * 80 % = 3 of ten are known, 25/40 of ten are open
        result = small(given(third(1, "80")), scheme=bind((LEAF, ROUNDS)))
        assert points(result) == ("3", "37/4")
        lone = bind((LEAF, ROUNDS.replace("gap: 10", "missing: renormalise")))
        assert points(small(given(third(1, "80")), scheme=lone)) == ("8", "8")

    def test_a_round_dated_after_the_day_is_not_seen(self, bind: Bind, small: Assess) -> None:
        later = given(third(1, "80"), third(2, "90", ", on: 2024-05-02"))
        scheme = bind((LEAF, ROUNDS))
        assert points(small(later, scheme=scheme)) == ("3", "37/4")
        seen = small(later, scheme=scheme, as_of=date(2024, 5, 2))
        assert points(seen) == ("69/8", "69/8")

    def test_a_large_gap_is_a_finding(self, bind: Bind, small: Assess) -> None:
        scheme = bind((LEAF, ROUNDS))
        apart = small(given(third(1, "70"), third(2, "90")), scheme=scheme)
        assert told(apart, "gap") == [
            ("gap", "满意度：第三方第 2 轮 90 分，第三方第 1 轮 70 分，相差 20，超过 10")
        ]
        near = small(given(third(1, "80"), third(2, "90")), scheme=scheme)
        assert told(near, "gap") == []

    def test_two_words_of_one_round_on_one_day(self, bind: Bind, small: Assess) -> None:
        # the lower one stands, and it is told
        rows = given(third(1, "80"), third(2, "90"), third(2, "70"))
        result = small(rows, scheme=bind((LEAF, ROUNDS)))
        assert points(result) == ("59/8", "59/8")  # (15 * 80 + 25 * 70) / 40 = 73.75
        assert told(result, "declared_twice") == [
            ("declared_twice", "满意度：第三方第 2 轮给出不同的分：70、90，先后不明")
        ]

    def test_one_who_is_not_listed_is_told_and_not_counted(self, bind: Bind, small: Assess) -> None:
        rows = given(third(1, "80"), third(2, "80"), "assessor: peer, indicator: c4, points: 20")
        result = small(rows, scheme=bind((LEAF, ROUNDS)))
        assert points(result) == ("8", "8")
        assert told(result, "not_listed") == [
            ("not_listed", "满意度：互评所评 20 分不在评分办法之列，未计入")
        ]

    def test_more_than_it_is_given_of(self, bind: Bind, small: Assess) -> None:
        with pytest.raises(InvalidInput, match="超过分值 100"):
            small(given(third(1, "101")), scheme=bind((LEAF, ROUNDS)))


class TestOverride:
    OVER = "assessor: review, indicator: c4, points: 50, override: true, reason: 复核改判"

    def test_it_is_final(self, bind: Bind, small: Assess) -> None:
        rows = given(third(1, "80"), third(2, "90"), self.OVER)
        assert points(small(rows, scheme=bind((LEAF, ROUNDS)))) == ("5", "5")

    def test_it_beats_the_first_in_accepts(self, small: Assess) -> None:
        final = "assessor: third_party, indicator: c4, points: 4, override: true, reason: 改判"
        rows = given("assessor: review, indicator: c4, points: 9", final)
        assert small(rows).total == Decimal(44)

    def test_the_unit_cannot_override_a_review(self, small: Assess) -> None:
        own = "  - {assessor: self, indicator: c4, points: 10}\n"
        mine = own.replace("points: 10", "points: 10, override: true, reason: 自评")
        result = small((own, mine))
        assert points(result) == ("9", "9")

    @pytest.mark.parametrize(
        ("row", "words"),
        [
            ("assessor: review, indicator: c4, points: 5, override: true", "须写明 reason"),
            ("assessor: review, indicator: c4", "缺少 points"),
            (
                "assessor: review, indicator: c4, not_applicable: true",
                "须写明 reason、approver",
            ),
            (
                "assessor: review, points: 3, not_applicable: true, reason: 无, approver: 主任",
                "缺项须写 indicator，不写 points",
            ),
        ],
    )
    def test_what_a_declaration_must_say(self, load: Load, row: str, words: str) -> None:
        with pytest.raises(InvalidInput, match=words):
            load(given(row))


class TestSelf:
    def test_from_its_own_view_its_points_stand_where_nobody_gave_any(
        self, bind: Bind, small: Assess
    ) -> None:
        # the unit says 10, of a hundred: one point of ten
        scheme: Any = bind((LEAF, ROUNDS))
        alone = small(given(), scheme=scheme, perspective="self")
        assert points(alone) == ("1", "1")
        assert points(small(given(), scheme=scheme)) == ("0", "10")
        both = small(given(third(1, "80"), third(2, "80")), scheme=scheme, perspective="self")
        assert points(both) == ("8", "8")

    def test_points_of_a_hundred_are_summed_as_points_of_the_sheet(
        self, bind: Bind, small: Assess
    ) -> None:
        # 20 + 12 + 8 as declared, and 10 of 100 of ten points: 41
        result = small(given(), scheme=bind((LEAF, ROUNDS)))
        assert result.declared == Decimal(41)
