"""YAML as plain text data (安全读取 YAML): folded from parser events, never constructed.

Anchors, aliases, tags, merge keys and several documents are refused while the events pass by, so
no document can grow beyond its own size, name a Python class or mean two things.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

import yaml

from zwgk.errors import InvalidInput, Text
from zwgk.source.document import LIMITS, Limits, Source
from zwgk.source.tree import Tree, empty, in_text

__all__ = ["parse_yaml"]

# The parser of libyaml is some twenty times faster; both give the same events.
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_NULL = frozenset({"", "~", "null"})
_SPECIAL = _NULL | {"<<"}

_HINTS = (
    (
        "cannot start any token",
        Text(
            "缩进用空格，不用制表符；以 @ % ` 开头的文字加引号",
            "indent with spaces, not tabs; quote text that begins with @ % `",
        ),
    ),
    (
        "mapping values are not allowed",
        Text("检查缩进；含“: ”的文字加引号", "check the indentation; quote text that holds ': '"),
    ),
    (
        "could not find expected ':'",
        Text("键后面要有英文冒号和空格", "a key is followed by a colon and a blank"),
    ),
    ("nesting depth", Text("减少嵌套层次", "nest less deeply")),
    ("unexpected end of stream", Text("补上缺少的引号或括号", "close the quote or bracket")),
    ("found unexpected end", Text("补上缺少的引号或括号", "close the quote or bracket")),
)
_SYNTAX_HINT = Text(
    "检查此处的缩进、冒号、引号和括号", "check indentation, colons, quotes and brackets here"
)


def parse_yaml(text: str, name: str, *, limits: Limits = LIMITS, loader: Any = None) -> Source:
    r"""Read YAML text as plain data (读取 YAML): every scalar is text, every part has a place.

    Only a plain empty, ``~`` or ``null`` scalar is None. ``loader`` is a PyYAML loader class; the
    default is the fastest one installed.

    Raises:
        InvalidInput: naming every duplicate key, anchor, alias, tag, merge key and key that is no
            text; or the broken syntax, a second document, or a limit that was reached.

    >>> parse_yaml("when: 2025-03-31\nopen: no\nnote:\n", "a.yaml").data
    {'when': '2025-03-31', 'open': 'no', 'note': None}
    """
    text = text.removeprefix("\ufeff")
    tree = Tree(text, name, limits)
    odd = _UNPRINTABLE.search(text)
    if odd:
        raise tree.stop(
            odd.start(),
            Text(f"不可见字符 U+{ord(odd[0]):04X}", f"unprintable character U+{ord(odd[0]):04X}"),
            Text("删去此字符", "remove the character"),
        )
    reader = _Reader(tree)
    try:
        reader.fold(yaml.parse(text, Loader=loader or _LOADER))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = error.problem or error.context or "syntax error"
        raise tree.stop(
            mark.index if mark else 0,
            Text(f"YAML 语法错误：{problem}", f"broken YAML: {problem}"),
            _hint(problem),
        ) from None
    except (yaml.YAMLError, ValueError, OverflowError):
        # The Python loader lets absurd escapes and version numbers fall through as these.
        raise tree.stop(
            reader.last,
            Text("YAML 语法错误：无效的转义或版本号", "broken YAML: invalid escape or version"),
            _SYNTAX_HINT,
        ) from None
    if not tree.filled or reader.blank:
        raise empty(text, name)
    return tree.done()


def _hint(problem: str) -> Text:
    return next((hint for words, hint in _HINTS if words in problem), _SYNTAX_HINT)


def _at(event: yaml.Event) -> int:
    return event.start_mark.index if event.start_mark else 0


class _Reader:
    """Folds events into a tree and notes what is refused."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.last = 0
        self.blank = False
        self._documents = 0
        self._anchored: list[bool] = []  # whether each collection that is open has an anchor
        self._take: dict[type[yaml.Event], Callable[[Any], None]] = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._collection,
            yaml.SequenceStartEvent: self._collection,
            yaml.MappingEndEvent: self._end,
            yaml.SequenceEndEvent: self._end,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
        }

    def fold(self, events: Iterable[Any]) -> None:
        """All events of the parser, in order; the plain scalar, nine in ten, on the short way."""
        tree, handlers, wants = self.tree, self._take, self.tree.wants
        for event in events:
            mark = event.start_mark
            self.last = at = mark.index if mark else 0
            kind = type(event)
            if (
                kind is yaml.ScalarEvent
                and not event.style
                and event.anchor is None
                and event.tag is None
                and (value := event.value) not in _SPECIAL
            ):
                if wants():
                    tree.key(value, at)
                else:
                    tree.put(value, at)
            elif (handler := handlers.get(kind)) is not None:
                handler(event)

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        at, value = _at(event), str(event.value)
        plain = not event.style
        if event.anchor is not None or event.tag is not None:
            self._refuse_properties(event)
        if event.style == '"' and _SURROGATE.search(value):
            self.tree.fault(
                at,
                Text("半个代理对字符", "half of a surrogate pair"),
                Text("写出完整的字符", "write the whole character"),
            )
        if self.tree.wants():
            self._key(value, at, plain=plain)
            return
        if plain and value in _NULL:
            self.blank = not value and not self.tree.filled
            self.tree.put(None, at)
        else:
            self.tree.put(value, at)

    def _key(self, value: str, at: int, *, plain: bool) -> None:
        if plain and value == "<<":
            self.tree.fault(
                at,
                Text("不接受合并键 <<", "merge keys (<<) are not accepted"),
                Text("把内容写全", "write the contents out"),
            )
        elif plain and value in _NULL:
            self._refuse_key(at)
        self.tree.key(value, at)

    def _refuse_key(self, at: int) -> None:
        self.tree.fault(
            at,
            Text("键必须是文字", "a key must be text"),
            Text("写一个文字键，必要时加引号", "write a text key, in quotes if need be"),
        )

    def _collection(self, event: yaml.CollectionStartEvent) -> None:
        at = _at(event)
        if event.anchor is not None or event.tag is not None:
            self._refuse_properties(event)
        if self.tree.wants():
            self._refuse_key(at)
            raise InvalidInput(self.tree.problems)
        self.tree.begin({} if isinstance(event, yaml.MappingStartEvent) else [], at)
        self._anchored.append(event.anchor is not None)

    def _end(self, event: yaml.Event) -> None:
        del event
        self._anchored.pop()
        self.tree.end()

    def _alias(self, event: yaml.AliasEvent) -> None:
        at = _at(event)
        if any(self._anchored):
            # What names itself, or others that name others, grows without end: that is no slip
            # to be told line by line.
            what = Text("锚点之内又有引用，内容会无限膨胀", "aliases inside anchors: no end of it")
            hint = Text("删去锚点和引用，把内容写全", "write the contents out, without any")
            raise InvalidInput([in_text(self.tree.text, self.tree.name, at, what, hint)])
        self.tree.fault(
            at,
            Text(f"不接受引用 *{event.anchor}", f"aliases are not accepted: *{event.anchor}"),
            Text("把内容写全", "write the contents out"),
        )
        if self.tree.wants():
            self.tree.key(f"*{event.anchor}", at)
        else:
            self.tree.put(None, at)

    def _refuse_properties(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        at = _at(event)
        if event.anchor is not None:
            self.tree.fault(
                at,
                Text(f"不接受锚点 &{event.anchor}", f"anchors are not accepted: &{event.anchor}"),
                Text("删去锚点，把内容写全", "remove the anchor, write the contents out"),
            )
        if event.tag is not None:
            self.tree.fault(
                at,
                Text(f"不接受标签 {event.tag}", f"tags are not accepted: {event.tag}"),
                Text("删去标签；所有值都按文字读", "remove the tag; every value is read as text"),
            )

    def _document(self, event: yaml.DocumentStartEvent) -> None:
        self._documents += 1
        if self._documents > 1:
            raise self.tree.stop(
                _at(event),
                Text("一个文件里有不止一份文档", "more than one document in the file"),
                Text(
                    "每个文件只写一份，删去多余的 ---", "one document a file, remove the extra ---"
                ),
            )
