"""Whether an assessment can be made of what was given (评价前检查)."""

from __future__ import annotations

from zwgk.errors import InvalidInput, Place, Problem, Text
from zwgk.law import Rules
from zwgk.records import Dossier
from zwgk.scheme import Scheme
from zwgk.source import did_you_mean

PERSPECTIVES = ("review", "self")


def usable(scheme: object, perspective: object) -> None:
    """Refuse what is no scheme and no perspective (方案与视角检查): callers may pass any text.

    Raises:
        InvalidInput: for either, with the mend.
    """
    problems = []
    if not isinstance(scheme, Scheme):
        shown = f"“{scheme}”" if isinstance(scheme, str) else type(scheme).__name__
        problems.append(
            Problem(
                Place("scheme"),
                Text(f"{shown} 不是方案", f"{scheme!r} is no scheme"),
                Text(
                    "先 registry = load_plugins()，再给 registry.scheme(编号)",
                    "make registry = load_plugins(), then give registry.scheme(id)",
                ),
            )
        )
    if perspective not in PERSPECTIVES:
        what = Text(f"没有视角“{perspective}”", f"there is no perspective '{perspective}'")
        hint = did_you_mean(str(perspective), PERSPECTIVES)
        problems.append(Problem(Place("perspective"), what, hint))
    if problems:
        raise InvalidInput(problems)


def sheet_for(scheme: Scheme, dossier: Dossier) -> Scheme:
    """The sheet of a scheme for the class that a unit is of (按考核对象类别选表).

    Raises:
        InvalidInput: where the scheme has sheets, and none for such a unit.
    """
    unit = dossier.unit
    found = scheme.sheet_of(unit.kind, unit.level)
    if found is None:
        level = "" if unit.level is None else f" {unit.level}"
        what = Text(
            f"方案 {scheme.id} 没有适用于该单位（{unit.kind}{level}）的分类表",
            f"scheme {scheme.id} has no sheet for a unit of kind {unit.kind}{level}",
        )
        listed = "、".join(scheme.sheets)
        hint = Text(
            f"核对 unit.kind 与 unit.level；有：{listed}",
            f"check unit.kind and unit.level; known: {', '.join(scheme.sheets)}",
        )
        raise InvalidInput([Problem(Place("dossier", path="unit"), what, hint)])
    return found


def rules_named(dossier: Dossier, rules: Rules) -> None:
    """Refuse items under a rule of law that nobody knows (公开事项的时限规则检查).

    Raises:
        InvalidInput: naming every such item.
    """
    items = dossier.items.rows if dossier.items else ()
    problems = [
        Problem(
            Place("dossier", path=f"items[{index}].rule"),
            Text(
                f"事项“{item.id}”所用时限规则“{item.rule}”不存在",
                f"item '{item.id}' names the rule '{item.rule}', which is not known",
            ),
            did_you_mean(item.rule, sorted(rules)),
        )
        for index, item in enumerate(items)
        if item.rule and item.rule not in rules
    ]
    if problems:
        raise InvalidInput(problems)
