"""Counts that reach over less time than the customers they are held against.

A rate without an exposure of its own is held against the touchpoint's volume over the whole window
of its measure. Three months of complaints against the customers of a year make a touchpoint look
four times as calm as it is, and nothing else in a result would show it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import Factory, define

from cximpact.evidence.exposure import has_stated_exposure
from cximpact.exceptions import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from cximpact.model.measure import Measure
    from cximpact.model.scorecard import Scorecard
    from cximpact.model.source import EvidenceSpec
    from cximpact.sources.engine import Engine

__all__ = ["short_counts"]

# Of cases that come at random over a window, fewer may well lie in less than half of it; so many
# do by chance in less than one of a hundred windows.
_LEAST_CASES = 10
_BILLION = 10**9
_MOST_NAMED = 3


@define
class _Counts:
    """What a source counts for one measure, and where nobody says out of how many."""

    since: date
    last: date
    cases: int = 0  # in billionths
    open_at: list[str] = Factory(list)

    @property
    def months(self) -> int:
        """How many months of the calendar the days touch."""
        years = self.last.year - self.since.year
        return 12 * years + self.last.month - self.since.month + 1

    def is_short_of(self, window_months: float) -> bool:
        """Return whether the days leave more than half of a window empty.

        Counts of a single day are no span: such a row may well be the total of a year.
        """
        is_span = self.since < self.last and self.cases >= _LEAST_CASES * _BILLION
        return is_span and 2 * self.months < window_months


def short_counts(
    spec: EvidenceSpec, shown: Sequence[str], scorecard: Scorecard, engine: Engine
) -> tuple[Problem, ...]:
    """Return a note for each measure whose counts leave more than half of its window empty.

    All rows of the source count together, whatever their touchpoint: one that hears of few
    complaints is not suspected where others hear of them all year. Tables of measurements are
    left alone: their rows are sums, dated at the end of what they sum up.

    Args:
        spec: The source.
        shown: The names of its files.
        scorecard: Windows and stated exposures.
        engine: Holds the table `grouped`.
    """
    if spec.kind == "measurements":
        return ()
    rows = engine.rows(
        "SELECT measure, touchpoint, min(since), max(last), sum(cases), sum(exposed) FROM grouped "
        "WHERE outcome = 'ok' AND kind = 'rate' GROUP BY measure, touchpoint, criterion "
        "ORDER BY measure, touchpoint, criterion"
    )
    found = _by_measure(rows, scorecard)
    return tuple(
        _note(name, counts, scorecard.measures[name], shown)
        for name, counts in found.items()
        if counts.open_at and counts.is_short_of(scorecard.measures[name].window_months)
    )


def _by_measure(rows: Sequence[tuple[Any, ...]], scorecard: Scorecard) -> dict[str, _Counts]:
    found: dict[str, _Counts] = {}
    for name, touchpoint, since, last, cases, exposed in rows:
        counts = found.setdefault(name, _Counts(since, last))
        counts.since, counts.last = min(counts.since, since), max(counts.last, last)
        counts.cases += int(cases or 0)
        is_open = exposed is None and not has_stated_exposure(scorecard.measures[name], touchpoint)
        if is_open and touchpoint not in counts.open_at:
            counts.open_at.append(touchpoint)
    return found


def _note(name: str, counts: _Counts, measure: Measure, shown: Sequence[str]) -> Problem:
    message = (
        f"'{name}' at {_named(counts.open_at)} covers {counts.months} of "
        f"{measure.window_months:g} months ({counts.since.isoformat()} to "
        f"{counts.last.isoformat()}), and is held against the customers of all "
        f"{measure.window_months:g}: that looks calmer than it is"
    )
    hint = "state the 'exposure' of those months, or narrow the measure's window"
    return Problem(message, shown[0] if len(shown) == 1 else None, hint=hint)


def _named(touchpoints: Sequence[str]) -> str:
    named = [f"'{each}'" for each in touchpoints[:_MOST_NAMED]]
    if len(touchpoints) > _MOST_NAMED:
        named.append(f"{len(touchpoints) - _MOST_NAMED:,} more")
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"
