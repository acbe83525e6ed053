"""Actions and ranks of very many proposals that hold ratings only, all under one rule each.

What decides then is little: the gates of customer harm and of the customer value floor, and
whether the value is above zero. There are no budgets, and without draws nobody is prioritized.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from cximpact.model.arrays import BoolArray, FloatArray, IntArray
from cximpact.model.decision import ACTIONS
from cximpact.model.scorecard import GateAction, Gates
from cximpact.scoring.bulk import ROWS, BulkValues, blocks
from cximpact.scoring.bulk_limits import first_reaching, units
from cximpact.scoring.rounding import DECIMALS, round9

__all__ = ["bulk_actions", "bulk_order"]

Codes = npt.NDArray[np.int8]
_MOST_BITS = 63
_LEAST_GAIN = 10.0**-DECIMALS
_APPROVE, _REVISE, _DECLINE = (
    np.int8(ACTIONS.index(each)) for each in ("approve", "revise", "decline")
)


def bulk_actions(gates: Gates, found: BulkValues) -> Codes:
    """Return the action of each proposal as its place in `ACTIONS`.

    Args:
        gates: Modes and limits. Gates that need evidence, effects or statements are not run.
        found: The values, and whom the harm gate concerns.
    """
    codes = np.full(len(found.value), _DECLINE)
    _set(codes, found.value >= first_reaching(_LEAST_GAIN), _APPROVE)
    if found.rated:  # else nothing speaks of customers, and neither gate is run
        _gate(gates, found, codes)
    return codes


def _gate(gates: Gates, found: BulkValues, codes: Codes) -> None:
    """Send back or decline what customers would pay for; decline over revise."""
    failing: list[tuple[GateAction, BoolArray]] = []
    harm, floor = gates.customer_harm, gates.customer_value_floor
    if harm.mode == "block":
        failing += [("revise", found.missing & ~found.harmed), (harm.action, found.harmed)]
    if floor.mode == "block":
        failing += [(floor.action, found.customer_value < first_reaching(floor.floor))]
    for wanted, code in (("revise", _REVISE), ("decline", _DECLINE)):
        for action, fails in failing:
            if action == wanted:
                _set(codes, fails, code)


def _set(codes: Codes, where: BoolArray, code: np.int8) -> None:
    """Write a code wherever something holds; `np.putmask` takes twenty times as long."""
    codes += where.view(np.int8) * (code - codes)


def bulk_order(codes: Codes, value: npt.ArrayLike, ids: Sequence[str] | None = None) -> IntArray:
    """Return the positions of all proposals, best first: by action, then value, then id.

    Action, value at nine decimals and position become one whole number, so that one sort of plain
    numbers is enough: it takes a tenth of the time of `np.lexsort`, and the position is read back
    from the number.

    Args:
        codes: Places in `ACTIONS`.
        value: V per proposal.
        ids: Their ids where those do not ascend with the position; None if they do.

    Example:
        >>> bulk_order(np.array([1, 1, 4], np.int8), [0.25, 0.5, -0.5]).tolist()
        [1, 0, 2]
    """
    values, count = np.asarray(value, dtype=np.float64), len(codes)
    most = int(units([-values.min(initial=0), values.max(initial=0)]).max())
    span, bits = 2 * most + 1, max(count - 1, 1).bit_length()
    if (len(ACTIONS) * span).bit_length() + bits > _MOST_BITS:
        return _sorted_apart(codes, values, ids)
    keys = _keys(codes, values, span, bits)
    keys.sort()
    worth = None if ids is None else keys >> bits
    keys &= (1 << bits) - 1
    return keys if ids is None or worth is None else _by_id(keys, worth, ids)


def _keys(codes: Codes, values: FloatArray, span: int, bits: int) -> IntArray:
    """Return one number per proposal, from its action, its value and, in the last bits, its place.

    Args:
        codes: Places in `ACTIONS`.
        values: V per proposal.
        span: How many billionths the values can lie apart.
        bits: How many bits the places take.
    """
    keys = np.empty(len(codes), dtype=np.int64)
    # The greatest value of an action comes to 0, so that no number is negative.
    places = np.arange(min(ROWS, len(codes))) + (span // 2 << bits)
    for rows in blocks(len(codes)):
        some = np.multiply(codes[rows], np.int64(span), out=keys[rows])
        some -= units(values[rows]).astype(np.int64)
        some <<= bits
        some += places[: len(some)]
        some += rows.start
    return keys


def _sorted_apart(codes: Codes, values: FloatArray, ids: Sequence[str] | None) -> IntArray:
    """Return the same order where the parts do not fit into one number: scores far beyond 1."""
    places = np.arange(len(codes))
    if ids is not None:
        places[sorted(places.tolist(), key=lambda at: ids[at])] = np.arange(len(codes))
    return np.lexsort((places, -round9(values), codes))


def _by_id(order: IntArray, worth: IntArray, ids: Sequence[str]) -> IntArray:
    """Return the order with those of equal worth sorted by id; only their ids are compared."""
    same = np.zeros(len(order), dtype=np.bool_)
    same[1:] = worth[1:] == worth[:-1]
    same[:-1] |= same[1:]
    places = np.flatnonzero(same)
    tied = order[places].tolist()
    named = np.array(sorted(range(len(tied)), key=lambda at: ids[tied[at]]), dtype=np.int64)
    ranked = named[np.argsort(worth[places][named], kind="stable")]
    found = order.copy()
    found[places] = order[places][ranked]
    return found
