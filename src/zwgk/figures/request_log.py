"""Table three from the request log (由台账生成表三), and its comparison with what was reported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from zwgk.errors import Text
from zwgk.figures.annual_report import PREFIX
from zwgk.figures.identities import Equal, Identity, Inequality
from zwgk.records import AnnualReport, Figure, Request, RequestRow, Table, annual_form

__all__ = ["Counted", "count_requests", "log_figures", "log_identities", "table_three"]

LOG = "request_log"
_ENDS = frozenset({"answered", "correction_lapsed"})
"""Events that end a request: the reply, or the applicant who does not correct it (Art. 30)."""
_LAPSE = "correction_lapsed"


class Counted(NamedTuple):
    """How many requests a cell surely counts and may count (件数上下限); equal where known."""

    least: int
    most: int

    @property
    def known(self) -> bool:
        """Whether both ends are one number."""
        return self.least == self.most


def count_requests(
    requests: Iterable[Request], year: int, form: str
) -> dict[tuple[str, str], Counted]:
    """Count a request log into the cells of table three (台账计入表三), by row and column.

    A request is new in the year of its receipt, carried in where it was received before and had
    no reply by then, a result in the year of its first reply (or lapse), and carried out where it
    had none by the last day. An outcome that may stand in several rows, no outcome, or an
    applicant of an unknown kind leaves the cells open.

    Source: 政府信息公开条例 (2019) Art. 30, 35 to 39, by the data file of the form.
    """
    known = annual_form()
    rows, results = list(known.rows("table_three", form)), known.result_rows(form)
    outcomes = known.outcomes(form)
    applicants = {
        applicant: column.id
        for column in known.table_three_columns
        for applicant in column.applicants
    }
    columns = [column.id for column in known.table_three_columns]
    least = {(row, column): 0 for row in rows for column in columns}
    most = dict(least)
    for request in requests:
        column = applicants.get(request.applicant)
        for row, sure in _rows_of(request, year, outcomes, results):
            for name in columns:
                mine = name in {"total", column}
                most[row, name] += mine or column is None
                least[row, name] += mine and sure
    return {cell: Counted(least[cell], most[cell]) for cell in least}


def _rows_of(
    request: Request, year: int, outcomes: Mapping[str, tuple[str, ...]], results: list[str]
) -> Iterator[tuple[str, bool]]:
    """The rows in which a request counts, and whether it surely does."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    ended = min((step.on for step in request.events if step.name in _ENDS), default=None)
    if request.received > last or (ended is not None and ended < first):
        return
    undated = ended is None and request.outcome is not None  # it ended, nobody knows when
    yield ("1" if request.received >= first else "2"), request.received >= first or not undated
    if ended is None or ended > last:
        yield "4", not undated
        if not undated:
            return
    yield "3.7", not undated
    lapsed = any(step.name == _LAPSE and step.on == ended for step in request.events)
    named = _LAPSE if lapsed and request.outcome in {None, "lapsed"} else request.outcome
    possible = results if named is None else outcomes.get(named, tuple(results))
    for row in possible:
        yield row, len(possible) == 1 and not undated


def table_three(requests: Iterable[Request], year: int) -> dict[str, RequestRow]:
    """Table three of a report year, from the log (由台账生成表三); open cells stay missing.

    >>> from datetime import date
    >>> asked = Request(id="r1", received=date(2024, 12, 30), applicant="company")
    >>> table_three([asked], 2024)["4"].business, table_three([asked], 2025)["2"].total
    ('1', '1')
    """
    form = AnnualReport(year=year).form
    cells = count_requests(requests, year, form)
    rows: dict[str, dict[str, str | None]] = {}
    for (row, column), count in cells.items():
        rows.setdefault(row, {})[column] = str(count.least) if count.known else None
    return {row: RequestRow(**given) for row, given in rows.items()}


def log_figures(report: AnnualReport, requests: Table[Request]) -> dict[str, Figure]:
    """What the log counts for each cell (台账计数): ``request_log.3.1.total``.

    ``.least`` and ``.most`` stand in where the log leaves it open.
    """
    return {
        name: Figure(value=str(number), period=str(report.year), label=f"台账 {row} {column}")
        for row, column, name, number in _compared(report, requests)
    }


def _compared(
    report: AnnualReport, requests: Table[Request]
) -> Iterator[tuple[str, str, str, int]]:
    cells = count_requests(requests.rows, report.year, report.form)
    for (row, column), count in cells.items():
        name = f"{LOG}.{row}.{column}"
        if count.known and requests.complete:
            yield row, column, name, count.least
        else:
            if count.least:  # no cell is below none
                yield row, column, f"{name}.least", count.least
            if requests.complete:
                yield row, column, f"{name}.most", count.most


def log_identities(report: AnnualReport, requests: Table[Request]) -> Iterator[Identity]:
    """What was reported against the log (年报与台账核对), cell by cell.

    A count that the log leaves open, and every count of an incomplete log, is compared by its
    ends.
    """
    if report.table_three is None:
        return
    form = annual_form()
    rows = form.rows("table_three", report.form)
    columns = {column.id: column for column in form.table_three_columns}
    for row, column, name, _ in _compared(report, requests):
        cell = f"{PREFIX}.table_three.{row}.{column}"
        row_id, topic = f"{PREFIX}.{name}", f"{PREFIX}.{LOG}"
        here = Text(
            f"表三 {row} {rows[row].title.zh}·{columns[column].title.zh}",
            f"table three, row {row}, {columns[column].title.of('en')}",
        )
        label = Text(f"{here.zh}：与台账件数相符", f"{here.en}: as many as the log counts")
        if name.endswith((".least", ".most")):
            op = ">=" if name.endswith(".least") else "<="
            words = ("不少于", "no fewer") if op == ">=" else ("不多于", "no more")
            label = Text(
                f"{here.zh}：{words[0]}台账所能证明的件数",
                f"{here.en}: {words[1]} than the log can show",
            )
            yield Inequality(
                id=row_id, topic=topic, label=label, left=(cell,), op=op, right=(name,)
            )
        else:
            yield Equal(id=row_id, topic=topic, label=label, left=name, right=cell)
