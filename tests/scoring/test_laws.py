"""Laws of generated sheets, held against an arithmetic of its own that knows only known facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from itertools import product
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from zwgk.facts import FactValue
from zwgk.scheme import KINDS, Scheme, read_scheme
from zwgk.scoring import Score, score
from zwgk.source import Source

ZERO = Fraction(0)
RULES = {kind.kind: kind for kind in KINDS}
Ranges = Mapping[str, tuple[int, int]]


def rounded(number: Fraction, places: int) -> Fraction:
    """Half away from zero, by the decimal module."""
    with localcontext() as context:
        context.prec = 60
        exact = Decimal(number.numerator) / Decimal(number.denominator)
        return Fraction(exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP))


def text(halves: Fraction) -> str:
    return str(Decimal(halves.numerator) / halves.denominator)


@dataclass(frozen=True)
class Plan:
    """One leaf: its part, its points, its kind and the one number of its rule."""

    name: str
    fact: str
    part: str
    points: Fraction
    kind: str
    number: Fraction

    def rule(self) -> dict[str, Any]:
        number = text(self.number)
        if self.kind in {"deduct", "credit"}:
            return {"kind": self.kind, "per": self.fact, "each": number}
        if self.kind == "share":
            return {"kind": "share", "fact": self.fact, "target": "3"}
        if self.kind == "present":
            return {"kind": "present", "fact": self.fact, "at_least": "2"}
        steps = [
            {"at_least": "3", "points": text(self.points)},
            {"at_least": "1", "points": "1"},
        ]
        return {"kind": "steps", "fact": self.fact, "steps": steps}

    def worth(self, value: int) -> Fraction:
        """What the leaf brings when its fact is known."""
        taken = min(self.points, self.number * value)
        got = {
            "deduct": self.points - taken,
            "credit": taken,
            "share": self.points * min(value, 3) / 3,
            "present": self.points if value >= 2 else ZERO,
            "steps": self.points if value >= 3 else Fraction(int(value >= 1)),
        }[self.kind]
        if self.part == "penalty":
            return -taken if self.kind == "deduct" else -got
        return got


@dataclass(frozen=True)
class Veto:
    """A veto and what it does."""

    name: str
    fact: str
    effect: str
    number: int

    def data(self) -> dict[str, str]:
        return {self.effect: "low" if self.effect == "grade" else str(self.number)}


@dataclass(frozen=True)
class Sheet:
    """A whole sheet: base leaves in one node, bonus leaves behind a gate, penalties, vetoes."""

    base: tuple[Plan, ...]
    bonus: tuple[Plan, ...]
    penalty: tuple[Plan, ...]
    vetoes: tuple[Veto, ...]
    base_places: int | None
    places: int
    gate: tuple[str, int] | None
    cap: int
    good_from: int

    def scheme(self) -> Scheme:
        full = sum((leaf.points for leaf in self.base), ZERO)
        indicators: list[dict[str, Any]] = [self._node("base", self.base)]
        if self.base_places is not None:
            indicators[0]["places"] = str(self.base_places)
        if self.bonus:
            bonus = {**self._node("bonus", self.bonus), "part": "bonus", "cap": str(self.cap)}
            if self.gate is not None:
                bonus["gate"] = {"node": "base", self.gate[0]: str(self.gate[1])}
            indicators.append(bonus)
        if self.penalty:
            indicators.append({**self._node("penalty", self.penalty), "part": "penalty"})
        indicators += [
            {
                "id": veto.name,
                "title": veto.name,
                "part": "veto",
                "rule": {"kind": "present", "fact": veto.fact},
                "effect": veto.data(),
            }
            for veto in self.vetoes
        ]
        data = {
            "format": "1",
            "id": "generated",
            "version": "1",
            "title": "示例",
            "source": "示例（虚构）",
            "full": text(full),
            "places": str(self.places),
            "grades": [
                {"id": "high", "title": "优", "from": str(self.good_from)},
                {"id": "mid", "title": "良", "from": str(self.good_from // 2)},
                {"id": "low", "title": "差"},
            ],
            "indicators": indicators,
        }
        return read_scheme(Source("generated.yaml", data), RULES, {}, frozenset(self.facts()))

    def _node(self, name: str, leaves: tuple[Plan, ...]) -> dict[str, Any]:
        return {
            "id": name,
            "title": name,
            "parts": [
                {
                    "id": leaf.name,
                    "title": leaf.name,
                    "points": text(leaf.points),
                    "rule": leaf.rule(),
                }
                for leaf in leaves
            ],
        }

    def facts(self) -> list[str]:
        leaves = (*self.base, *self.bonus, *self.penalty)
        return sorted({leaf.fact for leaf in leaves} | {veto.fact for veto in self.vetoes})

    def outcome(self, known: Mapping[str, int]) -> tuple[Fraction, str]:
        """The total and the grade when every fact is known, without the library."""
        base = sum((leaf.worth(known[leaf.fact]) for leaf in self.base), ZERO)
        if self.base_places is not None:
            base = rounded(base, self.base_places)
        bonus = sum((leaf.worth(known[leaf.fact]) for leaf in self.bonus), ZERO)
        bonus = min(bonus, Fraction(self.cap))
        if self.gate is not None:
            word, bound = self.gate
            if not (base > bound if word == "above" else base >= bound):
                bonus = ZERO
        penalty = sum((leaf.worth(known[leaf.fact]) for leaf in self.penalty), ZERO)
        total = rounded(base + bonus + penalty, self.places)
        fired = [veto for veto in self.vetoes if known[veto.fact] >= 1]
        fixed = [Fraction(veto.number) for veto in fired if veto.effect == "fixed"]
        if fixed:
            total = min(fixed)
        total = min([total, *(Fraction(v.number) for v in fired if v.effect == "ceiling")])
        if any(veto.effect == "grade" for veto in fired):
            return total, "low"
        grade = "high" if total >= self.good_from else "mid"
        return total, grade if total >= self.good_from // 2 else "low"


def plans(part: str, names: st.SearchStrategy[str], kinds: list[str]) -> st.SearchStrategy[Plan]:
    return st.builds(
        Plan,
        name=st.just(""),
        fact=names,
        part=st.just(part),
        points=st.integers(2, 20).map(lambda halves: Fraction(halves, 2)),
        kind=st.sampled_from(kinds),
        number=st.integers(1, 6).map(lambda halves: Fraction(halves, 2)),
    )


@st.composite
def sheets(draw: st.DrawFn, *, shared: bool) -> Sheet:
    """Sheets whose leaves have a fact each, or share two."""
    pool = st.sampled_from(["f0", "f1"]) if shared else st.just("")
    gains = ["credit", "share", "present", "steps"]
    drawn = (
        draw(st.lists(plans("base", pool, [*gains, "deduct"]), min_size=1, max_size=3)),
        draw(st.lists(plans("bonus", pool, gains), max_size=1)),
        draw(st.lists(plans("penalty", pool, ["deduct", "present", "share", "steps"]), max_size=1)),
    )
    number = 0
    leaves: list[tuple[Plan, ...]] = []
    for group in drawn:
        named = []
        for leaf in group:
            fact = leaf.fact or f"f{number}"
            named.append(Plan(f"n{number}", fact, leaf.part, leaf.points, leaf.kind, leaf.number))
            number += 1
        leaves.append(tuple(named))
    vetoes = []
    for effect in draw(st.lists(st.sampled_from(["fixed", "ceiling", "grade"]), max_size=2)):
        fact = draw(pool) or f"f{number}"
        vetoes.append(Veto(f"v{number}", fact, effect, draw(st.integers(0, 12))))
        number += 1
    return Sheet(
        base=leaves[0],
        bonus=leaves[1],
        penalty=leaves[2],
        vetoes=tuple(vetoes),
        base_places=draw(st.sampled_from([None, 0, 1, 2])),
        places=draw(st.sampled_from([0, 1, 2])),
        gate=draw(
            st.none() | st.tuples(st.sampled_from(["above", "at_least"]), st.integers(0, 12))
        ),
        cap=draw(st.integers(0, 8)),
        good_from=draw(st.integers(2, 14)),
    )


@st.composite
def situations(draw: st.DrawFn, *, shared: bool) -> tuple[Sheet, Ranges]:
    """A sheet, and the least and the most that each of its facts may be."""
    sheet = draw(sheets(shared=shared))
    ranges = {}
    for name in sheet.facts():
        least = draw(st.integers(0, 3))
        ranges[name] = (least, least + draw(st.integers(0, 2)))
    return sheet, ranges


def marked(sheet: Sheet, ranges: Ranges) -> Score:
    values = {
        name: FactValue(Fraction(least), Fraction(most)) for name, (least, most) in ranges.items()
    }
    return score(sheet.scheme(), values, values, {})


def completions(sheet: Sheet, ranges: Ranges) -> Iterator[tuple[Fraction, str]]:
    names = list(ranges)
    for values in product(*(range(least, most + 1) for least, most in ranges.values())):
        yield sheet.outcome(dict(zip(names, values, strict=True)))


def adds_up(result: Score) -> bool:
    assert result.bounds is not None
    assert result.full is not None
    full = Fraction(result.full)
    if result.ledgers is None:
        assert result.ledger is not None
        assert result.total is not None
        return full + sum(entry.amount for entry in result.ledger) == Fraction(result.total)
    return (
        full + sum(entry.amount for entry in result.ledgers.least) == Fraction(result.bounds.least)
    ) and (
        full + sum(entry.amount for entry in result.ledgers.greatest)
        == Fraction(result.bounds.greatest)
    )


@given(situations(shared=False))
def test_the_interval_is_every_completion(situation: tuple[Sheet, Ranges]) -> None:
    sheet, ranges = situation
    found = list(completions(sheet, ranges))
    totals, grades = {total for total, _ in found}, {grade for _, grade in found}
    result = marked(sheet, ranges)
    assert result.bounds is not None
    assert result.bounds.exact
    assert Fraction(result.bounds.least) == min(totals)
    assert Fraction(result.bounds.greatest) == max(totals)
    assert result.total == (result.bounds.least if len(totals) == 1 else None)
    assert result.grade == (grades.pop() if len(grades) == 1 else None)
    assert adds_up(result)


@given(situations(shared=True))
def test_shared_facts_are_enclosed_and_exact_where_it_says_so(
    situation: tuple[Sheet, Ranges],
) -> None:
    sheet, ranges = situation
    totals = {total for total, _ in completions(sheet, ranges)}
    result = marked(sheet, ranges)
    assert result.bounds is not None
    least, greatest = Fraction(result.bounds.least), Fraction(result.bounds.greatest)
    assert least <= min(totals)
    assert max(totals) <= greatest
    if result.bounds.exact:
        assert (least, greatest) == (min(totals), max(totals))
    assert adds_up(result)


@given(situations(shared=True))
def test_a_grade_holds_in_every_completion(situation: tuple[Sheet, Ranges]) -> None:
    sheet, ranges = situation
    result = marked(sheet, ranges)
    if result.grade is not None:
        assert {grade for _, grade in completions(sheet, ranges)} == {result.grade}


@given(situations(shared=False))
def test_complete_and_no_open_veto_is_a_point(situation: tuple[Sheet, Ranges]) -> None:
    sheet, ranges = situation
    base = {leaf.fact for leaf in sheet.base}
    ranges = {
        name: (ends[0], ends[0] if name not in base else ends[1]) for name, ends in ranges.items()
    }
    result = marked(sheet, ranges)
    if result.completeness == 1:
        assert result.total is not None
        assert result.bounds is not None
        assert result.bounds.least == result.bounds.greatest
    # and what is settled is what the known base leaves bring, unrounded
    surely = [
        leaf
        for leaf in sheet.base
        if len({leaf.worth(v) for v in range(ranges[leaf.fact][0], ranges[leaf.fact][1] + 1)}) == 1
    ]
    assert result.settled.of == sum((leaf.points for leaf in surely), ZERO)
    assert result.settled.points == sum((leaf.worth(ranges[leaf.fact][0]) for leaf in surely), ZERO)


@given(situations(shared=False), st.data())
def test_less_that_is_unknown_never_widens_the_interval(
    situation: tuple[Sheet, Ranges], data: st.DataObject
) -> None:
    sheet, ranges = situation
    name = data.draw(st.sampled_from(sorted(ranges)))
    least, most = ranges[name]
    now_known = data.draw(st.integers(least, most))
    before, after = marked(sheet, ranges), marked(sheet, {**ranges, name: (now_known, now_known)})
    assert before.bounds is not None
    assert after.bounds is not None
    assert before.bounds.least <= after.bounds.least
    assert after.bounds.greatest <= before.bounds.greatest
