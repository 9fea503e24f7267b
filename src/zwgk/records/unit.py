"""The unit that is assessed (单位): what it is, whose part it is, its people and bodies."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, Self

from pydantic import model_validator

from zwgk.errors import Text
from zwgk.records.base import Basis, Count, Day, Id, Model, Pair, in_order, peek
from zwgk.source import Fault, faults
from zwgk.time import Term


class UnitKind(StrEnum):
    """Kind of unit (单位类型)."""

    GOVERNMENT = "government"
    DEPARTMENT = "department"
    TOWNSHIP = "township"
    STREET = "street"
    VILLAGE = "village"
    COMMUNITY = "community"
    SCHOOL = "school"
    UNION = "union"
    SERVICE_HALL = "service_hall"
    STATION = "station"
    OTHER = "other"


class Level(StrEnum):
    """Administrative level (层级)."""

    STATE = "state"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWNSHIP = "township"
    VILLAGE = "village"


class Staff(Model):
    """Number of people of one class (人员), such as ``full_time``, ``part_time``, ``agent``."""

    kind: Id
    count: Count
    basis: Basis = Basis.DOCUMENTED


class Role(Model):
    """A post in a body by its title, never by a person's name (职务)."""

    title: str
    duty: Id = "member"
    count: Count = 1


class Body(Model):
    """A standing group such as 政务公开领导小组 (组织机构): its title and its roles.

    ``supervises`` names the groups that it supervises (监督对象); no one of theirs may head it.
    """

    id: Id
    title: str
    roles: tuple[Role, ...] = ()
    office: str = ""
    supervises: tuple[Id, ...] = ()
    basis: Basis = Basis.DOCUMENTED


class SubUnit(Model):
    """A unit below or above the assessed one in the same tree (下属或上级单位)."""

    id: Id
    name: str
    kind: UnitKind = UnitKind.OTHER
    level: Level | None = None
    parent: Id | None = None


class SchoolTerm(Model):
    """A school term (学期) with its first and last day."""

    name: str
    first: Day
    last: Day

    @model_validator(mode="after")
    def _order(self) -> Self:
        in_order(Pair(self.first, self.last, ("first", "last")))
        return self

    @property
    def term(self) -> Term:
        """The term as cadences take it."""
        return Term(self.name, self.first, self.last)


class Unit(Model):
    """The assessed unit (单位): kind, level, parent, staff by class, organisation by title.

    ``units`` lists other units of the same tree, so that ``parent`` and the responsible unit
    of an item refer to something; the tree must not run in a circle.
    """

    id: Id = "unit"
    name: str
    kind: UnitKind
    level: Level | None = None
    parent: Id | None = None
    units: tuple[SubUnit, ...] = ()
    staff: tuple[Staff, ...] | None = None
    organisation: tuple[Body, ...] | None = None
    terms: tuple[SchoolTerm, ...] = ()
    fictitious: bool = False
    note: str = ""

    @property
    def known_ids(self) -> frozenset[str]:
        """The ids of the whole tree."""
        return frozenset({self.id, *(unit.id for unit in self.units)})

    @model_validator(mode="after")
    def _tree(self) -> Self:
        found = list(tree_faults(self))
        if found:
            raise faults(found)
        return self


def tree_faults(unit: Any) -> Iterator[Fault]:
    """What is wrong with a unit's tree and terms (隶属关系问题), or with the plain data of one.

    Ids and terms given twice, a parent that is nowhere, a tree that runs in a circle.
    """
    units = _each(unit, "units")
    everyone = [
        ((), peek(unit, "id") or "unit", peek(unit, "parent")),
        *((("units", index), peek(one, "id"), peek(one, "parent")) for index, one in units),
    ]
    yield from _twice(
        [((*path, "id"), name) for path, name, _ in everyone], Text("单位编号", "unit id")
    )
    yield from _twice(
        [(("terms", index, "name"), peek(one, "name")) for index, one in _each(unit, "terms")],
        Text("学期", "term"),
    )
    parents = {name: above for _, name, above in everyone if isinstance(name, str)}
    circles = {circle[0]: circle for circle in _circles(parents)}
    for path, name, above in everyone:
        if isinstance(above, str) and above not in parents:
            yield Fault(
                Text(f"上级单位“{above}”不在 unit.units 中", f"parent {above!r} is not in units"),
                Text("在 unit.units 中列出该单位，或删去 parent", "list it in unit.units"),
                at=(*path, "parent"),
            )
        circle = circles.pop(name, None) if isinstance(name, str) else None
        if circle:
            shown = " → ".join([*circle, circle[0]])
            yield Fault(
                Text(f"单位隶属关系成环：{shown}", f"the unit tree runs in a circle: {shown}"),
                Text("改正其中一个 parent", "correct one of the parents"),
                at=(*path, "parent"),
            )


def _each(unit: Any, name: str) -> list[tuple[int, Any]]:
    rows = peek(unit, name)
    return list(enumerate(rows)) if isinstance(rows, (list, tuple)) else []


def _twice(named: list[tuple[tuple[str | int, ...], Any]], what: Text) -> Iterator[Fault]:
    seen: set[str] = set()
    for path, name in named:
        if isinstance(name, str):
            if name in seen:
                yield Fault(
                    Text(f"{what.zh}“{name}”重复", f"{what.en} {name!r} is used twice"),
                    Text("每个用一个名称", "give every one a name of its own"),
                    at=path,
                )
            seen.add(name)


def _circles(parents: Mapping[str, Any]) -> Iterator[list[str]]:
    """Each circle in the tree once, from the first of its units to the last before that again."""
    order = {name: index for index, name in enumerate(parents)}
    done: set[str] = set()
    for start in parents:
        way: dict[str, None] = {}
        here: Any = start
        while isinstance(here, str) and here in parents and here not in done and here not in way:
            way[here] = None
            here = parents[here]
        done |= way.keys()
        if isinstance(here, str) and here in way:
            walked = list(way)
            circle = walked[walked.index(here) :]
            first = circle.index(min(circle, key=order.__getitem__))
            yield circle[first:] + circle[:first]
