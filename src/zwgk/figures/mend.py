"""A suggestion carried out (试改): the figures and the identity as they would then be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from zwgk.figures.identities import Identity
from zwgk.figures.member import is_id
from zwgk.figures.verdicts import Suggestion, Why

__all__ = ["apply"]


def apply(
    suggestion: Suggestion, figures: Mapping[str, object], identity: Identity
) -> tuple[dict[str, object], Identity]:
    """Carry out a suggestion (试改); the given figures and identity stay as they are.

    >>> from zwgk.figures import read_identities, reconcile
    >>> row = {"id": "a", "kind": "sum", "parts": ["x", "y"], "total": "z"}
    >>> figures, identity = {"x": "1", "y": "2", "z": "30"}, read_identities([row])[0]
    >>> verdict = reconcile(figures, [identity])[0]
    >>> changed, same = apply(verdict.would_hold[0], figures, identity)
    >>> changed["z"], reconcile(changed, [same])[0].status.value
    ('3', 'holds')
    """
    changed = dict(figures)
    field, index = _place(suggestion.role)
    if suggestion.why is Why.COUNTED_TWICE:
        return changed, _edited(identity, field, index, None, take=suggestion.member)
    if suggestion.why is Why.LEFT_OUT:
        return changed, _edited(identity, field, None, suggestion.member)
    if is_id(suggestion.member):
        changed[suggestion.member] = _revalued(figures.get(suggestion.member), suggestion.value)
        return changed, identity
    return changed, _edited(identity, field, index, suggestion.value)


def _place(role: str) -> tuple[str, int | None]:
    field, _, index = role.removesuffix("]").partition("[")
    return field, int(index) if index else None


def _revalued(figure: object, value: str | None) -> object:
    if isinstance(figure, Mapping):
        return {**figure, "value": value}
    if isinstance(figure, BaseModel):
        # through validation, so that what was read of the old value is not kept
        return type(figure).model_validate({**figure.model_dump(), "value": value})
    return value


def _edited(
    identity: Identity, field: str, index: int | None, value: str | None, *, take: str = ""
) -> Identity:
    """The identity with one member put in, put at its end or taken out."""
    data: dict[str, Any] = identity.model_dump(mode="json")
    name, _, axis = field.partition(".")
    holder, key = (data[name], axis) if axis else (data, name)
    if not isinstance(holder[key], list):
        holder[key] = value
    elif value is None:
        at = holder[key].index(take) if index is None else index
        del holder[key][at]
    elif index is None:
        holder[key].append(value)
    else:
        holder[key][index] = value
    return type(identity).model_validate(data)
