"""The wordings of 公开时限 in real disclosure catalogues, read into limits and cadences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum

from zwgk.time.cadence import Cadence, CadenceKind
from zwgk.time.cadence_text import parse_cadence
from zwgk.time.period import CalendarDays, FixedDate, Period
from zwgk.time.period_text import chinese_number, compact, parse_period

__all__ = ["Wording", "WordingKind", "read_wording", "read_wordings"]


class WordingKind(StrEnum):
    """What a wording says (时限写法)."""

    LIMIT = "limit"
    """A number of days after an event, or a day of the year."""
    CADENCE = "cadence"
    """So often."""
    AHEAD = "ahead"
    """So long before an event."""
    PROMPT = "prompt"
    """Promptly, without a number: never overdue by itself."""
    STANDING = "standing"
    """All the time."""
    SAME = "same"
    """As above, with nothing above."""
    UNKNOWN = "unknown"
    """Not understood; the words are kept."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One entry of a 公开时限 column (时限原文及读法).

    ``text`` is the entry as printed. ``triggers`` are the events that start a limit (形成, 变更,
    …), ``standing`` says that it is also kept up, ``unless`` that special rules go before,
    ``unread`` holds the clauses that were not understood, ``carried`` marks 同上.
    """

    text: str
    kind: WordingKind
    period: Period | None = None
    cadence: Cadence | None = None
    triggers: tuple[str, ...] = ()
    standing: bool = False
    unless: bool = False
    unread: tuple[str, ...] = ()
    carried: bool = False


_FIGURES = "\\d一二两三四五六七八九十百"
_N = rf"(?<![{_FIGURES}])(\d{{1,4}}|[一二两三四五六七八九十百]{{1,5}})"
_UNIT = r"(?:个?工作日|个?自然日|日|天|个?小时|个?周|个?星期|个?月|年|个?季度)"
_DAYS = re.compile(rf"{_N}{_UNIT}(?!至少)(?:之内|以内|内|前)?")
_FIXED = re.compile(rf"(?:每年)?(?:的)?{_N}月{_N}日(?:之前|以前|前)")
_AHEAD = re.compile(rf"提前({_N}{_UNIT})")
_NEXT = re.compile(rf"(?:次月|下月|下(?:一)?季度首月|次季度首月){_N}日(?:之前|以前|前)")
_TRIGGERS = re.compile(
    "形成|变更|产生|制作|获取|制定|作出|批准|批复|收到|发布|印发|签订|确定|通过|审核|完成|办结"
)
_UNLESS = re.compile("从其规定|另有规定")
_PROMPT = re.compile("及时|实时|立即|即时|随时|第一时间")
_STANDING = re.compile("长期|永久|常年|固定")
_SAME = re.compile("同上|同前")
_AFTERWORD = re.compile(r"(?:予以|进行|向社会)*(?:公开|公示|公布|发布|更新|答复|办结)*")
_STAGED = re.compile("按(?:进度|进展|阶段|环节)")
_CHANGED = re.compile(r"[(（](?:或者?)?变更[)）]")
_CLAUSE = re.compile(r"[，,、；;。()（）]")


@dataclass(slots=True)
class _Reading:
    """What the clauses of one wording have given so far."""

    period: Period | None = None
    cadence: Cadence | None = None
    triggers: list[str] = field(default_factory=list)
    ahead: bool = False
    prompt: bool = False
    standing: bool = False
    unless: bool = False
    unread: list[str] = field(default_factory=list)

    def clause(self, clause: str) -> None:
        if _UNLESS.search(clause):
            self.unless = True
        elif not (self._counted(clause) or self._worded(clause)):
            found = _TRIGGERS.findall(clause)
            self.triggers += found
            if not found:
                self.unread.append(clause)

    def _counted(self, clause: str) -> bool:
        """A clause with a number of days, or a day."""
        if found := _NEXT.search(clause):
            every = "quarterly" if "季" in clause else "monthly"
            if self.cadence is None:
                self.cadence = parse_cadence(every)
            due = CalendarDays(chinese_number(found[1]))
            self.cadence = replace(self.cadence, due_after=due)
            return True
        if found := _AHEAD.search(clause):
            self.ahead = True
            self.cadence = Cadence(CadenceKind.EVENT_BEFORE, due_after=parse_period(found[1]))
            return True
        if self._every(clause):
            return True
        found = _FIXED.search(clause) or _DAYS.search(clause)
        if found is None or self.period is not None:
            return False
        if found.re is _FIXED:
            self.period = FixedDate(chinese_number(found[1]), chinese_number(found[2]))
        else:
            self.period = parse_period(found[0].removesuffix("前"))
        self.triggers += _TRIGGERS.findall(clause[: found.start()])
        rest = clause[found.end() :]
        if not _AFTERWORD.fullmatch(rest):
            self.unread.append(rest)
        return True

    def _every(self, clause: str) -> bool:
        try:
            read = parse_cadence(clause)
        except ValueError:
            return False
        if not read.expands:
            return False
        self.cadence = read
        return True

    def _worded(self, clause: str) -> bool:
        """A clause that says promptly or always."""
        if _STANDING.search(clause):
            self.standing = True
        elif _STAGED.search(clause) and not _PROMPT.search(clause):
            self.cadence = self.cadence or Cadence(CadenceKind.BY_STAGE)
        elif _PROMPT.search(clause):
            self.prompt = True
            self.triggers += _TRIGGERS.findall(clause)
            if self.cadence is None:
                before = _PROMPT.split(clause)[0]
                self.cadence = Cadence(CadenceKind.REALTIME, event=before)
        else:
            return False
        return True

    def kind(self) -> WordingKind:
        if self.ahead:
            return WordingKind.AHEAD
        if self.period is not None:
            return WordingKind.LIMIT
        if self.cadence is not None and self.cadence.kind is not CadenceKind.REALTIME:
            return WordingKind.CADENCE
        if self.prompt:
            return WordingKind.PROMPT
        return WordingKind.STANDING if self.standing else WordingKind.UNKNOWN


def read_wording(text: str) -> Wording:
    """Read one entry of a 公开时限 column (读公开时限).

    Never raises; what is not understood is UNKNOWN and kept as printed. Some wordings outside
    the common catalogues (每月10日前, 会议召开前5个工作日) are still read as plain limits.

    >>> read_wording("自信息形 成或者变 更之日起 20个工作 日内予以 公开").period
    WorkingDays(count=20)
    >>> read_wording("半年至少更新1次").cadence.text.zh
    '每半年至少1次'
    """
    plain = _CHANGED.sub("或变更", compact(text))
    if _SAME.fullmatch(plain):
        return Wording(text, WordingKind.SAME)
    reading = _Reading()
    for clause in _CLAUSE.split(plain):
        if clause.strip():
            try:
                reading.clause(clause.strip())
            except ValueError:  # a number that no period may have
                reading.unread.append(clause.strip())
    kind = reading.kind()
    if kind is WordingKind.UNKNOWN:
        return Wording(text, kind, unless=reading.unless, unread=(plain,) if plain else ())
    cadence = reading.cadence
    if kind is WordingKind.LIMIT and reading.period is not None:
        yearly = isinstance(reading.period, FixedDate)
        kind_of = CadenceKind.YEARLY if yearly else CadenceKind.EVENT_AFTER
        cadence = Cadence(kind_of, due_after=reading.period)
    elif kind is WordingKind.STANDING:
        cadence = Cadence(CadenceKind.ALWAYS_ON)
    return Wording(
        text,
        kind,
        reading.period,
        cadence,
        tuple(dict.fromkeys(reading.triggers)),
        reading.standing,
        reading.unless,
        tuple(reading.unread),
    )


def read_wordings(column: Iterable[str]) -> tuple[Wording, ...]:
    """Read a whole column in order (读一列公开时限); 同上 takes the nearest real entry above."""
    return tuple(_carried(column))


def _carried(column: Iterable[str]) -> Iterator[Wording]:
    above: Wording | None = None
    for text in column:
        wording = read_wording(text)
        if wording.kind is WordingKind.SAME and above is not None:
            yield replace(above, text=text, carried=True)
            continue
        if wording.kind is not WordingKind.SAME and text.strip():
            above = wording
        yield wording
