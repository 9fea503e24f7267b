"""Values that no record can have are told when a scheme is bound, with the nearest that it can."""

from __future__ import annotations

import pytest

from zwgk.duties import DUTY_FIELDS
from zwgk.errors import InvalidInput
from zwgk.figures.verdicts import Status
from zwgk.plugins import askable_tables
from zwgk.records import Record
from zwgk.scheme import KINDS, Fields, Scheme, read_scheme
from zwgk.source import parse_yaml


class Letter(Record):
    """A record of a stranger."""

    table = "letters"
    derived = ("long", "odd")

    pages: int | None = None
    urgent: bool = False

    @property
    def long(self) -> "bool":  # noqa: UP037  # as where annotations are kept as text
        return bool(self.pages and self.pages > 1)

    @property
    def odd(self) -> "Nowhere":  # type: ignore[name-defined]  # noqa: F821, UP037  # a fault of theirs
        return None


TABLES = askable_tables({"letters": Letter}, DUTY_FIELDS)
SHEET = """\
format: 1
id: sheet
version: "1"
title: 示例
source: 示例（虚构）
full: 10
facts:
  f: %s
indicators:
  - {id: a, title: 甲, points: 10, rule: {kind: deduct, per: f, each: 1}}
"""


def read(query: str, more: str = "") -> Scheme:
    kinds = {kind.kind: kind for kind in KINDS}
    return read_scheme(parse_yaml(SHEET % query + more, "sheet.yaml"), kinds, TABLES)


@pytest.mark.parametrize(
    ("query", "at", "what", "hint"),
    [
        ("{count: cases, where: {kind: promisd}}", "where.kind", "kind is never 'promisd'",
         "did you mean 'promised'?"),
        ("{count: cases, where: {kind: {in: [promised, imediate]}}}", "where.kind.in[1]",
         "kind is never 'imediate'", "did you mean 'immediate'?"),
        ("{count: cases, where: {kind: {ne: promisd}}}", "where.kind.ne", "kind is never 'promisd'",
         "did you mean 'promised'?"),
        ("{count: cases, where: {agent: yes}}", "where.agent",
         "agent is true or false, not 'yes'", "write true or false"),
        ("{count: cases, where: {agent: True}}", "where.agent",
         "agent is true or false, not 'True'", "write true or false"),
        ("{count: cases, where: {received: 2024-2-1}}", "where.received",
         "received is a date, '2024-2-1' is not", "write 2024-03-05"),
        ("{count: cases, where: {received: {gt: 2024-13-01}}}", "where.received.gt",
         "received is a date, '2024-13-01' is not", "write 2024-03-05"),
        ("{count: requests, where: {answered: {lt: soon}}}", "where.answered.lt",
         "answered is a date, 'soon' is not", "write 2024-03-05"),
        ("{count: incidents, where: {occurred: {between: [2024-01-01, later]}}}",
         "where.occurred.between[1]", "occurred is a date, 'later' is not", "write 2024-03-05"),
        ("{count: incidents, where: {deaths: {ge: three}}}", "where.deaths.ge",
         "deaths is a number, 'three' is not", "write digits only"),
        ("{count: duties, where: {kind: complete, limit: promise}}", "where.limit",
         "limit is never 'promise'", "did you mean 'promised'?"),
        ("{count: duties, where: {outcome: [lat]}}", "where.outcome[0]",
         "outcome is never 'lat'", "did you mean 'late'?"),
        ("{count: verdicts, where: {status: does_nt_hold}}", "where.status",
         "status is never 'does_nt_hold'", "did you mean 'does_not_hold'?"),
        ("{sum: cases, field: title}", "field", "title of cases is no number",
         "use count, or distinct for words"),
        ("{max: cases, field: kind}", "field", "kind of cases is no number",
         "use count, or distinct for words"),
        ("{share: {count: cases, where: {kind: promisd}}, in: {count: cases}}",
         "share.where.kind", "kind is never 'promisd'", "did you mean 'promised'?"),
        ("{count: letters, where: {long: 1}}", "where.long",
         "long is true or false, not '1'", "write true or false"),
    ],
)  # fmt: skip
def test_it_is_told_with_its_place_and_its_mend(query: str, at: str, what: str, hint: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read(query)
    (problem,) = caught.value.problems
    assert problem.place.path == f"facts.f.{at}"
    assert problem.what.en == what
    assert problem.hint is not None
    assert problem.hint.en == hint


@pytest.mark.parametrize(
    "query",
    [
        "{count: cases, where: {kind: promised, agent: true, received: {ge: 2024-01-01}}}",
        "{count: cases, where: {completed: {gt: {field: received}}, promised: {is: present}}}",
        '{count: incidents, where: {occurred: {ge: "2024-03-01T08:00+08:00"}, deaths: {ge: "3"}}}',
        "{sum: evidence, field: value, where: {topic: trainings}}",
        "{sum: controls, field: growth}",
        "{sum: letters, field: pages, where: {urgent: false, odd: whatever}}",
        "{count: verdicts, where: {status: [does_not_hold, infeasible], holds: false}}",
        "{distinct: cases, field: item}",
        "{value: {evidence: signs}}",
    ],
)
def test_what_can_be_there_passes(query: str) -> None:
    assert read(query).id == "sheet"


def test_the_words_of_verdicts_are_those_of_the_figures() -> None:
    verdicts = TABLES["verdicts"]
    assert isinstance(verdicts, Fields)
    assert set(verdicts.holds("status")) == {status.value for status in Status}


@pytest.mark.parametrize(
    ("valid", "what"),
    [
        ("{from: 2030-01-01, to: 2020-01-01}", "valid to 2020-01-01 is not after from 2030-01-01"),
        ("{from: 2020-01-01, to: 2020-01-01}", "valid to 2020-01-01 is not after from 2020-01-01"),
    ],
)
def test_a_scheme_ends_after_it_begins(valid: str, what: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read("{count: cases}", f"valid: {valid}\n")
    (problem,) = caught.value.problems
    assert (problem.place.path, problem.what.en) == ("valid.to", what)
    assert read("{count: cases}", "valid: {from: 2020-01-01}\n").document.valid is not None
