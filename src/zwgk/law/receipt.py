"""On which day a request counts as received, and a reply as made (收到日与答复日)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from zwgk.errors import Text
from zwgk.law.result import Citation
from zwgk.law.rules import Mark
from zwgk.time import beijing_day
from zwgk.time.day import wrong

__all__ = ["LegalDay", "ReceiptChannel", "ReplyChannel", "received_on", "replied_on"]

Way = TypeVar("Way", bound=StrEnum)

_NEW = date(2019, 5, 15)
_REGULATION = "政府信息公开条例（国务院令第711号）"
_RECEIPT_2015 = Citation("国办公开办函〔2015〕207号")
_TOLD = date(2015, 12, 31)  # the day of that letter was not read; by then it was out
_RULED = date(2016, 12, 7)  # 国办公开办函〔2016〕235号
_REPLY_2016 = Citation("国办公开办函〔2016〕235号")


class ReceiptChannel(StrEnum):
    """How a request came (申请渠道)."""

    IN_PERSON = "in_person"
    SIGNED_MAIL = "signed_mail"
    """Registered or express mail that the agency signs for."""
    PLAIN_MAIL = "plain_mail"
    INTERNET = "internet"
    FAX = "fax"
    EMAIL = "email"
    OTHER = "other"
    """Another channel that the agency has published."""


class ReplyChannel(StrEnum):
    """How a reply went (答复方式)."""

    SERVED = "served"
    """Handed over, directly or by another."""
    POST = "post"
    """By the postal enterprise."""
    COURIER = "courier"
    ELECTRONIC = "electronic"


@dataclass(frozen=True, slots=True)
class LegalDay:
    """A day that the law fixes (法定日), None while what fixes it has not happened."""

    day: date | None
    why: Text
    citation: Citation
    mark: Mark


def received_on(
    channel: ReceiptChannel | str, arrived: date, *, confirmed: date | None = None
) -> LegalDay:
    """The day a request counts as received (收到申请之日), by the rules of the day it arrived.

    ``arrived`` is the day it was handed in, signed for, or came in; ``confirmed`` the day on
    which agency and applicant confirmed it. From 2019-05-15 条例 Art.31, before that 国办公开办函
    〔2015〕207号; which of the two holds for a request that arrived before and was confirmed
    after is our own choice, as is reading requests before 2016 by the latter. For an ``other``
    channel the day that the agency's own rule names is given as ``confirmed``; the law of 2019
    does not name such a channel.

    >>> received_on("email", date(2019, 5, 14)).day == date(2019, 5, 14)
    True
    >>> print(received_on("email", date(2019, 5, 15)).day)
    None

    Raises:
        InvalidInput: for another channel, and a confirmation before the arrival.
    """
    way = _one_of(ReceiptChannel, channel)
    arrived = beijing_day(arrived, "arrived")
    confirmed = None if confirmed is None else beijing_day(confirmed, "confirmed")
    if confirmed is not None and confirmed < arrived:
        raise wrong("confirmed", f"确认日 {confirmed} 早于到达日 {arrived}",
                    f"confirmed {confirmed}, before it arrived {arrived}",
                    "核对日期", "check the dates")  # fmt: skip
    new = arrived >= _NEW
    day: date | None
    if way is ReceiptChannel.IN_PERSON:
        why, item, day = Text("当面提交之日", "day it was handed in"), "第一项", arrived
    elif way is ReceiptChannel.SIGNED_MAIL:
        why, item, day = Text("行政机关签收之日", "day the agency signed"), "第二项", arrived
    elif way is ReceiptChannel.EMAIL and not new:
        why, item, day = Text("邮件系统收到之日", "day the mail system received it"), "", arrived
    elif way is ReceiptChannel.PLAIN_MAIL:
        item, day = "第二项", confirmed
        why = Text(
            "与申请人确认之日（应当于收到当日确认）", "day of confirming it with the applicant"
        )
    else:
        why, item, day = Text("双方确认之日", "day both sides confirmed"), "第三项", confirmed
    citation = Citation(_REGULATION, f"第三十一条{item}") if new else _RECEIPT_2015
    unnamed = new and way is ReceiptChannel.OTHER  # Art.31 names the internet and the fax
    between = not new and day is not None and day >= _NEW
    chosen = unnamed or between or arrived < _TOLD
    return LegalDay(day, why, citation, Mark.CHOICE if chosen else Mark.READ)


def replied_on(channel: ReplyChannel | str, sent: date, *, signed: date | None = None) -> LegalDay:
    """The day a reply counts as made (答复之日).

    ``sent`` is the day it was handed to the post, to the courier, or sent; ``signed`` the day the
    applicant signed. Source: 国办公开办函〔2016〕235号. It says nothing of electronic replies and
    demands the postal enterprise: sending, and signing for a courier's letter, are our choice, as
    is reading replies before it (2016-12-07) by it.

    Raises:
        InvalidInput: for another channel, and a signature before the sending.
    """
    way = _one_of(ReplyChannel, channel)
    sent = beijing_day(sent, "sent")
    signed = None if signed is None else beijing_day(signed, "signed")
    if signed is not None and signed < sent:
        raise wrong("signed", f"签收日 {signed} 早于发出日 {sent}",
                    f"signed {signed}, before it was sent {sent}",
                    "核对日期", "check the dates")  # fmt: skip
    signature = Text("申请人签收之日", "day the applicant signed")
    mark = Mark.READ if sent >= _RULED else Mark.CHOICE
    if way is ReplyChannel.POST:
        return LegalDay(sent, Text("交邮之日", "day it was posted"), _REPLY_2016, mark)
    if way is ReplyChannel.SERVED:
        return LegalDay(signed, signature, _REPLY_2016, mark)
    if way is ReplyChannel.COURIER:
        return LegalDay(signed, signature, _REPLY_2016, Mark.CHOICE)
    return LegalDay(sent, Text("发出之日", "day it was sent"), _REPLY_2016, Mark.CHOICE)


def _one_of(ways: type[Way], given: Way | str) -> Way:
    try:
        return ways(given)
    except ValueError:
        names = "、".join(ways)
        raise wrong(
            "channel",
            f"不认识的方式 {given!r}",
            f"unknown channel {given!r}",
            f"可用：{names}",
            f"there are: {names}",
        ) from None
