"""The annual report of government information disclosure (政府信息公开工作年度报告): its tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal, NamedTuple, Self

from pydantic import BeforeValidator, Field, model_validator

from zwgk.errors import Text
from zwgk.records.annual_form import Column, FormRow, annual_form
from zwgk.records.base import Id, Model
from zwgk.source import Fault, did_you_mean, fault, faults

FIRST_YEAR = 2019


def _cell(value: Any) -> Any:
    """A cell as printed; a number that no count can be is refused."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if isinstance(value, str):
        from zwgk.records.numbers import read_number  # noqa: PLC0415  # patterns are made when words are read

        number = read_number(value).number
        if number is not None and (number < 0 or number.denominator != 1):
            raise fault(
                Text(f"“{value}”不是件数", f"'{value}' is not a count"),
                Text("写非负整数；空白或“-”为缺", "a whole number, none below 0; blank is missing"),
            )
    return value


def _row(names: tuple[str, ...]) -> Any:
    """A row may be written as its cells from left to right."""

    def read(value: Any) -> Any:
        if not isinstance(value, (list, tuple)):
            return value
        if len(value) != len(names):
            raise fault(
                Text(
                    f"这一行应有 {len(names)} 格，实有 {len(value)} 格",
                    f"this row has {len(names)} cells, not {len(value)}",
                ),
                Text(f"从左到右：{'、'.join(names)}", f"from the left: {', '.join(names)}"),
            )
        return dict(zip(names, value, strict=True))

    return read


Cell = Annotated[str | None, BeforeValidator(_cell)]


class RequestRow(Model):
    """One row of table three (表三的一行): natural persons, five kinds of bodies, total.

    A cell is kept as printed; blank, ``-``, ``—`` and ``/`` are missing, not zero.
    """

    natural_person: Cell = None
    business: Cell = None
    research: Cell = None
    charity: Cell = None
    legal_service: Cell = None
    other: Cell = None
    total: Cell = None


class AppealRow(Model):
    """One group of table four (表四的一组): 维持、纠正、其他结果、尚未审结、总计."""

    upheld: Cell = None
    corrected: Cell = None
    other: Cell = None
    pending: Cell = None
    total: Cell = None


_Group = Annotated[AppealRow, BeforeValidator(_row(tuple(AppealRow.model_fields)))]


class AppealTable(Model):
    """Table four (表四): 行政复议, 未经复议直接起诉, 复议后起诉."""

    review: _Group = Field(default_factory=AppealRow)
    direct: _Group = Field(default_factory=AppealRow)
    after_review: _Group = Field(default_factory=AppealRow)


class Quoted(Model):
    """A number of the tables as the text of the report says it (正文所引数字).

    ``says`` is what it counts: requests new, carried in, concluded, carried out; reviews;
    lawsuits (both kinds).
    """

    says: Literal["new", "carried_in", "concluded", "carried_out", "reviews", "lawsuits"]
    value: str | None = None
    where: str = ""


class CellAt(NamedTuple):
    """One cell (单元格): where it stands, what is printed, and its column."""

    table: str
    row: FormRow
    column: Column
    printed: str | None

    @property
    def path(self) -> str:
        """Table, row and column as in the dossier: ``table_three.3.1.total``."""
        return f"{self.table}.{self.row.code}.{self.column.id}"

    @property
    def label(self) -> Text:
        """Table, row and column in words (表、行、列)."""
        table, row, column = TABLES[self.table], self.row.title, self.column.title
        number = f"{self.row.code} " if self.table == "table_three" else ""
        return Text(
            f"{table.zh} {number}{row.zh}·{column.zh}",
            f"{table.en}, {number}{row.of('en')}, {column.of('en')}",
        )


TABLES = {
    "table_two": Text("表二", "table two"),
    "table_three": Text("表三", "table three"),
    "table_four": Text("表四", "table four"),
}

_Row = Annotated[RequestRow, BeforeValidator(_row(tuple(RequestRow.model_fields)))]
_Loose = Annotated[str | None, BeforeValidator(lambda v: str(v) if isinstance(v, int) else v)]


class AnnualReport(Model):
    """The numbers of an annual report (年度报告数据), in the format of its year.

    ``table_two`` maps row to column to cell, ``table_three`` the number of a row (``3.3.1``) to
    its seven cells, ``table_four`` three groups to their five cells. A table left out was not
    given; a cell left out is missing. ``text`` are numbers of the tables quoted elsewhere,
    ``previous`` is the report of the year before, ``children`` are those of all units that
    report to this one.

    Source: 条例 (2019) Art. 50; 国办公开办函〔2019〕60号, 国办公开办函〔2021〕30号.
    """

    id: Id = "report"
    year: Annotated[int, Field(ge=FIRST_YEAR, le=2100)]
    table_two: dict[Id, dict[Id, _Loose]] | None = None
    table_three: dict[str, _Row] | None = None
    table_four: AppealTable | None = None
    text: tuple[Quoted, ...] = ()
    previous: AnnualReport | None = None
    children: tuple[AnnualReport, ...] = ()

    @property
    def form(self) -> str:
        """The format of the year (格式): ``2019`` or ``2021``."""
        found = annual_form().version(self.year)
        return found.id if found else annual_form().forms[-1].id

    def cells(self) -> Iterator[CellAt]:
        """Every cell of the tables that were given (各单元格), the missing ones too."""
        known = annual_form()
        for name in TABLES:
            table = getattr(self, name)
            if table is None:
                continue
            for code, row in known.rows(name, self.form).items():
                given = table.get(code) if isinstance(table, Mapping) else getattr(table, code)
                for column in known.columns(name, row).values():
                    at = given.get if isinstance(given, Mapping) else _getter(given)
                    yield CellAt(name, row, column, at(column.id))

    @model_validator(mode="after")
    def _on_its_form(self) -> Self:
        found = [*self._unknown_rows(), *self._wrong_numbers(), *self._relatives()]
        if found:
            raise faults(found)
        return self

    def _unknown_rows(self) -> Iterator[Fault]:
        known = annual_form()
        for name in ("table_two", "table_three"):
            rows = known.rows(name, self.form)
            for code, cells in (getattr(self, name) or {}).items():
                if code not in rows:
                    yield _not_in_form(name, code, list(rows), self.form, (name, code))
                elif name == "table_two":
                    columns = list(known.columns(name, rows[code]))
                    for column in cells:
                        if column not in columns:
                            at = (name, code, column)
                            yield _not_in_form(name, column, columns, self.form, at)

    def _wrong_numbers(self) -> Iterator[Fault]:
        known = annual_form()
        rows = known.rows("table_two", self.form)
        for code, cells in (self.table_two or {}).items():
            columns = known.columns("table_two", rows[code]) if code in rows else {}
            for name, printed in cells.items():
                from zwgk.records.numbers import read_number  # noqa: PLC0415  # patterns are made when words are read

                number, column = read_number(printed).number, columns.get(name)
                if number is None or column is None:
                    continue
                negative = number < 0 and column.number != "signed"
                broken = number.denominator != 1 and column.number != "amount"
                if negative or broken:
                    yield Fault(
                        Text(f"“{printed}”不是可用的数", f"'{printed}' cannot stand here"),
                        Text("件数写非负整数", "a count is a whole number, none below 0"),
                        at=("table_two", code, name),
                        sure=True,
                    )

    def _relatives(self) -> Iterator[Fault]:
        if self.previous is not None and self.previous.year != self.year - 1:
            yield Fault(
                Text(
                    f"上年报告应为 {self.year - 1} 年，写的是 {self.previous.year} 年",
                    f"the report before {self.year} is that of {self.year - 1},"
                    f" not {self.previous.year}",
                ),
                Text("核对年份", "check the year"),
                at=("previous", "year"),
                sure=True,
            )
        seen: set[str] = set()
        for index, child in enumerate(self.children):
            if child.id in seen:
                yield Fault(
                    Text(f"编号“{child.id}”重复", f"id '{child.id}' is used twice"),
                    Text("每个单位用一个编号", "give every unit an id of its own"),
                    at=("children", index, "id"),
                    sure=True,
                )
            seen.add(child.id)
            if child.year != self.year:
                yield Fault(
                    Text("各单位报告应为同一年", "the reports to be added are of the same year"),
                    Text(f"写 year: {self.year}", f"write year: {self.year}"),
                    at=("children", index, "year"),
                    sure=True,
                )


def _getter(row: Model | None) -> Any:
    return lambda name: None if row is None else getattr(row, name)


def _not_in_form(
    table: str, name: str, known: list[str], form: str, at: tuple[str | int, ...]
) -> Fault:
    words = TABLES[table]
    return Fault(
        Text(
            f"{form} 年格式的{words.zh}没有“{name}”",
            f"{words.en} of the {form} format has no '{name}'",
        ),
        did_you_mean(name, known),
        at=at,
        sure=True,
    )
