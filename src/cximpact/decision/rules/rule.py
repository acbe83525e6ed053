"""One rule of selection: a row over proposals, with the words to tell it in."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from cximpact.decision.program import Row
from cximpact.model.case import Case

BUDGET = "budget"
REQUIRES = "requires"
EXCLUDES = "excludes"
AT_MOST_ONE = "at most one"
LEVELS = "funding levels"
BUNDLE = "bundle"
WORTHLESS = "bundle without value"
CAPACITY = "capacity"
MINIMUM = "minimum share"
STAGE = "stage"


@frozen
class Rule:
    """One rule of selection.

    Attributes:
        kind: `mandatory`, `budget`, `requires` ...
        words: The rule in words.
        remedy: What to do if it is in the way.
        field: Where in the input it stands.
        row: The rule over positions of proposals.
    """

    kind: str
    words: str
    remedy: str
    field: str
    row: Row


def places_of(case: Case) -> Mapping[str, int]:
    """Return the position of every proposal by its id."""
    return {key: position for position, key in enumerate(case.proposals.ids)}
