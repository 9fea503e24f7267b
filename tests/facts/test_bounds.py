"""The law of facts: least and most are the ends over every completion of what is not known.

A record may lack a field (then it may hold any value), and a record whose basis is not accepted
may count or not. A few small records are completed in every way, and the plain answer is taken
of each completion; the fact must give exactly the least and the greatest of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import product
from typing import Any, NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from zwgk.facts import FactValue, Known, Rows, Truth, evaluate
from zwgk.facts.query import Count, Distinct, Extreme, Share, Sum
from zwgk.records import Activity, Basis

KINDS = ("training", "publicity", "drill")
TITLES = ("a", "b", "c")


class Row(NamedTuple):
    """An activity in plain Python: ``title`` and ``sessions`` may be missing."""

    kind: str
    title: str | None
    sessions: int | None
    said: bool


ROWS = st.lists(
    st.builds(
        Row,
        st.sampled_from(KINDS),
        st.none() | st.sampled_from(TITLES),
        st.none() | st.integers(0, 3),
        st.booleans(),
    ),
    max_size=4,
)
FULL_ROWS = st.lists(
    st.builds(
        Row,
        st.sampled_from(KINDS),
        st.none() | st.sampled_from(TITLES),
        st.integers(0, 3),
        st.booleans(),
    ),
    max_size=4,
)


def known(rows: list[Row], *, complete: bool = True) -> Known:
    records = tuple(
        Activity(
            id=f"a{number}",
            kind=row.kind,
            title=row.title or "",
            sessions=row.sessions,
            basis=Basis.ASSERTED if row.said else Basis.DOCUMENTED,
        )
        for number, row in enumerate(rows)
    )
    return Known({"activities": Rows(records, complete=complete)})


def two_ends(fact: FactValue) -> tuple[object, object]:
    return fact.least, fact.most


def completions(rows: list[Row]) -> Iterator[list[Row]]:
    """Every way it may have been; counts of sessions stand for all, 0 to 3 being enough."""
    choices: list[list[Row | None]] = []
    for row in rows:
        titles = TITLES if row.title is None else (row.title,)
        sessions = range(4) if row.sessions is None else (row.sessions,)
        there: list[Row | None] = [
            Row(row.kind, title, number, said=False) for title in titles for number in sessions
        ]
        choices.append([*there, None] if row.said else there)
    for chosen in product(*choices):
        yield [row for row in chosen if row is not None]


def ends(
    rows: list[Row], value: Callable[[list[Row]], Fraction | None]
) -> tuple[Fraction | None, Fraction | None, Truth]:
    """Least and greatest value over all completions, and whether there always is one."""
    found = [value(completion) for completion in completions(rows)]
    real = [one for one in found if one is not None]
    applies = Truth.YES if len(real) == len(found) else Truth.MAYBE if real else Truth.NO
    if not real:
        return Fraction(0), Fraction(0), applies
    return min(real), max(real), applies


WHERE: list[tuple[dict[str, Any], Callable[[Row], bool]]] = [
    ({}, lambda _: True),
    ({"title": "a"}, lambda row: row.title == "a"),
    ({"title": ["a", "b"]}, lambda row: row.title in {"a", "b"}),
    ({"title": {"ne": "a"}}, lambda row: row.title != "a"),
    ({"title": {"not_in": ["a", "c"]}}, lambda row: row.title == "b"),
    ({"kind": "drill"}, lambda row: row.kind == "drill"),
    ({"kind": "training", "title": "b"}, lambda row: (row.kind, row.title) == ("training", "b")),
    ({"sessions": {"ge": 2}}, lambda row: (row.sessions or 0) >= 2),
    ({"sessions": {"gt": 0, "lt": 3}}, lambda row: row.sessions in {1, 2}),
    ({"sessions": {"between": [1, 2]}, "title": "c"},
     lambda row: row.sessions in {1, 2} and row.title == "c"),
]  # fmt: skip
CONDITIONS = st.sampled_from(WHERE)


@given(ROWS, CONDITIONS)
def test_a_count_reaches_exactly_the_ends_of_all_completions(
    rows: list[Row], condition: tuple[dict[str, Any], Callable[[Row], bool]]
) -> None:
    where, meets = condition
    least, most, _ = ends(rows, lambda whole: Fraction(sum(map(meets, whole))))
    fact = evaluate(Count(count="activities", where=where), known(rows))
    assert (fact.least, fact.most) == (least, most)
    assert fact.known == (least == most)
    assert (fact.because is None) == fact.known


@given(FULL_ROWS, CONDITIONS)
def test_a_sum_reaches_exactly_the_ends_of_all_completions(
    rows: list[Row], condition: tuple[dict[str, Any], Callable[[Row], bool]]
) -> None:
    where, meets = condition
    least, most, _ = ends(
        rows, lambda whole: Fraction(sum(row.sessions or 0 for row in whole if meets(row)))
    )
    fact = evaluate(Sum(sum="activities", field="sessions", where=where), known(rows))
    assert (fact.least, fact.most) == (least, most)


@given(FULL_ROWS, CONDITIONS, st.booleans())
def test_an_extreme_reaches_exactly_the_ends_of_all_completions(
    rows: list[Row], condition: tuple[dict[str, Any], Callable[[Row], bool]], greatest: bool
) -> None:
    where, meets = condition
    pick: Callable[[list[int]], int] = max if greatest else min

    def value(whole: list[Row]) -> Fraction | None:
        numbers = [row.sessions or 0 for row in whole if meets(row)]
        return Fraction(pick(numbers)) if numbers else None

    least, most, applies = ends(rows, value)
    query = (
        Extreme(max="activities", field="sessions", where=where)
        if greatest
        else Extreme(min="activities", field="sessions", where=where)
    )
    fact = evaluate(query, known(rows))
    assert (fact.least, fact.most, fact.applicable) == (least, most, applies)


@given(ROWS, CONDITIONS, CONDITIONS)
def test_a_share_of_a_table_in_itself_reaches_exactly_the_ends_of_all_completions(
    rows: list[Row],
    outer: tuple[dict[str, Any], Callable[[Row], bool]],
    inner: tuple[dict[str, Any], Callable[[Row], bool]],
) -> None:
    (whole_where, in_whole), (more, in_part) = outer, inner
    if set(whole_where) & set(more):
        return  # the part is the whole and further conditions, on other fields

    def value(everything: list[Row]) -> Fraction | None:
        whole = [row for row in everything if in_whole(row)]
        return Fraction(sum(map(in_part, whole)), len(whole)) if whole else None

    least, most, applies = ends(rows, value)
    fact = evaluate(
        Share(
            share=Count(count="activities", where={**whole_where, **more}),
            **{"in": Count(count="activities", where=whole_where)},
        ),
        known(rows),
    )
    assert (fact.least, fact.most, fact.applicable) == (least, most, applies)
    assert fact.percent


@given(FULL_ROWS)
def test_the_number_of_different_titles_lies_between_its_ends(rows: list[Row]) -> None:
    """A missing title may repeat another or be one more; the most lets each be a new one."""
    fact = evaluate(Distinct(distinct="activities", field="title", where={}), known(rows))
    sure = {row.title for row in rows if row.title is not None and not row.said}
    every = {row.title for row in rows if row.title is not None}
    blanks = sum(row.title is None for row in rows)
    assert two_ends(fact) == (len(sure), len(every) + blanks)


@given(ROWS, CONDITIONS)
def test_an_incomplete_table_gives_lower_bounds_and_an_absent_one_nothing(
    rows: list[Row], condition: tuple[dict[str, Any], Callable[[Row], bool]]
) -> None:
    query = Count(count="activities", where=condition[0])
    whole, part = evaluate(query, known(rows)), evaluate(query, known(rows, complete=False))
    assert two_ends(part) == (whole.least, None)
    absent = evaluate(query, Known({}))
    assert two_ends(absent) == (0, None)


@given(ROWS, CONDITIONS)
def test_with_every_assertion_accepted_only_missing_fields_stay_open(
    rows: list[Row], condition: tuple[dict[str, Any], Callable[[Row], bool]]
) -> None:
    where, _ = condition
    said = evaluate(Count(count="activities", where=where, basis=Basis.ASSERTED), known(rows))
    plain = [row._replace(said=False) for row in rows]
    told = evaluate(Count(count="activities", where=where), known(plain))
    assert (said.least, said.most) == (told.least, told.most)


@given(ROWS, CONDITIONS)
def test_a_further_record_never_lowers_a_count_and_order_is_irrelevant(
    rows: list[Row], condition: tuple[dict[str, Any], Callable[[Row], bool]]
) -> None:
    query = Count(count="activities", where=condition[0])
    fewer, all_of_them = evaluate(query, known(rows[1:])), evaluate(query, known(rows))
    assert (fewer.least or 0) <= (all_of_them.least or 0)
    assert (fewer.most or 0) <= (all_of_them.most or 0)
    backwards = evaluate(query, known(rows[::-1]))
    assert (backwards.least, backwards.most) == (all_of_them.least, all_of_them.most)
