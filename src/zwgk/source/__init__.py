"""Text with places (原文与位置): YAML and JSON as plain data that knows where each part stands.

Every scalar stays text as it was written; nothing is guessed to be a number, a date or a yes.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from zwgk.source.document import Limits, Source
from zwgk.source.from_file import read_source
from zwgk.source.models import Fault, build, did_you_mean, fault, faults, problems_of, respelt

if TYPE_CHECKING:
    from zwgk.source.from_json import parse_json
    from zwgk.source.from_yaml import parse_yaml

__all__ = [
    "Fault",
    "Limits",
    "Source",
    "build",
    "did_you_mean",
    "fault",
    "faults",
    "parse_json",
    "parse_yaml",
    "problems_of",
    "read_source",
    "respelt",
]

# The parsers are loaded when the first text is read: many users only reckon with days.
_PARSERS = {
    "parse_json": "zwgk.source.from_json",
    "parse_yaml": "zwgk.source.from_yaml",
}


def __getattr__(name: str) -> object:
    """Load a parser when it is first asked for."""
    if name not in _PARSERS:
        raise AttributeError(f"module 'zwgk.source' has no attribute {name!r}")
    return getattr(import_module(_PARSERS[name]), name)
