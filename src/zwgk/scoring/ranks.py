"""Ranks of units assessed under one scheme (排名), and the grades that hang on them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from zwgk.errors import InvalidInput, Place, Problem, Text
from zwgk.facts import Truth
from zwgk.scheme import Band, Scheme, number_text
from zwgk.scheme.across import Ranking
from zwgk.scoring.assessment import Assessment
from zwgk.scoring.by_rank import settled_by_rank
from zwgk.scoring.field import Ends, Field, Ranks
from zwgk.scoring.marking import half_up
from zwgk.scoring.regrading import grade_title, grades_between, stops
from zwgk.scoring.standing import Standing


def rank(assessments: Iterable[Assessment], scheme: Scheme) -> tuple[Assessment, ...]:
    """Rank units that were assessed under one scheme (排名), in the order they were given.

    Each result is the assessment with its ``standing`` in its group, its ``rank`` where every
    completion gives the same, and its grade read again where grades go by rank. A unit of which a
    veto stopped the scoring has no rank and counts behind all others; one without a score for
    another reason counts for nothing, in no quota either. Who is within the places of a grade and
    fails its other conditions does not pass his place on.

    Raises:
        InvalidInput: for assessments of another scheme, version or period, and for units of
            which the document's group is not told.
    """
    given = tuple(assessments)
    ranking = scheme.document.ranking or Ranking()
    _comparable(given, scheme, ranking)
    groups: dict[tuple[str, ...], list[int]] = {}
    for index, one in enumerate(given):
        groups.setdefault(_group(one, ranking), []).append(index)
    found = list(given)
    for name, members in groups.items():
        settled = settled_by_rank([given[index] for index in members], scheme, ranking)
        for index, one in zip(members, _ranked(settled, scheme, ranking, name), strict=True):
            found[index] = one
    return tuple(found)


def _group(one: Assessment, ranking: Ranking) -> tuple[str, ...]:
    fields = {"kind": one.unit_kind, "level": one.unit_level, "profile": one.profile}
    return tuple(str(fields[name]) for name in ranking.group)


def _comparable(given: Sequence[Assessment], scheme: Scheme, ranking: Ranking) -> None:
    problems = []
    for index, one in enumerate(given):
        place = Place("assessments", path=f"[{index}] {one.unit}")
        if (one.scheme, one.version) != (scheme.id, scheme.version):
            what = Text(
                f"按 {one.scheme}@{one.version} 评价，不是 {scheme.id}@{scheme.version}",
                f"assessed under {one.scheme}@{one.version}, not {scheme.id}@{scheme.version}",
            )
            hint = Text("用同一方案评价后再排名", "assess all under one scheme")
            problems.append(Problem(place, what, hint))
        if (one.first, one.last) != (given[0].first, given[0].last):
            what = Text(
                f"考核期 {one.first} 至 {one.last}，与其他单位不同",
                f"its period, {one.first} to {one.last}, is not that of the others",
            )
            hint = Text("只排同一考核期的单位", "rank units of one period")
            problems.append(Problem(place, what, hint))
        fields = {"kind": one.unit_kind, "level": one.unit_level, "profile": one.profile}
        for name in ranking.group:
            if fields[name] is None:
                what = Text(f"没有 {name}，无法分组排名", f"its {name} is not told: no group")
                hint = Text(f"在卷宗的 unit 中写明 {name}", f"give the {name} under unit")
                problems.append(Problem(place, what, hint))
    if problems:
        raise InvalidInput(problems)


def _ranked(
    given: Sequence[Assessment], scheme: Scheme, ranking: Ranking, group: tuple[str, ...]
) -> list[Assessment]:
    ends = _all_ends(given, scheme)
    field = Field.of((one for one in ends if one is not None), scheme.document.places)
    by_rank = any(band.ranked for band in scheme.document.grades)
    found = []
    for one, mine in zip(given, ends, strict=True):
        if mine is None or one.bounds is None:
            found.append(one.model_copy(update={"rank": None, "standing": None}))
            continue
        best, worst = field.ranks(mine, ranking)
        seats = _Seats(field, mine, ranking)
        standing = Standing(
            best=best,
            worst=worst,
            of=len(field.ends),
            group=group,
            why=_why(scheme, seats, (best, worst), group),
        )
        changed: dict[str, object] = {
            "rank": best if best == worst else None,
            "standing": standing,
        }
        if by_rank:
            grades = grades_between(scheme, one, mine, seats.within)
            grade = next(iter(grades)) if len(grades) == 1 else None
            changed |= {"grade": grade, "grade_title": grade_title(scheme, grade)}
        found.append(one.model_copy(update=changed))
    return found


def _all_ends(given: Sequence[Assessment], scheme: Scheme) -> list[Ends | None]:
    """Both ends of every total; below all of them what a veto stops, or may stop."""
    plain = [
        None if one.bounds is None else (Fraction(one.bounds.least), Fraction(one.bounds.greatest))
        for one in given
    ]
    bottom = min((ends[0] for ends in plain if ends is not None), default=Fraction(0)) - 1
    found: list[Ends | None] = []
    for one, ends in zip(given, plain, strict=True):
        stopped = stops(scheme, one)
        if ends is not None and stopped is not Truth.NO:
            found.append((bottom, ends[1]))
        else:
            found.append((bottom, bottom) if stopped is Truth.YES else ends)
    return found


@dataclass(frozen=True, slots=True)
class _Seats:
    """The places that bands by rank give in one group, as one unit sees them (名额)."""

    field: Field
    mine: Ends
    ranking: Ranking

    def of(self, band: Band) -> int:
        """How many places a band has (名额数)."""
        if band.top is not None:
            return band.top
        share = Fraction(band.quota or 0) / 100 * len(self.field.ends)
        whole = share.numerator // share.denominator
        if self.ranking.quota_places == "nearest":
            return int(half_up(share, 0))
        return whole + (self.ranking.quota_places == "up" and share != whole)

    def within(self, band: Band, total: Fraction) -> Truth:
        """Whether a total is within the places of a band.

        ``top`` counts ranks as the document counts them; a quota counts units.
        """
        seats = self.of(band)
        if band.top is not None and self.ranking.ties == "dense":
            least = self.field.best_at(total, self.mine, self.ranking)
            most = self.field.worst_at(total, self.mine, self.ranking)
        elif self.ranking.quota_ties == "all":
            least, most = (1 + count for count in self.field.above(total, self.mine))
        else:
            least, most = (1 + count for count in self.field.level(total, self.mine))
        if most <= seats:
            return Truth.YES
        return Truth.MAYBE if least <= seats else Truth.NO

    def told(self, band: Band) -> Truth:
        """Whether the unit is within the places of a band, whatever its total turns out to be."""
        low, high = (self.within(band, end) for end in self.mine)
        return low if low is high else Truth.MAYBE


_WITHIN: Mapping[Truth, Text] = {
    Truth.YES: Text("在内", "within"),
    Truth.NO: Text("不在内", "not within"),
    Truth.MAYBE: Text("未定", "open"),
}


def _why(scheme: Scheme, seats: _Seats, ranks: Ranks, group: tuple[str, ...]) -> Text:
    best, worst = ranks
    of = len(seats.field.ends)
    named = "、".join(group)
    zh = f"{f'“{named}”组' if group else '共'} {of} 个单位"
    en = f"of {of} units" + (f" of the group {', '.join(group)}" if group else "")
    if best == worst:
        zh, en = f"{zh}，第 {best} 名", f"rank {best} {en}"
        if _tied(seats):
            zh, en = f"{zh}（并列）", f"{en}, tied"
    else:
        zh, en = f"{zh}，第 {best} 至 {worst} 名（得分未定）", f"rank {best} to {worst} {en}: open"
    for band in scheme.document.grades:
        if not band.ranked:
            continue
        said = _WITHIN[seats.told(band)]
        way = f"前 {band.top} 名" if band.top else f"前 {number_text(Fraction(band.quota or 0))}%"
        count = seats.of(band)
        zh += f"；{band.title.zh}：{way}，{count} 个名额，{said.zh}"
        share = f"top {band.top}" if band.top else f"top {number_text(Fraction(band.quota or 0))}%"
        en += f"; {band.title.of('en')}: {share}, {count} places, {said.en}"
    return Text(zh, en)


def _tied(seats: _Seats) -> bool:
    """Whether another unit surely has the same total."""
    low, high = seats.mine
    return (
        low == high
        and seats.field.level(low, seats.mine)[0] > seats.field.above(low, seats.mine)[1]
    )
