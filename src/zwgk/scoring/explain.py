"""Why an indicator has the points it has (逐项说明): value, record, day, article."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from zwgk.duties import Duty
from zwgk.errors import Lang, Text
from zwgk.facts import Truth
from zwgk.scheme import HitKind, Part, number_text, percent_text
from zwgk.scoring.parts import FactResult, IndicatorResult, LedgerEntry, State

STATES: dict[State | None, Text] = {
    State.MET: Text("做到", "met"),
    State.PARTLY: Text("部分做到", "partly"),
    State.UNMET: Text("未做到", "unmet"),
    State.UNKNOWN: Text("不详", "unknown"),
    State.NOT_APPLICABLE: Text("不适用", "not applicable"),
    None: Text("仅列示", "listed only"),
}
# Of what takes points off: it is well where nothing of the kind happened.
_STATES_OF_PENALTY: dict[State | None, Text] = {
    State.MET: Text("未发生", "did not happen"),
    State.PARTLY: Text("发生，已扣分", "happened, points taken off"),
    State.UNMET: Text("发生，分值扣完", "happened, all its points taken off"),
}
KINDS: dict[HitKind, Text] = {
    HitKind.LOSS: Text("扣分", "loss"),
    HitKind.BONUS: Text("加分", "bonus"),
    HitKind.PENALTY: Text("倒扣", "penalty"),
    HitKind.CAP: Text("封顶", "cap"),
    HitKind.FLOOR: Text("保底", "floor"),
    HitKind.NA: Text("缺项", "not applicable"),
    HitKind.CONVERSION: Text("折算", "conversion"),
    HitKind.ROUNDING: Text("取整", "rounding"),
    HitKind.VETO: Text("否决", "veto"),
    HitKind.OPEN: Text("未定", "open"),
}

MOST = 5
_COLON = Text("：", ": ")


def state_text(state: State | None, part: Part) -> Text:
    """A state in words (状态文字), for a penalty those of something that should not happen.

    >>> str(state_text(State.PARTLY, Part.BASE)), str(state_text(State.PARTLY, Part.PENALTY))
    ('部分做到', '发生，已扣分')
    """
    if part is Part.PENALTY and state in _STATES_OF_PENALTY:
        return _STATES_OF_PENALTY[state]
    return STATES[state]


def signed(value: Fraction) -> str:
    """A change of points with its sign.

    >>> signed(Fraction(5)), signed(Fraction(-1, 2))
    ('+5', '-0.5')
    """
    return ("+" if value > 0 else "") + number_text(value)


def value_text(fact: FactResult, lang: Lang = "zh") -> str:
    """A fact's value for people (取值文字): one number, a range, or not known."""
    if fact.applicable is Truth.NO:
        return Text("不适用（没有计算基数）", "not applicable (nothing to divide by)").of(lang)
    if fact.known and fact.least is not None:
        return _told(fact, fact.words) if fact.words else _number(fact, fact.least, lang)
    said = _said(fact, lang)
    aside = Text(f"（自述：{said}）", f" (said: {said})").of(lang) if said else ""
    if fact.yes_no:
        return Text("不详", "not known").of(lang) + aside
    return _span(fact, (fact.least, fact.most), lang) + aside


def _number(fact: FactResult, number: Fraction, lang: Lang) -> str:
    if fact.yes_no:
        return (Text("是", "yes") if number else Text("否", "no")).of(lang)
    return percent_text(number) if fact.percent else f"{number_text(number)}{fact.unit}"


def _told(fact: FactResult, words: str) -> str:
    """Words as they are printed, with the unit where it does not stand in them."""
    unit = "" if fact.percent else fact.unit
    return words if not unit or words.endswith(unit) else f"{words}{unit}"


def _span(fact: FactResult, ends: tuple[Fraction | None, Fraction | None], lang: Lang) -> str:
    least, most = ends
    if most is None and not least:
        return Text("不详", "not known").of(lang)
    if most is None:
        at_least = _number(fact, least or Fraction(0), lang)
        return Text(f"至少 {at_least}", f"at least {at_least}").of(lang)
    low = "…" if least is None else _number(fact, least, lang)
    return f"{low}–{_number(fact, most, lang)}"


def _said(fact: FactResult, lang: Lang) -> str:
    """What assertions alone would give, in words; nothing where they give nothing."""
    if fact.said is not None:
        plain = not fact.percent and not fact.yes_no
        return _told(fact, fact.said) if plain else _number(fact, Fraction(fact.said), lang)
    if fact.said_most is None and not fact.said_least:
        return ""
    return _span(fact, (fact.said_least, fact.said_most), lang)


def points_shown(value: Fraction) -> str:
    """Points for people (分值文字): as they are where they end, else rounded to two decimals.

    >>> points_shown(Fraction("17.5")), points_shown(Fraction(20, 3))
    ('17.5', '≈6.67')
    """
    exact = number_text(value)
    if "/" not in exact:
        return exact
    hundredths = (abs(value) * 200 + 1) // 2
    return f"≈{number_text(Fraction(hundredths if value > 0 else -hundredths, 100))}"


def points_text(result: IndicatorResult, lang: Lang = "zh") -> str:
    """An indicator's points for people: got of points, a range where it is open."""
    if result.points is None or result.least is None or result.most is None:
        return "—"
    full = number_text(result.points)
    if result.least == result.most:
        return f"{points_shown(result.least)} / {full}"
    word = Text("未定", "open").of(lang)
    span = f"{points_shown(result.least)}–{points_shown(result.most)} / {full}"
    return span + Text(f"（{word}）", f" ({word})").of(lang)


def explain(
    result: IndicatorResult,
    entries: Sequence[LedgerEntry],
    greatest: Sequence[LedgerEntry] | None,
    facts: Iterable[FactResult],
    duties: Iterable[Duty],
    lang: Lang,
) -> str:
    """The whole explanation of one indicator as plain text (逐项说明)."""
    duties = tuple(duties)
    colon = _COLON.of(lang)
    lines = [f"{result.id} {result.title.of(lang)}{colon}{points_text(result, lang)}"]
    state = state_text(result.state, result.part).of(lang)
    if result.claimed is not result.state and result.claimed is not None:
        claimed = state_text(result.claimed, result.part).of(lang)
        state += Text(f"（按自述：{claimed}）", f" (as claimed: {claimed})").of(lang)
    lines.append(Text("  状态：", "  state: ").of(lang) + state)
    if result.declared is not None:
        lines.append(Text("  自评：", "  declared: ").of(lang) + number_text(result.declared))
    if result.citation:
        lines.append(Text("  依据：", "  source: ").of(lang) + result.citation)
    if not result.verified:
        note = f"{colon}{result.note}" if result.note else ""
        lines.append(Text("  未核实", "  not verified").of(lang) + note)
    if result.error is not None:
        lines.append(f"  {result.error.of(lang)}")
    by_id = {fact.id: fact for fact in facts}
    for name in result.facts:
        if name in by_id:
            fact = by_id[name]
            why = f" — {fact.because.of(lang)}" if fact.because else ""
            lines.append(f"  · {fact.title.of(lang)}{colon}{value_text(fact, lang)}{why}")
            lines += _behind(fact, entries, duties, lang)
    lines += _ledger_lines(entries, duties, lang, greatest)
    return "\n".join(lines)


def _behind(
    fact: FactResult, entries: Sequence[LedgerEntry], duties: Sequence[Duty], lang: Lang
) -> list[str]:
    """The records of a value that no ledger entry tells of, the first few of them."""
    charged = {record for entry in entries for record in entry.records}
    records = [record for record in fact.records if record not in charged]
    by_id = {duty.id: duty for duty in duties}
    shown = [
        by_id[record].lines(lang)[0] if record in by_id else record for record in records[:MOST]
    ]
    more = len(records) - len(shown)
    if more:
        shown.append(Text(f"…… 另有 {more} 条", f"… and {more} more").of(lang))
    return [f"      {line}" for line in shown]


def _ledger_lines(
    entries: Sequence[LedgerEntry],
    duties: Iterable[Duty],
    lang: Lang,
    greatest: Sequence[LedgerEntry] | None,
) -> list[str]:
    by_id = {duty.id: duty for duty in duties}
    colon = _COLON.of(lang)
    lines: list[str] = []
    parts: list[tuple[Text, Sequence[LedgerEntry]]] = [(Text("明细", "ledger"), entries)]
    if greatest is not None:
        parts = [
            (Text("最低情形的明细", "ledger of the least total"), entries),
            (Text("最高情形的明细", "ledger of the greatest total"), greatest),
        ]
    told: set[str] = set()
    for title, ledger in parts:
        if not ledger:
            continue
        lines.append(f"  {title.of(lang)}{colon}".rstrip())
        for entry in ledger:
            kind = KINDS[entry.kind].of(lang)
            reason = entry.reason.of(lang)
            total = ""
            if entry.amount != entry.points:
                amount = f"{'+' if entry.amount > 0 else ''}{points_shown(entry.amount)}"
                total = Text(f"（计入总分 {amount}）", f" ({amount} of the total)").of(lang)
            lines.append(f"    {signed(entry.points)} {kind}{total}{colon}{reason}")
            for record in entry.records:
                duty = by_id.get(record)
                if record in told or (duty is None and record in reason):
                    continue
                told.add(record)
                lines += [f"      {line}" for line in (duty.lines(lang) if duty else [record])]
    return lines
