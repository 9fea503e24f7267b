"""How far the values of an unknown fact are tried, and which facts need no trying."""

from __future__ import annotations

from fractions import Fraction

import pytest

from zwgk.facts import FactValue
from zwgk.scheme import KINDS, Checklist, Part, PercentTicks, Scheme, read_scheme
from zwgk.scoring import Score, score
from zwgk.source import parse_yaml

HEAD = 'format: 1\nid: sheet\nversion: "1"\ntitle: 示例\nsource: 示例（虚构）\nfull: 100\n'


def sheet(body: str) -> Scheme:
    known = {kind.kind: kind for kind in KINDS}
    tables = {"requests": frozenset({"id", "received"})}
    return read_scheme(parse_yaml(HEAD + body, "sheet.yaml"), known, tables, frozenset({"rate"}))


def scored(scheme: Scheme, **facts: FactValue) -> Score:
    return score(scheme, facts, facts, {})


def ends(result: Score) -> tuple[str, str, bool]:
    assert result.bounds is not None
    return str(result.bounds.least), str(result.bounds.greatest), result.bounds.exact


def between(low: object, high: object) -> FactValue:
    return FactValue(Fraction(str(low)), Fraction(str(high)))


@pytest.mark.parametrize(("most", "exact"), [(1, True), (63, True), (64, False), (1000, False)])
def test_up_to_64_values_of_one_fact(most: int, exact: bool) -> None:
    """One leaf wants a request, the other none: 5 + 95, or 0 + 95 with every count above."""
    scheme = sheet("""\
facts: {n: {count: requests}}
indicators:
  - {id: a, title: 有, points: 5, rule: {kind: present, fact: n}}
  - {id: b, title: 少, points: 95, rule: {kind: deduct, per: n, each: 1}}
""")
    least, greatest, found = ends(scored(scheme, n=between(0, most)))
    assert found is exact
    # None: 0 + 95; one: 5 + 94 = 99; the most: 5 + 95 - most, but never below the 5.
    every = [(5 if n else 0) + max(0, 95 - n) for n in range(most + 1)]
    if exact:
        assert (least, greatest) == (f"{min(every)}.00", f"{max(every)}.00")
    else:
        assert Fraction(least) <= min(every)
        assert Fraction(greatest) >= max(every)


def test_values_of_two_facts_are_tried_together() -> None:
    """Eight values each are 64 pairs, eight and nine are 72."""
    scheme = sheet("""\
facts: {n: {count: requests}, m: {count: requests, where: {id: x}}}
indicators:
  - {id: a, title: 甲有, points: 5, rule: {kind: present, fact: n}}
  - {id: b, title: 甲少, points: 45, rule: {kind: deduct, per: n, each: 1}}
  - {id: c, title: 乙有, points: 5, rule: {kind: present, fact: m}}
  - {id: d, title: 乙少, points: 45, rule: {kind: deduct, per: m, each: 1}}
""")
    # Seven of one bring 5 and 38, one brings 5 and 44, none 45: from 43 to 49 for each.
    assert ends(scored(scheme, n=between(0, 7), m=between(0, 7))) == ("86.00", "98.00", True)
    assert ends(scored(scheme, n=between(0, 7), m=between(0, 8)))[2] is False


@pytest.mark.parametrize("parts", [6, 7])
def test_up_to_six_parts_of_which_it_is_open_whether_they_apply(parts: int) -> None:
    leaves = "".join(
        f"  - {{id: p{n}, title: 甲, points: 10, applies: f{n}, na: scale, rule: "
        f"{{kind: declared}}}}\n"
        for n in range(parts)
    )
    facts = "".join(f"  f{n}: {{count: requests, where: {{id: r{n}}}}}\n" for n in range(parts))
    rest = 100 - 10 * parts
    scheme = sheet(
        f"facts:\n{facts}indicators:\n{leaves}"
        f"  - {{id: rest, title: 乙, points: {rest}, rule: {{kind: declared}}}}\n"
    )
    given = {f"declared:p{n}": FactValue.exactly(Fraction(10)) for n in range(parts)}
    given["declared:rest"] = FactValue.exactly(Fraction(0))
    unknown = {f"f{n}": between(0, 1) for n in range(parts)}
    # All apply: 10 each beside nothing; none does: nothing of what is left.
    least, greatest, exact = ends(scored(scheme, **given, **unknown))
    assert exact is (parts == 6)
    assert least == "0.00"
    assert Fraction(greatest) >= 10 * parts


def test_two_leaves_that_fall_with_one_rate_need_no_trying() -> None:
    """每高一个百分点扣一分: both are at their least at 100 %, and at their most at or below it."""
    ticks = "rule: {kind: percent_ticks, fact: rate, target: TARGET, each: 1, side: above}"
    scheme = sheet(
        "indicators:\n"
        f"  - {{id: a, title: 甲, points: 60, {ticks.replace('TARGET', '90%')}}}\n"
        f"  - {{id: b, title: 乙, points: 40, {ticks.replace('TARGET', '80%')}}}\n"
    )
    # At 100 %: 60 - 10 + 40 - 20 = 70; at 50 %: all.
    assert ends(scored(scheme, rate=between("1/2", 1))) == ("70.00", "100.00", True)


def test_the_directions_of_percentage_points() -> None:
    below = PercentTicks(fact="rate", target="90%", each="1")
    above = PercentTicks(fact="rate", target="90%", each="1", side="above")
    parts = (Part.BASE, Part.PENALTY, Part.BONUS)
    assert [below.direction("rate", part) for part in parts] == [1, 1, -1]
    assert [above.direction("rate", part) for part in parts] == [-1, -1, 1]


def test_a_line_with_both_limits_pulls_neither_way() -> None:
    lines = [
        {"id": "some", "title": "有", "fact": "f", "at_least": "1"},
        {"id": "few", "title": "少", "fact": "f", "at_most": "5"},
    ]
    assert Checklist.model_validate({"items": lines}).direction("f") == 0
    assert Checklist.model_validate({"items": lines[:1]}).direction("f") == 1
    assert Checklist.model_validate({"items": lines[1:]}).direction("f") == -1
    both = {"id": "both", "title": "适中", "fact": "f", "at_least": "1", "at_most": "5"}
    assert Checklist.model_validate({"items": [both]}).direction("f") == 0
