"""A report before it is written down (报告内容): the same for Markdown, HTML and terminals."""

from __future__ import annotations

from dataclasses import dataclass, field

from zwgk.errors import Lang
from zwgk.report.chart import Chart

__all__ = ["Page", "Row", "Section", "Table", "Term"]


@dataclass(frozen=True, slots=True)
class Term:
    """A label and its value (条目); ``main`` ones are printed large."""

    label: str
    value: str
    main: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table (行), with lines of detail beneath it and its depth in a tree."""

    cells: tuple[str, ...]
    details: tuple[str, ...] = ()
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A table (表格): its caption, its headings, and a line that sums it up.

    ``empty`` stands in its place where it has no rows. ``numbers`` are the columns, from 0,
    that are set flush right; ``narrow`` ones are not wrapped.
    """

    caption: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    empty: str
    foot: str = ""
    numbers: frozenset[int] = frozenset()
    narrow: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the report (章节): terms, lines, a chart and tables, in this order."""

    title: str
    terms: tuple[Term, ...] = ()
    lines: tuple[str, ...] = ()
    chart: Chart | None = None
    tables: tuple[Table, ...] = ()
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """The whole report (报告): headings, warnings that come first, and numbered sections."""

    lang: Lang
    title: str
    subtitle: str
    notices: tuple[str, ...]
    sections: tuple[Section, ...] = field(default=())
