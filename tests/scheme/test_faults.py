"""Faulty scheme documents: the exact place, words and mend of every fault, in both languages."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from zwgk.duties import DUTY_FIELDS
from zwgk.errors import InvalidInput
from zwgk.plugins import askable_tables
from zwgk.scheme import KINDS, Scheme, read_document, read_scheme
from zwgk.source import parse_yaml

SHEET = """\
format: 1
id: sheet
version: "1"
title: 示例考核
source: 示例（虚构）
full: 20
facts:
  late: {count: cases}
  trained: {value: {evidence: trained}}
indicators:
  - id: a
    title: 办件
    points: 20
    parts:
      - {id: a1, title: 限时, points: 12, rule: {kind: deduct, per: late, each: 3}}
      - {id: a2, title: 培训, points: 8, rule: {kind: present, fact: trained}}
"""

TABLES = askable_tables({}, DUTY_FIELDS)
RULES = {kind.kind: kind for kind in KINDS}


def read(text: str) -> Scheme:
    return read_scheme(parse_yaml(text, "sheet.yaml"), RULES, TABLES)


FAULTS: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("faults.yaml").read_text(encoding="utf-8")
)


def test_the_sheet_itself_is_sound() -> None:
    scheme = read(SHEET)
    assert (scheme.id, scheme.full, len(scheme.warnings)) == ("sheet", Fraction(20), 0)
    assert [node.id for node in scheme.walk()] == ["a", "a1", "a2"]


@pytest.mark.parametrize("case", FAULTS, ids=[case["name"] for case in FAULTS])
def test_each_fault_has_its_place_its_words_and_its_mend(case: dict[str, Any]) -> None:
    text = SHEET + case.get("add", "")
    if "replace" in case:
        assert case["replace"] in SHEET
        text = SHEET.replace(case["replace"], case["by"], 1)
    with pytest.raises(InvalidInput) as caught:
        read(text)
    found = [
        {
            "at": str(problem.place),
            "zh": problem.what.zh,
            "mend_zh": problem.hint.zh,
            "en": problem.what.en,
            "mend_en": problem.hint.en,
        }
        for problem in caught.value.problems
        if problem.hint is not None
    ]
    assert found == case["faults"]
    assert len(found) == len(caught.value.problems)


def test_what_is_misspelt_or_lacks_a_name_hides_nothing() -> None:
    text = (
        SHEET.replace("title:", "titel:", 1)
        .replace("source:", "sourse:", 1)
        .replace("kind: deduct", "kind: dedcut")
        .replace("{id: a2, ", "{")
        .replace("points: 8,", "pionts: 8,")
    )
    with pytest.raises(InvalidInput) as caught:
        read(text)
    # the points that were meant add up: only the slips themselves are told
    assert [problem.what.en for problem in caught.value.problems] == [
        "unknown key 'titel'",
        "unknown key 'sourse'",
        "no rule kind 'dedcut'",
        "'id' is missing",
        "unknown key 'pionts'",
    ]


def test_all_faults_at_once_in_the_order_of_the_text() -> None:
    text = (
        SHEET.replace("full: 20", "full: 25\ncolour: red")
        .replace("kind: deduct", "kind: dedcut")
        .replace("points: 8, rule: {kind: present, fact: trained}", "points: 7, rulle: {}")
    )
    with pytest.raises(InvalidInput) as caught:
        read(text)
    assert caught.value.of("en").splitlines()[0] == "6 problems"
    assert [(problem.place.line, problem.what.en) for problem in caught.value.problems] == [
        (6, "the base points add up to 20, not 25"),
        (7, "unknown key 'colour'"),
        (14, "the parts add up to 19, not 20"),
        (16, "no rule kind 'dedcut'"),
        (17, "the rule has no 'kind'"),  # read as the rule that was meant
        (17, "unknown key 'rulle'"),
    ]


def test_a_shape_that_cannot_be_read_is_told_before_anything_is_bound() -> None:
    text = SHEET.replace("full: 20", "full: twenty").replace("kind: deduct", "kind: dedcut")
    with pytest.raises(InvalidInput) as caught:
        read(text)
    assert [problem.what.en for problem in caught.value.problems] == ["'twenty' is not a number"]


def test_a_document_alone_knows_no_rule_kind() -> None:
    document = read_document(parse_yaml(SHEET.replace("deduct", "strange"), "sheet.yaml"))
    assert document.indicators[0].parts[0].rule == {"kind": "strange", "per": "late", "each": "3"}
    with pytest.raises(InvalidInput, match="colour"):
        read_document(parse_yaml(SHEET + "colour: red\n", "sheet.yaml"))


def test_a_gate_on_points_that_are_not_rounded_is_a_warning() -> None:
    bonus = (
        "  - {id: b, title: 加分, part: bonus, points: 5,"
        " rule: {kind: credit, per: late, each: 1}, gate: {node: a, above: 15}}\n"
    )
    warnings = read(SHEET + bonus).warnings
    assert [str(warning.place) for warning in warnings] == ["sheet.yaml:17:97 b.gate.node"]
    assert (
        warnings[0]
        .of("en")
        .endswith(
            "'a' has no places: the gate compares exact points\n    hint: say how it is rounded"
        )
    )
    rounded = SHEET.replace("    points: 20\n", "    points: 20\n    places: 2\n")
    assert read(rounded + bonus).warnings == ()


def test_cases_counted_by_outcome_without_a_limit_are_a_warning() -> None:
    late = "{count: duties, where: {kind: complete, outcome: [late, overdue]}}"
    text = SHEET.replace("{count: cases}", late)
    (warning,) = read(text).warnings
    assert str(warning.place) == "sheet.yaml:8:25 facts.late.where"
    assert warning.what.en.startswith("a case may have a statutory and a promised limit")
    assert warning.hint is not None
    assert "limit: [statutory, promised]" in warning.hint.zh
    share = text.replace("trained: {", f"in_time: {{share: {late}, in: {late}}}\n  trained: {{")
    assert [str(one.place).split()[1] for one in read(share).warnings] == [
        "facts.late.where",
        "facts.in_time.share.where",
        "facts.in_time.in.where",
    ]
    for named in (
        late.replace("complete,", "complete, limit: [statutory, promised],"),
        late.replace("]}}", "]}, per: limit}"),
        late.replace("]}}", "]}, per: subject}"),
        late.replace("complete", "reply"),
        "{count: duties, where: {kind: complete}}",
    ):
        assert read(SHEET.replace("{count: cases}", named)).warnings == ()


def test_above_ninety_lies_higher_than_from_ninety() -> None:
    bands = """\
grades:
  - {id: top, title: 优, above: 90}
  - {id: good, title: 良, from: 90}
  - {id: bad, title: 差}
"""
    assert [band.id for band in read(SHEET + bands).document.grades] == ["top", "good", "bad"]


def test_a_node_may_leave_its_points_to_its_parts() -> None:
    # 12 + 8 below a node that prints no points of its own
    nested = """\
format: 1
id: nested
version: "1"
title: 示例
source: 示例（虚构）
full: 20
indicators:
  - id: a
    title: 甲
    points: 20
    parts:
      - id: a1
        title: 乙
        parts:
          - {id: a1.1, title: 丙, points: 12, rule: {kind: declared}}
          - {id: a1.2, title: 丁, points: 8, rule: {kind: declared}}
"""
    assert read(nested).full == 20


def test_an_unscored_scheme_lists_facts_without_rules() -> None:
    text = """\
format: 1
id: listed
version: "1"
title: 示例
source: 示例（虚构）
scored: false
facts:
  late: {count: cases}
indicators:
  - {id: a, title: 办件, needs: [late]}
"""
    scheme = read(text)
    assert (scheme.scored, scheme.full, sorted(scheme.needs())) == (False, None, ["late"])
    with pytest.raises(InvalidInput) as caught:
        read(
            text.replace("needs: [late]", "rule: {kind: present, fact: late}")
            + "grades:\n  - {id: g, title: 好}\n"
        )
    assert [problem.what.en for problem in caught.value.problems] == [
        "a scheme without points has no points and no rules",
        "no total, so no grades",
    ]


@pytest.mark.parametrize(
    ("fact", "what", "hint"),
    [
        (
            "{where: {kind: promised}}",
            "the fact does not say what it asks for",
            "write one of count, sum, min, max, distinct, share, value, change",
        ),
        ("cases", "the fact does not say what it asks for", "write one of count, sum, min, max"),
        (
            "{count: cases, sum: cases}",
            "the fact has count and sum",
            "keep one, and make another fact of the other",
        ),
        ("{share: late, in: late}", "a share of the share 'late'", "name a count or a figure"),
    ],
)
def test_a_query_asks_one_thing(fact: str, what: str, hint: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read(SHEET.replace("{count: cases}", fact))
    (problem,) = caught.value.problems
    assert (problem.place.path, problem.what.en) == ("facts.late", what)
    assert problem.hint is not None
    assert problem.hint.en.startswith(hint)


def test_a_format_that_is_no_number_hides_nothing() -> None:
    text = SHEET.replace("format: 1", "format: x").replace("kind: deduct", "kind: dedcut")
    with pytest.raises(InvalidInput) as caught:
        read(text)
    assert [(one.what.zh, one.hint and one.hint.zh) for one in caught.value.problems] == [
        ("“x”不是文档格式", "写 format: 1"),
        ("没有评分规则“dedcut”", "是否想写“deduct”？"),
    ]
