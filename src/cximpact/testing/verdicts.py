"""What came of a fault: an error of the right family, or all rows, or fewer with a note."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from cximpact.testing.cells import Texts
from cximpact.testing.faults.fields import PLANTED
from cximpact.testing.running import Run

__all__ = ["outcome_of", "said_of"]

Counted = Counter[tuple[tuple[str, str | None], ...]]


def outcome_of(good: Run, run: Run, expects: tuple[str, ...], key: tuple[str, ...] = ()) -> str:
    """Return what is wrong with a run in which a fault was planted; "" where nothing is.

    Args:
        good: The run without faults.
        run: The run with one; its rows are collapsed by key already.
        expects: What may come of it; see `Fault`.
        key: Columns that identify a row.
    """
    if run.error is not None:
        return _wrong_error(run, expects)
    if any(PLANTED in (cell or "") for row in run.rows for cell in row.values()):
        return "a value of another type came through as text: check types before using a field"
    before, after = _counted(good.rows), _counted(run.rows)
    if before == after:
        return "" if "same" in expects else f"it went unnoticed; expected {_words(expects)}"
    noted = len(run.heard.notes) > len(good.heard.notes)
    as_many = before.total() == after.total()
    if as_many and ("kept" in expects or ("told" in expects and noted)):
        return ""
    if "noted" in expects and noted and after.total() < before.total() and not after - before:
        return ""
    if "new" in expects and not before - after and _keys(run, key) > _keys(good, key):
        return ""
    return f"{_difference(before, after)} and nobody was told; expected {_words(expects)}"


def _keys(run: Run, key: tuple[str, ...]) -> set[tuple[str | None, ...]]:
    return {tuple(row.get(name) for name in key) for row in run.rows}


def _wrong_error(run: Run, expects: tuple[str, ...]) -> str:
    if run.family in expects or ("source" in expects and run.family != "plugin"):
        return ""
    if run.ended:
        return f"{run.told}; expected {_words(expects)}"
    if run.family == "plugin":
        return (
            f"it raised {run.told}: not one of the errors of cximpact.plugins, so nobody can tell"
            f" what to do; expected {_words(expects)}"
        )
    return f"the error is of the family {run.family} ({run.told}); expected {_words(expects)}"


def _counted(rows: Iterable[Texts]) -> Counted:
    # An empty column is no news: a field that is missing in all rows may take its column along.
    return Counter(
        tuple(sorted((name, cell) for name, cell in row.items() if cell is not None))
        for row in rows
    )


def _difference(before: Counted, after: Counted) -> str:
    lost, new = (before - after).total(), (after - before).total()
    if lost > new:
        return f"{lost - new} of {before.total()} rows were lost"
    if new > lost:
        return f"{new - lost} rows too many"
    return f"{new} of {before.total()} rows changed"


_WORDS = {
    "same": "all rows, each once",
    "kept": "as many rows as before",
    "noted": "fewer rows with a note",
    "told": "a note that rows say different things",
    "new": "rows of new keys",
    "source": "an error of the source",
    "authentication": "an AuthenticationError",
    "query": "a QueryError",
    "temporary": "a TemporaryError",
    "answer": "an AnswerError",
}


def _words(expects: tuple[str, ...]) -> str:
    return " or ".join(_WORDS[each] for each in expects)


def said_of(run: Run) -> str:
    """Return in a few words what came of a run, for lists."""
    return run.told or f"{len(run.rows)} rows"
