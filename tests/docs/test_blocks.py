"""Every block of the pages runs in an empty folder and shows its true output."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(
    str(path.relative_to(ROOT))
    for path in [*ROOT.glob("README*.md"), *ROOT.glob("docs/**/*.md")]
    if path.name != "reference.md"
)


@pytest.mark.parametrize("page", PAGES)
def test_a_reader_can_follow_the_page(page: str, follow: Callable[[str], Path]) -> None:
    follow(page)


def test_reading_leaves_no_module_behind(follow: Callable[[str], Path]) -> None:
    import sys  # noqa: PLC0415  # looked at before and after

    folder = follow("docs/write-a-scheme.md")
    mine = [
        name
        for name, module in sys.modules.items()
        if str(getattr(module, "__file__", None) or "").startswith(str(folder))
    ]
    assert mine, "the plugin of the page was never imported"
