"""YAML is read as text with places, or refused with all its faults."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import zwgk
from zwgk.errors import InvalidInput, Problem
from zwgk.source import Limits, Source, parse_yaml

LOADERS = [yaml.BaseLoader, getattr(yaml, "CBaseLoader", yaml.BaseLoader)]

PRINTABLE = st.characters(
    exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff\ufffe\uffff\u2028\u2029\x7f"
)
WORDS = st.text(PRINTABLE, max_size=8)
PLAIN = st.recursive(
    st.none() | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=12,
)


def faults(text: str, **options: object) -> list[str]:
    with pytest.raises(InvalidInput) as caught:
        parse_yaml(text, "a.yaml", **options)  # type: ignore[arg-type]
    return [f"{problem.place}: {problem.what.en}" for problem in caught.value.problems]


def read_or_faults(text: str, loader: type) -> tuple[object, tuple[Problem, ...]]:
    try:
        return parse_yaml(text, "a.yaml", loader=loader).data, ()
    except InvalidInput as error:
        return None, error.problems


@pytest.mark.parametrize("loader", LOADERS)
def test_every_scalar_is_text_but_plain_nothing(loader: type) -> None:
    text = """
date: 2025-03-31
yes: no
octal: 010
rate: 36.40
clock: 12:30
inf: .inf
none: [~, null, , "", "~", 'null', NULL]
empty:
"""
    data = parse_yaml(text.replace("null, ,", "null,"), "a.yaml", loader=loader).data
    assert data == {
        "date": "2025-03-31",
        "yes": "no",
        "octal": "010",
        "rate": "36.40",
        "clock": "12:30",
        "inf": ".inf",
        "none": [None, None, "", "~", "null", "NULL"],
        "empty": None,
    }


@pytest.mark.parametrize("loader", LOADERS)
def test_places_count_lines_and_characters(loader: type) -> None:
    text = "\ufeff事项:\r\n  - {名称: 😀, 到期: 2025-03-31}\r\n  - plain\r\n"
    source = parse_yaml(text, "a.yaml", loader=loader)
    # the second line is `  - {名称: 😀, 到期: …`: two blanks, dash, blank, brace at column 5
    assert str(source.place(["事项", 0])) == "a.yaml:2:5 事项[0]"
    assert str(source.place(["事项", 0, "到期"])) == "a.yaml:2:13 事项[0].到期"
    assert str(source.place(["事项", 1])) == "a.yaml:3:5 事项[1]"
    assert str(source.place([])) == "a.yaml:1:1"


def test_a_place_that_is_not_there_stands_at_its_longest_known_prefix() -> None:
    source = parse_yaml("unit:\n  name: x\n", "a.yaml")
    assert str(source.place(["unit", "kind"])) == "a.yaml:1:1 unit.kind"
    assert str(source.place(["unit", "name", "deeper"])) == "a.yaml:2:3 unit.name.deeper"
    assert str(source.place(["unit", 3])) == "a.yaml:1:1 unit[3]"
    assert str(source.place(["a b", "x.y"])) == 'a.yaml:1:1 ["a b"]["x.y"]'


def test_data_without_text_still_has_places() -> None:
    source = Source("memory", {"a": ["b"]})
    assert str(source.place(["a", 0])) == "memory a[0]"
    assert source == Source("memory", {"a": ["b"]})


@pytest.mark.parametrize("loader", LOADERS)
def test_all_duplicates_anchors_tags_and_merges_are_named_at_once(loader: type) -> None:
    text = """a: 1
b: &x {c: 1, c: 2}
a: !!int 3
d: *x
e: {<<: 1, ~: 2}
"""
    assert faults(text, loader=loader) == [
        "a.yaml:2:4 b: anchors are not accepted: &x",
        "a.yaml:2:14 b.c: duplicate key 'c', first on line 2",
        "a.yaml:3:1 a: duplicate key 'a', first on line 1",
        "a.yaml:3:4 a: tags are not accepted: tag:yaml.org,2002:int",
        "a.yaml:4:4 d: aliases are not accepted: *x",
        "a.yaml:5:5 e: merge keys (<<) are not accepted",
        "a.yaml:5:12 e: a key must be text",
    ]


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "a.yaml:1:1: the document is empty"),
        ("# only words\n", "a.yaml:1:1: the document is empty"),
        ("---\n", "a.yaml:1:1: the document is empty"),
        ("a: 1\n---\nb: 2\n", "a.yaml:2:1: more than one document in the file"),
        ("? [a]\n: b\n", "a.yaml:1:3: a key must be text"),
        ("{*x : 1}", "a.yaml:1:2: aliases are not accepted: *x"),
        ("a: \x07", "a.yaml:1:4: unprintable character U+0007"),
        ("a: \ud800", "a.yaml:1:4: unprintable character U+D800"),
        ("- &x [1]\n", "a.yaml:1:3 [0]: anchors are not accepted: &x"),
        ("- !x [1]\n", "a.yaml:1:3 [0]: tags are not accepted: !x"),
    ],
)
def test_one_fault_one_message(text: str, fault: str, loader: type) -> None:
    assert faults(text, loader=loader) == [fault]


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize(
    ("text", "spot"),
    [
        ("a: [1, 2\n", "a.yaml:2:1"),
        ("a: 1\n\tb: 2\n", "a.yaml:2:1"),
        ("a: b: c\n", "a.yaml:1:5"),
        ('a: "\\UFFFFFFFF"\n', "a.yaml:1"),
        ('a: "\\ud800"\n', "a.yaml:1"),
        ("%YAML 1." + "9" * 5000 + "\n---\na: 1\n", "a.yaml:1"),
        ("a: @b\n", "a.yaml:1:4"),
    ],
)
def test_broken_syntax_is_a_fault_at_its_spot(text: str, spot: str, loader: type) -> None:
    found = faults(text, loader=loader)
    assert len(found) == 1
    assert found[0].startswith(spot)


def test_a_tab_is_explained() -> None:
    with pytest.raises(InvalidInput, match="缩进用空格，不用制表符"):
        parse_yaml("a:\n\tb: 1\n", "a.yaml")


@pytest.mark.parametrize("loader", LOADERS)
def test_limits_stop_the_reading(loader: type) -> None:
    assert faults("[" * 60, loader=loader) == [
        "a.yaml:1:51 " + "[0]" * 50 + ": nested more than 50 levels deep"
    ]
    assert parse_yaml("[" * 50 + "]" * 50, "a.yaml", loader=loader).data
    few = Limits(nodes=4)
    assert parse_yaml("[1, 2, 3]", "a.yaml", limits=few, loader=loader).data == ["1", "2", "3"]
    assert faults("[1, 2, 3, 4]", limits=few, loader=loader) == [
        "a.yaml:1:11 [3]: more than 4 nodes"
    ]
    assert faults("abcdef", limits=Limits(size=5)) == [
        "a.yaml:1:1: too large, the limit is 5 bytes"
    ]
    same = "a: 1\n" * 10
    assert len(faults(same, limits=Limits(faults=3), loader=loader)) == 3


def test_faults_before_broken_syntax_are_kept() -> None:
    found = faults("a: 1\na: 2\nb: [\n")
    assert len(found) == 2
    assert found[0] == "a.yaml:2:1 a: duplicate key 'a', first on line 1"


def test_the_box_reads_the_same_without_libyaml() -> None:
    box = Path(zwgk.__file__).parent
    read = 0
    for path in sorted(box.rglob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        one, other = (parse_yaml(text, path.name, loader=loader) for loader in LOADERS)
        assert one.data == other.data
        read += 1
    assert read > 60


@given(PLAIN)
def test_what_yaml_dump_writes_comes_back(data: object) -> None:
    for text in (
        yaml.dump(data, allow_unicode=True),
        yaml.dump(data, Dumper=yaml.SafeDumper, default_flow_style=True),
    ):
        for loader in LOADERS:
            assert parse_yaml(text, "a.yaml", loader=loader).data == data


@given(st.text() | st.text("{}[]:,- &*!|>'\"%@`\n\t#?ab~<\\uU08"))
def test_any_text_is_read_or_refused(text: str) -> None:
    for loader in LOADERS:
        data, problems = read_or_faults(text, loader)
        assert isinstance(data, (dict, list, str, type(None)))
        assert all(problem.place.line >= 1 and problem.hint for problem in problems)
