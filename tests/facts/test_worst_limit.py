"""A matter with two limits came out as its worst duty: by hand, and against every completion."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import product
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from zwgk.duties import Duty, DutyKind, LimitKind, Outcome
from zwgk.facts import Count, FactValue, Known, Rows, Share, evaluate

ORDER = ("waived", "early", "on_time", "open", "late", "overdue")
GOOD, BAD = ["early", "on_time"], ["late", "overdue"]
ENDED = [*GOOD, *BAD]


def duty(case: str, limit: str, outcome: str, met: date | None = None) -> Duty:
    return Duty(
        id=f"cases:{case}/{limit}",
        kind=DutyKind.COMPLETE,
        subject=f"cases:{case}",
        limit=LimitKind(limit),
        outcome=Outcome(outcome),
        met=met,
    )


def known(*duties: Duty) -> Known:
    return Known({}, {"complete": Rows(duties)})


def count(outcome: Any, **more: Any) -> Count:
    return Count.model_validate(
        {"count": "duties", "where": {"kind": "complete", "outcome": outcome}, **more}
    )


def ends(value: FactValue) -> Any:
    return value.least, value.most


def test_late_by_the_promise_is_not_on_time_by_the_law() -> None:
    # promised 5 working days from 2024-01-02 and done on 2024-02-05, well within the law's 60
    rows = known(duty("k1", "promised", "late"), duty("k1", "statutory", "on_time"))
    assert ends(evaluate(count(GOOD), rows)) == (0, 0)
    assert ends(evaluate(count(BAD), rows)) == (1, 1)
    assert ends(evaluate(count("late"), rows)) == (1, 1)
    # each limit by itself: one on time, one late
    assert ends(evaluate(count(GOOD, per="limit"), rows)) == (1, 1)
    assert ends(evaluate(count(BAD, per="limit"), rows)) == (1, 1)
    share = Share.model_validate({"share": count(GOOD), "in": count(ENDED)})
    assert ends(evaluate(share, rows)) == (0, 0)


def test_an_unknown_duty_beside_a_known_one() -> None:
    # met on some day, so that it can be early, on time or late
    rows = known(
        duty("k1", "promised", "late"),
        duty("k1", "statutory", "unknown", date(2024, 2, 5)),
        duty("k2", "promised", "on_time"),
        duty("k2", "statutory", "unknown", date(2024, 2, 5)),
    )
    # k1 is late whatever the other is; k2 is on time or late
    assert ends(evaluate(count(BAD), rows)) == (1, 2)
    assert ends(evaluate(count(GOOD), rows)) == (0, 1)
    assert ends(evaluate(count(ENDED), rows)) == (2, 2)
    share = Share.model_validate({"share": count(GOOD), "in": count(ENDED)})
    assert ends(evaluate(share, rows)) == (0, Fraction(1, 2))


def test_the_duty_that_decides_stands_for_the_matter() -> None:
    rows = known(duty("k1", "statutory", "on_time"), duty("k1", "promised", "overdue"))
    (support,) = evaluate(count(BAD), rows).support
    assert support.record == "cases:k1/promised"


OUTCOMES = st.sampled_from((*ORDER, "unknown"))
CASES = st.lists(st.tuples(OUTCOMES, OUTCOMES), max_size=3)
WANTED = st.lists(st.sampled_from(ORDER), min_size=1, max_size=4, unique=True)


@given(CASES, WANTED, WANTED)
def test_counts_and_shares_reach_the_ends_of_every_completion(
    cases: list[tuple[str, str]], wanted: list[str], whole: list[str]
) -> None:
    duties, ways = [], []
    for number, pair in enumerate(cases):
        for limit, outcome in zip(("promised", "statutory"), pair, strict=True):
            duties.append(duty(f"k{number}", limit, outcome))
            ways.append(ORDER if outcome == "unknown" else (outcome,))
    counts, shares = set(), set()
    for completion in product(*ways):
        worst = [max(pair, key=ORDER.index) for pair in zip(*[iter(completion)] * 2, strict=True)]
        counts.add(sum(one in wanted for one in worst))
        inside = [one for one in worst if one in whole]
        if inside:
            shares.add(Fraction(sum(one in wanted for one in inside), len(inside)))
    rows = known(*duties)
    assert ends(evaluate(count(wanted), rows)) == (min(counts), max(counts))
    value = evaluate(Share.model_validate({"share": count(wanted), "in": count(whole)}), rows)
    if shares:
        assert ends(value) == (min(shares), max(shares))
    else:
        assert value.applicable.value == "no"
