"""Acceptability of proposals from drawn values: what `evaluate` reports."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from cximpact.decision.acceptability.confidence import ScoreOf, asked, confidence
from cximpact.decision.acceptability.firsts import central_weights
from cximpact.decision.acceptability.orders import OrderArray, orders
from cximpact.decision.acceptability.pairs import MOST_PAIRED, pairwise
from cximpact.decision.acceptability.tally import MOST_COUNTED, tally
from cximpact.model.arrays import FloatArray
from cximpact.model.draws import ValueArray
from cximpact.model.robustness import Acceptability


def accept(
    value: ValueArray,
    weights: FloatArray,
    ranked: Sequence[int],
    score_of: ScoreOf | None = None,
    *,
    threads: int = 2,
) -> Acceptability:
    """Return how often each proposal takes which rank, and under which weights it is first.

    In each draw the highest value is first; values equal at nine decimals go by id. Formulas:
    Lahdelma and Salminen (2001), Operations Research 49(3).

    Args:
        value: Draws x proposals, V in units of 1e-9; at least one draw.
        weights: Draws x criteria; row by row those of `value`, and perhaps more below.
        ranked: Positions of the proposals that are ranked.
        score_of: Gives the drawn scores of the proposal at a position, draws x criteria, the same
            at every call; without it there are no confidence factors.
        threads: How many blocks of draws are worked on at once. The result is the same.

    Example:
        >>> value = np.array([[3, 1], [2, 2], [1, 3]], dtype=np.int32)
        >>> found = accept(value, np.array([[0.8, 0.2], [0.5, 0.5], [0.1, 0.9]]), [0, 1])
        >>> found.rank.tolist()
        [[0.6666666666666666, 0.3333333333333333], [0.3333333333333333, 0.6666666666666666]]
        >>> found.central_weights[0].tolist()
        [0.65, 0.35]
    """
    proposals = tuple(sorted(set(ranked)))
    if not proposals:
        return _of_nobody(len(value), weights.shape[1])
    order = orders(value, np.array(proposals, dtype=np.int64), threads)
    central = central_weights(order, weights[: len(value)])
    factors = None
    if score_of is not None:
        factors = partial(confidence, central, proposals, score_of)
    return counted(order, central, proposals, factors, threads)


def counted(
    order: OrderArray,
    central: FloatArray,
    proposals: tuple[int, ...],
    factors: Callable[[list[int]], FloatArray] | None,
    threads: int,
) -> Acceptability:
    """Return the acceptability that orders of all draws come to.

    Args:
        order: Draws x ranks.
        central: Columns x criteria, central weights.
        proposals: Per column, the position of the proposal.
        factors: Gives the confidence factors of some columns: one per column of all, NaN for the
            others. None where there are none.
        threads: How many blocks are worked on at once.
    """
    found = tally(order)
    columns = asked(found.first, len(order), central.shape[1])
    sure = np.full(len(central), np.nan) if factors is None else factors(columns)
    ever = 0 if factors is None else int(np.count_nonzero(found.first > 0))
    return Acceptability(
        draws=len(order),
        proposals=proposals,
        rank=found.rank,
        expected_rank=found.expected,
        rank_low=found.low,
        rank_high=found.high,
        first=found.first,
        entropy=found.entropy,
        central_weights=central,
        confidence=sure,
        pairwise=pairwise(order, threads),
        notes=_notes(len(proposals), len(columns), ever),
    )


def _notes(count: int, given: int, ever: int) -> tuple[str, ...]:
    """Return what a list is too long for.

    Args:
        count: How many proposals are ranked.
        given: How many got a confidence factor.
        ever: How many should have: are ever first.
    """
    notes = []
    if given < ever:
        notes.append(
            f"Confidence factors are worked out for {given} of the {ever} proposals that are ever "
            "first, those most often first."
        )
    if count > MOST_COUNTED:
        notes.append(
            f"Shares of every single rank are given for up to {MOST_COUNTED:,} proposals; set "
            "some aside to see them."
        )
    if count > MOST_PAIRED:
        notes.append(
            f"Proposals are compared in pairs up to {MOST_PAIRED:,} of them; set some aside to "
            "see that."
        )
    return tuple(notes)


def _of_nobody(draws: int, criteria: int) -> Acceptability:
    none = np.zeros(0)
    square = np.zeros((0, 0))
    return Acceptability(
        draws, (), square, none, none, none, none, none, np.zeros((0, criteria)), none, square
    )
