"""What a roll-up refuses, and how it says so: another scale, a unit of no class."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from zwgk.errors import InvalidInput
from zwgk.exchange import dossier_from
from zwgk.pipeline import assess
from zwgk.scheme import KINDS, Scheme, read_scheme
from zwgk.scoring import Assessment, roll_up
from zwgk.source import Source, parse_yaml

SHEET = """\
format: 1
id: ID
version: "1"
title: 示例
source: 示例（虚构）
full: 50
KEYSindicators:
  - {id: a, title: 甲, points: 50, rule: {kind: declared}}
"""
CLASSES = "roll_up: {own: 1, classes: {township: 1}}\n"


def scheme(name: str, keys: str = "") -> Scheme:
    known: dict[str, Any] = {kind.kind: kind for kind in KINDS}
    text = SHEET.replace("ID", name).replace("KEYS", keys)
    return read_scheme(parse_yaml(text, "sheet.yaml"), known, {})


def unit(sheet: Scheme, points: str, kind: str = "township") -> Assessment:
    data: dict[str, Any] = {
        "period": {"from": "2024-01-01", "to": "2024-12-31"},
        "unit": {"name": "示例（虚构）", "kind": kind},
        "declarations": [{"assessor": "review", "indicator": "a", "points": points}],
    }
    return assess(dossier_from(Source("dossier.yaml", data)), sheet, as_of=date(2025, 1, 31))


@pytest.mark.parametrize("other", ["another", "village"])
def test_points_of_fifty_do_not_go_into_points_of_a_hundred(other: str) -> None:
    """Only the document itself is converted, whatever the other one is called."""
    sheet = scheme("sheet", "convert: 100\n" + CLASSES)
    own = unit(sheet, "40", "government")
    # 40 of 50 is 80 of 100, 30 is 60: half of each
    assert roll_up(own, [unit(sheet, "30")], sheet).total == 70
    with pytest.raises(InvalidInput, match="满分 50，与本级的 100 不同"):
        roll_up(own, [unit(scheme(other), "30")], sheet)


def test_a_unit_of_no_class_is_told_with_its_kind() -> None:
    sheet = scheme("sheet", CLASSES)
    with pytest.raises(InvalidInput) as caught:
        roll_up(unit(sheet, "40", "government"), [unit(sheet, "30", "school")], sheet)
    (problem,) = caught.value.problems
    assert problem.what.zh == "单位类型“school”不在 roll_up.classes 中"
    assert problem.hint is not None
    assert problem.hint.zh == "可用：township"
    unknown = unit(sheet, "30").model_copy(update={"unit_kind": None})
    with pytest.raises(InvalidInput, match="单位类型“不详”"):
        roll_up(unit(sheet, "40", "government"), [unknown], sheet)
