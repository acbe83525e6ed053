"""What the gates have in common: how an answer is put together, and when a gate is not run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np

from cximpact.model.arrays import BoolArray
from cximpact.model.case import Case
from cximpact.model.decision import GateReview, Outcome
from cximpact.model.scorecard import GateAction, GateMode
from cximpact.model.scores import Scores

OFF = "switched off in the scorecard"
NO_CUSTOMER_INPUT = "the input holds no customer scores and no effects on touchpoints"


_NO_OUTCOME: tuple[Outcome, ...] = ("not applicable",)
_NO_ACTION: tuple[GateAction | Literal[""], ...] = ("",)


def answer(
    gate: str,
    mode: GateMode,
    action: GateAction,
    *,
    fails: BoolArray,
    undetermined: BoolArray,
    applies: BoolArray,
    sentences: Callable[[int], tuple[str, ...]],
    cure: Callable[[int], tuple[str, ...]],
    softened: BoolArray | None = None,
) -> GateReview:
    """Return a gate's answers; a fail found beats an undetermined one.

    Args:
        gate: Name of the gate.
        mode: Whether it blocks.
        action: What failing leads to.
        fails: Per proposal, a limit is broken.
        undetermined: Per proposal, too little is known to say.
        applies: Per proposal, whether the gate has anything to judge.
        sentences: Gives what is said of a proposal, in short first.
        cure: Gives the sentences saying what would make it pass.
        softened: Per proposal, whether declining is turned into revising.
    """
    soft = np.zeros(len(fails), dtype=np.bool_) if softened is None else softened
    outcomes = _outcomes(fails, undetermined, applies)
    return GateReview(
        gate=gate,
        mode=mode,
        outcomes=outcomes,
        actions=_actions(outcomes, soft, mode, action),
        sentences=sentences,
        cure=cure,
    )


def _outcomes(fails: BoolArray, undetermined: BoolArray, applies: BoolArray) -> tuple[Outcome, ...]:
    rows = zip(fails.tolist(), undetermined.tolist(), applies.tolist(), strict=True)
    return tuple(_outcome(*row) for row in rows)


def _actions(
    outcomes: tuple[Outcome, ...], softened: BoolArray, mode: GateMode, action: GateAction
) -> tuple[GateAction | Literal[""], ...]:
    rows = zip(outcomes, softened.tolist(), strict=True)
    return tuple(_action(outcome, mode, "revise" if mild else action) for outcome, mild in rows)


def _outcome(fails: bool, undetermined: bool, applies: bool) -> Outcome:
    if fails:
        return "fail"
    if undetermined:
        return "undetermined"
    return "pass" if applies else "not applicable"


def _action(outcome: Outcome, mode: GateMode, failing: GateAction) -> GateAction | Literal[""]:
    if mode != "block" or outcome not in ("fail", "undetermined"):
        return ""
    return failing if outcome == "fail" else "revise"


def not_run(gate: str, mode: GateMode, count: int, why: str) -> GateReview:
    """Return the review of a gate that has nothing to work on; it blocks nothing."""
    return GateReview(
        gate=gate,
        mode=mode,
        outcomes=_NO_OUTCOME * count,
        actions=_NO_ACTION * count,
        sentences=lambda _: (f"Not run: {why}.",),
        not_run=why,
    )


def customer_columns(case: Case) -> BoolArray:
    """Return per criterion whether it belongs to the customer group."""
    return np.array([c.group == "customer" for c in case.scorecard.criteria], dtype=np.bool_)


def has_customer_input(case: Case, scores: Scores) -> bool:
    """Return whether anything at all in the input speaks of the customer's side."""
    if case.supplied.effects or len(case.effects) or case.proposals.stating_no_effects:
        return True
    return bool((~np.isnan(scores.score[:, customer_columns(case)])).any())
