"""Assessment schemes as data (考核方案): documents, rule kinds, binding."""

from zwgk.scheme.asked import Fields
from zwgk.scheme.assessors import ASSESSORS, Assessing, Declared, assessor_text
from zwgk.scheme.bands import Band
from zwgk.scheme.bind import bind, read_scheme
from zwgk.scheme.bound import Indicator, Provider, Scheme, base_points
from zwgk.scheme.counted import Credit, Deduct
from zwgk.scheme.document import FORMAT, Document, Need, Node, read_document
from zwgk.scheme.effects import Effect, Fail, Gate
from zwgk.scheme.graded import Graded
from zwgk.scheme.judged import CheckItem, Checklist
from zwgk.scheme.measured import Share, Step, Steps
from zwgk.scheme.policy import Lacking, Policy
from zwgk.scheme.profiles import Profile, UnitClass, amount_of
from zwgk.scheme.ranked import Ranked
from zwgk.scheme.reached import AnyOf, Present
from zwgk.scheme.remarks import validity_gaps
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
from zwgk.scheme.spans import declared_fact, excused_fact
from zwgk.scheme.ticks import PercentTicks

KINDS: tuple[type[RuleKind], ...] = (
    Declared,
    Present,
    AnyOf,
    Graded,
    Checklist,
    Share,
    Steps,
    PercentTicks,
    Deduct,
    Credit,
    Ranked,
)

__all__ = [
    "ASSESSORS",
    "FORMAT",
    "KINDS",
    "AnyOf",
    "Assessing",
    "Band",
    "CheckItem",
    "Checklist",
    "Credit",
    "Declared",
    "Deduct",
    "Document",
    "Effect",
    "End",
    "Fail",
    "Fields",
    "Gate",
    "Graded",
    "Hit",
    "HitKind",
    "Indicator",
    "Lacking",
    "Leaf",
    "Need",
    "Node",
    "Part",
    "PercentTicks",
    "Policy",
    "Present",
    "Profile",
    "Provider",
    "Ranked",
    "RuleKind",
    "Scheme",
    "Share",
    "Step",
    "Steps",
    "UnitClass",
    "amount_of",
    "assessor_text",
    "base_points",
    "bind",
    "declared_fact",
    "excused_fact",
    "number_text",
    "percent_text",
    "raised_text",
    "read_document",
    "read_scheme",
    "validity_gaps",
]
