"""From plain text data to typed models (类型校验): every fault with its place and its mend."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from zwgk.errors import InvalidInput, Problem, Text
from zwgk.source.document import LIMITS, Source

M = TypeVar("M", bound=BaseModel)

_OWN = "zwgk"


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault that a validator found (校验问题): words, mend, and the path below its model.

    ``sure`` says that it stays a fault whatever else is wrong with the same record.
    """

    what: Text
    hint: Text | None = None
    at: tuple[str | int, ...] = ()
    sure: bool = False


def fault(what: Text, hint: Text | None = None) -> PydanticCustomError:
    """The error that a validator raises, in both languages (校验错误)."""
    return faults([Fault(what, hint)])


def faults(found: Sequence[Fault]) -> PydanticCustomError:
    """Several faults of one model as one error (多个校验错误): pydantic takes no more."""
    words = {"zh": "；".join(one.what.zh for one in found), "found": tuple(found)}
    return PydanticCustomError(_OWN, "{zh}", words)


def build(
    model: type[M],
    source: Source,
    *,
    at: Sequence[str | int] = (),
    data: object = None,
    context: Mapping[str, object] | None = None,
) -> M:
    """Read a model from the data of a source (按模型读入).

    Raises:
        InvalidInput: with every fault of the data, each at its place.
    """
    given = source.data if data is None else data
    whole = dict(context or {})
    try:
        return model.model_validate(given, context=whole)
    except ValidationError as cause:
        found = problems_of(cause, model, source, at)
        hidden = _hidden(cause, model, source, at, given, whole)
    known = {(problem.place, problem.what) for problem in found}
    raise InvalidInput([*found, *(one for one in hidden if (one.place, one.what) not in known)])


def _hidden(
    cause: ValidationError,
    model: type[BaseModel],
    source: Source,
    at: Sequence[str | int],
    given: object,
    context: dict[str, object],
) -> list[Problem]:
    """Sure faults of whole records that show only when the faulty keys are left out.

    A model is checked as a whole only where each of its fields is right; so a misspelt key
    would hide two dates in the wrong order.
    """
    rest = deepcopy(given)
    for error in cause.errors(include_url=False):
        path = _data_path(error["loc"], rest)
        parent: Any = rest
        for step in path[:-1]:
            parent = parent.get(step) if isinstance(parent, dict) else parent[step]
        if path and isinstance(parent, dict):
            parent.pop(path[-1], None)
    try:
        model.model_validate(rest, context=context)
    except ValidationError as again:
        return problems_of(again, model, source, at, only_sure=True)
    return []


def problems_of(
    cause: ValidationError,
    model: type[BaseModel],
    source: Source,
    at: Sequence[str | int] = (),
    *,
    only_sure: bool = False,
) -> list[Problem]:
    """The faults that pydantic found, as problems with place, words and mend (校验问题)."""
    here: Any = source.data
    for step in at:
        here = here[step]
    found: dict[tuple[str, str], Problem] = {}
    errors = cause.errors(include_url=False)
    for error in errors[: LIMITS.faults]:
        path = (*at, *_data_path(error["loc"], here))
        for one in _found(error, model):
            if one.sure or not only_sure:
                problem = source.problem((*path, *one.at), one.what, one.hint)
                found.setdefault((str(problem.place), one.what.zh), problem)
    untold = errors[LIMITS.faults :]
    if untold and not only_sure:
        what = Text(f"此处起另有 {len(untold)} 处问题", f"{len(untold)} more from here on")
        hint = Text("先改正前面的", "mend those before first")
        path = (*at, *_data_path(untold[0]["loc"], here))
        return [*found.values(), source.problem(path, what, hint)]
    return list(found.values())


def _data_path(loc: tuple[int | str, ...], here: Any) -> tuple[str | int, ...]:
    """Drop the steps of ``loc`` that stand in the model but not in the data."""
    kept: list[str | int] = []
    for index, step in enumerate(loc):
        inside = (isinstance(here, dict) and step in here) or (
            isinstance(here, list) and isinstance(step, int) and step < len(here)
        )
        if inside:
            kept.append(step)
            here = here[step]
        elif (
            index == len(loc) - 1
            and isinstance(here, dict)
            and isinstance(step, str)
            and step != "[key]"
        ):
            kept.append(step)
    return tuple(kept)


def respelt(
    cause: ValidationError, model: type[BaseModel], data: Any
) -> tuple[Any, list[tuple[str | int, ...]]]:
    """The data with each misspelt key under the one that was meant (改正键名), others left out.

    The paths are those of the keys that were meant: a fault that tells them missing is none.
    """
    kept = deepcopy(data)
    meant: list[tuple[str | int, ...]] = []
    errors = [e for e in cause.errors(include_url=False) if e["type"] == "extra_forbidden"]
    for number, error in enumerate(errors):
        *path, key = _data_path(error["loc"], data)
        parent: Any = kept
        for step in path:
            parent = parent[step]
        value = parent.pop(key)
        if number >= LIMITS.faults:
            continue
        lacking = [name for name in _fields_at(model, error["loc"][:-1]) if name not in parent]
        for name in difflib.get_close_matches(str(key), lacking, n=1, cutoff=0.6):
            parent[name] = value
            meant.append((*path, name))
    return kept, meant


@lru_cache(maxsize=32)
def _schema(model: type[BaseModel]) -> dict[str, Any]:
    return model.model_json_schema(by_alias=True)


def _fields_at(model: type[BaseModel], loc: tuple[int | str, ...]) -> list[str]:
    """The keys that the model knows at a path, as far as they can be told from its schema."""
    schema = _schema(model)
    definitions = schema.get("$defs", {})

    def options(node: dict[str, Any]) -> list[dict[str, Any]]:
        if "$ref" in node:
            return options(definitions[node["$ref"].rsplit("/", 1)[-1]])
        nested = [*node.get("anyOf", ()), *node.get("oneOf", ()), *node.get("allOf", ())]
        return [node] if not nested else [deep for part in nested for deep in options(part)]

    nodes = options(schema)
    for step in loc:
        following: list[dict[str, Any]] = []
        for node in nodes:
            if isinstance(step, int):
                child = node.get("items")
            else:
                child = node.get("properties", {}).get(step) or node.get("additionalProperties")
            children = [child, *node.get("patternProperties", {}).values()]
            for each in children if not isinstance(child, dict) else [child]:
                following += options(each) if isinstance(each, dict) else []
        nodes = following or nodes
    return sorted({key for node in nodes for key in node.get("properties", {})})


def did_you_mean(name: str, known: Sequence[str]) -> Text:
    """A hint that names the nearest known word, or the known words (相近名称提示)."""
    few = known if len(known) <= _FEW else _near(name, tuple(known))
    close = difflib.get_close_matches(name, few, n=1, cutoff=0.6)
    if close:
        return Text(f"是否想写“{close[0]}”？", f"did you mean '{close[0]}'?")
    listed = sorted(known)[:40]
    return Text(f"可用：{'、'.join(listed)}", f"known: {', '.join(listed)}")


_FEW = 200
_MOST_SPELT = 200_000


def _near(name: str, known: tuple[str, ...]) -> list[str]:
    """Names that differ by one letter: of very many, comparing each would take too long."""
    index = _by_spelling(known)
    near = {one for part in _spelt(name) for one in index.get(part, ())}
    return sorted(near)[:_FEW]


@lru_cache(maxsize=2)
def _by_spelling(known: tuple[str, ...]) -> dict[str, list[str]]:
    if sum(len(name) + 1 for name in known) > _MOST_SPELT:
        return {}
    index: dict[str, list[str]] = {}
    for name in known:
        for part in _spelt(name):
            index.setdefault(part, []).append(name)
    return index


def _spelt(name: str) -> set[str]:
    """The name, and the name without each of its letters."""
    return {name, *(name[:at] + name[at + 1 :] for at in range(len(name)))}


def _found(error: ErrorDetails, model: type[BaseModel]) -> Sequence[Fault]:
    context: dict[str, Any] = dict(error.get("ctx", {}))
    if error["type"] == _OWN:
        own: Sequence[Fault] = context["found"]
        return own
    return [Fault(*_words(error, context, model))]


def _words(
    error: ErrorDetails, context: Mapping[str, Any], model: type[BaseModel]
) -> tuple[Text, Text | None]:
    given, name = error["input"], str(error["loc"][-1]) if error["loc"] else ""
    kind, zh, en = error["type"], _shown(given, "空"), _shown(given, "nothing")
    if kind == "unexpected_keyword_argument":
        return Text(f"不认识的键“{name}”", f"unknown key '{name}'"), Text(
            "文字写作 {zh: …, en: …}；文字中有逗号或冒号时加引号",
            "write {zh: …, en: …}; quote words that have a comma or a colon",
        )
    if kind == "extra_forbidden":
        known = _fields_at(model, error["loc"][:-1])
        return Text(f"不认识的键“{name}”", f"unknown key '{name}'"), did_you_mean(name, known)
    if kind == "missing":
        return Text(f"缺少“{name}”", f"'{name}' is missing"), Text(f"补写 {name}", f"add {name}")
    if kind in {"enum", "literal_error"}:
        expected = str(context.get("expected", "")).replace("'", "").replace(" or ", ", ")
        known = [word.strip() for word in expected.split(",")]
        return Text(f"“{zh}”不是可用的值", f"'{en}' is not one of the values"), did_you_mean(
            str(given), known
        )
    for family, what, hint in _FAMILIES:
        if kind.startswith(family):
            return (
                Text(what.zh.format(zh), what.en.format(en)),
                Text(hint.zh.format(**context), hint.en.format(**context)),
            )
    return Text(f"“{zh}”不可用：{error['msg']}", f"'{en}': {error['msg']}"), None


def _shown(value: object, nothing: str) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(map(str, list(value)[:5])) + "}"
    if isinstance(value, (list, tuple)):
        count = len(value)
        if nothing == "空":
            return f"列表（{count} 项）" if count else "空列表"
        return f"a list of {count}" if count else "an empty list"
    text = nothing if value is None else str(value)
    return text if len(text) <= 60 else text[:57] + "..."  # noqa: PLR2004  # one line of a screen


_FAMILIES: tuple[tuple[str, Text, Text], ...] = (
    ("timezone_aware", Text("“{}”没有写明时差", "'{}' has no offset"),
     Text("按小时计的时限须写明时差，如 2024-03-05T10:00+08:00", "write 2024-03-05T10:00+08:00")),
    ("datetime", Text("“{}”不是时刻", "'{}' is not a moment"),
     Text("写作 2024-03-05T10:00+08:00", "write 2024-03-05T10:00+08:00")),
    ("date", Text("“{}”不是日期", "'{}' is not a date"),
     Text("写作 2024-03-05；日期不详时删去此键", "write 2024-03-05, or leave the key out")),
    ("int", Text("“{}”不是整数", "'{}' is not a whole number"),
     Text("只写数字；不详时删去此键", "write digits only, or leave the key out")),
    ("decimal", Text("“{}”不是数", "'{}' is not a number"),
     Text("只写数字；不详时删去此键", "write digits only, or leave the key out")),
    ("bool", Text("“{}”不是 true 或 false", "'{}' is not true or false"),
     Text("写 true 或 false；不详时删去此键", "write true or false, or leave the key out")),
    ("greater_than_equal", Text("“{}”太小", "'{}' is too small"),
     Text("不得小于 {ge}", "at least {ge}")),
    ("less_than_equal", Text("“{}”太大", "'{}' is too large"),
     Text("不得大于 {le}", "at most {le}")),
    ("greater_than", Text("“{}”太小", "'{}' is too small"), Text("须大于 {gt}", "above {gt}")),
    ("less_than", Text("“{}”太大", "'{}' is too large"), Text("须小于 {lt}", "below {lt}")),
    ("finite_number", Text("“{}”不是数", "'{}' is not a number"),
     Text("只写数字；不详时删去此键", "write digits only, or leave the key out")),
    ("too_short", Text("“{}”太少", "'{}' is too few"),
     Text("至少 {min_length} 项", "at least {min_length}")),
    ("string_too_short", Text("“{}”太短", "'{}' is too short"),
     Text("至少 {min_length} 字", "at least {min_length} characters")),
    ("string_pattern_mismatch", Text("“{}”不是可用的编号", "'{}' is not a usable id"),
     Text("以字母开头，后接字母、数字、_ . -", "a letter, then letters, digits, _ . -")),
    ("string_too_long", Text("“{}”太长", "'{}' is too long"),
     Text("不超过 {max_length} 字", "at most {max_length} characters")),
    ("string", Text("“{}”应为文字", "'{}' should be text"), Text("写成一行文字", "write one text")),
    ("tuple", Text("“{}”应为列表", "'{}' should be a list"), Text("写成 [ … ]", "write [ … ]")),
    ("list", Text("“{}”应为列表", "'{}' should be a list"), Text("写成 [ … ]", "write [ … ]")),
    ("model", Text("“{}”应为键值对", "'{}' should be a mapping"),
     Text("写成 键: 值", "write key: value")),
    ("dict", Text("“{}”应为键值对", "'{}' should be a mapping"),
     Text("写成 键: 值", "write key: value")),
    ("dataclass_type", Text("“{}”应为文字或 zh/en 键值对", "'{}' should be text or zh/en"),
     Text("写成 {{zh: …, en: …}}", "write {{zh: …, en: …}}")),
)  # fmt: skip
