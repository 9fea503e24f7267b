"""The whole way from a dossier to an assessment (评价流程).

``zwgk.pipeline.examples`` runs the examples of schemes and is imported by who needs it.
"""

from zwgk.pipeline.assess import Perspective, assess, reconciled, what_is_known
from zwgk.pipeline.compare import Diff, diff
from zwgk.pipeline.what_if import WhatIf, what_if

__all__ = [
    "Diff",
    "Perspective",
    "WhatIf",
    "assess",
    "diff",
    "reconciled",
    "what_if",
    "what_is_known",
]
