"""Cadences: every rule of the real reports, and slots worked out by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zwgk.errors import CalendarGap, InvalidInput
from zwgk.source import read_source
from zwgk.testing.strategies import plausible_notices
from zwgk.time import (
    Cadence,
    CadenceKind,
    CalendarDays,
    DueDay,
    FixedDate,
    Hours,
    Notice,
    Period,
    Slot,
    Span,
    Standing,
    Term,
    WorkCalendar,
    WorkingDays,
    parse_cadence,
)

CHINA = WorkCalendar.china()
# as it may be announced: the statutory days of 2027, those in lieu, and New Year's bridge
FULL_2027: dict[str, object] = {
    "year": 2027,
    "days": [
        {"date": day, "isOffDay": True}
        for day in (
            "2027-01-01", "2027-02-05", "2027-02-06", "2027-02-07", "2027-02-08", "2027-02-09",
            "2027-02-10", "2027-04-05", "2027-05-01", "2027-05-02", "2027-05-03", "2027-05-04",
            "2027-06-09", "2027-09-15", "2027-10-01", "2027-10-02", "2027-10-03", "2027-10-04",
            "2027-10-05",
        )
    ],
}  # fmt: skip
SPRING = Term("2024春", date(2024, 2, 26), date(2024, 7, 5))

KINDS_BY_DATE = (
    "weekly", "monthly", "quarterly", "half_yearly", "yearly", "year_end", "per_year_count",
)  # fmt: skip


def dues(cadence: str | Cadence, first: date, last: date) -> list[tuple[str, str]]:
    rule = cadence if isinstance(cadence, Cadence) else parse_cadence(cadence)
    return [(slot.label, slot.due.isoformat()) for slot in rule.slots(first, last, CHINA)]


@pytest.mark.parametrize(
    ("text", "kind", "count", "bound"),
    [
        ("monthly", "monthly", 1, "exact"),
        ("按月", "monthly", 1, "exact"),
        ("一月一报", "monthly", 1, "exact"),
        ("每月一次", "monthly", 1, "exact"),
        ("每季度一次", "quarterly", 1, "exact"),
        ("按季", "quarterly", 1, "exact"),
        ("每半年一次", "half_yearly", 1, "exact"),
        ("半年至少更新1次", "half_yearly", 1, "at_least"),
        ("每年4场以上", "yearly", 4, "at_least"),
        ("年报", "yearly", 1, "exact"),
        ("每年年末", "year_end", 1, "exact"),
        ("每周两次", "weekly", 2, "exact"),
        ("每日", "daily", 1, "exact"),
        ("每学期3次以上", "per_semester", 3, "at_least"),
        ("学期末", "term_end", 1, "exact"),
        ("全年16期", "per_year_count", 16, "exact"),
        ("长期公开", "always_on", 1, "exact"),
        ("常年", "always_on", 1, "exact"),
        ("及时公开", "realtime", 1, "exact"),
        ("实时", "realtime", 1, "exact"),
        ("不定期", "ad_hoc", 1, "exact"),
        ("定期", "periodic", 1, "exact"),
        ("事前", "event_before", 1, "exact"),
        ("有报送即公示", "realtime_on_submission", 1, "exact"),
    ],
)
def test_wordings_of_real_reports_are_read(text: str, kind: str, count: int, bound: str) -> None:
    read = parse_cadence(text)
    assert (read.kind.value, read.count, read.bound) == (kind, count, bound)


@pytest.mark.parametrize("kind", list(CadenceKind))
def test_every_kind_is_read_by_its_name_its_words_and_its_mapping(kind: CadenceKind) -> None:
    cadence = Cadence(kind)
    assert parse_cadence(kind.value) == cadence
    assert parse_cadence(cadence.text.zh) == cadence
    assert parse_cadence(cadence.to_json()) == cadence
    assert not (cadence.expands and cadence.standing)


def test_all_228_frequencies_of_the_real_reports_can_be_expressed() -> None:
    rows = read_source(Path(__file__).with_name("real_cadences.yaml")).data
    assert isinstance(rows, list)
    assert len(rows) == 228
    for row in rows:
        cadence = parse_cadence({key: value for key, value in row.items() if key != "words"})
        assert cadence.kind.value == row["kind"]
        assert parse_cadence(cadence.to_json()) == cadence
        assert cadence.expands or cadence.standing or not cadence.needs_terms


@given(
    kind=st.sampled_from(list(CadenceKind)),
    count=st.integers(1, 50),
    more=st.none() | st.integers(0, 5),
    bound=st.sampled_from(["exact", "at_least", "at_most"]),
    after=st.none() | st.builds(CalendarDays, st.integers(1, 60)) | st.just(WorkingDays(5)),
)
def test_the_mapping_reads_back(
    kind: CadenceKind, count: int, more: int | None, bound: str, after: CalendarDays | None
) -> None:
    mapping = {
        "kind": kind.value,
        "count": count,
        "most": None if more is None else count + more,
        "bound": bound,
        "due_after": None if after is None else str(after),
        "event": "before_decision",
        "display": "10 days",
        "note": "按季度",
    }
    cadence = parse_cadence(mapping)
    assert cadence.count == count
    assert cadence.due_after == after
    assert cadence.display == CalendarDays(10)
    assert parse_cadence(cadence.to_json()) == cadence


@given(count=st.integers(1, 50), after=st.none() | st.integers(1, 60))
def test_the_text_reads_back(count: int, after: int | None) -> None:
    period = None if after is None else CalendarDays(after)
    cadence = Cadence(CadenceKind.QUARTERLY, count, period)
    assert parse_cadence(str(cadence)) == cadence


@pytest.mark.parametrize(
    "bad",
    [
        "sometimes",
        "",
        "monthly, twice",
        "monthly, 0 times",
        "每季度一回",
        {"kind": "monthly", "every": 1},
        {"count": 2},
        {"kind": "monthly", "bound": "more"},
        {"kind": "monthly", "count": 3, "most": 2},
        {"kind": "monthly", "due_after": "24 hours"},
        {"kind": "monthly", "due_after": "standing"},
        {"kind": "monthly", "due_after": "soon"},
    ],
)
def test_what_is_no_cadence_is_refused(bad: str | dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parse_cadence(bad)


def test_words_name_count_bound_and_due() -> None:
    rule = parse_cadence({"kind": "monthly", "count": 1, "most": 2, "bound": "at_least"})
    assert rule.text.zh == "每月至少1至2次"
    assert rule.text.en == "monthly, at least 1 to 2 times"
    later = Cadence(CadenceKind.QUARTERLY, due_after=CalendarDays(15))
    assert later.text.zh == "每季度，期满后15日内"
    assert later.text.en == "quarterly, 15 days after"
    ahead = Cadence(CadenceKind.EVENT_BEFORE, due_after=CalendarDays(7))
    assert ahead.text.zh == "事前，提前7日"
    assert str(Cadence(CadenceKind.WEEKLY, 2)) == "weekly, 2 times"


# --- slots -------------------------------------------------------------------------------------


def test_village_quarter_is_due_on_the_15th_of_the_next_quarter() -> None:
    """Chongqing: quarterly items by the 15th of the first month of the next quarter."""
    rule = parse_cadence("quarterly, due after 15 days")
    assert dues(rule, date(2024, 1, 1), date(2024, 12, 31)) == [
        ("2023-Q4", "2024-01-15"),
        ("2024-Q1", "2024-04-15"),
        ("2024-Q2", "2024-07-15"),
        ("2024-Q3", "2024-10-15"),
    ]


def test_village_month_is_due_on_the_15th_of_the_next_month() -> None:
    rule = parse_cadence("monthly, due after 15 days")
    assert dues(rule, date(2024, 2, 1), date(2024, 4, 14)) == [
        ("2024-01", "2024-02-15"),
        ("2024-02", "2024-03-15"),
    ]
    slot = rule.slots(date(2024, 3, 1), date(2024, 3, 31), CHINA)[0]
    assert slot == Slot(
        "2024-02",
        opens=date(2024, 2, 1),
        closes=date(2024, 3, 15),
        due=date(2024, 3, 15),
        earliest=date(2024, 3, 15),
        latest=date(2024, 3, 15),
        ends=date(2024, 2, 29),
    )


def test_the_yearly_report_is_due_on_a_day_of_the_next_year() -> None:
    rule = Cadence(CadenceKind.YEARLY, due_after=FixedDate(1, 31))
    assert dues(rule, date(2024, 1, 1), date(2025, 12, 31)) == [
        ("2023", "2024-01-31"),
        ("2024", "2025-01-31"),
    ]


def test_plain_windows_are_due_on_their_last_day() -> None:
    first, last = date(2024, 1, 1), date(2024, 3, 31)
    assert dues("monthly", first, last) == [
        ("2024-01", "2024-01-31"),
        ("2024-02", "2024-02-29"),
        ("2024-03", "2024-03-31"),
    ]
    assert dues("quarterly", first, last) == [("2024-Q1", "2024-03-31")]
    assert dues("yearly", first, last) == []
    assert dues("half_yearly", first, date(2024, 12, 31)) == [
        ("2024-H1", "2024-06-30"),
        ("2024-H2", "2024-12-31"),
    ]
    assert dues("year_end", first, date(2024, 12, 31)) == [("2024/end", "2024-12-31")]
    # 2024-01-01 was a Monday; the week before it ended on the 31st of December
    assert dues("weekly", first, date(2024, 1, 14)) == [
        ("2024-W01", "2024-01-07"),
        ("2024-W02", "2024-01-14"),
    ]
    # the week from 2024-12-30 belongs to 2025 by ISO 8601
    assert dues("weekly", date(2025, 1, 1), date(2025, 1, 5)) == [("2025-W01", "2025-01-05")]


def test_twice_a_month_gives_two_slots_with_one_window() -> None:
    rule = parse_cadence({"kind": "monthly", "count": 2})
    assert dues(rule, date(2024, 1, 1), date(2024, 1, 31)) == [
        ("2024-01#1", "2024-01-31"),
        ("2024-01#2", "2024-01-31"),
    ]


def test_daily_means_each_working_day() -> None:
    # 2024-02-04 Sunday worked, 02-09 (Friday before the festival) worked, 02-10 to 02-17 off
    assert dues("daily", date(2024, 2, 3), date(2024, 2, 19)) == [
        (day, day)
        for day in (
            "2024-02-04", "2024-02-05", "2024-02-06", "2024-02-07", "2024-02-08", "2024-02-09",
            "2024-02-18", "2024-02-19",
        )
    ]  # fmt: skip


def test_days_that_no_notice_tells_are_not_certain() -> None:
    made = parse_cadence("daily").slots(date(2026, 12, 25), date(2027, 1, 4), CHINA)
    assert [(str(slot.due), slot.certain) for slot in made] == [
        ("2026-12-25", True),
        ("2026-12-28", True),
        ("2026-12-29", False),
        ("2026-12-30", False),
        ("2026-12-31", False),
        ("2027-01-04", False),
    ]
    late = Cadence(CadenceKind.YEARLY, due_after=WorkingDays(30))
    slot = late.slots(date(2027, 1, 1), date(2027, 12, 31), CHINA)[0]
    assert slot.label == "2026"
    assert not slot.certain
    assert slot.earliest <= slot.due <= slot.latest


def test_a_term_is_cut_in_three() -> None:
    # 26 February to 5 July is 131 days: 43 + 44 + 44
    spans = {}
    for kind in ("term_start", "term_mid", "term_end", "per_semester"):
        slot = parse_cadence(kind).slots(date(2024, 1, 1), date(2024, 12, 31), CHINA, [SPRING])[0]
        spans[slot.label] = (str(slot.opens), str(slot.due))
    assert spans == {
        "2024春/start": ("2024-02-26", "2024-04-08"),
        "2024春/mid": ("2024-04-09", "2024-05-22"),
        "2024春/end": ("2024-05-23", "2024-07-05"),
        "2024春": ("2024-02-26", "2024-07-05"),
    }
    assert parse_cadence("per_semester").needs_terms
    assert not parse_cadence("monthly").needs_terms
    assert parse_cadence("term_start").slots(date(2024, 1, 1), date(2024, 12, 31), CHINA) == ()


@given(days=st.integers(0, 200))
def test_the_parts_of_a_term_lie_in_it_and_leave_nothing_out(days: int) -> None:
    term = Term("t", date(2024, 2, 26), date(2024, 2, 26) + timedelta(days=days))
    parts = [
        parse_cadence(kind).slots(date(2024, 1, 1), date(2025, 12, 31), CHINA, [term])[0]
        for kind in ("term_start", "term_mid", "term_end")
    ]
    covered = set()
    for part in parts:
        assert term.first <= part.opens <= part.due <= term.last
        covered |= {part.opens + timedelta(days=n) for n in range((part.due - part.opens).days + 1)}
    assert len(covered) == days + 1


@given(
    kind=st.sampled_from(KINDS_BY_DATE),
    first=st.dates(date(2010, 1, 1), date(2025, 1, 1)),
    length=st.integers(0, 900),
    cut=st.integers(0, 900),
    after=st.none() | st.integers(1, 400),
)
def test_cutting_a_span_in_two_loses_and_doubles_nothing(
    kind: str, first: date, length: int, cut: int, after: int | None
) -> None:
    rule = Cadence(CadenceKind(kind), due_after=None if after is None else CalendarDays(after))
    last = first + timedelta(days=length)
    middle = first + timedelta(days=min(cut, length))
    whole = rule.slots(first, last, CHINA)
    left = rule.slots(first, middle, CHINA)
    right = rule.slots(middle + timedelta(days=1), last, CHINA) if middle < last else ()
    assert whole == left + right
    assert all(first <= slot.due <= last for slot in whole)
    assert len({slot.label for slot in whole}) == len(whole)


@given(kind=st.sampled_from(KINDS_BY_DATE), day=st.dates(date(2010, 1, 1), date(2025, 1, 1)))
def test_windows_follow_one_another_without_gap(kind: str, day: date) -> None:
    slots = Cadence(CadenceKind(kind)).slots(day, day + timedelta(days=1200), CHINA)
    for earlier, later in pairwise(slots):
        if kind != "year_end":
            assert later.opens == earlier.due + timedelta(days=1)
        assert earlier.due < later.opens


def test_what_is_bound_to_events_or_vague_has_no_slots() -> None:
    for kind in CadenceKind:
        rule = Cadence(kind)
        if not rule.expands:
            assert rule.slots(date(2024, 1, 1), date(2024, 12, 31), CHINA) == ()
    assert Cadence(CadenceKind.ALWAYS_ON).standing
    assert not Cadence(CadenceKind.MONTHLY, bound="at_most").expands


def test_days_for_one_event() -> None:
    on = date(2024, 9, 13)

    def due(kind: CadenceKind, after: Period | None = None) -> date | None:
        found = Cadence(kind, due_after=after).event_due(on, CHINA)
        assert found is None or (found.earliest, found.latest, found.certain) == (
            found.due, found.due, True,
        )  # fmt: skip
        return None if found is None else found.due

    assert due(CadenceKind.EVENT_AFTER, CalendarDays(10)) == date(2024, 9, 23)
    assert due(CadenceKind.EVENT_AFTER) is None
    assert due(CadenceKind.EVENT_BEFORE) == date(2024, 9, 12)
    assert due(CadenceKind.EVENT_BEFORE, CalendarDays(7)) == date(2024, 9, 6)
    # five working days before Friday the 13th: 12, 11, 10, 9, 6
    assert due(CadenceKind.EVENT_BEFORE, WorkingDays(5)) == date(2024, 9, 6)
    assert due(CadenceKind.EVENT_BEFORE, Span(months=1)) == date(2024, 8, 13)
    assert due(CadenceKind.MONTHLY) is None
    assert due(CadenceKind.REALTIME, Hours(5)) is None
    assert due(CadenceKind.EVENT_BEFORE, Standing()) is None
    assert Cadence(CadenceKind.EVENT_AFTER, due_after=CalendarDays(1)).before_event is None


def test_days_ahead_of_an_event_that_no_notice_tells() -> None:
    """By hand, on the calendar that is known to 2026-12-28."""
    ahead = Cadence(CadenceKind.EVENT_BEFORE, due_after=WorkingDays(5))
    # Wednesday 2027-01-13: 12, 11, 8, 7, 6 are weekdays. The notice may have one or two of the
    # weekends 9/10 and 2/3 worked; it may give no weekday after the 5th off: nearest is the 8th
    # where both weekend days before are worked, farthest the 6th.
    found = ahead.event_due(date(2027, 1, 13), CHINA)
    assert found is not None
    assert (found.due, found.certain) == (date(2027, 1, 6), False)
    assert found.earliest <= found.due <= found.latest < date(2027, 1, 13)
    assert found.latest in {date(2027, 1, 8), date(2027, 1, 7)}
    # the same as the deadline of a rule that counts back from its event
    known = CHINA.with_notice(FULL_2027)
    settled = ahead.event_due(date(2027, 1, 13), known)
    assert settled is not None
    assert settled.certain
    assert found.earliest <= settled.due <= found.latest
    # from a day that is known, nothing is provisional, nor just past the horizon
    assert ahead.event_due(date(2026, 12, 29), CHINA) == DueDay(
        date(2026, 12, 22), date(2026, 12, 22), date(2026, 12, 22)
    )
    after = Cadence(CadenceKind.EVENT_AFTER, due_after=WorkingDays(20))
    late = after.event_due(date(2026, 12, 15), CHINA)
    assert late is not None
    assert not late.certain
    assert late.earliest <= late.due <= late.latest


def test_events_that_no_calendar_holds() -> None:
    ahead = Cadence(CadenceKind.EVENT_BEFORE, due_after=WorkingDays(5))
    for day in (date(2007, 6, 1), date.min, date(2045, 1, 1), date.max):
        with pytest.raises(CalendarGap):
            ahead.event_due(day, CHINA)
    with pytest.raises(InvalidInput, match="日期范围"):
        Cadence(CadenceKind.EVENT_BEFORE).event_due(date.min, CHINA)
    with pytest.raises(InvalidInput, match="要的是日期"):
        ahead.event_due(datetime(2024, 9, 13, tzinfo=UTC), CHINA)


@given(
    notice=plausible_notices(2027),
    on=st.dates(date(2026, 12, 1), date(2027, 12, 20)),
    count=st.integers(1, 30),
)
def test_the_notice_settles_the_day_ahead_inside_its_bounds(
    notice: Notice, on: date, count: int
) -> None:
    ahead = Cadence(CadenceKind.EVENT_BEFORE, due_after=WorkingDays(count))
    before, after = (ahead.event_due(on, one) for one in (CHINA, CHINA.with_notice(notice)))
    assert before is not None
    assert after is not None
    assert after.certain
    assert before.earliest <= after.due <= before.latest < on
    if before.certain:
        assert after == before


def test_a_span_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(InvalidInput, match="早于起日"):
        parse_cadence("monthly").slots(date(2024, 2, 1), date(2024, 1, 1), CHINA)
    with pytest.raises(InvalidInput, match="超过一百年"):
        parse_cadence("daily").slots(date.min, date.max, CHINA)
    with pytest.raises(ValueError, match="不是频次"):
        parse_cadence(5)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="止早于起"):
        Term("x", date(2024, 2, 1), date(2024, 1, 1))
