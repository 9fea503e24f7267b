"""Dossiers in (读入卷宗): from a file to records, every fault at once with its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from zwgk.errors import InvalidInput, Place, Problem
from zwgk.records import Dossier, dossier_type, loose_ends, uncollected
from zwgk.records.figure import Derivation
from zwgk.source import Source, build, read_source

if TYPE_CHECKING:
    from zwgk.plugins import File, Registry


def load_dossier(path: str | File, registry: Registry | None = None) -> Dossier:
    """Load a dossier from ``.yaml`` or ``.json`` (读入卷宗).

    ``registry`` brings the tables that plugins add.

    Raises:
        InvalidInput: with every fault of the file, each with its place and a mend.
    """
    file = Path(path) if isinstance(path, str) else path
    with uncollected():
        return dossier_from(read_source(file), registry)


def dossier_from(source: Source, registry: Registry | None = None) -> Dossier:
    """A dossier from a text that was read already (由原文读入卷宗).

    Raises:
        InvalidInput: as ``load_dossier``.
    """
    model = dossier_type(registry.record_types if registry else None)
    problems: list[Problem] = []
    dossier: Dossier | None = None
    try:
        dossier = build(model, source, context={"ties_checked": True})
    except InvalidInput as found:
        problems += found.problems
    if isinstance(source.data, Mapping):
        problems += [
            source.problem(_in_text(end.path, source.data), end.what, end.hint)
            for end in loose_ends(source.data if dossier is None else dossier)
            if end.path[0] != "identities"
        ]
        problems += _identity_problems(source, source.data)
        problems += _derivation_problems(source)
    if problems or dossier is None:
        told = {(problem.place, problem.what): problem for problem in problems}
        raise InvalidInput(sorted(told.values(), key=lambda problem: problem.place))
    return dossier


def _in_text(path: tuple[str | int, ...], data: Mapping[str, Any]) -> tuple[str | int, ...]:
    """A row's path as it stands in the text, where a table may be written with its rows apart."""
    table = data.get(str(path[0]))
    apart = isinstance(table, Mapping) and isinstance(path[1], int)
    return (path[0], "rows", *path[1:]) if apart else path


def _identity_problems(source: Source, data: Mapping[str, Any]) -> list[Problem]:
    from zwgk.figures import read_identities  # noqa: PLC0415  # loaded when sums are written

    listed, figures = data.get("identities"), data.get("figures")
    rows = enumerate(listed if isinstance(listed, list) else ())
    usable = [
        (index, row)
        for index, row in rows
        if isinstance(row, Mapping) and {"id", "kind"} <= row.keys()
    ]

    def place(path: Sequence[str | int]) -> Place:
        # Rows without an id or a kind were set aside, and told of by the model.
        return source.place(("identities", usable[int(path[0])][0], *path[1:]))

    try:
        read_identities(
            [row for _, row in usable],
            places=place,
            figures=figures if isinstance(figures, Mapping) else (),
        )
    except InvalidInput as found:
        return list(found.problems)
    return []


def _derivation_problems(source: Source) -> list[Problem]:
    """What is wrong with derived figures together; each alone was told by the model."""
    found = []
    for path in (("figures",), ("previous", "figures")):
        figures: Any = source.data
        for step in path:
            figures = figures.get(step) if isinstance(figures, Mapping) else None
        derivations = {}
        for name, figure in figures.items() if isinstance(figures, Mapping) else ():
            if isinstance(figure, Mapping) and figure.get("derived"):
                with suppress(ValidationError):
                    derivations[name] = Derivation.model_validate(figure["derived"])
        if derivations:
            from zwgk.figures import derivation_faults  # noqa: PLC0415  # as above

            found += [
                source.problem((*path, *fault.at), fault.what, fault.hint)
                for fault in derivation_faults(derivations, figures)
            ]
    return found
