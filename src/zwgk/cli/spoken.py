"""Commands and options whose help is in the language asked for (帮助文字)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from zwgk.cli import asked_lang, known_command, spoken_help
from zwgk.errors import Text

__all__ = ["command", "group", "option"]


class _Command(click.Command):
    """A command whose help is in one language."""

    words = Text("")

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The option that shows this page, in the language asked for."""
        return spoken_help(super().get_help_option(ctx), ctx)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What the command does, in the language asked for."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(self.words.of(asked_lang(ctx)))


class _Group(_Command, click.Group):
    """A command of several, whose help is in one language."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands with their words."""
        lang = asked_lang(ctx)
        listed = [
            (name, one.words.of(lang))
            for name, one in self.commands.items()
            if isinstance(one, _Command)
        ]
        with formatter.section(Text("命令", "Commands").of(lang)):
            formatter.write_dl(listed)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command named first, or a usage error that names the nearest one."""
        known_command(ctx, args[0], list(self.commands))
        return super().resolve_command(ctx, args)


class _Option(click.Option):
    """An option whose help is in one language."""

    def __init__(self, *names: Any, words: Text, **settings: Any) -> None:
        super().__init__(*names, **settings)
        self.help = words.zh
        self.words = words

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """The option and what it does, in the language asked for."""
        kept, self.help = self.help, self.words.of(asked_lang(ctx))
        try:
            return super().get_help_record(ctx)
        finally:
            self.help = kept  # one process may be asked in both languages


def command(words: Text, **settings: Any) -> Callable[[Callable[..., Any]], click.Command]:
    """Make a function a command (命令) with its help in both languages."""

    def make(function: Callable[..., Any]) -> click.Command:
        made = click.command(cls=_Command, **settings)(function)
        made.words = words
        return made

    return make


def group(words: Text, *commands: click.Command) -> click.Group:
    """A command of several (命令组) with its help in both languages."""
    made = _Group(
        commands={str(one.name): one for one in commands}, help=words.zh, no_args_is_help=True
    )
    made.words = words
    return made


def option(
    *names: str, words: Text, **settings: Any
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Give a command an option (选项) with its help in both languages."""
    return click.option(*names, cls=_Option, words=words, **settings)
