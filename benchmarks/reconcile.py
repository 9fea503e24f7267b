"""Ten thousand identities over a hundred thousand figures, one in twenty failing.

Prints seconds, and the ratio of ten times the work to the work: linear is 10. The goal is three
seconds for the large one; so it is where every figure has its unit, and where all are alike.
"""

from __future__ import annotations

import random
import time
from collections.abc import Mapping

from zwgk.figures import Status, reconcile

SEED = 20190515
SHARE_FAILING = 20


def case(identities: int) -> tuple[dict[str, str], list[dict[str, object]]]:
    """Figures and identities of the common kinds, ten figures an identity, every 20th wrong."""
    chance = random.Random(SEED)  # noqa: S311  # made-up figures, not secrets
    figures: dict[str, str] = {}
    rows: list[dict[str, object]] = []
    for number in range(identities):
        wrong = number % SHARE_FAILING == 0
        names = [f"f{number}.{part}" for part in range(10)]
        values = [chance.randint(1, 99_999) for _ in names[:9]]
        row: dict[str, object] = {"id": f"i{number}"}
        if number % 5 == 4:  # noqa: PLR2004  # every fifth is a share of the nine others
            share = 100 * values[0] / sum(values)
            total = f"{share + wrong:.2f}"
            row |= {"kind": "percentage", "part": names[:1], "whole": names[:9]}
            row |= {"stated": names[9]}
        elif number % 5 == 3:  # noqa: PLR2004  # and another a balance
            total = str(sum(values[:5]) - sum(values[5:]) + wrong)
            row |= {"kind": "balance", "left": names[:5], "right": names[5:]}
        else:
            total = str(sum(values) + wrong)
            row |= {"kind": "sum", "parts": names[:9], "total": names[9]}
        figures |= dict(zip(names, [*map(str, values), total], strict=True))
        rows.append(row)
    return figures, rows


def alike(identities: int) -> tuple[dict[str, str], list[dict[str, object]]]:
    """Every figure is 1, so that each could be the one that was left out of any sum."""
    figures = {f"f{number}.{part}": "1" for number in range(identities) for part in range(10)}
    rows: list[dict[str, object]] = [
        {
            "id": f"i{number}",
            "kind": "sum",
            "parts": [f"f{number}.{part}" for part in range(9)],
            "total": "9" if number % SHARE_FAILING else "10",
        }
        for number in range(identities)
    ]
    return figures, rows


def with_units(identities: int) -> tuple[dict[str, dict[str, str]], list[dict[str, object]]]:
    """The same as ``case``, each figure with its unit beside it."""
    figures, rows = case(identities)
    told = {
        name: {"value": value, "unit": "%" if "." in value else "件"}
        for name, value in figures.items()
    }
    return told, rows


def seconds(made: tuple[Mapping[str, object], list[dict[str, object]]]) -> float:
    """Time to reconcile so many identities, read from plain data to verdicts."""
    figures, rows = made
    start = time.perf_counter()
    verdicts = reconcile(figures, rows)
    spent = time.perf_counter() - start
    failing = sum(verdict.failing for verdict in verdicts)
    unknown = sum(verdict.status is Status.UNVERIFIABLE for verdict in verdicts)
    print(f"{len(rows)} identities, {len(figures)} figures, {failing} failing, {unknown} unknown")
    return spent


if __name__ == "__main__":
    for name, make in (("plain", case), ("with units", with_units), ("all alike", alike)):
        small, large = seconds(make(1_000)), seconds(make(10_000))
        ratio = large / small
        print(f"{name}: 1,000 in {small:.3f} s; 10,000 in {large:.3f} s; ratio {ratio:.1f}")
