"""Examples beside a scheme (方案示例): situations as data, with what must come out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from zwgk.errors import InvalidInput, Problem, Text, ZwgkError
from zwgk.exchange import dossier_from, load_dossier
from zwgk.facts import Truth, as_number
from zwgk.pipeline.assess import assess
from zwgk.plugins import Registry
from zwgk.records import Dossier, Model
from zwgk.scheme import HitKind, Scheme, number_text
from zwgk.scoring import Assessment
from zwgk.source import Source, build

SUFFIX = ".examples.yaml"


class ExpectedIndicator(Model):
    """What must come out for one indicator (指标预期)."""

    state: str | None = None
    points: str | None = None
    least: str | None = None
    most: str | None = None


class Expected(Model):
    """What must come out (预期结果); only what is written is compared."""

    total: str | None = None
    full: str | None = None
    grade: str | None = None
    bounds: tuple[str, str] | None = None
    declared: str | None = None
    settled: dict[Literal["points", "of"], str] = Field(default_factory=dict)
    completeness: str | None = None
    late: int | None = None
    vetoes: tuple[str, ...] = ()
    findings: dict[str, int] = Field(default_factory=dict)
    indicators: dict[str, ExpectedIndicator] = Field(default_factory=dict)
    facts: dict[str, tuple[str | None, str | None]] = Field(default_factory=dict)


class Example(Model):
    """One situation (示例): a dossier, the day, and what must come out."""

    name: str
    as_of: date
    perspective: Literal["review", "self"] = "review"
    dossier: dict[str, Any] | str
    expect: Expected


class Examples(Model):
    """The examples of one scheme (示例集)."""

    examples: tuple[Example, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an example came out (示例结果): what differs, or nothing.

    ``fired`` are the indicators whose rule gave or took points in it, and the vetoes that fired.
    """

    scheme: str
    name: str
    differences: tuple[Text, ...] = ()
    problems: tuple[Problem, ...] = ()
    fired: frozenset[str] = frozenset()

    @property
    def passed(self) -> bool:
        """Whether everything came out as it must."""
        return not self.differences and not self.problems


def run_examples(
    source: Source, scheme: Scheme, registry: Registry, beside: Path | None = None
) -> Iterator[Outcome]:
    """Run every example of a file (运行示例), each on its own.

    ``beside`` is the folder from which dossiers named by a path are read.

    Raises:
        InvalidInput: where the file of examples itself has faults.
    """
    given = build(Examples, source)
    for index, example in enumerate(given.examples):
        try:
            dossier = _dossier(example, source, index, registry, beside)
            result = assess(
                dossier,
                scheme,
                as_of=example.as_of,
                perspective=example.perspective,
                rules=registry.rules,
                providers=registry.facts,
            )
        except InvalidInput as found:
            yield Outcome(scheme.id, example.name, problems=found.problems)
            continue
        except ZwgkError as found:
            what = Text(found.of("zh"), found.of("en"))
            problem = source.problem(("examples", index), what)
            yield Outcome(scheme.id, example.name, problems=(problem,))
            continue
        written = _written(source, index)
        differences = tuple(_differences(example.expect, result, written))
        yield Outcome(scheme.id, example.name, differences, fired=fired(result))


# What is no act of a rule: an open question, what rounding did, what does not apply.
_NO_ACT = frozenset({HitKind.OPEN, HitKind.ROUNDING, HitKind.NA, HitKind.CONVERSION})


def fired(result: Assessment) -> frozenset[str]:
    """The indicators whose rule gave or took points (发生作用的指标), and the vetoes that fired."""
    entries = result.ledger or ()
    if result.ledgers is not None:
        entries = (*result.ledgers.least, *result.ledgers.greatest)
    return frozenset(
        [entry.indicator for entry in entries if entry.kind not in _NO_ACT]
        + [veto.id for veto in result.vetoes if veto.fired is Truth.YES]
    )


def never_fired(scheme: Scheme, outcomes: Iterable[Outcome]) -> tuple[str, ...]:
    """The indicators whose rule no example shows at work (示例未触及的规则), in their order."""
    seen = frozenset[str]().union(*(outcome.fired for outcome in outcomes))
    return tuple(node.id for node in scheme.walk() if node.rule is not None and node.id not in seen)


def _dossier(
    example: Example, source: Source, index: int, registry: Registry, beside: Path | None
) -> Dossier:
    if isinstance(example.dossier, str):
        return load_dossier((beside or Path()) / example.dossier, registry)
    return dossier_from(_part(source, ("examples", index, "dossier")), registry)


def _part(source: Source, path: tuple[str | int, ...]) -> Source:
    """A part of a document as a document of its own, each of its places as in the whole."""
    data: Any = source.data
    marks: Any = source.marks
    for step in path:
        data = data[step]
        marks = marks[1][step] if isinstance(marks, tuple) else marks
    return Source(source.name, data, marks, source.starts)


def _written(source: Source, index: int) -> Mapping[str, Any]:
    """The expectations as written: ``total: null`` is an expectation, no ``total`` is none."""
    whole: Any = source.data
    written: Mapping[str, Any] = whole["examples"][index]["expect"]
    return written


def _differences(
    expect: Expected, result: Assessment, written: Mapping[str, Any]
) -> Iterator[Text]:
    bounds = result.bounds
    got: dict[str, Any] = {
        "total": result.total,
        "full": result.full,
        "grade": result.grade,
        "declared": result.declared,
        "completeness": result.completeness,
        "late": result.late,
    }
    for name, value in got.items():
        if name in written:
            yield from _compare(name, getattr(expect, name), value)
    if "bounds" in written:
        ends = (bounds.least, bounds.greatest) if bounds else (None, None)
        for name, wanted, value in zip(
            ("bounds.least", "bounds.greatest"), expect.bounds or (None, None), ends, strict=True
        ):
            yield from _compare(name, wanted, value)
    for key, wanted in expect.settled.items():
        yield from _compare(f"settled.{key}", wanted, getattr(result.settled, key))
    if "vetoes" in written:
        sure = [veto.id for veto in result.vetoes if veto.fired is Truth.YES]
        yield from _compare("vetoes", "、".join(expect.vetoes) or None, "、".join(sure) or None)
    counts = Counter(str(finding.kind) for finding in result.findings)
    for kind, count in expect.findings.items():
        yield from _compare(f"findings.{kind}", count, counts[kind])
    for name, indicator in expect.indicators.items():
        yield from _indicator(name, indicator, result)
    for name, wanted_ends in expect.facts.items():
        yield from _fact(name, wanted_ends, result)


def _fact(name: str, wanted: tuple[str | None, str | None], result: Assessment) -> Iterator[Text]:
    fact = result.fact(name)
    if fact is None:
        yield Text(f"没有取值 {name}", f"there is no fact {name}")
        return
    yield from _compare(f"facts.{name}.least", wanted[0], fact.least)
    yield from _compare(f"facts.{name}.most", wanted[1], fact.most)


def _indicator(name: str, expect: ExpectedIndicator, result: Assessment) -> Iterator[Text]:
    found = result.indicator(name)
    if found is None:
        yield Text(f"没有指标 {name}", f"there is no indicator {name}")
        return
    for key, value in (("state", found.state), ("least", found.least), ("most", found.most)):
        wanted = getattr(expect, key)
        if wanted is not None:
            yield from _compare(f"{name}.{key}", wanted, value)
    if expect.points is not None:
        yield from _compare(f"{name}.least", expect.points, found.least)
        yield from _compare(f"{name}.most", expect.points, found.most)


_CALLED = {
    "total": Text("总分", "the total"),
    "full": Text("满分", "the full points"),
    "grade": Text("等次", "the grade"),
    "declared": Text("申报得分", "the declared points"),
    "completeness": Text("完整度", "the completeness"),
    "late": Text("逾期事项数", "the number of late matters"),
    "bounds": Text("总分的范围", "the range of the total"),
    "vetoes": Text("已触发的否决", "the vetoes that fired"),
    "settled": Text("已定得分", "the settled points"),
    "findings": Text("问题数", "the number of findings"),
    "facts": Text("取值", "the fact"),
}


def _compare(name: str, wanted: object, value: object) -> Iterator[Text]:
    if not _same(wanted, value):
        called = _CALLED.get(name.split(".", maxsplit=1)[0], Text("指标", "indicator"))
        yield Text(
            f"{called.zh} {name} 应为 {_words(wanted)}，实为 {_words(value)}",
            f"{called.en} ({name}) should be {_words(wanted)}, is {_words(value)}",
        )


def _words(value: object) -> str:
    """A value as a document writes it."""
    if value is None:
        return "null"
    return number_text(value) if isinstance(value, Fraction) else str(value)


def _same(wanted: object, value: object) -> bool:
    if wanted is None or value is None:
        return wanted is value
    numbers = _number(wanted), _number(value)
    if None in numbers:
        return str(wanted) == str(value)
    return numbers[0] == numbers[1]


_FRACTION = re.compile(r"(-?[0-9]{1,40})/([1-9][0-9]{0,39})")


def _number(value: object) -> Fraction | None:
    """A number as an example writes it: 12.5, or 1/3 where it does not end."""
    if found := _FRACTION.fullmatch(str(value)):
        return Fraction(int(found[1]), int(found[2]))
    return as_number(value)
