"""Working days and deadlines against what else there is, all in one run.

Prints times, ratios, the goal of each and how many answers were right. Peers that are not
installed are left out (``pip install 'zwgk[bench]'``). Named so that it does not hide the
standard library's ``calendar`` from scripts beside it.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from importlib.util import find_spec

from zwgk import Event, WorkCalendar, deadline

SEED = 20190515
FIRST, LAST = date(2009, 1, 1), date(2026, 10, 1)
COUNT = 20
COLUMN = 10_000_000  # all of it is checked
TIMED = 1_000_000  # so much of it is timed
ROUNDS = 200
TURN = 0.003  # shorter than what the system gives to one process before it turns to the next
CLOCK = time.thread_time  # what other processes do meanwhile does not count


def seconds(work: Callable[[], object]) -> float:
    """The time that this thread is at work on something, over as many passes as fill a turn."""
    passes, start = 0, CLOCK()
    while True:
        work()
        passes += 1
        spent = CLOCK() - start
        if spent >= TURN:
            return spent / passes


def side_by_side(works: dict[str, Callable[[], object]], rounds: int = ROUNDS) -> dict[str, float]:
    """The least time of each, measured in turns: what disturbs a run only ever adds to it."""
    spent: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            spent[name].append(seconds(work))
    return {name: min(times) for name, times in spent.items()}


def off_days(calendar: WorkCalendar) -> list[date]:
    """Every rest day of a calendar, weekends too: what makes the peers' answers right."""
    every = (calendar.horizon - calendar.first).days + 1
    days = (calendar.first + timedelta(days=step) for step in range(every))
    return [day for day in days if not calendar.is_workday(day)]


def right(found: Iterable[object], expected: list[date]) -> str:
    """How many answers are the expected ones."""
    good = sum(str(one) == str(other) for one, other in zip(found, expected, strict=True))
    return f"{good} of {len(expected)} right"


def one_day_at_a_time() -> None:
    """``add_workdays`` of a date, against numpy and holidays."""
    china = WorkCalendar.china()
    chance = random.Random(SEED)  # noqa: S311  # made-up days, not secrets
    span = (LAST - FIRST).days
    days = [FIRST + timedelta(days=chance.randrange(span)) for _ in range(1_000)]
    expected = [china.add_workdays(day, COUNT) for day in days]
    add = china.add_workdays
    some = days[:50]  # enough for one turn
    works: dict[str, Callable[[], object]] = {"zwgk": lambda: [add(day, COUNT) for day in some]}
    if find_spec("numpy"):
        import numpy as np  # noqa: PLC0415  # only where it is installed

        busdays = np.busdaycalendar("1111111", off_days(china))
        offset = np.busday_offset

        def by_numpy(days: list[date]) -> list[object]:
            return [offset(day, COUNT, roll="backward", busdaycal=busdays) for day in days]

        works["numpy busday_offset, goal 10"] = lambda: by_numpy(some)
        print("numpy:", right(by_numpy(days), expected))
    if find_spec("holidays"):
        import holidays  # noqa: PLC0415  # as above

        theirs = holidays.country_holidays("CN", years=range(2008, 2027))

        def by_holidays(days: list[date]) -> list[object]:
            return [theirs.get_nth_working_day(day, COUNT) for day in days]

        works["holidays get_nth_working_day, goal 100"] = lambda: by_holidays(some)
        print("holidays:", right(by_holidays(days), expected))
    tell(works, len(some), 1e6, "µs")


def whole_deadlines() -> None:
    """A request received, sent for consultation, answered and extended."""
    start = date(2024, 9, 13)
    events = [
        Event("received", start),
        Event("consultation_sent", date(2024, 9, 20)),
        Event("consultation_answered", date(2024, 10, 8)),
        Event("extended", date(2024, 10, 21), 20),
    ]
    found = deadline("XXGK-REPLY", start, events)
    print(f"deadline: {found.due}, {len(found.steps)} steps")

    def work() -> None:
        for _ in range(50):
            deadline("XXGK-REPLY", start, events)

    tell({"deadline(), goal 50 µs": work}, 50, 1e6, "µs", rounds=2 * ROUNDS)


def whole_columns() -> None:
    """Ten million days at once, against polars."""
    if not (find_spec("numpy") and find_spec("polars")):
        print("columns: numpy or polars is not installed")
        return
    import numpy as np  # noqa: PLC0415  # as above
    import polars as pl  # noqa: PLC0415  # as above

    from zwgk.time.columns import add_workdays  # noqa: PLC0415  # needs numpy

    china = WorkCalendar.china()
    chance = np.random.default_rng(SEED)
    steps = chance.integers(0, (LAST - FIRST).days, COLUMN)
    days = np.datetime64(FIRST) + steps.astype("timedelta64[D]")
    series = pl.Series(days)
    off = off_days(china)

    def by_polars(series: pl.Series) -> pl.Series:
        return series.dt.add_business_days(
            COUNT, week_mask=[True] * 7, holidays=off, roll="backward"
        )

    kinds = (LAST - FIRST).days
    table = [china.add_workdays(FIRST + timedelta(days=step), COUNT) for step in range(kinds)]
    expected = np.array(table, dtype="datetime64[D]")[steps]
    ours = add_workdays(days, COUNT, china)
    for name, found in (("zwgk", ours.days), ("polars", by_polars(series).to_numpy())):
        print(f"{name}: {int((found == expected).sum())} of {COLUMN} right")
    some, part = days[:TIMED], series[:TIMED]
    works: dict[str, Callable[[], object]] = {
        "zwgk column": lambda: add_workdays(some, COUNT, china),
        "polars add_business_days, goal 50": lambda: by_polars(part),
    }
    tell(works, TIMED, 1e9, "ns", rounds=15)


def tell(
    works: dict[str, Callable[[], object]], each: int, scale: float, unit: str, rounds: int = ROUNDS
) -> None:
    """Time each piece of work, and say how many times ours fits into the others."""
    times = side_by_side(works, rounds)
    ours = next(iter(times.values()))
    for name, spent in times.items():
        ratio = "" if spent == ours else f", {spent / ours:.1f} times ours"
        print(f"  {name}: {spent / each * scale:.3f} {unit}{ratio}")


if __name__ == "__main__":
    one_day_at_a_time()
    whole_deadlines()
    whole_columns()
