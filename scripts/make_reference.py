#!/usr/bin/env python3
"""Write docs/reference.md from the code (由代码生成参考).

Run it after any change of a record, rule kind, query, hook, rule of law or command::

    python scripts/make_reference.py

A test compares the committed page with what this script writes.
"""

from __future__ import annotations

import inspect
import re
import sys
import types
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import click
from pydantic import AwareDatetime, BaseModel
from pydantic.fields import FieldInfo

import zwgk
from zwgk import cli, duties, facts, figures, law, plugins, records, scheme, scoring
from zwgk.duties.duty import DUTY_FIELDS
from zwgk.errors import Text
from zwgk.facts import query
from zwgk.facts.where import OPERATORS
from zwgk.law.events import EVENTS
from zwgk.pipeline import examples
from zwgk.scheme.across import ClassShare, Ranking, RollUp
from zwgk.scheme.document import Validity
from zwgk.scheme.leaf_keys import Once, Proof, Proofs
from zwgk.time import Cadence, CadenceKind, Effect, Period
from zwgk.time.cadence import WORDS
from zwgk.time.period_text import FORMS

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference.md"

CONDITIONS = {
    "eq": "等于（直接写值即是 eq）",
    "ne": "不等于",
    "in": "是其中之一（直接写列表即是 in）",
    "not_in": "不是其中任何一个",
    "lt": "小于、早于",
    "le": "不大于、不晚于",
    "gt": "大于、晚于",
    "ge": "不小于、不早于",
    "between": "介于两端之间，含两端：`[低, 高]`",
    "has": "列表字段含有此值",
    "is": "`present` 已填，`missing` 未填",
}

PLAIN: dict[Any, str] = {
    str: "文字",
    bool: "`true` / `false`",
    int: "非负整数",
    Decimal: "数",
    Fraction: "数",
    date: "日期",
    datetime: "带时差的时刻",
    AwareDatetime: "带时差的时刻",
    Text: "文字，或 `{zh, en}`",
    Period: "期限",
    Cadence: "频次",
    Any: "",
}

# What a caller takes from the room of law itself, beside the face.
BESIDES = (
    "accident_grade",
    "counted_under",
    "information_fee",
    "load_rules",
    "received_on",
    "replied_on",
)

BUILT_IN = frozenset(
    point.name
    for point in entry_points(group=plugins.GROUP)
    if point.value.startswith("zwgk.schemes.")
)

Lines = list[str]


def summary(thing: object) -> str:
    """The first sentence of a docstring, on one line."""
    words = inspect.getdoc(thing) or ""
    return cell(" ".join(words.split("\n\n", maxsplit=1)[0].split()))


def told(thing: object) -> Lines:
    """A whole docstring as Markdown: its sections as lists, its examples left to the code."""
    paragraphs = (inspect.getdoc(thing) or "").split("\n\n")
    kept = [part for part in paragraphs if ">>>" not in part and not part.startswith("Raises:")]
    return [line for part in kept for line in (" ".join(part.split()).replace("``", "`"), "")]


def cell(words: object) -> str:
    """Words that may stand in a cell of a table."""
    return str(words).replace("``", "`").replace("|", "\\|")


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> Lines:
    """A Markdown table."""
    return [
        "| " + " | ".join(heads) + " |",
        "|" + "---|" * len(heads),
        *("| " + " | ".join(cell(value) for value in row) + " |" for row in rows),
        "",
    ]


def form(kind: Any, metadata: Sequence[Any] = ()) -> str:
    """How a value of this type is written."""
    origin, inside = get_origin(kind), get_args(kind)
    if kind == Period:
        return PLAIN[Period]
    if origin is Annotated:
        return form(inside[0], inside[1:])
    if origin in (Union, types.UnionType):
        if "by_profile" in repr(inside):
            return "数，或 `{类别: 数, …}`"
        if "Tag(" in repr(inside):
            return "取值编号或查询" if str in inside else "查询"
        return " 或 ".join(form(member) for member in inside if member is not type(None))
    many: dict[Any, Callable[[], str]] = {
        Literal: lambda: " / ".join(f"`{value}`" for value in inside),
        tuple: lambda: f"列表：{form(inside[0])}",
        dict: lambda: f"映射：{form(inside[0])} → {form(inside[1])}".removesuffix("：文字 → "),
    }
    return many[origin]() if origin in many else single(kind, metadata)


def single(kind: Any, metadata: Sequence[Any]) -> str:
    """How a value of a type without parts is written."""
    inner = [one for known in metadata for one in getattr(known, "metadata", [known])]
    if any(getattr(one, "pattern", None) for one in inner):
        return "编号"
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return " / ".join(f"`{member.value}`" for member in kind)
    if isinstance(kind, type) and issubclass(kind, records.Table):
        return f"数据表：{form(get_args(kind.model_fields['rows'].annotation)[0])}"
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return kind.__name__
    if kind in PLAIN:
        return PLAIN[kind]
    raise TypeError(f"no words for {kind!r}")  # the generator has to learn a new type


def default(field: FieldInfo) -> str:
    """What stands where nothing is written."""
    if field.is_required():
        return "必填"
    value = field.get_default(call_default_factory=True, validated_data={})
    if value is None or value in ((), "", {}) or isinstance(value, BaseModel):
        return ""
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, tuple):
        return " ".join(f"`{one}`" for one in value)
    return f"`{value}`"


def fields(model: type[BaseModel], skip: Iterable[str] = ()) -> Lines:
    """The fields of a model as a table."""
    model.model_rebuild()
    rows = [
        (f"`{field.alias or name}`", form(field.annotation, field.metadata), default(field))
        for name, field in model.model_fields.items()
        if name not in skip
    ]
    return table(("字段", "写法", "不写时"), rows) if rows else []


def model_page(model: type[BaseModel], name: str = "", skip: Iterable[str] = ()) -> Lines:
    """Heading, docstring and fields of a model."""
    return [f"### {name or model.__name__}", "", *told(model), *fields(model, skip)]


def words(kind: type[StrEnum], titles: dict[Any, Text] | None = None) -> Lines:
    """The members of an enumeration as one line, with Chinese words where the code has them."""
    listed = [
        f"`{member.value}`" + (f" {titles[member].zh}" if titles and member in titles else "")
        for member in kind
    ]
    return [f"- **{kind.__name__}** {summary(kind)}", "  " + "、".join(listed)]


def dossier() -> Lines:
    """The dossier, its tables and their records."""
    lines = ["## 卷宗", "", *told(records.Dossier), *fields(records.Dossier)]
    lines += ["### 每条记录都有的字段", "", *told(records.Record), *fields(records.Record)]
    common = frozenset(records.Record.model_fields)
    for name, kind in records.RECORD_TYPES.items():
        lines += model_page(kind, f"{name}：{kind.__name__}", skip=common)
        if kind.derived:
            extra = "、".join(f"`{one}`" for one in kind.derived)
            lines += [f"查询时另有：{extra}", ""]
    for model in (
        records.ReportPeriod,
        records.Unit,
        records.SubUnit,
        records.Staff,
        records.Body,
        records.Role,
        records.SchoolTerm,
        records.LoggedEvent,
        records.Figure,
        records.Declaration,
        records.Previous,
        records.PastPeriods,
        records.PastPeriod,
        records.AnnualReport,
        records.RequestRow,
        records.AppealTable,
        records.AppealRow,
        records.Quoted,
        records.IdentityRecord,
    ):
        lines += model_page(model)
    return lines


def limits() -> Lines:
    """How limits and cadences are written."""
    lines = ["## 期限与频次的写法", "", f"期限：{FORMS}。", ""]
    lines += ["频次：下列编号或中文词；可接 `, 3 times`、`, due after 15 days`；或写成映射", ""]
    lines += ["`{kind, count, due_after, bound, most, event, display, note}`。", ""]
    return lines + table(
        ("频次", "名称"), ((f"`{kind.value}`", WORDS[kind].zh) for kind in CadenceKind)
    )


def queries() -> Lines:
    """Fact queries and conditions."""
    assert set(CONDITIONS) == OPERATORS, "every condition needs its words here"  # noqa: S101  # kept out of the product
    lines = ["## 取值查询", "", "每个取值以下列键之一开头。", ""]
    for kind in (
        query.Count,
        query.Sum,
        query.Extreme,
        query.Distinct,
        query.Share,
        query.Value,
        query.Change,
        query.History,
    ):
        lines += model_page(kind, skip=("title", "unit", "basis"))
    lines += [*model_page(query.Target), "### 各查询共有", "", *fields(query.Query)]
    lines += ["### where 的条件", ""]
    lines += table(("比较", "含义"), ((f"`{name}`", CONDITIONS[name]) for name in CONDITIONS))
    lines += ["与同一记录的另一字段比较写作 `{le: {field: due}}`；未填的字段只计入上限。", ""]
    lines += ["### 可查询的表", ""]
    tables = plugins.askable_tables({}, DUTY_FIELDS)
    return lines + table(
        ("表", "字段"),
        ((f"`{name}`", "、".join(f"`{one}`" for one in sorted(tables[name]))) for name in tables),
    )


def schemes() -> Lines:
    """Scheme documents and rule kinds."""
    lines = ["## 方案文档", ""]
    lines += model_page(scheme.Document)
    parts: list[type[BaseModel]] = [scheme.Node, scheme.Need, scheme.Gate, scheme.Effect]
    parts += [scheme.Fail, scheme.Lacking, Proofs, Proof, Once, scheme.Band, Validity]
    parts += [scheme.Profile, scheme.UnitClass, Ranking, RollUp, ClassShare]
    for model in parts:
        lines += model_page(model)
    lines += ["## 评分规则", "", "写在指标的 `rule` 中：`rule: {kind: 类型, 参数…}`。", ""]
    for kind in scheme.KINDS:
        lines += [f"### {kind.kind}", "", *told(kind), *fields(kind)]
        if kind.fires is not scheme.RuleKind.fires:
            lines += ["可用于一票否决。", ""]
    lines += ["清单项、档次与评价主体：", ""]
    for model in (scheme.CheckItem, scheme.Step, scheme.Assessing):
        lines += model_page(model)
    lines += ["## 示例文件", "", f"与方案同目录，名为 `方案名{examples.SUFFIX}`。", ""]
    beside: list[type[BaseModel]] = [
        examples.Examples,
        examples.Example,
        examples.Expected,
        examples.ExpectedIndicator,
    ]
    return [*lines, *(line for model in beside for line in model_page(model))]


def results() -> Lines:
    """Results, states and outcomes."""
    lines = ["## 结果", ""]
    lines += words(scoring.State, scoring.STATES)
    lines += words(duties.Outcome, duties.OUTCOMES)
    for kind in (
        duties.DutyKind,
        duties.LimitKind,
        scoring.FindingKind,
        scheme.HitKind,
        scheme.Part,
        records.Basis,
        records.Assessor,
        facts.Truth,
        law.DeadlineState,
        law.Certainty,
        law.Mark,
        figures.Status,
    ):
        lines += words(kind)
    lines.append("")
    shown: list[type[BaseModel]] = [scoring.Assessment, duties.Duty, figures.Verdict]
    for model in shown:
        names = "、".join(f"`{name}`" for name in model.model_fields)
        lines += [f"### {model.__name__}", "", *told(model), f"字段：{names}", ""]
    members = "、".join(f"`{name}`" for name in law.Deadline.__dataclass_fields__)
    return [*lines, "### Deadline", "", *told(law.Deadline), f"字段：{members}", ""]


def identities() -> Lines:
    """Kinds of identities between figures."""
    base = frozenset({"id", "kind", "label"})
    lines = ["## 勾稽关系", "", *told(figures.Identity)]
    for name, kind in figures.IDENTITY_KINDS.items():
        lines += [f"### {name}", "", *told(kind), *fields(kind, skip=base)]
    return lines


def hooks() -> Lines:
    """The hooks of a plugin."""
    rows = [
        (f"`{name}{inspect.signature(hook)}`".replace("'", ""), summary(hook))
        for name, hook in all_hooks()
    ]
    about = (
        f"入口点组 `{plugins.GROUP}`，接口版本 {plugins.HOOK_API}；见[插件接口](plugin-hooks.md)。"
    )
    return ["## 插件接口", "", about, "", *table(("接口", "给出"), rows)]


def all_hooks() -> list[tuple[str, Callable[..., Any]]]:
    """Every hook with its name, in the order of the code."""
    specs = vars(plugins.hookspecs)
    return [(name, specs[name]) for name in specs if name.startswith("zwgk_")]


def rules() -> Lines:
    """The rules of law, and the events that their clocks know."""
    found = law.load_rules()
    lines = [
        "## 法定时限规则",
        "",
        "核实：R 读过原文，R~ 读过摘录，D 法无明文、本库所定，M 凭记忆。",
    ]
    lines += ["“起”为空即未能核实何时起施行。", ""]
    rows = [
        (
            f"`{rule.id}`",
            rule.title.zh,
            version.limit or (version.words.zh if version.words else ""),
            version.from_ or "",
            version.to or "",
            f"{version.source}{version.article}",
            version.mark.value,
        )
        for rule in found.values()
        for version in rule.versions
    ]
    lines += table(("规则", "名称", "时限", "起", "止", "依据", "核实"), rows)
    lines += ["### 时限事件", "", "各规则认得的事件以其版本所列为准。", ""]
    effects = {Effect(kind.effect): kind.effect.value for kind in EVENTS.values()}
    listed = ((f"`{name}`", kind.title.zh, effects[kind.effect]) for name, kind in EVENTS.items())
    return lines + table(("事件", "名称", "作用"), listed)


def sheets() -> Lines:
    """The schemes in the box, with the facts that each asks for."""
    known = plugins.load_plugins()
    rows = [
        (
            f"`{name}`",
            known.schemes[name].title.zh,
            f"`{known.owners[f'scheme {head.id}']}`",
            "、".join(f"`{fact}`" for fact in known.schemes[name].queries),
        )
        for name, head in known.heads.items()
        if known.owners[f"scheme {head.id}"] in BUILT_IN
    ]
    about = "取值的查询与用处见 `zwgk needs 方案`。"
    return ["## 内置方案及其取值", "", about, "", *table(("方案", "名称", "插件", "取值"), rows)]


def commands() -> Lines:
    """The command line."""
    lines = [
        "## 命令行",
        "",
        "`zwgk [--lang zh|en] 命令 …`；退出码 0 完成，1 检查发现问题，2 用法或输入有误。",
    ]
    lines.append("")
    with click.Context(cli.cli, info_name="zwgk") as context:
        for name in cli.cli.list_commands(context):
            command = cli.cli.get_command(context, name)
            assert command is not None  # noqa: S101  # it was listed
            if isinstance(command, click.Group):
                for inner, one in command.commands.items():
                    lines += command_page(one, f"{name} {inner}", context)
            else:
                lines += command_page(command, name, context)
    return lines


def command_page(command: click.Command, name: str, above: click.Context) -> Lines:
    """One command: what it does, how it is called, its options."""
    with click.Context(command, info_name=name, parent=above) as inner:
        usage = " ".join(command.collect_usage_pieces(inner))
        options = [
            (f"`{' '.join([*one.opts])}`", one.help or "")
            for one in command.params
            if isinstance(one, click.Option)
        ]
    lines = [f"### zwgk {name}", "", command.help or "", "", f"`zwgk {name} {usage}`", ""]
    return lines + (table(("选项", "含义"), options) if options else [])


def face() -> Lines:
    """The public names."""
    lines = ["## Python 接口", ""]
    for room, names in (("zwgk", zwgk.__all__), ("zwgk.law", BESIDES)):
        given = import_module(room)
        rows = [(f"`{name}`", summary(getattr(given, name))) for name in names if name[0] != "_"]
        lines += [f"`from {room} import …`：", "", *table(("名称", "说明"), rows)]
    return lines


def reference() -> str:
    """The whole page."""
    lines = [
        "# 参考",
        "",
        "Reference of records, queries, rule kinds, results, hooks, rules of law and commands.",
        "",
        "本页由 `scripts/make_reference.py` 从代码生成，请勿手改；测试保证它与代码一致。",
        "",
        *face(),
        *dossier(),
        *limits(),
        *queries(),
        *schemes(),
        *sheets(),
        *results(),
        *identities(),
        *hooks(),
        *rules(),
        *commands(),
    ]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).rstrip() + "\n"


if __name__ == "__main__":
    PAGE.write_text(reference(), encoding="utf-8")
    sys.stdout.write(f"{PAGE}\n")
