"""Service halls (政务服务): township halls, county centres, and the statistics of a hall."""

from collections.abc import Iterable
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable

from zwgk import PackagedDossier, hookimpl

_HERE = files(__name__)


@hookimpl
def zwgk_schemes() -> Iterable[Traversable]:
    """The scheme documents of this folder (考核方案)."""
    return [
        _HERE / f"{name}.yaml" for name in ("township_hall", "county_centre", "hall_statistics")
    ]


@hookimpl
def zwgk_dossiers() -> Iterable[PackagedDossier]:
    """Real reports as dossiers (卷宗); each is seen from the last day of its period."""
    return [
        PackagedDossier(
            report="R004-01",
            path=_HERE / "dossiers" / "R004-01.yaml",
            scheme="hall_statistics",
            as_of=date(2014, 12, 31),
        ),
        PackagedDossier(
            report="R004-03",
            path=_HERE / "dossiers" / "R004-03.yaml",
            scheme="township_hall",
            as_of=date(2015, 12, 31),
        ),
        PackagedDossier(
            report="R004-09",
            path=_HERE / "dossiers" / "R004-09.yaml",
            scheme="county_centre",
            as_of=date(2012, 12, 31),
        ),
    ]
