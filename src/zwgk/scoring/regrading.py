"""The grade of a total that was worked out again (重新定等): bands, ranks, and what vetoes say."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from zwgk.errors import Text
from zwgk.facts import Truth
from zwgk.scheme import Band, Effect, Scheme
from zwgk.scoring.assessment import Assessment
from zwgk.scoring.marking import half_up
from zwgk.scoring.total import holds

Qualifies = Callable[[Band, Fraction], Truth]


def grades_between(
    scheme: Scheme, one: Assessment, ends: tuple[Fraction, Fraction], qualifies: Qualifies
) -> frozenset[str | None]:
    """The grades that can come out of a total between two ends (可能的等次).

    ``qualifies`` tells whether a total is within the places of a band by rank, the surer the
    higher the total. All that can come out is looked at where one grade can pass into another.
    The effects on the grade of the vetoes and fail lines of the assessment stand.
    """
    bands = scheme.document.grades
    if not bands:
        return frozenset({None})
    reached: set[int | None] = set()
    for points in _turning(scheme, *ends):
        reached |= _of_points(scheme, points, qualifies)
    last = len(bands) - 1
    found: set[str | None] = set()
    for named, lower, best in _ways(scheme, one):
        for place in reached if named is None else {named}:
            found.add(None if place is None else bands[min(last, max(best, place + lower))].id)
    return frozenset(found)


def no_rank(band: Band, points: Fraction) -> Truth:
    """Nothing is known of other units (名次不详)."""
    del band, points
    return Truth.MAYBE


def grade_title(scheme: Scheme, grade: str | None) -> Text | None:
    """What people call a grade (等次名称)."""
    return next((band.title for band in scheme.document.grades if band.id == grade), None)


def stops(scheme: Scheme, one: Assessment) -> Truth:
    """Whether a veto or a fail line stops the scoring (是否停止计分)."""
    answer = Truth.NO
    for fired, effect in _effects(scheme, one):
        if effect.stop:
            answer = ~(~answer & ~fired)
    return answer


def _of_points(scheme: Scheme, points: Fraction, qualifies: Qualifies) -> set[int | None]:
    """The bands that a total falls into, from the best down, until one is sure."""
    places = scheme.document.bands_places
    graded = points if places is None else half_up(points, places)
    found: set[int | None] = set()
    for place, band in enumerate(scheme.document.grades):
        if not holds(band, graded):
            continue
        there = qualifies(band, points) if band.ranked else Truth.YES
        if there is not Truth.NO:
            found.add(place)
        if there is Truth.YES:
            return found
    return found | {None}


def _turning(scheme: Scheme, least: Fraction, greatest: Fraction) -> Iterator[Fraction]:
    """The ends, and the totals beside every number at which a band begins or ends."""
    yield from {least, greatest}
    document = scheme.document
    step = Fraction(1, 10**document.places)
    places = document.bands_places
    half = Fraction(0) if places is None else Fraction(1, 2 * 10**places)
    edges = {
        Fraction(edge)
        for band in document.grades
        for edge in (band.start, band.above, band.to, band.below)
        if edge is not None
    }
    near = {edge + side + by for edge in edges for side in (-half, half) for by in (-step, 0, step)}
    yield from (points for one in near if least < (points := Fraction(one)) < greatest)


def _effects(scheme: Scheme, one: Assessment) -> Iterator[tuple[Truth, Effect]]:
    """What vetoes and fail lines do to the whole, those that fire or may."""
    sheet = scheme.sheets.get(one.profile or "", scheme)
    nodes = {node.id: node for node in sheet.walk()}
    for veto in one.vetoes:
        node = nodes.get(veto.id)
        if node is None or veto.fired is Truth.NO:
            continue
        fail = node.fail if veto.below is not None else None
        effect, scope = (node.effect, node.scope) if fail is None else (fail.effect, fail.scope)
        if effect is not None and scope is None:
            yield veto.fired, effect


def _ways(scheme: Scheme, one: Assessment) -> set[tuple[int | None, int, int]]:
    """Every way the effects on a grade may fall: the worst named, how much lower, the best left."""
    ids = [band.id for band in scheme.document.grades]
    found: set[tuple[int | None, int, int]] = {(None, 0, 0)}
    for fired, effect in _effects(scheme, one):
        changed = set()
        for named, lower, best in found:
            if effect.grade is not None:
                named = max(ids.index(effect.grade), named or 0)  # noqa: PLW2901  # the worst stands
            ceiling = 0 if effect.grade_ceiling is None else ids.index(effect.grade_ceiling)
            best_left = max(best, ceiling, int(effect.bar_top))
            changed.add((named, lower + (effect.lower or 0), best_left))
        found = changed if fired is Truth.YES else found | changed
    return found
