"""Sheets for classes of units (考核对象类别): A for counties, B for departments."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, Discriminator, Tag

from zwgk.records import Id, Label, Level, Model, SheetPoints, UnitKind

PROFILES = "by_profile"


def _form(value: Any) -> str:
    return PROFILES if isinstance(value, Mapping) else "amount"


PerProfile = Annotated[
    Annotated[SheetPoints, Tag("amount")] | Annotated[dict[Id, SheetPoints], Tag(PROFILES)],
    Discriminator(_form),
]
"""Points, or points for each profile (按类别写的分值)."""


def amount_of(given: Decimal | Mapping[str, Decimal] | None, profile: str | None) -> Decimal | None:
    """The points on one sheet (某类的分值); None where there are none for it.

    Without a profile they are those of the first that is written.

    >>> amount_of({"A": Decimal(5), "B": Decimal("3.5")}, "B"), amount_of(Decimal(2), "B")
    (Decimal('3.5'), Decimal('2'))
    """
    if isinstance(given, Mapping):
        return given.get(profile) if profile is not None else next(iter(given.values()), None)
    return given


def on_sheet(
    profiles: tuple[str, ...], points: Decimal | Mapping[str, Decimal] | None, profile: str | None
) -> bool:
    """Whether an indicator is on the sheet of a profile (是否列入该类), None being all of them.

    It is where its ``profiles`` name it, and where its points, if by profile, have some for it.
    """
    if profile is None:
        return True
    named = not profiles or profile in profiles
    return named and not (isinstance(points, Mapping) and profile not in points)


def _several(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


class UnitClass(Model):
    """Which units are of a class (单位条件): all that is written must fit, one of each list."""

    kind: Annotated[tuple[UnitKind, ...], BeforeValidator(_several)] = ()
    level: Annotated[tuple[Level, ...], BeforeValidator(_several)] = ()

    def holds(self, kind: str, level: str | None) -> bool:
        """Whether a unit of that kind and level is of the class."""
        return (not self.kind or kind in self.kind) and (not self.level or level in self.level)


class Profile(Model):
    """A class of units with a sheet of its own (考核对象类别); ``unit`` says which units it is for.

    Without ``unit`` it is for every unit that no earlier one is for.
    """

    title: Label
    unit: UnitClass = UnitClass()
