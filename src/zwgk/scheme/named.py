"""Faults told by the ids of indicators (按编号指出问题): ``c5.1.rule.each``, not ``parts[0]``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from zwgk.errors import Problem

__all__ = ["by_id"]

_LISTED = re.compile(r"(indicators|grades)\[([0-9]+)\]")
_BELOW = re.compile(r"\.parts\[([0-9]+)\]")


def by_id(problems: Iterable[Problem], data: object) -> list[Problem]:
    """The faults of a document, each at ``id.key`` where its indicator or grade has an id (编号).

    What has no id of its own is told by its place below the nearest thing that has one.
    """
    return [
        replace(problem, place=replace(problem.place, path=_named(problem.place.path, data)))
        for problem in problems
    ]


def _named(path: str, data: object) -> str:
    found = _LISTED.match(path)
    if found is None:
        return path
    item = _item(data, found[1], int(found[2]))
    name, end = _id(item), found.end()
    if name is None:
        return path
    below = found
    while (step := _BELOW.match(path, below.end())) is not None:
        below, item = step, _item(item, "parts", int(step[1]))
        if (inner := _id(item)) is not None:
            name, end = inner, step.end()
    listed = "" if found[1] == "indicators" else f"{found[1]}."
    return f"{listed}{name}{path[end:]}"


def _item(above: object, key: str, index: int) -> object:
    items = above.get(key) if isinstance(above, dict) else None
    return items[index] if isinstance(items, list) and index < len(items) else None


def _id(item: object) -> str | None:
    name = item.get("id") if isinstance(item, dict) else None
    return name if isinstance(name, str) and name else None
