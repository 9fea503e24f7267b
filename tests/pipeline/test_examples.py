"""The runner of examples: what passes, what differs, what cannot be read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from zwgk.errors import InvalidInput
from zwgk.pipeline.examples import Outcome, never_fired, run_examples
from zwgk.plugins import Registry
from zwgk.scheme import Scheme
from zwgk.source import parse_yaml

HERE = Path(__file__).parent
HEAD = "examples:\n"
EXAMPLE = """\
  - name: {name}
    as_of: 2024-04-30
    dossier: small_hall.dossier.yaml
    expect: {expect}
"""
# as in test_changes: 20 + 12 + 8 + 9 of 50, all known, nothing late
RIGHT = (
    '{total: "49", full: 50, grade: null, bounds: ["49", "49"], declared: 50,'
    ' settled: {points: "49", of: "50"}, completeness: 1, late: 0,'
    " findings: {leaf: 1, duty: 0}, indicators: {c1: {state: met, points: 20},"
    ' c4: {state: partly, least: "9", most: "9"}}, facts: {cases_late: [0, 0]}}'
)


@pytest.fixture(name="run")
def _run(bind: Callable[..., Scheme]) -> Callable[[str], list[Outcome]]:
    scheme = bind()

    def run(text: str) -> list[Outcome]:
        return list(run_examples(parse_yaml(text, "x.examples.yaml"), scheme, Registry(), HERE))

    return run


Run = Callable[[str], list[Outcome]]


def test_one_that_comes_out(run: Run) -> None:
    (outcome,) = run(HEAD + EXAMPLE.format(name="right", expect=RIGHT))
    assert (outcome.scheme, outcome.name, outcome.passed) == ("small_hall", "right", True)
    assert (outcome.differences, outcome.problems) == ((), ())


@pytest.mark.parametrize(
    ("expect", "zh", "en"),
    [
        (
            '{total: "50"}',
            "总分 total 应为 50，实为 49.00",
            "the total (total) should be 50, is 49.00",
        ),
        (
            "{total: null}",
            "总分 total 应为 null，实为 49.00",
            "the total (total) should be null, is 49.00",
        ),
        (
            "{grade: good}",
            "等次 grade 应为 good，实为 null",
            "the grade (grade) should be good, is null",
        ),
        ('{bounds: ["48", "49"]}', "总分的范围 bounds.least 应为 48，实为 49.00", None),
        ("{bounds: null}", "总分的范围 bounds.least 应为 null，实为 49.00", None),
        ("{settled: {of: 40}}", "已定得分 settled.of 应为 40，实为 50", None),
        ('{declared: "49.5"}', "申报得分 declared 应为 49.5，实为 50", None),
        ("{late: 1}", "逾期事项数 late 应为 1，实为 0", None),
        ("{findings: {duty: 2}}", "问题数 findings.duty 应为 2，实为 0", None),
        ("{indicators: {c1: {state: unmet}}}", "指标 c1.state 应为 unmet，实为 met", None),
        ("{indicators: {c1: {points: 19}}}", "指标 c1.least 应为 19，实为 20", None),
        ("{indicators: {c9: {points: 19}}}", "没有指标 c9", "there is no indicator c9"),
        ("{facts: {cases_late: [0, 1]}}", "取值 facts.cases_late.most 应为 1，实为 0", None),
        ("{facts: {cases_lte: [0, 1]}}", "没有取值 cases_lte", "there is no fact cases_lte"),
    ],
)
def test_what_differs_is_told_as_a_sentence(run: Run, expect: str, zh: str, en: str | None) -> None:
    (outcome,) = run(HEAD + EXAMPLE.format(name="wrong", expect=expect))
    assert not outcome.passed
    assert outcome.differences[0].zh == zh
    if en is not None:
        assert outcome.differences[0].en == en


def test_each_example_is_run_on_its_own(run: Run) -> None:
    inline = """\
  - name: faulty
    as_of: 2024-04-30
    dossier:
      period: {from: 2024-01-01, to: 2024-03-31}
      unit: {name: 示例镇（虚构）, kind: town}
    expect: {}
"""
    outcomes = run(HEAD + inline + EXAMPLE.format(name="right", expect=RIGHT))
    assert [outcome.passed for outcome in outcomes] == [False, True]
    (problem,) = outcomes[0].problems
    # the place in the file of examples, not in a dossier of its own
    assert (problem.place.file, problem.place.line, problem.place.column) == (
        "x.examples.yaml",
        6,
        29,
    )


def test_from_its_own_perspective(run: Run) -> None:
    # the reviewer gave nine, which stands before the ten of the unit
    text = HEAD + EXAMPLE.format(name="self", expect='{total: "49"}')
    (outcome,) = run(text.replace("dossier:", "perspective: self\n    dossier:"))
    assert outcome.passed


def test_a_dossier_that_is_not_there(run: Run) -> None:
    text = HEAD + EXAMPLE.format(name="gone", expect="{}")
    (outcome,) = run(text.replace("small_hall.dossier", "gone"))
    assert [problem.what.en for problem in outcome.problems] == ["no such file"]


def test_a_day_that_no_calendar_knows(run: Run) -> None:
    early = """\
  - name: too early
    as_of: 1990-12-31
    dossier:
      period: {from: 1990-01-01, to: 1990-12-31}
      unit: {name: 示例镇（虚构）, kind: township, fictitious: true}
      cases:
        - {id: k1, kind: promised, received: 1990-03-05, promised: 5 working days}
    expect: {}
"""
    (outcome,) = run(HEAD + early)
    assert not outcome.passed
    assert len(outcome.problems) == 1


def test_rules_that_no_example_shows_at_work_are_named(
    run: Run, bind: Callable[..., Scheme]
) -> None:
    # in the small hall only c4 loses a point (9 of 10): the others are never seen to act
    (outcome,) = run(HEAD + EXAMPLE.format(name="right", expect="{}"))
    assert outcome.fired == {"c4"}
    assert never_fired(bind(), [outcome]) == ("c1", "c2", "c3")
    assert never_fired(bind(), []) == ("c1", "c2", "c3", "c4")
    shown = Outcome("small_hall", "all", fired=frozenset({"c1", "c2", "c3"}))
    assert never_fired(bind(), [outcome, shown]) == ()


@pytest.mark.parametrize(
    ("text", "en"),
    [
        ("examples: []\n", "'an empty list' is too few"),
        ("examples:\n  - {name: x}\n", "'as_of' is missing"),
        (HEAD + EXAMPLE.format(name="x", expect="{totl: 5}"), "unknown key 'totl'"),
    ],
)
def test_a_faulty_file(run: Run, text: str, en: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        run(text)
    assert en in [problem.what.en for problem in caught.value.problems]
