"""``zwgk schema``: a JSON Schema that the box itself keeps, and that slips break."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from click.testing import CliRunner

from zwgk import Registry, load_plugins
from zwgk.cli import cli
from zwgk.scheme import KINDS


class Core(yaml.SafeLoader):
    """YAML as editors read it (the core schema of 1.2): ``on`` is a word, a day is text."""


Core.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("bool", r"true|false", "tf"),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+.0123456789"),
    ("null", r"~|null|", "~n"),
):
    starts = [*first, *([""] if tag == "null" else [])]
    Core.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), starts)

REGISTRY: Registry = load_plugins()
SHEETS = [Path(REGISTRY.schemes[name].source.name) for name in sorted(REGISTRY.heads)]
DOSSIERS = [Path(str(one.path)) for one in REGISTRY.dossiers]
SHEET = """\
format: 1
id: small
version: "1"
title: 示例
source: 示例（虚构）
full: 10
facts: {late: {count: cases}}
indicators:
  - {id: a, title: 甲, points: 10, rule: {kind: deduct, per: late, each: 1}}
"""


def read(text: str) -> Any:
    return yaml.load(text, Loader=Core)  # noqa: S506  # a safe loader


@pytest.fixture(name="told", scope="module")
def _told() -> dict[str, jsonschema.Draft202012Validator]:
    made = {}
    for what in ("scheme", "dossier"):
        result = CliRunner().invoke(cli, ["schema", what])
        assert result.exit_code == 0
        document = json.loads(result.stdout)
        jsonschema.Draft202012Validator.check_schema(document)
        made[what] = jsonschema.Draft202012Validator(document)
    return made


Told = dict[str, jsonschema.Draft202012Validator]


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.stem)
def test_every_scheme_in_the_box_keeps_it(path: Path, told: Told) -> None:
    assert not [*told["scheme"].iter_errors(read(path.read_text(encoding="utf-8")))]


@pytest.mark.parametrize("path", DOSSIERS, ids=lambda path: path.stem)
def test_every_dossier_in_the_box_keeps_it(path: Path, told: Told) -> None:
    assert not [*told["dossier"].iter_errors(read(path.read_text(encoding="utf-8")))]


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("full: 10", "ful: 10"),
        ("id: small", "id: 小"),
        ("each: 1", "ech: 1"),
        ("per: late, each: 1", "per: late"),
        ("kind: deduct", "kind: deduckt"),
        ("points: 10", "points: [10]"),
        ("format: 1", "format: one"),
        ("indicators:", "indicator:"),
    ],
)
def test_a_slip_breaks_it(right: str, wrong: str, told: Told) -> None:
    assert not [*told["scheme"].iter_errors(read(SHEET))]
    assert [*told["scheme"].iter_errors(read(SHEET.replace(right, wrong)))]


def test_words_may_look_like_numbers(told: Told) -> None:
    assert not [*told["scheme"].iter_errors(read(SHEET.replace('version: "1"', "version: 2015")))]


def test_every_rule_kind_has_its_parameters(told: Told) -> None:
    options = told["scheme"].schema["$defs"]["Node"]["properties"]["rule"]["anyOf"]
    named = {one["properties"]["kind"]["const"]: one for one in options if "properties" in one}
    assert set(named) == {kind.kind for kind in KINDS}
    for kind in KINDS:
        keys = {info.alias or name for name, info in kind.model_fields.items()}
        assert set(named[kind.kind]["properties"]) == {"kind", *keys}


def test_what_is_neither_is_refused() -> None:
    result = CliRunner().invoke(cli, ["schema", "schemes"])
    assert (result.exit_code, result.stdout) == (2, "")
