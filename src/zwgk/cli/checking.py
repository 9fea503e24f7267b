"""``zwgk check``, ``lint`` (检查)."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zwgk.cli import options, spoken
from zwgk.errors import InvalidInput, Lang, Problem, Text

if TYPE_CHECKING:
    from zwgk.figures import Verdict
    from zwgk.scheme import Scheme

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
    from zwgk.scheme import validity_gaps  # noqa: PLC0415  # commands import what they use

    known = options.registry()
    lang = options.lang()
    problems: list[str] = [fault.of(lang) for fault in known.faults]
    remarks: list[Problem] = []
    found: list[Scheme] = []
    if files:
        problems = []
    else:
        found = [scheme for name, scheme in known.schemes.items() if "@" in name]
    checked = len(found) + len(files)
    for path in options.files_at(files):
        try:
            found.append(options.scheme_at(path, known))
        except InvalidInput as bad:
            problems += [problem.of(lang) for problem in bad.problems]
            remarks += bad.remarks
    gaps = validity_gaps([(scheme.document, scheme.source) for scheme in found])
    remarks += [*(problem for scheme in found for problem in scheme.warnings), *gaps]
    warnings = [problem.of(lang) for problem in remarks]
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
