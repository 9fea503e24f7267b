"""Evidence, one record once and overflow on small sheets, against every completion.

The arithmetic here knows only which records surely count; it shares no code with the engine.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from zwgk.facts import FactValue, Support
from zwgk.scheme import KINDS, Scheme, read_scheme
from zwgk.scoring import Score, score
from zwgk.source import Source

RULES = {kind.kind: kind for kind in KINDS}
TABLES = {"evidence": frozenset({"topic", "kind", "on"})}
RECORDS = ("requests:r0", "requests:r1", "requests:r2")
Counted = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Plan:
    """A leaf: what one record costs, and its keys; which records count: surely, or only maybe."""

    name: str
    points: int
    each: int
    once: str | None
    overflow: str | None
    proof: int | None
    records: Mapping[str, bool]

    def data(self) -> dict[str, Any]:
        node: dict[str, Any] = {
            "id": self.name,
            "title": self.name,
            "points": str(self.points),
            "rule": {"kind": "deduct", "per": f"f_{self.name}", "each": str(self.each)},
        }
        if self.once is not None:
            node["once"] = {"group": "g", "order": self.once}
        if self.overflow is not None:
            node["overflow"] = self.overflow
        if self.proof is not None:
            node["evidence"] = [f"e_{self.name}"]
        return node

    def fact(self) -> FactValue:
        rows = tuple(
            Support(date(2024, 1, 1), name, certain=sure) for name, sure in self.records.items()
        )
        sure = sum(self.records.values())
        return FactValue(Fraction(sure), Fraction(len(rows)), rows)

    def proofs(self) -> FactValue:
        """No evidence (0), some (1), or not known (2)."""
        ends = {0: (0, 0), 1: (1, 1), 2: (0, 1)}[self.proof or 0]
        return FactValue(Fraction(ends[0]), Fraction(ends[1]))


@dataclass(frozen=True)
class Sheet:
    """Two leaves under one node, and a third beside it."""

    leaves: tuple[Plan, Plan, Plan]
    passes_on: bool

    def scheme(self) -> Scheme:
        a, b, c = (leaf.data() for leaf in self.leaves)
        node: dict[str, Any] = {"id": "g", "title": "g", "parts": [a, b]}
        if self.passes_on and "parent" in {self.leaves[0].overflow, self.leaves[1].overflow}:
            node["overflow"] = "total"
        data = {
            "format": "1",
            "id": "generated",
            "version": "1",
            "title": "示例",
            "source": "示例（虚构）",
            "full": str(sum(leaf.points for leaf in self.leaves)),
            "indicators": [node, c],
        }
        names = frozenset(f"f_{leaf.name}" for leaf in self.leaves)
        return read_scheme(Source("generated.yaml", data), RULES, TABLES, names)

    def facts(self) -> dict[str, FactValue]:
        found = {f"f_{leaf.name}": leaf.fact() for leaf in self.leaves}
        proofs = {f"evidence:e_{leaf.name}": leaf.proofs() for leaf in self.leaves}
        return found | {n: value for n, value in proofs.items() if self._asks(n)}

    def _asks(self, fact: str) -> bool:
        return any(
            fact == f"evidence:e_{leaf.name}" and leaf.proof is not None for leaf in self.leaves
        )

    def completions(self) -> Iterator[tuple[Counted, Mapping[str, int]]]:
        """Which records count in which leaf, and which evidence is there, every way it may be."""
        maybe = [
            (leaf.name, n) for leaf in self.leaves for n, sure in leaf.records.items() if not sure
        ]
        open_ = [leaf for leaf in self.leaves if leaf.proof == 2]
        for chosen in product([False, True], repeat=len(maybe)):
            extra = {pair for pair, taken in zip(maybe, chosen, strict=True) if taken}
            counted = {
                leaf.name: frozenset(
                    n for n, sure in leaf.records.items() if sure or (leaf.name, n) in extra
                )
                for leaf in self.leaves
            }
            for there in product([0, 1], repeat=len(open_)):
                told = {n.name: n.proof or 0 for n in self.leaves if n.proof in {0, 1}}
                told |= dict(zip((leaf.name for leaf in open_), there, strict=True))
                yield counted, told

    def total(self, counted: Counted, there: Mapping[str, int]) -> int:
        """The total of one completion."""
        got: dict[str, int] = {}
        over: dict[str, int] = {}
        for leaf in self.leaves:
            mine = {n for n in counted[leaf.name] if self._mine(leaf, n, counted)}
            cost = leaf.each * len(mine)
            got[leaf.name] = leaf.points - min(cost, leaf.points)
            over[leaf.name] = max(0, cost - leaf.points)
            if there.get(leaf.name, 1) == 0:
                got[leaf.name] = 0
        a, b, c = self.leaves
        node, rest = got[a.name] + got[b.name], 0
        for leaf in (a, b):
            if leaf.overflow == "parent":
                taken = min(node, over[leaf.name])
                node, rest = node - taken, rest + over[leaf.name] - taken
        total = node + got[c.name]
        into = sum(over[leaf.name] for leaf in (a, b) if leaf.overflow == "total")
        into += over[c.name] if c.overflow is not None else 0
        into += rest if self.passes_on else 0
        return total - min(into, total)

    def _mine(self, leaf: Plan, record: str, counted: Counted) -> bool:
        """Whether a record is charged in this leaf and in none before it."""
        if leaf.once is None:
            return True
        group = [one for one in self.leaves if one.once is not None and record in counted[one.name]]
        if leaf.once == "most":
            group.sort(key=lambda one: -one.each)
        return group[0] is leaf


@st.composite
def sheets(draw: st.DrawFn, *, known: bool, once: bool) -> Sheet:
    order = draw(st.sampled_from(["document", "most"])) if once else None

    def plan(name: str) -> Plan:
        sure = st.just(value=True) if known else st.booleans()
        return Plan(
            name=name,
            points=draw(st.integers(1, 6)),
            each=draw(st.integers(1, 4)),
            once=order if once and draw(st.booleans()) else None,
            overflow=draw(st.sampled_from([None, "parent", "total"])),
            proof=draw(st.sampled_from([None, 1, 0] if known else [None, None, 0, 2])),
            records=draw(st.dictionaries(st.sampled_from(RECORDS), sure, max_size=3)),
        )

    return Sheet((plan("a"), plan("b"), plan("c")), draw(st.booleans()))


def marked(sheet: Sheet) -> Score:
    facts = sheet.facts()
    return score(sheet.scheme(), facts, facts, {})


def adds_up(result: Score) -> bool:
    assert result.full is not None
    assert result.bounds is not None
    if result.ledger is not None:
        return Fraction(result.full) + sum(e.amount for e in result.ledger) == result.bounds.least
    assert result.ledgers is not None
    return all(
        Fraction(result.full) + sum(e.amount for e in ledger) == end
        for ledger, end in (
            (result.ledgers.least, result.bounds.least),
            (result.ledgers.greatest, result.bounds.greatest),
        )
    )


@given(sheets(known=True, once=True))
def test_what_is_known_has_one_total(sheet: Sheet) -> None:
    result = marked(sheet)
    ((counted, there),) = sheet.completions()
    assert result.total == sheet.total(counted, there)
    assert result.bounds is not None
    assert result.bounds.exact
    assert adds_up(result)


@given(sheets(known=False, once=False))
def test_without_groups_the_ends_are_reached(sheet: Sheet) -> None:
    result = marked(sheet)
    every = [Decimal(sheet.total(*one)) for one in sheet.completions()]
    assert result.bounds is not None
    assert (result.bounds.least, result.bounds.greatest) == (min(every), max(every))
    assert result.bounds.exact
    assert adds_up(result)


@given(sheets(known=False, once=True))
def test_with_groups_they_enclose_and_say_so(sheet: Sheet) -> None:
    result = marked(sheet)
    every = [Decimal(sheet.total(*one)) for one in sheet.completions()]
    assert result.bounds is not None
    assert result.bounds.least <= min(every)
    assert result.bounds.greatest >= max(every)
    if result.bounds.exact:
        assert (result.bounds.least, result.bounds.greatest) == (min(every), max(every))
    assert adds_up(result)


@given(sheets(known=True, once=True), st.sampled_from(RECORDS), st.integers(0, 2))
def test_a_record_less_never_lowers_the_total_outside_groups(
    sheet: Sheet, record: str, place: int
) -> None:
    """More compliance is one record less; in groups it may be charged in a dearer leaf instead."""
    leaf = sheet.leaves[place]
    if leaf.once is not None:
        return
    fewer = {n: sure for n, sure in leaf.records.items() if n != record}
    changed = [
        Plan(**{**vars(one), "records": fewer}) if one is leaf else one for one in sheet.leaves
    ]
    a, b, c = changed
    before, after = marked(sheet).total, marked(Sheet((a, b, c), sheet.passes_on)).total
    assert before is not None
    assert after is not None
    assert after >= before


def test_one_piece_of_evidence_for_two_leaves_of_different_kinds() -> None:
    """Both leaves have it or neither has: 10 of 20 in all, or nothing; the ends are reached."""
    leaves = [
        {"kind": "graded", "states": {"x": "1"}},
        {"kind": "deduct", "per": "y", "each": "1"},
    ]
    data = {
        "format": "1",
        "id": "shared",
        "version": "1",
        "title": "示例",
        "source": "示例（虚构）",
        "full": "20",
        "indicators": [
            {
                "id": f"n{index}",
                "title": "甲",
                "points": "10",
                "rule": rule,
                "evidence": ["minutes"],
            }
            for index, rule in enumerate(leaves)
        ],
    }
    scheme = read_scheme(Source("shared.yaml", data), RULES, TABLES, frozenset({"x", "y"}))
    facts = {
        "x": FactValue.exactly(0),
        "y": FactValue.exactly(0),
        "evidence:minutes": FactValue(Fraction(0), Fraction(1)),
    }
    result = score(scheme, facts, facts, {})
    assert result.bounds is not None
    assert (result.bounds.least, result.bounds.greatest) == (Decimal(0), Decimal(10))
    assert result.bounds.exact
