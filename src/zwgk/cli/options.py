"""What commands share (命令共用): options, errors in words, one JSON document."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import click

from zwgk.cli import WRONG, asked_lang
from zwgk.errors import InvalidInput, Lang, Place, Problem, Text, ZwgkError

if TYPE_CHECKING:
    from zwgk.plugins import Registry
    from zwgk.records import Dossier
    from zwgk.scheme import Scheme
    from zwgk.time import WorkCalendar

P = ParamSpec("P")
R = TypeVar("R")

SCHEMA_VERSION = 1
FOUND = 1


def lang() -> Lang:
    """The language of this call."""
    return asked_lang(click.get_current_context())


def guarded(function: Callable[P, R]) -> Callable[P, R]:
    """Turn errors of zwgk and of the file system into words and exit code 2."""

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except InvalidInput as found:
            complain(InvalidInput([located(problem) for problem in found.problems]).of(lang()))
        except ZwgkError as found:
            complain(found.of(lang()))
        except OSError as found:
            name = found.filename or ""
            complain(
                Text(
                    f"文件操作失败：{name} {found.strerror}", f"file error: {name} {found.strerror}"
                ).of(lang())
            )
        sys.exit(WRONG)

    return run


def located(problem: Problem) -> Problem:
    """A fault of a dossier's records, with its place in the file the dossier was read from."""
    path = click.get_current_context().meta.get("zwgk.dossier")
    if problem.place.file != "dossier" or path is None:
        return problem
    from zwgk.source import read_source  # noqa: PLC0415  # only for a fault

    source = read_source(path)
    steps: list[str | int] = []
    for name, index in re.findall(r"([^.\[\]: ]+)|\[(\d+)\]", problem.place.path):
        steps.append(int(index) if index else name)
    table = source.data.get(steps[0]) if isinstance(source.data, dict) and steps else None
    rows = table.get("rows") if isinstance(table, dict) else table
    if isinstance(table, dict):
        steps.insert(1, "rows")
    named = re.match(r"[a-z_]+:(\S+)", problem.place.path)
    if named and isinstance(rows, list):
        ids = [row.get("id") if isinstance(row, dict) else None for row in rows]
        where = [ids.index(named[1])] if named[1] in ids else []
        steps = [*steps[: 2 if isinstance(table, dict) else 1], *where]
    found = source.place(steps)
    return replace(problem, place=replace(found, path=problem.place.path))


def complain(words: str) -> None:
    """Say something on stderr."""
    from zwgk.report import plain  # noqa: PLC0415  # only where something is printed

    click.echo("\n".join(plain(line) for line in words.splitlines()), err=True)


def say(words: str) -> None:
    """Print the result on stdout, without control characters."""
    from zwgk.report import plain  # noqa: PLC0415  # as above

    click.echo("\n".join(plain(line) for line in words.splitlines()))


def say_json(data: Mapping[str, Any]) -> None:
    """Print one JSON document."""
    document = {"schema_version": SCHEMA_VERSION, **data}
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))


class Day(click.ParamType[date]):
    """A date in ISO form (日期)."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """A date, or a usage error that shows the form."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(
                f"“{value}”不是日期，写作 2024-03-05 (not a date, write 2024-03-05)", param, ctx
            )


def today() -> date:
    """Today in Beijing, read here and nowhere else."""
    from zwgk.time import BEIJING  # noqa: PLC0415  # only when no day was given

    return datetime.now(BEIJING).date()


as_json = click.option("--json", "as_json", is_flag=True, help="输出 JSON / print JSON")
as_of = click.option("--as-of", type=Day(), help="评价日，默认今天（北京） / day, default today")
notice = click.option(
    "--notice",
    "notices",
    multiple=True,
    type=click.Path(path_type=Path),
    help="放假通知文件，可多次 / notice file, repeatable",
)
scheme_option = click.option(
    "--scheme", required=True, help="方案编号、编号@版本，或文档路径 / id, id@version, or a file"
)
own = click.option("--self", "own", is_flag=True, help="以自评分计 / take the unit's own points")
dossier_argument = click.argument("dossier", type=click.Path(path_type=Path))


def registry() -> Registry:
    """Everything plugins gave; their faults are told on stderr."""
    from zwgk.plugins import load_plugins  # noqa: PLC0415  # commands import what they use

    found = load_plugins()
    for fault in found.faults:
        complain(fault.of(lang()))
    return found


def dossier_at(path: Path, known: Registry) -> Dossier:
    """The dossier in a file."""
    from zwgk.exchange import load_dossier  # noqa: PLC0415  # as above

    click.get_current_context().meta["zwgk.dossier"] = path
    return load_dossier(path, known)


def scheme_named(name: str, known: Registry) -> Scheme:
    """A registered scheme, or one read from a file."""
    from zwgk.duties import DUTY_FIELDS  # noqa: PLC0415  # as above
    from zwgk.plugins import askable_tables, read_scheme  # noqa: PLC0415  # as above
    from zwgk.source import read_source  # noqa: PLC0415  # as above

    if name not in known.schemes and Path(name).suffix in {".yaml", ".yml", ".json"}:
        tables = askable_tables(known.record_types, DUTY_FIELDS)
        return read_scheme(
            read_source(Path(name)), known.rule_kinds, tables, known.facts
        )
    return known.scheme(name)


def calendar_with(notices: tuple[Path, ...]) -> WorkCalendar:
    """The shipped calendar with further notices."""
    from zwgk.time import WorkCalendar  # noqa: PLC0415  # as above

    calendar = WorkCalendar.china()
    for path in notices:
        calendar = calendar.with_notice(path)
    return calendar


def wrong(where: str, what: Text, hint: Text | None = None) -> InvalidInput:
    """A usage error of a command."""
    return InvalidInput([Problem(Place(where), what, hint)])
