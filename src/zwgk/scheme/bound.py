"""A scheme that can be scored (已绑定的方案): rule kinds found, parameters checked, sums agreed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeAlias

from zwgk.errors import Problem, Text
from zwgk.facts import FactValue, Known, Query
from zwgk.scheme.document import Document, Need
from zwgk.scheme.effects import Effect, Gate
from zwgk.scheme.leaf_keys import PLAIN, Charging
from zwgk.scheme.rule import Part, RuleKind
from zwgk.source import Source


@dataclass(frozen=True, slots=True)
class Indicator:
    """A node of a bound scheme (指标): exact points, its rule as an object, its children.

    ``asks`` are the facts of its rule, asked for once, when the scheme was bound.
    """

    id: str
    title: Text
    points: Fraction | None
    part: Part
    children: tuple[Indicator, ...] = ()
    rule: RuleKind | None = None
    needs: tuple[Need, ...] = ()
    cap: Fraction | None = None
    gate: Gate | None = None
    effect: Effect | None = None
    na: str | None = None
    places: int | None = None
    citation: str = ""
    note: str = ""
    asks: frozenset[str] = frozenset()
    charging: Charging = PLAIN

    @property
    def is_leaf(self) -> bool:
        """Whether the node has no parts."""
        return not self.children

    def walk(self) -> Iterator[Indicator]:
        """The node and everything below it, from the top."""
        yield self
        for child in self.children:
            yield from child.walk()

    def facts(self) -> frozenset[str]:
        """The facts that the node itself reads, for points or for its state."""
        return self.asks | {need.fact for need in self.needs}


Path: TypeAlias = tuple[str | int, ...]
Placed: TypeAlias = tuple[Indicator, Path]
Provider: TypeAlias = Callable[[Known], FactValue]


def base_points(node: Indicator) -> Fraction:
    """The base points that a node brings (基础分): its own, else those of its parts."""
    if node.part is not Part.BASE:
        return Fraction(0)
    if node.points is not None:
        return node.points
    return sum((base_points(child) for child in node.children), Fraction(0))


@dataclass(frozen=True, slots=True)
class Scheme:
    """A bound assessment scheme (考核方案).

    ``providers`` are the facts that plugins give by code, for those that it needs.
    """

    document: Document
    indicators: tuple[Indicator, ...]
    queries: Mapping[str, Query]
    source: Source = field(repr=False, compare=False)
    warnings: tuple[Problem, ...] = field(default=(), compare=False)
    providers: Mapping[str, Provider] = field(default_factory=dict, repr=False, compare=False)

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
    def full(self) -> Fraction | None:
        """The total of the base points, or None in a scheme without points."""
        return None if self.document.full is None else Fraction(self.document.full)

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
