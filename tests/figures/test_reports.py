"""The relations judged by hand in real reports get the verdicts recorded there."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from zwgk.figures import Verdict, reconcile
from zwgk.source import read_source

REPORTS: Any = read_source(Path(__file__).with_name("reports.yaml"), name="reports.yaml").data
EXPECTED = ("expect", "computed", "difference")
CASES = [(report, row) for report, block in REPORTS.items() for row in block["identities"]]


def judged(report: str, row: dict[str, Any]) -> Verdict:
    identity = {key: value for key, value in row.items() if key not in EXPECTED}
    (verdict,) = reconcile(REPORTS[report]["figures"], [identity])
    return verdict


@pytest.mark.parametrize(("report", "row"), CASES, ids=[row["id"] for _, row in CASES])
def test_the_recorded_verdict(report: str, row: dict[str, Any]) -> None:
    verdict = judged(report, row)
    assert verdict.status == row["expect"], verdict.reason
    for key in EXPECTED[1:]:
        if key in row:
            # written down at some decimals, rounded half up
            recorded, found = Decimal(row[key]), getattr(verdict, key)
            assert abs(found - recorded) * 2 <= Decimal(10) ** recorded.as_tuple().exponent  # type: ignore[operator]


def test_all_reports_are_there() -> None:
    # 96 hold, 6 by rounding, 1 by cutting off; 27 do not and 3 cannot
    counts = [row["expect"] for _, row in CASES]
    assert {status: counts.count(status) for status in sorted(set(counts))} == {
        "does_not_hold": 27,
        "holds": 96,
        "holds_rounded": 6,
        "holds_truncated": 1,
        "infeasible": 3,
    }


def test_all_at_once_is_one_by_one() -> None:
    for report, block in REPORTS.items():
        rows = [
            {key: value for key, value in row.items() if key not in EXPECTED}
            for row in block["identities"]
        ]
        together = reconcile(block["figures"], rows)
        assert list(together) == [judged(report, row) for row in block["identities"]]


def suggested(report: str, number: str) -> dict[tuple[str, str], tuple[str | None, ...]]:
    row = next(row for _, row in CASES if row["id"] == number)
    return {
        (entry.why.value, entry.role): (entry.value, entry.least, entry.most)
        for entry in judged(report, row).would_hold
    }


def test_what_would_make_the_recorded_failures_hold() -> None:
    late = suggested("R004-01", "r-004-01-03")
    # 100 k / 37286 in [0.025, 0.035): k from 9.32 to 13.05; 9600 / n: 9600/0.035 = 274285.7 and
    # 9600/0.025 = 384000, which is the last whole one (the record stops its list at 320199)
    assert late["value", "part[0]"] == ("13", "10", "13")
    assert late["decimal_slip", "whole[0]"][1:] == ("274286", "384000")
    assert late["value", "stated"][0] == "0.26%"
    assert late["decimal_slip", "stated"][0] == "0.3%"
    village = suggested("R002-8", "r-002-8-07")
    # recorded: numerator 8613 over 15491 (8673 with one digit wrong), denominator 15598..15600
    assert village["one_digit", "part[0]"] == ("8613", "8613", "8613")
    assert village["value", "whole[0]"][1:] == ("15598", "15600")
    survey = suggested("R004-16", "r-004-16-16")
    # recorded: a sample of 270 to 274
    assert survey["value", "n"] == ("270", "270", "274")
    fire = suggested("R000-8", "r-000-8-13")
    # 307 - 263 = 44, 307 - 132 = 175, 132 + 263 = 395
    assert fire["value", "parts[0]"][0] == "44"
    assert fire["value", "parts[1]"][0] == "175"
    assert fire["value", "total"][0] == "395"
