"""Reports of assessments made by hand: what they say, that they add up, that text stays text."""

import re
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zwgk.duties import Duty, DutyKind, LimitKind, Outcome
from zwgk.duties.duty import Reason
from zwgk.errors import Lang, Text
from zwgk.facts import Truth
from zwgk.figures import Verdict, reconcile
from zwgk.law import Certainty, Citation
from zwgk.report import plain, to_html, to_markdown, to_text
from zwgk.report.assessed import page_of
from zwgk.report.chart import Chart
from zwgk.report.page import Table
from zwgk.scheme import HitKind, Part
from zwgk.scoring import (
    Assessment,
    Bounds,
    FactResult,
    Finding,
    FindingKind,
    IndicatorResult,
    LedgerEntry,
    Ledgers,
    Settled,
    State,
    VetoResult,
)

VOID = {"meta", "br", "hr", "img", "input", "link"}
LANGS: list[Lang] = ["zh", "en"]


class Reader(HTMLParser):
    """Tags, attributes and text of a page; unbalanced tags are an error."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.texts: list[str] = []
        self.feed(page)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_startendtag(tag, attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append(data.strip())


def entry(number: int, of: str, kind: HitKind, amount: str, reason: str) -> LedgerEntry:
    return LedgerEntry(
        id=f"L{number:03d}", indicator=of, kind=kind, points=Fraction(amount),
        amount=Fraction(amount), reason=Text(reason, reason),
        records=("cases:q1",), citation="Sheet 5",
    )  # fmt: skip


def node(name: str, parent: str | None, points: str, least: str, most: str, **more: Any) -> Any:
    given = {
        "id": name, "parent": parent, "title": Text(f"项 {name}", f"item {name}"),
        "part": Part.BASE, "leaf": parent is not None, "points": Fraction(points),
        "least": Fraction(least), "most": Fraction(most),
        "state": State.PARTLY, "claimed": State.PARTLY,
    }  # fmt: skip
    return IndicatorResult(**(given | more))


LATE = Duty(
    id="requests:q1/reply", kind=DutyKind.REPLY, subject="requests:q1",
    title="Reply to q1", limit=LimitKind.STATUTORY, opened=date(2024, 3, 1),
    due=date(2024, 3, 29), earliest=date(2024, 3, 29), latest=date(2024, 3, 29),
    met=date(2024, 4, 2), outcome=Outcome.LATE, days_late=4, certainty=Certainty.FINAL,
    rule="XXGK-REPLY", version="2019", mark="R~",
    citations=(Citation("Decree 711", " art. 33"),),
    steps=(Reason(on=date(2024, 3, 1), what=Text("收到", "received"), citation="art. 31"),),
)  # fmt: skip


def other(name: str, outcome: Outcome, due: date | None, **more: Any) -> Duty:
    given = {
        "id": name, "kind": DutyKind.PUBLISH, "subject": name, "title": "Budget",
        "limit": LimitKind.CADENCE, "due": due, "outcome": outcome,
    }  # fmt: skip
    return Duty(**(given | more))


def failing() -> tuple[Verdict, ...]:
    """132 urged and 263 on the spot are 395, 88 more than the 307 found; 2 + 3 are 5."""
    rows = [
        {"id": "fire", "kind": "sum", "parts": ["132", "263"], "total": "307"},
        {"id": "hall", "kind": "sum", "parts": ["2", "3"], "total": "5"},
    ]
    return tuple(reconcile({}, rows))


def unsettled(**changes: Any) -> Assessment:
    """Full 20: c1.1 lost 5 of 10, c1.2 is not known, the bonus gives 2, the penalty takes 2."""
    known = [
        entry(1, "c1.1", HitKind.LOSS, "-5", "q1 was late"),
        entry(2, "b1", HitKind.BONUS, "2", "praised"),
        entry(3, "p1", HitKind.PENALTY, "-2", "one complaint"),
    ]
    unknown = entry(4, "c1.2", HitKind.OPEN, "-10", "not known")
    result = Assessment(
        scheme="hall", version="1", scheme_title=Text("示例方案", "Example scheme"),
        source="Example source", verified=True, unit="Example unit", title="Own report",
        first=date(2024, 1, 1), last=date(2024, 12, 31), as_of=date(2025, 1, 10),
        perspective="review", calendar="sha256:abc", scored=True,
        full=Decimal(20), total=None, grade=None,
        bounds=Bounds(least=Decimal("5.00"), greatest=Decimal("15.00")),
        declared=Fraction(39, 2), settled=Settled(points=Fraction(5), of=Fraction(10)),
        completeness=Fraction(1, 2),
        indicators=(
            node("c1", None, "20", "5", "15"),
            node("c1.1", "c1", "10", "5", "5", facts=("late",), citation="Sheet 5",
                 declared=Fraction(19, 2)),
            node("c1.2", "c1", "10", "0", "10", facts=("asked",), state=State.UNKNOWN,
                 claimed=State.MET),
            node("b1", None, "5", "2", "2", part=Part.BONUS, leaf=True),
            node("p1", None, "4", "-2", "-2", part=Part.PENALTY, leaf=True),
            IndicatorResult(
                id="v1", parent=None, title=Text("项 v1", "item v1"), part=Part.VETO, leaf=True,
                points=None, least=None, most=None, state=None, claimed=None,
            ),
        ),
        ledger=None,
        ledgers=Ledgers(least=(*known, unknown), greatest=tuple(known)),
        vetoes=(VetoResult(id="v1", title=Text("重大事故", "major accident"), fired=Truth.NO),),
        facts=(
            FactResult(id="late", title=Text("逾期件", "late cases"), least=Fraction(1),
                       most=Fraction(1), known=True, records=("cases:q1",)),
            FactResult(id="asked", title=Text("满意率", "satisfied"), least=Fraction(0),
                       most=None, known=False, percent=True, said="0.985",
                       because=Text("仅有自述", "only said")),
        ),
        duties=(
            other("items:b/1", Outcome.ON_TIME, date(2024, 1, 31)),
            other("items:c/1", Outcome.OPEN, date(2025, 1, 31)),
            other("items:a/1", Outcome.OVERDUE, date(2024, 2, 29), days_late=316,
                  certainty=Certainty.PROVISIONAL, earliest=date(2024, 2, 29),
                  latest=date(2024, 3, 1)),
            LATE,
        ),
        verdicts=failing(),
        findings=(
            Finding(kind=FindingKind.IDENTITY, state="does_not_hold", subject="fire",
                    what=Text("合计不符", "sum fails"), records=("figures:fire_total",)),
            Finding(kind=FindingKind.DUTY, state="late", subject=LATE.id,
                    what=Text("答复逾期", "reply late"), records=("requests:q1",)),
        ),
        faults=("plugin 'broken' failed",),
    )  # fmt: skip
    return result.model_copy(update=changes)


def settled(**changes: Any) -> Assessment:
    """Full 20, a loss of 10/3; 50/3 is rounded to 16.67, which gives 1/300 back."""
    entries = (
        entry(1, "c1.1", HitKind.LOSS, "-10/3", "one of three late"),
        entry(2, "hall", HitKind.ROUNDING, "1/300", "rounded"),
    )
    whole = {
        "total": Decimal("16.67"), "grade": "good", "grade_title": Text("良好", "good"),
        "bounds": Bounds(least=Decimal("16.67"), greatest=Decimal("16.67")),
        "ledger": entries, "ledgers": None, "completeness": Fraction(1),
        "settled": Settled(points=Fraction(50, 3), of=Fraction(20)),
    }  # fmt: skip
    return unsettled(**(whole | changes))


def unscored(**changes: Any) -> Assessment:
    """A scheme whose source gives no points; the report states a total of 96."""
    nothing = {
        "scored": False, "reason": Text("原文没有分值，本方案不计分", "no points: not scored"),
        "full": None, "bounds": None, "ledgers": None, "declared": Fraction(96),
        "settled": Settled(points=Fraction(0), of=Fraction(0)), "completeness": None,
        "indicators": (
            IndicatorResult(
                id="a", parent=None, title=Text("项 a", "item a"), part=Part.BASE, leaf=True,
                points=None, least=None, most=None, state=State.MET, claimed=State.MET,
            ),
        ),
    }  # fmt: skip
    return unsettled(**(nothing | changes))


def unescaped(markdown: str) -> str:
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", markdown)


def section(markdown: str, title: str) -> str:
    """The part of a report under the heading that ends with these words."""
    parts = re.split(r"^## ", markdown, flags=re.MULTILINE)
    return next(part for part in parts if part.split("\n")[0].split("、")[-1].startswith(title))


def rows(part: str) -> list[list[str]]:
    """The cells of the tables, split at bars that are not escaped."""
    lines = [line for line in part.split("\n") if line.startswith("|")]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]


def words_in(page: object) -> Iterator[str]:
    """Every text of a page, but no captions, which Markdown needs where there are several
    tables, and not the chart, whose bars the table repeats.
    """
    if isinstance(page, str):
        yield page
    elif isinstance(page, Table):
        yield from words_in((page.heads, page.rows, page.foot) if page.rows else page.empty)
    elif isinstance(page, tuple):
        for part in page:
            yield from words_in(part)
    elif is_dataclass(page) and not isinstance(page, Chart):
        for field in fields(page):
            yield from words_in(getattr(page, field.name))


SAMPLES: list[Callable[..., Assessment]] = [unsettled, settled, unscored]


@pytest.mark.parametrize("make", SAMPLES)
@pytest.mark.parametrize("lang", LANGS)
def test_the_page_is_whole_by_itself(make: Callable[..., Assessment], lang: Lang) -> None:
    page = to_html(make(), lang)
    reader = Reader(page)
    assert page.startswith("<!DOCTYPE html>\n<html lang=" + {"zh": '"zh-CN"', "en": '"en"'}[lang])
    assert not {"script", "link", "img", "iframe", "object", "a", "form"} & set(reader.tags)
    assert not {"src", "href", "srcset", "style"} & {name for name, _ in reader.attributes}
    assert not any(name.startswith("on") for name, _ in reader.attributes)
    assert "://" not in page
    assert "@import" not in page
    assert "url(" not in page.replace("url(#hatch)", "")
    policy = dict(reader.attributes)["content"]
    contents = [value for name, value in reader.attributes if name == "content"]
    assert policy is not None
    assert contents[0] == (
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    )


@pytest.mark.parametrize("lang", LANGS)
def test_tables_have_captions_and_scopes(lang: Lang) -> None:
    reader = Reader(to_html(unsettled(), lang))
    tables = reader.tags.count("table")
    # Indicators, two ledgers, vetoes, duties, verdicts, findings.
    assert tables == reader.tags.count("caption") == reader.tags.count("thead") == 7
    assert reader.tags.count("th") == [name for name, _ in reader.attributes].count("scope")


@pytest.mark.parametrize("make", SAMPLES)
@pytest.mark.parametrize("lang", LANGS)
def test_both_forms_say_the_same(make: Callable[..., Assessment], lang: Lang) -> None:
    result = make(perspective="self", verified=False)
    told = " ".join(" ".join(Reader(to_html(result, lang)).texts).split())
    markdown = " ".join(unescaped(to_markdown(result, lang)).split())
    for words in words_in(page_of(result, lang)):
        if words == lang:
            continue
        assert " ".join(plain(words).split()) in told
        assert " ".join(plain(words).split()) in markdown


@pytest.mark.parametrize("make", SAMPLES)
def test_english_reports_have_no_chinese_in_them(make: Callable[..., Assessment]) -> None:
    for own in ("review", "self"):
        result = make(perspective=own, verified=False)
        for page in (to_html(result, "en"), to_markdown(result, "en"), to_text(result, "en")):
            chinese = re.findall(r"[\u4e00-\u9fff]+", re.sub(r"<style>.*</style>", "", page))
            assert not chinese


def test_an_unsettled_total_is_given_as_an_interval_with_two_ledgers() -> None:
    page = to_markdown(unsettled())
    summary = section(page, "评价结论")
    assert "- 得分：**未定：5.00 至 15.00**\n- 满分：**20**" in summary
    assert "- 自评：**19.5**" in summary
    assert "- 已定：**10 分已定，其中得 5 分**" in summary
    assert "- 完整度：**50%**" in summary
    # q1 was late and a is overdue.
    assert "- 逾期事项：**2 项**" in summary
    assert "- 问题：**2 条（应办事项 1、勾稽关系 1）**" in summary
    ledger = section(page, "得分明细")
    # 20 - 5 + 2 - 2 - 10 = 5; 20 - 5 + 2 - 2 = 15.
    assert ledger.index("满分 20 + Σ(-15) = 5.00") < ledger.index("满分 20 + Σ(-5) = 15.00")
    assert ["L004", "c1.2 项 c1.2", "未定", "-10", "not known"] in rows(ledger)
    assert ["L002", "b1 项 b1", "加分", "+2", "praised"] in rows(ledger)
    loose = unsettled(bounds=Bounds(least=Decimal(5), greatest=Decimal(15), exact=False), title="")
    assert "未定：5 至 15，两端未必达到" in to_markdown(loose)
    assert "材料" not in section(to_markdown(loose), "评价结论")


def test_a_day_before_the_period_is_told() -> None:
    first = settled().first
    for day, told in ((first - timedelta(days=1), True), (first, False)):
        result = settled(as_of=day)
        assert ("早于考核期" in to_markdown(result)) is told
        assert ("before the period" in to_html(result, "en")) is told


def test_a_settled_total_has_one_ledger_that_adds_up_exactly() -> None:
    page = to_markdown(settled())
    assert "- 得分：**16.67**" in page
    assert "- 等次：**良好**" in page
    # -10/3 + 1/300 = -999/300 = -3.33
    assert "**满分 20 + Σ(-3.33) = 16.67**" in section(page, "得分明细")
    assert ["L001", "c1.1 项 c1.1", "扣分", "≈-3.33（-10/3）", "one of three late"] in rows(page)
    assert ["L002", "总分", "取整", "+1/300", "rounded"] in [
        [cell.replace("hall 总分", "总分") for cell in row] for row in rows(page)
    ]
    empty = settled(ledger=(), total=Decimal("20.00"))
    assert "没有加分或扣分。\n\n**满分 20 + Σ(0) = 20.00**" in to_markdown(empty)


@given(st.lists(st.fractions(-9, 9, max_denominator=40), max_size=6), st.integers(0, 3))
def test_the_sum_line_adds_up(amounts: list[Fraction], places: int) -> None:
    entries = tuple(entry(n, "c1.1", HitKind.LOSS, str(a), "x") for n, a in enumerate(amounts))
    total = Decimal(1).scaleb(-places)
    page = to_markdown(settled(ledger=entries, total=total))
    line = re.search(r"满分 (\S+) \+ Σ\((\S+)\) = ([^*]+)\*\*", page)
    assert line is not None
    full, change, reached = map(Fraction, line.groups())
    assert full == 20
    assert change == sum(amounts, Fraction(0))
    assert full + change == reached


def test_points_of_the_sheet_are_told_where_they_are_others() -> None:
    one = entry(1, "c1.1", HitKind.LOSS, "-5", "late").model_copy(
        update={"amount": Fraction(-5, 2)}
    )
    page = to_markdown(settled(ledger=(one,), total=Decimal("17.5")))
    cells = ["L001", "c1.1 项 c1.1", "扣分", "-2.5", "late（按分项计：-5）"]
    assert cells in rows(page)
    assert "满分 20 + Σ(-2.5) = 17.5" in page


def test_an_entry_without_records_or_source_has_nothing_beneath_it() -> None:
    bare = entry(1, "c9", HitKind.LOSS, "-5", "late").model_copy(
        update={"records": (), "citation": ""}
    )
    part = section(to_markdown(settled(ledger=(bare,), total=Decimal(15))), "得分明细")
    assert rows(part)[2:] == [["L001", "c9", "扣分", "-5", "late"]]
    assert "满分 20 + Σ(-5) = 15**" in part


def test_many_records_are_counted() -> None:
    names = tuple(f"cases:q{n}" for n in range(1, 12))
    many = entry(1, "c1.1", HitKind.LOSS, "-5", "late").model_copy(update={"records": names})
    page = to_markdown(settled(ledger=(many,), total=Decimal(15)))
    eight = "、".join(names[:8])
    assert [f"记录：{eight} 等 11 个", "", "", "", ""] in rows(page)
    assert "cases:q8 and 3 more" in to_markdown(settled(ledger=(many,), total=Decimal(15)), "en")


def test_a_scheme_without_points_says_so_and_shows_none() -> None:
    for lang, words in (("zh", "不计分"), ("en", "not scored")):
        page = to_markdown(unscored(), lang)  # type: ignore[arg-type]  # both are languages
        assert page.lower().count(words) >= 4
        assert "<svg" not in to_html(unscored(), lang)  # type: ignore[arg-type]
    page = to_markdown(unscored())
    assert "> 注意：原文没有分值，本方案不计分。" in page
    assert rows(section(page, "指标情况"))[0] == ["指标", "状态", "按自述"]
    assert rows(section(page, "指标情况"))[2] == ["a 项 a", "做到", "做到"]
    assert "- 自评：**96**" in page
    assert "Σ" not in page
    assert "等次" not in page


def test_nothing_applicable_gives_no_score() -> None:
    reason = Text("全部指标都不适用，不计分", "no indicator applies")
    page = to_markdown(unsettled(bounds=None, ledgers=None, completeness=None, reason=reason))
    assert "- 得分：**不计分**" in page
    assert "- 完整度：**—**" in page
    assert "> 注意：全部指标都不适用，不计分。" in page
    assert "不计分，没有明细。" in page


def test_what_is_only_said_in_bounds_is_shown_as_said() -> None:
    bounded = FactResult(
        id="late", title=Text("企业", "firms"), unit="家", least=None, most=None, known=False,
        said_least=Fraction(80), because=Text("仅有自述", "only said"),
    )  # fmt: skip
    within = bounded.model_copy(update={"said_least": Fraction(0), "said_most": Fraction(9)})
    assert "企业：不详（自述：至少 80家） — 仅有自述" in to_markdown(unsettled(facts=(bounded,)))
    assert "企业：不详（自述：0家–9家）" in to_markdown(unsettled(facts=(within,)))


def test_a_fail_line_says_what_was_missed_and_why() -> None:
    line = VetoResult(id="c1.1", title=Text("网站", "site"), fired=Truth.YES,
                      below=Fraction(21), why=Text("办法第六条", "art. 6"))  # fmt: skip
    met = line.model_copy(update={"id": "c1.2", "fired": Truth.NO, "why": None})
    told = rows(section(to_markdown(settled(vetoes=(line, met))), "一票否决"))
    assert ["c1.1 网站（不合格线 21 分）", "低于不合格线"] in told
    assert ["得分 / 分值：5 / 10", ""] in told
    assert ["依据：办法第六条", ""] in told
    assert ["c1.2 网站（不合格线 21 分）", "未低于"] in told


def test_an_unscored_report_does_not_deny_the_vetoes_of_its_source() -> None:
    for page in (to_markdown(unscored(vetoes=())), to_text(unscored(vetoes=()))):
        assert "方案没有一票否决事项" not in page
        assert "不计分，没有总分可否；原文若有否决，列在指标里。" in page


def test_a_stopped_score_is_not_called_unscored() -> None:
    reason = Text("一票否决，停止计分：甲", "vetoed")
    stopped = settled(total=None, bounds=None, ledger=None, unvetoed=Decimal("85.01"),
                      reason=reason)  # fmt: skip
    page = to_markdown(stopped)
    assert "- 得分：**停止计分**\n- 否决前得分：85.01" in page
    assert "停止计分，没有明细；否决前各项得分见“指标情况”。" in section(page, "得分明细")


def test_a_converted_total_is_not_read_against_the_points_of_the_sheet() -> None:
    # 81.86 of 100.64 are 81.34 of 100: the change has no end in decimals
    conversion = entry(1, "hall", HitKind.CONVERSION, "-8186/15725", "81.86/100.64 × 100")
    page = to_markdown(settled(full=Decimal("100.64"), ledger=(conversion,),
                               declared=Fraction(59375, 629)))  # fmt: skip
    assert "- 满分：**100.64（得分另经折算，见明细）**" in page
    assert "- 自评：**≈94.4**" in page
    assert "≈-0.52（-8186/15725）" in section(page, "得分明细")


def test_what_does_not_apply_says_who_approved_it_and_has_no_zero() -> None:
    why = Text("不适用：没有事项（某办认定）", "not applicable: none (approved)")
    apart = node("d1", None, "25", "0", "0", state=State.NOT_APPLICABLE, not_applicable=why)
    told = rows(section(to_markdown(settled(indicators=(apart,))), "指标情况"))
    assert ["d1 项 d1", "— / 25", "不适用", "部分做到"] in told
    assert ["不适用：没有事项（某办认定）", "", "", ""] in told


def test_grades_vetoes_and_totals_before_vetoes() -> None:
    fired = VetoResult(id="v1", title=Text("重大事故", "accident"), fired=Truth.YES)
    zero = settled(total=Decimal(0), unvetoed=Decimal("16.67"), grade="fail", grade_title=None,
                   vetoes=(fired,))  # fmt: skip
    page = to_markdown(zero)
    assert "- 得分：**0**\n- 否决前得分：16.67" in page
    assert "- 等次：**fail**" in page
    assert ["v1 重大事故", "已触发"] in rows(section(page, "一票否决"))
    assert ["v1 项 v1（一票否决）", "—", "—", "—", "—"] in rows(section(page, "指标情况"))
    reasoned = fired.model_copy(update={"why": Text("办法第九条", "art. 9")})
    told = rows(section(to_markdown(settled(vetoes=(reasoned,))), "一票否决"))
    assert ["依据：办法第九条", ""] in told
    none = to_markdown(settled(grade=None, grade_title=None, vetoes=()))
    assert "- 等次：**方案不分等次**" in none
    assert "方案没有一票否决事项。" in none
    maybe = VetoResult(id="v1", title=Text("重大事故", "accident"), fired=Truth.MAYBE)
    unsure = to_markdown(settled(grade=None, grade_title=None, vetoes=(maybe,)))
    assert "- 等次：**未定，或方案不分等次**" in unsure


def test_the_own_perspective_and_an_unverified_scheme_are_said_everywhere() -> None:
    plain_page = to_markdown(unsettled())
    assert "自评口径" not in plain_page
    assert "未核实）" not in section(plain_page, "评价结论")
    page = to_markdown(unsettled(perspective="self", verified=False))
    mark = "（自评口径，未经复核）"
    headings = [line for line in page.split("\n") if line.startswith("#")]
    # Title; result, indicators, ledger, vetoes, findings; the two ledgers.
    assert sum(line.endswith(mark) for line in headings) == 8
    assert "> 注意：本报告采用单位的自评分，未经复核，不是考核结果。" in page
    assert "> 注意：方案未核实：" in page
    assert section(page, "评价结论").count("（未核实）") == 2
    assert f"- 得分{mark}：**未定：5.00 至 15.00**" in page
    html = to_html(unsettled(perspective="self"))
    # Beside the headings: page title, captions of three tables and the chart twice, the total.
    assert html.count(mark) == 6 + 1 + 3 + 2 + 1


def test_indicators_form_a_tree_with_their_facts_beneath() -> None:
    part = section(to_markdown(unsettled()), "指标情况")
    assert rows(part)[2:10] == [
        ["c1 项 c1", "5–15 / 20（未定）", "—", "部分做到", "部分做到"],
        ["└ c1.1 项 c1.1", "5 / 10", "9.5", "部分做到", "部分做到"],
        ["· 逾期件：1（记录：cases:q1）", "", "", "", ""],
        ["依据：Sheet 5", "", "", "", ""],
        ["└ c1.2 项 c1.2", "0–10 / 10（未定）", "—", "不详", "做到"],
        ["· 满意率：不详（自述：98.5%） — 仅有自述", "", "", "", ""],
        ["b1 项 b1（加分）", "2 / 5", "—", "部分做到", "部分做到"],
        ["p1 项 p1（倒扣）", "-2 / 4", "—", "发生，已扣分", "发生，已扣分"],
    ]


def test_a_part_is_not_told_twice() -> None:
    bonus = node("b", None, "5", "2", "2", part=Part.BONUS, title=Text("加分项", "Bonus points"))
    page = unsettled(indicators=(bonus,))
    assert rows(section(to_markdown(page), "指标情况"))[2][0] == "b 加分项"
    assert "| b Bonus points | 2 / 5 |" in to_markdown(page, "en")


def test_a_rule_that_raised_and_a_note_are_told() -> None:
    broken = node("c9", None, "1", "0", "1", error=Text("规则出错：x", "x"), note="Kept as printed",
                  facts=("gone",))  # fmt: skip
    part = section(to_markdown(unsettled(indicators=(broken,))), "指标情况")
    assert ["规则出错：规则出错：x", "", "", ""] in rows(part)
    assert ["注：Kept as printed", "", "", ""] in rows(part)
    assert "方案没有指标。" in to_markdown(unsettled(indicators=()))


def test_bars_are_cut_as_the_points_are() -> None:
    page = to_html(unsettled())
    pieces = re.findall(r'class="piece-(\w+)" x="([\d.]+)" y="22" width="([\d.]+)"', page)
    assert pieces == [
        # 5, 10 and 5 of 20 on 500 units; 2 of 5 gained; 2 of 4 taken off.
        ("got", "0", "125"), ("open", "125", "250"), ("lost", "375", "125"),
        ("got", "0", "200"),
        ("lost", "0", "250"),
    ]  # fmt: skip
    assert page.count("<svg") == page.count("<desc") == 1
    assert "c1 项 c1：5–15 / 20（未定）；b1 项 b1（加分）：2 / 5" in page
    assert "● 已得　? 未定　▼ 已失" in page


@given(
    st.fractions(-20, 20, max_denominator=30),
    st.fractions(0, 20, max_denominator=30),
    st.sampled_from(list(Part)),
)
def test_the_pieces_of_a_bar_never_leave_it(least: Fraction, more: Fraction, part: Part) -> None:
    one = node("x", None, "10", str(least), str(least + more), part=part, leaf=True)
    page = to_html(unsettled(indicators=(one,)))
    pieces = re.findall(r'class="piece-\w+" x="([\d.]+)" y="22" width="([\d.]+)"', page)
    end = Decimal(0)
    for left, size in pieces:
        # One decimal each: neighbours may be a tenth apart.
        assert abs(Decimal(left) - end) <= Decimal("0.2")
        end = Decimal(left) + Decimal(size)
    assert end <= Decimal("500.2")
    if part is Part.BASE:
        assert end >= Decimal("499.8")


def test_duties_not_on_time_come_with_days_steps_and_articles() -> None:
    part = section(to_markdown(unsettled()), "应办事项")
    assert "共 4 项应办事项：逾期办结 1、逾期未办 1、未到期 1、按期 1。" in part
    found = rows(part)[2:]
    assert found[0] == [
        "requests:q1/reply Reply to q1", "答复（法定时限）", "逾期办结 4 天",
        "2024-03-01", "2024-03-29", "2024-04-02",
    ]  # fmt: skip
    assert [row[0] for row in found[1:4]] == [
        "1. 2024-03-01 收到（art. 31）",
        "依据：Decree 711 art. 33",
        "所据规则未核实：只见摘录",
    ]
    assert found[4][:3] == ["items:a/1 Budget", "公开（公开频次）", "逾期未办 316 天"]
    assert found[5][0] == "暂定：最早 2024-02-29，最迟 2024-03-01"
    assert found[6] == ["items:c/1 Budget", "公开（公开频次）", "未到期", "—", "2025-01-31", "—"]
    assert "**另有 1 项未列出（按期 1）**" in part
    assert "items:b/1" not in part


def test_a_long_list_of_duties_is_cut_and_counted() -> None:
    first = date(2024, 1, 1)
    late = [other(f"a:{n:03d}", Outcome.OVERDUE, first + timedelta(n)) for n in range(205)]
    done = [other(f"b:{n}", Outcome.ON_TIME, first) for n in range(3)]
    part = section(to_markdown(unsettled(duties=(*done, *reversed(late)))), "应办事项")
    names = [row[0].split()[0] for row in rows(part)[2:]]
    assert names == [f"a:{n:03d}" for n in range(200)]
    assert "另有 8 项未列出（逾期未办 5、按期 3）" in part
    none = section(to_markdown(unsettled(duties=tuple(done))), "应办事项")
    assert "没有逾期、未到期或不详的事项。" in none
    assert "另有" not in none


def test_a_duty_met_only_on_word_says_so() -> None:
    claimed = other("a:1", Outcome.UNKNOWN, None, met_on_word=True, title="")
    part = section(to_markdown(unsettled(duties=(claimed,))), "应办事项")
    assert rows(part)[2][:3] == ["a:1", "公开（公开频次）", "不详"]
    assert rows(part)[3][0] == "完成日期仅有自述，未见佐证"


def test_identities_that_fail_come_with_their_sums_and_mends() -> None:
    part = section(to_markdown(unsettled()), "数字勾稽")
    assert "共核对 2 项勾稽关系：不成立 1、成立 1。" in part
    # 395 - 307 = 88; 307 - 263 = 44 and 307 - 132 = 175 would do.
    assert rows(part)[2] == ["fire", "不成立", "132 + 263 = 395，与 307 相差 88", "+88"]
    assert "395" in rows(part)[4][0]
    assert "44" in rows(part)[4][0]
    assert "175" in rows(part)[4][0]
    assert "hall" not in part
    alone = failing()[0].model_copy(
        update={"members": (), "would_hold": (), "difference": Decimal("-1E+2"),
                "label": Text("火灾", "fires")}
    )  # fmt: skip
    bare = section(to_markdown(unsettled(verdicts=(alone,))), "数字勾稽")
    assert rows(bare)[2:] == [["fire 火灾", "不成立", "132 + 263 = 395，与 307 相差 88", "-100"]]
    unknown = failing()[0].model_copy(update={"difference": None})
    assert rows(section(to_markdown(unsettled(verdicts=(unknown,))), "数字勾稽"))[2][3] == "—"
    none = section(to_markdown(unsettled(verdicts=())), "数字勾稽")
    assert "共核对 0 项勾稽关系。\n\n没有不成立的勾稽关系。" in none


def test_findings_are_listed_by_kind() -> None:
    part = section(to_markdown(unsettled()), "问题清单")
    assert rows(part)[2:] == [
        ["应办事项", "答复逾期", "requests:q1/reply（requests:q1）"],
        ["勾稽关系", "合计不符", "fire（figures:fire\\_total）"],
    ]
    one = unsettled().findings[0]
    many = section(to_markdown(unsettled(findings=(one,) * 203)), "问题清单")
    assert len(rows(many)) == 2 + 200
    assert "**另有 3 条未列出**" in many
    assert "没有发现问题。" in to_markdown(unsettled(findings=()))


def test_faults_and_notes_stand_at_the_end() -> None:
    page = to_markdown(unsettled())
    assert "- plugin 'broken' failed" in section(page, "插件故障")
    assert "> 注意：有 1 处插件故障" in page
    assert "没有插件故障。" in to_markdown(unsettled(faults=()))
    notes = section(page, "说明")
    assert "- 工作日历：sha256:abc" in notes
    assert "“最终”以所载公告为准" in notes
    titles = [line[3:] for line in page.split("\n") if line.startswith("## ")]
    assert titles == [
        "一、评价结论", "二、指标情况", "三、得分明细", "四、一票否决", "五、应办事项",
        "六、数字勾稽", "七、问题清单", "八、插件故障", "九、说明",
    ]  # fmt: skip


def test_the_terminal_summary_is_short_and_aligned() -> None:
    lines = to_text(unsettled(verified=False)).split("\n")
    assert lines[0] == "评价报告：Example unit  示例方案"
    assert lines[1] == "=" * len(lines[0].encode("gbk"))
    assert lines[2].startswith("! 方案未核实")
    assert "得分      未定：5.00 至 15.00" in lines
    assert any(re.match(r"  c1\.1 项 c1\.1 +5 / 10 +9\.5 +部分做到", line) for line in lines)
    assert not any("逾期件" in line for line in lines)
    assert "方案没有一票否决事项。" in to_text(unsettled(vetoes=()))
    one = unsettled().findings[0]
    many = to_text(unsettled(findings=(one,) * 203))
    # the notice above says where the faults of plugins are told, so they stand there
    assert many.endswith("\n另有 3 条未列出\n\n插件故障\n- plugin 'broken' failed")
    assert "插件故障" not in to_text(unsettled(faults=()))


HOSTILE = [
    "<script>alert(1)</script>",
    "| a | b |",
    "\x1b[31m红\x1b[0m",
    "[看](javascript:alert(1))",
    '"><img src=x onerror=alert(1)>',
    "甲\n\n# 乙\n- 丙",
    "a\u202egnp.exe",
    "{{ 7 * 7 }} {% raw %}",
    "\\| a \\",
    "`x` **y** __z__ ~~w~~ &lt;",
    "]]> --> </title></style>",
    "https://a.example www.b.example",
]


def tainted(text: str) -> Assessment:
    """The text in every place that a dossier, a scheme or a plugin fills."""
    both = Text(text, text)
    base = unsettled()
    return unsettled(
        unit=text, title=text, source=text, scheme_title=both, faults=(text,), reason=both,
        indicators=tuple(
            one.model_copy(update={"title": both, "citation": text, "note": text, "error": both})
            for one in base.indicators
        ),
        facts=tuple(
            one.model_copy(update={"title": both, "records": (text,), "because": both})
            for one in base.facts
        ),
        ledgers=Ledgers(
            least=tuple(
                one.model_copy(update={"reason": both, "records": (text,), "citation": text})
                for one in (base.ledgers.least if base.ledgers else ())
            ),
            greatest=(),
        ),
        vetoes=(VetoResult(id="v1", title=both, fired=Truth.MAYBE),),
        duties=(
            LATE.model_copy(
                update={"title": text, "note": both, "citations": (Citation(text, text),)}
            ),
        ),
        verdicts=tuple(
            one.model_copy(update={"label": both, "reason": both, "members": (text,)})
            for one in base.verdicts
        ),
        findings=tuple(
            one.model_copy(update={"what": both, "subject": text, "records": (text, "x")})
            for one in base.findings
        ),
    )  # fmt: skip


def shape(markdown: str) -> list[tuple[str, int]]:
    """What kind of line each line is, and how many cells it has."""
    return [
        (re.match(r"#* ?(?:[-|>] )?", line).group(), len(rows(line)[0]) if rows(line) else 0)  # type: ignore[union-attr]  # matches nothing too
        for line in markdown.split("\n")
    ]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str, lang: Lang) -> None:
    page, calm = to_html(tainted(text), lang), to_html(tainted("ordinary"), lang)
    reader = Reader(page)
    assert reader.tags == Reader(calm).tags
    assert [name for name, _ in reader.attributes] == [name for name, _ in Reader(calm).attributes]
    assert any(" ".join(plain(text).split()) in " ".join(told.split()) for told in reader.texts)
    markdown = to_markdown(tainted(text), lang)
    assert shape(markdown) == shape(to_markdown(tainted("ordinary"), lang))
    assert not re.search(r"(?<!\\)[\[\]<`]", markdown.replace("\\\\", ""))
    terminal = to_text(tainted(text), lang)
    assert len(terminal.split("\n")) == len(to_text(tainted("ordinary"), lang).split("\n"))
    for written in (page, markdown, terminal):
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", written)


@given(st.text(min_size=1))
def test_any_unit_name_leaves_the_report_as_it_was(name: str) -> None:
    result = unscored(unit=f"甲{name}乙", duties=(), verdicts=())
    calm = unscored(unit="甲乙", duties=(), verdicts=())
    assert Reader(to_html(result)).tags == Reader(to_html(calm)).tags
    assert shape(to_markdown(result)) == shape(to_markdown(calm))
    assert plain(name) in unescaped(to_markdown(result))


@pytest.mark.parametrize("make", SAMPLES)
def test_the_same_input_gives_the_same_bytes(make: Callable[..., Assessment]) -> None:
    for write in (to_html, to_markdown, to_text):
        for lang in LANGS:
            assert write(make(), lang).encode() == write(make(), lang).encode()
