"""A rule that gives a part of the points for each state (分级得分)."""

from fractions import Fraction
from typing import ClassVar

from pydantic import Field

from zwgk.errors import Text
from zwgk.facts import FactValue, Truth
from zwgk.records import Id
from zwgk.scheme.portion import Portion
from zwgk.scheme.rule import End, Facts, Hit, Leaf, Part, RuleKind, percent_text
from zwgk.scheme.spans import ZERO, called, records_of, span_hits, span_text, turned

ONE = Fraction(1)
DONE, ABSENT = "done", "absent"


class Graded(RuleKind):
    """A part of the points by state (分级得分): done, only declared as none, absent.

    ``{kind: graded, fact: replies, states: {done: 1, none_declared: 60%, absent: 0}}``: what the
    evidence says, in those words, decides; evidence without a word is ``done``, none at all is
    ``absent``. Words that are no state stay open, or bring ``otherwise``.
    ``{kind: graded, states: {published: 1, said_none: 60%}, otherwise: 0}``: without ``fact`` the
    states are facts, and the first of them that is 1 or more decides.
    """

    kind: ClassVar[str] = "graded"

    fact: Id | None = None
    states: dict[str, Portion] = Field(min_length=1)
    otherwise: Portion | None = None

    def needs(self) -> frozenset[str]:
        """The fact, or the facts that are states."""
        return frozenset(self.states) if self.fact is None else frozenset({self.fact})

    def applicable(self, facts: Facts) -> Truth:
        """Unless the fact is a share over nothing; one of several states never decides that."""
        return Truth.YES if self.fact is None else facts[self.fact].applicable

    def direction(self, fact: str, part: Part = Part.BASE) -> int:
        """Of a state that is a fact: by what comes after it."""
        if self.fact is not None:
            return 0
        shares = [*self.states.values(), self.otherwise or 0]
        mine, *later = shares[list(self.states).index(fact) :]
        if all(mine >= other for other in later):
            return turned(1, part)
        return turned(-1, part) if all(mine <= other for other in later) else 0

    def judge(self, leaf: Leaf, facts: Facts, end: End) -> list[Hit]:
        """The parts of the points that the possible states bring."""
        shares = self._by_fact(facts) if self.fact is None else self._by_word(facts[self.fact])
        low, high = min(shares) * leaf.points, max(shares) * leaf.points
        if leaf.part is Part.PENALTY:
            low, high = -high, -low
        records = [record for name in sorted(self.needs()) for record in records_of(facts[name])]
        why = self._why(facts, shares)
        return span_hits(leaf, low, high, end, why, tuple(dict.fromkeys(records)))

    def _by_word(self, value: FactValue) -> set[Fraction]:
        """The parts that a text may bring: its state's, or all where it is not known."""
        word = self._word(value)
        if word in self.states:
            return {Fraction(self.states[word])}
        if word is not None and self.otherwise is not None:
            return {Fraction(self.otherwise)}
        if value.yes_no and {DONE, ABSENT} <= self.states.keys():
            return {Fraction(self.states[DONE]), Fraction(self.states[ABSENT])}
        every = {Fraction(share) for share in self.states.values()}
        return every if self.otherwise is None else every | {Fraction(self.otherwise)}

    def _word(self, value: FactValue) -> str | None:
        """The state that a value names, None where it is not known."""
        if value.stated:
            return value.words
        if value.at_least(ONE) is Truth.YES:
            return DONE
        return ABSENT if value.known and value.least == 0 else None

    def _by_fact(self, facts: Facts) -> set[Fraction]:
        """The parts that the first state to hold may bring."""
        found: set[Fraction] = set()
        for name, share in self.states.items():
            holds = facts[name].applicable & facts[name].at_least(ONE)
            if holds is not Truth.NO:
                found.add(Fraction(share))
            if holds is Truth.YES:
                return found
        return found | {Fraction(self.otherwise or ZERO)}

    def _why(self, facts: Facts, shares: set[Fraction]) -> Text:
        part = percent_text(min(shares))
        if len(shares) > 1:
            part = f"{part}–{percent_text(max(shares))}"
        names = [self.fact] if self.fact is not None else list(self.states)
        told_zh, told_en = [], []
        for name in names:
            value = facts[name]
            shown = value.words if value.stated and value.words else span_text(value)
            told_zh.append(f"{called(name, value).zh}为 {shown}")
            told_en.append(f"{called(name, value).of('en')} is {shown}")
        zh, en = "，".join(told_zh), ", ".join(told_en)
        return Text(f"{zh}，得 {part} 的分", f"{en}: {part} of the points")
