"""Text with places (原文与位置): YAML and JSON as plain data that knows where each part stands.

Every scalar stays text as it was written; nothing is guessed to be a number, a date or a yes.
"""

from __future__ import annotations

from zwgk.source.document import Limits, Source
from zwgk.source.from_file import read_source
from zwgk.source.from_json import parse_json
from zwgk.source.from_yaml import parse_yaml
from zwgk.source.models import build, did_you_mean, fault, problems_of

__all__ = [
    "Limits",
    "Source",
    "build",
    "did_you_mean",
    "fault",
    "parse_json",
    "parse_yaml",
    "problems_of",
    "read_source",
]
