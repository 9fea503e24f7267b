"""The parts of a result (结果的组成): values, entries, indicators, findings, as frozen data."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Annotated, Any

from pydantic import ConfigDict, PlainSerializer, PlainValidator, WithJsonSchema

from zwgk.errors import Text
from zwgk.facts import Truth
from zwgk.records import Model
from zwgk.scheme import HitKind, Part, number_text


class Points(Fraction):
    """Exact points (分值): a fraction that adds up with decimals, so that a ledger can be re-added.

    >>> Decimal("100") + sum([Points(-2), Points(1, 3)])
    Points(295, 3)
    """

    def __add__(self, other: object) -> Points:  # type: ignore[override]
        if isinstance(other, (Decimal, Fraction, int)):
            return Points(Fraction(self.numerator, self.denominator) + Fraction(other))
        return NotImplemented

    def __radd__(self, other: object) -> Points:  # type: ignore[override]
        return self + other


def _points(value: Any) -> Points:
    return value if isinstance(value, Points) else Points(str(value))


Exact = Annotated[
    Points,
    PlainValidator(_points),
    PlainSerializer(number_text, return_type=str),
    WithJsonSchema({"type": "string", "description": "decimal where it ends, else n/d"}),
]


class State(StrEnum):
    """How an indicator stands (状态): 做到, 部分做到, 未做到, 不详, 不适用."""

    MET = "met"
    PARTLY = "partly"
    UNMET = "unmet"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


class Result(Model):
    """A part of a result (结果): read back just as it was written."""

    model_config = ConfigDict(str_strip_whitespace=False)


class FactResult(Result):
    """The value of a fact in a result (取值): least to most, with the records behind it.

    ``said`` is the one value that assertions alone would give, ``said_least`` and ``said_most``
    the ends where they give no single one.
    """

    id: str
    title: Text
    unit: str = ""
    least: Exact | None
    most: Exact | None
    known: bool
    applicable: Truth = Truth.YES
    words: str | None = None
    percent: bool = False
    yes_no: bool = False
    because: Text | None = None
    said: str | None = None
    said_least: Exact | None = None
    said_most: Exact | None = None
    records: tuple[str, ...] = ()


class LedgerEntry(Result):
    """One signed entry of the ledger (分项明细).

    ``points`` as the sheet says them, ``amount`` in exact points of the total.
    """

    id: str
    indicator: str
    kind: HitKind
    points: Exact
    amount: Exact
    reason: Text
    records: tuple[str, ...] = ()
    citation: str = ""


class Ledgers(Result):
    """Two ledgers of a total that is not settled (两端明细), each adding up to its bound."""

    least: tuple[LedgerEntry, ...]
    greatest: tuple[LedgerEntry, ...]


class Bounds(Result):
    """Least and greatest possible total (总分区间); ``exact`` unless it is only an enclosure."""

    least: Decimal
    greatest: Decimal
    exact: bool = True


class Settled(Result):
    """Points of the indicators that are known (已定得分), and how many points those have."""

    points: Exact
    of: Exact


class IndicatorResult(Result):
    """How one indicator came out (指标结果).

    ``least`` and ``most`` are its exact points at both ends. ``state`` is None where the
    scheme lists facts without a standard; ``claimed`` is the state if every assertion of the
    dossier were accepted. ``not_applicable`` tells why it does not apply, and who approved that.
    """

    id: str
    parent: str | None
    title: Text
    part: Part
    leaf: bool
    points: Exact | None
    least: Exact | None
    most: Exact | None
    state: State | None
    claimed: State | None
    declared: Exact | None = None
    facts: tuple[str, ...] = ()
    because: tuple[Text, ...] = ()
    error: Text | None = None
    not_applicable: Text | None = None
    citation: str = ""
    verified: bool = True
    note: str = ""


class VetoResult(Result):
    """Whether a veto fired (一票否决结果), or a node is ``below`` its fail line (不合格线)."""

    id: str
    title: Text
    fired: Truth
    below: Exact | None = None
    why: Text | None = None


class FindingKind(StrEnum):
    """Kind of finding (问题类别)."""

    DUTY = "duty"
    LEAF = "leaf"
    DECLARED = "declared"
    IDENTITY = "identity"
    RECTIFICATION = "rectification"
    SCHEME = "scheme"


class Finding(Result):
    """Something a person should look at (问题): its kind, what it is about, and in words."""

    kind: FindingKind
    state: str
    subject: str
    what: Text
    records: tuple[str, ...] = ()
