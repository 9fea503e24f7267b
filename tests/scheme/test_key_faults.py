"""Weights, conversions, profiles, vetoes, lines: faults and warnings, each with its place."""

from __future__ import annotations

import pytest

from zwgk.errors import InvalidInput
from zwgk.scheme import KINDS, Scheme, read_scheme, validity_gaps
from zwgk.source import parse_yaml

HEAD = """\
format: 1
id: sheet
version: "1"
title: 示例
source: 示例（虚构）
full: 20
indicators:
"""
X = "  - {id: x, title: 甲, points: 12, rule: {kind: declared}%s}\n"
Y = "  - {id: y, title: 乙, points: 8, rule: {kind: declared}%s}\n"
B = "  - {id: b, title: 加, part: bonus, points: 5, rule: {kind: declared}%s}\n"
V = "  - {id: v, title: 否, part: veto, rule: {kind: present, fact: f}, effect: %s}\n"
GRADES = "grades: [{id: good, title: 优, from: 15}, {id: bad, title: 差}]\n"


def read(body: str) -> Scheme:
    kinds = {kind.kind: kind for kind in KINDS}
    return read_scheme(parse_yaml(HEAD + body, "sheet.yaml"), kinds, {}, frozenset({"f"}))


def faults(body: str) -> list[tuple[str, str]]:
    with pytest.raises(InvalidInput) as caught:
        read(body)
    assert all(problem.hint is not None for problem in caught.value.problems)
    return [(p.place.path, p.what.of("en")) for p in caught.value.problems]


def warnings(body: str) -> list[tuple[str, str]]:
    found = read(body).warnings
    assert all(warning.hint is not None and warning.place.line for warning in found)
    return [(warning.place.path, warning.what.of("en")) for warning in found]


@pytest.mark.parametrize(
    ("body", "path", "what"),
    [
        (X % ", weight: 30" + Y % ", weight: 60", "x.weight",
         "the weights of the siblings add up to 90, not 100"),
        (X % ", weight: 100" + Y % "", "y", "'y' has no weight"),
        (X % ", weight: 100" + Y % ", weight: 0", "y.weight", "'y' has no weight"),
        (X % ", weight: 60" + Y % ", weight: 40, unscored: true", "y.weight",
         "what is unscored has no weight"),
        (X % "" + Y % "" + B % ", weight: 5", "b.weight", "weight belongs to base points"),
        (X % "" + Y % "" + B % ", convert: 5", "b.convert", "convert belongs to base points"),
        (X % "" + Y % ", convert_bonus: before", "y.convert_bonus",
         "convert_bonus belongs to a node with convert and a bonus among its parts"),
        (X % "" + Y % "" + "convert: 100\nconvert_bonus: later\n", "convert_bonus",
         "'later' is not one of the values"),
        (X.replace("{kind: declared}", "{kind: deduct, per: f, each: 1}") % ", weight: 60,"
         " overflow: total" + Y % ", weight: 40", "x.overflow",
         "nothing overflows where points are weighted or converted"),
        (X % "" + Y % ", convert: 0", "y.convert", "'0' is too small"),
        (X % "" + Y % "" + "  - id: n\n    title: 空\n    convert: 5\n    parts:\n"
         "      - {id: n1, title: 无, needs: [f]}\n", "n.convert", "'n' has no points to convert"),
        (X % "" + Y % ", profiles: [a]", "y.profiles[0]", "no profile 'a'"),
        (X % "" + Y.replace("points: 8", "points: {a: 8}") % "", "y.points.a", "no profile 'a'"),
        (X % "" + Y % ", na: profile", "y.na", "na: profile needs a sheet"),
        (X % "" + Y % ", na: {policy: profile, sheet: a}", "y.na.sheet", "no profile 'a'"),
        (X % "" + Y % ", na: {policy: scale, got: full}", "y.na", "got belongs to even"),
        (X % "" + Y % ", na: {policy: scale, sheet: a}", "y.na", "sheet belongs to profile"),
        (X % "" + Y % ", applies: g", "y.applies", "nobody gives the fact 'g'"),
        (X % "" + Y % ", scope: x", "y.scope", "scope belongs to an effect"),
        (X % "" + Y % ", why: 因为", "y.why", "why belongs to an effect"),
        (X % "" + Y % "" + V % "zero, scope: z", "v.scope", "'z' is no node with base points"),
        (X % "" + Y % "" + V % "{grade: bad}, scope: x" + GRADES, "v.scope",
         "a grade is of the whole, not of a node"),
        (X % "" + Y % "" + V % "zero, applies: f", "v.applies", "a veto has no applies"),
        (X % "" + Y % "" + V % "zero, unscored: true", "v.unscored", "a veto has no unscored"),
        (X % "" + Y % "" + V % "{stop: true}", "v.effect",
         "what stops the scoring must give the grade"),
        (X % "" + Y % "" + V % "{grade_ceiling: fine}" + GRADES, "v.effect.grade_ceiling",
         "no grade 'fine'"),
        (X % "" + Y % "" + V % "{lower: 1}", "v.effect", "the scheme has no grades"),
        (X % "" + Y % "" + V % "bar_top", "v.effect", "the scheme has no grades"),
        *(
            (X % "" + Y % "" + f"grades: [{{id: a, title: 优, {keys}}}, {{id: z, title: 差}}]\n",
             path, what)
            for keys, path, what in (
                ("from: 5, to: 9, below: 10", "grades.a", "a grade has to or below, not both"),
                ("from: 5, to: 4", "grades.a", "the grade ends before it begins"),
                ("above: 5, to: 5", "grades.a", "the grade ends before it begins"),
                ("from: 5, top: 8, quota: 25%", "grades.a", "a grade has top or quota, not both"),
                ("from: 5, quota: 25", "grades.a.quota", "'25' is not a percentage"),
                ("from: 5, quota: 125%", "grades.a.quota", "'125%' is too large"),
            )
        ),
        (X % "" + Y % "" + "grades: [{id: a, title: 优, from: 5}, {id: z, title: 差, top: 3}]\n",
         "grades.z", "only the last grade has no from or above"),
        (X % "" + Y % ", places: 2, fail_below: 5", "y.fail_below",
         "the fail line has no effect"),
        (X % "" + Y % ", places: 2, fail_below: 9" + GRADES, "y.fail_below.below",
         "the line 9 is above the 8 points"),
        (X % "" + Y % ", places: 2, fail_below: {below: 5, effect: {fixed: 6}}",
         "y.fail_below.effect", "what is below 5 would have 6"),
        (X % "" + Y % ", places: 2, fail_below: {below: 5, effect: zero, scope: x}",
         "y.fail_below.scope", "'x' is no node with base points"),
        (X % "" + "  - id: g\n    title: 组\n    points: 8\n    places: 2\n    parts:\n"
         "      - {id: y, title: 乙, points: 8, rule: {kind: declared}}\n"
         "      - {id: b, title: 加, part: bonus, points: 2, rule: {kind: declared},"
         " gate: {node: g, above: 5}}\n", "b.gate.node", "'g' itself depends on 'b'"),
    ],
)  # fmt: skip
def test_each_fault(body: str, path: str, what: str) -> None:
    assert (path, what) in [(p, w.split(";")[0]) for p, w in faults(body)]


def test_a_sheet_to_fall_back_on_has_none_of_its_own() -> None:
    """Else each level would be bound twice as often as the one above it."""
    inner = "{id: %s, title: 内, points: 10, na: {policy: profile, sheet: a}, parts: [%s]}"
    deep = (
        "{id: n0, title: 内, points: 10, na: {policy: profile, sheet: a}, rule: {kind: declared}}"
    )
    for number in range(1, 12):
        deep = inner % (f"n{number}", deep)
    body = f"  - {deep}\n  - {deep.replace('id: n', 'id: m')}\nprofiles: {{a: {{title: 甲}}}}\n"
    told = {what for _, what in faults(body)}
    assert "na: profile inside the siblings of another na: profile" in told
    many = "profiles: {" + ", ".join(f"p{n}: {{title: 类}}" for n in range(51)) + "}\n"
    assert faults(X % "" + Y % "" + many) == [("profiles", "more than 50 profiles")]


def test_two_gates_may_not_wait_for_each_other() -> None:
    group = (
        "  - id: g{0}\n    title: 组\n    points: 10\n    places: 2\n    parts:\n"
        "      - {{id: y{0}, title: 乙, points: 10, rule: {{kind: declared}}}}\n"
        "      - {{id: b{0}, title: 加, part: bonus, points: 2, rule: {{kind: declared}},"
        " gate: {{node: g{1}, above: 5}}}}\n"
    )
    assert faults(group.format(1, 2) + group.format(2, 1)) == [
        ("b1.gate.node", "'g2' itself depends on 'b1'"),
        ("b2.gate.node", "'g1' itself depends on 'b2'"),
    ]


def test_every_profile_adds_up() -> None:
    body = (
        "  - {id: x, title: 甲, points: {a: 12, b: 15}, rule: {kind: declared}}\n"
        + Y % ""
        + "profiles: {a: {title: 甲类}, b: {title: 乙类}}\n"
    )
    assert faults(body) == [("full", "the base points of b add up to 23, not 20")]
    both = (HEAD + body).replace("full: 20", "full: {a: 20}")
    with pytest.raises(InvalidInput, match="“b”没有总分"):
        read_scheme(parse_yaml(both, "sheet.yaml"), {k.kind: k for k in KINDS}, {})


def test_a_sheet_to_fall_back_on_adds_up_too() -> None:
    body = (
        "  - id: g\n    title: 组\n    points: 20\n    parts:\n"
        "      - {id: x, title: 甲, points: {a: 12, b: 19}, rule: {kind: declared}}\n"
        "      - {id: y, title: 乙, points: 8, profiles: [a], rule: {kind: declared},"
        " na: {policy: profile, sheet: b}}\n"
        "profiles: {a: {title: 甲类}, b: {title: 乙类}}\n"
    )
    assert ("g", "without y the others add up to 19 as in b, not 20") in faults(body)


@pytest.mark.parametrize(
    ("body", "path", "what"),
    [
        (X % "" + Y % "" + B % ", gate: {node: x, above: 9}", "b.gate.node",
         "'x' has no places: the gate compares exact points"),
        (X % "" + Y % ", fail_below: {below: 5, why: 六成}" + GRADES, "y.fail_below",
         "'y' has no places: the fail line compares exact points"),
        (X % "" + Y % ", places: 2, fail_below: 5" + GRADES, "y.fail_below",
         "the line of 'y' has no reason"),
        (X % "" + Y % "" + V % "zero", "v", "the veto 'v' has no reason"),
        (X % ", places: 2" + Y % "" + B % ", gate: {node: x, above: 12}", "b.gate",
         "the gate never opens: 'x' has 12 at most"),
        (X % ", places: 2" + Y % "" + B % ", gate: {node: x, at_least: 0}", "b.gate",
         "the gate is always open"),
        (X % "" + Y % "" + "grades: [{id: a, title: 优, from: 21}, {id: z, title: 差}]\n",
         "grades.a", "the grade 'a' cannot be reached: 20 at most"),
        (X % "" + Y % "" + "grades: [{id: a, title: 优, from: 15},"
         " {id: b, title: 良, from: 10, to: 14}, {id: z, title: 差, below: 10}]\n",
         "grades.b", "no grade between 14 and 15"),
        (X % "" + Y % "" + "grades: [{id: a, title: 优, from: 15},"
         " {id: b, title: 良, from: 10, to: 15}, {id: z, title: 差}]\n",
         "grades.b", "two grades from 15 to 15: the better one stands"),
        (X % "" + Y % "" + "  - id: p\n    title: 加\n    part: bonus\n    cap: 6\n    parts:\n"
         "      - {id: p1, title: 一, points: 5, rule: {kind: declared}}\n", "p.cap",
         "the cap 6 is above the 5 there are"),
        ("cap: 30\n".join((X % "" + Y % "", "")), "cap", "the cap 30 is above the 20 there are"),
        (X % "" + Y % "" + X.replace("id: x", "id: n").replace("points: 12", "points: 0") % "",
         "n.points", "no points: its rule changes nothing"),
        (X % "" + "  - id: g\n    title: 组\n    points: 8\n    parts:\n"
         "      - {id: y, title: 乙, points: 8, na: scale, rule: {kind: declared}}\n", "g",
         "where no part of 'g' applies, its points have nowhere to go"),
        (X % ", citation: 第一条" + Y % "", "y",
         "no citation: y (1 of them; others have one)"),
    ],
)  # fmt: skip
def test_each_warning(body: str, path: str, what: str) -> None:
    assert (path, what) in warnings(body)


def test_a_sound_sheet_has_none() -> None:
    assert warnings(X % "" + Y % "") == []
    bands = (
        "bands_places: 0\ngrades: [{id: a, title: 优, from: 15},"
        " {id: b, title: 良, from: 10, to: 14}, {id: z, title: 差, to: 9}]\n"
    )
    assert warnings(X % "" + Y % "" + bands) == []
    lacking = (
        X % "" + "  - id: g\n    title: 组\n    points: 8\n    na: scale\n    parts:\n"
        "      - {id: y, title: 乙, points: 8, na: scale, rule: {kind: declared}}\n"
    )
    assert warnings(lacking) == []


def test_days_between_versions() -> None:
    def version(name: str, valid: str) -> Scheme:
        text = (HEAD + X % "" + Y % "").replace('version: "1"', f'version: "{name}"')
        return read_scheme(
            parse_yaml(f"{text}valid: {valid}\n", f"{name}.yaml"), {k.kind: k for k in KINDS}, {}
        )

    first = version("1", "{from: 2022-01-01, to: 2023-01-01}")
    gap = version("2", "{from: 2023-02-01, to: 2024-01-01}")
    overlap = version("3", "{from: 2023-12-01}")
    told = [
        (str(problem.place), problem.what.of("en"))
        for problem in validity_gaps([(one.document, one.source) for one in (overlap, first, gap)])
    ]
    assert told == [
        (
            "2.yaml:10:1 valid",
            "no version is in force from 2023-01-01 to 2023-02-01 (before it: 1)",
        ),
        ("3.yaml:10:1 valid", "from 2023-12-01 in force together with version 2"),
    ]
    whole = version("2", "{from: 2023-01-01}")
    assert not list(validity_gaps([(one.document, one.source) for one in (first, whole)]))
