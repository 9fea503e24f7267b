"""What people read: numbers, rounded half away from zero where they do not end, and reasons."""

from __future__ import annotations

from fractions import Fraction

import pytest

from zwgk.facts import FactValue
from zwgk.scheme import End, Graded, Leaf, Ranked
from zwgk.scheme.rule import percent_text
from zwgk.scoring.explain import points_shown, signed


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0", "0"),
        ("15/2", "7.5"),
        ("-1/8", "-0.125"),
        ("20/3", "≈6.67"),  # 6.666…
        ("-20/3", "≈-6.67"),
        ("-1/3", "≈-0.33"),
        ("1/600", "≈0"),  # 0.00166…
        ("-1/150", "≈-0.01"),  # -0.00666…
    ],
)
def test_points(value: str, text: str) -> None:
    assert points_shown(Fraction(value)) == text


@pytest.mark.parametrize(
    ("value", "text"), [("5", "+5"), ("0", "0"), ("-1/2", "-0.5"), ("1/3", "+1/3")]
)
def test_a_change_of_points(value: str, text: str) -> None:
    assert signed(Fraction(value)) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0", "0%"),
        ("1", "100%"),
        ("19/20", "95%"),
        ("1/8", "12.5%"),
        ("2/3", "66.67%"),
        ("1/3", "33.33%"),
        ("1/20000", "0.01%"),  # 0.005 % is half of the last decimal: up
        ("1/20001", "0%"),
        ("12", "1200%"),
    ],
)
def test_shares(value: str, text: str) -> None:
    assert percent_text(Fraction(value)) == text


def test_a_word_that_is_not_sure_is_no_reason() -> None:
    """分级得分: only said, it opens all states and is not told as if it were so."""
    rule = Graded.model_validate({"fact": "reply", "states": {"good": "100%", "poor": "40%"}})
    leaf = Leaf("a", Fraction(10))

    def reason(value: FactValue) -> tuple[list[Fraction], str]:
        hits = rule.judge(leaf, {"reply": value}, End.LEAST)
        return [hit.points for hit in hits], hits[0].reason.zh

    sure = FactValue(None, None, words="poor", stated=True)
    assert reason(sure) == ([Fraction(-6)], "reply 为 poor，得 40% 的分")
    said = FactValue(None, None, words="poor")
    assert reason(said) == ([Fraction(-6)], "reply 为 …–…，得 40%–100% 的分")


def test_too_many_points_for_a_rank_are_told_by_the_rank() -> None:
    rule = Ranked.model_validate({"by": "reports", "points_by_rank": ["5", "7"]})
    ((place, what, _),) = rule.faults(Fraction(6))
    assert place == ("points_by_rank", 1)
    assert what.zh == "第 2 名 7 分超过指标分值 6"
