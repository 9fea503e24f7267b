"""What is late, open and due soon on a day (待办一览), under settled and provisional dates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from zwgk.duties.duty import Duty, Outcome
from zwgk.time.day import wrong

__all__ = ["Agenda", "agenda"]

_MOST_DAYS = 36_600


@dataclass(frozen=True, slots=True)
class Agenda:
    """How duties stand on a day (待办一览), each in the order in which it was given.

    ``late`` were done too late or are overdue, whatever a coming notice says; ``open`` are not
    met and not surely overdue. Of the open ones ``soon`` surely fall due within so many days,
    ``perhaps`` may do so: their date is provisional, or their clock stands. ``unknown`` cannot
    be told.
    """

    late: tuple[Duty, ...]
    open: tuple[Duty, ...]
    soon: tuple[Duty, ...]
    perhaps: tuple[Duty, ...]
    unknown: tuple[Duty, ...]


def agenda(duties: Iterable[Duty], *, as_of: date, within: int = 0) -> Agenda:
    """What is late, open, and due within so many calendar days of a day (待办一览).

    ``as_of`` is the day for which the duties were judged; with ``within=0`` ``soon`` holds what
    is due that very day. A duty whose provisional dates lie on both sides of ``as_of`` may be
    overdue already: it is ``open``, its outcome unknown, and due ``perhaps``.

    Raises:
        InvalidInput: for a negative number of days, or more than a hundred years.
    """
    if type(within) is not int or not 0 <= within <= _MOST_DAYS:
        raise wrong(
            "within",
            f"天数应为 0 至 {_MOST_DAYS} 的整数，而不是 {within!r}",
            f"a whole number of days from 0 to {_MOST_DAYS} is wanted, not {within!r}",
        )
    listed = list(duties)
    last = as_of + timedelta(days=min(within, (date.max - as_of).days))
    still = tuple(duty for duty in listed if _is_open(duty, as_of))
    coming = [duty for duty in still if duty.earliest is not None and duty.earliest <= last]
    surely = [duty for duty in coming if _surely(duty, last)]
    return Agenda(
        tuple(duty for duty in listed if duty.outcome in {Outcome.LATE, Outcome.OVERDUE}),
        still,
        tuple(surely),
        tuple(duty for duty in coming if duty not in surely),
        tuple(duty for duty in listed if duty.outcome is Outcome.UNKNOWN and duty not in still),
    )


def _is_open(duty: Duty, as_of: date) -> bool:
    if duty.outcome is Outcome.OPEN:
        return True
    if duty.outcome is not Outcome.UNKNOWN or duty.met is not None or duty.earliest is None:
        return False
    # with one due day, what is unknown is something else than the day
    latest = duty.latest or date.max
    return duty.earliest < latest and as_of <= latest


def _surely(duty: Duty, last: date) -> bool:
    return duty.outcome is Outcome.OPEN and duty.latest is not None and duty.latest <= last
