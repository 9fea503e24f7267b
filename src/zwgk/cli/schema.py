"""``zwgk schema`` (JSON Schema): what an editor needs to help with schemes and dossiers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from zwgk.cli import options, spoken
from zwgk.errors import Text

if TYPE_CHECKING:
    from zwgk.scheme import RuleKind

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


@spoken.command(Text("输出 JSON Schema", "print the JSON Schema"))
@click.argument("what", type=click.Choice(["scheme", "dossier"]))
@options.guarded
def schema(what: str) -> None:
    """Print the JSON Schema of scheme documents or of dossiers, with what plugins add."""
    from zwgk.records import dossier_type  # noqa: PLC0415  # commands import what they use
    from zwgk.scheme import Document  # noqa: PLC0415  # as above

    known = options.registry()
    if what == "scheme":
        made = Document.model_json_schema(by_alias=True)
        _add_rules(made["$defs"], known.rule_kinds)
    else:
        made = dossier_type(known.record_types).model_json_schema(by_alias=True)
    document = {"$schema": _DIALECT, **made}
    _take_numbers(document)
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))


def _add_rules(definitions: dict[str, Any], kinds: Mapping[str, type[RuleKind]]) -> None:
    """Give the rule of an indicator the parameters of every kind, those of plugins too."""
    rules = []
    for name, kind in sorted(kinds.items()):
        try:
            one = kind.model_json_schema(by_alias=True)
        except Exception:  # noqa: BLE001  # a stranger's types may have no schema
            one = {"type": "object"}
        definitions |= one.pop("$defs", {})
        one["properties"] = {"kind": {"const": name}, **one.get("properties", {})}
        one["required"] = ["kind", *one.get("required", ())]
        rules.append(one)
    definitions["Node"]["properties"]["rule"] = {"anyOf": [*rules, {"type": "null"}]}


def _take_numbers(node: Any) -> None:
    """Let plain words be written as a number: documents are read as text, 2023 as well."""
    if isinstance(node, list):
        for one in node:
            _take_numbers(one)
    elif isinstance(node, dict):
        if node.get("type") == "string" and not node.keys() & {"pattern", "format", "enum"}:
            node["type"] = ["string", "number"]
        for one in node.values():
            _take_numbers(one)
