"""What Hypothesis runs when it is imported (登记): strategies for zwgk's own types.

Whoever imports Hypothesis without zwgk pays nothing: the types are only registered once
``zwgk.time`` is imported, and a strategy is only made once it is asked for.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from types import ModuleType

__all__ = ["register"]

_TYPES_IN = "zwgk.time"


def register() -> None:
    """Register strategies for the types of ``zwgk.time`` (登记), now or when it is imported."""
    if _TYPES_IN in sys.modules:
        _register_types()
    else:
        sys.meta_path.insert(0, _FirstImport())


class _FirstImport(MetaPathFinder):
    """Waits for the first import of the types, then steps out of the way."""

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The ordinary spec of the awaited module, whose loader also registers its types."""
        del path, target
        if name != _TYPES_IN or self not in sys.meta_path:
            return None
        sys.meta_path.remove(self)
        spec = find_spec(name)
        if spec is not None and spec.loader is not None:
            spec.loader = _AndRegister(spec.loader)
        return spec


class _AndRegister(Loader):
    """A loader that registers the types once their module has run."""

    def __init__(self, loader: Loader) -> None:
        self._loader = loader

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """The module as the true loader makes it."""
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        """Run the module, then register its types."""
        if module.__spec__ is not None:
            module.__spec__.loader = module.__loader__ = self._loader
        self._loader.exec_module(module)
        _register_types()


def _register_types() -> None:
    from hypothesis import strategies as st  # noqa: PLC0415  # only where Hypothesis is in use

    from zwgk import time  # noqa: PLC0415  # loaded already

    def ours(name: str, *arguments: object) -> st.SearchStrategy[object]:
        from zwgk.testing import strategies  # noqa: PLC0415  # when first drawn from

        made: st.SearchStrategy[object] = getattr(strategies, name)(*arguments)
        return made

    def register_one(kind: type[object], name: str, *arguments: object) -> None:
        st.register_type_strategy(kind, lambda _: ours(name, *arguments))

    for kind in (time.WorkingDays, time.CalendarDays, time.Span, time.Hours, time.FixedDate):
        register_one(kind, "periods", kind)
    register_one(time.Cadence, "cadences")
    register_one(time.Term, "terms")
    register_one(time.WorkCalendar, "calendars")
    register_one(time.Notice, "notices")
