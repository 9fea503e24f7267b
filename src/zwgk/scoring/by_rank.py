"""Points by rank (按名次得分): leaves that wait for the ranks of all units, settled."""

from __future__ import annotations

from collections.abc import Sequence

from zwgk.scheme import Scheme
from zwgk.scheme.across import Ranking
from zwgk.scoring.assessment import Assessment


def settled_by_rank(
    given: Sequence[Assessment], scheme: Scheme, ranking: Ranking
) -> Sequence[Assessment]:
    del scheme, ranking
    return given
