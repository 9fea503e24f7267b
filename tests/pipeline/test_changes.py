"""Nothing is hard-coded: one thing is changed, and all that follows is worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from zwgk.scoring import Assessment, FindingKind

Assess = Callable[..., Assessment]


def findings(result: Assessment) -> list[tuple[str, str, str]]:
    return [(f.kind.value, f.state, f.subject) for f in result.findings]


def duties(result: Assessment) -> dict[str, tuple[date | None, str, int | None]]:
    return {duty.id: (duty.due, duty.outcome.value, duty.days_late) for duty in result.duties}


# All on time: 20 + 12 + 8, and nine of ten were given for the rest: 49. Three months of a
# bulletin, each due on the last day of its month. Five working days from Monday 2024-03-04 end
# on Monday the 11th, from Tuesday the 5th on the 12th.
ON_TIME = {
    "items:budget/2024-01": (date(2024, 1, 31), "on_time", 0),
    "items:budget/2024-02": (date(2024, 2, 29), "on_time", 0),
    "items:budget/2024-03": (date(2024, 3, 31), "on_time", 0),
    "cases:k1/promised": (date(2024, 3, 11), "on_time", 0),
    "cases:k2/promised": (date(2024, 3, 12), "early", 0),
}


def test_as_it_is(small: Assess) -> None:
    result = small()
    assert (result.total, result.full, str(result.declared)) == (Decimal(49), Decimal(50), "50")
    assert (result.late, duties(result)) == (0, ON_TIME)
    assert findings(result) == [("leaf", "partly", "c4")]
    assert [verdict.status.value for verdict in result.verdicts] == ["holds"]


def test_half_a_point_less_from_the_reviewer(small: Assess) -> None:
    # 40 + 8.5
    result = small(('indicator: c4, points: "9"', 'indicator: c4, points: "8.5"'))
    assert (result.total, str(result.declared)) == (Decimal("48.5"), "50")
    assert duties(result) == ON_TIME


def test_half_a_point_less_from_the_unit_itself(small: Assess) -> None:
    # 19.5 + 12 + 8 + 10 = 49.5, but 50 is printed; the assessed total is not moved
    result = small(("indicator: c1, points: 20", 'indicator: c1, points: "19.5"'))
    assert (result.total, str(result.declared)) == (Decimal(49), "99/2")
    assert findings(result) == [("leaf", "partly", "c4"), ("declared", "difference", "total")]
    words = next(f.what for f in result.findings if f.kind is FindingKind.DECLARED)
    assert words.zh == "各项自评合计 49.5 与自评总分 50 相差 0.5"


def test_one_case_a_working_day_late(small: Assess) -> None:
    # completed on Tuesday the 12th instead of Monday the 11th: 20 - 5, together 44
    result = small(
        (
            "received: 2024-03-04, promised: 5 working days, completed: 2024-03-11",
            "received: 2024-03-04, promised: 5 working days, completed: 2024-03-12",
        )
    )
    assert (result.total, result.late) == (Decimal(44), 1)
    late = {"cases:k1/promised": (date(2024, 3, 11), "late", 1)}
    assert duties(result) == {**ON_TIME, **late}
    assert findings(result) == [
        ("duty", "late", "cases:k1/promised"),
        ("leaf", "partly", "c1"),
        ("leaf", "partly", "c4"),
        # the unit gave itself twenty, and the evidence carries fifteen
        ("declared", "not_carried", "c1"),
    ]
    assert [f.what.zh for f in result.findings][-1] == "限时办结：自评 20 分，佐证显示最多 15 分"
    assert result.ledger is not None
    assert [(e.indicator, str(e.amount), e.records) for e in result.ledger] == [
        ("c1", "-5", ("cases:k1/promised",)),
        ("c4", "-1", ("declarations:review/c4",)),
    ]


def test_one_publication_two_days_late(small: Assess) -> None:
    # March is due on the 31st and was published on 2 April: 12 - 4, together 45
    result = small(("on: 2024-03-29", "on: 2024-04-02"))
    assert (result.total, result.late) == (Decimal(45), 1)
    assert duties(result)["items:budget/2024-03"] == (date(2024, 3, 31), "late", 2)
    assert [subject for kind, _, subject in findings(result) if kind == "duty"] == [
        "items:budget/2024-03"
    ]


def test_before_it_was_published_it_is_overdue(small: Assess) -> None:
    # on 1 April the second was not known yet: overdue by a day, and 4 points less all the same
    result = small(("on: 2024-03-29", "on: 2024-04-02"), as_of=date(2024, 4, 1))
    assert duties(result)["items:budget/2024-03"] == (date(2024, 3, 31), "overdue", 1)
    assert (result.total, result.late) == (Decimal(45), 1)


def test_another_number_in_the_report_breaks_the_sum(small: Assess) -> None:
    # 2 + 1 are not 2
    result = small(('late: "0"', 'late: "1"'))
    assert [verdict.status.value for verdict in result.verdicts] == ["does_not_hold"]
    assert ("identity", "does_not_hold", "all_counted") in findings(result)
    assert result.total == Decimal(49)


def test_evidence_that_is_only_said_leaves_its_points_open(small: Assess) -> None:
    result = small(("topic: signs, on", "topic: signs, basis: asserted, on"))
    # the eight points for the signs are open: 41 to 49
    assert result.bounds is not None
    assert (str(result.bounds.least), str(result.bounds.greatest)) == ("41.00", "49.00")
    assert result.total is None
    signs = result.indicator("c3")
    assert signs is not None
    assert (signs.state, signs.claimed) == ("unknown", "met")
    assert ("declared", "not_carried", "c3") in findings(result)
    assert [f.what.zh for f in result.findings if f.subject == "c3"] == [
        "标识：不详（按自述：做到）",
        "标识：自评 8 分，佐证显示不详，已证实 0 分",
    ]


def test_rectifications(small: Assess) -> None:
    rows = (
        "found:\n  - {id: q2, title: 牌子旧, on: 2024-01-10, due: 2024-02-20}"
        "\n  - {id: q1, title: 窗口缺岗, on: 2024-01-10, due: 2024-01-20, rectified: 2024-01-25}\n"
    )
    result = small(("found: []\n", rows))
    # five days late is a late duty; what is still open is told once, as a rectification
    assert findings(result) == [
        ("duty", "late", "found:q1"),
        ("leaf", "partly", "c4"),
        ("rectification", "open", "found:q2"),
    ]
    words = result.findings[-1].what
    assert (words.zh, words.en) == (
        "牌子旧：未见整改，期限 2024-02-20",
        "牌子旧: not rectified, due 2024-02-20",
    )
    assert result.late == 2
