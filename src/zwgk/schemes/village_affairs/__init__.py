"""Built-in plugin for village affairs (村务公开): what villagers are shown, when and how long."""

from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable

from zwgk import PackagedDossier, hookimpl

_HERE = files(__name__)


@hookimpl
def zwgk_schemes() -> list[Traversable]:
    """The scheme of this folder (村务公开自查): law and reports give no points."""
    return [_HERE / "village_affairs.yaml"]


@hookimpl
def zwgk_dossiers() -> list[PackagedDossier]:
    """Real reports of towns on their villages (真实报告卷宗); both hide their year."""
    return [
        _dossier("R002-1c", date(2015, 11, 30)),
        _dossier("R003-3", date(2015, 12, 31)),
    ]


def _dossier(report: str, as_of: date) -> PackagedDossier:
    path = _HERE / "dossiers" / f"{report}.yaml"
    return PackagedDossier(report=report, path=path, scheme="village_affairs", as_of=as_of)
