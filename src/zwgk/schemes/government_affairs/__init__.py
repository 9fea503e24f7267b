"""Built-in plugin for government affairs (政务公开): departments, townships, yearly statistics."""

from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable

from zwgk import PackagedDossier, hookimpl

_HERE = files(__name__)


@hookimpl
def zwgk_schemes() -> list[Traversable]:
    """The schemes of this family (政务公开方案): no real source gives points, the example does."""
    return [
        _HERE / "department_disclosure.yaml",
        _HERE / "township_disclosure.yaml",
        _HERE / "disclosure_statistics.yaml",
        _HERE / "annual_report.yaml",
        _HERE / "example_unit.yaml",
    ]


@hookimpl
def zwgk_dossiers() -> list[PackagedDossier]:
    """Real reports as dossiers (真实报告卷宗), each with its own day of assessment.

    The day is the last of the reported period: what fell due later was not yet owed, and the
    two reports that hide their year are looked at on the last day of the year chosen for them.
    The made-up unit comes last (示例单位, not a real one), settled a month after its year.
    """
    return [
        _dossier("R000-1", "department_disclosure", date(2020, 12, 31)),
        _dossier("R002-6", "township_disclosure", date(2015, 12, 31)),
        _dossier("R002-8", "disclosure_statistics", date(2013, 12, 31)),
        _dossier("R004-12", "disclosure_statistics", date(2015, 6, 30)),
        _dossier("example-unit", "example_unit", date(2025, 1, 31)),
    ]


def _dossier(report: str, scheme: str, as_of: date) -> PackagedDossier:
    path = _HERE / "dossiers" / f"{report}.yaml"
    return PackagedDossier(report=report, path=path, scheme=scheme, as_of=as_of)
