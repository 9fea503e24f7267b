"""Facts by hand: each kind of query on records whose answer can be counted on the fingers."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from zwgk.duties import Duty, DutyKind, LimitKind, Outcome, Source
from zwgk.errors import Text
from zwgk.facts import AnyQuery, FactValue, Known, Query, Rows, Truth, as_number, evaluate
from zwgk.records import (
    RECORD_TYPES,
    Activity,
    Basis,
    ControlIndicator,
    Evidence,
    Figure,
    Hazard,
    Incident,
    Item,
)

READ: TypeAdapter[Query] = TypeAdapter(AnyQuery)
TABLES = {name: kind.askable() for name, kind in RECORD_TYPES.items()}


def ask(query: dict[str, Any], known: Known, **named: dict[str, Any]) -> FactValue:
    queries = {name: READ.validate_python(one) for name, one in named.items()}
    return evaluate(READ.validate_python(query), known, queries)


def ends(value: FactValue) -> tuple[object, object]:
    return value.least, value.most


def listed(*values: object) -> list[object]:
    return list(values)


def table(name: str, *rows: Any, complete: bool = True) -> Known:
    return Known({name: Rows(rows, complete=complete)})


def hazard(number: int, **more: Any) -> Hazard:
    return Hazard(id=f"h{number}", found=date(2024, 3, number), **more)


HAZARDS = table(
    "hazards",
    hazard(1, level="major", due=date(2024, 4, 1), rectified=date(2024, 3, 30), listed=True),
    hazard(2, due=date(2024, 4, 1), rectified=date(2024, 4, 2)),
    hazard(3, due=date(2024, 4, 1), title="通道堵塞"),
)


@pytest.mark.parametrize(
    ("where", "least", "most"),
    [
        ({}, 3, 3),
        ({"level": "major"}, 1, 1),
        ({"level": {"eq": "general"}}, 2, 2),
        ({"level": {"ne": "major"}}, 2, 2),
        ({"level": ["major", "general"]}, 3, 3),
        ({"level": {"in": ["major"]}}, 1, 1),
        ({"level": {"not_in": ["major"]}}, 2, 2),
        ({"found": "2024-03-02"}, 1, 1),
        ({"found": {"lt": "2024-03-02"}}, 1, 1),
        ({"found": {"le": "2024-03-02"}}, 2, 2),
        ({"found": {"gt": "2024-03-02"}}, 1, 1),
        ({"found": {"ge": "2024-03-02"}}, 2, 2),
        ({"found": {"between": ["2024-03-01", "2024-03-02"]}}, 2, 2),
        # h3 has no day of rectification: it may be in or out of time
        ({"rectified": {"le": {"field": "due"}}}, 1, 2),
        ({"rectified": {"gt": {"field": "due"}}}, 1, 2),
        ({"due": {"ge": {"field": "rectified"}}}, 1, 2),
        # whether it is recorded is known
        ({"rectified": {"is": "present"}}, 2, 2),
        ({"rectified": {"is": "missing"}}, 1, 1),
        ({"title": {"is": "missing"}}, 2, 2),
        # yes, and two of which nothing is said
        ({"listed": True}, 1, 3),
        ({"listed": "true"}, 1, 3),
        ({"listed": False}, 0, 2),
        # text that was left out is missing, not different
        ({"title": "通道堵塞"}, 1, 3),
        ({"title": {"ne": "通道堵塞"}}, 0, 2),
        # what has no order with days stays open
        ({"found": {"lt": "spring"}}, 0, 3),
    ],
)
def test_conditions_on_hazards(where: dict[str, Any], least: int, most: int) -> None:
    assert ends(ask({"count": "hazards", "where": where}, HAZARDS)) == (least, most)


def test_a_list_has_its_members_a_missing_list_may_have_any_and_an_empty_one_none() -> None:
    known = table(
        "items",
        Item(id="a", title="a", audience=("parents", "public")),
        Item(id="b", title="b", audience=()),
        Item(id="c", title="c"),
    )
    assert ends(ask({"count": "items", "where": {"audience": {"has": "public"}}}, known)) == (1, 2)
    assert ends(ask({"count": "items", "where": {"openness": {"has": "a"}}}, known)) == (0, 0)


def test_moments_are_compared_as_moments_and_with_days_as_beijing_days() -> None:
    def at(text: str) -> datetime:
        return datetime.fromisoformat(text)

    known = table(
        "incidents",
        Incident(  # told on 5 March 2024, 18:00 Beijing time, reported an hour later
            id="i",
            field="fire",
            occurred=at("2024-03-05T09:00+00:00"),
            told=at("2024-03-05T10:00+00:00"),
            reported=at("2024-03-05T19:00+08:00"),
        ),
        Incident(  # 20:00 UTC is 4 o'clock in the morning of 6 March in Beijing
            id="j", field="fire", occurred=at("2024-03-05T20:00+00:00")
        ),
    )
    count = "incidents"
    later = {"reported": {"gt": {"field": "told"}}}
    assert ends(ask({"count": count, "where": later}, known)) == (1, 2)
    assert ends(ask({"count": count, "where": {"occurred": "2024-03-06"}}, known)) == (1, 1)
    assert ends(
        ask({"count": count, "where": {"occurred": {"le": "2024-03-05T17:00+08:00"}}}, known)
    ) == (1, 1)
    assert ask({"count": count}, known).support[1].day == date(2024, 3, 6)


def test_sum_of_persons_with_one_unknown_has_no_upper_end() -> None:
    rows = [
        Activity(id="a", kind="training", persons=30),
        Activity(id="b", kind="training", persons=12),
        Activity(id="c", kind="training"),
        Activity(id="d", kind="training", persons=7, basis=Basis.ASSERTED),
    ]
    query = {"sum": "activities", "field": "persons"}
    assert ends(ask(query, table("activities", *rows))) == (42, None)
    assert ends(ask(query, table("activities", *rows[:2], rows[3]))) == (42, 49)
    assert ends(ask(query, table("activities", *rows[:2], complete=False))) == (42, None)
    assert ends(ask(query, table("activities"))) == (0, 0)
    assert ends(ask(query, Known({}))) == (0, None)


def test_controls_may_go_below_zero_so_an_unknown_one_leaves_no_end() -> None:
    def control(name: str, change: int | None, basis: str = "documented") -> ControlIndicator:
        return ControlIndicator.model_validate(
            {"id": name, "field": "fire", "indicator": name, "change": change, "basis": basis}
        )

    query = {"sum": "controls", "field": "growth"}
    assert ends(ask(query, table("controls", control("a", 5), control("b", -2)))) == (3, 3)
    # the assertion of a fall by 4 counts only where it counts: 5 or 5 - 4
    fall = control("c", -4, "asserted")
    assert ends(ask(query, table("controls", control("a", 5), fall))) == (1, 5)
    assert ends(ask(query, table("controls", control("a", 5), control("b", None)))) == (None, None)
    assert ends(ask(query, table("controls", complete=False))) == (None, None)
    least = {"min": "controls", "field": "growth"}
    assert ends(ask(least, table("controls", control("a", 5), complete=False))) == (None, 5)


def test_derived_values_of_a_control() -> None:
    stated = ControlIndicator(
        id="a", field="f", indicator="i", actual=Decimal(28), change=Decimal(8)
    )
    assert listed(stated.last, stated.growth) == [20, 8]
    counted = ControlIndicator(
        id="b", field="f", indicator="i", actual=Decimal(20), previous=Decimal(11)
    )
    assert listed(counted.last, counted.growth) == [11, 9]
    bare = ControlIndicator(id="c", field="f", indicator="i", previous=Decimal(11))
    assert listed(bare.last, bare.growth) == [11, None]
    assert ControlIndicator(id="d", field="f", indicator="i").last is None


def test_extremes_over_nothing_do_not_apply_and_over_unknown_have_the_ends_that_are_known() -> None:
    query = {"max": "activities", "field": "sessions"}
    nothing = ask(query, table("activities"))
    assert nothing.applicable is Truth.NO
    assert nothing.known
    rows = [Activity(id="a", kind="k", sessions=3), Activity(id="b", kind="k")]
    value = ask(query, table("activities", *rows))
    assert listed(value.least, value.most, value.applicable) == [3, None, Truth.YES]
    lowest = ask({"min": "activities", "field": "sessions"}, table("activities", *rows))
    assert ends(lowest) == (0, 3)  # the unknown number of sessions may be none
    blank = ask(query, table("activities", rows[1]))
    assert listed(blank.least, blank.most, blank.applicable) == [0, None, Truth.YES]
    absent = ask(query, Known({}))
    assert listed(absent.least, absent.most, absent.applicable) == [0, None, Truth.MAYBE]


def duty(name: str, subject: str, limit: LimitKind, outcome: Outcome, **more: Any) -> Duty:
    return Duty(
        id=name,
        kind=DutyKind.COMPLETE,
        subject=subject,
        limit=limit,
        outcome=outcome,
        due=date(2024, 3, 5),
        **more,
    )


# One case late by both its limits, one late by the promise alone, one in time, one not known.
DUTIES = Known(
    {},
    {
        "complete": Rows(
            (
                duty("c1/s", "c1", LimitKind.STATUTORY, Outcome.LATE),
                duty("c1/p", "c1", LimitKind.PROMISED, Outcome.LATE),
                duty("c2/s", "c2", LimitKind.STATUTORY, Outcome.ON_TIME),
                duty("c2/p", "c2", LimitKind.PROMISED, Outcome.LATE),
                duty("c3/s", "c3", LimitKind.STATUTORY, Outcome.ON_TIME),
                duty("c4/p", "c4", LimitKind.PROMISED, Outcome.UNKNOWN),
            )
        ),
        "reply": Rows(present=False),
    },
)
LATE = {"kind": "complete", "outcome": "late"}


def test_a_count_of_duties_counts_cases_unless_it_says_per_limit() -> None:
    assert ends(ask({"count": "duties", "where": LATE}, DUTIES)) == (2, 3)
    assert ends(ask({"count": "duties", "where": LATE, "per": "limit"}, DUTIES)) == (3, 4)
    promised = {**LATE, "limit": "promised"}
    assert ends(ask({"count": "duties", "where": promised}, DUTIES)) == (2, 3)


def test_duties_of_a_kind_that_is_not_known_leave_a_count_open() -> None:
    assert ends(ask({"count": "duties", "where": {"outcome": "late"}}, DUTIES)) == (2, None)
    assert ends(ask({"count": "duties", "where": {"kind": "reply"}}, DUTIES)) == (0, None)
    assert ends(ask({"count": "duties", "where": {"kind": "update"}}, DUTIES)) == (0, None)
    both = {"kind": ["complete", "reply"], "outcome": "late"}
    assert ends(ask({"count": "duties", "where": both}, DUTIES)) == (2, None)


def test_a_sister_table_that_is_not_there_leaves_only_its_own_questions_open() -> None:
    """Replies come from requests (by law) and feedback (by law or promise); none of the latter."""
    law, promise = LimitKind.STATUTORY, LimitKind.PROMISED
    sources = (
        Source("requests", frozenset({law}), present=True, complete=True),
        Source("feedback", frozenset({law, promise}), present=False, complete=False),
    )
    known = Known({}, {"reply": Rows((), sources=sources, present=False, complete=False)})

    def late(**where: Any) -> tuple[object, object]:
        return ends(ask({"count": "duties", "where": {"kind": "reply", **where}}, known))

    assert late() == (0, None)
    assert late(limit="promised") == (0, None)
    assert late(limit="statutory") == (0, None)
    assert late(table="feedback") == (0, None)
    assert late(table="requests") == (0, 0)
    assert late(table={"ne": "feedback"}) == (0, 0)
    assert late(table="requests", limit={"in": ["statutory", "promised"]}) == (0, 0)
    assert late(table="cases") == (0, 0)
    why = ask({"count": "duties", "where": {"kind": "reply"}}, known).because
    assert why is not None
    assert "feedback" in why.en


@pytest.mark.parametrize(
    "kind",
    [
        "complete",
        ["complete"],
        {"in": ["complete"]},
        {"eq": "complete"},
        {"not_in": ["reply", "publish"]},
        {"ne": "reply"},
    ],
)
def test_a_kind_is_as_well_known_however_it_is_asked_for(kind: Any) -> None:
    query = {"count": "duties", "where": {"kind": kind, "outcome": "late"}}
    assert ends(ask(query, DUTIES)) == (2, 3)


def test_a_duty_that_may_belong_to_another_period_counts_only_possibly() -> None:
    duty = Duty(
        id="requests:r1",
        kind=DutyKind.REPLY,
        subject="requests:r1",
        limit=LimitKind.STATUTORY,
        outcome=Outcome.OVERDUE,
        straddles=True,
    )
    known = Known({}, {"reply": Rows((duty,))})
    assert ends(ask({"count": "duties", "where": {"outcome": "overdue"}}, known)) == (0, 1)
    assert ends(ask({"count": "duties", "where": {"outcome": "late"}}, known)) == (0, 0)


def test_a_share_of_duties_counts_cases_and_stays_exact() -> None:
    everything = {"count": "duties", "where": {"kind": "complete"}}
    late = {"count": "duties", "where": LATE}
    # four cases; two are late, the fourth may be
    assert ends(ask({"share": late, "in": everything}, DUTIES)) == (Fraction(1, 2), Fraction(3, 4))
    # six limits; three are late, the last may be
    by_limit = {"share": {**late, "per": "limit"}, "in": {**everything, "per": "limit"}}
    assert ends(ask(by_limit, DUTIES)) == (Fraction(1, 2), Fraction(2, 3))
    # of the cases with a promise (c1, c2, c4) the first is late by law
    promised = {"count": "duties", "where": {"kind": "complete", "limit": "promised"}}
    by_law = {"count": "duties", "where": {**LATE, "limit": "statutory"}}
    assert ends(ask({"share": by_law, "in": promised}, DUTIES)) == (Fraction(1, 3), Fraction(1, 3))


def test_a_case_known_to_be_met_only_by_word_may_have_any_outcome() -> None:
    said = duty(
        "c1", "c1", LimitKind.STATUTORY, Outcome.ON_TIME, met_on_word=True, basis=Basis.ASSERTED
    )
    known = Known({}, {"complete": Rows((said,))})
    for outcome in ("on_time", "late"):
        where = {"kind": "complete", "outcome": outcome}
        assert ends(ask({"count": "duties", "where": where}, known)) == (0, 1)
    taken = {"count": "duties", "where": LATE, "basis": "asserted"}
    assert ends(ask(taken, known)) == (0, 0)
    # of a hidden field nothing is known, not even whether it is there, nor how it compares
    there = {"kind": "complete", "met": {"is": "missing"}}
    assert ends(ask({"count": "duties", "where": there}, known)) == (0, 1)
    compared = {"kind": "complete", "due": {"lt": {"field": "met"}}}
    assert ends(ask({"count": "duties", "where": compared}, known)) == (0, 1)


def test_a_share_over_nothing_does_not_apply() -> None:
    none = {"count": "hazards"}
    value = ask({"share": none, "in": none}, table("hazards"))
    assert value.applicable is Truth.NO
    # and over a table that is not given it may or may not
    absent = ask({"share": none, "in": none}, Known({}))
    assert listed(absent.least, absent.most, absent.applicable) == [0, 1, Truth.MAYBE]


def test_a_share_of_two_free_values_takes_their_far_ends() -> None:
    figures = {"done": Figure(value="30"), "asked": Figure(value="40")}
    known = Known({}, figures=figures)
    query = {"share": {"value": {"figure": "done"}}, "in": {"value": {"figure": "asked"}}}
    assert ends(ask(query, known)) == (Fraction(3, 4), Fraction(3, 4))
    # not fewer than 40 asked: the share is at most three quarters
    more = {**figures, "asked": Figure(value="40", bound="at_least")}
    assert ends(ask(query, Known({}, figures=more))) == (0, Fraction(3, 4))
    zero = {**figures, "asked": Figure(value="0")}
    assert ask(query, Known({}, figures=zero)).applicable is Truth.NO
    missing = ask(query, Known({}, figures={"done": Figure(value="30")}))
    # a whole that may be anything, zero and less too
    assert listed(missing.least, missing.most, missing.applicable) == [None, None, Truth.MAYBE]
    below = {"done": Figure(value="-30"), "asked": Figure(value="40")}
    assert ends(ask(query, Known({}, figures=below))) == (Fraction(-3, 4), Fraction(-3, 4))


def test_a_share_of_named_facts_and_of_a_sum() -> None:
    known = table(
        "activities",
        Activity(id="a", kind="training", persons=30),
        Activity(id="b", kind="drill", persons=10),
    )
    value = ask(
        {"share": "trained", "in": {"sum": "activities", "field": "persons"}},
        known,
        trained={"sum": "activities", "field": "persons", "where": {"kind": "training"}},
    )
    assert ends(value) == (Fraction(3, 4), Fraction(3, 4))


def test_figures_as_printed_and_below_the_accepted_basis() -> None:
    figures = {
        "sure": Figure(value="37286"),
        "said": Figure(value="12", basis="asserted"),
        "none": Figure(value="0", basis="asserted"),
        "least": Figure(value="500", bound="at_least"),
        "more": Figure(value="500", bound="more_than"),
        "within": Figure(value="10", bound="within"),
        "about": Figure(value="10", bound="approximate"),
        "hidden": Figure(value="***"),
        "blank": Figure(),
        "fall": Figure(value="-3", bound="within"),
        "below": Figure(value="约-6"),
        "nought": Figure(value="约0"),
    }
    known = Known({}, figures=figures)

    def value(name: str) -> FactValue:
        return ask({"value": {"figure": name}}, known)

    assert ends(value("sure")) == (37286, 37286)
    # What is only said proves nothing, a zero as little as a hundred.
    assert ends(value("said")) == (None, None)
    assert ends(value("none")) == (None, None)
    assert ends(value("least")) == (500, None)
    assert ends(value("more")) == (500, None)
    assert ends(value("within")) == (0, 10)
    # about ten is on its side of zero, about minus six on the other
    assert ends(value("about")) == (0, None)
    assert ends(value("below")) == (None, 0)
    assert ends(value("nought")) == (None, None)
    # a figure that is not there may have been below zero
    assert ends(value("blank")) == (None, None)
    assert ends(value("gone")) == (None, None)
    assert ends(value("hidden")) == (None, None)
    # down by no more than three
    assert ends(value("fall")) == (None, 0)


@pytest.mark.parametrize(
    "words", ["不详", "未统计", "若干", "正常", "已建立", "1/0", "5.5.5", "-", "xx", "", None]
)
def test_words_that_say_no_number_are_known_as_text_alone(words: str | None) -> None:
    known = Known({}, figures={"a": Figure(value=words)}, previous={"a": Figure(value="未报")})
    value = ask({"value": {"figure": "a"}}, known)
    assert not value.known
    assert ends(value) == (None, None)
    assert value.because is not None
    assert value.words in {words, None}
    assert ends(ask({"change": {"figure": "a"}}, known)) == (None, None)
    evidence = Evidence(id="a", topic="a", value=words or "-")
    assert ends(ask({"value": {"evidence": "a"}}, table("evidence", evidence))) == (None, None)


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        *(("true", 1), ("True", 1), ("YES", 1), ("是", 1), ("有", 1)),
        *(("false", 0), ("FALSE", 0), ("False", 0), ("no", 0), ("No", 0), ("否", 0)),
    ],
)
def test_yes_and_no_in_any_hand(words: str, answer: int) -> None:
    evidence = Evidence(id="a", topic="a", value=words)
    shown = ask({"value": {"evidence": "a"}}, table("evidence", evidence))
    assert listed(shown.least, shown.most, shown.yes_no) == [answer, answer, True]
    figure = ask({"value": {"figure": "a"}}, Known({}, figures={"a": Figure(value=words)}))
    assert listed(figure.least, figure.most, figure.yes_no) == [answer, answer, True]
    # What is only said may be the other, and a table that is not complete makes no difference.
    said = Evidence(id="a", topic="a", value=words, basis=Basis.ASSERTED)
    for whole in (True, False):
        value = ask({"value": {"evidence": "a"}}, table("evidence", said, complete=whole))
        assert listed(value.least, value.most, value.yes_no) == [0, 1, True]


@pytest.mark.parametrize(
    ("words", "unit", "share"),
    [
        ("95%", "", Fraction(19, 20)),
        ("95", "%", Fraction(19, 20)),
        ("95%", "%", Fraction(19, 20)),
        ("95％", "", Fraction(19, 20)),
        ("百分之五", "", Fraction(1, 20)),
        ("2‰", "", Fraction(1, 500)),
        ("0.03", "%", Fraction(3, 10000)),
    ],
)
def test_per_cent_is_the_share_itself(words: str, unit: str, share: Fraction) -> None:
    known = Known({}, figures={"a": Figure(value=words, unit=unit)})
    value = ask({"value": {"figure": "a"}}, known)
    assert listed(value.least, value.most, value.percent) == [share, share, True]
    more = Known({}, figures={"a": Figure(value=words, unit=unit, bound="at_least")})
    bounded = ask({"value": {"figure": "a"}}, more)
    assert listed(bounded.least, bounded.most, bounded.percent) == [share, None, True]


def test_evidence_answers_by_its_topic() -> None:
    def shown(name: str, topic: str, **more: Any) -> Evidence:
        return Evidence(id=name, topic=topic, **more)

    known = table(
        "evidence",
        shown("a", "signs"),
        shown("b", "desk", value="false"),
        shown("c", "hours", value="8"),
        shown("d", "hours", value="12"),
        shown("e", "office", basis=Basis.ASSERTED),
        shown("f", "desk", value="true", basis=Basis.ASSERTED),
    )

    def value(topic: str, known: Known = known) -> FactValue:
        return ask({"value": {"evidence": topic}}, known)

    assert ends(value("signs")) == (1, 1)
    assert ends(value("desk")) == (0, 0)  # the document outweighs the word
    assert ends(value("hours")) == (8, 12)
    assert ends(value("office")) == (0, 1)
    assert ends(value("nothing")) == (0, 0)
    assert ends(value("nothing", table("evidence", complete=False))) == (None, None)
    assert ends(value("nothing", Known({}))) == (None, None)
    below = shown("g", "fall", value="-6", basis=Basis.ASSERTED)
    assert ends(value("fall", table("evidence", below))) == (None, None)


def test_change_against_the_last_period() -> None:
    now, before = {"a": Figure(value="28")}, {"a": Figure(value="20")}
    known = Known({}, figures=now, previous=before)
    change = {"change": {"figure": "a"}}
    assert ends(ask(change, known)) == (8, 8)
    assert ends(ask({**change, "rate": True}, known)) == (Fraction(2, 5), Fraction(2, 5))
    assert ends(ask(change, Known({}, figures=now))) == (None, None)
    from_zero = Known({}, figures=now, previous={"a": Figure(value="0")})
    rate = {**change, "rate": True}

    def rates(now: str, before: str) -> tuple[object, object]:
        figures = {"a": Figure(value=now)}, {"a": Figure(value=before)}
        return ends(ask(rate, Known({}, figures=figures[0], previous=figures[1])))

    # from -100 up by 10, from -3 down by 2, from 10 down by 20: each by the size of the last
    assert rates("-90", "-100") == (Fraction(1, 10), Fraction(1, 10))
    assert rates("-5", "-3") == (Fraction(-2, 3), Fraction(-2, 3))
    assert rates("-10", "10") == (-2, -2)
    # five is no half per cent, and 万元 no 元
    assert rates("0.5%", "5") == (None, None)
    assert rates("6%", "5%") == (Fraction(1, 5), Fraction(1, 5))
    units = {"a": Figure(value="2", unit="万元")}, {"a": Figure(value="100", unit="元")}
    other = ask(change, Known({}, figures=units[0], previous=units[1]))
    assert ends(other) == (None, None)
    assert other.because is not None
    assert "单位" in other.because.zh
    assert ask({**change, "rate": True}, from_zero).applicable is Truth.NO


def test_distinct_kinds_count_once_and_missing_ones_only_at_the_most() -> None:
    known = table(
        "activities",
        Activity(id="a", kind="training", title="x"),
        Activity(id="b", kind="drill", title="x"),
        Activity(id="c", kind="drill"),
        Activity(id="d", kind="visit", title="y", basis=Basis.ASSERTED),
    )
    assert ends(ask({"distinct": "activities", "field": "kind"}, known)) == (2, 3)
    assert ends(ask({"distinct": "activities", "field": "title"}, known)) == (1, 3)


def test_support_names_the_records_in_order_of_day_with_what_they_bring() -> None:
    known = table(
        "activities",
        Activity(id="b", kind="k", on=date(2024, 3, 2), persons=5),
        Activity(id="a", kind="k", on=date(2024, 3, 1), persons=7, basis=Basis.ASSERTED),
    )
    value = ask({"sum": "activities", "field": "persons"}, known)
    assert [listed(one.day, one.record, one.amount, one.certain) for one in value.support] == [
        [date(2024, 3, 1), "activities:a", 7, False],
        [date(2024, 3, 2), "activities:b", 5, True],
    ]


@pytest.mark.parametrize(
    ("query", "path", "words"),
    [
        ({"count": "hazard"}, (), "there is no table 'hazard'"),
        ({"sum": "hazards", "field": "persons"}, ("field",), "has no field 'persons'"),
        ({"max": "hazards", "field": "persons"}, ("field",), "has no field 'persons'"),
        ({"distinct": "hazards", "field": "kind"}, ("field",), "has no field 'kind'"),
        ({"count": "hazards", "where": {"levl": "major"}}, ("where", "levl"), "no field 'levl'"),
        ({"count": "hazards", "where": {"due": {"lte": 3}}},
         ("where", "due", "lte"), "no comparison"),
        ({"count": "hazards", "where": {"due": {}}}, ("where", "due"), "no condition"),
        ({"count": "hazards", "where": {"due": None}}, ("where", "due"), "write a value"),
        ({"count": "hazards", "where": {"level": ["major", None]}}, ("where", "level"), "write a"),
        ({"count": "hazards", "where": {"due": {"lt": {"field": "x"}}}},
         ("where", "due", "lt"), "known field"),
        ({"count": "hazards", "where": {"due": {"in": {"field": "found"}}}},
         ("where", "due", "in"), "known field"),
        ({"count": "hazards", "where": {"due": {"between": ["2024-01-01"]}}},
         ("where", "due", "between"), "two values"),
        ({"count": "hazards", "where": {"level": {"in": "major"}}},
         ("where", "level", "in"), "[ … ]"),
        ({"count": "hazards", "where": {"due": {"is": "absent"}}},
         ("where", "due", "is"), "missing"),
        ({"count": "hazards", "where": {"due": {"ge": [1]}}}, ("where", "due", "ge"), "one value"),
        ({"share": {"count": "hazard"}, "in": {"count": "hazards"}}, ("share",), "no table"),
        ({"change": {"evidence": "a"}}, ("change",), "only a figure"),
    ],
)  # fmt: skip
def test_a_faulty_query_is_told_before_it_is_asked(
    query: dict[str, Any], path: tuple[str, ...], words: str
) -> None:
    ((where, what),) = READ.validate_python(query).faults(TABLES)
    assert where == path
    assert words in what.of("en")


@pytest.mark.parametrize(
    "query",
    [
        {"cuont": "hazards"},
        {"min": "hazards", "max": "hazards", "field": "due"},
        {"value": {}},
        {"value": {"figure": "a", "evidence": "b"}},
        {"count": "hazards", "wher": {}},
        "hazards",
    ],
)
def test_a_query_of_the_wrong_shape_is_refused(query: Any) -> None:
    with pytest.raises(ValidationError):
        READ.validate_python(query)


def test_good_queries_have_no_faults() -> None:
    for query in (
        {"count": "hazards", "where": {"due": {"lt": {"field": "rectified"}}, "listed": True}},
        {"value": {"figure": "a"}},
        {"change": {"figure": "a"}},
        {"share": "a", "in": "b"},
    ):
        assert list(READ.validate_python(query).faults(TABLES)) == []


@pytest.mark.parametrize(
    ("given", "number"),
    [
        ("36.40", Fraction(182, 5)), (3, Fraction(3)), (Decimal("0.5"), Fraction(1, 2)),
        (Fraction(1, 3), Fraction(1, 3)), (True, None), (None, None), ("三", None),
        ("NaN", None), ("1e999999999", None), ("-1e-999999999", None),
    ],
)  # fmt: skip
def test_numbers_in_any_form(given: Any, number: Fraction | None) -> None:
    assert as_number(given) == number


def test_a_value_against_a_bound_is_open_only_where_the_bound_lies_between() -> None:
    value = FactValue(Fraction(2), Fraction(5))
    assert [value.at_least(Fraction(n)) for n in (2, 3, 5, 6)] == [
        Truth.YES, Truth.MAYBE, Truth.MAYBE, Truth.NO,
    ]  # fmt: skip
    assert [value.at_most(Fraction(n)) for n in (1, 2, 4, 5)] == [
        Truth.NO, Truth.MAYBE, Truth.MAYBE, Truth.YES,
    ]  # fmt: skip
    unknown = FactValue.unknown(Text("不详"))
    assert unknown.at_most(Fraction(3)) is Truth.MAYBE
    assert FactValue.exactly(3).known
    assert not (FactValue(Fraction(1), Fraction(1), applicable=Truth.MAYBE)).known


def test_three_valued_logic() -> None:
    yes, no, maybe = Truth.YES, Truth.NO, Truth.MAYBE
    assert [yes & yes, yes & no, yes & maybe, maybe & no, maybe & maybe] == [
        yes, no, maybe, no, maybe,
    ]  # fmt: skip
    assert [~yes, ~no, ~maybe] == [no, yes, maybe]
    assert [Truth.of(True), Truth.of(False), Truth.of(None)] == [yes, no, maybe]


def test_a_part_that_asks_for_a_firmer_basis_than_its_whole() -> None:
    """Of two documented trainings one is verified; the asserted third may be one or none."""
    rows = [
        Activity(id="a", kind="training", basis=Basis.VERIFIED),
        Activity(id="b", kind="training"),
        Activity(id="c", kind="training", basis=Basis.ASSERTED),
    ]
    known = table("activities", *rows)
    query = {"share": {"count": "activities", "basis": "verified"}, "in": {"count": "activities"}}
    # at worst only a is verified of three; at best all three are
    assert ends(ask(query, known)) == (Fraction(1, 3), Fraction(1))
    sure = {"share": {"count": "activities"}, "in": {"count": "activities", "basis": "verified"}}
    assert ends(ask(sure, known)) == (Fraction(1), Fraction(1))


def test_a_share_of_a_table_that_is_not_complete_may_be_anything() -> None:
    known = table("activities", Activity(id="a", kind="training"), complete=False)
    query = {
        "share": {"count": "activities", "where": {"kind": "drill"}},
        "in": {"count": "activities"},
    }
    value = ask(query, known)
    assert listed(value.least, value.most, value.applicable) == [0, 1, Truth.YES]


def test_a_whole_that_may_be_below_zero_leaves_its_share_open() -> None:
    row = ControlIndicator(id="a", field="f", indicator="i")
    query = {
        "share": {"count": "hazards"},
        "in": {"sum": "controls", "field": "growth"},
    }
    known = Known({"controls": Rows((row,)), "hazards": HAZARDS.tables["hazards"]})
    assert listed(ask(query, known).least, ask(query, known).applicable) == [None, Truth.MAYBE]
