"""How long zwgk takes to start, as ratios of a process that imports pydantic and defines a model.

Run: ``python benchmarks/startup.py``. All processes run in turns in one call, with byte code
kept in a folder of the run's own, so that neither side compiles while it is timed.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time

PEER = "from pydantic import BaseModel\nclass Peer(BaseModel):\n    number: int\n"
CASES = {
    "from zwgk import assess, deadline, load_dossier": (
        ["-c", "from zwgk import assess, deadline, load_dossier"],
        2.0,
    ),
    "zwgk --help": (["-m", "zwgk", "--help"], 1.0),
    "zwgk schemes": (["-m", "zwgk", "schemes"], 2.5),
}
ROUNDS = 15


def seconds(arguments: list[str], environment: dict[str, str]) -> float:
    """Wall time of one process."""
    begin = time.perf_counter()
    subprocess.run(
        [sys.executable, *arguments], env=environment, check=True, stdout=subprocess.DEVNULL
    )
    return time.perf_counter() - begin


def main() -> None:
    """Print each median and its ratio to the peer's."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": folder}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        commands = {"peer": ["-c", PEER], **{name: case[0] for name, case in CASES.items()}}
        times: dict[str, list[float]] = {name: [] for name in commands}
        for arguments in commands.values():
            seconds(arguments, environment)
        for _ in range(ROUNDS):
            for name, arguments in commands.items():
                times[name].append(seconds(arguments, environment))
    peer = statistics.median(times["peer"])
    print(f"peer (pydantic and one model): {peer * 1000:.0f} ms")
    for name, (_, goal) in CASES.items():
        median = statistics.median(times[name])
        print(f"{name}: {median * 1000:.0f} ms, ratio {median / peer:.2f} (goal {goal})")


if __name__ == "__main__":
    main()
