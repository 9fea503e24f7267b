"""A zoo of faulty plugins: each is named and set aside, and everything else is still there."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any, ClassVar

import pytest

from zwgk.errors import InvalidInput
from zwgk.facts import FactValue
from zwgk.plugins import PackagedDossier, Registry, hookimpl, load_plugins
from zwgk.plugins.shelf import head_of
from zwgk.records import Record
from zwgk.scheme import KINDS, Declared, End, Hit, Leaf, RuleKind
from zwgk.time import WorkCalendar

SHEET = """\
format: 1
id: {}
version: "{}"
title: 示例
source: 示例（虚构）
full: 10
indicators:
  - {{id: a, title: 甲, points: 10, rule: {{kind: {}}}}}
"""


class Entry:
    """What a plugin is loaded from."""

    def __init__(self, name: str, given: Any, value: str = "") -> None:
        self.name = name
        self.given = given
        self.value = value

    def load(self) -> Any:
        if isinstance(self.given, BaseException):
            raise self.given
        return self.given


def plugin(**hooks: Any) -> SimpleNamespace:
    """A plugin whose hooks give these things, or raise them."""

    def hook(given: Any) -> Any:
        def give() -> Any:
            if isinstance(given, BaseException):
                raise given
            return given

        return hookimpl(give)

    return SimpleNamespace(**{f"zwgk_{name}": hook(given) for name, given in hooks.items()})


@pytest.fixture(name="sheet")
def _sheet(tmp_path: Path) -> Path:
    return written(tmp_path, "good", "1")


def written(folder: Path, name: str, version: str, kind: str = "declared") -> Path:
    path = folder / f"{name}-{version}.yaml"
    path.write_text(SHEET.format(name, version, kind), encoding="utf-8")
    return path


def faults(registry: Registry) -> list[tuple[str, str, str]]:
    """Each fault: the plugin, what it was asked for, and the cause in both languages."""
    return [
        (fault.plugin, fault.doing.en, " / ".join(filter(None, (fault.cause.zh, fault.cause.en))))
        for fault in registry.faults
    ]


class Other(RuleKind):
    """A rule kind of a plugin."""

    kind: ClassVar[str] = "other"

    def needs(self) -> frozenset[str]:
        return frozenset()

    def judge(self, leaf: Leaf, facts: object, end: End) -> list[Hit]:
        del leaf, facts, end
        return []


class Nameless(Other):
    """A rule kind whose name is no text."""

    kind: ClassVar[Any] = None


class Half(RuleKind):
    """A rule kind that judges nothing."""

    kind: ClassVar[str] = "half"

    def needs(self) -> frozenset[str]:
        return frozenset()


class Explodes(Other):
    """A rule kind that raises while it is bound."""

    kind: ClassVar[str] = "explodes"

    def needs(self) -> frozenset[str]:
        raise RuntimeError("boom")


class Letter(Record):
    """A record of a plugin."""

    table: ClassVar[str] = "letters"
    dated_by: ClassVar[tuple[str, ...]] = ("on",)

    on: date | None = None


class Unnamed(Letter):
    """A record without a table."""

    table: ClassVar[str] = ""


class Odd(Letter):
    """A record whose table is no text."""

    table: ClassVar[Any] = 5


class Cases(Letter):
    """A record that wants a table of ours."""

    table: ClassVar[str] = "cases"


class Duties(Letter):
    """A record that wants a table we derive."""

    table: ClassVar[str] = "duties"


class Shadow(Letter):
    """A record that would hide a method of the dossier."""

    table: ClassVar[str] = "table"


class Unreadable(Letter):
    """A record that cannot say what may be asked of it."""

    table: ClassVar[str] = "unreadable"

    @classmethod
    def askable(cls) -> frozenset[str]:
        raise RuntimeError("no idea")


class BadWords:
    """A thing whose own words fail."""

    def __repr__(self) -> str:
        raise RuntimeError("no words")


class WordlessError(Exception):
    """An error whose own words fail."""

    def __str__(self) -> str:
        raise RuntimeError("no words")


def _nothing() -> list[Any]:
    return []


def half_way() -> Iterator[type[RuleKind]]:
    """Give one kind, then raise."""
    yield Other
    raise RuntimeError("half-way")


class TestLoading:
    """What goes wrong before a plugin is asked for anything."""

    @pytest.mark.parametrize(
        ("given", "cause"),
        [
            (RuntimeError("broken"), "RuntimeError: broken"),
            (SystemExit(3), "SystemExit: 3"),
            (ModuleNotFoundError("No module named 'gone'"), "ModuleNotFoundError: No module named"),
            (WordlessError(), "WordlessError: <WordlessError>"),
            (
                SimpleNamespace(zwgk_schemes=hookimpl(lambda scheme: [scheme])),
                "接口函数的写法不符：Plugin 'bad' for hook 'zwgk_schemes'",
            ),
            (
                SimpleNamespace(zwgk_scheme=hookimpl(_nothing)),
                "没有接口 zwgk_scheme；是否想写“zwgk_schemes”？",
            ),
            (SimpleNamespace(ZWGK_HOOK_API=0, zwgk_schemes=hookimpl(_nothing)), "为接口 0 而写"),
            (SimpleNamespace(zwgk_schemes=list), "没有带 @hookimpl 的接口函数"),
            (SimpleNamespace(), "没有带 @hookimpl 的接口函数"),
        ],
    )
    def test_it_is_named_and_the_others_keep_working(
        self, given: Any, cause: str, sheet: Path
    ) -> None:
        found = load_plugins([Entry("bad", given), Entry("good", plugin(schemes=[sheet]))])
        ((name, doing, words),) = faults(found)
        assert (name, doing) == ("bad", "loading")
        assert words.startswith(cause)
        assert set(found.schemes) == {"good", "good@1"}
        assert str(found.faults[0]).startswith("插件“bad”在加载时出错：")

    def test_two_plugins_of_one_name(self, sheet: Path) -> None:
        found = load_plugins(
            [Entry("twin", plugin(schemes=[sheet])), Entry("twin", plugin(rule_kinds=[Other]))]
        )
        assert faults(found) == [
            ("twin", "loading", "同名插件已加载 / a plugin of this name is loaded already")
        ]
        assert set(found.schemes) == {"good", "good@1"}

    def test_a_module_that_raises_at_import(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "zwgk_zoo_broken.py").write_text("raise SystemExit('at import')\n")
        monkeypatch.syspath_prepend(str(tmp_path))

        class Point:
            name = "broken"

            def load(self) -> ModuleType:
                return __import__("zwgk_zoo_broken")

        assert faults(load_plugins([Point()])) == [("broken", "loading", "SystemExit: at import")]
        assert "zwgk_zoo_broken" not in sys.modules


class TestAsking:
    """What goes wrong when a plugin is asked."""

    @pytest.mark.parametrize(
        ("hook", "given", "doing", "cause"),
        [
            ("schemes", RuntimeError("broken"), "giving schemes", "RuntimeError: broken"),
            ("rule_kinds", SystemExit(1), "giving rule kinds", "SystemExit: 1"),
            ("rule_kinds", half_way(), "giving rule kinds", "RuntimeError: half-way"),
            ("rule_kinds", 7, "giving rule kinds", "7 不是列表 / 7 is no list"),
            ("schemes", "a.yaml", "giving schemes", "'a.yaml' 不是列表 / 'a.yaml' is no list"),
            ("schemes", [None], "giving schemes", "AttributeError: "),
            (
                "rule_kinds",
                ["deduct"],
                "giving rule kinds",
                "'deduct' 不是完整的、带 kind 的 RuleKind",
            ),
            ("rule_kinds", [Nameless], "giving rule kinds", "<class '"),
            ("rule_kinds", [Half], "giving rule kinds", "<class '"),
            ("rule_kinds", [RuleKind], "giving rule kinds", "<class 'zwgk.scheme.rule.RuleKind'>"),
            (
                "rule_kinds",
                [Declared],
                "giving rule kinds",
                "rule_kind declared 已由“zwgk”提供 / 'zwgk' gave rule_kind declared first",
            ),
            ("record_types", [Unnamed], "giving record types", "<class '"),
            ("record_types", [Odd], "giving record types", "<class '"),
            ("record_types", [BadWords()], "giving record types", "<BadWords> 不是带 table 的"),
            (
                "record_types",
                [Cases],
                "giving record types",
                "数据表 cases 属于 zwgk / zwgk owns cases",
            ),
            (
                "record_types",
                [Duties],
                "giving record types",
                "数据表 duties 属于 zwgk / zwgk owns duties",
            ),
            (
                "record_types",
                [Shadow],
                "giving record types",
                "“table”不能作数据表名 / 'table' cannot name a table",
            ),
            ("record_types", [Unreadable], "giving record types", "RuntimeError: no idea"),
            ("facts", {"f": 5}, "giving facts", "不可用：('f', 5) / cannot be used: ('f', 5)"),
            ("facts", [1], "giving facts", "不可用：1 / cannot be used: 1"),
            ("calendars", {"c": "x"}, "giving calendars", "不可用：('c', 'x')"),
            (
                "rules",
                [Path("gone.yaml")],
                "giving rules of law",
                "共 1 处问题\ngone.yaml: 没有这个文件",
            ),
            ("dossiers", [3], "giving dossiers", "不是 PackagedDossier：3 / no PackagedDossier"),
            (
                "dossiers",
                [PackagedDossier("r1", Path("r1.yaml"), "none_such", date(2024, 1, 1))],
                "giving dossiers",
                "r1 所用方案 none_such 不存在 / r1 names no known scheme",
            ),
            (
                "dossiers",
                [PackagedDossier("r1", Path("r1.yaml"), ["good"], date(2024, 1, 1))],  # type: ignore[arg-type]
                "giving dossiers",
                "不是 PackagedDossier：PackagedDossier(report='r1'",
            ),
        ],
    )
    def test_it_is_named_and_the_others_keep_working(
        self, hook: str, given: Any, doing: str, cause: str, sheet: Path
    ) -> None:
        found = load_plugins(
            [
                Entry("bad", plugin(**{hook: given})),
                Entry("good", plugin(schemes=[sheet], rule_kinds=[Other])),
            ]
        )
        ((name, told, words),) = faults(found)
        assert (name, told) == ("bad", doing)
        assert words.startswith(cause)
        assert set(found.schemes) == {"good", "good@1"}
        assert found.rule_kinds["other"] is Other
        assert (found.record_types, found.facts, found.calendars, found.dossiers) == (
            {},
            {},
            {},
            (),
        )

    def test_only_the_faulty_gift_is_set_aside(self, tmp_path: Path, sheet: Path) -> None:
        broken = tmp_path / "broken.yaml"
        broken.write_text(SHEET.format("broken", "1", "decalred"), encoding="utf-8")
        missing = tmp_path / "missing.yaml"
        found = load_plugins([Entry("one", plugin(schemes=[broken, missing, sheet]))])
        assert set(found.schemes) == {"good", "good@1"}
        first, second = found.faults
        # every problem of the document comes along, with its place
        (problem,) = first.problems
        what = f"{broken}:8:42 a.rule.kind: no rule kind 'decalred'"
        assert problem.of("en") == f"{what}\n    hint: did you mean 'declared'?"
        assert [problem.what.en for problem in second.problems] == ["no such file"]
        assert first.of("en").startswith("plugin 'one' failed while giving schemes: 1 problem\n")

    def test_a_rule_kind_that_raises_while_it_is_bound(self, tmp_path: Path, sheet: Path) -> None:
        mine = written(tmp_path, "mine", "1", "explodes")
        found = load_plugins(
            [
                Entry("good", plugin(schemes=[sheet])),
                Entry("mine", plugin(schemes=[mine], rule_kinds=[Explodes])),
            ]
        )
        ((name, _, words),) = faults(found)
        assert name == "mine"
        assert "规则“explodes”出错：RuntimeError: boom" in words
        assert set(found.schemes) == {"good", "good@1"}


class TestOwners:
    """Every name has one owner."""

    def test_the_second_giver_is_a_fault_that_names_the_first(self, sheet: Path) -> None:
        calendar = WorkCalendar.china()

        def fact(known: object) -> FactValue:
            del known
            return FactValue.exactly(1)

        packaged = PackagedDossier("r1", sheet, "good", date(2024, 1, 1))

        def everything() -> SimpleNamespace:
            return plugin(
                schemes=[sheet],
                rule_kinds=[Other],
                record_types=[Letter],
                facts={"mine": fact},
                calendars={"here": calendar},
                dossiers=[packaged],
            )

        found = load_plugins([Entry("b", everything()), Entry("a", everything())])
        assert dict(found.owners) == {
            **{f"rule_kind {kind}": "zwgk" for kind in BUILT_IN},
            "rule_kind other": "a",
            "table letters": "a",
            "fact mine": "a",
            "calendar here": "a",
            "scheme good": "a",
            "scheme good@1": "a",
            "dossier r1": "a",
        }
        assert [(name, cause.split(" / ")[1]) for name, _, cause in faults(found)] == [
            ("b", "'a' gave rule_kind other first"),
            ("b", "'a' gave table letters first"),
            ("b", "'a' gave fact mine first"),
            ("b", "'a' gave calendar here first"),
            ("b", "'a' gave the scheme good first"),
            ("b", "'a' gave dossier r1 first"),
        ]

    def test_a_rule_of_law_that_is_taken(self, tmp_path: Path) -> None:
        rule = tmp_path / "rules.yaml"
        rule.write_text(LAW.format("XX-LOCAL"), encoding="utf-8")
        taken = tmp_path / "taken.yaml"
        taken.write_text(LAW.format("XXGK-REPLY"), encoding="utf-8")
        found = load_plugins([Entry("a", plugin(rules=[rule])), Entry("b", plugin(rules=[taken]))])
        assert "XX-LOCAL" in found.rules
        assert found.owners["rule XX-LOCAL"] == "a"
        ((name, doing, words),) = faults(found)
        assert (name, doing) == ("b", "giving rules of law")
        assert "规则 XXGK-REPLY 已存在" in words

    def test_one_plugin_may_give_more_versions_and_the_latest_stands_for_all(
        self, tmp_path: Path
    ) -> None:
        files = [written(tmp_path, "yearly", version) for version in ("2024.9", "2024.10", "2023")]
        found = load_plugins([Entry("a", plugin(schemes=files))])
        assert not found.faults
        assert set(found.schemes) == {"yearly", "yearly@2023", "yearly@2024.9", "yearly@2024.10"}
        # the tenth comes after the ninth
        assert found.schemes["yearly"].version == "2024.10"

    def test_the_same_version_twice(self, tmp_path: Path) -> None:
        other = tmp_path / "other"
        other.mkdir()
        files = [written(tmp_path, "yearly", "1"), written(other, "yearly", "1")]
        found = load_plugins([Entry("a", plugin(schemes=files))])
        assert [cause.split(" / ")[1] for _, _, cause in faults(found)] == [
            "'a' gave scheme yearly@1 first"
        ]

    def test_an_unknown_scheme_is_told_with_the_nearest_name(self, sheet: Path) -> None:
        found = load_plugins([Entry("a", plugin(schemes=[sheet]))])
        assert found.scheme("good@1") is found.scheme("good")
        with pytest.raises(InvalidInput, match="是否想写“good”"):
            found.scheme("godo")


BUILT_IN = tuple(kind.kind for kind in KINDS)
LAW = """\
format: 1
rules:
  - id: {}
    title: 地方答复时限
    kind: reply
    start: {{zh: 收到申请, en: received}}
    versions:
      - id: "2024"
        from: 2024-01-01
        words: {{zh: 十个工作日内答复, en: within ten working days}}
        source: 示例规定（虚构）
        article: 第一条
        mark: D
"""


class TestTheGate:
    """Built-ins come through the same gate as a stranger's."""

    def test_nothing_of_ours_is_set_aside(self) -> None:
        found = load_plugins()
        ours = [fault for fault in found.faults if fault.plugin in OURS]
        assert ours == []
        owners: Mapping[str, str] = found.owners
        assert set(OURS) <= set(owners.values())
        assert owners["scheme township_hall"] == "service_hall"

    def test_no_stranger_takes_the_name_of_a_built_in_scheme(self, tmp_path: Path) -> None:
        mine = written(tmp_path, "township_hall", "1")
        from zwgk.schemes import service_hall  # noqa: PLC0415  # a plugin like any other

        ours = Entry("service_hall", service_hall, "zwgk.schemes.service_hall")
        for name in ("a_stranger", "service_hall"):
            found = load_plugins([Entry(name, plugin(schemes=[mine]), "mine"), ours])
            assert found.schemes["township_hall"].full == Fraction(100)
            assert [fault.plugin for fault in found.faults] == [name]
        # without an address of ours, the first by name is asked first
        found = load_plugins(
            [Entry("a_stranger", plugin(schemes=[mine])), Entry("service_hall", service_hall)]
        )
        causes = {(name, cause.split(" / ")[1]) for name, _, cause in faults(found)}
        words = "'a_stranger' gave the scheme township_hall first"
        assert ("service_hall", words) in causes
        assert found.schemes["township_hall"].full == Fraction(10)

    def test_a_document_of_ours_that_does_not_bind_is_a_fault_when_it_is_asked_for(
        self, tmp_path: Path
    ) -> None:
        broken = written(tmp_path, "yearly", "2", "decalred")
        files = [broken, written(tmp_path, "yearly", "1"), written(tmp_path, "other", "1")]
        ours = Entry("box", plugin(schemes=files), "zwgk.schemes.box")
        found = load_plugins([ours])
        # its head is listed and nothing was bound yet
        assert [*found.heads] == ["other@1", "yearly@1", "yearly@2"]
        assert found.set_aside == ()
        # the version before stands for the id, as if the broken one had not been given
        assert found.schemes["yearly"].version == "1"
        with pytest.raises(InvalidInput, match="没有评分规则“decalred”"):
            found.scheme("yearly@2")
        with pytest.raises(InvalidInput, match="没有方案“yearly@3”"):
            found.scheme("yearly@3")
        assert set(found.schemes) == {"other", "other@1", "yearly", "yearly@1"}
        ((name, doing, words),) = faults(found)
        assert (name, doing) == ("box", "giving schemes")
        assert "did you mean 'declared'?" in words
        assert [*found.heads] == ["other@1", "yearly@1"]
        # asked for at once, all faults are there too
        assert [fault.plugin for fault in load_plugins([ours]).faults] == ["box"]

    def test_a_head_of_ours_with_a_fault_is_bound_at_once(self, tmp_path: Path) -> None:
        text = written(tmp_path, "yearly", "2").read_text(encoding="utf-8")
        broken = tmp_path / "broken.yaml"
        broken.write_text(text.replace("title: 示例\n", ""), encoding="utf-8")
        found = load_plugins([Entry("box", plugin(schemes=[broken]), "zwgk.schemes.box")])
        ((name, _, words),) = faults(found)
        assert (name, [*found.heads]) == ("box", [])
        assert "title" in words
        assert found.set_aside == found.faults

    def test_the_head_of_each_document_is_what_binding_finds(self) -> None:
        found = load_plugins()
        before = found.heads
        assert {*before} == {name for name in found.schemes if "@" in name}
        assert (
            found.heads
            == before
            == {name: head_of(scheme) for name, scheme in found.schemes.items() if "@" in name}
        )
        assert Registry(schemes=dict(found.schemes)).heads == before

    def test_what_a_plugin_prints_is_no_result(
        self, sheet: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        class Chatty(Entry):
            def load(self) -> Any:
                print("hello")  # noqa: T201  # as a stranger may
                return super().load()

        class Talks(list[Any]):
            def __iter__(self) -> Iterator[Any]:
                print("asked")  # noqa: T201  # as a stranger may
                return super().__iter__()

        found = load_plugins([Chatty("a", plugin(schemes=Talks([sheet])))])
        assert "good" in found.schemes
        told = capsys.readouterr()
        assert (told.out, told.err) == ("", "hello\nasked\n")


OURS = ("government_affairs", "safety_production", "school_affairs", "service_hall")
