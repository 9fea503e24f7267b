"""``zwgk check``: a table, worst first, what would make it hold, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from zwgk.cli import cli

HEAD = """
period: {from: 2025-01-01, to: 2025-12-31}
unit: {name: 示例局（虚构）, kind: department}
"""
SUMS = """
figures:
  urged: {value: "132", label: 督促整改}
  ordered: {value: "263", label: 当场整改}
  found: {value: "307", label: 发现隐患}
  early: "37077"
  received: "37286"
  rate: "99.4"
  visits: xxx
identities:
  - {id: rate_fits, kind: percentage, part: early, whole: received, stated: rate}
  - {id: hidden, kind: equal, left: visits, right: "12"}
  - {id: fire, label: 隐患整改, kind: sum, parts: [urged, ordered], total: found}
  - {id: same, kind: equal, left: received, right: "37286"}
"""


def call(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    path = tmp_path / "dossier.yaml"
    path.write_text(HEAD + SUMS, encoding="utf-8")
    return path


def test_worst_first_with_reasons_and_mends(dossier: Path) -> None:
    result = call("check", dossier)
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert lines[0].startswith("示例局（虚构）")
    assert lines[1] == "核对 4 项：不成立 1，无法核对 1，四舍五入后成立 1，成立 1"
    states = [line.split()[0] for line in lines[5:7]]
    assert states == ["不成立", "无法核对"]
    assert "132 + 263 = 395，与 307 相差 88" in result.stdout
    assert "- 督促整改 应为 44：" in result.stdout  # 307 - 263
    assert "- 发现隐患 应为 395：" in result.stdout
    assert "rate_fits" not in result.stdout
    whole = call("check", dossier, "--all").stdout
    assert "rate_fits" in whole
    assert whole.index("hidden") < whole.index("rate_fits") < whole.index("same")


def test_english(dossier: Path) -> None:
    result = call("check", dossier, "--lang", "en")
    assert result.exit_code == 1
    assert "does not hold 1, cannot be checked 1" in result.stdout
    assert "one change would make it hold:" in result.stdout


def test_json_is_one_document_with_decimals_as_text(dossier: Path) -> None:
    result = call("check", dossier, "--json")
    assert result.exit_code == 1
    document: dict[str, Any] = json.loads(result.stdout)
    assert document["schema_version"] == 1
    assert document["counts"] == {
        "does_not_hold": 1, "unverifiable": 1, "holds_rounded": 1, "holds": 1,
    }  # fmt: skip
    verdicts = {verdict["id"]: verdict for verdict in document["verdicts"]}
    assert list(verdicts) == ["fire", "hidden", "rate_fits", "same"]
    fire = verdicts["fire"]
    assert (fire["status"], fire["computed"], fire["difference"]) == ("does_not_hold", "395", "88")
    assert {"member": "urged", "value": "44"}.items() <= fire["would_hold"][0].items()


def test_what_agrees_ends_well(tmp_path: Path) -> None:
    path = tmp_path / "fine.yaml"
    fine = HEAD + SUMS.replace('"307"', '"395"')
    path.write_text(fine, encoding="utf-8")
    assert call("check", path).exit_code == 0
    path.write_text(HEAD, encoding="utf-8")
    result = call("check", path)
    assert (result.exit_code, result.stdout.splitlines()[1]) == (0, "核对 0 项：没有可核对的关系")


def test_a_table_of_the_annual_report_is_located(tmp_path: Path) -> None:
    path = tmp_path / "report.yaml"
    table = """
annual_report:
  year: 2025
  table_four:
    review: [376, 97, 196, 121, 790]
    direct: [16, 1, 12, 27, 65]
    after_review: [74, 1, 30, 51, 156]
  table_two: {normative: {issued: 5, repealed: 3, in_force: 43}}
  previous: {year: 2024, table_two: {normative: {in_force: 40}}}
"""
    path.write_text(HEAD + table, encoding="utf-8")
    result = call("check", path)
    assert result.exit_code == 1
    assert "表四 行政诉讼·未经复议直接起诉：维持＋纠正＋其他＋尚未审结＝总计" in result.stdout
    assert "表四 行政诉讼·未经复议直接起诉·总计 应为 56：数字颠倒" in result.stdout
    assert "不成立（提醒）" in result.stdout  # 40 + 5 - 3 = 42; documents may have been revised
    path.write_text(HEAD + table.replace("27, 65", "27, 56"), encoding="utf-8")
    assert call("check", path).exit_code == 0  # a warning is no fault


def test_bad_input_ends_with_words(tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    broken = HEAD + "figures: {a: 1}\nidentities: [{id: x, kind: equal, left: a, right: b}]\n"
    path.write_text(broken, encoding="utf-8")
    result = call("check", path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "没有数字“b”" in result.stderr
    assert call("check", tmp_path / "nothing.yaml").exit_code == 2


def test_no_unit_divides_by_zero_and_no_unit_slips_by(tmp_path: Path) -> None:
    path = tmp_path / "odd.yaml"
    odd = """
figures:
  none: "0"
  some: "5"
  money: {value: "3", unit: 万元}
  people: {value: "3", unit: 人}
identities:
  - {id: share, kind: percentage, part: some, whole: none, stated: "5"}
  - {id: units, kind: equal, left: money, right: people}
"""
    path.write_text(HEAD + odd, encoding="utf-8")
    document = json.loads(call("check", path, "--json").stdout)
    states = {verdict["id"]: verdict["status"] for verdict in document["verdicts"]}
    assert states["share"] == "infeasible"  # no whole, so no share
    assert states["units"] == "unverifiable"
