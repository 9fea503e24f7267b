"""What a report says first (报告首部): whose it is, how it came out, and what to beware of."""

from __future__ import annotations

from decimal import Decimal

from zwgk.facts import Truth
from zwgk.report.page import Section, Term
from zwgk.report.words import FINDINGS, Teller
from zwgk.scheme import HitKind
from zwgk.scoring import Assessment, RolledUnit, percent_text, points_shown

__all__ = ["amount", "notices", "summary", "titled"]


def titled(result: Assessment, say: Teller, title: str) -> str:
    """A heading that says from whose perspective the points under it are (口径)."""
    if result.perspective == "review":
        return title
    return title + say.aside(say("自评口径，未经复核", "the unit's own points, not reviewed"))


def notices(result: Assessment, say: Teller) -> tuple[str, ...]:
    """What a reader must know before the numbers (提示)."""
    told = []
    if result.perspective == "self":
        told.append(
            say(
                "本报告采用单位的自评分，未经复核，不是考核结果。",
                "This report takes the unit's own points as given. They were not reviewed: "
                "it is no result of an assessment.",
            )
        )
    if result.as_of < result.first:
        told.append(
            say(
                f"评价日 {result.as_of} 早于考核期（{result.first} 起）：期内还没有记录可看。",
                f"The day of assessment, {result.as_of}, lies before the period "
                f"({result.first} on): nothing of it could be seen yet.",
            )
        )
    if not result.verified:
        told.append(
            say(
                "方案未核实：方案内容没有与原文逐条核对。",
                "The scheme is not verified: it was not compared with its source word by word.",
            )
        )
    unread = [node.id for node in result.indicators if not node.verified]
    if unread:
        told.append(
            say(
                f"未核实的指标：{'、'.join(unread)}。所据原文没有读到，见各指标的注。",
                f"Indicators not verified: {', '.join(unread)}. Their source was not read; "
                "the notes beside them say what of it.",
            )
        )
    if result.reason is not None:
        told.append(say.of(result.reason) + say("。", "."))
    if result.faults:
        told.append(
            say(
                f"有 {len(result.faults)} 处插件故障，结果可能不全，见“插件故障”。",
                f"Plugin faults: {len(result.faults)}. The result may lack something; "
                "they are listed below.",
            )
        )
    return tuple(told)


def summary(result: Assessment, say: Teller) -> Section:
    """The section with the result and what was assessed (评价结论)."""
    terms = [
        *_points(result, say),
        Term(say("逾期事项", "Late duties"), say(f"{result.late} 项", str(result.late)), main=True),
        Term(say("问题", "Findings"), _findings(result, say), main=True),
        Term(say("单位", "Unit"), result.unit),
    ]
    if result.title:
        terms.append(Term(say("材料", "Material"), result.title))
    version = say(f"{result.scheme}，版本 {result.version}", f"{result.scheme} {result.version}")
    unread = "" if result.verified else say.aside(say("未核实", "not verified"))
    terms += [
        Term(
            say("方案", "Scheme"), f"{say.of(result.scheme_title)}{say.aside(version)}{unread}"
        ),
        Term(say("方案依据", "Source of the scheme"), f"{result.source}{unread}"),
        Term(
            say("评价期间", "Period"),
            say(f"{result.first} 至 {result.last}", f"{result.first} to {result.last}"),
        ),
        Term(say("评价日", "As of"), f"{result.as_of}"),
        Term(
            say("口径", "Perspective"),
            say("复核口径：自评分不计入得分", "review: the unit's own points do not count")
            if result.perspective == "review"
            else say("自评口径：采用自评分，未经复核",
                     "self: the unit's own points are taken as given, not reviewed"),
        ),
    ]  # fmt: skip
    return Section(titled(result, say, say("评价结论", "Result")), terms=tuple(terms))


def _points(result: Assessment, say: Teller) -> list[Term]:
    declared = "—" if result.declared is None else points_shown(result.declared)
    own = Term(say("自评", "Declared by the unit"), declared, main=True)
    if not result.scored:
        told = say("不计分", "not scored")
        return [Term(titled(result, say, say("得分", "Total")), told, main=True), own]
    got, of = points_shown(result.settled.points), points_shown(result.settled.of)
    terms = [
        Term(titled(result, say, say("得分", "Total")), _total(result, say), main=True),
        Term(say("满分", "Full"), _full(result, say), main=True),
        Term(say("等次", "Grade"), _grade(result, say), main=True),
        own,
        Term(
            say("已定", "Settled"),
            say(f"{of} 分已定，其中得 {got} 分", f"{got} of {of} points that are known"),
            main=True,
        ),
        Term(
            say("完整度", "Completeness"),
            "—" if result.completeness is None else percent_text(result.completeness),
            main=True,
        ),
    ]
    if result.standing is not None:
        terms.insert(3, Term(say("名次", "Rank"), say.of(result.standing.why), main=True))
    if result.rolled_up:
        units = [_rolled(one, say) for one in result.rolled_up]
        terms.append(Term(say("汇总构成", "Rolled up from"), say.joined(units)))
    if result.unvetoed is not None:
        terms.insert(1, Term(say("否决前得分", "Before vetoes"), amount(result.unvetoed)))
    return terms


def _rolled(one: RolledUnit, say: Teller) -> str:
    """A unit behind the total: its name, its total, its share."""
    ends = amount(one.least) if one.least == one.greatest else f"{one.least:f}–{one.greatest:f}"
    lowest = say("，取最低", ", the lowest counts") if one.take == "min" else ""
    share = percent_text(one.share)
    return f"{one.unit} {ends}{say.aside(say(f'占 {share}', f'{share} of it') + lowest)}"


def _full(result: Assessment, say: Teller) -> str:
    """All points of the sheet, and that the total is on another scale where it is converted."""
    told = amount(result.full)
    entries = result.ledger or (result.ledgers.least if result.ledgers is not None else ())
    converted = HitKind.CONVERSION
    if any(entry.kind is converted and entry.indicator == result.scheme for entry in entries):
        told += say.aside(say("得分另经折算，见明细", "the total is converted, see the ledger"))
    return told


def _total(result: Assessment, say: Teller) -> str:
    if result.total is not None:
        return amount(result.total)
    if result.bounds is None and result.unvetoed is not None:
        return say("停止计分", "scoring stopped")
    if result.bounds is None:
        return say("不计分", "not scored")
    least, greatest = amount(result.bounds.least), amount(result.bounds.greatest)
    loose = "" if result.bounds.exact else say("，两端未必达到", ", perhaps less wide")
    return say(f"未定：{least} 至 {greatest}{loose}", f"open: {least} to {greatest}{loose}")


def _grade(result: Assessment, say: Teller) -> str:
    if result.grade is not None:
        return result.grade if result.grade_title is None else say.of(result.grade_title)
    unsure = any(veto.fired is Truth.MAYBE for veto in result.vetoes)
    if result.total is not None and not unsure:
        return say("方案不分等次", "the scheme has no grades")
    return say("未定，或方案不分等次", "open, or the scheme has no grades")


def _findings(result: Assessment, say: Teller) -> str:
    count = say(f"{len(result.findings)} 条", f"{len(result.findings)}")
    kinds = [
        f"{say.of(words)} {number}"
        for kind, words in FINDINGS.items()
        if (number := sum(finding.kind is kind for finding in result.findings))
    ]
    return count + say.aside(say.joined(kinds))


def amount(value: Decimal | None) -> str:
    """Points as they are printed (分数), never in powers of ten."""
    return "—" if value is None else f"{value:f}"
