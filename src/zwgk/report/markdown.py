"""A report as Markdown (Markdown 报告): tables and lists in which all text stays text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zwgk.report.numbering import numbered
from zwgk.report.page import Page, Row, Section, Table
from zwgk.report.plain import plain
from zwgk.report.words import Teller

__all__ = ["escaped", "inline", "page_markdown"]

_MARKUP = re.compile(r"[\\`*_\[\]<>|~&$#@]")
# What makes a list, a rule or a heading of the line above, but not "-0.5" and not "1.2".
_OPENING = re.compile(r"^(?:[-+](?=[\s+-]|$)|=)|^(\d{1,9})([.)])(?=\s|$)")
_LINK = re.compile(r"(?i)\b(https?|ftp|mailto|xmpp)(:)|\b(www)(\.)")


def inline(text: str) -> str:
    r"""Text that Markdown shows as it is (转义), behind something else on its line.

    >>> print(inline("<b>a|b</b> [x](javascript:1)"))
    \<b\>a\|b\</b\> \[x\](javascript:1)
    """
    return _LINK.sub(_unlinked, _MARKUP.sub(r"\\\g<0>", plain(text).strip()))


def escaped(text: str) -> str:
    r"""Text that Markdown shows as it is (转义), at the beginning of a line too.

    >>> print(escaped("1. 一"), escaped("- 一"), escaped("-0.5"))
    1\. 一 \- 一 -0.5
    """
    return _OPENING.sub(_opened, inline(text))


def _unlinked(match: re.Match[str]) -> str:
    """Schemes that a reader would turn into a link by itself."""
    word, mark = match.group(1) or match.group(3), match.group(2) or match.group(4)
    return f"{word}\\{mark}"


def _opened(match: re.Match[str]) -> str:
    if match.group(1):
        return f"{match.group(1)}\\{match.group(2)}"
    return f"\\{match.group(0)}"


def page_markdown(page: Page) -> str:
    """A page as Markdown (Markdown 文本)."""
    say = Teller(page.lang)
    blocks = [f"# {inline(page.title)}", escaped(page.subtitle)]
    label = say("注意", "Note")
    blocks += [f"> {say.pair(label, inline(words))}" for words in page.notices]
    for number, section in enumerate(page.sections, 1):
        blocks.append(f"## {numbered(number, page.lang)}{inline(section.title)}")
        blocks += _section(section, say)
    return "\n\n".join(blocks) + "\n"


def _section(section: Section, say: Teller) -> Iterator[str]:
    if section.terms:
        yield "\n".join(
            f"- {say.pair(inline(term.label), _strong(term.value, main=term.main))}"
            for term in section.terms
        )
    yield from map(escaped, section.lines)
    for table in section.tables:
        if len(section.tables) > 1:
            yield f"### {inline(table.caption)}"
        yield from _table(table)
    if section.items:
        yield "\n".join(f"- {escaped(item)}" for item in section.items)


def _strong(text: str, *, main: bool) -> str:
    return f"**{inline(text)}**" if main else inline(text)


def _table(table: Table) -> Iterator[str]:
    if not table.rows:
        yield escaped(table.empty)
    else:
        rules = ("--:" if column in table.numbers else "---" for column in range(len(table.heads)))
        lines = [_line(table.heads), f"| {' | '.join(rules)} |"]
        for row in table.rows:
            lines += _rows(row, len(table.heads))
        yield "\n".join(lines)
    if table.foot:
        yield f"**{inline(table.foot)}**"


def _rows(row: Row, columns: int) -> Iterator[str]:
    branch = "　" * (row.depth - 1) + "└ " if row.depth else ""
    first, *others = map(inline, row.cells)
    yield f"| {' | '.join([branch + first, *others])} |"
    blank = [""] * (columns - 1)
    for detail in row.details:
        yield f"| {' | '.join(['　' * (row.depth + 1) + inline(detail), *blank])} |"


def _line(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(map(inline, cells))} |"
