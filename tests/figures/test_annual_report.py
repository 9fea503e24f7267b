"""The annual report of disclosure: a real one, made ones, and every cell wrong in turn."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zwgk.errors import InvalidInput
from zwgk.exchange import dossier_from
from zwgk.figures import Status, Verdict, reconcile_dossier, suspects, table_three
from zwgk.records import AnnualReport, Dossier, Request, annual_form
from zwgk.source import build, parse_json, parse_yaml, read_source

COLUMNS = ["natural_person", "business", "research", "charity", "legal_service", "other", "total"]
RESULTS_2019 = [
    "3.1", "3.2", *(f"3.3.{n}" for n in range(1, 9)), *(f"3.4.{n}" for n in range(1, 4)),
    *(f"3.5.{n}" for n in range(1, 6)), "3.6",
]  # fmt: skip
RESULTS_2021 = [*RESULTS_2019[:-1], "3.6.1", "3.6.2", "3.6.3"]


def dossier(report: dict[str, Any], **tables: Any) -> Dossier:
    year = report.get("year", 2025)
    return Dossier.model_validate(
        {
            "unit": {"name": "示例局（虚构）", "kind": "department"},
            "period": {"from": f"{year}-01-01", "to": f"{year}-12-31"},
            "annual_report": report,
            **tables,
        }
    )


def judged(report: dict[str, Any], **tables: Any) -> dict[str, Verdict]:
    found = reconcile_dossier(dossier(report, **tables))
    assert len({verdict.id for verdict in found}) == len(found)
    return {verdict.id.removeprefix("annual_report."): verdict for verdict in found}


def statuses(found: dict[str, Verdict], topic: str = "") -> dict[str, int]:
    return dict(Counter(str(v.status) for name, v in found.items() if name.startswith(topic)))


@pytest.fixture(scope="module")
def real() -> dict[str, Any]:
    data = read_source(Path(__file__).with_name("real_annual_report.yaml")).data
    assert isinstance(data, dict)
    return data


class TestForms:
    def test_rows_and_columns_of_both_formats(self) -> None:
        form = annual_form()
        assert [column.id for column in form.table_three_columns] == COLUMNS
        assert form.result_rows("2019") == RESULTS_2019
        assert form.result_rows("2021") == RESULTS_2021
        assert list(form.rows("table_three", "2021")) == ["1", "2", *RESULTS_2021, "3.7", "4"]
        assert len(form.table_four) * len(form.table_four_columns) == 15

    @pytest.mark.parametrize(
        ("year", "form", "rows"), [(2019, "2019", 23), (2020, "2019", 23), (2021, "2021", 25)]
    )
    def test_the_format_follows_the_year(self, year: int, form: str, rows: int) -> None:
        report = AnnualReport.model_validate({"year": year, "table_three": {}, "table_four": {}})
        assert report.form == form
        assert len(list(report.cells())) == 7 * rows + 15

    def test_table_two_of_both_formats(self) -> None:
        # 2019: 2 rows x 3, 2 x 3, 2 x 3, 1 x 2, 1 x 2 = 22; 2021: 2 x 3 + 1 + 2 + 1 = 10
        for year, cells in ((2020, 22), (2024, 10)):
            report = AnnualReport.model_validate({"year": year, "table_two": {}})
            assert len(list(report.cells())) == cells

    def test_a_report_survives_json(self, real: dict[str, Any]) -> None:
        whole = dossier({**real, "previous": {"year": 2024}, "children": [{"id": "a", **real}]})
        again = Dossier.model_validate_json(whole.model_dump_json(by_alias=True))
        assert again == whole


class TestRealReport:
    def test_what_was_read_agrees_and_nothing_contradicts(self, real: dict[str, Any]) -> None:
        found = judged(real)
        # 14069 + 560 = 14629 = 13810 + 819; 13612 + 535 = 14147 = 13364 + 783; …
        assert statuses(found, "balance.") == {"holds": 7}
        # 376 + 97 + 196 + 121 = 790; 16 + 1 + 12 + 27 = 56; 74 + 1 + 30 + 51 = 156
        assert statuses(found, "table_four.") == {"holds": 3}
        # natural persons: 5345 + 2120 + 719 + 3271 + 451 + 1458 = 13364; the total likewise:
        # 5548 + 2168 + 730 + 3421 + 457 + 1486 = 13810. The other columns were not read.
        results = {name: found[f"results.{name}"].status for name in COLUMNS}
        assert [name for name, status in results.items() if status is Status.HOLDS] == [
            "natural_person", "total",
        ]  # fmt: skip
        assert set(results.values()) == {Status.HOLDS, Status.UNVERIFIABLE}
        # rows 1, 2, 3.1, 3.2, 3.7, 4 were read whole
        assert statuses(found, "columns.") == {"holds": 6, "unverifiable": 19}

    def test_with_the_zeros_that_follow(self, real: dict[str, Any]) -> None:
        # No count is below zero: where the natural persons are already the total of a row, and in
        # the column of research institutes whose total is 0, every other cell is 0.
        rows: dict[str, Any] = {}
        for code, cells in real["table_three"].items():
            if isinstance(cells, list):
                rows[code] = cells
                continue
            row = dict.fromkeys(COLUMNS) | cells | {"research": 0}
            if cells["natural_person"] == cells["total"]:
                row = {name: value or 0 for name, value in row.items()}
            rows[code] = row
        found = judged({**real, "table_three": rows})
        # 3.3.1, 3.3.2, 3.3.3, 3.4.3, 3.5.3 and 3.5.5 are now whole
        assert statuses(found, "columns.") == {"holds": 12, "unverifiable": 13}
        assert found["results.research"].status is Status.HOLDS
        assert not any(verdict.failing for verdict in found.values())

    def test_an_older_report_with_blank_totals(self) -> None:
        # format 2019: 821 + 35 + 2 + 1 = 859 received, 18 carried in, 805 results, 72 carried
        # out: 859 + 18 = 877 = 805 + 72. The totals of the result rows are blank.
        report = {
            "year": 2020,
            "table_three": {
                "1": {"natural_person": 821, "business": 35, "charity": 2, "other": 1,
                      "research": 0, "legal_service": 0, "total": 859},
                "2": {"total": 18},
                "3.1": ["", "-", "—", "/", None, "", ""],
                "3.7": {"total": 805},
                "4": {"total": 72},
            },
        }  # fmt: skip
        found = judged(report)
        assert found["balance.total"].status is Status.HOLDS
        assert found["columns.1"].status is Status.HOLDS
        assert found["columns.3.1"].status is Status.UNVERIFIABLE
        assert found["results.total"].status is Status.UNVERIFIABLE
        assert statuses(found, "columns.") == {"holds": 1, "unverifiable": 22}
        # no table four: nothing to judge, which is not the same as a missing cell
        assert statuses(found, "table_four.") == {"not_applicable": 3}
        assert "表四" in found["table_four.review"].reason.zh


def made_log(year: int, form: str, size: int = 400) -> list[dict[str, Any]]:
    """Requests with every outcome and applicant, some carried in and some carried out."""
    chance = Random(20190515)  # noqa: S311  # made-up requests, not secrets
    outcomes = [
        row.outcomes[0] for row in annual_form().rows("table_three", form).values() if row.outcomes
    ]
    applicants = ["natural_person", "company", "research", "charity", "law_firm", "other"]
    log: list[dict[str, Any]] = []
    for number in range(size):
        received = date(year, 1, 1) + timedelta(days=chance.randint(-30, 364))
        answered = received + timedelta(days=chance.randint(1, 45))
        log.append(
            {
                "id": f"r{number}",
                "received": received,
                "applicant": chance.choice(applicants),
                "outcome": outcomes[number % len(outcomes)],
                "events": [{"name": "answered", "on": answered}],
            }
        )
    return log


def counted_by_hand(log: list[dict[str, Any]], year: int) -> dict[tuple[str, str], int]:
    """The same by plain loops over the words of 5.2 of the form, for the total column."""
    rows = {
        "granted": "3.1", "partly_granted": "3.2", "state_secret": "3.3.1",
        "forbidden_by_law": "3.3.2", "endangers_security": "3.3.3", "third_party": "3.3.4",
        "internal_affairs": "3.3.5", "deliberative": "3.3.6", "enforcement_file": "3.3.7",
        "registry_matter": "3.3.8", "not_held": "3.4.1", "needs_making": "3.4.2",
        "still_unclear": "3.4.3", "petition": "3.5.1", "repeated": "3.5.2",
        "public_publication": "3.5.3", "excessive": "3.5.4", "confirmation": "3.5.5",
        "correction_lapsed": "3.6.1" if year > 2020 else "3.6", "fee_lapsed": "3.6.2",
        "withdrawn": "3.6.3",
    }  # fmt: skip
    columns = {"company": "business", "law_firm": "legal_service"}
    found: Counter[tuple[str, str]] = Counter()
    for row in log:
        received, answered = row["received"], row["events"][0]["on"]
        places = ["1"] if received.year == year else ["2"] if answered.year == year else []
        if places and answered.year == year:
            places += ["3.7", rows[row["outcome"]]]
        elif places:
            places.append("4")
        for place in places:
            found[place, "total"] += 1
            found[place, columns.get(row["applicant"], row["applicant"])] += 1
    return dict(found)


def made_report(year: int, log: list[dict[str, Any]]) -> dict[str, Any]:
    made = table_three([Request.model_validate(row) for row in log], year)
    return {
        "year": year,
        "table_three": {code: row.model_dump() for code, row in made.items()},
        "table_four": {
            "review": [31, 4, 5, 6, 46], "direct": [7, 0, 1, 2, 10],
            "after_review": [3, 1, 0, 9, 13],
        },
    }  # fmt: skip


class TestMadeReport:
    @pytest.mark.parametrize("year", [2020, 2025])
    def test_a_table_made_from_the_log_passes(self, year: int) -> None:
        form = "2019" if year == 2020 else "2021"
        log = made_log(year, form)
        report = made_report(year, log)
        by_hand = counted_by_hand(log, year)
        table = report["table_three"]
        for code, row in table.items():
            for column, cell in row.items():
                assert cell == str(by_hand.get((code, column), 0)), (code, column)
        assert all(int(row["total"]) for row in table.values()), "every row should be used"
        found = judged(report, requests=log)
        rows = 23 if year == 2020 else 25
        # 7 balances, 7 sums of results, a sum for each row, 3 groups, 7 x rows against the log
        assert statuses(found) == {"holds": 7 + 7 + rows + 3 + 7 * rows}

    @pytest.mark.parametrize(("year", "form", "rows"), [(2020, "2019", 23), (2025, "2021", 25)])
    def test_every_single_cell_wrong_is_caught_and_located(
        self, year: int, form: str, rows: int
    ) -> None:
        report = made_report(year, made_log(year, form))
        checked = 0
        for table in ("table_three", "table_four"):
            for code, row in report[table].items():
                names = list(row) if isinstance(row, dict) else range(len(row))
                for name in names:
                    old = row[name]
                    row[name] = str(int(old) + 1 + checked % 3)
                    found = reconcile_dossier(dossier(report))
                    row[name] = old
                    place = name if isinstance(name, str) else FOUR[name]
                    cell = f"annual_report.{table}.{code}.{place}"
                    failing = [verdict for verdict in found if verdict.failing]
                    assert failing, cell
                    assert all(cell in verdict.members for verdict in failing)
                    wrong = suspects(found)
                    if table == "table_three":
                        assert wrong == (cell,)
                    else:  # one sum only: the group is named, and the mend is among those told
                        assert set(wrong) == {
                            f"annual_report.{table}.{code}.{column}" for column in FOUR
                        }
                    for verdict in failing:
                        assert (cell, str(old)) in {
                            (mend.member, mend.value) for mend in verdict.would_hold
                        }
                    checked += 1
        assert checked == 7 * rows + 15

    def test_a_missing_cell_is_told_what_it_would_be(self) -> None:
        report = made_report(2025, made_log(2025, "2021"))
        old = report["table_three"]["3.1"]["total"]
        report["table_three"]["3.1"]["total"] = "—"
        found = judged(report)
        assert statuses(found)["unverifiable"] == 2  # its row and its column
        assert [mend.value for mend in found["columns.3.1"].would_hold] == [old]

    def test_the_log_tells_what_the_table_hides(self) -> None:
        log = made_log(2025, "2021")
        report = made_report(2025, log)
        row = report["table_three"]
        # one request moved from one result to another, in row and total: every sum still holds
        asked = next(column for column in COLUMNS if row["3.1"][column] != "0")
        for column in (asked, "total"):
            row["3.1"][column] = str(int(row["3.1"][column]) - 1)
            row["3.2"][column] = str(int(row["3.2"][column]) + 1)
        assert statuses(judged(report)) == {"holds": 42}
        found = judged(report, requests=log)
        assert {name for name, verdict in found.items() if verdict.failing} == {
            f"request_log.3.1.{asked}", "request_log.3.1.total",
            f"request_log.3.2.{asked}", "request_log.3.2.total",
        }  # fmt: skip


FOUR = ["upheld", "corrected", "other", "pending", "total"]


class TestAround:
    def test_carried_over_from_last_year(self, real: dict[str, Any]) -> None:
        carried = [535, 6, 0, 1, 18, 0, 560]
        before = {"year": 2024, "table_three": {"4": carried}}
        found = judged({**real, "previous": before})
        assert statuses(found, "carried_over.") == {"holds": 7}
        before = {"year": 2024, "table_three": {"4": [536, *carried[1:6], None]}}
        found = judged({**real, "previous": before})
        assert found["carried_over.natural_person"].difference == -1
        assert found["carried_over.total"].status is Status.UNVERIFIABLE
        assert statuses(found, "carried_over.")["holds"] == 5

    def test_last_year_clears_nothing_of_this_year(self) -> None:
        report = made_report(2025, made_log(2025, "2021"))
        last = report["table_three"]["2"]
        report["previous"] = {"year": 2024, "table_three": {"4": last}}
        report["table_three"]["4"]["total"] = "9999"  # last year's row 4 holds, this one does not
        assert suspects(reconcile_dossier(dossier(report))) == (
            "annual_report.table_three.4.total",
        )
        report["previous"]["table_three"]["4"] = {**last, "total": "9999"}
        report["table_three"]["4"]["total"] = None
        assert suspects(reconcile_dossier(dossier(report))) == ()

    def test_documents_in_force_only_warn(self) -> None:
        # 40 + 5 - 3 = 42
        now = {"normative": {"issued": 5, "repealed": 3, "in_force": 42}}
        before = {"year": 2024, "table_two": {"normative": {"in_force": 40}}}
        found = judged({"year": 2025, "table_two": now, "previous": before})
        assert found["in_force.normative"].status is Status.HOLDS
        now["normative"]["in_force"] = 43
        found = judged({"year": 2025, "table_two": now, "previous": before})
        verdict = found["in_force.normative"]
        assert (verdict.status, verdict.advisory, verdict.failing) == (
            Status.DOES_NOT_HOLD, True, False,
        )  # fmt: skip

    def test_a_government_is_the_sum_of_its_units(self) -> None:
        log = made_log(2025, "2021")
        halves = [made_report(2025, log[::2]), made_report(2025, log[1::2])]
        whole = made_report(2025, log)
        groups = {"review": [62, 8, 10, 12, 92], "direct": [14, 0, 2, 4, 20],
                  "after_review": [6, 2, 0, 18, 26]}  # fmt: skip
        whole |= {"table_four": groups}
        whole["children"] = [{"id": f"unit{n}", **half} for n, half in enumerate(halves)]
        found = judged(whole)
        assert statuses(found, "roll_up.") == {"holds": 7 * 25 + 15}
        halves[1]["table_three"]["4"]["total"] = "9999"
        whole["children"] = [{"id": f"unit{n}", **half} for n, half in enumerate(halves)]
        assert [name for name, verdict in judged(whole).items() if verdict.failing] == [
            "roll_up.table_three.4.total"
        ]

    def test_numbers_of_the_text(self, real: dict[str, Any]) -> None:
        text = [
            {"says": "new", "value": "14069件", "where": "一、总体情况"},
            {"says": "carried_out", "value": "819"},
            {"says": "reviews", "value": "790件"},
            {"says": "lawsuits", "value": "212"},  # 56 + 156
            {"says": "concluded", "value": "13801"},  # 13810 with two digits swapped
            {"says": "carried_in", "value": None},
        ]
        found = judged({**real, "text": text})
        assert [str(found[f"text.{number}"].status) for number in range(1, 7)] == [
            "holds", "holds", "holds", "holds", "does_not_hold", "unverifiable",
        ]  # fmt: skip
        assert found["text.5"].would_hold[0].why == "digits_swapped"

    def test_own_identities_may_name_cells(self, real: dict[str, Any]) -> None:
        row = {"id": "quoted", "kind": "equal", "left": "annual_report.table_three.1.total",
               "right": "14069"}  # fmt: skip
        whole = dossier(real, identities=[row])
        (own,) = [v for v in reconcile_dossier(whole) if v.id == "quoted"]
        assert own.status is Status.HOLDS


def test_faults_of_a_report_all_at_once() -> None:
    text = """
year: 2025
table_three:
  "1": [1, 2, 3]
  "3.1": {natural_person: "-3", totl: 4}
  "3.6": [1, 2, 3, 4, 5, 6, 21]
table_two:
  normative: {made: 1, issued: 1.5}
  charges: {amount: 12.5}
previous: {year: 2023}
children: [{year: 2025}, {year: 2024}]
"""
    with pytest.raises(InvalidInput) as caught:
        build(AnnualReport, parse_yaml(text, "report.yaml"))
    places = {str(problem.place).partition(" ")[2] for problem in caught.value.problems}
    assert places == {
        "table_three.1", 'table_three["3.1"].natural_person', 'table_three["3.1"].totl',
        'table_three["3.6"]', "table_two.normative.made", "table_two.normative.issued",
        "previous.year", "children[1].id", "children[1].year",
    }  # fmt: skip
    assert all(problem.hint for problem in caught.value.problems)


PARTS = ("table_two", "table_three", "table_four", "text", "previous", "children")
ODD = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 10**6)
    | st.sampled_from(["", "-", "12", "-1", "1.5", "xxx", "无", "年", "1e999", "二十", "3.1"]),
    lambda inner: (
        st.lists(inner, max_size=8)
        | st.dictionaries(
            st.sampled_from(
                ["1", "3.1", "3.7", "9", "natural_person", "total", "review", "normative", "made",
                 "in_force", "says", "value", "year", "id", "table_three", "children"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)  # fmt: skip


@given(
    st.fixed_dictionaries(
        {"year": st.integers(2018, 2101) | ODD},
        optional=dict.fromkeys(
            ("table_two", "table_three", "table_four", "text", "previous", "children"), ODD
        ),
    )
)
def test_anything_is_a_report_or_a_fault_and_never_a_traceback(given_report: Any) -> None:
    head = {"unit": {"name": "示例局（虚构）", "kind": "department"},
            "period": {"from": "2025-01-01", "to": "2025-12-31"}}  # fmt: skip
    text = json.dumps({**head, "annual_report": given_report}, ensure_ascii=False)
    try:
        whole = dossier_from(parse_json(text, "any.json"))
    except InvalidInput as caught:
        assert all(problem.what.zh for problem in caught.problems)  # noqa: PT017  # either is right
        return
    for verdict in reconcile_dossier(whole):
        assert verdict.reason.zh
