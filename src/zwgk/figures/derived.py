"""Figures that follow from others (派生数字): computed once, in order, and never in a circle."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from graphlib import CycleError, TopologicalSorter

from zwgk.errors import InvalidInput, Place, Problem, Text
from zwgk.figures.book import Book, Quantity
from zwgk.figures.reading import unknown_figure
from zwgk.figures.spans import Span, too_long
from zwgk.figures.units import PERCENT, conversion, product_scale, quotient_units, unit_of
from zwgk.figures.verdicts import Verdict, shown
from zwgk.records import Bound, Figure
from zwgk.records.figure import Derivation
from zwgk.records.numbers import Reading
from zwgk.source import Fault

__all__ = ["compute", "derivation_faults", "unmoved", "with_values"]

_MOST_TRACED = 1000
_MOST_NAMED = 20
_TOO_LONG = Text("数太长", "the number is too long")


def compute(book: Book, name: str = "figures") -> Book:
    """Compute the derived figures of a book (计算派生数字), each after those that it needs.

    Raises:
        InvalidInput: where figures need each other in a ring, naming the ring.
    """
    order, ring = _in_order(book.derivations)
    if ring:
        fault = _circle(ring)
        raise InvalidInput(
            [Problem(Place(name, path=f"{ring[0]}.derived"), fault.what, fault.hint)]
        )
    causes: dict[str, Text] = {}
    for figure in order:
        book.put(_computed(book, figure, book.derivations[figure], causes))
    return book


def _in_order(derivations: Mapping[str, Derivation]) -> tuple[list[str], list[str]]:
    """The derived figures, each after those that it needs; or a ring of them."""
    needs = {
        figure: [member for member in derivation.members if member in derivations]
        for figure, derivation in derivations.items()
    }
    try:
        return list(TopologicalSorter(needs).static_order()), []
    except CycleError as circle:
        return [], list(reversed(circle.args[1]))


def _circle(ring: Sequence[str]) -> Fault:
    told = list(ring) if len(ring) <= _MOST_NAMED else [*ring[:_MOST_NAMED], "…", ring[-1]]
    zh = f"派生数字循环：{' → '.join(told)}"
    en = f"derived figures form a circle: {' -> '.join(told)}"
    hint = Text("其中一个须写所印的数", "give one of them the number that was printed")
    return Fault(Text(zh, en), hint, at=(ring[0], "derived"))


def derivation_faults(
    derivations: Mapping[str, Derivation], figures: Container[str]
) -> Iterator[Fault]:
    """Every unknown figure that a derived one names, and the circles of them (派生数字问题)."""
    for figure, derivation in derivations.items():
        for field, member in derivation.roles():
            if (fault := unknown_figure(member, figures)) is not None:
                yield replace(fault, at=(figure, "derived", field))
    left = dict(derivations)
    for _ in range(_MOST_NAMED):
        ring = _in_order(left)[1]
        if not ring:
            return
        yield _circle(ring)
        left = {name: derivation for name, derivation in left.items() if name not in ring}


def _computed(book: Book, name: str, derivation: Derivation, causes: dict[str, Text]) -> Quantity:
    """One derived figure; ``causes`` keeps why one has no number, however long the chain is."""
    given = book.figures[name]
    told = given if isinstance(given, Mapping) else vars(given)
    unit, kind = str(told.get("unit") or ""), str(told.get("kind") or "")
    quantities = book.quantities(derivation.members)
    lacking = next((quantity for quantity in quantities if quantity.gap is not None), None)
    result: _Result
    if lacking is not None and lacking.gap is not None:
        result = causes.get(lacking.name, lacking.gap)
    else:
        result = _WAYS[derivation.kind](book, derivation, unit)
    if not isinstance(result, Text):
        ends = result[0].least, result[0].most
        if too_long(ends):
            result = _TOO_LONG
        elif ends == (None, None):
            result = Text("没有界限", "it has no bounds")
    if isinstance(result, Text):
        causes[name] = result
        gap = Text(f"{name} 算不出：{result.zh}", f"{name} cannot be computed: {result.of('en')}")
        return Quantity(name, "", Reading(None), unit, kind=kind, gap=gap)
    span, unit = result
    number = span.least if span.least is not None else span.most
    bound = "exact" if span.exact else "at_least" if span.most is None else "approximate"
    divided = derivation.kind != "sum" or any(quantity.quotient for quantity in quantities)
    reading = Reading(number, fraction=divided)
    return Quantity(name, _printed(span), reading, unit, bound=bound, kind=kind, derived=span)


def _printed(span: Span) -> str:
    if span.exact and span.least is not None:
        return shown(span.least)
    ends = ["" if end is None else shown(end) for end in (span.least, span.most)]
    return "…".join(ends)


_Result = tuple[Span, str] | Text


def _sum(book: Book, derivation: Derivation, unit: str) -> _Result:
    return _added(book, derivation.parts, unit, derivation.minus)


def _added(book: Book, parts: Sequence[str], unit: str, minus: Sequence[str] = ()) -> _Result:
    quantities = book.quantities([*parts, *minus])
    unit = unit or next((quantity.unit for quantity in quantities if quantity.unit), "")
    factors = conversion([quantity.unit for quantity in quantities], unit)
    if isinstance(factors, tuple):
        return _mismatch(factors)
    total = Span(Fraction(0), Fraction(0))
    for number, (quantity, factor) in enumerate(zip(quantities, factors, strict=True)):
        sign = 1 if number < len(parts) else -1
        total = total.plus((quantity.span or Span(None, None)).times(factor * sign))
    return total, unit


def _product(book: Book, derivation: Derivation, unit: str) -> _Result:
    quantities = book.quantities(derivation.factors)
    if too_long(quantity.number for quantity in quantities):
        return _TOO_LONG
    scale = product_scale([quantity.unit for quantity in quantities], unit)
    if isinstance(scale, tuple):
        return _mismatch(scale)
    span: Span | None = Span(Fraction(1), Fraction(1))
    for quantity in quantities:
        span = span.by(quantity.span or Span(None, None)) if span is not None else None
    if span is None:
        return Text("有负数", "a factor is negative")
    return span.times(scale), unit


def _ratio(book: Book, derivation: Derivation, unit: str) -> _Result:
    return _divided(book, derivation.numerator, derivation.denominator, unit)


def _percentage(book: Book, derivation: Derivation, unit: str) -> _Result:
    return _divided(book, derivation.part, derivation.whole, unit or "%")


def _divided(book: Book, above: Sequence[str], below: Sequence[str], unit: str) -> _Result:
    units = [next((q.unit for q in book.quantities(s) if q.unit), "") for s in (above, below)]
    into = quotient_units(units[0], units[1], unit)
    if isinstance(into, tuple):
        return _mismatch(into)
    over, under = _added(book, above, into[0]), _added(book, below, into[1])
    if isinstance(over, Text):
        return over
    if isinstance(under, Text):
        return under
    dividend, divisor = over[0], under[0]
    if divisor.exact and not divisor.least:
        return Text("除数为 0", "the divisor is 0")
    if dividend.exact and divisor.exact and dividend.least is not None and divisor.least:
        quotient: Span | None = dividend.times(1 / divisor.least)
    else:
        quotient = dividend.over(divisor)
    if quotient is None:
        return Text("除数或被除数可能不是正数", "divisor or dividend may not be positive")
    dimension, scale = unit_of(unit)
    return quotient.times(100 / scale if dimension == PERCENT else Fraction(1)), unit


def _mismatch(pair: tuple[str, str]) -> Text:
    return Text(f"单位不符：{pair[0]} 与 {pair[1]}", f"units do not match: {pair[0]} and {pair[1]}")


_WAYS = {"sum": _sum, "product": _product, "ratio": _ratio, "percentage": _percentage}


def unmoved(book: Book, verdict: Verdict) -> Verdict:
    """Only the mends that leave the derived members as they are (订正建议筛选).

    A figure that a derived member is computed from moves it too, so its mend would not hold.
    """
    derived = [member for member in verdict.members if member in book.derivations]
    if not derived or not verdict.would_hold:
        return verdict
    moving: set[str] = set()
    todo = list(derived)
    while todo and len(moving) <= _MOST_TRACED:
        name = todo.pop()
        if name not in moving:
            moving.add(name)
            todo += book.derivations[name].members if name in book.derivations else ()
    kept = tuple(
        entry
        for entry in verdict.would_hold
        if entry.value is None or not (todo or entry.member in moving)
    )
    return verdict.model_copy(update={"would_hold": kept})


def with_values(figures: Mapping[str, Figure]) -> dict[str, Figure]:
    """The figures with what the derived ones come to (派生数字的值), where that is one number.

    Raises:
        InvalidInput: where they form a circle.
    """
    found = dict(figures)
    if not any(figure.derived for figure in figures.values()):
        return found
    book = compute(Book(figures))
    for name in book.derivations:
        quantity = book.quantity(name)
        if quantity.exact is not None:
            update = {"value": _written(quantity.exact), "unit": quantity.unit, "derived": None}
            found[name] = figures[name].model_copy(update=update)
        elif quantity.bound == "at_least":
            update = {"value": quantity.printed.strip("…"), "bound": Bound.AT_LEAST}
            found[name] = figures[name].model_copy(update=update | {"derived": None})
    return found


def _written(number: Fraction) -> str:
    """A number that reads back as itself: digits where they end, else a fraction."""
    text = shown(number)
    return text if Fraction(text) == number else f"{number.numerator}/{number.denominator}"
