"""The printed forms of the annual report (年报格式): tables, rows and columns, from data."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

from zwgk.records.base import Id, Label, Model
from zwgk.source import build, read_source


class Column(Model):
    """One column of a table (列); ``number`` says what may stand in it."""

    id: Id
    title: Label
    number: Literal["count", "signed", "amount"] = "count"
    unit: str = ""
    applicants: tuple[Id, ...] = ()


class FormRow(Model):
    """One row of a table (行) by its printed number; ``outcomes`` are counted in it.

    ``role`` names the rows that identities ask for: new, carried_in, concluded, carried_out.
    """

    code: str
    title: Label
    form: str = ""
    role: Literal["new", "carried_in", "concluded", "carried_out", ""] = ""
    article: str = ""
    outcomes: tuple[Id, ...] = ()
    columns: tuple[Id, ...] = ()


class FormVersion(Model):
    """A form (格式) with the report years it is for and the document that prescribes it."""

    id: str
    first: int
    last: int | None = None
    source: str


class AnnualForm(Model):
    """All forms as they stand in the data file (全部年报格式)."""

    forms: tuple[FormVersion, ...]
    table_two: tuple[FormRow, ...]
    table_two_columns: tuple[Column, ...]
    table_three: tuple[FormRow, ...]
    table_three_columns: tuple[Column, ...]
    table_four: tuple[FormRow, ...]
    table_four_columns: tuple[Column, ...]

    def version(self, year: int) -> FormVersion | None:
        """The form of a report year (年度所用格式), None before 2019."""
        return next(
            (
                form
                for form in self.forms
                if form.first <= year and (form.last is None or year <= form.last)
            ),
            None,
        )

    def rows(self, table: str, form: str) -> dict[str, FormRow]:
        """The rows of a table in one form, by code (某格式的各行)."""
        rows: tuple[FormRow, ...] = getattr(self, table)
        return {row.code: row for row in rows if row.form in {"", form}}

    def columns(self, table: str, row: FormRow) -> dict[str, Column]:
        """The columns of a row, by id (某行的各列)."""
        columns: tuple[Column, ...] = getattr(self, f"{table}_columns")
        return {
            column.id: column for column in columns if not row.columns or column.id in row.columns
        }

    def result_rows(self, form: str) -> list[str]:
        """The codes of the rows that say how requests came out (办理结果各行): 3.1 to 3.6."""
        return [code for code, row in self.rows("table_three", form).items() if not row.role]

    def outcomes(self, form: str) -> Mapping[str, tuple[str, ...]]:
        """The rows in which an outcome may be counted (结果归行); several leave it open."""
        found: dict[str, tuple[str, ...]] = {}
        for code, row in self.rows("table_three", form).items():
            for outcome in row.outcomes:
                found[outcome] = (*found.get(outcome, ()), code)
        return found


@cache
def annual_form() -> AnnualForm:
    """The forms of the annual report (年报格式), read once.

    Source: 国办公开办函〔2019〕60号 for 2019 and 2020, 国办公开办函〔2021〕30号 from 2021.

    >>> form = annual_form()
    >>> [len(form.rows("table_three", name)) for name in ("2019", "2021")]
    [23, 25]
    """
    return build(AnnualForm, read_source(files("zwgk.records").joinpath("data/annual_report.yaml")))
