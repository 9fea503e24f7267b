"""Making many records at once (批量生成): without the collector walking them over and over."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Hold the cyclic collector while many values are made that all stay (暂停垃圾回收).

    None of them is part of a circle, so it would find nothing; yet it walks all that is there
    again and again, and a record would cost more the more there are. As it was, it goes on after.

    >>> with uncollected():
    ...     gc.isenabled()
    False
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
