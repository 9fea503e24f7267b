"""Steps under a value that is open at one end or at both (分档得分，取值未定)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from zwgk.facts import FactValue
from zwgk.scheme import End, Leaf, Part, Steps

FALLING = Steps.model_validate(
    {
        "fact": "f",
        "steps": [{"at_least": "95%", "points": "10"}, {"at_least": "80%", "points": "6"}],
        "otherwise": "2",
    }
)
RISING = Steps.model_validate(
    {
        "fact": "f",
        "steps": [{"at_most": "3", "points": "10"}, {"at_most": "6", "points": "5"}],
        "otherwise": "1",
    }
)


def ends(rule: Steps, least: str | None, most: str | None, part: Part) -> Any:
    low, high = (None if end is None else Fraction(end) for end in (least, most))
    value = FactValue(low, high)
    leaf = Leaf("a", Fraction(10), part)
    start = leaf.points if part is Part.BASE else Fraction(0)
    return tuple(
        start + sum((hit.points for hit in rule.judge(leaf, {"f": value}, end)), Fraction(0))
        for end in (End.LEAST, End.MOST)
    )


@pytest.mark.parametrize(
    ("rule", "least", "most", "expected"),
    [
        (FALLING, None, None, (2, 10)),
        (FALLING, None, "0.9", (2, 6)),  # below 80 % as well
        (FALLING, "0.9", None, (6, 10)),
        (FALLING, None, "0.79", (2, 2)),
        (FALLING, "0.95", None, (10, 10)),
        (RISING, None, None, (1, 10)),
        (RISING, "4", None, (1, 5)),  # above 6 as well
        (RISING, None, "4", (5, 10)),
        (RISING, "7", None, (1, 1)),
        (RISING, None, "3", (10, 10)),
    ],
)
def test_what_is_possible(
    rule: Steps, least: str | None, most: str | None, expected: tuple[int, int]
) -> None:
    low, high = expected
    assert ends(rule, least, most, Part.BASE) == (low, high)
    assert ends(rule, least, most, Part.BONUS) == (low, high)
    assert ends(rule, least, most, Part.PENALTY) == (-high, -low)
