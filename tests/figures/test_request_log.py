"""Requests counted into table three: which year, which row, which column, and what stays open."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zwgk.figures import Status, Verdict, reconcile_dossier, table_three
from zwgk.figures.request_log import Counted, count_requests
from zwgk.records import Dossier, Request, annual_form

YEAR = 2025


def request(received: str, answered: str | None = None, **fields: Any) -> Request:
    events = [{"name": "answered", "on": answered}] if answered else []
    return Request.model_validate({"id": "r", "received": received, "events": events, **fields})


def cells(*requests: Request, year: int = YEAR) -> dict[tuple[str, str], Counted]:
    form = "2021" if year > 2020 else "2019"
    return {at: n for at, n in count_requests(requests, year, form).items() if n != (0, 0)}


def rows(*requests: Request, year: int = YEAR) -> dict[str, Counted]:
    counted = cells(*requests, year=year)
    return {row: count for (row, column), count in counted.items() if column == "total"}


ONE, OPEN = Counted(1, 1), Counted(0, 1)


@pytest.mark.parametrize(
    ("received", "answered", "expected"),
    [
        ("2025-01-01", "2025-01-20", ["1", "3.1", "3.7"]),
        ("2025-12-31", "2025-12-31", ["1", "3.1", "3.7"]),
        ("2025-12-31", "2026-01-01", ["1", "4"]),
        ("2024-12-31", "2025-01-01", ["2", "3.1", "3.7"]),
        ("2024-12-31", "2024-12-31", []),  # of the year before alone
        ("2024-12-31", "2026-03-01", ["2", "4"]),  # a whole year without a reply
        ("2026-01-01", "2026-01-02", []),
    ],
)
def test_the_year_is_that_of_receipt_and_of_reply(
    received: str, answered: str, expected: list[str]
) -> None:
    counted = rows(request(received, answered, outcome="granted"))
    assert counted == dict.fromkeys(expected, ONE)


def test_a_request_without_a_reply_is_carried_out() -> None:
    assert rows(request("2025-06-01")) == {"1": ONE, "4": ONE}
    assert rows(request("2024-06-01")) == {"2": ONE, "4": ONE}


def test_the_first_reply_ends_it_and_a_lapse_ends_it_too() -> None:
    twice = Request.model_validate(
        {
            "id": "r", "received": "2024-12-01", "outcome": "granted",
            "events": [{"name": "answered", "on": "2025-02-01"},
                       {"name": "answered", "on": "2024-12-20"}],
        }
    )  # fmt: skip
    assert rows(twice) == {}
    lapsed = Request.model_validate(
        {
            "id": "r", "received": "2025-03-01",
            "events": [{"name": "correction_asked", "on": "2025-03-05"},
                       {"name": "correction_lapsed", "on": "2025-04-01"}],
        }
    )  # fmt: skip
    assert rows(lapsed) == {"1": ONE, "3.6.1": ONE, "3.7": ONE}
    old = lapsed.model_copy(update={"received": date(2020, 3, 1), "events": tuple(
        step.model_copy(update={"on": step.on.replace(year=2020)}) for step in lapsed.events
    )})  # fmt: skip
    assert rows(old, year=2020) == {"1": ONE, "3.6": ONE, "3.7": ONE}


@pytest.mark.parametrize(
    ("outcome", "row"),
    [
        ("granted", "3.1"), ("already_public", "3.1"), ("partly_granted", "3.2"),
        ("state_secret", "3.3.1"), ("third_party", "3.3.4"), ("registry_matter", "3.3.8"),
        ("not_held", "3.4.1"), ("does_not_exist", "3.4.1"), ("needs_making", "3.4.2"),
        ("still_unclear", "3.4.3"), ("petition", "3.5.1"), ("repeated", "3.5.2"),
        ("public_publication", "3.5.3"), ("excessive", "3.5.4"), ("confirmation", "3.5.5"),
        ("fee_lapsed", "3.6.2"), ("withdrawn", "3.6.3"),
    ],
)  # fmt: skip
def test_outcomes_by_article(outcome: str, row: str) -> None:
    counted = rows(request("2025-03-03", "2025-03-20", outcome=outcome))
    assert counted == {"1": ONE, row: ONE, "3.7": ONE}


def test_what_the_log_does_not_tell_stays_open() -> None:
    refused = rows(request("2025-03-03", "2025-03-20", outcome="refused"))
    assert refused == {"1": ONE, "3.7": ONE} | {f"3.3.{n}": OPEN for n in range(1, 9)}
    results = annual_form().result_rows("2021")
    for outcome in (None, "settled_somehow"):
        counted = rows(request("2025-03-03", "2025-03-20", outcome=outcome))
        assert counted == {"1": ONE, "3.7": ONE} | dict.fromkeys(results, OPEN)
    # it ended, nobody knows when: this year, or later
    assert rows(request("2025-03-03", outcome="withdrawn")) == {
        "1": ONE, "4": OPEN, "3.7": OPEN, "3.6.3": OPEN,
    }  # fmt: skip
    # carried in from the year before only if it did not end then
    assert rows(request("2024-03-03", outcome="withdrawn"))["2"] == OPEN


def test_an_applicant_of_an_unknown_kind_leaves_the_columns_open() -> None:
    counted = cells(request("2025-03-03", applicant="foreigner"))
    assert counted["1", "total"] == ONE
    assert {counted["1", name] for name in ("natural_person", "business", "other")} == {OPEN}
    made = table_three([request("2025-03-03", applicant="foreigner")], YEAR)
    assert (made["1"].total, made["1"].natural_person, made["2"].other) == ("1", None, "0")


@given(
    st.lists(
        st.builds(
            lambda first, days, outcome, applicant: Request.model_validate(
                {
                    "id": "r", "received": first, "applicant": applicant, "outcome": outcome,
                    "events": []
                    if days is None
                    else [{"name": "answered", "on": date.fromordinal(first.toordinal() + days)}],
                }
            ),
            st.dates(date(2024, 10, 1), date(2026, 2, 1)),
            st.none() | st.integers(0, 400),
            st.sampled_from([None, "granted", "refused", "lapsed", "repeated", "other_word"]),
            st.sampled_from(["natural_person", "company", "unknown_kind"]),
        ),
        max_size=12,
    )
)  # fmt: skip
def test_every_cell_has_ends_that_add_up(requests: list[Request]) -> None:
    found = count_requests(requests, YEAR, "2021")
    form = annual_form()
    for count in found.values():
        assert 0 <= count.least <= count.most <= len(requests)
    for row in form.rows("table_three", "2021"):
        parts = [found[row, c.id] for c in form.table_three_columns if c.id != "total"]
        total = found[row, "total"]
        assert sum(part.least for part in parts) <= total.most
        assert sum(part.most for part in parts) >= total.least
    # new and carried in are concluded or carried out, where every end is dated
    if all(one.events or one.outcome is None for one in requests):
        received = found["1", "total"].least + found["2", "total"].least
        assert received == found["3.7", "total"].least + found["4", "total"].least


def verdicts(report: dict[str, Any], requests: Any, as_of: date | None = None) -> list[Verdict]:
    whole = Dossier.model_validate(
        {
            "unit": {"name": "示例局（虚构）", "kind": "department"},
            "period": {"from": "2025-01-01", "to": "2025-12-31"},
            "annual_report": {"year": YEAR, **report},
            "requests": requests,
        }
    )
    return [v for v in reconcile_dossier(whole, as_of=as_of) if "request_log" in v.id]


LOG = [
    {"id": "a", "received": "2025-02-01", "outcome": "granted",
     "events": [{"name": "answered", "on": "2025-02-20"}]},
    {"id": "b", "received": "2025-02-01"},
]  # fmt: skip


def test_an_incomplete_log_is_a_lower_bound() -> None:
    table = {"1": {"total": "5"}, "4": {"total": "0"}}
    partial = {"complete": False, "rows": LOG}
    found = {v.id: v for v in verdicts({"table_three": table}, partial)}
    # five received and the log shows two of them; one is open and none was carried out
    assert found["annual_report.request_log.1.total.least"].status is Status.HOLDS
    assert found["annual_report.request_log.4.total.least"].status is Status.DOES_NOT_HOLD
    assert not any(name.endswith(".most") for name in found)
    whole = {v.id: v for v in verdicts({"table_three": table}, LOG)}
    assert whole["annual_report.request_log.1.total"].difference == -3  # 2 in the log, 5 reported


def test_a_log_is_compared_when_the_year_is_over() -> None:
    table = {"1": {"total": "2"}}
    assert verdicts({"table_three": table}, LOG, date(2025, 12, 30)) == []
    assert len(verdicts({"table_three": table}, LOG, date(2025, 12, 31))) == 7 * 25
    assert verdicts({}, LOG) == []
