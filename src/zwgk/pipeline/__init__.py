"""The whole way from a dossier to an assessment (评价流程)."""

from zwgk.pipeline.assess import Perspective, assess, reconciled, what_is_known
from zwgk.pipeline.examples import SUFFIX, Outcome, examples_of, run_examples

__all__ = [
    "SUFFIX",
    "Outcome",
    "Perspective",
    "assess",
    "examples_of",
    "reconciled",
    "run_examples",
    "what_is_known",
]
