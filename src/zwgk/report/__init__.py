"""Reports for people (报告): Markdown, one HTML page, and text for terminals.

All text of a dossier stays text: nothing in it becomes markup, a link or a control sequence.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from zwgk.report.plain import plain, text_table

if TYPE_CHECKING:
    from zwgk.report.assessed import to_html, to_markdown, to_text

__all__ = ["plain", "text_table", "to_html", "to_markdown", "to_text"]


def __getattr__(name: str) -> object:
    """Load the writers of whole reports when one is first asked for: lists need none of them."""
    if name not in __all__:
        raise AttributeError(f"module 'zwgk.report' has no attribute {name!r}")
    return getattr(import_module("zwgk.report.assessed"), name)
