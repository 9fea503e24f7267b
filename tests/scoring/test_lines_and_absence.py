"""Fail lines, vetoes and what does not apply, where they meet: every value worked out by hand."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from zwgk import InvalidInput
from zwgk.facts import FactValue, Truth
from zwgk.scheme import KINDS, Scheme, read_scheme
from zwgk.scoring import Score, score
from zwgk.source import Source, parse_yaml

KINDS_BY_NAME = {kind.kind: kind for kind in KINDS}
HEAD = """
format: 1
id: sheet
version: "1"
title: 示例
source: 示例（虚构）
facts: {got: {count: found}, here: {count: found}, other: {count: found}}
grades: [{id: pass, title: 合格, from: 5}, {id: poor, title: 不合格}]
"""


def bound(text: str) -> Scheme:
    source: Source = parse_yaml(HEAD + text, "sheet.yaml")
    return read_scheme(source, KINDS_BY_NAME, {"found": frozenset()})


def scored(scheme: Scheme, **ends: tuple[int, int]) -> Score:
    facts = {
        name: FactValue(Fraction(low), Fraction(high))
        for name, (low, high) in {"got": (0, 0), "here": (1, 1), "other": (0, 0), **ends}.items()
    }
    return score(scheme, facts, facts, {})


def added_up(result: Score) -> list[Fraction]:
    assert result.full is not None
    both = [result.ledger] if result.ledgers is None else [*_both(result)]
    return [
        Fraction(result.full) + sum((Fraction(entry.amount) for entry in ledger or ()), Fraction(0))
        for ledger in both
    ]


def _both(result: Score) -> tuple[Any, Any]:
    assert result.ledgers is not None
    return result.ledgers.least, result.ledgers.greatest


# A group that does not apply has a part with a fail line: what is not owed cannot fail the whole.
GROUP = """
full: 20
indicators:
  - id: group
    title: 窗口
    points: 10
    applies: here
    na: zero
    parts:
      - id: part
        title: 甲
        points: 10
        fail_below: {below: 6, effect: zero}
        rule: {kind: credit, per: got, each: 5}
  - {id: rest, title: 乙, points: 10, rule: {kind: credit, per: other, each: 10}}
"""


def test_a_line_below_what_does_not_apply_never_fires() -> None:
    scheme = bound(GROUP)
    # It applies, 5 of 10 is below 6: zero. It does not apply: 0 of the group and 10 of the rest.
    there = scored(scheme, got=(1, 1), other=(1, 1))
    assert there.total == 0
    assert [one.fired for one in there.vetoes] == [Truth.YES]
    away = scored(scheme, got=(1, 1), other=(1, 1), here=(0, 0))
    assert away.total == 10
    assert [one.fired for one in away.vetoes] == [Truth.NO]
    # Not known whether: 0 or 10, and the ends reach no further than to 5 + 10.
    open_ = scored(scheme, got=(1, 1), other=(1, 1), here=(0, 1))
    assert open_.bounds is not None
    assert open_.bounds.least == 0
    assert 10 <= open_.bounds.greatest <= 15
    assert open_.bounds.exact is (open_.bounds.greatest == 10)
    assert [one.fired for one in open_.vetoes] == [Truth.MAYBE]


# The line is on what may not apply. It does: 5 < 6, so 3. It does not: 0 + 10 = 10.
OWN = """
full: 20
indicators:
  - id: group
    title: 窗口
    points: 10
    applies: here
    na: zero
    fail_below: {below: 6, effect: {fixed: 3}}
    rule: {kind: credit, per: got, each: 5}
  - {id: rest, title: 乙, points: 10, rule: {kind: credit, per: other, each: 10}}
"""


def test_ends_are_called_exact_only_where_they_are_reached() -> None:
    bounds = scored(bound(OWN), got=(1, 1), other=(1, 1), here=(0, 1)).bounds
    assert bounds is not None
    assert bounds.least <= 3
    assert bounds.greatest >= 10
    assert bounds.exact is (bounds.least == 3 and bounds.greatest == 10)


def test_the_ledger_adds_up_where_a_converted_whole_may_not_apply() -> None:
    scheme = bound("""
full: 40
convert: 100
indicators:
  - {id: all, title: 甲, points: 40, applies: here, na: drop,
     rule: {kind: credit, per: got, each: 10}}
""")
    # It applies: 10 of 40 is 25 of 100. It does not: nothing is scored, so nothing is excluded.
    result = scored(scheme, got=(1, 1), here=(0, 1))
    assert result.bounds is not None
    assert result.bounds.least <= 25 <= result.bounds.greatest
    assert added_up(result) == [result.bounds.least, result.bounds.greatest]


PLACES = """
full: 20
places: 0
indicators:
  - {{id: a, title: 甲, points: 20, places: 1, rule: {{kind: credit, per: got, each: 1}}}}
  - {{id: v, title: 否决, part: veto, why: 示例, effect: {effect},
     rule: {{kind: present, fact: here}}{scope}}}
"""


@pytest.mark.parametrize(
    ("effect", "scope", "said"),
    [
        ("{fixed: 1.5}", "", "fixed 1.5"),
        ("{ceiling: 1.5}", "", "ceiling 1.5"),
        ("{fixed: 1.25}", ", scope: a", "fixed 1.25"),
    ],
)
def test_forced_points_have_no_more_places_than_what_they_are_forced_on(
    effect: str, scope: str, said: str
) -> None:
    with pytest.raises(InvalidInput, match="小数") as caught:
        bound(PLACES.format(effect=effect, scope=scope))
    (problem,) = caught.value.problems
    assert said in problem.what.zh
    assert problem.place.path == "v.effect"


def test_forced_points_of_as_many_places_are_right() -> None:
    result = scored(bound(PLACES.format(effect="{fixed: 1.5}", scope=", scope: a")))
    assert result.total == 2  # 1.5 of a, rounded to whole points
    assert added_up(result) == [2]


def test_what_may_turn_out_unscored_has_no_grade_and_no_exact_ends() -> None:
    scheme = bound("""
full: 4
indicators:
  - {id: all, title: 甲, points: 4, applies: here, na: drop,
     rule: {kind: credit, per: got, each: 1}}
""")
    # It applies: 1 of 4, which is poor. It does not: no score, so no grade either.
    result = scored(scheme, got=(1, 1), here=(0, 1))
    assert (result.total, result.grade) == (None, None)
    assert result.bounds is not None
    assert not result.bounds.exact
    assert scored(scheme, got=(1, 1)).grade == "poor"
    assert scored(scheme, got=(1, 1), here=(0, 0)).reason is not None


def test_what_a_part_drops_is_settled_where_the_maximum_is_converted() -> None:
    scheme = bound("""
full: 30
convert: 100
indicators:
  - {id: rest, title: 甲, points: 10, rule: {kind: credit, per: got, each: 5}}
  - id: group
    title: 乙
    points: 20
    na: zero
    parts:
      - {id: g1, title: 丙, points: 10, applies: here, na: scale,
         rule: {kind: credit, per: got, each: 1}}
      - {id: g2, title: 丁, points: 10, applies: other, na: drop,
         rule: {kind: deduct, per: got, each: 5}}
      - {id: g3, title: 戊, part: penalty, points: 3, rule: {kind: present, fact: got}}
""")
    # rest 10, g1 2 of 10, g2 0 of 10, g3 -3. Of 100:
    by_hand = {
        (1, 1): "30.00",  # 10 + 2 + 0 - 3 of 30
        (1, 0): "45.00",  # 10 + 2 - 3 of 20
        (0, 1): "23.33",  # g2 for both: 10 + 0 - 3 of 30
        (0, 0): "33.33",  # the group does not apply: 10 + 0 of 30
    }
    for (here, other), total in by_hand.items():
        known = scored(scheme, got=(2, 2), here=(here, here), other=(other, other))
        assert str(known.total) == total
    bounds = scored(scheme, got=(2, 2), here=(0, 1), other=(0, 1)).bounds
    assert bounds is not None
    assert (str(bounds.least), str(bounds.greatest)) == ("23.33", "45.00")


def test_a_fixed_score_lifts_what_another_veto_took() -> None:
    scheme = bound("""
full: 20
indicators:
  - {id: a, title: 甲, points: 20, rule: {kind: credit, per: here, each: 20}}
  - {id: p, title: 扣, part: penalty, points: 6, rule: {kind: deduct, per: got, each: 3}}
  - {id: v, title: 单项, part: veto, why: 示例, rule: {kind: present, fact: got, at_least: 3},
     effect: {fixed: 5}, scope: a}
  - {id: w, title: 整体, part: veto, why: 示例, rule: {kind: present, fact: got, at_least: 3},
     effect: {fixed: 5}}
""")
    # got 1: 20 - 3. got 2: 20 - 6. got 3 and more: 5 - 6 for the veto of a, then 5 as a whole.
    bounds = scored(scheme, got=(1, 5)).bounds
    assert bounds is not None
    assert (str(bounds.least), str(bounds.greatest), bounds.exact) == ("5.00", "17.00", True)
