"""Reports for people (报告): Markdown, one HTML page, and text for terminals.

All text of a dossier stays text: nothing in it becomes markup, a link or a control sequence.
"""

from __future__ import annotations

from zwgk.report.assessed import to_html, to_markdown, to_text
from zwgk.report.plain import plain, text_table

__all__ = ["plain", "text_table", "to_html", "to_markdown", "to_text"]
