"""Bars of points (得分图): one bar a top-level indicator, cut into got, open and lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from zwgk.report.plain import plain, shortened
from zwgk.report.words import Teller, named
from zwgk.scheme import Part, number_text
from zwgk.scoring import IndicatorResult, points_text

__all__ = ["Bar", "Chart", "Segment", "chart_of"]

ZERO = Fraction(0)
WIDTH = 500
"""Drawing units of a bar that stands for all points of its indicator."""
STEP, BAR, MARK = 46, 16, 14
LABEL_COLUMNS = 56


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a bar (分段): got, open or lost, where it begins and how wide it is.

    ``middle`` is where its mark goes; empty where the piece is too narrow for one.
    """

    kind: str
    mark: str
    left: str
    width: str
    middle: str


@dataclass(frozen=True, slots=True)
class Bar:
    """The bar of one indicator (得分条), at ``top`` units from the upper edge."""

    label: str
    words: str
    top: int
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars with a title and a description for those who do not see them (得分图)."""

    title: str
    description: str
    legend: str
    height: int
    bars: tuple[Bar, ...]


def chart_of(results: Sequence[IndicatorResult], title: str, say: Teller) -> Chart | None:
    """The bars of the top-level indicators that have points (得分图); None where none has."""
    shown = [
        (result, result.points, result.least, result.most)
        for result in results
        if result.parent is None and result.points and None not in (result.least, result.most)
    ]
    bars = tuple(
        Bar(
            label=shortened(plain(named(result, say)), LABEL_COLUMNS),
            words=points_text(result, say.lang),
            top=number * STEP,
            segments=_segments(_cut(result.part, points, least or ZERO, most or ZERO), points),
        )
        for number, (result, points, least, most) in enumerate(shown)
    )
    if not bars:
        return None
    told = say("；", "; ").join(
        say.pair(named(result, say), points_text(result, say.lang)) for result, *_ in shown
    )
    return Chart(
        title=title,
        description=say(
            f"每条表示一项一级指标，数字与下表相同。{told}",
            f"One bar for each top-level indicator; the table has the same numbers. {told}",
        ),
        legend=say("● 已得　? 未定　▼ 已失", "● got, ? open, ▼ lost"),
        height=len(bars) * STEP,
        bars=bars,
    )


def _cut(
    part: Part, points: Fraction, least: Fraction, most: Fraction
) -> tuple[tuple[str, str, Fraction], ...]:
    """Got, open and lost points, within the bar: a bonus not gained is no loss."""

    def within(value: Fraction) -> Fraction:
        return max(ZERO, min(points, value))

    if part is Part.PENALTY:
        lost = within(-most)
        return (("lost", "▼", lost), ("open", "?", within(-least) - lost))
    got, open_ = within(least), within(most) - within(least)
    lost = points - got - open_ if part is Part.BASE else ZERO
    return (("got", "●", got), ("open", "?", open_), ("lost", "▼", lost))


def _segments(cut: Sequence[tuple[str, str, Fraction]], points: Fraction) -> tuple[Segment, ...]:
    segments = []
    left = ZERO
    for kind, mark, share in cut:
        size = share * WIDTH / points
        if size:
            middle = _units(left + size / 2) if size >= MARK else ""
            segments.append(Segment(kind, mark, _units(left), _units(size), middle))
        left += size
    return tuple(segments)


def _units(value: Fraction) -> str:
    """A length in drawing units, to one decimal, half up."""
    return number_text(Fraction((value * 20 + 1) // 2, 10))
