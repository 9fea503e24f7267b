"""What differs between two versions of a scheme (方案变更), indicator by indicator.

Documents are compared, not bound schemes: no plugin is needed to read a change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from pydantic import BaseModel

from zwgk.errors import Lang, Text
from zwgk.records import Model
from zwgk.scheme.document import Document, Node

__all__ = ["Change", "ChangeKind", "changes"]


class ChangeKind(StrEnum):
    """What kind of thing changed (变更类别): 增、删、移、分值、规则、名称、取值、其他."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    POINTS = "points"
    RULE = "rule"
    TITLE = "title"
    FACTS = "facts"
    SETTING = "setting"


KINDS = {
    ChangeKind.ADDED: Text("新增", "added"),
    ChangeKind.REMOVED: Text("删除", "removed"),
    ChangeKind.MOVED: Text("移动", "moved"),
    ChangeKind.POINTS: Text("分值", "points"),
    ChangeKind.RULE: Text("规则", "rule"),
    ChangeKind.TITLE: Text("名称", "title"),
    ChangeKind.FACTS: Text("取值", "facts"),
    ChangeKind.SETTING: Text("其他", "setting"),
}


class Change(Model):
    """One change between two documents (变更).

    ``indicator`` is None for what concerns the whole document. ``key`` is what changed, as the
    document writes it; ``before`` and ``after`` are its values as they would be written there.
    """

    kind: ChangeKind
    indicator: str | None
    key: str
    title: Text
    before: str | None = None
    after: str | None = None

    def line(self, lang: Lang = "zh") -> str:
        """The change on one line (变更说明)."""
        name = f"{self.indicator or ''} {self.title.of(lang)}".strip()
        word = KINDS[self.kind].of(lang)
        if self.kind in {ChangeKind.SETTING, ChangeKind.FACTS} or self.key not in _OWN_WORD:
            word = f"{word} {self.key}"
        colon = Text("：", ": ").of(lang)
        if self.kind is ChangeKind.ADDED:
            return f"{name}{colon}{word}" + (f" {self.after}" if self.after else "")
        if self.kind is ChangeKind.REMOVED:
            return f"{name}{colon}{word}" + (f" {self.before}" if self.before else "")
        nothing = Text("（无）", "(none)").of(lang)
        return f"{name}{colon}{word} {self.before or nothing} → {self.after or nothing}"


_OWN_WORD = frozenset({"indicator", "parent", "points", "rule", "title"})
_OF_POINTS = frozenset({"points", "weight", "full"})
_APART = frozenset({"id", "version", "format", "facts", "indicators", "parts"})


def changes(before: Document, after: Document) -> tuple[Change, ...]:
    """What changed from one document to another (方案变更).

    First the document as a whole, then its indicators in the order of the newer one, then those
    that are gone. An indicator is the same where its id is; one whose parent is another has
    moved. A fact that is worked out in another way is told at each indicator that reads it.
    """
    old, new = _placed(before), _placed(after)
    other_facts = frozenset(_other_facts(before, after))
    found = [*_settings(None, after.title, before, after)]
    read: set[str] = set()
    for name, (node, parent) in new.items():
        if name not in old:
            found.append(_there(ChangeKind.ADDED, node, parent))
            continue
        was, above = old[name]
        if above != parent:
            found.append(
                Change(
                    kind=ChangeKind.MOVED,
                    indicator=name,
                    key="parent",
                    title=node.title,
                    before=above,
                    after=parent,
                )
            )
        found += _settings(name, node.title, was, node)
        mine = sorted(other_facts & (_facts_of(was, before) | _facts_of(node, after)))
        read.update(mine)
        found += [_fact(fact, name, node.title, before, after) for fact in mine]
    for name, (node, _) in new.items():
        if name not in old:
            read.update(_facts_of(node, after))
    for name, (node, parent) in old.items():
        if name not in new:
            read.update(_facts_of(node, before))
            found.append(_there(ChangeKind.REMOVED, node, parent))
    unread = sorted(other_facts - read)
    return (*found, *(_fact(fact, None, after.title, before, after) for fact in unread))


def _placed(document: Document) -> dict[str, tuple[Node, str | None]]:
    """Every node with the id of the one above it, from the top."""
    found: dict[str, tuple[Node, str | None]] = {}

    def below(nodes: Sequence[Node], parent: str | None) -> None:
        for node in nodes:
            found[node.id] = node, parent
            below(node.parts, node.id)

    below(document.indicators, None)
    return found


def _there(kind: ChangeKind, node: Node, parent: str | None) -> Change:
    value = None if node.points is None else shown(node.points)
    added = kind is ChangeKind.ADDED
    return Change(
        kind=kind,
        indicator=node.id,
        key="indicator" if parent is None else parent,
        title=node.title,
        before=None if added else value,
        after=value if added else None,
    )


def _settings(
    name: str | None, title: Text, before: Document | Node, after: Document | Node
) -> Iterator[Change]:
    """The keys of one node, or of the document itself, that are not as they were."""
    for key, field in type(after).model_fields.items():
        was, now = (_plain(getattr(one, key)) for one in (before, after))
        if key in _APART or _same(was, now):
            continue
        default = _plain(field.get_default(call_default_factory=True))
        kind = ChangeKind.SETTING
        if key in _OF_POINTS:
            kind = ChangeKind.POINTS
        elif key in {"rule", "title"}:
            kind = ChangeKind(key)
        elif key == "needs":
            kind = ChangeKind.FACTS
        ends = [None if _same(one, default) else shown(one) for one in (was, now)]
        yield Change(
            kind=kind,
            indicator=name,
            key=field.alias or key,
            title=title,
            before=ends[0],
            after=ends[1],
        )


def _other_facts(before: Document, after: Document) -> Iterator[str]:
    """The facts that are worked out in another way, each by itself."""
    for name in before.facts.keys() | after.facts.keys():
        if not _same(_plain(before.facts.get(name)), _plain(after.facts.get(name))):
            yield name


def _fact(
    fact: str, indicator: str | None, title: Text, before: Document, after: Document
) -> Change:
    ends = [
        shown(_plain(one.facts[fact])) if fact in one.facts else None for one in (before, after)
    ]
    return Change(
        kind=ChangeKind.FACTS,
        indicator=indicator,
        key=fact,
        title=title,
        before=ends[0],
        after=ends[1],
    )


def _facts_of(node: Node, document: Document) -> frozenset[str]:
    """The facts that a node reads, itself or through others.

    Without its kind a rule is only known by its texts.
    """
    own = {
        key: _plain(getattr(node, key))
        for key in type(node).model_fields
        if key not in {"id", "title", "parts", "citation", "note"}
    }
    found: set[str] = set()
    more = set(_texts(own)) & document.facts.keys()
    while more:
        found |= more
        named = {text for name in more for text in _texts(_plain(document.facts[name]))}
        more = (named & document.facts.keys()) - found
    return frozenset(found)


def _plain(value: Any) -> Any:
    """The value as a document would write it, without what is left out."""
    if isinstance(value, BaseModel):
        fields = type(value).model_fields
        given = {field.alias or key: (getattr(value, key), field) for key, field in fields.items()}
        return {
            key: _plain(one)
            for key, (one, field) in given.items()
            if one != field.get_default(call_default_factory=True)
        }
    if isinstance(value, Text):
        return {"zh": value.zh, "en": value.en} if value.en else value.zh
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return value


def _same(one: Any, other: Any) -> bool:
    """Whether two values say the same: 5 is 5.0, also where a rule has it as text."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(_same(one[key], other[key]) for key in one)
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        return len(one) == len(other) and all(map(_same, one, other))
    numbers = [_number(value) for value in (one, other)]
    if None not in numbers:
        return numbers[0] == numbers[1]
    return bool(one == other)


def _number(value: Any) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, (str, int, Decimal)):
        return None
    try:
        return Decimal(value)
    except InvalidOperation:
        return None


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield str(key)
            yield from _texts(one)
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from _texts(one)


def shown(value: Any) -> str:
    """A value as a document writes it on one line (写法).

    >>> shown({"kind": "deduct", "each": Decimal("5.0"), "of": ["a", True]})
    '{kind: deduct, each: 5.0, of: [a, true]}'
    """
    value = _plain(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {shown(one)}" for key, one in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(shown(one) for one in value) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
