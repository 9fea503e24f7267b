"""The conformance kit: each promise is kept by the box, and each way to break one is told."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zwgk import InvalidInput, assess, load_plugins
from zwgk.testing import PluginConformance, SchemeConformance, strategies
from zwgk.testing.conformance import Checked, check_plugin, plugins_of
from zwgk.testing.fitting import Asked
from zwgk.testing.promises import dossiers
from zwgk.testing.tried import LawBroken

HEAD = '''\
from datetime import date
from decimal import Decimal
from fractions import Fraction
from importlib.resources import files
from itertools import count
from typing import ClassVar

from pydantic import model_validator

from zwgk import End, FactValue, Hit, HitKind, PackagedDossier, Record, RuleKind, Text, hookimpl

HERE = files(__name__)
WHY = Text("理由", "why")


@hookimpl
def zwgk_schemes():
    return [HERE / "sheet.yaml"]


class Each(RuleKind):
    """Ten points less one for each."""

    kind: ClassVar[str] = "each"
    fact: str

    def needs(self):
        return frozenset({self.fact})

    def judge(self, leaf, facts, end):
        value = facts[self.fact]
        worst = value.most if end is End.LEAST else value.least
        lost = leaf.points if worst is None and end is End.LEAST else max(worst or 0, Fraction(0))
        return [Hit(-min(lost, leaf.points), HitKind.LOSS, WHY)]

    def direction(self, fact, part):
        return -1


@hookimpl
def zwgk_rule_kinds():
    return [Each]
'''
SHEET = """\
format: 1
id: tried
version: "1"
title: 示例
source: 示例（虚构）
full: 10
facts:
  cases: {count: cases}
indicators:
  - {id: a, title: 甲, points: 10, rule: {kind: each, fact: cases}}
"""
EXAMPLES = """\
examples:
  - name: 两件扣二
    as_of: 2025-01-31
    dossier:
      period: {from: 2024-01-01, to: 2024-12-31}
      unit: {name: 示例（虚构）, kind: other, fictitious: true}
      cases:
        - {id: k1, kind: promised, received: 2024-03-04}
        - {id: k2, kind: promised, received: 2024-03-05}
    expect: {total: "8"}
"""
KEPT = {"sheet.yaml": SHEET, "sheet.examples.yaml": EXAMPLES}

Make = Callable[..., str]


@pytest.fixture(name="make")
def _make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Make]:
    """A module of these files that no entry point names."""
    monkeypatch.syspath_prepend(str(tmp_path))

    def make(text: str = HEAD, **files: str) -> str:
        package = tmp_path / "tried_plugin"
        package.mkdir(exist_ok=True)
        (package / "__init__.py").write_text(text, encoding="utf-8")
        for name, content in (KEPT | files).items():
            if content:
                (package / name).write_text(content, encoding="utf-8")
        return package.name

    yield make
    sys.modules.pop("tried_plugin", None)


def broken(name: str) -> dict[str, list[str]]:
    """The broken promises of a plugin, in English."""
    (plugin,), registry = plugins_of(name)
    found: list[Checked] = check_plugin(plugin, registry)
    return {
        one.promise.of("en"): [words.of("en") for words in one.broken]
        for one in found
        if not one.kept
    }


def judging(body: str, *, more: str = "") -> str:
    """The module with another judgement of its rule."""
    start = HEAD.index("        value = facts[self.fact]")
    end = HEAD.index("    def direction")
    return HEAD[:start] + body + "\n\n" + HEAD[end:] + more


def test_one_that_keeps_every_promise(make: Make) -> None:
    assert broken(make()) == {}


@pytest.mark.parametrize("package", ["zwgk", "zwgk.schemes", "township-hall", "Service_Hall"])
def test_a_package_is_called_by_any_of_its_names(package: str) -> None:
    if package == "township-hall":
        with pytest.raises(InvalidInput, match="没有装上名为“township-hall”的包、插件或模块"):
            plugins_of(package)
        return
    names, registry = plugins_of(package)
    assert set(names) <= set(registry.owners.values())
    assert ("service_hall" in names, len(names) > 10) == (True, package != "Service_Hall")


@pytest.mark.parametrize(
    "name", ["", "no such thing", ".x", "..", "zwgk.nowhere", "a.b.c", "é" * 300]
)
def test_what_is_not_there_is_told(name: str) -> None:
    with pytest.raises(InvalidInput, match="没有装上名为"):
        plugins_of(name)


def test_every_plugin_of_the_box_conforms() -> None:
    names, registry = plugins_of("zwgk")
    told = [
        (one.what, one.promise.zh, one.broken)
        for name in names
        for one in check_plugin(name, registry)
        if not one.kept
    ]
    assert told == []


RULES = [
    ("        return (Hit(-1, HitKind.LOSS, WHY),)", "a: judge gave no list of hits"),
    ("        return [Fraction(1)]", "a: judge gave no list of hits"),
    (
        "        return [Hit(-0.5, HitKind.LOSS, WHY)]",
        "a: points of a hit are exact numbers: Fraction or int",
    ),
    (
        '        return [Hit(Decimal("-0.5"), HitKind.LOSS, WHY)]',
        "a: points of a hit are exact numbers: Fraction or int",
    ),
    (
        "        return [Hit(0 if end is End.LEAST else -1, HitKind.LOSS, WHY)]",
        "a: the least points are above the most",
    ),
    (
        "        return [Hit(-1 if end is End.LEAST else 0, HitKind.LOSS, WHY)]",
        "a: all facts are known, yet the ends differ",
    ),
    # an unknown number counts as nothing at either end: unknown taken for zero
    (
        "        return [Hit(-(facts[self.fact].least or 0), HitKind.LOSS, WHY)]",
        "a: with cases known better, the points leave the ends given before",
    ),
    (
        "        return [Hit(facts[self.fact].least or 0, HitKind.LOSS, WHY)]",
        "a: the declared direction of cases does not hold",
    ),
    (
        "        return [Hit(-next(NUMBERS), HitKind.LOSS, WHY)]",
        "a: asked twice, it answers differently",
    ),
    ("        raise RuntimeError('boom')", "a: the rule raised RuntimeError: boom"),
    ("        raise SystemExit(3)", "a: the rule raised SystemExit: 3"),
]


@pytest.mark.parametrize(("body", "words"), RULES, ids=[words[3:40] for _, words in RULES])
def test_a_rule_that_breaks_its_contract(make: Make, body: str, words: str) -> None:
    found = broken(make(judging(body, more="\n\nNUMBERS = count(1)\n")))
    assert words in found["its rules keep their contract"]


def test_a_direction_is_a_sign(make: Make) -> None:
    found = broken(make(HEAD.replace("return -1", "return 2")))
    assert found == {"its rules keep their contract": ["a: a direction is -1, 0 or 1"]}


def test_a_rule_kind_that_no_scheme_uses(make: Make) -> None:
    sheet = SHEET.replace("{kind: each, fact: cases}", "{kind: deduct, per: cases, each: 1}")
    found = broken(make(**{"sheet.yaml": sheet}))
    assert found == {
        "its rules keep their contract": [
            "no scheme uses the rule kind 'each', so it cannot be tried; write one"
        ]
    }


def letters(*body: str) -> str:
    """A table of letters with this body."""
    lines = ["class Letter(Record):", "    table: ClassVar[str] = 'letters'", *body]
    return "\n".join([*lines, "@hookimpl", "def zwgk_record_types():", "    return [Letter]"])


def hook(name: str, given: str) -> str:
    """A hook that gives something."""
    return f"@hookimpl\ndef zwgk_{name}():\n    return {given}"


LOADS, TABLES = "it loads and takes no name", "its tables are read and written"
VALUES, ASSESSED = "its providers give values", "its dossiers can be assessed"
AFTER = "    @model_validator(mode='after')"
DOUBLES = (
    "    n: str = 'x'",
    "    @model_validator(mode='before')",
    "    @classmethod",
    "    def _more(cls, v): return {**v, 'n': v.get('n', '') + 'x'}",
)
GONE = "[PackagedDossier('r1', HERE / 'gone.yaml', 'tried', date(2025, 1, 31))]"
GIFTS = [
    (hook("scheme", "[]"), LOADS, "there is no hook zwgk_scheme;"),
    (hook("calendars", "{'c': 1}"), LOADS, "cannot be used: ('c', 1)"),
    ("raise RuntimeError('at import')", LOADS, "RuntimeError: at import"),
    (letters("    dated_by = ('on',)"), TABLES, "letters has no on"),
    (
        letters(AFTER, "    def _odd(self): raise ValueError('never right')"),
        TABLES,
        "no row of letters could be made; ask less",
    ),
    (letters(AFTER, "    def _boom(self): raise RuntimeError('boom')"), TABLES, "boom"),
    (letters(*DOUBLES), TABLES, "letters differs after JSON"),
    (
        hook("facts", "{'f': lambda known: known.tables['cases']}"),
        VALUES,
        "with nothing known, f raised KeyError: 'cases'",
    ),
    (
        hook("facts", "{'f': lambda known: FactValue(0.5, 0.5)}"),
        VALUES,
        "with nothing known, f raised TypeError: 0.5 is not exact",
    ),
    (hook("dossiers", GONE), ASSESSED, "r1: 1 problem"),
]


@pytest.mark.parametrize(("text", "promise", "words"), GIFTS, ids=range(len(GIFTS)))
def test_a_gift_that_breaks_its_promise(make: Make, text: str, promise: str, words: str) -> None:
    found = broken(make(f"{HEAD}\n\n{text}\n"))
    assert any(words in told for told in found[promise]), found


def test_a_plugin_that_gives_nothing(make: Make) -> None:
    text = "from zwgk import hookimpl\n\n@hookimpl\ndef zwgk_schemes(): return []\n"
    assert broken(make(text)) == {"it gives something": ["nothing was given"]}


def test_a_module_that_is_no_plugin() -> None:
    found = broken("json.tool")
    assert "no function with @hookimpl" in found["it loads and takes no name"][0]


def test_a_scheme_that_does_not_bind_is_told_with_every_fault(make: Make) -> None:
    sheet = SHEET.replace("fact: cases", "fact: casses").replace("full: 10", "full: 11")
    (words,) = broken(make(**{"sheet.yaml": sheet}))["it loads and takes no name"]
    assert "nobody gives the fact 'casses'" in words
    assert "the base points add up to 10, not 11" in words


@pytest.mark.parametrize(
    ("examples", "words"),
    [
        ("", "there is no file of examples sheet.examples.yaml"),
        (EXAMPLES.replace('"8"', '"9"'), "两件扣二: the total (total) should be 9, is 8.00"),
        ("examples: []\n", "'a list of 0'"),
        (EXAMPLES.replace("period:", "perod:"), "unknown key 'perod'"),
    ],
)
def test_examples_that_do_not_come_out(make: Make, examples: str, words: str) -> None:
    found = broken(make(**{"sheet.examples.yaml": examples}))
    assert [*found] == ["it has examples, and they come out"]
    told = "\n".join(found["it has examples, and they come out"])
    assert words.replace("'a list of 0'", "'an empty list' is too few") in told


def test_a_rule_that_no_example_fires_is_a_remark(make: Make) -> None:
    quiet = EXAMPLES.split("      cases:", maxsplit=1)[0]
    quiet += '      cases: []\n    expect: {total: "10"}\n'
    (plugin,), registry = plugins_of(make(**{"sheet.examples.yaml": quiet}))
    found = check_plugin(plugin, registry)
    assert all(one.kept for one in found)
    assert [words.en for one in found for words in one.remarks] == [
        "rules that no example fires: a"
    ]


def test_a_result_that_depends_on_the_order_of_records(make: Make) -> None:
    more = (
        "\n\n@hookimpl\ndef zwgk_facts():\n"
        "    def first(known):\n"
        "        rows = known.tables.get('cases')\n"
        "        name = rows.rows[0].id if rows and rows.rows else 'k.1'\n"
        "        return FactValue.exactly(Fraction(name[-1]))\n"
        "    return {'first': first}\n"
    )
    sheet = SHEET.replace("fact: cases}", "fact: first}")
    sheet = sheet.replace("id: a, title: 甲, ", "id: a, title: 甲, needs: [cases], ")
    found = broken(make(HEAD + more, **{"sheet.yaml": sheet, "sheet.examples.yaml": EXAMPLES}))
    (words,) = found["the order of records is irrelevant"]
    assert words.startswith("with the records in reverse these differ: ")


def test_a_result_that_json_does_not_bring_back(make: Make) -> None:
    found = broken(make(HEAD.replace('Text("理由", "why")', 'Text("\\ud800")')))
    (words,) = found["JSON brings it back"]
    assert words.startswith("writing a result as JSON raised PydanticSerializationError")


def test_a_rule_that_raises_is_told_once(make: Make) -> None:
    found = broken(make(judging("        raise RuntimeError('boom')")))
    (words,) = found["the ledger adds up"]
    assert "RuntimeError: boom" in words


class TestBoxScheme(SchemeConformance):
    scheme = "district_safety@2011"


class TestBoxPlugin(PluginConformance):
    plugin = "two_basics"


class TestTheKit:
    """The classes to inherit have messages of their own."""

    def test_a_plugin_in_two_lines(self, make: Make) -> None:
        class Mine(PluginConformance):
            plugin = make(HEAD.replace("return -1", "return 1"))

        Mine().test_it_loads_and_takes_no_name()
        with pytest.raises(LawBroken) as caught:
            Mine().test_its_rules_keep_their_contract()
        assert str(caught.value) == (
            "tried_plugin：未做到“评分规则守约”\n"
            "  · a：声明的方向不成立：cases 增大，得分反向变动\n"
            "tried_plugin: not kept: its rules keep their contract\n"
            "  - a: the declared direction of cases does not hold"
        )

    def test_a_scheme_that_does_not_bind(self, make: Make) -> None:
        class Mine(SchemeConformance):
            scheme = "tried"
            plugin = make(**{"sheet.yaml": SHEET.replace("full: 10", "full: 11")})

        with pytest.raises(LawBroken, match="基础分合计 10，与总分 11 不符"):
            Mine().test_it_lints_clean()

    def test_a_scheme_of_a_module(self, make: Make) -> None:
        class Mine(SchemeConformance):
            scheme = "tried"
            plugin = make(**{"sheet.examples.yaml": EXAMPLES.replace('"8"', '"9"')})

        Mine().test_it_lints_clean()
        with pytest.raises(LawBroken, match="两件扣二：总分 total 应为 9，实为 8"):
            Mine().test_its_examples_come_out()

    @pytest.mark.parametrize("kit", [SchemeConformance, PluginConformance])
    def test_a_class_that_names_nothing(self, kit: type) -> None:
        tests = [name for name in dir(kit) if name.startswith("test_")]
        assert len(tests) >= 5
        for name in tests:
            with pytest.raises(LawBroken, match="测试类里要写"):
                getattr(kit(), name)()


REGISTRY = load_plugins()
SCHEMES = sorted(REGISTRY.heads)


@given(st.data())
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_drawn_dossiers_fit_every_scheme(data: st.DataObject) -> None:
    scheme = REGISTRY.scheme(data.draw(st.sampled_from(SCHEMES)))
    dossier = data.draw(strategies.dossiers(scheme, REGISTRY))
    result = assess(
        dossier, scheme, as_of=date(2025, 1, 31), rules=REGISTRY.rules, providers=REGISTRY.facts
    )
    assert result.faults == ()
    assert (result.first, result.last) == (date(2024, 1, 1), date(2024, 12, 31))


@pytest.mark.parametrize("name", SCHEMES)
def test_dossiers_look_for_what_the_scheme_asks(name: str) -> None:
    """Every table that a query asks comes with rows, and every value it compares, in some row."""
    scheme = REGISTRY.scheme(name)
    asked = Asked()
    for query in scheme.queries.values():
        asked.take(query)
    made = [*dossiers(scheme, REGISTRY, 60)]
    for table, wanted in asked.tables.items():
        if table in {"duties", "verdicts"}:
            continue
        rows = [row for one in made if (found := one.table(table)) for row in found.rows]
        assert rows, table
        plain = {field for field in wanted if field in type(rows[0]).model_fields}
        for field in plain:
            given = [getattr(row, field) for row in rows]
            parts = [one for value in given for one in (value if type(value) is tuple else [value])]
            seen = {str(one).lower() for one in parts}
            assert seen & {value.lower() for value in wanted[field]} or not wanted[field], field
