"""Building plain data and its marks from a stream of nodes (构建), within limits, no recursion."""

from __future__ import annotations

from typing import Any

from zwgk.errors import InvalidInput, Problem, Text
from zwgk.source.document import Limits, Mark, Source, line_starts, path_text, place_at

__all__ = ["Tree", "in_text", "too_large"]


def in_text(text: str, name: str, offset: int, what: Text, hint: Text) -> Problem:
    """A fault of a whole text at one offset (问题)."""
    return Problem(place_at(name, line_starts(text), offset), what, hint)


class _Open:
    """A mapping or a list whose end was not seen yet."""

    __slots__ = ("data", "key", "key_at", "key_waits", "mapping", "marks")

    data: Any
    marks: Any

    def __init__(self, data: dict[str, object] | list[object]) -> None:
        self.mapping = type(data) is dict
        self.data = data
        self.marks = {} if self.mapping else []
        self.key: str | None = None
        self.key_at = 0
        self.key_waits = False  # a key was told, its value was not


class Tree:
    """Data under construction (构建中的数据): told of nodes in order, it minds the limits."""

    def __init__(self, text: str, name: str, limits: Limits) -> None:
        self.name = name
        self.text = text
        self.limits = limits
        self.starts = line_starts(text)
        self.problems: list[Problem] = []
        self.filled = False
        self._data: object = None
        self._marks: Mark = 0
        self._open: list[_Open] = []
        self._nodes = 0
        self._most = limits.nodes
        self._longest = limits.value
        if len(text) > limits.size:
            raise self.stop(0, *too_large(limits))

    def wants(self) -> bool:
        """Whether the next node is the key of a mapping (等待键)."""
        if not self._open:
            return False
        top = self._open[-1]
        return top.mapping and not top.key_waits

    def key(self, name: str, offset: int) -> None:
        """Take a key; the same key twice in one mapping is a fault (重复的键)."""
        if len(name) > self._longest:
            raise self._too_long(offset)
        top = self._open[-1]
        top.key, top.key_at, top.key_waits = name, offset, True
        if name in top.marks:
            first = top.marks[name]
            line = place_at("", self.starts, first if isinstance(first, int) else first[0]).line
            self.fault(
                offset,
                Text(
                    f"重复的键“{name}”，第 {line} 行已有",
                    f"duplicate key '{name}', first on line {line}",
                ),
                Text("删去或改名其中一个", "remove or rename one of them"),
            )

    def put(self, value: str | None, offset: int) -> None:
        """Take a scalar (标量)."""
        self._nodes += 1
        if self._nodes > self._most:
            raise self._too_many(offset)
        if value is not None and len(value) > self._longest:
            raise self._too_long(offset)
        if not self._open:
            self.filled, self._data, self._marks = True, value, offset
            return
        top = self._open[-1]
        if top.mapping:
            top.data[top.key] = value
            top.marks[top.key] = top.key_at
            top.key_waits = False
        else:
            top.data.append(value)
            top.marks.append(offset)

    def begin(self, data: dict[str, object] | list[object], offset: int) -> None:
        """Open a mapping or a list (进入)."""
        if len(self._open) >= self.limits.depth:
            raise self.stop(
                offset,
                Text(
                    f"嵌套超过 {self.limits.depth} 层",
                    f"nested more than {self.limits.depth} levels deep",
                ),
                Text("减少嵌套层次", "nest less deeply"),
            )
        self._nodes += 1
        if self._nodes > self._most:
            raise self._too_many(offset)
        inner = _Open(data)
        if not self._open:
            self.filled, self._data, self._marks = True, data, (offset, inner.marks)
        else:
            top = self._open[-1]
            if top.mapping:
                top.data[top.key] = data
                top.marks[top.key] = (top.key_at, inner.marks)
                top.key_waits = False
            else:
                top.data.append(data)
                top.marks.append((offset, inner.marks))
        self._open.append(inner)

    def end(self) -> None:
        """Close what was opened last (退出)."""
        self._open.pop()

    def fault(self, offset: int, what: Text, hint: Text) -> None:
        """Note a fault and go on (记下问题)."""
        self.problems.append(
            Problem(place_at(self.name, self.starts, offset, self._path()), what, hint)
        )
        if len(self.problems) >= self.limits.faults:
            raise InvalidInput(self.problems)

    def stop(self, offset: int, what: Text, hint: Text) -> InvalidInput:
        """The error to raise where reading cannot go on (停止读取), with all faults so far."""
        place = place_at(self.name, self.starts, offset, self._path())
        return InvalidInput([*self.problems, Problem(place, what, hint)])

    def done(self) -> Source:
        """The finished document (完成).

        Raises:
            InvalidInput: with every fault noted on the way.
        """
        if self.problems:
            raise InvalidInput(self.problems)
        return Source(self.name, self._data, self._marks, self.starts)

    def _too_many(self, offset: int) -> InvalidInput:
        return self.stop(
            offset,
            Text(f"内容超过 {self._most} 个节点", f"more than {self._most} nodes"),
            Text("拆成几个文件", "split the document into several"),
        )

    def _too_long(self, offset: int) -> InvalidInput:
        return self.stop(
            offset,
            Text(
                f"一个值超过 {self._longest:,} 个字符",
                f"a value of more than {self._longest:,} characters",
            ),
            Text("长文另存，此处写要点或出处", "keep long text elsewhere, name it here"),
        )

    def _path(self) -> str:
        steps: list[str | int] = []
        for depth, item in enumerate(self._open):
            inner = depth < len(self._open) - 1
            if not item.mapping:
                steps.append(len(item.marks) - inner)
            elif item.key is not None and (inner or item.key_waits):
                steps.append(item.key)
        return path_text(steps)


def too_large(limits: Limits) -> tuple[Text, Text]:
    """The words for input above the size limit (过大), and what to do about it."""
    size = f"{limits.size:,}"
    return (
        Text(f"内容过大，上限 {size} 字节", f"too large, the limit is {size} bytes"),
        Text("拆成几个文件", "split it into several files"),
    )


def empty(text: str, name: str) -> InvalidInput:
    """The error for a document with nothing in it (空文件)."""
    what = Text("文件没有内容", "the document is empty")
    hint = Text("写入内容后再读", "write something into it first")
    return InvalidInput([in_text(text, name, 0, what, hint)])
