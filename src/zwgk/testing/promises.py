"""What a scheme promises (方案的承诺): each check tells every way in which it is not kept."""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

from zwgk.errors import InvalidInput, Text
from zwgk.pipeline import assess
from zwgk.pipeline.examples import SUFFIX, run_examples
from zwgk.plugins import Registry
from zwgk.records import Dossier, Table
from zwgk.scheme import Scheme, lint, number_text, raised_text
from zwgk.scoring import Assessment, LedgerEntry
from zwgk.source import read_source
from zwgk.testing.fitting import AS_OF, fitting_dossier

__all__ = ["adds_up", "dossiers", "examples", "lints", "order", "round_trip"]

TRIED = 12
"""How many dossiers a scheme is tried on."""

_TOLD = 5


def dossiers(scheme: Scheme, registry: Registry, count: int = TRIED) -> Iterator[Dossier]:
    """Dossiers that fit a scheme (与方案相合的卷宗), the same ones each time."""
    for number in range(count):
        seeded = random.Random(f"{scheme.id}@{scheme.version} {number}")  # noqa: S311  # no secret
        yield fitting_dossier(scheme, registry, lambda options, by=seeded: by.choice(options))


def lints(scheme: Scheme, registry: Registry) -> Iterator[Text]:
    """Faults that only a look at the whole scheme shows (方案检查)."""
    del registry
    for problem in lint(scheme).faults:
        yield Text(problem.of("zh"), problem.of("en"))


def examples(scheme: Scheme, registry: Registry) -> Iterator[Text]:
    """Missing examples, and those that do not come out (示例)."""
    beside = Path(scheme.source.name)
    file = beside.with_name(beside.stem + SUFFIX)
    if not file.is_file():
        yield Text(f"没有示例文件 {file.name}", f"there is no file of examples {file.name}")
        return
    try:
        outcomes = list(run_examples(read_source(file), scheme, registry, file.parent))
    except InvalidInput as found:
        yield Text(found.of("zh"), found.of("en"))
        return
    for outcome in outcomes:
        for words in outcome.differences:
            yield Text(f"{outcome.name}：{words.zh}", f"{outcome.name}: {words.of('en')}")
        for problem in outcome.problems:
            yield Text(
                f"{outcome.name}：{problem.of('zh')}", f"{outcome.name}: {problem.of('en')}"
            )


def adds_up(scheme: Scheme, registry: Registry) -> Iterator[Text]:
    """Ledgers that do not add up to the total, bounds in the wrong order, rules that raise."""
    for told, (dossier, result) in zip(range(_TOLD), _broken_sums(scheme, registry), strict=False):
        del told, dossier
        yield result


def _broken_sums(scheme: Scheme, registry: Registry) -> Iterator[tuple[Dossier, Text]]:
    for dossier, result in _assessed(scheme, registry):
        if isinstance(result, Text):
            yield dossier, result
            continue
        for fault in result.faults:
            yield dossier, Text(fault)
        for words in _sums(result):
            yield dossier, words


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
        if Assessment.model_validate_json(result.model_dump_json()) != result:
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
        if turned.model_dump_json() != result.model_dump_json():
            parts = [
                name
                for name in type(result).model_fields
                if getattr(turned, name) != getattr(result, name)
            ]
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


def _assessed(
    scheme: Scheme, registry: Registry
) -> Iterator[tuple[Dossier, Assessment | Text]]:
    for dossier in dossiers(scheme, registry):
        yield dossier, _assess(dossier, scheme, registry)


def _assess(dossier: Dossier, scheme: Scheme, registry: Registry) -> Assessment | Text:
    try:
        return assess(
            dossier, scheme, as_of=AS_OF, rules=registry.rules, providers=registry.facts
        )
    except InvalidInput as found:
        return Text(found.of("zh"), found.of("en"))
    except Exception as cause:  # noqa: BLE001  # a stranger's rule may raise anything
        words = raised_text(cause)
        return Text(f"评价时出错：{words}", f"assessing it raised {words}")
