"""Hostile documents: each refused in bounded time and memory, with one message."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from zwgk import InvalidInput, load_dossier, load_scheme
from zwgk.cli import cli
from zwgk.source import parse_json

TEN_MB = 10_000_000
LEVELS = 10_000


def sheet(points: str = "10", *, more: str = "", name: str = "a", kind: str = "deduct") -> str:
    return f"""\
format: 1
id: hostile
version: "1"
title: 示例
source: 示例（虚构）
full: 10
facts:
  late: {{count: cases}}
{more}indicators:
  - {{id: {name}, title: 甲, points: {points}, rule: {{kind: {kind}, per: late, each: 1}}}}
"""


def bomb(levels: int = 9, width: int = 9) -> str:
    """Nine times nine times nine … of nothing: 9 to the 10th lists if it were expanded."""
    above = [
        f"a{level}: &a{level} [" + f"*a{level - 1}," * width + "]\n"
        for level in range(1, levels + 1)
    ]
    return "".join(["a0: &a0 [" + "x," * width + "]\n", *above])


DOCUMENTS: dict[str, tuple[str, str]] = {
    "alias bomb": (bomb(), "hostile.yaml:2:10: 锚点之内又有引用，内容会无限膨胀"),
    "an anchor in itself": ("a: &a [*a]\n", "hostile.yaml:1:8: 锚点之内又有引用"),
    "10 MB scalar": (
        sheet().replace("示例\n", "x" * TEN_MB + "\n", 1),
        "hostile.yaml:4:8 title: 一个值超过 100,000 个字符",
    ),
    "10 MB id": (sheet(name="a" * TEN_MB), "indicators[0].id: 一个值超过 100,000 个字符"),
    "10 MB kind": (sheet(kind="d" * TEN_MB), "indicators[0].rule.kind: 一个值超过 100,000 个字符"),
    "10 MB key": (sheet() + '"' + "k" * TEN_MB + '": 1\n', "hostile.yaml:1"),
    "30 MB": ("#" * 3 * TEN_MB, "hostile.yaml: 内容过大，上限 20,000,000 字节"),
    "10,000 lists": (sheet(more="note: " + "[" * LEVELS + "]" * LEVELS + "\n"), "减少嵌套层次"),
    "10,000 mappings": (
        sheet(more="note: " + "{a: " * LEVELS + "}" * LEVELS + "\n"),
        "嵌套超过 50 层",
    ),
    "5,000 levels of blocks": (
        "".join(" " * level + "a:\n" for level in range(5_000)),
        "嵌套超过 50 层",
    ),
    "NaN": (sheet(".nan"), "a.points: “.nan”不是数"),
    "NaN in words": (sheet("NaN"), "a.points: “NaN”不是数"),
    "infinity": (sheet(".inf"), "a.points: “.inf”不是数"),
    "infinity in words": (sheet("Infinity"), "a.points: “Infinity”不是数"),
    "infinity below": (sheet("-Infinity"), "a.points: “-Infinity”不是数"),
    "a number that fills the memory": (sheet("1e999999999"), "a.points: "),
    "4,000 digits": (sheet("9" * 4000), "a.points: "),
    "a billion points": (sheet("1000000000"), "a.points: "),
    "a format of 5,000 digits": (
        sheet().replace("format: 1\n", f"format: {'9' * 5000}\n", 1),
        "hostile.yaml:1:1 format: ",
    ),
    "a format above the line": (
        sheet().replace("format: 1\n", "format: ²\n", 1),
        "hostile.yaml:1:1 format: “²”不是文档格式",
    ),
    "a full-width id": (sheet(name="ａ"), "“ａ”不是可用的编号"),
    "a full-width fact": (
        sheet(more="  ｌate: {count: cases}\n"),
        "facts.ｌate: “ｌate”不是可用的编号",
    ),
    "a full-width rule kind": (sheet(kind="ｄeduct"), "没有评分规则“ｄeduct”"),
    "shares of each other": (
        sheet(more="  s: {share: s, in: late}\n"),
        "facts.s: 占比不能再引用占比“s”",
    ),
    "a condition that fills the memory": (
        sheet(more="  s: {count: activities, where: {persons: {ge: 1e999999999}}}\n"),
        "facts.s.where.persons.ge: persons 是数字，“1e999999999”不是",
    ),
    "a control character": (sheet(more="# \x07\n"), "不可见字符 U+0007"),
    "no text at all": ("\x00" * 1000, "不可见字符 U+0000"),
}


@pytest.fixture(name="write")
def _write(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        path = tmp_path / "hostile.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.mark.parametrize("name", DOCUMENTS)
def test_one_message_from_the_command_line(name: str, write: Callable[[str], Path]) -> None:
    text, words = DOCUMENTS[name]
    result = CliRunner().invoke(cli, ["lint", str(write(text))])
    assert result.exit_code == 1, result.output
    assert isinstance(result.exception, SystemExit)
    assert words in result.stdout
    assert result.stdout.splitlines()[-1] == "检查 1 份方案：1 处问题，0 处提醒"
    assert len(result.stdout) < 2_000


@pytest.mark.parametrize("name", DOCUMENTS)
def test_one_message_from_python(name: str, write: Callable[[str], Path]) -> None:
    text, words = DOCUMENTS[name]
    with pytest.raises(InvalidInput) as caught:
        load_scheme(write(text))
    (problem,) = caught.value.problems
    assert words in problem.of("zh")
    assert problem.hint is not None


def test_time_and_memory_are_bounded(tmp_path: Path) -> None:
    """All of them in one process that may have 600 MB, each in seconds."""
    pytest.importorskip("resource", reason="limits of a process are a matter of Unix")
    paths = []
    for number, (text, _) in enumerate(DOCUMENTS.values()):
        path = tmp_path / f"h{number}.yaml"
        path.write_text(text, encoding="utf-8")
        paths.append(str(path))
    code = (
        "import json, resource, sys, time\n"
        "resource.setrlimit(resource.RLIMIT_AS, (600_000_000, 600_000_000))\n"
        "from click.testing import CliRunner\n"
        "from zwgk.cli import cli\n"
        "took = []\n"
        "for path in json.load(sys.stdin):\n"
        "    start = time.process_time()\n"
        "    result = CliRunner().invoke(cli, ['lint', path])\n"
        "    assert isinstance(result.exception, SystemExit), (path, result.exception)\n"
        "    took.append(time.process_time() - start)\n"
        "json.dump(took, sys.stdout)\n"
    )
    run = subprocess.run(  # noqa: S603  # ours
        [sys.executable, "-c", code],
        input=json.dumps(paths),
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert max(json.loads(run.stdout)) < 5


def test_many_misspelt_names_among_many_are_told_in_time(write: Callable[[str], Path]) -> None:
    """2,000 facts and as many slips: compared each with each this took a minute."""
    facts = "".join(f"  fact_{number}: {{count: cases}}\n" for number in range(2_000))
    slips = "".join(
        f"  - {{id: b{number}, title: 乙, points: 0,"
        f" rule: {{kind: deduct, per: fatc_{number}, each: 1}}}}\n"
        for number in range(2_000)
    )
    path = write(sheet(more=facts) + slips)
    code = f"from zwgk.cli import cli; cli(['lint', {str(path)!r}])"
    run = subprocess.run(  # noqa: S603  # ours
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=20, check=False
    )
    assert run.returncode == 1
    assert "b7.rule: 取值“fatc_7”无人提供\n    提示: 是否想写“fact_7”？" in run.stdout


def test_many_unknown_keys_are_counted_not_listed(write: Callable[[str], Path]) -> None:
    path = write(sheet() + "".join(f"x{number}: 1\n" for number in range(30_000)))
    result = CliRunner().invoke(cli, ["lint", str(path)])
    assert result.exit_code == 1
    # a thousand are told, 29,000 remain; the first of those stands on line 10 + 1001
    assert "hostile.yaml:1011:1 x1000: 此处起另有 29000 处问题" in result.stdout
    assert result.stdout.splitlines()[-1] == "检查 1 份方案：1001 处问题，0 处提醒"


DOSSIER = """\
period: {from: 2024-01-01, to: 2024-12-31}
unit:
  id: u0
  name: 甲（虚构）
  kind: county
"""


def test_parents_in_a_circle(write: Callable[[str], Path]) -> None:
    units = "  units:\n" + "".join(
        f"    - {{id: u{number}, name: 乙（虚构）, parent: u{number % 2_000 + 1}}}\n"
        for number in range(1, 2_001)
    )
    path = write(DOSSIER.replace("county", "department") + units)
    with pytest.raises(InvalidInput) as caught:
        load_dossier(path)
    (problem,) = caught.value.problems
    assert "unit.units" in str(problem.place)
    result = CliRunner().invoke(cli, ["assess", str(path), "--scheme", "two_basics"])
    assert result.exit_code == 2
    assert result.stderr.startswith("共 1 处问题")


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "nan"])
def test_json_has_no_such_numbers(value: str) -> None:
    with pytest.raises(InvalidInput, match="无法识别") as caught:
        parse_json(f'{{"points": {value}}}', "a.json")
    assert len(caught.value.problems) == 1


def test_json_is_held_to_the_same_limits(tmp_path: Path) -> None:
    texts = {
        '{"a": "' + "x" * TEN_MB + '"}': "一个值超过 100,000 个字符",
        '{"' + "x" * TEN_MB + '": 1}': "一个值超过 100,000 个字符",
        "[" * LEVELS + "]" * LEVELS: "嵌套超过 50 层",
        '{"a":' * LEVELS + "1" + "}" * LEVELS: "嵌套超过 50 层",
    }
    for text, words in texts.items():
        path = tmp_path / "hostile.json"
        path.write_text(text, encoding="utf-8")
        result = CliRunner().invoke(cli, ["lint", str(path)])
        assert result.exit_code == 1
        assert words in result.stdout
        assert "：1 处问题" in result.stdout


def test_an_expectation_that_fills_the_memory(write: Callable[[str], Path]) -> None:
    path = write(sheet())
    path.with_name("hostile.examples.yaml").write_text(
        "examples:\n  - name: 甲\n    as_of: 2025-01-31\n    dossier:\n"
        "      period: {from: 2024-01-01, to: 2024-12-31}\n"
        "      unit: {name: 甲（虚构）, kind: other}\n      cases: []\n"
        '    expect: {total: "1e999999999", completeness: "3/3"}\n',
        encoding="utf-8",
    )
    result = CliRunner().invoke(cli, ["test", str(path)])
    assert result.exit_code == 1
    assert "总分 total 应为 1e999999999，实为 10.00" in result.stdout
    assert "completeness" not in result.stdout  # 3/3 is 1
