"""State Council notices on holidays as dated records (节假日安排通知)."""

from __future__ import annotations

import pathlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Literal, TypeAlias, cast

from zwgk.errors import CalendarGap, InvalidInput, Problem, Text
from zwgk.source import Source, read_source
from zwgk.time.festivals import festivals, statutory_days

__all__ = ["Notice", "NoticeDay", "NoticeInput", "load_notice", "shipped_notices"]

NoticeInput: TypeAlias = "str | pathlib.Path | Traversable | Mapping[str, object] | Notice"
NoticeKind: TypeAlias = Literal["annual", "amendment"]

_FOUR_DIGITS = re.compile(r"\d{4}", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_YEARS = range(1949, 2201)
_YES_NO = {"true": True, "false": False}
_SATURDAY = 5


@dataclass(frozen=True, slots=True, order=True)
class NoticeDay:
    """One day that a notice names (放假日或调休上班日)."""

    day: date
    off: bool
    name: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice of the State Council's office (放假通知): the days that it makes off or working.

    ``announced`` is None where only a later page is known; it was then announced
    ``not_later_than`` that day. An amendment changes some days of a year already announced.
    """

    year: int
    days: tuple[NoticeDay, ...]
    kind: NoticeKind = "annual"
    announced: date | None = None
    not_later_than: date | None = None
    pages: tuple[str, ...] = ()

    @property
    def known_from(self) -> date | None:
        """The first day on which this notice was surely known (公布日)."""
        return self.announced or self.not_later_than


@cache
def shipped_notices() -> tuple[Notice, ...]:
    """The notices for 2008-2026 in the order of announcement (内置通知), read once when asked."""
    source = read_source(files("zwgk.time") / "data" / "notices.json", name="notices.json")
    rows = cast("list[object]", source.data)
    return tuple(_read(source, [index], row) for index, row in enumerate(rows))


def load_notice(given: NoticeInput) -> Notice:
    """One notice from a file, a mapping or as it is (读入通知).

    Reads the common ``{year, papers, days: [{name, date, isOffDay}]}`` and our own record
    ``{year, kind, announced, page, festivals: {name: {off, work}}}``.

    A yearly notice must be whole, or the days that it leaves out would count as settled: every
    statutory day is off, and the weekends worked are the weekdays given beyond those. The latter
    is not asked of a file with several ``papers``: a later one may have given days (2015, 2020).
    Years outside the table of statutory days (2008 to 2040) are taken as they are told.

    Raises:
        InvalidInput: for an empty year (a file may exist before the notice does), days of
            another year, a day both off and working, and broken values, all at once; and for a
            yearly notice that tells only a part of its year.
    """
    path: object = pathlib.Path(given) if isinstance(given, str) else given
    if isinstance(path, pathlib.Path | Traversable):
        source = read_source(path)
    else:
        source = Source("notice", {} if isinstance(path, Notice) else path)
    notice = path if isinstance(path, Notice) else _read(source, [], source.data)
    if lacks := _lacks(notice):
        raise InvalidInput([source.problem([], *lacks)])
    return notice


def _lacks(notice: Notice) -> tuple[Text, Text] | None:
    """What a yearly notice leaves out of its year, and how to mend it."""
    year = notice.year
    try:
        statutory = statutory_days(year) if notice.kind == "annual" else None
    except CalendarGap:  # no table to hold it against
        statutory = None
    if statutory is None:
        return None
    told = {row.day: row.off for row in notice.days}
    missing = [str(day) for day in sorted(statutory) if not told.get(day, _weekend(day))]
    if missing:
        return (
            Text(
                f"{year} 年的安排不全：法定节假日 {'、'.join(missing)} 没有放假",
                f"not the whole of {year}: the statutory days {', '.join(missing)} are not off",
            ),
            Text(
                f"载入 {year} 年的完整通知；变更通知写 kind: amendment",
                f"load the whole notice for {year}; a change is of kind: amendment",
            ),
        )
    if len(notice.pages) > 1:  # a later page has changed the year, and may have given days
        return None
    given = sum(off and not _weekend(day) and day not in statutory for day, off in told.items())
    worked = sum(not off and _weekend(day) for day, off in told.items())
    owed = sum(one.in_lieu for one in festivals(year))
    if given == worked + owed:
        return None
    return (
        Text(
            f"{year} 年的安排不全：调休上班 {worked} 天，加上补休 {owed} 天，应另放工作日 "
            f"{worked + owed} 天，实为 {given} 天",
            f"not the whole of {year}: {worked} weekend days are worked and {owed} owed in lieu, "
            f"so {worked + owed} further weekdays are off, not {given}",
        ),
        Text(
            "补上放假日和调休上班日；确属另行增减的日子，用 kind: amendment 另行载入",
            "add the days off and the weekends worked; days that were truly given beyond them "
            "are loaded as a notice of kind: amendment",
        ),
    )


def _weekend(day: date) -> bool:
    return day.weekday() >= _SATURDAY


Path: TypeAlias = "list[str | int]"


def _read(source: Source, at: Path, data: object) -> Notice:
    faults: list[Problem] = []
    if not isinstance(data, Mapping):
        raise InvalidInput(
            [
                source.problem(
                    at,
                    Text("通知应是一个映射", "a notice is a mapping"),
                    Text(
                        "写成 {year, papers, days: [{name, date, isOffDay}]}",
                        "write {year, papers, days: [{name, date, isOffDay}]}",
                    ),
                )
            ]
        )
    year = _year(source, at, data.get("year"), faults)
    spread = _festivals if "festivals" in data else _rows
    days: dict[date, NoticeDay] = {}
    for path, entry in spread(source, at, data, faults):
        _place(source, path, entry, year, days, faults)
    papers = data.get("papers")
    if not faults and (not days or papers == []):
        faults.append(
            source.problem(
                at,
                Text(f"{year} 年的安排是空的", f"nothing is arranged for {year}"),
                Text("通知公布之后再载入", "load it once the notice is out"),
            )
        )
    kind = data.get("kind", "annual")
    if kind not in ("annual", "amendment"):
        faults.append(
            source.problem(
                [*at, "kind"],
                Text(f"不认识的通知种类 {kind!r}", f"unknown kind of notice {kind!r}"),
                Text("写 annual 或 amendment", "write annual or amendment"),
            )
        )
    announced = _optional_day(source, [*at, "announced"], data.get("announced"), faults)
    not_later = _optional_day(source, [*at, "not_later_than"], data.get("not_later_than"), faults)
    if faults:
        raise InvalidInput(faults)
    pages = [data["page"]] if "page" in data else papers if isinstance(papers, list) else []
    return Notice(
        year,
        tuple(sorted(days.values())),
        cast("NoticeKind", kind),
        announced,
        not_later,
        tuple(str(page) for page in pages),
    )


def _year(source: Source, at: Path, given: object, faults: list[Problem]) -> int:
    text = str(given)
    if isinstance(given, bool) or not _FOUR_DIGITS.fullmatch(text) or int(text) not in _YEARS:
        faults.append(
            source.problem(
                [*at, "year"],
                Text(f"年份无效：{given!r}", f"not a year: {given!r}"),
                Text("写四位年份，如 2027", "write four digits, such as 2027"),
            )
        )
        return 0
    return int(text)


def _rows(
    source: Source, at: Path, data: Mapping[str, object], faults: list[Problem]
) -> Iterator[tuple[Path, NoticeDay]]:
    rows = data.get("days", [])
    if not isinstance(rows, list | tuple):
        rows = [rows]
    for index, row in enumerate(rows):
        path: Path = [*at, "days", index]
        off = row.get("isOffDay") if isinstance(row, Mapping) else None
        day = _day(row.get("date")) if isinstance(row, Mapping) else None
        flag = off if isinstance(off, bool) else _YES_NO.get(str(off))
        if day is None or flag is None:
            faults.append(
                source.problem(
                    path,
                    Text(f"读不懂的一天：{row!r}", f"not a day of a notice: {row!r}"),
                    Text(
                        "写成 {name, date: 年-月-日, isOffDay: true/false}",
                        "write {name, date: YYYY-MM-DD, isOffDay: true/false}",
                    ),
                )
            )
        else:
            yield path, NoticeDay(day, flag, str(row.get("name", "")))


def _festivals(
    source: Source, at: Path, data: Mapping[str, object], faults: list[Problem]
) -> Iterator[tuple[Path, NoticeDay]]:
    festivals = data["festivals"]
    for name, given in festivals.items() if isinstance(festivals, Mapping) else [("", None)]:
        for key, off in (("off", True), ("work", False)):
            spans = given.get(key, []) if isinstance(given, Mapping) else None
            for span in spans if isinstance(spans, list | tuple) else [None]:
                ends = [_day(end) for end in str(span).split("/")]
                first, last = ends[0], ends[-1]
                if first is None or last is None or len(ends) > 2 or not first <= last:  # noqa: PLR2004  # an interval has two ends
                    faults.append(
                        source.problem(
                            [*at, "festivals", str(name), key],
                            Text(f"读不懂的日子：{span!r}", f"not a day or interval: {span!r}"),
                            Text("写 年-月-日 或 起/止", "write YYYY-MM-DD or first/last"),
                        )
                    )
                    continue
                for step in range(min((last - first).days, 366) + 1):
                    day = first + timedelta(days=step)
                    yield [*at, "festivals", str(name)], NoticeDay(day, off, str(name))


def _place(
    source: Source,
    path: Path,
    entry: NoticeDay,
    year: int,
    days: dict[date, NoticeDay],
    faults: list[Problem],
) -> None:
    day = entry.day
    belongs = day.year == year or (day.year == year - 1 and day.month == 12)  # noqa: PLR2004  # New Year's block may begin in December
    if year and not belongs:
        faults.append(
            source.problem(
                path,
                Text(f"{day} 不属于 {year} 年的安排", f"{day} is no part of the notice for {year}"),
                Text("核对年份", "check the year"),
            )
        )
    earlier = days.setdefault(day, entry)
    if earlier.off != entry.off:
        faults.append(
            source.problem(
                path,
                Text(f"{day} 既放假又上班", f"{day} is both off and working"),
                Text("只留一种", "keep one of the two"),
            )
        )


def _optional_day(source: Source, path: Path, given: object, faults: list[Problem]) -> date | None:
    if given is None:
        return None
    day = _day(given)
    if day is None:
        faults.append(
            source.problem(
                path,
                Text(f"不是日期：{given!r}", f"not a date: {given!r}"),
                Text("写成 年-月-日", "write YYYY-MM-DD"),
            )
        )
    return day


def _day(given: object) -> date | None:
    if type(given) is date:
        return given
    text = str(given)
    if not _DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
