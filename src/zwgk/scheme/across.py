"""What a document says of several units (多单位规定): how they are ranked, how they roll up."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from zwgk.errors import Text
from zwgk.records import Id, Label, Model, SheetPoints, UnitKind
from zwgk.source import fault

GROUPINGS = ("kind", "level", "profile")


def _several(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


class Ranking(Model):
    """How units are ranked (排名办法).

    ``group`` are fields of the unit: only units that agree in them are ranked together. Equal
    totals have one rank; ``ties`` says what comes after it, 1,2,2,4 (``competition``) or 1,2,2,3
    (``dense``). ``quota_ties`` says whether all of a tie across the edge of a quota are in it, or
    none. ``quota_places`` says how many places a share is that is no whole number.
    """

    group: Annotated[
        tuple[Literal["kind", "level", "profile"], ...], BeforeValidator(_several)
    ] = ()
    ties: Literal["competition", "dense"] = "competition"
    quota_ties: Literal["all", "none"] = "all"
    quota_places: Literal["down", "nearest", "up"] = "down"


def _weighted(value: Any) -> Any:
    return value if isinstance(value, dict) else {"weight": value}


class ClassShare(Model):
    """The share of one class of units below (下级类别): its weight, and whether their mean counts.

    ``take: min`` takes the lowest of them, for accounts that are assessed each on its own.
    """

    weight: SheetPoints = Field(gt=0)
    take: Literal["mean", "min"] = "mean"
    title: Label | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_number(cls, value: Any) -> Any:
        return value if isinstance(value, ClassShare) else _weighted(value)


class RollUp(Model):
    """How a unit's score takes in those below (汇总办法): own : class : class, such as 6 : 3 : 1.

    A class is a profile of the document or a kind of unit. Without ``own`` the unit itself does
    not count, as where only its accounts do.
    """

    own: Annotated[SheetPoints, Field(gt=0)] | None = None
    classes: dict[Id, ClassShare]

    @model_validator(mode="after")
    def _some(self) -> Self:
        if not self.classes:
            raise fault(
                Text("roll_up.classes 没有写任何类别", "roll_up.classes names no class"),
                Text("写 classes: {township: 3}", "write classes: {township: 3}"),
            )
        return self


Fault = tuple[tuple[str | int, ...], Text, Text]


def across_faults(roll_up: RollUp | None, profiles: frozenset[str]) -> Iterator[Fault]:
    """The classes of a roll-up that no unit can be of (汇总类别检查)."""
    known = profiles | {kind.value for kind in UnitKind}
    for name in roll_up.classes if roll_up else ():
        if name not in known:
            yield (
                ("roll_up", "classes", name),
                Text(
                    f"“{name}”既不是方案的 profile，也不是单位类型",
                    f"'{name}' is neither a profile of the scheme nor a kind of unit",
                ),
                Text(f"可用：{'、'.join(sorted(known))}", f"known: {', '.join(sorted(known))}"),
            )
