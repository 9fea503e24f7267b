"""Statutory limits as dated data (法定时限): one start event and one limit a rule."""

from __future__ import annotations

import pathlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import cache, cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from zwgk.errors import InvalidInput, Text
from zwgk.law.events import ALWAYS, EVENTS
from zwgk.source import Source, build, did_you_mean, fault, read_source
from zwgk.time import (
    CalendarDays,
    FixedDate,
    Hours,
    Signal,
    Span,
    Standing,
    WorkingDays,
)

__all__ = ["EventRule", "Force", "Mark", "Rule", "RuleOnDay", "RuleVersion", "Rules", "load_rules"]


class Mark(StrEnum):
    """How well a rule is known (核实程度), best first."""

    READ = "R"
    """The text was read."""
    EXCERPT = "R~"
    """An excerpt or a quotation was read."""
    CHOICE = "D"
    """The law is silent; this is our own choice."""
    MEMORY = "M"
    """From memory, not seen."""


class Force(StrEnum):
    """Whether a rule bound on a day (效力)."""

    IN_FORCE = "in_force"
    NOT_IN_FORCE = "not_in_force"
    NOT_KNOWN = "not_known"


_PERIODS = WorkingDays | CalendarDays | Span | Hours | FixedDate | Standing


def _read_period(given: object) -> object:
    if not isinstance(given, str):
        return given
    from zwgk.time import parse_period  # noqa: PLC0415  # patterns are made when words are read

    try:
        return parse_period(given)
    except ValueError as bad:
        raise fault(Text(str(bad), str(bad))) from None


def _read_text(given: object) -> object:
    return Text(given) if isinstance(given, str) else given


def _read_length(given: object) -> object:
    """A length in days, months or years; a moment or a day of the year measures nothing here."""
    period = _read_period(given)
    if isinstance(period, Hours | FixedDate | Standing):
        raise fault(
            Text(f"“{period}”不能用在这里", f"'{period}' cannot be used here"),
            Text("写工作日、日、月或年", "write working days, days, months or years"),
        )
    return period


Words = Annotated[Text, BeforeValidator(_read_text)]
Limit = Annotated[_PERIODS, BeforeValidator(_read_period)]
Length = Annotated[WorkingDays | CalendarDays | Span, BeforeValidator(_read_length)]


class _Model(BaseModel):
    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        str_strip_whitespace=True,
        arbitrary_types_allowed=True,
        defer_build=True,
    )


class EventRule(_Model):
    """What one version of a rule says of one kind of event (事件规定).

    ``within`` is the agency's own limit for it, ``lapse`` the other side's, ``strict`` that the
    lapse closes the clock by itself; ``from`` is the first day on which there is such an event,
    where that is later than the version.
    """

    article: str = ""
    source: str = ""
    from_: date | None = Field(default=None, alias="from")
    within: Length | None = None
    lapse: Length | None = None
    strict: bool = False
    mark: Mark = Mark.READ


class RuleVersion(_Model):
    """A rule as it stood for a time (规则版本): ``[from, to)``, limit, article and mark.

    ``from`` may be unknown; the rule is then known to hold from ``seen``, the date of the text
    that was read; ``from_mark`` is how well ``from`` is known. A rule without a number has
    ``words`` (及时) in place of a ``limit``. One that ``rolls`` gives way where its last day is a
    rest day, by ``rolls_article`` of the same document.
    """

    id: str
    from_: date | None = Field(default=None, alias="from")
    to: date | None = None
    from_mark: Mark = Mark.READ
    seen: date | None = None
    limit: Limit | None = None
    words: Words | None = None
    bound: Literal["at_most", "at_least"] = "at_most"
    direction: Literal["after", "before"] = "after"
    rolls: bool = False
    rolls_article: str = ""
    extension: Length | None = None
    approver: Words | None = None
    events: Mapping[str, EventRule] = Field(default_factory=dict)
    silence: Words | None = None
    note: Words | None = None
    source: str
    article: str = ""
    mark: Mark

    @field_validator("events", mode="before")
    @classmethod
    def _no_detail(cls, given: object) -> object:
        if isinstance(given, Mapping):
            return {name: detail or {} for name, detail in given.items()}
        return given

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.from_ is None and self.seen is None:
            raise fault(
                Text("from 与 seen 至少写一个", "one of from and seen is needed"),
                Text("生效日不详时写所读文本的日期 seen", "if from is unknown, give seen"),
            )
        if self.from_ and self.to and self.to <= self.from_:
            raise fault(Text("to 应晚于 from", "to must be after from"))
        if (self.limit is None) == (self.words is None):
            raise fault(
                Text("limit 与 words 只写其一", "exactly one of limit and words is wanted"),
                Text("有期限写 limit，无数字写 words", "a number is a limit, none is words"),
            )
        for name in self.events:
            if name not in EVENTS:
                raise fault(
                    Text(f"不认识的事件“{name}”", f"unknown event '{name}'"),
                    did_you_mean(name, sorted(EVENTS)),
                )
        measured = isinstance(self.limit, WorkingDays | CalendarDays | Span)
        if self.direction == "before" and (self.events or not measured):
            raise fault(
                Text(
                    "倒推的期限须为日、月或年，且没有事件",
                    "a limit before an event is a plain length",
                ),
                Text("写工作日、日、月或年，删去 events", "write a length, and no events"),
            )
        if self.events and not measured:
            raise fault(
                Text("这种期限没有可停可延的事件", "nothing stops or extends such a limit"),
                Text("删去 events", "leave events out"),
            )
        if ("extended" in self.events) != (self.extension is not None):
            raise fault(
                Text(
                    "extension 与事件 extended 应同时出现",
                    "extension and the event 'extended' go together",
                )
            )
        return self

    @property
    def known_from(self) -> date:
        """The first day on which this version surely held (确知生效日)."""
        known = self.from_ or self.seen
        if known is None:
            raise ValueError("unreachable: checked when read")  # pragma: no cover
        return known

    def marks_on(self, day: date) -> tuple[Mark, ...]:
        """The marks that an answer for this day rests on (当日所依标注).

        How well the beginning is known matters only before the date of the text that was read.
        """
        if self.seen is not None and day >= self.seen:
            return (self.mark,)
        return (self.mark, self.from_mark)

    @property
    def rolled_by(self) -> tuple[str, str]:
        """Document and article that give way to rest days (顺延依据)."""
        return (self.source, self.rolls_article) if self.rolls_article else ("", "")

    @cached_property
    def signals(self) -> Mapping[str, Signal]:
        """What each event does under this version (可用事件)."""
        rules = {name: EventRule() for name in ALWAYS} | dict(self.events)
        return {name: self._signal(name, rule) for name, rule in rules.items()}

    def _signal(self, name: str, rule: EventRule) -> Signal:
        kind = EVENTS[name]
        return Signal(
            kind.effect,
            kind.title,
            kind.pair,
            (rule.source or self.source) if rule.article or rule.source else "",
            rule.article,
            rule.within,
            rule.lapse,
            rule.strict,
            self.extension,
            kind.awaited,
            rule.from_,
            kind.also,
        )


class Rule(_Model):
    """One statutory rule (法定时限规则) in all its versions.

    ``kind`` is what is owed (publish, reply, complete, report, rectify, review, …), ``start`` the
    event that starts the count, ``region`` the place of a local rule, ``over`` the general rules
    that this one goes before.
    """

    id: str = Field(pattern=r"^[A-Z][A-Z0-9]*(-[A-Z0-9]+)*$")
    title: Words
    kind: str
    start: Words
    region: str = ""
    over: tuple[str, ...] = ()
    note: Words | None = None
    versions: tuple[RuleVersion, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        for earlier, later in zip(self.versions, self.versions[1:], strict=False):
            if earlier.to is None or earlier.to > later.known_from:
                raise fault(
                    Text(
                        f"版本 {earlier.id} 与 {later.id} 的时间重叠",
                        f"versions {earlier.id} and {later.id} overlap",
                    ),
                    Text("前一版本写 to", "give the earlier one a to"),
                )
        if len({version.id for version in self.versions}) < len(self.versions):
            raise fault(Text("版本编号重复", "two versions with one id"))
        return self

    @cached_property
    def openings(self) -> Mapping[str, tuple[Text, ...]]:
        """What an answer begins with, by the id of the version that was chosen (开头的说明)."""
        special: tuple[Text, ...] = ()
        if self.over:
            general = "、".join(self.over)
            special = (
                Text(
                    f"特别规定，先于 {general} 适用",
                    f"a special limit, it goes before {', '.join(self.over)}",
                ),
            )
        return {
            one.id: (
                Text(
                    f"{self.title.zh}：按当日有效的 {one.id} 版",
                    f"{self.title.of('en')}: version {one.id}, in force on this day",
                ),
                *special,
            )
            for one in self.versions
        }

    def on(self, day: date) -> tuple[Force, RuleVersion | None]:
        """Whether the rule bound on a day, and in which version (某日的效力).

        A day before the text that was read, with no known beginning, is not known.
        """
        for version in self.versions:
            if version.known_from <= day and (version.to is None or day < version.to):
                return Force.IN_FORCE, version
        for version in self.versions:
            if version.from_ is None and day < version.known_from:
                return Force.NOT_KNOWN, None
        return Force.NOT_IN_FORCE, None


class RuleOnDay(NamedTuple):
    """A rule on one day (某日的规则); the version is None where it is not known."""

    rule: Rule
    force: Force
    version: RuleVersion | None


class _Document(_Model):
    format: Literal["1"]
    rules: tuple[Rule, ...]


class Rules(Mapping[str, Rule]):
    """Rules by id (规则集); documents add to it and never overwrite."""

    def __init__(self, rules: Sequence[Rule] = ()) -> None:
        self._rules = {rule.id: rule for rule in rules}

    def __getitem__(self, rule_id: str) -> Rule:
        return self._rules[rule_id]

    def __contains__(self, rule_id: object) -> bool:
        return rule_id in self._rules

    def __iter__(self) -> Iterator[str]:
        return iter(self._rules)

    def __len__(self) -> int:
        return len(self._rules)

    def on(self, day: date) -> tuple[RuleOnDay, ...]:
        """The rules that bound on a day, and those of which it is not known (某日有效规则)."""
        found = (RuleOnDay(rule, *rule.on(day)) for rule in self._rules.values())
        return tuple(one for one in found if one.force is not Force.NOT_IN_FORCE)

    def with_document(self, given: Source | pathlib.Path | Traversable) -> Rules:
        """These rules and those of one more document (增补规则).

        Raises:
            InvalidInput: for a broken document, and for an id that is already taken.
        """
        source = given if isinstance(given, Source) else read_source(given)
        document = build(_Document, source)
        merged, faults = dict(self._rules), []
        for index, rule in enumerate(document.rules):
            if rule.id in merged:
                faults.append(
                    source.problem(
                        ["rules", index, "id"],
                        Text(f"规则 {rule.id} 已存在", f"rule {rule.id} exists already"),
                        Text("换一个编号，不能覆盖", "take another id, none is overwritten"),
                    )
                )
            merged[rule.id] = rule
        if faults:
            raise InvalidInput(faults)
        return Rules(list(merged.values()))


@cache
def load_rules() -> Rules:
    """The rules in the box (内置规则), read once when first asked for.

    >>> load_rules()["XXGK-REPLY"].on(date(2019, 5, 14))[1].limit
    WorkingDays(count=15)
    """
    rules = Rules()
    folder = files("zwgk.law") / "data"
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".yaml"):
            rules = rules.with_document(read_source(entry, name=entry.name))
    return rules
