"""Built-in plugin for a street office (街道政务服务): services, disclosure, efficiency."""

from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable

from zwgk import PackagedDossier, hookimpl

_HERE = files(__name__)


@hookimpl
def zwgk_schemes() -> list[Traversable]:
    """The scheme of this folder (街道政务服务自查): its source gives no points."""
    return [_HERE / "street_service.yaml"]


@hookimpl
def zwgk_dossiers() -> list[PackagedDossier]:
    """A real report as a dossier (真实报告卷宗), seen from the last day of its period."""
    return [
        PackagedDossier(
            report="R004-11",
            path=_HERE / "dossiers" / "R004-11.yaml",
            scheme="street_service",
            as_of=date(2018, 11, 30),
        )
    ]
