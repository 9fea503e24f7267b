"""Laws of sheets with weights, conversions, lines and what may not apply, against plain arithmetic.

The arithmetic here knows only known facts: it works on the data of the document, one completion
at a time, and shares no code with the library.
"""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from itertools import product
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from zwgk.exchange import dossier_from
from zwgk.facts import FactValue
from zwgk.pipeline import assess
from zwgk.scheme import KINDS, Provider, Scheme, read_scheme
from zwgk.scoring import Assessment, Score, score
from zwgk.source import Source

ZERO = Fraction(0)
Data = dict[str, Any]
Known = Mapping[str, int]


class Undefined(Exception):  # no error: the sheet says nothing
    """Points that have nowhere to go."""


def rounded(number: Fraction, places: int) -> Fraction:
    with localcontext() as context:
        context.prec = 80
        exact = Decimal(number.numerator) / Decimal(number.denominator)
        return Fraction(exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP))


class Sums:
    """One completion of a sheet, worked out from its data."""

    def __init__(self, data: Data, known: Known) -> None:
        self.data, self.known = data, known
        self.done: dict[str, tuple[Fraction, Fraction] | None] = {}
        self.nodes = {node["id"]: node for top in data["indicators"] for node in self.below(top)}

    def below(self, node: Data) -> list[Data]:
        return [node, *(one for child in node.get("parts", ()) for one in self.below(child))]

    def full(self, node: Data) -> Fraction:
        """The base points of a node as it has them itself."""
        if node.get("part", "base") != "base":
            return ZERO
        return Fraction(node["convert"]) if "convert" in node else Fraction(node["points"])

    def worth(self, child: Data, parent: Data) -> Fraction:
        if "weight" in child:
            return Fraction(child["weight"]) / 100 * Fraction(parent["points"])
        return self.full(child)

    def of(self, node: Data) -> tuple[Fraction, Fraction] | None:
        """What a node got and what was dropped from its maximum; None where it does not apply."""
        if node["id"] not in self.done:
            self.done[node["id"]] = self._of(node)
        return self.done[node["id"]]

    def _of(self, node: Data) -> tuple[Fraction, Fraction] | None:
        if "applies" in node and self.known[node["applies"]] < 1:
            return None
        if "parts" not in node:
            got, gone = self.leaf(node), ZERO
        else:
            parts = self.parts(node)
            if parts is None:
                return None
            got, gone = parts
        if "cap" in node:
            got = min(got, Fraction(node["cap"]))
        if "places" in node:
            got = rounded(got, int(node["places"]))
        line = node.get("fail_below")
        if line is not None and line.get("scope") == node["id"] and got < Fraction(line["below"]):
            got = Fraction(line["effect"]["fixed"])
        for veto in self.nodes.values():
            fires = "effect" in veto and self.known[veto["rule"]["fact"]] >= 1
            if fires and veto.get("scope") == node["id"]:
                got = min(got, Fraction(veto["effect"]["ceiling"]))
        gate = node.get("gate")
        if gate is not None and self.there(self.nodes[gate["node"]]) <= Fraction(gate["above"]):
            got = ZERO
        return got, gone

    def there(self, node: Data) -> Fraction:
        """What a gate sees: what does not apply has all of its points, or none."""
        result = self.of(node)
        if result is not None:
            return result[0]
        return self.full(node) if self.policy(node) == "full" else ZERO

    def leaf(self, node: Data) -> Fraction:
        points, rule = Fraction(node["points"]), node["rule"]
        if rule["kind"] == "present":
            return points if self.known[rule["fact"]] >= 1 else ZERO
        taken = min(points, Fraction(rule["each"]) * self.known[rule["per"]])
        return taken if node.get("part") == "bonus" else points - taken

    def parts(self, node: Data) -> tuple[Fraction, Fraction] | None:
        base = [child for child in node["parts"] if child.get("part", "base") == "base"]
        bonus = [child for child in node["parts"] if child.get("part") == "bonus"]
        extra = sum((result[0] for child in bonus if (result := self.of(child))), ZERO)
        worth = {child["id"]: self.worth(child, node) for child in base}
        got, gone = self.contributions(base, worth)
        lacking = {c["id"]: c for c in base if self.of(c) is None and self.moves(c)}
        if not got:
            return None
        receiving = [child["id"] for child in base if self.of(child) is not None]
        more = dict.fromkeys(receiving, ZERO)
        for name, lack in lacking.items():
            policy = self.policy(lack)
            gone += worth[name] if policy == "drop" else 0
            if policy not in {"even", "proportional"}:
                continue
            if not receiving:
                raise Undefined
            whole = sum((worth[one] for one in receiving), ZERO)
            for one in receiving:
                share = worth[name] * worth[one] / whole
                if policy == "even":
                    share = worth[name] / len(receiving)
                credited = isinstance(lack["na"], dict) and lack["na"].get("got") == "full"
                more[one] += share if credited else got[one] * share / worth[one]
        total = sum(got.values(), ZERO) + sum(more.values(), ZERO)
        whole = sum(worth.values(), ZERO) - gone
        scaled = sum((worth[n] for n, one in lacking.items() if self.policy(one) == "scale"), ZERO)
        return self.converted(node, total * whole / (whole - scaled), gone, extra)

    def contributions(
        self, base: list[Data], worth: Mapping[str, Fraction]
    ) -> tuple[dict[str, Fraction], Fraction]:
        """What each part brings into the node, and what was dropped below it."""
        got: dict[str, Fraction] = {}
        gone = ZERO
        for child in base:
            result, name = self.of(child), child["id"]
            if result is not None:
                points, dropped = result
                weighted = "weight" in child
                got[name] = points * worth[name] / self.full(child) if weighted else points
                gone += 0 if weighted else dropped
            elif not self.moves(child):
                got[name] = worth[name] if self.policy(child) == "full" else ZERO
        return got, gone

    def converted(
        self, node: Data, total: Fraction, gone: Fraction, extra: Fraction
    ) -> tuple[Fraction, Fraction]:
        most = Fraction(node["points"])
        if "convert" in node:
            factor = Fraction(node["convert"]) / (most - gone)
            if node.get("convert_bonus") == "before":
                return (total + extra) * factor, ZERO
            return total * factor + extra, ZERO
        if "weight" in node:
            return total * most / (most - gone) + extra, ZERO
        return total + extra, gone

    def moves(self, node: Data) -> bool:
        return self.policy(node) not in {"full", "zero"}

    def policy(self, node: Data) -> str:
        given = node["na"]
        return str(given["policy"] if isinstance(given, dict) else given)

    def total(self) -> tuple[Fraction, str]:
        """The total and the grade."""
        root = {**self.data, "points": self.data["full"], "parts": self.data["indicators"]}
        result = self._of(root)
        assert result is not None
        total = result[0]
        failed = False
        for node in self.nodes.values():
            line = node.get("fail_below")
            if line is not None and "scope" not in line:
                there = self.of(node)
                failed = failed or (there is not None and there[0] < Fraction(line["below"]))
        return total, "low" if failed or total < self.data_from else "high"

    @property
    def data_from(self) -> Fraction:
        return Fraction(self.data["grades"][0]["from"])


POLICIES: list[Any] = [
    "scale",
    "even",
    "proportional",
    "drop",
    "full",
    "zero",
    {"policy": "even", "got": "full"},
]


class Maker:
    """Draws the data of a sheet; each fact is asked once, so no two leaves share one."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw, self.number = draw, 0
        self.facts: dict[str, tuple[int, int]] = {}

    def name(self) -> str:
        self.number += 1
        return f"n{self.number}"

    def fact(self) -> str:
        name = f"f{len(self.facts)}"
        least = self.draw(st.integers(0, 1))
        open_ = sum(low != high for low, high in self.facts.values()) < 6
        self.facts[name] = (least, least + (self.draw(st.integers(0, 1)) if open_ else 0))
        return name

    def leaf(self, *, may_lack: bool) -> Data:
        points = self.draw(st.integers(1, 12))
        rule: Data = {"kind": "present", "fact": self.fact()}
        if self.draw(st.booleans()):
            each = self.draw(st.integers(1, 7))
            rule = {"kind": "deduct", "per": self.fact(), "each": str(each)}
        leaf = {"id": self.name(), "title": "叶", "points": str(points), "rule": rule}
        return leaf | (self.lack() if may_lack else {})

    def lack(self) -> Data:
        if not self.draw(st.booleans()):
            return {"na": self.draw(st.sampled_from(POLICIES))}
        return {"na": self.draw(st.sampled_from(POLICIES)), "applies": self.fact()}

    def bonus(self, target: str) -> Data:
        points = self.draw(st.integers(1, 5))
        bonus: Data = {
            "id": self.name(),
            "title": "加",
            "part": "bonus",
            "points": str(points),
            "rule": {"kind": "credit", "per": self.fact(), "each": str(points)},
        }
        if self.draw(st.booleans()):
            bonus["gate"] = {"node": target, "above": str(self.draw(st.integers(0, 9)))}
        return bonus

    def weigh(self, nodes: list[Data]) -> None:
        rest = 100
        for node in nodes[:-1]:
            weight = self.draw(st.integers(1, 45))
            node["weight"], rest = str(weight), rest - weight
        nodes[-1]["weight"] = str(rest)

    def group(self, *, may_lack: bool) -> Data:
        parts = [self.leaf(may_lack=True) for _ in range(self.draw(st.integers(1, 3)))]
        node: Data = {"id": self.name(), "title": "组", **(self.lack() if may_lack else {})}
        node["points"] = str(sum(int(part["points"]) for part in parts))
        if len(parts) > 1 and self.draw(st.booleans()):
            self.weigh(parts)
        node["parts"] = parts
        if self.draw(st.booleans()):
            parts.append(self.bonus(parts[0]["id"]))
        if self.draw(st.booleans()):
            node["convert"] = str(self.draw(st.integers(1, 30)))
            if "part" in parts[-1]:
                node["convert_bonus"] = self.draw(st.sampled_from(["before", "after"]))
        if self.draw(st.booleans()):
            node["places"] = str(self.draw(st.integers(0, 2)))
        most = int(node.get("convert") or node["points"])
        if self.draw(st.booleans()):
            below = self.draw(st.integers(1, most))
            node["fail_below"] = {"below": str(below), "effect": {"grade": "low"}}
            if self.draw(st.booleans()):
                fixed = str(self.draw(st.integers(0, below)))
                node["fail_below"] |= {"scope": node["id"], "effect": {"fixed": fixed}}
        return node

    def sheet(self) -> Data:
        tops = [self.leaf(may_lack=False)]
        tops += [
            self.group(may_lack=True) if self.draw(st.booleans()) else self.leaf(may_lack=True)
            for _ in range(self.draw(st.integers(1, 2)))
        ]
        full = sum(int(top.get("convert") or top["points"]) for top in tops)
        if self.draw(st.booleans()):
            self.weigh(tops)
        more: list[Data] = []
        if self.draw(st.booleans()):
            more.append(self.bonus(tops[-1]["id"]))
        if self.draw(st.booleans()):
            more.append(
                {
                    "id": self.name(),
                    "title": "否",
                    "part": "veto",
                    "rule": {"kind": "present", "fact": self.fact()},
                    "effect": {"ceiling": str(self.draw(st.integers(0, 8)))},
                    "scope": tops[-1]["id"],
                }
            )
        data: Data = {
            "format": "1",
            "id": "made",
            "version": "1",
            "title": "示例",
            "source": "示例（虚构）",
            "full": str(full),
            "places": str(self.draw(st.integers(0, 2))),
            "grades": [
                {"id": "high", "title": "优", "from": str(self.draw(st.integers(1, 12)))},
                {"id": "low", "title": "差"},
            ],
            "indicators": [*tops, *more],
        }
        if self.draw(st.booleans()):
            data["convert"] = str(self.draw(st.integers(1, 100)))
            if more and more[0]["part"] == "bonus":
                data["convert_bonus"] = self.draw(st.sampled_from(["before", "after"]))
        if self.draw(st.booleans()):
            data["cap"] = str(self.draw(st.integers(5, 40)))
        return data


@st.composite
def sheets(draw: st.DrawFn) -> tuple[Data, dict[str, tuple[int, int]]]:
    maker = Maker(draw)
    return maker.sheet(), maker.facts


def bound(data: Data, facts: Mapping[str, object]) -> Scheme:
    kinds = {kind.kind: kind for kind in KINDS}
    return read_scheme(Source("made.yaml", data), kinds, {}, frozenset(facts))


def marked(scheme: Scheme, facts: Mapping[str, tuple[int, int]]) -> Score:
    values = {name: FactValue(Fraction(a), Fraction(b)) for name, (a, b) in facts.items()}
    return score(scheme, values, values, {})


def adds_up(result: Score) -> bool:
    assert result.bounds is not None
    full = Fraction(result.full or 0)
    ledgers = result.ledgers
    pairs = [(result.ledger or (), result.bounds.least)]
    if ledgers is not None:
        pairs = [(ledgers.least, result.bounds.least), (ledgers.greatest, result.bounds.greatest)]
    return all(
        full + sum((Fraction(one.amount) for one in entries), ZERO) == Fraction(end)
        for entries, end in pairs
    )


def completions(data: Data, facts: Mapping[str, tuple[int, int]]) -> list[tuple[Fraction, str]]:
    """Every total and grade, or none where the sheet does not say where points go."""
    ranges = (range(low, high + 1) for low, high in facts.values())
    try:
        return [
            Sums(data, dict(zip(facts, values, strict=True))).total() for values in product(*ranges)
        ]
    except Undefined:
        return []


@settings(max_examples=300)
@given(sheets())
def test_the_interval_is_every_completion(drawn: tuple[Data, dict[str, tuple[int, int]]]) -> None:
    data, facts = drawn
    found = completions(data, facts)
    assume(found)
    totals, grades = {one for one, _ in found}, {grade for _, grade in found}
    result = marked(bound(data, facts), facts)
    assert result.bounds is not None
    assert result.bounds.exact
    assert (Fraction(result.bounds.least), Fraction(result.bounds.greatest)) == (
        min(totals),
        max(totals),
    )
    assert (result.total is not None) == (len(totals) == 1)
    if result.grade is not None:
        assert grades == {result.grade}
    assert adds_up(result)


@given(sheets(), st.data())
def test_a_fact_of_two_leaves_is_enclosed_and_exact_where_it_says_so(
    drawn: tuple[Data, dict[str, tuple[int, int]]], more: st.DataObject
) -> None:
    data, facts = drawn
    names = sorted(facts)
    one, other = more.draw(st.sampled_from(names)), more.draw(st.sampled_from(names))
    data = json.loads(json.dumps(data).replace(f'"{one}"', f'"{other}"'))
    facts = {name: ends for name, ends in facts.items() if name != one or one == other}
    found = completions(data, facts)
    assume(found)
    totals, grades = {one for one, _ in found}, {grade for _, grade in found}
    result = marked(bound(data, facts), facts)
    assert result.bounds is not None
    least, greatest = Fraction(result.bounds.least), Fraction(result.bounds.greatest)
    assert least <= min(totals)
    assert max(totals) <= greatest
    if result.bounds.exact:
        assert (least, greatest) == (min(totals), max(totals))
    if result.grade is not None:
        assert grades == {result.grade}
    assert adds_up(result)


def settled(facts: Mapping[str, tuple[int, int]]) -> dict[str, tuple[int, int]]:
    return {name: (low, low) for name, (low, _) in facts.items()}


def better(data: Data) -> dict[str, int]:
    """The facts of rules, and which way each is better."""
    found: dict[str, int] = {}
    for top in data["indicators"]:
        for node in [top, *top.get("parts", ())]:
            rule = node.get("rule")
            if rule is not None and node.get("part") != "veto":
                found[rule.get("fact") or rule["per"]] = -1 if rule["kind"] == "deduct" else 1
    return found


@given(sheets(), st.data())
def test_more_compliance_never_lowers_the_total(
    drawn: tuple[Data, dict[str, tuple[int, int]]], more: st.DataObject
) -> None:
    """No veto here fixes points; a line that does fixes no more than what it asks for."""
    data, facts = drawn
    known = settled(facts)
    assume(completions(data, known))
    name, way = more.draw(st.sampled_from(sorted(better(data).items())))
    now = known[name][0]
    after = {**known, name: (max(0, now + way), max(0, now + way))}
    scheme = bound(data, facts)
    before, then = marked(scheme, known).total, marked(scheme, after).total
    assert before is not None
    assert then is not None
    assert before <= then


@given(sheets())
def test_complete_and_nothing_else_open_is_a_point(
    drawn: tuple[Data, dict[str, tuple[int, int]]],
) -> None:
    data, facts = drawn
    base = {
        node["rule"].get("fact") or node["rule"]["per"]
        for top in data["indicators"]
        for node in [top, *top.get("parts", ())]
        if "rule" in node and "part" not in node
    }
    known = {**settled(facts), **{name: facts[name] for name in base}}
    assume(completions(data, known))
    result = marked(bound(data, known), known)
    if result.completeness == 1:
        assert result.total is not None
    if result.total is None:
        assert result.completeness is not None
        assert 0 <= result.completeness < 1


@given(sheets(), st.randoms(use_true_random=False))
def test_the_order_of_the_parts_is_irrelevant(
    drawn: tuple[Data, dict[str, tuple[int, int]]], by: random.Random
) -> None:
    data, facts = drawn
    assume(completions(data, settled(facts)))
    shuffled = json.loads(json.dumps(data))
    for node in [shuffled, *shuffled["indicators"]]:
        by.shuffle(node.get("indicators") or node.get("parts") or [])
    one, other = (marked(bound(sheet, facts), facts) for sheet in (data, shuffled))
    assert (one.total, one.bounds, one.grade) == (other.total, other.bounds, other.grade)
    assert one.settled == other.settled


@given(
    st.sampled_from(["scale", "proportional", "drop"]),
    st.lists(st.tuples(st.integers(1, 30), st.integers(1, 30)), min_size=2, max_size=4),
    st.integers(1, 30),
)
def test_siblings_keep_their_ratio(policy: str, siblings: list[tuple[int, int]], gone: int) -> None:
    """What each sibling brings alone stays in proportion when another does not apply."""
    leaves = [
        {
            "id": f"s{n}",
            "title": "叶",
            "points": str(points),
            "rule": {"kind": "deduct", "per": f"f{n}", "each": "1"},
        }
        for n, (points, _) in enumerate(siblings)
    ]
    lack = {**leaves[0], "id": "z", "points": str(gone), "na": policy, "applies": "a"}
    lack["rule"] = {"kind": "deduct", "per": "b", "each": "1"}
    facts = {f"f{n}": points for n, (points, _) in enumerate(siblings)} | {"a": 0, "b": 0}
    data = {
        "format": "1",
        "id": "made",
        "version": "1",
        "title": "示例",
        "source": "示例（虚构）",
        "full": str(sum(points for points, _ in siblings) + gone),
        "convert": "100",
        "indicators": [*leaves, lack],
    }
    scheme = bound(data, facts)

    def alone(number: int) -> Fraction:
        """The exact total where only one sibling got anything, before its rounding."""
        points, got = siblings[number]
        known = {**facts, f"f{number}": max(0, points - got)}
        result = marked(scheme, {name: (one, one) for name, one in known.items()})
        entries = result.ledger or ()
        return Fraction(result.full or 0) + sum(
            (Fraction(one.amount) for one in entries if one.kind != "rounding"), ZERO
        )

    brought = [Fraction(min(points, got)) for points, got in siblings]
    for number, one in enumerate(brought):
        assert alone(number) * brought[0] == alone(0) * one


@given(sheets())
def test_a_result_comes_back_from_json(drawn: tuple[Data, dict[str, tuple[int, int]]]) -> None:
    data, facts = drawn

    def given_as(ends: tuple[int, int]) -> Provider:
        return lambda _: FactValue(Fraction(ends[0]), Fraction(ends[1]))

    kinds = {kind.kind: kind for kind in KINDS}
    providers = {name: given_as(ends) for name, ends in facts.items()}
    scheme = read_scheme(Source("made.yaml", data), kinds, {}, providers)
    unit = {"name": "示例（虚构）", "kind": "other"}
    period = {"from": "2024-01-01", "to": "2024-12-31"}
    dossier = dossier_from(Source("d", {"period": period, "unit": unit}))
    result = assess(dossier, scheme, as_of=date(2024, 12, 31))
    assert result.faults == ()
    assert Assessment.model_validate_json(result.model_dump_json()) == result
