"""What mending would bring: hand-worked cases, and the cheapest set against every set."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from datetime import date
from decimal import Decimal
from fractions import Fraction
from importlib import import_module
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zwgk.duties import DUTY_FIELDS
from zwgk.errors import InvalidInput
from zwgk.exchange import dossier_from
from zwgk.pipeline import WhatIf, assess, what_if
from zwgk.plugins import askable_tables
from zwgk.records import Dossier
from zwgk.scheme import KINDS, Scheme, read_scheme
from zwgk.scoring import Bounds
from zwgk.source import Source, parse_yaml

AS_OF = date(2024, 4, 30)
TABLES = askable_tables({}, DUTY_FIELDS)

HEAD = """\
format: 1
id: sheet
version: "1"
title: 示例
source: 示例（虚构）
"""
FACTS = """\
facts:
  overdue: {count: duties, where: {kind: complete, outcome: overdue}}
  late: {count: duties, where: {kind: complete, outcome: late}}
  unanswered: {count: duties, where: {kind: reply, outcome: overdue}}
  answered_late: {count: duties, where: {kind: reply, outcome: late}}
  unpublished: {count: duties, where: {kind: publish, outcome: overdue}}
"""
PLAIN = (
    HEAD
    + "full: 40\n"
    + FACTS
    + """\
  open_faults: {count: found, where: {open: true}}
  signs: {value: {evidence: signs}}
grades:
  - {id: good, title: 良好, from: 30}
  - {id: fair, title: 合格, from: 20}
  - {id: poor, title: 不合格}
indicators:
  - id: a
    title: 限时办结
    points: 15
    rule: {kind: deduct, per: overdue, each: 5, also: {late: 1}}
  - {id: b, title: 整改, points: 10, rule: {kind: deduct, per: open_faults, each: 4}}
  - {id: c, title: 标识, points: 8, rule: {kind: present, fact: signs}}
  - {id: d, title: 满意度, points: 7, rule: {kind: declared}}
"""
)
# 2024-03-04 is a Monday and no holiday lies in March: five working days end on the 11th.
UNIT: Mapping[str, Any] = {
    "period": {"from": "2024-01-01", "to": "2024-03-31"},
    "unit": {"name": "示例镇（虚构）", "kind": "township"},
    "items": [],
    "publications": [],
    "requests": [],
    "hazards": [],
    "feedback": [],
    "evidence": [],
    "found": [
        {"id": "f1", "title": "缺牌", "on": "2024-02-01"},
        {"id": "f2", "title": "缺表", "on": "2024-02-01"},
    ],
    "cases": [
        {"id": f"k{n}", "kind": "promised", "received": "2024-03-04", "promised": "5 working days"}
        for n in (1, 2)
    ],
}


def scheme_of(text: str) -> Scheme:
    known = {kind.kind: kind for kind in KINDS}
    return read_scheme(parse_yaml(text, "sheet.yaml"), known, TABLES)


def dossier_of(data: Mapping[str, Any]) -> Dossier:
    return dossier_from(Source("dossier.yaml", deepcopy(dict(data))))


def run(data: Mapping[str, Any] = UNIT, text: str = PLAIN, **how: Any) -> WhatIf:
    how.setdefault("as_of", AS_OF)
    return what_if(dossier_of(data), scheme_of(text), **how)


def gains(found: WhatIf) -> dict[str, Any]:
    return {one.id: (one.gain, one.gain_most) for one in found.mends}


def spread(bounds: Bounds | None) -> Any:
    return None if bounds is None else (bounds.least, bounds.greatest)


def test_the_gain_of_each() -> None:
    # As it is: 15 - 2 × 5, 10 - 2 × 4, signs 0, satisfaction open: [7, 14].
    # A case done on the day of assessment is late and costs 1 instead of 5; a fault 4 less; the
    # signs bring 8; the reviewer's points are not the unit's to mend.
    found = run()
    assert (spread(found.bounds), found.grade) == ((7, 14), "poor")
    assert gains(found) == {
        "cases:k1": (4, 4),
        "cases:k2": (4, 4),
        "c": (8, 8),
        "found:f1": (4, 4),
        "found:f2": (4, 4),
    }
    assert [(one.finding.subject, one.why.zh) for one in found.left] == [
        ("a", "部分做到，按已有记录计分"),
        ("b", "部分做到，按已有记录计分"),
        ("d", "由评定方给分"),
    ]
    # 13 + 10 + 8 and [0, 7] for the rest
    assert spread(found.all_bounds) == (31, 38)


def test_the_cheapest_set_to_the_next_grade() -> None:
    # 13 points are missing to 20: 8 + 4 is 12, so three are needed: the signs and two others.
    found = run()
    assert found.plan is not None
    assert (found.plan.grade, found.plan.exact, str(found.plan.cost)) == ("fair", True, "3")
    assert "c" in found.plan.mends
    assert len(found.plan.mends) == 3
    assert found.plan.bounds is not None
    assert found.plan.bounds.least == 23


def test_costs_change_the_set() -> None:
    # Without the signs, which cost ten, all four others bring 16: 7 + 16 = 23.
    found = run(costs={"c": 10})
    assert found.plan is not None
    assert sorted(found.plan.mends) == ["cases:k1", "cases:k2", "found:f1", "found:f2"]
    assert str(found.plan.cost) == "4"
    free = run(costs={"c": 0, "found:f1": "0.5"})
    assert free.plan is not None
    assert str(free.plan.cost) == "3/2"


def test_late_stays_late() -> None:
    # A sheet that charges late and overdue alike: doing it now brings nothing.
    text = PLAIN.replace("each: 5, also: {late: 1}", "each: 5, also: {late: 5}")
    assert gains(run(text=text))["cases:k1"] == (0, 0)


def test_mending_may_cost_points() -> None:
    # Late costs 7 and overdue 5: answering now lowers the total, and the set leaves it alone.
    text = PLAIN.replace("each: 5, also: {late: 1}", "each: 5, also: {late: 7}")
    found = run(text=text)
    assert gains(found)["cases:k1"] == (-2, -2)
    assert found.plan is not None
    assert sorted(found.plan.mends) == ["c", "found:f1", "found:f2"]


def test_no_set_is_enough() -> None:
    # The best grade from 39: everything mended is sure of 31 only.
    found = run(text=PLAIN.replace("from: 30", "from: 39").replace("from: 20", "from: 38"))
    assert found.plan is None
    assert found.reason is not None
    assert found.reason.zh == "怎样补救也不能确保“合格”"


def test_the_best_grade_has_no_next() -> None:
    text = PLAIN.replace("from: 30", "from: 5").replace("from: 20", "from: 4")
    found = run(text=text)
    assert found.plan is None
    assert found.reason is not None
    assert found.reason.en == "no better grade goes by points"


def test_without_points_there_is_no_plan() -> None:
    text = HEAD + "scored: false\nfacts:\n  signs: {value: {evidence: signs}}\nindicators:\n"
    text += "  - {id: a, title: 标识, needs: [{fact: signs, at_least: 1}]}\n"
    found = run(text=text)
    assert gains(found)["a"] == (None, None)
    assert (found.plan, found.total) == (None, None)
    assert found.reason is not None


def test_what_was_only_said_is_shown() -> None:
    # The word of the unit counts from nothing to all; with evidence it is all.
    said = {
        **UNIT,
        "evidence": [{"id": "e1", "topic": "signs", "basis": "asserted", "value": "是"}],
    }
    found = run(said)
    assert spread(found.bounds) == (7, 22)
    assert gains(found)["c"] == (8, 0)


def test_a_piece_that_denies_is_replaced() -> None:
    denied = {**UNIT, "evidence": [{"id": "e1", "topic": "signs", "value": "否"}]}
    assert gains(run(denied))["c"] == (8, 8)


def test_how_great_a_number_would_be_nobody_says() -> None:
    # Nine in ten may be satisfied or not: no piece of evidence is invented for a rate.
    text = PLAIN.replace(
        "{kind: present, fact: signs}", '{kind: share, fact: signs, target: "90%"}'
    )
    found = run(text=text)
    assert "c" not in gains(found)
    assert "不是补交佐证所能解决的" in {one.why.zh for one in found.left}


def test_slots_requests_and_feedback_are_mended_too() -> None:
    # One monthly item, January's slot missed; a request of 2024-01-02 and a complaint unanswered.
    data = {
        **UNIT,
        "items": [{"id": "i1", "title": "收支", "cadence": "monthly"}],
        "publications": [{"id": f"p{m}", "item": "i1", "on": f"2024-0{m}-28"} for m in (2, 3)],
        "requests": [{"id": "r1", "received": "2024-01-02"}],
        "feedback": [
            {"id": "b1", "kind": "complaint", "received": "2024-01-02", "limit": "5 working days"}
        ],
    }
    text = PLAIN.replace(
        "per: overdue, each: 5, also: {late: 1}", "per: unanswered, each: 5"
    ).replace("per: open_faults, each: 4", "per: unpublished, each: 4")
    found = gains(run(data, text))
    assert found["items:i1/2024-01"] == (4, 4)
    assert found["requests:r1"] == (5, 5)
    assert found["feedback:b1"] == (5, 5)


def test_wrong_costs() -> None:
    with pytest.raises(InvalidInput) as bad:
        run(costs={"cases:k9": 1, "c": -1, "found:f1": "viel", "found:f2": "1e999999999"})
    assert [one.place.path for one in bad.value.problems] == [
        "cases:k9",
        "c",
        "found:f1",
        "found:f2",
    ]


def test_json_there_and_back() -> None:
    found = run()
    assert WhatIf.model_validate_json(found.model_dump_json()) == found


# ---- against every set ------------------------------------------------------------------------


def subsets(names: Sequence[str]) -> Iterator[tuple[str, ...]]:
    for size in range(len(names) + 1):
        yield from combinations(names, size)


def by_hand(data: Mapping[str, Any], chosen: Sequence[str]) -> dict[str, Any]:
    """The data with these mended, written anew: no code of the library's."""
    new = deepcopy(dict(data))
    for name in chosen:
        table, _, rest = name.partition(":")
        if not rest:
            topic = name.removeprefix("l_")
            new["evidence"].append({"id": f"x_{topic}", "topic": topic, "on": str(AS_OF)})
            continue
        row = next((one for one in new[table] if one["id"] == rest), None)
        if table == "cases":
            row["completed"] = str(AS_OF)  # type: ignore[index]
        elif table == "requests":
            row["events"] = [{"name": "answered", "on": str(AS_OF)}]  # type: ignore[index]
        elif table == "found":
            row["rectified"] = str(AS_OF)  # type: ignore[index]
        else:
            item, _, slot = rest.partition("/")
            new["publications"].append(
                {"id": f"x_{slot}", "item": item, "on": str(AS_OF), "covers": slot}
            )
    return new


def cheapest_by_force(
    data: Mapping[str, Any], text: str, names: Sequence[str], costs: Mapping[str, int], better: Any
) -> Fraction | None:
    scheme = scheme_of(text)
    found: Fraction | None = None
    for chosen in subsets(names):
        cost = Fraction(sum(costs[name] for name in chosen))
        if found is not None and cost >= found:
            continue
        if better(assess(dossier_of(by_hand(data, chosen)), scheme, as_of=AS_OF)):
            found = cost
    return found


GENERATED = (
    HEAD
    + "full: 60\n"
    + FACTS
    + """\
  open_faults: {count: found, where: {open: true}}
  done: {count: duties, where: {kind: complete, outcome: [on_time, early, late]}}
  every: {count: duties, where: {kind: complete}}
  done_share: {share: done, in: every}
  faults_share: {share: open_faults, in: open_faults}
  t1: {value: {evidence: t1}}
  t2: {value: {evidence: t2}}
  t3: {count: evidence, where: {topic: t3}}
"""
)
SHEETS: tuple[str, ...] = (
    # plain sums
    """\
indicators:
  - {id: a, title: 甲, points: 20, rule: {kind: deduct, per: overdue, each: 3, also: {late: 1}}}
  - {id: b, title: 乙, points: 20, rule: {kind: deduct, per: open_faults, each: 4}}
  - {id: l_t1, title: 丙, points: 11, rule: {kind: present, fact: t1}}
  - {id: l_t2, title: 丁, points: 5, rule: {kind: present, fact: t2}}
  - {id: l_t3, title: 戊, points: 4, rule: {kind: present, fact: t3}}
""",
    # mending a request costs more than leaving it; rounding in the middle; a gated bonus
    """\
indicators:
  - id: base
    title: 基础
    points: 60
    places: 0
    parts:
      - id: a
        title: 甲
        points: 20
        rule: {kind: deduct, per: unanswered, each: 1, also: {answered_late: 6}}
      - {id: b, title: 乙, points: 20, rule: {kind: deduct, per: open_faults, each: 2.4, cap: 6}}
      - {id: l_t1, title: 丙, points: 12, rule: {kind: present, fact: t1, otherwise: 10%}}
      - {id: e, title: 己, points: 8, rule: {kind: deduct, per: unpublished, each: 1.5}}
  - id: more
    title: 加分
    part: bonus
    gate: {node: base, above: 40}
    cap: 6
    parts:
      - {id: l_t2, title: 丁, points: 5, rule: {kind: present, fact: t2}}
      - {id: l_t3, title: 戊, points: 4, rule: {kind: present, fact: t3}}
""",
    # a veto that mending lifts, a share, a penalty
    """\
indicators:
  - {id: v, title: 否决, part: veto, rule: {kind: present, fact: overdue}, effect: {ceiling: 30}}
  - {id: a, title: 甲, points: 30, na: full, rule: {kind: share, fact: done_share}}
  - {id: b, title: 乙, points: 20, rule: {kind: deduct, per: open_faults, each: 5}}
  - {id: l_t1, title: 丙, points: 10, rule: {kind: present, fact: t1}}
  - id: off
    title: 倒扣
    part: penalty
    points: 6
    parts:
      - {id: p1, title: 庚, points: 5, rule: {kind: deduct, per: unanswered, each: 3}}
      - {id: p2, title: 辛, points: 4, rule: {kind: deduct, per: unpublished, each: 2}}
""",
)
SHEETS += (
    # weights that are no points, a conversion, a part with a fail line
    """\
indicators:
  - id: w
    title: 加权
    points: 40
    fail_below: {below: 20, effect: {lower: 1}}
    parts:
      - {id: a, title: 甲, points: 10, weight: 60, rule: {kind: deduct, per: unanswered, each: 3}}
      - id: b
        title: 乙
        points: 100
        weight: 40
        rule: {kind: deduct, per: open_faults, each: 30}
  - id: c
    title: 折算
    convert: 20
    parts:
      - {id: l_t1, title: 丙, points: 30, rule: {kind: present, fact: t1}}
      - {id: l_t2, title: 丁, points: 20, rule: {kind: present, fact: t2}}
      - {id: e, title: 己, points: 10, rule: {kind: deduct, per: unpublished, each: 4}}
""",
    # a fail line that may fix more than there was, a veto on a part, an exhausted leaf
    """\
indicators:
  - id: v
    title: 否决
    part: veto
    scope: x
    rule: {kind: present, fact: overdue}
    effect: {fixed: 9}
  - id: x
    title: 一
    points: 30
    parts:
      - id: b
        title: 乙
        points: 8
        overflow: parent
        rule: {kind: deduct, per: open_faults, each: 5}
      - {id: l_t1, title: 丙, points: 12, rule: {kind: present, fact: t1}}
      - {id: a, title: 甲, points: 10, rule: {kind: deduct, per: unanswered, each: 4}}
  - id: y
    title: 二
    points: 30
    fail_below: {below: 21, effect: {fixed: 20}}
    parts:
      - {id: l_t2, title: 丁, points: 16, rule: {kind: present, fact: t2}}
      - {id: e, title: 己, points: 14, rule: {kind: deduct, per: unpublished, each: 6}}
""",
    # what may not apply: a share over nothing, its points spread over the rest
    """\
indicators:
  - id: x
    title: 一
    points: 60
    parts:
      - {id: a, title: 甲, points: 20, na: scale, rule: {kind: share, fact: faults_share}}
      - {id: l_t1, title: 丙, points: 15, rule: {kind: present, fact: t1}}
      - {id: l_t2, title: 丁, points: 15, rule: {kind: present, fact: t2}}
      - {id: e, title: 己, points: 10, rule: {kind: deduct, per: unpublished, each: 4}}
""",
)
SLOTS = ("2024-01", "2024-02", "2024-03")


@settings(max_examples=25)
@given(data=st.data())
def test_none_is_cheaper(data: st.DataObject) -> None:
    draw = data.draw
    body = draw(st.sampled_from(SHEETS))
    names = [
        *(f"cases:k{n}" for n in range(draw(st.integers(0, 2)))),
        *(f"found:f{n}" for n in range(draw(st.integers(0, 2)))),
        *(f"requests:r{n}" for n in range(draw(st.integers(0, 1)))),
        *(f"items:i1/{slot}" for slot in SLOTS[: draw(st.integers(0, 2))]),
    ]
    missing = draw(st.sets(st.sampled_from(["t1", "t2", "t3"])))
    shown = [f"t{n}" for n in (1, 2, 3) if f"t{n}" not in missing]
    given_: dict[str, Any] = {
        **UNIT,
        "items": [{"id": "i1", "title": "收支", "cadence": "monthly"}],
        "publications": [
            {"id": f"p{slot}", "item": "i1", "on": f"{slot}-28", "covers": slot}
            for slot in SLOTS
            if f"items:i1/{slot}" not in names
        ],
        "evidence": [{"id": f"e{topic}", "topic": topic, "on": "2024-02-01"} for topic in shown],
        "cases": [
            {
                "id": name[6:],
                "kind": "promised",
                "received": "2024-03-04",
                "promised": "5 working days",
            }
            for name in names
            if name.startswith("cases")
        ],
        "found": [
            {"id": name[6:], "title": "缺", "on": "2024-02-01"}
            for name in names
            if name.startswith("found")
        ],
        "requests": [
            {"id": name[9:], "received": "2024-01-02"}
            for name in names
            if name.startswith("requests")
        ],
    }
    edges = sorted(draw(st.sets(st.integers(1, 66), min_size=1, max_size=3)), reverse=True)
    bands = "".join(
        f"  - {{id: g{n}, title: 等{n}, from: {edge}}}\n" for n, edge in enumerate(edges)
    )
    text = f"{GENERATED}grades:\n{bands}  - {{id: last, title: 末}}\n{body}"
    plain = run(given_, text)
    ids = [one.id for one in plain.mends]
    leaves = [name for name in ids if ":" not in name]
    assert {name for name in ids if ":" in name} == set(names)
    assert {name.removeprefix("l_") for name in leaves} <= missing
    costs = {name: draw(st.integers(0, 3)) for name in ids}
    found = run(given_, text, costs=costs)
    assert found.bounds is not None
    assert found.grade is not None  # everything is told
    order = [*(f"g{n}" for n in range(len(edges))), "last"]
    now = order.index(found.grade)
    if now == 0:
        assert found.plan is None
        return

    def better(one: Any) -> bool:
        return order.index(one.grade) < now

    by_force = cheapest_by_force(given_, text, ids, costs, better)
    assert (None if found.plan is None else Fraction(found.plan.cost)) == by_force
    if found.plan is not None:
        assert found.plan.exact
        after = assess(dossier_of(by_hand(given_, found.plan.mends)), scheme_of(text), as_of=AS_OF)
        assert better(after)
        assert found.plan.total == after.total
    for one in found.mends:
        alone = assess(dossier_of(by_hand(given_, [one.id])), scheme_of(text), as_of=AS_OF)
        assert alone.bounds is not None
        assert one.gain == alone.bounds.least - found.bounds.least
        assert one.gain_most == alone.bounds.greatest - found.bounds.greatest


def many(count: int) -> dict[str, Any]:
    return {
        **UNIT,
        "cases": [],
        "found": [{"id": f"f{n}", "title": "缺", "on": "2024-02-01"} for n in range(count)],
    }


ALIKE = (
    HEAD
    + "full: 50\nfacts:\n  open_faults: {count: found, where: {open: true}}\n"
    + """\
grades: [{id: good, title: 良好, from: 40}, {id: poor, title: 不合格}]
indicators:
  - {id: b, title: 乙, points: 50, rule: {kind: deduct, per: open_faults, each: 2}}
"""
)


def test_twenty_findings_that_are_alike() -> None:
    # 50 - 40 = 10; fifteen more bring 40. Of 2^20 sets a few hundred are looked at.
    found = run(many(20), ALIKE)
    assert found.plan is not None
    assert (str(found.plan.cost), found.plan.exact, found.plan.total) == ("15", True, Decimal(40))
    assert found.looked < 700


def test_twenty_findings_that_are_all_different() -> None:
    # Evidence n brings n points: 1 + … + 20 = 210. From nothing to 105 the fewest are the
    # greatest: 20 + 19 + 18 + 17 + 16 = 90, and one more.
    facts = "".join(f"  t{n}: {{value: {{evidence: t{n}}}}}\n" for n in range(1, 21))
    leaves = "".join(
        f"  - {{id: l{n}, title: 项, points: {n}, rule: {{kind: present, fact: t{n}}}}}\n"
        for n in range(1, 21)
    )
    text = f"{HEAD}full: 210\nfacts:\n{facts}indicators:\n{leaves}"
    text += "grades: [{id: good, title: 良好, from: 105}, {id: poor, title: 不合格}]\n"
    found = run({**UNIT, "cases": [], "found": []}, text)
    assert found.plan is not None
    assert (str(found.plan.cost), found.plan.exact) == ("6", True)
    assert found.looked < 400


def test_findings_that_cost_what_they_bring() -> None:
    # 1 + … + 8 = 36: half of it costs at least half, and some set costs just that.
    facts = "".join(f"  t{n}: {{value: {{evidence: t{n}}}}}\n" for n in range(1, 9))
    leaves = "".join(
        f"  - {{id: l{n}, title: 项, points: {n}, rule: {{kind: present, fact: t{n}}}}}\n"
        for n in range(1, 9)
    )
    text = f"{HEAD}full: 36\nfacts:\n{facts}indicators:\n{leaves}"
    text += "grades: [{id: good, title: 良好, from: 18}, {id: poor, title: 不合格}]\n"
    costs = {f"l{n}": n for n in range(1, 9)}
    found = run({**UNIT, "cases": [], "found": []}, text, costs=costs)
    assert found.plan is not None
    assert (str(found.plan.cost), found.plan.exact) == ("18", True)


def test_more_than_twenty_are_looked_at_greedily_and_said_so() -> None:
    found = run(many(21), ALIKE)  # 50 - 42 = 8: sixteen more
    assert found.plan is not None
    assert (str(found.plan.cost), found.plan.exact) == ("16", False)
    none = run(many(21), ALIKE.replace("from: 40", "from: 51"))
    assert none.plan is None
    assert none.reason is not None
    assert none.reason.zh.startswith("组合太多，逐项择优")


def test_where_too_many_sets_are_unlike_the_search_turns_greedy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("zwgk.pipeline.cheapest.LIMIT", -1)
    found = run(many(6), ALIKE.replace("from: 40", "from: 44"))  # 50 - 12 = 38: three more
    assert found.plan is not None
    assert (str(found.plan.cost), found.plan.exact) == ("3", False)


def test_very_many_findings_are_looked_at_a_few_times_each(monkeypatch: pytest.MonkeyPatch) -> None:
    """60 problems of 1 point each, 54 to the next grade: no 60 looks for each of the 54."""
    text = """
format: 1
id: many
version: "1"
title: 示例
source: 示例（虚构）
full: 60
grades: [{id: good, title: 好, from: 54}, {id: poor, title: 差}]
facts: {open_faults: {count: found, where: {open: true}}}
indicators: [{id: a, title: 整改, points: 60, rule: {kind: deduct, per: open_faults, each: 1}}]
"""
    looked = []

    def counting(*given: Any, **how: Any) -> Any:
        looked.append(given)
        return assess(*given, **how)

    monkeypatch.setattr(import_module("zwgk.pipeline.what_if"), "assess", counting)
    plan = run(many(60), text).plan
    assert plan is not None
    assert (len(plan.mends), plan.exact) == (54, False)
    assert len(looked) < 5 * 60
