"""What all layouts share: taking heading rows off a file, and telling yes from no."""

from __future__ import annotations

from collections import Counter

from cximpact_survey.faults import Unreadable
from cximpact_survey.tables import Sheet

__all__ = ["NO", "YES", "numbered", "take"]

YES = frozenset({"1", "true", "yes", "y", "x", "✓", "t"})
NO = frozenset({"0", "false", "no", "n", "", "f"})


def take(rows: Sheet, count: int) -> list[list[str]]:
    """Return the first rows, taken off the others, outer spaces removed.

    Raises:
        Unreadable: There are not as many.
    """
    taken = [[cell.strip() for cell in cells] for _, (_, cells) in zip(range(count), rows)]  # noqa: B905
    if len(taken) < count:
        raise Unreadable(f"it has {len(taken)} rows, fewer than the {count} of its headings")
    return taken


def numbered(headings: list[str]) -> list[str]:
    """Return headings with repeated ones told apart: ``Speed``, ``Speed (2)``.

    Example:
        >>> numbered(["Speed", "", "Speed"])
        ['Speed', '', 'Speed (2)']
    """
    seen: Counter[str] = Counter()
    result = []
    for heading in headings:
        seen[heading] += 1
        again = heading and seen[heading] > 1
        result.append(f"{heading} ({seen[heading]})" if again else heading)
    return result
