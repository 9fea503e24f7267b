"""More compliance never lowers a total: every kind, in every part, as its direction says."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from zwgk.facts import FactValue
from zwgk.scheme import KINDS, Scheme, read_scheme
from zwgk.scoring import Score, score
from zwgk.source import Source

RULES = {kind.kind: kind for kind in KINDS}
FACTS = ("f0", "f1", "f2", "f3", "f4", "f5")

numbers = st.integers(1, 6).map(str)
shares = st.sampled_from(["0", "25%", "50%", "100%"])
KIND = {
    "base": [
        "deduct",
        "credit",
        "present",
        "missed",
        "any_of",
        "graded",
        "percent_ticks",
        "share",
        "checklist",
    ],
    "bonus": ["credit", "present", "any_of", "graded", "percent_ticks"],
    "penalty": ["deduct", "present", "any_of", "graded", "percent_ticks"],
}


def rules(part: str, first: str, second: str) -> st.SearchStrategy[dict[str, Any]]:
    """Rules over two facts, or one of them."""
    counted = {
        "per": st.just(first),
        "each": numbers,
        "also": st.fixed_dictionaries({second: numbers}),
    }
    lines = [{"id": fact, "title": fact, "fact": fact, "share": "50%"} for fact in (first, second)]
    kinds: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
        "deduct": (counted, {"then": st.lists(numbers, max_size=2), "free": st.just("1")}),
        "credit": (counted, {"then": st.lists(numbers, max_size=2)}),
        "present": ({"fact": st.just(first), "at_least": numbers}, {"otherwise": shares}),
        "any_of": ({"facts": st.just([first, second]), "otherwise": shares}, {"at_least": numbers}),
        "graded": (
            {"states": st.fixed_dictionaries({first: shares, second: shares})},
            {"otherwise": shares},
        ),
        "percent_ticks": (
            {"fact": st.just(first), "target": numbers, "each": numbers, "tick": st.just("50")},
            {
                "side": st.sampled_from(["below", "above"]),
                "rounding": st.sampled_from(["down", "up", "none"]),
            },
        ),
        "share": ({"fact": st.just(first), "target": numbers}, {}),
        "checklist": (
            {
                "items": st.builds(
                    lambda low, high: [
                        {**lines[0], "at_least": low},
                        {**lines[1], "at_most": high},
                    ],
                    numbers,
                    numbers,
                )
            },
            {},
        ),
    }
    if part == "base":
        kinds["missed"] = ({"fact": st.just(first), "miss": numbers}, {})
    made = [
        st.fixed_dictionaries(
            {"kind": st.just("present" if kind == "missed" else kind), **asked}, optional=more
        )
        for kind, (asked, more) in kinds.items()
        if kind in KIND[part]
    ]
    return st.one_of(made)


@st.composite
def schemes(draw: st.DrawFn) -> Scheme:
    """A base leaf, a bonus leaf behind a gate, a penalty leaf: two facts each."""
    leaves = []
    for part, (first, second) in zip(KIND, (FACTS[:2], FACTS[2:4], FACTS[4:]), strict=True):
        leaf: dict[str, Any] = {
            "id": part,
            "title": part,
            "points": "10",
            "part": part,
            "rule": draw(rules(part, first, second)),
        }
        leaves.append(leaf)
    if draw(st.booleans()):
        leaves[1]["gate"] = {"node": "base", "at_least": draw(numbers)}
    data = {
        "format": "1",
        "id": "generated",
        "version": "1",
        "title": "示例",
        "source": "示例（虚构）",
        "full": "10",
        "indicators": leaves,
    }
    return read_scheme(Source("generated.yaml", data), RULES, {}, frozenset(FACTS))


def marked(scheme: Scheme, values: dict[str, FactValue]) -> Score:
    return score(scheme, values, values, {})


def total(scheme: Scheme, values: dict[str, int]) -> Decimal:
    result = marked(scheme, {name: FactValue.exactly(value) for name, value in values.items()})
    assert result.total is not None
    assert result.ledger is not None
    assert 10 + sum(entry.amount for entry in result.ledger) == result.total
    return result.total


def ways(scheme: Scheme, fact: str) -> list[int]:
    return [
        node.rule.direction(fact, node.part)
        for node in scheme.walk()
        if node.rule and fact in node.asks
    ]


settings = st.fixed_dictionaries({name: st.integers(0, 7) for name in FACTS})


@given(schemes(), settings, st.sampled_from(FACTS), st.integers(1, 4))
def test_a_step_in_the_declared_direction_never_lowers_the_total(
    scheme: Scheme, values: dict[str, int], fact: str, step: int
) -> None:
    """A penalty counts as it is written: its direction is that of the signed points."""
    for way in ways(scheme, fact):
        better = {**values, fact: values[fact] + way * step}
        if way and better[fact] >= 0:
            assert total(scheme, better) >= total(scheme, values)


@given(schemes(), settings, settings)
def test_the_interval_holds_the_total_of_every_value_between(
    scheme: Scheme, one: dict[str, int], other: dict[str, int]
) -> None:
    low = {name: min(one[name], other[name]) for name in FACTS}
    high = {name: max(one[name], other[name]) for name in FACTS}
    spans = {name: FactValue(Fraction(low[name]), Fraction(high[name])) for name in FACTS}
    result = marked(scheme, spans)
    assert result.bounds is not None
    for values in (low, high, one, other):
        assert result.bounds.least <= total(scheme, values) <= result.bounds.greatest
