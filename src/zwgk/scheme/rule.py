"""What a rule kind is (评分规则): a class whose fields are its parameters."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import ClassVar, TypeAlias

from pydantic import BaseModel, ConfigDict

from zwgk.errors import Text
from zwgk.facts import FactValue, Truth


class Part(StrEnum):
    """What a node adds to the total (部分): base points, bonus, penalty, or a veto."""

    BASE = "base"
    BONUS = "bonus"
    PENALTY = "penalty"
    VETO = "veto"


class End(StrEnum):
    """Which end of the possible totals is asked for (取值端): the least or the most."""

    LEAST = "least"
    MOST = "most"


class HitKind(StrEnum):
    """Kind of a ledger entry (分项类别)."""

    LOSS = "loss"
    BONUS = "bonus"
    PENALTY = "penalty"
    CAP = "cap"
    FLOOR = "floor"
    NA = "na"
    CONVERSION = "conversion"
    ROUNDING = "rounding"
    VETO = "veto"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Leaf:
    """The indicator a rule judges (末级指标): its id, its points and the part it stands in."""

    id: str
    points: Fraction
    part: Part = Part.BASE


@dataclass(frozen=True, slots=True)
class Hit:
    """One signed change of points (得失分), with its reason and the records it rests on."""

    points: Fraction
    kind: HitKind
    reason: Text
    records: tuple[str, ...] = ()


Facts: TypeAlias = Mapping[str, FactValue]
Fault: TypeAlias = tuple[tuple[str | int, ...], Text, Text | None]


class RuleKind(BaseModel, ABC):
    """A way of turning facts into points (评分规则类型).

    Subclass it, name it in ``kind``, declare the parameters as fields, and implement
    ``needs`` and ``judge``. A base leaf starts with all its points, a bonus or penalty leaf
    with none; hits are added to that. A veto leaf needs ``fires`` too. ``parts`` says in which
    other parts the kind makes sense.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    kind: ClassVar[str]
    parts: ClassVar[frozenset[Part]] = frozenset({Part.BASE, Part.BONUS, Part.PENALTY})
    takes: ClassVar[bool] = False
    """Whether it takes points bit by bit, and gives back what a limit absorbs (逐次扣分)."""

    @abstractmethod
    def needs(self) -> frozenset[str]:
        """The ids of the facts that the rule reads."""

    @abstractmethod
    def judge(self, leaf: Leaf, facts: Facts, end: End) -> list[Hit]:
        """The changes of points at one end of what is possible (评判)."""

    def direction(self, fact: str, part: Part = Part.BASE) -> int:
        """Whether a greater value of the fact never lowers (1) or never raises (-1) the points.

        The points are signed, so in a penalty more taken is less; in a veto it says whether a
        greater value makes it fire. 0 says neither; the bounds of a total are then only an
        enclosure where several leaves share the fact.
        """
        del fact, part
        return 0

    def counts(self) -> frozenset[str]:
        """The facts whose records are charged one by one (逐条计分的取值), for ``once``."""
        return frozenset()

    def endless(self, facts: Facts) -> bool:
        """Whether what may be taken has no known end (扣分无上限), for ``overflow``."""
        del facts
        return False

    def reaches_ends(self, facts: Facts) -> bool:
        """Whether some completion of the unknown facts reaches each end that ``judge`` gives."""
        del facts
        return True

    def applicable(self, facts: Facts) -> Truth:
        """Whether the leaf applies: not where a fact it needs is a share over nothing."""
        answer = Truth.YES
        for name in sorted(self.needs()):
            answer = answer & facts[name].applicable
        return answer

    def fires(self, facts: Facts) -> Truth:
        """Whether a veto leaf with this rule fires (是否触发一票否决)."""
        del facts
        raise NotImplementedError(f"rule kind '{self.kind}' cannot be a veto")

    def faults(self, points: Fraction | None) -> Iterator[Fault]:
        """Faults that show only together with the points of the leaf (参数与分值不合)."""
        del points
        return iter(())

    def misplaced(self, part: Part) -> Iterator[Fault]:
        """Parameters that make no sense in a part (参数不能用于该部分)."""
        del part
        return iter(())


def names_of(needs: object) -> frozenset[str]:
    """The facts that a rule named (所需取值): a set of ids, as ``needs`` promises.

    Raises:
        TypeError: for anything else.
    """
    if not isinstance(needs, (set, frozenset)) or not all(isinstance(one, str) for one in needs):
        raise TypeError(f"needs() gave a {type(needs).__name__}, not a set of fact ids")
    return frozenset(needs)


def raised_text(cause: BaseException) -> str:
    """What a stranger's code raised, in words (出错说明), also where its own words fail."""
    name = type(cause).__name__
    try:
        return f"{name}: {cause}"
    except Exception:  # noqa: BLE001  # a stranger's exception may raise anything
        return f"{name}: <{name}>"


def can_veto(kind: type[RuleKind]) -> bool:
    """Whether a rule kind may stand in a veto."""
    return kind.fires is not RuleKind.fires


def number_text(value: Fraction | None) -> str:
    """A number for people (数字): decimal where it ends, else a fraction.

    >>> number_text(Fraction(5, 2)), number_text(Fraction(1, 3)), number_text(None)
    ('2.5', '1/3', '不限')
    """
    if value is None:
        return "不限"
    numerator, denominator = value.numerator, value.denominator
    if denominator == 1:
        return str(numerator)
    places, rest = 0, denominator
    while rest % 10 == 0:
        rest //= 10
        places += 1
    twos = fives = 0
    while rest % 2 == 0:
        rest //= 2
        twos += 1
    while rest % 5 == 0:
        rest //= 5
        fives += 1
    if rest != 1:
        return f"{numerator}/{denominator}"
    places += max(twos, fives)
    scaled = abs(numerator) * 10**places // denominator
    digits = str(scaled).rjust(places + 1, "0")
    sign = "-" if numerator < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}"


def percent_text(value: Fraction) -> str:
    """A share in percent with two decimals, half up; exact ones without zeros behind.

    >>> percent_text(Fraction(1, 2)), percent_text(Fraction(96, 37286))
    ('50%', '0.26%')
    """
    hundredths = (value * 20000 + 1) // 2
    return f"{number_text(Fraction(hundredths, 100))}%"
