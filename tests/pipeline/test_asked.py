"""What is no scheme, no perspective or no rule of law is told before anything is worked out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from zwgk.errors import InvalidInput
from zwgk.pipeline import assess
from zwgk.records import Dossier
from zwgk.scheme import Scheme
from zwgk.scoring import Assessment

ITEM = "items:\n  - {id: i1, title: 公示, openness: proactive, rule: XXGK-PRI}\n"


def problems(call: Callable[[], object]) -> list[tuple[str, str, str]]:
    with pytest.raises(InvalidInput) as caught:
        call()
    return [
        (str(one.place), one.what.en, one.hint.en if one.hint else "")
        for one in caught.value.problems
    ]


def test_a_scheme_and_a_perspective_given_as_any_text(load: Callable[..., Dossier]) -> None:
    scheme: Any = "example_unit"
    view: Any = "revew"
    assert problems(lambda: assess(load(), scheme, as_of=date(2024, 4, 30), perspective=view)) == [
        (
            "scheme",
            "'example_unit' is no scheme",
            "make registry = load_plugins(), then give registry.scheme(id)",
        ),
        ("perspective", "there is no perspective 'revew'", "did you mean 'review'?"),
    ]


def test_an_item_under_a_rule_that_nobody_knows(
    load: Callable[..., Dossier], bind: Callable[..., Scheme], small: Callable[..., Assessment]
) -> None:
    told = problems(lambda: small(("items:\n", ITEM)))
    assert told == [
        (
            "dossier items[0].rule",
            "item 'i1' names the rule 'XXGK-PRI', which is not known",
            "did you mean 'XXGK-PRO'?",
        )
    ]
    known = load(("items:\n", ITEM.replace("XXGK-PRI", "XXGK-PRO")))
    assert assess(known, bind(), as_of=date(2024, 4, 30)).scored
