"""Records per second of a whole assessment, and whether the cost of a record stays constant.

Run: ``python benchmarks/assessment.py``. A made-up township with n disclosure items (each with a
publication under its limit) and n service cases is assessed for n = 1,000 and 10,000; the ratio
of the costs per record is printed (1.00 is constant), beside reading the same dossier from JSON.
"""

from __future__ import annotations

import json
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from zwgk import assess, load_dossier, load_plugins

AS_OF = date(2025, 1, 31)


def township(count: int) -> dict[str, object]:
    """A dossier with ``count`` items, publications and cases."""
    first = date(2024, 1, 2)
    days = [first + timedelta(days=index % 300) for index in range(count)]
    return {
        "period": {"from": "2024-01-01", "to": "2024-12-31"},
        "unit": {"name": "示例镇（虚构）", "kind": "township"},
        "items": [{"id": f"i{n}", "title": f"事项{n}"} for n in range(count)],
        "publications": [
            {
                "id": f"p{n}",
                "item": f"i{n}",
                "formed": str(days[n]),
                "on": str(days[n] + timedelta(days=20 + n % 13)),
            }
            for n in range(count)
        ],
        "cases": [
            {
                "id": f"c{n}",
                "kind": "promised",
                "received": str(days[n]),
                "statutory": "20 working days",
                "promised": "5 working days",
                "completed": str(days[n] + timedelta(days=n % 11)),
            }
            for n in range(count)
        ],
    }


def median_seconds(work: Callable[[], object], rounds: int) -> float:
    """The median wall time of some rounds."""
    times = []
    for _ in range(rounds):
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return statistics.median(times)


def main() -> None:
    """Print records per second and the ratio of costs per record."""
    registry = load_plugins()
    scheme = registry.scheme("township_hall")
    costs: dict[int, float] = {}
    for count in (1_000, 10_000):
        records = 3 * count
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "township.json"
            path.write_text(json.dumps(township(count)), encoding="utf-8")
            reading = median_seconds(lambda: load_dossier(path), 3)  # noqa: B023  # called at once
            dossier = load_dossier(path)
        run = median_seconds(
            lambda: assess(dossier, scheme, as_of=AS_OF, rules=registry.rules),  # noqa: B023  # as above
            3,
        )
        costs[count] = run / records
        print(
            f"{count:,} items and {count:,} cases ({records:,} records): "
            f"read {records / reading:,.0f} records/s, assess {records / run:,.0f} records/s"
        )
    print(f"cost per record, 10,000 against 1,000: ratio {costs[10_000] / costs[1_000]:.2f}")


if __name__ == "__main__":
    main()
