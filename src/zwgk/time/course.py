"""One way through what days not told yet leave open (走向)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from zwgk.time.outlook import View

__all__ = ["Course"]

_DAY = timedelta(days=1)
_SETTLED = View.SETTLED  # a name of its own: an enum is slow to look into, and this is asked often


@dataclass(slots=True)
class Course:
    """One way through the questions that unknown days leave open (走向).

    Whether a day lies past a limit is such a question. ``choices`` answer the first of them, in
    the order in which they come up; beyond these the most likely answer is taken. ``answers``
    are all that were given. In the settled view nothing is open.
    """

    view: View = _SETTLED
    choices: Sequence[bool] = ()
    answers: list[bool] = field(default_factory=list)
    _between: dict[object, tuple[date, date]] = field(default_factory=dict)

    def past(self, day: date, limit: Callable[[View], date], question: object) -> bool:
        """Whether a day is past a limit (是否已过); the question names the limit.

        What was answered for one day binds the answers for the days before and after it.
        """
        if self.view is _SETTLED:
            return day > limit(_SETTLED)
        if question not in self._between:
            self._between[question] = (limit(View.EARLIEST), limit(View.LATEST))
        least, most = self._between[question]
        if not least < day <= most:
            return day > most
        at = len(self.answers)
        past = self.choices[at] if at < len(self.choices) else day > limit(self.view)
        self.answers.append(past)
        self._between[question] = (least, day - _DAY) if past else (day, most)
        return past
