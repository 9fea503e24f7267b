"""Figures that follow from others, with what was worked out by hand from real reports."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zwgk.errors import InvalidInput
from zwgk.figures import (
    Status,
    Verdict,
    apply,
    known_figures,
    read_identities,
    reconcile,
    reconcile_dossier,
    suspects,
)
from zwgk.records import Dossier


def judged(figures: dict[str, Any], **row: Any) -> Verdict:
    (verdict,) = reconcile(figures, [{"id": "i", **row}])
    return verdict


def derived(kind: str, **terms: Any) -> dict[str, Any]:
    return {"derived": {"kind": kind, **terms}}


SAFETY = {
    "acc_t": "20起", "acc_t_up": "9起", "dead_t": "7人", "dead_t_up": "3人",
    "acc_f": "8起", "acc_f_up": "5起",
    "acc_t_last": derived("sum", parts="acc_t", minus="acc_t_up"),
    "dead_t_last": derived("sum", parts="dead_t", minus="dead_t_up"),
    "acc_f_last": derived("sum", parts="acc_f", minus="acc_f_up"),
    "last": derived("sum", parts=["acc_t_last", "acc_f_last"]),
}  # fmt: skip
# Worked out by hand in the reports R000-8 to R004-16; printed in none of them.
CASES: dict[str, tuple[dict[str, Any], str, dict[str, Any], str]] = {
    "R000-8 去年交通事故": (SAFETY, "sum", {"parts": "acc_t", "minus": "acc_t_up"}, "11"),
    "R000-8 去年死亡": (SAFETY, "sum", {"parts": "dead_t", "minus": "dead_t_up"}, "4"),
    "R000-8 去年事故": (SAFETY, "sum", {"parts": ["acc_t_last", "acc_f_last"]}, "14"),
    "R000-8 事故增幅": (
        SAFETY,
        "percentage",
        {"part": ["acc_t_up", "acc_f_up"], "whole": "last"},
        "100",
    ),
    "R000-8 火灾增幅": (
        SAFETY,
        "percentage",
        {"part": "acc_f_up", "whole": "acc_f_last"},
        "166.666667",
    ),
    "R000-8 交通增幅": (
        SAFETY,
        "percentage",
        {"part": "acc_t_up", "whole": "acc_t_last"},
        "81.818182",
    ),
    "R000-8 死亡增幅": (SAFETY, "percentage", {"part": "dead_t_up", "whole": "dead_t_last"}, "75"),
    "R000-9 会议": (
        {"a": "五次", "b": "四次", "c": "五次"},
        "sum",
        {"parts": ["a", "b", "c"]},
        "14",
    ),
    "R002-1b 公开": (
        {"site": "2648条", "boards": "108条"},
        "sum",
        {"parts": ["site", "boards"]},
        "2756",
    ),
    "R002-5 每支部党员": (
        {"m": "512名", "b": "14个"},
        "ratio",
        {"numerator": "m", "denominator": "b"},
        "36.571429",
    ),
    "R002-6 人口密度": (
        {"p": "61385人", "area": "80平方公里"},
        "ratio",
        {"numerator": "p", "denominator": "area"},
        "767.3125",
    ),
    "R002-6 完成率": ({"d": "14个", "n": "14个"}, "percentage", {"part": "d", "whole": "n"}, "100"),
    "R002-8 查询": ({"a": "9566条", "b": "1044条"}, "sum", {"parts": ["a", "b"]}, "10610"),
    "R003-3 每条路": (
        {"km": "31公里", "n": "5條"},
        "ratio",
        {"numerator": "km", "denominator": "n"},
        "6.2",
    ),
    "R004-01 余下": (
        {"all": "37286件", "early": "37077件", "late": "96件"},
        "sum",
        {"parts": "all", "minus": ["early", "late"]},
        "113",
    ),
    "R004-10 采用": ({"each": "2条"}, "product", {"factors": ["2", "each"]}, "4"),
    "R004-10 间隔": (
        {"issues": "16期"},
        "ratio",
        {"numerator": "365", "denominator": "issues"},
        "22.8125",
    ),
    "R004-16 健身点": (
        {"v": "19个", "share": "80%"},
        "product",
        {"factors": ["v", "share"]},
        "15.2",
    ),
    "R004-16 满意": ({"very": "45%", "fair": "48%"}, "sum", {"parts": ["very", "fair"]}, "93"),
}


@pytest.mark.parametrize(("figures", "kind", "terms", "computed"), CASES.values(), ids=list(CASES))
def test_what_was_worked_out_by_hand(
    figures: dict[str, Any], kind: str, terms: dict[str, Any], computed: str
) -> None:
    whole = {**figures, "found": derived(kind, **terms)}
    verdict = judged(whole, kind="equal", left="found", right="0")
    assert verdict.computed == Decimal(computed)


@pytest.mark.parametrize(
    ("figures", "terms", "op", "status"),
    [
        # 19640 + 1500余 is more than 21140
        ({"a": "19640人次", "b": "1500余人次"}, {"parts": ["a", "b"]}, ">", "holds"),
        ({"a": "19640人次", "b": "1500人次"}, {"parts": ["a", "b"]}, ">", "does_not_hold"),
        ({"a": "19640人次", "b": "1500人次以内"}, {"parts": ["a", "b"]}, ">", "does_not_hold"),
        ({"a": "22000人次", "b": "500人次以内"}, {"parts": "a", "minus": "b"}, ">", "holds"),
    ],
)
def test_bounds_pass_through(
    figures: dict[str, Any], terms: dict[str, Any], op: str, status: str
) -> None:
    whole = {**figures, "found": derived("sum", **terms)}
    assert judged(whole, kind="inequality", left="found", op=op, right="21140").status == status


def test_bounds_of_products_and_quotients() -> None:
    figures = {
        "villages": "19个", "books": "500册以上", "shelves": "40个",
        "stock": derived("product", factors=["villages", "books"]),
        "each": derived("ratio", numerator="stock", denominator="shelves"),
        "odd": derived("product", factors=["villages", "-3", "books"]),
        "lost": derived("ratio", numerator="-3", denominator="books"),
    }  # fmt: skip
    # 19 x 500 = 9500 at least, 9500 / 40 = 237.5 at least
    assert judged(figures, kind="inequality", left="stock", op=">=", right="9500").holds
    assert judged(figures, kind="inequality", left="each", op=">=", right="237").holds
    for name in ("odd", "lost"):
        verdict = judged(figures, kind="equal", left=name, right="1")
        assert verdict.status is Status.UNVERIFIABLE
        assert "算不出" in verdict.reason.zh


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        ({"d": derived("sum", parts=["a", "b"]), "a": "1"}, "d 算不出：没有数字 b"),
        ({"d": derived("sum", parts=["a"]), "a": "xxx"}, "d 算不出：a 被遮盖（xxx）"),
        ({"d": derived("sum", parts=["a", "b"]), "a": "5元", "b": "3件"}, "d 算不出：单位不符"),
        ({"d": derived("ratio", numerator="a", denominator="b"), "a": "5", "b": "0"}, "除数为 0"),
        ({"d": derived("ratio", numerator="a", denominator="b") | {"unit": "公里"},
          "a": "5元", "b": "2件"}, "单位不符：元 与 公里"),
        ({"d": derived("ratio", numerator=["a", "b"], denominator="b"), "a": "5元", "b": "2件"},
         "单位不符"),
        ({"d": derived("ratio", numerator="b", denominator=["a", "b"]), "a": "5元", "b": "2件"},
         "单位不符"),
        ({"d": derived("product", factors=["a", "b"]) | {"unit": "元"}, "a": "5亩", "b": "2米"},
         "单位不符：亩 与 元"),
        ({"d": derived("sum", parts=["a"], minus=["b"]), "a": "超过5", "b": "超过2"}, "没有界限"),
    ],
)  # fmt: skip
def test_what_cannot_be_computed_says_why(figures: dict[str, Any], words: str) -> None:
    verdict = judged(figures, kind="equal", left="d", right="1")
    assert verdict.status is Status.UNVERIFIABLE
    assert words in verdict.reason.zh
    assert not verdict.would_hold


def test_units_of_derived_figures() -> None:
    figures = {
        "a": "5万元", "b": "300元", "people": "20人",
        "sum": derived("sum", parts=["a", "b"]) | {"unit": "元"},
        "each": derived("ratio", numerator="a", denominator="people") | {"unit": "元"},
    }  # fmt: skip
    # 50000 + 300 = 50300; 50000 / 20 = 2500
    assert judged(figures, kind="equal", left="sum", right="5.03万元").holds
    assert judged(figures, kind="equal", left="each", right="2500元").status is Status.HOLDS


def test_a_derived_figure_against_a_printed_one() -> None:
    figures = {"n": "2", "all": "3", "share": derived("percentage", part="n", whole="all")}
    # 200 / 3 = 66.66…, printed 66.7 after rounding and 66.6 after cutting
    for printed, status in (("66.7%", "holds_rounded"), ("66.6%", "holds_truncated"),
                            ("66.5%", "does_not_hold")):  # fmt: skip
        assert judged({**figures, "p": printed}, kind="equal", left="share", right="p").status == (
            status
        )


@pytest.mark.parametrize(
    ("figures", "ring"),
    [
        ({"a": derived("sum", parts=["a", "1"])}, "a → a"),
        ({"a": derived("sum", parts="b"), "b": derived("sum", parts="c"),
          "c": derived("sum", parts=["x", "a"]), "x": "1"}, "a → b → c → a"),
    ],
)  # fmt: skip
def test_a_circle_is_one_error_that_names_the_ring(figures: dict[str, Any], ring: str) -> None:
    # also where no identity names it
    with pytest.raises(InvalidInput) as caught:
        judged(figures, kind="equal", left="1", right="1")
    (problem,) = caught.value.problems
    assert problem.what.zh == f"派生数字循环：{ring}"
    assert problem.hint
    with pytest.raises(InvalidInput, match=r"previous a\.derived"):
        reconcile({}, [], previous=figures)


def test_a_long_chain_is_computed_and_a_long_ring_is_told_short() -> None:
    figures: dict[str, Any] = {
        f"f{n}": derived("sum", parts=[f"f{n + 1}", "1"]) for n in range(5000)
    }
    assert judged({**figures, "f5000": "0"}, kind="equal", left="f0", right="5000").holds
    with pytest.raises(InvalidInput) as caught:
        judged({**figures, "f5000": derived("sum", parts="f0")}, kind="equal", left="f0", right="1")
    assert len(caught.value.problems[0].what.zh) < 300


@pytest.mark.parametrize(
    ("figure", "fault"),
    [
        (derived("total", parts=["a"]), "figures d.derived.kind"),
        (derived("sum"), "figures d.derived: sum is computed from parts, minus: parts"),
        (derived("ratio", numerator=["a"], denominator=["b"], parts=["a"]), "parts"),
        ({"derived": "a + b"}, "figures d.derived"),
        (derived("sum", parts=["a"]) | {"value": "3"}, "a derived figure has no value of its own"),
    ],
)
def test_a_faulty_derivation_is_told_with_its_place(figure: Any, fault: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        judged({"d": figure}, kind="equal", left="d", right="1")
    (problem,) = caught.value.problems
    assert fault in f"{problem.place}: {problem.what.en}"
    assert problem.hint


VALUES = st.integers(1, 40).map(str)


@given(
    st.lists(VALUES, min_size=3, max_size=3), VALUES, st.sampled_from(["equal", "sum", "balance"])
)
def test_every_mend_beside_a_derived_figure_holds(values: list[str], said: str, kind: str) -> None:
    figures: dict[str, Any] = dict(zip("abc", values, strict=True))
    figures |= {"d": derived("sum", parts=["a", "b"]), "e": derived("product", factors=["d", "c"])}
    figures["said"] = said
    rows: dict[str, dict[str, Any]] = {
        "equal": {"left": "e", "right": "said"},
        "sum": {"parts": ["d", "a", "c"], "total": "said"},
        "balance": {"left": ["e", "b"], "right": ["said", "d"]},
    }
    (identity,) = read_identities([{"id": "i", "kind": kind, **rows[kind]}])
    verdict = reconcile(figures, [identity])[0]
    for mend in verdict.would_hold:
        changed, same = apply(mend, figures, identity)
        assert reconcile(changed, [same])[0].status is Status.HOLDS, mend
    if verdict.failing and int(values[0]) > 1:
        assert any(mend.member == "said" for mend in verdict.would_hold) or kind == "balance"


def dossier(figures: dict[str, Any], *identities: dict[str, Any]) -> Dossier:
    return Dossier.model_validate(
        {
            "unit": {"name": "示例局（虚构）", "kind": "department"},
            "period": {"from": "2025-01-01", "to": "2025-12-31"},
            "figures": figures,
            "identities": list(identities),
        }
    )


def test_in_a_dossier() -> None:
    figures = {
        "a": "132",
        "b": "263",
        "c": "7余",
        "third": derived("ratio", numerator="a", denominator="9"),
        "both": derived("sum", parts=["a", "b"]),
        "all": "307",
        "more": derived("sum", parts=["c"]),
        "range": derived("sum", parts=["c2"]),
        "c2": "约5",
        "gap": derived("sum", parts=["nothing"]),
    }
    rows = [
        {"id": "one", "kind": "equal", "left": "both", "right": "all"},
        {"id": "two", "kind": "equal", "left": "b", "right": "263"},
    ]
    whole = dossier(figures, *rows)
    assert Dossier.model_validate_json(whole.model_dump_json(by_alias=True)) == whole
    known = known_figures(whole)
    assert known["both"].number == 395
    assert known["third"].value == "44/3"  # 132 / 9, which no decimals end
    assert known["more"].bound == "at_least"
    assert (known["range"].number, known["gap"].number) == (None, None)
    verdicts = reconcile_dossier(whole)
    # a computed number is printed nowhere; of those behind it b stands in a relation that holds
    assert suspects(verdicts, whole.figures) == ("a", "all")
    assert suspects(verdicts) == ("all", "both")
