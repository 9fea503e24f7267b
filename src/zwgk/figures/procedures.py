"""Procedures (程序): steps in their order, and nobody who leads his own supervision."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple, TypeAlias

from zwgk.errors import Text
from zwgk.figures.book import Book, Quantity
from zwgk.figures.dated import in_order
from zwgk.figures.days import Day, read_day
from zwgk.figures.identities import Separation, StepOrder
from zwgk.figures.judging import conclude, gap_verdict
from zwgk.figures.verdicts import Status, Suggestion, Verdict, Why
from zwgk.records import Model
from zwgk.source import build, read_source

__all__ = ["SEVERAL", "judge_separation", "judge_step_order"]

SEVERAL = "posts"
"""The kind of a figure that names a post held by several people."""

_WHOLE_DAY = 3
_OTHER_POST = re.compile(r"[（(]([^（）()]*)[)）]")
_Taken: TypeAlias = Day | Literal["not_taken"] | None


class _Step(NamedTuple):
    """One step: its day, that it was not taken, or None where neither is known."""

    quantity: Quantity
    taken: _Taken

    @property
    def day(self) -> Day | None:
        """The day of a step that was taken."""
        return self.taken if isinstance(self.taken, Day) else None


def judge_step_order(book: Book, identity: StepOrder) -> Verdict:
    """Steps against their order (流程先后).

    A step that was not taken before one that was is an order that does not hold; where fewer
    than two were taken there is nothing to compare.
    """
    steps = [_step(quantity) for quantity in book.quantities(identity.steps)]
    worst = _worst(steps, strict=identity.strict)
    unknown = [step.quantity for step in steps if step.taken is None]
    if worst is not Status.DOES_NOT_HOLD and unknown:
        gap = gap_verdict(identity, [quantity for quantity in unknown if quantity.gap])
        return gap or conclude(identity, Status.UNVERIFIABLE, _words(steps))
    if worst is Status.HOLDS and sum(step.day is not None for step in steps) <= 1:
        reason = Text("做过的步骤不到两个", "fewer than two steps were taken")
        return conclude(identity, Status.NOT_APPLICABLE, reason)
    mend = [] if worst is not Status.DOES_NOT_HOLD or unknown or identity.strict else _mends(steps)
    return conclude(identity, worst, _words(steps), would_hold=mend)


def _step(quantity: Quantity) -> _Step:
    if quantity.reading.none:
        return _Step(quantity, "not_taken")
    return _Step(quantity, read_day(quantity.printed))


def _worst(steps: Sequence[_Step], *, strict: bool) -> Status:
    """The worst of all pairs: an earlier step against a later one that was taken."""
    found = Status.HOLDS
    for later_at, later in enumerate(steps):
        if later.day is None:
            continue
        for earlier in steps[:later_at]:
            if earlier.taken == "not_taken":
                return Status.DOES_NOT_HOLD
            if earlier.day is None:
                continue
            one = earlier.day.in_year(later.day.year)
            status = in_order(one, later.day.in_year(one.year), strict=strict)
            if status is Status.DOES_NOT_HOLD:
                return status
            if status is not Status.HOLDS:
                found = status
    return found


def _words(steps: Sequence[_Step]) -> Text:
    zh = [
        "没有进行" if step.taken == "not_taken" else str(step.day or "日期不详") for step in steps
    ]
    en = ["not taken" if step.taken == "not_taken" else str(step.day or "?") for step in steps]
    return Text(f"依次为 {'、'.join(zh)}", f"in turn: {', '.join(en)}")


def _mends(steps: Sequence[_Step]) -> list[Suggestion]:
    """For each step that alone could be wrong, the days between its neighbours."""
    found = []
    for at, step in enumerate(steps):
        before, after = steps[:at], steps[at + 1 :]
        days = [other.day for other in (*before, *after) if other.day is not None]
        if (
            any(other.taken == "not_taken" for other in before)
            or any(day.precision != _WHOLE_DAY or day.year is None for day in days)
            or _worst([*before, *after], strict=False) is not Status.HOLDS
        ):
            continue
        least = next((str(other.day) for other in reversed(before) if other.day), None)
        most = next((str(other.day) for other in after if other.day), None)
        value = most if least is None or (most and str(step.day or "") > most) else least
        if step.taken == "not_taken":
            value = most
        if value is None:
            continue
        why = Why.MISSING if step.taken == "not_taken" else Why.VALUE
        found.append(
            Suggestion(
                why=why, role=f"steps[{at}]", member=step.quantity.name,
                value=value, least=least, most=most,
            )
        )  # fmt: skip
    return found


def judge_separation(book: Book, identity: Separation) -> Verdict:
    """Those who lead a supervision against those whom it supervises (职责分离), by their posts.

    A post that one person of a unit holds (镇长, 纪委书记) is one person wherever it stands. A
    title that several may have (副局长, 成员), or a second post in brackets, leaves it open.
    """
    leads, supervised = book.quantities(identity.leads), book.quantities(identity.supervised)
    blank = [q for q in (*leads, *supervised) if q.reading.missing or q.reading.masked]
    same = _same_persons(leads, supervised)
    if same:
        posts = list(dict.fromkeys(lead.printed for lead in same))
        reason = Text(
            f"{'、'.join(posts)}既负责监督，又在被监督之列",
            f"{', '.join(posts)}: leads the supervision and is supervised",
        )
        return conclude(identity, Status.DOES_NOT_HOLD, reason)
    gap = gap_verdict(identity, blank)
    if gap is not None:
        return gap
    theirs = {post for quantity in supervised for post in _posts(quantity)}
    maybe = [lead for lead in leads if not theirs.isdisjoint(_posts(lead))]
    if maybe:
        posts = list(dict.fromkeys(lead.printed for lead in maybe))
        reason = Text(
            f"{'、'.join(posts)}是否同一人，从职务看不出",
            f"{', '.join(posts)}: the posts do not tell whether it is one person",
        )
        return conclude(identity, Status.UNVERIFIABLE, reason)
    return conclude(identity, Status.HOLDS, Text("职务各不相同", "no post stands on both sides"))


def _posts(quantity: Quantity) -> tuple[str, ...]:
    """The post, then the other posts that stand behind it in brackets."""
    text = quantity.printed.strip()
    main = _OTHER_POST.sub("", text).strip()
    others = (part for found in _OTHER_POST.findall(text) for part in re.split("[、,，]", found))
    return (main, *(part.strip() for part in others if part.strip()))


class _Titles(Model):
    words: tuple[str, ...]
    bare: tuple[str, ...]


@cache
def _shared() -> _Titles:
    return build(_Titles, read_source(files("zwgk.figures").joinpath("data/posts.yaml")))


def _same_persons(leads: Sequence[Quantity], supervised: Sequence[Quantity]) -> list[Quantity]:
    """Those who lead and surely are supervised: by their figure, or by a post that one holds."""
    names = {quantity.name for quantity in supervised if not quantity.literal}
    posts = {_posts(quantity)[0] for quantity in supervised if quantity.kind != SEVERAL}
    found = []
    for lead in leads:
        post = _posts(lead)[0]
        if not post or lead.kind == SEVERAL:
            continue
        alone = post not in _shared().bare and not any(word in post for word in _shared().words)
        if lead.name in names or (alone and post in posts):
            found.append(lead)
    return found
