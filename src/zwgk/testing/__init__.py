"""For people who test (测试工具): conformance of schemes and plugins, strategies, laws.

    from zwgk.testing import PluginConformance

    class TestMyPlugin(PluginConformance):
        plugin = "my_plugin"

Hypothesis (the extra ``testing``) is imported in ``zwgk.testing.strategies`` alone.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zwgk.testing import conformance, laws, slow_calendar, strategies
    from zwgk.testing.conformance import PluginConformance, SchemeConformance

__all__ = [
    "PluginConformance",
    "SchemeConformance",
    "conformance",
    "laws",
    "slow_calendar",
    "strategies",
]

_KITS = {"PluginConformance", "SchemeConformance"}


def __getattr__(name: str) -> object:
    """Load a part when it is first asked for."""
    if name not in __all__:
        raise AttributeError(f"module 'zwgk.testing' has no attribute {name!r}")
    if name in _KITS:
        return getattr(import_module("zwgk.testing.conformance"), name)
    return import_module(f"zwgk.testing.{name}")
