"""Laws of the reconciliation, over generated figures."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from zwgk.figures import Status, Verdict, apply, read_identities, reconcile

NUMBERS = (
    st.integers(0, 30).map(str)
    | st.integers(0, 10**6).map(str)
    | st.decimals(0, 10**6, places=2).map(str)
)
COUNTS = st.integers(0, 10**6).map(str)
SHARES = st.decimals(0, 100, places=1).map(str) | st.integers(0, 100).map(str)


def judged(figures: dict[str, Any], row: dict[str, Any]) -> Verdict:
    (verdict,) = reconcile(figures, [{"id": "i", **row}])
    return verdict


def named(values: list[str]) -> dict[str, Any]:
    return {f"f{number}": value for number, value in enumerate(values)}


@st.composite
def holding_sums(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    parts = draw(st.lists(NUMBERS, min_size=1, max_size=6))
    minus = draw(st.lists(NUMBERS, max_size=2))
    figures = named([*parts, *minus])
    total = sum(map(Fraction, parts), Fraction(0)) - sum(map(Fraction, minus), Fraction(0))
    # no part has more than two places
    figures["total"] = format(Decimal(int(total * 100)).scaleb(-2).normalize(), "f")
    names = list(figures)
    row = {"kind": "sum", "parts": names[: len(parts)], "minus": names[len(parts) : -1]}
    return figures, row | {"total": "total"}


@st.composite
def any_case(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    """Figures and a relation of any kind between them, holding or not."""
    values = draw(st.lists(NUMBERS, min_size=7, max_size=7))
    figures = named(values)
    names = st.sampled_from(list(figures))
    some = st.lists(names, min_size=1, max_size=4)
    member = names | NUMBERS
    words = st.lists(st.sampled_from(["甲", "乙", "丙", "丁"]), min_size=1, max_size=5)
    days = st.dates(date(1990, 1, 1), date(2030, 12, 31)).map(str) | st.integers(1990, 2030).map(
        str
    )
    fields: dict[str, dict[str, st.SearchStrategy[Any]]] = {
        "sum": {"parts": some, "minus": st.lists(names, max_size=2), "total": member},
        "balance": {"left": some, "right": some},
        "equal": {"left": member, "right": member},
        "roll_up": {"parent": member, "children": some},
        "partition": {"total": member, "axes": st.lists(some, min_size=1, max_size=3)},
        "percentage": {"part": some, "whole": some, "stated": names | SHARES},
        "ratio": {"numerator": some, "denominator": some, "stated": names | SHARES},
        "product": {"factors": some, "stated": member},
        "change": {
            "now": member, "before": member, "stated": names | SHARES,
            "measure": st.sampled_from(["amount", "percent"]),
            "direction": st.sampled_from(["up", "down"]),
        },
        "inequality": {
            "left": member, "op": st.sampled_from(["<", "<=", ">", ">=", "==", "!="]),
            "right": member,
        },
        "shares_to_100": {"stated": st.lists(SHARES, min_size=1, max_size=5)},
        "feasible_share": {
            "stated": st.lists(SHARES, min_size=1, max_size=4), "rest": st.booleans(),
            "n": st.integers(0, 60).map(str),
        },
        "list_count": {"claimed": st.integers(0, 9).map(str), "listed": words},
        "unique": {"listed": words},
        "date_order": {"earlier": days, "later": days, "strict": st.booleans()},
        "date_equal": {"left": days, "right": days},
    }  # fmt: skip
    kind = draw(st.sampled_from(sorted(fields)))
    return figures, {"kind": kind, **draw(st.fixed_dictionaries(fields[kind]))}


@given(any_case())
def test_every_suggestion_carried_out_holds(case: tuple[dict[str, Any], dict[str, Any]]) -> None:
    figures, row = case
    (identity,) = read_identities([{"id": "i", **row}])
    for suggestion in judged(figures, row).would_hold:
        ends = {suggestion.value, suggestion.least, suggestion.most} - {None}
        for value in ends or {None}:
            tried = suggestion.model_copy(update={"value": value})
            (verdict,) = reconcile(*spread(apply(tried, figures, identity)))
            assert verdict.status in {Status.HOLDS, Status.HOLDS_ROUNDED}, (suggestion, verdict)


def spread(changed: tuple[dict[str, object], Any]) -> tuple[dict[str, object], list[Any]]:
    return changed[0], [changed[1]]


@given(any_case())
def test_a_verdict_survives_json(case: tuple[dict[str, Any], dict[str, Any]]) -> None:
    verdict = judged(*case)
    assert Verdict.model_validate_json(verdict.model_dump_json()) == verdict
    if verdict.computed is not None and verdict.stated is not None and not verdict.failing:
        assert verdict.difference is not None


@given(holding_sums())
def test_a_sum_that_adds_up_holds(case: tuple[dict[str, Any], dict[str, Any]]) -> None:
    assert judged(*case).status is Status.HOLDS


@given(holding_sums(), st.data())
def test_one_wrong_member_is_always_caught(
    case: tuple[dict[str, Any], dict[str, Any]], data: st.DataObject
) -> None:
    figures, row = case
    name = data.draw(st.sampled_from(sorted(figures)))
    wrong = data.draw(NUMBERS | st.decimals(0, 100, places=4).map(str))
    assume(Fraction(wrong) != Fraction(figures[name]))
    verdict = judged({**figures, name: wrong}, row)
    assert verdict.status is Status.DOES_NOT_HOLD
    # and the mend that puts the old value back is among those told
    assert any(
        entry.member == name and Fraction(entry.value or "0") == Fraction(figures[name])
        for entry in verdict.would_hold
    ) or Fraction(figures[name]) < 0 <= Fraction(wrong)


@given(st.lists(NUMBERS, min_size=2, max_size=6), NUMBERS, st.randoms(use_true_random=False))
def test_the_order_of_members_is_of_no_account(parts: list[str], total: str, chance: Any) -> None:
    figures = {**named(parts), "total": total}
    names = [name for name in figures if name != "total"]
    mixed = chance.sample(names, len(names))
    results = []
    for order in (names, mixed):
        verdict = judged(figures, {"kind": "sum", "parts": order, "total": "total"})
        mends = {(entry.why, entry.member, entry.value) for entry in verdict.would_hold}
        results.append((verdict.status, verdict.computed, verdict.difference, mends))
    assert results[0] == results[1]


FACTORS = st.sampled_from(["0.01", "0.1", "3", "10", "100"]) | st.integers(1, 1000).map(str)


@given(st.lists(NUMBERS, min_size=1, max_size=6), st.integers(-99, 99), st.integers(0, 2), FACTORS)
@example(["1.25", "2.36"], -1, 1, "100")
def test_scaling_all_figures_keeps_the_verdict(
    parts: list[str], off: int, places: int, factor: str
) -> None:
    row = {"kind": "sum", "parts": [f"f{n}" for n in range(len(parts))], "total": "total"}
    # a total that is wrong by a little, printed more or less finely than its parts
    total = sum(map(Decimal, parts), Decimal(off) / 100).quantize(Decimal(1).scaleb(-places))
    figures = {**named(parts), "total": str(total)}
    scaled = {
        name: format(Decimal(value) * Decimal(factor), "f") for name, value in figures.items()
    }
    assert judged(figures, row).status is judged(scaled, row).status
    plain = {name: format(Decimal(value).normalize(), "f") for name, value in scaled.items()}
    assert judged(figures, row).status is judged(plain, row).status


@given(st.integers(0, 300), st.integers(1, 300), st.integers(0, 3))
def test_a_share_printed_after_rounding_is_feasible_and_agrees(
    part: int, whole: int, places: int
) -> None:
    assume(part <= whole)
    # half up, by integers: the printed digits of 100 part / whole
    digits = (2 * 100 * part * 10**places + whole) // (2 * whole)
    text = str(digits).rjust(places + 1, "0")
    stated = f"{text[:-places]}.{text[-places:]}" if places else text
    row = {"kind": "percentage", "part": [str(part)], "whole": [str(whole)], "stated": stated}
    exact = 100 * part * 10**places == digits * whole
    assert judged({}, row).status is (Status.HOLDS if exact else Status.HOLDS_ROUNDED)
    assert judged({}, {"kind": "feasible_share", "stated": stated, "n": str(whole)}).status is (
        Status.HOLDS
    )


@given(st.lists(SHARES, min_size=1, max_size=3), st.integers(1, 40), st.booleans())
def test_feasible_shares_by_brute_force(stated: list[str], size: int, rest: bool) -> None:
    def prints(count: int, share: str) -> bool:
        places = len(share.partition(".")[2])
        digits = (2 * 100 * count * 10**places + size) // (2 * size)
        return Fraction(digits, 10**places) == Fraction(share)

    sums = {0}
    for share in stated:
        fits = [count for count in range(size + 1) if prints(count, share)]
        sums = {total + count for total in sums for count in fits}
    alone = rest or len(stated) == 1
    possible = any(total <= size if alone else total == size for total in sums)
    row = {"kind": "feasible_share", "stated": stated, "n": str(size), "rest": rest}
    assert judged({}, row).status is (Status.HOLDS if possible else Status.INFEASIBLE)


@given(st.lists(st.integers(1, 500), min_size=2, max_size=6), st.integers(0, 2))
def test_shares_of_a_partition_make_100(parts: list[int], places: int) -> None:
    whole = sum(parts)
    shares = []
    for part in parts:
        digits = (2 * 100 * part * 10**places + whole) // (2 * whole)
        text = str(digits).rjust(places + 1, "0")
        shares.append(f"{text[:-places]}.{text[-places:]}" if places else text)
    verdict = judged({}, {"kind": "shares_to_100", "stated": shares})
    assert verdict.status in {Status.HOLDS, Status.HOLDS_ROUNDED}


@pytest.mark.parametrize("masked", ["xxx", None, "?"])
def test_a_thousand_members_and_one_hidden(masked: str | None) -> None:
    figures: dict[str, Any] = {f"f{number}": "7" for number in range(1000)}
    figures |= {"f500": masked, "total": "7123"}
    row = {"kind": "sum", "parts": [f"f{number}" for number in range(1000)], "total": "total"}
    verdict = judged(figures, row)
    assert verdict.status is Status.UNVERIFIABLE
    # 999 x 7 = 6993 and 7123 - 6993 = 130, which a mask of one digit cannot hide
    told = [] if masked == "?" else ["130"]
    assert [entry.value for entry in verdict.would_hold] == told
