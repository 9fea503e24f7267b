"""``zwgk test``, ``conform`` (试方案、试插件)."""

from __future__ import annotations

import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zwgk.cli import options, spoken
from zwgk.errors import InvalidInput, Text

if TYPE_CHECKING:
    from zwgk.pipeline.examples import Outcome
    from zwgk.plugins import Registry


@spoken.command(
    Text("运行方案的示例；不给文件时运行全部", "run the examples of schemes; without a file, all")
)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@options.as_json
@options.guarded
def test(files: tuple[Path, ...], as_json: bool) -> None:
    """Run examples beside schemes; exit 1 where one does not come out as it must."""
    from zwgk.pipeline.examples import never_fired, run_examples  # noqa: PLC0415  # commands import what they use
    from zwgk.source import read_source  # noqa: PLC0415  # as above

    known = options.registry()
    lang = options.lang()
    outcomes: list[Outcome] = []
    unseen: dict[str, tuple[str, ...]] = {}
    for examples, name in _pairs(files, known):
        scheme = options.scheme_named(name, known)
        mine = list(run_examples(read_source(examples), scheme, known, examples.parent))
        outcomes += mine
        if missed := never_fired(scheme, mine):
            unseen[f"{scheme.id}@{scheme.version}"] = missed
    failed = [outcome for outcome in outcomes if not outcome.passed]
    if as_json:
        listed = [
            {
                "scheme": outcome.scheme,
                "name": outcome.name,
                "passed": outcome.passed,
                "differences": [words.of(lang) for words in outcome.differences],
                "problems": [problem.of(lang) for problem in outcome.problems],
            }
            for outcome in outcomes
        ]
        options.say_json({"examples": listed, "never_fired": unseen})
    else:
        for outcome in outcomes:
            mark = Text("通过", "passed") if outcome.passed else Text("不符", "FAILED")
            colon = "：" if lang == "zh" else ": "
            options.say(f"{mark.of(lang)} {outcome.scheme}{colon}{outcome.name}")
            faults = [problem.of(lang) for problem in outcome.problems]
            for line in [*(words.of(lang) for words in outcome.differences), *faults]:
                options.say(f"    {line}")
        for scheme_name, missed in unseen.items():
            words = Text(
                f"示例未触及的规则 {scheme_name}：{'、'.join(missed)}",
                f"rules that no example fires in {scheme_name}: {', '.join(missed)}",
            )
            options.say(words.of(lang))
        summary = Text(
            f"示例 {len(outcomes)} 个，不符 {len(failed)} 个",
            f"{len(outcomes)} examples, {len(failed)} failed",
        )
        options.say(summary.of(lang))
    if failed:
        sys.exit(options.FOUND)


def _pairs(files: tuple[Path, ...], known: Registry) -> list[tuple[Path, str]]:
    """Each file of examples with its scheme: those named, by either file, or all that are there."""
    from zwgk.pipeline.examples import SUFFIX  # noqa: PLC0415  # as above

    pairs: list[tuple[Path, str]] = []
    for path in options.files_at(files):
        if path.name.endswith(SUFFIX):
            document = path.with_name(path.name.removesuffix(SUFFIX) + ".yaml")
            pairs.append((path, str(document)))
        else:
            pairs.append((path.with_name(path.stem + SUFFIX), str(path)))
    if not files:
        for name, scheme in known.schemes.items():
            beside = Path(scheme.source.name).with_name(Path(scheme.source.name).stem + SUFFIX)
            if "@" in name and beside.is_file():
                pairs.append((beside, name))
    return pairs


@spoken.command(
    Text(
        "检查插件是否守约：包名、插件名或模块名",
        "check what a plugin promises: the name of a package, a plugin or a module",
    )
)
@click.argument("package")
@options.as_json
@options.guarded
def conform(package: str, as_json: bool) -> None:
    """Check every promise of a package's plugins; exit 1 where one is not kept."""
    from zwgk.testing.conformance import check_plugin, plugins_of  # noqa: PLC0415  # as above

    lang = options.lang()
    # A stranger's code that prints would stand in the middle of the result.
    with redirect_stdout(sys.stderr):
        try:
            plugins, known = plugins_of(package)
        except InvalidInput as bad:
            raise options.in_call(bad, "package", "PACKAGE") from None
        found = [one for plugin in plugins for one in check_plugin(plugin, known)]
    broken = [one for one in found if not one.kept]
    if as_json:
        promises = [
            {
                "of": one.what,
                "promise": one.promise.of(lang),
                "kept": one.kept,
                "broken": [words.of(lang) for words in one.broken],
                "remarks": [words.of(lang) for words in one.remarks],
            }
            for one in found
        ]
        options.say_json({"package": package, "plugins": list(plugins), "promises": promises})
    else:
        colon = "：" if lang == "zh" else ": "
        for one in found:
            mark = Text("做到", "kept") if one.kept else Text("未做到", "BROKEN")
            options.say(f"{mark.of(lang)} {one.what}{colon}{one.promise.of(lang)}")
            for words in one.broken:
                options.say("\n".join(f"    {line}" for line in words.of(lang).splitlines()))
            for words in one.remarks:
                options.say(f"    {Text('提醒', 'note').of(lang)}{colon}{words.of(lang)}")
        summary = Text(
            f"{len(found)} 项承诺，{len(broken)} 项未做到",
            f"{len(found)} promises, {len(broken)} broken",
        )
        options.say(summary.of(lang))
    if broken:
        sys.exit(options.FOUND)
