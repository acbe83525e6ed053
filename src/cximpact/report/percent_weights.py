"""Weights that are written as shares of the whole, but count inside their groups."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from math import isclose

from cximpact.decision.words import shown
from cximpact.model.scorecard import Scorecard

__all__ = ["percent_line"]

_WHOLE = 100.0
_NEAR = 0.005
_MOST = 12


def percent_line(card: Scorecard, weights: Sequence[float]) -> str:
    """Return what to write if weights that make 100 in all are meant as percentages; "" if not.

    A weight counts inside its group, whatever it says of the whole: only the shares of groups
    move weight from one group to another.

    Args:
        card: The scorecard.
        weights: What each criterion counts of the whole, in the order of the scorecard.
    """
    written = [criterion.weight for _, criterion in card.displayed]
    if not _are_percentages(written) or not _are_by_groups(card, weights):
        return ""
    counted = [weights[column] for column, _ in card.displayed]
    if all(abs(one - each / _WHOLE) < _NEAR for one, each in zip(counted, written, strict=True)):
        return ""
    sums = _sums(card)
    said = ", ".join(f"{name}: {total:.10g}" for name, total in sums.items())
    ours = ", ".join(f"{each:.10g}" for each in written[:_MOST])
    theirs = ", ".join(_percent(one) for one in counted[:_MOST])
    more = ", …" if len(written) > _MOST else ""
    return (
        f"the weights {ours}{more} make 100, but count {theirs}{more} %, as each group has a "
        f"share of its own; if they are meant as percentages: groups: {{{said}}}"
    )


def _percent(share: float) -> str:
    return f"{shown(share * _WHOLE, 1)}".removesuffix(".0")


def _are_percentages(written: Sequence[float]) -> bool:
    is_whole = isclose(sum(written), _WHOLE, rel_tol=1e-9)
    return is_whole and min(written) > 0 and len(set(written)) > 1


def _are_by_groups(card: Scorecard, weights: Sequence[float]) -> bool:
    """Return whether nothing but the scorecard says what its criteria count."""
    sums, shares = _sums(card), sum(card.groups.values())
    meant = (
        card.groups.get(each.group, 0.0) / shares * each.weight / sums[each.group]
        for each in card.criteria
    )
    return all(isclose(one, each, abs_tol=1e-9) for one, each in zip(weights, meant, strict=True))


def _sums(card: Scorecard) -> dict[str, float]:
    sums: dict[str, float] = defaultdict(float)
    for each in card.criteria:
        sums[each.group] += each.weight
    return dict(sums)
