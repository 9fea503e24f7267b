"""Assessment schemes as data (考核方案): documents, rule kinds, binding."""

from zwgk.scheme.asked import Fields
from zwgk.scheme.bind import bind, read_scheme
from zwgk.scheme.bound import Indicator, Provider, Scheme, base_points
from zwgk.scheme.counted import Credit, Deduct
from zwgk.scheme.document import FORMAT, Band, Document, Effect, Gate, Need, Node, read_document
from zwgk.scheme.judged import CheckItem, Checklist, Declared, Present
from zwgk.scheme.measured import Share, Step, Steps
from zwgk.scheme.rule import (
    End,
    Hit,
    HitKind,
    Leaf,
    Part,
    RuleKind,
    number_text,
    percent_text,
    raised_text,
)
from zwgk.scheme.spans import declared_fact

KINDS: tuple[type[RuleKind], ...] = (Declared, Present, Checklist, Share, Steps, Deduct, Credit)

__all__ = [
    "FORMAT",
    "KINDS",
    "Band",
    "CheckItem",
    "Checklist",
    "Credit",
    "Declared",
    "Deduct",
    "Document",
    "Effect",
    "End",
    "Fields",
    "Gate",
    "Hit",
    "HitKind",
    "Indicator",
    "Leaf",
    "Need",
    "Node",
    "Part",
    "Present",
    "Provider",
    "RuleKind",
    "Scheme",
    "Share",
    "Step",
    "Steps",
    "base_points",
    "bind",
    "declared_fact",
    "number_text",
    "percent_text",
    "raised_text",
    "read_document",
    "read_scheme",
]
