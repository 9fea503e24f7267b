"""Facts as queries in data (查询): what a scheme document may ask, without any code.

A query is a mapping with one leading key: ``count``, ``sum``, ``min``, ``max``, ``distinct``,
``share``, ``value``, ``change`` or ``history``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar, Literal, Self, TypeAlias

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

from zwgk.errors import Text
from zwgk.facts.where import check_where, one_of
from zwgk.records import Basis, Id, Label, Model
from zwgk.source import fault

Where = Annotated[dict[str, Any], Field(default_factory=dict)]
Fault = tuple[tuple[str, ...], Text]
Tables = Mapping[str, frozenset[str]]


class Query(Model):
    """What all queries share: a title for reports and the basis that a record must have."""

    head: ClassVar[str]

    title: Label | None = None
    unit: str = ""
    basis: Basis | None = None

    def faults(self, tables: Tables) -> Iterator[Fault]:
        """What is wrong with the query, given the tables and the fields they have."""
        del tables
        return iter(())


def table_faults(
    table: str, names: list[str], where: Mapping[str, Any], tables: Tables
) -> Iterator[Fault]:
    """Unknown tables and fields (查询检查)."""
    if table not in tables:
        yield (), one_of(Text(f"没有数据表“{table}”", f"there is no table '{table}'"), tables)
        return
    for name in names:
        if name not in tables[table]:
            what = Text(f"{table} 没有字段“{name}”", f"{table} has no field '{name}'")
            yield ("field",), one_of(what, tables[table])
    for path, what in check_where(where, tables[table]):
        yield ("where", *path), Text(f"{table}：{what.zh}", f"{table}: {what.en}")


class Count(Query):
    """Number of records (计数). Over duties it counts distinct subjects unless ``per: limit``.

    A subject with several limits came out as the worst of its duties did: one that kept the
    law's limit and broke the promised one is late, and not on time. Duties of one kind may come
    from several tables; ``table`` asks for those of one, which must be known for it alone.

    ``{count: cases, where: {kind: promised}}``
    """

    head = "count"

    count: str
    where: Where
    per: Literal["subject", "limit"] = "subject"

    def faults(self, tables: Tables) -> Iterator[Fault]:
        """Unknown tables and fields."""
        return table_faults(self.count, [], self.where, tables)


class Sum(Query):
    """Sum of a field over records (求和): ``{sum: activities, field: persons}``."""

    head = "sum"

    sum: str
    field: str
    where: Where

    def faults(self, tables: Tables) -> Iterator[Fault]:
        """Unknown tables and fields."""
        return table_faults(self.sum, [self.field], self.where, tables)


class Extreme(Query):
    """Least or greatest value of a field (最小值、最大值): ``{max: controls, field: growth}``."""

    head = "min"

    min: str | None = None
    max: str | None = None
    field: str
    where: Where

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.min is None) == (self.max is None):
            raise fault(
                Text("min 与 max 只能写一个", "min and max exclude each other"),
                Text("要两端时写两个取值", "write two facts where both ends are wanted"),
            )
        return self

    @property
    def table(self) -> str:
        """The table asked."""
        return self.min or self.max or ""

    def faults(self, tables: Tables) -> Iterator[Fault]:
        """Unknown tables and fields."""
        return table_faults(self.table, [self.field], self.where, tables)


class Distinct(Query):
    """Number of different values (去重计数): ``{distinct: institutions, field: kind}``."""

    head = "distinct"

    distinct: str
    field: str
    where: Where

    def faults(self, tables: Tables) -> Iterator[Fault]:
        """Unknown tables and fields."""
        return table_faults(self.distinct, [self.field], self.where, tables)


class Share(Query):
    """Part of a whole (占比): ``{share: late, in: closed}``; over nothing it does not apply.

    Both are names of facts of the same document, or queries written in place.
    """

    head = "share"

    share: str | AnyQuery
    whole: str | AnyQuery = Field(alias="in")

    def faults(self, tables: Tables) -> Iterator[Fault]:
        """The faults of queries written in place."""
        for key, part in (("share", self.share), ("in", self.whole)):
            if isinstance(part, Query):
                for path, what in part.faults(tables):
                    yield (key, *path), what


class Target(Model):
    """One figure by its id, or one piece of evidence by its topic (取值对象)."""

    figure: Id | None = None
    evidence: Id | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.figure is None) == (self.evidence is None):
            raise fault(
                Text("写 figure 或 evidence 之一", "write one of figure and evidence"),
                Text("如 {figure: 编号}", "such as {figure: id}"),
            )
        return self


class Value(Query):
    """Value of a figure or of evidence (取值): ``{value: {evidence: unified_signs}}``.

    Per cent is the share itself: ``95%`` is 0.95. Words that are no number, yes or no are a
    text, and unknown as a number.
    """

    head = "value"

    value: Target


class Change(Query):
    """Change of a figure against the last period (同比变化); ``rate: true`` divides by the last."""

    head = "change"

    change: Target
    rate: bool = False

    def faults(self, tables: Tables) -> Iterator[Fault]:
        """Evidence, of which no last period is known."""
        del tables
        if self.change.figure is None:
            yield ("change",), Text("同比只用于数字", "only a figure has a change")


_PAST = frozenset({"total", "grade", "rank", "of", "label", "to"})


class History(Query):
    """What earlier periods were (往期): ``{history: grade, last: 2, where: failed}``.

    That counts the last two periods with that grade; ``take: run`` counts how many there were
    running up to now (连续), ``mean``, ``sum``, ``min`` and ``max`` take totals or ranks together:
    ``{history: total, last: 4, take: mean}``. ``within: year`` looks at those that end in the
    year of the period assessed. ``where`` is a value, a list, or a comparison such as ``{ge: 8}``;
    last of all is ``{history: rank, where: {eq: {field: of}}}``.
    """

    head = "history"

    history: Literal["total", "grade", "rank"]
    last: int | None = Field(default=None, ge=1)
    within: Literal["year"] | None = None
    where: Any = None
    take: Literal["count", "run", "mean", "sum", "min", "max"] = "count"

    def faults(self, tables: Tables) -> Iterator[Fault]:
        """Nothing to count, conditions that cannot be, and grades that are added up."""
        del tables
        if self.take in {"count", "run"}:
            if self.where is None:
                yield ("where",), Text("计次须写 where", "to count, say what: where")
                return
            for path, what in check_where({self.history: self.where}, _PAST):
                yield ("where", *path[1:]), what
        elif self.where is not None:
            yield ("where",), Text("where 只用于计次", "where belongs to count and run")
        elif self.history == "grade":
            yield ("take",), Text("等次不能求和或平均", "grades have no sum and no mean")


def _head(data: Any) -> str:
    """The query that the leading key names; ``min`` and ``max`` together are refused later."""
    if isinstance(data, Query):
        return type(data).__name__
    heads = [key for key in _HEADS if key in data]
    return _HEADS[heads[0]]


def _one_head(data: Any) -> Any:
    if isinstance(data, Query):
        return data
    known = "、".join(_HEADS)
    heads = [key for key in _HEADS if key in data] if isinstance(data, Mapping) else []
    if not heads:
        raise fault(
            Text("取值没有写明问什么", "the fact does not say what it asks for"),
            Text(f"写 {known} 之一", f"write one of {', '.join(_HEADS)}"),
        )
    if len({_HEADS[key] for key in heads}) > 1:
        raise fault(
            Text(f"取值同时写了 {'、'.join(heads)}", f"the fact has {' and '.join(heads)}"),
            Text("只留其一；另一个写成另一取值", "keep one, and make another fact of the other"),
        )
    return data


_HEADS = {
    "count": "Count",
    "sum": "Sum",
    "min": "Extreme",
    "max": "Extreme",
    "distinct": "Distinct",
    "share": "Share",
    "value": "Value",
    "change": "Change",
    "history": "History",
}

AnyQuery: TypeAlias = Annotated[
    Annotated[Count, Tag("Count")]
    | Annotated[Sum, Tag("Sum")]
    | Annotated[Extreme, Tag("Extreme")]
    | Annotated[Distinct, Tag("Distinct")]
    | Annotated[Share, Tag("Share")]
    | Annotated[Value, Tag("Value")]
    | Annotated[Change, Tag("Change")]
    | Annotated[History, Tag("History")],
    Discriminator(_head),
    BeforeValidator(_one_head),
]
