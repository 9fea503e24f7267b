"""The command line: what is printed, where it goes, and how it ends."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from zwgk.cli import COMMANDS, cli

DOSSIER = """
period: {from: 2024-01-01, to: 2024-12-31}
unit: {name: 示例乡（虚构）, kind: township}
cases:
  - {id: c1, kind: promised, received: 2024-03-01, promised: 5 working days, completed: 2024-03-08}
  - {id: c2, kind: promised, received: 2024-03-01, promised: 5 working days, completed: 2024-03-11}
declarations:
  - {assessor: review, indicator: c5, points: 18.5}
  - {assessor: self, indicator: c5, points: 20}
"""


def call(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    path = tmp_path / "dossier.yaml"
    path.write_text(DOSSIER, encoding="utf-8")
    return path


def test_every_command_is_listed_in_both_languages() -> None:
    chinese, english = call("--help"), call("--help", "--lang", "en")
    for name, (_, words) in COMMANDS.items():
        assert name in chinese.stdout
        assert words.zh in chinese.stdout
        assert words.en in english.stdout
        assert call(name, "--help").exit_code == 0


def test_assess_prints_points_states_and_findings(dossier: Path) -> None:
    result = call("assess", dossier, "--scheme", "township_hall", "--as-of", "2025-01-31")
    assert result.exit_code == 0
    # c5 was given 18.5; the other five criteria (80 points) are open: 18.5 to 98.5.
    assert "未定：18.50 至 98.50" in result.stdout
    assert "18.5 / 20" in result.stdout
    assert "逾期办结 3 天" in result.stdout  # 2024-03-08 was the fifth working day after 03-01


def test_assess_as_json_is_one_document(dossier: Path) -> None:
    result = call("assess", dossier, "--scheme", "township_hall", "--as-of", "2025-01-31", "--json")
    document = json.loads(result.stdout)
    assert document["schema_version"] == 1
    assert document["bounds"] == {"least": "18.50", "greatest": "98.50", "exact": True}
    assert document["settled"] == {"points": "18.5", "of": "20"}
    assert document["late"] == 1


def test_the_units_own_points_count_only_when_asked_for(dossier: Path) -> None:
    own = call(
        "assess", dossier, "--scheme", "township_hall", "--as-of", "2025-01-31", "--self", "--json"
    )
    document = json.loads(own.stdout)
    assert document["perspective"] == "self"
    assert document["settled"]["points"] == "18.5"  # the review still comes first


def test_explain_names_record_day_and_points(dossier: Path) -> None:
    result = call("explain", dossier, "c5", "--scheme", "township_hall", "--as-of", "2025-01-31")
    assert result.exit_code == 0
    assert "18.5 / 20" in result.stdout
    assert "-1.5 扣分" in result.stdout
    document = json.loads(
        call(
            "explain", dossier, "c5", "--scheme", "township_hall", "--as-of", "2025-01-31", "--json"
        ).stdout
    )
    assert document["ledger"]["least"][0]["amount"] == "-1.5"


def test_duties_are_listed_with_their_days(dossier: Path) -> None:
    result = call("duties", dossier, "--as-of", "2025-01-31", "--json")
    duties = {duty["id"]: duty for duty in json.loads(result.stdout)["duties"]}
    assert duties["cases:c1/promised"]["outcome"] == "on_time"
    assert duties["cases:c2/promised"]["outcome"] == "late"
    assert duties["cases:c2/promised"]["due"] == "2024-03-08"
    assert "2024-03-08" in call("duties", dossier, "--as-of", "2025-01-31").stdout


def test_needs_tells_what_is_known_and_why_not(dossier: Path) -> None:
    listed = json.loads(call("needs", "township_hall", "--json").stdout)["facts"]
    assert {fact["fact"] for fact in listed} >= {"overdue_cases", "institutions"}
    known = json.loads(
        call("needs", "township_hall", dossier, "--as-of", "2025-01-31", "--json").stdout
    )
    by_id = {fact["fact"]: fact for fact in known["facts"]}
    assert by_id["overdue_cases"]["known"] is True
    assert by_id["institutions"]["because"] == "未提供制度（institutions）"
    assert "未提供制度（institutions）" in call("needs", "township_hall", dossier).stdout
    assert "count: duties" in call("needs", "township_hall").stdout


def test_report_writes_whole_files(dossier: Path, tmp_path: Path) -> None:
    for name in ("report.md", "report.html"):
        target = tmp_path / name
        result = call(
            "report", dossier, "--scheme", "township_hall", "--as-of", "2025-01-31", "-o", target
        )
        assert result.exit_code == 0
        assert "示例乡（虚构）" in target.read_text(encoding="utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "dossier.yaml", "report.html", "report.md",
    ]  # fmt: skip


def test_schemes_plugins_rules_and_schema_answer_in_both_forms() -> None:
    schemes = json.loads(call("schemes", "--json").stdout)
    assert "township_hall" in {scheme["id"] for scheme in schemes["schemes"]}
    assert "township_hall" in call("schemes").stdout
    plugins = json.loads(call("plugins", "--json").stdout)
    assert plugins["owners"]["scheme township_hall"] == "service_hall"
    assert plugins["faults"] == []
    assert "service_hall" in call("plugins").stdout
    rules = json.loads(call("rules", "--on", "2015-06-01", "--json").stdout)
    reply = next(rule for rule in rules["rules"] if rule["rule"] == "XXGK-REPLY")
    assert reply["limit"] == "15 working days"  # 国务院令第492号 was in force until 2019-05-14
    assert "XXGK-REPLY" in call("rules").stdout
    for what in ("scheme", "dossier"):
        assert json.loads(call("schema", what).stdout)["type"] == "object"


def test_due_and_workdays() -> None:
    # Law in force on 2019-05-14: 15 working days, to 2019-06-04.
    assert "2019-06-04" in call("due", "XXGK-REPLY", "--from", "2019-05-14").stdout
    document = json.loads(
        call(
            "due", "XXGK-REPLY", "--from", "2024-09-13", "--event", "extended=2024-10-10,20",
            "--json",
        ).stdout
    )  # fmt: skip
    assert document["due"] == "2024-11-14"  # 40 working days, by an independent calendar
    assert call("workdays", "2024-09-13", "20").stdout == "2024-10-17\n"
    assert call("workdays", "2024-09-13", "2024-10-17").stdout == "20\n"
    assert json.loads(call("workdays", "2024-09-13", "20", "--json").stdout)["day"] == "2024-10-17"
    counted = json.loads(call("workdays", "2024-09-13", "2024-10-17", "--json").stdout)
    assert counted["workdays"] == 20


def test_lint_and_test_find_faults_with_exit_code_1(tmp_path: Path) -> None:
    assert call("lint").exit_code == 0
    assert call("test").exit_code == 0
    scheme = tmp_path / "mine.yaml"
    scheme.write_text(
        "format: 1\nid: mine\nversion: '1'\ntitle: 我的方案\nsource: 示例（虚构）\nfull: 10\n"
        "indicators: [{id: a, title: 甲, points: 8, rule: {kind: declared}}]\n",
        encoding="utf-8",
    )
    faulty = call("lint", scheme)
    assert faulty.exit_code == 1
    assert "mine.yaml:6:1 full: 基础分合计 8，与总分 10 不符" in faulty.stdout
    assert json.loads(call("lint", scheme, "--json").stdout)["checked"] == 1
    scheme.write_text(scheme.read_text(encoding="utf-8").replace("full: 10", "full: 8"), "utf-8")
    assert call("lint", scheme).exit_code == 0
    examples = tmp_path / "mine.examples.yaml"
    examples.write_text(
        "examples:\n- name: 复核给 7 分\n  as_of: 2025-01-31\n  dossier:\n"
        "    period: {from: 2024-01-01, to: 2024-12-31}\n    unit: {name: 示例, kind: other}\n"
        "    declarations: [{assessor: review, indicator: a, points: 7}]\n"
        "  expect: {total: '8'}\n",
        encoding="utf-8",
    )
    failed = call("test", examples)
    assert failed.exit_code == 1
    assert "total 应为 8，实为 7.00" in failed.stdout
    assert json.loads(call("test", scheme, "--json").stdout)["examples"][0]["passed"] is False


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["asess"], "是否想写“assess”"),
        (["assess"], "缺少"),
        (["assess", "x", "--schem"], "没有选项 --schem"),
        (["assess", "x", "--scheme", "t", "--as-of", "2024-13-01"], "不是日期"),
        (["schema", "other"], "只能是 scheme、dossier 之一"),
        (["assess", "missing.yaml", "--scheme", "township_hall"], "没有这个文件"),
        (["due", "XXGK-REPLI", "--from", "2024-01-02"], "是否想写“XXGK-REPLY”"),
        (["due", "XXGK-REPLY", "--from", "2024-1-2"], "不是日期"),
        (["due", "XXGK-REPLY", "--from", "2024-01-02", "--event", "extended"], "不是事件"),
        (["workdays", "2024-01-02", "many"], "不是日期"),
        (["workdays", "2024-01-02", "100000"], ""),
        (["lint", "missing.yaml"], "没有这个文件"),
    ],
)
def test_a_slip_ends_with_words_and_exit_code_2(arguments: list[str], words: str) -> None:
    result = call(*arguments)
    assert result.exit_code == 2
    assert words in result.stderr
    assert result.stdout == ""
    assert result.exception is None or isinstance(result.exception, SystemExit)


def test_bad_input_is_told_with_place_and_mend(dossier: Path, tmp_path: Path) -> None:
    unknown = call("assess", dossier, "--scheme", "township_hal")
    assert unknown.exit_code == 2
    assert "是否想写“township_hall”" in unknown.stderr
    dossier.write_text(DOSSIER.replace("points: 18.5", "points: 20.5"), encoding="utf-8")
    above = call("assess", dossier, "--scheme", "township_hall", "--as-of", "2025-01-31")
    assert above.exit_code == 2
    assert "20.5 分，超过分值 20" in above.stderr
    assert f"{dossier}:8:5 declarations[0]" in above.stderr
    dossier.write_text(
        DOSSIER + "requests:\n  complete: false\n  rows:\n"
        "    - {id: r1, received: 2024-03-01, events: [{name: extendid, on: 2024-03-05}]}\n",
        encoding="utf-8",
    )
    slip = call("assess", dossier, "--scheme", "township_hall", "--as-of", "2025-01-31")
    assert f"{dossier}:13:7 requests:r1" in slip.stderr
    assert "是否想写“extended”" in slip.stderr
    target = tmp_path / "report.html"
    refused = call("report", dossier, "--scheme", "township_hall", "-o", target)
    assert refused.exit_code == 2
    assert not target.exists()
    assert call("report", dossier, "--scheme", "township_hall", "-o", "r.pdf").exit_code == 2
    folder = call("report", dossier, "--scheme", "township_hall", "-o", tmp_path / "no" / "r.md")
    assert folder.exit_code == 2


def test_a_notice_file_moves_a_due_day(tmp_path: Path) -> None:
    notice = tmp_path / "2027.json"
    off = (
        "01-01", "01-02", "01-03", "02-05", "02-06", "02-07", "02-08", "02-09", "02-10", "04-05",
        "05-01", "05-02", "05-03", "05-04", "06-09", "09-15", "10-01", "10-02", "10-03", "10-04",
        "10-05",
    )  # fmt: skip
    days = [{"name": "x", "date": f"2027-{day}", "isOffDay": True} for day in off]
    notice.write_text(json.dumps({"year": 2027, "papers": ["示例"], "days": days}), "utf-8")
    before = json.loads(call("due", "20 working days", "--from", "2026-12-15", "--json").stdout)
    after = json.loads(
        call("due", "20 working days", "--from", "2026-12-15", "--notice", notice, "--json").stdout
    )
    assert (before["certainty"], after["certainty"]) == ("provisional", "final")
    # 12-16 … 12-31 are 12 working days, 01-04 … 01-13 are 8 more.
    assert after["due"] == "2027-01-13"


def test_an_event_may_set_a_day() -> None:
    event = "correction_asked=2024-09-16,2024-09-30"
    told = call("due", "XXGK-REPLY", "--from", "2024-09-13", "--event", event, "--json").stdout
    assert (json.loads(told)["state"], json.loads(told)["lapses"]) == ("waiting", "2024-09-30")


def test_an_unpaid_fee_has_closed_the_clock_by_a_day() -> None:
    asked = ["due", "XXGK-REPLY", "--from", "2024-09-13", "--event", "fee_noticed=2024-09-20"]
    # 20 working days after 20 September end on 23 October
    for day, state in (("2024-10-23", "waiting"), ("2024-10-24", "closed")):
        assert json.loads(call(*asked, "--as-of", day, "--json").stdout)["state"] == state


def test_a_notice_of_a_part_of_a_year_is_refused(tmp_path: Path) -> None:
    notice = tmp_path / "2027.json"
    day = {"name": "元旦", "date": "2027-01-01", "isOffDay": True}
    notice.write_text(json.dumps({"year": 2027, "papers": ["示例"], "days": [day]}), "utf-8")
    result = call("due", "20 working days", "--from", "2026-12-15", "--notice", notice)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "2027 年的安排不全：法定节假日 2027-02-05、" in result.stderr
    assert "提示: 载入 2027 年的完整通知" in result.stderr


def test_demo_writes_reports_and_says_where(tmp_path: Path) -> None:
    result = call("demo", "--out", tmp_path / "out")
    assert result.exit_code == 0
    assert "R004-03" in result.stdout
    assert str(tmp_path / "out") in result.stdout
    assert (tmp_path / "out" / "R004-03.html").is_file()
    document = json.loads(call("demo", "--json").stdout)
    one = next(entry for entry in document["assessments"] if entry["report"] == "R004-09")
    assert one["scored"] is False
    assert one["declared"] == "107.5"
    assert (one["total"], one["full"], one["bounds"]) == (None, None, None)
    assert set(one) == {
        "report", "scheme", "scored", "declared", "total", "full", "grade", "bounds", "settled",
        "completeness", "late", "findings",
    }  # fmt: skip


def test_the_module_runs_like_the_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "zwgk", "workdays", "2024-09-13", "20"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout == "2024-10-17\n"


def test_printed_text_cannot_move_the_cursor(dossier: Path) -> None:
    dossier.write_text(DOSSIER.replace("示例乡（虚构）", '"\\e[31m乡\\u202e"'), encoding="utf-8")
    result = call("assess", dossier, "--scheme", "township_hall", "--as-of", "2025-01-31")
    assert "\x1b" not in result.output
    assert "\u202e" not in result.output


STATED = """
format: 1
id: stated
version: "1"
title: 示例：自述
source: 示例（虚构）
scored: false
facts:
  firms: {title: 企业, value: {figure: firms}, unit: 家}
  rules: {title: 制度, count: institutions, unit: 项}
  board: {title: 公开栏, value: {evidence: board}}
  trained: {title: 培训, value: {evidence: trained}, unit: 人}
indicators:
  - {id: a, title: 甲, needs: [firms, rules, board, trained]}
"""


def test_bounds_that_are_only_said_are_told_as_said(tmp_path: Path) -> None:
    (tmp_path / "stated.yaml").write_text(STATED, encoding="utf-8")
    (tmp_path / "unit.yaml").write_text(
        "unit: {name: 示例局, kind: department, fictitious: true}\n"
        "period: {from: 2024-01-01, to: 2024-12-31}\n"
        "figures: {firms: {value: 80, bound: at_least, basis: asserted}}\n"
        "evidence: []\n"
        "institutions:\n  complete: false\n"
        "  rows: [{id: i1, title: 考勤, kind: attendance, basis: asserted}]\n",
        encoding="utf-8",
    )
    asked = ("explain", tmp_path / "unit.yaml", "a", "--scheme", tmp_path / "stated.yaml")
    told = call(*asked, "--as-of", "2024-12-31").stdout
    assert "企业：不详（自述：至少 80家） — 仅有自述，佐证不足；原文为“80”" in told
    assert "制度：不详（自述：至少 1项）" in told
    # an empty table says that there is none; what is counted in a unit stays a number
    assert "公开栏：否" in told
    assert "培训：0人" in told


def test_needs_tells_names_that_are_probably_misspelt(tmp_path: Path) -> None:
    path = tmp_path / "unit.yaml"
    path.write_text(
        "unit: {name: 示例乡（虚构）, kind: township}\n"
        "period: {from: 2024-01-01, to: 2024-12-31}\n"
        "evidence: [{id: e1, topic: county_standart}, {id: e2, topic: other_thing}]\n"
        "figures: {agency_pionts: 8, staff: 4}\n",
        encoding="utf-8",
    )
    told = call("needs", "township_hall", path, "--as-of", "2025-01-31")
    assert told.exit_code == 0
    assert "方案不问“county_standart”；是否想写“county_standard”？" in told.stdout
    assert "方案不问“agency_pionts”；是否想写“agency_points”？" in told.stdout
    # what the scheme has no like of is nobody's slip
    assert "other_thing" not in told.stdout
    document = json.loads(call("needs", "township_hall", path, "--json").stdout)
    assert document["misspelt"][0] == {"given": "county_standart", "asked": "county_standard"}
    assert "misspelt" not in json.loads(call("needs", "township_hall", "--json").stdout)


def test_a_publication_of_an_item_without_a_cadence_says_what_to_fill_in(tmp_path: Path) -> None:
    path = tmp_path / "unit.yaml"
    path.write_text(
        "unit: {name: 示例村（虚构）, kind: village}\n"
        "period: {from: 2024-01-01, to: 2024-12-31}\n"
        "items: [{id: plan, title: 计划}]\n"
        "publications: [{id: p1, item: plan, on: 2024-06-28}]\n",
        encoding="utf-8",
    )
    report = tmp_path / "r.md"
    asked = ("--scheme", "village_affairs", "--as-of", "2025-01-31", "-o", report)
    assert call("report", path, *asked).exit_code == 0
    assert "按频次公开的，给该公开事项写 cadence" in report.read_text(encoding="utf-8")
