"""What hangs on a notice that is not out yet: both courses are followed, and it is said.

Received on Monday 2026-12-21: 22, 23, 24, 25 and 28 December are five working days. The notice for
2027 settles the rest. Most likely 29 and 30 December are the sixth and the seventh, and what is
told on the 31st is told too late for a correction; with both days off it is in time.
"""

from __future__ import annotations

from datetime import date

import pytest

from zwgk.errors import CalendarGap, InvalidInput
from zwgk.law import Certainty, deadline
from zwgk.time import Notice, NoticeDay, WorkCalendar

CHINA = WorkCalendar.china()
START, ASKED = date(2026, 12, 21), ("correction_asked", date(2026, 12, 31))
OFF = (
    "2027-01-01", "2027-02-05", "2027-02-06", "2027-02-07", "2027-02-08", "2027-02-09",
    "2027-02-10", "2027-04-05", "2027-05-01", "2027-05-02", "2027-05-03", "2027-05-04",
    "2027-06-09", "2027-09-15", "2027-10-01", "2027-10-02", "2027-10-03", "2027-10-04",
    "2027-10-05",
)  # fmt: skip


def settled(*, off: tuple[str, ...] = (), work: tuple[str, ...] = ()) -> WorkCalendar:
    rows = [NoticeDay(date.fromisoformat(day), off=True) for day in OFF + off]
    rows += [NoticeDay(date.fromisoformat(day), off=False) for day in work]
    return CHINA.with_notice(Notice(2027, tuple(sorted(rows))))


PLAIN = settled()
LONG = settled(off=("2026-12-29", "2026-12-30"), work=("2027-01-02", "2027-01-09"))


def test_whether_a_notice_was_in_time_may_hang_on_days_to_come() -> None:
    found = deadline("XXGK-REPLY", START, [ASKED])
    assert (found.state, found.certainty) == ("unknown", Certainty.PROVISIONAL)
    assert found.latest is None  # it may be waiting, and then nothing is due
    assert "状态不定：计算中或等待中" in found.explain()
    assert "the state is open: running or waiting" in found.explain("en")
    # told too late, the clock runs on, 15 more: 29 to 31 December are three, 4 to 8 January eight,
    # 11 to 15 thirteen, 18 and 19 fifteen
    late = deadline("XXGK-REPLY", START, [ASKED], calendar=PLAIN)
    assert (late.state, late.due, late.certainty) == ("running", date(2027, 1, 19), "final")
    in_time = deadline("XXGK-REPLY", START, [ASKED], calendar=LONG)
    assert (in_time.state, in_time.due) == ("waiting", None)
    assert found.due == date(2027, 1, 19)  # the most likely one
    assert found.earliest is not None
    assert found.earliest <= date(2027, 1, 19)


def test_a_later_answer_keeps_both_courses() -> None:
    """Corrected on 11 January: the clock runs from there if the notice was in time."""
    events = [ASKED, ("corrected", date(2027, 1, 11))]
    found = deadline("XXGK-REPLY", START, events)
    assert found.state == "running"
    # 20 from 11 January: 12 to 15, 18 to 22, 25 to 29 are 14, 1 to 4 February 18, then 11 and 12
    after = [deadline("XXGK-REPLY", START, events, calendar=one) for one in (PLAIN, LONG)]
    assert [str(one.due) for one in after] == ["2027-01-19", "2027-02-12"]
    assert found.earliest is not None
    assert found.latest is not None
    for one in after:
        assert one.due is not None
        assert found.earliest <= one.due <= found.latest


def test_what_happened_shows_which_course_it_was() -> None:
    """Two different correction notices in one clock cannot be: one of them was late, or it is
    an error whatever the notice says.
    """
    sure = [("correction_asked", date(2026, 12, 22)), ("correction_asked", date(2026, 12, 23))]
    with pytest.raises(InvalidInput, match="两次补正告知"):
        deadline("XXGK-REPLY", START, sure)
    paid = [ASKED, ("fee_noticed", date(2027, 1, 4)), ("fee_paid", date(2027, 1, 5))]
    assert deadline("XXGK-REPLY", START, paid).certainty is Certainty.PROVISIONAL


def test_too_many_open_questions_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zwgk.time.folding._MOST_BRANCHES", 1)
    with pytest.raises(CalendarGap, match="取决于未公布的日子"):
        deadline("XXGK-REPLY", START, [ASKED])
    wrong = [ASKED, ("bogus", date(2027, 1, 4))]
    with pytest.raises(InvalidInput, match="bogus"):
        deadline("XXGK-REPLY", START, wrong)
