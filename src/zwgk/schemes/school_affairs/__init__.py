"""Built-in plugin for school affairs (校务公开): disclosure in schools, the management year."""

from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable

from zwgk import PackagedDossier, hookimpl

_HERE = files(__name__)


@hookimpl
def zwgk_schemes() -> list[Traversable]:
    """The schemes of this family (校务方案): none of their sources gives points."""
    return [_HERE / "school_disclosure.yaml", _HERE / "education_management_year.yaml"]


@hookimpl
def zwgk_dossiers() -> list[PackagedDossier]:
    """Real reports as dossiers (真实报告卷宗), looked at on the last day of their period.

    Both reports hide their year; the day belongs to the year chosen for them.
    """
    end = date(2015, 12, 31)
    return [
        _dossier("R000-9", "education_management_year", end),
        _dossier("R003-2", "school_disclosure", end),
    ]


def _dossier(report: str, scheme: str, as_of: date) -> PackagedDossier:
    path = _HERE / "dossiers" / f"{report}.yaml"
    return PackagedDossier(report=report, path=path, scheme=scheme, as_of=as_of)
