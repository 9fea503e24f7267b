"""A report for a terminal (终端输出): aligned columns, nothing that steers the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from zwgk.report.page import Page, Section, Table
from zwgk.report.plain import plain, text_table, width

__all__ = ["page_text"]

INDENT = "  "


def page_text(page: Page) -> str:
    """A page as plain text (纯文本); rows without their details."""
    title = plain(f"{page.title}  {page.subtitle}")
    lines = [title, "=" * width(title), *(f"! {plain(notice)}" for notice in page.notices)]
    for section in page.sections:
        lines += ["", plain(section.title), *_section(section)]
    return "\n".join(lines)


def _section(section: Section) -> Iterator[str]:
    if section.terms:
        rows = [[term.label, term.value] for term in section.terms]
        yield text_table(rows)
    yield from map(plain, section.lines)
    for table in section.tables:
        yield from _table(table)
    yield from (f"- {plain(item)}" for item in section.items)


def _table(table: Table) -> Iterator[str]:
    if not table.rows:
        yield plain(table.empty)
    else:
        rows = [[INDENT * row.depth + row.cells[0], *row.cells[1:]] for row in table.rows]
        yield text_table(rows, table.heads)
    if table.foot:
        yield plain(table.foot)
