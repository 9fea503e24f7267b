"""Procedures of a dossier as relations (流程与职责勾稽): steps in order, supervision apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

from zwgk.errors import Text
from zwgk.figures.identities import Identity, Separation, StepOrder
from zwgk.figures.procedures import SEVERAL
from zwgk.records import Body, Figure, Id, Label, Model, Table
from zwgk.records.claims import WorkflowStep
from zwgk.source import build, read_source

__all__ = ["post_figures", "separations", "step_figures", "step_orders"]

NOT_TAKEN = "无"


class _Step(Model):
    id: Id
    title: Label
    words: tuple[Id, ...] = ()


class _Order(Model):
    id: Id
    title: Label
    source: str
    steps: tuple[Id, ...]
    where: tuple[Id, ...]
    scope: Id | None = None


class _Procedures(Model):
    steps: tuple[_Step, ...]
    orders: tuple[_Order, ...]


@cache
def _procedures() -> _Procedures:
    return build(_Procedures, read_source(files("zwgk.figures").joinpath("data/procedures.yaml")))


def _canonical(step: str) -> str:
    return next((one.id for one in _procedures().steps if step in one.words), step)


def step_figures(table: Table[WorkflowStep]) -> dict[str, Figure]:
    """The day of each step of each subject (步骤日期): ``workflow.<subject>.<step>``.

    A step taken several times stands with its first day. In a complete table that records a
    step for one subject, its absence for another says that it was not taken (无); so does the
    absence of a step that the scope of a subject asks for.
    """
    found: dict[tuple[str, str], list[WorkflowStep]] = {}
    for row in table.rows:
        found.setdefault((row.subject, _canonical(row.step)), []).append(row)
    recorded = dict.fromkeys(step for _, step in found)
    asked = {
        (row.subject, step)
        for row in table.rows
        for order in _procedures().orders
        for step in order.steps
        if row.scope is not None and row.scope == order.scope
    }
    steps = dict.fromkeys([*recorded, *(one.id for one in _procedures().steps)])
    figures = {}
    for subject in dict.fromkeys(subject for subject, _ in found):
        for step in steps:
            rows = found.get((subject, step))
            looked_for = step in recorded or (subject, step) in asked
            value = NOT_TAKEN if table.complete and looked_for else None
            if rows:
                days = [row.on for row in rows if row.on is not None]
                value = min(days).isoformat() if len(days) == len(rows) else None
            label = f"{subject} {_title(step).zh}"
            figures[_step_id(subject, step)] = Figure(value=value, kind="date", label=label)
    return figures


def _title(step: str) -> Text:
    return next((one.title for one in _procedures().steps if one.id == step), Text(step, step))


def _step_id(subject: str, step: str) -> str:
    return f"workflow.{subject}.{step}"


def step_orders(table: Table[WorkflowStep]) -> Iterator[Identity]:
    """The orders that the subjects of a workflow are held to (流程先后), subject by subject."""
    taken: dict[str, set[str]] = {}
    scopes: dict[str, set[str | None]] = {}
    for row in table.rows:
        taken.setdefault(row.subject, set()).add(_canonical(row.step))
        scopes.setdefault(row.subject, {None}).add(row.scope)
    for subject, steps in taken.items():
        for order in _procedures().orders:
            of_scope = order.scope is not None and order.scope in scopes[subject]
            if of_scope or not steps.isdisjoint(order.where):
                yield StepOrder(
                    id=f"workflow.{order.id}.{subject}",
                    label=Text(
                        f"{subject}：{order.title.zh}", f"{subject}: {order.title.of('en')}"
                    ),
                    note=order.source,
                    topic=f"workflow.{order.id}",
                    steps=tuple(_step_id(subject, step) for step in order.steps),
                )


def post_figures(bodies: Sequence[Body]) -> dict[str, Figure]:
    """The posts in the bodies of a unit (机构职务): ``organisation.<body>.<number>``."""
    return {
        f"organisation.{body.id}.{number}": Figure(
            value=role.title,
            kind=SEVERAL if role.count > 1 else "post",
            label=f"{body.title} {role.title}",
        )
        for body in bodies
        for number, role in enumerate(body.roles, 1)
    }


def separations(bodies: Sequence[Body]) -> Iterator[Identity]:
    """No one of a supervised body heads the body that supervises it (职责分离)."""
    known = {body.id: body for body in bodies}
    for body in bodies:
        leads = [
            f"organisation.{body.id}.{number}"
            for number, role in enumerate(body.roles, 1)
            if role.duty == "head"
        ]
        for other in body.supervises:
            roles = known[other].roles if other in known else ()
            posts = [f"organisation.{other}.{number}" for number, _ in enumerate(roles, 1)]
            title = known[other].title if other in known else other
            yield Separation(
                id=f"organisation.separation.{body.id}.{other}",
                label=Text(
                    f"{body.title}监督{title}：被监督者不任监督负责人",
                    f"{body.title} supervises {title}: none of its people heads the supervision",
                ),
                topic="organisation.separation",
                leads=tuple(leads or [f"organisation.{body.id}.head"]),
                supervised=tuple(posts or [f"organisation.{other}.posts"]),
            )
