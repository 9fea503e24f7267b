"""Profiles of Hypothesis: ``default`` for the desk, ``ci`` derandomised, ``deep`` on demand.

``HYPOTHESIS_PROFILE=deep python -m pytest`` looks twenty times as hard.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

_SLOW = (HealthCheck.too_slow,)  # a busy machine is no fault of the law under test

settings.register_profile("default", deadline=None, suppress_health_check=_SLOW)
settings.register_profile("ci", deadline=None, derandomize=True, suppress_health_check=_SLOW)
settings.register_profile("deep", deadline=None, max_examples=2_000, suppress_health_check=_SLOW)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))
