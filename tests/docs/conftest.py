"""Pages of text as things to run: their fenced blocks, in order, each with what is said of it."""

from __future__ import annotations

import contextlib
import doctest
import io
import re
import shlex
import sys
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from click.testing import CliRunner

from zwgk.cli import cli
from zwgk.duties import DUTY_FIELDS
from zwgk.exchange import dossier_from
from zwgk.pipeline.examples import Examples
from zwgk.plugins import askable_tables, load_plugins, read_scheme
from zwgk.source import build, read_source

ROOT = Path(__file__).resolve().parents[2]
FENCE = re.compile(r"^(`{3,})(\w*)\s*$")
SAID = re.compile(r"<!-- *([\w -]+?)(?:: *(.*?))? *-->")


@dataclass
class Block:
    """One fenced block: its language, its text, and the comments right before it."""

    page: str
    line: int
    language: str
    text: str
    said: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


def blocks_of(page: Path) -> list[Block]:
    """The fenced blocks of a page, in order."""
    found: list[Block] = []
    said: dict[str, str] = {}
    lines = iter(enumerate(page.read_text(encoding="utf-8").splitlines(), 1))
    for number, line in lines:
        if fence := FENCE.match(line):
            body: list[str] = []
            for _, inner in lines:
                if inner.startswith(fence[1]):
                    break
                body.append(inner)
            text = "\n".join(body) + "\n"
            found.append(Block(str(page.relative_to(ROOT)), number, fence[2], text, said))
            said = {}
        elif comment := SAID.fullmatch(line.strip()):
            said[comment[1]] = comment[2] or ""
        elif line.strip():
            said = {}
    return found


def shows(shown: str, true: str) -> bool:
    """Whether a printed output is the true one; a line of ``…`` stands for lines left out.

    >>> true = "one\\ntwo\\nthree\\nfour"
    >>> [shows(text, true) for text in (true, "one\\n…\\nfour", "…\\nthree\\n…", "one\\ntwo\\n…")]
    [True, True, True, True]
    >>> wrong = ("one\\nfour", "…\\none", "two\\n…", "…\\nfour\\n…\\ntwo\\n…")
    >>> [shows(text, true) for text in wrong]
    [False, False, False, False]
    """
    lines = [line.rstrip() for line in true.strip("\n").splitlines()]
    pieces: list[list[str]] = [[]]
    for line in shown.strip("\n").splitlines():
        if line.strip() == "…":
            pieces.append([])
        else:
            pieces[-1].append(line.rstrip())
    if len(pieces) == 1:
        return pieces[0] == lines
    first, *middle, last = pieces
    if lines[: len(first)] != first:
        return False
    at = len(first)
    for piece in middle:
        starts = range(at, len(lines) - len(piece) + 1)
        at = next((s + len(piece) for s in starts if lines[s : s + len(piece)] == piece), -1)
        if at < 0:
            return False
    return len(lines) - len(last) >= at and lines[len(lines) - len(last) :] == last


def run_zwgk(command: str) -> tuple[str, int]:
    """The output of ``zwgk …`` and its exit code."""
    name, *words = shlex.split(command)
    assert name == "zwgk", f"only zwgk is run here, not {command!r}"
    result = CliRunner().invoke(cli, words, prog_name="zwgk")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.output, result.exit_code


class Reader:
    """Somebody who does what a page says, block after block, in an empty folder."""

    def __init__(self, folder: Path, install: Callable[[str], None]) -> None:
        self.folder = folder
        self.install = install
        self.names: dict[str, object] = {"__name__": "__main__"}
        self.printed = ""

    def do(self, block: Block) -> None:
        """Do what one block asks for, and compare what it promises."""
        if name := block.said.get("file") or block.said.get("append"):
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            before = path.read_text(encoding="utf-8") if "append" in block.said else ""
            path.write_text(before + block.text, encoding="utf-8")
        if "not run" in block.said:
            assert len(block.said["not run"]) > len("because"), f"{block}: say why"
            return
        if "install" in block.said:
            self.install(block.said["install"])
            return
        doing = {
            "console": self.console,
            "python": self.python,
            "yaml": self.yaml,
            "toml": self.toml,
            "text": self.text,
        }
        assert block.language in doing, f"{block}: nobody runs {block.language!r}, say why not"
        doing[block.language](block)

    def console(self, block: Block) -> None:
        """Run each command and compare its output."""
        parts = re.split(r"^\$ ", block.text, flags=re.MULTILINE)
        assert parts[0] == "", f"{block}: begin with a command"
        for index, part in enumerate(parts[1:], 2):
            command, _, shown = re.sub(r"\\\n\s*", " ", part).partition("\n")
            output, code = run_zwgk(command)
            wanted = int(block.said.get("exit", "0")) if index == len(parts) else 0
            assert code == wanted, f"{block}: {command}\nexit {code}\n{output}"
            assert shows(shown, output), f"{block}: {command}\n{output}"

    def python(self, block: Block) -> None:
        """Run the code; prompts compare themselves, other output is kept for the next block."""
        if "file" in block.said:
            compile(block.text, block.said["file"], "exec")
            return
        if ">>>" in block.text:
            test = doctest.DocTestParser().get_doctest(
                block.text, self.names, block.page, block.page, block.line
            )
            report = io.StringIO()
            doctest.DocTestRunner().run(test, out=report.write, clear_globs=False)
            self.names.update(test.globs)
            assert not report.getvalue(), report.getvalue()
            return
        with contextlib.redirect_stdout(io.StringIO()) as out:
            exec(compile(block.text, str(block), "exec"), self.names)  # noqa: S102  # our own page
        self.printed = out.getvalue()

    def yaml(self, block: Block) -> None:
        """Load a dossier, a scheme or its examples, by what the text begins with."""
        if "faulty" in block.said:
            return
        name = block.said.get("file") or block.said.get("append") or "block.yaml"
        path = self.folder / name
        if not path.exists():
            path.write_text(block.text, encoding="utf-8")
        source = read_source(path)
        assert isinstance(source.data, dict), block
        known = load_plugins()
        if "examples" in source.data:
            build(Examples, source)
        elif "indicators" in source.data:
            tables = askable_tables(known.record_types, DUTY_FIELDS)
            read_scheme(source, known.rule_kinds, tables, frozenset(known.facts))
        else:
            dossier_from(source, known)
        if name == "block.yaml":
            path.unlink()

    def toml(self, block: Block) -> None:
        """Read it."""
        assert tomllib.loads(block.text), block

    def text(self, block: Block) -> None:
        """The output of the Python block before it."""
        assert "output" in block.said, f"{block}: text is either output, or says why it is not run"
        assert shows(block.text, self.printed), f"{block}\n{self.printed}"


@pytest.fixture
def follow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lay_out: Callable[[Path], Path]
) -> Iterator[Callable[[str], Path]]:
    """Follow a page of the repository from its first block to its last, in an empty folder."""
    before = set(sys.modules)
    monkeypatch.chdir(tmp_path)

    def install(project: str) -> None:
        monkeypatch.syspath_prepend(str(lay_out(tmp_path / project)))

    def read(page: str) -> Path:
        reader = Reader(tmp_path, install)
        for block in blocks_of(ROOT / page):
            reader.do(block)
        return tmp_path

    yield read
    for name in set(sys.modules) - before:
        file = getattr(sys.modules[name], "__file__", None)
        if file is not None and Path(file).is_relative_to(tmp_path):
            del sys.modules[name]
