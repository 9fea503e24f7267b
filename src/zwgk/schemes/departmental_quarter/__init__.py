"""Built-in plugin for a department's quarter (部门季度考核): base points and key fields."""

from importlib.resources import files
from importlib.resources.abc import Traversable

from zwgk import hookimpl

_HERE = files(__name__)


@hookimpl
def zwgk_schemes() -> list[Traversable]:
    """The scheme of this folder (部门政务公开季度考核)."""
    return [_HERE / "departmental_quarter.yaml"]
