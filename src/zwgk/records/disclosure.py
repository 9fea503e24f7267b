"""Disclosure (公开): items, publications, requests, appeals, institutions, feedback."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import ClassVar, Self

from pydantic import model_validator

from zwgk.errors import Text
from zwgk.records.base import (
    Day,
    Id,
    Limit,
    LoggedEvent,
    Pair,
    Record,
    Rhythm,
    disorder,
    in_order,
    steps_after,
)
from zwgk.source import Fault, faults


class Openness(StrEnum):
    """How an item is open (公开属性): proactively, on request, or exempt."""

    PROACTIVE = "proactive"
    ON_REQUEST = "on_request"
    EXEMPT = "exempt"


class Item(Record):
    """A disclosure item (公开事项) of the unit's catalogue: what is to be shown, to whom, when.

    ``path`` is the class path (一级/二级/三级); ``cadence`` or ``limit`` says when: a cadence
    expands into slots, a limit (or the law, ``rule``) runs from the day the information was
    formed. An exempt item gives its reason. A list that is left out is not known; an empty
    one says that there is none.
    """

    table: ClassVar[str] = "items"
    dated_by: ClassVar[tuple[str, ...]] = ("since",)

    title: str
    path: tuple[str, ...] | None = None
    audience: tuple[Id, ...] | None = None
    openness: Openness = Openness.PROACTIVE
    exempt_reason: str = ""
    elements: tuple[str, ...] | None = None
    channels: tuple[str, ...] | None = None
    cadence: Rhythm | None = None
    limit: Limit | None = None
    rule: str | None = None
    responsible: Id | None = None
    since: Day | None = None
    until: Day | None = None

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        found: list[Fault] = [*disorder(Pair(self.since, self.until, ("since", "until")))]
        if (self.openness is Openness.EXEMPT) != bool(self.exempt_reason):
            found.append(
                Fault(
                    Text(
                        "不予公开的事项须写明 exempt_reason，其他事项不得写",
                        "exempt_reason belongs to exempt items, and every exempt item needs one",
                    ),
                    Text("补写理由，或改正 openness", "give the reason, or correct openness"),
                )
            )
        if self.cadence is not None and self.limit is not None:
            found.append(
                Fault(
                    Text("cadence 与 limit 只能写一个", "cadence and limit exclude each other"),
                    Text("定期公开写 cadence，形成后限期公开写 limit", "keep the one that applies"),
                    at=("limit",),
                    sure=True,
                )
            )
        if found:
            raise faults(found)
        return self


class Publication(Record):
    """One act of publishing (公开记录): which item, when, where.

    ``covers`` names the slot it answers (``2024-03``, ``2024-Q1``); ``formed`` is the day the
    information was formed or changed, from which a limit runs, and without which it is not known
    whether that limit was kept; ``event`` the day of what it leads up to, where it is owed before
    that, or of what happened, where its item is owed so long after it; ``until`` its withdrawal.
    """

    table: ClassVar[str] = "publications"
    derived: ClassVar[tuple[str, ...]] = ("days_shown",)
    dated_by: ClassVar[tuple[str, ...]] = ("on",)

    item: Id | None = None
    on: Day
    title: str = ""
    channel: str = ""
    address: str = ""
    covers: str | None = None
    formed: Day | None = None
    event: Day | None = None
    until: Day | None = None

    @property
    def days_shown(self) -> int | None:
        """The days from publishing to withdrawal (公示天数), None for what is still up."""
        return None if self.until is None else (self.until - self.on).days

    @model_validator(mode="after")
    def _order(self) -> Self:
        in_order(
            Pair(self.formed, self.on, ("formed", "on")), Pair(self.on, self.until, ("on", "until"))
        )
        return self


class Request(Record):
    """A request for government information (依申请公开申请) with its event log.

    ``received`` is the day of receipt by its channel; ``rule`` the law that limits the reply
    (XXGK-REPLY unless another is named); a reply is the event ``answered``.
    """

    table: ClassVar[str] = "requests"
    derived: ClassVar[tuple[str, ...]] = ("answered",)
    dated_by: ClassVar[tuple[str, ...]] = ("received",)
    follows: ClassVar[Mapping[str, str]] = {"outcome": "answered"}

    received: Day
    channel: str = ""
    applicant: Id = "natural_person"
    subject: str = ""
    rule: str = "XXGK-REPLY"
    events: tuple[LoggedEvent, ...] = ()
    outcome: Id | None = None

    @property
    def answered(self) -> date | None:
        """The first day on which a reply was made, or None."""
        return min((step.on for step in self.events if step.name == "answered"), default=None)

    @model_validator(mode="after")
    def _order(self) -> Self:
        in_order(*steps_after(self.received, self.events))
        return self


class Appeal(Record):
    """A review, a lawsuit, a complaint or a report against the unit (复议、诉讼、投诉、举报)."""

    table: ClassVar[str] = "appeals"
    dated_by: ClassVar[tuple[str, ...]] = ("received",)
    follows: ClassVar[Mapping[str, str]] = {"outcome": "decided"}

    kind: Id
    received: Day
    decided: Day | None = None
    outcome: Id | None = None
    request: Id | None = None

    @model_validator(mode="after")
    def _order(self) -> Self:
        in_order(Pair(self.received, self.decided, ("received", "decided")))
        return self


class Institution(Record):
    """A written rule of the unit (制度), such as 首问负责制; ``kind`` groups equal ones."""

    table: ClassVar[str] = "institutions"
    dated_by: ClassVar[tuple[str, ...]] = ("issued",)

    kind: Id
    title: str
    issued: Day | None = None
    document: str = ""


class Feedback(Record):
    """An opinion, complaint, praise or consultation from the public (群众反馈).

    ``limit`` is the limit that was promised for the reply, ``rule`` the law's; both may hold.
    """

    table: ClassVar[str] = "feedback"
    dated_by: ClassVar[tuple[str, ...]] = ("received",)
    follows: ClassVar[Mapping[str, str]] = {"satisfied": "answered"}

    kind: Id
    received: Day | None = None
    limit: Limit | None = None
    rule: str | None = None
    answered: Day | None = None
    satisfied: bool | None = None
    channel: str = ""

    @model_validator(mode="after")
    def _order(self) -> Self:
        in_order(Pair(self.received, self.answered, ("received", "answered")))
        return self
