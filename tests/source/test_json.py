"""JSON is read as text with places, or refused with all its faults."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zwgk.errors import InvalidInput, Problem
from zwgk.source import Limits, parse_json

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
PLAIN = st.recursive(
    st.none() | st.booleans() | NUMBERS | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=12,
)


def faults(text: str, limits: Limits | None = None) -> list[str]:
    with pytest.raises(InvalidInput) as caught:
        parse_json(text, "a.json", limits=limits or Limits())
    return [f"{problem.place}: {problem.what.en}" for problem in caught.value.problems]


def read_or_faults(text: str) -> tuple[object, tuple[Problem, ...]]:
    try:
        return parse_json(text, "a.json").data, ()
    except InvalidInput as error:
        return None, error.problems


def as_text(value: object) -> object:
    """The contract, said a second time: leaves as the standard library prints them."""
    if isinstance(value, dict):
        return {key: as_text(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_text(item) for item in value]
    return value if value is None or isinstance(value, str) else json.dumps(value)


def test_numbers_keep_their_digits() -> None:
    text = '{"rate": 36.40, "big": 12345678901234567890.10, "e": -1E+2, "no": false, "x": null}'
    assert parse_json(text, "a.json").data == {
        "rate": "36.40",
        "big": "12345678901234567890.10",
        "e": "-1E+2",
        "no": "false",
        "x": None,
    }


def test_places_count_lines_and_characters() -> None:
    source = parse_json('\ufeff{\r\n  "事项": [\r\n    {"到期": 1, "x": 2}, 3]\r\n}', "a.json")
    assert str(source.place(["事项"])) == "a.json:2:3 事项"
    assert str(source.place(["事项", 0])) == "a.json:3:5 事项[0]"
    assert str(source.place(["事项", 0, "x"])) == "a.json:3:15 事项[0].x"
    assert str(source.place(["事项", 1])) == "a.json:3:24 事项[1]"


def test_all_duplicates_are_named_at_once() -> None:
    assert faults('{"a": 1,\n "b": {"c": 1, "c": 2},\n "a": 3}') == [
        "a.json:2:16 b.c: duplicate key 'c', first on line 2",
        "a.json:3:2 a: duplicate key 'a', first on line 1",
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "a.json:1:1: the document is empty"),
        (" \n", "a.json:1:1: the document is empty"),
        ("{} []", "a.json:1:4: broken JSON: there is something after the document"),
        ("[1,]", "a.json:1:4 [1]: broken JSON: a value is expected here"),
        ("[1 2]", "a.json:1:4 [1]: broken JSON: a comma or ] is expected here"),
        ('{"a": 1 "b"}', "a.json:1:9: broken JSON: a comma or } is expected here"),
        ('{"a": 1,}', "a.json:1:9: broken JSON: a key in double quotes is expected here"),
        ('{"a" 1}', "a.json:1:6 a: broken JSON: a colon is expected here"),
        ("{a: 1}", "a.json:1:2: broken JSON: 'a' is not JSON"),
        ("[1}", "a.json:1:3 [1]: broken JSON: a comma or ] is expected here"),
        ("]", "a.json:1:1: broken JSON: a value is expected here"),
        ('{"a": NaN}', "a.json:1:7 a: broken JSON: 'NaN' is not JSON"),
        ("[-Infinity]", "a.json:1:2 [0]: broken JSON: '-Infinity' is not JSON"),
        ("[01]", "a.json:1:2 [0]: broken JSON: '01' is not JSON"),
        ("[1.]", "a.json:1:2 [0]: broken JSON: '1.' is not JSON"),
        ("[.5]", "a.json:1:2 [0]: broken JSON: '.5' is not JSON"),
        ("[+5]", "a.json:1:2 [0]: broken JSON: '+5' is not JSON"),
        ("[truer]", "a.json:1:2 [0]: broken JSON: 'truer' is not JSON"),
        ("['a']", "a.json:1:2 [0]: broken JSON: ''a'' is not JSON"),
        ("[“a”]", "a.json:1:2 [0]: broken JSON: '“a”' is not JSON"),
        ("[1 /* one */]", "a.json:1:4 [1]: broken JSON: '/*' is not JSON"),
        ('["a', "a.json:1:2 [0]: broken JSON: the quote is not closed"),
        (
            '["a\nb"]',
            "a.json:1:4 [0]: broken JSON: a line break or control character in a string",
        ),
        ('["a\\x"]', "a.json:1:4 [0]: broken JSON: invalid escape"),
        ('["a\\', "a.json:1:4 [0]: broken JSON: invalid escape"),
        ('["\\ud800"]', "a.json:1:2 [0]: half of a surrogate pair"),
        ('{"a": {"b": [1, 2', "a.json:1:18 a.b[2]: broken JSON: the document ends too early"),
    ],
)
def test_one_fault_one_message(text: str, fault: str) -> None:
    assert faults(text) == [fault]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("[NaN]", "缺失的值写 null"),
        ("['a']", "用英文双引号"),
        ("# a", "JSON 没有注释"),
        ('["a', "补上双引号"),
    ],
)
def test_the_hint_says_how_to_mend(text: str, hint: str) -> None:
    with pytest.raises(InvalidInput, match=hint):
        parse_json(text, "a.json")


def test_limits_stop_the_reading() -> None:
    assert faults("[" * 100_000) == [
        "a.json:1:51 " + "[0]" * 50 + ": nested more than 50 levels deep"
    ]
    assert parse_json("[" * 50 + "]" * 50, "a.json").data
    assert faults("[1, 2, 3, 4]", Limits(nodes=4)) == ["a.json:1:11 [3]: more than 4 nodes"]
    assert faults('"abcdef"', Limits(size=5)) == ["a.json:1:1: too large, the limit is 5 bytes"]


def test_a_long_text_is_one_value() -> None:
    long = "字" * 300_000 + '\\"' * 100_000
    limits = Limits(value=400_000)
    data = parse_json(f'["{long}"]', "a.json", limits=limits).data
    assert data == ["字" * 300_000 + '"' * 100_000]


@given(PLAIN)
def test_what_json_dumps_writes_comes_back_as_text(data: object) -> None:
    for text in (json.dumps(data), json.dumps(data, ensure_ascii=False, indent=1)):
        assert parse_json(text, "a.json").data == as_text(data)


@given(st.text() | st.text('{}[]:,"\\ \n0123.eE+-truefalsn/u"'))
def test_any_text_is_read_or_refused_as_the_standard_library_does(text: str) -> None:
    data, problems = read_or_faults(text)
    assert all(problem.place.line >= 1 and problem.hint for problem in problems)
    try:
        theirs = json.loads(text.removeprefix("\ufeff"), parse_int=str, parse_float=str)
    except ValueError:
        assert problems
    else:
        # we refuse more: duplicate keys, NaN, halves of surrogate pairs
        assert problems or data == as_text(theirs)
