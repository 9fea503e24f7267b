"""Relations that figures must satisfy (勾稽关系), as data: one closed model a kind."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from zwgk.errors import Text
from zwgk.figures.member import is_id, literal_text
from zwgk.source import fault

__all__ = [
    "IDENTITY_KINDS",
    "Balance",
    "Change",
    "DateEqual",
    "DateOrder",
    "Equal",
    "FeasibleShare",
    "Identity",
    "Inequality",
    "ListCount",
    "Partition",
    "Percentage",
    "Plausibility",
    "PreviousPeriod",
    "Product",
    "Ratio",
    "RollUp",
    "Separation",
    "SharesTo100",
    "StepOrder",
    "Sum",
    "Unique",
]


def _member(value: Any) -> str:
    if isinstance(value, str) and is_id(value):
        return value
    text = (literal_text(value) or "").strip()
    if not text or not (is_id(text) or _readable(text)):
        raise fault(
            Text(
                f"“{value}”既不是数字编号，也不是数",
                f"'{value}' is neither a figure id nor a number",
            ),
            Text(
                "写数字编号（以字母开头）或数",
                "write the id of a figure (a letter first) or a number",
            ),
        )
    return text


def _readable(text: str) -> bool:
    if text.isascii() and text.isdecimal():
        return True  # as nearly all are: no patterns are needed
    from zwgk.figures.days import read_day  # noqa: PLC0415  # few members are literals
    from zwgk.records.numbers import read_number  # noqa: PLC0415  # as above

    reading = read_number(text)
    return reading.number is not None or reading.masked or read_day(text) is not None


def _listed(value: Any) -> Any:
    return value if isinstance(value, (list, tuple)) else [value]


def _words(value: Any) -> Any:
    return {"zh": value, "en": ""} if isinstance(value, str) else value


def _axes(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return {str(number): axis for number, axis in enumerate(value, 1)}
    return value


_OPERATORS = {"≤": "<=", "≥": ">=", "=": "==", "≠": "!=", "＜": "<", "＞": ">"}

Member = Annotated[str, BeforeValidator(_member)]
Members = Annotated[tuple[Member, ...], BeforeValidator(_listed), Field(min_length=1)]
Operator = Annotated[
    Literal["<", "<=", ">", ">=", "==", "!="],
    BeforeValidator(
        lambda value: _OPERATORS.get(value, value) if isinstance(value, str) else value
    ),
]
Axis = Annotated[str, Field(pattern=r"^[^\[\]]+$")]
Label = Annotated[Text, BeforeValidator(_words)]
Words = Annotated[str, BeforeValidator(lambda value: literal_text(value) or value)]


class Identity(BaseModel):
    """A relation between figures (勾稽关系); ``label`` names it for people.

    A member is the id of a figure, or a literal where it looks like a number. ``topic`` groups
    relations, so that facts may count their verdicts; an ``advisory`` one only warns (提醒).
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", str_strip_whitespace=True, defer_build=True
    )

    kind: str
    id: str = Field(pattern=r"^[A-Za-z][A-Za-z0-9_.\-]*$", max_length=400)
    label: Label | None = None
    note: str = ""
    topic: str = Field(default="", pattern=r"^([A-Za-z][A-Za-z0-9_.\-]*)?$")
    advisory: bool = False

    @property
    def members(self) -> tuple[str, ...]:
        """Every figure id and literal named, in the order of the fields (成员)."""
        return tuple(member for _, member in self.roles())

    def roles(self) -> list[tuple[str, str]]:
        """Each member with its place in the identity (成员位置): ``parts[0]``, ``total``."""
        found: list[tuple[str, str]] = []
        for name in type(self).model_fields:
            if name in _PLAIN_FIELDS:
                continue
            found += _roles(name, getattr(self, name))
        return found


# Fields that are no members of an identity.
_PLAIN_FIELDS = frozenset(
    {"kind", "id", "label", "note", "topic", "advisory", "listed", "op", "strict", "rest"}
    | {"measure", "direction"}
)


def _roles(name: str, value: object) -> list[tuple[str, str]]:
    if isinstance(value, str):
        return [(name, value)]
    if isinstance(value, tuple):
        return [(f"{name}[{number}]", member) for number, member in enumerate(value)]
    if isinstance(value, dict):
        return [pair for key, axis in value.items() for pair in _roles(f"{name}.{key}", axis)]
    return []


class Sum(Identity):
    """Parts, less what is taken off, make the total (合计)."""

    kind: Literal["sum"] = "sum"
    parts: Members
    minus: Annotated[tuple[Member, ...], BeforeValidator(_listed)] = ()
    total: Member


class Balance(Identity):
    """Both sides have the same sum (平衡), as 本年新收加上年结转 and 办结加结转下年."""

    kind: Literal["balance"] = "balance"
    left: Members
    right: Members


class Equal(Identity):
    """The same thing said twice is the same number, or the same words (一致)."""

    kind: Literal["equal"] = "equal"
    left: Member
    right: Member


class PreviousPeriod(Identity):
    """Carried over from the last period is what that period carried forward (上期结转)."""

    kind: Literal["previous_period"] = "previous_period"
    now: Member
    before: Member


class RollUp(Identity):
    """The number of a parent is the sum of its children's (汇总)."""

    kind: Literal["roll_up"] = "roll_up"
    parent: Member
    children: Members


class Partition(Identity):
    """One total divided in several ways (分类合计): every axis makes the same total."""

    kind: Literal["partition"] = "partition"
    total: Member
    axes: Annotated[dict[Axis, Members], BeforeValidator(_axes), Field(min_length=1)]


class Percentage(Identity):
    """Part of a whole in per cent, as printed (占比)."""

    kind: Literal["percentage"] = "percentage"
    part: Members
    whole: Members
    stated: Member


class Ratio(Identity):
    """A quotient, as printed (比值): per household, per pupil, per village."""

    kind: Literal["ratio"] = "ratio"
    numerator: Members
    denominator: Members
    stated: Member


class Product(Identity):
    """Factors multiplied make what is stated (乘积), at its printed decimals."""

    kind: Literal["product"] = "product"
    factors: Members
    stated: Member


class Change(Identity):
    """Growth against the year before (同比): in per cent, or as an amount.

    Without ``measure`` a stated per cent is a rate and anything else an amount; ``direction:
    down`` reads what is stated as a decline.
    """

    kind: Literal["change"] = "change"
    now: Member
    before: Member
    stated: Member
    measure: Literal["amount", "percent"] | None = None
    direction: Literal["up", "down"] = "up"


class Inequality(Identity):
    """One sum is less than, at most, equal to … another (大小关系)."""

    kind: Literal["inequality"] = "inequality"
    left: Members
    op: Operator
    right: Members


class Plausibility(Identity):
    """A number, or a quotient, lies between the bounds that a scheme supplies (合理性)."""

    kind: Literal["plausibility"] = "plausibility"
    value: Members
    per: Annotated[tuple[Member, ...], BeforeValidator(_listed)] = ()
    least: Member | None = None
    most: Member | None = None


class ListCount(Identity):
    """As many things are listed as claimed (列举数量)."""

    kind: Literal["list_count"] = "list_count"
    claimed: Member
    listed: tuple[Words, ...] = ()


class Unique(Identity):
    """Nothing is listed twice (不重复)."""

    kind: Literal["unique"] = "unique"
    listed: tuple[Words, ...] = Field(min_length=1)


class DateOrder(Identity):
    """One day is not after another (日期先后); ``strict`` refuses the same day too."""

    kind: Literal["date_order"] = "date_order"
    earlier: Member
    later: Member
    strict: bool = False


class DateEqual(Identity):
    """Two dates are the same as far as both are printed (日期一致)."""

    kind: Literal["date_equal"] = "date_equal"
    left: Member
    right: Member


class FeasibleShare(Identity):
    """Some whole number out of n rounds to each percentage (占比可行性).

    Several percentages are the answers of one survey, so their numbers add up to n; with
    ``rest`` some answers were not stated.
    """

    kind: Literal["feasible_share"] = "feasible_share"
    stated: Members
    n: Member
    rest: bool = False


class SharesTo100(Identity):
    """All shares of a whole make 100 (占比合计), within half a last digit for each."""

    kind: Literal["shares_to_100"] = "shares_to_100"
    stated: Members


class StepOrder(Identity):
    """Steps of a procedure follow each other (流程先后), as audit, verification, publication.

    Each step names the figure with its day; a step that was not taken says so in words (无).
    ``strict`` refuses two steps on one day.
    """

    kind: Literal["step_order"] = "step_order"
    steps: Annotated[tuple[Member, ...], Field(min_length=2)]
    strict: bool = False


class Separation(Identity):
    """Who is supervised does not lead the supervision (职责分离): posts compared by title.

    The same title is the same person only where one person of a unit holds it (镇长, 纪委书记).
    """

    kind: Literal["separation"] = "separation"
    leads: Members
    supervised: Members


IDENTITY_KINDS: dict[str, type[Identity]] = {
    model.model_fields["kind"].default: model for model in Identity.__subclasses__()
}
