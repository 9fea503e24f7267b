"""The kinds of real score sheets: values worked out by hand, then every value a fact may have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from itertools import product
from math import ceil, floor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zwgk.errors import Text
from zwgk.facts import FactValue, Support, Truth
from zwgk.scheme import (
    KINDS,
    AnyOf,
    Checklist,
    Credit,
    Declared,
    Deduct,
    End,
    Graded,
    Hit,
    HitKind,
    Leaf,
    Part,
    PercentTicks,
    Present,
    Ranked,
    RuleKind,
    declared_fact,
    number_text,
)

OPEN = FactValue.unknown(Text("未提供", "not given"))


def rule(kind: type[RuleKind], **given_: Any) -> RuleKind:
    return kind.model_validate(given_)


def known(value: object) -> FactValue:
    return FactValue.exactly(Fraction(str(value)))


def words(said: str) -> FactValue:
    return FactValue(None, None, words=said, stated=True)


def hits(
    made: RuleKind,
    facts: Mapping[str, FactValue],
    end: End,
    points: object = 10,
    part: str = "base",
) -> list[Hit]:
    return made.judge(Leaf("a", Fraction(str(points)), Part(part)), facts, end)


def ends(
    made: RuleKind, facts: Mapping[str, FactValue], points: object = 10, part: str = "base"
) -> tuple[str, str]:
    start = Fraction(str(points)) if part == "base" else Fraction(0)
    least, most = (
        start + sum((hit.points for hit in hits(made, facts, end, points, part)), Fraction(0))
        for end in (End.LEAST, End.MOST)
    )
    return number_text(least), number_text(most)


def both(number: object) -> tuple[str, str]:
    return str(number), str(number)


def shown(found: list[Hit]) -> list[tuple[str, str]]:
    return [(number_text(hit.points), hit.kind.value) for hit in found]


def rows(*amounts: int, certain: int | None = None) -> FactValue:
    """A sum over records k1, k2, … in the order of their days; the first ``certain`` are sure."""
    sure = len(amounts) if certain is None else certain
    named = tuple(
        Support(date(2024, 1, 1 + index), f"cases:k{index + 1}", Fraction(amount), index < sure)
        for index, amount in enumerate(amounts)
    )
    least = Fraction(sum(amounts[:sure]))
    return FactValue(least, Fraction(sum(amounts)), named)


class TestPercentTicks:
    # 办结率低于 95%，每低一个百分点扣 1 分 (S30)
    @pytest.mark.parametrize(
        ("value", "rounding", "got"),
        [
            ("0.95", "down", "10"),
            ("0.99", "down", "10"),
            ("0.93", "down", "8"),  # two points below
            ("0.945", "down", "10"),  # half a point: no whole one is lost
            ("0.945", "up", "9"),
            ("0.945", "none", "9.5"),
            ("0.80", "down", "0"),  # fifteen below, ten to take
        ],
    )
    def test_each_point_below_the_target(self, value: str, rounding: str, got: str) -> None:
        made = rule(PercentTicks, fact="f", target="95%", each=1, rounding=rounding)
        assert ends(made, {"f": known(value)}) == both(got)

    def test_what_the_leaf_cannot_bear_is_given_back(self) -> None:
        made = rule(PercentTicks, fact="f", target="0.95", each=1)
        assert shown(hits(made, {"f": known("0.8")}, End.MOST)) == [("-15", "loss"), ("5", "floor")]
        capped = rule(PercentTicks, fact="f", target="0.95", each=1, cap=4)
        assert shown(hits(capped, {"f": known("0.8")}, End.MOST)) == [
            ("-15", "loss"),
            ("11", "cap"),
        ]

    def test_steps_of_several_points_and_above_the_target(self) -> None:
        # 投诉率高于 2%，每高 0.5 个百分点扣 2 分: 3.6 % is 1.6 above, three whole steps
        made = rule(PercentTicks, fact="f", target="2%", each=2, tick="0.5", side="above")
        assert ends(made, {"f": known("0.036")}) == both(4)
        assert ends(made, {"f": known("0.02")}) == both(10)

    def test_a_bonus_is_given(self) -> None:
        # 满意度每高于 90% 一个百分点加 0.5 分，最多 3 分: 95 % brings 2.5, 99 % 4.5 capped to 3
        made = rule(PercentTicks, fact="f", target="90%", each="0.5", side="above", cap=3)
        assert ends(made, {"f": known("0.95")}, 5, "bonus") == both("2.5")
        assert ends(made, {"f": known("0.99")}, 5, "bonus") == both(3)
        assert ends(made, {"f": OPEN}, 5, "bonus") == ("0", "3")

    def test_a_penalty_is_taken(self) -> None:
        made = rule(PercentTicks, fact="f", target="95%", each=2)
        assert ends(made, {"f": known("0.93")}, 10, "penalty") == both(-4)
        assert ends(made, {"f": known("0.5")}, 10, "penalty") == both(-10)

    def test_what_is_not_known_is_open(self) -> None:
        made = rule(PercentTicks, fact="f", target="95%", each=1)
        assert ends(made, {"f": OPEN}) == ("0", "10")
        between = FactValue(Fraction("0.90"), Fraction("0.94"), percent=True)
        assert ends(made, {"f": between}) == ("5", "9")
        assert shown(hits(made, {"f": between}, End.LEAST)) == [("-1", "loss"), ("-4", "open")]
        assert "每低于 95% 1 个百分点计 1 分" in hits(made, {"f": between}, End.LEAST)[0].reason.zh

    @given(
        st.integers(0, 120),
        st.integers(0, 120),
        st.sampled_from(["down", "up", "none"]),
        st.sampled_from(["below", "above"]),
        st.sampled_from(["base", "bonus", "penalty"]),
    )
    def test_the_ends_are_those_of_all_values_between(
        self, one: int, other: int, rounding: str, side: str, where: str
    ) -> None:
        low, high = sorted((one, other))
        made = rule(
            PercentTicks, fact="f", target="90%", each=1, tick=3, rounding=rounding, side=side
        )
        facts = {"f": FactValue(Fraction(low, 100), Fraction(high, 100))}

        def worth(percent: int) -> Fraction:
            gap = Fraction(max(0, 90 - percent if side == "below" else percent - 90), 3)
            ticks = {"down": Fraction(floor(gap)), "up": Fraction(ceil(gap)), "none": gap}
            counted = min(Fraction(10), ticks[rounding])
            return {"base": 10 - counted, "bonus": counted, "penalty": -counted}[where]

        every = [worth(percent) for percent in range(low, high + 1)]
        found = ends(made, facts, 10, where)
        assert found == (number_text(min(every)), number_text(max(every)))
        way = made.direction("f", Part(where))
        assert worth(high) * way >= worth(low) * way

    def test_where_there_is_no_end(self) -> None:
        below = rule(PercentTicks, fact="f", target="90%", each=1)
        above = rule(PercentTicks, fact="f", target="90%", each=1, side="above")
        low, high = FactValue(Fraction(0), None), FactValue(None, Fraction(1))
        assert [made.endless({"f": low}) for made in (below, above)] == [False, True]
        assert [made.endless({"f": high}) for made in (below, above)] == [True, False]


class TestDeductions:
    def test_later_ones_cost_more(self) -> None:
        # 首次退回扣 1 分，第二次起每次扣 3 分 (S10): three times 1 + 3 + 3
        made = rule(Deduct, per="f", each=1, then=[3])
        assert ends(made, {"f": rows(1, 1, 1)}) == both(3)
        assert shown(hits(made, {"f": rows(1, 1, 1)}, End.MOST)) == [
            ("-1", "loss"),
            ("-3", "loss"),
            ("-3", "loss"),
        ]

    def test_the_first_are_free_and_then_it_rises(self) -> None:
        # one free, then 1, then 2 each: four times cost 1 + 2 + 2
        made = rule(Deduct, per="f", each=1, then=[2], free=1)
        assert ends(made, {"f": rows(1, 1, 1, 1)}) == both(5)

    def test_several_facts_in_one_leaf_by_date(self) -> None:
        # 迟报每次扣 1 分，未报每次扣 4 分
        late = FactValue.exactly(1, (Support(date(2024, 5, 2), "cases:b"),))
        missing = FactValue.exactly(1, (Support(date(2024, 5, 1), "cases:a"),))
        made = rule(Deduct, per="late", each=1, also={"missing": 4})
        facts = {"late": late, "missing": missing}
        assert ends(made, facts) == both(5)
        found = hits(made, facts, End.MOST)
        assert [hit.records for hit in found] == [("cases:a",), ("cases:b",)]
        assert made.needs() == made.counts() == {"late", "missing"}

    def test_points_by_day_late_with_a_limit_for_each_case(self) -> None:
        # 每超一日扣 1 分，每件最多扣 5 分: three days cost 3, nine days 5
        made = rule(Deduct, per="days", each=1, cap_each=5)
        assert ends(made, {"days": rows(3, 9)}, 20) == both(12)
        found = hits(made, {"days": rows(3, 9)}, End.MOST, 20)
        assert found[0].reason == Text(
            "cases:k1（2024-01-01）：计 3，扣 3 分", "cases:k1 (2024-01-01): counts 3, 3 taken"
        )

    def test_days_without_their_cases_are_one_case_or_many(self) -> None:
        # nine days in all: one case would cost 5, nine cases 9
        made = rule(Deduct, per="days", each=1, cap_each=5)
        assert ends(made, {"days": known(9)}, 20) == ("11", "15")
        assert not made.reaches_ends({"days": known(9)})
        assert made.reaches_ends({"days": rows(3, 9)})

    def test_no_end_is_told(self) -> None:
        made = rule(Deduct, per="a", each=1, also={"b": 2})
        facts = {"a": rows(1), "b": OPEN}
        assert made.endless(facts)
        assert ends(made, facts) == ("0", "9")
        assert not made.endless({"a": rows(1), "b": rows()})

    @given(
        st.lists(st.integers(1, 3), max_size=3),
        st.lists(st.integers(1, 3), max_size=3),
        st.integers(0, 3),
        st.integers(0, 2),
        st.sampled_from([(), (2,), (2, 4)]),
    )
    def test_the_ends_are_those_of_all_completions(
        self, first: list[int], second: list[int], sure: int, free: int, then: tuple[int, ...]
    ) -> None:
        sure = min(sure, len(first))
        made = rule(Deduct, per="a", each=1, then=list(then), also={"b": 3}, free=free)
        facts = {"a": rows(*first, certain=sure), "b": rows(*second, certain=0)}

        def cost(times: int) -> int:
            costs = (1, *then)
            return sum(costs[min(k, len(costs) - 1)] for k in range(max(0, times - free)))

        every = [
            10 - min(10, cost(sum(first[:sure]) + sum(some)) + 3 * sum(more))
            for some in _subsets(first[sure:])
            for more in _subsets(second)
        ]
        assert ends(made, facts) == (str(min(every)), str(max(every)))


def _subsets(amounts: list[int]) -> Iterator[list[int]]:
    for chosen in product([False, True], repeat=len(amounts)):
        yield [amount for amount, taken in zip(amounts, chosen, strict=True) if taken]


class TestCredits:
    def test_levels_of_prizes(self) -> None:
        # 国家级 +2、省级 +1、市级 +0.5 (S28): one national, two provincial, three of the city
        made = rule(Credit, per="n", each=2, also={"p": 1, "c": "0.5"})
        facts = {"n": rows(1), "p": rows(1, 1), "c": rows(1, 1, 1)}
        assert ends(made, facts, 10, "bonus") == both("5.5")
        assert ends(made, facts, 10) == both("5.5")
        assert ends(made, facts, 4, "bonus") == both(4)

    def test_the_second_brings_less(self) -> None:
        made = rule(Credit, per="n", each=3, then=[1])
        assert ends(made, {"n": rows(1, 1, 1)}, 10, "bonus") == both(5)
        why = hits(made, {"n": rows(1, 1, 1)}, End.MOST)[0].reason
        assert why.zh == "n 计 3 次，每次 3 分（此后 1 分），最多 10 分"


class TestThere:
    def test_with_it_ten_without_it_two_below_zero(self) -> None:
        # 有得 10 分，无扣 2 分 (S11)
        made = rule(Present, fact="f", miss=2)
        assert ends(made, {"f": known(1)}) == both(10)
        assert ends(made, {"f": known(0)}) == both(-2)
        assert ends(made, {"f": OPEN}) == ("-2", "10")
        assert [*made.misplaced(Part.BASE)] == []
        assert len([*made.misplaced(Part.BONUS)]) == len([*made.misplaced(Part.PENALTY)]) == 1

    def test_without_it_a_part(self) -> None:
        made = rule(Present, fact="f", otherwise="40%")
        assert ends(made, {"f": known(0)}) == both(4)
        assert ends(made, {"f": OPEN}) == ("4", "10")

    def test_any_one_is_enough(self) -> None:
        # 未配套解读扣一半，有一件就可不扣 (S15)
        made = rule(AnyOf, facts=["text", "picture"], otherwise="50%")
        assert ends(made, {"text": known(0), "picture": known(0)}, 2) == both(1)
        assert ends(made, {"text": known(0), "picture": known(1)}, 2) == both(2)
        assert ends(made, {"text": known(1), "picture": OPEN}, 2) == both(2)
        assert ends(made, {"text": known(0), "picture": OPEN}, 2) == ("1", "2")
        assert ends(made, {"text": known(1), "picture": known(0)}, 2, "penalty") == both(-2)

    def test_one_that_does_not_apply_is_not_there(self) -> None:
        nothing = FactValue(Fraction(0), Fraction(0), applicable=Truth.NO)
        made = rule(AnyOf, facts=["a", "b"])
        assert made.applicable({"a": nothing, "b": known(0)}) is Truth.YES
        assert made.applicable({"a": nothing, "b": nothing}) is Truth.NO
        maybe = FactValue(Fraction(0), Fraction(1), applicable=Truth.MAYBE)
        assert made.applicable({"a": nothing, "b": maybe}) is Truth.MAYBE
        assert made.fires({"a": nothing, "b": known(1)}) is Truth.YES
        assert made.fires({"a": nothing, "b": known(0)}) is Truth.NO

    @given(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1)), min_size=1, max_size=4))
    def test_the_ends_are_those_of_all_completions(self, pairs: list[tuple[int, int]]) -> None:
        names = [f"f{index}" for index in range(len(pairs))]
        made = rule(AnyOf, facts=names, otherwise="25%")
        spans = [(min(pair), max(pair)) for pair in pairs]
        facts = {
            name: FactValue(Fraction(low), Fraction(high))
            for name, (low, high) in zip(names, spans, strict=True)
        }
        every = [
            Fraction(10) if any(chosen) else Fraction(5, 2)
            for chosen in product(*(range(low, high + 1) for low, high in spans))
        ]
        assert ends(made, facts) == (number_text(min(every)), number_text(max(every)))


class TestGraded:
    # 仅说明“无此项业务”的，扣 40% (S14): 3 分扣 1.2 分, 4 分扣 1.6 分
    STATES: Any = {"done": 1, "none_declared": "60%", "absent": 0}  # noqa: RUF012  # plain data

    @pytest.mark.parametrize(
        ("value", "got"),
        [
            (words("none_declared"), "1.8"),
            (words("done"), "3"),
            (words("absent"), "0"),
            (FactValue(Fraction(1), Fraction(1), yes_no=True), "3"),
            (known(0), "0"),
        ],
    )
    def test_by_what_the_evidence_says(self, value: FactValue, got: str) -> None:
        made = rule(Graded, fact="f", states=self.STATES)
        assert ends(made, {"f": value}, 3) == both(got)
        assert ends(made, {"f": value}, 3, "bonus") == both(got)

    def test_words_that_are_no_state_stay_open_or_bring_the_rest(self) -> None:
        made = rule(Graded, fact="f", states={"good": "80%", "poor": "30%"})
        assert ends(made, {"f": words("so_so")}) == ("3", "8")
        assert ends(made, {"f": OPEN}) == ("3", "8")
        closed = rule(Graded, fact="f", states={"good": "80%", "poor": "30%"}, otherwise="10%")
        assert ends(closed, {"f": words("so_so")}) == both(1)
        assert ends(closed, {"f": OPEN}) == ("1", "8")

    def test_a_yes_that_is_only_said_is_done_or_absent(self) -> None:
        made = rule(Graded, fact="f", states={"done": 1, "half": "50%", "absent": "10%"})
        said = FactValue(Fraction(0), Fraction(1), yes_no=True)
        assert ends(made, {"f": said}) == ("1", "10")

    def test_words_that_are_only_said_are_open(self) -> None:
        made = rule(Graded, fact="f", states=self.STATES)
        said = FactValue(None, None, words="none_declared")
        assert ends(made, {"f": said}) == ("0", "10")

    def test_the_first_fact_that_holds_decides(self) -> None:
        made = rule(Graded, states={"published": 1, "said_none": "60%"}, otherwise="5%")
        facts = {"published": known(0), "said_none": known(1)}
        assert ends(made, facts) == both(6)
        assert ends(made, {**facts, "published": known(1)}) == both(10)
        assert ends(made, {**facts, "published": OPEN}) == ("6", "10")
        assert ends(made, {"published": known(0), "said_none": known(0)}) == both("0.5")
        assert ends(made, {"published": known(0), "said_none": OPEN}) == ("0.5", "6")

    @given(
        st.lists(
            st.tuples(st.integers(0, 4), st.booleans(), st.booleans()), min_size=1, max_size=4
        ),
        st.integers(0, 4),
        st.sampled_from(["base", "penalty"]),
    )
    def test_the_ends_are_those_of_all_completions(
        self, states: list[tuple[int, bool, bool]], rest: int, part: str
    ) -> None:
        names = [f"f{index}" for index in range(len(states))]
        made = rule(
            Graded,
            states={n: f"{share * 25}%" for n, (share, _, _) in zip(names, states, strict=True)},
            otherwise=f"{rest * 25}%",
        )
        spans = [sorted((int(one), int(other))) for _, one, other in states]
        facts = {
            n: FactValue(Fraction(a), Fraction(b)) for n, (a, b) in zip(names, spans, strict=True)
        }

        def worth(chosen: tuple[int, ...]) -> Fraction:
            share = next((s for c, (s, _, _) in zip(chosen, states, strict=True) if c), rest)
            return Fraction(share * 10, 4) * (-1 if part == "penalty" else 1)

        choices = list(product(*(range(low, high + 1) for low, high in spans)))
        every = [worth(chosen) for chosen in choices]
        assert ends(made, facts, 10, part) == (number_text(min(every)), number_text(max(every)))
        for index, name in enumerate(names):
            way = made.direction(name, Part(part))
            for chosen in choices:
                low = (*chosen[:index], 0, *chosen[index + 1 :])
                high = (*chosen[:index], 1, *chosen[index + 1 :])
                assert worth(high) * way >= worth(low) * way

    def test_its_directions(self) -> None:
        falling = rule(Graded, states={"a": 1, "b": "50%"}, otherwise="10%")
        assert [falling.direction(name) for name in ("a", "b")] == [1, 1]
        assert [falling.direction(name, Part.PENALTY) for name in ("a", "b")] == [-1, -1]
        faked = rule(Graded, states={"fake": 0, "done": 1}, otherwise="10%")
        assert [faked.direction(name) for name in ("fake", "done")] == [-1, 1]
        middling = rule(Graded, states={"a": "50%", "b": 1})
        assert middling.direction("a") == 0
        assert rule(Graded, fact="f", states={"done": 1}).direction("f") == 0


class TestParts:
    # 有标识 50%、可查看 30%、准确 20% (S8), of 0.5 points
    LINES: Any = [  # noqa: RUF012  # plain data
        {"id": "shown", "title": "有标识", "fact": "a", "share": "50%"},
        {"id": "open", "title": "可查看", "fact": "b", "share": "30%"},
        {"id": "right", "title": "准确", "fact": "c", "share": "20%"},
    ]

    @pytest.mark.parametrize(
        ("a", "b", "c", "got"),
        [(1, 1, 1, "0.5"), (1, 1, 0, "0.4"), (1, 0, 0, "0.25"), (0, 1, 1, "0.25"), (0, 0, 0, "0")],
    )
    def test_parts_of_the_points(self, a: int, b: int, c: int, got: str) -> None:
        made = rule(Checklist, items=self.LINES)
        assert [*made.faults(Fraction(1, 2))] == []
        facts = {"a": known(a), "b": known(b), "c": known(c)}
        assert ends(made, facts, "0.5") == both(got)

    def test_parts_that_are_not_all(self) -> None:
        (told,) = rule(Checklist, items=self.LINES[:2]).faults(Fraction(1))
        assert told[1].zh == "清单各项比例合计 80%，应为各项都写、合计 100%"


class TestRanked:
    def test_points_by_rank_are_open_in_one_assessment(self) -> None:
        # 第一至第三名 60、57、54，其余 50 (S36)
        made = rule(Ranked, points_by_rank=[60, 57, 54], otherwise=50)
        assert ends(made, {}, 60) == ("50", "60")
        assert isinstance(made, Ranked)
        assert [made.points_at(rank) for rank in (1, 2, 3, 4, 9)] == [60, 57, 54, 50, 50]
        kinds = {hit.kind for end in End for hit in hits(made, {}, end, 60)}
        assert kinds == {HitKind.OPEN}

    def test_the_first_gets_all(self) -> None:
        made = rule(Ranked, by="reports", share_of_first=True)
        assert made.needs() == {"reports"}
        assert ends(made, {"reports": known(3)}, 6) == ("0", "6")

    @pytest.mark.parametrize(
        "given_",
        [{}, {"points_by_rank": [3], "share_of_first": True, "by": "f"}, {"share_of_first": True}],
    )
    def test_one_way_of_ranking(self, given_: dict[str, Any]) -> None:
        with pytest.raises(ValueError, match=r"points_by_rank|share_of_first"):
            rule(Ranked, **given_)


class TestAssessors:
    # 第三方评估两轮 15%、25%: 80, 90 → 12 + 22.5 = 34.5 of 40 (S16)
    ROUNDS: Any = [  # noqa: RUF012  # plain data
        {"assessor": "third_party", "round": 1, "weight": 15},
        {"assessor": "third_party", "round": 2, "weight": 25},
    ]

    def facts(self, first: object = None, second: object = None) -> dict[str, FactValue]:
        given_ = {1: first, 2: second}
        return {
            f"declared:a#third_party/{number}": known(points)
            for number, points in given_.items()
            if points is not None
        }

    def test_rounds_with_weights(self) -> None:
        made = rule(Declared, out_of=100, assessors=self.ROUNDS)
        assert ends(made, self.facts(80, 90), 40) == both("34.5")
        why = hits(made, self.facts(80, 90), End.MOST, 40)[0].reason
        assert why.zh == "多方评定：第三方第 1 轮 80，第三方第 2 轮 90"

    def test_a_missing_round(self) -> None:
        # blocked: 12 of 15 are known, 25 open: 12 to 37; left out: 80 of 100 is 32 of 40
        made = rule(Declared, out_of=100, assessors=self.ROUNDS)
        assert ends(made, self.facts(80), 40) == ("12", "37")
        alone = rule(Declared, out_of=100, assessors=self.ROUNDS, missing="renormalise")
        assert ends(alone, self.facts(80), 40) == both(32)
        assert ends(alone, {}, 40) == ("0", "40")

    def test_an_override_is_final(self) -> None:
        made = rule(Declared, out_of=100, assessors=self.ROUNDS)
        facts = {**self.facts(80, 90), declared_fact("a"): known(50)}
        assert ends(made, facts, 40) == both(20)

    def test_points_of_a_hundred_in_every_part(self) -> None:
        made = rule(Declared, out_of=100)
        facts = {declared_fact("a"): known(75)}
        assert ends(made, facts, 8) == ends(made, facts, 8, "bonus") == both(6)
        assert ends(made, facts, 8, "penalty") == both(-6)


def test_what_each_kind_says_of_itself() -> None:
    """A kind that takes gives back; one that counts names the facts it counts."""
    made: list[RuleKind] = [
        rule(Declared),
        rule(Present, fact="f"),
        rule(AnyOf, facts=["f"]),
        rule(Graded, fact="f", states={"done": 1}),
        rule(PercentTicks, fact="f", target="1", each=1),
        rule(Deduct, per="f", each=1),
        rule(Credit, per="f", each=1),
        rule(Ranked, points_by_rank=[1]),
        rule(Checklist, items=[{"id": "x", "title": "甲", "fact": "f", "points": 1}]),
    ]
    assert {one.kind for one in made} | {"share", "steps"} == {kind.kind for kind in KINDS}
    assert {one.kind for one in made if one.takes} == {"deduct", "percent_ticks"}
    assert {one.kind for one in made if one.counts()} == {"deduct", "credit"}
    assert all(one.counts() <= one.needs() for one in made)


@pytest.mark.parametrize(
    ("made", "at"),
    [
        (rule(Deduct, per="f", each=2, cap_each=1), ("cap_each",)),
        (rule(Deduct, per="f", each=1, cap_each=3, then=[2]), ("cap_each",)),
        (rule(Deduct, per="f", each=1, also={"f": 2}), ("also", "f")),
        (rule(Credit, per="f", each=1, also={"f": 2}), ("also", "f")),
        (rule(Present, fact="f", miss=1, otherwise="50%"), ("miss",)),
        (rule(PercentTicks, fact="f", target="1", each=1, floor="none"), ("floor",)),
        (rule(PercentTicks, fact="f", target="1", each=1, floor=11), ("floor",)),
        (rule(Ranked, points_by_rank=[11]), ("points_by_rank", 0)),
        (rule(Ranked, points_by_rank=[1], otherwise=11), ("otherwise",)),
        (rule(Declared, gap=3), ("gap",)),
        (rule(Declared, missing="block"), ("missing",)),
        (
            rule(Declared, assessors=[{"assessor": "peer", "weight": 1}] * 2),
            ("assessors", 1),
        ),
    ],
)
def test_parameters_that_cannot_be(made: RuleKind, at: tuple[str, ...]) -> None:
    ((where, what, mend),) = made.faults(Fraction(10))
    assert where == at
    assert what.zh
    assert what.en
    assert mend is not None
