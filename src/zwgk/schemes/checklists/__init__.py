"""Built-in plugin of unscored sheets (清单式自查): what seven kinds of report show."""

from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable

from zwgk import PackagedDossier, hookimpl

_HERE = files(__name__)


@hookimpl
def zwgk_schemes() -> list[Traversable]:
    """The sheets of this family (清单): none of their sources gives points."""
    return [
        _HERE / "service_discipline.yaml",
        _HERE / "service_commitment.yaml",
        _HERE / "information_office.yaml",
        _HERE / "city_services.yaml",
        _HERE / "audit_bureau.yaml",
        _HERE / "disabled_federation.yaml",
        _HERE / "education_bureau.yaml",
    ]


@hookimpl
def zwgk_dossiers() -> list[PackagedDossier]:
    """Real reports as dossiers (真实报告卷宗), each seen from the last day of its period."""
    return [
        _dossier("R000-5", "audit_bureau", date(2015, 12, 31)),
        _dossier("R000-7", "service_discipline", date(2020, 12, 31)),
        _dossier("R001-1", "education_bureau", date(2015, 12, 31)),
        _dossier("R003-1", "disabled_federation", date(2015, 12, 31)),
        _dossier("R004-02", "city_services", date(2013, 9, 30)),
        _dossier("R004-05", "service_discipline", date(2016, 12, 31)),
        _dossier("R004-07", "service_commitment", date(2015, 6, 30)),
        _dossier("R004-15", "information_office", date(2018, 12, 31)),
    ]


def _dossier(report: str, scheme: str, as_of: date) -> PackagedDossier:
    path = _HERE / "dossiers" / f"{report}.yaml"
    return PackagedDossier(report=report, path=path, scheme=scheme, as_of=as_of)
