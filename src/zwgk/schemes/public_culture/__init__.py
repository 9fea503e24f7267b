"""Built-in plugin for public culture (公共文化服务): six dimensions, thresholds, a survey."""

from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable

from zwgk import PackagedDossier, hookimpl

_HERE = files(__name__)


@hookimpl
def zwgk_schemes() -> list[Traversable]:
    """The scheme of this folder (公共文化服务自评): its source gives no points."""
    return [_HERE / "public_culture.yaml"]


@hookimpl
def zwgk_dossiers() -> list[PackagedDossier]:
    """A real report as a dossier (真实报告卷宗), seen from the last day of its period."""
    return [
        PackagedDossier(
            report="R004-16",
            path=_HERE / "dossiers" / "R004-16.yaml",
            scheme="public_culture",
            as_of=date(2015, 12, 31),
        )
    ]
