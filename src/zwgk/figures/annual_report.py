"""The annual report of disclosure as relations (年度报告勾稽): the form's own and those around it.

Source: the identity printed in the form (第一项加第二项之和，等于第三项加第四项之和),
国办公开办函〔2019〕60号 and 国办公开办函〔2021〕30号.
"""

from __future__ import annotations

from collections.abc import Iterator

from zwgk.errors import Text
from zwgk.figures.identities import (
    Balance,
    Equal,
    Identity,
    PreviousPeriod,
    RollUp,
    Sum,
)
from zwgk.records import AnnualReport, Figure, annual_form
from zwgk.records.annual_report import TABLES

__all__ = ["PREFIX", "annual_figures", "annual_identities", "table_missing"]

PREFIX = "annual_report"


def annual_figures(report: AnnualReport, prefix: str = PREFIX) -> dict[str, Figure]:
    """Every cell as a figure (单元格数字): ``annual_report.table_three.3.1.total``.

    The cells of ``children`` follow under ``annual_report.children.<id>``, those of the year
    before under ``annual_report.previous``, numbers of the text under ``annual_report.text``.
    """
    whose = "" if prefix == PREFIX else f"{report.id} {report.year} "
    found = {
        f"{prefix}.{cell.path}": Figure(
            value=cell.printed,
            unit=cell.column.unit,
            period=str(report.year),
            label=f"{whose}{cell.label.zh}",
        )
        for cell in report.cells()
    }
    for number, quoted in enumerate(report.text, 1):
        where = f"（{quoted.where}）" if quoted.where else ""
        found[f"{prefix}.text.{number}"] = Figure(value=quoted.value, label=f"正文所引{where}")
    if prefix == PREFIX:
        for child in report.children:
            found |= annual_figures(child, f"{PREFIX}.children.{child.id}")
        if report.previous is not None:
            found |= annual_figures(report.previous, f"{PREFIX}.previous")
    return found


def annual_identities(report: AnnualReport) -> Iterator[Identity]:
    """Every relation of an annual report (年度报告勾稽关系), located by table, row and column.

    Topics: ``annual_report.balance`` (1 + 2 = 3.7 + 4, each column), ``annual_report.results``
    (3.7 is the sum of 3.1 to 3.6, each column), ``annual_report.columns`` (total of each row),
    ``annual_report.table_four``, ``annual_report.carried_over`` (row 2 is row 4 of last year),
    ``annual_report.roll_up``, ``annual_report.text``; and the advisory ``annual_report.in_force``
    (documents in force: a revision breaks it).
    """
    yield from _of_columns(report)
    yield from _of_rows(report)
    yield from _table_four()
    yield from _carried_over(report)
    yield from _in_force(report)
    yield from _roll_up(report)
    yield from _text(report)


def table_missing(report: AnnualReport, identity: Identity) -> Text | None:
    """Which table a relation needs and the report does not have (缺表); None where none is missing.

    Without the table there is nothing to judge; a cell missing in a table is another thing.
    """
    for name, words in TABLES.items():
        if getattr(report, name) is None and any(
            member.startswith(f"{PREFIX}.{name}.") for member in identity.members
        ):
            return Text(f"没有提供{words.zh}", f"{words.en} is not given")
    return None


def _cell(table: str, row: str, column: str, prefix: str = PREFIX) -> str:
    return f"{prefix}.{table}.{row}.{column}"


def _three(row: str, column: str) -> str:
    return _cell("table_three", row, column)


def _of_columns(report: AnnualReport) -> Iterator[Identity]:
    form = annual_form()
    results = form.result_rows(report.form)
    for column in form.table_three_columns:
        name = column.id
        yield Balance(
            id=f"{PREFIX}.balance.{name}",
            topic=f"{PREFIX}.balance",
            label=Text(
                f"表三“{column.title.zh}”列：新收＋上年结转＝总计＋结转下年",
                f"table three, {column.title.of('en')}: 1 + 2 = 3.7 + 4",
            ),
            left=(_three("1", name), _three("2", name)),
            right=(_three("3.7", name), _three("4", name)),
        )
    for column in form.table_three_columns:
        name = column.id
        yield Sum(
            id=f"{PREFIX}.results.{name}",
            topic=f"{PREFIX}.results",
            label=Text(
                f"表三“{column.title.zh}”列：各项办理结果之和＝总计",
                f"table three, {column.title.of('en')}: 3.1 to 3.6 make 3.7",
            ),
            parts=tuple(_three(row, name) for row in results),
            total=_three("3.7", name),
        )


def _of_rows(report: AnnualReport) -> Iterator[Identity]:
    form = annual_form()
    parts = [column.id for column in form.table_three_columns if column.id != "total"]
    for code, row in form.rows("table_three", report.form).items():
        yield Sum(
            id=f"{PREFIX}.columns.{code}",
            topic=f"{PREFIX}.columns",
            label=Text(
                f"表三 {code} {row.title.zh}：各列之和＝总计",
                f"table three, row {code}: the columns make the total",
            ),
            parts=tuple(_three(code, column) for column in parts),
            total=_three(code, "total"),
        )


def _table_four() -> Iterator[Identity]:
    form = annual_form()
    parts = [column.id for column in form.table_four_columns if column.id != "total"]
    for row in form.table_four:
        yield Sum(
            id=f"{PREFIX}.table_four.{row.code}",
            topic=f"{PREFIX}.table_four",
            label=Text(
                f"表四 {row.title.zh}：维持＋纠正＋其他＋尚未审结＝总计",
                f"table four, {row.title.of('en')}: the four outcomes make the total",
            ),
            parts=tuple(_cell("table_four", row.code, column) for column in parts),
            total=_cell("table_four", row.code, "total"),
        )


def _carried_over(report: AnnualReport) -> Iterator[Identity]:
    if report.previous is None:
        return
    for column in annual_form().table_three_columns:
        yield PreviousPeriod(
            id=f"{PREFIX}.carried_over.{column.id}",
            topic=f"{PREFIX}.carried_over",
            label=Text(
                f"表三“{column.title.zh}”列：上年结转＝上年报告的结转下年度",
                f"table three, {column.title.of('en')}: row 2 is row 4 of last year",
            ),
            now=_three("2", column.id),
            before=_three("4", column.id),
        )


def _in_force(report: AnnualReport) -> Iterator[Identity]:
    before = report.previous
    if before is None or report.table_two is None or {report.form, before.form} != {"2021"}:
        return
    for code, row in annual_form().rows("table_two", report.form).items():
        if "in_force" not in row.columns:
            continue
        last = _cell("table_two", code, "in_force", f"{PREFIX}.previous")
        yield Sum(
            id=f"{PREFIX}.in_force.{code}",
            topic=f"{PREFIX}.in_force",
            advisory=True,
            label=Text(
                f"表二 {row.title.zh}：上年现行有效＋制发－废止＝现行有效"
                "（仅提醒：修改也会使其不等）",
                f"table two, {row.title.of('en')}: in force last year + issued - repealed"
                " (a warning only: revisions break it)",
            ),
            parts=(last, _cell("table_two", code, "issued")),
            minus=(_cell("table_two", code, "repealed"),),
            total=_cell("table_two", code, "in_force"),
        )


def _roll_up(report: AnnualReport) -> Iterator[Identity]:
    for cell in report.cells() if report.children else ():
        yield RollUp(
            id=f"{PREFIX}.roll_up.{cell.path}",
            topic=f"{PREFIX}.roll_up",
            label=Text(
                f"{cell.label.zh}＝各单位之和", f"{cell.label.of('en')}: the sum of all units"
            ),
            parent=f"{PREFIX}.{cell.path}",
            children=tuple(
                f"{PREFIX}.children.{child.id}.{cell.path}" for child in report.children
            ),
        )


_QUOTED = {
    "new": (("table_three", "1"),),
    "carried_in": (("table_three", "2"),),
    "concluded": (("table_three", "3.7"),),
    "carried_out": (("table_three", "4"),),
    "reviews": (("table_four", "review"),),
    "lawsuits": (("table_four", "direct"), ("table_four", "after_review")),
}


def _text(report: AnnualReport) -> Iterator[Identity]:
    for number, quoted in enumerate(report.text, 1):
        cells = tuple(_cell(table, row, "total") for table, row in _QUOTED[quoted.says])
        said = f"{PREFIX}.text.{number}"
        table = TABLES[_QUOTED[quoted.says][0][0]]
        rows = "、".join(row for _, row in _QUOTED[quoted.says])
        where = f"（{quoted.where}）" if quoted.where else ""
        label = Text(
            f"正文{where}所引数字＝{table.zh} {rows} 总计",
            f"the number in the text {quoted.where} is that of {table.en}, {rows}",
        )
        row_id, topic = f"{PREFIX}.text.{number}", f"{PREFIX}.text"
        if len(cells) == 1:
            yield Equal(id=row_id, topic=topic, label=label, left=said, right=cells[0])
        else:
            yield Sum(id=row_id, topic=topic, label=label, parts=cells, total=said)
