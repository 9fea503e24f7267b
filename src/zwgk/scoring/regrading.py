"""The grade of a total that was worked out again (重新定等): bands, ranks, and what vetoes say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction

from zwgk.errors import Text
from zwgk.facts import Truth
from zwgk.scheme import Band, Effect, Scheme
from zwgk.scheme.leaf_binding import spots
from zwgk.scoring.parts import VetoResult
from zwgk.scoring.tree import half_up

Qualifies = Callable[[Band, Fraction], Truth]


def grades_between(
    scheme: Scheme,
    ends: tuple[Fraction, Fraction],
    vetoes: Iterable[VetoResult],
    qualifies: Qualifies,
) -> frozenset[str | None]:
    """The grades that can come out of a total between two ends (可能的等次).

    ``qualifies`` tells whether a total is within the places of a band by rank, the surer the
    higher the total. All that can come out is looked at where one grade can pass into another.
    """
    bands = scheme.document.grades
    if not bands:
        return frozenset({None})
    reached: set[int | None] = set()
    for points in _turning(scheme, *ends):
        reached |= _of_points(scheme, points, qualifies)
    for veto, effect in _effects(scheme, vetoes):
        changed = {_after(effect, bands, place) for place in reached}
        reached = changed if veto.fired is Truth.YES else reached | changed
    return frozenset(None if place is None else bands[place].id for place in reached)


def no_rank(band: Band, points: Fraction) -> Truth:
    """Nothing is known of other units (名次不详)."""
    del band, points
    return Truth.MAYBE


def grade_title(scheme: Scheme, grade: str | None) -> Text | None:
    """What people call a grade (等次名称)."""
    return next((band.title for band in scheme.document.grades if band.id == grade), None)


def _of_points(scheme: Scheme, points: Fraction, qualifies: Qualifies) -> set[int | None]:
    """The bands that a total falls into, from the best down, until one is sure."""
    places = scheme.document.bands_places
    graded = points if places is None else half_up(points, places)
    found: set[int | None] = set()
    for place, band in enumerate(scheme.document.grades):
        if not _fits(band, graded):
            continue
        there = qualifies(band, points) if band.ranked else Truth.YES
        if there is not Truth.NO:
            found.add(place)
        if there is Truth.YES:
            return found
    return found | {None}


def _fits(band: Band, points: Fraction) -> bool:
    low = band.start is None or points >= Fraction(band.start)
    low = low and (band.above is None or points > Fraction(band.above))
    high = band.to is None or points <= Fraction(band.to)
    return low and high and (band.below is None or points < Fraction(band.below))


def _turning(scheme: Scheme, least: Fraction, greatest: Fraction) -> Iterator[Fraction]:
    """The ends, and the totals beside every number at which a band begins or ends."""
    yield from {least, greatest}
    document = scheme.document
    step = Fraction(1, 10**document.places)
    half = Fraction(0) if document.bands_places is None else Fraction(1, 10**document.bands_places)
    half /= 2
    edges = {
        Fraction(edge)
        for band in document.grades
        for edge in (band.start, band.above, band.to, band.below)
        if edge is not None
    }
    near = {edge + side + by for edge in edges for side in (-half, half) for by in (-step, 0, step)}
    yield from (points for point in near if least < (points := Fraction(point)) < greatest)


def _effects(scheme: Scheme, vetoes: Iterable[VetoResult]) -> list[tuple[VetoResult, Effect]]:
    """What vetoes and fail lines say of the grade of the whole, in the order it is applied."""
    placed = spots(scheme.document)
    last = scheme.document.grades[-1].id
    found: list[tuple[VetoResult, Effect]] = []
    for veto in vetoes:
        spot = placed.get(veto.id)
        if spot is None or veto.fired is Truth.NO:
            continue
        node, effect, scope = spot.node, spot.node.effect, spot.node.scope
        if effect is None and node.fail_below is not None:
            effect = node.fail_below.effect or Effect(grade=last)
            scope = node.fail_below.scope
        if effect is not None and effect.touches_grade and scope is None:
            found.append((veto, effect))
    ids = [band.id for band in scheme.document.grades]
    return sorted(found, key=lambda pair: _order(pair[1], ids))


def _order(effect: Effect, ids: Sequence[str]) -> tuple[int, int]:
    """Forced grades first, the worst of them last, so that it stands; then what lowers."""
    if effect.grade is not None:
        return 0, ids.index(effect.grade)
    return 1, 0


def _after(effect: Effect, bands: Sequence[Band], place: int | None) -> int | None:
    ids = [band.id for band in bands]
    if effect.grade is not None:
        place = ids.index(effect.grade)
    if place is None:
        return None
    if effect.lower is not None:
        place = min(place + effect.lower, len(ids) - 1)
    if effect.grade_ceiling is not None:
        place = max(place, ids.index(effect.grade_ceiling))
    if effect.bar_top:
        place = max(place, min(1, len(ids) - 1))
    return place
