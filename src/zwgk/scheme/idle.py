"""Rules that cannot do what they say (不起作用的规则): they bind, and never act or always do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from zwgk.errors import Text
from zwgk.facts import Share
from zwgk.scheme.bound import ZERO, Path, Placed
from zwgk.scheme.counted import Limited
from zwgk.scheme.document import Document
from zwgk.scheme.measured import Steps
from zwgk.scheme.reached import Reaching
from zwgk.scheme.rule import Part, RuleKind, number_text

Found = Iterator[tuple[Path, Text, Text]]


def idle(placed: Sequence[Placed]) -> Found:
    """Parameters of rules that never act (不起作用的参数)."""
    for node, path in placed:
        rule = node.rule
        if isinstance(rule, Reaching) and rule.at_least <= 0:
            yield (
                (*path, "rule", "at_least"),
                Text("0 也算达到，规则不起作用", "nothing at all reaches it: the rule is idle"),
                Text("写 1 以上的数，或删去 at_least", "write 1 or more, or leave it out"),
            )
        if isinstance(rule, Limited) and rule.floor != "none" and node.part is Part.BASE:
            yield from _limited(rule, Fraction(rule.floor), node.points or ZERO, path)


def _limited(rule: Limited, floor: Fraction, points: Fraction, path: Path) -> Found:
    shown = number_text(points)
    if rule.cap is not None and Fraction(rule.cap) > points > 0:
        yield (
            (*path, "rule", "cap"),
            Text(
                f"最多扣 {rule.cap} 分，高于分值 {shown}",
                f"it may take {rule.cap}, more than the {shown} there are",
            ),
            Text(
                "核对原文的上限；可扣到负分的写 floor: none",
                "check the limit; what may go below zero is floor: none",
            ),
        )
    if floor == points > 0:
        yield (
            (*path, "rule", "floor"),
            Text(f"保底 {shown} 分，等于分值，不会扣分", f"all {shown} are kept: nothing is taken"),
            Text("floor 是扣分后至少保留的分", "the floor is what is kept at least"),
        )


def beyond_one(document: Document, placed: Sequence[Placed]) -> Found:
    """Shares that are held against per cents without their sign (漏写百分号)."""
    shares = {name: one for name, one in document.facts.items() if isinstance(one, Share)}
    for node, path in placed:
        rule = node.rule
        asked = rule.needs() & shares.keys() if rule is not None else frozenset()
        if rule is None or not asked or asked != rule.needs():
            continue
        title = shares[min(asked)].title
        for step, number in _lines(rule):
            if number > 1:
                called, given = title.zh if title else min(asked), number_text(number)
                yield (
                    (*path, "rule", *step),
                    Text(
                        f"“{called}”是占比，不超过 1，此处写 {given}",
                        f"'{min(asked)}' is a share, 1 at most, and is held against {given}",
                    ),
                    Text(f"百分数写作 {given}%", f"of a hundred is {given}%"),
                )


def _lines(rule: RuleKind) -> Iterator[tuple[Path, Fraction]]:
    """The numbers that a rule holds its fact against, and where they stand."""
    if isinstance(rule, Steps):
        for index, step in enumerate(rule.steps):
            for key in ("at_least", "at_most"):
                if (number := getattr(step, key)) is not None:
                    yield ("steps", index, key), Fraction(number)
    for key in ("target", "at_least"):
        if key in rule.model_fields_set:
            yield (key,), Fraction(getattr(rule, key))
