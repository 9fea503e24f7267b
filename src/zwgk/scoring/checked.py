"""What a rule may give (规则结果检查): a plugin's may give anything."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from zwgk.errors import Text
from zwgk.scheme import Hit, HitKind, Indicator, Part, number_text
from zwgk.scoring.marking import ZERO


def check_hits(node: Indicator, start: Fraction, hits: Sequence[Hit]) -> None:
    """A rule gives exact points, and no more than its leaf has."""
    full = node.points or ZERO
    for hit in hits:
        _usable(hit)
        if not isinstance(hit.points, (int, Fraction)):
            raise TypeError(f"{hit.points!r} is not exact")
    got = start + sum((hit.points for hit in hits), ZERO)
    if node.part is Part.PENALTY and not -full <= got <= 0:
        raise ValueError(f"{number_text(got)} is not between -{number_text(full)} and 0")
    if got > full:
        raise ValueError(f"{number_text(got)} is more than {number_text(full)}")


def _usable(hit: object) -> None:
    """A hit is made of what the ledger can hold; a plugin may give anything."""
    if not isinstance(hit, Hit):
        raise TypeError(f"{type(hit).__name__} is no Hit")
    kind: object = hit.kind
    reason: object = hit.reason
    records: object = hit.records
    if not isinstance(kind, HitKind):
        raise TypeError(f"{kind!r} is no HitKind")
    if not isinstance(reason, Text):
        raise TypeError(f"the reason is a {type(reason).__name__}, no Text")
    if not isinstance(records, tuple) or not all(isinstance(one, str) for one in records):
        raise TypeError("the records are no tuple of record ids")
