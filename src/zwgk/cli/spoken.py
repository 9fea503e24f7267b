"""Commands and options whose help is in the language asked for (帮助文字)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from zwgk.cli import asked_lang
from zwgk.errors import Text

__all__ = ["command", "option"]


class _Command(click.Command):
    """A command whose help is in one language."""

    words = Text("")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What the command does, in the language asked for."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(self.words.of(asked_lang(ctx)))


class _Option(click.Option):
    """An option whose help is in one language."""

    def __init__(self, *names: Any, words: Text, **settings: Any) -> None:
        super().__init__(*names, **settings)
        self.help = words.zh
        self.words = words

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """The option and what it does, in the language asked for."""
        self.help = self.words.of(asked_lang(ctx))
        return super().get_help_record(ctx)


def command(words: Text) -> Callable[[Callable[..., Any]], click.Command]:
    """Make a function a command (命令) with its help in both languages."""

    def make(function: Callable[..., Any]) -> click.Command:
        made = click.command(cls=_Command)(function)
        made.words = words
        return made

    return make


def option(
    *names: str, words: Text, **settings: Any
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Give a command an option (选项) with its help in both languages."""
    return click.option(*names, cls=_Option, words=words, **settings)
