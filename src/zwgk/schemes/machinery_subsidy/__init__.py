"""Built-in plugin for farm machinery subsidies (农机补贴): funds, checks, what is forbidden."""

from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable

from zwgk import PackagedDossier, hookimpl

_HERE = files(__name__)


@hookimpl
def zwgk_schemes() -> list[Traversable]:
    """The scheme of this folder (农机购置补贴自查): its source gives no points."""
    return [_HERE / "machinery_subsidy.yaml"]


@hookimpl
def zwgk_dossiers() -> list[PackagedDossier]:
    """A real report as a dossier (真实报告卷宗), seen from the last day of its period."""
    return [
        PackagedDossier(
            report="R000-3",
            path=_HERE / "dossiers" / "R000-3.yaml",
            scheme="machinery_subsidy",
            as_of=date(2011, 12, 31),
        )
    ]
