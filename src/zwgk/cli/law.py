"""``zwgk due``, ``workdays``, ``rules`` (法定时限)."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zwgk.cli import options, spoken
from zwgk.errors import CalendarGap, InvalidInput, Lang, Place, Problem, Text

if TYPE_CHECKING:
    from zwgk.law import Rule, RuleVersion

_WHOLE = re.compile(r"[+-]?\d+", re.ASCII)
_MOST_DIGITS = 20  # of a number of days that are read: as many make no limit, and one that is told


@spoken.command(Text("推算到期日：规则编号或期限", "work out a due day, by a rule id or a period"))
@click.argument("rule")
@spoken.option(
    "--from", "start", required=True, words=Text("起算日或时刻", "day or moment it runs from")
)
@spoken.option(
    "--event", "events", multiple=True, words=Text("名称=日期[,天数、日期或备注]", "NAME=DATE[,N]")
)
@spoken.option(
    "--as-of",
    type=options.Day(),
    words=Text("截至此日再无他事（如至此未缴费）", "known up to then"),
)
@options.notice
@options.as_json
@options.guarded
def due(
    rule: str,
    start: str,
    events: tuple[str, ...],
    as_of: date | None,
    notices: tuple[Path, ...],
    as_json: bool,
) -> None:
    """Work out when something is due, step by step."""
    from zwgk.law import deadline  # noqa: PLC0415  # commands import what they use

    known = options.registry()
    begun, log = _given(start, events)
    calendar = options.calendar_with(notices)
    try:
        found = deadline(rule, begun, log, calendar=calendar, rules=known.rules, as_of=as_of)
    except InvalidInput as bad:
        raise InvalidInput([_of_call(problem) for problem in bad.problems]) from None
    except CalendarGap as gap:
        raise InvalidInput([gap.at(Place("--from"))]) from None
    lang = options.lang()
    if as_json:
        options.say_json(found.to_json())
        return
    due_day = str(found.due) if found.due else Text("未定", "none").of(lang)
    said = [found.state.label]
    if found.earliest is not None:  # without any day nothing is certain or provisional
        said.append(found.certainty.label)
    head = Text(
        f"到期：{due_day}（{'，'.join(one.zh for one in said)}）",
        f"due: {due_day} ({', '.join(one.of('en') for one in said)})",
    )
    options.say(head.of(lang))
    options.say(found.explain(lang))


def _of_call(problem: Problem) -> Problem:
    """A fault of what was given, with the place in the call where it was given."""
    where = {"deadline": "RULE", "start": "--from", "due": "--from", "events": "--event"}
    place = problem.place
    return replace(problem, place=replace(place, file=where.get(place.file, place.file)))


def _moment(text: str, where: str) -> date:
    from datetime import datetime  # noqa: PLC0415  # only here

    try:
        timed = "T" in text or ":" in text
        return datetime.fromisoformat(text) if timed else date.fromisoformat(text)
    except ValueError:
        what = Text(f"“{text}”不是日期", f"'{text}' is not a date")
        raise options.wrong(where, what, Text("写作 2024-03-05", "write 2024-03-05")) from None


def _given(start: str, events: tuple[str, ...]) -> tuple[date, list[tuple[object, ...]]]:
    """The start and the events as they were typed; every fault at once."""
    faults: list[Problem] = []
    begun, log = date.min, []
    for text in (None, *events):
        try:
            if text is None:
                begun = _moment(start, "--from")
            else:
                log.append(_event(text))
        except InvalidInput as bad:
            faults += bad.problems
    if faults:
        raise InvalidInput(faults)
    return begun, log


def _event(text: str) -> tuple[object, ...]:
    name, equals, rest = text.partition("=")
    day, _, extra = rest.partition(",")
    if not equals:
        what = Text(f"“{text}”不是事件", f"'{text}' is not an event")
        hint = Text("写作 extended=2024-03-05,20", "write extended=2024-03-05,20")
        raise options.wrong("--event", what, hint)
    moment = _moment(day, "--event")
    return (name, moment, _extra(extra)) if extra else (name, moment)


def _extra(text: str) -> int | date | str:
    """What an event counts, a day that it sets, or else a note."""
    if _WHOLE.fullmatch(text):
        return int(text[:_MOST_DIGITS])
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


@spoken.command(
    Text("数工作日：D N 或 D D", "count working days: D N or D D"),
    context_settings={"ignore_unknown_options": True},  # a number of days may be below zero
)
@click.argument("day", type=options.Day())
@click.argument("other", type=options.DayOrCount())
@options.notice
@options.as_json
@options.guarded
def workdays(day: date, other: date | int, notices: tuple[Path, ...], as_json: bool) -> None:
    """The N-th working day after a day, or the working days between two days."""
    calendar = options.calendar_with(notices)
    answer: dict[str, object]
    if isinstance(other, int):
        shown = str(calendar.add_workdays(day, other))
        answer = {"from": str(day), "workdays": other, "day": shown}
    else:
        number = calendar.count_workdays(day, other)
        shown = str(number)
        answer = {"after": str(day), "until": str(other), "workdays": number}
    if as_json:
        options.say_json(answer)
    else:
        options.say(shown)


@spoken.command(Text("列出法定时限规则", "list the rules of law"))
@spoken.option("--on", "on", type=options.Day(), words=Text("某日有效的规则", "in force on a day"))
@options.as_json
@options.guarded
def rules(on: date | None, as_json: bool) -> None:
    """List the rules of law with their limits, sources and marks."""
    from zwgk.law import load_rules  # noqa: PLC0415  # as above
    from zwgk.report import text_table  # noqa: PLC0415  # as above

    lang = options.lang()
    found = options.registry().rules or load_rules()
    rows = [
        _row(rule, version, lang)
        for rule in found.values()
        for version in (rule.versions if on is None else [rule.on(on)[1]])
        if version is not None
    ]
    unread = [one.rule.id for one in found.on(on) if one.version is None] if on else []
    names = ("rule", "title", "limit", "from", "to", "source", "mark")
    if as_json:
        listed = [dict(zip(names, row, strict=True)) for row in rows]
        options.say_json({"rules": listed, "not_known": unread})
        return
    heads = [
        Text("规则", "rule"),
        Text("名称", "title"),
        Text("时限", "limit"),
        Text("起", "from"),
        Text("止", "to"),
        Text("依据", "source"),
        Text("核实", "mark"),
    ]
    options.say(text_table(rows, [word.of(lang) for word in heads]))
    if unread:
        words = Text("当日是否有效未能核实：", "not known whether in force on that day: ")
        options.say(words.of(lang) + " ".join(unread))


def _row(rule: Rule, version: RuleVersion, lang: Lang) -> list[str]:
    unknown = Text("不详", "not known").of(lang)
    limit = version.words.of(lang) if version.words and version.limit is None else ""
    return [
        rule.id,
        rule.title.of(lang),
        str(version.limit or limit),
        str(version.from_ or unknown),
        str(version.to or ""),
        f"{version.source}{version.article}",
        version.mark.value,
    ]
