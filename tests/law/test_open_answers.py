"""An answer given while it is open whether the clock had been closed before it."""

from __future__ import annotations

from datetime import date

from zwgk.law import Certainty, deadline
from zwgk.time import Notice, NoticeDay, WorkCalendar

CHINA = WorkCalendar.china()
# Received on Monday 2026-12-21; 22, 23, 24, 25 and 28 December are the first five working days.
START = date(2026, 12, 21)
# The statutory days of 2027, as a whole notice must have them.
STATUTORY = (
    "2027-01-01", "2027-02-05", "2027-02-06", "2027-02-07", "2027-02-08", "2027-02-09",
    "2027-02-10", "2027-04-05", "2027-05-01", "2027-05-02", "2027-05-03", "2027-05-04",
    "2027-06-09", "2027-09-15", "2027-10-01", "2027-10-02", "2027-10-03", "2027-10-04",
    "2027-10-05",
)  # fmt: skip
EVENTS = [
    ("correction_asked", date(2026, 12, 31)),
    ("correction_lapsed", date(2027, 1, 25)),
    ("answered", date(2027, 1, 26)),
]


def settled(off: tuple[str, ...], work: tuple[str, ...] = ()) -> WorkCalendar:
    rows = [NoticeDay(date.fromisoformat(day), off=True) for day in (*STATUTORY, *off)]
    rows += [NoticeDay(date.fromisoformat(day), off=False) for day in work]
    return CHINA.with_notice(Notice(2027, tuple(sorted(rows))))


def test_the_day_of_the_answer_is_told_though_the_state_is_open() -> None:
    # with 29 and 30 December worked, the notice came on the eighth day: too late, it stops nothing
    late = deadline("XXGK-REPLY", START, EVENTS, calendar=settled(()))
    assert (late.state, late.met) == ("met", date(2027, 1, 26))
    # with both off, 31 December is the sixth day; the text asks for seven: in time, and it lapsed
    off, work = ("2026-12-29", "2026-12-30"), ("2027-01-02", "2027-01-09")
    in_time = deadline("XXGK-REPLY", START, EVENTS, calendar=settled(off, work))
    assert (in_time.state, in_time.met) == ("closed", None)
    found = deadline("XXGK-REPLY", START, EVENTS)
    assert (found.state, found.certainty) == ("unknown", Certainty.PROVISIONAL)
    assert found.met == date(2027, 1, 26)
