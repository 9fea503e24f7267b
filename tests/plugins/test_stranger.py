"""A stranger's package: one YAML file and a few lines, found through its own entry point."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from zwgk import Registry, assess, load_dossier, load_plugins

MODULE = '''\
"""Library assessment (图书馆考核)."""

from importlib.resources import files

from zwgk import hookimpl


@hookimpl
def zwgk_schemes():
    """The scheme of this package."""
    return [files(__name__) / "library.yaml"]
'''

SCHEME = """\
format: 1
id: county_library
version: "2024"
title: {zh: 示例：县图书馆考核, en: "Example: a county library"}
source: 示例（虚构）
full: 100
facts:
  sessions: {sum: activities, field: sessions, where: {kind: publicity}}
  overdue: {count: duties, where: {kind: complete, outcome: [late, overdue]}}
indicators:
  - {id: open, title: 开放服务, points: 60, rule: {kind: deduct, per: overdue, each: 15}}
  - {id: talks, title: 讲座, points: 40, rule: {kind: share, fact: sessions, target: 8}}
"""

DOSSIER = """\
period: {from: 2024-01-01, to: 2024-12-31}
unit: {name: 示例县图书馆（虚构）, kind: department, fictitious: true}
activities:
  - {id: t1, kind: publicity, on: 2024-04-23, sessions: 4}
  - {id: t2, kind: publicity, on: 2024-09-10, sessions: 2}
cases:
  - {id: k1, kind: promised, received: 2024-03-04, promised: 3 working days, completed: 2024-03-07}
  - {id: k2, kind: promised, received: 2024-03-04, promised: 3 working days, completed: 2024-03-08}
"""


@pytest.fixture(name="registry")
def _registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Registry]:
    """The registry with a package that is installed as pip would: code, data, metadata."""
    package = tmp_path / "county_library_zwgk"
    package.mkdir()
    (package / "__init__.py").write_text(MODULE, encoding="utf-8")
    (package / "library.yaml").write_text(SCHEME, encoding="utf-8")
    info = tmp_path / "county_library_zwgk-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: county-library-zwgk\nVersion: 1.0\n"
    )
    (info / "entry_points.txt").write_text("[zwgk]\ncounty_library = county_library_zwgk\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    yield load_plugins()
    sys.modules.pop("county_library_zwgk", None)


def test_a_fifth_scheme_without_touching_the_core(registry: Registry, tmp_path: Path) -> None:
    assert [fault for fault in registry.faults if fault.plugin == "county_library"] == []
    assert registry.owners["scheme county_library"] == "county_library"
    assert {"township_hall", "district_safety"} <= registry.schemes.keys()
    path = tmp_path / "library.yaml"
    path.write_text(DOSSIER, encoding="utf-8")
    result = assess(
        load_dossier(path, registry), registry.schemes["county_library"], as_of=date(2024, 12, 31)
    )
    # 2024-03-04 is a Monday: three working days end on Thursday the 7th, so k2 is a day late;
    # 60 - 15 = 45. Six of eight talks: 40 * 6/8 = 30. Together 75.
    assert (result.total, result.full, result.late) == (Decimal(75), Decimal(100), 1)
    assert result.completeness == Fraction(1)


def test_it_is_gone_when_it_is_not_installed() -> None:
    assert "county_library" not in load_plugins().schemes
