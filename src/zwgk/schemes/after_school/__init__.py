"""Built-in plugin for after-school care (课后服务): conditions of a primary school."""

from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable

from zwgk import PackagedDossier, hookimpl

_HERE = files(__name__)


@hookimpl
def zwgk_schemes() -> list[Traversable]:
    """The scheme of this folder (课后服务合格完小自查): its source gives no points."""
    return [_HERE / "after_school.yaml"]


@hookimpl
def zwgk_dossiers() -> list[PackagedDossier]:
    """A real report as a dossier (真实报告卷宗), seen from the last day of its period."""
    return [
        PackagedDossier(
            report="R004-14",
            path=_HERE / "dossiers" / "R004-14.yaml",
            scheme="after_school",
            as_of=date(2021, 12, 31),
        )
    ]
