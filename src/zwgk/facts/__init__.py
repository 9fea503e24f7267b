"""Named values as queries over what is known (指标取值)."""

from zwgk.facts.evaluate import evaluate
from zwgk.facts.known import Known, Rows
from zwgk.facts.query import AnyQuery, Count, Distinct, Query, Share, Value
from zwgk.facts.value import FactValue, Support, Truth
from zwgk.facts.where import as_number

__all__ = [
    "AnyQuery",
    "Count",
    "Distinct",
    "FactValue",
    "Known",
    "Query",
    "Rows",
    "Share",
    "Support",
    "Truth",
    "Value",
    "as_number",
    "evaluate",
]
