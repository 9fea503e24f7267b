"""A scheme as it is written (方案文档): its shape, read without knowing any rule kind."""

from collections.abc import Sequence
from copy import deepcopy
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import Field, ValidationError, model_validator

from zwgk.errors import InvalidInput, Problem, Text
from zwgk.facts import AnyQuery
from zwgk.records import Amount, Basis, Id, Label, Model, Number
from zwgk.scheme.leaf_keys import LeafKeys
from zwgk.scheme.rule import Part
from zwgk.source import Source, fault, problems_of

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

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            raise fault(
                Text("at_least 大于 at_most", "at_least is above at_most"),
                Text("核对上下限", "check the two ends"),
            )
        return self


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
            raise fault(
                Text("fixed 与 ceiling 只能写一个", "fixed and ceiling exclude each other"),
                Text(
                    "固定得分写 fixed，最高得分写 ceiling",
                    "a fixed total is fixed, the most it can be is ceiling",
                ),
            )
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
    start: Number | None = Field(default=None, alias="from")
    above: Number | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if self.start is not None and self.above is not None:
            raise fault(
                Text("from 与 above 只能写一个", "a grade has from or above, not both"),
                Text("“以上”写 from，“超过”写 above", "'>=' is from, '>' is above"),
            )
        return self


class Node(LeafKeys):
    """An indicator (指标), with parts or with a rule of its own.

    ``points`` come from the source or are absent. ``needs`` are facts that give state and
    findings, never points.
    """

    id: Id
    title: Label
    points: Amount | None = None
    part: Part | None = None
    parts: "tuple[Node, ...]" = ()
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

    def holds(self, day: date) -> bool:
        """Whether the scheme is in force on a day."""
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)


class Document(Model):
    """A scheme document (方案文档).

    ``full`` is the total of the base points, as the source prints it. ``scored: false`` is a
    scheme whose source gives no points: states and findings, no total and no grade.
    """

    format: int = Field(ge=1)
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
    document, problems = shape(source)
    if problems or document is None:
        raise InvalidInput(problems)
    return document


def shape(source: Source) -> tuple[Document | None, list[Problem]]:
    """The shape of a scheme and its faults (方案文档及其形式问题).

    Where nothing is wrong but keys that nobody knows, there is a document without them, so
    that the faults of the rest can be told too.
    """
    given = source.data.get("format") if isinstance(source.data, dict) else None
    if isinstance(given, str) and given.isdigit() and int(given) > FORMAT:
        what = Text(
            f"方案格式 {given} 新于本版所能读的 {FORMAT}",
            f"format {given} is newer than this zwgk reads ({FORMAT})",
        )
        return None, [source.problem(("format",), what, Text("请升级 zwgk", "upgrade zwgk"))]
    data = source.data
    if isinstance(data, dict) and given is not None and not str(given).isdigit():
        what = Text(f"“{given}”不是文档格式", f"'{given}' is no document format")
        problem = source.problem(("format",), what, Text("写 format: 1", "write format: 1"))
        plain = Source(source.name, {**data, "format": "1"}, source.marks, source.starts)
        document, problems = shape(plain)
        return document, [problem, *problems]
    try:
        return Document.model_validate(source.data), []
    except ValidationError as cause:
        problems = problems_of(cause, Document, source)
        errors = cause.errors(include_url=False, include_context=False, include_input=False)
    if any(error["type"] != "extra_forbidden" for error in errors):
        return None, problems
    return Document.model_validate(_without(source.data, [e["loc"] for e in errors])), problems


def _without(data: object, unknown: Sequence[tuple[str | int, ...]]) -> Any:
    """The data without the keys at those places; a step that only the model has is passed over."""
    kept: Any = deepcopy(data)
    for *steps, key in unknown:
        here = kept
        for step in steps:
            inside = step in here if isinstance(here, dict) else isinstance(step, int)
            here = here[step] if inside else here
        here.pop(key)
    return kept
