"""A scheme from a file, with and without what plugins give."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from zwgk import InvalidInput, assess, load_dossier, load_plugins, load_scheme

SHEET = """\
format: 1
id: sheet
version: "1"
title: 示例
source: 示例（虚构）
full: 10
facts:
  faults: {count: found}
indicators:
  - {id: a, title: 甲, points: 10, rule: {kind: deduct, per: faults, each: 3}}
"""
TOWN = """\
period: {from: 2024-01-01, to: 2024-12-31}
unit: {name: 示例镇（虚构）, kind: township}
found:
  - {id: f1, title: 缺, on: 2024-06-01}
  - {id: f2, title: 缺, on: 2024-06-02}
"""


def test_a_file_is_all_it_takes(tmp_path: Path) -> None:
    (tmp_path / "sheet.yaml").write_text(SHEET, encoding="utf-8")
    (tmp_path / "town.yaml").write_text(TOWN, encoding="utf-8")
    dossier = load_dossier(str(tmp_path / "town.yaml"))
    for scheme in (
        load_scheme(str(tmp_path / "sheet.yaml")),
        load_scheme(tmp_path / "sheet.yaml", load_plugins()),
    ):
        # 10 - 2 * 3
        assert str(assess(dossier, scheme, as_of=date(2025, 1, 10)).total) == "4.00"


def test_what_plugins_give_needs_the_registry(tmp_path: Path) -> None:
    class Twice:
        name = "twice"

        @staticmethod
        def load() -> object:
            from zwgk import FactValue, hookimpl  # noqa: PLC0415  # as a plugin does

            class Plugin:
                @staticmethod
                @hookimpl
                def zwgk_facts() -> list[tuple[str, object]]:
                    return [("given", lambda *_: FactValue.exactly(1))]

            return Plugin()

    path = tmp_path / "sheet.yaml"
    path.write_text(SHEET.replace("per: faults", "per: given"), encoding="utf-8")
    assert load_scheme(path, load_plugins([Twice()])).id == "sheet"
    with pytest.raises(InvalidInput, match="取值“given”无人提供"):
        load_scheme(path)


def test_faults_come_all_at_once_with_their_places(tmp_path: Path) -> None:
    path = tmp_path / "sheet.yaml"
    path.write_text(SHEET.replace("full: 10", "full: 12").replace("each: 3", "each: 0"))
    with pytest.raises(InvalidInput) as caught:
        load_scheme(path)
    assert [(p.place.line, p.place.path) for p in caught.value.problems] == [
        (6, "full"),
        (10, "a.rule.each"),
    ]
