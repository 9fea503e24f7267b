"""The names of events that statutory clocks know (时限事件名称)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from zwgk.errors import Text
from zwgk.time import Effect

__all__ = ["ALWAYS", "BARE", "EVENTS", "EventKind"]


class EventKind(NamedTuple):
    """What one name of an event means in every law (事件种类).

    ``also`` are names that people write for it; they are not understood, but lead to it.
    """

    effect: Effect
    title: Text
    pair: str = ""
    awaited: Text | None = None
    also: tuple[str, ...] = ()


EVENTS: Mapping[str, EventKind] = MappingProxyType(
    {
        "received": EventKind(Effect.START, Text("收到", "received")),
        "correction_asked": EventKind(
            Effect.ASK,
            Text("补正告知", "correction asked"),
            "correction",
            Text("申请人补正", "the applicant's correction"),
            ("correction_sent", "correction_noticed", "correction"),
        ),
        "corrected": EventKind(
            Effect.GIVE,
            Text("收到补正", "corrected"),
            "correction",
            also=("correction_received", "correction_given", "correction_made"),
        ),
        "correction_lapsed": EventKind(
            Effect.LAPSE, Text("逾期不补正", "correction lapsed"), "correction"
        ),
        "consultation_sent": EventKind(
            Effect.STOP,
            Text("发出征求意见", "consultation sent"),
            "consultation",
            also=("consultation", "consulted", "consultation_asked"),
        ),
        "consultation_answered": EventKind(
            Effect.GO,
            Text("收到反馈意见", "consultation answered"),
            "consultation",
            also=("consultation_received", "consultation_replied"),
        ),
        "extended": EventKind(
            Effect.EXTEND, Text("告知延长", "extended"), "extension", also=("extension",)
        ),
        "fee_noticed": EventKind(
            Effect.ASK,
            Text("收费通知", "fee noticed"),
            "fee",
            Text("申请人缴费", "the payment"),
            ("fee_asked", "fee_notice", "fee"),
        ),
        "fee_paid": EventKind(Effect.GIVE, Text("缴清费用", "fee paid"), "fee", also=("paid",)),
        "fee_lapsed": EventKind(
            Effect.LAPSE, Text("逾期未缴费", "fee lapsed"), "fee", also=("fee_unpaid",)
        ),
        "delayed_until": EventKind(
            Effect.DELAY, Text("告知延迟答复", "delayed"), "delay", also=("delay", "delayed")
        ),
        "excluded_from": EventKind(
            Effect.STOP, Text("不计入时间开始", "excluded from"), "excluded"
        ),
        "excluded_to": EventKind(Effect.GO, Text("不计入时间结束", "excluded to"), "excluded"),
        "suspended": EventKind(
            Effect.STOP, Text("中止", "suspended"), "suspended", also=("stopped", "paused")
        ),
        "resumed": EventKind(
            Effect.GO, Text("恢复", "resumed"), "suspended", also=("restarted", "continued")
        ),
        "answered": EventKind(
            Effect.DONE,
            Text("办结", "answered"),
            also=("replied", "reply", "completed", "closed", "decided"),
        ),
    }
)

ALWAYS = ("received", "answered")
"""What every limit knows."""

BARE = tuple(name for name in EVENTS if not name.startswith(("correction", "corrected", "fee")))
"""What a bare period knows: all that needs no law to say what it does."""
