"""A unit's score with those of the units below it (汇总得分): own : class : class."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from zwgk.errors import InvalidInput, Place, Problem, Text
from zwgk.facts import Truth
from zwgk.scheme import HitKind, Scheme, number_text
from zwgk.scheme.across import RollUp
from zwgk.scoring.assessment import Assessment
from zwgk.scoring.marking import ZERO, half_up, to_decimal
from zwgk.scoring.parts import Bounds, LedgerEntry, Ledgers, Points, Settled
from zwgk.scoring.regrading import grade_title, grades_between, no_rank, stops
from zwgk.scoring.standing import RolledUnit


@dataclass(frozen=True, slots=True)
class _Share:
    """A unit and its exact share of the whole (占比), by class; None is the unit itself.

    ``at_least`` and ``at_most`` are its shares at the two ends: where the lowest of a class
    counts, that one has all of it.
    """

    one: Assessment
    of_class: str | None
    share: Fraction
    at_least: Fraction
    at_most: Fraction
    take: str = "mean"


def roll_up(own: Assessment, children: Iterable[Assessment], scheme: Scheme) -> Assessment:
    """The score of a unit together with those below it (汇总得分), as the document weights them.

    The result is the unit's own assessment with the total, bounds, ledger and grade of the whole
    and the units behind it in ``rolled_up``. A class without a unit leaves its weight to the
    others. The own ledger goes in by its share, every unit below with one entry: full + Σ = total.
    Where a unit has no score there is none of the whole, and the reason names it. Effects on the
    grade of the unit's own vetoes stand.

    Raises:
        InvalidInput: where the document has no ``roll_up``, where a unit below is of none of its
            classes or scored out of another total.
    """
    given = tuple(children)
    rule = scheme.document.roll_up
    if rule is None:
        what = Text(f"方案 {scheme.id} 没有写 roll_up", f"scheme {scheme.id} has no roll_up")
        hint = Text("写 roll_up: {own: 6, classes: …}", "write roll_up: {own: 6, classes: …}")
        raise InvalidInput([Problem(Place("scheme"), what, hint)])
    _fitting(own, given, scheme, rule)
    shares = list(_shares(own, given, rule))
    without = [share.one for share in shares if share.one.bounds is None]
    if without or not shares or own.full is None:
        return _no_score(own, without, shares)
    document = scheme.document
    least = _end(own, shares, scheme, greatest=False)
    greatest = _end(own, shares, scheme, greatest=True)
    ends = [
        Fraction(own.full) + sum((entry.amount for entry in end), ZERO) for end in (least, greatest)
    ]
    # A veto that may stop the scoring of one leaves open whether there is a total of all.
    sure = all(stops(scheme, share.one) is Truth.NO for share in shares)
    same = ends[0] == ends[1] and sure
    grades = grades_between(scheme, own, (ends[0], ends[1]), no_rank)
    grade = next(iter(grades)) if len(grades) == 1 and sure else None
    exact = all(share.one.bounds.exact for share in shares if share.one.bounds)
    return own.model_copy(
        update={
            "scored": True,
            "reason": None,
            "total": to_decimal(ends[0], document.places) if same else None,
            "unvetoed": None,
            "grade": grade,
            "grade_title": grade_title(scheme, grade),
            "bounds": Bounds(
                least=to_decimal(ends[0], document.places),
                greatest=to_decimal(ends[1], document.places),
                exact=exact,
            ),
            "declared": None,
            "settled": Settled(
                points=sum((share.share * share.one.settled.points for share in shares), ZERO),
                of=sum((share.share * share.one.settled.of for share in shares), ZERO),
            ),
            "completeness": _completeness(shares),
            "ledger": least if same else None,
            "ledgers": None if same else Ledgers(least=least, greatest=greatest),
            "rank": None,
            "standing": None,
            "rolled_up": _units(shares),
            "faults": _faults(own, given),
        }
    )


def _class_of(one: Assessment, rule: RollUp) -> str | None:
    """The class of a unit below: its profile before its kind."""
    named = (one.profile, None if one.unit_kind is None else one.unit_kind.value)
    return next((name for name in named if name in rule.classes), None)


def _fitting(own: Assessment, given: Sequence[Assessment], scheme: Scheme, rule: RollUp) -> None:
    problems = []
    for index, one in enumerate(given):
        place = Place("children", path=f"[{index}] {one.unit}")
        if _class_of(one, rule) is None:
            what = Text(
                f"单位类型“{one.unit_kind or '不详'}”不在 roll_up.classes 中",
                f"its kind, {one.unit_kind or 'not told'}, is none of roll_up.classes",
            )
            hint = Text(f"可用：{'、'.join(rule.classes)}", f"known: {', '.join(rule.classes)}")
            problems.append(Problem(place, what, hint))
        scales = [_scale(each, scheme) for each in (own, one)]
        if None not in scales and scales[0] != scales[1]:
            what = Text(
                f"满分 {scales[1]}，与本级的 {scales[0]} 不同",
                f"scored out of {scales[1]}, the unit itself out of {scales[0]}",
            )
            hint = Text(
                "用 convert 折算为同一满分后再汇总", "convert both to one total in their documents"
            )
            problems.append(Problem(place, what, hint))
    if problems:
        raise InvalidInput(problems)


def _scale(one: Assessment, scheme: Scheme) -> Fraction | None:
    """What a total is out of; None where another document may have converted it."""
    if one.bounds is None or one.full is None:
        return None
    if one.scheme == scheme.id and scheme.document.convert is not None:
        return Fraction(scheme.document.convert)
    ledgers = one.ledgers or Ledgers(least=one.ledger or (), greatest=())
    if any(entry.kind is HitKind.CONVERSION for entry in (*ledgers.least, *ledgers.greatest)):
        return None
    return Fraction(one.full)


def _shares(own: Assessment, given: Sequence[Assessment], rule: RollUp) -> Iterator[_Share]:
    classes = {
        name: [one for one in given if _class_of(one, rule) == name] for name in rule.classes
    }
    weights = {name: Fraction(rule.classes[name].weight) for name in classes if classes[name]}
    mine = ZERO if rule.own is None else Fraction(rule.own)
    whole = mine + sum(weights.values(), ZERO)
    if mine:
        part = mine / whole
        yield _Share(own, None, part, part, part)
    for name, weight in weights.items():
        units = classes[name]
        part = weight / whole
        each = part / len(units)
        if rule.classes[name].take == "mean" or any(one.bounds is None for one in units):
            yield from (_Share(one, name, each, each, each) for one in units)
            continue
        lowest = [_lowest(units, greatest=greatest) for greatest in (False, True)]
        for index, one in enumerate(units):
            ends = [part if index == first else ZERO for first in lowest]
            yield _Share(one, name, each, ends[0], ends[1], "min")


def _lowest(units: Sequence[Assessment], *, greatest: bool) -> int:
    """The unit with the lowest total at one end, the first of several."""
    return min(
        range(len(units)), key=lambda index: (_total(units[index], greatest=greatest), index)
    )


def _total(one: Assessment, *, greatest: bool) -> Fraction:
    if one.bounds is None:
        return ZERO
    return Fraction(one.bounds.greatest if greatest else one.bounds.least)


def _end(
    own: Assessment, shares: Sequence[_Share], scheme: Scheme, *, greatest: bool
) -> tuple[LedgerEntry, ...]:
    """The ledger of the whole at one end; it adds up to the rounded total."""
    full = Fraction(own.full or 0)
    found: list[LedgerEntry] = []
    for share in shares:
        part = share.at_most if greatest else share.at_least
        if share.of_class is None:
            found += [
                entry.model_copy(update={"amount": type(entry.amount)(entry.amount * part)})
                for entry in _ledger(own, greatest=greatest)
            ]
            continue
        total = _total(share.one, greatest=greatest)
        if not part or total == full:
            continue
        found.append(_entry(share, part, total, full))
    exact = full + sum((entry.amount for entry in found), ZERO)
    places = scheme.document.places
    rounded = half_up(exact, places)
    if rounded != exact:
        why = Text(
            f"汇总得分保留 {places} 位小数", f"the rolled-up total is rounded to {places} places"
        )
        found.append(_made(scheme.id, HitKind.ROUNDING, rounded - exact, rounded - exact, why))
    return tuple(
        entry.model_copy(update={"id": f"L{number:03d}"}) for number, entry in enumerate(found, 1)
    )


def _ledger(one: Assessment, *, greatest: bool) -> tuple[LedgerEntry, ...]:
    if one.ledgers is not None:
        return one.ledgers.greatest if greatest else one.ledgers.least
    return one.ledger or ()


def _entry(share: _Share, part: Fraction, total: Fraction, full: Fraction) -> LedgerEntry:
    kind = HitKind.LOSS if total < full else HitKind.BONUS
    lowest = share.take == "min"
    of = number_text(part)
    why = Text(
        f"{share.one.unit} 得 {number_text(total)} 分，占 {of}"
        + ("（本类最低）" if lowest else ""),
        f"{share.one.unit} has {number_text(total)}, a share of {of}"
        + (" as the lowest of its class" if lowest else ""),
    )
    return _made(share.of_class or "", kind, total - full, (total - full) * part, why)


def _made(name: str, kind: HitKind, points: Fraction, amount: Fraction, why: Text) -> LedgerEntry:
    return LedgerEntry(
        id="L000", indicator=name, kind=kind, points=points, amount=amount, reason=why
    )


def _completeness(shares: Sequence[_Share]) -> Points:
    known = [(share.share, share.one.completeness) for share in shares]
    return Points(sum((part * (one or ZERO) for part, one in known), ZERO))


def _units(shares: Sequence[_Share]) -> tuple[RolledUnit, ...]:
    return tuple(
        RolledUnit.model_validate(
            {
                "unit": share.one.unit,
                "of_class": share.of_class,
                "share": share.share,
                "take": share.take,
                "least": share.one.bounds.least,
                "greatest": share.one.bounds.greatest,
            }
        )
        for share in shares
        if share.one.bounds is not None
    )


def _faults(own: Assessment, given: Sequence[Assessment]) -> tuple[str, ...]:
    below = (f"{one.unit}: {fault}" for one in given for fault in one.faults)
    return tuple(dict.fromkeys((*own.faults, *below)))


def _no_score(
    own: Assessment, without: Sequence[Assessment], shares: Sequence[_Share]
) -> Assessment:
    if without:
        zh, en = "、".join(one.unit for one in without), ", ".join(one.unit for one in without)
        why = Text(f"{zh} 没有得分，无法汇总", f"no score of {en}: nothing to roll up")
    elif not shares:
        why = Text("没有可汇总的单位", "there is no unit to roll up")
    else:
        why = own.reason or Text("本级没有满分，无法汇总", "the unit itself has no full points")
    empty = Settled(points=ZERO, of=ZERO)
    names = ("total", "unvetoed", "grade", "grade_title", "bounds", "declared", "completeness")
    gone = dict.fromkeys((*names, "ledger", "ledgers", "rank", "standing"))
    return own.model_copy(
        update={**gone, "reason": why, "settled": empty, "rolled_up": _units(shares)}
    )
