"""What a scheme promises (方案的承诺): each check tells every way in which it is not kept."""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import Any

from zwgk.errors import InvalidInput, Text
from zwgk.pipeline import assess
from zwgk.pipeline.examples import SUFFIX, Outcome, never_fired, run_examples
from zwgk.plugins import Registry
from zwgk.records import Dossier, Table
from zwgk.scheme import Scheme, number_text, raised_text
from zwgk.scoring import Assessment, LedgerEntry
from zwgk.source import read_source
from zwgk.testing.fitting import AS_OF, fitting_dossier

__all__ = ["adds_up", "dossiers", "examples", "faults_in", "order", "round_trip", "untouched"]

TRIED = 12
"""How many dossiers a scheme is tried on."""

_TOLD = 5


def dossiers(scheme: Scheme, registry: Registry, count: int = TRIED) -> Iterator[Dossier]:
    """Dossiers that fit a scheme (与方案相合的卷宗), the same ones each time."""
    for number in range(count):
        seeded = random.Random(f"{scheme.id}@{scheme.version} {number}")  # noqa: S311  # no secret
        yield fitting_dossier(scheme, registry, lambda options, by=seeded: by.choice(options))


def examples(scheme: Scheme, registry: Registry) -> Iterator[Text]:
    """Missing examples, and those that do not come out (示例)."""
    file = _examples_file(scheme)
    if not file.is_file():
        yield Text(f"没有示例文件 {file.name}", f"there is no file of examples {file.name}")
        return
    try:
        outcomes = _outcomes(scheme, registry)
    except InvalidInput as found:
        yield Text(found.of("zh"), found.of("en"))
        return
    for outcome in outcomes:
        problems = (Text(one.of("zh"), one.of("en")) for one in outcome.problems)
        for words in (*outcome.differences, *problems):
            yield Text(f"{outcome.name}：{words.zh}", f"{outcome.name}: {words.of('en')}")


def untouched(scheme: Scheme, registry: Registry) -> tuple[str, ...]:
    """The indicators whose rule no example shows at work (示例未触及的规则)."""
    try:
        return never_fired(scheme, _outcomes(scheme, registry))
    except InvalidInput:  # no examples that can be read: told as a broken promise
        return ()


def _examples_file(scheme: Scheme) -> Path:
    beside = Path(scheme.source.name)
    return beside.with_name(beside.stem + SUFFIX)


def _outcomes(scheme: Scheme, registry: Registry) -> list[Outcome]:
    file = _examples_file(scheme)
    return list(run_examples(read_source(file), scheme, registry, file.parent))


def adds_up(scheme: Scheme, registry: Registry) -> Iterator[Text]:
    """Ledgers that do not add up to the total, bounds in the wrong order, rules that raise."""
    told = dict.fromkeys(_broken_sums(scheme, registry))
    yield from islice(told, _TOLD)


def _broken_sums(scheme: Scheme, registry: Registry) -> Iterator[Text]:
    for _, result in _assessed(scheme, registry):
        if isinstance(result, Text):
            yield result
            continue
        yield from faults_in(result)
        yield from _sums(result)


def faults_in(result: Assessment) -> Iterator[Text]:
    """What code raised on the way to a result (结果中的错误): rules and providers."""
    yield from (one.error for one in result.indicators if one.error is not None)
    yield from map(Text, result.faults)


def _sums(result: Assessment) -> Iterator[Text]:
    bounds, full = result.bounds, Fraction(result.full or 0)
    if bounds is not None and bounds.least > bounds.greatest:
        yield Text(
            f"最低 {bounds.least} 高于最高 {bounds.greatest}",
            f"the least, {bounds.least}, is above the greatest, {bounds.greatest}",
        )
    ledgers: list[tuple[str, tuple[LedgerEntry, ...], Any]] = []
    if result.ledger is not None and result.total is not None:
        ledgers.append(("total", result.ledger, result.total))
    if result.ledgers is not None and bounds is not None:
        ledgers.append(("least", result.ledgers.least, bounds.least))
        ledgers.append(("greatest", result.ledgers.greatest, bounds.greatest))
    for name, entries, total in ledgers:
        found = full + sum((Fraction(entry.amount) for entry in entries), Fraction(0))
        if found != Fraction(total):
            shown = number_text(found)
            yield Text(
                f"满分加明细为 {shown}，而 {name} 为 {total}",
                f"full points and entries make {shown}, but {name} is {total}",
            )


def round_trip(scheme: Scheme, registry: Registry) -> Iterator[Text]:
    """Results that JSON does not bring back (JSON 往返)."""
    for _, result in _assessed(scheme, registry):
        if isinstance(result, Text):
            yield result
            return
        try:
            same = Assessment.model_validate_json(result.model_dump_json()) == result
        except ValueError as cause:
            words = raised_text(cause)
            yield Text(f"结果写成 JSON 时出错：{words}", f"writing a result as JSON raised {words}")
            return
        if not same:
            yield Text("结果写成 JSON 再读回有出入", "a result differs after JSON")
            return


def order(scheme: Scheme, registry: Registry) -> Iterator[Text]:
    """Dossiers whose rows give another result in another order (记录先后)."""
    for dossier, result in _assessed(scheme, registry):
        if isinstance(result, Text):
            yield result
            return
        turned = _assess(_turned(dossier), scheme, registry)
        if isinstance(turned, Text):
            yield turned
            return
        parts = [
            name
            for name in type(result).model_fields
            if getattr(turned, name) != getattr(result, name)
        ]
        if parts:
            yield Text(
                f"记录倒过来排，结果不同：{'、'.join(parts)}",
                f"with the records in reverse these differ: {', '.join(parts)}",
            )
            return


def _turned(dossier: Dossier) -> Dossier:
    """The same dossier with the rows of every table in reverse."""
    update: dict[str, Any] = {}
    for name in type(dossier).model_fields:
        table = getattr(dossier, name)
        if isinstance(table, Table):
            update[name] = table.model_copy(update={"rows": table.rows[::-1]})
    if dossier.declarations:
        update["declarations"] = dossier.declarations[::-1]
    return dossier.model_copy(update=update)


def _assessed(scheme: Scheme, registry: Registry) -> Iterator[tuple[Dossier, Assessment | Text]]:
    for dossier in dossiers(scheme, registry):
        yield dossier, _assess(dossier, scheme, registry)


def _assess(dossier: Dossier, scheme: Scheme, registry: Registry) -> Assessment | Text:
    try:
        return assess(dossier, scheme, as_of=AS_OF, rules=registry.rules, providers=registry.facts)
    except InvalidInput as found:
        return Text(found.of("zh"), found.of("en"))
    except (Exception, SystemExit) as cause:  # noqa: BLE001  # a stranger's rule may raise anything
        words = raised_text(cause)
        return Text(f"评价时出错：{words}", f"assessing it raised {words}")
