"""``zwgk lint``, ``test``, ``schema`` (检查)."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from zwgk.cli import options
from zwgk.errors import InvalidInput, Text

files_argument = click.argument("files", nargs=-1, type=click.Path(path_type=Path))


@click.command(help="检查方案文档；不给文件时检查全部已注册方案 / check scheme documents")
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
    for path in files:
        if not path.is_file():
            raise options.wrong(str(path), Text("没有这个文件", "there is no such file"))
        checked += 1
        try:
            scheme = options.scheme_named(str(path), known)
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


@click.command(help="运行方案的示例；不给文件时运行全部 / run the examples of schemes")
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


@click.command(help="输出 JSON Schema / print the JSON Schema")
@click.argument("what", type=click.Choice(["scheme", "dossier"]))
@options.guarded
def schema(what: str) -> None:
    """Print the JSON Schema of scheme documents or of dossiers."""
    from zwgk.records import dossier_type  # noqa: PLC0415  # as above
    from zwgk.scheme import Document  # noqa: PLC0415  # as above

    model = Document if what == "scheme" else dossier_type(options.registry().record_types)
    click.echo(json.dumps(model.model_json_schema(by_alias=True), ensure_ascii=False, indent=2))
