"""A frame of ratings: which column is which criterion, who is rated, and what cells are unfit."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from attrs import frozen

from cximpact.intake.bulk.ids import Ids, read_ids
from cximpact.intake.bulk.rating_columns import RatingColumn
from cximpact.intake.files.problems import ProblemList, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from cximpact.model.scorecard import Scorecard

__all__ = ["NAME", "RatingFrame", "read_frame", "read_matrix"]

NAME = "ratings"
"""What the ratings are called in problems."""

_DECIDING = (
    *("status", "reach", "mandatory", "forced_out", "requires", "excludes", "effects"),
    "mitigation",
)
_STATING = ("statement", "outcomes")
_MOST_LISTED = 12


@frozen(eq=False)
class RatingFrame:
    """Ratings, column by column.

    Attributes:
        columns: One per criterion of the scorecard, in its order.
        count: The number of rows.
        ids: Who is rated; None where rows are called by their position.
    """

    columns: Sequence[RatingColumn]
    count: int
    ids: Ids | None = None


def read_matrix(matrix: Any, scorecard: Scorecard, problems: ProblemList) -> RatingFrame | None:
    """Return an array of ratings, its columns in the order in which the criteria were written.

    Args:
        matrix: Proposals x criteria, numbers.
        scorecard: The criteria.
        problems: Takes what is wrong with the array; then None is returned.
    """
    names = scorecard.display_order or tuple(each.id for each in scorecard.criteria)
    if matrix.ndim != 2 or matrix.shape[1] != len(names) or matrix.dtype.kind not in "iuf":
        shape = " x ".join(map(str, matrix.shape))
        expected = f"numbers, {len(names)} columns: {_some(names)}"
        problems.add(
            "not an array of ratings",
            file=NAME,
            value=f"{shape or 'one'} of {matrix.dtype}",
            expected=expected,
        )
        return None
    place = {name: at for at, name in enumerate(names)}
    columns = [
        RatingColumn(each, matrix[:, place[each.id]], each.id, NAME) for each in scorecard.criteria
    ]
    return _not_empty(RatingFrame(columns, len(matrix)), problems)


def read_frame(
    frame: pd.DataFrame, scorecard: Scorecard, problems: ProblemList
) -> RatingFrame | None:
    """Return a frame of ratings, its columns headed by the ids of the criteria.

    Args:
        frame: One row per proposal; ids in a column ``id`` or in the index.
        scorecard: The criteria.
        problems: Takes what is wrong with the frame; then None is returned, unless it is the
            cells of ratings, which are read later.
    """
    if frame.columns.nlevels > 1 or frame.index.nlevels > 1:
        hint = "call reset_index() first" if frame.index.nlevels > 1 else None
        expected = "one name for each column"
        problems.add("the frame has several levels", file=NAME, expected=expected, hint=hint)
        return None
    found = _named(frame, problems)
    _refuse_deciding(found, scorecard, problems)
    columns = _criteria(found, scorecard, problems)
    if _not_empty(RatingFrame((), len(frame)), problems) is None or len(problems):
        return None
    ids = read_ids(found["id"], "id", NAME, problems)
    return RatingFrame(columns, len(frame), ids)


def _not_empty(found: RatingFrame, problems: ProblemList) -> RatingFrame | None:
    if found.count:
        return found
    problems.add("the list has no proposals", file=NAME)
    return None


def _named(frame: pd.DataFrame, problems: ProblemList) -> dict[str, pd.Series[Any]]:
    """Return the columns by header; the index is one if it is named, or says who is who."""
    labels = [str(label).strip() for label in frame.columns]
    series = [frame.iloc[:, at] for at in range(len(labels))]
    header = _index_header(frame.index, labels)
    if header:
        labels.append(header)
        series.append(frame.index.to_series())
    twice = [label for label, count in Counter(labels).items() if count > 1]
    for label in twice:
        hint = "give each column a name of its own"
        problems.add("two columns have one name", file=NAME, value=label, hint=hint)
    if "id" not in labels:
        meant = did_you_mean("id", labels)
        expected = "a column headed 'id', or ids in the index"
        problems.add("no column says 'id'", file=NAME, field="id", expected=expected, hint=meant)
    return dict(zip(labels, series, strict=True))


def _index_header(index: pd.Index[Any], labels: Sequence[str]) -> str:
    """Return what the index is headed as a column, "" where it only counts the rows."""
    import pandas as pd

    if index.name is not None:
        return str(index.name).strip()
    return "" if "id" in labels or index.equals(pd.RangeIndex(len(index))) else "id"


def _refuse_deciding(
    found: Mapping[str, object], scorecard: Scorecard, problems: ProblemList
) -> None:
    """Note columns that would change what `evaluate` decides: to pass them over would mislead."""
    stating = scorecard.policy.gates.customer_statement.mode == "block"
    for name in (*_DECIDING, *(_STATING if stating else ())):
        if name in found:
            message = "rank() does not read this column, which evaluate() decides by"
            hint = "drop the column, or give the rows to evaluate()"
            problems.add(message, file=NAME, field=name, hint=hint)


def _criteria(
    found: Mapping[str, pd.Series[Any]], scorecard: Scorecard, problems: ProblemList
) -> list[RatingColumn]:
    names = {each.id for each in scorecard.criteria}
    free = [header for header in found if header not in names and header != "id"]
    columns = []
    for each in scorecard.criteria:
        if each.id in found:
            columns.append(RatingColumn(each, found[each.id], each.id, NAME))
            continue
        hint = did_you_mean(each.id, free)
        expected = None if hint else f"one of {_some(free)}" if free else None
        message = "no column holds the ratings of this criterion"
        problems.add(message, file=NAME, field=each.id, expected=expected, hint=hint)
    return columns


def _some(names: Sequence[str]) -> str:
    more = len(names) - _MOST_LISTED
    return ", ".join(names[:_MOST_LISTED]) + (f" and {more} more" if more > 0 else "")
