"""``zwgk duties``, ``needs``, ``schemes``, ``plugins`` (列表)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zwgk.cli import options, spoken
from zwgk.errors import Text

MOST_COMPARED = 1000
"""Most names of a dossier that are held against those a scheme asks for."""

if TYPE_CHECKING:
    from zwgk.duties import Duty
    from zwgk.records import Dossier
    from zwgk.scheme import Scheme


@spoken.command(Text("列出应办事项", "list what was owed and how it stands"))
@options.dossier_argument
@options.as_of
@options.notice
@spoken.option("--late", is_flag=True, words=Text("只列逾期的", "only what is late or overdue"))
@spoken.option("--open", "still", is_flag=True, words=Text("只列未办的", "only what is open"))
@spoken.option(
    "--within",
    type=options.Days(),
    metavar="DAYS",
    words=Text("只列 DAYS 天内到期的", "only what is due in DAYS"),
)
@options.as_json
@options.guarded
def duties(
    dossier: Path,
    as_of: date | None,
    notices: tuple[Path, ...],
    late: bool,
    still: bool,
    within: int | None,
    as_json: bool,
) -> None:
    """List what the unit owed in the period, with due days and outcomes; filters add up."""
    from zwgk.duties import OUTCOMES, agenda, owed  # noqa: PLC0415  # commands import what they use
    from zwgk.law import load_rules  # noqa: PLC0415  # as above
    from zwgk.report import text_table  # noqa: PLC0415  # as above
    from zwgk.report.words import DUTIES  # noqa: PLC0415  # as above

    known = options.registry()
    as_of = as_of or options.today()
    found = owed(
        options.dossier_at(dossier, known),
        as_of=as_of,
        calendar=options.calendar_with(notices),
        rules=known.rules or load_rules(),
    )
    listed = [duty for group in found.values() for duty in group.duties]
    if late or still or within is not None:
        stand = agenda(listed, as_of=as_of, within=within or 0)
        asked = [
            *(stand.late if late else ()),
            *(stand.open if still else ()),
            *((*stand.soon, *stand.perhaps) if within is not None else ()),
        ]
        wanted = {duty.id for duty in asked}
        listed = [duty for duty in listed if duty.id in wanted]
    if as_json:
        tables = {
            str(kind): {"present": group.present, "complete": group.complete}
            for kind, group in found.items()
        }
        options.say_json(
            {"kinds": tables, "duties": [duty.model_dump(mode="json") for duty in listed]}
        )
        return
    lang = options.lang()
    rows = [
        [
            duty.id,
            duty.title,
            _due(duty),
            str(duty.met or "—"),
            OUTCOMES[duty.outcome].of(lang) + (f" {duty.days_late}" if duty.days_late else ""),
            " ".join(f"{c.source}{c.article}" for c in duty.citations),
        ]
        for duty in listed
    ]
    words = [
        Text("编号", "id"),
        Text("事项", "what"),
        Text("到期", "due"),
        Text("完成", "met"),
        Text("结果（逾期天数）", "outcome (days)"),
        Text("依据", "source"),
    ]
    options.say(text_table(rows, [word.of(lang) for word in words]))
    for kind, group in found.items():
        if not group.present:
            lacking = [source.table for source in group.sources if not source.present]
            line = Text(
                f"{DUTIES[kind].zh}：未提供所需数据表，不详",
                f"{DUTIES[kind].en}: not known, no table is given",
            )
            if len(lacking) < len(group.sources):
                line = Text(
                    f"{DUTIES[kind].zh}：未提供数据表 {'、'.join(lacking)}，不详",
                    f"{DUTIES[kind].en}: not known, no table {', '.join(lacking)} is given",
                )
            options.say(line.of(lang))
        elif not group.complete:
            line = Text(
                f"{DUTIES[kind].zh}：数据表不全，计数为下限",
                f"{DUTIES[kind].en}: incomplete, lower bounds only",
            )
            options.say(line.of(lang))


def _due(duty: Duty) -> str:
    """The due day; a provisional one with its bounds, one not set yet with its earliest day."""
    if duty.due is None:
        return f"≥{duty.earliest}" if duty.earliest else "—"
    if duty.earliest == duty.latest:
        return str(duty.due)
    return f"{duty.due}（{duty.earliest}–{duty.latest}）"


@spoken.command(Text("列出方案所需取值", "list the facts a scheme needs"))
@click.argument("scheme")
@click.argument("dossier", type=click.Path(path_type=Path), required=False)
@options.as_of
@options.notice
@options.as_json
@options.guarded
def needs(
    scheme: str,
    dossier: Path | None,
    as_of: date | None,
    notices: tuple[Path, ...],
    as_json: bool,
) -> None:
    """List the facts that a scheme reads and, with a dossier, which of them are known."""
    from zwgk.pipeline import assess  # noqa: PLC0415  # as above
    from zwgk.report import text_table  # noqa: PLC0415  # as above
    from zwgk.scoring import value_text  # noqa: PLC0415  # as above

    known = options.registry()
    found = options.scheme_named(scheme, known, "SCHEME")
    lang = options.lang()
    values = {}
    slips: list[tuple[str, str]] = []
    if dossier is not None:
        given = options.dossier_at(dossier, known)
        slips = list(_misspelt(found, given))
        result = assess(
            given,
            found,
            as_of=as_of or options.today(),
            calendar=options.calendar_with(notices),
            rules=known.rules,
            providers=known.facts,
        )
        values = {fact.id: fact for fact in result.facts}
    listed: list[dict[str, Any]] = []
    for name, query in found.queries.items():
        used = sorted(node.id for node in found.walk() if name in node.facts())
        entry: dict[str, Any] = {
            "fact": name,
            "title": query.title.of(lang) if query.title else name,
            "query": query.model_dump(mode="json", exclude_defaults=True, by_alias=True),
            "indicators": used,
        }
        if name in values:
            value = values[name]
            entry |= {"known": value.known, "value": value_text(value, lang)}
            entry["because"] = value.because.of(lang) if value.because else None
        listed.append(entry)
    if as_json:
        near = [{"given": given, "asked": asked} for given, asked in slips]
        told = {"scheme": found.id, "version": found.version, "facts": listed}
        options.say_json({**told, "misspelt": near} if dossier is not None else told)
        return
    rows = [
        [
            entry["fact"],
            entry["title"],
            " ".join(entry["indicators"]) or "—",
            *([entry["value"], entry["because"] or ""] if values else [_asked(entry["query"])]),
        ]
        for entry in listed
    ]
    heads = [Text("取值", "fact"), Text("名称", "title"), Text("用于", "used by")]
    more = [Text("值", "value"), Text("缘由", "why")] if values else [Text("查询", "query")]
    options.say(text_table(rows, [word.of(lang) for word in [*heads, *more]]))
    for name, asked in slips:
        words = Text(
            f"方案不问“{name}”；是否想写“{asked}”？",
            f"the scheme does not ask for '{name}'; did you mean '{asked}'?",
        )
        options.say(words.of(lang))


def _misspelt(scheme: Scheme, dossier: Dossier) -> Iterator[tuple[str, str]]:
    """Topics and figures of a dossier that nobody asks for, beside the near ones that lack."""
    import difflib  # noqa: PLC0415  # as above

    from zwgk.testing.fitting import Asked  # noqa: PLC0415  # as above

    asked = Asked()
    for query in scheme.queries.values():
        asked.take(query)
    evidence = dossier.table("evidence")
    topics = {row.topic for row in (evidence.rows if evidence is not None else ())}
    for wanted, given in ((asked.topics, topics), (asked.figures, {*(dossier.figures or {})})):
        for name in sorted(given - wanted)[:MOST_COMPARED]:
            near = difflib.get_close_matches(name, sorted(wanted - given), n=1, cutoff=0.8)
            if near:
                yield name, near[0]


def _asked(query: dict[str, Any]) -> str:
    """A query on one line, as it is written in the document."""
    shown = {key: value for key, value in query.items() if key not in {"title", "unit"} and value}
    return ", ".join(f"{key}: {_flow(value)}" for key, value in shown.items())


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        inside = ", ".join(f"{k}: {_flow(v)}" for k, v in value.items() if v not in (None, "", {}))
        return f"{{{inside}}}"
    return f"[{', '.join(map(_flow, value))}]" if isinstance(value, list) else str(value)


@spoken.command(Text("列出方案", "list the schemes"))
@options.as_json
@options.guarded
def schemes(as_json: bool) -> None:
    """List every scheme with its version, points and owner."""
    from zwgk.report import text_table  # noqa: PLC0415  # as above

    known = options.registry()
    lang = options.lang()
    listed = [
        {
            "id": head.id,
            "version": head.version,
            "title": head.title.of(lang),
            "scored": head.scored,
            "full": _full(head.full),
            "source": head.source,
            "verified": head.verified,
            "plugin": known.owners.get(f"scheme {head.id}", ""),
        }
        for head in known.heads.values()
    ]
    if as_json:
        options.say_json(
            {"schemes": listed, "faults": [fault.of(lang) for fault in known.set_aside]}
        )
        return
    unscored = Text("不计分", "unscored").of(lang)
    rows = [
        [
            f"{entry['id']}@{entry['version']}",
            str(entry["title"]),
            str(entry["full"] or unscored),
            str(entry["plugin"]),
            str(entry["source"]),
        ]
        for entry in listed
    ]
    heads = [
        Text("方案", "scheme"),
        Text("名称", "title"),
        Text("总分", "full"),
        Text("插件", "plugin"),
        Text("来源", "source"),
    ]
    options.say(text_table(rows, [word.of(lang) for word in heads]))


def _full(full: Any) -> str | None:
    """The total of the base points; one for each sheet where the scheme has several."""
    if isinstance(full, dict):
        return " / ".join(f"{sheet} {points}" for sheet, points in full.items())
    return None if full is None else str(full)


@spoken.command(Text("列出插件及其提供的名称", "list plugins and what they gave"))
@options.as_json
@options.guarded
def plugins(as_json: bool) -> None:
    """List who gave which name, and every plugin that was set aside."""
    from zwgk.report import text_table  # noqa: PLC0415  # as above

    known = options.registry()
    lang = options.lang()
    if as_json:
        faults = [
            {
                "plugin": fault.plugin,
                "doing": fault.doing.of(lang),
                "cause": fault.cause.of(lang),
                "problems": [problem.of(lang) for problem in fault.problems],
            }
            for fault in known.faults
        ]
        options.say_json({"owners": dict(known.owners), "faults": faults})
        return
    rows = [[*name.split(" ", 1), owner] for name, owner in known.owners.items()]
    heads = [Text("类别", "kind"), Text("名称", "name"), Text("插件", "plugin")]
    options.say(text_table(rows, [word.of(lang) for word in heads]))
