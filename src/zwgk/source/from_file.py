"""One file from disk or from a package, read whole and safely (读取文件)."""

from __future__ import annotations

import pathlib
import re
from collections.abc import Callable
from importlib.resources.abc import Traversable

from zwgk.errors import InvalidInput, Place, Problem, Text
from zwgk.source.document import LIMITS, Limits, Source
from zwgk.source.tree import too_large

__all__ = ["read_source"]


def _parser(suffix: str) -> Callable[..., Source] | None:
    """The parser of an ending, loaded when the first such file is read."""
    if suffix in {".yaml", ".yml"}:
        from zwgk.source.from_yaml import parse_yaml  # noqa: PLC0415  # PyYAML is slow to load

        return parse_yaml
    if suffix == ".json":
        from zwgk.source.from_json import parse_json  # noqa: PLC0415  # as above

        return parse_json
    return None


def read_source(
    path: pathlib.Path | Traversable,
    *,
    name: str | None = None,
    limits: Limits = LIMITS,
    until: re.Pattern[str] | None = None,
) -> Source:
    """Read a ``.yaml``, ``.yml`` or ``.json`` file (读取文件), UTF-8 with or without a mark.

    ``name`` is what places call the file; by default its path. Only what stands before the
    first match of ``until`` is parsed, where it is given and found.

    Raises:
        InvalidInput: for a missing or unreadable file, a folder, an unknown ending, another
            encoding, a file above the size limit, and whatever the text itself does wrong.
    """
    shown = str(path) if name is None else name
    parse = _parser(pathlib.PurePath(path.name).suffix.lower())
    try:
        if path.is_dir():
            raise _bad(
                shown,
                Text("这是文件夹，不是文件", "this is a folder, not a file"),
                Text("给出其中一个文件", "name one file in it"),
            )
        if not path.is_file():
            raise _bad(
                shown,
                Text("没有这个文件", "no such file"),
                Text("检查路径", "check the path"),
            )
        if parse is None:
            raise _bad(
                shown,
                Text("不认识的文件类型", "unknown kind of file"),
                Text("用 .yaml、.yml 或 .json", "use .yaml, .yml or .json"),
            )
        with path.open("rb") as stream:
            raw = stream.read(limits.size + 1)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise _bad(
            shown,
            Text(f"无法读取：{reason}", f"cannot be read: {reason}"),
            Text("检查权限", "check the permissions"),
        ) from None
    if len(raw) > limits.size:
        raise _bad(shown, *too_large(limits))
    text = _decode(raw, shown)
    rest = until.search(text) if until else None
    return parse(text[: rest.start()] if rest else text, shown, limits=limits)


def _decode(raw: bytes, name: str) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8", "replace")
        line = before.count("\n") + 1
        column = len(before) - (before.rfind("\n") + 1) + 1
    what = Text("不是 UTF-8 文本", "not UTF-8 text")
    hint = Text("另存为 UTF-8 编码", "save it as UTF-8")
    try:
        raw.decode("gb18030")
    except UnicodeDecodeError:
        pass
    else:
        hint = Text(
            "看来是 GBK/GB18030，另存为 UTF-8", "it looks like GBK/GB18030, save it as UTF-8"
        )
    raise InvalidInput([Problem(Place(name, line, column), what, hint)])


def _bad(name: str, what: Text, hint: Text) -> InvalidInput:
    return InvalidInput([Problem(Place(name), what, hint)])
