"""Identities from plain data (读入勾稽关系): every fault with its place and its mend."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from pydantic import ValidationError

from zwgk.errors import InvalidInput, Place, Problem, Text
from zwgk.figures.identities import IDENTITY_KINDS, Identity
from zwgk.figures.member import is_id, some
from zwgk.source import Fault, Source, did_you_mean, problems_of

__all__ = ["read_identities", "unknown_figure"]

# Figures that a dossier's other tables give; whether they are there is not known here.
_DERIVED = ("annual_report.", "request_log.", "workflow.", "organisation.")

PlaceOf: TypeAlias = Callable[[tuple[str | int, ...]], Place]


def read_identities(
    rows: Iterable[Mapping[str, object] | Identity],
    *,
    places: PlaceOf | None = None,
    figures: Container[str] | None = None,
) -> tuple[Identity, ...]:
    """Read identities from plain data (读入勾稽关系), each a mapping ``{id, kind, …}``.

    ``places`` tells where a path such as ``(3, "parts", 0)`` stands in the document. Where
    ``figures`` are given, naming a figure that is not among them is a fault.

    Raises:
        InvalidInput: with every unknown kind, missing or unknown field, wrong member, id given
            twice and unknown figure.

    >>> read_identities([{"id": "a", "kind": "equal", "left": "x", "right": "12"}])[0].members
    ('x', '12')
    """
    given = _rows(rows)
    source = _Rows("identities", given, place_of=places)
    problems: list[Problem] = []
    read: list[Identity] = []
    seen: dict[str, int] = {}
    for index, row in enumerate(given):
        identity = row if isinstance(row, Identity) else _read_one(row, index, source, problems)
        if identity is None:
            continue
        first = seen.setdefault(identity.id, index)
        if first != index:
            what = Text(f"编号“{identity.id}”重复", f"the id '{identity.id}' is given twice")
            hint = Text(f"改名；第 {first + 1} 条已用", f"rename it; number {first + 1} has it")
            problems.append(source.problem((index, "id"), what, hint))
        if figures is not None:
            problems += _unknown(identity, index, source, figures)
        read.append(identity)
    if problems:
        raise InvalidInput(problems)
    return tuple(read)


def _rows(rows: object) -> list[object]:
    """The rows given, or a fault where they are no list."""
    if isinstance(rows, Iterable) and not isinstance(rows, (str, bytes, Mapping, Identity)):
        return list(rows)
    what = Text("勾稽关系应为列表", "identities should be a list")
    hint = Text("写成 [{id, kind, …}, …]", "write [{id, kind, …}, …]")
    raise InvalidInput([Problem(Place("identities"), what, hint)])


@dataclass(frozen=True, slots=True)
class _Rows(Source):
    """Rows without a text of their own; the caller may know where they stand."""

    place_of: PlaceOf | None = None

    def place(self, path: Sequence[str | int]) -> Place:
        """The caller's place, else the path among the rows."""
        return self.place_of(tuple(path)) if self.place_of else Source.place(self, path)


def _read_one(row: object, index: int, source: Source, problems: list[Problem]) -> Identity | None:
    if not isinstance(row, Mapping):
        what = Text("勾稽关系应为键值对", "an identity should be a mapping")
        problems.append(
            source.problem((index,), what, Text("写成 {id, kind, …}", "write {id, kind, …}"))
        )
        return None
    kind = row.get("kind")
    model = IDENTITY_KINDS.get(kind) if isinstance(kind, str) else None
    if model is None:
        what = Text(f"没有勾稽关系种类“{kind}”", f"no kind of identity '{kind}'")
        hint = did_you_mean(str(kind), list(IDENTITY_KINDS))
        problems.append(source.problem((index, "kind"), what, hint))
        return None
    try:
        return model.model_validate(row)
    except ValidationError as cause:
        problems += problems_of(cause, model, source, (index,))
        return None


def _unknown(
    identity: Identity, index: int, source: Source, figures: Container[str]
) -> list[Problem]:
    found = []
    for role, member in identity.roles():
        if role != "before" and (fault := unknown_figure(member, figures)) is not None:
            path = (index, role.partition("[")[0].partition(".")[0])
            found.append(source.problem(path, fault.what, fault.hint))
    return found


def unknown_figure(member: str, figures: Container[str]) -> Fault | None:
    """The fault of a member that names no figure (未知数字), or None where it is none."""
    if not is_id(member) or member in figures or member.startswith(_DERIVED):
        return None
    what = Text(f"没有数字“{member}”", f"there is no figure '{member}'")
    return Fault(what, did_you_mean(member, some(figures) if isinstance(figures, Iterable) else []))
