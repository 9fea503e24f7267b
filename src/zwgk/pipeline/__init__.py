"""The whole way from a dossier to an assessment (评价流程)."""

from zwgk.pipeline.assess import Perspective, assess

__all__ = ["Perspective", "assess"]
