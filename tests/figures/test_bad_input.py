"""Faulty figures and identities: all faults at once, each with its place and its mend."""

import subprocess
import sys
from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zwgk.errors import InvalidInput, Place
from zwgk.figures import (
    IDENTITY_KINDS,
    Identity,
    Status,
    Verdict,
    apply,
    read_identities,
    reconcile,
)
from zwgk.source import parse_yaml


def faults(rows: Any, figures: Any = None, **options: Any) -> list[str]:
    with pytest.raises(InvalidInput) as caught:
        read_identities(rows, **options) if figures is None else reconcile(figures, rows)
    assert all(problem.hint for problem in caught.value.problems)
    return [f"{problem.place}: {problem.what.en}" for problem in caught.value.problems]


def test_all_faults_of_the_identities_at_once() -> None:
    rows = [
        {"id": "a", "kind": "sun", "parts": ["x"], "total": "y"},
        {"id": "b", "kind": "sum", "parts": [], "totl": "y"},
        {"id": "9", "kind": "equal", "left": "x", "right": "one two"},
        {"id": "d", "kind": "equal", "left": "x", "right": True},
        {"id": "d", "kind": "inequality", "left": "x", "op": "~", "right": "y"},
        {"kind": "unique", "listed": ["a"]},
        "sum",
        {"id": "e", "kind": "partition", "total": "x", "axes": {"a[0]": ["x"]}},
    ]
    found = faults(rows)
    assert found[0] == "identities [0].kind: no kind of identity 'sun'"
    expected = ["[1].parts", "[1].total", "[1].totl", "[2].id", "[2].right", "[3].right", "[4].op"]
    for place in [*expected, "[5].id", "[6]", "[7].axes"]:
        assert any(line.startswith(f"identities {place}") for line in found), (place, found)


def test_a_kind_nearly_right_is_guessed() -> None:
    with pytest.raises(InvalidInput, match="是否想写“sum”"):
        read_identities([{"id": "a", "kind": "sun", "parts": ["x"], "total": "y"}])


def test_an_id_given_twice_names_the_first() -> None:
    row = {"id": "a", "kind": "equal", "left": "x", "right": "1"}
    assert faults([row, row]) == ["identities [1].id: the id 'a' is given twice"]


def test_unknown_figures_are_faults_where_the_figures_are_told() -> None:
    row = {"id": "a", "kind": "sum", "parts": ["hazard", "12"], "total": "all"}
    assert read_identities([row], figures={"hazard", "all"})
    with pytest.raises(InvalidInput, match="是否想写“hazards”"):
        read_identities([row], figures={"hazards": "3", "all": "4"})


def test_the_place_is_that_of_the_document() -> None:
    text = "identities:\n- {id: a, kind: sum, parts: [x], total: y, colour: red}\n"
    source = parse_yaml(text, "d.yaml")
    data: Any = source.data
    assert faults(data["identities"], places=lambda path: source.place(["identities", *path])) == [
        "d.yaml:2:44 identities[0].colour: unknown key 'colour'"
    ]
    assert Place("d.yaml", 2, 44, "identities[0].colour") == source.place(
        ["identities", 0, "colour"]
    )


@pytest.mark.parametrize(
    ("figures", "fault"),
    [
        ({"1a": "3"}, "figures 1a: '1a' is not the id of a figure"),
        (["3"], "figures: figures should be a mapping of id to figure"),
        ({"a": [3]}, "figures a: this is no figure"),
        ({"a": {"valve": "3"}}, "figures a: unknown key 'valve'"),
        ({"a": {"value": True}}, "figures a: the value should be text"),
        ({"a": {"value": "3", "bound": "about"}}, "figures a: unknown bound 'about'"),
        ({"a": {"value": "3", "bound": ["exact"]}}, "figures a: unknown bound '['exact']'"),
        ({"a": {"value": "3", "unit": True}}, "figures a: 'unit' should be text"),
    ],
)
def test_one_fault_of_the_figures(figures: Any, fault: str) -> None:
    row = {"id": "i", "kind": "equal", "left": "a", "right": "1"}
    assert faults([row], figures) == [fault]


def judged(figures: dict[str, Any], **row: Any) -> Verdict:
    (verdict,) = reconcile(figures, [{"id": "i", **row}])
    return verdict


def test_what_has_no_number_is_said_and_never_passes() -> None:
    figures = {"a": None, "b": "xxx", "c": "若干", "d": "不适用", "hazards": "3"}
    row = {"kind": "sum", "parts": ["a", "b", "c", "hazard"], "total": "hazards"}
    verdict = judged(figures, **row)
    assert verdict.status is Status.UNVERIFIABLE
    assert verdict.reason.zh == (
        "a 缺失；b 被遮盖（xxx）；c 读不出数字（若干）；没有数字 hazard（是否想写 hazards？）"
    )
    na = judged(figures, kind="sum", parts=["a", "d"], total="hazards")
    assert na.status is Status.NOT_APPLICABLE
    assert na.reason.en == "d is not applicable"


def test_a_bound_that_hides_the_number() -> None:
    figures = {
        "a": {"value": None, "bound": "masked"},
        "b": {"value": "8 digits", "bound": "masked"},
        "c": {"value": "5", "bound": "missing"},
        "d": {"value": "6", "bound": "approx"},
        "e": {"value": "6", "bound": ""},
    }
    told = judged(figures, kind="sum", parts=["a", "b", "c", "e"], total="9")
    assert told.status is Status.UNVERIFIABLE
    assert told.reason.zh == "a 被遮盖；b 被遮盖（8 digits）；c 缺失"
    assert judged(figures, kind="equal", left="d", right="6").status is Status.HOLDS


def test_many_gaps_are_counted_not_listed() -> None:
    parts = [f"f{number}" for number in range(1000)]
    verdict = judged({"total": "1"}, kind="sum", parts=parts, total="total")
    assert verdict.status is Status.UNVERIFIABLE
    assert verdict.reason.en.endswith("992 more")
    assert len(verdict.reason.zh) < 300


def test_a_long_sum_is_shown_short() -> None:
    figures = {f"f{number}": "1" for number in range(1000)} | {"total": "999"}
    parts = [name for name in figures if name != "total"]
    verdict = judged(figures, kind="sum", parts=parts, total="total")
    assert verdict.status is Status.DOES_NOT_HOLD
    assert verdict.reason.zh == ("1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + … (1000) = 1000，与 999 相差 1")
    assert len(verdict.would_hold) <= 50


def test_an_empty_list_of_identities_has_no_verdicts() -> None:
    assert reconcile({"a": "1"}, []) == ()


def test_loading_a_part_of_the_room_hides_no_function() -> None:
    # a submodule of the same name would take the place of a function that is loaded lazily
    code = (
        "import importlib, pkgutil, types, zwgk.figures as room\n"
        "for one in pkgutil.iter_modules(room.__path__, 'zwgk.figures.'):\n"
        "    importlib.import_module(one.name)\n"
        "for name in room.__all__:\n"
        "    assert not isinstance(getattr(room, name), types.ModuleType), name\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603  # our own code


WORDS = (
    "1 2 10 100 36.40 99.4% 4。4% 三分之二 240余 约1.6万余 xxx 1xx 无 — 不适用 若干 -5 1.6万 30万元"
    " 3000元 5亩 5个百分点 增长12% 下降3.2% 8小时/日 5日 2014-07-01 7月1日 某发〔2009〕2号 一半"
    " 七成五 50以内 0.0 1/7 0% 1e30 1e-30 12.5‰"
)
PRINTED = st.sampled_from([*WORDS.split(), "", "50 561", "9" * 50])
IDS = ["a", "b", "c", "d", "e"]
MEMBER: st.SearchStrategy[Any] = (
    st.sampled_from(IDS) | PRINTED | st.sampled_from([None, 5, True, "一 二", [], 10**30])
)
LIKELY = st.sampled_from(IDS) | st.sampled_from(["10", "4.5", "50%", "1.6万", "2/3"])
MEMBERS = LIKELY | st.lists(LIKELY, min_size=1, max_size=4) | st.lists(MEMBER, max_size=3)
UNITS = st.sampled_from(["", "元", "万元", "%", "件", "元/人", "万人", "平方米", "几分之几", "/"])
TERMS = ["parts", "minus", "factors", "numerator", "denominator", "part", "whole"]
DERIVED = st.fixed_dictionaries(
    {"kind": st.sampled_from(["sum", "product", "ratio", "percentage", "odd"])},
    optional=dict.fromkeys(TERMS, MEMBERS),
)
SOUND = st.one_of(
    *(
        st.fixed_dictionaries({"kind": st.just(kind)} | dict.fromkeys(terms, MEMBERS))
        for kind, terms in (
            ("sum", ["parts", "minus"]), ("product", ["factors"]),
            ("ratio", ["numerator", "denominator"]), ("percentage", ["part", "whole"]),
        )
    )
)  # fmt: skip
FIGURE = (
    PRINTED
    | st.fixed_dictionaries(
        {"value": PRINTED},
        optional={
            "unit": UNITS,
            "bound": st.sampled_from(["exact", "at_least", "within", "approximate", "odd"]),
            "kind": st.sampled_from(["rate", "posts", "change", "date"]),
            "period": st.sampled_from(["2020", "2014/2015", 2020]),
        },
    )
    | st.fixed_dictionaries({"derived": SOUND}, optional={"unit": UNITS})
    | st.fixed_dictionaries({"derived": DERIVED | st.just("a + b")})
    | st.sampled_from([5, 2.5, float("nan"), True, [], {}, {"valve": "1"}])
)


def fields_of(kind: str) -> st.SearchStrategy[dict[str, Any]]:
    """Any relation of a kind: mostly sound members, sometimes odd ones."""
    plain = {
        "op": st.sampled_from(["<", "<=", ">", ">=", "==", "!=", "=<", "≤"]),
        "strict": st.booleans(),
        "rest": st.booleans(),
        "measure": st.sampled_from([None, "amount", "percent"]),
        "direction": st.sampled_from(["up", "down"]),
        "listed": st.lists(st.sampled_from("甲乙丙丁"), max_size=4),
        "axes": st.dictionaries(st.sampled_from(["x", "y", "z[0]"]), MEMBERS, max_size=3),
        "steps": st.lists(LIKELY, min_size=1, max_size=4),
    }
    names = set(IDENTITY_KINDS[kind].model_fields) - set(Identity.model_fields)
    single = {"total", "parent", "stated", "n", "claimed", "now", "before", "least", "most",
              "earlier", "later"}  # fmt: skip
    return st.fixed_dictionaries(
        {"kind": st.just(kind)}
        | {
            name: plain.get(name, (LIKELY | MEMBER) if name in single else MEMBERS)
            for name in names
        }
    )


@given(
    st.dictionaries(st.sampled_from(IDS), FIGURE, min_size=1),
    st.sampled_from(sorted(IDENTITY_KINDS)).flatmap(fields_of),
    st.dictionaries(st.sampled_from(IDS), PRINTED),
)
def test_any_figures_and_relation_have_a_verdict_or_a_fault(
    figures: dict[str, Any], row: dict[str, Any], previous: dict[str, Any]
) -> None:
    try:
        (verdict,) = reconcile(figures, [{"id": "i", **row}], previous=previous)
    except InvalidInput as caught:
        assert all(problem.what.zh and problem.hint for problem in caught.problems)  # noqa: PT017  # either is right
        return
    assert verdict.reason.zh
    assert Verdict.model_validate_json(verdict.model_dump_json()) == verdict
    if verdict.kind == "previous_period":
        return
    (identity,) = read_identities([{"id": "i", **row}])
    for mend in verdict.would_hold:
        assert mend.text.zh
        for value in {mend.value, mend.least, mend.most} - {None} or {None}:
            tried = mend.model_copy(update={"value": value})
            changed, same = apply(tried, figures, identity)
            (mended,) = reconcile(changed, [same])
            assert mended.status in {Status.HOLDS, Status.HOLDS_ROUNDED}, (mend, mended)


def derived(kind: str, **terms: Any) -> dict[str, Any]:
    return {"derived": {"kind": kind, **terms}}


SQUARES = {"d0": "9"} | {
    f"d{n}": derived("product", factors=[f"d{n - 1}", f"d{n - 1}"]) for n in range(1, 64)
}
DOUBLES = {"d0": "1"} | {
    f"d{n}": derived("sum", parts=[f"d{n - 1}", f"d{n - 1}"]) for n in range(1, 20_000)
}


@pytest.mark.parametrize(
    ("figures", "row"),
    [
        ({"a": "99999"}, {"kind": "product", "factors": ["a"] * 5000, "stated": "5"}),
        ({"a": "0.00001"}, {"kind": "product", "factors": ["a"] * 5000, "stated": "5"}),
        (SQUARES, {"kind": "equal", "left": "d63", "right": "5"}),
        (DOUBLES, {"kind": "equal", "left": "d19999", "right": "5"}),
    ],
)
def test_numbers_too_long_to_write_are_told(figures: dict[str, Any], row: dict[str, Any]) -> None:
    (verdict,) = reconcile(figures, [{"id": "i", **row}])
    assert verdict.status is Status.UNVERIFIABLE
    assert "太长" in verdict.reason.zh
    assert "too long" in verdict.reason.of("en")


def test_an_integer_that_python_does_not_write_out() -> None:
    assert faults([], {"a": 10**5000}) == ["figures a: this is no figure"]


def test_many_axes_take_no_longer_than_their_members() -> None:
    figures = {f"f{number}": "1" for number in range(50_000)}
    names = list(figures)
    axes = {f"axis{number}": names[number * 10 : number * 10 + 10] for number in range(5000)}
    axes["axis4999"] = axes["axis4999"][:9]
    row = {"id": "i", "kind": "partition", "total": "10", "axes": axes}
    start = process_time()
    (verdict,) = reconcile(figures, [row])
    assert process_time() - start < 10  # every axis with all members would take minutes
    assert verdict.status is Status.DOES_NOT_HOLD
    assert verdict.members == ("10", *names[:-1])
    assert verdict.kind == "partition"
