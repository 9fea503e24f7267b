"""The reference says what the code is."""

from __future__ import annotations

import inspect
import runpy
import typing
from pathlib import Path

import pytest

from zwgk.cli import COMMANDS
from zwgk.duties import DUTY_FIELDS
from zwgk.facts.query import AnyQuery, Query, Target
from zwgk.law import load_rules
from zwgk.plugins import askable_tables, hookspecs, load_plugins
from zwgk.records import RECORD_TYPES
from zwgk.scheme import KINDS, Document

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


def test_every_kind_of_mapping_in_a_scheme_is_told() -> None:
    # what the fields of a document and its indicators are called in its JSON Schema
    queries = {Target.__name__, *(one.__name__ for one in Query.__subclasses__())}
    for name in Document.model_json_schema().get("$defs", {}):
        words = {"Text", "Part", "Basis", "Level", "UnitKind", "Policy", "Assessor"}
        if name not in queries | words:
            assert f"### {name}" in REFERENCE.splitlines(), name


@pytest.mark.parametrize(("name", "spec"), SPECS, ids=[name for name, _ in SPECS])
def test_every_hook_has_a_heading_with_its_real_signature(name: str, spec: object) -> None:
    assert callable(spec)
    heading = f"## {name}{inspect.signature(spec)}".replace("'", "")
    assert heading in HOOKS.splitlines(), heading


@pytest.fixture(name="made", scope="module")
def _made() -> list[str]:
    """The lines that the script writes, whether or not the page has them already."""
    text: str = runpy.run_path(str(ROOT / "scripts" / "make_reference.py"))["reference"]()
    return text.splitlines()


@pytest.mark.parametrize(("name", "spec"), SPECS, ids=[name for name, _ in SPECS])
def test_every_hook_is_in_the_reference_with_its_signature(
    name: str, spec: object, made: list[str]
) -> None:
    assert callable(spec)
    signature = str(inspect.signature(spec)).replace("'", "")
    assert any(line.startswith(f"| `{name}{signature}` | ") for line in made)


def test_what_the_registry_holds_is_in_the_reference(made: list[str]) -> None:
    known = load_plugins()
    text = "\n".join(made)
    for kind in known.rule_kinds.values():
        at = made.index(f"### {kind.kind}")
        section = "\n".join(made[at : at + 40]).split("\n### ")[0]
        for field, info in kind.model_fields.items():
            assert f"| `{info.alias or field}` |" in section, (kind.kind, field)
    for table, fields in askable_tables(known.record_types, DUTY_FIELDS).items():
        (row,) = [line for line in made if line.startswith(f"| `{table}` | `")]
        assert {one.strip("`") for one in row.split(" | ")[1].rstrip(" |").split("、")} == fields
    for name in known.heads:
        (row,) = [line for line in made if line.startswith(f"| `{name}` |")]
        for fact in known.schemes[name].queries:
            assert f"`{fact}`" in row, (name, fact)
    for head in typing.get_args(typing.get_args(AnyQuery)[0]):
        assert f"### {typing.get_args(head)[0].__name__}" in text
    for name in COMMANDS:
        assert f"\n### zwgk {name}" in text


def test_no_heading_for_a_hook_that_is_not() -> None:
    told = [line.split("(")[0][3:] for line in HOOKS.splitlines() if line.startswith("## zwgk_")]
    assert sorted(told) == sorted(name for name, _ in SPECS)
