"""What an assessment is as data, and what it says in words."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zwgk.errors import InvalidInput, Lang, PluginFault, Text
from zwgk.facts import FactValue, Known
from zwgk.pipeline import assess
from zwgk.records import Dossier, Table
from zwgk.scheme import End, Hit, Leaf, RuleKind, Scheme
from zwgk.scoring import Assessment

Assess = Callable[..., Assessment]
Bind = Callable[..., Scheme]
Load = Callable[..., Dossier]

LATE = (
    "received: 2024-03-04, promised: 5 working days, completed: 2024-03-11",
    "received: 2024-03-04, promised: 5 working days, completed: 2024-03-12",
)
LANGUAGES: tuple[Lang, ...] = ("zh", "en")
ONLY_SAID = ("topic: signs, on", "topic: signs, basis: asserted, on")


class TestJson:
    @pytest.mark.parametrize("changes", [(), (LATE,), (ONLY_SAID,), (LATE, ONLY_SAID)])
    def test_there_and_back_is_the_same(self, small: Assess, changes: tuple[Any, ...]) -> None:
        result = small(*changes)
        text = result.model_dump_json()
        again = Assessment.model_validate_json(text)
        assert again == result
        assert again.model_dump_json() == text

    def test_thirds_stay_exact(self, bind: Bind, small: Assess) -> None:
        share = ("{kind: present, fact: signs}", "{kind: share, fact: signs, target: 3}")
        result = small(scheme=bind(share))
        # 8/3 of eight: 20 + 12 + 8/3 + 9 = 43.666…
        assert (result.total, result.settled.points) == (Decimal("43.67"), Fraction(131, 3))
        assert Assessment.model_validate_json(result.model_dump_json()) == result
        assert '"points":"131/3"' in result.model_dump_json()


@given(st.randoms(use_true_random=False))
def test_the_order_of_records_is_irrelevant(
    small_result: Assessment, small_dossier: Dossier, small_scheme: Scheme, random: Any
) -> None:
    update: dict[str, Any] = {}
    for name in type(small_dossier).model_fields:
        table = getattr(small_dossier, name)
        if isinstance(table, Table):
            rows = list(table.rows)
            random.shuffle(rows)
            update[name] = table.model_copy(update={"rows": tuple(rows)})
    own = list(small_dossier.declarations or ())
    random.shuffle(own)
    update["declarations"] = tuple(own)
    shuffled = small_dossier.model_copy(update=update)
    result = assess(shuffled, small_scheme, as_of=date(2024, 4, 30))
    assert result.model_dump_json() == small_result.model_dump_json()


# in no order, and one without a day of its own
ROWS = """\
found:
  - {id: q2, title: 甲, on: 2024-01-10, due: 2024-02-20}
  - {id: q1, title: 乙, on: 2024-02-10, due: 2024-02-20}
  - {id: q0, title: 丙, due: 2024-02-20}
"""
FOUND = ("found: []\n", ROWS)


@pytest.fixture(name="small_dossier", scope="module")
def _small_dossier(load: Load) -> Dossier:
    return load(LATE, FOUND, ("on: 2024-03-29", "on: 2024-04-02"))


@pytest.fixture(name="small_scheme", scope="module")
def _small_scheme(bind: Bind) -> Scheme:
    return bind()


@pytest.fixture(name="small_result", scope="module")
def _small_result(small_dossier: Dossier, small_scheme: Scheme) -> Assessment:
    return assess(small_dossier, small_scheme, as_of=date(2024, 4, 30))


class TestExplain:
    def test_in_chinese_down_to_the_record_the_day_and_the_article(self, small: Assess) -> None:
        told = small(LATE).explain("c1").splitlines()
        assert told[:3] == ["c1 限时办结：15 / 20", "  状态：部分做到", "  自评：20"]
        assert "  依据：示例考核办法第三条" in told
        assert "  · 超期办件：1件" in told
        assert "    -5 扣分：cases:k1/promised（2024-03-11）：扣 5 分" in told
        rest = "\n".join(told)
        assert "逾期办结 1 天" in rest
        assert "到期 2024-03-11" in rest

    def test_in_english(self, small: Assess) -> None:
        told = small(LATE).explain("c1", "en").splitlines()
        assert told[:3] == ["c1 Promised limits: 15 / 20", "  state: partly", "  declared: 20"]
        assert "    -5 loss: cases:k1/promised (2024-03-11): 5 taken" in told

    def test_the_article_behind_a_late_reply(self, bind: Bind, small: Assess) -> None:
        replies = ("where: {kind: complete,", "where: {kind: reply, table: requests,")
        row = "  - {id: r1, received: 2024-01-08, events: [{name: answered, on: 2024-02-28}]}\n"
        request = ("requests: []\n", f"requests:\n{row}")
        result = small(request, scheme=bind(replies))
        # 20 working days after Monday 2024-01-08: four weeks of five days to Friday 2 February
        # are 19 (9 January is the first); the make-up Sunday 4 February is the twentieth
        due = next(duty.due for duty in result.duties if duty.subject == "requests:r1")
        assert due == date(2024, 2, 4)
        assert (result.total, result.late) == (Decimal(44), 1)
        for lang in LANGUAGES:
            told = result.explain("c1", lang)
            for word in (
                "requests:r1",
                "2024-02-04",
                "2024-02-28",
                "政府信息公开条例",
                "第三十三条",
            ):
                assert word in told

    def test_both_ledgers_where_it_is_open(self, small: Assess) -> None:
        told = small(ONLY_SAID).explain("c3")
        assert told.startswith("c3 标识：0–8 / 8（未定）\n  状态：不详（按自述：做到）")
        assert "最低情形的明细" in told
        assert "-8 未定" in told
        assert "evidence:e1" in told
        assert "c3 Signs: 0–8 / 8 (open)" in small(ONLY_SAID).explain("c3", "en")

    def test_an_indicator_that_is_not_there(self, small: Assess) -> None:
        with pytest.raises(InvalidInput, match="没有指标“c9”"):
            small().explain("c9")


def test_a_share_is_told_by_its_title_in_per_cent(bind: Bind, small: Assess) -> None:
    kept = (
        "kept: {title: {zh: 按期率, en: kept}, share: {count: cases, where: {id: k1}},"
        " in: {count: cases}}\n"
    )
    scheme = bind(
        ("cases_late:", f"{kept}  cases_late:"),
        ("{kind: present, fact: signs}", "{kind: share, fact: kept, target: 0.95}"),
    )
    # one case of two, half of the 95 % that are asked: 8 * 10/19
    result = small(scheme=scheme)
    assert "“按期率”为 50%，目标 95%" in result.explain("c3")
    assert "kept is 50%, the target 95%" in result.explain("c3", "en")


class TestProviders:
    """Facts that plugins give by code."""

    FACT = ("{kind: present, fact: signs}", "{kind: present, fact: by_code}")

    def test_the_scheme_brings_its_providers(self, bind: Bind, small: Assess) -> None:
        def by_code(known: Known) -> FactValue:
            return FactValue.exactly(len(known.rows("publications", {}).rows))

        result = small(scheme=bind(self.FACT, providers={"by_code": by_code}))
        assert (result.total, result.faults) == (Decimal(49), ())
        fact = result.fact("by_code")
        assert fact is not None
        # three publications lie in the quarter
        assert (str(fact.least), fact.known) == ("3", True)

    @pytest.mark.parametrize(
        ("given_", "message"),
        [
            (lambda known: known.no_such_thing, "AttributeError: 'Known' object has no attribute"),
            (lambda known: len(known.tables), "TypeError: int is no FactValue"),
            (None, "KeyError: 'by_code'"),
            (
                lambda _: FactValue(Fraction(5), Fraction(1)),
                "ValueError: the least, 5, is above the most, 1",
            ),
            (lambda _: FactValue(0.5, None), "TypeError: 0.5 is not exact"),  # type: ignore[arg-type]
            (lambda _: sys.exit(7), "SystemExit: 7"),
            (
                lambda known: known.tables.clear(),
                "AttributeError: 'mappingproxy' object has no attribute 'clear'",
            ),
            (
                lambda _: FactValue.unknown("why"),  # type: ignore[arg-type]
                "TypeError: a part of the FactValue is of another type",
            ),
        ],
    )
    def test_one_that_fails_leaves_its_fact_unknown_and_is_named(
        self, bind: Bind, small: Assess, given_: Any, message: str
    ) -> None:
        providers = frozenset({"by_code"}) if given_ is None else {"by_code": given_}
        result = small(scheme=bind(self.FACT, providers=providers))
        assert result.bounds is not None
        assert (str(result.bounds.least), str(result.bounds.greatest)) == ("41.00", "49.00")
        (fault,) = result.faults
        assert fault.startswith(f"取值函数“by_code”出错：{message}")
        fact = result.fact("by_code")
        assert fact is not None
        assert fact.because is not None
        assert fact.because.en.startswith(f"the provider of 'by_code' raised {message}")

    def test_the_caller_may_bring_one(self, bind: Bind, small: Assess) -> None:
        scheme = bind(self.FACT, providers=frozenset({"by_code"}))
        result = small(scheme=scheme, providers={"by_code": lambda _: FactValue.exactly(0)})
        assert result.total == Decimal(41)


def test_faults_of_plugins_are_carried_into_the_result(small: Assess) -> None:
    fault = PluginFault("bad", Text("加载", "loading"), Text("RuntimeError: broken"))
    assert small(faults=(fault,)).faults == ("插件“bad”在加载时出错：RuntimeError: broken",)


@pytest.mark.parametrize(("before", "status"), [("5", "holds"), ("6", "does_not_hold")])
def test_the_period_before_is_compared(bind: Bind, small: Assess, before: str, status: str) -> None:
    identity = (
        "{id: all_counted, kind: sum, parts: [on_time, late], total: received}",
        "{id: carried, kind: previous_period, now: opening, before: closing}",
    )
    result = small(
        (
            "figures: {",
            f'previous: {{figures: {{closing: "{before}"}}}}\nfigures: {{opening: "5", ',
        ),
        scheme=bind(identity),
    )
    # what was carried forward is what begins this period, five
    assert [verdict.status.value for verdict in result.verdicts] == [status]


def test_an_unscored_sheet_says_why_there_is_no_total(bind: Bind, small: Assess) -> None:
    scheme = bind(
        ("full: 50\n", "scored: false\n"),
        ("    points: 20\n", ""),
        (
            "rule: {kind: deduct, per: cases_late, each: 5}",
            "needs: [{fact: cases_late, at_most: 0}]",
        ),
        (
            "points: 12, rule: {kind: deduct, per: bulletins_late, each: 4}",
            "needs: [bulletins_late]",
        ),
        ("    points: 8\n", ""),
        ("rule: {kind: present, fact: signs}", "needs: [{fact: signs, at_least: 2}]"),
        ("    points: 10\n    rule: {kind: declared}\n", ""),
    )
    result = small(scheme=scheme)
    assert (result.scored, result.total, result.full, result.grade, result.bounds) == (
        False,
        None,
        None,
        None,
        None,
    )
    assert result.reason == Text(
        "原文没有分值，本方案不计分", "the source gives no points: not scored"
    )
    # what the unit gave itself is summed all the same
    assert str(result.declared) == "50"
    states = {one.id: one.state for one in result.indicators}
    assert states == {"c1": "met", "c2": None, "c3": "unmet", "c4": None}


def test_records_outside_the_period_do_not_count(small: Assess) -> None:
    # a case received on 1 April belongs to the next quarter, whatever became of it
    row = "  - {id: k3, kind: promised, received: 2024-04-01, promised: 2 working days}\n"
    extra = ("  - {id: k2,", f"{row}  - {{id: k2,")
    result = small(extra)
    assert (result.total, result.late) == (Decimal(49), 0)


BEFORE = "此前到期的 2 项应办事项按当时的方案考核"


@pytest.mark.parametrize(
    ("valid", "told"),
    [
        ("{from: 2024-01-01}", []),
        ("{from: 2024-01-01, to: 2024-04-01}", []),  # the period ends on 31 March
        (  # the slots of January and February are due before, all else in March
            "{from: 2024-03-01}",
            ["方案自 2024-03-01 起施行，考核期自 2024-01-01 起；" + BEFORE],
        ),
        (
            "{to: 2024-03-31}",
            ["方案的有效期为 … 至 2024-03-31（不含），考核期止于 2024-03-31，不在其内"],
        ),
        (
            "{from: 2025-01-01}",
            ["方案的有效期为 2025-01-01 至 …（不含），考核期止于 2024-03-31，不在其内"],
        ),
    ],
)
def test_a_scheme_that_was_not_in_force_is_a_finding(
    bind: Bind, small: Assess, valid: str, told: list[str]
) -> None:
    result = small(scheme=bind(("full: 50\n", f"full: 50\nvalid: {valid}\n")))
    assert [f.what.zh for f in result.findings if f.kind == "scheme"] == told


class Broken(RuleKind):
    """A rule of a plugin that raises."""

    kind: ClassVar[str] = "broken"

    def needs(self) -> frozenset[str]:
        return frozenset({"signs"})

    def judge(self, leaf: Leaf, facts: object, end: End) -> list[Hit]:
        del leaf, facts, end
        raise ZeroDivisionError("by nothing")


def test_a_rule_that_raises_is_a_finding_and_never_a_score(bind: Bind, small: Assess) -> None:
    scheme = bind(("{kind: present, fact: signs}", "{kind: broken}"), kinds=(Broken,))
    result = small(scheme=scheme)
    assert result.total is None
    assert str(result.bounds) == "least=Decimal('41.00') greatest=Decimal('49.00') exact=False"
    found = [(f.kind.value, f.state, f.what.zh) for f in result.findings if f.subject == "c3"]
    assert found[0] == ("leaf", "error", "标识：规则出错：ZeroDivisionError: by nothing")
    assert "规则出错：ZeroDivisionError: by nothing" in result.explain("c3")
    assert "the rule raised ZeroDivisionError: by nothing" in result.explain("c3", "en")
    assert Assessment.model_validate_json(result.model_dump_json()) == result


def test_a_block_is_explained_with_all_below_it(bind: Bind, small: Assess) -> None:
    parts = (
        "    parts:\n"
        "      - {id: c3.1, title: 标识, points: 5, rule: {kind: present, fact: signs}}\n"
        "      - {id: c3.2, title: 牌子, points: 3,"
        " rule: {kind: present, fact: signs, at_least: 2}}\n"
    )
    scheme = bind(("    rule: {kind: present, fact: signs}\n", parts))
    result = small(scheme=scheme)
    told = result.explain("c3")
    assert told.startswith("c3 标识：5 / 8\n")
    assert "    -3 扣分：“标识统一”为 1，要求至少 2。" in told.splitlines()
    assert "-3" not in result.explain("c3.1")
    node = scheme.indicator("c3.2")
    assert node is not None
    assert (sorted(node.facts()), scheme.indicator("c3.3")) == (["signs"], None)
