"""What real score sheets ask of a leaf, one small document each; every value is worked out here.

The numbers in brackets are rows of the survey of real schemes (S1 to S36) and its list of
capabilities (C3 rules, C5 escalation and one fact once, C10 assessors, C11 ranks, C14 history,
C16 evidence, C17 several subjects, C18 explanation).
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar

import pytest

from zwgk.duties import DUTY_FIELDS
from zwgk.errors import InvalidInput
from zwgk.exchange import dossier_from
from zwgk.pipeline import assess
from zwgk.plugins import askable_tables
from zwgk.scheme import KINDS, Deduct, RuleKind, Scheme, read_scheme
from zwgk.scoring import Assessment, LedgerEntry
from zwgk.source import parse_yaml

RULES = {kind.kind: kind for kind in KINDS}
TABLES = askable_tables({}, DUTY_FIELDS)
SHEET = 'format: 1\nid: sheet\nversion: "1"\ntitle: 示例考核\nsource: 示例（虚构）\n'
UNIT = """\
period: {from: 2024-01-01, to: 2024-12-31}
unit: {name: 示例镇（虚构）, kind: township, fictitious: true}
"""


def bound(body: str) -> Scheme:
    return read_scheme(parse_yaml(SHEET + body, "sheet.yaml"), RULES, TABLES)


def assessed(body: str, dossier: str = "", **how: Any) -> Assessment:
    how.setdefault("as_of", date(2024, 12, 31))
    return assess(dossier_from(parse_yaml(UNIT + dossier, "dossier.yaml")), bound(body), **how)


def got(result: Assessment, name: str) -> str | tuple[str, str]:
    leaf = result.indicator(name)
    assert leaf is not None
    least, most = str(leaf.least), str(leaf.most)
    return least if least == most else (least, most)


def entries(ledger: tuple[LedgerEntry, ...] | None) -> list[tuple[str, str, str]]:
    return [(one.indicator, one.kind.value, str(one.amount)) for one in ledger or ()]


def adds_up(result: Assessment) -> bool:
    """Full and all entries make the total, or at each end its bound."""
    assert result.full is not None
    if result.ledger is not None:
        return Fraction(result.full) + sum(one.amount for one in result.ledger) == result.total
    assert result.ledgers is not None
    assert result.bounds is not None
    return all(
        Fraction(result.full) + sum(one.amount for one in ledger) == end
        for ledger, end in (
            (result.ledgers.least, result.bounds.least),
            (result.ledgers.greatest, result.bounds.greatest),
        )
    )


# -- C3 rules --


class TestRules:
    def test_a_percentage_point_below_the_target(self) -> None:
        # 办结率低于 95% 的，每低一个百分点扣 1 分 (S30): 93 % costs 2; at 75 % all ten are taken
        body = """\
full: 10
facts: {rate: {value: {figure: rate}}}
indicators:
  - id: a
    title: 办结率
    points: 10
    rule: {kind: percent_ticks, fact: rate, target: 95%, each: 1}
"""
        assert got(assessed(body, "figures: {rate: 93%}"), "a") == "8"
        assert got(assessed(body, "figures: {rate: 75%}"), "a") == "0"
        assert got(assessed(body, "figures: {}"), "a") == ("0", "10")

    def test_points_by_day_late_with_a_limit_for_each_case(self) -> None:
        # 每超承诺时限一日扣 0.5 分，每件最多扣 2 分. Two cases of 2024-03-04, promised in 5 working
        # days (due 2024-03-11): one closed on 03-13, two days late, one on 03-20, nine days late;
        # a third in time. 10 - 1 - 2 = 7
        body = """\
full: 10
facts:
  days:
    sum: duties
    field: days_late
    where: {kind: complete, limit: promised, outcome: [late, overdue]}
indicators:
  - {id: a, title: 限时办结, points: 10, rule: {kind: deduct, per: days, each: "0.5", cap_each: 2}}
"""
        head = "kind: promised, received: 2024-03-04, promised: 5 working days"
        rows = "".join(
            f"  - {{id: {name}, {head}, completed: 2024-03-{day}}}\n"
            for name, day in (("k1", "13"), ("k2", "20"), ("k3", "11"))
        )
        result = assessed(body, f"cases:\n{rows}requests: []\n")
        assert got(result, "a") == "7"
        assert entries(result.ledger) == [("a", "loss", "-1"), ("a", "loss", "-2")]

    def test_late_and_missing_cost_differently(self) -> None:
        # 迟报一次扣 2 分，未报一次扣 5 分 (severity): two late, one missing: 20 - 4 - 5 = 11
        body = """\
full: 20
facts:
  late: {count: requests, where: {id: [r1, r2]}}
  missing: {count: requests, where: {id: r3}}
indicators:
  - {id: a, title: 报送, points: 20, rule: {kind: deduct, per: late, each: 2, also: {missing: 5}}}
"""
        rows = "".join(f"  - {{id: r{n}, received: 2024-05-0{n}}}\n" for n in (1, 2, 3))
        assert got(assessed(body, f"requests:\n{rows}"), "a") == "11"

    def test_with_it_ten_without_it_two_below_zero(self) -> None:
        # 有得 10 分，无扣 2 分 (S11): of 20, the second thing is not there: 10 - 2 = 8
        body = """\
full: 20
facts: {x: {value: {evidence: x}}, y: {value: {evidence: y}}}
indicators:
  - {id: a, title: 甲, points: 10, rule: {kind: present, fact: x, miss: 2}}
  - {id: b, title: 乙, points: 10, rule: {kind: present, fact: y, miss: 2}}
"""
        result = assessed(body, "evidence: [{id: e1, topic: x}]")
        assert (result.total, got(result, "b")) == (Decimal("8.00"), "-2")
        assert adds_up(result)

    def test_any_one_is_enough(self) -> None:
        # 未配套解读扣一半，有一件就可不扣 (S15), of 2 points
        body = """\
full: 2
facts: {text: {value: {evidence: text}}, video: {value: {evidence: video}}}
indicators:
  - {id: a, title: 解读, points: 2, rule: {kind: any_of, facts: [text, video], otherwise: 50%}}
"""
        assert got(assessed(body, "evidence: [{id: e1, topic: video}]"), "a") == "2"
        assert got(assessed(body, "evidence: []"), "a") == "1"
        assert got(assessed(body), "a") == ("1", "2")

    @pytest.mark.parametrize(
        ("said", "points"),
        [
            ("evidence: [{id: e1, topic: revision, value: none_declared}]", "1.8"),
            ("evidence: [{id: e1, topic: revision}]", "3"),
            ("evidence: []", "0"),
        ],
    )
    def test_no_such_business_is_a_state_and_no_exemption(self, said: str, points: str) -> None:
        # 意见征集 (3, 扣 1.2): 仅说明无此项业务仍扣 40% (S14): 3 * 60 % = 1.8
        body = """\
full: 3
facts: {revision: {value: {evidence: revision}}}
indicators:
  - id: a
    title: 意见征集
    points: 3
    rule: {kind: graded, fact: revision, states: {done: 1, none_declared: 60%, absent: 0}}
"""
        assert Fraction(str(got(assessed(body, said), "a"))) == Fraction(points)

    def test_parts_of_the_points_in_per_cent(self) -> None:
        # 有标识 50 %、可查看 30 %、准确 20 % (S8), weight 0.5: shown and open, not right: 0.4
        body = """\
full: "0.5"
facts: {x: {value: {evidence: x}}, y: {value: {evidence: y}}, z: {value: {evidence: z}}}
indicators:
  - id: a
    title: 适老化
    points: "0.5"
    rule:
      kind: checklist
      items:
        - {id: shown, title: 有标识, fact: x, share: 50%}
        - {id: open, title: 可查看, fact: y, share: 30%}
        - {id: right, title: 准确, fact: z, share: 20%}
"""
        result = assessed(body, "evidence: [{id: e1, topic: x}, {id: e2, topic: y}]")
        assert got(result, "a") == "2/5"

    def test_one_earns_two_six_at_most(self) -> None:
        # 一项可得 2 分，最高不超过 6 分 (S12)
        body = """\
full: 6
facts: {times: {value: {figure: times}}}
indicators:
  - {id: a, title: 创新, points: 6, rule: {kind: credit, per: times, each: 2, cap: 6}}
"""
        for times, points in (("0", "0"), ("2", "4"), ("3", "6"), ("5", "6")):
            assert got(assessed(body, f"figures: {{times: {times}}}"), "a") == points

    def test_a_share_below_a_threshold(self) -> None:
        # 评优比例低于 20% 扣 3 分 (S33): of ten points seven are left at 19.9 %
        body = """\
full: 10
facts: {rate: {value: {figure: rate}}}
indicators:
  - id: a
    title: 评优
    points: 10
    rule: {kind: steps, fact: rate, steps: [{at_least: 20%, points: 10}], otherwise: 7}
"""
        assert got(assessed(body, "figures: {rate: 20%}"), "a") == "10"
        assert got(assessed(body, "figures: {rate: 19.9%}"), "a") == "7"

    def test_points_by_hand_with_evidence(self) -> None:
        # a score given by a reviewer counts only with the sealed sheet behind it
        body = """\
full: 10
indicators:
  - id: a
    title: 现场检查
    points: 10
    rule: {kind: declared}
    evidence: [{topic: sheet, kind: sealed_copy}]
"""
        said = "declarations: [{assessor: review, indicator: a, points: 8}]\n"
        sealed = "evidence: [{id: e1, topic: sheet, kind: sealed_copy}]"
        assert got(assessed(body, said + sealed), "a") == "8"
        assert got(assessed(body, said + "evidence: [{id: e1, topic: sheet}]"), "a") == "0"
        assert got(assessed(body, said), "a") == ("0", "8")


# -- C5 escalation, one fact once --


class TestEscalation:
    def test_the_second_return_costs_more(self) -> None:
        # 材料被退回，首次扣 1 分，此后每次扣 3 分 (S10): three returns: 1 + 3 + 3 of 10
        body = """\
full: 10
facts: {returned: {count: requests}}
indicators:
  - {id: a, title: 报送质量, points: 10, rule: {kind: deduct, per: returned, each: 1, then: [3]}}
"""
        rows = "".join(f"  - {{id: r{n}, received: 2024-05-0{n}}}\n" for n in (1, 2, 3))
        result = assessed(body, f"requests:\n{rows}")
        assert got(result, "a") == "3"
        assert [str(one.amount) for one in result.ledger or ()] == ["-1", "-3", "-3"]

    def test_what_was_returned_and_not_repaired_costs_additionally(self) -> None:
        # 退回一次扣 1 分，未按期改正的另扣 2 分 (S10): two returned, one never repaired: 10 - 2 - 2
        body = """\
full: 10
facts:
  returned: {count: requests}
  left: {count: requests, where: {id: r2}}
indicators:
  - id: a
    title: 报送质量
    points: 10
    rule: {kind: deduct, per: returned, each: 1, also: {left: 2}}
"""
        rows = "".join(f"  - {{id: r{n}, received: 2024-05-0{n}}}\n" for n in (1, 2))
        assert got(assessed(body, f"requests:\n{rows}"), "a") == "6"


# Two leaves count the same records: the first all of them at 2, the second some at 5.
ONCE = """\
full: 30
facts:
  every: {count: requests}
  some: {count: requests, where: {id: [r2, r3]}}
indicators:
  - {id: a, title: 时限, points: 10, once: ORDER, rule: {kind: deduct, per: every, each: 2}}
  - {id: b, title: 质量, points: 20, once: ORDER, rule: {kind: deduct, per: some, each: 5}}
"""
THREE = "requests:\n" + "".join(f"  - {{id: r{n}, received: 2024-05-0{n}}}\n" for n in (1, 2, 3))


class TestOnce:
    def test_one_record_is_charged_in_the_first_leaf(self) -> None:
        # 同一事实不重复扣分 (S2): three at 2 in the first leaf, none is left for the second
        result = assessed(ONCE.replace("ORDER", "late"), THREE)
        assert (got(result, "a"), got(result, "b")) == ("4", "20")
        assert result.total == Decimal("24.00")
        assert entries(result.ledger) == [
            *[("a", "loss", "-2")] * 3,
            *[("b", "loss", "-5"), ("b", "cap", "5")] * 2,
        ]
        assert "requests:r2 已在 a 计分，不重复计" in result.explain("b")
        assert adds_up(result)

    def test_one_record_is_charged_where_it_costs_most(self) -> None:
        # r2 and r3 cost 5 in the second leaf and 2 in the first: there they are; r1 stays
        result = assessed(ONCE.replace("ORDER", "{group: late, order: most}"), THREE)
        assert (got(result, "a"), got(result, "b")) == ("8", "10")

    def test_without_a_group_both_are_charged(self) -> None:
        result = assessed(ONCE.replace("once: ORDER, ", ""), THREE)
        assert (got(result, "a"), got(result, "b")) == ("4", "10")

    def test_a_case_and_its_duty_are_one_thing(self) -> None:
        # k1 is late (a duty) and complained of (the case itself): one case, charged once
        body = """\
full: 20
facts:
  late: {count: duties, where: {kind: complete, limit: promised, outcome: [late, overdue]}}
  named: {count: cases, where: {id: k1}}
indicators:
  - {id: a, title: 时限, points: 10, once: g, rule: {kind: deduct, per: late, each: 2}}
  - {id: b, title: 投诉, points: 10, once: g, rule: {kind: deduct, per: named, each: 3}}
"""
        rows = (
            "cases:\n  - {id: k1, kind: promised, received: 2024-03-04, promised: 5 working days,"
            " completed: 2024-03-20}\nrequests: []\n"
        )
        result = assessed(body, rows)
        assert (got(result, "a"), got(result, "b")) == ("8", "10")

    def test_a_record_that_may_count_in_the_first_may_count_in_the_second(self) -> None:
        # r1 is only said in the first: there 0 or 2, in the second 3 or, where it is charged in
        # the first, nothing: both ends enclose, and they say so
        body = """\
full: 20
facts:
  verified: {count: requests, basis: verified}
  every: {count: requests}
indicators:
  - {id: a, title: 甲, points: 10, once: g, rule: {kind: deduct, per: verified, each: 2}}
  - {id: b, title: 乙, points: 10, once: g, rule: {kind: deduct, per: every, each: 3}}
"""
        result = assessed(body, "requests: [{id: r1, received: 2024-05-01}]")
        assert result.bounds is not None
        assert (got(result, "a"), got(result, "b")) == (("8", "10"), ("7", "10"))
        assert not result.bounds.exact
        assert adds_up(result)


class TestOverflow:
    # 扣完后从上级（总分）追加扣除: the leaf has 4, its sister 6; five at 2 cost 10
    BODY = """\
full: 20
facts: {late: {count: requests}}
indicators:
  - id: g
    title: 时限
    points: 10
    parts:
      - {id: a, title: 甲, points: 4, overflow: INTO, rule: {kind: deduct, per: late, each: 2}}
      - {id: b, title: 乙, points: 6, rule: {kind: deduct, per: late, each: "0.1"}}
  - {id: c, title: 丙, points: 10, rule: {kind: deduct, per: late, each: "0.2"}}
"""

    @staticmethod
    def late(count: int, more: str = "") -> str:
        rows = ", ".join(f"{{id: r{n}, received: 2024-05-{n + 10}}}" for n in range(count))
        return f"requests: {{rows: [{rows}]{more}}}"

    def test_from_the_node_above(self) -> None:
        # five: a loses 4 of 10, 6 go on; b has 5.5: the node has 0 and 0.5 is lost on the way
        result = assessed(self.BODY.replace("INTO", "parent"), self.late(5))
        assert (got(result, "a"), got(result, "b"), got(result, "g")) == ("0", "11/2", "0")
        assert result.total == Decimal("9.00")  # c: 10 - 1
        assert [one for one in entries(result.ledger) if one[0] in {"a", "g"}] == [
            *[("a", "loss", "-2")] * 5,
            ("a", "floor", "6"),
            ("g", "loss", "-6"),
            ("g", "floor", "1/2"),
        ]
        assert adds_up(result)

    def test_three_leave_something(self) -> None:
        # three: a loses 4 of 6, 2 go on; b has 5.7: 3.7 are left in the node; c 9.4: 13.1
        result = assessed(self.BODY.replace("INTO", "parent"), self.late(3))
        assert (got(result, "g"), result.total) == ("37/10", Decimal("13.10"))

    def test_from_the_total(self) -> None:
        # five: a 0, b 5.5, c 9: 14.5, less 6: 8.5
        result = assessed(self.BODY.replace("INTO", "total"), self.late(5))
        assert (got(result, "g"), result.total) == ("11/2", Decimal("8.50"))
        assert ("sheet", "loss", "-6") in entries(result.ledger)
        assert adds_up(result)

    def test_no_more_is_taken_than_there_is(self) -> None:
        # twenty: a 0 with 36 over, b 4, c 6: 10, of which all are taken
        result = assessed(self.BODY.replace("INTO", "total"), self.late(20))
        assert result.total == Decimal("0.00")
        assert adds_up(result)

    def test_an_open_count_may_take_everything(self) -> None:
        # three are known of an unknown number: at most 13.1 as above, at least nothing
        rows = self.late(3, ", complete: false")
        for into, most in (("parent", "13.10"), ("total", "13.10")):
            result = assessed(self.BODY.replace("INTO", into), rows)
            assert result.bounds is not None
            assert (str(result.bounds.least), str(result.bounds.greatest)) == ("0.00", most)
            assert adds_up(result)

    def test_an_open_count_may_take_everything_through_the_node_above(self) -> None:
        # one is known: a 2, b 5.9, and ten declared: 17.9; the rest may take all of it
        body = self.BODY.replace("INTO", "parent").replace(
            "points: 10\n    parts:", "points: 10\n    overflow: total\n    parts:"
        )
        body = body.replace('{kind: deduct, per: late, each: "0.2"}', "{kind: declared}")
        said = "\ndeclarations: [{assessor: review, indicator: c, points: 10}]"
        result = assessed(body, self.late(1, ", complete: false") + said)
        assert result.bounds is not None
        assert (str(result.bounds.least), str(result.bounds.greatest)) == ("0.00", "17.90")
        assert adds_up(result)

    def test_what_the_node_above_cannot_bear_goes_on(self) -> None:
        # five: 6 over, the node has 5.5 and gives 0.5 on to the total: 9 - 0.5 = 8.5
        body = self.BODY.replace("INTO", "parent").replace(
            "points: 10\n    parts:", "points: 10\n    overflow: total\n    parts:"
        )
        result = assessed(body, self.late(5))
        assert (got(result, "g"), result.total) == ("0", Decimal("8.50"))
        assert adds_up(result)


# -- C10 assessors --

# 第三方 40%（两轮 15% + 25%）、互评 30%、专项检查和日常 30% (S16)
ASSESSED = """\
full: 100
indicators:
  - id: third
    title: 第三方评估
    points: 40
    rule:
      kind: declared
      out_of: 100
      gap: 15
      assessors:
        - {assessor: third_party, round: 1, weight: 15}
        - {assessor: third_party, round: 2, weight: 25}
  - {id: peers, title: 互评, points: 30, rule: {kind: declared, out_of: 100, accepts: [peer]}}
  - {id: checks, title: 专项检查, points: 30, rule: {kind: declared}}
"""
ROWS = """\
declarations:
  - {assessor: third_party, round: 1, indicator: third, points: 80, on: 2024-07-01}
  - {assessor: third_party, round: 2, indicator: third, points: 90, on: 2024-11-01}
  - {assessor: peer, indicator: peers, points: 90, on: 2024-11-01}
  - {assessor: review, indicator: checks, points: 25, on: 2024-11-01}
"""


class TestAssessors:
    def test_two_rounds_and_three_voices(self) -> None:
        # 80 * 15 % + 90 * 25 % = 12 + 22.5 = 34.5 of 40; 90 % of 30 = 27; 25: 86.5
        result = assessed(ASSESSED, ROWS)
        assert (got(result, "third"), got(result, "peers")) == ("69/2", "27")
        assert result.total == Decimal("86.50")

    def test_before_the_second_round(self) -> None:
        # in July only the first round is known: 12, and 25 open; nobody else has spoken
        result = assessed(ASSESSED, ROWS, as_of=date(2024, 7, 31))
        assert got(result, "third") == ("12", "37")
        assert result.total is None

    def test_a_large_gap_is_flagged(self) -> None:
        result = assessed(ASSESSED, ROWS.replace("points: 80", "points: 70"))
        assert [f.state for f in result.findings if f.kind.value == "declared"] == ["gap"]


# -- C11 ranks: open until all are assessed --


def test_points_by_rank_are_open_in_one_assessment() -> None:
    # 第一至第三名 10、8、6，其余 4 (S36): between 4 and 10, and ten more for the rest
    body = """\
full: 20
facts: {reports: {value: {figure: reports}}}
indicators:
  - id: a
    title: 信息报送
    points: 10
    rule: {kind: ranked, by: reports, points_by_rank: [10, 8, 6], otherwise: 4}
  - {id: b, title: 制度, points: 10, rule: {kind: declared}}
"""
    said = "figures: {reports: 12}\ndeclarations: [{assessor: review, indicator: b, points: 10}]"
    result = assessed(body, said)
    assert (got(result, "a"), result.total) == (("4", "10"), None)
    assert result.bounds is not None
    assert (result.bounds.least, result.bounds.greatest) == (Decimal("14.00"), Decimal("20.00"))


# -- C14 history --


class TestHistory:
    # 连续两个月末位的，不得评为年度红旗窗口 (S32)
    BODY = """\
full: 10
grades: [{id: red_flag, title: 红旗窗口, from: 9}, {id: plain, title: 一般}]
facts:
  last_twice: {history: rank, where: {eq: {field: of}}, last: 2}
indicators:
  - {id: a, title: 月评, points: 10, rule: {kind: declared}}
  - id: v
    title: 连续两月末位
    part: veto
    rule: {kind: present, fact: last_twice, at_least: 2}
    effect: {grade: plain}
"""
    SAID = "declarations: [{assessor: review, indicator: a, points: 10}]\n"

    @staticmethod
    def months(*ranks: int) -> str:
        rows = ", ".join(
            f"{{label: m{n}, to: 2024-0{n}-28, rank: {rank}, of: 8}}"
            for n, rank in enumerate(ranks, start=1)
        )
        return f"previous: {{history: [{rows}]}}\n"

    @pytest.mark.parametrize(
        ("ranks", "grade"),
        [((8, 8), "plain"), ((8, 8, 3), "red_flag"), ((1, 8), "red_flag"), ((), "red_flag")],
    )
    def test_last_of_all_twice_running(self, ranks: tuple[int, ...], grade: str) -> None:
        assert assessed(self.BODY, self.SAID + self.months(*ranks)).grade == grade

    def test_nothing_told_leaves_the_grade_open(self) -> None:
        assert assessed(self.BODY, self.SAID).grade is None

    def test_a_month_after_the_day_is_not_seen(self) -> None:
        both = self.SAID + self.months(1, 8, 8)
        assert assessed(self.BODY, both).grade == "plain"
        assert assessed(self.BODY, both, as_of=date(2024, 3, 1)).grade == "red_flag"

    def test_the_mean_of_the_quarters(self) -> None:
        # 四个季度平均分: 80, 85, 90, 95 make 87.5: from 85 on six points
        body = """\
full: 10
facts: {mean: {history: total, last: 4, take: mean, within: year}}
indicators:
  - id: a
    title: 季度平均
    points: 10
    rule: {kind: steps, fact: mean, steps: [{at_least: 90, points: 10}, {at_least: 85, points: 6}]}
"""
        rows = ", ".join(
            f"{{label: Q{n}, to: 2024-{3 * n:02}-28, total: {75 + 5 * n}}}" for n in (1, 2, 3, 4)
        )
        assert got(assessed(body, f"previous: {{history: [{rows}]}}"), "a") == "6"
        assert got(assessed(body, "previous: {history: []}"), "a") == ("0", "10")


# -- C16 evidence --


class TestEvidence:
    BODY = """\
full: 10
facts: {met: {value: {figure: met}}}
indicators:
  - id: a
    title: 会议
    points: 10
    evidence:
      topics: [minutes, {topic: photo, kind: screenshot, title: 照片}]
      by: 2024-12-15
      missing: MISSING
    rule: {kind: credit, per: met, each: 4}
"""
    ZERO, LATER = BODY.replace("MISSING", "zero"), BODY.replace("MISSING", "open")

    @staticmethod
    def rows(*days: str) -> str:
        minutes = f"{{id: e1, topic: minutes, on: {days[0]}}}"
        photo = f"{{id: e2, topic: photo, kind: screenshot, on: {days[1]}}}"
        return f"figures: {{met: 2}}\nevidence: [{minutes}, {photo}]"

    def test_with_all_of_it_the_rule_stands(self) -> None:
        # two meetings at 4
        assert got(assessed(self.ZERO, self.rows("2024-12-15", "2024-06-01")), "a") == "8"

    def test_after_the_day_it_does_not_count(self) -> None:
        late = self.rows("2024-12-16", "2024-06-01")
        result = assessed(self.ZERO, late)
        assert got(result, "a") == "0"
        assert entries(result.ledger) == [("a", "loss", "-2"), ("a", "loss", "-8")]
        assert "缺少佐证材料：minutes，不得分" in result.explain("a")
        assert got(assessed(self.LATER, late), "a") == ("0", "8")

    def test_what_is_only_said_leaves_it_open(self) -> None:
        rows = self.rows("2024-12-15", "2024-06-01")
        said = rows.replace("screenshot", "screenshot, basis: asserted")
        assert got(assessed(self.ZERO, said), "a") == ("0", "8")

    def test_the_facts_are_told_with_the_leaf(self) -> None:
        leaf = assessed(self.ZERO, self.rows("2024-12-15", "2024-06-01")).indicator("a")
        assert leaf is not None
        assert leaf.facts == (
            "evidence:minutes@2024-12-15",
            "evidence:photo/screenshot@2024-12-15",
            "met",
        )


# -- C17 several subjects from one event --


class TestSubjects:
    # 窗口超时一次扣 2 分，首席代表按一半扣 (S31)
    BODY = """\
full: 30
facts: {late: {count: requests}}
indicators:
  - {id: window, title: 窗口, points: 20, rule: {kind: deduct, per: late, each: 2, cap: 6}}
  - {id: chief, title: 首席代表, points: 10, share_of: window, factor: 50%}
"""

    def test_half_of_what_the_window_is_charged(self) -> None:
        # two late ones: 4 off the 20, 2 off the 10
        result = assessed(self.BODY, TestOverflow.late(2))
        assert (got(result, "window"), got(result, "chief")) == ("16", "8")
        assert result.total == Decimal("24.00")
        assert "window：requests:r0（2024-05-10）：扣 2 分（按 0.5 计）" in result.explain("chief")

    def test_its_limits_are_halved_too(self) -> None:
        # five: 6 at the most, and half of it
        result = assessed(self.BODY, TestOverflow.late(5))
        assert (got(result, "window"), got(result, "chief")) == ("14", "7")
        assert adds_up(result)

    def test_not_below_nothing(self) -> None:
        # three times what the window loses, of two points
        body = self.BODY.replace("full: 30", "full: 22").replace("points: 10", "points: 2")
        result = assessed(body.replace("50%", "3"), TestOverflow.late(1))
        assert (got(result, "window"), got(result, "chief")) == ("18", "0")
        assert adds_up(result)

    def test_an_open_count(self) -> None:
        result = assessed(self.BODY, TestOverflow.late(1, ", complete: false"))
        assert (got(result, "window"), got(result, "chief")) == (("14", "18"), ("7", "9"))
        assert result.bounds is not None
        # at 14 and 7, and at 18 and 9: the same count moves both
        assert (result.bounds.least, result.bounds.greatest) == (Decimal("21.00"), Decimal("27.00"))
        assert result.bounds.exact


# -- C18 explanation --


def test_each_step_of_a_leaf_is_told() -> None:
    # 10: three late ones at 4 are 12, one is free: 8, of which 5 at the most
    body = """\
full: 10
facts: {late: {title: 逾期, count: requests}}
indicators:
  - {id: a, title: 时限, points: 10, rule: {kind: deduct, per: late, each: 4, free: 1, cap: 5}}
"""
    result = assessed(body, TestOverflow.late(3))
    assert entries(result.ledger) == [("a", "loss", "-4"), ("a", "loss", "-4"), ("a", "cap", "3")]
    text = result.explain("a")
    assert "a 时限：5 / 10" in text
    assert "-4 扣分：requests:r1（2024-05-11）：扣 4 分" in text
    assert "+3 封顶：最多扣 5 分" in text
    assert adds_up(result)


# -- what cannot be bound --


@pytest.mark.parametrize(
    ("leaf", "words"),
    [
        ("points: 10, rule: {kind: declared}, once: g", "once 只用于按次计分的末级指标"),
        ("points: 10, rule: {kind: declared}, overflow: total", "overflow 只用于基础分中扣分"),
        ("points: 10, rule: {kind: declared}, factor: 50%", "share_of 与 factor 须同时写"),
        ("points: 10, share_of: nobody, factor: 50%", "没有指标“nobody”"),
        ("points: 10, share_of: z, factor: 50%", "“z”没有自己的规则和分值"),
        ("points: 10, share_of: v, factor: 50%", "“v”没有自己的规则和分值"),
        ("points: 10, share_of: w, factor: 50%", "“w”属于 bonus 部分"),
        ("points: 10, share_of: c, factor: 50%, rule: {kind: declared}", "没有自己的规则和下级"),
        ("points: 10, rule: {kind: declared}, evidence: []", "“空列表”太少"),
    ],
)
def test_keys_where_they_make_no_sense(leaf: str, words: str) -> None:
    body = f"""\
full: 20
facts: {{x: {{value: {{figure: x}}}}}}
indicators:
  - {{id: a, title: 甲, {leaf}}}
  - {{id: c, title: 丙, points: 10, rule: {{kind: declared}}}}
  - {{id: z, title: 组, parts: [{{id: z1, title: 列示}}]}}
  - {{id: v, title: 否决, part: veto, effect: zero, rule: {{kind: present, fact: x}}}}
  - {{id: w, title: 加分, part: bonus, points: 2, rule: {{kind: declared}}}}
"""
    with pytest.raises(InvalidInput, match=words):
        bound(body)


def test_a_strange_rule_that_counts_what_it_does_not_need() -> None:
    class Strange(Deduct):
        kind: ClassVar[str] = "strange"

        def counts(self) -> frozenset[str]:
            return frozenset({"other"})

    text = (
        "full: 10\nfacts: {x: {count: requests}}\nindicators:\n"
        "  - {id: a, title: 甲, points: 10, once: g, rule: {kind: strange, per: x, each: 1}}\n"
    )
    kinds: dict[str, type[RuleKind]] = {**RULES, "strange": Strange}
    with pytest.raises(InvalidInput, match="规则“strange”出错"):
        read_scheme(parse_yaml(SHEET + text, "sheet.yaml"), kinds, TABLES)


@pytest.mark.parametrize(
    ("part", "key"),
    [
        ("penalty", "rule: {kind: present, fact: x}, evidence: [y]"),
        ("penalty", "rule: {kind: deduct, per: x, each: 1}, overflow: total"),
        ("bonus", "rule: {kind: present, fact: x, miss: 1}"),
    ],
)
def test_keys_that_belong_to_other_parts(part: str, key: str) -> None:
    body = f"""\
full: 10
facts: {{x: {{value: {{figure: x}}}}}}
indicators:
  - {{id: c, title: 丙, points: 10, rule: {{kind: declared}}}}
  - {{id: a, title: 甲, part: {part}, points: 2, {key}}}
"""
    with pytest.raises(InvalidInput):
        bound(body)
