"""The reference says what the code is."""

from __future__ import annotations

import inspect
import runpy
from pathlib import Path

import pytest

from zwgk.law import load_rules
from zwgk.plugins import hookspecs
from zwgk.records import RECORD_TYPES
from zwgk.scheme import KINDS

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
HOOKS = (ROOT / "docs" / "plugin-hooks.md").read_text(encoding="utf-8")
SPECS = [(name, spec) for name, spec in vars(hookspecs).items() if name.startswith("zwgk_")]


def test_the_page_is_what_the_script_writes() -> None:
    script = runpy.run_path(str(ROOT / "scripts" / "make_reference.py"))
    assert script["reference"]() == REFERENCE, "run scripts/make_reference.py"


def test_every_table_kind_and_rule_of_law_has_its_place() -> None:
    lines = REFERENCE.splitlines()
    for name, record in RECORD_TYPES.items():
        assert f"### {name}：{record.__name__}" in lines
    for kind in KINDS:
        assert f"### {kind.kind}" in lines
    for rule in load_rules():
        assert any(line.startswith(f"| `{rule}` |") for line in lines), rule


@pytest.mark.parametrize(("name", "spec"), SPECS, ids=[name for name, _ in SPECS])
def test_every_hook_has_a_heading_with_its_real_signature(name: str, spec: object) -> None:
    assert callable(spec)
    heading = f"## {name}{inspect.signature(spec)}".replace("'", "")
    assert heading in HOOKS.splitlines(), heading


def test_no_heading_for_a_hook_that_is_not() -> None:
    told = [line.split("(")[0][3:] for line in HOOKS.splitlines() if line.startswith("## zwgk_")]
    assert sorted(told) == sorted(name for name, _ in SPECS)
