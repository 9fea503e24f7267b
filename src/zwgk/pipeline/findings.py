"""What a person should look at (问题清单): duties, indicators, sums, rectification."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from zwgk.duties import OUTCOMES, Duty, DutyKind, Outcome
from zwgk.errors import Text
from zwgk.facts import FactValue
from zwgk.figures import Verdict
from zwgk.pipeline.disagree import disagreements
from zwgk.records import Dossier
from zwgk.scheme import Indicator, Part, Scheme, number_text
from zwgk.scoring import STATES, Finding, FindingKind, IndicatorResult, Score, State, state_text

_OF_DUTY = {Outcome.OPEN, Outcome.OVERDUE, Outcome.LATE}
_OF_LEAF = {State.UNKNOWN, State.UNMET, State.PARTLY}


def findings(
    dossier: Dossier,
    scheme: Scheme,
    result: Score,
    duties: Sequence[Duty],
    verdicts: Sequence[Verdict],
    differences: Sequence[Finding],
    given: Mapping[str, FactValue],
) -> tuple[Finding, ...]:
    """All findings of an assessment (问题), by kind, each in the order of its source.

    ``given`` are the declarations that count.
    """
    return (
        *_duties(duties),
        *_leaves(result),
        *differences,
        *disagreements(dossier, scheme, given, result),
        *_not_carried(scheme, result),
        *_identities(verdicts),
        *_rectifications(dossier),
        *_not_in_force(dossier, scheme),
        *_partly_in_force(dossier, scheme, duties),
    )


def _duties(duties: Sequence[Duty]) -> Iterator[Finding]:
    for duty in duties:
        if duty.outcome not in _OF_DUTY:
            continue
        if duty.kind is DutyKind.RECTIFY and duty.outcome is not Outcome.LATE:
            continue  # what was not rectified is a finding of its own
        words = OUTCOMES[duty.outcome]
        days = f" {duty.days_late} 天" if duty.days_late else ""
        name = duty.title or duty.id
        due = "" if duty.due is None else f"，到期日 {duty.due}"
        yield Finding(
            kind=FindingKind.DUTY,
            state=duty.outcome.value,
            subject=duty.id,
            what=Text(
                f"{name}：{words.zh}{days}{due}",
                f"{name}: {words.en}"
                + (
                    f" by {duty.days_late} day{'s' * (duty.days_late != 1)}"
                    if duty.days_late
                    else ""
                )
                + (f", due {duty.due}" if duty.due else ""),
            ),
            records=(duty.subject,),
        )


def _leaves(result: Score) -> Iterator[Finding]:
    for node in result.indicators:
        if node.error is not None:
            yield Finding(
                kind=FindingKind.LEAF,
                state="error",
                subject=node.id,
                what=Text(
                    f"{node.title.zh}：{node.error.zh}", f"{node.title.of('en')}: {node.error.en}"
                ),
            )
        elif node.leaf and node.state in _OF_LEAF:
            words = state_text(node.state, node.part)
            claimed = None if node.claimed is node.state else state_text(node.claimed, node.part)
            zh = f"（按自述：{claimed.zh}）" if claimed else ""
            en = f" (as claimed: {claimed.en})" if claimed else ""
            yield Finding(
                kind=FindingKind.LEAF,
                state=str(node.state.value if node.state else ""),
                subject=node.id,
                what=Text(
                    f"{node.title.zh}：{words.zh}{zh}", f"{node.title.of('en')}: {words.en}{en}"
                ),
            )


def _not_carried(scheme: Scheme, result: Score) -> Iterator[Finding]:
    """Points that the unit gave itself and the evidence does not carry."""
    indicators = {node.id: node for node in scheme.walk()}
    for node in result.indicators:
        says = _evidence_says(indicators[node.id], node)
        if says is None:
            continue
        points = number_text(node.declared)
        yield Finding(
            kind=FindingKind.DECLARED,
            state="not_carried",
            subject=node.id,
            what=Text(
                f"{node.title.zh}：自评 {points} 分，佐证显示{says.zh}",
                f"{node.title.of('en')}: declared {points}, the evidence says {says.en}",
            ),
        )


def _evidence_says(indicator: Indicator, node: IndicatorResult) -> Text | None:
    """What the evidence says against declared points; None where it carries them."""
    if not node.declared or node.part is not Part.BASE:
        return None
    computed = any(below.asks for below in indicator.walk())
    if computed:  # the facts give points: they carry as many as they surely give
        if node.most is not None and node.declared > node.most:
            most = number_text(node.most)
            return Text(f"最多 {most} 分", f"at most {most}")
        if indicator.is_leaf and node.least is not None and node.declared > node.least:
            least = number_text(node.least)
            return Text(f"不详，已证实 {least} 分", f"unknown, {least} are shown")
        return None
    if not indicator.is_leaf or not indicator.facts() or node.state in {None, State.MET}:
        return None
    if node.state is State.PARTLY and node.declared != node.points:
        return None  # a part was declared, and a part is shown
    return STATES[node.state]


def _identities(verdicts: Sequence[Verdict]) -> Iterator[Finding]:
    for verdict in verdicts:
        if verdict.status.failing:
            label = verdict.label or Text(verdict.id, verdict.id)
            yield Finding(
                kind=FindingKind.IDENTITY,
                state=verdict.status.value,
                subject=verdict.id,
                what=Text(
                    f"{label.zh}：{verdict.reason.zh}", f"{label.of('en')}: {verdict.reason.en}"
                ),
                records=tuple(f"figures:{name}" for name in verdict.members),
            )


def _not_in_force(dossier: Dossier, scheme: Scheme) -> Iterator[Finding]:
    """A scheme that was not in force at the end of the period assessed (方案不在有效期内)."""
    valid, last = scheme.document.valid, dossier.period.last
    if valid is None or valid.holds(last):
        return
    days = Text(
        f"{valid.start or '…'} 至 {valid.end or '…'}（不含）",
        f"{valid.start or '…'} to {valid.end or '…'}",
    )
    yield Finding(
        kind=FindingKind.SCHEME,
        state="not_in_force",
        subject=scheme.id,
        what=Text(
            f"方案的有效期为 {days.zh}，考核期止于 {last}，不在其内",
            f"the scheme is in force from {days.en} (excluded); the period ends on {last}",
        ),
    )


def _partly_in_force(dossier: Dossier, scheme: Scheme, duties: Sequence[Duty]) -> Iterator[Finding]:
    """What was due in the period before the scheme was in force (方案施行前到期的事项).

    An earlier sheet was in force on those days.
    """
    valid, first = scheme.document.valid, dossier.period.first
    start = valid.start if valid is not None else None
    if valid is None or start is None or start <= first or not valid.holds(dossier.period.last):
        return
    before = [duty for duty in duties if duty.day is not None and first <= duty.day < start]
    count = len({duty.subject for duty in before})
    yield Finding(
        kind=FindingKind.SCHEME,
        state="partly_in_force",
        subject=scheme.id,
        what=Text(
            f"方案自 {start} 起施行，考核期自 {first} 起；"
            f"此前到期的 {count} 项应办事项按当时的方案考核",
            f"the scheme is in force from {start}, the period begins on {first}: the {count} "
            "duties due before belong to the sheet of that time",
        ),
        records=tuple(duty.id for duty in before),
    )


def _rectifications(dossier: Dossier) -> Iterator[Finding]:
    for table in ("found", "hazards"):
        rows = dossier.table(table)
        given = sorted(rows.rows if rows else (), key=lambda row: (row.day or date.max, row.id))
        for row in given:
            if row.rectified is None:
                due = "" if row.due is None else f"，期限 {row.due}"
                yield Finding(
                    kind=FindingKind.RECTIFICATION,
                    state="open",
                    subject=f"{table}:{row.id}",
                    what=Text(
                        f"{row.title or row.id}：未见整改{due}",
                        f"{row.title or row.id}: not rectified"
                        + (f", due {row.due}" if row.due else ""),
                    ),
                    records=(f"{table}:{row.id}",),
                )
