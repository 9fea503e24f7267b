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
_N = rf"(?<![{_FIGURES}.])(\d{{1,4}}|[一二两三四五六七八九十百]{{1,5}})"
# 3月 is March, or three months: nobody can tell, so months are only read with their 个
_UNIT = r"(?:个?工作日|个?自然日|日|天|个?小时|个?周|个?星期|个月|年|个?季度)"
_LENGTH = rf"(?:{_N}{_UNIT}|半年)"
_BEFORE = "(?:之前|以前|前)"
_DAYS = re.compile(rf"({_LENGTH})(?:(?P<within>之内|以内|内)|(?P<before>{_BEFORE}))?")
_FIXED = re.compile(rf"(?:每年|次年|翌年|下一?年)?(?:的)?{_N}月(?:{_N}日|底|末){_BEFORE}")
_AHEAD = re.compile(
    rf"(?:至少|应|须|需)?提前({_LENGTH})(?:发|通知|邀请|公告|公示|公开|告知|发布|公布)*"
)
_NEXT = re.compile(
    rf"(?:每月|次月|下月|下个月|每季度?(?:首月|第一个月)|(?:下一?|次)季度首月){_N}日{_BEFORE}"
)
_ENDED = re.compile(
    rf"每?个?(月|季度|半年|年|学期)(?:度)?(?:结束|终了|期满)(?:之|以)?后({_LENGTH})(?:之内|以内|内)?"
)
_ENDS = re.compile(rf"每?(?:个)?(月|季度|年)(?:月|年)?(?:底|末){_BEFORE}?")
_SHOWN = re.compile(
    rf"(?:至少)?(?:公示|公开|征求意见|展示)(?:期限?|时间)?(?:为|不少于|不得少于|至少)*({_LENGTH})(?:以上)?"
)
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
_INCLUSIVE = re.compile(r"[(（]含(?:本数|当日|当天)?[)）]")
_LAWS = re.compile("法律、(?:行政)?法规")
_CLAUSE = re.compile(r"[，,、；;。()（）]")
_AT_MOST = re.compile("(?:最长|最多|至多|最迟|至迟|最晚|不得?超过|不得?晚于|应当?|须|需|在|于)+$")
_AHEAD_OF = re.compile(f"{_BEFORE}(?:的)?$")
_BY = re.compile("^(?:最迟|至迟|最晚|不得?晚于|应当?|须|需|在|于|至少)+")
_EACH = re.compile("每(?:年|半年|季|月|周|学[期年]|期)")
_HEDGED = re.compile("^(?:原则上|一般)")
# what turns a number into something else than a limit: a least or a vague one, a range, a beat
_NO_LIMIT = re.compile(
    f"(?:[{_FIGURES}]|[至到—~～-]|少于|低于|至少|超过|不满|未满|满|逾期|近|约|大约|左右|每隔?|间隔|第|延长|[年月周]|季度)$"
)
_STARTS = re.compile("(?:起|后|之日|当日)(?:的)?$")
_NOT = re.compile("[不未停暂无]")
_EVERY = {
    "月": "monthly", "季度": "quarterly", "半年": "half_yearly", "年": "yearly",
    "学期": "per_semester",
}  # fmt: skip
_MONTH_ENDS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_LAST_SAME_DAY = 28
"""The last day of the month that every month has."""


@dataclass(slots=True)
class _Reading:
    """What the clauses of one wording have given so far."""

    period: Period | None = None
    cadence: Cadence | None = None
    display: Period | None = None
    triggers: list[str] = field(default_factory=list)
    ahead: bool = False
    prompt: bool = False
    standing: bool = False
    unless: bool = False
    said: str = ""  # the clause that says how often
    unread: list[str] = field(default_factory=list)

    def clause(self, clause: str) -> None:
        if _UNLESS.search(clause):
            self.unless = True
        elif not (self._dated(clause) or self._every(clause) or self._counted(clause)):
            numbered = _DAYS.search(clause) is not None
            if not numbered and self._worded(clause):
                return
            found = [] if numbered else _TRIGGERS.findall(clause)
            self.triggers += found
            if not found:
                self.unread.append(clause)

    def _dated(self, clause: str) -> bool:
        """A clause that names a day of the month, of the year, or so long ahead."""
        if found := _NEXT.match(clause):
            day = chinese_number(found[1])
            if day > _LAST_SAME_DAY:
                return False
            every = parse_cadence("quarterly" if "季" in clause else "monthly")
            self._often(replace(every, due_after=CalendarDays(day)), clause)
        elif found := _ENDED.match(clause):
            every = parse_cadence(_EVERY[found[1]])
            self._often(replace(every, due_after=parse_period(found[2])), clause)
        elif found := _ENDS.match(clause):
            kind = "year_end" if found[1] == "年" else _EVERY[found[1]]
            self._often(parse_cadence(kind), clause)
        elif found := _AHEAD.fullmatch(clause):
            self._before(parse_period(found[1]), "")
        elif (found := _FIXED.match(clause)) and self.period is None:
            month = chinese_number(found[1])
            last = _MONTH_ENDS[month - 1] if 0 < month <= len(_MONTH_ENDS) else 0
            self.period = FixedDate(month, chinese_number(found[2]) if found[2] else last)
        else:
            return False
        self._rest(clause[found.end() :])
        return True

    def _counted(self, clause: str) -> bool:
        """A clause with one number of days that is a limit, and nothing else."""
        if found := _SHOWN.fullmatch(clause):
            self.display = parse_period(found[1])
            return True
        found = _DAYS.search(clause)
        if found is None or _DAYS.search(clause, found.end()):
            return False
        before, rest = clause[: found.start()], clause[found.end() :]
        before = _AT_MOST.sub("", before)
        length = parse_period(found[1])
        if _NO_LIMIT.search(before) or _NOT.search(rest):
            return False
        if found["before"] or _AHEAD_OF.search(before):
            return self._ahead_of(before, length, found, rest)
        limit = found["within"] or _AFTERWORD.fullmatch(rest)
        if not limit or self.period not in (None, length):
            return False
        if not self._started(before, found["within"] is not None):
            return False
        self.period = length
        self._rest(rest)
        return True

    def _ahead_of(self, before: str, length: Period, found: re.Match[str], rest: str) -> bool:
        """So long before an event that is named, before the number or after it, never both."""
        event = _BY.sub("", _AHEAD_OF.sub("", before))
        twice = found["within"] or (found["before"] and _AHEAD_OF.search(before))
        if not event or rest or twice:
            return False
        self._before(length, event.removesuffix("的"))
        return True

    def _started(self, before: str, within: bool) -> bool:
        """Whether the words before a number say from when it runs; what they hedge is kept."""
        if hedge := _HEDGED.match(before):
            self.unread.append(hedge[0])
            before = before[hedge.end() :]
        if _EACH.match(before):  # the limit is read, how often it runs is not
            self.unread.append(before)
        found = _TRIGGERS.findall(before)
        if before.strip("自从") and not found and not _STARTS.search(before):
            if not within:
                return False
            if before not in self.unread:
                self.unread.append(before)
        self.triggers += found
        return True

    def _before(self, length: Period, event: str) -> None:
        self.ahead = True
        self._often(Cadence(CadenceKind.EVENT_BEFORE, due_after=length, event=event), "")

    def _often(self, cadence: Cadence, clause: str) -> None:
        """Take how often; of one kind, the later clause says when, of two the first is kept."""
        earlier = self.cadence
        if earlier is not None and earlier.kind is cadence.kind and earlier.due_after is None:
            cadence = replace(cadence, count=earlier.count, bound=earlier.bound)
        elif self.said:
            self.unread.append(self.said)
        self.cadence, self.said = cadence, clause

    def _rest(self, rest: str) -> None:
        if not _AFTERWORD.fullmatch(rest):
            self.unread.append(rest)

    def _every(self, clause: str) -> bool:
        try:
            read = parse_cadence(clause)
        except ValueError:
            return False
        if not read.expands:
            return False
        self._often(read, clause)
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
            return self._vague(clause)
        return True

    def _vague(self, clause: str) -> bool:
        """A clause that is a frequency without slots: regularly, before the event, after it."""
        try:
            read = parse_cadence(clause)
        except ValueError:
            return False
        self.ahead = self.ahead or read.kind is CadenceKind.EVENT_BEFORE
        self.cadence = self.cadence or read
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

    Never raises; what is not understood is UNKNOWN and kept as printed. A number is a limit only
    where the words around it say so: a least time (不少于30日), a range, a beat (每隔3日) or a day
    of one year are none.

    >>> read_wording("自信息形 成或者变 更之日起 20个工作 日内予以 公开").period
    WorkingDays(count=20)
    >>> read_wording("半年至少更新1次").cadence.text.zh
    '每半年至少1次'
    """
    plain = _CHANGED.sub("或变更", compact(text))
    plain = _LAWS.sub("法律法规", _INCLUSIVE.sub("", plain))
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
    if kind is WordingKind.LIMIT and reading.said:  # both, and nobody says how they go together
        reading.unread.append(reading.said)
    if kind is WordingKind.LIMIT and reading.period is not None:
        yearly = isinstance(reading.period, FixedDate)
        kind_of = CadenceKind.YEARLY if yearly else CadenceKind.EVENT_AFTER
        cadence = Cadence(kind_of, due_after=reading.period)
    elif kind is WordingKind.STANDING:
        cadence = Cadence(CadenceKind.ALWAYS_ON)
    if cadence is not None and reading.display is not None:
        cadence = replace(cadence, display=reading.display)
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
