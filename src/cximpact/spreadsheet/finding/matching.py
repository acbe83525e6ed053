"""Which scorecard's criteria have columns in a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cximpact.exceptions import InputError, Problem
from cximpact.intake.starting.guess_scales import is_about
from cximpact.spreadsheet.finding.find import shipped
from cximpact.spreadsheet.finding.found import FoundTable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cximpact.intake.files.raw_table import RawTable
    from cximpact.model.scorecard import Criterion, Scorecard

__all__ = ["matched_criteria", "matching_scorecard"]

_MOST_HEADERS = 12


def matching_scorecard(found: FoundTable | RawTable) -> str:
    """Return the shipped scorecard whose criteria match the headers of a table best.

    The one with the most criteria among the headers; of those with equally many the one that
    asks for the fewest others.

    Args:
        found: The table.

    Raises:
        InputError: No header names a criterion of any; the problem lists those that would.
    """
    raw = found.raw if isinstance(found, FoundTable) else found
    cards = shipped()
    counts = {
        name: len(matched_criteria(card.criteria, raw.headers)) for name, card in cards.items()
    }
    best = min(cards, key=lambda name: (-counts[name], len(cards[name].criteria), name))
    if not counts[best]:
        raise _no_criteria(raw, cards)
    return best


def matched_criteria(criteria: Sequence[Criterion], headers: Sequence[str]) -> dict[str, str]:
    """Return the criteria that have a column of their own, each with its header."""
    return {
        criterion.id: header
        for criterion in criteria
        if criterion.kind != "journey"
        for header in [next((each for each in headers if is_about(each, criterion)), "")]
        if header
    }


def _no_criteria(raw: RawTable, cards: Mapping[str, Scorecard]) -> InputError:
    known = dict.fromkeys(
        each.title or each.id
        for card in cards.values()
        for each in card.criteria
        if each.kind != "journey"
    )
    more = ", ..." if len(raw.headers) > _MOST_HEADERS else ""
    problem = Problem(
        "no header names a criterion of a scorecard that comes with cximpact",
        raw.name,
        sheet=raw.sheet,
        field="headers",
        value=", ".join(raw.headers[:_MOST_HEADERS]) + more,
        expected=f"some of {', '.join(known)}",
        hint="add such columns with answers from -3 to +3, or name your scorecard: --scorecard",
    )
    return InputError([problem])
