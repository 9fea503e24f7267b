"""From an assessment to the pages of its report (评价报告): one content, three ways to write it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from zwgk.errors import Lang
from zwgk.report import heading, matters, points
from zwgk.report.html import page_html
from zwgk.report.markdown import page_markdown
from zwgk.report.page import Page, Section
from zwgk.report.terminal import page_text
from zwgk.report.words import Teller
from zwgk.scoring import Assessment

Maker: TypeAlias = Callable[[Assessment, Teller], Section]

ALL: tuple[Maker, ...] = (
    heading.summary,
    points.indicators,
    points.ledger,
    points.vetoes,
    matters.duties,
    matters.verdicts,
    matters.findings,
    matters.faults,
    matters.notes,
)

__all__ = ["page_of", "to_html", "to_markdown", "to_text"]


def page_of(assessment: Assessment, lang: Lang = "zh") -> Page:
    """The content of a report (报告内容), section by section."""
    return _page(assessment, lang, ALL)


def _page(assessment: Assessment, lang: Lang, sections: Sequence[Maker]) -> Page:
    say = Teller(lang)
    title = say.pair(say("评价报告", "Assessment report"), assessment.unit)
    return Page(
        lang=lang,
        title=heading.titled(assessment, say, title),
        subtitle=say.of(assessment.scheme_title),
        notices=heading.notices(assessment, say),
        sections=tuple(section(assessment, say) for section in sections),
    )


def to_markdown(assessment: Assessment, lang: Lang = "zh") -> str:
    """The report of an assessment as Markdown (Markdown 评价报告), the same bytes every time.

    Whatever stands in the dossier stays text: it makes no markup, no link and no table cell.
    """
    return page_markdown(page_of(assessment, lang))


def to_html(assessment: Assessment, lang: Lang = "zh") -> str:
    """The report of an assessment as one HTML page (网页评价报告), with all it needs inside.

    It asks for nothing from anywhere, runs no script, and prints on A4. Whatever stands in the
    dossier stays text.
    """
    return page_html(page_of(assessment, lang))


def to_text(assessment: Assessment, lang: Lang = "zh") -> str:
    """The result, the indicators and what needs looking at, for a terminal (终端摘要).

    Shorter than the report: without the facts, the ledger and the steps of the duties.
    """
    shown = (
        heading.summary,
        points.indicators,
        points.vetoes,
        matters.verdicts,
        matters.findings,
        *((matters.faults,) if assessment.faults else ()),
    )
    return page_text(_page(assessment, lang, shown))
