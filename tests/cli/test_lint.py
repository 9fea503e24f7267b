"""``zwgk lint`` as an author meets it: a sheet with slips, and what is said of each."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from zwgk.cli import cli

SHEET = """\
format: 1
id: slips
version: "1"
title: 示例
source: 示例（虚构）
full: 20
facts:
  cases: {{title: 办件, count: cases}}
  kept: {{title: 按期, count: cases, where: {{kind: promised}}}}
  rate: {{title: 按期率, share: kept, in: cases}}
  stated: {{title: 自报率, value: {{figure: stated}}}}
indicators:
  - {{id: a, title: 甲, points: 10, rule: {rule}}}
  - {{id: b, title: 乙, points: 10, rule: {{kind: declared}}}}
{more}"""


def lint(path: Path, rule: str, more: str = "") -> tuple[int, str]:
    file = path / "slips.yaml"
    file.write_text(SHEET.format(rule=rule, more=more), encoding="utf-8")
    result = CliRunner().invoke(cli, ["lint", str(file)])
    return result.exit_code, result.stdout


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (
            "{kind: share, fact: rate, target: 95}",
            "“按期率”是占比，不超过 1，此处写 95",
        ),
        ("{kind: percent_ticks, fact: rate, target: 95, each: 1}", "a.rule.target: "),
        ("{kind: present, fact: rate, at_least: 90}", "a.rule.at_least: "),
        (
            "{kind: steps, fact: rate, steps: [{at_least: 95, points: 10}]}",
            "a.rule.steps[0].at_least: ",
        ),
        (
            "{kind: present, fact: cases, at_least: 0}",
            "a.rule.at_least: 0 也算达到",
        ),
        ("{kind: deduct, per: cases, each: 1, cap: 12}", "a.rule.cap: 最多扣 12 分，高于分值 10"),
        ("{kind: deduct, per: cases, each: 1, floor: 10}", "a.rule.floor: 保底 10 分，等于分值"),
    ],
)
def test_a_rule_that_cannot_do_what_it_says(tmp_path: Path, rule: str, words: str) -> None:
    code, told = lint(tmp_path, rule)
    assert code == 0
    assert words in told
    assert told.endswith("0 处问题，1 处提醒\n")


@pytest.mark.parametrize(
    "rule",
    [
        "{kind: share, fact: rate, target: 95%}",
        "{kind: percent_ticks, fact: rate, target: 95%, each: 1}",
        "{kind: present, fact: rate, at_least: 1}",
        "{kind: share, fact: stated, target: 95}",  # a figure may be printed without its sign
        "{kind: deduct, per: cases, each: 1, cap: 10}",
        "{kind: deduct, per: cases, each: 1, floor: 9}",
        "{kind: deduct, per: cases, each: 1, floor: none, cap: 12}",  # below zero on purpose
    ],
)
def test_a_rule_that_does_is_left_alone(tmp_path: Path, rule: str) -> None:
    assert lint(tmp_path, rule) == (0, "检查 1 份方案：0 处问题，0 处提醒\n")


def test_reminders_are_told_beside_the_faults(tmp_path: Path) -> None:
    veto = (
        "  - {id: v, title: 否决, part: veto, rule: {kind: present, fact: cases}, effect: zero}\n"
    )
    grades = "grades:\n  - {id: x, title: 优, from: 30}\n  - {id: y, title: 差}\n"
    code, told = lint(tmp_path, "{kind: deduct, per: cases, each: 0}", veto + grades)
    assert code == 1
    assert "a.rule.each: “0”太小" in told
    assert "v: 否决“v”没有依据" in told
    assert "grades.x: 等次“优”达不到：最多可得 20 分" in told
    assert told.endswith("检查 1 份方案：1 处问题，2 处提醒\n")


def test_a_slip_in_a_query_lists_what_there_is(tmp_path: Path) -> None:
    for where, words in (
        ("{persons: {at_least: 10}}", "没有比较“at_least”；可用：between、eq、ge、gt、"),
        ("{person: 10}", "没有字段“person”；可用："),
    ):
        facts = f"facts: {{x: {{count: activities, where: {where}}}}}\n"
        file = tmp_path / "query.yaml"
        text = SHEET.format(rule="{kind: declared}", more="")
        before, after = text.split("facts:")[0], text[text.index("indicators:") :]
        file.write_text(before + facts + after, encoding="utf-8")
        result = CliRunner().invoke(cli, ["lint", str(file)])
        assert result.exit_code == 1
        assert words in result.stdout


def test_per_cent_is_shown_as_it_was_written(tmp_path: Path) -> None:
    code, told = lint(tmp_path, "{kind: graded, fact: stated, states: {done: 120%}}")
    assert code == 1
    assert "a.rule.states.done: “120%”太大" in told
