"""``zwgk diff`` (比较两版方案)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

import click

from zwgk.cli import options, spoken
from zwgk.errors import InvalidInput, Lang, Text

if TYPE_CHECKING:
    from zwgk.pipeline.compare import Diff, Moved, UnitDiff
    from zwgk.scoring import Bounds

T = TypeVar("T")

dossiers_option = spoken.option(
    "--dossier",
    "dossiers",
    multiple=True,
    type=click.Path(path_type=Path),
    words=Text("卷宗；给两次时先旧后新", "dossier; given twice, the old one first"),
)
days_option = spoken.option(
    "--as-of",
    "days",
    multiple=True,
    type=options.Day(),
    words=Text(
        "评价日，默认今天（北京）；给两次时先旧后新",
        "day, default today; given twice, the old one first",
    ),
)


@spoken.command(
    Text(
        "逐项比较两版方案；给卷宗时把得分变动分为放假安排、时限规则、卷宗、方案四项",
        "compare two versions of a scheme; with a dossier, say why its total is another",
    )
)
@click.argument("before")
@click.argument("after")
@dossiers_option
@days_option
@options.own
@options.notice
@options.as_json
@options.guarded
def diff(
    before: str,
    after: str,
    dossiers: tuple[Path, ...],
    days: tuple[date, ...],
    own: bool,
    notices: tuple[Path, ...],
    as_json: bool,
) -> None:
    """Compare two schemes, and what one unit has under them; the old calendar has no notices."""
    from zwgk.pipeline import diff as run  # noqa: PLC0415  # commands import what they use

    known = options.registry()
    perspective: Literal["review", "self"] = "self" if own else "review"
    schemes = options.schemes_named({"BEFORE": before, "AFTER": after}, known)
    if not dossiers:
        unused = {"--as-of": days, "--notice": notices, "--self": own}
        problems = [_needless(name) for name, given in unused.items() if given]
        if problems:
            raise InvalidInput([one for bad in problems for one in bad.problems])
        found = run(*schemes)
    else:
        paths = _two("--dossier", dossiers)
        old, new = (options.dossier_at(path, known) for path in paths)
        if paths[0] != paths[1]:  # a fault may be in either
            click.get_current_context().meta.pop("zwgk.dossier")
        seen = _two("--as-of", days or (options.today(),))
        found = run(
            *schemes,
            dossier=(old, new),
            as_of=(seen[0], seen[1]),
            calendar=(options.calendar_with(()), options.calendar_with(notices)),
            rules=known.rules,
            perspective=perspective,
            providers=known.facts,
        )
    if as_json:
        options.say_json(found.model_dump(mode="json"))
        return
    options.say("\n".join(_lines(found, options.lang())))


def _needless(name: str) -> InvalidInput:
    what = Text("只与 --dossier 同用", "only together with --dossier")
    return options.wrong(
        name, what, Text("加上 --dossier，或删去", "add --dossier, or leave it out")
    )


def _two(name: str, given: Sequence[T]) -> tuple[T, T]:
    """One for both, or the old and the new."""
    if len(given) > 2:  # noqa: PLR2004  # an old and a new one
        raise options.wrong(
            name,
            Text(f"给了 {len(given)} 次，最多两次", f"given {len(given)} times, at most twice"),
            Text("先旧后新", "the old one first, then the new one"),
        )
    return given[0], given[-1]


def _lines(found: Diff, lang: Lang) -> Iterator[str]:
    count = len(found.changes)
    said = Text(f"：{count} 处变化", f": {count} change{'s' * (count != 1)}")
    none = Text("：没有变化", ": no change")
    yield f"{found.before} → {found.after}{(said if count else none).of(lang)}"
    for change in found.changes:
        yield f"  {change.line(lang)}"
    if found.unit is not None:
        yield from _unit(found.unit, lang)


def _unit(unit: UnitDiff, lang: Lang) -> Iterator[str]:
    from zwgk.pipeline.compare import change_text  # noqa: PLC0415  # as above

    colon = Text("：", ": ").of(lang)
    ends = f"{_total(unit.before, lang)} → {_total(unit.after, lang)}"
    if unit.least is None or unit.greatest is None:
        why = unit.reason.of(lang) if unit.reason else ""
        yield f"{unit.unit}{colon}{ends}{Text('；', '; ').of(lang)}{why}"
    else:
        grades = ""
        if unit.grade_before != unit.grade_after:
            open_ = Text("未定", "open").of(lang)
            grades = f", {unit.grade_before or open_} → {unit.grade_after or open_}"
        yield f"{unit.unit}{colon}{ends} ({change_text(unit.least, unit.greatest)}{grades})"
    for part in unit.split:
        yield f"  {part.line(lang)}"
        for moved in part.indicators:
            yield f"    {moved.id} {moved.title.of(lang)} {_points(moved, lang)}"
    if unit.left_out:
        words = Text("方案没有的指标，申报未计", "declared for what the scheme does not have")
        yield f"  {words.of(lang)}{colon}{Text('、', ', ').of(lang).join(unit.left_out)}"


def _total(bounds: Bounds | None, lang: Lang) -> str:
    if bounds is None:
        return Text("没有总分", "no total").of(lang)
    if bounds.least == bounds.greatest:
        return str(bounds.least)
    return f"[{bounds.least}, {bounds.greatest}]"


def _points(moved: Moved, lang: Lang) -> str:
    from zwgk.scheme import number_text  # noqa: PLC0415  # as above

    ends = []
    for side in (moved.before, moved.after):
        if side is None:
            ends.append(Text("（无）", "(none)").of(lang))
        elif side[0] == side[1]:
            ends.append(number_text(side[0]))
        else:
            ends.append(f"[{number_text(side[0])}, {number_text(side[1])}]")
    return " → ".join(ends)
