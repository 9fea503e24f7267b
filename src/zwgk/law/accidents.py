"""Grades of accidents with their brackets (事故等级)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from zwgk.errors import Text
from zwgk.law.result import Citation
from zwgk.source import read_source
from zwgk.time.day import wrong

__all__ = ["AccidentGrade", "GradeRow", "accident_grade"]


@cache
def _table() -> Any:
    name = "accidents.yaml"
    return read_source(files("zwgk.law") / "tables" / name, name=name).data


@dataclass(frozen=True, slots=True)
class GradeRow:
    """One grade of accidents (事故等级): where it begins, who is told, who investigates."""

    id: str
    title: Text
    deaths: int
    injuries: int
    loss: int
    report_to: Text
    investigator: Text


@dataclass(frozen=True, slots=True)
class AccidentGrade:
    """The grade of an accident (事故等级), between ``least`` and ``most``, equal where known."""

    least: GradeRow
    most: GradeRow
    citation: Citation

    @property
    def grade(self) -> GradeRow | None:
        """The grade, where unknown figures leave only one (等级)."""
        return self.least if self.least == self.most else None


@cache
def _grades() -> tuple[GradeRow, ...]:
    return tuple(
        GradeRow(
            row["id"],
            Text(**row["title"]),
            int(row["deaths"]),
            int(row["injuries"]),
            int(row["loss"]),
            Text(**row["report_to"]),
            Text(**row["investigator"]),
        )
        for row in _table()["grades"]
    )


def accident_grade(
    deaths: int | None, injuries: int | None, loss: int | Decimal | None
) -> AccidentGrade:
    """The grade of an accident by deaths, serious injuries and direct loss in yuan (事故等级).

    The gravest of the three tests holds; an unknown figure leaves every graver grade open.
    Source: 国务院令第493号第三条, in force from 2007-06-01; 以上 includes, 以下 excludes.

    >>> accident_grade(3, 0, 0).grade.title.zh, accident_grade(2, 9, None).grade
    ('较大事故', None)

    Raises:
        InvalidInput: for a negative figure, and where nothing is known.
    """
    figures: dict[str, object] = {"deaths": deaths, "injuries": injuries, "loss": loss}
    known: dict[str, int | Decimal] = {}
    for name, figure in figures.items():
        if figure is None:
            continue
        if (
            isinstance(figure, bool)
            or not isinstance(figure, int | Decimal)
            or not Decimal(figure).is_finite()
            or figure < 0
        ):
            raise wrong(name, f"数字无效：{figure!r}", f"not a usable number: {figure!r}")
        known[name] = figure
    rows = _grades()
    if not known:
        raise wrong("accident", "三项数字都不详", "no figure is known", "至少写一项", "give one")
    reached = next(
        row for row in rows if any(figure >= getattr(row, name) for name, figure in known.items())
    )
    table = _table()
    citation = Citation(table["source"], table["article"])
    return AccidentGrade(reached, reached if len(known) == len(figures) else rows[0], citation)
