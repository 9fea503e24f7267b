"""What a law is tried on, and what it raises (受试对象)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from zwgk.errors import Text
from zwgk.law import Deadline
from zwgk.time import EventInput, WorkCalendar


class LawBroken(AssertionError):
    """A law that does not hold in one example (法则不成立); the message shows the example."""

    def __init__(self, message: Text) -> None:
        self.message = message
        super().__init__(f"{message.zh}\n{message.of('en')}")


class Counts(Protocol):
    """Anything that counts working days (工作日历), such as a ``WorkCalendar``."""

    def is_workday(self, day: date, /) -> bool:
        """Whether a day is a working day (是否工作日)."""
        ...

    def add_workdays(self, day: date, n: int, /) -> date:
        """The n-th working day strictly after a day (第 n 个工作日)."""
        ...

    def count_workdays(self, after: date, until: date, /) -> int:
        """Working days in (after, until] (工作日数)."""
        ...


class Clock(Protocol):
    """Anything that tells when something is due (时钟): a start and events to a ``Deadline``."""

    def __call__(
        self, start: date, events: Sequence[EventInput], /, *, calendar: WorkCalendar
    ) -> Deadline:
        """When it is due (到期日) on this calendar."""
        ...
