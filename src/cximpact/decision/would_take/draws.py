"""What an approved proposal lacks to be prioritized: how sure it must be."""

from __future__ import annotations

from cximpact.decision.customer_effect import without_effect
from cximpact.decision.question import Question
from cximpact.decision.ranking import SURE
from cximpact.decision.words import exact_percent, share_words
from cximpact.scoring.rounding import round9


def surer(question: Question, position: int) -> tuple[str, ...]:
    """Return sentences on the shares of draws that a selected proposal lacks; none without draws.

    Args:
        question: What was decided.
        position: The proposal.
    """
    if question.shares is None or question.draws is None:
        return ()
    selected = float(question.shares.share[position])
    positive = float(question.draws.customer_positive[position])
    least = exact_percent(SURE)
    needed = f"{least} are needed to be prioritized."
    said = []
    if _lacks(selected):
        said.append(f"It is in {share_words(selected, SURE)} of draws; {needed}")
    if _lacks(positive) and without_effect(question.case, question.scores, position):
        said.append(f"To be prioritized it needs a gain for customers, in {least} of draws.")
    elif _lacks(positive):
        share = share_words(positive, SURE)
        said.append(f"Its customer value is above zero in {share} of draws; {needed}")
    return tuple(said)


def _lacks(share: float) -> bool:
    """Whether a share is too small; one that is not known (NaN) asks for nothing."""
    return bool(round9(share) < round9(SURE))
