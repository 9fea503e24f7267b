"""A duty (应办事项): what was owed, by when, under which law, and how it was met."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Literal, TypeAlias, cast

from zwgk.errors import Lang, Text
from zwgk.law import Certainty, Citation, Deadline, DeadlineState
from zwgk.records import Basis, LoggedEvent, Model
from zwgk.records.base import Day, Moment
from zwgk.time import BEIJING


class DutyKind(StrEnum):
    """Kind of duty (事项类别): 公开, 公示, 更新, 答复, 办结, 报告, 整改."""

    PUBLISH = "publish"
    SHOW = "show"
    UPDATE = "update"
    REPLY = "reply"
    COMPLETE = "complete"
    REPORT = "report"
    RECTIFY = "rectify"


class LimitKind(StrEnum):
    """Where a limit comes from (时限来源): law, promise, cadence, or a set day."""

    STATUTORY = "statutory"
    PROMISED = "promised"
    CADENCE = "cadence"
    SET = "set"


class Outcome(StrEnum):
    """How a duty came out (办理结果): 提前, 按期, 逾期办结, 未到期, 逾期未办, 不详, 免除."""

    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"
    OPEN = "open"
    OVERDUE = "overdue"
    UNKNOWN = "unknown"
    WAIVED = "waived"


DutyTable: TypeAlias = Literal[
    "items", "publications", "requests", "feedback", "cases", "incidents", "hazards", "found"
]

OUTCOMES = {
    Outcome.EARLY: Text("提前", "early"),
    Outcome.ON_TIME: Text("按期", "on time"),
    Outcome.LATE: Text("逾期办结", "late"),
    Outcome.OPEN: Text("未到期", "open"),
    Outcome.OVERDUE: Text("逾期未办", "overdue"),
    Outcome.UNKNOWN: Text("不详", "unknown"),
    Outcome.WAIVED: Text("免除", "waived"),
}

RECOUNTED = frozenset({"counted_from"})
CLAIMED = frozenset({"outcome", "met", "days_late"})
DERIVED = frozenset({"day", "table"})


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of a count (推算步骤): its day, in words, and the article behind it."""

    on: date
    what: Text
    citation: str = ""


class CountedFrom(Model):
    """What a due day was counted from (起算依据), enough to count it again on another calendar.

    ``limit`` is the id of a rule or a period, ``start`` the day or moment from which it runs.
    """

    limit: str
    start: Day | Moment
    events: tuple[LoggedEvent, ...] = ()


class Duty(Model):
    """One owed thing (应办事项).

    ``subject`` is what is owed, ``table:id`` and for a cadence its slot; two limits of one
    case are two duties with one subject. ``days_late`` counts calendar days from the due day
    to the day it was met, or to the day of assessment. ``met_on_word`` says that only an
    assertion carries the day on which it was met, ``straddles`` that a provisional due day may
    lie in this period or in another. ``table`` is the table it comes from.
    """

    id: str
    kind: DutyKind
    subject: str
    title: str = ""
    item: str | None = None
    limit: LimitKind
    opened: date | None = None
    due: date | None = None
    earliest: date | None = None
    latest: date | None = None
    met: date | None = None
    outcome: Outcome
    days_late: int | None = None
    certainty: Certainty | None = None
    rule: str | None = None
    version: str | None = None
    mark: str | None = None
    citations: tuple[Citation, ...] = ()
    steps: tuple[Reason, ...] = ()
    basis: Basis = Basis.DOCUMENTED
    met_on_word: bool = False
    straddles: bool = False
    note: Text | None = None
    counted_from: CountedFrom | None = None

    @property
    def claimed(self) -> frozenset[str]:
        """The fields that are not known where an assertion is not enough."""
        return CLAIMED if self.met_on_word else frozenset()

    @property
    def ended(self) -> date | None:
        """The day on which it was met, or on which its clock was closed; None while it stands.

        What is owed all the time is not over when it is met.
        """
        if self.limit is LimitKind.CADENCE:
            return None
        if self.met is None and self.outcome is Outcome.WAIVED:
            return max((step.on for step in self.steps), default=None)
        return self.met

    @property
    def table(self) -> DutyTable:
        """The table whose record is owed (来源数据表), as ``subject`` names it."""
        return cast("DutyTable", self.subject.partition(":")[0])

    @property
    def day(self) -> date | None:
        """The day by which duties are put in order: the due day, else the day it began."""
        return self.due or self.opened

    def lines(self, lang: Lang = "zh") -> list[str]:
        """The duty in words (事项说明): result, days, steps with their articles."""
        name = f"{self.id} {self.title}".rstrip()
        result = OUTCOMES[self.outcome].of(lang)
        if self.days_late:
            result += Text(
                f" {self.days_late} 天", f" by {self.days_late} day{'s' * (self.days_late != 1)}"
            ).of(lang)
        days = [
            f"{label.of(lang)} {value}"
            for label, value in (
                (Text("起", "from"), self.opened),
                (Text("到期", "due"), self.due),
                (Text("完成", "met"), self.met),
            )
            if value is not None
        ]
        head = f"{name}：{result}" + (f"（{'，'.join(days)}）" if days else "")
        lines = [head]
        if self.certainty is Certainty.PROVISIONAL:
            never = Text("不定", "open").of(lang)
            ends = self.earliest or never, self.latest or never
            lines.append(
                Text(
                    f"  暂定：最早 {ends[0]}，最迟 {ends[1]}",
                    f"  provisional: {ends[0]} to {ends[1]}",
                ).of(lang)
            )
        if self.note is not None:
            lines.append(f"  {self.note.of(lang)}")
        for number, step in enumerate(self.steps, 1):
            tail = f"（{step.citation}）" if step.citation else ""
            lines.append(f"  {number}. {step.on} {step.what.of(lang)}{tail}")
        told = " ".join(lines)
        lines += [
            f"  {Text('依据', 'source').of(lang)}：{source}"
            for citation in self.citations
            if (source := f"{citation.source}{citation.article}") not in told
        ]
        return lines


DUTY_FIELDS = frozenset(Duty.model_fields) - RECOUNTED | DERIVED


def outcome_of(
    met: date | None, due: date, ends: tuple[date, date], as_of: date, *, promised: bool
) -> tuple[Outcome, int | None]:
    """How a duty with a due day came out (判断是否按期), and how many calendar days late.

    ``ends`` are the earliest and latest day the due day can be; between them nothing is said.

    >>> outcome_of(date(2024, 3, 8), date(2024, 3, 5), (date(2024, 3, 5),) * 2,
    ...            date(2024, 3, 31), promised=False)
    (<Outcome.LATE: 'late'>, 3)
    """
    earliest, latest = ends
    day = as_of if met is None else met
    if day > latest:
        outcome = Outcome.OVERDUE if met is None else Outcome.LATE
        return outcome, (day - due).days or 1
    if day > earliest:
        return Outcome.UNKNOWN, None
    if met is None:
        return Outcome.OPEN, None
    return (Outcome.EARLY if promised and met < earliest else Outcome.ON_TIME), 0


def weaker(*given: Basis) -> Basis:
    """The weakest of several bases (最弱的依据)."""
    order = list(Basis)
    return min(given, key=order.index)


def from_deadline(
    deadline: Deadline,
    met: date | None,
    as_of: date,
    *,
    promised: bool = False,
    events: Sequence[LoggedEvent] = (),
) -> dict[str, object]:
    """The fields of a duty that a deadline settles (由时限得出的各项)."""
    due, earliest, latest = (day_of(d) for d in (deadline.due, deadline.earliest, deadline.latest))
    fields: dict[str, object] = {
        "due": due,
        "earliest": earliest,
        "latest": latest,
        "met": met,
        "certainty": deadline.certainty,
        "rule": deadline.rule or None,
        "version": deadline.version or None,
        "mark": deadline.mark,
        "citations": deadline.citations,
        "steps": tuple(
            Reason(day_of(step.on) or date.min, step.what, f"{step.source}{step.article}")
            for step in deadline.steps
        ),
        "counted_from": CountedFrom(
            limit=deadline.rule or deadline.limit, start=deadline.start, events=tuple(events)
        ),
    }
    if deadline.state is DeadlineState.CLOSED:
        return {**fields, "outcome": Outcome.WAIVED}
    provisional = deadline.certainty is Certainty.PROVISIONAL
    if deadline.state is DeadlineState.UNKNOWN:
        why = Text("该日是否适用此规则未能核实", "whether the rule bound on that day was not read")
        if provisional:
            why = Text("状态取决于尚未公布的放假安排", "its state hangs on days not announced yet")
        return {**fields, "outcome": Outcome.UNKNOWN, "note": why}
    if deadline.bound == "at_least":
        why = Text("此规则定的是最短时间，不是期限", "the rule sets a shortest time, not a limit")
        return {**fields, "outcome": Outcome.UNKNOWN, "note": why}
    if due is None and provisional and met is not None and earliest and met > earliest:
        why = Text(
            "是否到期取决于尚未公布的放假安排", "whether it was due hangs on days not told yet"
        )
        return {**fields, "outcome": Outcome.UNKNOWN, "note": why}
    if due is None:
        return {**fields, "outcome": Outcome.OPEN if met is None else Outcome.ON_TIME}
    # where the clock may yet stand or wait there is no latest day
    ends = (earliest or due, latest or date.max)
    outcome, days = outcome_of(met, due, ends, as_of, promised=promised)
    return {**fields, "outcome": outcome, "days_late": days}


def day_of(moment: date | None) -> date | None:
    """The Beijing date of a day or a moment (北京日期)."""
    return moment.astimezone(BEIJING).date() if isinstance(moment, datetime) else moment


__all__ = [
    "DUTY_FIELDS",
    "OUTCOMES",
    "CountedFrom",
    "Duty",
    "DutyKind",
    "LimitKind",
    "Outcome",
    "Reason",
    "day_of",
    "from_deadline",
    "outcome_of",
    "weaker",
]
