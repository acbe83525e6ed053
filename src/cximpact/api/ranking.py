"""`rank`: very many ratings to a ranked frame, without the explanations of an `Evaluation`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import evolve

from cximpact.decision.bulk import bulk_actions, bulk_order
from cximpact.exceptions import InputError, Problem
from cximpact.intake.bulk.rating_frames import NAME, RatingFrame, read_frame, read_matrix
from cximpact.intake.files.problems import ProblemList
from cximpact.intake.keywords import CALL, is_frame
from cximpact.intake.scorecards.scorecards import build_scorecard
from cximpact.intake.spec import spec_from_keywords
from cximpact.model.decision import ACTIONS
from cximpact.model.scorecard import Scorecard
from cximpact.scoring.bulk import blocks, bulk_values, by_column
from cximpact.scoring.scorecard_check import scorecard_problems

if TYPE_CHECKING:
    import numpy.typing as npt
    import pandas as pd

    from cximpact.model.arrays import FloatArray, IntArray
    from cximpact.scoring.bulk import BulkValues

__all__ = ["rank"]

_CALL = "rank()"


def rank(
    ratings: pd.DataFrame | npt.NDArray[Any],
    weights: Mapping[str, float] | None = None,
    *,
    scorecard: Any = None,
    scale: Sequence[float] | None = None,
) -> pd.DataFrame:
    """Rank a list of ratings that is too long for an `Evaluation` with explanations.

    Ranks, actions and figures are those of
    ``evaluate(proposals=ratings, weights=weights, draws=0, analyses=[])``, to the last bit, in a
    small part of its time and memory: a million rows of twelve criteria take less than twice as
    long as NumPy takes to weigh and sort them.

    Nothing else is done: there is no evidence, and there are no effects, costs, budgets, rules,
    draws or bands, so nobody is prioritized or deferred, and no reasons are given. `evaluate` does
    all that; hand it the rows you want to know more about, since no proposal changes what another
    scores. Columns that nothing reads are passed over; those by which `evaluate` would decide, such
    as ``status``, ``reach`` or ``mitigation``, are refused, and so is a criterion without a column.

    Args:
        ratings: A frame with one row per proposal, one column per criterion, and the ids in a
            column ``id`` or in the index; what is missing is NaN. Columns of numbers are quick,
            those of words or mixed cells are read cell by cell. Or an array of numbers, its
            columns in the order of the criteria; rows are then called by their position.
        weights: Criteria to their points; makes a scorecard of customer ratings from -3 to +3.
        scorecard: Name of a shipped scorecard, a path, plain data, or a `Scorecard`, in place of
            weights. All its criteria must be ratings.
        scale: Beside weights, the ratings that mean worst, no change and best, such as
            ``(1, 3, 5)``, where they are not given from -3 to +3.

    Returns:
        The proposals best first: indexed by ``proposal``, with the columns ``rank``, ``action``
        (a categorical), ``value``, ``customer_value``, ``business_value`` and ``coverage``.

    Raises:
        InputError: With every problem of the input at once.

    Example:
        >>> import pandas as pd, cximpact
        >>> ideas = pd.DataFrame({"id": ["letters", "limits"], "ease": [2, -1]})
        >>> cximpact.rank(ideas, {"ease": 1})["action"].tolist()
        ['approve', 'revise']
    """
    card = _scorecard(weights, scorecard, scale)
    problems = ProblemList()
    found = _read(ratings, card, problems)
    problems.raise_if_any()
    if found is None:
        raise InputError([Problem("no ratings", NAME)])
    values = _values(found, card, problems)
    codes = bulk_actions(card.policy.gates, values)
    ids = found.ids
    listed = None if ids is None or ids.ascending else ids.listed
    order = bulk_order(codes, values.value, listed)
    return _ranked(found, values, codes, order)


def _read(ratings: Any, card: Scorecard, problems: ProblemList) -> RatingFrame | None:
    if is_frame(ratings):
        return read_frame(ratings, card, problems)
    if isinstance(ratings, np.ndarray):
        return read_matrix(ratings, card, problems)
    value, expected = f"a value of type {type(ratings).__name__}", "a data frame, or an array"
    problems.add("not ratings", file=NAME, value=value, expected=expected)
    return None


def _values(found: RatingFrame, card: Scorecard, problems: ProblemList) -> BulkValues:
    fill = by_column([column.fill() for column in found.columns])
    values = bulk_values(card, fill, found.count)
    for column in found.columns:
        column.check(problems)
    problems.raise_if_any()
    return values


def _ranked(
    found: RatingFrame, values: BulkValues, codes: npt.NDArray[np.int8], order: IntArray
) -> pd.DataFrame:
    """Return the frame; what it is made of is used up.

    Arrays that are no longer needed become columns: memory in use costs nothing, while a new column
    of a million takes as long to get as to fill, and several times that in a new process.
    """
    import pandas as pd

    value = np.take(values.value, order, mode="clip")  # all places are within, so none is checked

    def ordered(figures: FloatArray) -> FloatArray:
        if figures is values.value:
            np.copyto(figures, value)
            return figures
        if figures.strides == (0,):
            return np.full(found.count, figures[0])
        return np.take(figures, order, mode="clip")

    columns = {
        "value": value,
        "customer_value": ordered(values.customer_value),
        "business_value": ordered(values.business_value),
        "coverage": ordered(values.coverage),
    }
    ids = order.copy() if found.ids is None else found.ids.in_order(order)
    first = {
        "rank": _counted(order),
        "action": pd.Categorical.from_codes(
            _in_turn(codes), categories=pd.Index(ACTIONS), ordered=True
        ),
    }
    # Copied once more, they would be one block of memory, which costs more than all sums.
    return pd.DataFrame(first | columns, index=pd.Index(ids, name="proposal"), copy=False)


def _counted(order: IntArray) -> IntArray:
    """Return the ranks in place of an order."""
    for rows in blocks(len(order)):
        order[rows] = np.arange(rows.start + 1, rows.stop + 1)
    return order


def _in_turn(codes: npt.NDArray[np.int8]) -> npt.NDArray[np.int8]:
    """Return the codes in the order of the ranking, which is by action first: only their counts."""
    places = np.arange(len(ACTIONS), dtype=np.int8)
    return np.repeat(places, [np.count_nonzero(codes == place) for place in places])


def _scorecard(weights: Any, stated: Any, scale: Sequence[float] | None) -> Scorecard:
    """Return the scorecard that ratings are held against; problems name this call."""
    try:
        card = _built(weights, stated, scale)
        problems = [*scorecard_problems(card), *_beyond_ratings(card)]
    except InputError as error:
        problems = [
            evolve(each, file=_CALL) if each.file == CALL else each for each in error.problems
        ]
    if problems:
        raise InputError(problems)
    return card


def _built(weights: Any, stated: Any, scale: Sequence[float] | None) -> Scorecard:
    given = {"weights": weights, "scorecard": stated}
    given = {name: each for name, each in given.items() if each is not None}
    if not given:
        expected = "criteria and their points, such as {'ease': 60}, or a scorecard"
        raise InputError(
            [Problem("no weights are given", CALL, field="weights", expected=expected)]
        )
    if scale is not None and stated is not None:
        hint = "a scorecard states the scale of each criterion"
        raise InputError([Problem("both a scale and a scorecard are given", CALL, hint=hint)])
    if scale is not None and isinstance(weights, Mapping):
        of = {"scale": scale, "risk": scale[1:2] == scale[2:]}
        criteria = {key: {"weight": each, **of} for key, each in weights.items()}
        given = {"scorecard": {"id": "weights", "criteria": criteria}}
    found = spec_from_keywords(**given).scorecard
    if isinstance(found, Scorecard):
        return found
    problems = ProblemList()
    card = None if found is None else build_scorecard(found, problems)
    problems.raise_if_any()
    if card is None:
        raise InputError([Problem("not a usable scorecard", CALL, field="scorecard")])
    return card


def _beyond_ratings(card: Scorecard) -> list[Problem]:
    """Return what of a scorecard cannot be told from ratings alone."""
    hint = "evaluate() does"
    kinds = [
        Problem(
            f"rank() scores ratings only, and this is a {each.kind} criterion",
            field=f"criteria.{each.id}",
            hint=hint,
        )
        for each in card.criteria
        if each.kind != "rating"
    ]
    gates = [
        Problem("rank() asks no gate of a plugin", field=f"plugin_gates.{each.name}", hint=hint)
        for each in card.policy.plugin_gates
        if each.mode != "off"
    ]
    return [*kinds, *gates]
