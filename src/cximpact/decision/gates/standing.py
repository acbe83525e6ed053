"""Which answers stand although a source failed; the others become undetermined, with the reason.

An answer stands only if it would be the same whatever the failed source had said: missing
evidence neither condemns a proposal nor clears it.
"""

from __future__ import annotations

import numpy as np
from attrs import evolve

from cximpact.decision.gates.bounds import BOUNDS, Certain
from cximpact.decision.gates.opened import REMEDY, Opened
from cximpact.model.arrays import BoolArray
from cximpact.model.decision import GateReview, Outcome
from cximpact.model.scorecard import GateAction

_UNDETERMINED: Outcome = "undetermined"
_REVISE: GateAction = "revise"


def standing(review: GateReview, opened: Opened) -> GateReview:
    """Return a gate's answers with those undetermined that hang on a failed source.

    Args:
        review: The answers without what failed.
        opened: What failed sources leave open.
    """
    if review.not_run or review.gate not in BOUNDS:
        return review
    hangs = _hanging(review, BOUNDS[review.gate](opened)) & opened.affected
    if not hangs.any():
        return review
    flags = hangs.tolist()
    action = _REVISE if review.mode == "block" else ""
    rows = list(zip(flags, review.outcomes, review.actions, strict=True))
    return evolve(
        review,
        outcomes=tuple(_UNDETERMINED if open_ else outcome for open_, outcome, _ in rows),
        actions=tuple(action if open_ else before for open_, _, before in rows),
        sentences=_Told(review, opened, flags).sentences,
        cure=_Told(review, opened, flags).cure,
        lacking=frozenset(position for position, open_ in enumerate(flags) if open_),
    )


def _hanging(review: GateReview, certain: Certain) -> BoolArray:
    """Return per proposal whether its answer could be another one."""
    failing = np.array([outcome == "fail" for outcome in review.outcomes], dtype=np.bool_)
    known = np.array([outcome != _UNDETERMINED for outcome in review.outcomes], dtype=np.bool_)
    return np.asarray(known & np.where(failing, ~certain.fails, ~certain.passes), dtype=np.bool_)


class _Told:
    """What is said of answers that hang on a failed source; of others, what the gate says."""

    def __init__(self, review: GateReview, opened: Opened, hangs: list[bool]) -> None:
        self._review = review
        self._opened = opened
        self._hangs = hangs

    def sentences(self, position: int) -> tuple[str, ...]:
        """Return what is missing and what to do, then what is known."""
        said = self._review.sentences(position)
        if not self._hangs[position]:
            return said
        first = f"{said[0][:1].lower()}{said[0][1:]}"
        return (self._opened.sentence(position), REMEDY, f"As far as is known: {first}")

    def cure(self, position: int) -> tuple[str, ...]:
        """Return what is needed to know whether it passes."""
        if self._hangs[position]:
            return (self._opened.sentence(position), REMEDY)
        return () if self._review.cure is None else self._review.cure(position)
