"""Built-in plugin for rescue stations (救助管理): who was helped, counted in five ways."""

from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable

from zwgk import PackagedDossier, hookimpl

_HERE = files(__name__)


@hookimpl
def zwgk_schemes() -> list[Traversable]:
    """The scheme of this folder (救助管理站工作情况): its source gives no points."""
    return [_HERE / "rescue_station.yaml"]


@hookimpl
def zwgk_dossiers() -> list[PackagedDossier]:
    """A real report as a dossier (真实报告卷宗), seen from the last day of its period."""
    return [
        PackagedDossier(
            report="R004-13",
            path=_HERE / "dossiers" / "R004-13.yaml",
            scheme="rescue_station",
            as_of=date(2015, 10, 31),
        )
    ]
