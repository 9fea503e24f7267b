"""What all tests share: how hard Hypothesis looks, and how a project is installed.

Profiles of Hypothesis: ``default`` for the desk, ``ci`` derandomised, ``deep`` on demand.

``HYPOTHESIS_PROFILE=deep python -m pytest`` looks twenty times as hard.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

_SLOW = (HealthCheck.too_slow,)  # a busy machine is no fault of the law under test

settings.register_profile("default", deadline=None, suppress_health_check=_SLOW)
settings.register_profile("ci", deadline=None, derandomize=True, suppress_health_check=_SLOW)
settings.register_profile("deep", deadline=None, max_examples=2_000, suppress_health_check=_SLOW)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


@pytest.fixture
def lay_out() -> Callable[[Path], Path]:
    """Leave of a project what ``pip install`` would: a folder for the path of modules."""
    return _lay_out


def _lay_out(project: Path) -> Path:
    """What ``pip install`` leaves of a project: its packages beside their entry points."""
    about = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    info = project / f"{about['name'].replace('-', '_')}-{about['version']}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {about['name']}\nVersion: {about['version']}\n"
    )
    lines: list[str] = []
    for group, points in about["entry-points"].items():
        lines += [f"[{group}]", *(f"{name} = {value}" for name, value in points.items())]
    (info / "entry_points.txt").write_text("\n".join(lines) + "\n")
    return project
