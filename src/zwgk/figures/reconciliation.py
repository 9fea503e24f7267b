"""Figures against their identities (核对): the one way in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from zwgk.figures import (
    additive,
    change,
    dated,
    identities,
    listed,
    ordered,
    plausible,
    procedures,
    rated,
    shares,
)
from zwgk.figures.book import Book
from zwgk.figures.derived import compute, unmoved
from zwgk.figures.identities import Identity, PreviousPeriod, Unique
from zwgk.figures.reading import read_identities
from zwgk.figures.verdicts import Verdict
from zwgk.records import uncollected

__all__ = ["reconcile"]

# The model of an identity and its judge; previous_period and unique ask for something else.
_JUDGES: dict[type[Identity], Callable[[Book, Any], Verdict]] = {
    identities.Sum: additive.judge_sum,
    identities.Balance: additive.judge_balance,
    identities.Equal: additive.judge_equal,
    identities.RollUp: additive.judge_roll_up,
    identities.Partition: additive.judge_partition,
    identities.Percentage: rated.judge_percentage,
    identities.Ratio: rated.judge_ratio,
    identities.Product: rated.judge_product,
    identities.Change: change.judge_change,
    identities.Inequality: ordered.judge_inequality,
    identities.Plausibility: plausible.judge_plausibility,
    identities.DateOrder: dated.judge_date_order,
    identities.DateEqual: dated.judge_date_equal,
    identities.ListCount: listed.judge_list_count,
    identities.FeasibleShare: shares.judge_feasible_share,
    identities.SharesTo100: shares.judge_shares_to_100,
    identities.StepOrder: procedures.judge_step_order,
    identities.Separation: procedures.judge_separation,
}


def reconcile(
    figures: Mapping[str, object],
    identities: Iterable[Identity | Mapping[str, object]],
    *,
    previous: Mapping[str, object] | None = None,
) -> tuple[Verdict, ...]:
    """Check reported figures against identities (勾稽核对), one verdict each, in their order.

    Args:
        figures: Id to figure; a figure is a record, a mapping ``{value, unit, bound, …}``, or
            just its number as printed (None where it is missing). ``{derived: {kind, …}}`` is
            computed from others.
        identities: What has to agree, as models or as mappings ``{id, kind, …}``.
        previous: The figures of the period before, for ``previous_period``.

    Raises:
        InvalidInput: with every fault of the identities or of the figures, or with the circle
            that derived figures form. A member that is unknown, missing, masked or unreadable is
            no fault but ``unverifiable``.

    >>> late = {"id": "late", "kind": "percentage", "part": ["n"], "whole": ["all"], "stated": "p"}
    >>> verdict = reconcile({"n": "96", "all": "37286", "p": "0.03"}, [late])[0]
    >>> verdict.status.value, verdict.computed
    ('does_not_hold', Decimal('0.257469'))
    >>> print(verdict.would_hold[0].text.zh)
    p 应为 0.3：小数点错位
    """
    with uncollected():
        book, before = compute(Book(figures)), compute(Book(previous or {}, "previous"), "previous")
        found = [_judge(book, before, identity) for identity in read_identities(identities)]
        return tuple(unmoved(book, verdict) for verdict in found)


def _judge(book: Book, before: Book, identity: Identity) -> Verdict:
    if isinstance(identity, PreviousPeriod):
        return additive.judge_previous(book, before, identity)
    if isinstance(identity, Unique):
        return listed.judge_unique(identity)
    return _JUDGES[type(identity)](book, identity)
