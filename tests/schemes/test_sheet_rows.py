"""What the sheets rest on: of an example that has everything, one row less and what it costs."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import zwgk
from zwgk.source import read_source

RESTS: Any = read_source(Path(__file__).with_name("rests.yaml")).data
TABLES = ("evidence", "institutions", "items", "activities")


@pytest.fixture(scope="module")
def registry() -> zwgk.Registry:
    return zwgk.load_plugins()


def one_row_less(dossier: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The dossier without each figure, row and element in turn, and the name of what is gone."""
    for name in dossier.get("figures", {}):
        less = deepcopy(dossier)
        del less["figures"][name]
        yield f"figures.{name}", less
    for table in TABLES:
        rows: list[dict[str, Any]] = dossier.get(table, [])
        for place, row in enumerate(rows):
            less = deepcopy(dossier)
            del less[table][place]
            if table == "items":
                shown = less.get("publications", [])
                less["publications"] = [one for one in shown if one["item"] != row["id"]]
            name = row.get("topic", row["id"])
            of_kind = f"{row['kind']}/" if table == "institutions" else ""
            yield f"{table}.{of_kind}{name}", less
            for element in row.get("elements", []):
                less = deepcopy(dossier)
                less[table][place]["elements"].remove(element)
                yield f"{table}.{name}/{element}", less


@pytest.mark.parametrize("name", RESTS)
def test_each_row_carries_its_own_indicator(registry: zwgk.Registry, name: str) -> None:
    scheme = registry.schemes[name]
    file = Path(scheme.source.name).with_name(f"{name}.examples.yaml")
    document: Any = read_source(file).data
    example = document["examples"][int(RESTS[name]["example"])]
    leaves = [node.id for node in scheme.walk() if node.is_leaf]

    def met(dossier: dict[str, Any]) -> set[str]:
        result = zwgk.assess(
            zwgk.Dossier.model_validate(dossier),
            scheme,
            as_of=date.fromisoformat(example["as_of"]),
            rules=registry.rules,
            providers=registry.facts,
        )
        found = {leaf: result.indicator(leaf) for leaf in leaves}
        return {leaf for leaf, one in found.items() if one is not None and one.state == "met"}

    whole = met(example["dossier"])
    cost: dict[str, list[str]] = {}
    for row, less in one_row_less(example["dossier"]):
        for leaf in sorted(whole - met(less)):
            cost.setdefault(leaf, []).append(row)
    told = {leaf: sorted(rows) for leaf, rows in RESTS[name]["rests"].items()}
    assert {leaf: sorted(rows) for leaf, rows in cost.items()} == told


# Numbers that the sources print; whatever else is asked for is one ("there is") or none.
NUMBERS: dict[str, dict[str, str]] = {
    "after_school": {"assessments": "3"},
    "city_services": {"key_fields": "10"},
    "education_bureau": {"checks": "3"},
    "education_management_year": {
        "lessons_leader": "20", "lessons_dean": "25", "fee_studies": "3", "fee_meetings": "4",
    },
    "machinery_subsidy": {
        "checked_at_home": "0.3", "resale_lock": "2", "notices": "3", "five_rules": "5",
    },
    "party_affairs": {"fixed_items": "3", "branch_supervisors": "3"},
    "public_culture": {
        "books": "500", "hours_open": "42", "hours_person": "5", "shows": "4", "events": "5",
        "fitness_rate": "0.8",
    },
    "rescue_station": {"street_patrols": "2"},
    "street_service": {"reading_rules": "4"},
}  # fmt: skip


@pytest.mark.parametrize("name", RESTS)
def test_numbers_asked_for_are_those_printed(registry: zwgk.Registry, name: str) -> None:
    asked = {
        need.fact: Fraction(need.at_least)
        for node in registry.schemes[name].walk()
        for need in node.needs
        if need.at_least is not None and need.at_least != 1
    }
    assert asked == {fact: Fraction(number) for fact, number in NUMBERS.get(name, {}).items()}
    most = {n.at_most for node in registry.schemes[name].walk() for n in node.needs}
    assert most <= {None, 0}
