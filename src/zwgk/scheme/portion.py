"""Numbers that may be written in per cent (百分数): ``95%`` is 0.95."""

from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, WithJsonSchema

from zwgk.records import Number

_PERCENT = r"^-?[0-9]+(\.[0-9]+)?\s*[%％]$"


class _Percent(str):
    """A number of per cent as text, which no context rounds; a message shows it as written."""

    __slots__ = ("written",)
    written: str

    def __new__(cls, written: str) -> Self:
        made = super().__new__(cls, f"{written.strip()[:-1].strip()}e-2")
        made.written = written
        return made

    def __str__(self) -> str:
        return self.written


def _plain(value: Any) -> Any:
    """Per cent as the number itself; what is no number is told by the type."""
    if isinstance(value, str) and value.strip().endswith(("%", "％")):
        return _Percent(value)
    return value


Rate = Annotated[
    Number,
    BeforeValidator(_plain),
    WithJsonSchema({"anyOf": [{"type": "number"}, {"type": "string"}]}),
]
"""A number or per cent (数或百分数): ``95%`` is 0.95."""

Portion = Annotated[
    Number,
    Field(ge=0, le=1),
    BeforeValidator(_plain),
    WithJsonSchema(
        {"anyOf": [{"type": "number", "minimum": 0, "maximum": 1}, {"pattern": _PERCENT}]}
    ),
]
"""A part of the points, 0 to 1 or in per cent (得分比例): ``40%`` is 0.4."""
