# ruff: noqa: INP001  # a script, no package
"""Write the dossier of a made-up unit (示例单位卷宗): complete, and the same bytes on every run.

Run ``python scripts/make_example_dossier.py``. What is late, missing, stopped or extended is
written out by hand below, so that it can be checked by hand; the many ordinary rows are drawn
from a seed and fall within their limits.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any, NamedTuple, TypeAlias

from zwgk import WorkCalendar
from zwgk.source import read_source

SEED = 20240101
YEAR = 2024
FILE = Path(__file__).parents[1].joinpath(
    "src", "zwgk", "schemes", "government_affairs", "dossiers", "example-unit.yaml"
)  # fmt: skip

SET = Path(__file__).with_name("example_unit.yaml")

Row: TypeAlias = dict[str, Any]

CHINA = WorkCalendar.china()
DAY = timedelta(days=1)

HEAD = """\
# 虚构的示例单位，由 scripts/make_example_dossier.py 生成，不要手改；单位、办件、数字都是编的。
# 逾期、缺失、停止计算和延长的各条是写定的，其余按固定种子抽取，都在期限之内。
"""

CHANNELS = ("政府网站", "政务公开栏", "政务新媒体")
# Slots published late, by item and slot; one slot was never published.
LATE_SLOTS = {
    ("subsistence", "2024-05"): "2024-06-04",
    ("revenue", "2024-Q1"): "2024-04-22",
    ("hall_cases", "2024-09"): "2024-10-18",
    ("projects", "2024-H1"): "2024-07-03",
}
MISSING_SLOTS = {("village_accounts", "2024-Q3")}

SUBJECTS = ("低保审核结果", "征地补偿标准", "河道整治合同", "幼儿园建设计划")
OUTCOMES = ("granted", "granted", "partly_granted", "not_held")


class Batch(NamedTuple):
    """Cases of one kind: how many, under which law, promised how fast, received until when."""

    kind: str
    how_many: int
    rule: str
    promises: tuple[int, ...]
    last_month: int
    titles: tuple[str, ...]


CASES = (
    Batch("immediate", 24, "", (), 12, ("社保查询打印", "老年优待证", "生育登记", "医保参保登记")),
    Batch("promised", 22, "XK-DECIDE", (3, 5, 7), 11, ("食品小作坊登记", "乡村建设规划许可")),
    Batch("reported", 8, "XK-LOWER", (10,), 11, ("特困供养初审", "临时用地初审")),
    Batch("joint", 6, "XK-JOINT", (30,), 9, ("餐饮店开办一件事", "农家乐开办一件事")),
)
WITH_AGENT = 5
NO_RATING = 6
LATE_FEEDBACK = {7: (date(2024, 7, 15), date(2024, 7, 24))}
LAST_MONTH = 12


def _workdays(first: date, last: date) -> list[date]:
    days = [first + DAY * number for number in range((last - first).days + 1)]
    return [day for day in days if CHINA.is_workday(day)]


def _one_of(draw: Random, options: Sequence[Any]) -> Any:
    return options[draw.randrange(len(options))]


def _windows(cadence: str) -> Iterator[tuple[str, date, date]]:
    """Each slot that falls due in the year: its label and the days in which to publish it."""
    kind, _, after = cadence.partition(", due after ")
    months = {"monthly": 1, "quarterly": 3, "half_yearly": 6, "yearly": 12}[kind]
    extra = int(after.removesuffix(" days") or 0) if after else 0
    for start in range(1 - months if extra else 1, 13, months):
        year, month = (YEAR, start) if start > 0 else (YEAR - 1, start + 12)
        end = date(year + (month + months > LAST_MONTH), (month + months - 1) % 12 + 1, 1) - DAY
        if (end + DAY * extra).year != YEAR:
            continue
        number = (month - 1) // months + 1
        label = {
            "monthly": f"{year}-{month:02}",
            "quarterly": f"{year}-Q{number}",
            "half_yearly": f"{year}-H{number}",
            "yearly": f"{year}",
        }[kind]
        first = end + DAY if extra else date(year, month, 10)
        yield label, first, end + DAY * extra


def items(given: Sequence[Row]) -> list[Row]:
    """The catalogue (公开目录): what is always shown names its channels."""
    return [
        {**row, "channels": list(CHANNELS)} if row.get("cadence") == "always_on" else row
        for row in given
    ]


def publications(catalogue: Sequence[Row], formed: Sequence[Row], draw: Random) -> list[Row]:
    """What was published (公开记录), by day."""
    found = [{**row, "channel": CHANNELS[0]} for row in formed]
    for item in catalogue:
        name, cadence = item["id"], item.get("cadence", "")
        if cadence == "always_on":
            on = _one_of(draw, _workdays(date(2023, 1, 3), date(2023, 3, 31)))
            found.append({"item": name, "on": str(on), "channel": _one_of(draw, CHANNELS)})
        elif cadence:
            for label, first, last in _windows(cadence):
                drawn = str(_one_of(draw, _workdays(first, last)))
                channel = _one_of(draw, CHANNELS)
                if (name, label) not in MISSING_SLOTS:
                    on = LATE_SLOTS.get((name, label), drawn)
                    found.append({"item": name, "on": on, "channel": channel, "covers": label})
    found.sort(key=lambda row: (row["on"], row["item"]))
    return [{"id": f"g{number:03}", **row} for number, row in enumerate(found, 1)]


def requests(given: Sequence[Row], draw: Random) -> list[Row]:
    """The requests (依申请公开申请): the set ones, and one for each month up to November."""
    rows = list(given)
    for month in range(1, LAST_MONTH):
        received = _one_of(draw, _workdays(date(YEAR, month, 2), date(YEAR, month, 27)))
        answered = CHINA.add_workdays(received, draw.randrange(5, 19))
        rows.append(
            {
                "id": f"r{len(rows) + 1:02}",
                "received": received,
                "channel": _one_of(draw, ("当面", "信函", "网络")),
                "applicant": _one_of(draw, ("natural_person", "company")),
                "subject": SUBJECTS[month % len(SUBJECTS)],
                "events": [{"name": "answered", "on": answered}],
                "outcome": OUTCOMES[(month - 1) % len(OUTCOMES)],
            }
        )
    return rows


def cases(given: Mapping[str, Row], draw: Random) -> list[Row]:
    """The service cases (办件), some rows changed by what is set; every sixth without a rating."""
    rows: list[Row] = []
    for batch in CASES:
        for nth in range(batch.how_many):
            number = len(rows) + 1
            row = {"id": f"k{number:02}", "kind": batch.kind, **_case(batch, nth, draw)}
            rating = _one_of(draw, ("very_satisfied", "satisfied", "basically_satisfied"))
            row |= {"satisfaction": rating} if number % NO_RATING else {}
            rows.append(row | given.get(row["id"], {}))
    return rows


def _case(batch: Batch, nth: int, draw: Random) -> Row:
    received = _one_of(draw, _workdays(date(YEAR, 1, 2), date(YEAR, batch.last_month, 15)))
    row: Row = {
        "received": received,
        "title": _one_of(draw, batch.titles),
        "window": _one_of(draw, ("综合窗口", "民政窗口", "社保窗口")),
        "agent": batch.kind == "reported" and nth < WITH_AGENT,
    }
    if not batch.promises:
        return {**row, "completed": received}
    promised = _one_of(draw, batch.promises)
    completed = CHINA.add_workdays(received, draw.randrange(promised) + 1)
    limits = {"rule": batch.rule, "promised": f"{promised} working days"}
    return {**row, **limits, "completed": completed}


def feedback(draw: Random) -> list[Row]:
    """Opinions from the public (群众反馈), each to be answered within five working days."""
    rows: list[Row] = []
    for month in range(1, LAST_MONTH + 1):
        received = _one_of(draw, _workdays(date(YEAR, month, 2), date(YEAR, month, 20)))
        answered = CHINA.add_workdays(received, draw.randrange(1, 6))
        received, answered = LATE_FEEDBACK.get(month, (received, answered))
        rows.append(
            {
                "id": f"f{month:02}",
                "kind": _one_of(draw, ("consultation", "suggestion", "complaint")),
                "received": received,
                "limit": "5 working days",
                "answered": answered,
                "satisfied": bool(month % 5),
                "channel": _one_of(draw, ("热线", "意见箱", "网络留言")),
            }
        )
    return rows


def dossier() -> Row:
    """The whole dossier as plain data (卷宗)."""
    given: Any = read_source(SET).data
    draw = Random(SEED)  # noqa: S311  # made-up rows, nothing secret
    catalogue = items(given["items"])
    drawn = {
        "items": catalogue,
        "publications": publications(catalogue, given["formed"], draw),
        "requests": requests(given["requests"], draw),
        "cases": cases(given["cases"], draw),
        "feedback": feedback(draw),
    }
    head = {
        "title": "示例单位（虚构）2024年度卷宗",
        "source": "示例（虚构）",
        "period": {"from": f"{YEAR}-01-01", "to": f"{YEAR}-12-31"},
    }
    rest = {name: given[name] for name in given if name not in {*drawn, "unit", "formed"}}
    return {**head, "unit": given["unit"], **drawn, **rest}


_PLAIN = re.compile(r"[\w.+\-/]+(?: [\w.+\-/]+)*")


def _flow(value: Any) -> str:
    """A value on one line, quoted where YAML could read something else into it."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(member)}" for key, member in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    if _PLAIN.fullmatch(text) and not text.startswith("-"):
        return text
    return json.dumps(text, ensure_ascii=False)


def yaml_text() -> str:
    """The dossier as it is shipped (卷宗文本): one line a record."""
    lines: list[str] = []
    for name, value in dossier().items():
        if isinstance(value, list):
            lines += [f"{name}:", *(f"  - {_flow(row)}" for row in value)]
        elif isinstance(value, Mapping) and name != "period":
            lines.append(f"{name}:")
            for key, member in value.items():
                if isinstance(member, list):
                    lines += [f"  {key}:", *(f"    - {_flow(row)}" for row in member)]
                else:
                    lines.append(f"  {key}: {_flow(member)}")
        else:
            lines.append(f"{name}: {_flow(value)}")
    return HEAD + "\n".join(lines) + "\n"


if __name__ == "__main__":
    FILE.write_text(yaml_text(), encoding="utf-8", newline="\n")
