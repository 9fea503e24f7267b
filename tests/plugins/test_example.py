"""The example package of the repository is a stranger: it knows zwgk by its face alone."""

from __future__ import annotations

import ast
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

import zwgk
from zwgk.cli import cli

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "zwgk-scheme-example"


@pytest.fixture(name="installed")
def _installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lay_out: Callable[[Path], Path]
) -> Iterator[None]:
    project = shutil.copytree(EXAMPLE, tmp_path / "example")
    monkeypatch.syspath_prepend(str(lay_out(project)))
    yield
    sys.modules.pop("zwgk_scheme_example", None)


def test_it_uses_only_what_the_face_shows() -> None:
    used: set[str] = set()
    for path in (EXAMPLE / "zwgk_scheme_example").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                assert not any(one.name.split(".")[0] == "zwgk" for one in node.names)
            elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("zwgk"):
                assert node.module == "zwgk"
                used |= {one.name for one in node.names}
    assert used
    assert used <= set(zwgk.__all__)


@pytest.mark.usefixtures("installed")
def test_it_conforms_and_is_found() -> None:
    result = CliRunner().invoke(cli, ["conform", "zwgk-scheme-example"])
    assert result.exit_code == 0, result.output
    registry = zwgk.load_plugins()
    assert registry.set_aside == ()
    owned = {name for name, owner in registry.owners.items() if owner == "reading_room"}
    assert owned == {
        "rule_kind ramp",
        "table holdings",
        "scheme reading_room",
        "scheme reading_room@1",
    }


@pytest.mark.usefixtures("installed")
def test_its_own_fault_is_told_where_it_stands(tmp_path: Path) -> None:
    sheet = (EXAMPLE / "zwgk_scheme_example" / "reading_room.yaml").read_text(encoding="utf-8")
    path = tmp_path / "steep.yaml"
    path.write_text(sheet.replace("full_at: 5000", "full_at: 1000"), encoding="utf-8")
    result = CliRunner().invoke(cli, ["lint", str(path)])
    assert result.exit_code == 1
    # the line of r1's rule, the column of the key full_at
    line = next(n for n, text in enumerate(sheet.splitlines(), 1) if "full_at: 5000" in text)
    column = sheet.splitlines()[line - 1].index("full_at") + 1
    assert f"steep.yaml:{line}:{column} r1.rule.full_at: full_at 须大于 zero_at" in result.stdout
