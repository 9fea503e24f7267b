"""Golden numbers of real score sheets, each worked out from the sheet and not from the output."""

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


def node(name: str, keys: str, *leaves: str) -> str:
    parts = "".join(f"      - {one}\n" for one in leaves)
    return f"  - id: {name}\n    title: {name}\n{keys}    parts:\n{parts}"


BASE_AND_BONUS = (
    "indicators:\n"
    + "  - {id: base, title: 基础, points: 100, places: 2, rule: {kind: declared},"
    + " fail_below: {below: 60, effect: {grade: failed}, why: 不足60分}}\n"
    + "  - {id: more, title: 加分, part: bonus, points: 30, rule: {kind: declared},"
    + " gate: {node: base, above: 80}}\n"
    + "grades: [{id: passed, title: 合格, from: 60}, {id: failed, title: 不合格}]\n"
)


class TestQuarterSheet:
    """A department's quarter, 2020: key fields add to what was got and to the maximum."""

    BODY = (
        "convert: 100\nindicators:\n"
        f"  - {leaf('base', '100.00')}\n  - {leaf('key', '0.64', 'na: drop')}\n"
    )

    def test_base_and_key_fields_are_converted_together(self) -> None:
        # (81.22 + 0.64) / (100 + 0.64) × 100 = 8186/100.64 = 81.33942766…
        result = mark(sheet(self.BODY, "100.64"), given(base="81.22", key="0.64"))
        assert (result.total, result.full) == (Decimal("81.34"), Decimal("100.64"))
        assert result.ledger is not None
        assert [entry.kind for entry in result.ledger] == ["loss", "conversion", "rounding"]
        assert result.ledger[0].amount == Fraction("-18.78")
        assert result.ledger[1].amount == Fraction("81.86") / Fraction("100.64") * 100 - Fraction(
            "81.86"
        )

    def test_a_unit_without_key_fields_has_another_maximum(self) -> None:
        # 81.22 of 100.00
        facts = {**given(base="81.22"), **excused("key")}
        assert total(self.BODY, facts, "100.64") == "81.22"


class TestWebsiteInspection:
    """The inspection of government web sites, 2019: veto, 100, more than 80 opens the bonus."""

    BODY = (
        "indicators:\n"
        + node(
            "base",
            "    points: 100\n    places: 2\n",
            leaf("content", 25),
            leaf("update", 25),
            leaf("answer", 25),
            leaf("service", 25, "na: scale"),
        )
        + "  - {id: more, title: 加分, part: bonus, points: 30, rule: {kind: declared},"
        + " gate: {node: base, above: 80}}\n"
    )

    @pytest.mark.parametrize(
        ("content", "update", "answer", "expected"),
        [
            ("20", "20", "20", "80.00"),  # 60 × 4/3 = 80: shut. Per head it would be 80.01, open
            ("20.01", "20", "20", "110.01"),  # 60.01 × 4/3 = 80.0133 → 80.01 opens; + 30
            ("15", "15", "15", "60.00"),  # 45 × 4/3: exactly 60
            ("20.002", "20", "20", "80.00"),  # 60.002 × 4/3 = 80.002666 → 80.00: shut
            ("14.997", "15", "15", "60.00"),  # 44.997 × 4/3 = 59.996 → 60.00
        ],
    )
    def test_the_rest_is_scaled_once(
        self, content: str, update: str, answer: str, expected: str
    ) -> None:
        facts = given(content=content, update=update, answer=answer, more="30")
        assert total(self.BODY, {**facts, **excused("service")}) == expected

    def test_the_ledger_tells_what_was_scaled(self) -> None:
        facts = {**given(content="20", update="20", answer="20", more="0"), **excused("service")}
        result = mark(sheet(self.BODY), facts)
        assert [(e.indicator, e.kind, str(e.amount)) for e in result.ledger or ()] == [
            ("content", "loss", "-5"),
            ("update", "loss", "-5"),
            ("answer", "loss", "-5"),
            ("service", "na", "-25"),
            ("base", "na", "20"),
        ]

    @pytest.mark.parametrize(
        ("base", "more", "expected", "grade"),
        [
            ("59.99", "0", "59.99", "failed"),
            ("60", "0", "60.00", "passed"),
            ("80", "30", "80.00", "passed"),
            ("80.5", "7", "87.50", "passed"),
        ],
    )
    def test_the_line_of_sixty_and_the_door_of_eighty(
        self, base: str, more: str, expected: str, grade: str
    ) -> None:
        result = mark(sheet(BASE_AND_BONUS), given(base=base, more=more))
        assert (str(result.total), result.grade) == (expected, grade)

    @pytest.mark.parametrize(
        ("points", "grade"),
        # 44.997 × 4/3 = 59.996 → 60.00 passes; 44.99 × 4/3 = 59.98666 → 59.99 fails
        [("14.997", "passed"), ("14.99", "failed"), ("15", "passed")],
    )
    def test_a_fail_line_compares_the_rounded_points(self, points: str, grade: str) -> None:
        body = self.BODY.replace("places: 2\n", "places: 2\n    fail_below: 60\n") + (
            "grades: [{id: passed, title: 合格, from: 60}, {id: failed, title: 不合格}]\n"
        )
        facts = given(content=points, update="15", answer="15", more="0")
        assert mark(sheet(body), {**facts, **excused("service")}).grade == grade


class TestEvenSpread:
    """A city, 2019: the 20 points of the services are spread evenly over the other indicators."""

    @pytest.mark.parametrize(
        ("got", "expected"),
        [
            # each of four has 20, with five more: 15 × 25/20 = 18.75, four times
            ("proportional", "75.00"),
            # 15 + 5, four times
            ("full", "80.00"),
        ],
    )
    def test_sixty_of_eighty(self, got: str, expected: str) -> None:
        names = ("w", "x", "y", "z")
        lacking = leaf("service", 20, f"na: {{policy: even, got: {got}}}")
        body = "indicators:\n" + "".join(f"  - {leaf(n, 20)}\n" for n in names) + f"  - {lacking}\n"
        facts = {**given(**dict.fromkeys(names, "15")), **excused("service")}
        assert total(body, facts) == expected

    def test_shares_are_equal_also_where_the_siblings_are_not(self) -> None:
        # 20 over two: ten each. 30 of 60 grows to 30 × 70/60 = 35, 10 of 20 to 10 × 30/20 = 15
        body = (
            f"indicators:\n  - {leaf('x', 60)}\n  - {leaf('y', 20)}\n"
            f"  - {leaf('service', 20, 'na: even')}\n"
        )
        assert total(body, {**given(x="30", y="10"), **excused("service")}) == "50.00"


class TestWeights:
    @pytest.mark.parametrize(
        ("weights", "points", "expected"),
        [
            ((30, 70), ("90", "80"), "83.00"),  # a district, 2021: 27 + 56
            ((70, 30), ("88", "70"), "82.60"),  # a city, 2019: 61.6 + 21
            # 27.015 + 56.035 = 83.05; rounded part by part it would be 27.02 + 56.04 = 83.06
            ((30, 70), ("90.05", "80.05"), "83.05"),
        ],
    )
    def test_the_weighted_mean_is_rounded_once(
        self, weights: tuple[int, int], points: tuple[str, str], expected: str
    ) -> None:
        body = (
            f"indicators:\n  - {leaf('site', 100, f'weight: {weights[0]}')}\n"
            f"  - {leaf('media', 100, f'weight: {weights[1]}')}\n"
        )
        assert total(body, given(site=points[0], media=points[1])) == expected

    def test_rounds_of_a_third_party(self) -> None:
        # a city: two rounds of 15 % and 25 %: 80 and 90 → 12 + 22.5 = 34.5 of 40
        body = (
            "indicators:\n  - id: third\n    title: 第三方\n    points: 40\n"
            "    rule: {kind: declared, out_of: 100, assessors: ["
            "{assessor: third_party, round: 1, weight: 15},"
            " {assessor: third_party, round: 2, weight: 25}]}\n"
        )
        facts = {
            "declared:third#third_party/1": "80",
            "declared:third#third_party/2": "90",
        }
        assert total(body, facts, "40") == "34.50"


class TestOwnLines:
    """A district, 2022: 55 for site and new media, each with a line of its own."""

    BODY = (
        "indicators:\n"
        + node(
            "online",
            "    points: 55\n    places: 2\n",
            leaf("site", 35, "places: 2, fail_below: {below: 21, why: 不足六成}"),
            leaf("media", 20, "places: 2, fail_below: {below: 12, why: 不足六成}"),
        )
        + f"  - {leaf('rest', 45)}\n"
        + "  - {id: more, title: 加分, part: bonus, points: 30, rule: {kind: declared},"
        + " gate: {node: online, at_least: 44}}\n"
        + "grades: [{id: passed, title: 合格, from: 60}, {id: failed, title: 不合格}]\n"
    )

    def test_below_its_line_it_fails_though_the_total_is_high(self) -> None:
        # 20.9 + 20 + 45 = 85.9
        result = mark(sheet(self.BODY), given(site="20.9", media="20", rest="45", more="0"))
        assert (str(result.total), result.grade) == ("85.90", "failed")
        assert [(one.id, str(one.below), one.fired) for one in result.vetoes] == [
            ("site", "21", "yes"),
            ("media", "12", "no"),
        ]
        on_it = mark(sheet(self.BODY), given(site="21", media="20", rest="45", more="0"))
        assert on_it.grade == "passed"

    @pytest.mark.parametrize(
        ("site", "expected"),
        [("28", "119.00"), ("27.99", "88.99")],  # 44 + 45 + 30; 43.99 + 45
    )
    def test_forty_four_opens_the_bonus(self, site: str, expected: str) -> None:
        facts = given(site=site, media="16", rest="45", more="30")
        assert total(self.BODY, facts) == expected


BANDS = (
    "grades:\n  - {id: excellent, title: 优秀, from: 90}\n  - {id: good, title: 良好, from: 80}\n"
    "  - {id: passed, title: 合格, from: 60}\n  - {id: failed, title: 不合格}\n"
)


class TestSafety:
    @pytest.mark.parametrize(
        ("points", "grade"),
        [
            ("90", "excellent"),
            ("89.99", "good"),
            ("80", "good"),
            ("60", "passed"),
            ("59.99", "failed"),
        ],
    )
    def test_bands_of_a_province(self, points: str, grade: str) -> None:
        body = f"indicators:\n  - {leaf('x', 100)}\n{BANDS}"
        assert mark(sheet(body), given(x=points)).grade == grade

    def test_a_veto_counts_the_total_as_nothing_and_keeps_the_score(self) -> None:
        # fire standardisation of a city: 96 + 4 and a veto: 0
        body = (
            f"indicators:\n  - {leaf('x', 100)}\n"
            "  - {id: more, title: 加分, part: bonus, points: 10, rule: {kind: declared}}\n"
            "  - {id: fire, title: 亡人火灾, part: veto, rule: {kind: present, fact: v},"
            " effect: zero, why: 发生亡人火灾}\n" + BANDS
        )
        result = mark(sheet(body), {**given(x="96", more="4"), "v": 1})
        assert (result.total, result.unvetoed) == (Decimal(0), Decimal(100))
        assert result.grade == "failed"

    @pytest.mark.parametrize(
        ("option", "expected"),
        # 99 of 110 → 90; the bonus of 2 after it: 92; before it: 101 of 110 → 91.8181…
        [("after", "92.00"), ("before", "91.82")],
    )
    def test_each_key_industry_adds_five_to_the_maximum(self, option: str, expected: str) -> None:
        keys = "na: drop"
        body = (
            f"convert: 100\nconvert_bonus: {option}\nindicators:\n  - {leaf('x', 100)}\n"
            f"  - {leaf('mines', 5, keys)}\n  - {leaf('chemicals', 5, keys)}\n"
            f"  - {leaf('fireworks', 5, keys)}\n"
            "  - {id: more, title: 加分, part: bonus, points: 2, rule: {kind: declared}}\n" + BANDS
        )
        facts = {**given(x="90", mines="5", chemicals="4"), **excused("fireworks")}
        plain = mark(sheet(body, "115"), {**facts, **given(more="0")})
        assert (str(plain.total), plain.grade) == ("90.00", "excellent")
        assert total(body, {**facts, **given(more="2")}, "115") == expected
