"""Where a unit stands among others (多单位结果): its rank, and the units behind its total."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from zwgk.errors import Text
from zwgk.scoring.parts import Exact, Result


class Standing(Result):
    """The rank of a unit in its group (名次): from ``best`` to ``worst``, equal when settled.

    ``of`` units were ranked together, those with ``group`` in common. A rank is open where the
    total of the unit itself, or that of another, is not settled.
    """

    best: int
    worst: int
    of: int
    group: tuple[str, ...] = ()
    why: Text


class RolledUnit(Result):
    """A unit behind a rolled-up total (汇总构成): its class and its share of the whole.

    ``of_class`` is None for the unit itself. In a class of which the lowest counts, each unit
    has its part of the share and ``take`` says so.
    """

    unit: str
    of_class: str | None
    share: Exact
    take: Literal["mean", "min"] = "mean"
    least: Decimal
    greatest: Decimal
