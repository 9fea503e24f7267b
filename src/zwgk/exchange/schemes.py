"""Schemes in (读入方案): from a file to a scheme that units can be assessed under."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from zwgk.source import read_source

if TYPE_CHECKING:
    from zwgk.plugins import File, Registry
    from zwgk.scheme import Scheme


def load_scheme(path: str | File, registry: Registry | None = None) -> Scheme:
    """Load a scheme from ``.yaml`` or ``.json`` (读入方案), bound and ready for ``assess``.

    ``registry`` brings the rule kinds, tables and facts that plugins add; without one the scheme
    may use those of zwgk itself. A scheme that a plugin gives is ``registry.schemes["id"]``.

    Raises:
        InvalidInput: with every fault of the document, each with its place and a mend.
    """
    # A dossier alone needs none of these.
    from zwgk.duties import DUTY_FIELDS  # noqa: PLC0415
    from zwgk.plugins import askable_tables  # noqa: PLC0415
    from zwgk.scheme import KINDS, read_scheme  # noqa: PLC0415

    source = read_source(Path(path) if isinstance(path, str) else path)
    if registry is None:
        return read_scheme(
            source, {kind.kind: kind for kind in KINDS}, askable_tables({}, DUTY_FIELDS)
        )
    tables = askable_tables(registry.record_types, DUTY_FIELDS)
    return read_scheme(source, registry.rule_kinds, tables, registry.facts)
