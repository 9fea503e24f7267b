"""``zwgk check``, ``lint``, ``test``, ``schema`` (检查)."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zwgk.cli import options, spoken
from zwgk.errors import InvalidInput, Lang, Text

if TYPE_CHECKING:
    from zwgk.figures import Verdict

files_argument = click.argument("files", nargs=-1, type=click.Path(path_type=Path))


MENDS_SHOWN = 6
REASON_SHOWN = 100
"""Columns of a reason; with ``--json`` it is whole."""


@spoken.command(Text("核对卷宗的数字（勾稽）", "check that the figures of a dossier agree"))
@options.dossier_argument
@spoken.option(
    "--all", "everything", is_flag=True, words=Text("成立的也列出", "list what holds, too")
)
@options.as_json
@options.guarded
def check(dossier: Path, everything: bool, as_json: bool) -> None:
    """Check figures against their identities; exit 1 where one does not hold."""
    from zwgk.figures import Status, all_figures, reconcile_dossier, suspects  # noqa: PLC0415  # commands import what they use

    found = options.dossier_at(dossier, options.registry())
    order = list(Status)
    verdicts = sorted(
        reconcile_dossier(found), key=lambda v: (not v.failing, order.index(v.status), v.advisory)
    )
    failing = [verdict for verdict in verdicts if verdict.failing]
    figures = all_figures(found)
    doubtful = suspects(verdicts, figures)
    counts = Counter(str(verdict.status) for verdict in verdicts)
    if as_json:
        options.say_json(
            {
                "unit": found.unit.name,
                "counts": {str(status): counts[status] for status in order if counts[status]},
                "failing": len(failing),
                "suspects": doubtful,
                "verdicts": [verdict.model_dump(mode="json") for verdict in verdicts],
            }
        )
    else:
        lang = options.lang()
        names = {name: figure.label or name for name, figure in figures.items()}
        told = [f"{status.label.of(lang)} {counts[status]}" for status in order if counts[status]]
        told = told or [Text("没有可核对的关系", "there is nothing to check").of(lang)]
        summary = Text(f"核对 {len(verdicts)} 项", f"{len(verdicts)} checked").of(lang)
        options.say(f"{found.unit.name} · {found.period.first} – {found.period.last}")
        options.say(
            f"{summary}：{'，'.join(told)}" if lang == "zh" else f"{summary}: {', '.join(told)}"
        )
        quiet = {Status.HOLDS, Status.HOLDS_ROUNDED, Status.NOT_APPLICABLE}
        shown = [v for v in verdicts if everything or v.status not in quiet]
        for block in _told(shown, names, lang):
            options.say(block)
        if doubtful:
            options.say(Text("最可疑的数字：", "figures most likely wrong: ").of(lang))
            told = [f"  - {names.get(name, name)}" for name in doubtful[:MENDS_SHOWN]]
            options.say("\n".join(told))
    if failing:
        sys.exit(options.FOUND)


def _told(verdicts: Sequence[Verdict], names: Mapping[str, str], lang: Lang) -> list[str]:
    """The table of verdicts, and what would make those hold that do not."""
    from zwgk.report.plain import shortened, text_table  # noqa: PLC0415  # as above

    if not verdicts:
        return []
    heads = [Text("结论", "verdict"), Text("勾稽关系", "identity"), Text("核算", "sum")]
    advice = Text("（提醒）", " (warning)").of(lang)
    rows = [
        [
            verdict.status.label.of(lang) + (advice if verdict.advisory else ""),
            verdict.label.of(lang) if verdict.label else verdict.id,
            shortened(_named(verdict.reason.of(lang), verdict.members, names), REASON_SHOWN),
        ]
        for verdict in verdicts
    ]
    blocks = ["", text_table(rows, [head.of(lang) for head in heads])]
    mended = [verdict for verdict in verdicts if verdict.would_hold]
    if mended:
        blocks += ["", Text("改一处即成立：", "one change would make it hold:").of(lang)]
    for verdict in mended:
        blocks.append(f"  {verdict.label.of(lang) if verdict.label else verdict.id}")
        for mend in verdict.would_hold[:MENDS_SHOWN]:
            known = mend.model_copy(update={"member": names.get(mend.member, mend.member)})
            blocks.append(f"    - {known.text.of(lang)}")
        more = len(verdict.would_hold) - MENDS_SHOWN
        if more > 0:
            blocks.append(Text(f"    - 另有 {more} 种", f"    - {more} more").of(lang))
    return blocks


def _named(words: str, members: Sequence[str], names: Mapping[str, str]) -> str:
    """The words with the labels of figures in place of their ids."""
    known = sorted((member for member in set(members) if member in names), key=len, reverse=True)
    if not known:
        return words
    ids = "|".join(map(re.escape, known))
    return re.sub(rf"(?<![\w.])({ids})(?![\w.])", lambda found: names[found[0]], words)


@spoken.command(
    Text(
        "检查方案文档；不给文件时检查全部已注册方案", "check scheme documents; without a file, all"
    )
)
@files_argument
@options.as_json
@options.guarded
def lint(files: tuple[Path, ...], as_json: bool) -> None:
    """Check scheme documents; exit 1 where one has faults."""
    known = options.registry()
    lang = options.lang()
    problems: list[str] = [fault.of(lang) for fault in known.faults]
    warnings: list[str] = []
    checked = 0
    if files:
        problems = []
    else:
        found = [scheme for name, scheme in known.schemes.items() if "@" in name]
        checked = len(found)
        warnings += [problem.of(lang) for scheme in found for problem in scheme.warnings]
    for path in options.files_at(files):
        checked += 1
        try:
            scheme = options.scheme_at(path, known)
        except InvalidInput as bad:
            problems += [problem.of(lang) for problem in bad.problems]
        else:
            warnings += [problem.of(lang) for problem in scheme.warnings]
    if as_json:
        options.say_json({"checked": checked, "problems": problems, "warnings": warnings})
    else:
        for line in [*problems, *warnings]:
            options.say(line)
        summary = Text(
            f"检查 {checked} 份方案：{len(problems)} 处问题，{len(warnings)} 处提醒",
            f"{checked} schemes checked: {len(problems)} problems, {len(warnings)} warnings",
        )
        options.say(summary.of(lang))
    if problems:
        sys.exit(options.FOUND)


@spoken.command(
    Text("运行方案的示例；不给文件时运行全部", "run the examples of schemes; without a file, all")
)
@files_argument
@options.as_json
@options.guarded
def test(files: tuple[Path, ...], as_json: bool) -> None:
    """Run examples beside schemes; exit 1 where one does not come out as it must."""
    from zwgk.pipeline.examples import SUFFIX, Outcome, run_examples  # noqa: PLC0415  # commands import what they use
    from zwgk.source import read_source  # noqa: PLC0415  # as above

    known = options.registry()
    lang = options.lang()
    pairs: list[tuple[Path, str]] = []
    for path in files:
        stem = path.name.removesuffix(SUFFIX)
        examples = path if path.name.endswith(SUFFIX) else path.with_name(path.stem + SUFFIX)
        document = path.with_name(stem + ".yaml") if path.name.endswith(SUFFIX) else path
        pairs.append((examples, str(document)))
    if not files:
        for name, scheme in known.schemes.items():
            beside = Path(scheme.source.name).with_name(Path(scheme.source.name).stem + SUFFIX)
            if "@" in name and beside.is_file():
                pairs.append((beside, name))
    outcomes: list[Outcome] = []
    for examples, scheme_name in pairs:
        outcomes += run_examples(
            read_source(examples), options.scheme_named(scheme_name, known), known, examples.parent
        )
    failed = [outcome for outcome in outcomes if not outcome.passed]
    if as_json:
        options.say_json(
            {
                "examples": [
                    {
                        "scheme": outcome.scheme,
                        "name": outcome.name,
                        "passed": outcome.passed,
                        "differences": [words.of(lang) for words in outcome.differences],
                        "problems": [problem.of(lang) for problem in outcome.problems],
                    }
                    for outcome in outcomes
                ]
            }
        )
    else:
        for outcome in outcomes:
            mark = Text("通过", "passed") if outcome.passed else Text("不符", "FAILED")
            options.say(f"{mark.of(lang)} {outcome.scheme}：{outcome.name}")
            faults = [problem.of(lang) for problem in outcome.problems]
            for line in [*(words.of(lang) for words in outcome.differences), *faults]:
                options.say(f"    {line}")
        summary = Text(
            f"示例 {len(outcomes)} 个，不符 {len(failed)} 个",
            f"{len(outcomes)} examples, {len(failed)} failed",
        )
        options.say(summary.of(lang))
    if failed:
        sys.exit(options.FOUND)


@spoken.command(Text("输出 JSON Schema", "print the JSON Schema"))
@click.argument("what", type=click.Choice(["scheme", "dossier"]))
@options.guarded
def schema(what: str) -> None:
    """Print the JSON Schema of scheme documents or of dossiers."""
    from zwgk.records import dossier_type  # noqa: PLC0415  # as above
    from zwgk.scheme import Document  # noqa: PLC0415  # as above

    model = Document if what == "scheme" else dossier_type(options.registry().record_types)
    click.echo(json.dumps(model.model_json_schema(by_alias=True), ensure_ascii=False, indent=2))
