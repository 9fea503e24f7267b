"""Faulty plugins as they are installed: each kind named wherever people look, the rest at work."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from zwgk.cli import cli

HOOK = "from zwgk import hookimpl\n\n"
GOOD = f"""\
{HOOK}from importlib.resources import files

@hookimpl
def zwgk_schemes():
    return [files(__name__) / "sheet.yaml"]
"""
SHEET = """\
format: 1
id: {name}
version: "1"
title: 示例
source: 示例（虚构）
full: {full}
facts: {{late: {{count: cases}}}}
indicators:
  - {{id: a, title: 甲, points: 10, rule: {{kind: deduct, per: late, each: 1}}}}
"""
# Each kind: the module, the plugin that is named, and what is said of it.
ZOO = {
    "zoo_import": ("raise RuntimeError('at import')\n", "在加载时出错：RuntimeError: at import"),
    "zoo_signature": (
        f"{HOOK}@hookimpl\ndef zwgk_schemes(registry):\n    return []\n",
        "在加载时出错：接口函数的写法不符：",
    ),
    "zoo_misspelt": (
        f"{HOOK}@hookimpl\ndef zwgk_scheme():\n    return []\n",
        "没有接口 zwgk_scheme；是否想写“zwgk_schemes”？",
    ),
    "zoo_old_api": (
        f"{HOOK}ZWGK_HOOK_API = 0\n\n@hookimpl\ndef zwgk_schemes():\n    return []\n",
        "为接口 0 而写，本版接口为 1",
    ),
    "zoo_raises": (
        f"{HOOK}@hookimpl\ndef zwgk_rule_kinds():\n    raise RuntimeError('asked')\n",
        "在提供评分规则时出错：RuntimeError: asked",
    ),
    "zoo_duplicate": (
        GOOD.replace("sheet", "township"),
        "方案 township_hall 已由“service_hall”提供",
    ),
    "zoo_wrong_type": (
        f"{HOOK}@hookimpl\ndef zwgk_rule_kinds():\n    return ['deduct', int]\n",
        "'deduct' 不是完整的、带 kind 的 RuleKind 子类",
    ),
    "zoo_unbound": (
        GOOD.replace("sheet", "unbound"),
        "基础分合计 10，与总分 11 不符",
    ),
}
DOSSIER = """\
period: {from: 2024-01-01, to: 2024-12-31}
unit: {name: 示例（虚构）, kind: other, fictitious: true}
cases: [{id: k1, kind: promised, received: 2024-03-04}]
"""


def call(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


@pytest.fixture(name="zoo")
def _zoo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Eight faulty plugins and a good one, installed; and a dossier for the good one."""
    folder = tmp_path / "site"
    modules = {name: text for name, (text, _) in ZOO.items()} | {"zoo_good": GOOD}
    for name, text in modules.items():
        (folder / name).mkdir(parents=True)
        (folder / name / "__init__.py").write_text(text, encoding="utf-8")
    sheets = {
        "zoo_good/sheet": ("zoo_good", 10),
        "zoo_duplicate/township": ("township_hall", 10),
        "zoo_unbound/unbound": ("zoo_unbound", 11),
    }
    for path, (name, full) in sheets.items():
        text = SHEET.format(name=name, full=full)
        (folder / f"{path}.yaml").write_text(text, encoding="utf-8")
    info = folder / "zoo-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: zoo\nVersion: 1\n")
    points = "".join(f"{name} = {name}\n" for name in modules)
    (info / "entry_points.txt").write_text(f"[zwgk]\n{points}")
    monkeypatch.syspath_prepend(str(folder))
    dossier = tmp_path / "dossier.yaml"
    dossier.write_text(DOSSIER, encoding="utf-8")
    yield dossier
    for name in modules:
        sys.modules.pop(name, None)


def told_of(words: str) -> list[str]:
    """The kinds of faults that a text tells of, by plugin and cause."""
    return [name for name, (_, why) in ZOO.items() if f"插件“{name}”" in words and why in words]


def test_plugins_names_each_and_lists_the_others(zoo: Path) -> None:
    del zoo
    result = call("plugins")
    assert result.exit_code == 0
    assert told_of(result.stderr) == [*ZOO]
    assert "zoo_good" in result.stdout
    document = json.loads(call("plugins", "--json").stdout)
    assert {fault["plugin"] for fault in document["faults"]} == {*ZOO}
    # the plugin of two wrong gifts has two faults
    assert len(document["faults"]) == len(ZOO) + 1
    owners = document["owners"]
    assert (owners["scheme zoo_good@1"], owners["scheme township_hall"]) == (
        "zoo_good",
        "service_hall",
    )


def test_lint_tells_each_as_a_fault(zoo: Path) -> None:
    del zoo
    result = call("lint")
    assert result.exit_code == 1
    assert told_of(result.stdout) == [*ZOO]


def test_every_result_carries_them(zoo: Path, tmp_path: Path) -> None:
    asked = [str(zoo), "--scheme", "zoo_good", "--as-of", "2025-01-31"]
    result = call("assess", *asked)
    assert result.exit_code == 0
    assert "9.00" in result.stdout  # one case of ten points
    assert told_of(result.stdout) == [*ZOO]
    document = json.loads(call("assess", *asked, "--json").stdout)
    assert (document["total"], told_of("\n".join(document["faults"]))) == ("9.00", [*ZOO])
    for name in ("report.md", "report.html"):
        assert call("report", *asked, "-o", tmp_path / name).exit_code == 0
        text = (tmp_path / name).read_text(encoding="utf-8")
        # a page writes quotes and brackets in its own way
        plain = text.replace("&#39;", "'").replace("\\", "")
        assert told_of(plain) == [*ZOO], name


@pytest.mark.parametrize("name", ZOO)
def test_conform_tells_what_is_broken(name: str, zoo: Path) -> None:
    del zoo
    result = call("conform", name)
    assert result.exit_code == 1
    first = result.stdout.splitlines()[0]
    assert first == f"未做到 {name}：加载无故障、名称不冲突"
    assert ZOO[name][1] in result.stdout
    others = {other for other in ZOO if other != name}
    assert not any(other in result.stdout for other in others)


def test_the_good_one_conforms_but_for_its_examples(zoo: Path) -> None:
    del zoo
    result = call("conform", "zoo_good")
    assert [line for line in result.stdout.splitlines() if line.startswith("未做到")] == [
        "未做到 zoo_good@1：有示例且都相符"
    ]
    # the distribution stands for all of its plugins
    assert call("conform", "zoo").stdout.count("未做到 zoo_") >= len(ZOO)
