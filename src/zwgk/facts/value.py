"""What a fact may be (指标取值): the least and the most it can be, and the records behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from zwgk.errors import Text

__all__ = ["FactValue", "Support", "Truth"]


class Truth(StrEnum):
    """A statement is true, false, or not known (真、假、不详)."""

    YES = "yes"
    NO = "no"
    MAYBE = "maybe"

    def __and__(self, other: Truth) -> Truth:
        if Truth.NO in (self, other):
            return Truth.NO
        return Truth.YES if self is other is Truth.YES else Truth.MAYBE

    def __invert__(self) -> Truth:
        return {Truth.YES: Truth.NO, Truth.NO: Truth.YES}.get(self, Truth.MAYBE)

    @classmethod
    def of(cls, value: bool | None) -> Truth:
        """The truth of a yes, a no, or nothing known."""
        return cls.MAYBE if value is None else cls.YES if value else cls.NO


@dataclass(frozen=True, slots=True, order=True)
class Support:
    """A record that counts in a fact (取值所依据的记录), for how much, surely or possibly.

    ``subject`` is what a duty is about; several duties may be about one thing.
    """

    day: date
    record: str
    amount: Fraction = Fraction(1)
    certain: bool = True
    subject: str = ""

    @property
    def about(self) -> str:
        """What it is about (所指事项), the same for all that is known of one thing."""
        return self.subject or self.record


@dataclass(frozen=True, slots=True)
class FactValue:
    """The value of a fact (指标取值): ``least`` to ``most``, equal where it is known.

    ``least`` and ``most`` are None where there is no such end. Yes and no are 1 and 0, marked
    ``yes_no``. A text or a date stands in ``words``; ``stated`` says that it surely is that
    text, and no number. ``applicable`` is NO for a share over nothing. ``because`` tells why the
    value is not known, ``title`` what people call it.
    """

    least: Fraction | None
    most: Fraction | None
    support: tuple[Support, ...] = ()
    applicable: Truth = Truth.YES
    words: str | None = None
    because: Text | None = None
    percent: bool = False
    yes_no: bool = False
    title: Text | None = None
    stated: bool = False

    @property
    def known(self) -> bool:
        """Whether exactly one value is possible, or it surely does not apply."""
        if self.applicable is Truth.NO:
            return True
        return self.applicable is Truth.YES and self.least is not None and self.least == self.most

    def at_least(self, bound: Fraction) -> Truth:
        """Whether the value reaches a bound, as far as it is known."""
        if self.least is not None and self.least >= bound:
            return Truth.YES
        return Truth.NO if self.most is not None and self.most < bound else Truth.MAYBE

    def at_most(self, bound: Fraction) -> Truth:
        """Whether the value keeps below or at a bound, as far as it is known."""
        if self.most is not None and self.most <= bound:
            return Truth.YES
        return Truth.NO if self.least is not None and self.least > bound else Truth.MAYBE

    @classmethod
    def unknown(cls, because: Text) -> FactValue:
        """A value of which nothing is known: it may as well lie below zero."""
        return cls(None, None, because=because)

    @classmethod
    def exactly(cls, value: Fraction | int, support: tuple[Support, ...] = ()) -> FactValue:
        """A value that is known."""
        return cls(Fraction(value), Fraction(value), support)
