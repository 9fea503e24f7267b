"""Facts about earlier periods: counted on the fingers, then against every completion."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from zwgk.facts import AnyQuery, FactValue, Known, Query, Truth, evaluate
from zwgk.records import Basis, PastPeriods, Previous

READ: TypeAdapter[Query] = TypeAdapter(AnyQuery)

# Six months of a window: last of eight in March, May and June.
MONTHS: list[dict[str, Any]] = [
    {"label": "2023-12", "to": "2023-12-31", "total": "70", "grade": "poor", "rank": 8, "of": 8},
    {"label": "2024-01", "to": "2024-01-31", "total": "90", "grade": "good", "rank": 2, "of": 8},
    {"label": "2024-03", "to": "2024-03-31", "total": "72", "grade": "poor", "rank": 8, "of": 8},
    {"label": "2024-04", "to": "2024-04-30", "total": "88", "grade": "good", "rank": 3, "of": 8},
    {"label": "2024-05", "to": "2024-05-31", "total": "70", "grade": "poor", "rank": 8, "of": 8},
    {"label": "2024-06", "to": "2024-06-30", "total": "71", "grade": "poor", "rank": 8, "of": 8},
]
LAST_OF_ALL = {"eq": {"field": "of"}}


def ask(rows: list[dict[str, Any]] | None, complete: bool = True, **query: Any) -> FactValue:
    past = (
        None if rows is None else PastPeriods.model_validate({"rows": rows, "complete": complete})
    )
    return evaluate(READ.validate_python(query), Known({}, past=past, until=date(2024, 12, 31)))


def ends(value: FactValue) -> tuple[object, object]:
    return value.least, value.most


class TestCounted:
    @pytest.mark.parametrize(
        ("query", "count"),
        [
            ({"history": "grade", "where": "poor"}, 4),
            ({"history": "grade", "where": ["poor", "bad"], "last": 3}, 2),
            ({"history": "rank", "where": LAST_OF_ALL, "within": "year"}, 3),
            ({"history": "rank", "where": LAST_OF_ALL, "take": "run"}, 2),
            ({"history": "rank", "where": {"le": 3}, "take": "run"}, 0),
            ({"history": "total", "where": {"lt": 71}}, 2),
            ({"history": "total", "where": {"between": [70, 72]}, "last": 2}, 2),
        ],
    )
    def test_how_often_and_how_many_running(self, query: dict[str, Any], count: int) -> None:
        value = ask(MONTHS, **query)
        assert ends(value) == (count, count)
        assert len([one for one in value.support if one.certain]) == count

    def test_records_are_named_by_their_label(self) -> None:
        value = ask(MONTHS, history="rank", where=LAST_OF_ALL, last=2)
        assert [support.record for support in value.support] == [
            "history:2024-05",
            "history:2024-06",
        ]

    def test_nothing_told_is_unknown_and_not_none(self) -> None:
        assert ends(ask(None, history="grade", where="poor")) == (None, None)
        assert ends(ask([], history="grade", where="poor")) == (0, 0)

    def test_a_list_that_does_not_reach_back(self) -> None:
        # two of two are told; of the last four two are not; without a number there is no end
        rows = MONTHS[-2:]
        assert ends(ask(rows, complete=False, history="grade", where="poor", last=2)) == (2, 2)
        assert ends(ask(rows, complete=False, history="grade", where="poor", last=4)) == (2, 4)
        assert ends(ask(rows, complete=False, history="grade", where="poor")) == (2, None)
        assert ends(ask(rows, complete=False, history="grade", where="good")) == (0, None)
        run: dict[str, Any] = {"history": "grade", "where": "good", "take": "run"}
        assert ends(ask(rows, complete=False, **run)) == (0, 0)  # the last was poor

    def test_the_year_is_whole_where_the_list_reaches_into_the_year_before(self) -> None:
        query: dict[str, Any] = {"history": "rank", "where": LAST_OF_ALL, "within": "year"}
        assert ends(ask(MONTHS, complete=False, **query)) == (3, 3)
        assert ends(ask(MONTHS[1:], complete=False, **query)) == (3, None)
        undated = [{"label": "x", "rank": 8, "of": 8}]
        assert ends(ask(undated, **query)) == (None, None)

    def test_what_is_only_said_counts_at_the_most(self) -> None:
        rows = [*MONTHS[:-1], {**MONTHS[-1], "basis": Basis.ASSERTED}]
        assert ends(ask(rows, history="grade", where="poor", last=2)) == (1, 2)
        assert ends(ask(rows, history="total", take="mean")) == (None, None)


class TestAmounts:
    def test_means_and_extremes(self) -> None:
        # the last four: 72, 88, 70, 71 make 301
        assert ask(MONTHS, history="total", last=4, take="mean").least == Fraction(301, 4)
        assert ask(MONTHS, history="total", last=4, take="sum").least == 301
        assert ask(MONTHS, history="total", last=4, take="min").least == 70
        assert ask(MONTHS, history="rank", take="max").least == 8

    def test_one_that_is_missing_leaves_it_open(self) -> None:
        rows = [MONTHS[0], {"label": "2024-01", "to": "2024-01-31"}]
        assert ends(ask(rows, history="total", take="mean")) == (None, None)
        assert ends(ask(rows, history="total", last=1, take="mean")) == (None, None)
        assert ends(ask(MONTHS[:1], complete=False, history="total", take="mean")) == (None, None)

    def test_a_mean_of_nothing_does_not_apply(self) -> None:
        assert ask([], history="total", take="mean").applicable is Truth.NO
        assert ends(ask([], history="total", take="sum")) == (0, 0)


@given(
    st.lists(st.sampled_from(["good", "poor", None]), max_size=5),
    st.one_of(st.none(), st.integers(1, 6)),
    st.sampled_from(["count", "run"]),
    st.booleans(),
)
def test_the_ends_are_those_of_every_completion(
    grades: list[str | None], last: int | None, take: str, complete: bool
) -> None:
    """Unknown grades may be either; up to three periods may lie before an incomplete list."""
    query: dict[str, Any] = {"history": "grade", "where": "poor", "take": take}
    if last is not None:
        query["last"] = last
    value = ask([{"grade": grade} for grade in grades], complete=complete, **query)
    every = set()
    for before in range(1 if complete else 7):
        open_ = [[grade] if grade else ["good", "poor"] for grade in grades]
        for chosen in product(*([["good", "poor"]] * before), *open_):
            seen = list(chosen)[::-1][:last]
            run = next((n for n, grade in enumerate(seen) if grade != "poor"), len(seen))
            every.add(seen.count("poor") if take == "count" else run)
    assert value.least == min(every)
    # without a number to look back to, what is not listed has no end
    unending = not complete and last is None and (take == "count" or max(every) > len(grades))
    assert value.most == (None if unending else max(every))


class TestDossier:
    def test_the_period_before_is_the_last_of_them(self) -> None:
        past = Previous.model_validate({"total": "61", "grade": "pass"}).past()
        known = Known({}, past=past)
        for last, count in ((1, (1, 1)), (2, (1, 2))):
            query = {"history": "grade", "where": "pass", "last": last}
            assert ends(evaluate(READ.validate_python(query), known)) == count
        assert Previous(label="2023").past() is None

    def test_what_ends_after_the_day_is_not_seen(self) -> None:
        before = Previous.model_validate({"history": MONTHS})
        seen = before.seen(date(2024, 5, 31))
        assert seen.history is not None
        assert [row.label for row in seen.history.rows][-1] == "2024-05"
        assert before.seen(date(2024, 6, 30)) is before

    def test_written_as_it_was_read(self) -> None:
        for history in (MONTHS, {"complete": False, "rows": MONTHS[:1]}):
            before = Previous.model_validate({"history": history})
            again = Previous.model_validate(before.model_dump(mode="json"))
            assert again == before
            assert isinstance(before.model_dump(mode="json")["history"], type(history))

    def test_periods_out_of_order(self) -> None:
        with pytest.raises(ValidationError, match="往期须由早到晚排列"):
            Previous.model_validate({"history": MONTHS[::-1]})


@pytest.mark.parametrize(
    ("query", "at"),
    [
        ({"history": "grade"}, ("where",)),
        ({"history": "grade", "take": "mean"}, ("take",)),
        ({"history": "total", "take": "mean", "where": {"ge": 3}}, ("where",)),
        ({"history": "rank", "where": {"above": 3}}, ("where", "above")),
        ({"history": "rank", "where": {"eq": {"field": "colour"}}}, ("where", "eq")),
    ],
)
def test_questions_that_cannot_be(query: dict[str, Any], at: tuple[str, ...]) -> None:
    ((where, what),) = READ.validate_python(query).faults({})
    assert where == at
    assert what.zh
    assert what.en
