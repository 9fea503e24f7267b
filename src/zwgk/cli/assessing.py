"""``zwgk assess``, ``explain``, ``report`` (评价、说明、报告)."""

from __future__ import annotations

import os
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from zwgk.cli import options
from zwgk.errors import Lang, Text

if TYPE_CHECKING:
    from zwgk.scoring import Assessment


def assessed(
    dossier: Path, scheme: str, as_of: date | None, own: bool, notices: tuple[Path, ...]
) -> Assessment:
    """The assessment that the options ask for."""
    from zwgk.pipeline import assess as run  # noqa: PLC0415  # commands import what they use

    known = options.registry()
    perspective: Literal["review", "self"] = "self" if own else "review"
    return run(
        options.dossier_at(dossier, known),
        options.scheme_named(scheme, known),
        as_of=as_of or options.today(),
        perspective=perspective,
        calendar=options.calendar_with(notices),
        rules=known.rules,
        providers=known.facts,
        faults=known.faults,
    )


@click.command(help="评价一份卷宗 / assess a dossier")
@options.dossier_argument
@options.scheme_option
@options.as_of
@options.own
@options.notice
@options.as_json
@options.guarded
def assess(
    dossier: Path,
    scheme: str,
    as_of: date | None,
    own: bool,
    notices: tuple[Path, ...],
    as_json: bool,
) -> None:
    """Assess a dossier and print points, states and findings."""
    result = assessed(dossier, scheme, as_of, own, notices)
    if as_json:
        options.say_json(result.model_dump(mode="json") | {"late": result.late})
        return
    options.say(_page(result, options.lang()))


def _page(result: Assessment, lang: Lang) -> str:
    """The result on one screen: head, indicators, findings."""
    from zwgk.report import text_table  # noqa: PLC0415  # as above
    from zwgk.scoring import STATES, number_text, points_text  # noqa: PLC0415  # as above

    said = (
        Text("（以自评分计）", " (the unit's own points)")
        if result.perspective == "self"
        else Text("")
    )
    head = [f"{result.unit} · {result.scheme_title.of(lang)} · {result.as_of}{said.of(lang)}"]
    if result.reason is not None:
        head.append(result.reason.of(lang))
    elif result.bounds is not None:
        total = result.total
        if total is None:
            ends = f"{result.bounds.least}–{result.bounds.greatest}"
            head.append(
                Text(f"总分未定：{ends} / {result.full}", f"total open: {ends} / {result.full}").of(
                    lang
                )
            )
        else:
            head.append(
                Text(f"总分：{total} / {result.full}", f"total: {total} / {result.full}").of(lang)
            )
        settled, of = number_text(result.settled.points), number_text(result.settled.of)
        head.append(Text(f"已定得分：{settled} / {of}", f"settled: {settled} of {of}").of(lang))
    if result.grade_title is not None:
        head.append(Text("等次：", "grade: ").of(lang) + result.grade_title.of(lang))
    if result.declared is not None:
        head.append(Text("自评：", "declared: ").of(lang) + number_text(result.declared))
    depth: dict[str, int] = {}
    rows: list[list[str]] = []
    for node in result.indicators:
        depth[node.id] = 0 if node.parent is None else depth[node.parent] + 1
        state = STATES[node.state].of(lang)
        if node.claimed is not node.state:
            claimed = STATES[node.claimed].of(lang)
            state += Text(f"（按自述：{claimed}）", f" (as claimed: {claimed})").of(lang)
        rows.append(
            [
                f"{'  ' * depth[node.id]}{node.id} {node.title.of(lang)}",
                points_text(node, lang),
                state,
            ]
        )
    heads = [Text("指标", "indicator"), Text("得分", "points"), Text("状态", "state")]
    lines = [*head, "", text_table(rows, [word.of(lang) for word in heads])]
    if result.findings:
        lines += [
            "",
            Text(f"问题 {len(result.findings)} 条：", f"{len(result.findings)} findings:").of(lang),
        ]
        lines += [f"  - {finding.what.of(lang)}" for finding in result.findings]
    return "\n".join(lines)


@click.command(help="逐项说明得失分 / explain one indicator")
@options.dossier_argument
@click.argument("indicator")
@options.scheme_option
@options.as_of
@options.own
@options.notice
@options.as_json
@options.guarded
def explain(
    dossier: Path,
    indicator: str,
    scheme: str,
    as_of: date | None,
    own: bool,
    notices: tuple[Path, ...],
    as_json: bool,
) -> None:
    """Explain one indicator down to the record, the day and the article."""
    result = assessed(dossier, scheme, as_of, own, notices)
    words = result.explain(indicator, options.lang())
    if not as_json:
        options.say(words)
        return
    found = result.indicator(indicator)
    ledgers: dict[str, Any] = {}
    if result.ledgers is not None:
        ledgers = {"least": result.ledgers.least, "greatest": result.ledgers.greatest}
    elif result.ledger is not None:
        ledgers = {"settled": result.ledger}
    options.say_json(
        {
            "indicator": found.model_dump(mode="json") if found else None,
            "facts": [
                fact.model_dump(mode="json")
                for fact in result.facts
                if found is not None and fact.id in found.facts
            ],
            "ledger": {
                end: [e.model_dump(mode="json") for e in entries if e.indicator == indicator]
                for end, entries in ledgers.items()
            },
            "text": words,
        }
    )


@click.command(help="写出报告 / write a report (.md, .html)")
@options.dossier_argument
@options.scheme_option
@options.as_of
@options.own
@options.notice
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    required=True,
    help="文件名，.md 或 .html / file name",
)
@options.guarded
def report(
    dossier: Path,
    scheme: str,
    as_of: date | None,
    own: bool,
    notices: tuple[Path, ...],
    output: Path,
) -> None:
    """Write a report as Markdown or as one HTML page."""
    from zwgk.report import to_html, to_markdown  # noqa: PLC0415  # as above

    writers = {".md": to_markdown, ".html": to_html}
    writer = writers.get(output.suffix.lower())
    if writer is None:
        what = Text(f"不会写“{output.suffix}”文件", f"cannot write '{output.suffix}' files")
        raise options.wrong(str(output), what, Text("写 .md 或 .html", "use .md or .html"))
    result = assessed(dossier, scheme, as_of, own, notices)
    write_whole(output, writer(result, options.lang()))
    options.say(Text(f"已写出 {output}", f"wrote {output}").of(options.lang()))


def write_whole(path: Path, text: str) -> None:
    """Write a file so that it is there whole or not at all."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
