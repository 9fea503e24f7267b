"""A seeded sample of mutants of scoring, rule kinds and the clock, each tried by its own tests.

    pip install -e ".[dev,mutation]"
    python benchmarks/mutants.py --seed 2024 --count 300 --jobs 2 --out tried.json
    python benchmarks/mutants.py --again tried.json    # those that survived, on the present code

A place in the code is drawn first and then one change of it, so that no operator with many
forms outweighs the rest. Left out is what cannot matter: annotations and lines that only the type
checker reads; ``slots``, ``frozen`` and ``strict``, which guard and do not decide; and ``==`` for
``is`` before None, a truth value or a member of an enum, which equal nothing but themselves.
A mutant is tried with the tests that ran its line, quickest first, in a copy of the checkout. It
hangs, and counts as killed, when it takes far longer than its tests did before; how many did is
told. Prints what survived, and the share that was killed.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path
from queue import SimpleQueue

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names
from coverage import CoverageData

ROOT = Path(__file__).resolve().parent.parent
SUBJECTS = ("src/zwgk/scoring/*.py", "src/zwgk/time/clock.py", "src/zwgk/time/folding.py")
KINDS = "src/zwgk/scheme/*.py"  # those files of it that define rule kinds, and what they share
TESTS = (
    *("tests/scoring", "tests/scheme", "tests/pipeline", "tests/time", "tests/law"),
    *("tests/schemes", "src/zwgk/scoring", "src/zwgk/scheme", "src/zwgk/time"),
)
LONGEST = 120  # seconds, and ten times what its tests took before: then a mutant hangs


Span = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True)
class Mutant:
    """One change of one file: which operator, which of its occurrences, on which line."""

    path: str
    operator: str
    occurrence: int
    line: int


def places(path: Path) -> dict[tuple[int, int], list[Mutant]]:
    """Every place of a file that can be changed, with the changes that can be made there."""
    code = path.read_text(encoding="utf-8")
    parsed = ast.parse(code)
    unread, same = list(_unread(parsed)), list(_same(parsed))
    tree = get_ast(code)
    found: dict[tuple[int, int], list[Mutant]] = {}
    for name in operator_names():
        kind = get_operator(name)
        if kind.arguments():
            continue
        spots = [spot for node in ast_nodes(tree) for spot in kind().mutation_positions(node)]
        for occurrence, spot in enumerate(spots):
            start = spot[0] if isinstance(spot[0], tuple) else spot[0][0]
            idle = [*unread, *same] if name.endswith(("_Is_Eq", "_IsNot_NotEq")) else unread
            if not any(first <= start < last for first, last in idle):
                mutant = Mutant(str(path.relative_to(ROOT)), name, occurrence, start[0])
                found.setdefault(start, []).append(mutant)
    return found


def _unread(tree: ast.AST) -> Iterator[Span]:
    """From where to where nothing runs that a test could see: annotations, imports, guards."""
    for node in ast.walk(tree):
        skipped: list[ast.AST | None] = []
        if isinstance(node, (ast.Import, ast.ImportFrom)) or (
            isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
        ):
            skipped = [node]
        elif isinstance(node, (ast.AnnAssign, ast.arg)):
            skipped = [node.annotation]
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            skipped = [node.returns]
        elif isinstance(node, ast.keyword) and node.arg in {"slots", "frozen", "strict"}:
            skipped = [node.value]
        for one in skipped:
            if isinstance(one, (ast.expr, ast.stmt)):
                end = (one.end_lineno or one.lineno, one.end_col_offset or one.col_offset)
                yield (one.lineno, one.col_offset), end


def _same(tree: ast.AST) -> Iterator[Span]:
    """Where ``is`` stands before something that equals nothing but itself."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Compare):
            continue
        for left, right in zip([node.left, *node.comparators], node.comparators, strict=False):
            name = getattr(right, "attr", getattr(right, "id", ""))
            if name.isupper() or getattr(right, "value", 0) in (None, True, False):
                end = (left.end_lineno or left.lineno, left.end_col_offset or left.col_offset)
                yield end, (right.lineno, right.col_offset)


def sample(seed: int, count: int) -> list[Mutant]:
    """So many mutants: a place by chance, then a change of it by chance."""
    kinds = [
        path
        for path in ROOT.glob(KINDS)
        if path.name == "spans.py" or "kind: ClassVar[str]" in path.read_text(encoding="utf-8")
    ]
    paths = sorted([*kinds, *(path for pattern in SUBJECTS for path in ROOT.glob(pattern))])
    spots = [changes for path in paths for _, changes in sorted(places(path).items())]
    draw = random.Random(seed)  # noqa: S311  # a sample, no secret
    return [draw.choice(changes) for changes in draw.sample(spots, min(count, len(spots)))]


def again(earlier: Path) -> list[Mutant]:
    """The mutants that survived an earlier run, where the present code still has their places."""
    found = []
    for one in json.loads(earlier.read_text(encoding="utf-8")):
        given = Mutant(**one["mutant"])
        if one["result"] != "survived":
            continue
        code = (ROOT / given.path).read_text(encoding="utf-8")
        made = [
            mutant
            for changes in places(ROOT / given.path).values()
            for mutant in changes
            if mutant.operator == given.operator
            and _changed(_diff(mutant, code)[1]) == _changed(one["diff"])
        ]
        if made:
            found.append(min(made, key=lambda mutant: abs(mutant.line - given.line)))
        else:
            print(f"no more  {given.path}:{given.line} {given.operator}")
    return found


def _changed(diff: str) -> list[str]:
    return [line for line in diff.splitlines()[2:] if line.startswith(("+", "-"))]


def _diff(mutant: Mutant, code: str) -> tuple[str, str]:
    """The code with the change, and the change as a diff."""
    changed = mutate_code(code, get_operator(mutant.operator)(), mutant.occurrence)
    if changed is None or changed == code:
        raise ValueError(f"{mutant} changes nothing")
    before, after = code.splitlines(True), changed.splitlines(True)
    return changed, "".join(unified_diff(before, after, mutant.path, n=1))


def measured(work: Path) -> tuple[dict[tuple[str, int], set[str]], dict[str, float]]:
    """Which tests run which line, and how long each test takes."""
    run = [
        *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--durations=0", "-vv"),
        *(
            "--durations-min=0",
            "--cov=src/zwgk",
            "--cov-context=test",
            "--cov-report=",
            "--cov-fail-under=0",
            *TESTS,
        ),
    ]
    done = subprocess.run(run, cwd=work, check=False, capture_output=True, text=True, env=_of(work))
    if done.returncode:
        sys.exit("the tests fail before anything is changed:\n" + done.stdout[-2000:])
    told = done.stdout
    took: dict[str, float] = {}
    for seconds, name in re.findall(r"^([\d.]+)s (?:call|setup) +(\S.*)$", told, re.MULTILINE):
        took[name] = took.get(name, 0) + float(seconds)
    data = CoverageData(str(work / ".coverage"))
    data.read()
    ran: dict[tuple[str, int], set[str]] = {}
    for file in data.measured_files():
        path = str(Path(file).relative_to(work))
        for line, contexts in data.contexts_by_lineno(file).items():
            ran[path, line] = {name.rsplit("|", 1)[0] for name in contexts} & took.keys()
    return ran, took


def _of(work: Path) -> dict[str, str]:
    """The environment in which a copy imports its own code, not what is installed."""
    return {**os.environ, "PYTHONPATH": str(work / "src")}


def tried(mutant: Mutant, work: Path, tests: Sequence[str], limit: float) -> tuple[str, str]:
    """What became of a mutant (killed, hung, survived), and the change as a diff."""
    path = work / mutant.path
    code = path.read_text(encoding="utf-8")
    changed, shown = _diff(mutant, code)
    names = work / "tests.txt"
    names.write_text("\n".join(tests) + "\n", encoding="utf-8")
    path.write_text(changed, encoding="utf-8")
    run = (sys.executable, "-B", "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider")
    try:
        done = subprocess.run(
            [*run, f"@{names}"],
            cwd=work,
            check=False,
            capture_output=True,
            timeout=limit,
            env=_of(work),
        )
    except subprocess.TimeoutExpired:
        return "hung", shown
    else:
        return ("killed" if done.returncode else "survived"), shown
    finally:
        path.write_text(code, encoding="utf-8")


def ordered(names: set[str], took: Mapping[str, float]) -> list[str]:
    """The tests of a line, quickest first; of a line that runs at import, all of them."""
    chosen = names or took.keys()
    return sorted(chosen, key=lambda name: (took.get(name, 0), name))


def main() -> None:
    """Draw, try, and tell."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seed", type=int, default=2024)
    asked.add_argument("--count", type=int, default=300)
    asked.add_argument("--jobs", type=int, default=2)
    asked.add_argument("--out", type=Path)
    asked.add_argument("--again", type=Path, help="what --out wrote: try its survivors once more")
    given = asked.parse_args()
    warnings.simplefilter("ignore")
    mutants = again(given.again) if given.again else sample(given.seed, given.count)
    with tempfile.TemporaryDirectory() as place:
        copies: SimpleQueue[Path] = SimpleQueue()
        for number in range(given.jobs):
            copy = Path(place) / str(number)
            shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".git", ".venv", "dist"))
            copies.put(copy)
        first = Path(place) / "0"
        ran, took = measured(first)

        def judged(mutant: Mutant) -> dict[str, object]:
            work = copies.get()
            try:
                tests = ordered(ran.get((mutant.path, mutant.line), set()), took)
                limit = LONGEST + 10 * sum(took.get(name, 0) for name in tests)
                result, diff = tried(mutant, work, tests, limit)
            finally:
                copies.put(work)
            print(f"{result:9}{mutant.path}:{mutant.line} {mutant.operator}", flush=True)
            if result == "survived":
                print(diff, flush=True)
            return {"mutant": vars(mutant), "result": result, "tests": len(tests), "diff": diff}

        with ThreadPoolExecutor(given.jobs) as pool:
            results = list(pool.map(judged, mutants))
    if given.out:
        given.out.write_text(json.dumps(results, ensure_ascii=False, indent=1), encoding="utf-8")
    alive = sum(one["result"] == "survived" for one in results)
    hung = sum(one["result"] == "hung" for one in results)
    killed = len(results) - alive
    share = killed / len(results) if results else 1
    of = given.again or f"seed {given.seed}"
    print(f"{killed} of {len(results)} killed ({share:.1%}), {hung} of them hung; {of}")


if __name__ == "__main__":
    main()
