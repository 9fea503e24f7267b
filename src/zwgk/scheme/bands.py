"""Grades and where they begin and end (等次)."""

from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from zwgk.errors import Text
from zwgk.records import Id, Label, Model, Number
from zwgk.source import fault


def _percent(value: Any) -> Any:
    if isinstance(value, str) and value.strip().endswith("%"):
        return value.strip()[:-1]
    raise fault(
        Text(f"“{value}”不是百分比", f"'{value}' is not a percentage"),
        Text('写作 quota: "25%"', 'write quota: "25%"'),
    )


# A share of the ranked units, written in per cent.
Quota = Annotated[
    Number,
    BeforeValidator(_percent),
    WithJsonSchema({"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)?%$"}),
]


End = Annotated[Number, Field(ge=-1_000_000, le=1_000_000)]
"""Where a grade begins or ends (等次起止): as far as points go, and below 0 as penalties do."""


class Band(Model):
    """A grade (等次) and where it begins: ``from`` includes its number, ``above`` does not.

    ``to`` (included) or ``below`` (not) say where it ends, where the source says so; then what
    lies between two grades has none. ``top: 8`` or ``quota: "25%"`` give it by rank to those
    who reach its begin. The last band has no begin.
    """

    id: Id
    title: Label
    start: End | None = Field(default=None, alias="from")
    above: End | None = None
    to: End | None = None
    below: End | None = None
    top: int | None = Field(default=None, ge=1)
    quota: Quota | None = Field(default=None, gt=0, le=100)

    @model_validator(mode="after")
    def _one(self) -> Self:
        if self.start is not None and self.above is not None:
            raise fault(
                Text("from 与 above 只能写一个", "a grade has from or above, not both"),
                Text("“以上”写 from，“超过”写 above", "'>=' is from, '>' is above"),
            )
        if self.to is not None and self.below is not None:
            raise fault(
                Text("to 与 below 只能写一个", "a grade has to or below, not both"),
                Text("“以下（含）”写 to，“不足”写 below", "'<=' is to, '<' is below"),
            )
        if self.top is not None and self.quota is not None:
            raise fault(
                Text("top 与 quota 只能写一个", "a grade has top or quota, not both"),
                Text("“前 8 名”写 top，“前 25%”写 quota", "the first 8: top; the first 25%: quota"),
            )
        low = self.start if self.start is not None else self.above
        high = self.to if self.to is not None else self.below
        if low is not None and high is not None:
            closed = self.start is not None and self.to is not None
            if low > high or (low == high and not closed):
                raise fault(
                    Text("等次的终点低于起点", "the grade ends before it begins"),
                    Text("核对 from/above 与 to/below", "check from/above against to/below"),
                )
        return self

    @property
    def ranked(self) -> bool:
        """Whether the rank among other units decides it (按名次)."""
        return self.top is not None or self.quota is not None
