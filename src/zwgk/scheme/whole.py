"""What only the whole document shows (整体检查): facts, ids, the total."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from zwgk.errors import InvalidInput, Problem, Text
from zwgk.facts import Query, Share
from zwgk.scheme.across import across_faults
from zwgk.scheme.asked import value_faults
from zwgk.scheme.bound import Indicator, Path, Placed
from zwgk.scheme.document import Document
from zwgk.scheme.forced import band_faults, effect_faults, gate_faults, veto_faults
from zwgk.scheme.rule import number_text
from zwgk.source import Source, did_you_mean

Tables: TypeAlias = Mapping[str, frozenset[str]]
Found: TypeAlias = Iterator[tuple[Path, Text, Text]]


@dataclass(frozen=True, slots=True)
class Whole:
    """A document whose nodes are bound (整体): every indicator with its path in the text."""

    document: Document
    source: Source
    trees: Mapping[str | None, Indicator]
    placed: tuple[Placed, ...]
    facts: frozenset[str]

    def problems(self, tables: Tables) -> list[Problem]:
        """Every fault of the whole (整体问题)."""
        found = [
            *self._queries(tables),
            *self._valid(),
            *self._doubles(),
            *self._full(),
            *self._profiles(),
            *self._overflows(),
            *band_faults(self.document),
            *veto_faults(self.placed),
            *effect_faults(self.document, self.placed),
            *gate_faults(self.placed),
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
            elif node.id == self.document.id:
                yield (
                    (*path, "id"),
                    Text(
                        f"指标编号“{node.id}”就是方案的编号",
                        f"the indicator '{node.id}' has the id of the scheme",
                    ),
                    Text("换一个指标编号", "give the indicator an id of its own"),
                )
            seen.add(node.id)

    def _overflows(self) -> Found:
        """What is taken further is taken in points of one scale."""
        scaled = {
            path
            for node, path in self.placed
            if node.weight is not None or node.convert is not None
        }
        for node, path in self.placed:
            if node.charging.overflow is None:
                continue
            ends = [len(path)]
            if node.charging.overflow == "total":
                ends = list(range(2, len(path) + 1, 2))
            if any(path[:end] in scaled for end in ends):
                yield (
                    (*path, "overflow"),
                    Text(
                        "有权重或折算时不能追加扣除",
                        "nothing overflows where points are weighted or converted",
                    ),
                    Text("删去 overflow，或改用分值", "remove overflow, or use points"),
                )

    def _full(self) -> Found:
        given = self.document.full
        if not self.document.scored:
            if given is not None:
                yield (
                    ("full",),
                    Text("scored: false 的方案不得有总分", "no points, so no total"),
                    Text("删去 full", "remove full"),
                )
            return
        if given is None:
            yield (
                (),
                Text("缺少总分 full", "full is missing"),
                Text(
                    "写出原文的总分；原文没有时写 scored: false",
                    "write the source's total, or scored: false where it has none",
                ),
            )
            return
        for profile, root in self.trees.items():
            if profile is None and self.document.profiles:
                continue
            total = sum((child.worth for child in root.children), Fraction(0))
            on_it = "" if profile is None else f"（{profile}）"
            if root.points is None:
                yield (
                    ("full",),
                    Text(f"类别“{profile}”没有总分", f"profile '{profile}' has no total"),
                    Text("在 full 中为每一类写总分", "give every profile a total in full"),
                )
            elif total != root.points:
                shown = number_text(root.points)
                yield (
                    ("full",),
                    Text(
                        f"基础分合计 {number_text(total)}{on_it}，与总分 {shown} 不符",
                        f"the base points{on_it and f' of {profile}'} add up to "
                        f"{number_text(total)}, not {shown}",
                    ),
                    Text("核对各指标分值与总分", "check the points and the total"),
                )

    def _profiles(self) -> Found:
        known = sorted(self.document.profiles)
        for name in self.document.full if isinstance(self.document.full, Mapping) else ():
            if name not in self.document.profiles:
                yield (
                    ("full", name),
                    Text(f"没有类别“{name}”", f"no profile '{name}'"),
                    did_you_mean(name, known)
                    if known
                    else Text("在 profiles 中写出", "write it under profiles"),
                )


def _named(query: Query) -> Iterator[str]:
    if isinstance(query, Share):
        for part in (query.share, query.whole):
            if isinstance(part, str):
                yield part
            else:
                yield from _named(part)
