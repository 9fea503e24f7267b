"""Steps in their order, and nobody who leads his own supervision."""

from __future__ import annotations

from datetime import date
from time import process_time
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zwgk.figures import Status, Verdict, apply, read_identities, reconcile, reconcile_dossier
from zwgk.records import Dossier


def judged(figures: dict[str, Any], **row: Any) -> Verdict:
    (verdict,) = reconcile(figures, [{"id": "i", **row}])
    return verdict


def order(*days: str | None, strict: bool = False) -> Verdict:
    names = [f"s{number}" for number in range(len(days))]
    figures = dict(zip(names, days, strict=True))
    return judged(figures, kind="step_order", steps=names, strict=strict)


@pytest.mark.parametrize(
    ("days", "status"),
    [
        (("2024-03-01", "2024-03-05", "2024-03-05"), "holds"),
        (("2024-03-05", "2024-03-01"), "does_not_hold"),
        (("2024-03-01", "2024-03-09", "2024-03-05"), "does_not_hold"),
        (("无", "2024-03-05"), "does_not_hold"),  # published without a review
        (("2024-03-01", "无", "2024-03-05"), "does_not_hold"),
        (("2024-03-01", "2024-03-05", "无"), "holds"),  # not published yet
        (("2024-03-01", "无"), "not_applicable"),
        (("无", "无"), "not_applicable"),
        ((None, "2024-03-05"), "unverifiable"),
        (("2024-03-09", None, "2024-03-05"), "does_not_hold"),  # whatever the middle was
        (("2024-03-01", None, "2024-03-05"), "unverifiable"),
        (("2024-03", "2024-03-05"), "unverifiable"),
        (("2024-02", "2024-03-05"), "holds"),
        (("2024年2月", "3月5日"), "holds"),
        (("很久以前", "2024-03-05"), "unverifiable"),
    ],
)
def test_steps_in_order(days: tuple[str | None, ...], status: str) -> None:
    assert order(*days).status == status


def test_strict_refuses_the_same_day() -> None:
    assert order("2024-03-05", "2024-03-05").status is Status.HOLDS
    assert order("2024-03-05", "2024-03-05", strict=True).status is Status.DOES_NOT_HOLD


def test_what_would_make_the_order_hold() -> None:
    verdict = order("2024-03-01", "2024-03-09", "2024-03-05")
    told = {(m.role, m.value, m.least, m.most) for m in verdict.would_hold}
    # the second by 03-05 and not before 03-01, or the third on 03-09 at the earliest
    assert told == {
        ("steps[1]", "2024-03-05", "2024-03-01", "2024-03-05"),
        ("steps[2]", "2024-03-09", "2024-03-09", None),
    }
    missing = order("无", "2024-03-05")
    assert [(m.why.value, m.role, m.value) for m in missing.would_hold] == [
        ("missing", "steps[0]", "2024-03-05")
    ]


@given(
    st.lists(st.dates(date(2024, 1, 1), date(2024, 2, 1)).map(str) | st.just("无"), min_size=2,
             max_size=5)
)  # fmt: skip
def test_orders_by_brute_force_and_every_mend_holds(days: list[str]) -> None:
    verdict = order(*days)
    pairs = [(a, b) for at, b in enumerate(days) for a in days[:at] if b != "无"]
    fine = all(a != "无" and a <= b for a, b in pairs)
    taken = [day for day in days if day != "无"]
    expected = Status.HOLDS if len(taken) > 1 else Status.NOT_APPLICABLE
    assert verdict.status is (expected if fine else Status.DOES_NOT_HOLD)
    names = [f"s{number}" for number in range(len(days))]
    figures: dict[str, object] = dict(zip(names, days, strict=True))
    (identity,) = read_identities([{"id": "i", "kind": "step_order", "steps": names}])
    for mend in verdict.would_hold:
        for value in {mend.value, mend.least, mend.most} - {None}:
            changed, same = apply(mend.model_copy(update={"value": value}), figures, identity)
            assert reconcile(changed, [same])[0].status is Status.HOLDS


POSTS = {
    "chief": "镇长",
    "discipline": "纪委书记（党委副书记）",
    "discipline_again": "纪委书记",
    "deputies": {"value": "副镇长", "kind": "posts"},
    "deputy": "副镇长",
    "second": "党委副书记",
    "second_again": "党委副书记",
    "clerk": "主任",
    "clerk_again": "主任",
    "office": "办公室主任",
    "office_again": "办公室主任",
    "nobody": None,
    "masked": "xxx",
}


@pytest.mark.parametrize(
    ("leads", "supervised", "status"),
    [
        (["chief"], ["second", "deputies"], "holds"),
        (["discipline"], ["chief", "discipline_again"], "does_not_hold"),  # one post, one person
        (["chief", "second"], ["second"], "does_not_hold"),  # the very same post
        (["deputies"], ["deputies"], "unverifiable"),
        (["nobody"], ["nobody"], "unverifiable"),
        # titles that several people of one unit may have
        (["second"], ["second_again"], "unverifiable"),
        (["clerk"], ["clerk_again"], "unverifiable"),
        (["office"], ["office_again"], "does_not_hold"),
        (["discipline"], ["second"], "unverifiable"),  # there may be several deputy secretaries
        (["deputy"], ["deputies"], "unverifiable"),  # one of them, or another
        (["nobody"], ["chief"], "unverifiable"),
        (["masked"], ["chief"], "unverifiable"),
        (["elsewhere"], ["chief"], "unverifiable"),
        (["chief", "nobody"], ["chief"], "does_not_hold"),
    ],
)
def test_who_is_supervised_does_not_lead(
    leads: list[str], supervised: list[str], status: str
) -> None:
    assert judged(POSTS, kind="separation", leads=leads, supervised=supervised).status == status


def dossier(**tables: Any) -> Dossier:
    unit: dict[str, Any] = {"name": "示例镇（虚构）", "kind": "township"}
    if "organisation" in tables:
        unit["organisation"] = tables.pop("organisation")
    period = {"from": "2024-01-01", "to": "2024-12-31"}
    return Dossier.model_validate({"unit": unit, "period": period, **tables})


def steps(*rows: tuple[str, str, str | None]) -> list[dict[str, Any]]:
    return [
        {"id": f"w{number}", "subject": subject, "step": step, "on": on}
        for number, (subject, step, on) in enumerate(rows)
    ]


def found(**tables: Any) -> dict[str, str]:
    return {verdict.id: verdict.status.value for verdict in reconcile_dossier(dossier(**tables))}


class TestWorkflow:
    def test_the_three_orders(self) -> None:
        rows = steps(
            ("accounts", "audit", "2024-04-01"), ("accounts", "verified", "2024-04-03"),
            ("accounts", "secrecy_review", "2024-04-04"), ("accounts", "publish", "2024-04-05"),
            ("road", "deliberate", "2024-05-01"), ("road", "decided", "2024-05-10"),
            ("road", "published", "2024-05-08"), ("road", "secrecy_review", "2024-05-07"),
        )  # fmt: skip
        assert found(workflow=rows) == {
            "workflow.secrecy.accounts": "holds",
            "workflow.finance.accounts": "holds",
            "workflow.secrecy.road": "holds",
            "workflow.decision.road": "does_not_hold",  # published two days before the decision
        }

    def test_a_step_left_out_of_a_complete_table_was_not_taken(self) -> None:
        rows = steps(
            ("a", "secrecy_review", "2024-04-04"), ("a", "publish", "2024-04-05"),
            ("b", "publish", "2024-04-06"),
        )  # fmt: skip
        assert found(workflow=rows)["workflow.secrecy.b"] == "does_not_hold"
        partial = {"complete": False, "rows": rows}
        assert found(workflow=partial)["workflow.secrecy.b"] == "unverifiable"

    def test_a_table_that_never_speaks_of_reviews_leaves_them_open(self) -> None:
        rows = steps(("b", "publish", "2024-04-06"))
        assert found(workflow=rows) == {"workflow.secrecy.b": "unverifiable"}

    def test_the_first_of_several_days_counts(self) -> None:
        rows = steps(
            ("a", "secrecy_review", "2024-04-04"), ("a", "publish", "2024-04-05"),
            ("a", "secrecy_review", "2024-08-01"), ("a", "publish", "2024-04-02"),
        )  # fmt: skip
        assert found(workflow=rows) == {"workflow.secrecy.a": "does_not_hold"}
        undated = steps(("a", "secrecy_review", None), ("a", "publish", "2024-04-05"))
        assert found(workflow=undated) == {"workflow.secrecy.a": "unverifiable"}

    def test_other_orders_are_written_by_hand(self) -> None:
        rows = steps(("fees", "noticed", "2024-09-01"), ("fees", "collected", "2024-08-30"))
        own = {"id": "fees", "kind": "step_order",
               "steps": ["workflow.fees.noticed", "workflow.fees.collected"]}  # fmt: skip
        assert found(workflow=rows, identities=[own]) == {"fees": "does_not_hold"}

    def test_finance_is_audited_also_where_nobody_speaks_of_it(self) -> None:
        rows = steps(("fees", "publish", "2024-04-06"), ("fees", "secrecy_review", "2024-04-02"))
        assert "workflow.finance.fees" not in found(workflow=rows)
        rows[0]["scope"] = "finance"
        assert found(workflow=rows) == {
            "workflow.secrecy.fees": "holds",
            "workflow.finance.fees": "does_not_hold",  # neither audited nor verified
        }
        partial = {"complete": False, "rows": rows}
        assert found(workflow=partial)["workflow.finance.fees"] == "unverifiable"
        rows += steps(("fees", "audit", "2024-04-03"), ("fees", "verify", "2024-04-04"))
        rows = [{**row, "id": f"w{number}"} for number, row in enumerate(rows)]
        assert found(workflow=rows)["workflow.finance.fees"] == "holds"

    def test_a_decision_is_deliberated_first(self) -> None:
        rows = steps(("road", "publish", "2024-05-08"))
        rows[0]["scope"] = "decision"
        assert found(workflow=rows)["workflow.decision.road"] == "does_not_hold"
        rows[0]["scope"] = "personnel"
        assert "workflow.decision.road" not in found(workflow=rows)

    def test_no_workflow_no_verdict(self) -> None:
        assert found() == {}
        assert found(workflow=[]) == {}


class TestOrganisation:
    GROUP: ClassVar[dict[str, Any]] = {
        "id": "group",
        "title": "政务公开领导小组",
        "roles": [{"title": "党委书记", "duty": "head"}, {"title": "纪委书记", "duty": "deputy"}],
    }

    def supervised_by(self, *roles: dict[str, Any], supervises: str = "group") -> str:
        body = {"id": "audit", "title": "审计理财小组", "roles": roles, "supervises": [supervises]}
        (status,) = found(organisation=[self.GROUP, body]).values()
        return status

    def test_a_deputy_who_heads_the_audit(self) -> None:
        head = {"title": "纪委书记", "duty": "head"}
        assert self.supervised_by(head) == "does_not_hold"
        assert self.supervised_by({"title": "人大主席", "duty": "head"}) == "holds"
        # sitting in it is not leading it
        assert self.supervised_by(
            {"title": "人大主席", "duty": "head"}, {"title": "纪委书记", "duty": "member"}
        ) == "holds"  # fmt: skip

    def test_what_is_not_told_is_open(self) -> None:
        assert self.supervised_by() == "unverifiable"
        head = {"title": "人大主席", "duty": "head"}
        assert self.supervised_by(head, supervises="elsewhere") == "unverifiable"

    def test_bodies_that_supervise_nobody_give_no_verdict(self) -> None:
        assert found(organisation=[self.GROUP]) == {}


def test_many_posts_take_no_longer_than_their_number() -> None:
    figures = {f"p{number}": f"某局第{number}号负责人" for number in range(20_000)}
    names = list(figures)
    row = {"id": "i", "kind": "separation", "leads": names[:10_000], "supervised": names[10_000:]}
    start = process_time()
    assert reconcile(figures, [row])[0].status is Status.HOLDS
    assert process_time() - start < 10  # each against each would take minutes
