"""Every rule kind: points worked out by hand, and against every value a fact may have."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zwgk.errors import Text
from zwgk.facts import FactValue, Support, Truth
from zwgk.scheme import (
    Checklist,
    Credit,
    Declared,
    Deduct,
    End,
    Hit,
    HitKind,
    Leaf,
    Part,
    Present,
    RuleKind,
    Share,
    Steps,
    declared_fact,
    number_text,
)

Ends = tuple[Fraction | int, Fraction | int]
LATE = FactValue.unknown(Text("未提供台账", "no ledger is given"))


def rule(kind: type[RuleKind], **given_: Any) -> RuleKind:
    return kind.model_validate(given_)


def hits(
    made: RuleKind, value: FactValue | None, end: End, points: int = 10, part: Part = Part.BASE
) -> list[Hit]:
    facts = {} if value is None else dict.fromkeys(made.needs(), value)
    return made.judge(Leaf("a", Fraction(points), part), facts, end)


def ends(made: RuleKind, value: FactValue | None, points: int = 10, part: Part = Part.BASE) -> Ends:
    start = Fraction(points if part is Part.BASE else 0)
    least, most = (
        start + sum((hit.points for hit in hits(made, value, end, points, part)), Fraction(0))
        for end in (End.LEAST, End.MOST)
    )
    return least, most


def shown(found: list[Hit]) -> list[tuple[str, str]]:
    return [(number_text(hit.points), hit.kind.value) for hit in found]


def known(value: float | Fraction) -> FactValue:
    return FactValue.exactly(Fraction(value))


def between(least: int, most: int | None) -> FactValue:
    """A count: so many records surely, up to so many possibly."""
    named = [
        Support(date(2024, 1, 1 + number), f"cases:k{number}", certain=number < least)
        for number in range(least if most is None else most)
    ]
    upper = None if most is None else Fraction(most)
    return FactValue(Fraction(least), upper, tuple(named), because=Text("不全", "incomplete"))


class TestDeclared:
    def test_points_as_they_were_given(self) -> None:
        facts = {declared_fact("a"): known(Fraction("8.5"))}
        made = rule(Declared)
        for part, points in ((Part.BASE, "8.5"), (Part.BONUS, "8.5"), (Part.PENALTY, "-8.5")):
            start = 10 if part is Part.BASE else 0
            for end in End:
                found = made.judge(Leaf("a", Fraction(10), part), facts, end)
                assert start + sum(hit.points for hit in found) == Fraction(points)

    @pytest.mark.parametrize(
        ("part", "expected"),
        [(Part.BASE, (0, 10)), (Part.BONUS, (0, 10)), (Part.PENALTY, (-10, 0))],
    )
    def test_without_a_declaration_all_is_open(self, part: Part, expected: tuple[int, int]) -> None:
        assert ends(rule(Declared), None, 10, part) == expected
        opened = [hit for end in End for hit in hits(rule(Declared), None, end, 10, part)]
        assert {hit.kind for hit in opened} == {HitKind.OPEN}


class TestPresent:
    @pytest.mark.parametrize(("value", "got"), [(0, 0), (2, 0), (3, 10), (9, 10)])
    def test_all_or_nothing(self, value: int, got: int) -> None:
        made = rule(Present, fact="f", at_least="3")
        assert ends(made, known(value)) == (got, got)
        assert ends(made, known(value), 10, Part.BONUS) == (got, got)
        assert ends(made, known(value), 10, Part.PENALTY) == (-got, -got)

    def test_a_share_over_nothing_fires_no_veto(self) -> None:
        made = rule(Present, fact="f", at_least="0")
        for applicable in Truth:
            value = FactValue(Fraction(0), Fraction(0), (), applicable)
            assert made.fires({"f": value}) is applicable

    def test_other_kinds_are_no_veto(self) -> None:
        with pytest.raises(NotImplementedError, match="'deduct' cannot be a veto"):
            rule(Deduct, per="f", each=1).fires({})


class TestDeduct:
    def test_each_occurrence_by_date_then_id(self) -> None:
        late = [
            Support(date(2024, 3, 9), "cases:k1"),
            Support(date(2024, 3, 5), "cases:k9"),
            Support(date(2024, 3, 5), "cases:k2"),
        ]
        value = FactValue.exactly(3, tuple(late))
        found = hits(rule(Deduct, per="late", each=2), value, End.MOST)
        assert [(*hit.records, *one) for hit, one in zip(found, shown(found), strict=True)] == [
            ("cases:k2", "-2", "loss"),
            ("cases:k9", "-2", "loss"),
            ("cases:k1", "-2", "loss"),
        ]
        assert (found[0].reason.zh, found[0].reason.en) == (
            "cases:k2（2024-03-05）：扣 2 分",
            "cases:k2 (2024-03-05): 2 taken",
        )

    def test_the_first_are_free_and_the_floor_gives_back(self) -> None:
        # five, two of them free: 3 * 4 = 12 taken, 10 - 3 = 7 may be taken, 5 given back
        found = hits(rule(Deduct, per="late", each=4, free=2, floor=3), between(5, 5), End.LEAST)
        assert shown(found) == [
            ("-4", "loss"),
            ("-4", "loss"),
            ("-4", "loss"),
            ("5", "floor"),
        ]
        assert [hit.records for hit in found] == [("cases:k2",), ("cases:k3",), ("cases:k4",), ()]

    def test_a_cap_gives_back(self) -> None:
        # 4 * 2 = 8 taken, at most 5
        found = hits(rule(Deduct, per="late", each=2, cap=5), between(4, 4), End.LEAST)
        assert [hit.points for hit in found] == [-2, -2, -2, -2, 3]
        assert found[-1].kind is HitKind.CAP
        assert found[-1].reason == Text("最多扣 5 分", "at most 5 can be taken")

    def test_without_a_floor_it_goes_below_zero_up_to_the_cap(self) -> None:
        made = rule(Deduct, per="late", each=5, floor="none", cap=12)
        assert ends(made, between(2, 2)) == (0, 0)
        assert ends(made, between(3, 3)) == (-2, -2)
        assert ends(made, LATE) == (-2, 10)

    def test_a_penalty_stops_at_the_points_of_the_leaf(self) -> None:
        made = rule(Deduct, per="late", each=4)
        assert ends(made, between(2, 2), 10, Part.PENALTY) == (-8, -8)
        assert ends(made, between(3, 3), 10, Part.PENALTY) == (-10, -10)
        assert {hit.kind for hit in hits(made, between(3, 3), End.LEAST, 10, Part.PENALTY)} == {
            HitKind.PENALTY,
            HitKind.CAP,
        }

    def test_what_is_not_known_is_open_and_never_lost(self) -> None:
        made = rule(Deduct, per="late", each=3)
        assert ends(made, LATE) == (0, 10)
        assert hits(made, LATE, End.MOST) == []
        worst = hits(made, LATE, End.LEAST)
        assert shown(worst) == [("-10", "open")]
        assert worst[0].reason.zh == "late 不详。未提供台账"

    def test_a_lower_bound_takes_what_is_sure(self) -> None:
        # two known of an incomplete table: 10 - 6 at the most, nothing at the least
        made = rule(Deduct, per="late", each=3)
        assert ends(made, between(2, None)) == (0, 4)
        assert shown(hits(made, between(2, None), End.LEAST)) == [
            ("-3", "loss"),
            ("-3", "loss"),
            ("-4", "open"),
        ]

    def test_free_ones_are_the_sure_ones_first(self) -> None:
        # one sure, one only possible and earlier; one is free: nothing is surely lost
        value = FactValue(
            Fraction(1),
            Fraction(2),
            (
                Support(date(2024, 1, 1), "cases:maybe", certain=False),
                Support(date(2024, 2, 1), "cases:sure"),
            ),
        )
        made = rule(Deduct, per="late", each=3, free=1)
        assert hits(made, value, End.MOST) == []
        assert [(hit.records, hit.kind) for hit in hits(made, value, End.LEAST)] == [
            (("cases:maybe",), HitKind.OPEN)
        ]

    def test_a_figure_is_counted_in_one_piece(self) -> None:
        # "3 to 5" as printed: 6 surely lost, 4 more open
        value = FactValue(Fraction(3), Fraction(5))
        made = rule(Deduct, per="late", each=2)
        assert shown(hits(made, value, End.MOST)) == [("-6", "loss")]
        assert shown(hits(made, value, End.LEAST)) == [
            ("-6", "loss"),
            ("-4", "open"),
        ]

    def test_records_that_do_not_add_up_stand_behind_the_whole(self) -> None:
        # three rows with two different kinds: each kind counts once, no row is a whole one
        rows = tuple(Support(date.min, f"institutions:i{n}") for n in range(3))
        value = FactValue(Fraction(2), Fraction(2), rows)
        found = hits(rule(Deduct, per="kinds", each=1), value, End.LEAST)
        assert shown(found) == [("-2", "loss")]
        assert found[0].records == ("institutions:i0", "institutions:i1", "institutions:i2")
        assert found[0].reason == Text("kinds 2 次，扣 2 分", "kinds 2 times, 2 taken")

    def test_a_record_without_a_day_is_named_without_one(self) -> None:
        value = FactValue.exactly(1, (Support(date.min, "evidence:e1"),))
        found = hits(rule(Deduct, per="late", each=1), value, End.LEAST)
        assert found[0].reason == Text("evidence:e1：扣 1 分", "evidence:e1: 1 taken")


class TestCredit:
    def test_a_bonus_is_listed_instance_by_instance(self) -> None:
        made = rule(Credit, per="prizes", each="1.5", cap=4)
        found = hits(made, between(3, 3), End.LEAST, 5, Part.BONUS)
        # 3 * 1.5 = 4.5, at most 4
        assert shown(found) == [
            ("1.5", "bonus"),
            ("1.5", "bonus"),
            ("1.5", "bonus"),
            ("-0.5", "cap"),
        ]
        assert found[-1].reason == Text("最多加 4 分", "at most 4")

    def test_a_possible_instance_is_open(self) -> None:
        made = rule(Credit, per="prizes", each=1)
        assert ends(made, between(1, 3), 5, Part.BONUS) == (1, 3)
        kinds = [hit.kind for hit in hits(made, between(1, 3), End.MOST, 5, Part.BONUS)]
        assert kinds == [HitKind.BONUS, HitKind.OPEN, HitKind.OPEN]
        assert ends(made, LATE, 5, Part.BONUS) == (0, 5)

    def test_of_base_points_the_shortfall_is_lost(self) -> None:
        found = hits(rule(Credit, per="prizes", each=3), between(2, 2), End.LEAST)
        assert shown(found) == [("-4", "loss")]
        assert found[0].reason.en == "prizes counts 2, 3 each, at most 10"


class TestShare:
    @pytest.mark.parametrize(
        ("value", "got"),
        # 0.9 of 0.9 is all; 0.45 of 0.9 is half; 0.3 is a third
        [("0.9", "10"), ("1", "10"), ("0.45", "5"), ("0.3", "10/3"), ("0", "0"), ("-1", "0")],
    )
    def test_in_proportion_to_the_target(self, value: str, got: str) -> None:
        made = rule(Share, fact="rate", target="0.9")
        assert ends(made, known(Fraction(value))) == (Fraction(got), Fraction(got))
        penalty = ends(made, known(Fraction(value)), 10, Part.PENALTY)
        assert penalty == (-Fraction(got), -Fraction(got))

    def test_a_range(self) -> None:
        value = FactValue(Fraction("0.2"), Fraction("0.7"), percent=True)
        assert ends(rule(Share, fact="rate"), value) == (2, 7)
        assert ends(rule(Share, fact="rate"), FactValue(None, None)) == (0, 10)


class TestSteps:
    # from 95 % ten points, from 90 % six, from 80 % two
    FALLING: Any = [  # noqa: RUF012  # plain data
        {"at_least": "95", "points": "10"},
        {"at_least": "90", "points": "6"},
        {"at_least": "80", "points": "2"},
    ]

    @pytest.mark.parametrize(
        ("value", "got"), [("100", 10), ("95", 10), ("94.99", 6), ("90", 6), ("80", 2), ("79.9", 0)]
    )
    def test_the_first_step_reached(self, value: str, got: int) -> None:
        assert ends(rule(Steps, fact="f", steps=self.FALLING), known(Fraction(value))) == (got, got)

    @pytest.mark.parametrize(("value", "got"), [(0, 8), (1, 8), (2, 3), (3, 3), (4, 1)])
    def test_up_to_a_number(self, value: int, got: int) -> None:
        made = rule(
            Steps,
            fact="f",
            steps=[{"at_most": 1, "points": 8}, {"at_most": 3, "points": 3}],
            otherwise=1,
        )
        assert ends(made, known(value)) == (got, got)
        assert ends(made, known(value), 10, Part.PENALTY) == (-got, -got)

    def test_a_hole_between_the_ends_is_seen(self) -> None:
        # ten points below and above, none in the middle: 1 to 9 may be in the middle
        made = rule(
            Steps,
            fact="f",
            steps=[{"at_least": 8, "points": 10}, {"at_least": 3, "points": 0}],
            otherwise=10,
        )
        assert ends(made, FactValue(Fraction(1), Fraction(9))) == (0, 10)
        assert made.direction("f") == 0

    def test_no_steps(self) -> None:
        with pytest.raises(ValueError, match="没有分档"):
            rule(Steps, fact="f", steps=[])


class TestChecklist:
    LINES: Any = [  # noqa: RUF012  # plain data
        {"id": "x", "title": {"zh": "甲", "en": "first"}, "fact": "f", "points": 4},
        {"id": "y", "title": {"zh": "乙", "en": "second"}, "fact": "g", "at_most": 2, "points": 6},
    ]

    @pytest.mark.parametrize(
        ("first", "second", "got"), [(1, 2, 10), (0, 2, 6), (1, 3, 4), (0, 3, 0)]
    )
    def test_line_by_line(self, first: int, second: int, got: int) -> None:
        made = rule(Checklist, items=self.LINES)
        facts = {"f": known(first), "g": known(second)}
        for part, start, sign in ((Part.BASE, 10, 1), (Part.BONUS, 0, 1), (Part.PENALTY, 0, -1)):
            for end in End:
                found = made.judge(Leaf("a", Fraction(10), part), facts, end)
                assert start + sum(hit.points for hit in found) == sign * got

    def test_an_unknown_line_is_open(self) -> None:
        made = rule(Checklist, items=self.LINES)
        facts = {"f": LATE, "g": known(3)}
        for part, expected in (
            (Part.BASE, (0, 4)),
            (Part.BONUS, (0, 4)),
            (Part.PENALTY, (-4, 0)),
        ):
            start = 10 if part is Part.BASE else 0
            found = [
                start
                + sum(hit.points for hit in made.judge(Leaf("a", Fraction(10), part), facts, end))
                for end in (End.LEAST, End.MOST)
            ]
            assert tuple(found) == expected
        worst = made.judge(Leaf("a", Fraction(10)), facts, End.LEAST)
        assert [(hit.kind, hit.reason.of("en")) for hit in worst] == [
            (HitKind.OPEN, "first: not known"),
            (HitKind.LOSS, "second: not met"),
        ]

    @pytest.mark.parametrize(
        ("first", "second", "expected"), [(1, 2, (10, 10)), (0, 2, (0, 0)), (None, 2, (0, 10))]
    )
    def test_all_or_nothing(
        self, first: int | None, second: int, expected: tuple[int, int]
    ) -> None:
        lines = [{**line, "points": None} for line in self.LINES]
        made = rule(Checklist, items=lines, score="all")
        facts = {"f": LATE if first is None else known(first), "g": known(second)}
        found = [
            10 + sum(hit.points for hit in made.judge(Leaf("a", Fraction(10)), facts, end))
            for end in (End.LEAST, End.MOST)
        ]
        assert tuple(found) == expected

    def test_what_is_lacking_is_named(self) -> None:
        made = rule(Checklist, items=[{**line, "points": None} for line in self.LINES], score="all")
        facts = {"f": known(0), "g": known(2)}
        (hit,) = made.judge(Leaf("a", Fraction(10)), facts, End.MOST)
        assert hit.reason == Text("未全部做到：甲", "not all are met: first")
        (gain,) = made.judge(
            Leaf("a", Fraction(10), Part.BONUS), {"f": known(1), "g": known(2)}, End.MOST
        )
        assert gain.reason == Text("全部做到", "all are met")

    def test_a_band_has_two_ends(self) -> None:
        made = rule(
            Checklist,
            items=[
                {"id": "x", "title": "甲", "fact": "f", "at_least": 2, "at_most": 4, "points": 10}
            ],
        )
        assert [ends(made, known(value))[0] for value in (1, 2, 4, 5)] == [0, 10, 10, 0]
        assert made.direction("f") == 0
        assert made.reaches_ends({"f": LATE})

    def test_lines_that_contradict_each_other_only_enclose(self) -> None:
        # at least one, and at most none: exactly one of the lines is met, whatever the fact
        made = rule(
            Checklist,
            items=[
                {"id": "x", "title": "甲", "fact": "f", "points": 5},
                {"id": "y", "title": "乙", "fact": "f", "at_most": 0, "points": 5},
            ],
        )
        assert ends(made, LATE) == (0, 10)
        assert not made.reaches_ends({"f": LATE})
        assert made.reaches_ends({"f": known(1)})

    def test_no_lines(self) -> None:
        with pytest.raises(ValueError, match="清单没有项目"):
            rule(Checklist, items=[])


# What each kind gives for one value, worked out apart from the library.
def _steps(value: int) -> Fraction:
    return Fraction(10 if value >= 6 else 7 if value >= 3 else 2)


def _rising(value: int) -> Fraction:
    return Fraction(9 if value <= 1 else 4 if value <= 4 else 0)


def _lines(value: int) -> Fraction:
    return Fraction((3 if value >= 1 else 0) + (7 if value >= 4 else 0))


BRUTE: list[tuple[str, RuleKind, Callable[[int], Fraction], frozenset[Part]]] = [
    (
        "present",
        rule(Present, fact="f", at_least=4),
        lambda n: Fraction(10 if n >= 4 else 0),
        frozenset({Part.BASE, Part.BONUS, Part.PENALTY}),
    ),
    (
        "share",
        rule(Share, fact="f", target=7),
        lambda n: Fraction(10 * min(n, 7), 7),
        frozenset({Part.BASE, Part.BONUS, Part.PENALTY}),
    ),
    (
        "steps",
        rule(
            Steps,
            fact="f",
            steps=[{"at_least": 6, "points": 10}, {"at_least": 3, "points": 7}],
            otherwise=2,
        ),
        _steps,
        frozenset({Part.BASE, Part.BONUS, Part.PENALTY}),
    ),
    (
        "steps up to",
        rule(Steps, fact="f", steps=[{"at_most": 1, "points": 9}, {"at_most": 4, "points": 4}]),
        _rising,
        frozenset({Part.BASE, Part.BONUS, Part.PENALTY}),
    ),
    (
        "checklist",
        rule(
            Checklist,
            items=[
                {"id": "x", "title": "甲", "fact": "f", "points": 3},
                {"id": "y", "title": "乙", "fact": "f", "at_least": 4, "points": 7},
            ],
        ),
        _lines,
        frozenset({Part.BASE, Part.BONUS, Part.PENALTY}),
    ),
    (
        "deduct",
        rule(Deduct, per="f", each=3, free=1, floor=2),
        lambda n: Fraction(10 - min(8, 3 * max(0, n - 1))),
        frozenset({Part.BASE}),
    ),
    (
        "deduct as a penalty",
        rule(Deduct, per="f", each=3, free=1, cap=7),
        lambda n: Fraction(min(7, 3 * max(0, n - 1))),
        frozenset({Part.PENALTY}),
    ),
    (
        "credit",
        rule(Credit, per="f", each="1.5", cap=8),
        lambda n: min(Fraction(8), Fraction(3, 2) * n),
        frozenset({Part.BASE, Part.BONUS}),
    ),
]


@pytest.mark.parametrize(("name", "made", "formula", "parts"), BRUTE, ids=[b[0] for b in BRUTE])
@given(least=st.integers(0, 8), more=st.integers(0, 8), named=st.booleans())
def test_the_span_is_every_value_the_fact_may_have(
    name: str,
    made: RuleKind,
    formula: Callable[[int], Fraction],
    parts: frozenset[Part],
    least: int,
    more: int,
    named: bool,
) -> None:
    del name
    every = [formula(value) for value in range(least, least + more + 1)]
    value = between(least, least + more)
    if not named:
        value = FactValue(value.least, value.most)
    for part in parts:
        found = ends(made, value, 10, part)
        if part is Part.PENALTY:
            assert found == (-max(every), -min(every))
        else:
            assert found == (min(every), max(every))


@pytest.mark.parametrize(("name", "made", "formula", "parts"), BRUTE, ids=[b[0] for b in BRUTE])
@given(least=st.integers(0, 8))
def test_without_an_upper_end_every_greater_value_is_possible(
    name: str,
    made: RuleKind,
    formula: Callable[[int], Fraction],
    parts: frozenset[Part],
    least: int,
) -> None:
    del name
    every = [formula(value) for value in range(least, least + 40)]  # beyond every threshold
    for part in parts:
        found = ends(made, between(least, None), 10, part)
        if part is Part.PENALTY:
            assert found == (-max(every), -min(every))
        else:
            assert found == (min(every), max(every))


@pytest.mark.parametrize(("name", "made", "formula", "parts"), BRUTE, ids=[b[0] for b in BRUTE])
@given(value=st.integers(0, 12), more=st.integers(0, 12))
def test_a_declared_direction_is_kept(
    name: str,
    made: RuleKind,
    formula: Callable[[int], Fraction],
    parts: frozenset[Part],
    value: int,
    more: int,
) -> None:
    del name, formula
    for part in parts:
        way = made.direction("f", part)
        assert way in {1, -1}
        lower, upper = (ends(made, known(n), 10, part)[0] for n in (value, value + more))
        assert (upper - lower) * way >= 0


@given(
    free=st.integers(0, 4),
    each=st.integers(1, 4),
    cap=st.none() | st.integers(0, 12),
    least=st.integers(0, 6),
    more=st.integers(0, 6),
    end=st.sampled_from(End),
)
def test_each_entry_of_a_deduction_is_one_record_in_order(
    free: int, each: int, cap: int | None, least: int, more: int, end: End
) -> None:
    made = rule(Deduct, per="f", each=each, free=free, cap=cap)
    found = hits(made, between(least, least + more), end)
    charged = [hit for hit in found if hit.kind in {HitKind.LOSS, HitKind.OPEN}]
    # k0, k1, … lie on consecutive days, and each is charged once
    days = [int(hit.records[0].removeprefix("cases:k")) for hit in charged]
    assert days == sorted(set(days))
    assert all(hit.points == -each for hit in charged)
    counted = least if end is End.MOST else least + more
    assert len(charged) == max(0, counted - free)
    back = found[len(charged) :]
    assert all(hit.kind in {HitKind.CAP, HitKind.FLOOR} and hit.points > 0 for hit in back)
    limit = 10 if cap is None else min(cap, 10)
    assert -sum(hit.points for hit in found) == min(limit, each * len(charged))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0", "0"),
        ("-3", "-3"),
        ("1/8", "0.125"),
        ("-1/2", "-0.5"),
        ("1/3", "1/3"),
        ("100/3", "100/3"),
        ("12.50", "12.5"),
        ("1/50", "0.02"),
    ],
)
def test_numbers_for_people(value: str, text: str) -> None:
    assert number_text(Fraction(value)) == text
