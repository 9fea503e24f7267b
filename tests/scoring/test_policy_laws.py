"""Laws of sheets with weights, conversions, lines and what may not apply, against plain arithmetic.

The arithmetic here knows only known facts: it works on the data of the document, one completion
at a time, and shares no code with the library.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from itertools import product
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from zwgk.facts import FactValue
from zwgk.scheme import KINDS, Scheme, read_scheme
from zwgk.scoring import Score, score
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
        if "gate" in node:
            if not self.there(self.nodes[node["gate"]["node"]]) > Fraction(node["gate"]["above"]):
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
        got: dict[str, Fraction] = {}
        gone, kept = ZERO, ZERO
        lacking: list[Data] = []
        for child in base:
            result, worth = self.of(child), self.worth(child, node)
            if result is None:
                policy = self.policy(child)
                if policy in {"full", "zero"}:
                    kept += 1
                    got[child["id"] + "!"] = worth if policy == "full" else ZERO
                else:
                    lacking.append(child)
                continue
            points, dropped = result
            if "weight" in child:
                points *= worth / self.full(child)
            else:
                gone += dropped
            got[child["id"]] = points
        receiving = [child for child in base if child["id"] in got]
        if not got:
            return None
        start = dict(got)
        for lack in lacking:
            policy, amount = self.policy(lack), self.worth(lack, node)
            if policy in {"even", "proportional"}:
                if not receiving:
                    raise Undefined
                whole = sum((self.worth(child, node) for child in receiving), ZERO)
                for child in receiving:
                    mine = self.worth(child, node)
                    share = amount / len(receiving) if policy == "even" else amount * mine / whole
                    if isinstance(lack["na"], dict) and lack["na"].get("got") == "full":
                        got[child["id"]] += share
                    else:
                        got[child["id"]] += start[child["id"]] * share / mine
            elif policy == "drop":
                gone += amount
        total = sum(got.values(), ZERO)
        whole = sum((self.worth(child, node) for child in base), ZERO) - gone
        scaled = sum(
            (self.worth(one, node) for one in lacking if self.policy(one) == "scale"), ZERO
        )
        total = total * whole / (whole - scaled)
        most = Fraction(node["points"])
        if "convert" in node:
            factor = Fraction(node["convert"]) / (most - gone)
            if node.get("convert_bonus") == "before":
                return (total + extra) * factor, ZERO
            return total * factor + extra, ZERO
        if "weight" in node:
            return total * most / (most - gone) + extra, ZERO
        return total + extra, gone

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
        for _ in range(self.draw(st.integers(1, 2))):
            tops.append(
                self.group(may_lack=True) if self.draw(st.booleans()) else self.leaf(may_lack=True)
            )
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


@settings(max_examples=300)
@given(sheets())
def test_the_interval_is_every_completion(drawn: tuple[Data, dict[str, tuple[int, int]]]) -> None:
    data, facts = drawn
    names = list(facts)
    found = []
    try:
        for values in product(*(range(low, high + 1) for low, high in facts.values())):
            found.append(Sums(data, dict(zip(names, values, strict=True))).total())
    except Undefined:
        assume(False)  # its name says it
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
