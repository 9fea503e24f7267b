"""Vetoes and fail lines (一票否决与不合格线): which fire, on what, and what they do to points."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from zwgk.errors import Text
from zwgk.facts import Truth
from zwgk.scheme import Effect, End, Indicator, Part, number_text
from zwgk.scoring.marking import Marking, Scored

Score = Callable[[Indicator, End, Marking], Scored]

_ALL = 6
_DECIDE = 2


@dataclass(frozen=True, slots=True)
class Force:
    """A veto or a fail line (否决或不合格线), its effect, and whether it fires."""

    node: Indicator
    effect: Effect
    fires: Truth
    line: bool = False


def vetoes(marking: Marking) -> dict[str, Truth]:
    """Which vetoes fire (一票否决), as far as the facts tell; a rule that raises leaves it open."""
    if marking.fall:
        return marking.fall
    for node in marking.root.walk():
        if node.part is Part.VETO and node.is_leaf and node.rule is not None:
            try:
                marking.fall[node.id] = Truth(node.rule.fires(marking.facts))
            except (Exception, SystemExit) as cause:  # noqa: BLE001  # a plugin's rule may raise anything
                marking.error(node.id, cause)
                marking.fall[node.id] = Truth.MAYBE
    return marking.fall


def below_line(node: Indicator, results: Iterable[Scored]) -> Truth:
    """Whether a node is below its own fail line (是否低于不合格线), by its results at all ends."""
    if node.fail is None:
        return Truth.NO
    found = {
        result.applicable & Truth.of(result.points < Fraction(node.fail.below))
        for result in results
    }
    return found.pop() if len(found) == 1 else Truth.MAYBE


def lines(marking: Marking, score: Score) -> dict[str, Truth]:
    """Which nodes fall below their fail lines (不合格线)."""
    return {
        node.id: below_line(node, [score(node, end, marking) for end in End])
        & _owed(node, None, marking, score)
        for node in marking.root.walk()
        if node.fail is not None
    }


def _owed(node: Indicator, scope: str | None, marking: Marking, score: Score) -> Truth:
    """Whether all that a node is a part of applies (上级是否适用), up to what is acted on."""
    answer = Truth.YES
    for above in marking.above(node.id):
        if above.id in {scope, marking.root.id}:
            break
        found = {score(above, end, marking).applicable for end in End}
        answer = answer & (found.pop() if len(found) == 1 else Truth.MAYBE)
    return answer


def scopes_of(root: Indicator) -> dict[str | None, tuple[Indicator, ...]]:
    """The nodes with a veto or a fail line, by what it acts on (否决范围); None is the whole."""
    found: dict[str | None, list[Indicator]] = {}
    for node in root.walk():
        if node.effect is not None:
            found.setdefault(node.scope, []).append(node)
        if node.fail is not None:
            found.setdefault(node.fail.scope, []).append(node)
    return {scope: tuple(nodes) for scope, nodes in found.items()}


def forces_on(scope: str | None, result: Scored, marking: Marking, score: Score) -> list[Force]:
    """What acts on a node that has this result (作用于该节点的否决); no name is the whole."""
    found: list[Force] = []
    for node in marking.scopes.get(scope, ()):
        if node.effect is not None:
            found.append(Force(node, node.effect, vetoes(marking)[node.id]))
        elif node.fail is not None and node.fail.effect is not None:
            if node.id == scope:
                fires = below_line(node, [result])
            else:
                ends = [score(node, end, marking) for end in End]
                fires = below_line(node, ends) & _owed(node, scope, marking, score)
            found.append(Force(node, node.fail.effect, fires, line=True))
    return found


def ways(forces: Sequence[Force]) -> list[tuple[Force, ...]]:
    """Every way they may fall (否决分支): those that surely fire, with some of the others.

    Of those that fire, at most two decide points: the lowest fixed ones and the lowest ceiling;
    so beyond a few, pairs reach every outcome.
    """
    sure = tuple(force for force in forces if force.fires is Truth.YES)
    unsure = [force for force in forces if force.fires is Truth.MAYBE]
    most = len(unsure) if len(unsure) <= _ALL else _DECIDE
    return [(*sure, *some) for count in range(most + 1) for some in combinations(unsure, count)]


@dataclass(frozen=True, slots=True)
class Forced:
    """What becomes of points when these fire (否决后得分), and which of them decides it."""

    points: Fraction
    decisive: Indicator | None
    fired: tuple[Force, ...]

    @property
    def order(self) -> tuple[Fraction, int]:
        """By points; of equal ones those with more lines first."""
        return self.points, -sum(force.line for force in self.fired)

    def consistent(self, forces: Sequence[Force], end: End) -> bool:
        """Whether lines fire at the least points, and not at the most, as their nodes do."""
        fired = {force.node.id for force in self.fired}
        return all(
            (force.node.id in fired) is (end is End.LEAST)
            for force in forces
            if force.line and force.fires is Truth.MAYBE and force.effect.touches_points
        )


def forced(points: Fraction, fired: tuple[Force, ...]) -> Forced:
    """The points when these fire: the lowest fixed ones, then the lowest ceiling."""
    decisive = None
    fixed = [(Fraction(f.effect.fixed), f.node) for f in fired if f.effect.fixed is not None]
    ceilings = [(Fraction(f.effect.ceiling), f.node) for f in fired if f.effect.ceiling is not None]
    if fixed:
        points, decisive = min(fixed, key=_first)
    if ceilings and (lowest := min(ceilings, key=_first))[0] < points:
        points, decisive = lowest
    return Forced(points, decisive, fired)


def forced_why(node: Indicator) -> Text:
    """The reason of a veto entry (否决缘由): what fired, and why it does what it does."""
    zh, en = node.title.zh, node.title.of("en")
    if node.fail is not None:
        line = number_text(Fraction(node.fail.below))
        why = node.fail.why
        told = Text(f"单项不合格：{zh} 低于 {line} 分", f"below its line of {line}: {en}")
    else:
        why = node.why
        told = Text(f"一票否决：{zh}", f"veto: {en}")
    return (
        told if why is None else Text(f"{told.zh}（{why.zh}）", f"{told.of('en')} ({why.of('en')})")
    )


def _first(pair: tuple[Fraction, Indicator]) -> Fraction:
    return pair[0]
