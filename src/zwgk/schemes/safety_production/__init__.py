"""Work safety (安全生产): the assessment of a district's safety bureau."""

from collections.abc import Iterable
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable

from zwgk import PackagedDossier, hookimpl

_HERE = files(__name__)


@hookimpl
def zwgk_schemes() -> Iterable[Traversable]:
    """The scheme document of this folder (考核方案)."""
    return [_HERE / "district_safety.yaml"]


@hookimpl
def zwgk_dossiers() -> Iterable[PackagedDossier]:
    """A real report as a dossier (卷宗), seen from the last day of its period."""
    return [
        PackagedDossier(
            report="R000-8",
            path=_HERE / "dossiers" / "R000-8.yaml",
            scheme="district_safety",
            as_of=date(2011, 12, 31),
        )
    ]
