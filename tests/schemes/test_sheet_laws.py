"""Laws of the unscored sheets, over units of strangers: days, thresholds, ways of counting."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import zwgk

FIRST = date(2024, 1, 1)


@pytest.fixture(scope="module")
def registry() -> zwgk.Registry:
    return zwgk.load_plugins()


def looked_at(
    registry: zwgk.Registry, scheme: str, as_of: date = date(2024, 12, 31), **tables: Any
) -> zwgk.Assessment:
    dossier = zwgk.Dossier.model_validate(
        {
            "unit": {"name": "示例单位（虚构）", "kind": "other", "fictitious": True},
            "period": {"from": "2024-01-01", "to": "2024-12-31"},
            **tables,
        }
    )
    return zwgk.assess(
        dossier,
        registry.schemes[scheme],
        as_of=as_of,
        rules=registry.rules,
        providers=registry.facts,
    )


def state(result: zwgk.Assessment, indicator: str) -> str | None:
    found = result.indicator(indicator)
    assert found is not None, indicator
    return found.state


def known(result: zwgk.Assessment, fact: str) -> int | None:
    value = result.fact(fact)
    assert value is not None, fact
    return None if value.least != value.most or value.least is None else int(value.least)


postings = st.lists(
    st.tuples(
        st.integers(0, 60),  # put up on which day
        st.one_of(st.none(), st.integers(0, 20)),  # taken down how many days later
    ),
    max_size=5,
)


@settings(max_examples=40)
@given(rows=postings)
def test_ten_days_on_show_by_counting_each_day(
    registry: zwgk.Registry, rows: list[tuple[int, int | None]]
) -> None:
    publications = [
        {
            "id": f"p{number}",
            "item": "accounts",
            "on": str(FIRST + timedelta(start)),
            **({} if up is None else {"until": str(FIRST + timedelta(start + up))}),
        }
        for number, (start, up) in enumerate(rows)
    ]
    items = [{"id": "accounts", "title": "财务", "cadence": "monthly"}]
    result = looked_at(registry, "village_affairs", items=items, publications=publications)
    short = sum(
        sum(start < day and (up is None or day <= start + up) for day in range(366)) < 10
        for start, up in rows
    )
    assert known(result, "taken_down_early") == short
    assert state(result, "v3.2") == ("unmet" if short else "met")


@settings(max_examples=20)
@given(day=st.integers(1, 29), asserted=st.booleans())
def test_the_fifteenth_of_the_next_month_is_the_last_day(
    registry: zwgk.Registry, day: int, asserted: bool
) -> None:
    result = looked_at(
        registry,
        "village_affairs",
        as_of=date(2024, 3, 1),
        period={"from": "2024-02-01", "to": "2024-02-29"},
        items=[
            {
                "id": "accounts",
                "title": "财务",
                "cadence": {"kind": "monthly", "due_after": "15 days"},
            }
        ],
        publications=[
            {
                "id": "p",
                "item": "accounts",
                "on": str(date(2024, 2, day)),
                "covers": "2024-01",
                "basis": "asserted" if asserted else "documented",
            }
        ],
    )
    (duty,) = [duty for duty in result.duties if duty.item == "accounts"]
    assert duty.due == date(2024, 2, 15)
    assert duty.outcome == ("on_time" if day <= 15 else "late")
    # what is only said settles nothing
    assert known(result, "accounts_late") == (None if asserted else int(day > 15))


@settings(max_examples=30)
@given(
    hours=st.integers(30, 50), shows=st.integers(0, 8), events=st.integers(0, 9),
    books=st.integers(490, 510), fitness=st.integers(70, 90),
)  # fmt: skip
def test_each_threshold_of_public_culture_is_its_own(
    registry: zwgk.Registry, hours: int, shows: int, events: int, books: int, fitness: int
) -> None:
    result = looked_at(
        registry,
        "public_culture",
        figures={
            "hours_open": str(hours),
            "shows": str(shows),
            "events": str(events),
            "books": str(books),
            "tv_rate": {"value": "100", "unit": "%"},
            "fitness_rate": {"value": str(fitness), "unit": "%"},
        },
    )
    assert {name: state(result, name) for name in ("d4.1", "d4.4", "d4.5", "d3.2", "d4.6")} == {
        "d4.1": "met" if hours >= 42 else "unmet",
        "d4.4": "met" if shows >= 4 else "unmet",
        "d4.5": "met" if events >= 5 else "unmet",
        "d3.2": "met" if books >= 500 else "unmet",
        "d4.6": "met" if fitness >= 80 else "partly",
    }


@settings(max_examples=30)
@given(st.data())
def test_ways_of_counting_a_rescue_station(registry: zwgk.Registry, data: st.DataObject) -> None:
    parts = {
        name: data.draw(st.integers(0, 30))
        for name in (
            "from_outside", "from_province", "men", "women", "grown", "old", "minors",
            "escorted", "funded", "fetched",
        )
    }  # fmt: skip
    axes = [
        ("from_outside", "from_province"), ("men", "women"),
        ("grown", "old", "minors"), ("escorted", "funded", "fetched"),
    ]  # fmt: skip
    sums = [sum(parts[name] for name in axis) for axis in axes]
    received = data.draw(st.sampled_from([sums[0], max(sums)]))
    result = looked_at(
        registry,
        "rescue_station",
        figures={"received": str(received), **{name: str(n) for name, n in parts.items()}},
    )
    wrong = sum(total != received for total in sums)
    assert known(result, "partitions_failing") == wrong
    assert state(result, "s1") == ("unmet" if wrong else "met")


@settings(max_examples=20)
@given(late=st.sets(st.integers(1, 4)), half=st.sets(st.integers(1, 2)))
def test_quarters_and_half_years_of_a_party_committee(
    registry: zwgk.Registry, late: set[int], half: set[int]
) -> None:
    """A quarter that is in the set was shown ten days late, a half-year in it not at all."""
    ends = [date(2024, 3, 31), date(2024, 6, 30), date(2024, 9, 30), date(2024, 12, 31)]
    stages = [
        {
            "id": f"s{number}",
            "item": "stage_work",
            "on": str(end + timedelta(10) if number in late else end),
            "covers": f"2024-Q{number}",
        }
        for number, end in enumerate(ends, 1)
    ]
    routine = [
        {"id": f"r{number}", "item": "routine_work", "on": str(end), "covers": f"2024-H{number}"}
        for number, end in enumerate(ends[1::2], 1)
        if number not in half
    ]
    result = looked_at(
        registry,
        "party_affairs",
        as_of=date(2025, 1, 31),
        items=[
            {"id": "stage_work", "title": "阶段性工作", "cadence": "quarterly"},
            {"id": "routine_work", "title": "常规性工作", "cadence": "half_yearly"},
        ],
        publications=[*stages, *routine],
    )
    assert known(result, "stage_late") == len(late)
    assert known(result, "routine_late") == len(half)
    assert state(result, "p3.3") == ("partly" if late else "met")
    assert state(result, "p3.2") == ("partly" if half else "met")
