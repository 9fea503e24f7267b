"""What commands share (命令共用): options, errors in words, one JSON document."""

from __future__ import annotations

import errno
import json
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import click

from zwgk.cli import WRONG, asked_lang, spoken
from zwgk.errors import CalendarGap, InvalidInput, Lang, Place, Problem, Text, ZwgkError

if TYPE_CHECKING:
    from zwgk.plugins import Registry
    from zwgk.records import Dossier
    from zwgk.scheme import Scheme
    from zwgk.time import WorkCalendar

P = ParamSpec("P")
R = TypeVar("R")

SCHEMA_VERSION = 1
FOUND = 1
MOST_DAYS = 36600
"""A hundred years: more is a slip of the pen."""
LONGEST = 60
"""Most characters of a value that a message repeats."""


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
        except CalendarGap as gap:
            context = click.get_current_context()
            place = Place(str(context.meta.get("zwgk.dossier") or context.info_name))
            complain(InvalidInput([gap.at(place)]).of(lang()))
        except ZwgkError as found:
            complain(found.of(lang()))
        except BrokenPipeError:  # the reader has seen enough: click ends the run without a word
            raise
        except OSError as found:
            complain(InvalidInput([_refused(found)]).of(lang()))
        sys.exit(WRONG)

    return run


_REASONS = {
    errno.ENOENT: Text("没有这个文件或文件夹", "there is no such file or folder"),
    errno.EACCES: Text("没有权限", "it is not permitted"),
    errno.EPERM: Text("没有权限", "it is not permitted"),
    errno.EISDIR: Text("这是文件夹，不是文件", "it is a folder, not a file"),
    errno.ENOTDIR: Text("路径中有一段是文件，不是文件夹", "a part of the path is no folder"),
    errno.EROFS: Text("该处只能读", "that place is read-only"),
    errno.ENOSPC: Text("磁盘已满", "the disk is full"),
    errno.ENAMETOOLONG: Text("名称过长", "the name is too long"),
}


def _refused(error: OSError) -> Problem:
    """What the file system refused, as a fault."""
    words = str(error.strerror or error)
    what = _REASONS.get(error.errno or 0, Text(f"无法读写：{words}", words))
    hint = Text(
        "核对路径和权限，或换一个位置", "check the path and the rights, or use another place"
    )
    return Problem(Place(str(error.filename or "zwgk")), what, hint)


def folder_at(path: Path) -> None:
    """See that a folder is there or can be made, before any work is done for it.

    Raises:
        InvalidInput: where a file is in the way.
    """
    for step in (path, *path.parents):
        if step.exists():
            if not step.is_dir():
                what = Text("这是文件，不是文件夹", "it is a file, not a folder")
                raise wrong(str(step), what, Text("换一个名称", "use another name"))
            return


def folder_of(path: Path) -> None:
    """See that a file can be put where it is to go, before any work is done for it.

    Raises:
        InvalidInput: where its folder is missing, or a folder has its name.
    """
    if not path.parent.is_dir():
        what = Text(f"没有文件夹 {path.parent}", f"there is no folder {path.parent}")
        raise wrong(
            str(path), what, Text("先建立该文件夹，或换一个位置", "make it, or use another")
        )
    if path.is_dir():
        what = Text("这是文件夹，不是文件", "it is a folder, not a file")
        raise wrong(str(path), what, Text("写上文件名", "give the name of a file"))


def files_at(paths: Sequence[Path]) -> Sequence[Path]:
    """Files that are there.

    Raises:
        InvalidInput: where nothing is there, or a folder; for all of them at once.
    """
    problems = []
    for path in paths:
        if path.is_dir():
            what = Text("这是文件夹，不是文件", "it is a folder, not a file")
            hint = Text("写出其中的文件", "name the files in it")
            problems.append(Problem(Place(str(path)), what, hint))
        elif not path.exists():
            what = Text("没有这个文件", "there is no such file")
            hint = Text("核对路径和文件名", "check the path and the name")
            problems.append(Problem(Place(str(path)), what, hint))
    if problems:
        raise InvalidInput(problems)
    return paths


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
            words = Text(
                f"“{shown(value)}”不是日期，写作 2024-03-05",
                f"'{shown(value)}' is not a date, write 2024-03-05",
            )
            self.fail(words.of(asked_lang(ctx)), param, ctx)


class DayOrCount(click.ParamType[date | int]):
    """A date in ISO form, or a whole number of days (日期或天数)."""

    name = "day-or-count"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> date | int:
        """A date or a number, or a usage error that shows both forms."""
        if isinstance(value, date | int):
            return value
        for read in (int, date.fromisoformat):
            with suppress(ValueError):
                return read(str(value))
        words = Text(
            f"“{shown(value)}”既不是天数也不是日期，写作 5 或 2024-03-05",
            f"'{shown(value)}' is neither a number of days nor a date, write 5 or 2024-03-05",
        )
        raise click.BadParameter(words.of(asked_lang(ctx)), ctx, param)


class Days(click.ParamType[int]):
    """A number of days ahead (天数)."""

    name = "days"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """A whole number from 0 on, or a usage error that shows the form."""
        text = str(value)
        if re.fullmatch(r"[0-9]{1,9}", text) and int(text) <= MOST_DAYS:
            return int(text)
        words = Text(
            f"“{shown(value)}”不是天数，写 0 至 {MOST_DAYS} 的整数",
            f"'{shown(value)}' is no number of days, write a whole one from 0 to {MOST_DAYS}",
        )
        raise click.BadParameter(words.of(asked_lang(ctx)), ctx, param)


def shown(value: object) -> str:
    """What was given, cut where it is long."""
    text = str(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def today() -> date:
    """Today in Beijing, read here and nowhere else."""
    from zwgk.time import BEIJING  # noqa: PLC0415  # only when no day was given

    return datetime.now(BEIJING).date()


as_json = spoken.option("--json", "as_json", is_flag=True, words=Text("输出 JSON", "print JSON"))
as_of = spoken.option(
    "--as-of", type=Day(), words=Text("评价日，默认今天（北京）", "day, default today")
)
notice = spoken.option(
    "--notice",
    "notices",
    multiple=True,
    type=click.Path(path_type=Path),
    words=Text("放假通知文件，可多次", "notice file, repeatable"),
)
scheme_option = spoken.option(
    "--scheme",
    required=True,
    words=Text("方案编号、编号@版本，或文档路径", "id, id@version, or a file"),
)
own = spoken.option(
    "--self", "own", is_flag=True, words=Text("以自评分计", "take the unit's own points")
)
dossier_argument = click.argument("dossier", type=click.Path(path_type=Path))


def registry() -> Registry:
    """Everything plugins gave; their faults are told on stderr."""
    from zwgk.plugins import load_plugins  # noqa: PLC0415  # commands import what they use

    found = load_plugins()
    for fault in found.set_aside:
        complain(fault.of(lang()))
    return found


def dossier_at(path: Path, known: Registry) -> Dossier:
    """The dossier in a file."""
    from zwgk.exchange import load_dossier  # noqa: PLC0415  # as above

    click.get_current_context().meta["zwgk.dossier"] = path
    return load_dossier(path, known)


def scheme_named(name: str, known: Registry, where: str = "--scheme") -> Scheme:
    """A registered scheme, or one read from a file; ``where`` it is named in the call."""
    path = Path(name)
    if name not in known.schemes and (
        path.suffix.lower() in {".yaml", ".yml", ".json"} or path.is_dir()
    ):
        return scheme_at(files_at([path])[0], known)
    try:
        return known.scheme(name)
    except InvalidInput as found:
        raise in_call(found, "scheme", where) from None


def schemes_named(names: Mapping[str, str], known: Registry) -> list[Scheme]:
    """Schemes by where they are named in the call; every fault at once."""
    schemes: list[Scheme] = []
    problems: list[Problem] = []
    for where, name in names.items():
        try:
            schemes.append(scheme_named(name, known, where))
        except InvalidInput as found:
            problems += found.problems
    if problems:
        raise InvalidInput(problems)
    return schemes


def in_call(found: InvalidInput, name: str, where: str) -> InvalidInput:
    """Faults of an argument, with the place where it stands in the call."""
    return InvalidInput(
        [
            replace(one, place=replace(one.place, file=where)) if one.place.file == name else one
            for one in found.problems
        ]
    )


def scheme_at(path: Path, known: Registry) -> Scheme:
    """The scheme in a document."""
    from zwgk.exchange import load_scheme  # noqa: PLC0415  # as above

    return load_scheme(path, known)


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
