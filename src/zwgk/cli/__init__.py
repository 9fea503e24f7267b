"""The command line (命令行): thin, and the only place that reads the clock."""

from __future__ import annotations

import re
import sys
from importlib import import_module
from itertools import islice
from typing import Any

import click

from zwgk.errors import Lang, Text

COMMANDS: dict[str, tuple[str, Text]] = {
    "demo": ("demo", Text("评价随附卷宗，看一遍全过程", "assess the packaged dossiers")),
    "assess": ("assessing", Text("评价一份卷宗", "assess a dossier")),
    "explain": ("assessing", Text("逐项说明得失分", "explain one indicator")),
    "report": ("assessing", Text("写出报告（md、html）", "write a report (md, html)")),
    "duties": ("listing", Text("列出应办事项", "list what was owed")),
    "needs": ("listing", Text("列出方案所需取值", "list the facts a scheme needs")),
    "schemes": ("listing", Text("列出方案", "list the schemes")),
    "plugins": ("listing", Text("列出插件及其提供的名称", "list plugins and what they gave")),
    "check": ("checking", Text("核对数字（勾稽）", "check that figures agree")),
    "new": ("making", Text("新建方案包或卷宗", "make a scheme package or a dossier")),
    "lint": ("checking", Text("检查方案文档", "check scheme documents")),
    "test": ("trying", Text("运行方案的示例", "run the examples of schemes")),
    "diff": (
        "comparing",
        Text("比较两版方案；给卷宗时说明得分变动", "compare two versions of a scheme"),
    ),
    "conform": ("trying", Text("检查插件是否守约", "check what a plugin promises")),
    "schema": ("schema", Text("输出 JSON Schema", "print the JSON Schema")),
    "rules": ("law", Text("列出法定时限规则", "list the rules of law")),
    "due": ("law", Text("推算到期日", "work out a due day")),
    "workdays": ("law", Text("数工作日", "count working days")),
}
LANGS = ("zh", "en")
_SURPLUS = re.compile(r"Got unexpected extra arguments? \((.*)\)")
WRONG = 2


class _Group(click.Group):
    """Commands are imported when they are called, so that help is quick."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The language may be named anywhere; it is read first."""
        found: list[str] = []
        rest: list[str] = []
        words = iter(args)
        for word in words:
            if word == "--lang":
                found += [word, *islice(words, 1)]
            elif word.startswith("--lang="):
                found.append(word)
            else:
                rest.append(word)
        return super().parse_args(ctx, [*found, *rest])

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run a call; a slip in it ends with words and exit code 2."""
        kwargs["standalone_mode"] = False
        try:
            return super().main(*args, **kwargs)
        except click.ClickException as slip:
            click.echo(usage_words(slip), err=True)
            sys.exit(slip.exit_code)
        except click.Abort:
            sys.exit(WRONG)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The option that shows this page, in the language asked for."""
        return spoken_help(super().get_help_option(ctx), ctx)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands, in the order of their use."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, from its module."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"zwgk.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands with their first words, without importing them."""
        lang = asked_lang(ctx)
        with formatter.section(Text("命令", "Commands").of(lang)):
            formatter.write_dl([(name, words.of(lang)) for name, (_, words) in COMMANDS.items()])

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What zwgk is, in the language asked for."""
        formatter.write_paragraph()
        formatter.write_text(_ABOUT.of(asked_lang(ctx)))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command named first, or a usage error that names the nearest one."""
        known_command(ctx, args[0], list(COMMANDS))
        return super().resolve_command(ctx, args)


def known_command(ctx: click.Context, name: str, known: list[str]) -> None:
    """Refuse a command that is not there, with the name of the nearest one."""
    import difflib  # noqa: PLC0415  # only for a slip of the pen

    if name not in known and not name.startswith("-"):
        close = difflib.get_close_matches(name, known, n=1)
        words = Text(f"没有命令“{name[:60]}”", f"there is no command '{name[:60]}'")
        near = Text("；是否想写“{}”？", "; did you mean '{}'?") if close else Text("")
        lang = asked_lang(ctx)
        ctx.fail(words.of(lang) + near.of(lang).format(*close))


def spoken_help(option: click.Option | None, ctx: click.Context) -> click.Option | None:
    """The help option in the language asked for (帮助选项)."""
    if option is not None:
        option.help = Text("显示这些说明", "Show this message and exit.").of(asked_lang(ctx))
    return option


def usage_words(slip: click.ClickException) -> str:
    """A slip in a call, in the language asked for, with the way to the help page."""
    context = getattr(slip, "ctx", None)
    lang: Lang = "zh" if context is None else asked_lang(context)
    if lang == "en":
        words = slip.format_message()
    elif isinstance(slip, click.NoSuchOption):
        near = f"；是否想写 {'、'.join(slip.possibilities)}？" if slip.possibilities else ""
        words = f"没有选项 {slip.option_name}{near}"
    elif isinstance(slip, click.MissingParameter) and slip.param is not None:
        words = f"缺少 {slip.param.get_error_hint(context)}" if context else slip.format_message()
    elif isinstance(slip, click.BadParameter) and slip.param and _choices(slip.param):
        words = f"{slip.param.name} 只能是 {'、'.join(_choices(slip.param))} 之一"
    elif isinstance(slip, click.BadParameter):
        where = slip.param.get_error_hint(context) if slip.param and context else ""
        words = f"{where} 不可用：{slip.message}"
    elif surplus := _SURPLUS.match(slip.format_message()):
        words = f"多余的参数：{surplus[1]}"
    else:
        words = slip.format_message()
    path = context.command_path if context else "zwgk"
    return f"{words}\n" + Text(f"    提示: {path} --help", f"    hint: {path} --help").of(lang)


def _choices(param: click.Parameter) -> list[str]:
    return [str(one) for one in getattr(param.type, "choices", ())]


_ABOUT = Text(
    "政务公开、校务公开、安全生产、政务服务：时限、应办事项与考核评分，逐日逐分可说明。",
    "Deadlines, duties and score sheets of Chinese government units, explained day by day.",
)


def asked_lang(ctx: click.Context | None) -> Lang:
    """The language asked for, also while a help page is being made."""
    return "en" if ctx is not None and ctx.find_root().params.get("lang") == "en" else "zh"


@click.command(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--lang", type=click.Choice(LANGS), default="zh", is_eager=True, help="语言 / language"
)
@click.version_option(package_name="zwgk", message="zwgk %(version)s", help="版本 / version")
def cli(lang: str) -> None:
    """Group of all commands; each does its own work."""
    del lang


def main() -> None:
    """Run the command line; bad input ends with words and exit code 2."""
    # A console that cannot print Chinese shows escapes rather than a traceback.
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
    cli.main(prog_name="zwgk")
