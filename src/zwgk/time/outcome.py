"""What a clock says, and the steps that led there (时钟结果)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from zwgk.errors import Text

__all__ = ["ClockState", "Outcome", "Step"]


class ClockState(StrEnum):
    """Where a clock stands (时钟状态)."""

    RUNNING = "running"
    STOPPED = "stopped"
    WAITING = "waiting"
    CLOSED = "closed"
    MET = "met"
    UNKNOWN = "unknown"
    """Which of several states holds hangs on days that no notice tells yet."""


class Step(NamedTuple):
    """One step of a count (计算步骤): its day, what happened in words, and the article for it."""

    on: date
    what: Text
    source: str = ""
    article: str = ""


class Outcome(NamedTuple):
    """What a clock says (时钟结果).

    ``due`` is None while the clock stands, waits or is closed. ``earliest`` is then the first
    day on which it could fall due, ``remaining`` what is left of the limit, ``lapses`` the last
    day for what it waits for. Where the state is not known, ``due`` is the most likely day, if
    any.
    """

    state: ClockState
    due: date | None
    earliest: date | None = None
    remaining: int | None = None
    waits_for: Text | None = None
    lapses: date | None = None
    met: date | None = None
