"""Figures that may be unknown, as people read them; a dash stands for "not known"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from cximpact.decision.gates.opened import REMEDY
from cximpact.decision.words import money, points
from cximpact.exceptions import Problem, printable
from cximpact.model.evaluation import Cost
from cximpact.model.source import LOST
from cximpact.snapshots.manifest import block_of_label

WIDE = 120
"""How many columns a line may take where no terminal says how wide it is."""
UNKNOWN = "–"
_MOST_NAMED = 5
_LONGEST = 30
_A = "a "
_NO_PROPOSALS = ("a row of ", "a remark ")
"""How a reason begins that says what rows are that are no proposals."""
_NO_ID = "no id"
_MENDED = "written as percentages were divided by 100"
_ANSWERED = re.compile(r": ratings: 0 of [\d,]+ questions answered$|^no rating: ")
"""Which answers are missing; whom a gap stops is told with the gap."""


def points_or_dash(value: float | None) -> str:
    """Return a score or value in [-1, 1] from −100 to +100.

    Example:
        >>> points_or_dash(0.272), points_or_dash(None)
        ('+27', '–')
    """
    return UNKNOWN if value is None else points(value)


def cost_or_dash(cost: Cost | None) -> str:
    """Return a cost with its currency."""
    return UNKNOWN if cost is None else money(cost.amount, cost.currency)


def counted(count: int, one: str, many: str | None = None) -> str:
    """Return how many there are, in the right number.

    Example:
        >>> counted(1, "budget"), counted(2, "criterion", "criteria")
        ('1 budget', '2 criteria')
    """
    return f"{count:,} {one if count == 1 else many or one + 's'}"


class _Missing(Protocol):
    """A source that failed, in a case or in a result."""

    @property
    def name(self) -> str: ...
    @property
    def reason(self) -> str: ...


def missing_lines(items: Iterable[_Missing]) -> Iterator[str]:
    """Return a line per source that failed, and what to do about them."""
    names = [(item.name, item.reason.strip().rstrip(".")) for item in items]
    yield from (f"missing: {name} (failed: {reason})" for name, reason in names)
    if names:
        yield f"missing is not zero: what it touches is less certain, or undetermined. {REMEDY}"


def note_lines(problems: Iterable[str], missing: Iterable[_Missing]) -> Iterator[str]:
    """Return a line per note, but for those on failed sources, which have lines of their own."""
    told = tuple(str(Problem(f"{LOST}: {item.reason}")) for item in missing)
    yield from (f"note: {problem}" for problem in problems if not problem.endswith(told))


def is_count_of_answers(note: str) -> bool:
    """Return whether a note says which questions are not answered, and no more.

    Example:
        >>> is_count_of_answers("ratings.csv: ratings: 0 of 154 questions answered")
        True
        >>> is_count_of_answers("no rating: Ease of 3 and 11")
        True
    """
    return bool(_ANSWERED.search(note))


def is_mere_note(note: str) -> bool:
    """Return whether a note only tells what was done, so that nobody has to act on it.

    Example:
        >>> is_mere_note("kpis.csv: 4 values of 'k' written as percentages were divided by 100")
        True
    """
    return note.endswith(_MENDED) or is_count_of_answers(note)


def collected_columns_line(not_used: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Return one line that counts the columns of collected tables that nothing reads, if any.

    A source gives all that it knows, so that most of it is not used is as it should be.

    Args:
        not_used: Per table and header, what nothing reads.
    """
    blocks = (block_of_label(file) for file, _ in not_used)
    counts = Counter(block for block in blocks if block is not None)
    if counts:
        told = ", ".join(f"{count} of {block}" for block, count in counts.items())
        yield f"columns that sources gave and nothing uses: {told}"


class _SetAside(Protocol):
    """What was read and does not count, in a case or in a result."""

    @property
    def what(self) -> str: ...
    @property
    def reason(self) -> str: ...
    @property
    def count(self) -> int: ...
    @property
    def rows(self) -> Sequence[str]: ...


def set_aside_lines(items: Iterable[_SetAside]) -> Iterator[str]:
    """Return what was set aside: rows that are no proposals in one line, all else by reason."""
    found = list(items)
    rows = [item for item in found if is_no_proposal(item)]
    if rows:
        yield f"set aside: {', '.join(map(rows_aside, rows))}"
    totals: dict[tuple[str, str], int] = {}
    ids: dict[tuple[str, str], list[str]] = {}
    for item in found:
        if is_no_proposal(item):
            continue
        key = (item.what, item.reason)
        totals[key] = totals.get(key, 0) + item.count
        ids.setdefault(key, []).extend(item.rows)
    for (what, reason), count in totals.items():
        yield f"set aside: {what} ({count:,}): {reason}{_some(ids[what, reason], count)}"


def is_no_proposal(item: _SetAside) -> bool:
    """Return whether rows of the list were set aside as something else than proposals.

    The reason says what they are, as ``a row of totals`` does.
    """
    return item.what == "proposals" and (
        item.reason == _NO_ID or item.reason.startswith(_NO_PROPOSALS)
    )


def rows_aside(item: _SetAside) -> str:
    """Return in words which rows are no proposals, each by the beginning of what stands in it.

    Example:
        >>> from cximpact.model.proposal import SetAside
        >>> rows_aside(SetAside("proposals", "a row of totals", 2, "", ("Sum", "Total")))
        "2 rows of totals ('Sum', 'Total')"
        >>> rows_aside(SetAside("proposals", "a remark below the list", 1))
        '1 remark below the list'
        >>> rows_aside(SetAside("proposals", "no id", 3))
        '3 rows (no id)'
    """
    if item.reason == _NO_ID:
        return f"{counted(item.count, 'row')} ({_NO_ID})"
    first, _, rest = item.reason.removeprefix(_A).partition(" ")
    what = f"{first} {rest}".strip() if item.count == 1 else f"{first}s {rest}".strip()
    named = [f"'{printable(text, _LONGEST)}'" for text in item.rows]
    return f"{item.count:,} {what}{_some(named, len(named))}"


def _some(ids: Sequence[str], count: int) -> str:
    """Return the first ids of those set aside, as far as they have any.

    Example:
        >>> _some(["P-12", "P-20"], 3)
        ' (P-12, P-20 and 1 more)'
    """
    named = ids[:_MOST_NAMED]
    more = f" and {count - len(named):,} more" if count > len(named) else ""
    return f" ({', '.join(named)}{more})" if named else ""
