"""``zwgk assess``, ``explain``, ``report`` (评价、说明、报告)."""

from __future__ import annotations

import os
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from zwgk.cli import options, spoken
from zwgk.errors import Text

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
        faults=known.set_aside,
    )


@spoken.command(Text("评价一份卷宗", "assess a dossier"))
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
    from zwgk.report import to_text  # noqa: PLC0415  # as above

    options.say(to_text(result, options.lang()))


@spoken.command(Text("逐项说明得失分", "explain one indicator"))
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


@spoken.command(Text("写出报告（.md、.html）", "write a report (.md, .html)"))
@options.dossier_argument
@options.scheme_option
@options.as_of
@options.own
@options.notice
@spoken.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    required=True,
    words=Text("文件名，.md 或 .html", "name of the file, .md or .html"),
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
        what = Text("文件名没有扩展名", "the name has no ending")
        if output.suffix:
            what = Text(f"不会写“{output.suffix}”文件", f"cannot write '{output.suffix}' files")
        raise options.wrong(str(output), what, Text("写 .md 或 .html", "use .md or .html"))
    options.folder_of(output)
    result = assessed(dossier, scheme, as_of, own, notices)
    write_whole(output, writer(result, options.lang()))
    options.say(Text(f"已写出 {output}", f"wrote {output}").of(options.lang()))


def write_whole(path: Path, text: str) -> None:
    """Write a file so that it is there whole or not at all."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".zwgk-")
    except OSError as refused:  # its own name is of no use to anyone
        raise OSError(refused.errno, refused.strerror, str(path)) from None
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
