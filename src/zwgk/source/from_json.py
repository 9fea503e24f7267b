"""JSON as plain text data (读取 JSON): numbers keep their digits, every part has a place."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from zwgk.errors import InvalidInput, Text
from zwgk.source.document import LIMITS, Limits, Source
from zwgk.source.tree import Tree, empty

__all__ = ["parse_json"]

_SPACE = re.compile(r"[ \t\n\r]*+")
_TOKEN = re.compile(
    r'(?P<string>"(?:[^"\\\x00-\x1f]++|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*+")'
    r"|(?P<number>-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?(?:[eE][-+]?[0-9]++)?)(?![\w.+-])"
    r"|(?P<word>(?:true|false|null)(?!\w))"
    r"|(?P<sign>[{}\[\]:,])"
)
_OPEN_STRING = re.compile(r'"(?:[^"\\\x00-\x1f]++|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*+')
_SCRAP = re.compile(r"[^\s{}\[\]:,\"]{1,20}+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_MEND = Text("检查逗号、引号和括号", "check commas, quotes and brackets")


def parse_json(text: str, name: str, *, limits: Limits = LIMITS) -> Source:
    """Read JSON text as plain data (读取 JSON): numbers as printed, yes and no as words.

    ``true`` and ``false`` become the texts ``"true"`` and ``"false"``, ``null`` becomes None.

    Raises:
        InvalidInput: naming every duplicate key, or the broken syntax (``NaN`` and ``Infinity``
            included), or a limit that was reached.

    >>> parse_json('{"rate": 36.40, "late": true, "n": null}', "a.json").data
    {'rate': '36.40', 'late': 'true', 'n': None}
    """
    text = text.removeprefix("\ufeff")
    tree = Tree(text, name, limits)
    if not _skip(text, 0) < len(text):
        raise empty(text, name)
    return _Reader(text, tree).read()


def _skip(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


class _Reader:
    """A state a node; the tree keeps what is open, so nothing here recurses."""

    def __init__(self, text: str, tree: Tree) -> None:
        self.text = text
        self.tree = tree
        self._open: list[str] = []
        self._state: Callable[[str, str, int], None] = self._value

    def read(self) -> Source:
        """All tokens, then the finished document."""
        text, at = self.text, _skip(self.text, 0)
        while at < len(text):
            found = _TOKEN.match(text, at)
            if found is None:
                raise self._broken(at)
            self._state(found.lastgroup or "", found[0], at)
            at = _skip(text, found.end())
        if self._state != self._nothing:
            raise self._unexpected(at, Text("文件提前结束", "the document ends too early"))
        return self.tree.done()

    def _value(self, kind: str, piece: str, at: int) -> None:
        if kind == "string":
            self.tree.put(self._string(piece, at), at)
        elif kind == "word":
            self.tree.put(None if piece == "null" else piece, at)
        elif kind == "number":
            self.tree.put(piece, at)
        elif piece in "{[":
            self.tree.begin({} if piece == "{" else [], at)
            self._open.append(piece)
            self._state = self._key_or_end if piece == "{" else self._item_or_end
            return
        else:
            raise self._unexpected(at, Text("此处应为一个值", "a value is expected here"))
        self._state = self._comma_or_end if self._open else self._nothing

    def _item_or_end(self, kind: str, piece: str, at: int) -> None:
        if piece == "]":
            self._close()
        else:
            self._value(kind, piece, at)

    def _key_or_end(self, kind: str, piece: str, at: int) -> None:
        if piece == "}":
            self._close()
        else:
            self._key(kind, piece, at)

    def _key(self, kind: str, piece: str, at: int) -> None:
        if kind != "string":
            raise self._unexpected(
                at, Text("此处应为带双引号的键", "a key in double quotes is expected here")
            )
        self.tree.key(self._string(piece, at), at)
        self._state = self._colon

    def _colon(self, kind: str, piece: str, at: int) -> None:
        del kind
        if piece != ":":
            raise self._unexpected(at, Text("此处应为冒号", "a colon is expected here"))
        self._state = self._value

    def _comma_or_end(self, kind: str, piece: str, at: int) -> None:
        del kind
        inside = self._open[-1]
        if piece == ",":
            self._state = self._key if inside == "{" else self._value
        elif piece == ("}" if inside == "{" else "]"):
            self._close()
        else:
            end = "}" if inside == "{" else "]"
            raise self._unexpected(
                at, Text(f"此处应为逗号或 {end}", f"a comma or {end} is expected here")
            )

    def _nothing(self, kind: str, piece: str, at: int) -> None:
        del kind, piece
        raise self._unexpected(
            at, Text("文档之后还有内容", "there is something after the document")
        )

    def _close(self) -> None:
        self.tree.end()
        self._open.pop()
        self._state = self._comma_or_end if self._open else self._nothing

    def _string(self, piece: str, at: int) -> str:
        if "\\" not in piece:
            return piece[1:-1]
        value = str(json.loads(piece))
        if _SURROGATE.search(value):
            self.tree.fault(
                at,
                Text("半个代理对字符", "half of a surrogate pair"),
                Text("写出完整的字符", "write the whole character"),
            )
        return value

    def _unexpected(self, at: int, what: Text, hint: Text = _MEND) -> InvalidInput:
        what = Text(f"JSON 语法错误：{what.zh}", f"broken JSON: {what.en}")
        return self.tree.stop(at, what, hint)

    def _broken(self, at: int) -> InvalidInput:
        """The fault at a spot where no token begins."""
        text = self.text
        begun = _OPEN_STRING.match(text, at)
        if begun:
            return self._broken_string(at, begun.end())
        scrap = _SCRAP.match(text, at)
        word = scrap[0] if scrap else text[at]
        hint = _MEND
        if word.lower().lstrip("+-").startswith(("nan", "inf")):
            hint = Text("缺失的值写 null", "write null for a missing value")
        elif word[0] in "'‘’“”":
            hint = Text("用英文双引号", "use double quotes")
        elif word[0] in "/#":
            hint = Text("JSON 没有注释", "JSON has no comments")
        return self._unexpected(at, Text(f"无法识别“{word}”", f"'{word}' is not JSON"), hint)

    def _broken_string(self, at: int, end: int) -> InvalidInput:
        if end >= len(self.text):
            return self._unexpected(
                at,
                Text("引号没有结束", "the quote is not closed"),
                Text("补上双引号", "add the closing double quote"),
            )
        if self.text[end] == "\\":
            return self._unexpected(
                end,
                Text("无效的转义", "invalid escape"),
                Text("反斜杠写成 \\\\", "write a backslash as \\\\"),
            )
        return self._unexpected(
            end,
            Text("字符串里有换行或控制字符", "a line break or control character in a string"),
            Text("写成 \\n、\\t 等", "write it as \\n, \\t and so on"),
        )
