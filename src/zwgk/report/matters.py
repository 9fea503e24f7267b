"""What a person should look at (需要办理的事): duties, sums, findings, faults, and the notes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from zwgk.duties import Duty
from zwgk.figures import Status, Verdict
from zwgk.report.heading import amount, titled
from zwgk.report.page import Row, Section, Table
from zwgk.report.words import DUTIES, FINDINGS, LIMITS, MARKS, OUTCOMES, Outcome, Teller
from zwgk.scoring import Assessment, Finding

__all__ = ["duties", "faults", "findings", "notes", "verdicts"]

ROWS_SHOWN = 200
"""Most rows of duties and of findings; the rest is counted."""
RECORDS_SHOWN = 8
NOT_ON_TIME = (Outcome.LATE, Outcome.OVERDUE, Outcome.OPEN, Outcome.UNKNOWN)


def duties(result: Assessment, say: Teller) -> Section:
    """Duties that are not on time (应办事项), each with its days, steps and articles."""
    ours = [duty for duty in result.duties if duty.outcome in NOT_ON_TIME]
    ours.sort(key=lambda d: (NOT_ON_TIME.index(d.outcome), d.day or date.min, d.id))
    shown, cut = ours[:ROWS_SHOWN], ours[ROWS_SHOWN:]
    rest = [*cut, *(duty for duty in result.duties if duty.outcome not in NOT_ON_TIME)]
    table = Table(
        caption=say("未能认定按期的事项", "Duties not known to be on time"),
        heads=(
            say("事项", "Duty"), say("类别", "Kind"), say("结果", "Outcome"),
            say("起算", "From"), say("到期", "Due"), say("完成", "Met"),
        ),
        rows=tuple(_duty(duty, say) for duty in shown),
        empty=say("没有逾期、未到期或不详的事项。", "No duty is late, open or unknown."),
        foot=_rest(rest, say) if shown else "",
        narrow=frozenset({2, 3, 4, 5}),
    )  # fmt: skip
    total = len(result.duties)
    line = _counted(
        say(f"共 {total} 项应办事项", f"Duties in all, {total}"),
        _by_outcome(result.duties, say),
        say,
    )
    return Section(say("应办事项", "Duties"), lines=(line,), tables=(table,))


def _counted(head: str, counts: str, say: Teller) -> str:
    return (say.pair(head, counts) if counts else head) + say("。", ".")


def _by_outcome(given: Sequence[Duty], say: Teller) -> str:
    order = [*NOT_ON_TIME, *(kind for kind in Outcome if kind not in NOT_ON_TIME)]
    return say.joined(
        f"{say.of(OUTCOMES[kind])} {count}"
        for kind in order
        if (count := sum(duty.outcome is kind for duty in given))
    )


def _rest(given: Sequence[Duty], say: Teller) -> str:
    if not given:
        return ""
    return say(f"另有 {len(given)} 项未列出", f"Not listed: {len(given)} more") + say.aside(
        _by_outcome(given, say)
    )


def _duty(duty: Duty, say: Teller) -> Row:
    outcome = say.of(OUTCOMES[duty.outcome])
    if duty.days_late:
        outcome += say(
            f" {duty.days_late} 天", f" by {duty.days_late} day{'s' * (duty.days_late != 1)}"
        )
    kind = f"{say.of(DUTIES[duty.kind])}{say.aside(say.of(LIMITS[duty.limit]))}"
    days = [_day(day) for day in (duty.opened, duty.due, duty.met)]
    details = [line.strip() for line in duty.lines(say.lang)[1:]]
    if duty.mark in MARKS:
        unread = say.of(MARKS[duty.mark])
        details.append(say.pair(say("所据规则未核实", "The rule is not verified"), unread))
    if duty.met_on_word:
        details.append(
            say("完成日期仅有自述，未见佐证", "the day it was met is asserted without evidence")
        )
    return Row((f"{duty.id} {duty.title}".strip(), kind, outcome, *days), tuple(details))


def _day(day: date | None) -> str:
    return "—" if day is None else day.isoformat()


def verdicts(result: Assessment, say: Teller) -> Section:
    """Figures that contradict each other (数字勾稽), and what would make them agree."""
    failing = [verdict for verdict in result.verdicts if verdict.failing]
    counts = say.joined(
        f"{say.of(status.label)} {count}"
        for status in Status
        if (count := sum(verdict.status is status for verdict in result.verdicts))
    )
    total = len(result.verdicts)
    head = say(f"共核对 {total} 项勾稽关系", f"Identities checked, {total}")
    table = Table(
        caption=say("不成立的勾稽关系", "Identities that do not hold"),
        heads=(
            say("勾稽关系", "Identity"), say("结论", "Verdict"), say("核算", "Sum"),
            say("相差", "Difference"),
        ),
        rows=tuple(_verdict(verdict, say) for verdict in failing),
        empty=say("没有不成立的勾稽关系。", "No identity fails."),
        numbers=frozenset({3}),
        narrow=frozenset({1}),
    )  # fmt: skip
    title = say("数字勾稽", "Figures that must agree")
    return Section(title, lines=(_counted(head, counts, say),), tables=(table,))


def _verdict(verdict: Verdict, say: Teller) -> Row:
    name = verdict.id if verdict.label is None else f"{verdict.id} {say.of(verdict.label)}"
    details = []
    if verdict.members:
        members = say.among(verdict.members, RECORDS_SHOWN)
        details.append(say.pair(say("涉及", "Figures"), members))
    if verdict.would_hold:
        mends = say("；", "; ").join(say.of(mend.text) for mend in verdict.would_hold)
        label = say("改正其中一处即可成立", "One of these changes would make it hold")
        details.append(say.pair(label, mends))
    cells = (
        name,
        say.of(verdict.status.label),
        say.of(verdict.reason),
        _difference(verdict.difference),
    )
    return Row(cells, tuple(details))


def _difference(value: Decimal | None) -> str:
    return "—" if value is None else ("+" if value > 0 else "") + amount(value)


def findings(result: Assessment, say: Teller) -> Section:
    """All findings, by kind (问题清单)."""
    kinds = list(FINDINGS)
    ordered = sorted(result.findings, key=lambda finding: kinds.index(finding.kind))
    more = len(ordered) - ROWS_SHOWN
    table = Table(
        caption=say("问题清单", "Findings"),
        heads=(say("类别", "Kind"), say("内容", "Finding"), say("对象", "Subject")),
        rows=tuple(_finding(finding, say) for finding in ordered[:ROWS_SHOWN]),
        empty=say("没有发现问题。", "Nothing was found."),
        foot=say(f"另有 {more} 条未列出", f"Not listed: {more} more") if more > 0 else "",
        narrow=frozenset({0}),
    )
    return Section(titled(result, say, say("问题清单", "Findings")), tables=(table,))


def _finding(finding: Finding, say: Teller) -> Row:
    about = finding.subject
    records = [name for name in finding.records if name != finding.subject]
    if records:
        about += say.aside(say.among(records, RECORDS_SHOWN))
    return Row((say.of(FINDINGS[finding.kind]), say.of(finding.what), about))


def faults(result: Assessment, say: Teller) -> Section:
    """Plugins that were set aside (插件故障)."""
    none = (say("没有插件故障。", "No plugin failed."),)
    return Section(
        say("插件故障", "Plugin faults"),
        lines=() if result.faults else none,
        items=result.faults,
    )


def notes(result: Assessment, say: Teller) -> Section:
    """What the days and the words rest on (说明)."""
    items = [
        say.pair(say("工作日历", "Working-day calendar"), result.calendar),
        say(
            "日期的“最终”以所载公告为准；公告有增改的，须重新推算。标为“暂定”的，给出最早和最迟两日。",
            "A day is final by the notices loaded; a new or amended notice asks for a new count. "
            "A provisional day is given with the earliest and the latest it can be.",
        ),
        say(
            "“不详”不等于零，也不等于没有做到：材料没有说明，或者只有自述、未见佐证。",
            "Unknown is neither zero nor unmet: the material does not say, or only asserts it.",
        ),
        say(
            "本报告由所给材料推算，只供核对，不构成法律意见。",
            "This report is worked out from the material given; it is no legal advice.",
        ),
    ]
    if result.perspective == "self":
        items.insert(
            0, say("得分为自评口径，未经复核。", "The points are the unit's own, not reviewed.")
        )
    return Section(say("说明", "Notes"), items=tuple(items))
