"""A report as one HTML page (网页报告): a template filled with text, every piece of it escaped."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from zwgk.report.chart import BAR, WIDTH
from zwgk.report.numbering import numbered
from zwgk.report.page import Page
from zwgk.report.plain import plain
from zwgk.report.words import Teller

if TYPE_CHECKING:
    from jinja2 import Template

__all__ = ["page_html"]

TEMPLATE = "page.html.j2"


def page_html(page: Page) -> str:
    """A page as HTML (网页文本)."""
    return _template().render(
        page=page,
        say=Teller(page.lang),
        numbered=numbered,
        bar_size={"height": BAR, "width": WIDTH},
    )


@cache
def _template() -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415  # 0.1 s

    environment = Environment(
        loader=PackageLoader("zwgk.report"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_printable,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template(TEMPLATE)


def _printable(value: object) -> object:
    """Text of the page loses what is hidden in it; what the template itself made passes."""
    return plain(value) if type(value) is str else value
