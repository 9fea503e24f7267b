"""The whole (总分): what vetoes and fail lines make of it, and its grade, at each end."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from zwgk.errors import Text
from zwgk.scheme import Band, End, Hit, HitKind, Indicator, Scheme
from zwgk.scoring.forces import Force, Forced, forced, forced_why, forces_on, ways
from zwgk.scoring.marking import Charge, Marking, Scored, half_up, results_by_id
from zwgk.scoring.tree import score_node

Grades = frozenset[str | None]


@dataclass(frozen=True, slots=True)
class Total:
    """One end of the total (总分): rounded, with its ledger, and without the vetoes.

    ``grades`` are those of every way the unknown vetoes may fall; ``nodes`` the results by
    indicator. ``stopped`` tells which vetoes stop the scoring, surely or, with ``may_stop``,
    possibly.
    """

    points: Fraction
    unvetoed: Fraction
    charges: tuple[Charge, ...]
    nodes: Mapping[str, Scored]
    whole: Scored
    fired: tuple[str, ...] = ()
    grades: Grades = frozenset()
    stopped: tuple[Indicator, ...] = ()
    may_stop: bool = False


def total_at(scheme: Scheme, end: End, marking: Marking) -> Total:
    """The total at one end (总分), over every way the unknown vetoes may fall."""
    whole = score_node(marking.root, end, marking)
    forces = [] if marking.lenient else forces_on(None, whole, marking, score_node)
    options = [forced(whole.points, some) for some in ways(forces)]
    running = [option for option in options if not _stopping(option.fired)]
    choose: Callable[..., Forced] = min if end is End.LEAST else max
    chosen = choose(running or options, key=lambda option: option.order)
    if not chosen.consistent(forces, end):
        marking.loose.add(scheme.id)
    charges, node = whole.charges, chosen.decisive
    if node is not None and chosen.points != whole.points:
        hit = Hit(chosen.points - whole.points, HitKind.VETO, forced_why(node))
        charges = (*charges, Charge(node.id, hit, node.citation))
    return Total(
        points=chosen.points,
        unvetoed=_unvetoed(end, marking, whole),
        charges=charges,
        nodes=results_by_id([whole]),
        whole=whole,
        fired=tuple(force.node.id for force in chosen.fired),
        grades=frozenset(
            grade for option in options for grade in _graded(scheme, option.points, option.fired)
        ),
        stopped=() if running else _stopping(chosen.fired),
        may_stop=len(running) < len(options),
    )


def _stopping(fired: Sequence[Force]) -> tuple[Indicator, ...]:
    return tuple(force.node for force in fired if force.effect.stop)


def _unvetoed(end: End, marking: Marking, whole: Scored) -> Fraction:
    """The total as if no veto had an effect: scored anew where one acts on a node."""
    if marking.lenient or not any(scope is not None for scope in marking.scopes):
        return whole.points
    return score_node(marking.root, end, marking.without_vetoes()).points


def _graded(scheme: Scheme, points: Fraction, fired: Sequence[Force]) -> Grades:
    """The grades that points may have when these fire (否决后的等次)."""
    document = scheme.document
    bands = document.grades
    if document.bands_places is not None:
        points = half_up(points, document.bands_places)
    grades = grades_at(bands, points)
    ids = [band.id for band in bands]
    effects = [force.effect for force in fired]
    named = [effect.grade for effect in effects if effect.grade is not None]
    if named:
        grades = frozenset({max(named, key=ids.index)})
    lower = sum(effect.lower or 0 for effect in effects)
    best = max(
        [
            *(ids.index(effect.grade_ceiling) for effect in effects if effect.grade_ceiling),
            *(1 for effect in effects if effect.bar_top),
            0,
        ]
    )
    if not lower and not best:
        return grades
    last = len(ids) - 1
    return frozenset(
        None if grade is None else ids[min(last, max(best, ids.index(grade) + lower))]
        for grade in grades
    )


def grades_at(bands: Sequence[Band], points: Fraction) -> Grades:
    """The grades that a total may have (可能的等次): several where ranks decide.

    None is no grade: there are no bands, or the points lie between two of them.
    """
    found: set[str | None] = set()
    for band in bands:
        if not holds(band, points):
            continue
        found.add(band.id)
        if not band.ranked:
            return frozenset(found)
    return frozenset(found | {None})


def holds(band: Band, points: Fraction) -> bool:
    """Whether points lie in a band (分值是否在档内)."""
    return (
        (band.start is None or points >= Fraction(band.start))
        and (band.above is None or points > Fraction(band.above))
        and (band.to is None or points <= Fraction(band.to))
        and (band.below is None or points < Fraction(band.below))
    )


def grade_of(bands: Sequence[Band], points: Fraction) -> str | None:
    """The grade that a total falls into (等次), None where there is none or ranks decide.

    >>> grade_of((), Fraction(90)) is None
    True
    """
    grades = grades_at(bands, points)
    return next(iter(grades)) if len(grades) == 1 else None


def grades_between(scheme: Scheme, least: Total, greatest: Total) -> Grades:
    """All grades that can come out between two totals (可能的等次)."""
    low, high = least.points, greatest.points
    document = scheme.document
    if document.bands_places is not None:
        low, high = (half_up(one, document.bands_places) for one in (low, high))
    between = {
        band.id
        for band in document.grades
        for begin in (band.start, band.above)
        if begin is not None and low < Fraction(begin) < high and not band.ranked
    }
    return least.grades | greatest.grades | (between if None in least.grades else set())


def stopped_text(nodes: Sequence[Indicator]) -> Text:
    """Why there is no total (停止计分的缘由)."""
    zh = "、".join(node.title.zh for node in nodes)
    en = ", ".join(node.title.of("en") for node in nodes)
    return Text(f"一票否决，停止计分：{zh}", f"vetoed, the scoring stops: {en}")
