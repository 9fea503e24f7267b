"""``zwgk duties`` asked for what is late, open, or due soon."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from zwgk.cli import cli

DOSSIER = """
period: {from: 2024-01-01, to: 2027-12-31}
unit: {name: 示例乡（虚构）, kind: township}
requests:
  - {id: overdue, received: 2024-08-01}
  - {id: week, received: 2024-09-13}
  - {id: month, received: 2024-10-08}
  - {id: stands, received: 2024-09-13, events: [{name: consultation_sent, on: 2024-09-20}]}
"""


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    path = tmp_path / "dossier.yaml"
    path.write_text(DOSSIER, encoding="utf-8")
    return path


def listed(dossier: Path, *options: str, as_of: str = "2024-10-10") -> list[str]:
    command = ["duties", str(dossier), "--as-of", as_of, "--json", *options]
    result = CliRunner().invoke(cli, command)
    assert result.exit_code == 0, result.output
    return [duty["subject"].partition(":")[2] for duty in json.loads(result.stdout)["duties"]]


def test_filters_add_up(dossier: Path) -> None:
    everything = ["overdue", "stands", "week", "month"]
    assert sorted(listed(dossier)) == sorted(everything)
    assert listed(dossier, "--late") == ["overdue"]
    assert sorted(listed(dossier, "--open")) == ["month", "stands", "week"]
    # due 2024-10-17; the clock that stands may fall due that day at the earliest
    assert sorted(listed(dossier, "--within", "7")) == ["stands", "week"]
    assert listed(dossier, "--within", "6") == []
    assert sorted(listed(dossier, "--within", "7", "--late")) == ["overdue", "stands", "week"]


def test_the_table_shows_bounds(tmp_path: Path) -> None:
    path = tmp_path / "dossier.yaml"
    path.write_text(DOSSIER.replace("2024-10-08", "2027-01-11"), encoding="utf-8")
    result = CliRunner().invoke(cli, ["duties", str(path), "--as-of", "2027-01-20"])
    lines = {line.split()[0]: line for line in result.stdout.splitlines()}
    # the festival may end on 2027-02-12 or begin on 02-05, with weekends worked before or after
    assert "2027-02-12（2027-02-" in lines["requests:month"]
    assert "≥2024-10-17" in lines["requests:stands"]
    assert "2024-10-17  " in lines["requests:week"]


def test_a_negative_number_of_days_is_refused(dossier: Path) -> None:
    result = CliRunner().invoke(
        cli, ["duties", str(dossier), "--as-of", "2024-10-10", "--within", "-1"]
    )
    assert result.exit_code == 2
    assert "0 至 36600" in result.stderr
