"""A whole dossier against all its relations (卷宗勾稽): its own, the form's, the procedures'."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from zwgk.figures.annual_report import PREFIX, annual_figures, annual_identities, table_missing
from zwgk.figures.derived import with_values
from zwgk.figures.identities import Identity
from zwgk.figures.judging import conclude
from zwgk.figures.member import is_id
from zwgk.figures.reading import read_identities
from zwgk.figures.reconciliation import reconcile
from zwgk.figures.request_log import log_figures, log_identities
from zwgk.figures.verdicts import Status, Verdict
from zwgk.figures.workflow import post_figures, separations, step_figures, step_orders
from zwgk.records import Dossier, Figure

__all__ = [
    "all_figures",
    "all_identities",
    "known_figures",
    "last_figures",
    "reconcile_dossier",
    "suspects",
]


def reconcile_dossier(
    dossier: Dossier,
    general: Iterable[Mapping[str, object]] = (),
    *,
    as_of: date | None = None,
) -> tuple[Verdict, ...]:
    """Check all that a dossier says against all its relations (卷宗勾稽核对).

    First the dossier's own identities and the ``general`` ones that it does not name itself,
    then those of its annual report, its workflow and its organisation.

    Raises:
        InvalidInput: with every fault of the identities.
    """
    own = [identity.data for identity in dossier.identities or ()]
    named = {str(identity["id"]) for identity in own}
    rows = read_identities([*own, *(row for row in general if str(row.get("id")) not in named)])
    given = {identity.id for identity in rows}
    follow = (one for one in all_identities(dossier, as_of=as_of) if one.id not in given)
    identities = [*rows, *follow]
    verdicts = reconcile(
        all_figures(dossier, as_of=as_of), identities, previous=last_figures(dossier)
    )
    report = dossier.annual_report
    if report is None:
        return verdicts
    found = []
    for identity, verdict in zip(identities, verdicts, strict=True):
        lacking = table_missing(report, identity) if identity.topic.startswith(PREFIX) else None
        found.append(
            conclude(identity, Status.NOT_APPLICABLE, lacking) if lacking is not None else verdict
        )
    return tuple(found)


def all_figures(dossier: Dossier, *, as_of: date | None = None) -> dict[str, Figure]:
    """Every number that a dossier says (全部数字): figures, cells, days of steps, posts."""
    found: dict[str, Figure] = {}
    report = dossier.annual_report
    if report is not None:
        found |= annual_figures(report)
        if dossier.requests is not None and _over(report.year, as_of):
            found |= log_figures(report, dossier.requests)
    if dossier.workflow is not None:
        found |= step_figures(dossier.workflow)
    found |= post_figures(dossier.unit.organisation or ())
    return found | (dossier.figures or {})


def known_figures(dossier: Dossier, *, as_of: date | None = None) -> dict[str, Figure]:
    """Every number that a dossier says or that follows from them (全部数字及派生数字).

    Raises:
        InvalidInput: where derived figures form a circle.
    """
    return with_values(all_figures(dossier, as_of=as_of))


def last_figures(dossier: Dossier) -> dict[str, Figure]:
    """What was said of the period before (上期全部数字), under the names of this period."""
    report = dossier.annual_report
    cells = annual_figures(report.previous) if report is not None and report.previous else {}
    return cells | (dossier.previous.figures if dossier.previous else {})


def all_identities(dossier: Dossier, *, as_of: date | None = None) -> tuple[Identity, ...]:
    """The relations that follow from what a dossier holds (应有的勾稽关系), beside its own."""
    found: list[Identity] = []
    report = dossier.annual_report
    if report is not None:
        found += annual_identities(report)
        if dossier.requests is not None and _over(report.year, as_of):
            found += log_identities(report, dossier.requests)
    if dossier.workflow is not None:
        found += step_orders(dossier.workflow)
    found += separations(dossier.unit.organisation or ())
    return tuple({identity.id: identity for identity in found}.values())


def _over(year: int, as_of: date | None) -> bool:
    """Whether the report year is over as far as is seen; before that a log is not at its end."""
    return as_of is None or as_of >= date(year, 12, 31)


# Relations that hold with many a wrong number too.
_LOOSE = frozenset(
    {"inequality", "plausibility", "date_order", "step_order", "feasible_share", "shares_to_100"}
)


def suspects(
    verdicts: Iterable[Verdict], figures: Mapping[str, Figure] | None = None
) -> tuple[str, ...]:
    """The figures that stand in relations that fail and in none that holds (可疑数字).

    In a table whose rows and columns are both summed, one wrong cell is named alone. The figure
    in most failing relations comes first. Where ``figures`` are given, those that a derived one
    is computed from stand in its place.
    """
    known = figures or {}
    failing: dict[str, int] = {}
    cleared: set[str] = set()
    for verdict in verdicts:
        # the second member of a carry-over is a figure of the year before
        named = verdict.members[:1] if verdict.kind == "previous_period" else verdict.members
        members = _printed(named, known)
        if verdict.failing and verdict.kind not in {"step_order", "separation"}:
            for member in sorted(members):
                failing[member] = failing.get(member, 0) + 1
        elif verdict.holds and verdict.kind not in _LOOSE:
            cleared |= members
    left = [name for name in failing if name not in cleared]
    return tuple(sorted(left, key=lambda name: (-failing[name], name)))


def _printed(members: Iterable[str], figures: Mapping[str, Figure]) -> set[str]:
    """The ids of printed figures behind the members; a derived one cannot be misprinted."""
    found: set[str] = set()
    todo = [member for member in members if is_id(member)]
    seen: set[str] = set()
    while todo:
        name = todo.pop()
        if name in seen:
            continue
        seen.add(name)
        figure = figures.get(name)
        if figure is None or figure.derived is None:
            found.add(name)
        else:
            todo += [member for member in figure.derived.members if is_id(member)]
    return found
