"""The whole way from a dossier to an assessment (评价流程).

``zwgk.pipeline.examples`` runs the examples of schemes and is imported by who needs it.
"""

from zwgk.pipeline.assess import Perspective, assess, reconciled, what_is_known

__all__ = ["Perspective", "assess", "reconciled", "what_is_known"]
