"""What only the whole document shows (整体检查): facts, ids, the total, grades, gates, vetoes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TypeAlias

from zwgk.errors import InvalidInput, Problem, Text
from zwgk.facts import Count, Query, Share
from zwgk.scheme.across import across_faults
from zwgk.scheme.asked import value_faults
from zwgk.scheme.bands import Band
from zwgk.scheme.bound import Indicator, Path, Placed, base_points
from zwgk.scheme.document import Document
from zwgk.scheme.rule import Part, can_veto, number_text
from zwgk.source import Source, did_you_mean

Tables: TypeAlias = Mapping[str, frozenset[str]]
Found: TypeAlias = Iterator[tuple[Path, Text, Text]]


@dataclass(frozen=True, slots=True)
class Whole:
    """A document whose nodes are bound (整体): every indicator with its path in the text."""

    document: Document
    source: Source
    nodes: tuple[Indicator, ...]
    placed: tuple[Placed, ...]
    facts: frozenset[str]

    def problems(self, tables: Tables) -> list[Problem]:
        """Every fault of the whole (整体问题)."""
        found = [
            *self._queries(tables),
            *self._valid(),
            *self._doubles(),
            *self._full(),
            *self._bands(),
            *self._vetoes(),
            *self._gates(),
            *across_faults(self.document.roll_up, frozenset(self.document.profiles)),
        ]
        told = [self.source.problem(path, what, hint) for path, what, hint in found]
        if self.document.identities:
            told += self._identities()
        return told

    def _identities(self) -> Sequence[Problem]:
        from zwgk.figures import read_identities  # noqa: PLC0415  # few schemes have identities

        try:
            read_identities(
                self.document.identities,
                places=lambda path: self.source.place(("identities", *path)),
            )
        except InvalidInput as cause:
            return cause.problems
        return ()

    def warnings(self) -> Iterator[Problem]:
        """What may be meant but seldom is (提醒).

        A gate on points that are not rounded; cases counted by outcome, whatever their limit.
        """
        yield from self._any_limit()
        for node, path in self.placed:
            target = node.gate and self._node(node.gate.node)
            if target and target.places is None:
                yield self.source.problem(
                    (*path, "gate", "node"),
                    Text(
                        f"节点“{target.id}”没有写 places，门槛按未取整的分值比较",
                        f"'{target.id}' has no places: the gate compares exact points",
                    ),
                    Text("写明保留几位小数", "say how it is rounded"),
                )

    def _any_limit(self) -> Iterator[Problem]:
        for name, query in self.document.facts.items():
            for step, count in _counts(query):
                kinds = count.where.get("kind")
                listed = kinds if isinstance(kinds, list) else [kinds]
                if (
                    count.count == "duties"
                    and count.per == "subject"
                    and "per" not in count.model_fields_set
                    and "outcome" in count.where
                    and "limit" not in count.where
                    and "complete" in listed
                ):
                    yield self.source.problem(
                        ("facts", name, *step, "where"),
                        Text(
                            "办件可有法定和承诺两个时限，此处没有写明按哪一个；"
                            "两个都有时以结果较差的为准",
                            "a case may have a statutory and a promised limit, and none is named; "
                            "where it has both, the worse outcome counts",
                        ),
                        Text(
                            "写 limit: promised 或 limit: statutory；"
                            "两者都要时写 limit: [statutory, promised]",
                            "write limit: promised or limit: statutory; "
                            "for both, limit: [statutory, promised]",
                        ),
                    )

    def _node(self, name: str) -> Indicator | None:
        return next((node for node, _ in self.placed if node.id == name), None)

    def _queries(self, tables: Tables) -> Found:
        see = Text("可用的表和字段见 docs/reference.md", "see docs/reference.md")
        for name, query in self.document.facts.items():
            for where, what in query.faults(tables):
                yield ("facts", name, *where), what, see
            for path, what, mend in value_faults(query, tables):
                yield ("facts", name, *path), what, mend
            for part in _named(query):
                here: Path = ("facts", name)
                if part not in self.document.facts:
                    words = Text(f"取值“{part}”无人提供", f"nobody gives the fact '{part}'")
                    yield here, words, did_you_mean(part, sorted(self.document.facts))
                elif isinstance(self.document.facts[part], Share):
                    words = Text(f"占比不能再引用占比“{part}”", f"a share of the share '{part}'")
                    yield here, words, Text("引用计数或数字", "name a count or a figure")

    def _valid(self) -> Found:
        valid = self.document.valid
        if valid and valid.start and valid.end and valid.end <= valid.start:
            yield (
                ("valid", "to"),
                Text(
                    f"有效期 to {valid.end} 不晚于 from {valid.start}",
                    f"valid to {valid.end} is not after from {valid.start}",
                ),
                Text("核对两个日期；to 为失效之日", "check both; to is the first day without it"),
            )

    def _doubles(self) -> Found:
        seen: set[str] = set()
        for node, path in self.placed:
            if node.id in seen:
                yield (
                    (*path, "id"),
                    Text(f"指标编号“{node.id}”重复", f"indicator '{node.id}' twice"),
                    Text("每个指标用一个编号", "give every indicator an id of its own"),
                )
            seen.add(node.id)

    def _full(self) -> Found:
        full = self.document.full
        if not self.document.scored:
            if full is not None:
                yield (
                    ("full",),
                    Text("scored: false 的方案不得有总分", "no points, so no total"),
                    Text("删去 full", "remove full"),
                )
            return
        if full is None:
            yield (
                (),
                Text("缺少总分 full", "full is missing"),
                Text(
                    "写出原文的总分；原文没有时写 scored: false",
                    "write the source's total, or scored: false where it has none",
                ),
            )
            return
        total = sum((base_points(node) for node in self.nodes), Fraction(0))
        if total != Fraction(full):
            yield (
                ("full",),
                Text(
                    f"基础分合计 {number_text(total)}，与总分 {full} 不符",
                    f"the base points add up to {number_text(total)}, not {full}",
                ),
                Text("核对各指标分值与总分", "check the points and the total"),
            )

    def _bands(self) -> Found:
        bands = self.document.grades
        if bands and not self.document.scored:
            yield (
                ("grades",),
                Text("没有总分，不能有等次", "no total, so no grades"),
                Text("删去 grades", "remove grades"),
            )
        seen: set[str] = set()
        for index, band in enumerate(bands):
            if band.id in seen:
                yield (
                    ("grades", index, "id"),
                    Text(f"等次编号“{band.id}”重复", f"grade '{band.id}' twice"),
                    Text("每个等次用一个编号", "give every grade an id of its own"),
                )
            seen.add(band.id)
            if (_end(band) is None) != (index == len(bands) - 1):
                yield (
                    ("grades", index),
                    Text(
                        "只有最后一个等次不写 from 或 above",
                        "only the last grade has no from or above",
                    ),
                    Text("由高到低排列，末档不写 from", "order them from the best down"),
                )
        for index, (better, worse) in enumerate(pairwise(bands), start=1):
            upper, lower = _end(better), _end(worse)
            if upper is not None and lower is not None and upper <= lower:
                yield (
                    ("grades", index),
                    Text("等次须由高到低排列", "grades fall from the best down"),
                    Text("核对各档的起点", "check where each grade begins"),
                )

    def _vetoes(self) -> Found:
        known = sorted(band.id for band in self.document.grades)
        for node, path in self.placed:
            forced = node.effect.grade if node.effect else None
            if forced and forced not in known:
                yield (
                    (*path, "effect", "grade"),
                    Text(f"没有等次“{forced}”", f"no grade '{forced}'"),
                    did_you_mean(forced, known) if known else Text("写出 grades", "add grades"),
                )
            if node.part is not Part.VETO or not node.is_leaf:
                continue
            if node.rule is None or not can_veto(type(node.rule)):
                yield (
                    path,
                    Text(
                        f"否决“{node.id}”缺少能触发的规则",
                        f"the veto '{node.id}' has no rule that can fire",
                    ),
                    Text("写 rule: {kind: present, fact: …}", "use rule: {kind: present, fact: …}"),
                )

    def _gates(self) -> Found:
        known = sorted(node.id for node, _ in self.placed if node.part is Part.BASE)
        for node, path in self.placed:
            if node.gate is not None and node.gate.node not in known:
                yield (
                    (*path, "gate", "node"),
                    Text(
                        f"门槛所指“{node.gate.node}”不是基础分节点",
                        f"'{node.gate.node}' is no node with base points",
                    ),
                    did_you_mean(node.gate.node, known),
                )


def _end(band: Band) -> tuple[Fraction, bool] | None:
    """Where a grade begins; above a number lies higher than from it."""
    if band.above is not None:
        return Fraction(band.above), True
    return None if band.start is None else (Fraction(band.start), False)


def _counts(query: Query) -> Iterator[tuple[Path, Count]]:
    """The counts of a query, and where they stand in it."""
    if isinstance(query, Count):
        yield (), query
    elif isinstance(query, Share):
        for key, part in (("share", query.share), ("in", query.whole)):
            if not isinstance(part, str):
                for step, count in _counts(part):
                    yield (key, *step), count


def _named(query: Query) -> Iterator[str]:
    if isinstance(query, Share):
        for part in (query.share, query.whole):
            if isinstance(part, str):
                yield part
            else:
                yield from _named(part)
