"""What is settled (已定分): base points that are known, and of how many, in points of the total."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from zwgk.facts import FactValue
from zwgk.scheme import KINDS, declared_fact, read_scheme
from zwgk.scoring import score
from zwgk.source import parse_yaml

HEAD = 'format: 1\nid: sheet\nversion: "1"\ntitle: 示例\nsource: 示例（虚构）\n'


def settled(body: str, **given: int) -> Any:
    known: dict[str, Any] = {kind.kind: kind for kind in KINDS}
    scheme = read_scheme(parse_yaml(HEAD + body, "sheet.yaml"), known, {})
    facts = {declared_fact(name): FactValue.exactly(Fraction(one)) for name, one in given.items()}
    found = score(scheme, facts, facts, {})
    return Fraction(found.settled.points), Fraction(found.settled.of), found.completeness


def test_what_is_converted_on_the_way_counts_converted() -> None:
    """A group of 50 brings 20: 15 of its 30 are 6 of 12, beside 60 of 80; 8 of 100 are open."""
    body = """\
full: 100
indicators:
  - id: g
    title: 组
    convert: 20
    parts:
      - {id: x, title: 甲, points: 30, rule: {kind: declared}}
      - {id: y, title: 乙, points: 20, rule: {kind: declared}}
  - {id: z, title: 丙, points: 80, rule: {kind: declared}}
"""
    assert settled(body, x=15, z=60) == (66, 92, Fraction(92, 100))
    assert settled(body, x=15, y=20, z=60) == (74, 100, 1)


def test_a_total_that_is_converted_stays_in_the_points_of_the_sheet() -> None:
    body = """\
full: 50
convert: 100
indicators:
  - {id: x, title: 甲, points: 30, rule: {kind: declared}}
  - {id: y, title: 乙, points: 20, rule: {kind: declared}}
"""
    assert settled(body, x=15) == (15, 30, Fraction(3, 5))


def test_what_is_weighted_counts_by_its_weight() -> None:
    """40 % of a group of 50 in a total of 100: one of its points is 0.8 of the total."""
    body = """\
full: 100
indicators:
  - id: g
    title: 组
    points: 50
    weight: 40
    parts:
      - {id: x, title: 甲, points: 30, rule: {kind: declared}}
      - {id: y, title: 乙, points: 20, rule: {kind: declared}}
  - {id: z, title: 丙, points: 100, weight: 60, rule: {kind: declared}}
"""
    assert settled(body, x=15, z=50) == (12 + 30, 24 + 60, Fraction(84, 100))
