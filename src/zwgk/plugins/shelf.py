"""The schemes that plugins gave (方案架): each bound when it is asked for, once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from pydantic import ConfigDict

from zwgk.errors import PluginFault, Problem
from zwgk.plugins.hookspecs import File
from zwgk.records import Amount, Id, Label, Model
from zwgk.scheme import Scheme
from zwgk.source import build, read_source

__all__ = ["Head", "Shelf", "head_of", "read_head"]

_BODY = re.compile(r"^(?:facts|indicators)[ \t]*:", re.MULTILINE)


class Head(Model):
    """What stands at the head of a scheme document (方案概要), read without the rest."""

    model_config = ConfigDict(extra="ignore")

    id: Id
    version: str
    title: Label
    source: str = ""
    verified: bool = True
    scored: bool = True
    full: Amount | dict[str, Amount] | None = None

    @property
    def name(self) -> str:
        """The one name of this version (方案全名)."""
        return f"{self.id}@{self.version}"


def read_head(file: File) -> Head:
    """The head of a document (读入方案概要): what stands before its facts and indicators.

    Raises:
        InvalidInput: where that part cannot be read, or lacks an id, a version or a title.
    """
    return build(Head, read_source(file, until=_BODY))


def head_of(scheme: Scheme) -> Head:
    """The head of a scheme that is bound (方案概要)."""
    document = scheme.document
    return Head(
        id=document.id,
        version=document.version,
        title=document.title,
        source=document.source,
        verified=document.verified,
        scored=document.scored,
        full=document.full,
    )


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A document whose head was read."""

    plugin: str
    file: File


class Shelf(Mapping[str, Scheme]):
    """Every scheme by ``id@version``, and the latest version by ``id`` alone (方案架).

    What was put up by its head is bound when it is first asked for. One that does not bind is
    a fault with its plugin's name, and is not there: neither by name nor when all are listed.
    """

    def __init__(self, bind: Callable[[str, File], Scheme | PluginFault]) -> None:
        self._bind = bind
        self._waiting: dict[str, _Waiting] = {}
        self._bound: dict[str, Scheme] = {}
        self._heads: dict[str, Head] = {}
        self._refused: dict[str, PluginFault] = {}

    def put(self, scheme: Scheme) -> None:
        """Put up a bound scheme (上架)."""
        head = head_of(scheme)
        self._heads[head.name] = head
        self._bound[head.name] = scheme

    def put_head(self, plugin: str, head: Head, file: File) -> None:
        """Put up a document that is bound later (按概要上架)."""
        self._heads[head.name] = head
        self._waiting[head.name] = _Waiting(plugin, file)

    @property
    def heads(self) -> Mapping[str, Head]:
        """The heads of what is there (方案概要), in the order of names."""
        return {name: self._heads[name] for name in sorted(self._heads)}

    @property
    def faults(self) -> tuple[PluginFault, ...]:
        """The documents that did not bind when they were asked for (未能绑定的方案)."""
        return tuple(self._refused[name] for name in sorted(self._refused))

    def refused(self, name: str) -> tuple[Problem, ...]:
        """Why a document did not bind (未能绑定的缘由); nothing for one that was never there."""
        for full in (name, *self._versions(name, self._refused)):
            if full in self._refused:
                return self._refused[full].problems
        return ()

    def bind_all(self) -> None:
        """Bind every document that waits (全部绑定)."""
        for name in sorted(self._waiting):
            self._bound_one(name)

    def names(self, name: str) -> bool:
        """Whether there is, or waits, a scheme of that name (是否有此方案), without binding."""
        return name in self._heads or any(head.id == name for head in self._heads.values())

    def __getitem__(self, name: str) -> Scheme:
        """The scheme of that name.

        Raises:
            KeyError: where none of that name binds.
        """
        for full in [name] if "@" in name else self._versions(name, self._heads):
            found = self._bound_one(full)
            if found is not None:
                return found
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        self.bind_all()
        return iter(sorted({*self._bound, *(scheme.id for scheme in self._bound.values())}))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _versions(self, name: str, among: Mapping[str, object]) -> list[str]:
        """The versions of an id, the latest first."""
        own = [full for full in among if full.split("@", 1)[0] == name]
        return sorted(own, key=_version, reverse=True)

    def _bound_one(self, name: str) -> Scheme | None:
        waiting = self._waiting.pop(name, None)
        if waiting is not None:
            made = self._bind(waiting.plugin, waiting.file)
            if isinstance(made, PluginFault):
                self._refused[name] = made
                del self._heads[name]
            else:
                self._bound[name] = made
        return self._bound.get(name)


def _version(name: str) -> list[tuple[int, str]]:
    """A version in the order of its numbers: 10 comes after 9."""
    parts = re.findall(r"\d+|\D+", name.split("@", 1)[1])
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts]
