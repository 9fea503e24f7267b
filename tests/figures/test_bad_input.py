"""Faulty figures and identities: all faults at once, each with its place and its mend."""

import subprocess
import sys
from typing import Any

import pytest

from zwgk.errors import InvalidInput, Place
from zwgk.figures import Status, Verdict, read_identities, reconcile
from zwgk.source import parse_yaml


def faults(rows: Any, figures: Any = None, **options: Any) -> list[str]:
    with pytest.raises(InvalidInput) as caught:
        read_identities(rows, **options) if figures is None else reconcile(figures, rows)
    assert all(problem.hint for problem in caught.value.problems)
    return [f"{problem.place}: {problem.what.en}" for problem in caught.value.problems]


def test_all_faults_of_the_identities_at_once() -> None:
    rows = [
        {"id": "a", "kind": "sun", "parts": ["x"], "total": "y"},
        {"id": "b", "kind": "sum", "parts": [], "totl": "y"},
        {"id": "9", "kind": "equal", "left": "x", "right": "one two"},
        {"id": "d", "kind": "equal", "left": "x", "right": True},
        {"id": "d", "kind": "inequality", "left": "x", "op": "~", "right": "y"},
        {"kind": "unique", "listed": ["a"]},
        "sum",
        {"id": "e", "kind": "partition", "total": "x", "axes": {"a[0]": ["x"]}},
    ]
    found = faults(rows)
    assert found[0] == "identities [0].kind: no kind of identity 'sun'"
    expected = ["[1].parts", "[1].total", "[1].totl", "[2].id", "[2].right", "[3].right", "[4].op"]
    for place in [*expected, "[5].id", "[6]", "[7].axes"]:
        assert any(line.startswith(f"identities {place}") for line in found), (place, found)


def test_a_kind_nearly_right_is_guessed() -> None:
    with pytest.raises(InvalidInput, match="是否想写“sum”"):
        read_identities([{"id": "a", "kind": "sun", "parts": ["x"], "total": "y"}])


def test_an_id_given_twice_names_the_first() -> None:
    row = {"id": "a", "kind": "equal", "left": "x", "right": "1"}
    assert faults([row, row]) == ["identities [1].id: the id 'a' is given twice"]


def test_unknown_figures_are_faults_where_the_figures_are_told() -> None:
    row = {"id": "a", "kind": "sum", "parts": ["hazard", "12"], "total": "all"}
    assert read_identities([row], figures={"hazard", "all"})
    with pytest.raises(InvalidInput, match="是否想写“hazards”"):
        read_identities([row], figures={"hazards": "3", "all": "4"})


def test_the_place_is_that_of_the_document() -> None:
    text = "identities:\n- {id: a, kind: sum, parts: [x], total: y, colour: red}\n"
    source = parse_yaml(text, "d.yaml")
    data: Any = source.data
    assert faults(data["identities"], places=lambda path: source.place(["identities", *path])) == [
        "d.yaml:2:44 identities[0].colour: unknown key 'colour'"
    ]
    assert Place("d.yaml", 2, 44, "identities[0].colour") == source.place(
        ["identities", 0, "colour"]
    )


@pytest.mark.parametrize(
    ("figures", "fault"),
    [
        ({"1a": "3"}, "figures 1a: '1a' is not the id of a figure"),
        (["3"], "figures: figures should be a mapping of id to figure"),
        ({"a": [3]}, "figures a: this is no figure"),
        ({"a": {"valve": "3"}}, "figures a: unknown key 'valve'"),
        ({"a": {"value": True}}, "figures a: the value should be text"),
        ({"a": {"value": "3", "bound": "about"}}, "figures a: unknown bound 'about'"),
    ],
)
def test_one_fault_of_the_figures(figures: Any, fault: str) -> None:
    row = {"id": "i", "kind": "equal", "left": "a", "right": "1"}
    assert faults([row], figures) == [fault]


def judged(figures: dict[str, Any], **row: Any) -> Verdict:
    (verdict,) = reconcile(figures, [{"id": "i", **row}])
    return verdict


def test_what_has_no_number_is_said_and_never_passes() -> None:
    figures = {"a": None, "b": "xxx", "c": "若干", "d": "不适用", "hazards": "3"}
    row = {"kind": "sum", "parts": ["a", "b", "c", "hazard"], "total": "hazards"}
    verdict = judged(figures, **row)
    assert verdict.status is Status.UNVERIFIABLE
    assert verdict.reason.zh == (
        "a 缺失；b 被遮盖（xxx）；c 读不出数字（若干）；没有数字 hazard（是否想写 hazards？）"
    )
    na = judged(figures, kind="sum", parts=["a", "d"], total="hazards")
    assert na.status is Status.NOT_APPLICABLE
    assert na.reason.en == "d is not applicable"


def test_many_gaps_are_counted_not_listed() -> None:
    parts = [f"f{number}" for number in range(1000)]
    verdict = judged({"total": "1"}, kind="sum", parts=parts, total="total")
    assert verdict.status is Status.UNVERIFIABLE
    assert verdict.reason.en.endswith("992 more")
    assert len(verdict.reason.zh) < 300


def test_a_long_sum_is_shown_short() -> None:
    figures = {f"f{number}": "1" for number in range(1000)} | {"total": "999"}
    parts = [name for name in figures if name != "total"]
    verdict = judged(figures, kind="sum", parts=parts, total="total")
    assert verdict.status is Status.DOES_NOT_HOLD
    assert verdict.reason.zh == ("1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + … (1000) = 1000，与 999 相差 1")
    assert len(verdict.would_hold) <= 50


def test_an_empty_list_of_identities_has_no_verdicts() -> None:
    assert reconcile({"a": "1"}, []) == ()


def test_loading_a_part_of_the_room_hides_no_function() -> None:
    # a submodule of the same name would take the place of a function that is loaded lazily
    code = (
        "import importlib, pkgutil, types, zwgk.figures as room\n"
        "for one in pkgutil.iter_modules(room.__path__, 'zwgk.figures.'):\n"
        "    importlib.import_module(one.name)\n"
        "for name in room.__all__:\n"
        "    assert not isinstance(getattr(room, name), types.ModuleType), name\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603  # our own code
