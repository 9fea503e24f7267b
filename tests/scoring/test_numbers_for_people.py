"""Points and shares as people read them: exact where they end, else rounded half away from zero."""

from __future__ import annotations

from fractions import Fraction

import pytest

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
