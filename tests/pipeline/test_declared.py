"""Declared points: whose count, where they stand, and where they contradict each other."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from zwgk.errors import InvalidInput
from zwgk.pipeline import assess
from zwgk.records import Dossier
from zwgk.scheme import Scheme
from zwgk.scoring import Assessment

Assess = Callable[..., Assessment]
Bind = Callable[..., Scheme]
Load = Callable[..., Dossier]

REVIEW = '  - {assessor: review, indicator: c4, points: "9"}\n'
LEAF = "    points: 10\n    rule: {kind: declared}\n"
PARTS = """\
    points: 10
    parts:
      - {id: c4.1, title: 问卷, points: 6, rule: {kind: declared}}
      - {id: c4.2, title: 回访, points: 4, rule: {kind: declared}}
"""


def given(*rows: str) -> tuple[str, str]:
    """The reviewer's declaration, replaced by others."""
    return REVIEW, "".join(f"  - {{{row}}}\n" for row in rows)


def differences(result: Assessment) -> list[tuple[str, str]]:
    return [(f.subject, f.what.zh) for f in result.findings if f.state == "difference"]


class TestWhoCounts:
    @pytest.mark.parametrize(
        ("rows", "total"),
        [
            # review before third party, whatever the order of the rows
            (["assessor: review, indicator: c4, points: 7",
              "assessor: third_party, indicator: c4, points: 4"], "47.00"),
            (["assessor: third_party, indicator: c4, points: 4",
              "assessor: review, indicator: c4, points: 7"], "47.00"),
            (["assessor: third_party, indicator: c4, points: 4"], "44.00"),
            # peers and the public are not asked for, nor is the unit itself
            (["assessor: peer, indicator: c4, points: 4"], None),
            (["assessor: public, indicator: c4, points: 4"], None),
            # the latest stands; of two on one day the lower
            (["assessor: review, indicator: c4, points: 7, on: 2024-04-01",
              "assessor: review, indicator: c4, points: 3, on: 2024-04-02"], "43.00"),
            (["assessor: review, indicator: c4, points: 7, on: 2024-04-01",
              "assessor: review, indicator: c4, points: 3, on: 2024-04-01"], "43.00"),
            # what was given after the day of assessment is not seen
            (["assessor: review, indicator: c4, points: 7, on: 2024-05-01"], None),
        ],
    )  # fmt: skip
    def test_by_default(self, small: Assess, rows: list[str], total: str | None) -> None:
        result = small(given(*rows))
        assert (None if result.total is None else str(result.total)) == total
        if total is None:
            assert result.bounds is not None
            assert (
                str(result.bounds) == "least=Decimal('40.00') greatest=Decimal('50.00') exact=True"
            )
            c4 = result.indicator("c4")
            assert c4 is not None
            assert (c4.state, str(c4.declared)) == ("unknown", "10")

    def test_the_unit_itself_only_when_it_is_asked_for(self, small: Assess) -> None:
        result = small(given(), perspective="self")
        assert (result.total, result.perspective) == (Decimal(50), "self")
        # a review stands before the unit's own word even then
        assert small(perspective="self").total == Decimal(49)

    def test_a_sheet_cannot_let_the_unit_in_by_itself(self, bind: Bind, small: Assess) -> None:
        scheme = bind((LEAF, LEAF.replace("declared", "declared, accepts: [self, public]")))
        public = given("assessor: public, indicator: c4, points: 4")
        assert small(public, scheme=scheme).total == Decimal(44)
        assert small(given(), scheme=scheme).total is None
        assert small(public, scheme=scheme, perspective="self").total == Decimal(50)


class TestFaults:
    @pytest.mark.parametrize(
        ("row", "zh", "en"),
        [
            (
                "assessor: review, indicator: c4, points: 10.5",
                "“c4”评定 10.5 分，超过分值 10\n    提示: 核对分值与评定得分",
                "'c4' is given 10.5, more than its 10",
            ),
            (
                "assessor: self, indicator: c5, points: 1",
                "方案 small_hall 没有指标“c5”\n    提示: 可用：c1、c2、c3、c4",
                "scheme small_hall has no indicator 'c5'",
            ),
        ],
    )
    def test_points_that_have_no_place(self, small: Assess, row: str, zh: str, en: str) -> None:
        with pytest.raises(InvalidInput) as caught:
            small(given(row))
        (problem,) = caught.value.problems
        assert (problem.of("zh"), problem.what.en) == (f"dossier declarations[0]: {zh}", en)

    def test_all_of_them_at_once(self, small: Assess) -> None:
        rows = (
            "assessor: review, indicator: c4, points: 11",
            "assessor: peer, indicator: x, points: 1",
        )
        with pytest.raises(InvalidInput) as caught:
            small(given(*rows))
        assert [problem.place.path for problem in caught.value.problems] == [
            "declarations[0]",
            "declarations[1]",
        ]

    def test_more_than_a_bonus_may_bring(self, bind: Bind, load: Load) -> None:
        bonus = (
            "  - id: b\n    title: 加分\n    part: bonus\n    {}parts:\n"
            "      - {{id: b1, title: 表彰, points: 3, rule: {{kind: declared}}}}\n"
            "      - {{id: b2, title: 推广, points: 3, rule: {{kind: declared}}}}\n"
        )
        dossier = load(given("assessor: review, indicator: b, points: 5"))
        as_of = dossier.period.last
        # its parts bring six
        assert (
            assess(dossier, bind((LEAF, LEAF + bonus.format(""))), as_of=as_of).bounds is not None
        )
        with pytest.raises(InvalidInput, match="超过分值 4"):
            assess(dossier, bind((LEAF, LEAF + bonus.format("cap: 4\n    "))), as_of=as_of)


class TestWholeNodes:
    def test_a_whole_node_settles_its_parts(self, bind: Bind, small: Assess) -> None:
        result = small(scheme=bind((LEAF, PARTS)))
        assert (result.total, str(result.completeness)) == (Decimal(49), "1")
        half = small(
            given(
                "assessor: review, indicator: c4, points: 9",
                "assessor: review, indicator: c4.1, points: 5.5",
            ),
            scheme=bind((LEAF, PARTS)),
        )
        # 5.5 of six, so 3.5 of four
        assert half.total == Decimal(49)
        assert half.ledger is not None
        assert [(e.indicator, str(e.amount)) for e in half.ledger] == [
            ("c4.1", "-1/2"),
            ("c4", "-1/2"),
        ]

    def test_the_unit_is_summed_from_its_topmost_nodes(self, bind: Bind, small: Assess) -> None:
        parts = (
            "assessor: self, indicator: c4.1, points: 6",
            "assessor: self, indicator: c4.2, points: 4",
        )
        result = small(given(*parts), scheme=bind((LEAF, PARTS)))
        assert (str(result.declared), differences(result)) == ("50", [])

    @pytest.mark.parametrize(
        ("rows", "words"),
        [
            # 6 + 3 are not the ten it gave itself for the whole
            (("c4.1, points: 6", "c4.2, points: 3"), "下级自评合计 9 与本级自评 10 相差 1"),
            (("c4.1, points: 6",), None),  # the rest was not declared: nothing to compare
        ],
    )
    def test_parts_that_disagree(
        self, bind: Bind, small: Assess, rows: tuple[str, ...], words: str | None
    ) -> None:
        declared = given(*(f"assessor: self, indicator: {row}" for row in rows))
        result = small(declared, scheme=bind((LEAF, PARTS)))
        assert differences(result) == ([] if words is None else [("c4", words)])
        assert str(result.declared) == "50"

    def test_parts_above_the_whole_disagree_even_when_some_are_missing(
        self, bind: Bind, small: Assess
    ) -> None:
        result = small(
            given("assessor: self, indicator: c4.1, points: 6"),
            ("indicator: c4, points: 10", "indicator: c4, points: 5"),
            scheme=bind((LEAF, PARTS)),
        )
        assert differences(result) == [
            ("c4", "下级自评合计 6 与本级自评 5 相差 1"),
            ("total", "各项自评合计 45 与自评总分 50 相差 5"),
        ]

    def test_a_penalty_is_declared_as_points_taken(self, bind: Bind, small: Assess) -> None:
        penalty = LEAF + (
            "  - id: p\n    title: 倒扣\n    part: penalty\n    parts:\n"
            "      - {id: p1, title: 通报, points: 3, rule: {kind: declared}}\n"
        )
        result = small(
            given(
                "assessor: self, indicator: p, points: 2",
                "assessor: self, indicator: p1, points: 2",
                "assessor: review, indicator: p1, points: 1",
                "assessor: review, indicator: c4, points: 9",
            ),
            scheme=bind((LEAF, penalty)),
        )
        # 50 - 2 declared, 49 - 1 reviewed
        assert (str(result.declared), result.total) == ("48", Decimal(48))
        assert differences(result) == [("total", "各项自评合计 48 与自评总分 50 相差 2")]

    def test_only_a_stated_total(self, small: Assess) -> None:
        gone = [
            (f"  - {{assessor: self, indicator: {name}, points: {points}}}\n", "")
            for name, points in (("c1", 20), ("c2", 12), ("c3", 8), ("c4", 10))
        ]
        result = small(*gone)
        assert (str(result.declared), differences(result)) == ("50", [])
        nothing = small(*gone, ("  - {assessor: self, points: 50}\n", ""))
        assert nothing.declared is None


class TestCarried:
    def carried(self, result: Assessment) -> list[tuple[str, str]]:
        return [(f.subject, f.what.en) for f in result.findings if f.state == "not_carried"]

    def test_a_part_declared_and_the_same_part_shown(self, small: Assess) -> None:
        late: Any = (
            "received: 2024-03-04, promised: 5 working days, completed: 2024-03-11",
            "received: 2024-03-04, promised: 5 working days, completed: 2024-03-12",
        )
        assert (
            self.carried(small(late, ("indicator: c1, points: 20", "indicator: c1, points: 15")))
            == []
        )
        assert self.carried(small(late)) == [
            ("c1", "Promised limits: declared 20, the evidence says at most 15")
        ]

    def test_a_block_declared_above_what_its_facts_give(self, bind: Bind, small: Assess) -> None:
        parts = (
            "    parts:\n"
            "      - {id: c3.1, title: 标识, points: 5, rule: {kind: present, fact: signs}}\n"
            "      - {id: c3.2, title: 牌子, points: 3,"
            " rule: {kind: present, fact: signs, at_least: 2}}\n"
        )
        block = ("    rule: {kind: present, fact: signs}\n", parts)
        # one piece of evidence: five of eight, against eight declared for the block
        assert self.carried(small(scheme=bind(block))) == [
            ("c3", "Signs: declared 8, the evidence says at most 5")
        ]

    @pytest.mark.parametrize(
        ("needs", "declared", "expected"),
        [
            ("{fact: signs, at_least: 1}", "10", ""),
            ("{fact: signs, at_least: 2}", "10", "unmet"),
            ("{fact: signs, at_least: 2}", "0", ""),
            ("{fact: signs, at_least: 1}, {fact: cases_late, at_least: 1}", "10", "partly"),
            ("{fact: signs, at_least: 1}, {fact: cases_late, at_least: 1}", "6", ""),
        ],
    )
    def test_facts_beside_a_declaration(
        self, bind: Bind, small: Assess, needs: str, declared: str, expected: str
    ) -> None:
        scheme = bind((LEAF, LEAF + f"    needs: [{needs}]\n"))
        result = small(
            ("indicator: c4, points: 10", f"indicator: c4, points: {declared}"), scheme=scheme
        )
        words = f"Satisfaction: declared 10, the evidence says {expected}"
        assert self.carried(result) == ([("c4", words)] if expected else [])
