"""``zwgk diff``: words, JSON, both languages, and bad calls."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from zwgk.cli import cli

SHEET = """\
format: 1
id: own
version: "2023"
title: 示例
source: 示例（虚构）
full: 20
grades: [{id: good, title: 良好, from: 15}, {id: poor, title: 其他}]
facts:
  late: {count: duties, where: {kind: reply, outcome: [late, overdue]}}
indicators:
  - {id: a, title: {zh: 答复, en: Replies}, points: 20, rule: {kind: deduct, per: late, each: 10}}
"""
UNIT = """\
period: {from: 2024-01-01, to: 2024-06-30}
unit: {name: 示例镇（虚构）, kind: township}
requests: [{id: r1, received: 2024-03-04}]
feedback: []
"""


def call(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


@pytest.fixture(name="files")
def _files(tmp_path: Path) -> dict[str, Path]:
    new = SHEET.replace('"2023"', '"2024"').replace("each: 10", "each: 4")
    mended = UNIT.replace("2024-03-04}", "2024-03-04, events: [{name: answered, on: 2024-03-20}]}")
    texts = {"old": SHEET, "new": new, "unit": UNIT, "mended": mended}
    found = {name: tmp_path / f"{name}.yaml" for name in texts}
    for name, path in found.items():
        path.write_text(texts[name], encoding="utf-8")
    return found


def test_two_documents(files: dict[str, Path]) -> None:
    result = call("diff", files["old"], files["new"])
    assert (result.exit_code, result.stdout.splitlines()) == (
        0,
        [
            "own@2023 → own@2024：1 处变化",
            (
                "  a 答复：规则 {kind: deduct, per: late, each: 10} → "
                "{kind: deduct, per: late, each: 4}"
            ),
        ],
    )
    assert call("diff", files["old"], files["old"]).stdout == "own@2023 → own@2023：没有变化\n"


def test_by_id_and_version() -> None:
    result = call("diff", "township_hall", "township_hall@2015")
    assert result.stdout == "township_hall@2015 → township_hall@2015：没有变化\n"


def test_one_unit(files: dict[str, Path]) -> None:
    # Twenty working days after 2024-03-04 are long over: 20 - 10, and 20 - 4 by the new sheet.
    result = call(
        "--lang",
        "en",
        "diff",
        files["old"],
        files["new"],
        "--dossier",
        files["unit"],
        "--as-of",
        "2024-06-30",
    )
    assert result.exit_code == 0
    assert result.stdout.splitlines()[2:] == [
        "示例镇（虚构）: 10.00 → 16.00 (+6, poor → good)",
        "  calendar: 0",
        "  law: 0",
        "  evidence: 0",
        "  scheme: +6",
        "    a Replies 10 → 16",
    ]


def test_two_dossiers_on_two_days_as_json(files: dict[str, Path]) -> None:
    result = call(
        "diff",
        files["old"],
        files["new"],
        "--dossier",
        files["unit"],
        "--dossier",
        files["mended"],
        "--as-of",
        "2024-03-10",
        "--as-of",
        "2024-06-30",
        "--json",
    )
    assert result.exit_code == 0
    told = json.loads(result.stdout)
    assert told["schema_version"] == 1
    assert [(one["cause"], one["total"]) for one in told["unit"]["split"]] == [
        ("calendar", "0.00"),
        ("law", "0.00"),
        ("evidence", "0.00"),
        ("scheme", "0.00"),
    ]
    assert [one["indicator"] for one in told["changes"]] == ["a"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--as-of", "2024-06-30"], "--as-of: 只与 --dossier 同用"),
        (["--self", "--as-of", "2024-06-30"], "--self"),
        (["--dossier", "unit", "--as-of", "2024-13-01"], "不是日期"),
        (["--dossier", "unit", "--dossier", "unit", "--dossier", "unit"], "给了 3 次，最多两次"),
        (["--dossier", "nowhere.yaml"], "nowhere.yaml"),
    ],
)
def test_bad_calls(files: dict[str, Path], arguments: list[str], words: str) -> None:
    given = [str(files.get(one, one)) for one in arguments]
    result = call("diff", files["old"], files["new"], *given)
    assert result.exit_code == 2
    assert words in result.stderr
    assert "Traceback" not in result.stderr


def test_a_scheme_that_is_nowhere(files: dict[str, Path]) -> None:
    result = call("diff", files["old"], "township_hal")
    assert result.exit_code == 2
    assert "township_hall" in result.stderr
