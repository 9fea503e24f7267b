"""Several units together: ranks, quotas and roll-ups against brute force and hand-worked cases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zwgk.errors import InvalidInput, Text
from zwgk.facts import Truth
from zwgk.records import Level, UnitKind
from zwgk.scheme import KINDS, HitKind, Scheme, read_scheme
from zwgk.scoring import (
    Assessment,
    Bounds,
    LedgerEntry,
    Ledgers,
    Settled,
    VetoResult,
    rank,
    roll_up,
)
from zwgk.source import parse_yaml

HEAD = """\
format: 1
id: sheet
version: "1"
title: 示例
source: 示例（虚构）
full: 100
"""
LEAF = "indicators:\n  - {id: a, title: 甲, points: 100, rule: {kind: declared}}\n"
VETO = "  - {id: v, title: 否决, part: veto, rule: {kind: present, fact: bad}, effect: EFFECT}\n"


def sheet(keys: str = "", effect: str = "") -> Scheme:
    body = LEAF + (VETO.replace("EFFECT", effect) if effect else "")
    known: dict[str, Any] = {kind.kind: kind for kind in KINDS}
    return read_scheme(parse_yaml(HEAD + keys + body, "sheet.yaml"), known, {}, frozenset({"bad"}))


def ledger(total: Decimal) -> tuple[LedgerEntry, ...]:
    off = Fraction(total) - 100
    if not off:
        return ()
    return (
        LedgerEntry.model_validate(
            {
                "id": "L001",
                "indicator": "a",
                "kind": "loss",
                "points": off,
                "amount": off,
                "reason": Text("扣分", "loss"),
            }
        ),
    )


def unit(name: str, *ends: str | Decimal, **told: Any) -> Assessment:
    """A finished assessment with that total, or with those bounds, or without any score."""
    low, high = (Decimal(ends[0]), Decimal(ends[-1])) if ends else (None, None)
    same = low == high
    bounds = None if low is None or high is None else Bounds(least=low, greatest=high)
    fields: dict[str, Any] = {
        "scheme": "sheet",
        "version": "1",
        "scheme_title": Text("示例"),
        "source": "示例（虚构）",
        "verified": True,
        "unit": name,
        "first": date(2024, 1, 1),
        "last": date(2024, 12, 31),
        "as_of": date(2025, 1, 31),
        "perspective": "review",
        "calendar": "x",
        "scored": True,
        "full": Decimal(100),
        "total": low if same else None,
        "grade": None,
        "bounds": bounds,
        "declared": None,
        "settled": Settled.model_validate({"points": low or 0, "of": 100 if same else 0}),
        "completeness": 1 if same else 0,
        "indicators": (),
        "ledger": ledger(low) if same and low is not None else None,
        "ledgers": None
        if same or low is None or high is None
        else Ledgers(least=ledger(low), greatest=ledger(high)),
        "vetoes": (),
        "facts": (),
        "duties": (),
        "verdicts": (),
        "findings": (),
        "unit_kind": UnitKind.DEPARTMENT,
        "unit_level": Level.COUNTY,
    }
    return Assessment.model_validate({**fields, **told})


def ranks(found: Sequence[Assessment]) -> list[tuple[int, int]]:
    return [(one.standing.best, one.standing.worst) for one in found if one.standing]


# ---- ranks ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ties", "expected"), [("competition", [1, 2, 2, 4]), ("dense", [1, 2, 2, 3])]
)
def test_ties(ties: str, expected: list[int]) -> None:
    scheme = sheet(f"ranking: {{ties: {ties}}}\n")
    found = rank([unit("a", "90"), unit("b", "80"), unit("c", "80"), unit("d", "70")], scheme)
    assert [one.rank for one in found] == expected
    assert found[1].standing is not None
    assert found[1].standing.why.zh == "共 4 个单位，第 2 名（并列）"
    assert found[1].standing.why.en == "rank 2 of 4 units, tied"


def test_an_open_total_opens_the_ranks_it_may_pass() -> None:
    # b may be anywhere from 60 to 85: above a (80) or below c (70); d (90) is first in any case.
    found = rank(
        [unit("a", "80"), unit("b", "60", "85"), unit("c", "70"), unit("d", "90")], sheet()
    )
    assert ranks(found) == [(2, 3), (2, 4), (3, 4), (1, 1)]
    assert [one.rank for one in found] == [None, None, None, 1]


def test_groups_are_ranked_apart() -> None:
    scheme = sheet("ranking: {group: [kind, level]}\n")
    town = {"unit_kind": UnitKind.TOWNSHIP, "unit_level": Level.TOWNSHIP}
    found = rank([unit("a", "90"), unit("b", "95", **town), unit("c", "80")], scheme)
    assert [(one.rank, one.standing and one.standing.of) for one in found] == [
        (1, 2),
        (1, 1),
        (2, 2),
    ]
    assert found[0].standing is not None
    assert found[0].standing.group == ("department", "county")


def test_who_has_no_score_is_not_ranked() -> None:
    found = rank([unit("a", "90"), unit("b"), unit("c", "80")], sheet())
    assert [one.rank for one in found] == [1, None, 2]
    assert found[1].standing is None
    assert found[0].standing is not None
    assert found[0].standing.of == 2


def test_faults_all_at_once() -> None:
    scheme = sheet("ranking: {group: level}\n")
    with pytest.raises(InvalidInput) as bad:
        rank(
            [
                unit("a", "90"),
                unit("b", "90", scheme="other"),
                unit("c", "90", last=date(2024, 6, 30)),
                unit("d", "90", unit_level=None),
            ],
            scheme,
        )
    assert [problem.place.path for problem in bad.value.problems] == ["[1] b", "[2] c", "[3] d"]


def test_nobody() -> None:
    assert rank([], sheet()) == ()


def test_json_there_and_back() -> None:
    for one in rank([unit("a", "90"), unit("b", "60", "95")], sheet(QUARTER)):
        assert Assessment.model_validate_json(one.model_dump_json()) == one


# ---- grades by rank ---------------------------------------------------------------------------

# S20: 先进 is the top quarter, 达标 from 67 on; here the first must have 90 as well.
QUARTER = """\
grades:
  - {id: best, title: 先进, from: 90, quota: "25%"}
  - {id: good, title: 达标, from: 67}
  - {id: poor, title: 不达标}
"""
EIGHT = """\
grades:
  - {id: flag, title: 红旗窗口, from: 0, top: TOP}
  - {id: none, title: 其他}
"""


def grades(found: Sequence[Assessment]) -> list[str | None]:
    return [one.grade for one in found]


def test_top_quarter_and_a_floor() -> None:
    # Eight units: two places. The second has 89 and fails the floor; the third does not move up.
    totals = ["95", "89", "88", "80", "70", "67", "66.99", "10"]
    found = rank([unit(f"u{n}", total) for n, total in enumerate(totals)], sheet(QUARTER))
    assert grades(found) == ["best", "good", "good", "good", "good", "good", "poor", "poor"]
    assert found[1].grade_title == Text("达标")
    assert found[1].standing is not None
    assert found[1].standing.why.zh == "共 8 个单位，第 2 名；先进：前 25%，2 个名额，在内"


@pytest.mark.parametrize(("rounding", "best"), [("down", 1), ("nearest", 2), ("up", 2)])
def test_a_quarter_of_seven_is_one_and_three_quarters(rounding: str, best: int) -> None:
    scheme = sheet(f"ranking: {{quota_places: {rounding}}}\n{QUARTER}")
    found = rank([unit(f"u{n}", str(99 - n)) for n in range(7)], scheme)
    assert grades(found).count("best") == best


@pytest.mark.parametrize(("ties", "best"), [("all", 3), ("none", 1)])
def test_a_tie_across_the_edge_of_a_quota(ties: str, best: int) -> None:
    # Two places, and two units share the second.
    totals = ["95", "93", "93", "92", "91", "91", "91", "90"]
    scheme = sheet(f"ranking: {{quota_ties: {ties}}}\n{QUARTER}")
    assert grades(rank([unit(f"u{t}", t) for t in totals], scheme)).count("best") == best


def test_the_first_eight_by_competition_and_by_dense_rank() -> None:
    # S32 with two instead of eight: ranks 1, 1, 3 and dense 1, 1, 2.
    units = [unit("a", "90"), unit("b", "90"), unit("c", "80")]
    plain = sheet(EIGHT.replace("TOP", "2"))
    dense = sheet("ranking: {ties: dense}\n" + EIGHT.replace("TOP", "2"))
    assert grades(rank(units, plain)) == ["flag", "flag", "none"]
    assert grades(rank(units, dense)) == ["flag", "flag", "flag"]


def test_a_grade_only_when_every_completion_gives_it() -> None:
    # One place. a has 95 for sure; b may have up to 96 and then takes the place.
    scheme = sheet(EIGHT.replace("TOP", "1"))
    open_ = rank([unit("a", "95"), unit("b", "80", "96"), unit("c", "70")], scheme)
    assert grades(open_) == [None, None, "none"]
    shut = rank([unit("a", "95"), unit("b", "80", "94"), unit("c", "70")], scheme)
    assert grades(shut) == ["flag", "none", "none"]


@pytest.mark.parametrize(
    ("effect", "fired", "expected"),
    [
        ("bar_top", Truth.YES, "good"),
        ("bar_top", Truth.MAYBE, None),
        ("bar_top", Truth.NO, "best"),
        ("{lower: 2}", Truth.YES, "poor"),
        ("{lower: 5}", Truth.YES, "poor"),
        ("{grade_ceiling: good}", Truth.YES, "good"),
        ("{grade: poor}", Truth.YES, "poor"),
    ],
)
def test_what_a_veto_does_to_a_grade_by_rank(
    effect: str, fired: Truth, expected: str | None
) -> None:
    veto = VetoResult(id="v", title=Text("否决"), fired=fired)
    units = [unit("a", "95", vetoes=(veto,)), unit("b", "80"), unit("c", "70"), unit("d", "60")]
    assert rank(units, sheet(QUARTER, effect))[0].grade == expected


def test_whom_a_veto_stops_counts_behind_all_others() -> None:
    # Four units, one place in a quarter. d has no total; c may turn out to have none.
    stop = "{stop: true, grade: poor}"
    sure, maybe = (
        VetoResult(id="v", title=Text("否决"), fired=f) for f in (Truth.YES, Truth.MAYBE)
    )
    units = [
        unit("a", "95"),
        unit("b", "70"),
        unit("c", "92", vetoes=(maybe,), total=None, grade=None),
        unit("d", vetoes=(sure,), grade="poor", reason=Text("停止计分")),
    ]
    found = rank(units, sheet(QUARTER, stop))
    # Stopped, c shares the place behind all others with d: third.
    assert ranks(found) == [(1, 1), (2, 3), (2, 3)]
    assert found[0].standing is not None
    assert found[0].standing.of == 4
    # c is not the first, and has 达标 or, stopped, 不达标.
    assert grades(found) == ["best", "good", None, "poor"]
    assert [one.rank for one in found] == [1, None, None, None]


def test_a_child_that_a_veto_may_stop_leaves_no_total() -> None:
    maybe = VetoResult(id="v", title=Text("否决"), fired=Truth.MAYBE)
    child = unit("局", "70", vetoes=(maybe,), total=None)
    scheme = sheet(SIX_THREE_ONE + QUARTER, "{stop: true, grade: poor}")
    result = roll_up(unit("县", "90"), [child], scheme)
    assert (result.total, result.grade) == (None, None)
    assert result.bounds is not None
    assert (result.bounds.least, result.bounds.greatest) == (Decimal("87.14"), Decimal("87.14"))
    adds_up(result)


def test_bands_with_ends_leave_a_gap() -> None:
    scheme = sheet(
        "grades:\n  - {id: x, title: 甲, from: 90, to: 100, top: 2}\n"
        "  - {id: y, title: 乙, from: 70, to: 89}\n  - {id: z, title: 丙, to: 69}\n"
    )
    found = rank([unit("a", "95"), unit("b", "89.5"), unit("c", "88", "91")], scheme)
    assert grades(found) == ["x", None, None]


ENDS = st.tuples(st.integers(0, 4), st.integers(0, 4)).map(lambda two: (min(two), max(two)))


def outcomes(ends: Sequence[tuple[int, int]]) -> Iterator[tuple[int, ...]]:
    return product(*(range(low, high + 1) for low, high in ends))


def slow_rank(totals: Sequence[int], index: int, ties: str) -> int:
    above = [other for other in totals if other > totals[index]]
    return 1 + (len(above) if ties == "competition" else len(set(above)))


def slow_grade(totals: Sequence[int], index: int, ties: str, share: int, floor: int) -> str:
    """``best`` within the first ``share`` per cent of the units and from ``floor`` on."""
    seats = len(totals) * share // 100
    mine = totals[index]
    place = sum(other > mine for other in totals) + 1
    if ties == "none":
        place = sum(other >= mine for other in totals)
    return "best" if mine >= floor and place <= seats else "rest"


class TestAgainstEveryCompletion:
    """Ranks and grades of whole totals, against all of them one by one."""

    @given(st.lists(ENDS, min_size=1, max_size=5), st.sampled_from(["competition", "dense"]))
    def test_the_ends_of_a_rank_are_reached(self, ends: list[tuple[int, int]], ties: str) -> None:
        scheme = sheet(f"places: 0\nranking: {{ties: {ties}}}\n")
        found = rank([unit("u", *map(str, pair)) for pair in ends], scheme)
        for index, one in enumerate(found):
            every = {slow_rank(totals, index, ties) for totals in outcomes(ends)}
            assert one.standing is not None
            assert (one.standing.best, one.standing.worst) == (min(every), max(every))
            assert one.rank == (min(every) if len(every) == 1 else None)

    @given(
        st.lists(ENDS, min_size=1, max_size=5),
        st.sampled_from(["all", "none"]),
        st.integers(1, 100),
        st.integers(0, 4),
    )
    def test_a_grade_is_told_where_all_completions_agree(
        self, ends: list[tuple[int, int]], ties: str, share: int, floor: int
    ) -> None:
        scheme = sheet(
            f"places: 0\nranking: {{quota_ties: {ties}}}\ngrades:\n"
            f'  - {{id: best, title: 先进, from: {floor}, quota: "{share}%"}}\n'
            "  - {id: rest, title: 其他}\n"
        )
        found = rank([unit("u", *map(str, pair)) for pair in ends], scheme)
        for index, one in enumerate(found):
            every = {slow_grade(totals, index, ties, share, floor) for totals in outcomes(ends)}
            assert one.grade == (next(iter(every)) if len(every) == 1 else None)

    @given(st.permutations([("a", 0, 3), ("b", 1, 1), ("c", 2, 2), ("d", 3, 3), ("e", 3, 3)]))
    def test_order_is_irrelevant(self, units: list[tuple[str, int, int]]) -> None:
        scheme = sheet("places: 0\n" + QUARTER.replace("90", "2").replace("67", "1"))
        found = rank([unit(name, str(low), str(high)) for name, low, high in units], scheme)
        told = {one.unit: one.standing for one in found}
        spans = {name: (one.best, one.worst) for name, one in told.items() if one is not None}
        # a is anywhere from 0 to 3: level with d and e at its best, below b at its worst.
        assert spans == {"a": (1, 5), "b": (4, 5), "c": (3, 4), "d": (1, 1), "e": (1, 1)}
        assert rank(found, scheme) == found


# ---- roll-up ----------------------------------------------------------------------------------

SIX_THREE_ONE = "roll_up: {own: 6, classes: {township: 3, department: 1}}\n"
TOWN = {"unit_kind": UnitKind.TOWNSHIP}


def adds_up(result: Assessment) -> None:
    """Full and all entries make the total, or each bound, exactly."""
    assert result.bounds is not None
    assert result.full is not None
    ledgers = (
        (result.ledger, result.ledger)
        if result.ledgers is None
        else (result.ledgers.least, result.ledgers.greatest)
    )
    for entries, end in zip(ledgers, (result.bounds.least, result.bounds.greatest), strict=True):
        assert entries is not None
        assert Fraction(result.full) + sum(Fraction(e.amount) for e in entries) == Fraction(end)


def test_six_three_one() -> None:
    # S16: 90 × 0.6 + 80 × 0.3 + 70 × 0.1 = 54 + 24 + 7 = 85
    own = unit("县", "90", unit_kind=UnitKind.GOVERNMENT)
    result = roll_up(own, [unit("镇", "80", **TOWN), unit("局", "70")], sheet(SIX_THREE_ONE))
    assert (result.total, result.unit) == (Decimal("85.00"), "县")
    assert [(one.unit, one.of_class, str(one.share)) for one in result.rolled_up] == [
        ("县", None, "3/5"),
        ("镇", "township", "3/10"),
        ("局", "department", "1/10"),
    ]
    assert result.ledger is not None
    # The own loss of ten by six tenths, twenty by three, thirty by one.
    assert [(e.indicator, str(e.amount)) for e in result.ledger] == [
        ("a", "-6"),
        ("township", "-6"),
        ("department", "-3"),
    ]
    assert result.ledger[1].reason.zh == "镇 得 80 分，占 0.3"
    adds_up(result)
    assert Assessment.model_validate_json(result.model_dump_json()) == result


def test_site_and_new_media() -> None:
    # S5: 90 × 0.3 + 80 × 0.7 = 83, of two kinds of account and no score of the unit's own
    scheme = sheet(
        "profiles: {site: {title: 网站}, media: {title: 新媒体}}\n"
        "roll_up: {classes: {site: 30, media: 70}}\n"
    )
    result = roll_up(
        unit("区"),
        [unit("网", "90", profile="site"), unit("号", "80", profile="media")],
        scheme,
    )  # the unit itself has no score and needs none
    assert result.total == Decimal("83.00")


@pytest.mark.parametrize(("take", "total"), [("mean", "70.00"), ("min", "59.00")])
def test_accounts_by_their_mean_or_their_lowest(take: str, total: str) -> None:
    # S4: three accounts with 59, 71 and 80; their mean is 70.
    scheme = sheet(f"roll_up: {{classes: {{other: {{weight: 1, take: {take}}}}}}}\n")
    accounts = [unit(f"号{n}", n, unit_kind=UnitKind.OTHER) for n in ("71", "59", "80")]
    result = roll_up(unit("县"), accounts, scheme)
    assert str(result.total) == total
    adds_up(result)


def test_a_class_without_a_unit_leaves_its_weight() -> None:
    # (90 × 6 + 70 × 1) / 7 = 87.142857…
    result = roll_up(unit("县", "90"), [unit("局", "70")], sheet(SIX_THREE_ONE))
    assert result.total == Decimal("87.14")
    assert [str(one.share) for one in result.rolled_up] == ["6/7", "1/7"]
    adds_up(result)
    assert result.ledger is not None
    assert result.ledger[-1].kind is HitKind.ROUNDING


def test_rounded_once_at_the_end() -> None:
    # 30 % of 90.05 and 70 % of 80.05: 27.015 + 56.035 = 83.05, by part it would be 83.06
    scheme = sheet("roll_up: {own: 30, classes: {department: 70}}\n")
    assert roll_up(unit("区", "90.05"), [unit("号", "80.05")], scheme).total == Decimal("83.05")


def test_a_child_that_is_not_settled_gives_bounds_and_no_grade() -> None:
    # 54 + 3 × [60, 90] / 10 + 7 = [79, 88]; 良好 from 80 on
    bands = "grades: [{id: good, title: 良好, from: 80}, {id: rest, title: 其他}]\n"
    result = roll_up(
        unit("县", "90"),
        [unit("镇", "60", "90", **TOWN), unit("局", "70")],
        sheet(SIX_THREE_ONE + bands),
    )
    assert result.bounds is not None
    assert (result.total, result.bounds.least, result.bounds.greatest, result.grade) == (
        None,
        Decimal("79.00"),
        Decimal("88.00"),
        None,
    )
    adds_up(result)
    # completeness 0.6 × 1 + 0.3 × 0 + 0.1 × 1
    assert str(result.completeness) == "7/10"


def test_a_child_without_a_score_leaves_the_whole_without_one() -> None:
    result = roll_up(unit("县", "90"), [unit("镇", **TOWN)], sheet(SIX_THREE_ONE))
    assert (result.total, result.bounds, result.grade) == (None, None, None)
    assert result.reason is not None
    assert result.reason.zh == "镇 没有得分，无法汇总"


def test_the_own_veto_keeps_its_say_on_the_grade() -> None:
    scheme = sheet(SIX_THREE_ONE + QUARTER.replace(', quota: "25%"', ""), "{grade: poor}")
    veto = VetoResult(id="v", title=Text("否决"), fired=Truth.YES)
    children = [unit("镇", "95", **TOWN), unit("局", "95")]
    assert roll_up(unit("县", "95", vetoes=(veto,)), children, scheme).grade == "poor"
    assert roll_up(unit("县", "95"), children, scheme).grade == "best"


def test_a_rolled_up_total_can_be_ranked() -> None:
    scheme = sheet(SIX_THREE_ONE + QUARTER)
    counties = [
        roll_up(unit(f"县{n}", n), [unit("局", "90")], scheme) for n in ("95", "80", "85", "60")
    ]
    found = rank(counties, scheme)
    assert [one.rank for one in found] == [1, 3, 2, 4]
    # (95 × 6 + 90) / 7 = 94.29, the first of four
    assert (found[0].total, found[0].grade) == (Decimal("94.29"), "best")


def test_totals_out_of_one_scale_after_conversion() -> None:
    # Out of 130 and converted to 100: the raw full differs, the scale does not.
    scheme = sheet("convert: 50\n" + SIX_THREE_ONE)
    child = unit("局", "40", full=Decimal(130), ledger=ledger(Decimal(10)))
    result = roll_up(unit("县", "45"), [child], scheme)
    assert result.total == Decimal("44.29")  # (45 × 6 + 40) / 7 = 44.2857…
    adds_up(result)
    converted = LedgerEntry.model_validate(
        {**ledger(Decimal(10))[0].model_dump(), "kind": "conversion", "reason": Text("折算")}
    )
    other = unit("局", "40", scheme="else", full=Decimal(130), ledger=(converted,))
    assert roll_up(unit("县", "45"), [other], sheet(SIX_THREE_ONE)).total == Decimal("44.29")


def test_nothing_to_roll_up() -> None:
    scheme = sheet("roll_up: {classes: {township: 1}}\n")
    result = roll_up(unit("县", "90"), [], scheme)
    assert (result.total, result.bounds, result.rolled_up) == (None, None, ())
    assert result.reason is not None
    assert result.reason.en == "there is no unit to roll up"
    bare = roll_up(unit("县", full=None, scored=False), [unit("镇", "80", **TOWN)], scheme)
    assert bare.reason is not None
    assert bare.reason.zh == "本级没有满分，无法汇总"


def test_a_roll_up_without_classes_is_refused() -> None:
    with pytest.raises(InvalidInput, match="没有写任何类别"):
        sheet("roll_up: {own: 6, classes: {}}\n")


@pytest.mark.parametrize(
    ("child", "keys", "words"),
    [
        (unit("校", "90", unit_kind=UnitKind.SCHOOL), SIX_THREE_ONE, "不在 roll_up.classes 中"),
        (unit("局", "90", full=Decimal(130), ledger=ledger(Decimal(60))), SIX_THREE_ONE, "满分"),
        (unit("局", "90"), "", "没有写 roll_up"),
    ],
)
def test_faults_of_a_roll_up(child: Assessment, keys: str, words: str) -> None:
    with pytest.raises(InvalidInput) as bad:
        roll_up(unit("县", "90"), [child], sheet(keys))
    assert words in bad.value.of("zh")


def test_a_class_that_no_unit_can_be_of() -> None:
    with pytest.raises(InvalidInput) as bad:
        sheet("roll_up: {own: 6, classes: {accounts: 3}}\n")
    assert "roll_up.classes.accounts" in bad.value.of("zh")


CENTS = st.integers(0, 10_000).map(lambda n: Decimal(n) / 100)
SPAN = st.tuples(CENTS, CENTS).map(lambda two: (min(two), max(two)))


@given(
    own=SPAN,
    towns=st.lists(SPAN, max_size=3),
    offices=st.lists(SPAN, max_size=3),
    weights=st.tuples(st.integers(1, 9), st.integers(1, 9), st.integers(1, 9)),
    take=st.sampled_from(["mean", "min"]),
)
def test_a_roll_up_is_the_weighted_mean_at_both_ends(
    own: tuple[Decimal, Decimal],
    towns: list[tuple[Decimal, Decimal]],
    offices: list[tuple[Decimal, Decimal]],
    weights: tuple[int, int, int],
    take: str,
) -> None:
    scheme = sheet(
        f"roll_up: {{own: {weights[0]}, classes: {{township: {weights[1]}, "
        f"department: {{weight: {weights[2]}, take: {take}}}}}}}\n"
    )
    children = [unit(f"t{n}", *span, **TOWN) for n, span in enumerate(towns)]
    children += [unit(f"d{n}", *span) for n, span in enumerate(offices)]
    result = roll_up(unit("县", *own), children, scheme)
    assert result.bounds is not None
    for end, printed in enumerate((result.bounds.least, result.bounds.greatest)):
        parts: list[tuple[int, Fraction]] = [(weights[0], Fraction(own[end]))]
        if towns:
            mean = sum((Fraction(span[end]) for span in towns), Fraction(0)) / len(towns)
            parts.append((weights[1], mean))
        if offices:
            given_ = [Fraction(span[end]) for span in offices]
            mean = sum(given_, Fraction(0)) / len(given_)
            parts.append((weights[2], min(given_) if take == "min" else mean))
        exact = sum((w * value for w, value in parts), Fraction(0)) / sum(w for w, _ in parts)
        assert abs(Fraction(printed) - exact) <= Fraction(1, 200)
    adds_up(result)
    assert (result.total is None) == (result.bounds.least != result.bounds.greatest)
    assert sum(Fraction(one.share) for one in result.rolled_up) == 1
