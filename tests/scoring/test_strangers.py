"""Rules of strangers: whatever they do, it is told at their leaf, and the other leaves stand."""

from __future__ import annotations

import sys
from collections.abc import Callable
from fractions import Fraction
from typing import Any, ClassVar

import pytest

from zwgk.errors import InvalidInput, Text
from zwgk.facts import FactValue
from zwgk.scheme import KINDS, End, Hit, HitKind, Leaf, RuleKind, Scheme, read_scheme
from zwgk.scoring import score
from zwgk.source import parse_yaml

SHEET = """\
format: 1
id: sheet
version: "1"
title: 示例
source: 示例（虚构）
full: 20
indicators:
  - {id: x, title: 甲, points: 10, rule: {kind: strange}}
  - {id: y, title: 乙, points: 10, rule: {kind: present, fact: a}}
"""


class Strange(RuleKind):
    """A rule whose judgement is made in a test."""

    kind: ClassVar[str] = "strange"
    named: ClassVar[Any] = frozenset({"a"})
    given: ClassVar[Callable[[Any], Any]]

    def needs(self) -> frozenset[str]:
        asked: frozenset[str] = type(self).named
        return asked

    def judge(self, leaf: Leaf, facts: Any, end: End) -> list[Hit]:
        del leaf, end
        hits: list[Hit] = type(self).given(facts)
        return hits


def bound(kind: type[RuleKind]) -> Scheme:
    kinds = {one.kind: one for one in (*KINDS, kind)}
    return read_scheme(parse_yaml(SHEET, "sheet.yaml"), kinds, {}, frozenset({"a"}))


def hit(**how: Any) -> Hit:
    made: dict[str, Any] = {"points": -1, "kind": HitKind.LOSS, "reason": Text("失"), **how}
    return Hit(**made)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (lambda _: [hit(reason="lost")], "TypeError: the reason is a str, no Text"),
        (lambda _: [hit(kind="strange")], "TypeError: 'strange' is no HitKind"),
        (lambda _: [hit(records="r1")], "TypeError: the records are no tuple of record ids"),
        (lambda _: [hit(records=(1,))], "TypeError: the records are no tuple of record ids"),
        (lambda _: [hit(points=-0.5)], "TypeError: -0.5 is not exact"),
        (lambda _: [-1], "TypeError: int is no Hit"),
        (lambda _: sys.exit(7), "SystemExit: 7"),
        (
            lambda facts: facts.update(a=FactValue.exactly(0)),
            "AttributeError: 'mappingproxy' object has no attribute 'update'",
        ),
    ],
)
def test_a_strange_judgement_leaves_its_leaf_open(
    given: Callable[[Any], Any], message: str
) -> None:
    kind = type("Made", (Strange,), {"given": staticmethod(given)})
    facts = {"a": FactValue.exactly(1)}
    result = score(bound(kind), facts, facts, {})
    # x may bring 0 to 10, y brings its 10
    assert result.bounds is not None
    assert (str(result.bounds.least), str(result.bounds.greatest)) == ("10.00", "20.00")
    error = next(one.error for one in result.indicators if one.id == "x")
    assert error is not None
    assert error.en == f"the rule raised {message}"
    assert facts == {"a": FactValue.exactly(1)}


@pytest.mark.parametrize("named", [["a"], "a", None, frozenset({1})])
def test_needs_of_another_type_are_told_when_the_scheme_is_bound(named: Any) -> None:
    kind = type("Named", (Strange,), {"named": named})
    with pytest.raises(InvalidInput) as caught:
        bound(kind)
    (problem,) = caught.value.problems
    shown = type(named).__name__
    assert str(problem.place) == "sheet.yaml:8:35 x.rule"
    assert problem.what.en == (
        f"rule kind 'strange' raised TypeError: needs() gave a {shown}, not a set of fact ids"
    )


def test_a_rule_that_exits_while_bound_is_told() -> None:
    class Exits(Strange):
        def needs(self) -> frozenset[str]:
            sys.exit(7)

    with pytest.raises(InvalidInput, match="SystemExit: 7"):
        bound(Exits)


VETO = """\
format: 1
id: sheet
version: "1"
title: 示例
source: 示例（虚构）
full: 10
indicators:
  - {id: x, title: 甲, points: 10, rule: {kind: declared}}
  - id: v
    title: 一票否决
    part: veto
    parts:
      - {id: v1, title: 事故, effect: zero, rule: {kind: present, fact: a}}
      - {id: v2, title: 通报, effect: {ceiling: 5}, rule: {kind: present, fact: b}}
"""


def test_vetoes_may_stand_together_under_one_heading() -> None:
    kinds = {one.kind: one for one in KINDS}
    scheme = read_scheme(parse_yaml(VETO, "sheet.yaml"), kinds, {}, frozenset({"a", "b"}))
    given = {"declared:x": FactValue.exactly(8)}
    for a, b, total in ((0, 0, "8.00"), (0, 1, "5.00"), (1, 1, "0.00")):
        facts = {"a": FactValue.exactly(a), "b": FactValue.exactly(b), **given}
        result = score(scheme, facts, facts, {"x": Fraction(8)})
        assert str(result.total) == total
        assert [one.state for one in result.indicators if one.part == "veto"] == [None] * 3
        assert [one.id for one in result.vetoes] == ["v1", "v2"]
