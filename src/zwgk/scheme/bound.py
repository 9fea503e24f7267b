"""A scheme that can be scored (已绑定的方案): rule kinds found, parameters checked, sums agreed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TypeAlias

from zwgk.errors import Problem, Text
from zwgk.facts import FactValue, Known, Query
from zwgk.scheme.document import Conversion, Document, Need
from zwgk.scheme.effects import Effect, Fail, Gate
from zwgk.scheme.leaf_keys import PLAIN, Charging
from zwgk.scheme.policy import Lacking
from zwgk.scheme.rule import Part, RuleKind
from zwgk.source import Source

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Indicator:
    """A node of a bound scheme (指标): exact points, its rule as an object, its children.

    ``asks`` are the facts of its rule, asked for once, when the scheme was bound. ``raw`` are the
    base points that it or its parts have, before they are converted; ``worth`` what all of it is
    worth in the node above. ``instead`` are its parts on other sheets, for those that take their
    siblings' points from one.
    """

    id: str
    title: Text
    points: Fraction | None
    part: Part
    children: tuple[Indicator, ...] = ()
    rule: RuleKind | None = None
    needs: tuple[Need, ...] = ()
    weight: Fraction | None = None
    convert: Fraction | None = None
    convert_bonus: Conversion = "after"
    cap: Fraction | None = None
    gate: Gate | None = None
    effect: Effect | None = None
    scope: str | None = None
    why: Text | None = None
    fail: Fail | None = None
    applies: str | None = None
    na: Lacking | None = None
    unscored: bool = False
    places: int | None = None
    citation: str = ""
    verified: bool = True
    note: str = ""
    asks: frozenset[str] = frozenset()
    charging: Charging = PLAIN
    raw: Fraction = ZERO
    worth: Fraction = ZERO
    instead: Mapping[str, tuple[Indicator, ...]] = field(default_factory=dict)

    @property
    def is_leaf(self) -> bool:
        """Whether the node has no parts."""
        return not self.children

    @property
    def counts(self) -> bool:
        """Whether it has base points that count in the node above (计入基础分)."""
        return self.part is Part.BASE and not self.unscored

    @property
    def brings(self) -> Fraction:
        """Its base points as the node itself has them (基础分), after its conversion."""
        if not self.counts:
            return ZERO
        return self.raw if self.convert is None else self.convert

    def walk(self) -> Iterator[Indicator]:
        """The node and everything below it, from the top."""
        yield self
        for child in self.children:
            yield from child.walk()

    def facts(self) -> frozenset[str]:
        """The facts that the node itself reads: for points, for its state, whether it applies."""
        applies = frozenset() if self.applies is None else frozenset({self.applies})
        return self.asks | applies | {need.fact for need in self.needs}


Path: TypeAlias = tuple[str | int, ...]
Placed: TypeAlias = tuple[Indicator, Path]
Provider: TypeAlias = Callable[[Known], FactValue]


def base_points(node: Indicator) -> Fraction:
    """The base points that a node brings (基础分): its own, else those of its parts."""
    return node.brings


def summed(node: Indicator) -> Indicator:
    """The node with what it and each part is worth (分值归集); its parts were summed before."""
    children = tuple(_valued(child, node.points) for child in node.children)
    raw = node.points
    if raw is None:
        raw = sum((child.worth for child in children), ZERO)
    return replace(node, children=children, raw=raw)


def _valued(child: Indicator, above: Fraction | None) -> Indicator:
    worth = child.brings
    if child.weight is not None and child.counts:
        worth = child.weight / 100 * (child.brings if above is None else above)
    return replace(child, worth=worth) if worth else child


@dataclass(frozen=True, slots=True)
class Scheme:
    """A bound assessment scheme (考核方案).

    ``root`` is the whole of it as one node. ``sheets`` are those for classes of units, by
    profile; the scheme itself then holds the indicators of all of them, and ``profile`` is None.
    ``providers`` are the facts that plugins give by code, for those that it needs.
    """

    document: Document
    root: Indicator
    queries: Mapping[str, Query]
    source: Source = field(repr=False, compare=False)
    warnings: tuple[Problem, ...] = field(default=(), compare=False)
    providers: Mapping[str, Provider] = field(default_factory=dict, repr=False, compare=False)
    profile: str | None = None
    sheets: Mapping[str, Scheme] = field(default_factory=dict, repr=False, compare=False)

    @property
    def id(self) -> str:
        """The scheme's id."""
        return self.document.id

    @property
    def version(self) -> str:
        """The scheme's version."""
        return self.document.version

    @property
    def title(self) -> Text:
        """The scheme's title."""
        return self.document.title

    @property
    def scored(self) -> bool:
        """Whether the source gives points at all."""
        return self.document.scored

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """The topmost indicators."""
        return self.root.children

    @property
    def full(self) -> Fraction | None:
        """The total of the base points, or None in a scheme without points."""
        return self.root.points

    def walk(self) -> Iterator[Indicator]:
        """Every indicator, from the top."""
        for node in self.indicators:
            yield from node.walk()

    def indicator(self, name: str) -> Indicator | None:
        """The indicator of that id, or None."""
        return next((node for node in self.walk() if node.id == name), None)

    def needs(self) -> frozenset[str]:
        """The facts that the scheme reads (所需取值)."""
        return frozenset().union(*(node.facts() for node in self.walk()))

    def sheet_of(self, kind: str, level: str | None) -> Scheme | None:
        """The sheet for a unit of that kind and level (适用的分类表), None where there is none.

        A scheme without profiles is the sheet of every unit.
        """
        if not self.sheets:
            return self
        for name, profile in self.document.profiles.items():
            if profile.unit.holds(kind, level):
                return self.sheets[name]
        return None
