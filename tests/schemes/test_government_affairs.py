"""The government affairs family: real reports, worked out by hand, and units of a stranger."""

from collections import Counter
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import zwgk
from zwgk.pipeline.examples import run_examples
from zwgk.source import read_source

FAMILY = "government_affairs"
SCHEMES = {"department_disclosure", "township_disclosure", "disclosure_statistics"}


@pytest.fixture(scope="module")
def registry() -> zwgk.Registry:
    return zwgk.load_plugins()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("dossiers")


def packaged(registry: zwgk.Registry, report: str) -> zwgk.PackagedDossier:
    return next(dossier for dossier in registry.dossiers if dossier.report == report)


def text_of(registry: zwgk.Registry, report: str) -> str:
    return packaged(registry, report).path.read_text(encoding="utf-8")


def assessed(
    registry: zwgk.Registry, report: str, folder: Path, *changes: tuple[str, str]
) -> zwgk.Assessment:
    """The packaged dossier, with each of the changes made in its one place."""
    shipped = packaged(registry, report)
    text = text_of(registry, report)
    for before, after in changes:
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    file = folder / "changed.yaml"
    file.write_text(text, encoding="utf-8")
    dossier = zwgk.load_dossier(file, registry)
    return zwgk.assess(dossier, registry.schemes[shipped.scheme], as_of=shipped.as_of)


def stranger(
    registry: zwgk.Registry, scheme: str, text: str, folder: Path, as_of: date
) -> zwgk.Assessment:
    file = folder / "mine.yaml"
    file.write_text(text, encoding="utf-8")
    return zwgk.assess(zwgk.load_dossier(file, registry), registry.schemes[scheme], as_of=as_of)


def failing(result: zwgk.Assessment) -> set[str]:
    return {finding.subject for finding in result.findings if finding.kind == "identity"}


def state(result: zwgk.Assessment, indicator: str) -> str | None:
    found = result.indicator(indicator)
    assert found is not None, indicator
    return found.state


def claimed(result: zwgk.Assessment, indicator: str) -> str | None:
    found = result.indicator(indicator)
    assert found is not None, indicator
    return found.claimed


def value(result: zwgk.Assessment, fact: str) -> tuple[str | None, str | None]:
    found = result.fact(fact)
    assert found is not None, fact
    least, most = found.least, found.most
    return (None if least is None else str(least)), (None if most is None else str(most))


def verdict(result: zwgk.Assessment, name: str) -> str:
    return next(v.status.value for v in result.verdicts if v.id == name)


def test_the_family_is_whole(registry: zwgk.Registry) -> None:
    assert not [fault for fault in registry.faults if FAMILY in str(fault)]
    assert set(registry.schemes) >= SCHEMES


@pytest.mark.parametrize("name", sorted(SCHEMES))
def test_examples_beside_the_schemes(registry: zwgk.Registry, name: str) -> None:
    scheme = registry.schemes[name]
    file = Path(scheme.source.name).with_name(f"{name}.examples.yaml")
    outcomes = list(run_examples(read_source(file), scheme, registry))
    assert len(outcomes) >= 3
    assert [(o.name, o.differences, o.problems) for o in outcomes if not o.passed] == []


@pytest.mark.parametrize("report", ["R000-1", "R002-6", "R002-8", "R004-12"])
def test_no_points_no_total(registry: zwgk.Registry, report: str, folder: Path) -> None:
    result = assessed(registry, report, folder)
    assert not result.scored
    assert result.total is None
    assert result.full is None
    assert result.grade is None
    assert result.bounds is None
    assert result.declared is None
    assert result.late == 0


def test_a_catalogue_without_publications_owes_what_is_not_known(
    registry: zwgk.Registry, folder: Path
) -> None:
    result = assessed(registry, "R000-1", folder)
    # 按月 12 次、按季 4 次、按年 1 次；实时和有报送即公示的栏目没有期次。
    assert len(result.duties) == 12 + 4 + 1
    # 12月、第四季度和全年三次在12月31日当天到期，尚未过期；其余 14 次没有公开记录，不详。
    assert Counter(duty.outcome.value for duty in result.duties) == {"unknown": 14, "open": 3}
    assert state(result, "d4.2") == "unknown"
    # 所称五种时限，栏目只用到四种；回复率和满意率缺分母。
    assert failing(result) == {"cadences_used"}
    assert verdict(result, "replies_of_received") == "unverifiable"
    assert verdict(result, "satisfied_of_rated") == "unverifiable"
    assert verdict(result, "columns_by_cadence") == "holds"


def test_what_is_only_said_is_claimed_not_met(registry: zwgk.Registry, folder: Path) -> None:
    result = assessed(registry, "R000-1", folder)
    assert state(result, "d7") == "unknown"
    assert claimed(result, "d7") == "met"
    shown = result.fact("messages_stated")
    assert shown is not None
    # 240余条：自述，上下都不限。
    assert (value(result, "messages_stated"), shown.words) == ((None, None), "240")


def test_with_publications_the_same_catalogue_is_judged(
    registry: zwgk.Registry, folder: Path
) -> None:
    # 补上一年的公开：项目进度逐月、验收结果逐季、预决算一次，都在期内。
    lines = [f"  - {{id: m{n}, item: major.progress, on: 2020-{n:02}-20}}" for n in range(1, 13)]
    lines += [
        f"  - {{id: q{n}, item: major.acceptance, on: 2020-{3 * n:02}-25}}" for n in (1, 2, 3, 4)
    ]
    lines += ["  - {id: y1, item: budget, on: 2020-03-02}"]
    shown = ("figures:\n", "publications:\n" + "\n".join(lines) + "\nfigures:\n")
    on_time = assessed(registry, "R000-1", folder, shown)
    assert Counter(duty.outcome.value for duty in on_time.duties) == {"on_time": 17}
    # 六月的一次改到7月3日：六月一次晚 3 天，其余不变（七月的另有一次）。
    moved = shown[1].replace("on: 2020-06-20}", "on: 2020-07-03, covers: 2020-06}")
    late = assessed(registry, "R000-1", folder, (shown[0], moved))
    assert late.late == 1
    (duty,) = [duty for duty in late.duties if duty.outcome == "late"]
    assert (duty.due, duty.met, duty.days_late) == (date(2020, 6, 30), date(2020, 7, 3), 3)


def test_forty_two_people_a_household(registry: zwgk.Registry, folder: Path) -> None:
    result = assessed(registry, "R002-6", folder)
    # 61385 ÷ 1461 = 42.02 人，户数像是漏了一位；14 不多于 14。
    assert failing(result) == {"people_per_household"}
    assert verdict(result, "units_done_within_due") == "holds"
    assert state(result, "t4") == "unknown"
    assert claimed(result, "t4") == "met"
    # 按自述，四类共有的重点内容都在清单里。
    assert claimed(result, "t2") == "met"


def test_household_and_unit_counts_changed(registry: zwgk.Registry, folder: Path) -> None:
    # 61385 ÷ 14610 = 4.20 人，落在二至六人之间。
    mended = assessed(registry, "R002-6", folder, ('value: "1461"', 'value: "14610"'))
    assert failing(mended) == set()
    # 已推行 15 个，多于应推行的 14 个。
    worse = assessed(
        registry,
        "R002-6",
        folder,
        ('已推行政务公开的单位, value: "14"', '已推行政务公开的单位, value: "15"'),
    )
    assert failing(worse) == {"people_per_household", "units_done_within_due"}


def test_a_year_of_statistics(registry: zwgk.Registry, folder: Path) -> None:
    result = assessed(registry, "R002-8", folder)
    # 23+28+5638+11+124+709+8673 = 15206，少 285；23+28+5638+11+124 = 5824，也少 285；
    # 加上其他 709 为 6533，比 6109 多 424；
    # 8673/15491 = 55.99%，所列 55.60%；占比合计 97.77%；6109+4123+1526 = 11758，少 3733。
    assert failing(result) == {
        "classes_sum",
        "town_classes_sum",
        "town_six_sum",
        "village_percentage",
        "shares_sum",
        "channels_sum",
    }
    # 6109+709+8673 = 15491；5.5+1.5+0.6+1 = 8.6（由方案核对）；23/15491 只在截尾时得 0.14。
    assert verdict(result, "places_sum") == "holds"
    assert verdict(result, "cost_by_use") == "holds"
    assert verdict(result, "overview_percentage") == "holds_truncated"
    assert verdict(result, "work_percentage") == "holds_rounded"
    # 17 条能核对（新增数没有报），6 条不成立。
    assert value(result, "sums_checked") == ("17", "17")
    assert value(result, "failing_share") == ("6/17", "6/17")
    assert state(result, "s8") == "unmet"
    # 报告自称没有收到申请、没有复议和诉讼：只是自述，有几件仍不详；举报申诉没有说。
    assert value(result, "applications") == (None, None)
    assert value(result, "lawsuits") == (None, None)
    assert value(result, "complaints") == (None, None)


def test_statistics_changed_by_one_figure(registry: zwgk.Registry, folder: Path) -> None:
    # 8613/15491 = 55.60%，占比一条成立；但 6109+709+8613 = 15431，三处之和少 60。
    village = assessed(registry, "R002-8", folder, ('value: "8673"', 'value: "8613"'))
    assert "village_percentage" not in failing(village)
    assert "places_sum" in failing(village)
    # 其他费用 1 改 1.5：5.5+1.5+0.6+1.5 = 9.1，与 8.6 差 0.5。
    cost = assessed(
        registry,
        "R002-8",
        folder,
        ('其他费用, value: "1"', '其他费用, value: "1.5"'),
    )
    assert "cost_by_use" in failing(cost)
    difference = next(v.difference for v in cost.verdicts if v.id == "cost_by_use")
    assert abs(Fraction(str(difference))) == Fraction(1, 2)


def test_half_a_year_of_statistics(registry: zwgk.Registry, folder: Path) -> None:
    result = assessed(registry, "R004-12", folder)
    # 68+12+30+181+30 = 321，不是 231；1+1+46 = 48，不是 68；20+8+4 = 32，不是 30；
    # 全部分项 48+12+30+181+32 = 303，不是 321。
    assert failing(result) == {
        "classes_sum_base",
        "overview_sum",
        "finance_sum",
        "parts_sum_total",
    }
    assert verdict(result, "base_is_difference") == "holds"
    assert verdict(result, "classes_sum_total") == "holds"
    assert verdict(result, "new_within_total") == "holds"
    # 没有申请、没有申诉，都只是自述。
    assert value(result, "applications") == (None, None)
    assert value(result, "complaints") == (None, None)
    # 领导信息 46 改 66：概况类 68 条成立，全部分项 303+20 = 323，仍不是 321。
    mended = assessed(registry, "R004-12", folder, ('value: "46"', 'value: "66"'))
    assert failing(mended) == {"classes_sum_base", "finance_sum", "parts_sum_total"}


OFFICE = """
period: {from: 2024-01-01, to: 2024-06-30}
unit: {name: 示例局（虚构）, kind: department, fictitious: true}
evidence:
  - {id: e1, topic: leading_group}
  - {id: e2, topic: task_breakdown}
  - {id: e3, topic: funds_budgeted, value: "false"}
  - {id: e4, topic: secrecy_review}
items:
  - {id: accounts, title: 经费支出, audience: [public], cadence: quarterly}
  - {id: secrets, title: 涉密事项, openness: exempt, exempt_reason: 国家秘密}
publications:
  - {id: p1, item: accounts, on: 2024-03-28}
  - {id: p2, item: accounts, on: 2024-06-28}
requests:
  - id: r1
    received: 2024-03-01
    events: [{name: answered, on: 2024-03-29}]
found:
  - id: f1
    title: 更新慢
    on: 2024-02-01
    measure: 专人负责
    due: 2024-03-01
    rectified: 2024-03-05
"""


def test_a_strangers_office(registry: zwgk.Registry, folder: Path) -> None:
    end = date(2024, 7, 10)
    result = stranger(registry, "department_disclosure", OFFICE, folder, end)
    # 3月1日（星期五）后第 20 个工作日是3月29日；两个季度各公开一次；整改晚了 4 天。
    assert state(result, "d6") == "met"
    assert state(result, "d4.2") == "met"
    assert state(result, "d1") == "partly"
    assert state(result, "d8") == "partly"
    assert value(result, "rectify_late") == ("1", "1")
    assert value(result, "items_exempt") == ("1", "1")
    assert result.late == 1
    # 一件申请从按期改为逾期；一次公开从6月28日改到7月1日。
    later = OFFICE.replace("on: 2024-03-29", "on: 2024-04-01")
    moved = later.replace("on: 2024-06-28", "on: 2024-07-01")
    answered_late = stranger(registry, "department_disclosure", later, folder, end)
    assert (answered_late.late, state(answered_late, "d6")) == (2, "unmet")
    both_late = stranger(registry, "department_disclosure", moved, folder, end)
    assert (both_late.late, state(both_late, "d4.2")) == (3, "unmet")


TOWN = """
period: {from: 2024-01-01, to: 2024-12-31}
unit: {name: 示例镇（虚构）, kind: township, fictitious: true}
figures: {households: "15000", people: "61000", applications: "3", proactive_total: "200"}
items:
  - {id: relief, title: 救灾款物, path: [社会保障], audience: [public], cadence: half_yearly}
  - {id: accounts, title: 村财务收支, path: [财政财务], audience: [villagers], cadence: monthly}
publications: []
requests: []
identities:
  - {id: shown, kind: inequality, left: applications, op: "<", right: "3"}
"""


def test_a_strangers_town_under_two_schemes(registry: zwgk.Registry, folder: Path) -> None:
    end = date(2025, 1, 15)
    town = stranger(registry, "township_disclosure", TOWN, folder, end)
    # 上下半年各一次、逐月十二次，公开记录是全的而一条也没有：14 次都逾期未公开。
    assert town.late == 14
    assert value(town, "publish_late") == ("14", "14")
    assert state(town, "t3") == "partly"
    assert value(town, "village_finance") == ("1", "1")
    # 没有收到申请，也就没有逾期答复；3 不小于 3。
    assert value(town, "reply_late") == ("0", "0")
    assert failing(town) == {"shown"}
    numbers = stranger(registry, "disclosure_statistics", TOWN, folder, end)
    # 自报 3 件，台账一件也没有：两个取值并列。
    assert value(numbers, "applications") == ("3", "3")
    assert value(numbers, "requests") == ("0", "0")
    # 经费和新增数都没有报，能核对的只有卷宗自己的一条。
    assert value(numbers, "failing_share") == ("1", "1")


@settings(max_examples=20)
@given(wrong=st.integers(0, 20_000).filter(lambda number: number != 709))
def test_any_wrong_part_of_the_exact_sum_is_caught(
    registry: zwgk.Registry, folder: Path, wrong: int
) -> None:
    # 6109 + 709 + 8673 = 15491：709 改成任何别的数都不成立。
    result = assessed(registry, "R002-8", folder, ('value: "709"', f'value: "{wrong}"'))
    assert "places_sum" in failing(result)


@settings(max_examples=20)
@given(days=st.integers(0, 60))
def test_a_reply_is_late_after_its_last_day_and_not_before(
    registry: zwgk.Registry, folder: Path, days: int
) -> None:
    answered = date(2024, 3, 1) + timedelta(days)
    text = OFFICE.replace("on: 2024-03-29", f"on: {answered}")
    result = stranger(registry, "department_disclosure", text, folder, date(2024, 7, 10))
    late = ("1", "1") if answered > date(2024, 3, 29) else ("0", "0")
    assert value(result, "reply_late") == late
