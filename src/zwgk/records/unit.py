"""The unit that is assessed (单位): what it is, whose part it is, its people and bodies."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Self

from pydantic import model_validator

from zwgk.errors import Text
from zwgk.records.base import Basis, Count, Id, Model, in_order
from zwgk.source import fault
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
    """A standing group such as 政务公开领导小组 (组织机构): its title and its roles."""

    id: Id
    title: str
    roles: tuple[Role, ...] = ()
    office: str = ""
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
    first: date
    last: date

    @model_validator(mode="after")
    def _order(self) -> Self:
        in_order(self.first, self.last, ("first", "last"))
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
        everyone: tuple[Unit | SubUnit, ...] = (self, *self.units)
        parents: dict[str, str | None] = {}
        for unit in everyone:
            if unit.id in parents:
                raise fault(
                    Text(f"单位编号“{unit.id}”重复", f"unit id {unit.id!r} is used twice"),
                    Text("每个单位用一个编号", "give every unit an id of its own"),
                )
            parents[unit.id] = unit.parent
        for unit in everyone:
            self._climb(unit.id, parents)
        return self

    @staticmethod
    def _climb(start: str, parents: dict[str, str | None]) -> None:
        seen = [start]
        above = parents[start]
        while above is not None:
            if above not in parents:
                raise fault(
                    Text(
                        f"上级单位“{above}”不在 unit.units 中", f"parent {above!r} is not in units"
                    ),
                    Text("在 unit.units 中列出该单位，或删去 parent", "list it in unit.units"),
                )
            if above in seen:
                circle = " → ".join([*seen, above])
                raise fault(
                    Text(
                        f"单位隶属关系成环：{circle}", f"the unit tree runs in a circle: {circle}"
                    ),
                    Text("改正其中一个 parent", "correct one of the parents"),
                )
            seen.append(above)
            above = parents[above]
