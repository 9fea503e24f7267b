"""A scheme as it is written (方案文档): its shape, read without knowing any rule kind."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from zwgk.errors import InvalidInput, Text
from zwgk.facts import AnyQuery
from zwgk.records import Amount, Basis, Id, Label, Model, Number
from zwgk.scheme.rule import Part
from zwgk.source import Source, build, fault

FORMAT = 1

Places = Annotated[int, Field(ge=0, le=6)]


class Need(Model):
    """A fact that an indicator is looked at with (所需取值) and, where given, what it should be."""

    fact: Id
    at_least: Number | None = None
    at_most: Number | None = None
    title: Label | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_name(cls, value: Any) -> Any:
        return {"fact": value} if isinstance(value, str) else value


class Gate(Model):
    """When a bonus opens (加分门槛): the rounded points of a node are above or at a number."""

    node: Id
    above: Amount | None = None
    at_least: Amount | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.above is None) == (self.at_least is None):
            raise fault(
                Text("门槛写 above 或 at_least 之一", "a gate has above or at_least, not both"),
                Text("“超过”写 above，“达到”写 at_least", "'>' is above, '>=' is at_least"),
            )
        return self


class Effect(Model):
    """What a veto does (否决效果): a fixed total, a ceiling for it, or a grade."""

    fixed: Amount | None = None
    ceiling: Amount | None = None
    grade: Id | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_word(cls, value: Any) -> Any:
        return {"fixed": "0"} if value == "zero" else value

    @model_validator(mode="after")
    def _something(self) -> Self:
        if self.fixed is not None and self.ceiling is not None:
            raise fault(Text("fixed 与 ceiling 只能写一个", "fixed and ceiling exclude each other"))
        if self.fixed is None and self.ceiling is None and self.grade is None:
            raise fault(
                Text("否决没有写明效果", "the veto has no effect"),
                Text(
                    "写 zero、{fixed: 59}、{ceiling: 59} 或 {grade: …}",
                    "write zero, {fixed: 59}, {ceiling: 59} or {grade: …}",
                ),
            )
        return self


class Band(Model):
    """A grade (等次) and where it begins: ``from`` includes its number, ``above`` does not.

    The last band has neither.
    """

    id: Id
    title: Label
    start: Decimal | None = Field(default=None, alias="from")
    above: Decimal | None = None


class Node(Model):
    """An indicator (指标), with parts or with a rule of its own.

    ``points`` come from the source or are absent. ``needs`` are facts that give state and
    findings, never points.
    """

    id: Id
    title: Label
    points: Amount | None = None
    part: Part | None = None
    parts: tuple[Node, ...] = ()
    rule: dict[str, Any] | None = None
    needs: tuple[Need, ...] = ()
    cap: Amount | None = None
    gate: Gate | None = None
    effect: Effect | None = None
    na: Literal["full", "zero"] | None = None
    places: Places | None = None
    citation: str = ""
    note: str = ""


class Validity(Model):
    """The days on which a scheme is in force (有效期), ``from`` included, ``to`` excluded."""

    start: date | None = Field(default=None, alias="from")
    end: date | None = Field(default=None, alias="to")


class Document(Model):
    """A scheme document (方案文档).

    ``full`` is the total of the base points, as the source prints it. ``scored: false`` is a
    scheme whose source gives no points: states and findings, no total and no grade.
    """

    format: int
    id: Id
    version: str
    title: Label
    source: str
    domain: str = ""
    applies_to: str = ""
    verified: bool = True
    note: str = ""
    valid: Validity | None = None
    scored: bool = True
    full: Amount | None = None
    places: Places = 2
    basis: Basis = Basis.DOCUMENTED
    grades: tuple[Band, ...] = ()
    facts: dict[Id, AnyQuery] = Field(default_factory=dict)
    identities: tuple[dict[str, Any], ...] = ()
    indicators: tuple[Node, ...]


def read_document(source: Source) -> Document:
    """Read the shape of a scheme (读入方案文档); rule kinds are looked up when it is bound.

    Raises:
        InvalidInput: with every fault of shape, and for a format newer than this one.
    """
    given = source.data.get("format") if isinstance(source.data, dict) else None
    if isinstance(given, str) and given.isdigit() and int(given) > FORMAT:
        what = Text(
            f"方案格式 {given} 新于本版所能读的 {FORMAT}",
            f"format {given} is newer than this zwgk reads ({FORMAT})",
        )
        problem = source.problem(("format",), what, Text("请升级 zwgk", "upgrade zwgk"))
        raise InvalidInput([problem])
    return build(Document, source)
