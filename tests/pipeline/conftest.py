"""A made-up sheet and a made-up unit, to be changed by one thing at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from zwgk.duties import DUTY_FIELDS
from zwgk.exchange import dossier_from
from zwgk.pipeline import assess
from zwgk.plugins import askable_tables
from zwgk.records import Dossier
from zwgk.scheme import KINDS, RuleKind, Scheme, read_scheme
from zwgk.scoring import Assessment
from zwgk.source import parse_yaml

HERE = Path(__file__).parent

Change = tuple[str, str]
Assess = Callable[..., Assessment]
Bind = Callable[..., Scheme]
Load = Callable[..., Dossier]


def _changed(name: str, changes: tuple[Change, ...]) -> str:
    text = (HERE / name).read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


@pytest.fixture(name="bind", scope="session")
def _bind() -> Bind:
    """Bind the sheet, changed in these places."""
    tables = askable_tables({}, DUTY_FIELDS)

    def bind(
        *changes: Change, kinds: tuple[type[RuleKind], ...] = (), providers: Any = frozenset()
    ) -> Scheme:
        known: Mapping[str, type[RuleKind]] = {kind.kind: kind for kind in (*KINDS, *kinds)}
        text = _changed("small_hall.yaml", changes)
        return read_scheme(parse_yaml(text, "small_hall.yaml"), known, tables, providers)

    return bind


@pytest.fixture(name="load", scope="session")
def _load() -> Load:
    """Load the dossier, changed in these places."""

    def load(*changes: Change) -> Dossier:
        text = _changed("small_hall.dossier.yaml", changes)
        return dossier_from(parse_yaml(text, "dossier.yaml"))

    return load


@pytest.fixture(name="small", scope="session")
def _small(bind: Bind, load: Load) -> Assess:
    """Assess the dossier, changed in these places, under the sheet as it is."""
    scheme = bind()

    def small(*changes: Change, **how: Any) -> Assessment:
        how.setdefault("as_of", date(2024, 4, 30))
        return assess(load(*changes), how.pop("scheme", scheme), **how)

    return small
