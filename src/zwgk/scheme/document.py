"""A scheme as it is written (方案文档): its shape, read without knowing any rule kind."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, ValidationError, field_validator, model_validator

from zwgk.errors import InvalidInput, Problem, Text
from zwgk.facts import AnyQuery
from zwgk.records import Basis, Id, Label, Model, Number, SheetPoints
from zwgk.scheme.across import Ranking, RollUp
from zwgk.scheme.bands import Band
from zwgk.scheme.effects import Effect, Fail, Gate
from zwgk.scheme.leaf_keys import LeafKeys
from zwgk.scheme.policy import Lacking
from zwgk.scheme.profiles import PerProfile, Profile
from zwgk.scheme.rule import Part
from zwgk.scheme.shorthand import Shorthand
from zwgk.source import Source, fault, problems_of, respelt

FORMAT = 1
MOST_PROFILES = 50
_SHOWN = 20
_NAMES = frozenset({"id", "title", "source", "version"})

Places = Annotated[int, Field(ge=0, le=6)]
Positive = Annotated[SheetPoints, Field(gt=0)]
Conversion = Literal["before", "after"]


class Need(Shorthand):
    """A fact that an indicator is looked at with (所需取值) and, where given, what it should be."""

    short: ClassVar[dict[str, Any]] = {"type": "string"}

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


class Node(LeafKeys):
    """An indicator (指标), with parts or with a rule of its own.

    ``points`` come from the source or are absent; a mapping gives them for each profile, and
    ``profiles`` are the only sheets it is on. ``needs`` are facts that give state and findings,
    never points. ``weight`` is in per cent of the node above. ``convert`` turns the points into so
    many (折算), once, exactly, before rounding; a bonus among the parts comes ``before`` that or
    ``after`` it. ``cap`` limits what all parts bring. ``gate`` opens a bonus. ``effect`` is what a
    veto does, to the whole or to its ``scope``, and ``why``. ``fail_below`` is a line of its own.
    ``applies`` names a fact that is 1 or more where the indicator applies, ``na`` what becomes of
    its points where it does not. ``unscored``: shown, never counted. ``places``: rounded so.
    ``verified: false``: the words of the source behind it were not read; ``note`` says of which.
    """

    id: Id
    title: Label
    points: PerProfile | None = None
    part: Part | None = None
    parts: "tuple[Node, ...]" = ()
    rule: dict[str, Any] | None = None
    needs: tuple[Need, ...] = ()
    weight: SheetPoints | None = None
    convert: Positive | None = None
    convert_bonus: Conversion = "after"
    cap: SheetPoints | None = None
    gate: Gate | None = None
    effect: Effect | None = None
    scope: Id | None = None
    why: Label | None = None
    fail_below: Fail | None = None
    applies: Id | None = None
    na: Lacking | None = None
    profiles: tuple[Id, ...] = ()
    unscored: bool = False
    places: Places | None = None
    citation: str = ""
    verified: bool = True
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

    ``full`` is the total of the base points, as the source prints it, or one for each profile.
    ``convert`` is what the total is converted to (折算); ``full`` then stays the raw one.
    ``scored: false`` is a scheme whose source gives no points: states and findings, no total and
    no grade. ``bands_places``: the total is rounded so once more before it is graded.
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
    profiles: dict[Id, Profile] = Field(default_factory=dict)
    full: PerProfile | None = None
    convert: Positive | None = None
    convert_bonus: Conversion = "after"
    cap: SheetPoints | None = None
    places: Places = 2
    bands_places: Places | None = None
    basis: Basis = Basis.DOCUMENTED
    grades: tuple[Band, ...] = ()
    ranking: Ranking | None = None
    roll_up: RollUp | None = None
    facts: dict[Id, AnyQuery] = Field(default_factory=dict)
    identities: tuple[dict[str, Any], ...] = ()
    indicators: tuple[Node, ...]

    @field_validator("profiles")
    @classmethod
    def _few(cls, value: dict[str, Profile]) -> dict[str, Profile]:
        if len(value) > MOST_PROFILES:
            raise fault(
                Text(f"类别多于 {MOST_PROFILES} 个", f"more than {MOST_PROFILES} profiles"),
                Text(
                    "每一类都要整表绑定，请归并", "each has a sheet of its own: put some together"
                ),
            )
        return value


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

    Where nothing is wrong but keys that nobody knows and names that are missing, there is a
    document as it was probably meant, so that the faults of the rest can be told too.
    """
    data = source.data
    given = data.get("format") if isinstance(data, dict) else None
    number = _format_number(str(given))
    if number is not None and number > FORMAT:
        what = Text(
            f"方案格式 {number} 新于本版所能读的 {FORMAT}",
            f"format {number} is newer than this zwgk reads ({FORMAT})",
        )
        return None, [source.problem(("format",), what, Text("请升级 zwgk", "upgrade zwgk"))]
    if isinstance(data, dict) and given is not None and number is None:
        shown = str(given)[:_SHOWN]
        what = Text(f"“{shown}”不是文档格式", f"'{shown}' is no document format")
        problem = source.problem(("format",), what, Text("写 format: 1", "write format: 1"))
        plain = Source(source.name, {**data, "format": "1"}, source.marks, source.starts)
        document, problems = shape(plain)
        return document, [problem, *problems]
    try:
        return Document.model_validate(data), []
    except ValidationError as cause:
        problems = problems_of(cause, Document, source)
        mended, meant = respelt(cause, Document, data)
        errors = cause.errors(include_url=False, include_context=False, include_input=False)
    told = {source.problem(path, Text("")).place for path in meant}
    lacking = [error["loc"] for error in errors if error["type"] == "missing"]
    problems = [one for one in problems if one.place not in told]
    try:
        return Document.model_validate(_filled(mended, lacking)), problems
    except ValidationError:
        return None, problems


def _filled(data: Any, lacking: Sequence[tuple[str | int, ...]]) -> Any:
    """The data with words in place of names that are missing, so that the rest can be bound.

    Nothing else hangs on them; without points, rules or facts there is nothing to bind.
    """
    for number, (*path, key) in enumerate(lacking):
        here = data
        for step in path:
            inside = step in here if isinstance(here, dict) else isinstance(step, int)
            here = here[step] if inside else here
        if isinstance(here, dict) and key in _NAMES:
            here.setdefault(key, f"unnamed_{number}" if key == "id" else "1")
    return data


def _format_number(given: str) -> int | None:
    """A document format as a number, None where it is none or too long for one."""
    plain = given.isascii() and given.isdecimal() and len(given) <= _SHOWN
    return int(given) if plain else None
