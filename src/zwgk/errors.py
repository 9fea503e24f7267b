"""Words for people, faults with their place, and the few exceptions of zwgk (错误与提示)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

__all__ = [
    "CalendarGap",
    "InvalidInput",
    "Lang",
    "Place",
    "PluginFault",
    "Problem",
    "Text",
    "ZwgkError",
]

Lang = Literal["zh", "en"]

_LONGEST = 600
"""Most characters of a fault in a message; ``Problem.what`` has all of them."""


@dataclass(frozen=True, slots=True, order=True)
class Text:
    """Words that a person sees (文字), in Chinese and, where given, in English.

    >>> str(Text("到期日", "due date"))
    '到期日'
    >>> Text("到期日", "due date").of("en"), Text("到期日").of("en")
    ('due date', '到期日')
    """

    zh: str
    en: str = ""

    def of(self, lang: Lang) -> str:
        """The words in the language asked for; Chinese where the other was not given."""
        return self.en if lang == "en" and self.en else self.zh

    def __str__(self) -> str:
        return self.zh


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands (位置): file, line and column from 1, path inside the document.

    >>> str(Place("a.yaml", 3, 5, "items[0].due"))
    'a.yaml:3:5 items[0].due'
    """

    file: str
    line: int = 0
    column: int = 0
    path: str = ""

    def __str__(self) -> str:
        spot = f":{self.line}:{self.column}" if self.line else ""
        return f"{self.file}{spot} {self.path}".rstrip()


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault (问题): where it is, what it is, and how to mend it."""

    place: Place
    what: Text
    hint: Text | None = None

    def of(self, lang: Lang) -> str:
        """The fault as one or two lines of text."""
        head = f"{_clipped(str(self.place))}: {_clipped(self.what.of(lang))}"
        if self.hint is None:
            return head
        label = "hint" if lang == "en" else "提示"
        return f"{head}\n    {label}: {self.hint.of(lang)}"

    def __str__(self) -> str:
        return self.of("zh")


def _clipped(words: str) -> str:
    """Words without the middle where something absurdly long was given and repeated."""
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST // 2]} … {words[-100:]}"


class ZwgkError(Exception):
    """Everything zwgk raises on purpose (本库错误)."""

    def of(self, lang: Lang) -> str:
        """The message in the language asked for."""
        del lang
        return str(self)


class InvalidInput(ZwgkError):
    """Input that cannot be used (输入有误): every fault that was found, each with its place.

    ``remarks`` are what should be looked at beside the faults.
    Mend: each problem carries its own hint.
    """

    def __init__(self, problems: Sequence[Problem], remarks: Sequence[Problem] = ()) -> None:
        self.problems = tuple(problems)
        self.remarks = tuple(remarks)
        super().__init__(self.of("zh"))

    def of(self, lang: Lang) -> str:
        """A count, then one paragraph a fault."""
        count = len(self.problems)
        head = f"{count} problem{'s' * (count != 1)}" if lang == "en" else f"共 {count} 处问题"
        return "\n".join([head, *(problem.of(lang) for problem in self.problems)])


class CalendarGap(ZwgkError):
    """A day whose working state no loaded notice tells (日历未覆盖).

    Raised by: ``is_workday``, ``add_workdays``, ``count_workdays`` of a calendar.
    Mend: load the next notice with ``with_notice``, or ask ``deadline()``, which answers
    provisionally with the earliest and the latest possible day; ``hint`` says which helps.
    """

    def __init__(self, message: Text, hint: Text | None = None) -> None:
        self.message = message
        self.hint = hint
        super().__init__(self.of("zh"))

    def of(self, lang: Lang) -> str:
        """The message in the language asked for, with what a caller can do about it."""
        words = self.message.of(lang)
        link = "; " if lang == "en" else "；"
        return words if self.hint is None else f"{words}{link}{self.hint.of(lang)}"

    def at(self, place: Place) -> Problem:
        """The gap as the fault of a record or a call (转为问题), with its mend for a person."""
        return Problem(
            place,
            self.message,
            Text(
                "核对日期；日期无误的，用 --notice 载入所缺年份的放假通知，或不列该项",
                "check the day; if it is right, load the notices of the years that lack with "
                "--notice, or leave the entry out",
            ),
        )


@dataclass(frozen=True, slots=True)
class PluginFault:
    """A plugin, or one of its gifts, that was set aside (插件故障), with the reason."""

    plugin: str
    doing: Text
    cause: Text
    problems: tuple[Problem, ...] = field(default=())

    def of(self, lang: Lang) -> str:
        """The fault as text: the plugin, what it was asked for, and why it was set aside."""
        if lang == "en":
            doing, cause = self.doing.of("en"), self.cause.of("en")
            return f"plugin '{self.plugin}' failed while {doing}: {cause}"
        return f"插件“{self.plugin}”在{self.doing.zh}时出错：{self.cause.zh}"

    def __str__(self) -> str:
        return self.of("zh")
