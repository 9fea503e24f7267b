"""Bad dossiers: every fault at once, each at its place, in plain words, with a mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from zwgk.errors import InvalidInput, Lang, Problem
from zwgk.exchange import dossier_from, load_dossier
from zwgk.source import parse_json, parse_yaml

HEAD = "period: {from: 2024-01-01, to: 2024-12-31}\nunit: {name: 示例单位, kind: township}\n"


def faults(text: str) -> list[Problem]:
    with pytest.raises(InvalidInput) as caught:
        dossier_from(parse_yaml(HEAD + text, "d.yaml"))
    return list(caught.value.problems)


def only(text: str) -> Problem:
    (problem,) = faults(text)
    return problem


# (what stands below the head, the whole Chinese message, the whole English message)
ONE_FAULT = {
    "unknown key": (
        "items:\n  - {id: a, title: 年报, cadance: monthly}\n",
        "d.yaml:4:24 items[0].cadance: 不认识的键“cadance”\n    提示: 是否想写“cadence”？",
        "d.yaml:4:24 items[0].cadance: unknown key 'cadance'\n    hint: did you mean 'cadence'?",
    ),
    "unknown table": (
        "publication: []\n",
        "d.yaml:3:1 publication: 不认识的键“publication”\n    提示: 是否想写“publications”？",
        "d.yaml:3:1 publication: unknown key 'publication'\n    hint: did you mean 'publications'?",
    ),
    "unknown key of a figure": (
        "figures: {a: {valeu: 3}}\n",
        "d.yaml:3:15 figures.a.valeu: 不认识的键“valeu”\n    提示: 是否想写“value”？",
        "d.yaml:3:15 figures.a.valeu: unknown key 'valeu'\n    hint: did you mean 'value'?",
    ),
    "unknown key beside rows": (
        "items: {complet: false, rows: []}\n",
        "d.yaml:3:9 items.complet: 不认识的键“complet”\n    提示: 是否想写“complete”？",
        "d.yaml:3:9 items.complet: unknown key 'complet'\n    hint: did you mean 'complete'?",
    ),
    "no table": (
        "items: many\n",
        "d.yaml:3:1 items: 数据表应为列表\n    提示: 写成 [ … ]，或 {complete: false, rows: [ … ]}",
        (
            "d.yaml:3:1 items: a table should be a list\n"
            "    hint: write [ … ], or {complete: false, rows: [ … ]}"
        ),
    ),
    "dates in the wrong order": (
        "cases:\n  - {id: c, kind: promised, received: 2024-03-05, completed: 2024-03-01}\n",
        (
            "d.yaml:4:51 cases[0].completed: 日期先后有误："
            "completed 2024-03-01 早于 received 2024-03-05\n"
            "    提示: 核对两个日期；只知其一时删去另一个"
        ),
        (
            "d.yaml:4:51 cases[0].completed: dates in the wrong order: completed 2024-03-01 is "
            "before received 2024-03-05\n    hint: check both dates; leave out the unknown one"
        ),
    ),
    "a step before the receipt": (
        (
            "requests:\n  - id: r\n    received: 2024-03-05\n"
            "    events: [{name: answered, on: 2024-03-04}]\n"
        ),
        (
            "d.yaml:6:31 requests[0].events[0].on: 日期先后有误：answered 2024-03-04 早于 received "
            "2024-03-05\n    提示: 核对两个日期；只知其一时删去另一个"
        ),
        (
            "d.yaml:6:31 requests[0].events[0].on: dates in the wrong order: answered 2024-03-04 "
            "is before received 2024-03-05\n    hint: check both dates; leave out the unknown one"
        ),
    ),
    "negative count": (
        "incidents: [{id: i, field: fire, occurred: 2024-03-05T10:00+08:00, deaths: -1}]\n",
        "d.yaml:3:68 incidents[0].deaths: “-1”太小\n    提示: 不得小于 0",
        "d.yaml:3:68 incidents[0].deaths: '-1' is too small\n    hint: at least 0",
    ),
    "half a person": (
        "activities: [{id: a, kind: training, persons: 1.5}]\n",
        "d.yaml:3:38 activities[0].persons: “1.5”不是整数\n    提示: 只写数字；不详时删去此键",
        (
            "d.yaml:3:38 activities[0].persons: '1.5' is not a whole number\n"
            "    hint: write digits only, or leave the key out"
        ),
    ),
    "infinite points": (
        "declarations: [{assessor: self, points: Infinity}]\n",
        "d.yaml:3:33 declarations[0].points: “Infinity”不是数\n    提示: 只写数字；不详时删去此键",
        (
            "d.yaml:3:33 declarations[0].points: 'Infinity' is not a number\n"
            "    hint: write digits only, or leave the key out"
        ),
    ),
    "a number too long to compute with": (
        "activities: [{id: a, kind: training, hours: 1e999999999}]\n",
        "d.yaml:3:38 activities[0].hours: 数字超过 40 位\n    提示: 核对数字",
        (
            "d.yaml:3:38 activities[0].hours: a number of more than 40 digits\n"
            "    hint: check the number"
        ),
    ),
    "digits are no date": (  # read as seconds they would be a day of 1970
        "hazards: [{id: h, found: 86400}]\n",
        (
            "d.yaml:3:19 hazards[0].found: “86400”不是日期\n"
            "    提示: 写作 2024-03-05；日期不详时删去此键"
        ),
        (
            "d.yaml:3:19 hazards[0].found: '86400' is not a date\n"
            "    hint: write 2024-03-05, or leave the key out"
        ),
    ),
    "no such day": (
        "hazards: [{id: h, found: 2023-02-29}]\n",
        (
            "d.yaml:3:19 hazards[0].found: “2023-02-29”不是日期\n"
            "    提示: 写作 2024-03-05；日期不详时删去此键"
        ),
        (
            "d.yaml:3:19 hazards[0].found: '2023-02-29' is not a date\n"
            "    hint: write 2024-03-05, or leave the key out"
        ),
    ),
    "naive moment": (
        "incidents: [{id: i, field: fire, occurred: 2024-03-05T10:00}]\n",
        (
            "d.yaml:3:34 incidents[0].occurred: “2024-03-05T10:00”没有写明时差\n"
            "    提示: 按小时计的时限须写明时差，如 2024-03-05T10:00+08:00"
        ),
        (
            "d.yaml:3:34 incidents[0].occurred: '2024-03-05T10:00' has no offset\n"
            "    hint: write 2024-03-05T10:00+08:00"
        ),
    ),
    "digits are no moment": (
        "incidents: [{id: i, field: fire, occurred: 1709604000}]\n",
        (
            "d.yaml:3:34 incidents[0].occurred: “1709604000”不是时刻\n"
            "    提示: 写作 2024-03-05T10:00+08:00"
        ),
        (
            "d.yaml:3:34 incidents[0].occurred: '1709604000' is not a moment\n"
            "    hint: write 2024-03-05T10:00+08:00"
        ),
    ),
    "exempt without a reason": (
        "items: [{id: a, title: 甲, openness: exempt}]\n",
        (
            "d.yaml:3:9 items[0]: 不予公开的事项须写明 exempt_reason，其他事项不得写\n"
            "    提示: 补写理由，或改正 openness"
        ),
        (
            "d.yaml:3:9 items[0]: exempt_reason belongs to exempt items, and every exempt item "
            "needs one\n    hint: give the reason, or correct openness"
        ),
    ),
    "cadence and limit": (
        "items: [{id: a, title: 甲, cadence: monthly, limit: 20 working days}]\n",
        (
            "d.yaml:3:45 items[0].limit: cadence 与 limit 只能写一个\n"
            "    提示: 定期公开写 cadence，形成后限期公开写 limit"
        ),
        (
            "d.yaml:3:45 items[0].limit: cadence and limit exclude each other\n"
            "    hint: keep the one that applies"
        ),
    ),
    "a limit without a unit": (
        "feedback: [{id: f, kind: message, limit: [20]}]\n",
        (
            "d.yaml:3:35 feedback[0].limit: 读不懂的期限“['20']”\n"
            "    提示: 写成一行文字 (write one text)"
        ),
        (
            "d.yaml:3:35 feedback[0].limit: unreadable limit ['20']\n"
            "    hint: write '20 working days', '20 days', '3 months'"
        ),
    ),
    "duplicate id": (
        "items:\n  - {id: a, title: 甲}\n  - {id: a, title: 乙}\n",
        "d.yaml:5:6 items[1].id: 编号“a”在 items 中重复\n    提示: 每条记录用一个编号",
        (
            "d.yaml:5:6 items[1].id: id 'a' is used twice in items\n"
            "    hint: give every record an id of its own"
        ),
    ),
    "duplicate id, rows apart": (
        "items:\n  complete: false\n  rows:\n  - {id: a, title: 甲}\n  - {id: ' a', title: 乙}\n",
        "d.yaml:7:6 items.rows[1].id: 编号“a”在 items 中重复\n    提示: 每条记录用一个编号",
        (
            "d.yaml:7:6 items.rows[1].id: id 'a' is used twice in items\n"
            "    hint: give every record an id of its own"
        ),
    ),
    "reference to nothing": (
        "items: [{id: a, title: 甲}]\npublications: [{id: p, item: b, on: 2024-03-05}]\n",
        (
            "d.yaml:4:24 publications[0].item: item“b”在 items 中找不到\n"
            "    提示: 改正编号，或在 items 中补上该记录（不全时写 complete: false）"
        ),
        (
            "d.yaml:4:24 publications[0].item: item 'b' refers to nothing in items\n"
            "    hint: correct the id, or add the record to items (complete: false if partial)"
        ),
    ),
    "nobody responsible": (
        "items: [{id: a, title: 甲, responsible: finance}]\n",
        (
            "d.yaml:3:27 items[0].responsible: responsible“finance”在 unit 中找不到\n"
            "    提示: 改正编号，或在 unit.units 中列出该单位"
        ),
        (
            "d.yaml:3:27 items[0].responsible: responsible 'finance' refers to nothing in unit\n"
            "    hint: correct it, or list it in unit.units"
        ),
    ),
    "bad id": (
        "items: [{id: 1号, title: 甲}]\n",
        "d.yaml:3:10 items[0].id: “1号”不是可用的编号\n    提示: 以字母开头，后接字母、数字、_ . -",
        (
            "d.yaml:3:10 items[0].id: '1号' is not a usable id\n"
            "    hint: a letter, then letters, digits, _ . -"
        ),
    ),
    "bad figure id": (
        "figures: {1a: 3}\n",
        "d.yaml:3:11 figures.1a: “1a”不是可用的编号\n    提示: 以字母开头，后接字母、数字、_ . -",
        (
            "d.yaml:3:11 figures.1a: '1a' is not a usable id\n"
            "    hint: a letter, then letters, digits, _ . -"
        ),
    ),
    "missing key": (
        "items: [{id: a}]\n",
        "d.yaml:3:9 items[0].title: 缺少“title”\n    提示: 补写 title",
        "d.yaml:3:9 items[0].title: 'title' is missing\n    hint: add title",
    ),
    "unknown word": (
        "hazards: [{id: h, found: 2024-03-05, level: majr}]\n",
        "d.yaml:3:38 hazards[0].level: “majr”不是可用的值\n    提示: 是否想写“major”？",
        (
            "d.yaml:3:38 hazards[0].level: 'majr' is not one of the values\n"
            "    hint: did you mean 'major'?"
        ),
    ),
    "neither yes nor no": (
        "hazards: [{id: h, found: 2024-03-05, listed: 是}]\n",
        (
            "d.yaml:3:38 hazards[0].listed: “是”不是 true 或 false\n"
            "    提示: 写 true 或 false；不详时删去此键"
        ),
        (
            "d.yaml:3:38 hazards[0].listed: '是' is not true or false\n"
            "    hint: write true or false, or leave the key out"
        ),
    ),
    "text for a list": (
        "items: [{id: a, title: 甲, path: 财务}]\n",
        "d.yaml:3:27 items[0].path: “财务”应为列表\n    提示: 写成 [ … ]",
        "d.yaml:3:27 items[0].path: '财务' should be a list\n    hint: write [ … ]",
    ),
    "no text": (
        "items: [{id: a, title: }]\n",
        "d.yaml:3:17 items[0].title: “空”应为文字\n    提示: 写成一行文字",
        "d.yaml:3:17 items[0].title: 'nothing' should be text\n    hint: write one text",
    ),
    "unknown kind of identity": (
        "identities: [{id: s, kind: som}]\n",
        "d.yaml:3:22 identities[0].kind: 没有勾稽关系种类“som”\n    提示: 是否想写“sum”？",
        "d.yaml:3:22 identities[0].kind: no kind of identity 'som'\n    hint: did you mean 'sum'?",
    ),
}


@pytest.mark.parametrize(("text", "zh", "en"), ONE_FAULT.values(), ids=ONE_FAULT)
def test_one_fault_gives_one_message(text: str, zh: str, en: str) -> None:
    problem = only(text)
    assert problem.of("zh") == zh
    assert problem.of("en") == en


def test_a_cadence_nobody_reads_is_told_with_the_words_that_can_be_written() -> None:
    problem = only("items: [{id: a, title: 甲, cadence: 天天}]\n")
    assert str(problem.place) == "d.yaml:3:27 items[0].cadence"
    assert problem.what.zh == "读不懂的公开频次“天天”"
    assert problem.hint is not None
    assert "每月" in problem.hint.zh
    assert "monthly" in problem.hint.of("en")


def test_a_cyclic_tree_a_lost_parent_and_an_id_twice_are_told_at_once_beside_a_bad_kind() -> None:
    text = """\
period: {from: 2024-01-01, to: 2024-12-31}
unit:
  id: town
  name: 示例镇
  kind: towship
  units:
    - {id: a, name: 甲, parent: b}
    - {id: b, name: 乙, parent: a}
    - {id: c, name: 丙, parent: gone}
    - {id: town, name: 丁}
"""
    with pytest.raises(InvalidInput) as caught:
        dossier_from(parse_yaml(text, "d.yaml"))
    assert [(str(p.place), p.what.zh) for p in caught.value.problems] == [
        ("d.yaml:5:3 unit.kind", "“towship”不是可用的值"),
        ("d.yaml:7:24 unit.units[0].parent", "单位隶属关系成环：a → b → a"),
        ("d.yaml:9:24 unit.units[2].parent", "上级单位“gone”不在 unit.units 中"),
        ("d.yaml:10:8 unit.units[3].id", "单位编号“town”重复"),
    ]


def test_a_unit_below_itself_is_a_circle() -> None:
    text = (
        "period: {from: 2024-01-01, to: 2024-12-31}\n"
        "unit: {id: a, name: 甲, kind: village, parent: a}\n"
    )
    with pytest.raises(InvalidInput) as caught:
        dossier_from(parse_yaml(text, "d.yaml"))
    assert [p.what.of("en") for p in caught.value.problems] == [
        "the unit tree runs in a circle: a → a"
    ]


TEN = """\
period: {from: 2024-12-31, to: 2024-01-01}
unit: {name: 示例单位, kind: schol}
items:
  - {id: a, title: 甲, openness: exempt}
  - {id: a, title: 乙, cadenc: monthly}
publications:
  - {id: p, item: zz, on: 2024-03-05, formed: 2024-03-09}
incidents:
  - {id: i, field: fire, occurred: 2024-03-05 10:00, deaths: -2}
figures: {n: {valu: 3}}
"""


def test_ten_faults_in_one_file_are_ten_problems_in_the_order_of_the_file() -> None:
    with pytest.raises(InvalidInput) as caught:
        dossier_from(parse_yaml(TEN, "d.yaml"))
    assert [str(problem.place) for problem in caught.value.problems] == [
        "d.yaml:1:28 period.to",
        "d.yaml:2:20 unit.kind",
        "d.yaml:4:5 items[0]",
        "d.yaml:5:6 items[1].id",
        "d.yaml:5:23 items[1].cadenc",
        "d.yaml:7:13 publications[0].item",
        # the pair (formed, on) stands at "on", the later of the two
        "d.yaml:7:23 publications[0].on",
        "d.yaml:9:26 incidents[0].occurred",
        "d.yaml:9:54 incidents[0].deaths",
        "d.yaml:10:15 figures.n.valu",
    ]
    assert str(caught.value).startswith("共 10 处问题\n")
    assert caught.value.of("en").startswith("10 problems\n")
    assert all(problem.hint is not None for problem in caught.value.problems)


def test_a_misspelt_key_does_not_hide_dates_in_the_wrong_order_of_the_same_record() -> None:
    problems = faults(
        "cases:\n"
        "  - {id: c, kind: promised, received: 2024-03-05, completed: 2024-03-01, agnt: true}\n"
    )
    assert [problem.place.path for problem in problems] == ["cases[0].completed", "cases[0].agnt"]


def test_several_pairs_of_one_record_are_told_at_once() -> None:
    problems = faults(
        "hazards: [{id: h, found: 2024-03-05, due: 2024-03-01, rectified: 2024-03-02}]\n"
    )
    assert [problem.place.path for problem in problems] == [
        "hazards[0].due",
        "hazards[0].rectified",
    ]


def test_a_table_known_to_be_partial_may_be_referred_to_beyond_its_rows() -> None:
    text = (
        "items: {complete: false, rows: [{id: a, title: 甲}]}\n"
        "publications: [{id: p, item: b, on: 2024-03-05}]\n"
    )
    dossier = dossier_from(parse_yaml(HEAD + text, "d.yaml"))
    assert dossier.items is not None
    assert not dossier.items.complete


@pytest.mark.parametrize("word", ["no", "off", "0"])
def test_whatever_reads_as_no_makes_a_table_partial_for_references_too(word: str) -> None:
    text = (
        f"items: {{complete: {word}, rows: []}}\n"
        "publications: [{id: p, item: b, on: 2024-03-05, when: x}]\n"
    )
    assert [problem.place.path for problem in faults(text)] == ["publications[0].when"]


def test_an_absent_table_is_no_reason_to_doubt_a_reference() -> None:
    dossier_from(parse_yaml(HEAD + "publications: [{id: p, item: b, on: 2024-03-05}]\n", "d.yaml"))


def test_what_is_not_a_mapping_is_told_in_plain_words() -> None:
    with pytest.raises(InvalidInput) as caught:
        dossier_from(parse_yaml("- 1\n", "d.yaml"))
    assert [problem.of("zh") for problem in caught.value.problems] == [
        "d.yaml:1:1: “列表（1 项）”应为键值对\n    提示: 写成 键: 值"
    ]


@pytest.mark.parametrize(
    ("lang", "words"),
    [("zh", "“空列表”应为键值对"), ("en", "'an empty list' should be a mapping")],
)
def test_an_empty_list_is_told_as_one(lang: Lang, words: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        dossier_from(parse_yaml(HEAD.replace("{name: 示例单位, kind: township}", "[]"), "d.yaml"))
    (problem,) = caught.value.problems
    assert words in problem.of(lang)


def test_json_faults_have_places_too() -> None:
    text = '{"period": {"from": "2024-01-01", "to": "2024-12-31"},\n "unit": {"name": "a"}}'
    with pytest.raises(InvalidInput) as caught:
        dossier_from(parse_json(text, "d.json"))
    assert [problem.of("en") for problem in caught.value.problems] == [
        "d.json:2:2 unit.kind: 'kind' is missing\n    hint: add kind"
    ]


def test_a_file_on_disk_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "unit.yaml"
    path.write_text(HEAD + "itms: []\n", encoding="utf-8")
    with pytest.raises(InvalidInput) as caught:
        load_dossier(str(path))
    assert [str(problem.place) for problem in caught.value.problems] == [f"{path}:3:1 itms"]


def test_a_missing_file_is_one_message(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput) as caught:
        load_dossier(tmp_path / "none.yaml")
    assert [problem.what.of("en") for problem in caught.value.problems] == ["no such file"]


def test_derived_figures_in_a_circle_or_from_nothing_at_their_places() -> None:
    found = faults(
        "figures:\n"
        "  a: {derived: {kind: sum, parts: [b, '1']}}\n"
        "  b: {derived: {kind: sum, parts: [a]}}\n"
        "  c: {derived: {kind: ratio, numerator: c, denominator: found}}\n"
        "  d: {derived: {kind: sum, parts: [fuond, annual_report.table_three.1.total]}}\n"
        "  found: 307\n"
        "  odd: {derived: {kind: mean, parts: [nobody]}}\n"
        "identities:\n  - {id: i, kind: equal, left: a, right: nobody}\n"
        "previous: {figures: {x: {derived: {kind: sum, parts: [x]}}}}\n"
    )
    assert [f"{problem.place}: {problem.what.zh}" for problem in found] == [
        "d.yaml:4:7 figures.a.derived: 派生数字循环：a → b → a",
        "d.yaml:6:7 figures.c.derived: 派生数字循环：c → c",
        "d.yaml:7:28 figures.d.derived.parts: 没有数字“fuond”",
        "d.yaml:9:19 figures.odd.derived.kind: “mean”不是可用的值",
        "d.yaml:11:35 identities[0].right: 没有数字“nobody”",
        "d.yaml:12:26 previous.figures.x.derived: 派生数字循环：x → x",
    ]
    assert found[2].hint is not None
    assert found[2].hint.zh == "是否想写“found”？"
