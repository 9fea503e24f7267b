"""``zwgk test`` and ``zwgk conform``: sentences for people, one document for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from zwgk.cli import cli

SHEET = """\
format: 1
id: two_rules
version: "3"
title: 示例
source: 示例（虚构）
full: 10
facts:
  cases: {count: cases}
  board: {value: {evidence: board}}
indicators:
  - {id: a, title: 甲, points: 6, rule: {kind: deduct, per: cases, each: 2}}
  - {id: b, title: 乙, points: 4, rule: {kind: present, fact: board}}
"""
EXAMPLES = """\
examples:
  - name: 一件扣二
    as_of: 2025-01-31
    dossier:
      period: {from: 2024-01-01, to: 2024-12-31}
      unit: {name: 示例（虚构）, kind: other, fictitious: true}
      cases: [{id: k1, kind: promised, received: 2024-03-04}]
      evidence: [{id: e1, topic: board}]
    expect: {total: "8"}
"""


def call(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


@pytest.fixture(name="sheet")
def _sheet(tmp_path: Path) -> Path:
    (tmp_path / "two_rules.examples.yaml").write_text(EXAMPLES, encoding="utf-8")
    path = tmp_path / "two_rules.yaml"
    path.write_text(SHEET, encoding="utf-8")
    return path


class TestTest:
    """Examples."""

    def test_it_names_the_rules_that_no_example_fires(self, sheet: Path) -> None:
        # 6 - 2 = 4 and 4 of 4: only rule a took anything
        for path in (sheet, sheet.with_name("two_rules.examples.yaml")):
            result = call("test", path)
            assert result.exit_code == 0
            assert result.stdout == (
                "通过 two_rules：一件扣二\n示例未触及的规则 two_rules@3：b\n示例 1 个，不符 0 个\n"
            )
        assert call("test", sheet, "--lang", "en").stdout == (
            "passed two_rules: 一件扣二\n"
            "rules that no example fires in two_rules@3: b\n"
            "1 examples, 0 failed\n"
        )
        document = json.loads(call("test", sheet, "--json").stdout)
        assert document["never_fired"] == {"two_rules@3": ["b"]}
        assert [one["passed"] for one in document["examples"]] == [True]

    def test_a_failure_is_a_sentence(self, sheet: Path) -> None:
        examples = sheet.with_name("two_rules.examples.yaml")
        examples.write_text(EXAMPLES.replace('"8"', '"7"'), encoding="utf-8")
        result = call("test", sheet)
        assert result.exit_code == 1
        assert "不符 two_rules：一件扣二\n    总分 total 应为 7，实为 8.00\n" in result.stdout
        result = call("test", sheet, "--json", "--lang", "en")
        assert result.exit_code == 1
        (one,) = json.loads(result.stdout)["examples"]
        assert one["differences"] == ["the total (total) should be 7, is 8.00"]

    def test_what_cannot_be_run(self, sheet: Path, tmp_path: Path) -> None:
        gone = call("test", tmp_path / "gone.yaml")
        assert (gone.exit_code, gone.stdout) == (2, "")
        assert "没有这个文件" in gone.stderr
        sheet.with_name("two_rules.examples.yaml").unlink()
        alone = call("test", sheet)
        assert (alone.exit_code, alone.stdout) == (2, "")
        assert "two_rules.examples.yaml: 没有这个文件" in alone.stderr

    def test_all_of_the_box(self) -> None:
        result = call("test")
        assert result.exit_code == 0
        assert "示例未触及的规则 example_unit@2024：a1.3、" in result.stdout


MODULE = """\
from importlib.resources import files
from zwgk import hookimpl
print("hello from a stranger")

@hookimpl
def zwgk_schemes():
    print("asked")
    return [files(__name__) / "two_rules.yaml"]
"""


class TestConform:
    """Promises."""

    @pytest.fixture(name="name")
    def _name(self, sheet: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
        package = sheet.parent / "tried_by_hand"
        package.mkdir()
        for path in (sheet, sheet.with_name("two_rules.examples.yaml")):
            path.rename(package / path.name)
        (package / "__init__.py").write_text(MODULE, encoding="utf-8")
        monkeypatch.syspath_prepend(str(sheet.parent))
        yield package.name
        sys.modules.pop(package.name, None)

    def test_each_promise_is_a_line(self, name: str) -> None:
        result = call("conform", name)
        assert result.exit_code == 0
        lines = result.stdout.splitlines()
        assert lines[0] == "做到 tried_by_hand：加载无故障、名称不冲突"
        assert "做到 two_rules@3：有示例且都相符" in lines
        assert "    提醒：示例未触及的规则：b" in lines
        assert lines[-1] == "11 项承诺，0 项未做到"
        assert "hello" not in result.stdout
        assert "hello from a stranger" in result.stderr

    def test_a_broken_one_says_how(self, name: str, tmp_path: Path) -> None:
        examples = tmp_path / name / "two_rules.examples.yaml"
        examples.write_text(EXAMPLES.replace('"8"', '"7"'), encoding="utf-8")
        result = call("conform", name, "--lang", "en")
        assert result.exit_code == 1
        assert (
            "BROKEN two_rules@3: it has examples, and they come out\n"
            "    一件扣二: the total (total) should be 7, is 8.00\n"
        ) in result.stdout
        assert result.stdout.endswith("11 promises, 1 broken\n")
        document = json.loads(call("conform", name, "--json").stdout)
        assert (document["package"], document["plugins"]) == (name, [name])
        broken = [one for one in document["promises"] if not one["kept"]]
        assert [(one["of"], one["broken"]) for one in broken] == [
            ("two_rules@3", ["一件扣二：总分 total 应为 7，实为 8.00"])
        ]

    def test_one_of_the_box(self) -> None:
        result = call("conform", "zwgk.schemes.rescue_station")
        assert result.exit_code == 0
        assert "rescue_station" in result.stdout

    @pytest.mark.parametrize("name", ["", "two-basic", "no.such.thing"])
    def test_one_that_is_not_there(self, name: str) -> None:
        result = call("conform", name)
        assert (result.exit_code, result.stdout) == (2, "")
        assert f"没有装上名为“{name}”的包、插件或模块" in result.stderr
        if name == "two-basic":
            assert "是否想写“two_basics”" in result.stderr


def test_conform_needs_neither_pytest_nor_hypothesis() -> None:
    import subprocess  # noqa: PLC0415  # only here

    code = (
        "import sys; sys.modules.update(hypothesis=None, pytest=None, _pytest=None)\n"
        "from zwgk.cli import main; sys.argv[1:] = ['conform', 'rescue_station']; main()"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603  # ours
    assert run.stdout.splitlines()[-1].endswith("0 项未做到")
