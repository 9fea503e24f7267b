"""What was read, and where each part of it stands (原文)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from zwgk.errors import Place, Problem, Text

__all__ = ["LIMITS", "Limits", "Mark", "Source", "line_starts", "path_text", "place_at"]

# A node's mark is its offset; a mapping or list adds the marks of its children. A child of a
# mapping is marked at its key, because a fault is read best beside the key.
Mark: TypeAlias = "int | tuple[int, dict[str, Mark] | list[Mark]]"

_PLAIN_KEY = re.compile(r"[^\s.\[\]\"']+")
_LINE_BREAK = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much input is read (读取上限): nesting depth, bytes or characters, nodes, faults told.

    ``value`` are the most characters of one value. Untrusted text within these limits is read in
    time linear in its size.
    """

    depth: int = 50
    size: int = 20_000_000
    value: int = 100_000
    nodes: int = 2_000_000
    faults: int = 1_000


LIMITS = Limits()


def path_text(path: Sequence[str | int]) -> str:
    """A path inside a document as people write it (路径).

    >>> path_text(["items", 3, "due"]), path_text(["figures", "a.b"])
    ('items[3].due', 'figures["a.b"]')
    """
    parts: list[str] = []
    for step in path:
        if isinstance(step, int):
            parts.append(f"[{step}]")
        elif _PLAIN_KEY.fullmatch(step):
            parts.append(f".{step}" if parts else step)
        else:
            shown = step.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
            parts.append(f'["{shown}"]')
    return "".join(parts)


def line_starts(text: str) -> tuple[int, ...]:
    """Offsets at which the lines of a text begin (行首位置)."""
    return (0, *(found.end() for found in _LINE_BREAK.finditer(text)))


def place_at(name: str, starts: Sequence[int], offset: int, path: str = "") -> Place:
    """The place of a character offset (位置): line and column from 1."""
    line = bisect_right(starts, offset)
    return Place(name, line, offset - starts[line - 1] + 1, path)


@dataclass(frozen=True, slots=True)
class Source:
    r"""A document as it was written (原文): mappings, lists, text and None, each with its place.

    Numbers keep the digits they were printed with, so ``36.40`` stays ``"36.40"``.

    >>> from zwgk.source import parse_yaml
    >>> source = parse_yaml("items:\n  - {due: 2025-03-31, rate: 36.40}\n", "a.yaml")
    >>> source.data
    {'items': [{'due': '2025-03-31', 'rate': '36.40'}]}
    >>> str(source.place(["items", 0, "rate"]))
    'a.yaml:2:23 items[0].rate'
    """

    name: str
    data: object
    marks: Mark | None = field(default=None, repr=False, compare=False)
    starts: tuple[int, ...] = field(default=(), repr=False, compare=False)

    def place(self, path: Sequence[str | int]) -> Place:
        """Where a path stands (位置): its key or list item, else the nearest known thing above.

        The printed path is the whole path asked for, also where only its beginning is known.
        """
        shown = path_text(path)
        mark = self.marks
        if mark is None:
            return Place(self.name, path=shown)
        for step in path:
            found = _child(mark, step)
            if found is None:
                break
            mark = found
        offset = mark if isinstance(mark, int) else mark[0]
        return place_at(self.name, self.starts, offset, shown)

    def problem(self, path: Sequence[str | int], what: Text, hint: Text | None = None) -> Problem:
        """A fault at a path (问题), ready to be raised together with others."""
        return Problem(self.place(path), what, hint)


def _child(mark: Mark, step: str | int) -> Mark | None:
    if isinstance(mark, int):
        return None
    children = mark[1]
    if isinstance(children, dict):
        return children.get(step) if isinstance(step, str) else None
    if isinstance(step, int) and 0 <= step < len(children):
        return children[step]
    return None
