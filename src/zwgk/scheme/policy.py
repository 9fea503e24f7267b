"""What becomes of the points of what does not apply (缺项办法)."""

from enum import StrEnum
from typing import Any, ClassVar, Literal, Self

from pydantic import model_validator

from zwgk.errors import Text
from zwgk.records import Id
from zwgk.scheme.shorthand import Shorthand
from zwgk.source import fault


class Policy(StrEnum):
    """Where the points of an indicator go that does not apply (缺项办法)."""

    SCALE = "scale"
    EVEN = "even"
    PROPORTIONAL = "proportional"
    PROFILE = "profile"
    DROP = "drop"
    FULL = "full"
    ZERO = "zero"


class Lacking(Shorthand):
    """The policy of a node for when it does not apply (缺项办法).

    ``scale`` multiplies what the rest got by all points over those that are left; ``even`` gives
    its points in equal parts to its siblings, ``proportional`` in proportion to their points;
    ``got`` says whether the points that a sibling got grow with its maximum, or the added ones
    count as got (``full``). ``profile`` takes the siblings' points from ``sheet``. ``drop`` takes
    its points out of the maximum; ``full`` and ``zero`` count them as all or nothing.
    """

    short: ClassVar[dict[str, Any]] = {"enum": [policy.value for policy in Policy]}

    policy: Policy
    got: Literal["proportional", "full"] = "proportional"
    sheet: Id | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_word(cls, value: Any) -> Any:
        return {"policy": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if "got" in self.model_fields_set and self.policy is not Policy.EVEN:
            raise fault(
                Text("got 只用于 even", "got belongs to even"),
                Text("删去 got", "remove got"),
            )
        if self.sheet is not None and self.policy is not Policy.PROFILE:
            raise fault(
                Text("sheet 只用于 profile", "sheet belongs to profile"),
                Text("删去 sheet", "remove sheet"),
            )
        return self

    @property
    def keeps(self) -> bool:
        """Whether the points stay where they are, all or none of them (分值不转移)."""
        return self.policy in {Policy.FULL, Policy.ZERO}
