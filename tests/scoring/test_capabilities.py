"""What a score sheet may need, one minimal document each; the values are worked out beside them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import pytest

from zwgk.errors import Text
from zwgk.facts import FactValue
from zwgk.scheme import KINDS, Scheme, declared_fact, excused_fact, read_scheme
from zwgk.scoring import LedgerEntry, Score, score
from zwgk.source import parse_yaml

FACTS = frozenset({"a", "b", "c", "d", "v", "w"})


def sheet(body: str, full: str = "100") -> Scheme:
    head = f'format: 1\nid: sheet\nversion: "1"\ntitle: 示例\nsource: 示例（虚构）\nfull: {full}\n'
    return read_scheme(
        parse_yaml(head + body, "sheet.yaml"), {kind.kind: kind for kind in KINDS}, {}, FACTS
    )


def value(given: object) -> FactValue:
    if isinstance(given, FactValue):
        return given
    if isinstance(given, tuple):
        low, high = given
        return FactValue(Fraction(low), Fraction(high))
    return FactValue.exactly(Fraction(str(given)))


def mark(scheme: Scheme, given: Mapping[str, object]) -> Score:
    values = {name: value(one) for name, one in given.items()}
    result = score(scheme, values, values, {})
    assert adds_up(result)
    return result


def adds_up(result: Score) -> bool:
    """Whether full points and ledger make the total, or each of its bounds, exactly."""
    ledgers: list[tuple[tuple[LedgerEntry, ...], Decimal | None]] = []
    if result.ledger is not None:
        ledgers.append((result.ledger, result.total))
    if result.ledgers is not None and result.bounds is not None:
        ledgers.append((result.ledgers.least, result.bounds.least))
        ledgers.append((result.ledgers.greatest, result.bounds.greatest))
    full = Fraction(result.full or 0)
    return all(
        full + sum((Fraction(entry.amount) for entry in entries), Fraction(0)) == Fraction(end or 0)
        for entries, end in ledgers
    )


def given(**points: object) -> dict[str, object]:
    """What a reviewer gave, by indicator."""
    return {declared_fact(name): one for name, one in points.items()}


def excused(*names: str) -> dict[str, object]:
    """That indicators do not apply, with reason and approver."""
    why = Text("不适用：无此业务（示例办公室认定）", "not applicable: no such business")
    one = FactValue(Fraction(1), Fraction(1), because=why)
    return {excused_fact(name): one for name in names}


def total(body: str, facts: Mapping[str, object], full: str = "100") -> str:
    return str(mark(sheet(body, full), facts).total)


def leaf(name: str, points: int | str, more: str = "") -> str:
    """A leaf that takes what a reviewer gave."""
    return (
        f"{{id: {name}, title: {name}, points: {points}, rule: {{kind: declared}}"
        f"{', ' if more else ''}{more}}}"
    )


def told(result: Score) -> list[tuple[str, str, str, str]]:
    """Whose, of what kind, as the sheet says it, and as points of the total."""
    return [(e.indicator, e.kind.value, str(e.points), str(e.amount)) for e in result.ledger or ()]


class TestTree:
    """Parts in parts, by points here and by weights there, in one tree."""

    BODY = """\
indicators:
  - id: open
    title: 政务公开
    points: 100
    weight: 40
    parts:
      - id: o1
        title: 主动公开
        points: 60
        parts:
          - id: o1.1
            title: 目录
            points: 60
            parts:
              - {id: o1.1.1, title: 更新, points: 20, rule: {kind: deduct, per: a, each: 5}}
              - {id: o1.1.2, title: 完整, points: 40, rule: {kind: declared}}
      - {id: o2, title: 依申请公开, points: 40, rule: {kind: declared}}
  - id: site
    title: 网站
    points: 100
    weight: 60
    parts:
      - {id: s1, title: 内容, points: 80, weight: 75, rule: {kind: declared}}
      - {id: s2, title: 互动, points: 10, weight: 25, rule: {kind: declared}}
"""

    def test_points_and_weights_mix(self) -> None:
        # open: 20 - 10 + 40 + 30 = 80, of which 40 %: 32
        # site: 60 of 80 is 75 %, of 75: 56.25; 8 of 10 is 80 %, of 25: 20; of 76.25 60 %: 45.75
        result = mark(
            sheet(self.BODY), {"a": 2, **given(**{"o1.1.2": 40, "o2": 30, "s1": 60, "s2": 8})}
        )
        assert str(result.total) == "77.75"
        by_id = {one.id: one for one in result.indicators}
        assert [str(by_id[name].least) for name in ("open", "o1", "o1.1", "site", "s1")] == [
            "80",
            "50",
            "50",
            "305/4",
            "60",
        ]
        # what a loss costs of the total: 10 × 0.4 twice; 20/80 × 75 × 0.6; 2/10 × 25 × 0.6
        assert told(result) == [
            ("o1.1.1", "loss", "-10", "-4"),
            ("o2", "loss", "-10", "-4"),
            ("s1", "loss", "-20", "-45/4"),
            ("s2", "loss", "-2", "-3"),
        ]

    def test_what_is_settled_is_in_points_of_the_total(self) -> None:
        # o1.1.1 is 20 of 100 of 40; s1 75 of 100 of 60: 8 + 45 = 53 are known
        result = mark(sheet(self.BODY), {"a": 0, **given(s1=80)})
        assert (str(result.settled.points), str(result.settled.of)) == ("53", "53")
        assert result.completeness == Fraction(53, 100)
        # nothing else: 53; all of it: 100
        assert bounds(result) == ("53.00", "100.00", True)


def bounds(result: Score) -> tuple[str, str, bool]:
    assert result.bounds is not None
    return str(result.bounds.least), str(result.bounds.greatest), result.bounds.exact


class TestTotals:
    @pytest.mark.parametrize(
        ("full", "convert", "expected", "kinds"),
        [
            (108, "", "97.00", ["loss"]),  # 97 of 108, as printed
            (110, "convert: 100\n", "90.00", ["loss", "conversion"]),  # 99 of 110
            (130, "convert: 100\n", "100.00", []),  # all of it
        ],
    )
    def test_other_than_a_hundred_raw_and_converted(
        self, full: int, convert: str, expected: str, kinds: list[str]
    ) -> None:
        points = {108: "97", 110: "99", 130: "130"}[full]
        body = f"{convert}indicators:\n  - {leaf('x', full)}\n"
        result = mark(sheet(body, str(full)), given(x=points))
        assert (str(result.total), result.full) == (expected, Decimal(full))
        if full == 130:
            # nothing lost: 130 are converted to 100
            kinds = ["conversion"]
        assert [entry.kind.value for entry in result.ledger or ()] == kinds
        assert str(result.indicators[0].least) == points

    def test_a_part_is_converted_once_before_its_rounding(self) -> None:
        # 2 of 3 as of 10: 6.666… → 6.67 at the part; the ledger: 10 - 10/3 + 1/300
        body = (
            "indicators:\n  - id: g\n    title: 组\n    points: 3\n    convert: 10\n    places: 2\n"
            f"    parts:\n      - {leaf('x', 2)}\n      - {leaf('y', 1)}\n"
        )
        result = mark(sheet(body, "10"), given(x=2, y=0))
        assert str(result.total) == "6.67"
        assert told(result) == [("y", "loss", "-1", "-10/3"), ("g", "rounding", "1/300", "1/300")]


class TestLimits:
    BODY = """\
cap: 105
indicators:
  - id: g
    title: 主项
    points: 100
    cap: 102
    places: 1
    parts:
      - {id: x, title: 甲, points: 100, rule: {kind: declared}}
      - id: more
        title: 加分
        part: bonus
        cap: 5
        parts:
          - {id: m1, title: 表彰, points: 4, rule: {kind: credit, per: a, each: 2, cap: 3}}
          - {id: m2, title: 推广, points: 4, rule: {kind: declared}}
  - {id: other, title: 另加, part: bonus, points: 10, rule: {kind: declared}}
"""

    def test_of_a_leaf_a_part_a_node_and_the_whole(self) -> None:
        # m1: 2 × 2, at most 3; with m2 7, at most 5; 100 + 5, at most 102; 102 + 10, at most 105
        result = mark(sheet(self.BODY), {"a": 2, **given(x=100, m2=4, other=10)})
        assert str(result.total) == "105.00"
        caps = [(who, amount) for who, kind, _, amount in told(result) if kind == "cap"]
        assert caps == [("m1", "-1"), ("more", "-2"), ("g", "-3"), ("sheet", "-7")]


VETO = (
    "  - {{id: veto, title: 重大问题, part: veto, rule: {{kind: present, fact: v}},"
    " effect: {}, why: 办法第五条{}}}\n"
)
GRADES = (
    "grades:\n  - {id: a, title: 优, from: 90}\n  - {id: b, title: 良, from: 80}\n"
    "  - {id: c, title: 中, from: 60}\n  - {id: d, title: 差}\n"
)


class TestVetoEffects:
    @pytest.mark.parametrize(
        ("effect", "points", "expected", "grade"),
        [
            ("zero", "96", "0.00", "d"),
            ("{fixed: 59}", "96", "59.00", "d"),
            ("{ceiling: 89}", "96", "89.00", "b"),
            ("{ceiling: 89}", "70", "70.00", "c"),
            ("{grade: d}", "96", "96.00", "d"),
            ("{grade_ceiling: b}", "96", "96.00", "b"),
            ("{grade_ceiling: b}", "70", "70.00", "c"),
            ("{lower: 2}", "96", "96.00", "c"),
            ("{lower: 2}", "61", "61.00", "d"),
            ("bar_top", "96", "96.00", "b"),
            ("bar_top", "85", "85.00", "b"),
            ("{stop: true, grade: d}", "96", "None", "d"),
        ],
    )
    def test_each(self, effect: str, points: str, expected: str, grade: str) -> None:
        body = f"indicators:\n  - {leaf('x', 100)}\n" + VETO.format(effect, "") + GRADES
        result = mark(sheet(body), {"v": 1, **given(x=points)})
        assert (str(result.total), result.grade) == (expected, grade)
        assert result.unvetoed == Decimal(points)
        calm = mark(sheet(body), {"v": 0, **given(x=points)})
        assert (calm.total, calm.unvetoed) == (Decimal(points), None)

    def test_what_stops_the_scoring_says_so(self) -> None:
        body = f"indicators:\n  - {leaf('x', 100)}\n" + VETO.format("{stop: true, grade: d}", "")
        result = mark(sheet(body + GRADES), {"v": 1, **given(x="96")})
        assert (result.bounds, result.ledger, result.ledgers) == (None, None, None)
        assert result.reason == Text(
            "一票否决，停止计分：重大问题", "vetoed, the scoring stops: 重大问题"
        )

    def test_what_may_stop_it_leaves_no_total(self) -> None:
        body = f"indicators:\n  - {leaf('x', 100)}\n" + VETO.format("{stop: true, grade: d}", "")
        result = mark(sheet(body + GRADES), {"v": (0, 1), **given(x="96")})
        assert (result.total, result.grade, bounds(result)) == (
            None,
            None,
            ("96.00", "96.00", True),
        )

    def test_two_that_lower_lower_twice(self) -> None:
        second = (
            VETO.format("{lower: 1}", "").replace("id: veto", "id: w").replace("fact: v", "fact: w")
        )
        body = f"indicators:\n  - {leaf('x', 100)}\n" + VETO.format("{lower: 1}", "") + second
        result = mark(sheet(body + GRADES), {"v": 1, "w": 1, **given(x="96")})
        assert result.grade == "c"

    def test_an_account_with_a_veto_has_fifty_nine_and_the_rest_stands(self) -> None:
        # 59 × 0.5 + 90 × 0.5 = 74.5; without the veto 85 + 5 would open the bonus: (90 + 90)/2
        body = (
            "indicators:\n"
            "  - id: one\n    title: 甲号\n    points: 100\n    weight: 50\n    parts:\n"
            "      - {id: base, title: 基础, points: 100, places: 2, rule: {kind: declared}}\n"
            "      - {id: extra, title: 加分, part: bonus, points: 25, rule: {kind: declared},"
            " gate: {node: base, above: 80}}\n"
            f"  - {leaf('two', 100, 'weight: 50')}\n" + VETO.format("{fixed: 59}", ", scope: one")
        )
        facts = given(base=85, extra=5, two=90)
        result = mark(sheet(body), {"v": 1, **facts})
        assert (str(result.total), str(result.unvetoed)) == ("74.50", "90.00")
        assert told(result)[-2] == ("veto", "veto", "-31", "-31/2") or told(result)[2] == (
            "one",
            "veto",
            "-31",
            "-31/2",
        )
        # not known whether it fires: both
        assert bounds(mark(sheet(body), {"v": (0, 1), **facts})) == ("74.50", "90.00", True)


class TestFailLines:
    def test_a_line_may_cap_what_is_above_it(self) -> None:
        # 20 of 35 is below 21: the whole has 59 at most, not 85
        line = "places: 2, fail_below: {below: 21, effect: {ceiling: 59}, why: 不足六成}"
        body = f"indicators:\n  - {leaf('x', 35, line)}\n  - {leaf('y', 65)}\n"
        result = mark(sheet(body), given(x=20, y=65))
        assert (str(result.total), str(result.unvetoed)) == ("59.00", "85.00")
        assert told(result)[-1] == ("x", "veto", "-26", "-26")
        assert total(body, given(x=21, y=65)) == "86.00"

    def test_an_open_line_takes_both_branches(self) -> None:
        # x between 20 and 25: 59 at least, 25 + 65 = 90 at most
        line = "places: 2, fail_below: {below: 21, effect: {ceiling: 59}, why: 不足六成}"
        body = (
            "indicators:\n  - {id: x, title: x, points: 35, rule: {kind: deduct, per: a, each: 5},"
            f" {line}}}\n  - {leaf('y', 65)}\n"
        )
        assert bounds(mark(sheet(body), {"a": (2, 3), **given(y=65)})) == ("59.00", "90.00", True)


class TestNotApplicable:
    """40 points x, 40 y and 20 z, of which z does not apply; 30 of x and 20 of y."""

    @pytest.mark.parametrize(
        ("policy", "expected"),
        [
            ("scale", "62.50"),  # 50 × 100/80
            ("even", "62.50"),  # ten each: 30 × 50/40 + 20 × 50/40
            ("{policy: even, got: full}", "70.00"),  # 30 + 10 + 20 + 10
            ("proportional", "62.50"),  # as x and y have points: ten each here
            ("drop", "50.00"),  # of 80
            ("full", "70.00"),  # 30 + 20 + 20
            ("zero", "50.00"),
        ],
    )
    def test_each_policy(self, policy: str, expected: str) -> None:
        body = (
            f"indicators:\n  - {leaf('x', 40)}\n  - {leaf('y', 40)}\n"
            f"  - {leaf('z', 20, f'na: {policy}')}\n"
        )
        result = mark(sheet(body), {**given(x=30, y=20), **excused("z")})
        assert str(result.total) == expected
        z = next(one for one in result.indicators if one.id == "z")
        assert (z.state, z.not_applicable) == (
            "not_applicable",
            Text("不适用：无此业务（示例办公室认定）", "not applicable: no such business"),
        )

    def test_proportional_and_even_differ_where_the_siblings_do(self) -> None:
        facts = {**given(x=30, y=5), **excused("z")}
        for policy, expected in (
            ("proportional", "43.75"),  # 15 and 5: 30 × 75/60 + 5 × 25/20 = 37.5 + 6.25
            ("even", "42.50"),  # ten each: 30 × 70/60 + 5 × 30/20 = 35 + 7.5
        ):
            body = (
                f"indicators:\n  - {leaf('x', 60)}\n  - {leaf('y', 20)}\n"
                f"  - {leaf('z', 20, f'na: {policy}')}\n"
            )
            assert total(body, facts) == expected

    def test_another_sheet_for_those_without(self) -> None:
        """Departments without key fields: three items have other points; the block keeps 12.5."""
        body = """\
profiles:
  with: {title: 有重点领域}
  without: {title: 无重点领域}
indicators:
  - id: block
    title: 公开
    points: 12.5
    parts:
      - id: x
        title: 甲
        points: {with: 1, without: 6}
        rule: {kind: deduct, per: a, each: 2}
      - {id: y, title: 乙, points: {with: 1, without: 6.5}, rule: {kind: declared}}
      - id: key
        title: 重点领域
        points: 10.5
        profiles: [with]
        na: {policy: profile, sheet: without}
        rule: {kind: declared}
"""
        scheme = sheet(body, "12.5").sheets["with"]
        # with them: 1 - 1 (all it has), 0.5, 10: 10.5
        facts: dict[str, object] = {"a": 2, **given(y="0.5", key="10")}
        assert str(mark(scheme, facts).total) == "10.50"
        # without: 6 - 4 = 2; y of 6.5: 0.5; the block stays 12.5
        result = mark(scheme, {"a": 2, **given(y="0.5"), **excused("key")})
        assert str(result.total) == "2.50"
        by_id = {one.id: one for one in result.indicators}
        assert [(str(by_id[n].least), str(by_id[n].points)) for n in ("x", "y")] == [
            ("2", "6"),
            ("1/2", "13/2"),
        ]
        assert [(who, amount) for who, kind, _, amount in told(result) if kind == "na"] == [
            ("key", "-21/2"),
            ("block", "5"),
            ("block", "11/2"),
        ]

    def test_nothing_left_is_not_assessed(self) -> None:
        body = f"indicators:\n  - {leaf('x', 50, 'na: scale')}\n  - {leaf('y', 50, 'na: scale')}\n"
        result = mark(sheet(body), excused("x", "y"))
        assert (result.total, result.bounds, result.grade) == (None, None, None)
        assert result.reason is not None
        assert result.reason.zh == "全部指标都不适用：未评"

    def test_what_is_dropped_goes_up_to_what_converts(self) -> None:
        # y and z drop 30 of 100 through a node that converts nothing: 35 of 70
        body = (
            f"convert: 100\nindicators:\n  - {leaf('x', 70)}\n"
            f"  - id: g\n    title: 组\n    points: 30\n    parts:\n"
            f"      - {leaf('y', 10, 'na: drop')}\n      - {leaf('z', 20, 'na: drop')}\n"
        )
        assert total(body, {**given(x=35), **excused("y", "z")}) == "50.00"
        # only z: 35 + 5 of 80
        assert total(body, {**given(x=35, y=5), **excused("z")}) == "50.00"

    def test_a_node_says_by_a_fact_whether_it_applies(self) -> None:
        body = (
            f"indicators:\n  - {leaf('x', 75)}\n  - id: g\n    title: 办事服务\n    points: 25\n"
            f"    applies: a\n    na: scale\n    parts:\n      - {leaf('y', 25)}\n"
        )
        scheme = sheet(body)
        assert str(mark(scheme, {"a": 1, **given(x=60, y=5)}).total) == "65.00"
        assert str(mark(scheme, {"a": 0, **given(x=60)}).total) == "80.00"
        # not known: 60 + 5, or 60 × 4/3
        assert bounds(mark(scheme, {"a": (0, 1), **given(x=60, y=5)})) == ("65.00", "80.00", True)


class TestProfiles:
    BODY = """\
profiles:
  county: {title: 县区, unit: {level: county}}
  department: {title: 部门, unit: {kind: [department, union]}}
indicators:
  - {id: x, title: 甲, points: {county: 60, department: 40}, rule: {kind: deduct, per: a, each: 5}}
  - {id: y, title: 乙, points: 40, rule: {kind: declared}}
  - {id: z, title: 丙, points: 10, profiles: [department], rule: {kind: declared}}
"""

    def test_each_class_has_its_own_sheet_and_maximum(self) -> None:
        scheme = sheet(self.BODY, "{county: 100, department: 90}")
        county, department = (
            scheme.sheet_of("government", "county"),
            scheme.sheet_of("department", "city"),
        )
        assert county is not None
        assert department is not None
        assert scheme.sheet_of("village", "village") is None
        # 60 - 10 + 30 of 100; 40 - 10 + 30 + 5 of 90
        result = mark(county, {"a": 2, **given(y=30)})
        assert (result.total, result.full) == (Decimal(80), Decimal(100))
        result = mark(department, {"a": 2, **given(y=30, z=5)})
        assert (result.total, result.full) == (Decimal(65), Decimal(90))
        assert [node.id for node in county.walk()] == ["x", "y"]


class TestBands:
    BODY = f"indicators:\n  - {leaf('x', 100)}\n"
    WHOLE = (
        "grades:\n  - {id: a, title: 优, from: 90}\n  - {id: b, title: 良, from: 70, to: 89}\n"
        "  - {id: c, title: 合格, from: 60, to: 69}\n  - {id: d, title: 不合格, to: 59}\n"
    )

    @pytest.mark.parametrize(
        ("points", "plain", "first"),
        [
            ("89.4", None, "b"),  # between 89 and 90: no grade; rounded first 89
            ("89.5", None, "a"),  # rounded first 90
            ("89", "b", "b"),
            ("59.5", None, "c"),
            ("59.49", None, "d"),
        ],
    )
    def test_whole_numbers_are_rounded_before_they_are_graded(
        self, points: str, plain: str | None, first: str
    ) -> None:
        assert mark(sheet(self.BODY + self.WHOLE), given(x=points)).grade == plain
        rounded = "bands_places: 0\n" + self.BODY + self.WHOLE
        result = mark(sheet(rounded), given(x=points))
        assert (result.grade, result.total) == (first, Decimal(points))

    @pytest.mark.parametrize(
        ("points", "grade"),
        [("80", "b"), ("80.01", "a"), ("60", "c"), ("60.01", "b")],
    )
    def test_ends_may_be_open_on_either_side(self, points: str, grade: str) -> None:
        bands = (
            "grades:\n  - {id: a, title: 甲, above: 80}\n"
            "  - {id: b, title: 乙, above: 60, to: 80}\n  - {id: c, title: 丙}\n"
        )
        assert mark(sheet(self.BODY + bands), given(x=points)).grade == grade

    def test_what_ranks_decide_is_open_for_one_unit(self) -> None:
        bands = (
            'grades:\n  - {id: a, title: 先进, from: 80, quota: "25%"}\n'
            "  - {id: b, title: 达标, from: 67}\n  - {id: c, title: 不达标}\n"
        )
        scheme = sheet(self.BODY + bands)
        assert mark(scheme, given(x=85)).grade is None  # first quarter, or only 达标
        assert mark(scheme, given(x=79)).grade == "b"  # cannot be among the first
        assert mark(scheme, given(x=66)).grade == "c"

    def test_no_grade_at_both_ends_is_no_grade_only_where_none_lies_between(self) -> None:
        rule = "{kind: deduct, per: a, each: 10.5}"
        body = f"indicators:\n  - {{id: x, title: x, points: 100, rule: {rule}}}\n"
        # 100 - 10.5 = 89.5 and 100 - 42 = 58: no grade, then 不合格; 89.5 to 68.5 passes two grades
        assert mark(sheet(body + self.WHOLE), {"a": (1, 4)}).grade is None
        assert mark(sheet(body + self.WHOLE), {"a": (4, 5)}).grade == "d"


class TestShownOnly:
    def test_what_is_unscored_is_shown_and_never_counted(self) -> None:
        body = (
            f"indicators:\n  - {leaf('x', 100)}\n"
            "  - {id: y, title: 参考, points: 20, unscored: true,"
            " rule: {kind: deduct, per: a, each: 3}}\n"
        )
        result = mark(sheet(body), {"a": 2, **given(x=90)})
        assert (result.total, str(result.settled.of)) == (Decimal(90), "100")
        shown = next(one for one in result.indicators if one.id == "y")
        assert (str(shown.least), shown.state) == ("14", "partly")
        assert [who for who, _, _, _ in told(result)] == ["x"]


def present(name: str, points: int, fact: str, more: str = "") -> str:
    rule = f"rule: {{kind: present, fact: {fact}}}"
    return f"  - {{id: {name}, title: {name}, points: {points}, {rule}{more}}}\n"


class TestEnclosures:
    def test_too_many_that_may_not_apply_only_enclose(self) -> None:
        """Seven leaves of ten may not apply, and thirty of thirty are sure: 128 ways."""
        names = [f"x{n}" for n in range(7)]
        leaves = "".join(
            f"  - {{id: {name}, title: {name}, points: 10, na: scale, applies: f{n},"
            f" rule: {{kind: declared}}}}\n"
            for n, name in enumerate(names)
        )
        head = 'format: 1\nid: sheet\nversion: "1"\ntitle: 示例\nsource: 示例\nfull: 100\n'
        facts = [f"f{n}" for n in range(7)]
        scheme = read_scheme(
            parse_yaml(f"{head}indicators:\n  - {leaf('sure', 30)}\n{leaves}", "sheet.yaml"),
            {kind.kind: kind for kind in KINDS},
            {},
            frozenset(facts),
        )
        result = mark(
            scheme, {**dict.fromkeys(facts, (0, 1)), **given(sure=30, **dict.fromkeys(names, 5))}
        )
        # all apply: 30 + 35 = 65; none: 30 × 100/30 = 100
        assert result.bounds is not None
        assert not result.bounds.exact
        assert result.bounds.least <= 65
        assert result.bounds.greatest == 100

    def test_points_that_have_nobody_to_go_to_stay_open(self) -> None:
        # y keeps its points, so nobody is left to take the ten of z
        body = (
            f"indicators:\n  - {leaf('x', 80)}\n  - id: g\n    title: 组\n    points: 20\n"
            f"    parts:\n      - {leaf('y', 10, 'na: full')}\n"
            f"      - {leaf('z', 10, 'na: even')}\n"
        )
        result = mark(sheet(body), {**given(x=50), **excused("y", "z")})
        assert bounds(result) == ("60.00", "70.00", False)

    def test_a_bonus_whose_gate_looks_into_another_node(self) -> None:
        """g may drop ten of its twenty; its gate is asked from outside it."""
        body = (
            "indicators:\n  - id: g\n    title: 组\n    points: 20\n    convert: 50\n"
            "    parts:\n"
            "      - id: h\n        title: 内\n        points: 20\n        places: 0\n"
            "        parts:\n"
            "          - {id: x, title: x, points: 10, rule: {kind: declared}}\n"
            "          - {id: y, title: y, points: 10, na: drop, applies: a,"
            " rule: {kind: declared}}\n"
            f"  - {leaf('z', 50)}\n"
            "  - {id: more, title: 加, part: bonus, points: 5, gate: {node: h, above: 12},"
            " rule: {kind: declared}}\n"
        )
        facts = given(x=8, y=5, z=0, more=5)
        # with y: 13/20 × 50 = 32.5 and the bonus; without: 8/10 × 50 = 40 and none
        assert str(mark(sheet(body), {"a": 1, **facts}).total) == "37.50"
        assert str(mark(sheet(body), {"a": 0, **facts}).total) == "40.00"
        least, greatest, exact = bounds(mark(sheet(body), {"a": (0, 1), **facts}))
        assert Decimal(least) <= Decimal("37.50")
        assert Decimal(greatest) >= Decimal(40)
        assert exact is False

    def test_a_line_that_may_raise_the_total_only_encloses(self) -> None:
        """Below 5 of x the whole has 4; otherwise 5 + 0 at least: never below 4."""
        body = (
            "indicators:\n"
            "  - {id: x, title: x, points: 10, places: 0, rule: {kind: deduct, per: a, each: 5},"
            " fail_below: {below: 5, effect: {fixed: 4}, why: 例}}\n" + present("y", 90, "b")
        )
        # a of 1 or 2: 5 + y, or failed: 4; with b unknown 4 to 95
        result = mark(sheet(body), {"a": (1, 2), "b": (0, 1)})
        assert bounds(result) == ("0.00", "95.00", False)

    def test_a_fact_that_only_tells_what_applies_is_tried_both_ways(self) -> None:
        body = "indicators:\n" + "".join(
            f"  - {leaf(name, points, 'applies: a, na: zero')}\n"
            for name, points in (("x", 40), ("y", 60))
        )
        assert bounds(mark(sheet(body), {"a": (0, 9), **given(x=30, y=50)})) == (
            "0.00",
            "80.00",
            True,
        )
