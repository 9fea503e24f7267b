"""Days that a region or an organ works or rests by its own order (地方或单位的日历调整)."""

from __future__ import annotations

import pathlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TypeAlias, cast

from zwgk.errors import InvalidInput, Problem, Text
from zwgk.source import Source, read_source
from zwgk.time.day import wrong
from zwgk.time.notices import NoticeDay

__all__ = ["Overlay", "OverlayInput", "load_overlay", "shipped_overlays"]

OverlayInput: TypeAlias = "str | pathlib.Path | Traversable | Mapping[str, object] | Overlay"


@dataclass(frozen=True, slots=True)
class Overlay:
    """Rest days and working days of one region or organ (日历调整), laid over the national ones.

    ``name`` goes into the calendar's id; ``source`` is the order that made the days.
    """

    name: str
    title: Text
    days: tuple[NoticeDay, ...]
    source: str = ""


@cache
def shipped_overlays() -> Mapping[str, Overlay]:
    """The overlays in the box by name (内置调整): examples, by no means all there were."""
    source = read_source(files("zwgk.time") / "data" / "overlays.json", name="overlays.json")
    rows = cast("list[object]", source.data)
    read = [_read(source, [index], row) for index, row in enumerate(rows)]
    return {overlay.name: overlay for overlay in read}


def load_overlay(given: OverlayInput) -> Overlay:
    """An overlay by its shipped name, or from a file, a mapping, or as it is (读入调整).

    The mapping is ``{name, title: {zh, en}, source, off: [dates], work: [dates]}``.

    Raises:
        InvalidInput: for an unknown name and for broken values, all at once.
    """
    if isinstance(given, Overlay):
        return given
    if isinstance(given, Mapping):
        return _read(Source("overlay", given), [], given)
    if isinstance(given, str):
        shipped = shipped_overlays()
        if given not in shipped:
            names = ", ".join(sorted(shipped))
            raise wrong(
                "overlay",
                f"没有内置调整“{given}”",
                f"no shipped overlay '{given}'",
                f"可用：{names}；文件请用 pathlib.Path 给出",
                f"there are: {names}; give a file as a pathlib.Path",
            )
        return shipped[given]
    source = read_source(given)
    return _read(source, [], source.data)


def _read(source: Source, at: list[str | int], data: object) -> Overlay:
    faults: list[Problem] = []
    fields = data if isinstance(data, Mapping) else {}
    title = fields.get("title")
    words = (
        Text(str(title.get("zh", "")), str(title.get("en") or ""))
        if isinstance(title, Mapping)
        else Text(str(title or ""))
    )
    name = fields.get("name")
    if not isinstance(name, str) or not name.strip():
        faults.append(
            source.problem(
                [*at, "name"],
                Text("调整要有名称", "an overlay needs a name"),
                Text("写 name: 地区与年份", "write name: region and year"),
            )
        )
    days: dict[date, NoticeDay] = {}
    for key, off in (("off", True), ("work", False)):
        given = fields.get(key, [])
        for index, text in enumerate(given if isinstance(given, list | tuple) else [given]):
            try:
                day = text if type(text) is date else date.fromisoformat(str(text))
            except ValueError:
                what = Text(f"不是日期：{text!r}", f"not a date: {text!r}")
            else:
                if days.setdefault(day, NoticeDay(day, off, words.zh)).off == off:
                    continue
                what = Text(f"{day} 既放假又上班", f"{day} is both off and working")
            hint = Text("写成 年-月-日，每日一种", "write YYYY-MM-DD, each day one way")
            faults.append(source.problem([*at, key, index], what, hint))
    if not faults and not days:
        faults.append(
            source.problem(
                at,
                Text("调整没有任何日子", "an overlay without any day"),
                Text("写 off 或 work", "write off or work"),
            )
        )
    if faults:
        raise InvalidInput(faults)
    return Overlay(str(name), words, tuple(sorted(days.values())), str(fields.get("source") or ""))
