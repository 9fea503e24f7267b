"""Built-in plugin for party affairs (党务公开): what a party committee shows, and when."""

from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable

from zwgk import PackagedDossier, hookimpl

_HERE = files(__name__)


@hookimpl
def zwgk_schemes() -> list[Traversable]:
    """The scheme of this folder (党务公开自查): its source gives no points."""
    return [_HERE / "party_affairs.yaml"]


@hookimpl
def zwgk_dossiers() -> list[PackagedDossier]:
    """A real report as a dossier (真实报告卷宗); it hides its year, one was chosen."""
    return [
        PackagedDossier(
            report="R002-5",
            path=_HERE / "dossiers" / "R002-5.yaml",
            scheme="party_affairs",
            as_of=date(2015, 12, 31),
        )
    ]
