"""Words of a report (报告用语) for the values of closed lists, and how a language joins them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from zwgk.duties import OUTCOMES, DutyKind, LimitKind, Outcome
from zwgk.errors import Lang, Text
from zwgk.facts import Truth
from zwgk.law import Mark
from zwgk.scheme import Part
from zwgk.scoring import FindingKind, IndicatorResult

__all__ = [
    "DUTIES", "FINDINGS", "FIRED", "LIMITS", "MARKS", "MISSED", "OUTCOMES", "PARTS", "Outcome",
    "Teller", "named",
]  # fmt: skip

PARTS = {
    Part.BASE: Text("", ""),
    Part.BONUS: Text("加分", "bonus"),
    Part.PENALTY: Text("倒扣", "penalty"),
    Part.VETO: Text("一票否决", "veto"),
}
DUTIES = {
    DutyKind.PUBLISH: Text("公开", "publish"),
    DutyKind.SHOW: Text("公示", "show"),
    DutyKind.UPDATE: Text("更新", "update"),
    DutyKind.REPLY: Text("答复", "reply"),
    DutyKind.COMPLETE: Text("办结", "complete"),
    DutyKind.REPORT: Text("报告", "report"),
    DutyKind.RECTIFY: Text("整改", "rectify"),
}
LIMITS = {
    LimitKind.STATUTORY: Text("法定时限", "statutory limit"),
    LimitKind.PROMISED: Text("承诺时限", "promised limit"),
    LimitKind.CADENCE: Text("公开频次", "cadence"),
    LimitKind.SET: Text("规定日期", "set day"),
}
MARKS: dict[str | None, Text] = {
    Mark.EXCERPT: Text("只见摘录", "only an excerpt was read"),
    Mark.CHOICE: Text("法无明文，按本库取法", "the law is silent; a choice of this library"),
    Mark.MEMORY: Text("未见原文", "the text was not seen"),
}
FIRED = {
    Truth.YES: Text("已触发", "fired"),
    Truth.NO: Text("未触发", "not fired"),
    Truth.MAYBE: Text("不详", "not known"),
}
MISSED = {
    Truth.YES: Text("低于不合格线", "below it"),
    Truth.NO: Text("未低于", "not below it"),
    Truth.MAYBE: Text("不详", "not known"),
}
FINDINGS = {
    FindingKind.DUTY: Text("应办事项", "duty"),
    FindingKind.LEAF: Text("指标", "indicator"),
    FindingKind.DECLARED: Text("自评", "declared points"),
    FindingKind.IDENTITY: Text("勾稽关系", "identity"),
    FindingKind.RECTIFICATION: Text("整改", "rectification"),
    FindingKind.SCHEME: Text("方案", "scheme"),
}


@dataclass(frozen=True, slots=True)
class Teller:
    """Says things in one language (用语): ``say("得分", "points")``.

    >>> say = Teller("en")
    >>> say("得分", "points"), say.among(["a", "b", "c"], 2)
    ('points', 'a, b and 1 more')
    """

    lang: Lang

    def __call__(self, zh: str, en: str) -> str:
        """One of the two."""
        return self.of(Text(zh, en))

    def of(self, text: Text) -> str:
        """The words in this language."""
        return text.of(self.lang)

    def pair(self, label: str, value: str) -> str:
        """A label and what stands under it, on one line."""
        return f"{label}：{value}" if self.lang == "zh" else f"{label}: {value}"

    def aside(self, text: str) -> str:
        """Words in brackets behind others; nothing for no words."""
        if not text:
            return ""
        return f"（{text}）" if self.lang == "zh" else f" ({text})"

    def joined(self, parts: Iterable[str]) -> str:
        """Several things as a list on one line."""
        return ("、" if self.lang == "zh" else ", ").join(parts)

    def among(self, parts: Iterable[str], most: int) -> str:
        """The first few things of a list, and how many there are beside them."""
        given = list(parts)
        more = len(given) - most
        if more <= 0:
            return self.joined(given)
        return self.joined(given[:most]) + self(f" 等 {len(given)} 个", f" and {more} more")


def named(node: IndicatorResult, say: Teller) -> str:
    """An indicator's id and title, and whether it adds, takes off or vetoes (指标名称)."""
    title, part = say.of(node.title), say.of(PARTS[node.part])
    told = part.casefold() in title.casefold()
    return f"{node.id} {title}{'' if told else say.aside(part)}"
