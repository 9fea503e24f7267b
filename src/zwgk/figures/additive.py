"""Sums that must agree (合计与平衡): sum, balance, equal, roll-up, partition, last period."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from unicodedata import normalize

from zwgk.errors import Text
from zwgk.figures.book import Book, Quantity
from zwgk.figures.dated import judge_date_equal
from zwgk.figures.days import read_day
from zwgk.figures.identities import (
    Balance,
    Change,
    Equal,
    Identity,
    Partition,
    PreviousPeriod,
    RollUp,
    Sum,
)
from zwgk.figures.judging import (
    bounded_status,
    conclude,
    gap_verdict,
    round_status,
    series,
    unit_verdict,
)
from zwgk.figures.spans import Span, total_of
from zwgk.figures.terms import Term, other_terms
from zwgk.figures.units import ONE, conversion
from zwgk.figures.verdicts import Status, Suggestion, Verdict, Why, shown

__all__ = [
    "judge_balance",
    "judge_difference",
    "judge_equal",
    "judge_partition",
    "judge_previous",
    "judge_roll_up",
    "judge_sum",
    "way",
]

_MOST_SHOWN = 8


def judge_sum(book: Book, identity: Sum) -> Verdict:
    """Parts, less what is taken off, against the total (合计)."""
    left = _terms(book, "parts", identity.parts) + _terms(book, "minus", identity.minus, sign=-1)
    return _judge(book, identity, left, _one(book, "total", identity.total))


def judge_balance(book: Book, identity: Balance) -> Verdict:
    """One sum against another (平衡)."""
    right = [term._replace(left=False) for term in _terms(book, "right", identity.right)]
    return _judge(book, identity, _terms(book, "left", identity.left), right)


def judge_roll_up(book: Book, identity: RollUp) -> Verdict:
    """The children against their parent (汇总)."""
    left = _terms(book, "children", identity.children)
    return _judge(book, identity, left, _one(book, "parent", identity.parent))


def judge_previous(book: Book, before: Book, identity: PreviousPeriod) -> Verdict:
    """Carried over against what the last period carried forward (上期结转)."""
    left = [Term("now", book.quantity(identity.now))]
    return _judge(book, identity, left, _one(before, "before", identity.before))


def judge_difference(book: Book, identity: Change) -> Verdict:
    """The growth as an amount (增减数): this year less last year."""
    stated = _one(book, "stated", identity.stated)
    up = way(identity, stated[0].quantity)
    left = [
        Term("now", book.quantity(identity.now), up),
        Term("before", book.quantity(identity.before), -up),
    ]
    return _judge(book, identity, left if up > 0 else left[::-1], stated)


def way(identity: Change, stated: Quantity) -> int:
    """The sign of what is stated (增减方向): -1 for a decline, where its own words tell nothing."""
    return 1 if identity.direction == "up" or stated.reading.trend else -1


def judge_equal(book: Book, identity: Equal) -> Verdict:
    """Two mentions of the same thing (一致): as numbers, else as words."""
    left, right = book.quantity(identity.left), book.quantity(identity.right)
    words = [quantity.printed.strip() for quantity in (left, right)]
    if all(words) and left.number is None and right.number is None and _are_words(left, right):
        if all(day is not None and day.month for day in map(read_day, words)):
            return judge_date_equal(book, identity)
        same = _plain(words[0]) == _plain(words[1])
        status = Status.HOLDS if same else Status.DOES_NOT_HOLD
        reason = Text(f"“{words[0]}”与“{words[1]}”", f"'{words[0]}' and '{words[1]}'")
        return conclude(identity, status, reason)
    one = [Term("left", left)]
    other = [Term("right", right, left=False)]
    if left.exact is None and left.span and right.span and right.span.inside(left.span):
        # 240余 and 250 agree whichever of them is said first
        one, other = [Term("left", right)], [Term("right", left, left=False)]
    return _judge(book, identity, one, other)


_BRACKETS = str.maketrans("〔〕﹝﹞【】", "[][][]")


def _plain(words: str) -> str:
    """Words whatever their width, blanks and brackets: 某发〔2009〕2号 is 某发[2009]2号."""
    return "".join(normalize("NFKC", words).translate(_BRACKETS).split())


def _are_words(left: Quantity, right: Quantity) -> bool:
    return not any(
        quantity.reading.masked or quantity.reading.missing or quantity.not_applicable
        for quantity in (left, right)
    )


def judge_partition(book: Book, identity: Partition) -> Verdict:
    """Every axis against the one total (分类合计); the verdict is that of the worst axis."""
    total = _one(book, "total", identity.total)
    # an axis is judged as the sum that it is; all members of all axes would be told with each
    shared = identity.model_dump(include={"id", "topic", "advisory"})
    verdicts = {
        name: _judge(
            book,
            Sum(**shared, label=identity.label, parts=members, total=identity.total),
            _terms(book, f"axes.{name}", members),
            total,
        )
        for name, members in identity.axes.items()
    }
    order = list(Status)
    name, worst = min(verdicts.items(), key=lambda item: order.index(item[1].status))
    reason = Text(f"{name}：{worst.reason.zh}", f"{name}: {worst.reason.of('en')}")
    others = [verdict for key, verdict in verdicts.items() if key != name]
    return worst.model_copy(
        update={
            "kind": identity.kind,
            "members": identity.members,
            "reason": reason,
            "would_hold": _mends_all(identity, worst, others),
        }
    )


def _mends_all(
    identity: Partition, worst: Verdict, others: Sequence[Verdict]
) -> tuple[Suggestion, ...]:
    """Of the mends of one axis those that leave every axis holding."""
    if not others:
        return worst.would_hold
    named = identity.members
    if all(verdict.status in {Status.HOLDS, Status.HOLDS_ROUNDED} for verdict in others):
        return tuple(
            entry
            for entry in worst.would_hold
            if entry.role != "total" and (entry.value is None or named.count(entry.member) == 1)
        )
    same = named.count(identity.total) == 1 and all(
        verdict.computed == worst.computed is not None for verdict in others
    )
    return tuple(entry for entry in worst.would_hold if same and entry.role == "total")


def _terms(book: Book, role: str, members: Sequence[str], sign: int = 1) -> list[Term]:
    return [
        Term(f"{role}[{number}]", book.quantity(member), sign)
        for number, member in enumerate(members)
    ]


def _one(book: Book, role: str, member: str) -> list[Term]:
    return [Term(role, book.quantity(member), left=False)]


def _judge(book: Book, identity: Identity, left: Sequence[Term], right: Sequence[Term]) -> Verdict:
    terms = [*left, *right]
    units = [term.quantity.unit for term in terms]
    if any(units):
        factors = conversion(units, next((unit for unit in units[len(left) :] if unit), ""))
        if isinstance(factors, tuple):
            return unit_verdict(identity, factors)
        terms = [
            term if factor is ONE else term._replace(factor=factor)
            for term, factor in zip(terms, factors, strict=True)
        ]
    quantities = [term.quantity for term in terms]
    gap = gap_verdict(identity, quantities)
    if gap is not None:
        return _with_missing(gap, terms)
    sides = terms[: len(left)], terms[len(left) :]
    if all(quantity.exact is not None for quantity in quantities):
        return _judge_exact(book, identity, *sides)
    return _judge_bounded(identity, *sides)


def _judge_exact(
    book: Book, identity: Identity, left: Sequence[Term], right: Sequence[Term]
) -> Verdict:
    computed, stated = _total(left), _total(right)
    said = shown(computed)
    if len(left) > 1:
        said = f"{_series(left)} = {said}"
    other = _series(right) + (f" = {shown(stated)}" if len(right) > 1 else "")
    if computed == stated:
        reason = Text(f"{said}，与 {other} 相符", f"{said}, as {other} says")
        return conclude(identity, Status.HOLDS, reason, computed=computed, stated=stated)
    status = _at_last_digit(left, right)
    quotient = any(term.quantity.quotient for term in (*left, *right))
    if status is not Status.DOES_NOT_HOLD and (quotient or isinstance(identity, Change)):
        reason = Text(
            f"{said}，按所列位数与 {other} 相符（{status.label.zh}）",
            f"{said}, as {other} says at its printed digits ({status.label.en})",
        )
        return conclude(identity, status, reason, computed=computed, stated=stated)
    gap = computed - stated
    zh = f"{said}，与 {other} 相差 {shown(gap)}"
    en = f"{said}, which is {shown(abs(gap))} {'more' if gap > 0 else 'less'} than {other}"
    if status is not Status.DOES_NOT_HOLD:
        zh += f"；按所印末位{_CUT_OR_ROUNDED[status].zh}则相符，约数须写“约”"
        en += f"; {_CUT_OR_ROUNDED[status].of('en')} at its last printed digit it agrees: write 约"
    return conclude(
        identity,
        Status.DOES_NOT_HOLD,
        Text(zh, en),
        computed=computed,
        stated=stated,
        would_hold=other_terms(book, left, right, gap),
    )


_CUT_OR_ROUNDED = {
    Status.HOLDS_ROUNDED: Text("四舍五入", "rounded"),
    Status.HOLDS_TRUNCATED: Text("截尾", "cut off"),
}


def _at_last_digit(left: Sequence[Term], right: Sequence[Term]) -> Status:
    """Whether one side, a single number, is the other one at its last printed digit (末位舍入).

    What is printed is exact, so this decides only where growth is stated, or where a number was
    computed to no set digits.
    """
    found = Status.DOES_NOT_HOLD
    for side, alone in ((left, right), (right, left)):
        step = alone[0].quantity.step
        if len(alone) == 1 and step is not None:
            status = round_status(_total(side), _total(alone), step * alone[0].factor)
            found = max(found, status, key=list(Status).index)
    return found


def _judge_bounded(identity: Identity, left: Sequence[Term], right: Sequence[Term]) -> Verdict:
    status = bounded_status(_span(left), _span(right))
    said = [
        " ".join(term.quantity.printed for term in side[:_MOST_SHOWN]) for side in (left, right)
    ]
    reason = Text(
        f"{said[0]} 与 {said[1]}，按界限判断", f"{said[0]} and {said[1]}, by their bounds"
    )
    exact = [
        _total(side) if all(term.quantity.exact is not None for term in side) else None
        for side in (left, right)
    ]
    return conclude(identity, status, reason, computed=exact[0], stated=exact[1])


def _total(terms: Sequence[Term]) -> Fraction:
    return total_of(_worth(term) if term.sign > 0 else -_worth(term) for term in terms)


def _worth(term: Term) -> Fraction:
    number = term.quantity.reading.number
    if number is None:
        return Fraction(0)
    return number if term.factor is ONE else number * term.factor


def _span(terms: Sequence[Term]) -> Span:
    total = Span(Fraction(0), Fraction(0))
    for term in terms:
        span = term.quantity.span or Span(None, None)
        total = total.plus(span.times(term.factor * term.sign))
    return total


def _series(terms: Sequence[Term]) -> str:
    return series([(term.sign, _worth(term)) for term in terms])


def _with_missing(verdict: Verdict, terms: Sequence[Term]) -> Verdict:
    """What the only missing member would have to be, where all others are exact.

    Where it cannot be (below zero, or of another width than the mask), the reason says so; who
    masks a number need not keep its width, so the verdict stays.
    """
    gaps = [term for term in terms if term.quantity.number is None]
    known = [term for term in terms if term.quantity.number is not None]
    if len(gaps) != 1 or any(term.quantity.exact is None for term in known):
        return verdict
    total = sum(((term.quantity.number or 0) * term.weight for term in known), Fraction(0))
    value = -total / gaps[0].weight
    quantity = gaps[0].quantity
    if verdict.status is Status.NOT_APPLICABLE:
        return verdict
    name, needed = quantity.name, shown(value)
    if value < 0 or (quantity.reading.mask and not quantity.reading.could_be(needed)):
        reason = verdict.reason
        zh = f"{reason.zh}；{name} 要为 {needed} 才成立，与所印不合"
        en = f"{reason.of('en')}; {name} would have to be {needed}, which it cannot be as printed"
        return verdict.model_copy(update={"reason": Text(zh, en)})
    written = quantity.written(value)
    if written is None:
        return verdict
    mend = Suggestion(
        why=Why.MISSING, role=gaps[0].role, member=name,
        value=written, least=written, most=written,
    )  # fmt: skip
    return verdict.model_copy(update={"would_hold": (mend,)})
