"""The package keeps what plugins promise, and its rule does what its page says."""

from decimal import Decimal
from fractions import Fraction

import pytest
from zwgk_scheme_example import Ramp

from zwgk import End, FactValue, Leaf
from zwgk.testing import PluginConformance


class TestPlugin(PluginConformance):
    plugin = "reading_room"


@pytest.mark.parametrize(
    ("books", "lost"),
    [(0, 20), (1000, 20), (2000, 15), (3000, 10), (5000, 0), (9000, 0)],
)
def test_the_ramp(books: int, lost: int) -> None:
    rule = Ramp(fact="books", zero_at=Decimal(1000), full_at=Decimal(5000))
    leaf = Leaf("r1", Fraction(20))
    for end in End:
        hits = rule.judge(leaf, {"books": FactValue.exactly(books)}, end)
        assert sum(hit.points for hit in hits) == -lost
