"""Binding the keys of leaves (末级指标要求的绑定): whom a leaf follows, which facts they imply."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from zwgk.errors import Text
from zwgk.facts import Query
from zwgk.scheme.document import Document, Node
from zwgk.scheme.rule import Part
from zwgk.source import did_you_mean

Path: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """A node of a document, where it stands, and in which part (文档中的指标)."""

    node: Node
    path: Path
    part: Part


def spots(document: Document) -> dict[str, Spot]:
    """Every node of a document by its id, the first of several (按编号)."""
    found: dict[str, Spot] = {}
    for index, node in enumerate(document.indicators):
        for spot in _below(node, ("indicators", index), Part.BASE):
            found.setdefault(spot.node.id, spot)
    return found


def _below(node: Node, path: Path, above: Part) -> Iterator[Spot]:
    part = node.part or above
    yield Spot(node, path, part)
    for index, child in enumerate(node.parts):
        yield from _below(child, (*path, "parts", index), part)


def implied_facts(document: Document) -> dict[str, Query]:
    """The facts that the evidence of the leaves implies (佐证所需取值), by id."""
    found: dict[str, Query] = {}
    for spot in spots(document).values():
        if spot.node.evidence is not None:
            found |= spot.node.evidence.queries()
    return found


def follow_fault(
    node: Node, part: Part, target: Spot | None, known: Sequence[str]
) -> tuple[Text, Text]:
    """Why a leaf cannot follow another (连带指标检查): what, and the mend."""
    name = node.share_of or ""
    if target is None:
        return Text(f"没有指标“{name}”", f"no indicator '{name}'"), did_you_mean(name, known)
    if target.node.rule is None or target.node.points is None:
        return (
            Text(f"“{name}”没有自己的规则和分值", f"'{name}' has no rule and points of its own"),
            Text("写一个有规则的末级指标", "name a leaf with a rule"),
        )
    return (
        Text(f"“{name}”属于 {target.part} 部分，不是 {part}", f"'{name}' is in {target.part}"),
        Text("两者须在同一部分", "both stand in one part"),
    )


def can_follow(part: Part, target: Spot | None) -> bool:
    """Whether a leaf of a part can follow another (能否连带)."""
    return (
        target is not None
        and target.node.rule is not None
        and target.node.points is not None
        and target.part is part
        and part is not Part.VETO
    )
