"""SMAA as in the textbook: independent normal scores, ordinal criteria, weights as drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from cximpact.decision.acceptability.accepting import counted
from cximpact.decision.acceptability.firsts import central_weights
from cximpact.decision.acceptability.normal_scores import NormalScores, in_whole_numbers
from cximpact.decision.acceptability.orders import blocks, in_threads, new_order, put_order
from cximpact.exceptions import InputError, Problem
from cximpact.model.arrays import FloatArray
from cximpact.model.robustness import Acceptability
from cximpact.scoring.streams import stream


def smaa(
    mean: npt.ArrayLike,
    sd: npt.ArrayLike = 0.0,
    *,
    weights: npt.ArrayLike | None = None,
    ordinal: Mapping[int, Sequence[int]] | None = None,
    draws: int = 10_000,
    seed: int = 0,
    confidence: bool = True,
    threads: int = 2,
) -> Acceptability:
    """Return the acceptability of alternatives with independent, normally distributed scores.

    The plain problem of Lahdelma and Salminen (2001), Operations Research 49(3), with ordinal
    criteria after Lahdelma, Miettinen and Salminen (2003). `evaluate` does not use it: there
    scores are clipped to their scale, conditions are shared between proposals, and values are
    counted at nine decimals; here they are in single precision.

    Args:
        mean: Alternatives x criteria, more is better.
        sd: Standard deviations, of the same shape or one for all; 0 where a score is certain.
        weights: What is known of them: one vector, or a draw per row (their number is then that
            of the draws). None draws them uniformly from all that sum to 1.
        ordinal: Criterion to the ranks of the alternatives on it, 1 the best, ties allowed; mean
            and sd do not count there, and scores go from 0 (worst) to 1 (best).
        draws: How many draws.
        seed: Where the streams start.
        confidence: Whether confidence factors are worked out.
        threads: How many blocks of draws are worked on at once; the result is the same.

    Raises:
        InputError: Shapes do not fit together, or a figure is not a number; all are named.

    Example:
        >>> found = smaa([[1.0, 0.0], [0.0, 1.0]], draws=2_000)
        >>> bool(abs(found.first[0] - 0.5) < 0.05), found.confidence.tolist()
        (True, [1.0, 1.0])
    """
    scores = _scores(mean, sd, ordinal or {}, seed)
    criteria = len(scores.mean)
    drawn = _weights(weights, draws, criteria, seed)
    order = new_order(len(drawn), scores.width)

    def work(block: slice) -> None:
        put_order(in_whole_numbers(scores.values(drawn[block], block)), order[block])

    for _ in in_threads(work, blocks(len(drawn), scores.width), threads):
        pass
    central = central_weights(order, drawn)

    def factors(columns: list[int]) -> FloatArray:
        return _confidence(scores, central, columns, len(drawn), threads)

    everyone = tuple(range(scores.width))
    return counted(order, central, everyone, factors if confidence else None, threads)


def _confidence(
    scores: NormalScores, central: FloatArray, columns: list[int], draws: int, threads: int
) -> FloatArray:
    found = np.full(len(central), np.nan)
    counts = np.zeros(len(columns), dtype=np.int64)

    def work(block: slice) -> list[int]:
        return scores.firsts(central[columns], columns, block)

    for part in in_threads(work, blocks(draws, scores.width), threads):
        counts += part
    found[columns] = counts / draws
    return found


def _scores(
    mean: npt.ArrayLike, sd: npt.ArrayLike, ordinal: Mapping[int, Sequence[int]], seed: int
) -> NormalScores:
    middle = np.array(mean, dtype=np.float64)
    spread = np.array(sd, dtype=np.float64)
    _check(_wrong_scores(middle, spread, ordinal))
    around = np.broadcast_to(spread, middle.shape).copy()
    for column in ordinal:
        middle[:, column] = around[:, column] = 0.0
    # What all have in common tells nobody from anybody, and would cost single precision digits.
    middle -= middle.mean(axis=0)
    single = np.ascontiguousarray(middle.T.astype(np.float32))
    variance = np.ascontiguousarray((around.T**2).astype(np.float32))
    return NormalScores(single, variance, dict(sorted(ordinal.items())), seed)


def _wrong_scores(
    mean: FloatArray, sd: FloatArray, ordinal: Mapping[int, Sequence[int]]
) -> list[Problem]:
    if mean.ndim != 2 or not mean.size:
        return [_problem("mean", f"an array of shape {mean.shape}", "alternatives x criteria")]
    found = []
    if not np.isfinite(mean).all():
        found.append(_problem("mean", "NaN or infinity", "numbers"))
    if sd.shape not in ((), mean.shape):
        found.append(_problem("sd", f"an array of shape {sd.shape}", f"{mean.shape}, or a number"))
    if not (np.isfinite(sd).all() and (sd >= 0).all()):
        found.append(_problem("sd", "a negative number, NaN or infinity", "numbers from 0 on"))
    for column, ranks in ordinal.items():
        field = f"ordinal.{column}"
        if column not in range(mean.shape[1]):
            found.append(_problem(field, str(column), f"a criterion, 0 to {mean.shape[1] - 1}"))
        if len(ranks) != len(mean):
            found.append(_problem(field, f"{len(ranks)} ranks", f"{len(mean)}, one for each"))
    return found


def _weights(weights: npt.ArrayLike | None, draws: int, criteria: int, seed: int) -> FloatArray:
    if weights is None:
        # Exponential numbers divided by their sum are uniform on the simplex.
        drawn = stream(seed, "smaa weights").standard_exponential((draws, criteria))
    else:
        stated = np.array(weights, dtype=np.float64)
        drawn = np.tile(stated, (draws, 1)) if stated.ndim == 1 else stated
        _check(_wrong_weights(drawn, criteria))
    return np.asarray(drawn / drawn.sum(axis=1, keepdims=True), dtype=np.float64)


def _wrong_weights(weights: FloatArray, criteria: int) -> list[Problem]:
    if weights.ndim != 2 or weights.shape[1] != criteria or not len(weights):
        shape = f"an array of shape {weights.shape}"
        return [_problem("weights", shape, f"rows of {criteria}, one per criterion")]
    fine = np.isfinite(weights).all() and (weights >= 0).all() and (weights.sum(axis=1) > 0).all()
    return [] if fine else [_problem("weights", "rows that cannot be", "0 or more, not all 0")]


def _problem(field: str, value: str, expected: str) -> Problem:
    return Problem("not what SMAA needs", field=field, value=value, expected=expected)


def _check(problems: list[Problem]) -> None:
    if problems:
        raise InputError(problems)
