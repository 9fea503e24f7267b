"""What the READMEs and pages say in words is so."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from zwgk.cli import COMMANDS
from zwgk.law import load_rules
from zwgk.plugins import load_plugins
from zwgk.time import WorkCalendar

ROOT = Path(__file__).resolve().parents[2]
READMES = ["README.md", "README.zh-CN.md"]
PAGES = [*READMES, *sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("docs/**/*.md"))]
FIRST = (
    'python3 -m venv .venv && .venv/bin/python -m pip install -e ".[dev]" && .venv/bin/zwgk demo'
)
SECOND = ".venv/bin/python -m pytest"


def words(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def test_the_two_commands_stand_right_after_their_mark() -> None:
    block = re.search(r"<!-- quick-start -->\n```bash\n(.*?)```", words("README.md"), re.DOTALL)
    assert block is not None
    assert block[1].splitlines() == [FIRST, SECOND]
    assert f"```bash\n{FIRST}\n{SECOND}\n```" in words("README.zh-CN.md")


@pytest.mark.skipif(shutil.which("awk") is None, reason="the gate reads the README with awk")
@pytest.mark.parametrize(("number", "line"), [("1", FIRST), ("2", SECOND)])
def test_the_gate_reads_them_from_there(number: str, line: str) -> None:
    gate = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    program = re.search(r"awk -v n=\"\$1\" '(.*)' README.md", gate)
    assert program is not None
    found = subprocess.run(  # noqa: S603  # the gate's own program
        ["awk", "-v", f"n={number}", program[1], "README.md"],  # noqa: S607  # as in the gate
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout == line + "\n"


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", words(page))
    for target in targets:
        assert ((ROOT / page).parent / target).exists(), target


@pytest.mark.parametrize("page", READMES)
def test_every_scheme_and_command_is_named(page: str) -> None:
    text = words(page)
    for name in load_plugins().schemes:
        assert "@" in name or f"`{name}`" in text, name
    for name in COMMANDS:
        assert f"`zwgk {name}" in text, name


@pytest.mark.parametrize("page", READMES)
def test_every_room_is_named_and_no_other(page: str) -> None:
    table = words(page).split("| from the roof down |" if page == "README.md" else "| 由上到下 |")
    cells = re.findall(r"^\| (.*?) \|", table[1].split("\n\n")[0], re.MULTILINE)
    named = {name for one in cells for name in re.findall(r"`(\w+)`", one)}
    src = ROOT / "src" / "zwgk"
    there = {path.name for path in src.iterdir() if (path / "__init__.py").exists()} | {"errors"}
    assert named == there


@pytest.mark.parametrize("page", READMES)
def test_what_is_not_there_yet_is_not_there(page: str) -> None:
    missing = next(line for line in words(page).splitlines() if "Excel" in line)
    assert re.match(r"- (Not there yet|还没有)", missing)
    rooms = {path.name for path in (ROOT / "src" / "zwgk").iterdir()}
    assert "batch" not in rooms
    about = tomllib.loads(words("pyproject.toml"))["project"]["optional-dependencies"]
    assert not {"office", "batch"} & about.keys()


def test_numbers_in_words() -> None:
    assert 150 < len(list(load_rules())) < 170
    assert "more than 150" in words("README.md")
    assert "一百五十多条" in words("README.zh-CN.md")
    china = WorkCalendar.china()
    assert f"{china.first.year}–{china.horizon.year}" in words("README.md")
    assert f"{china.first.year}—{china.horizon.year}年" in words("README.zh-CN.md")
    real = [one for one in load_plugins().dossiers if one.report.startswith("R0")]
    assert len(real) == 27
    assert "twenty-seven real reports" in words("README.md")


def test_python_and_version_are_those_of_the_project() -> None:
    about = tomllib.loads(words("pyproject.toml"))["project"]
    assert about["requires-python"] == ">=3.11"
    assert "Python 3.11" in words("README.md")
    assert f"Version {about['version'].removesuffix('.0')}" in words("README.md")


@pytest.mark.parametrize("page", PAGES)
def test_every_block_that_is_not_run_says_why(page: str) -> None:
    lines = words(page).splitlines()
    fences = [index for index, line in enumerate(lines) if line.startswith("```")][::2]
    for index in fences:
        said = ""
        above = index - 1
        while lines[above].startswith("<!--"):
            said += lines[above]
            above -= 1
        assert lines[index][3:] in {"python", "console", "yaml", "toml"} or said, f"{page}:{index}"


def test_the_package_of_the_page_is_built_and_installed(
    tmp_path: Path, follow: Callable[[str], Path]
) -> None:
    pytest.importorskip("hatchling", reason="its build backend is not in this environment")
    import sys  # noqa: PLC0415  # only here

    project = follow("docs/write-a-scheme.md") / "example-village"
    shutil.rmtree(next(project.glob("*.dist-info")))
    target = tmp_path / "installed"
    quiet = ["--quiet", "--disable-pip-version-check", "--no-deps", "--no-index"]
    pip = [sys.executable, "-m", "pip", "install", *quiet, "--no-build-isolation"]
    subprocess.run([*pip, "--target", str(target), str(project)], check=True)  # noqa: S603  # ours
    run = subprocess.run(
        [sys.executable, "-m", "zwgk", "schemes"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(target), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "example_village@1" in run.stdout
    assert not run.stderr
