"""Whatever stands in a file, the answer is a dossier or every fault of it, never a traceback."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st

from zwgk.errors import InvalidInput, Problem
from zwgk.exchange import dossier_from
from zwgk.records import RECORD_TYPES, Dossier
from zwgk.source import Source, parse_json, parse_yaml

# Words that mean something somewhere in a dossier, so that the text gets far before it is wrong.
SCALARS = st.sampled_from(
    ["a", "b", "u", "2024-03-05", "2024-03-01", "2024-03-05T10:00+08:00", "20 working days", "-1",
     "3", "1e400", "true", "no", "monthly", "exempt", "promised", "township", "answered", "sum",
     "asserted", "self", "", "１", "1_0", "9999-12-31", "0001-01-01", "三", "unknown", None]
)  # fmt: skip
KEYS = sorted(
    {name for kind in RECORD_TYPES.values() for name in kind.model_fields}
    | set(Dossier.model_fields)
    | {"rows", "complete", "from", "to", "units", "terms", "parent", "name", "parts", "total", "zz"}
)
VALUES: st.SearchStrategy[Any] = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=6)
    ),
    max_leaves=25,
)


def rows(kind: str) -> st.SearchStrategy[Any]:
    fields = sorted(RECORD_TYPES[kind].model_fields)
    row = st.dictionaries(st.sampled_from(fields), VALUES, max_size=8)
    listed = st.lists(row | VALUES, max_size=3)
    return listed | st.fixed_dictionaries({"complete": SCALARS, "rows": listed}) | VALUES


DOSSIERS = st.fixed_dictionaries(
    {},
    optional={
        "period": st.just({"from": "2024-01-01", "to": "2024-12-31"}) | VALUES,
        "unit": st.just({"name": "a", "kind": "township", "id": "u"}) | VALUES,
        "figures": VALUES,
        "declarations": VALUES,
        "previous": VALUES,
        "identities": st.lists(
            st.fixed_dictionaries(
                {"id": SCALARS, "kind": st.sampled_from(["sum", "equal", "zz"])},
                optional={"parts": VALUES, "total": SCALARS, "left": VALUES, "right": SCALARS},
            ),
            max_size=2,
        )
        | VALUES,
        **{name: rows(name) for name in RECORD_TYPES},
    },
)


Parse = Callable[[str, str], Source]


def answer(parse: Parse, text: str) -> Dossier | Sequence[Problem]:
    try:
        return dossier_from(parse(text, "a"))
    except InvalidInput as bad:
        return bad.problems


def loads(data: Any) -> None:
    in_json = answer(parse_json, json.dumps(data, ensure_ascii=False))
    in_yaml = answer(parse_yaml, yaml.safe_dump(data, allow_unicode=True))
    if isinstance(in_json, Dossier):
        assert in_json == in_yaml
    else:
        assert not isinstance(in_yaml, Dossier)
        assert in_json
        assert all(problem.place.line for problem in in_json)
        # the same faults, wherever the text puts them
        assert sorted(problem.place.path for problem in in_json) == sorted(
            problem.place.path for problem in in_yaml
        )


@given(DOSSIERS)
def test_a_mangled_dossier_is_a_dossier_or_its_faults(data: Any) -> None:
    loads(data)


@given(VALUES)
def test_any_plain_data_is_a_dossier_or_its_faults(data: Any) -> None:
    loads(data)


@given(st.text(max_size=60), st.sampled_from([parse_yaml, parse_json]))
def test_any_text_is_a_dossier_or_its_faults(text: str, parse: Parse) -> None:
    assert answer(parse, text)
