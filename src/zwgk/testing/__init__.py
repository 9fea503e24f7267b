"""For people who test with properties (性质测试): strategies, laws and a slow calendar.

Needs the extra ``testing``; Hypothesis is imported in ``zwgk.testing.strategies`` alone.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

__all__ = ["laws", "slow_calendar", "strategies"]


def __getattr__(name: str) -> ModuleType:
    """Load a part when it is first asked for."""
    if name not in __all__:
        raise AttributeError(f"module 'zwgk.testing' has no attribute {name!r}")
    return import_module(f"zwgk.testing.{name}")
