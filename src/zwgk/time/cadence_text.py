"""Cadences as people write them (频次的写法)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import get_args

from zwgk.time.cadence import WORDS, Bound, Cadence, CadenceKind
from zwgk.time.period_text import chinese_number, compact, parse_period

__all__ = ["parse_cadence"]


_KEYS = ("kind", "count", "due_after", "bound", "most", "event", "display", "note")
_TIMES = re.compile(r"(\d{1,4}) times?")
_N = r"([\d〇零一二两三四五六七八九十百]{1,4})"
_EVERY = (
    (r"(?:每|按|逐)(?:日|天)|日报|一日一报|按工作日", CadenceKind.DAILY),
    (r"(?:每|按|逐)(?:周|星期)|周报", CadenceKind.WEEKLY),
    (r"(?:每|按|逐)(?:个)?月(?:度)?|一月一报|月报", CadenceKind.MONTHLY),
    (r"(?:每|按|逐)(?:个)?季(?:度)?|季报", CadenceKind.QUARTERLY),
    (r"(?:每|按)?半年(?:度)?", CadenceKind.HALF_YEARLY),
    (r"(?:每|按|逐)(?:年|年度)|年度|年报", CadenceKind.YEARLY),
    (r"(?:每|按)(?:个)?学期", CadenceKind.PER_SEMESTER),
    (r"全年", CadenceKind.PER_YEAR_COUNT),
)
_COUNTED = re.compile(rf"(?:(至少|不少于)?(?:更新|公开|公示|公布)?{_N}(?:次|期|场|批)(以上)?)?")
_PLAIN = {
    "每年年末": "year_end", "每年年底": "year_end", "每年年终": "year_end", "年底": "year_end",
    "年末": "year_end", "学期初": "term_start", "学期末": "term_end", "学期结束": "term_end",
    "学期中": "term_mid", "永久": "always_on", "常年": "always_on", "常设": "always_on",
    "实时": "realtime", "不定期": "ad_hoc", "适时": "ad_hoc", "逐段": "by_stage",
    "立即": "immediate", "即来即办": "immediate", "提前": "event_before",
    "24小时": "continuous_24h",
}  # fmt: skip


def parse_cadence(given: str | Mapping[str, object]) -> Cadence:
    """Read a cadence (读频次): a kind, a Chinese wording, the text form, or a mapping.

    >>> str(parse_cadence("每季度至少1次")), str(parse_cadence("monthly, due after 15 days"))
    ('quarterly', 'monthly, due after 15 days')

    Raises:
        ValueError: for anything else, naming the accepted forms.
    """
    if isinstance(given, Mapping):
        return _from_mapping(given)
    text: object = given
    if not isinstance(text, str):
        raise _unreadable(given)
    parts = [part.strip() for part in compact(text).split(",")]
    cadence = _from_words(parts[0])
    for part in parts[1:]:
        if found := _TIMES.fullmatch(part):
            cadence = replace(cadence, count=int(found[1]))
        elif part.startswith("due after "):
            cadence = replace(cadence, due_after=parse_period(part.removeprefix("due after ")))
        else:
            raise _unreadable(given)
    return cadence


def _unreadable(given: object) -> ValueError:
    kinds = "、".join(kind.value for kind in CadenceKind)
    return ValueError(
        f"{given!r} 不是频次；可写“每月”“每季度至少1次”，或 (not a cadence; write) {kinds}"
    )


def _from_words(text: str) -> Cadence:
    bare = re.sub(r"(?:更新|公开|公示|公布)$", "", text)
    for kind, words in WORDS.items():
        if kind.value == text or words.zh in (text, bare):
            return Cadence(kind)
    if bare in _PLAIN:
        return Cadence(CadenceKind(_PLAIN[bare]))
    for pattern, kind in _EVERY:
        if found := re.match(pattern, bare):
            rest = _COUNTED.fullmatch(bare[found.end() :])
            if rest is not None:
                count = chinese_number(rest[2]) if rest[2] else 1
                least: Bound = "at_least" if rest[1] or rest[3] else "exact"
                return Cadence(kind, count, bound=least)
    raise _unreadable(text)


def _from_mapping(given: Mapping[str, object]) -> Cadence:
    unknown = [key for key in given if key not in _KEYS]
    if unknown or "kind" not in given:
        raise ValueError(f"频次的键应为 (keys of a cadence are) {_KEYS}: {list(given)}")
    cadence = _from_words(str(given["kind"]))
    fields: dict[str, object] = {}
    for key in ("count", "most"):
        if given.get(key) is not None:
            fields[key] = chinese_number(str(given[key]))
    for key in ("due_after", "display"):
        value = given.get(key)
        if value is not None:
            fields[key] = parse_period(value) if isinstance(value, str) else value
    for key in ("event", "note"):
        if given.get(key) is not None:
            fields[key] = str(given[key])
    bound = given.get("bound", "exact")
    if bound not in get_args(Bound):
        raise ValueError(f"bound 应为 (bound is one of) {get_args(Bound)}: {bound!r}")
    fields["bound"] = bound
    return replace(cadence, **fields)  # type: ignore[arg-type]  # checked by the class
