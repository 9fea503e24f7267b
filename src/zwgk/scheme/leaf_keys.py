"""Keys of a leaf that act on what its rule charges (末级指标的计分要求).

Evidence that must be there, one record charged once, what an exhausted leaf takes further, and a
leaf that follows another.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from zwgk.errors import Text
from zwgk.facts import Count, Query
from zwgk.records import Id, Label, Model
from zwgk.records.base import Day
from zwgk.scheme.portion import Rate
from zwgk.scheme.rule import Fault, Part, RuleKind
from zwgk.scheme.shorthand import Shorthand
from zwgk.source import fault


class Proof(Shorthand):
    """A piece of evidence that a leaf asks for (所需佐证): its topic, and its kind where told."""

    short: ClassVar[dict[str, Any]] = {"type": "string"}

    topic: Id
    kind: Id | None = None
    title: Label | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_topic(cls, value: Any) -> Any:
        return {"topic": value} if isinstance(value, str) else value

    def named(self) -> Text:
        """What people call it."""
        return self.title or Text(self.topic, self.topic)


class Proofs(Shorthand):
    """Evidence without which a leaf has no points (佐证要求), or only open ones.

    ``evidence: [minutes, photos]``, or ``{topics: […], missing: open, by: 2025-01-15}``: missing
    evidence brings zero unless it may come later; what is dated after ``by`` does not count.
    """

    short: ClassVar[dict[str, Any]] = {"type": ["string", "array"]}

    topics: Annotated[tuple[Proof, ...], Field(min_length=1)]
    missing: Literal["zero", "open"] = "zero"
    by: Day | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_list(cls, value: Any) -> Any:
        if isinstance(value, str):
            return {"topics": [value]}
        return {"topics": value} if isinstance(value, (list, tuple)) else value

    def queries(self) -> dict[str, Query]:
        """The facts that tell whether it is there, by id (佐证取值)."""
        found: dict[str, Query] = {}
        for proof in self.topics:
            where: dict[str, Any] = {"topic": proof.topic}
            name = f"evidence:{proof.topic}"
            if proof.kind is not None:
                where["kind"] = proof.kind
                name += f"/{proof.kind}"
            if self.by is not None:
                where["on"] = {"le": str(self.by)}
                name += f"@{self.by}"
            called = proof.named()
            title = Text(f"佐证材料：{called.zh}", f"evidence: {called.of('en')}")
            found[name] = Count(count="evidence", where=where, title=title)
        return found


class Once(Shorthand):
    """A group of leaves in which one record is charged once (同一事实不重复扣分).

    It counts in the first leaf of the document that counts it, or in the one where it costs
    ``most``, also where a limit of that leaf absorbs it.
    """

    short: ClassVar[dict[str, Any]] = {"type": "string"}

    group: Id
    order: Literal["document", "most"] = "document"

    @model_validator(mode="before")
    @classmethod
    def _from_group(cls, value: Any) -> Any:
        return {"group": value} if isinstance(value, str) else value


class LeafKeys(Model):
    """The keys themselves (计分要求): ``evidence``, ``once``, ``overflow``, ``share_of``.

    ``overflow: parent`` takes what the exhausted leaf could not bear from the points of the node
    above, ``total`` from the total (追加扣除). ``share_of: a1`` with ``factor: 0.5`` charges half
    of what leaf a1 is charged, for another subject of the same events; it has no rule of its own.
    """

    evidence: Proofs | None = None
    once: Once | None = None
    overflow: Literal["parent", "total"] | None = None
    share_of: Id | None = None
    factor: Annotated[Rate, Field(gt=0)] | None = None

    @model_validator(mode="after")
    def _factor(self) -> Self:
        if (self.share_of is None) != (self.factor is None):
            raise fault(
                Text("share_of 与 factor 须同时写", "share_of and factor belong together"),
                Text("如 share_of: a1, factor: 0.5", "such as share_of: a1, factor: 0.5"),
            )
        return self


@dataclass(frozen=True, slots=True)
class Charging:
    """What of these keys the engine acts on (计分要求): the facts of the evidence, and the rest."""

    proofs: tuple[str, ...] = ()
    missing: Literal["zero", "open"] = "zero"
    once: Once | None = None
    overflow: Literal["parent", "total"] | None = None
    share_of: str | None = None
    counts: tuple[str, ...] = ()

    @classmethod
    def of(cls, node: LeafKeys, rule: RuleKind | None) -> Self:
        """The keys of a node, with the facts whose records its rule charges one by one."""
        proofs = node.evidence
        return cls(
            tuple(proofs.queries()) if proofs else (),
            proofs.missing if proofs else "zero",
            node.once,
            node.overflow,
            node.share_of,
            () if node.once is None or rule is None else tuple(sorted(rule.counts())),
        )


PLAIN = Charging()
"""None of these keys (无附加要求)."""


def leaf_key_faults(
    node: LeafKeys, rule: RuleKind | None, part: Part, *, leaf: bool, passes_on: bool
) -> Iterator[Fault]:
    """Keys where they make no sense (计分要求检查).

    ``passes_on`` says that a part of the node overflows into it.
    """
    gives = leaf and rule is not None and part in {Part.BASE, Part.BONUS}
    if node.evidence is not None and not gives:
        yield (
            ("evidence",),
            Text("evidence 只用于得分的末级指标", "evidence belongs to a leaf that gives points"),
            Text("只列示的写 needs", "what is only shown is written under needs"),
        )
    if node.once is not None and (rule is None or not rule.counts()):
        yield (
            ("once",),
            Text("once 只用于按次计分的末级指标", "once belongs to a leaf that counts"),
            Text("用 kind: deduct 或 credit", "use kind: deduct or credit"),
        )
    if node.overflow is None:
        return
    if part is not Part.BASE or not (passes_on or (rule is not None and rule.takes)):
        yield (
            ("overflow",),
            Text(
                "overflow 只用于基础分中扣分的末级指标及其上级",
                "overflow belongs to a base leaf that takes points, and to nodes above it",
            ),
            Text("用 kind: deduct 或 percent_ticks", "use kind: deduct or percent_ticks"),
        )
