"""Receipt and reply days, fees, accident grades, and which days are working days: by the texts."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zwgk.errors import InvalidInput
from zwgk.law import (
    Mark,
    accident_grade,
    counted_under,
    information_fee,
    received_on,
    replied_on,
)
from zwgk.time import CalendarDays, WorkingDays

ARRIVED, CONFIRMED = date(2024, 3, 1), date(2024, 3, 4)
OLD, OLD_CONFIRMED = date(2016, 3, 1), date(2016, 3, 4)


@pytest.mark.parametrize(
    ("channel", "day", "article", "old_day"),
    [
        ("in_person", ARRIVED, "第三十一条第一项", OLD),
        ("signed_mail", ARRIVED, "第三十一条第二项", OLD),
        ("plain_mail", CONFIRMED, "第三十一条第二项", OLD_CONFIRMED),
        ("internet", CONFIRMED, "第三十一条第三项", OLD_CONFIRMED),
        ("fax", CONFIRMED, "第三十一条第三项", OLD_CONFIRMED),
        ("email", CONFIRMED, "第三十一条第三项", OLD),
    ],
)
def test_receipt_by_channel(channel: str, day: date, article: str, old_day: date) -> None:
    new = received_on(channel, ARRIVED, confirmed=CONFIRMED)
    assert (new.day, new.citation.article, new.mark) == (day, article, Mark.READ)
    old = received_on(channel, OLD, confirmed=OLD_CONFIRMED)
    assert (old.day, old.citation.source) == (old_day, "国办公开办函〔2015〕207号")
    unconfirmed = received_on(channel, ARRIVED)
    assert unconfirmed.day == (ARRIVED if day == ARRIVED else None)
    assert new.why.en


@pytest.mark.parametrize(
    ("channel", "day", "mark"),
    [
        ("served", CONFIRMED, Mark.READ),
        ("post", ARRIVED, Mark.READ),
        ("courier", CONFIRMED, Mark.CHOICE),
        ("electronic", ARRIVED, Mark.CHOICE),
    ],
)
def test_the_day_a_reply_is_made(channel: str, day: date, mark: Mark) -> None:
    """国办公开办函〔2016〕235号: handing to the post, or the applicant's signature."""
    made = replied_on(channel, ARRIVED, signed=CONFIRMED)
    assert (made.day, made.mark) == (day, mark)
    assert replied_on(channel, ARRIVED).day == (ARRIVED if day == ARRIVED else None)


def test_what_the_texts_do_not_name_is_our_own_choice() -> None:
    new = received_on("other", ARRIVED, confirmed=CONFIRMED)
    assert (new.day, new.mark) == (CONFIRMED, Mark.CHOICE)
    old = received_on("other", OLD, confirmed=OLD_CONFIRMED)
    assert (old.day, old.mark) == (OLD_CONFIRMED, Mark.READ)
    assert received_on("other", ARRIVED).day is None
    # 235号 is of 2016-12-07: what was sent before is read by it all the same
    for day, mark in ((date(2016, 12, 6), Mark.CHOICE), (date(2016, 12, 7), Mark.READ)):
        assert replied_on("post", day).mark is mark
        assert replied_on("served", day, signed=date(2016, 12, 9)).mark is mark


@pytest.mark.parametrize(
    ("channel", "arrived", "confirmed", "mark"),
    [
        # the letter is of 2015; which day of it was not read
        ("in_person", date(2015, 6, 1), None, Mark.CHOICE),
        ("email", date(2016, 1, 4), None, Mark.READ),
        # came in under the one text, confirmed under the other
        ("fax", date(2019, 5, 14), date(2019, 5, 15), Mark.CHOICE),
        ("fax", date(2019, 5, 13), date(2019, 5, 14), Mark.READ),
        ("email", date(2019, 5, 14), date(2019, 5, 15), Mark.READ),  # received when it came in
    ],
)
def test_between_two_texts_the_choice_is_ours(
    channel: str, arrived: date, confirmed: date | None, mark: Mark
) -> None:
    assert received_on(channel, arrived, confirmed=confirmed).mark is mark


def test_moments_count_as_their_beijing_day() -> None:
    night = datetime(2024, 9, 12, 17, tzinfo=UTC)  # one in the morning of the 13th
    for found in (
        received_on("fax", night, confirmed=night),
        received_on("in_person", night),
        replied_on("served", night, signed=night),
        replied_on("post", night),
    ):
        assert found.day == date(2024, 9, 13)
        assert type(found.day) is date


def test_impossible_receipts_and_replies_are_refused() -> None:
    with pytest.raises(InvalidInput, match="早于到达日"):
        received_on("internet", CONFIRMED, confirmed=ARRIVED)
    with pytest.raises(InvalidInput, match="早于发出日"):
        replied_on("served", CONFIRMED, signed=ARRIVED)
    for call in (received_on, replied_on):
        with pytest.raises(InvalidInput, match="不认识的方式"):
            call("pigeon", ARRIVED)


# --- fees: 国办函〔2020〕109号, marginal brackets ---


@pytest.mark.parametrize(
    ("tariff", "count", "yuan"),
    [
        ("items", 0, 0), ("items", 10, 0), ("items", 11, 100), ("items", 14, 400),
        ("items", 30, 2000), ("items", 31, 2200), ("items", 40, 4000), ("items", 41, 4300),
        ("items", 50, 7000),
        ("pages", 30, 0), ("pages", 31, 10), ("pages", 68, 380), ("pages", 70, 400),
        ("pages", 100, 700), ("pages", 101, 720), ("pages", 200, 2700), ("pages", 201, 2740),
        ("pages", 250, 4700),
    ],
)  # fmt: skip
def test_fees_by_hand(tariff: str, count: int, yuan: int) -> None:
    fee = information_fee(tariff, count, date(2025, 5, 1))
    assert fee.amount == yuan == sum(part.amount for part in fee.parts)
    assert fee.mark is Mark.MEMORY


@given(count=st.integers(0, 2000), tariff=st.sampled_from(["items", "pages"]))
def test_one_more_costs_the_price_of_its_own_bracket(count: int, tariff: str) -> None:
    less, more = (information_fee(tariff, n, date(2025, 5, 1)) for n in (count, count + 1))
    if tariff == "items":
        price = 0 if count < 10 else 100 if count < 30 else 200 + (count - 30) // 10 * 100
    else:
        price = 0 if count < 30 else 10 if count < 100 else 20 if count < 200 else 40
    assert more.amount - less.amount == price
    assert more.parts[-1].last == count + 1


@pytest.mark.parametrize(
    ("tariff", "count", "on", "words"),
    [
        ("words", 1, date(2025, 1, 1), "没有这种收费方式"),
        ("items", -1, date(2025, 1, 1), "数量无效"),
        ("items", 1.5, date(2025, 1, 1), "数量无效"),
        ("items", 10**9, date(2025, 1, 1), "数量无效"),
        ("items", 1, date(2020, 12, 31), "尚无此收费规定"),
    ],
)
def test_impossible_fees_are_refused(tariff: str, count: Any, on: date, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        information_fee(tariff, count, on)


# --- accidents: 493号令 Art.3, 以上 includes and 以下 excludes ---


@pytest.mark.parametrize(
    ("deaths", "injuries", "loss", "grade"),
    [
        (0, 0, 0, "ordinary"),
        (2, 9, 9_999_999, "ordinary"),
        (3, 0, 0, "major"),
        (0, 10, 0, "major"),
        (0, 0, 10_000_000, "major"),
        (9, 49, 49_999_999, "major"),
        (10, 0, 0, "grave"),
        (0, 50, 0, "grave"),
        (0, 0, Decimal("50000000.00"), "grave"),
        (29, 99, Decimal("99999999.99"), "grave"),
        (30, 0, 0, "especially_grave"),
        (0, 100, 0, "especially_grave"),
        (0, 0, 100_000_000, "especially_grave"),
        # the gravest of the three holds
        (1, 60, 20_000_000, "grave"),
    ],
)
def test_grades_at_their_edges(deaths: int, injuries: int, loss: int | Decimal, grade: str) -> None:
    found = accident_grade(deaths, injuries, loss)
    assert found.grade is not None
    assert found.grade.id == grade
    assert found.citation.article == "第三条"


def test_an_unknown_figure_leaves_graver_grades_open() -> None:
    open_ended = accident_grade(3, None, 0)
    assert open_ended.grade is None
    assert (open_ended.least.id, open_ended.most.id) == ("major", "especially_grave")
    closed = accident_grade(30, None, None)
    assert closed.grade is not None
    assert closed.grade.investigator.zh == "国务院"
    assert closed.grade.report_to.zh == "国务院有关部门"


@pytest.mark.parametrize(
    "figures", [(None, None, None), (-1, 0, 0), (1.5, 0, 0), (True, 0, 0), (0, 0, Decimal("NaN"))]
)
def test_impossible_figures_are_refused(figures: Any) -> None:
    with pytest.raises(InvalidInput):
        accident_grade(*figures)


# --- working days or calendar days: law.md 2, the list of each law ---


@pytest.mark.parametrize(
    ("law", "days", "on", "working"),
    [
        ("行政许可法", 20, date(2024, 1, 1), True),
        ("行政许可法", 45, date(2004, 7, 1), True),
        ("行政处罚法", 7, date(2022, 1, 1), True),
        ("行政处罚法", 10, date(2022, 1, 1), False),
        ("行政处罚法", 90, date(2022, 1, 1), False),
        ("行政处罚法", 7, date(2021, 7, 14), False),  # the earlier text had no such clause
        ("行政处罚法", 7, date(2021, 7, 15), True),
        ("行政复议法", 5, date(2023, 1, 1), True),
        ("行政复议法", 3, date(2023, 12, 31), False),
        ("行政复议法", 3, date(2024, 1, 1), True),
        ("行政复议法", 10, date(2024, 1, 1), True),
        ("行政复议法", 60, date(2024, 1, 1), False),
        ("行政强制法", 10, date(2024, 1, 1), True),
        ("行政强制法", 11, date(2024, 1, 1), False),
        ("预算法", 20, date(2024, 1, 1), False),
        ("政府信息公开条例", 7, date(2024, 1, 1), True),
        ("生产安全事故报告和调查处理条例", 7, date(2024, 1, 1), False),
    ],
)
def test_the_same_number_is_not_the_same_everywhere(
    law: str, days: int, on: date, working: bool
) -> None:
    found = counted_under(law, days, on)
    assert found.period == (WorkingDays(days) if working else CalendarDays(days))
    assert found.citation.source == law


def test_who_is_bound_matters() -> None:
    assert counted_under("行政许可法", 30, date(2024, 1, 1), side="applicant").period == (
        CalendarDays(30)
    )


def test_what_was_not_read_is_not_guessed() -> None:
    with pytest.raises(InvalidInput, match="没有核对"):
        counted_under("行政处罚法", 7, date(2015, 1, 1))
    with pytest.raises(InvalidInput, match="没有《民法典》"):
        counted_under("民法典", 7, date(2024, 1, 1))
    with pytest.raises(InvalidInput, match="期限必须是"):
        counted_under("预算法", 0, date(2024, 1, 1))
