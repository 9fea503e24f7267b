"""``zwgk demo`` (演示): real reports assessed, one lost point explained, reports written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zwgk.cli import options, spoken
from zwgk.cli.assessing import write_whole
from zwgk.errors import Text

if TYPE_CHECKING:
    from zwgk.scoring import Assessment


@spoken.command(Text("评价随附卷宗，看一遍全过程", "assess the packaged dossiers"))
@spoken.option(
    "--out",
    type=click.Path(path_type=Path),
    words=Text("报告目录，默认 ./zwgk-demo", "folder of the reports, by default ./zwgk-demo"),
)
@options.notice
@options.as_json
@options.guarded
def demo(out: Path | None, notices: tuple[Path, ...], as_json: bool) -> None:
    """Assess the packaged dossiers, print a table and one explanation, write the reports."""
    from zwgk.pipeline import assess  # noqa: PLC0415  # commands import what they use

    folder = out or (None if as_json else Path("zwgk-demo"))
    if folder is not None:
        options.folder_at(folder)
    known = options.registry()
    calendar = options.calendar_with(notices)
    results: list[tuple[str, Assessment]] = []
    for packaged in known.dossiers:
        scheme = known.schemes[packaged.scheme]
        dossier = options.dossier_at(packaged.path, known)  # type: ignore[arg-type]  # a file in a package
        result = assess(
            dossier,
            scheme,
            as_of=packaged.as_of,
            calendar=calendar,
            rules=known.rules,
            providers=known.facts,
            faults=known.set_aside,
        )
        results.append((packaged.report, result))
    if as_json:
        options.say_json({"assessments": [_summary(name, result) for name, result in results]})
        if folder is not None:
            _write(folder, results)
        return
    lang = options.lang()
    options.say(_table(results))
    for name, result in results:
        chosen = _lost(result)
        if chosen is not None:
            title = Text(
                f"\n为什么 {name} 的“{chosen}”失分：", f"\nWhy {name} lost points on '{chosen}':"
            )
            options.say(title.of(lang))
            options.say(result.explain(chosen, lang))
            break
    if folder is None:
        return
    _write(folder, results)
    options.say(Text(f"\n报告写在 {folder}/", f"\nThe reports are in {folder}/").of(lang))


def _write(folder: Path, results: list[tuple[str, Assessment]]) -> None:
    from zwgk.report import to_html, to_markdown  # noqa: PLC0415  # as above

    folder.mkdir(parents=True, exist_ok=True)
    lang = options.lang()
    for name, result in results:
        write_whole(folder / f"{name}.md", to_markdown(result, lang))
        write_whole(folder / f"{name}.html", to_html(result, lang))


def _summary(name: str, result: Assessment) -> dict[str, Any]:
    data = result.model_dump(mode="json")
    bounds = data["bounds"]
    return {
        "report": name,
        "scheme": result.scheme,
        "scored": result.scored,
        "declared": data["declared"],
        "total": data["total"],
        "full": data["full"],
        "grade": result.grade,
        "bounds": None if bounds is None else [bounds["least"], bounds["greatest"]],
        "settled": data["settled"],
        "completeness": data["completeness"],
        "late": result.late,
        "findings": len(result.findings),
    }


def _table(results: list[tuple[str, Assessment]]) -> str:
    from zwgk.report import text_table  # noqa: PLC0415  # as above

    lang = options.lang()
    unscored = Text("不计分", "unscored").of(lang)
    rows: list[list[str]] = []
    for name, result in results:
        summary = _summary(name, result)
        bounds = summary["bounds"]
        settled = summary["settled"]
        rows.append(
            [
                name,
                result.unit,
                result.scheme,
                summary["declared"] or "—",
                f"{settled['points']} / {settled['of']}" if result.scored else unscored,
                f"{bounds[0]}–{bounds[1]}" if bounds else "—",
                result.grade_title.of(lang) if result.grade_title else "—",
                str(result.late),
                str(len(result.findings)),
            ]
        )
    heads = [
        Text("报告", "report"),
        Text("单位", "unit"),
        Text("方案", "scheme"),
        Text("自评", "declared"),
        Text("已定得分", "settled"),
        Text("总分区间", "interval"),
        Text("等次", "grade"),
        Text("逾期事项", "late"),
        Text("问题", "findings"),
    ]
    table: str = text_table(rows, [word.of(lang) for word in heads])
    return table


def _lost(result: Assessment) -> str | None:
    """The first indicator that surely lost points over a duty, if there is one."""
    duties = {duty.id for duty in result.duties}
    for entry in result.ledger or ():
        if entry.amount < 0 and any(record in duties for record in entry.records):
            return entry.indicator
    return None
