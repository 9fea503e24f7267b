"""Built-in plugin for compulsory schooling and literacy (两基): rates over their cohorts."""

from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable

from zwgk import PackagedDossier, hookimpl

_HERE = files(__name__)


@hookimpl
def zwgk_schemes() -> list[Traversable]:
    """The scheme of this folder (两基巩固提高自查): its source gives no points."""
    return [_HERE / "two_basics.yaml"]


@hookimpl
def zwgk_dossiers() -> list[PackagedDossier]:
    """A real report as a dossier (真实报告卷宗), seen from the last day of its period."""
    return [
        PackagedDossier(
            report="R002-7",
            path=_HERE / "dossiers" / "R002-7.yaml",
            scheme="two_basics",
            as_of=date(2010, 12, 31),
        )
    ]
