"""The answer to when something is due: day, bounds, steps, articles and marks (到期结果)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from zwgk.errors import Lang, Text
from zwgk.law.rules import Mark
from zwgk.time import Step

__all__ = ["Certainty", "Citation", "Deadline", "DeadlineState"]


class Certainty(StrEnum):
    """Whether the loaded notices settle a date (确定程度)."""

    FINAL = "final"
    PROVISIONAL = "provisional"

    @property
    def label(self) -> Text:
        """The certainty in words (确定程度)."""
        return Text("确定", "final") if self is Certainty.FINAL else Text("暂定", "provisional")


_WORDS = {
    Mark.MEMORY: Text(
        "未核实（M）：凭记忆，没有见到原文", "not verified (M): from memory, not seen"
    ),
    Mark.CHOICE: Text(
        "未核实（D）：法律没有规定，是本库的选择",
        "not verified (D): the law is silent, this is our own choice",
    ),
}


class DeadlineState(StrEnum):
    """Where a deadline stands (时限状态)."""

    RUNNING = "running"
    STOPPED = "stopped"
    WAITING = "waiting"
    CLOSED = "closed"
    MET = "met"
    NOT_IN_FORCE = "not_in_force"
    """The rule did not bind on the day of the start."""
    UNKNOWN = "unknown"
    """Whether the rule bound on that day was not read."""

    @property
    def label(self) -> Text:
        """The state in words (时限状态)."""
        return _STATES[self]


_STATES = {
    DeadlineState.RUNNING: Text("计算中", "running"),
    DeadlineState.STOPPED: Text("停止计算", "stopped"),
    DeadlineState.WAITING: Text("等待中", "waiting"),
    DeadlineState.CLOSED: Text("已终结", "closed"),
    DeadlineState.MET: Text("已办结", "met"),
    DeadlineState.NOT_IN_FORCE: Text("当日无此规定", "not in force"),
    DeadlineState.UNKNOWN: Text("不详", "not known"),
}


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a rule stands (依据): document and article."""

    source: str
    article: str = ""


@dataclass(frozen=True, slots=True)
class Deadline:
    """When one thing is due (到期结果), with every step, article and mark that led there.

    ``due`` is the best reading, ``earliest`` and ``latest`` its bounds; all three are equal where
    the certainty is final. ``due`` is None while the clock stands (``remaining`` is left of the
    limit, ``earliest`` the first day it could be), while it waits (``waits_for``, ``lapses``), when
    it is closed, and for a duty without a number. ``final`` means: by the notices loaded.
    A date is a Beijing date; limits in hours give a moment in UTC+08:00.
    """

    rule: str
    version: str
    state: DeadlineState
    start: date
    limit: str
    due: date | None
    earliest: date | None
    latest: date | None
    certainty: Certainty
    steps: tuple[Step, ...]
    citations: tuple[Citation, ...]
    mark: Mark | None
    calendar: str
    remaining: int | None = None
    waits_for: Text | None = None
    lapses: date | None = None
    met: date | None = None
    bound: str = "at_most"
    direction: str = "after"

    @property
    def verified(self) -> bool:
        """Whether every text behind it was read (已核实); a bare period needs none."""
        return self.mark in (None, Mark.READ)

    def explain(self, lang: Lang = "zh") -> str:
        """The steps, numbered, each with its day, words and article (逐步说明).

        A last line says where the law was not seen, or is silent (M, D).
        """
        lines = []
        for number, step in enumerate(self.steps, 1):
            cited = f"{step.source}{step.article}" if step.article else step.source
            tail = "" if not cited else f"（{cited}）" if lang == "zh" else f" ({cited})"
            lines.append(f"{number}. {step.on} {step.what.of(lang)}{tail}")
        if self.mark in _WORDS:
            lines.append(_WORDS[self.mark].of(lang))
        return "\n".join(lines)

    def to_json(self) -> dict[str, Any]:
        """Plain data for JSON (导出): dates in ISO form, words in both languages."""
        plain: dict[str, Any] = {
            "rule": self.rule,
            "version": self.version,
            "state": self.state.value,
            "start": _iso(self.start),
            "limit": self.limit,
            "due": _iso(self.due),
            "earliest": _iso(self.earliest),
            "latest": _iso(self.latest),
            "certainty": self.certainty.value,
            "remaining": self.remaining,
            "waits_for": None if self.waits_for is None else _words(self.waits_for),
            "lapses": _iso(self.lapses),
            "met": _iso(self.met),
            "bound": self.bound,
            "direction": self.direction,
            "mark": None if self.mark is None else self.mark.value,
            "verified": self.verified,
            "calendar": self.calendar,
            "citations": [{"source": one.source, "article": one.article} for one in self.citations],
            "steps": [
                {
                    "on": _iso(step.on),
                    "what": _words(step.what),
                    "source": step.source,
                    "article": step.article,
                }
                for step in self.steps
            ],
        }
        return plain

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> Deadline:
        """The very deadline that ``to_json`` wrote (还原)."""
        given = {key: value for key, value in plain.items() if key != "verified"}
        for key in ("start", "due", "earliest", "latest", "lapses", "met"):
            given[key] = _day(given[key])
        given["state"] = DeadlineState(given["state"])
        given["certainty"] = Certainty(given["certainty"])
        given["mark"] = None if given["mark"] is None else Mark(given["mark"])
        waits = given["waits_for"]
        given["waits_for"] = None if waits is None else Text(**waits)
        given["citations"] = tuple(Citation(**one) for one in given["citations"])
        given["steps"] = tuple(
            Step(_day(one["on"]) or date.min, Text(**one["what"]), one["source"], one["article"])
            for one in given["steps"]
        )
        return cls(**given)


def _iso(moment: date | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def _words(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}
