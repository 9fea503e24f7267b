"""Seconds to read, bind and look over a scheme of 1,000 rows, and units assessed per second.

Run: ``python benchmarks/schemes.py``. A made-up sheet of 1,000 leaves in 100 groups of ten, with
weights, rules of six kinds, policies for what does not apply, a gated bonus, vetoes and grades, is
read from its YAML text with libyaml and with the reader in plain Python. Then 1,000 units of 100
records each are assessed under a sheet of twenty leaves.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from datetime import date, timedelta

import yaml

from zwgk import assess, load_plugins
from zwgk.duties import DUTY_FIELDS
from zwgk.exchange import dossier_from
from zwgk.plugins import askable_tables
from zwgk.records import Dossier
from zwgk.scheme import Scheme, read_scheme
from zwgk.source import Source, parse_yaml

AS_OF = date(2025, 1, 31)
GROUPS, ROWS = 100, 10


REST = """\
  - {id: more, title: 加分, part: bonus, points: 20, rule: {kind: declared},
     gate: {node: g0, above: 8}}
  - {id: stop, title: 否决, part: veto, effect: zero, why: 第一条,
     rule: {kind: present, fact: shown, at_least: 2}}
grades:
  - {id: good, title: 优, from: 900}
  - {id: fair, title: 良, from: 600}
  - {id: poor, title: 差}
"""


def rules(number: int) -> str:
    """A rule, by turns of six kinds."""
    return (
        "{kind: deduct, per: late, each: 0.5}",
        "{kind: present, fact: shown}",
        "{kind: declared}",
        "{kind: steps, fact: trained, steps: [{at_least: 3, points: 1}]}",
        "{kind: share, fact: rate, target: 95%}",
        "{kind: credit, per: trained, each: 0.2}",
    )[number % 6]


def sheet() -> str:
    """The text of a scheme of a thousand leaves."""
    lines = [
        "format: 1\nid: large\nversion: '1'\ntitle: 示例大表\nsource: 示例（虚构）\nfull: 1000",
        "facts:",
        "  late: {count: duties, where: {kind: complete, limit: promised, outcome: late}}",
        "  shown: {value: {evidence: shown}}",
        "  trained: {count: activities}",
        "  rate: {share: {count: cases, where: {kind: promised}}, in: {count: cases}}",
        "indicators:",
    ]
    for group in range(GROUPS):
        lines.append(
            f"  - id: g{group}\n    title: 第{group}组\n    points: {ROWS}\n    places: 2\n"
            f"    na: scale\n    citation: 第{group + 1}条\n    parts:"
        )
        lines += [
            f"      - {{id: g{group}.{row}, title: 第{row}项, points: 1, na: scale,"
            f" rule: {rules(group * ROWS + row)}}}"
            for row in range(ROWS)
        ]
    lines.append(REST)
    return "\n".join(lines) + "\n"


SMALL = """\
format: 1
id: small
version: "1"
title: 示例小表
source: 示例（虚构）
full: 100
facts:
  late: {count: duties, where: {kind: complete, limit: promised, outcome: [late, overdue]}}
  slow: {count: duties, where: {kind: publish, outcome: [late, overdue]}}
  in_time: {share: {count: duties, where: {kind: complete, limit: promised, outcome: on_time}},
    in: {count: duties, where: {kind: complete, limit: promised}}}
indicators:
  - id: g
    title: 事项
    points: 100
    places: 2
    parts:
"""


def small() -> str:
    """The text of a scheme of twenty leaves."""
    kinds = (
        "{kind: deduct, per: late, each: 0.5}",
        "{kind: deduct, per: slow, each: 0.5}",
        "{kind: share, fact: in_time, target: 90%}",
        "{kind: declared}",
    )
    return SMALL + "".join(
        f"      - {{id: r{n}, title: 第{n}项, points: 5, na: scale, rule: {kinds[n % 4]}}}\n"
        for n in range(20)
    )


def unit(number: int) -> Mapping[str, object]:
    """A unit with twenty-five items, each published, and fifty cases."""
    first = date(2024, 1, 2)
    days = [first + timedelta(days=(index * 7 + number) % 300) for index in range(50)]
    return {
        "period": {"from": "2024-01-01", "to": "2024-12-31"},
        "unit": {"name": f"示例{number}（虚构）", "kind": "township"},
        "items": [{"id": f"i{n}", "title": f"事项{n}"} for n in range(25)],
        "publications": [
            {
                "id": f"p{n}",
                "item": f"i{n}",
                "formed": str(days[n]),
                "on": str(days[n] + timedelta(days=n % 33)),
            }
            for n in range(25)
        ],
        "cases": [
            {
                "id": f"c{n}",
                "kind": "promised",
                "received": str(days[n]),
                "promised": "5 working days",
                "completed": str(days[n] + timedelta(days=n % 11)),
            }
            for n in range(50)
        ],
        "declarations": [
            {"assessor": "review", "indicator": f"r{n}", "points": "4.5"} for n in range(3, 20, 4)
        ],
    }


def seconds(work: Callable[[], object], rounds: int = 5) -> float:
    """The median wall time of some rounds."""
    times = []
    for _ in range(rounds):
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return statistics.median(times)


def main() -> None:
    """Print the figures."""
    registry = load_plugins()
    tables = askable_tables(registry.record_types, DUTY_FIELDS)
    text = sheet()

    def bound(source: Source) -> Scheme:
        return read_scheme(source, registry.rule_kinds, tables)

    source = parse_yaml(text, "large.yaml")
    bound(source)
    reading = seconds(lambda: parse_yaml(text, "large.yaml"))
    binding = seconds(lambda: bound(source))
    looking = seconds(lambda: bound(parse_yaml(text, "large.yaml")).warnings)
    print(f"1,000 rows: read {reading:.3f} s, bound {binding:.3f} s, linted {looking:.3f} s")
    plain = seconds(lambda: parse_yaml(text, "large.yaml", loader=yaml.BaseLoader), 3)
    print(f"without libyaml: read {plain:.3f} s, linted {plain + looking - reading:.3f} s")
    scheme = read_scheme(parse_yaml(small(), "small.yaml"), registry.rule_kinds, tables)
    dossiers: list[Dossier] = [dossier_from(Source("d", dict(unit(n)))) for n in range(1000)]
    begin = time.perf_counter()
    totals = [assess(one, scheme, as_of=AS_OF).total for one in dossiers]
    spent = time.perf_counter() - begin
    scored = sum(total is not None for total in totals)
    print(f"{scored:,} units of 100 records: {spent:.1f} s, {1000 / spent:.0f} units per second")


if __name__ == "__main__":
    main()
