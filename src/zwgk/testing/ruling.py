"""The contract of rule kinds (评分规则的约定), tried on facts known and not known."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from types import MappingProxyType
from typing import Any

from zwgk.errors import Text
from zwgk.facts import FactValue
from zwgk.scheme import End, Hit, Leaf, Part, RuleKind, raised_text

__all__ = ["rule_faults"]

Facts = Mapping[str, FactValue]

_NUMBERS = (Fraction(0), Fraction(1, 2), Fraction(1), Fraction(3), Fraction(100))
_MOST_TRIED = 400
_UNKNOWN = FactValue.unknown(Text("不详", "not known"))
_VALUES = (
    *map(FactValue.exactly, _NUMBERS),
    FactValue(Fraction(1, 2), Fraction(3)),
    FactValue(Fraction(1), None),
    _UNKNOWN,
)


class _Broken(Exception):
    """A finding on its way up, after which nothing more can be tried."""

    def __init__(self, words: Text) -> None:
        super().__init__(words.zh)
        self.words = words


def rule_faults(rule: RuleKind, leaf: Leaf) -> Iterator[Text]:
    """Where a rule breaks the contract of rule kinds (评分规则的约定), each told once.

    Its hits are hits with exact points, the same whenever it is asked; the least is never above
    the most; what is known better never widens the ends; a direction that it declares holds.
    """
    told: set[str] = set()
    for words in _faults(rule, leaf):
        if words.zh not in told:
            told.add(words.zh)
            yield words


def _faults(rule: RuleKind, leaf: Leaf) -> Iterator[Text]:
    try:
        names = sorted(rule.needs())
        for facts in _worlds(names):
            if leaf.part is Part.VETO:
                rule.fires(facts)
            else:
                yield from _faults_in(rule, leaf, facts)
    except _Broken as broken:
        yield broken.words
    except (Exception, SystemExit) as cause:  # noqa: BLE001  # a stranger's rule may raise anything
        words = raised_text(cause)
        yield Text(f"规则出错：{words}", f"the rule raised {words}")


def _worlds(names: Sequence[str]) -> Iterator[Facts]:
    """Facts known and unknown, in every combination or, of very many, in some."""
    chosen: Iterator[Sequence[FactValue]] = product(_VALUES, repeat=len(names))
    if len(_VALUES) ** len(names) > _MOST_TRIED:
        seeded = random.Random(" ".join(names))  # noqa: S311  # no secret
        chosen = (seeded.choices(_VALUES, k=len(names)) for _ in range(_MOST_TRIED))
    for values in chosen:
        yield MappingProxyType(dict(zip(names, values, strict=True)))


def _points(rule: RuleKind, leaf: Leaf, facts: Facts, end: End) -> Fraction:
    hits: Any = rule.judge(leaf, facts, end)
    if not isinstance(hits, list) or not all(isinstance(hit, Hit) for hit in hits):
        raise _Broken(Text("judge 给的不是 Hit 的列表", "judge gave no list of hits"))
    if not all(isinstance(hit.points, (int, Fraction)) for hit in hits):
        raise _Broken(
            Text(
                "得失分须是精确数（Fraction 或整数）",
                "points of a hit are exact numbers: Fraction or int",
            )
        )
    if rule.judge(leaf, facts, end) != hits:
        raise _Broken(Text("同样的取值问两次，答案不同", "asked twice, it answers differently"))
    return sum((Fraction(hit.points) for hit in hits), Fraction(0))


def _faults_in(rule: RuleKind, leaf: Leaf, facts: Facts) -> Iterator[Text]:
    least, most = (_points(rule, leaf, facts, end) for end in End)
    if least > most:
        yield Text("最低端的分高于最高端", "the least points are above the most")
    if all(value.known for value in facts.values()):
        if least != most:
            yield Text("取值都已知，两端仍不同", "all facts are known, yet the ends differ")
        yield from _directions(rule, leaf, facts, least)
    for name, value in facts.items():
        for number in _NUMBERS:
            if value.known or not _possible(value, number):
                continue
            known = MappingProxyType({**facts, name: FactValue.exactly(number)})
            low, high = (_points(rule, leaf, known, end) for end in End)
            if low < least or high > most:
                yield Text(
                    f"{name} 知道得更确切，得分范围反而超出原来的两端",
                    f"with {name} known better, the points leave the ends given before",
                )


def _possible(value: FactValue, number: Fraction) -> bool:
    above = value.least is None or value.least <= number
    return above and (value.most is None or number <= value.most)


def _directions(rule: RuleKind, leaf: Leaf, facts: Facts, points: Fraction) -> Iterator[Text]:
    """A declared direction that does not hold between one number and a greater one."""
    for name, value in facts.items():
        way = rule.direction(name, leaf.part)
        if way not in {-1, 0, 1}:
            raise _Broken(Text("direction 只能是 -1、0、1", "a direction is -1, 0 or 1"))
        for more in (
            number for number in _NUMBERS if value.least is not None and number > value.least
        ):
            raised = MappingProxyType({**facts, name: FactValue.exactly(more)})
            if (_points(rule, leaf, raised, End.LEAST) - points) * way < 0:
                yield Text(
                    f"声明的方向不成立：{name} 增大，得分反向变动",
                    f"the declared direction of {name} does not hold",
                )
