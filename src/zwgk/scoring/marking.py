"""What one scoring of one unit works with (计分过程): charges, results, what it assumes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from zwgk.errors import Text
from zwgk.facts import FactValue, Truth
from zwgk.scheme import End, Hit, HitKind, Indicator, raised_text
from zwgk.scoring.charging import Views

ZERO = Fraction(0)
ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Charge:
    """A ledger entry before it is numbered (分项): the indicator it belongs to and the hit.

    ``factor`` turns its points into those of the node that is summed up, at last of the total.
    """

    indicator: str
    hit: Hit
    citation: str = ""
    factor: Fraction = ONE

    @property
    def amount(self) -> Fraction:
        """The signed change of the points that it is summed up into."""
        return self.hit.points * self.factor


def times(charges: tuple[Charge, ...], factor: Fraction) -> tuple[Charge, ...]:
    """The charges where they count by a factor (按系数折算)."""
    if factor == 1:
        return charges
    return tuple(replace(charge, factor=charge.factor * factor) for charge in charges)


def amounts(charges: Iterable[Charge]) -> Fraction:
    """What charges come to (合计)."""
    return sum((charge.amount for charge in charges), ZERO)


@dataclass(frozen=True, slots=True)
class Scored:
    """What a node got at one end (得分): its exact points after its own rounding, and why.

    Its base points and all ``charges`` add up to ``points``. ``whole`` says that its points were
    given to it as a whole, not worked out from its parts. ``gone`` is what was dropped from the
    base points below it, where nothing has been converted since. ``full`` are the points that a
    leaf was judged with, which on another sheet are others.
    """

    id: str
    points: Fraction
    charges: tuple[Charge, ...] = ()
    applicable: Truth = Truth.YES
    children: tuple[Scored, ...] = ()
    whole: bool = False
    gone: Fraction = ZERO
    full: Fraction | None = None

    def walk(self) -> Iterator[Scored]:
        """The result and those below it, from the top."""
        yield self
        for child in self.children:
            yield from child.walk()

    def charged(self, points: Fraction, *charges: Charge) -> Scored:
        """The same with other points, and the charges that make the difference."""
        return replace(self, points=points, charges=(*self.charges, *charges))

    def changed(self, node: Indicator, points: Fraction, kind: HitKind, why: Text) -> Scored:
        """The same with other points, and one entry for the difference, if there is any."""
        if points == self.points:
            return self
        hit = Hit(points - self.points, kind, why)
        return self.charged(points, Charge(node.id, hit, node.citation))


@dataclass(frozen=True, slots=True)
class Choice:
    """A node of which it is not known whether it applies, and who settles its points (缺项分支)."""

    node: str
    owner: str


@dataclass(slots=True)
class Marking:
    """One scoring of one unit (一次计分): its facts, what was scored, and rules that raised.

    A rule that raised is noted by indicator; its leaf then stays open at both ends. ``over`` is
    what a node could not bear, for those that overflow; ``judged`` what rules gave at both ends.
    ``choices`` are the nodes that may not apply, by the node that settles what becomes of their
    points; ``assumed`` what is taken for granted of them. ``scopes`` are the nodes with a veto or
    a fail line, by what it acts on, and ``fall`` tells which vetoes fire. ``loose``: something
    only encloses. ``lenient``: no veto has an effect.
    """

    root: Indicator
    facts: Mapping[str, FactValue]
    errors: dict[str, Text] = field(default_factory=dict)
    scored: dict[tuple[int, End], Scored] = field(default_factory=dict)
    views: Views = field(default_factory=Views)
    over: dict[tuple[str, End], Fraction | None] = field(default_factory=dict)
    judged: dict[tuple[str, Fraction], dict[End, Fraction]] = field(default_factory=dict)
    applies: dict[str, Truth] = field(default_factory=dict)
    choices: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)
    assumed: Mapping[str, Truth] = field(default_factory=dict)
    scopes: Mapping[str | None, tuple[Indicator, ...]] = field(default_factory=dict)
    fall: dict[str, Truth] = field(default_factory=dict)
    loose: set[str] = field(default_factory=set)
    lenient: bool = False
    nodes: dict[str, Indicator] = field(default_factory=dict)
    parents: dict[str, Indicator] = field(default_factory=dict)

    def open_at(self, name: str) -> list[Choice]:
        """What is to be settled at a node before it has points (待定缺项)."""
        return [one for one in self.choices.get(name, ()) if one.node not in self.assumed]

    def node(self, name: str) -> Indicator:
        """The indicator of that id, which a bound scheme is sure to have."""
        if not self.nodes:
            self.nodes.update((node.id, node) for node in self.root.walk())
        return self.nodes[name]

    def above(self, name: str) -> Iterator[Indicator]:
        """What an indicator is a part of (上级指标), the nearest first."""
        if not self.parents:
            self.parents.update(
                (child.id, node) for node in self.root.walk() for child in node.children
            )
        while name in self.parents:
            yield self.parents[name]
            name = self.parents[name].id

    def error(self, name: str, cause: BaseException) -> Text:
        """Note that the rule of an indicator raised, and how."""
        told = raised_text(cause)
        return self.errors.setdefault(name, Text(f"规则出错：{told}", f"the rule raised {told}"))

    def assuming(self, assumed: Mapping[str, Truth], stale: frozenset[int]) -> Marking:
        """The same scoring under an assumption; what it touches (``stale``) is scored anew."""
        return replace(
            self,
            assumed={**self.assumed, **assumed},
            scored={key: done for key, done in self.scored.items() if key[0] not in stale},
            over=dict(self.over),
        )

    def without_vetoes(self) -> Marking:
        """The same scoring as if no veto had an effect (不计否决)."""
        return replace(self, scored={}, over={}, lenient=True, loose=set())


def half_up(value: Fraction, places: int) -> Fraction:
    """Rounded half away from zero (四舍五入), exactly.

    >>> half_up(Fraction("80.005"), 2), half_up(Fraction("-0.5"), 0)
    (Fraction(8001, 100), Fraction(-1, 1))
    """
    scaled = abs(value) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Fraction(whole if value >= 0 else -whole, 10**places)


def to_decimal(value: Fraction, places: int) -> Decimal:
    """An exact fraction of so many places as a decimal that prints all of them.

    >>> to_decimal(Fraction(80), 2), to_decimal(Fraction(-1, 2), 1)
    (Decimal('80.00'), Decimal('-0.5'))
    """
    scaled = half_up(value, places) * 10**places
    return Decimal(f"{scaled.numerator}E-{places}")  # as text, no context rounds it


def results_by_id(results: Iterable[Scored]) -> dict[str, Scored]:
    """Results and all below them by indicator (按编号)."""
    return {below.id: below for result in results for below in result.walk()}
