"""Built-in plugin for government websites and new media (政府网站与政务新媒体检查)."""

from importlib.resources import files
from importlib.resources.abc import Traversable

from zwgk import hookimpl

_HERE = files(__name__)


@hookimpl
def zwgk_schemes() -> list[Traversable]:
    """The schemes of this folder (国办秘函〔2019〕19号): portals with points, accounts without."""
    return [_HERE / "gov_website.yaml", _HERE / "gov_new_media.yaml"]
