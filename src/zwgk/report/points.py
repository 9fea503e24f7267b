"""Where the points come from (得分来由): indicators with their facts, the ledger, the vetoes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from zwgk.report.chart import chart_of
from zwgk.report.heading import amount, titled
from zwgk.report.page import Row, Section, Table
from zwgk.report.words import FIRED, MISSED, Teller, named
from zwgk.scheme import Part, number_text
from zwgk.scoring import (
    KINDS,
    Assessment,
    FactResult,
    IndicatorResult,
    LedgerEntry,
    State,
    VetoResult,
    points_shown,
    points_text,
    signed,
    state_text,
    value_text,
)

__all__ = ["indicators", "ledger", "vetoes"]

RECORDS_SHOWN = 8


def indicators(result: Assessment, say: Teller) -> Section:
    """The indicators as a tree (指标), under each leaf the facts it was judged by."""
    declared = any(node.declared is not None for node in result.indicators)
    heads = [say("指标", "Indicator")]
    if result.scored:
        heads.append(say("得分 / 分值", "Points"))
    if declared:
        heads.append(say("自评", "Declared"))
    heads += [say("状态", "State"), say("按自述", "As claimed")]
    depths: dict[str, int] = {}
    facts = {fact.id: fact for fact in result.facts}
    rows = []
    for node in result.indicators:
        depths[node.id] = depths[node.parent] + 1 if node.parent in depths else 0
        cells = [named(node, say)]
        if result.scored:
            cells.append(_points(node, say))
        if declared:
            cells.append("—" if node.declared is None else points_shown(node.declared))
        cells += _states(node, say)
        rows.append(Row(tuple(cells), tuple(_told(node, facts, say)), depths[node.id]))
    table = Table(
        caption=titled(result, say, say("各项指标及其取值", "Indicators and their facts")),
        heads=tuple(heads),
        rows=tuple(rows),
        empty=say("方案没有指标。", "The scheme has no indicators."),
        numbers=frozenset(range(1, len(heads) - 2)),
        narrow=frozenset({len(heads) - 2, len(heads) - 1}),
    )
    title = titled(result, say, say("指标情况", "Indicators"))
    chart = None
    if result.scored:
        bars = titled(result, say, say("一级指标得分", "Points by top-level indicator"))
        chart = chart_of(result.indicators, bars, say)
    return Section(title, lines=_unscored(result, say), chart=chart, tables=(table,))


def _unscored(result: Assessment, say: Teller) -> tuple[str, ...]:
    if result.scored:
        return ()
    return (
        say(
            "原文没有分值，本方案不计分，只列状态、取值和问题。",
            "The source gives no points: not scored. States, facts and findings are listed.",
        ),
    )


def _points(node: IndicatorResult, say: Teller) -> str:
    """What an indicator got; nothing where it does not apply and has no points for that."""
    if node.state is State.NOT_APPLICABLE and node.points and not node.most:
        return f"— / {number_text(node.points)}"
    return points_text(node, say.lang)


def _states(node: IndicatorResult, say: Teller) -> list[str]:
    if node.part is Part.VETO and node.state is None:
        return ["—", "—"]
    return [say.of(state_text(state, node.part)) for state in (node.state, node.claimed)]


def _told(node: IndicatorResult, facts: Mapping[str, FactResult], say: Teller) -> Iterator[str]:
    for name in node.facts:
        if name in facts:
            yield _fact(facts[name], say)
    if node.not_applicable is not None:
        yield say.of(node.not_applicable)
    if node.error is not None:
        yield say.pair(say("规则出错", "The rule raised"), say.of(node.error))
    if node.citation:
        yield say.pair(say("依据", "Source"), node.citation)
    if not node.verified:
        yield say("未核实：没有读到原文", "Not verified: the source was not read")
    if node.note:
        yield say.pair(say("注", "Note"), node.note)


def _fact(fact: FactResult, say: Teller) -> str:
    told = say.pair(f"· {say.of(fact.title)}", value_text(fact, say.lang))
    if fact.because is not None:
        told += f" — {say.of(fact.because)}"
    if fact.records:
        told += say.aside(say.pair(say("记录", "records"), say.among(fact.records, RECORDS_SHOWN)))
    return told


def ledger(result: Assessment, say: Teller) -> Section:
    """The ledger, or the two of a total that is not settled (得分明细), with their sums."""
    title = titled(result, say, say("得分明细", "Ledger"))
    ends: list[tuple[str, Sequence[LedgerEntry], str]] = []
    if result.ledger is not None:
        ends = [(say("得分明细", "Ledger"), result.ledger, amount(result.total))]
    elif result.ledgers is not None and result.bounds is not None:
        ends = [
            (say("最低得分的明细", "Ledger of the least total"), result.ledgers.least,
             amount(result.bounds.least)),
            (say("最高得分的明细", "Ledger of the greatest total"), result.ledgers.greatest,
             amount(result.bounds.greatest)),
        ]  # fmt: skip
    if not ends:
        return Section(title, lines=(_no_ledger(result, say),))
    names = {node.id: f"{node.id} {say.of(node.title)}" for node in result.indicators}
    names.setdefault(result.scheme, say("总分", "total"))
    tables = tuple(
        Table(
            caption=titled(result, say, caption),
            heads=(
                say("编号", "No."), say("指标", "Indicator"), say("类别", "Kind"),
                say("变动", "Change"), say("理由", "Reason"),
            ),
            rows=tuple(_entry(entry, names, say) for entry in entries),
            empty=say("没有加分或扣分。", "Nothing was added or taken off."),
            foot=_sum(Fraction(result.full or 0), entries, total, say),
            numbers=frozenset({3}),
            narrow=frozenset({0, 2}),
        )
        for caption, entries, total in ends
    )  # fmt: skip
    return Section(title, tables=tables)


def _no_ledger(result: Assessment, say: Teller) -> str:
    if result.unvetoed is None:
        return say("不计分，没有明细。", "Not scored: there is no ledger.")
    return say(
        "停止计分，没有明细；否决前各项得分见“指标情况”。",
        "Scoring stopped: there is no ledger; the points before are beside the indicators.",
    )


def _entry(entry: LedgerEntry, names: Mapping[str, str], say: Teller) -> Row:
    reason = say.of(entry.reason)
    if entry.points != entry.amount:
        reason += say.aside(say.pair(say("按分项计", "points of the sheet"), signed(entry.points)))
    details = []
    if entry.records:
        records = say.among(entry.records, RECORDS_SHOWN)
        details.append(say.pair(say("记录", "Records"), records))
    if entry.citation:
        details.append(say.pair(say("依据", "Source"), entry.citation))
    name = names.get(entry.indicator, entry.indicator)
    cells = (entry.id, name, say.of(KINDS[entry.kind]), _change(entry.amount, say), reason)
    return Row(cells, tuple(details))


def _change(amount: Fraction, say: Teller) -> str:
    """A change of points as it adds up, after a readable one where it has no end."""
    exact, shown = signed(amount), points_shown(amount)
    if "/" not in exact or shown == "≈0":
        return exact
    return (shown.replace("≈", "≈+") if amount > 0 else shown) + say.aside(exact)


def _sum(full: Fraction, entries: Sequence[LedgerEntry], total: str, say: Teller) -> str:
    """The sum as it comes out of the entries; ``total`` only lends it its decimals."""
    change = sum((entry.amount for entry in entries), Fraction(0))
    reached = full + change
    shown = total if total != "—" and Fraction(total) == reached else number_text(reached)
    return say(
        f"满分 {number_text(full)} + Σ({number_text(change)}) = {shown}",
        f"full {number_text(full)} + Σ({number_text(change)}) = {shown}",
    )


def vetoes(result: Assessment, say: Teller) -> Section:
    """Whether a veto fired, which fail line was missed (一票否决、不合格线), and why."""
    title = titled(result, say, say("一票否决", "Vetoes"))
    table = Table(
        caption=say("一票否决和不合格线", "Vetoes and fail lines of the scheme"),
        heads=(say("事项", "Veto"), say("是否触发", "Fired")),
        rows=tuple(_veto(veto, result, say) for veto in result.vetoes),
        empty=say("方案没有一票否决事项。", "The scheme has no vetoes.")
        if result.scored
        else say(
            "不计分，没有总分可否；原文若有否决，列在指标里。",
            "Not scored: there is no total to veto; what the source vetoes is among the "
            "indicators.",
        ),
        narrow=frozenset({1}),
    )
    return Section(title, tables=(table,))


def _veto(veto: VetoResult, result: Assessment, say: Teller) -> Row:
    name, fired = f"{veto.id} {say.of(veto.title)}", say.of(FIRED[veto.fired])
    details = [] if veto.why is None else [say.pair(say("依据", "Reason"), say.of(veto.why))]
    if veto.below is not None:
        line = points_shown(veto.below)
        name += say.aside(say(f"不合格线 {line} 分", f"fail line {line}"))
        fired = say.of(MISSED[veto.fired])
        node = result.indicator(veto.id)
        if node is not None:
            details.insert(0, say.pair(say("得分 / 分值", "Points"), _points(node, say)))
    return Row((name, fired), tuple(details))
